package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// walls lists everything of ours that a package may import: the table of
// docs/architecture.md. A package that is not in it does not belong here.
var walls = map[string][]string{
	"cmd/trithuc":           {"*"},
	"ui":                    {"registry", "registry/vietnamese", "registry/forecast", "search", "importer", "ui/api", "ui/web", "docs/huong-dan"},
	"ui/api":                {"importer", "registry", "registry/citation", "registry/forecast", "registry/selection", "search", "ui/office"},
	"ui/web":                {"importer", "registry", "registry/citation", "registry/forecast", "registry/selection", "search", "ui/office"},
	"ui/office":             {"registry", "registry/forecast"},
	"importer":              {"registry", "registry/vietnamese"},
	"search":                {"registry", "registry/vietnamese"},
	"search/bleve":          {"search", "registry", "registry/vietnamese"},
	"search/searchtest":     {"search", "registry", "registry/registrytest"},
	"registry":              {"registry/vietnamese"},
	"registry/vietnamese":   {},
	"registry/sqlite":       {"registry", "registry/durable", "registry/vietnamese"},
	"registry/durable":      {},
	"registry/registrytest": {"registry", "registry/vietnamese"},
	"registry/forecast":     {"registry"},
	"registry/selection":    {"registry"},
	"registry/archive":      {"registry", "registry/durable"},
	"registry/citation":     {"registry", "registry/vietnamese"},
	"registry/vault":        {"registry", "registry/durable"},
	"seeds":                 {"registry"},
	"docs/huong-dan":        {},
	"seeds/synthetic":       {"registry", "registry/vietnamese", "seeds"},
	"seeds/generate":        {"registry", "registry/vietnamese", "seeds", "seeds/synthetic"},
}

// owners lists the only packages that may import a library outright.
var owners = map[string][]string{
	"github.com/labstack/echo/v4":                        {"ui", "ui/web"},
	"github.com/xuri/excelize/v2":                        {"importer", "ui/office", "seeds/generate"},
	"github.com/blevesearch/bleve/v2":                    {"search/bleve"},
	"modernc.org/sqlite":                                 {"registry/sqlite"},
	"database/sql":                                       {"registry/sqlite"},
	"github.com/pressly/goose/v3":                        {"registry/sqlite"},
	"github.com/danielgtaylor/huma/v2":                   {"ui", "ui/api"},
	"filippo.io/age":                                     {"registry/archive"},
	"github.com/alecthomas/kong":                         {"cmd/trithuc"},
	"github.com/a-h/templ":                               {"ui/web"},
	"github.com/yuin/goldmark":                           {"ui/web"},
	"github.com/nicksnyder/go-i18n/v2":                   {"ui/web"},
	"github.com/schollz/progressbar/v3":                  {"cmd/trithuc"},
	"log/slog":                                           {"ui", "search", "cmd/trithuc"},
	"github.com/danielgtaylor/huma/v2/adapters/humaecho": {"ui"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = root(t)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestWalls holds the import table against what the code imports.
func TestWalls(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "trithuc/")
		allowed, ok := walls[name]
		if !ok {
			t.Errorf("package %s is not in the table of the house", name)
		}
		for _, i := range p.Imports {
			if who, owned := owners[i]; owned && !slices.Contains(who, name) {
				t.Errorf("%s imports %s, which only %v may", name, i, who)
			}
			if ours, ok := strings.CutPrefix(i, "trithuc/"); ok && !slices.Contains(allowed, ours) && !slices.Contains(allowed, "*") {
				t.Errorf("%s imports %s: the arrow is not in the table", name, ours)
			}
		}
	}
}

// TestOnlySheetKnowsExcelize: within importer only sheet.go and what stands beside
// it under its name (sheet_copy.go, sheet_locked.go) know the library of workbooks.
func TestOnlySheetKnowsExcelize(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root(t), "importer", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no importer files (%v)", err)
	}
	for _, f := range files {
		base := filepath.Base(f)
		if base == "sheet.go" || strings.HasPrefix(base, "sheet_") || strings.HasSuffix(base, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(src, []byte(`"github.com/xuri/excelize/v2"`)) {
			t.Errorf("importer/%s imports Excelize; only sheet.go and sheet_*.go may", base)
		}
	}
}

// TestFormatting: every Go file is as gofmt writes it.
func TestFormatting(t *testing.T) {
	out, err := exec.Command("gofmt", "-l", root(t)).CombinedOutput()
	if err != nil {
		t.Fatalf("gofmt: %v\n%s", err, out)
	}
	for _, f := range strings.Fields(string(out)) {
		if !strings.Contains(f, "node_modules") {
			t.Errorf("%s is not formatted; run gofmt -w on it", f)
		}
	}
}

// TestTopLevel: the top of the tree is what the design promises and no more.
func TestTopLevel(t *testing.T) {
	out, err := exec.Command("git", "-C", root(t), "ls-files").Output()
	if err != nil {
		t.Skip("not a git checkout")
	}
	want := []string{".ci", ".gitignore", "LICENSE", "Makefile", "README.md", "cmd", "docs", "go.mod", "go.sum", "importer", "registry", "search", "seeds", "ui"}
	for _, f := range strings.Fields(string(out)) {
		if top, _, _ := strings.Cut(f, "/"); !slices.Contains(want, top) {
			t.Errorf("%s: %q does not belong at the top level", f, top)
		}
	}
}
