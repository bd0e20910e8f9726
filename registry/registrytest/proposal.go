package registrytest

import (
	"context"
	"testing"
	"time"

	"trithuc/registry"
)

// proposing is an expert who proposes corrections, and the officer of their employer.
type proposing struct {
	*room
	gate        registry.Proposals
	id          registry.PersonID
	own, office context.Context
}

func (r *room) proposing(t *testing.T) *proposing {
	t.Helper()
	r.furnished(t)
	p := &proposing{room: r, id: r.add(t, 2)[0].ID}
	p.gate = registry.Proposals{Store: r.Store, Now: func() time.Time { return received }}
	p.own = registry.WithActor(t.Context(), registry.Actor{Account: "chuyên gia", Role: registry.Expert, Person: p.id})
	p.office = registry.WithActor(t.Context(), registry.Actor{Account: "đầu mối", Role: registry.DataOfficer, Organisation: r.ctu})
	return p
}

// draft gives the expert's record as they would have it by now.
func (p *proposing) draft(t *testing.T) *registry.Person {
	t.Helper()
	_, draft, err := p.gate.Draft(p.own)
	if err != nil {
		t.Fatal(err)
	}
	return draft
}

// proposalRuns: what an expert changes is proposed part by part, accepted with the expert as
// its source, or refused with a reason they see.
func proposalRuns(t *testing.T, r *room) {
	p := r.proposing(t)
	before := r.person(t, p.id)
	want := p.draft(t)
	want.Email, want.Nationality = "moi@mau.edu.vn", "Việt Nam"
	want.Expertise = append(want.Expertise, registry.Expertise{Phrase: "rong biển"})
	if _, err := p.gate.Propose(p.own, want, "đổi hộp thư"); err != nil {
		t.Fatal(err)
	}
	want = p.draft(t)
	want.Nationality = before.Nationality // thought better of
	want.Expertise = append(want.Expertise, registry.Expertise{Phrase: "vi tảo"})
	if _, err := p.gate.Propose(p.own, want, ""); err != nil {
		t.Fatal(err)
	}
	waiting, err := p.gate.Waiting(p.office)
	if err != nil || len(waiting) != 2 {
		t.Fatalf("waiting: %+v, %v", waiting, err)
	}
	for _, q := range waiting {
		if q.Field == "email" {
			_, err = p.gate.Accept(p.office, q.ID, before.Version)
		} else {
			_, err = p.gate.Refuse(p.office, q.ID, "chưa có công bố nào")
		}
		if err != nil {
			t.Fatalf("%s: %v", q.Field, err)
		}
		_, err := p.gate.Refuse(p.office, q.ID, "lần nữa")
		refused(t, err, registry.Conflict)
	}
	r.reopen(t)
	p.gate.Store = r.Store
	after := r.person(t, p.id)
	if after.Email != "moi@mau.edu.vn" || after.Nationality != before.Nationality || len(after.Expertise) != len(before.Expertise) {
		t.Errorf("after: %+v", after)
	}
	sources, err := r.Sources(r.ctx, []registry.SourceID{after.Sources["email"]})
	if err != nil || sources[after.Sources["email"]].Account != "chuyên gia" {
		t.Errorf("the value comes from %+v, %v", sources, err)
	}
	mine, err := p.gate.Mine(p.own)
	if err != nil || len(mine) != 3 || mine[0].Decision != "chưa có công bố nào" || mine[1].State != registry.ProposalWithdrawn || mine[2].Decider != "đầu mối" {
		t.Errorf("mine: %+v, %v", mine, err)
	}
}

// proposalRefused: nobody proposes to others' records or what is no record; nobody else's
// officer answers; a record that changed meanwhile is looked at again.
func proposalRefused(t *testing.T, r *room) {
	p := r.proposing(t)
	want := p.draft(t)
	_, err := p.gate.Propose(p.own, want, "")
	refused(t, err, registry.Invalid)
	want.Email = "không phải thư"
	_, err = p.gate.Propose(p.own, want, "")
	refused(t, err, registry.Invalid)
	want = p.draft(t)
	want.Public, want.Codes, want.Phone = !want.Public, nil, "0912345678"
	if _, err := p.gate.Propose(p.own, want, ""); err != nil {
		t.Fatal(err)
	}
	mine, err := p.gate.Mine(p.own)
	if err != nil || len(mine) != 1 || mine[0].Field != "phone" {
		t.Fatalf("what is not theirs to propose: %+v, %v", mine, err)
	}
	for _, actor := range []registry.Actor{{Account: "khác", Role: registry.DataOfficer, Organisation: r.unit}, {Account: "chuyên gia", Role: registry.Expert, Person: p.id}, {Account: "khác", Role: registry.Planner}} {
		ctx := registry.WithActor(t.Context(), actor)
		_, err := p.gate.Accept(ctx, mine[0].ID, 1)
		refused(t, err, registry.Forbidden)
		_, err = p.gate.Refuse(ctx, mine[0].ID, "không")
		refused(t, err, registry.Forbidden)
	}
	other := registry.WithActor(t.Context(), registry.Actor{Account: "khác", Role: registry.Expert, Person: p.id + 1})
	_, err = p.gate.Withdraw(other, mine[0].ID)
	refused(t, err, registry.NotFound)
	_, err = p.gate.Accept(p.office, mine[0].ID, 99)
	refused(t, err, registry.Stale)
	if _, err := p.gate.Withdraw(p.own, mine[0].ID); err != nil {
		t.Fatal(err)
	}
	_, err = p.gate.Accept(p.office, mine[0].ID, r.person(t, p.id).Version)
	refused(t, err, registry.Conflict)
}
