package registrytest

import (
	"reflect"
	"testing"

	"trithuc/registry"
)

func needs(t *testing.T, r *room) {
	r.furnished(t).add(t, 1)
	gate := registry.Needs{Store: r.Store}
	other := &registry.Organisation{Name: "Trường Cao đẳng Mẫu", Kind: registry.College}
	r.commit(t, &registry.AddOrganisation{Organisation: other})
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	var employers []registry.OrganisationID
	for _, o := range ref.Organisations() {
		if o.Kind != registry.Unit && o.ID != other.ID {
			employers = append(employers, o.ID)
		}
	}
	employers = []registry.OrganisationID{employers[0], other.ID}
	n := &registry.Need{Organisation: employers[0], Year: 2030, People: 40}
	if _, err := gate.Put(r.ctx, n, 2026); err != nil {
		t.Fatal(err)
	}
	_, err = gate.Put(r.ctx, &registry.Need{Organisation: employers[0], Year: 2030, People: 41}, 2026)
	refused(t, err, registry.Conflict)
	_, err = gate.Put(r.ctx, &registry.Need{Organisation: employers[0], Field: "sao hỏa", Level: "Vua", Year: 1999, People: -1}, 2026)
	refused(t, err, registry.Invalid)
	n.People = 45
	if _, err := gate.Put(r.ctx, n, 2026); err != nil {
		t.Fatal(err)
	}
	r.reopen(t)
	gate.Store = r.Store
	if got, err := r.Needs(r.ctx); err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], *n) || got[0].Version != 2 {
		t.Fatalf("got %+v, %v, want %+v", got, err, n)
	}
	entries, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectNeed, ID: int64(n.ID)})
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	if was, err := r.Payload(r.ctx, entries[1].Seq); err != nil || len(was) == 0 {
		t.Errorf("the trail does not hold the former number: %v, %v", was, err)
	}
	own := registry.WithActor(r.ctx, registry.Actor{Account: "đơn vị", Role: registry.DataOfficer, Organisation: employers[1]})
	_, err = gate.Put(own, &registry.Need{ID: n.ID, Version: 2, Organisation: employers[1], Year: 2031, People: 1}, 2026)
	refused(t, err, registry.NotFound)
	_, err = gate.Put(own, &registry.Need{Organisation: employers[0], Year: 2031, People: 1}, 2026)
	refused(t, err, registry.Forbidden)
	if _, err := gate.Put(own, &registry.Need{Organisation: employers[1], Year: 2031, People: 3}, 2026); err != nil {
		t.Error(err)
	}
	planner := registry.WithActor(r.ctx, registry.Actor{Account: "kế hoạch", Role: registry.Planner})
	if _, err := gate.Remove(planner, n); err != nil {
		t.Error(err)
	}
	_, err = gate.Remove(planner, n)
	refused(t, err, registry.NotFound)
}
