package importer

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/sqlite"
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

// testNow is the time of all tests.
func testNow() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

// testImporter is an importer over a new registry with the catalogues in it.
func testImporter(t testing.TB) (context.Context, *Importer) {
	t.Helper()
	ctx := registry.WithActor(t.Context(), registry.Actor{Account: "test", Role: registry.Operator})
	dir := t.TempDir()
	db, err := sqlite.Open(ctx, dir, sqlite.Options{Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	changes, err := seeds.Changes()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (registry.Catalogues{Store: db}).Load(ctx, changes); err != nil {
		t.Fatal(err)
	}
	return ctx, &Importer{Store: db, Worker: testWorker(t), Files: dir + "/files", Now: testNow}
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
