package registrytest

import (
	"testing"

	"trithuc/registry"
)

func trailHolds(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 4)
	p := r.person(t, people[0].ID)
	p.Phone = ""
	r.commit(t, &registry.AmendPerson{Person: p, Was: 1, Why: registry.Why{Reason: "sửa số"}}, &registry.RemovePerson{ID: people[1].ID, Was: 1})
	var before registry.Digest
	var all []registry.Entry
	for {
		page, err := r.Entries(r.ctx, registry.Seq(len(all)), 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
	}
	for i, e := range all {
		if e.Seq != registry.Seq(i+1) || e.Hash != e.Chain(before) || e.Actor != Operator.Account || e.At.IsZero() {
			t.Errorf("entry %d does not hold: %+v", i+1, e)
		}
		before = e.Hash
	}
	head, err := r.Head(r.ctx)
	if err != nil || head != (registry.Head{Seq: registry.Seq(len(all)), Hash: before}) {
		t.Errorf("got head %+v, %v", head, err)
	}
	of, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(p.ID)})
	if err != nil || len(of) != 2 || of[0].Action != registry.Added || of[1].Action != registry.Amended || of[1].Reason != "sửa số" || of[1].Version != 2 {
		t.Errorf("got %+v, %v, want the addition and the amendment", of, err)
	}
}

func trailGivesFormerStates(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	states := []registry.Person{*r.person(t, p.ID)}
	for i := 1; i < 5; i++ {
		q := Person(i*7, r.ctu, r.unit)
		q.ID = p.ID
		r.commit(t, &registry.AmendPerson{Person: q, Was: int64(i)})
		states = append(states, *r.person(t, p.ID))
	}
	of, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(p.ID)})
	if err != nil {
		t.Fatal(err)
	}
	now := states[len(states)-1]
	for i := len(of) - 1; i > 0; i-- {
		d, err := r.Payload(r.ctx, of[i].Seq)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Apply(&now); err != nil {
			t.Fatal(err)
		}
		want := states[i-1]
		now.Version, now.Sources = want.Version, want.Sources
		equal(t, &now, &want)
	}
}
