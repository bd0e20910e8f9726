package vault_test

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
	"trithuc/registry/vault"
)

// TestStolenDisk keeps a thousand numbers and looks for each in every file of the
// data folder, while the store is open and when it is closed, before and after a
// rotation; then asks with the keys that remain.
func TestStolenDisk(t *testing.T) {
	const n = 1000
	dir, path := t.TempDir(), filepath.Join(t.TempDir(), "trithuc.key")
	ctx := registry.WithActor(t.Context(), registrytest.Operator)
	ring, err := vault.Make(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(ctx, dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { store.Close() }()
	numbers := make([]string, n)
	changes := make([]registry.Change, 0, 2*n)
	for i := range n {
		numbers[i] = fmt.Sprintf("092%09d", i*7919+13)
		s, err := ring.Seal(registry.PersonID(i+1), registry.Citizen, numbers[i])
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, &registry.AddPerson{Person: registrytest.Person(i, 0, 0)}, &registry.PutSecret{Sealed: s})
	}
	if _, err := store.Commit(ctx, registrytest.Operator, changes); err != nil {
		t.Fatal(err)
	}
	look := func(when string) {
		t.Helper()
		if left := registrytest.Residue(t, dir, numbers); len(left) > 0 {
			t.Errorf("%s: %d numbers can be read", when, len(left))
		}
	}
	look("sealed")
	if err := ring.Grow(); err != nil {
		t.Fatal(err)
	}
	if done, left, err := (registry.Sealings{Store: store, Sealer: ring}).Rotate(ctx); done != n || len(left) > 0 || err != nil {
		t.Fatalf("rotated %d, %v, %v", done, left, err)
	}
	if _, err := ring.Drop(); err != nil {
		t.Fatal(err)
	}
	look("rotated")
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	look("closed")
	if store, err = sqlite.Open(ctx, dir, sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	again, err := vault.Open(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	found, err := registry.Secrets{Store: store, Sealer: again}.Find(ctx, registry.Citizen, numbers[41])
	if err != nil || !slices.Equal(found, []registry.PersonID{42}) {
		t.Errorf("found %v, %v", found, err)
	}
	stranger, err := vault.Make(filepath.Join(t.TempDir(), "other.key"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, err = registry.Secrets{Store: store, Sealer: stranger}.Open(ctx, 42, registry.Citizen, "thử")
	if registry.KindOf(err) != registry.Busy {
		t.Errorf("a stranger's key: %v", err)
	}
	for v, err := range store.Check(ctx) {
		t.Errorf("%+v, %v", v, err)
	}
}
