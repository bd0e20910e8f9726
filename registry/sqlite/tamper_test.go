package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// errUndo takes a tampering back.
var errUndo = errors.New("taken back")

// tampering is one way to change the trail past the program: what is done, and the
// first entry that must be named for it (0 where the head file tells).
type tampering struct {
	statements []string
	first      registry.Seq
}

// forgeries are columns of an entry and what is written into them, unlike anything there.
var forgeries = []string{"at = at + 1", "actor = actor || 'x'", "kind = 'review'", "subject = subject + 1", "action = 'restored'",
	"version = version + 1", "reason = reason || '.'", "source = coalesce(source, 0) + 1", "payload = randomblob(32)", "hash = randomblob(32)"}

// tamperWith draws a way to edit, cut or reorder a trail of so many entries.
func tamperWith(random *rand.Rand, last int) tampering {
	at := 1 + random.IntN(last-1)
	other := at + 1 + random.IntN(last-at)
	switch random.IntN(4) {
	case 0:
		return tampering{[]string{fmt.Sprintf("UPDATE entry SET %s WHERE seq = %d", forgeries[random.IntN(len(forgeries))], at)}, registry.Seq(at)}
	case 1:
		return tampering{[]string{fmt.Sprintf("DELETE FROM entry WHERE seq BETWEEN %d AND %d", at, min(other, last-1))}, registry.Seq(min(other, last-1) + 1)}
	case 2:
		return tampering{[]string{fmt.Sprintf("DELETE FROM entry WHERE seq > %d", at)}, 0}
	}
	swap := "UPDATE entry SET seq = %d WHERE seq = %d"
	return tampering{[]string{fmt.Sprintf(swap, -1, at), fmt.Sprintf(swap, at, other), fmt.Sprintf(swap, other, -1)}, registry.Seq(at)}
}

// TestTamperedTrail edits, cuts and reorders the trail in 1,000 ways: each is
// noticed, and the first bad entry is named.
func TestTamperedTrail(t *testing.T) {
	ctx := t.Context()
	db, err := Open(ctx, t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i := range 60 {
		change := []registry.Change{&registry.AddPerson{Person: registrytest.Person(i, 0, 0)}}
		if i%3 == 2 {
			change = append(change, &registry.RemovePerson{ID: registry.PersonID(i), Was: 1})
		}
		if _, err := db.Commit(context.Background(), registrytest.Operator, change); err != nil {
			t.Fatal(err)
		}
	}
	last, err := db.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(5, 6))
	for range 1000 {
		how := tamperWith(random, int(last.Seq))
		found, err := judged(ctx, db, how)
		if err != nil {
			t.Fatalf("%v: %v", how.statements, err)
		}
		want := fmt.Sprintf("entry %d", how.first)
		if how.first == 0 {
			want = "Cơ sở dữ liệu thiếu"
		}
		if !strings.Contains(found+" ", want+" ") && !strings.Contains(found, want+":") {
			t.Errorf("%v: got %q, want %q", how.statements, found, want)
		}
	}
}

// judged tampers, looks, and takes the tampering back.
func judged(ctx context.Context, db *DB, how tampering) (found string, err error) {
	err = db.write.with(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
			for _, statement := range how.statements {
				if _, err := s.conn.ExecContext(ctx, statement); err != nil {
					return err
				}
			}
			c := &check{db: db}
			if err := errors.Join(c.trail(ctx, s), c.headFile(ctx, s)); err != nil {
				found = err.Error()
			}
			return errUndo
		})
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	return found, err
}
