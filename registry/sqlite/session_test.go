package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// TestFailedRollback: a connection whose rollback fails is never handed out again
// inside its transaction.
func TestFailedRollback(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	failed := errors.New("failed")
	err = db.write.with(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
			stmt, err := s.prepared(ctx, "ROLLBACK")
			if err != nil {
				return err
			}
			stmt.Close() // from here on it fails
			return failed
		})
	})
	if !errors.Is(err, failed) {
		t.Fatalf("got %v", err)
	}
	err = db.write.with(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(*session) error { return nil })
	})
	if err != nil {
		t.Errorf("after a rollback that failed: %v", err)
	}
}

func TestSecondCloseReturns(t *testing.T) {
	db, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { db.Close(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Error("a second Close never returned")
	}
}

// TestMappedPageLost: a page of the mapped file that the disk cannot give in the midst
// of a reading is an error of that reading; the program lives on, and reads again once
// the page is there.
func TestMappedPageLost(t *testing.T) {
	ctx, dir := registrytest.Context(t), t.TempDir()
	const n = 2000
	func() {
		db := mustOpen(t, dir)
		defer db.Close()
		var changes []registry.Change
		for i := range n {
			changes = append(changes, &registry.AddPerson{Person: registrytest.Person(i, 0, 0)})
		}
		if _, err := db.Commit(ctx, registrytest.Operator, changes); err != nil {
			t.Fatal(err)
		}
	}()
	path := filepath.Join(dir, fileName)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	db := mustOpen(t, dir)
	defer db.Close()
	err = db.read.snapshot(ctx, func(s *session) error {
		if _, _, err := loadPerson(ctx, s, 1); err != nil {
			return err
		}
		if err := os.Truncate(path, 8192); err != nil {
			return err
		}
		_, _, err := loadPerson(ctx, s, n/2)
		return err
	})
	if registry.KindOf(err) != registry.Damaged {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := db.Person(ctx, n/2); err != nil || p.ID != n/2 {
		t.Errorf("once it is there again: %v", err)
	}
}

func mustOpen(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return db
}
