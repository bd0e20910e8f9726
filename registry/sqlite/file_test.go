package sqlite_test

import (
	"context"
	"errors"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

func TestPathWithSigns(t *testing.T) {
	dir := t.TempDir() + "/dữ liệu 100%?#&"
	db := opened(t, dir, sqlite.Options{})
	write(t, db, crowdless(3)...)
	must(t, db.Close())
	db = opened(t, dir, sqlite.Options{})
	defer db.Close()
	if totals, err := db.Totals(t.Context()); err != nil || totals.People != 3 {
		t.Errorf("got %+v, %v, want three people", totals, err)
	}
}

// crowdless gives n people of no organisation.
func crowdless(n int) []registry.Change {
	changes := make([]registry.Change, n)
	for i := range changes {
		changes[i] = &registry.AddPerson{Person: registrytest.Person(i, 0, 0)}
	}
	return changes
}

// brokenRand fails as a machine without randomness would.
type brokenRand struct{}

var errRand = errors.New("no randomness")

func (brokenRand) Read([]byte) (int, error) { return 0, errRand }

func TestNoSaltNoCommit(t *testing.T) {
	db := opened(t, t.TempDir(), sqlite.Options{Rand: brokenRand{}})
	defer db.Close()
	write(t, db, crowdless(1)...)
	_, err := db.Commit(context.Background(), registrytest.Operator, []registry.Change{&registry.RemovePerson{ID: 1, Was: 1}})
	if !errors.Is(err, errRand) {
		t.Errorf("got %v, want the failure of the source of salts", err)
	}
	if _, err := db.Person(t.Context(), 1); err != nil {
		t.Errorf("the person is gone although the commit failed: %v", err)
	}
}
