package importer

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"trithuc/registry"
	"trithuc/registry/sqlite"
	"trithuc/registry/vault"
	"trithuc/seeds"
)

// TestMain lets the test binary be the child that reads workbooks.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-workbook" {
		if err := ServeWorker(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// testWorker is this test binary as the child.
func testWorker(t testing.TB) Worker {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return Worker{Command: []string{self, "read-workbook"}, Memory: testMemory}
}

// testKeys are keys that last as long as the test.
func testKeys(t testing.TB) *vault.Ring {
	t.Helper()
	ring, err := vault.Temporary(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return ring
}

// testNow is the time of all tests.
func testNow() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

// seeded are the files of a registry with the catalogues in it: made once, copied
// for each test.
var seeded = sync.OnceValues(func() (fs.FS, error) {
	dir, err := os.MkdirTemp("", "seeded-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	ctx := registry.WithActor(context.Background(), registry.Actor{Account: "test", Role: registry.Operator})
	db, err := sqlite.Open(ctx, dir, sqlite.Options{Now: testNow})
	if err != nil {
		return nil, err
	}
	changes, err := seeds.Changes()
	if err == nil {
		_, err = registry.Catalogues{Store: db}.Load(ctx, changes)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	files := fstest.MapFS{}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		b, failing := os.ReadFile(filepath.Join(dir, e.Name()))
		files[e.Name()] = &fstest.MapFile{Data: b, Mode: 0o600}
		err = errors.Join(err, failing)
	}
	return files, err
})

// testImporter is an importer over a new registry with the catalogues in it.
func testImporter(t testing.TB) (context.Context, *Importer) {
	t.Helper()
	ctx := registry.WithActor(t.Context(), registry.Actor{Account: "test", Role: registry.Operator})
	dir := t.TempDir()
	files, err := seeded()
	if err == nil {
		err = os.CopyFS(dir, files)
	}
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Open(ctx, dir, sqlite.Options{Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return ctx, &Importer{Store: db, Worker: testWorker(t), Files: dir + "/files", Now: testNow, Keys: testKeys(t)}
}

// mustReference gives the catalogues without a store.
func mustReference(t testing.TB) *registry.Reference {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// sendTo gives a queue one file, as a page does.
func sendTo(ctx context.Context, q *Queue, name string, r io.Reader, o Options) (*registry.Import, error) {
	a, err := q.Arrive(OneFile(name, r))
	if err != nil {
		return nil, err
	}
	return q.Record(ctx, a, o)
}

// lotOf packs files.
func lotOf(files []Upload) io.ReadCloser { return Lot(uploads(files)) }

// uploads gives files one after the other.
func uploads(files []Upload) iter.Seq2[Upload, error] {
	return func(yield func(Upload, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}
}
