package registrytest

import (
	"reflect"
	"slices"
	"testing"

	"trithuc/registry"
)

func savedSearches(t *testing.T, r *room) {
	people := r.add(t, 4)
	gate := registry.SavedSearches{Store: r.Store}
	s := &registry.SavedSearch{Name: "Lúa chịu mặn", Text: "lúa mặn", Filters: []registry.SavedFilter{{Facet: "degree", Values: []string{"TS"}}},
		Seen: []registry.PersonID{people[0].ID, people[1].ID}, SeenAt: received}
	if _, err := gate.Put(r.ctx, s); err != nil {
		t.Fatal(err)
	}
	r.reopen(t)
	gate.Store = r.Store
	got, err := registry.OwnSearch(r.ctx, r.Store, s.ID)
	if err != nil || !reflect.DeepEqual(got, s) || s.Account != Operator.Account {
		t.Fatalf("got %+v, %v, want %+v", got, err, s)
	}
	if _, _, err := r.people().Merge(r.ctx, people[2].ID, people[1].ID); err != nil {
		t.Fatal(err)
	}
	if got, _ = r.SavedSearch(r.ctx, s.ID); !slices.Equal(got.Seen, []registry.PersonID{people[0].ID, people[2].ID}) {
		t.Errorf("seen %v, want whom the second was merged into too", got.Seen)
	}
	r.commit(t, &registry.RemovePerson{ID: people[0].ID, Was: 1})
	if got, _ = r.SavedSearch(r.ctx, s.ID); !slices.Contains(got.Seen, people[0].ID) {
		t.Errorf("seen %v: who was taken out and comes back would be new", got.Seen)
	}
	other := registry.WithActor(r.ctx, registry.Actor{Account: "khác", Role: registry.Operator})
	_, err = registry.OwnSearch(other, r.Store, s.ID)
	refused(t, err, registry.NotFound)
	_, err = gate.Put(other, &registry.SavedSearch{ID: s.ID, Version: 1, Name: "của tôi", Text: "lúa"})
	refused(t, err, registry.NotFound)
	_, err = gate.Remove(other, got)
	refused(t, err, registry.NotFound)
	_, err = gate.Put(r.ctx, &registry.SavedSearch{ID: s.ID, Version: 7, Name: "cũ", Text: "lúa"})
	refused(t, err, registry.Stale)
	if all, err := r.SavedSearches(r.ctx, "khác"); err != nil || len(all) != 0 {
		t.Errorf("another's: %v, %v", all, err)
	}
	if _, err := gate.Remove(r.ctx, got); err != nil {
		t.Fatal(err)
	}
	_, err = r.SavedSearch(r.ctx, s.ID)
	refused(t, err, registry.NotFound)
}

func savedSearchOfErased(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	gate := registry.SavedSearches{Store: r.Store}
	name := people[0].Name.Full
	kept := &registry.SavedSearch{Name: "Lúa", Text: "lúa", Seen: []registry.PersonID{people[0].ID, people[1].ID}}
	named := &registry.SavedSearch{Name: "Theo dõi", Text: name}
	for _, s := range []*registry.SavedSearch{kept, named} {
		if _, err := gate.Put(r.ctx, s); err != nil {
			t.Fatal(err)
		}
	}
	r.erase(t, people[0].ID)
	if got, err := r.SavedSearch(r.ctx, kept.ID); err != nil || !slices.Equal(got.Seen, []registry.PersonID{people[1].ID}) {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err := r.SavedSearch(r.ctx, named.ID)
	refused(t, err, registry.NotFound)
	if left := Residue(t, r.dir, []string{name}); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}
