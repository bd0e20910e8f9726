package sqlite_test

import (
	"context"
	"sync"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

func open(ctx context.Context, dir string) (registrytest.Store, error) {
	return sqlite.Open(ctx, dir, sqlite.Options{})
}

func TestStore(t *testing.T) { registrytest.Run(t, open) }

// TestTwoWriters writes from two stores over one file, as two processes would:
// nobody is told that the database is locked, and the trail is one.
func TestTwoWriters(t *testing.T) {
	dir := t.TempDir()
	var wait sync.WaitGroup
	const commits = 40
	for range 2 {
		db := opened(t, dir, sqlite.Options{})
		defer db.Close()
		wait.Go(func() {
			for i := range commits {
				if _, err := db.Commit(context.Background(), registrytest.Operator, []registry.Change{&registry.AddPerson{Person: registrytest.Person(i, 0, 0)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	if totals, err := db.Totals(t.Context()); err != nil || totals.People != 2*commits || totals.Last != 2*commits {
		t.Errorf("got %+v, %v, want %d people in as many entries", totals, err, 2*commits)
	}
	for _, v := range violations(t, db) {
		t.Errorf("%+v", v)
	}
}
