package sqlite

import (
	"errors"
	"testing"
	"time"
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
