# What a person types here; `make` alone lists it.
GO      ?= go
BIN     := bin/trithuc
ASSETS  := ui/web/assets
DIST    := $(ASSETS)/dist/manifest.json
SOURCES := $(shell find cmd registry search importer ui seeds -name '*.go' -o -name '*.sql' -o -name '*.toml' -o -name '*.tsv' 2>/dev/null)

.PHONY: help build run test bench lint generate browser clean

help:
	@echo "make build  assets and $(BIN)"
	@echo "make run    build, bring in the demo workbooks, serve on http://localhost:8080"
	@echo "make test   lint and every test, those in a browser too"
	@echo "make bench  speed and memory, peers side by side, ratios printed (docs/figures.md: sizes, PG_URL)"
	@echo "make lint   gofmt, go vet, staticcheck, generated code up to date"

build: $(BIN)

$(BIN): $(SOURCES) $(DIST) go.mod go.sum
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o $@ ./cmd/trithuc

$(DIST): $(shell find $(ASSETS) -path $(ASSETS)/node_modules -prune -o -path $(ASSETS)/dist -prune -o -type f -print 2>/dev/null)
	cd $(ASSETS) && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build

run: build
	$(BIN) serve --demo

test: lint browser $(DIST)
	$(GO) test -timeout 30m ./...

bench: build
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 60m ./... | grep -v -e '^?' -e '^PASS' -e '^ok '

lint:
	@test -z "$$(gofmt -l cmd registry search importer ui seeds)" || { gofmt -l cmd registry search importer ui seeds; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

generate:
	$(GO) tool templ generate -path ui/web
	gofmt -w ui/web

# The browser tests drive Debian's chromium.
browser:
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else echo "The browser tests need Chromium. Run: sudo apt-get install -y chromium"; exit 1; fi; }

clean:
	rm -rf bin $(ASSETS)/dist/* $(ASSETS)/node_modules
