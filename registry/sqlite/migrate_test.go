package sqlite_test

import (
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
	"trithuc/registry/vietnamese"
)

// TestFirstSchema opens a store as the first schema left it: every promise still
// holds, and people are found by what later schemas find them by.
func TestFirstSchema(t *testing.T) {
	ctx, dir := registrytest.Context(t), t.TempDir()
	for _, name := range []string{"registry.db", "registry.head"} {
		gunzip(t, filepath.Join("testdata/schema-1", name+".gz"), filepath.Join(dir, name))
	}
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	if found := violations(t, db); len(found) != 0 {
		t.Errorf("got %+v, want a sound store", found)
	}
	born := 0
	for p, err := range db.AllPeople(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		key := registry.BornKey(vietnamese.Fold(p.Name.Full), p.Birth)
		if key == "" {
			continue
		}
		born++
		if found, err := db.FindPeople(ctx, []registry.Probe{{Born: key}}); err != nil || len(found[0]) == 0 {
			t.Errorf("%s is not found by %q: %v", p.Name.Full, key, err)
		}
	}
	if born == 0 {
		t.Error("nobody in the store has a full birth date")
	}
}

var update = flag.Bool("update", false, "save a store of the present schema in testdata")

// TestSavedStores: a store of every schema so far is kept, as its program left it.
// Before a migration is added, run this test with -update.
func TestSavedStores(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	must(t, err)
	if *update {
		save(t, fmt.Sprintf("testdata/schema-%d", len(files)))
	}
	for n := 1; n < len(files); n++ {
		if _, err := os.Stat(fmt.Sprintf("testdata/schema-%d/registry.db.gz", n)); err != nil {
			t.Errorf("no store of schema %d is kept: go back to before %s and run this test with -update", n, filepath.Base(files[n]))
		}
	}
}

// save writes a little of everything into a folder, packed.
func save(t *testing.T, to string) {
	t.Helper()
	dir := furnished(t, 60)
	must(t, os.MkdirAll(to, 0o755))
	for _, name := range []string{"registry.db", "registry.head"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		f, err := os.Create(filepath.Join(to, name+".gz"))
		must(t, err)
		z, err := gzip.NewWriterLevel(f, gzip.BestCompression)
		must(t, err)
		_, err = z.Write(raw)
		must(t, errors.Join(err, z.Close(), f.Close()))
	}
}

func gunzip(t *testing.T, from, to string) {
	t.Helper()
	f, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
