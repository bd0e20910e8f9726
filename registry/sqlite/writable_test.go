package sqlite_test

import (
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

// TestLongReader: while a read keeps the pages of before, the log grows and says so;
// once it ends, writing goes on in the log there is.
func TestLongReader(t *testing.T) {
	dir := t.TempDir()
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	write(t, db, registrytest.Furniture()...)
	write(t, db, crowd(2000)...)
	amend := func(times int) {
		t.Helper()
		for range times {
			p, err := db.Person(t.Context(), 1)
			must(t, err)
			p.Phone = map[string]string{"0913000001": "0913000002"}[p.Phone]
			if p.Phone == "" {
				p.Phone = "0913000001"
			}
			write(t, db, &registry.AmendPerson{Person: p, Was: p.Version})
		}
	}
	size := func() int64 {
		t.Helper()
		n, err := db.LogSize()
		must(t, err)
		return n
	}
	amend(300)
	rest := size()
	long, err := raw(t, dir).Begin()
	must(t, err)
	var n int
	must(t, long.QueryRow("SELECT count(*) FROM person").Scan(&n))
	amend(300)
	held := size()
	if held <= rest {
		t.Errorf("the log had %d bytes, and %d while a read went on", rest, held)
	}
	amend(300)
	if more := size(); more <= held {
		t.Errorf("the log stays at %d bytes though a read keeps it", more)
	}
	must(t, long.Rollback())
	amend(1) // finds nobody in its way and begins the log again
	held = size()
	amend(300)
	if more := size(); more > held {
		t.Errorf("the log goes on growing from %d to %d bytes", held, more)
	}
}
