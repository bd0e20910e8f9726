package registrytest

import (
	"testing"

	"trithuc/registry"
)

// nothingBesideErasure makes what a gate has let pass come to the store just after
// an erasure, a removal or a merge.
func nothingBesideErasure(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 5)
	erased, removed, gone := people[1].ID, people[2].ID, people[3].ID
	open := r.asks(t, registry.RequestAccess, erased)
	seen := *r.request(t, open)
	r.erase(t, erased)
	r.commit(t, &registry.RemovePerson{ID: removed, Was: 1})
	if _, _, err := (registry.People{Store: r.Store}).Merge(r.ctx, people[0].ID, gone); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		id   registry.PersonID
		want registry.Kind
	}{{erased, registry.NotFound}, {removed, registry.Stale}, {gone, registry.Stale}, {999, registry.NotFound}} {
		for _, change := range []registry.Change{
			&registry.PutSecret{Sealed: registry.Sealed{Person: c.id, Field: registry.Citizen, Sealer: "một", Box: []byte("x"), Digest: []byte("y")}},
			&registry.NoteOpened{Person: c.id, Field: registry.Citizen},
			&registry.AddRequest{Request: &registry.Request{Kind: registry.RequestAccess, Person: c.id, Name: "Người Hỏi", State: registry.RequestReceived}},
		} {
			_, err := r.Commit(r.ctx, Operator, []registry.Change{change})
			if _, asks := change.(*registry.AddRequest); asks && c.id == removed {
				if err != nil { // the trail keeps them
					t.Errorf("a case about somebody removed: %v", err)
				}
				continue
			}
			refused(t, err, c.want)
		}
	}
	seen.Contact = "sau@mau.vn"
	_, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.AmendRequest{Request: &seen, Was: seen.Version}})
	refused(t, err, registry.Stale)
	if q := r.request(t, open); q.Open() || q.Name != "" || q.Decision != registry.ErasedDecision || q.Decided.IsZero() {
		t.Errorf("the other case of who was erased: %+v", q)
	}
	closed := *r.request(t, open)
	closed.Contact = "sau@mau.vn"
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.AmendRequest{Request: &closed, Was: closed.Version}})
	refused(t, err, registry.NotFound)
}

// erasureBesideMerge merges somebody away between the look and the erasure: what
// went to the other goes too.
func erasureBesideMerge(t *testing.T, r *room) {
	kept := r.furnished(t).add(t, 2)[0].ID
	id, markers := r.markedPast(t, 1)
	g := r.erasures()
	g.Files = &filesOf{store: r.Store, beside: func() {
		if _, _, err := (registry.People{Store: r.Store}).Merge(r.ctx, kept, id); err != nil {
			t.Error(err)
		}
	}}
	if _, err := g.Erase(r.ctx, &registry.ErasePerson{ID: id}); err != nil {
		t.Fatal(err)
	}
	if left := Residue(t, r.dir, markers); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	_, err := r.Person(r.ctx, kept)
	refused(t, err, registry.NotFound)
}

// numberOfMerged takes the citizen number of somebody out who shows that of whom was
// merged into them, and repeats a write under a key with another number.
func numberOfMerged(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	gate := r.secrets("một")
	for i, p := range people {
		if _, err := gate.Keep(r.ctx, p.ID, registry.Citizen, number(i), registry.Why{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := (registry.People{Store: r.Store}).Merge(r.ctx, people[0].ID, people[1].ID); err != nil {
		t.Fatal(err)
	}
	if receipt, err := gate.Keep(r.ctx, people[0].ID, registry.Citizen, "", registry.Why{}); err != nil || receipt.Last == 0 {
		t.Errorf("got %+v, %v, want it taken out", receipt, err)
	}
	_, err := gate.Open(r.ctx, people[0].ID, registry.Citizen, "xem")
	refused(t, err, registry.NotFound)
	keyed := registry.WithKey(r.ctx, registry.Key{Value: "số", Digest: registry.Digest{1}})
	for range 2 {
		if _, err := gate.Keep(keyed, people[0].ID, registry.Citizen, number(5), registry.Why{}); err != nil {
			t.Error(err)
		}
	}
	_, err = gate.Keep(keyed, people[0].ID, registry.Citizen, number(6), registry.Why{})
	refused(t, err, registry.Conflict)
	_, err = gate.Keep(keyed, people[0].ID, registry.Citizen, "", registry.Why{})
	refused(t, err, registry.Conflict)
}
