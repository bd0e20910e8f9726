package sqlite_test

import (
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

// TestKeysExpire: a key is remembered for its life and then forgotten, by the clock
// that the store is given.
func TestKeysExpire(t *testing.T) {
	now := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	db := opened(t, dir, sqlite.Options{Now: func() time.Time { return now }})
	defer func() { must(t, db.Close()) }()
	add := func(key string) registry.Receipt {
		ctx := registry.WithKey(registrytest.Context(t), registry.Key{Value: key, Digest: registry.Digest{1}})
		r, err := db.Commit(ctx, registrytest.Operator, []registry.Change{&registry.AddPerson{Person: registrytest.Person(1, 0, 0)}})
		must(t, err)
		return r
	}
	first := add("a")
	now = now.Add(registry.KeyLife)
	if again := add("a"); !again.Repeated || again.Last != first.Last {
		t.Errorf("within its life: %+v, want the first receipt", again)
	}
	now = now.Add(time.Second)
	if other := add("b"); other.Repeated {
		t.Errorf("another key: %+v", other)
	}
	if late := add("a"); late.Repeated || late.Last == first.Last {
		t.Errorf("after its life: %+v, want a new one", late)
	}
	now = now.Add(registry.KeyLife + time.Second)
	add("c")
	var n int
	must(t, raw(t, dir).QueryRow("SELECT count(*) FROM receipt").Scan(&n))
	if n != 1 {
		t.Errorf("%d receipts are kept, want the one", n)
	}
}
