package registrytest

import (
	"testing"

	"trithuc/registry"
)

// consented gives somebody a consent and makes their record public.
func (r *room) consented(t testing.TB, id registry.PersonID) registry.Entry {
	t.Helper()
	p := r.person(t, id)
	p.Public = true
	p.Bases = []registry.LegalBasis{{Purpose: "publish", Basis: registry.Consent, Document: "Phiếu đồng ý 12"}}
	r.commit(t, &registry.AmendPerson{Person: p, Was: p.Version})
	return r.lastOf(t, id)
}

// withdrawnStaysWithdrawn tries every way to bring back what a request ended.
func withdrawnStaysWithdrawn(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	kept, gone := people[0].ID, people[1].ID
	r.consented(t, gone)
	r.consented(t, kept)
	off := r.person(t, kept)
	off.Public = false
	r.commit(t, &registry.AmendPerson{Person: off, Was: off.Version})
	hidden := r.lastOf(t, kept)
	gate := registry.People{Store: r.Store}
	if _, _, err := gate.Merge(r.ctx, kept, gone); err != nil {
		t.Fatal(err)
	}
	if _, err := r.requests().Withdraw(r.ctx, r.asks(t, registry.RequestWithdraw, kept)); err != nil {
		t.Fatal(err)
	}
	_, _, err := gate.Revert(r.ctx, r.Store, kept, r.lastOf(t, kept).Seq)
	refused(t, err, registry.Conflict)
	_, _, err = gate.Revert(r.ctx, r.Store, kept, hidden.Seq)
	refused(t, err, registry.Conflict)
	if _, _, err := gate.Unmerge(r.ctx, r.Store, gone); err != nil {
		t.Fatal(err)
	}
	for _, id := range []registry.PersonID{kept, gone} {
		p := r.person(t, id)
		for _, b := range p.Bases {
			if p.Public || b.Basis == registry.Consent && b.Until.IsZero() {
				t.Errorf("%s: public %v, %+v", id.Public(), p.Public, p.Bases)
			}
		}
	}
}

// mergesAreTakenBackWhole refuses to take half of a merge or of its end back, and takes
// back what was changed before them and stands as it was left.
func mergesAreTakenBackWhole(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	kept, gone := people[0].ID, people[1].ID
	p := r.person(t, kept)
	was := p.Expertise
	p.Expertise, p.Nationality = nil, "VN"
	r.commit(t, &registry.AmendPerson{Person: p, Was: p.Version})
	amended := r.lastOf(t, kept)
	gate := registry.People{Store: r.Store}
	if _, _, err := gate.Merge(r.ctx, kept, gone); err != nil {
		t.Fatal(err)
	}
	merge := r.lastOf(t, kept)
	_, _, err := gate.Revert(r.ctx, r.Store, kept, merge.Seq)
	refused(t, err, registry.Conflict)
	if _, _, err := gate.Unmerge(r.ctx, r.Store, gone); err != nil {
		t.Fatal(err)
	}
	for _, seq := range []registry.Seq{merge.Seq, r.lastOf(t, kept).Seq} {
		_, _, err := gate.Revert(r.ctx, r.Store, kept, seq)
		refused(t, err, registry.Conflict)
	}
	back, _, err := gate.Revert(r.ctx, r.Store, kept, amended.Seq)
	if err != nil || len(back.Kept) > 0 {
		t.Fatalf("got %+v, %v, want all of it back", back, err)
	}
	if got := r.person(t, kept); len(got.Expertise) != len(was) || got.Nationality != people[0].Nationality {
		t.Errorf("got %+v and %q", got.Expertise, got.Nationality)
	}
}

// organisationsComeBack takes an import back with the unit it made, while somebody in
// the trail still points at it, and brings those people back.
func organisationsComeBack(t *testing.T, r *room) {
	r.furnished(t)
	people := []*registry.Person{Person(1, r.ctu, -1), Person(2, r.ctu, -1), Person(3, r.ctu, -1)}
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		changes := []registry.Change{&registry.AddOrganisation{Organisation: &registry.Organisation{ID: -1, Name: "Bộ môn Thử", Kind: "department", Parent: r.ctu}}}
		for row, p := range people {
			changes = append(changes, &registry.AddPerson{Person: p, Why: registry.Why{Source: registry.Source{Import: id, Sheet: "A", Row: row + 2}}})
		}
		return changes
	})
	unit := people[0].Positions[0].Unit
	stays := r.add(t, 1)[0].ID
	gate := registry.People{Store: r.Store}
	if _, err := gate.Remove(r.ctx, people[0].ID, 1, registry.Why{}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := gate.Merge(r.ctx, stays, people[1].ID); err != nil {
		t.Fatal(err)
	}
	p := r.person(t, stays)
	p.Positions = nil
	r.commit(t, &registry.AmendPerson{Person: p, Was: p.Version})
	emptied := r.lastOf(t, stays)
	if _, _, err := r.imports().Undo(r.ctx, r.Store, i.ID); err != nil {
		t.Fatal(err)
	}
	if _, _, err := gate.Revert(r.ctx, r.Store, people[0].ID, r.lastOf(t, people[0].ID).Seq); err != nil {
		t.Error("restored:", err)
	}
	if _, _, err := gate.Revert(r.ctx, r.Store, stays, emptied.Seq); err != nil {
		t.Error("reverted:", err)
	}
	if _, _, err := gate.Unmerge(r.ctx, r.Store, people[1].ID); err != nil {
		t.Error("unmerged:", err)
	}
	if ref, err := r.Reference(r.ctx); err != nil {
		t.Error(err)
	} else if o, ok := ref.Organisation(unit); !ok || o.Name != "Bộ môn Thử" {
		t.Errorf("the unit: %+v, %v", o, ok)
	}
	forged := Person(5, r.ctu, unit+100)
	_, err := gate.Add(r.ctx, forged, registry.Why{})
	refused(t, err, registry.Invalid)
}

// removedIsErased erases somebody whom only the trail remembers.
func removedIsErased(t *testing.T, r *room) {
	r.furnished(t).add(t, 2)
	id, markers := r.markedPast(t, 1)
	p := r.person(t, id)
	r.commit(t, &registry.RemovePerson{ID: id, Was: p.Version})
	if _, err := r.requests().Erase(r.ctx, r.erasures(), r.asks(t, registry.RequestErase, id)); err != nil {
		t.Fatal(err)
	}
	if left := Residue(t, r.dir, markers); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	for _, nobody := range []registry.PersonID{id, 999} {
		_, err := r.requests().Open(r.ctx, &registry.Request{Kind: registry.RequestErase, Person: nobody, Name: "Người Hỏi", Received: received})
		refused(t, err, registry.NotFound)
	}
	_, err := r.requests().Open(r.ctx, &registry.Request{Kind: registry.RequestErase, Person: 1, Name: "Người Hỏi", Received: received.AddDate(-56, 0, 0)})
	refused(t, err, registry.Invalid)
}
