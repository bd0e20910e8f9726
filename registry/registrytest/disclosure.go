package registrytest

import (
	"context"
	"slices"
	"testing"
	"time"

	"trithuc/registry"
)

// asking is a data request under way: two agencies, who acts for each, and a clock.
type asking struct {
	*room
	gate         registry.Disclosures
	now          time.Time
	other        *registry.Organisation
	people       []*registry.Person
	asker, owner context.Context
}

func (r *room) asking(t *testing.T) *asking {
	t.Helper()
	a := &asking{room: r.furnished(t), now: received, other: &registry.Organisation{Name: "Sở Mẫu", Kind: registry.Government}}
	a.people = r.add(t, 3)
	r.commit(t, &registry.AddOrganisation{Organisation: a.other})
	a.gate = registry.Disclosures{Store: r.Store, Now: func() time.Time { return a.now },
		Find: func(context.Context, string) ([]registry.PersonID, error) {
			return []registry.PersonID{a.people[2].ID, a.people[0].ID, 9999}, nil
		}}
	as := func(name string, at registry.OrganisationID) context.Context {
		return registry.WithActor(t.Context(), registry.Actor{Account: name, Role: registry.DataOfficer, Organisation: at})
	}
	a.asker, a.owner = as("bên hỏi", a.other.ID), as("bên giữ", r.ctu)
	return a
}

func (a *asking) wanted() *registry.Disclosure {
	return &registry.Disclosure{Owner: a.ctu, Document: "12/SM-VP", Dated: registry.Date{Year: 2026, Month: 4, Day: 20}, Purpose: "Lập hội đồng thẩm định",
		Fields: []string{"email", "positions"}, Until: registry.Date{Year: 2026, Month: 5, Day: 1}, Search: "thủy sản"}
}

// disclosureRuns: asked, approved by the other side alone, fetched until its day, each time
// with an entry that the person's log shows.
func disclosureRuns(t *testing.T, r *room) {
	a := r.asking(t)
	d := a.wanted()
	d.Asker = a.ctu // a data officer asks for their own agency, whatever is sent
	if _, err := a.gate.Ask(a.asker, d); err != nil || d.Asker != a.other.ID {
		t.Fatalf("asked for %d: %v", d.Asker, err)
	}
	_, _, err := a.gate.Fetch(a.asker, d.ID)
	refused(t, err, registry.Conflict)
	_, err = a.gate.Approve(a.asker, d.ID, d.Version)
	refused(t, err, registry.Forbidden)
	if _, err := a.gate.Approve(a.owner, d.ID, d.Version); err != nil {
		t.Fatal(err)
	}
	_, err = a.gate.Approve(a.owner, d.ID, d.Version+1)
	refused(t, err, registry.Conflict)
	a.reopen(t)
	a.gate.Store = a.Store
	want := []registry.PersonID{a.people[0].ID, a.people[2].ID}
	got, err := a.Disclosure(a.ctx, d.ID)
	if err != nil || got.State != registry.DisclosureApproved || got.Decider != "bên giữ" || !slices.Equal(got.People, want) {
		t.Fatalf("got %+v, %v", got, err)
	}
	_, people, err := a.gate.Fetch(a.asker, d.ID)
	if err != nil || len(people) != 2 || people[0].Email == "" || people[0].Name.Full == "" || people[0].Phone != "" || people[0].Codes != nil || len(people[0].Positions) == 0 {
		t.Fatalf("fetched %+v, %v", people, err)
	}
	a.logged(t, a.people[0].ID, 1)
	a.logged(t, a.people[1].ID, 0)
	_, _, err = a.gate.Fetch(a.owner, d.ID)
	refused(t, err, registry.Forbidden)
	a.now = time.Date(2026, 5, 1, 16, 59, 0, 0, time.UTC) // one minute before the day ends here
	if _, _, err := a.gate.Fetch(a.asker, d.ID); err != nil {
		t.Error(err)
	}
	a.now = a.now.Add(time.Minute)
	_, _, err = a.gate.Fetch(a.asker, d.ID)
	refused(t, err, registry.Conflict)
	a.logged(t, a.people[0].ID, 2)
}

// logged holds the log of an expert to a number of fetchings.
func (a *asking) logged(t *testing.T, id registry.PersonID, n int) {
	t.Helper()
	own := registry.WithActor(t.Context(), registry.Actor{Account: "chuyên gia", Role: registry.Expert, Person: id})
	log, err := registry.Experts{Store: a.Store, Now: a.gate.Now}.Log(own)
	if err != nil || len(log.Given) != n {
		t.Fatalf("given of %d: %+v, %v", id, log, err)
	}
	if n > 0 && (log.Given[0].Account != "bên hỏi" || log.Given[0].Asker != a.other.ID || log.Given[0].Purpose != "Lập hội đồng thẩm định") {
		t.Errorf("log: %+v", log.Given[0])
	}
}

// disclosureRefused: what is wrong with a request is named at once; who has nothing to do
// with it neither sees nor answers it; a refusal ends it, also after an approval.
func disclosureRefused(t *testing.T, r *room) {
	a := r.asking(t)
	for name, spoil := range map[string]func(*registry.Disclosure){
		"owner": func(d *registry.Disclosure) { d.Owner = a.other.ID }, "document": func(d *registry.Disclosure) { d.Document = " " },
		"dated": func(d *registry.Disclosure) { d.Dated = registry.Date{Year: 2027, Month: 1, Day: 1} }, "purpose": func(d *registry.Disclosure) { d.Purpose = "" },
		"until": func(d *registry.Disclosure) { d.Until = registry.Date{Year: 2028, Month: 1, Day: 1} }, "fields": func(d *registry.Disclosure) { d.Fields = []string{"citizen"} },
		"search": func(d *registry.Disclosure) { d.Owner, d.Search = 0, "" },
	} {
		d := a.wanted()
		spoil(d)
		_, err := a.gate.Ask(a.asker, d)
		refused(t, err, registry.Invalid)
		if e, ok := err.(*registry.Error); !ok || len(e.Problems) != 1 || e.Problems[0].Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	d := a.wanted()
	if _, err := a.gate.Ask(a.asker, d); err != nil {
		t.Fatal(err)
	}
	for _, actor := range []registry.Actor{{Account: "khác", Role: registry.DataOfficer, Organisation: a.unit}, {Account: "khác", Role: registry.Planner}, {Account: "khác", Role: registry.Expert, Person: 1}} {
		ctx := registry.WithActor(t.Context(), actor)
		_, err := a.gate.Disclosure(ctx, d.ID)
		refused(t, err, registry.Forbidden)
		_, err = a.gate.Approve(ctx, d.ID, d.Version)
		refused(t, err, registry.Forbidden)
		_, _, err = a.gate.Fetch(ctx, d.ID)
		refused(t, err, registry.Forbidden)
		if list, err := a.gate.List(ctx); len(list) > 0 {
			t.Errorf("%s sees %v, %v", actor.Role, list, err)
		}
	}
	_, err := a.gate.Refuse(a.owner, d.ID, d.Version, "")
	refused(t, err, registry.Invalid)
	_, err = a.gate.Approve(a.owner, d.ID, d.Version+7)
	refused(t, err, registry.Stale)
	if _, err := a.gate.Approve(a.owner, d.ID, d.Version); err != nil {
		t.Fatal(err)
	}
	_, err = a.gate.Withdraw(a.asker, d.ID, d.Version+1)
	refused(t, err, registry.Conflict)
	if _, err := a.gate.Refuse(a.owner, d.ID, d.Version+1, "mục đích đã xong"); err != nil {
		t.Fatal(err)
	}
	_, _, err = a.gate.Fetch(a.asker, d.ID)
	refused(t, err, registry.Conflict)
	again := a.wanted()
	again.Search, again.People = "", []registry.PersonID{a.people[1].ID, a.people[1].ID}
	if _, err := a.gate.Ask(a.asker, again); err != nil || len(again.People) != 1 {
		t.Fatal(again.People, err)
	}
	if _, err := a.gate.Withdraw(a.asker, again.ID, again.Version); err != nil {
		t.Fatal(err)
	}
	_, err = a.gate.Approve(a.owner, again.ID, again.Version+1)
	refused(t, err, registry.Conflict)
}

// disclosureForgets: who was erased is in no request and in no answer.
func disclosureForgets(t *testing.T, r *room) {
	a := r.asking(t)
	d := a.wanted()
	d.Purpose = "Mời " + a.people[0].Name.Full + " phản biện"
	if _, err := a.gate.Ask(a.asker, d); err != nil {
		t.Fatal(err)
	}
	if _, err := a.gate.Approve(a.owner, d.ID, d.Version); err != nil {
		t.Fatal(err)
	}
	p := &registry.Proposal{Person: a.people[0].ID, Field: "email", Was: `"a@mau.vn"`, Value: `"b@mau.vn"`, State: registry.ProposalOpen, At: received}
	r.commit(t, &registry.PutProposal{Proposal: p})
	r.erase(t, a.people[0].ID)
	got, err := a.Disclosure(a.ctx, d.ID)
	if err != nil || !slices.Equal(got.People, []registry.PersonID{a.people[2].ID}) || got.Purpose == d.Purpose {
		t.Errorf("got %+v, %v", got, err)
	}
	if all, err := a.Proposals(a.ctx); err != nil || len(all) > 0 {
		t.Errorf("proposals: %+v, %v", all, err)
	}
	late := *got
	late.People = append(late.People, a.people[0].ID)
	r.commit(t, &registry.PutDisclosure{Disclosure: &late, Was: got.Version})
	if again, err := a.Disclosure(a.ctx, d.ID); err != nil || len(again.People) != 1 {
		t.Errorf("an erased person came back into %+v, %v", again, err)
	}
	r.sound(t)
}
