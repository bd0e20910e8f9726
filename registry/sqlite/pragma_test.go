package sqlite

import (
	"context"
	"testing"
)

// The pragmas of the DSN must hold on every connection that is used.
func TestPragmas(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range []struct {
		name   string
		of     *sessions
		pragma string
		want   any
	}{
		{"writer", db.write, "journal_mode", "wal"},
		{"writer", db.write, "synchronous", int64(2)}, // FULL
		{"writer", db.write, "foreign_keys", int64(1)},
		{"writer", db.write, "secure_delete", int64(1)},
		{"writer", db.write, "busy_timeout", int64(10000)},
		{"writer", db.write, "query_only", int64(0)},
		{"reader", db.read, "query_only", int64(1)},
		{"reader", db.read, "busy_timeout", int64(10000)},
	} {
		err := onEach(ctx, c.of, cap(c.of.turns), func(s *session) error {
			var got any
			_, err := s.row(ctx, "PRAGMA "+c.pragma, nil, &got)
			if got != c.want {
				t.Errorf("%s: %s is %v, want %v", c.name, c.pragma, got, c.want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	err = db.read.with(ctx, func(s *session) error { return s.exec(ctx, "DELETE FROM person") })
	if err == nil {
		t.Error("a reader may delete")
	}
}

// onEach calls f with each of so many sessions, holding those before meanwhile.
func onEach(ctx context.Context, of *sessions, left int, f func(*session) error) error {
	if left == 0 {
		return nil
	}
	return of.with(ctx, func(s *session) error {
		if err := f(s); err != nil {
			return err
		}
		return onEach(ctx, of, left-1, f)
	})
}
