package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestExchangeRoundTrip: people written in the form of another system come back
// through the importer as the same people.
func TestExchangeRoundTrip(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	must(t, data, "seed", "--people", "300", "--seed", "7")
	for _, system := range []string{"hemis", "cbccvc", "khcn"} {
		for _, format := range []string{"xlsx", "csv"} {
			file := filepath.Join(t.TempDir(), system+"."+format)
			must(t, data, "exchange", "export", system, "--format", format, "-o", file)
			got := decode[report](t, must(t, data, "import", file, "--system", system, "--synced", "2026-11-01", "--json"))
			if got.Rows != 300 || got.Same != 300 {
				t.Errorf("%s.%s: %+v", system, format, got)
			}
		}
	}
	if list := must(t, data, "exchange", "list"); strings.Count(list, "chưa kiểm chứng") != 3 {
		t.Errorf("list: %s", list)
	}
}

// TestCatalogueCommands: a list goes out, comes back changing nothing, is changed,
// and is as it was after the undo.
func TestCatalogueCommands(t *testing.T) {
	data, dir := filepath.Join(t.TempDir(), "data"), t.TempDir()
	must(t, data, "seed", "--people", "1")
	file := filepath.Join(dir, "sector.tsv")
	must(t, data, "catalogue", "export", "sector", "-o", file)
	before := must(t, data, "catalogue", "export", "sector")
	if out := must(t, data, "catalogue", "load", file, "--yes"); !strings.Contains(out, "đã đúng như tệp") {
		t.Errorf("its own file: %s", out)
	}
	write(t, file, strings.Replace(before, "Y tế", "Y tế và dân số", 1))
	out := must(t, data, "catalogue", "load", file, "--yes")
	if !strings.Contains(out, "→ Y tế và dân số (chưa kiểm chứng)") {
		t.Errorf("load: %s", out)
	}
	if now := must(t, data, "catalogue", "export", "sector"); now == before || !strings.Contains(now, "Y tế và dân số") {
		t.Errorf("after the load: %s", now)
	}
	must(t, data, "catalogue", "undo", out[strings.LastIndex(strings.TrimSpace(out), " ")+1:len(out)-1])
	if now := must(t, data, "catalogue", "export", "sector"); now != before {
		t.Errorf("after the undo: %s", now)
	}
}
