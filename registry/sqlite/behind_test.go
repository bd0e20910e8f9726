package sqlite

import (
	"context"
	"errors"
	"testing"
)

// behindTable opens a registry and runs f on its writer, in a transaction, with an empty
// table "numbers" of unique numbers.
func behindTable(t *testing.T, f func(ctx context.Context, s *session) error) error {
	t.Helper()
	ctx := t.Context()
	db, err := Open(ctx, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return db.write.with(ctx, func(s *session) error {
		if err := s.exec(ctx, "CREATE TEMP TABLE numbers (n INTEGER PRIMARY KEY)"); err != nil {
			t.Fatal(err)
		}
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error { return f(ctx, s) })
	})
}

func insertNumbers(ctx context.Context, s *session, from, to int) error {
	for n := from; n < to; n++ {
		if err := s.exec(ctx, "INSERT INTO numbers (n) VALUES (?)", n); err != nil {
			return err
		}
	}
	return nil
}

func countNumbers(t *testing.T, ctx context.Context, s *session) (n int) {
	t.Helper()
	if _, err := s.row(ctx, "SELECT count(*) FROM numbers", nil, (*number)(&n)); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestReadersSeeWhatIsWrittenBehind: whoever reads meanwhile, and afterwards, sees every
// statement that was given before.
func TestReadersSeeWhatIsWrittenBehind(t *testing.T) {
	err := behindTable(t, func(ctx context.Context, s *session) error {
		err := s.writeBehind(ctx, func() error {
			for n := range 5 * statementsAtOnce {
				if err := insertNumbers(ctx, s, n, n+1); err != nil {
					return err
				}
				if got := countNumbers(t, ctx, s); n%50 == 0 && got != n+1 {
					t.Fatalf("after %d numbers %d are seen", n+1, got)
				}
			}
			return insertNumbers(ctx, s, 10_000, 20_000)
		})
		if got, want := countNumbers(t, ctx, s), 5*statementsAtOnce+10_000; got != want {
			t.Errorf("%d numbers, want %d", got, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestFailureBehind: a statement that fails is told, and none after it is carried out.
func TestFailureBehind(t *testing.T) {
	err := behindTable(t, func(ctx context.Context, s *session) error {
		err := s.writeBehind(ctx, func() error {
			if err := insertNumbers(ctx, s, 0, 300); err != nil {
				return err
			}
			if err := insertNumbers(ctx, s, 299, 300); err != nil { // there already
				return err
			}
			return insertNumbers(ctx, s, 1000, 5000)
		})
		if got := countNumbers(t, ctx, s); got != 300 {
			t.Errorf("%d numbers, want the 300 before the failure", got)
		}
		return err
	})
	if codeOf(err) != codeConstraint {
		t.Errorf("got %v, want a broken constraint", err)
	}
}

// TestErrorOverWritingBehind: where the caller fails nothing is under way any more when
// it is told, also where it panics.
func TestErrorOverWritingBehind(t *testing.T) {
	failed := errors.New("failed")
	err := behindTable(t, func(ctx context.Context, s *session) error {
		return s.writeBehind(ctx, func() error { return errors.Join(insertNumbers(ctx, s, 0, 1000), failed) })
	})
	if !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
	defer func() {
		if got := recover(); got != "lost" {
			t.Errorf("panic of %v", got)
		}
	}()
	behindTable(t, func(ctx context.Context, s *session) error {
		return s.writeBehind(ctx, func() error {
			insertNumbers(ctx, s, 0, 1000)
			panic("lost")
		})
	})
}
