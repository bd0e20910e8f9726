# What a person types here; `make` alone lists it.
GO      ?= go
BIN     := bin/trithuc
ASSETS  := ui/web/assets
DIST    := $(ASSETS)/dist/manifest.json
SOURCES := $(shell find cmd registry search importer ui seeds docs -name '*.go' -o -name '*.md' -o -name '*.webp' -o -name '*.sql' -o -name '*.toml' -o -name '*.tsv' 2>/dev/null)

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)

.PHONY: help build run test bench lint generate browser release clean

help:
	@echo "make build  assets and $(BIN)"
	@echo "make run    build, bring in the demo workbooks, serve on http://localhost:8080"
	@echo "make test   lint and every test, those in a browser too"
	@echo "make bench  speed and memory, peers side by side, ratios printed (docs/figures.md: sizes, PG_URL)"
	@echo "make lint   gofmt, go vet, staticcheck, vets what is built for Windows too"
	@echo "make release  what is handed out, for linux and windows, in bin/release; needs no network once libraries are there"

build: $(BIN)

$(BIN): $(SOURCES) $(DIST) go.mod go.sum
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o $@ ./cmd/trithuc

$(DIST): $(shell find $(ASSETS) -path $(ASSETS)/node_modules -prune -o -path $(ASSETS)/dist -prune -o -type f -print 2>/dev/null)
	cd $(ASSETS) && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error; } && npm run --silent build

run: build
	$(BIN) serve --demo

test: lint browser $(DIST)
	$(GO) test -timeout 30m ./...

bench: build
	$(GO) test -run '^$$' -bench . -benchtime 1x -timeout 60m ./... | grep -v -e '^?' -e '^PASS' -e '^ok '

lint:
	@test -z "$$(gofmt -l cmd registry search importer ui seeds docs)" || { gofmt -l cmd registry search importer ui seeds docs; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	GOOS=windows CGO_ENABLED=0 $(GO) vet ./...

# The same commit gives the same bytes: the time in the archives is the commit's.
release: $(DIST)
	$(GO) run .ci/release.go $(VERSION) $$(git log -1 --format=%ct 2>/dev/null || echo 0)

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
