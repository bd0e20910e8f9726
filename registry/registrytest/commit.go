package registrytest

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"trithuc/registry"
)

// failing are changes that no store can carry out after good ones.
func failing(p *registry.Person) registry.Change {
	return &registry.AmendPerson{Person: &registry.Person{ID: p.ID, Name: p.Name}, Was: 99}
}

func failureTakesAllBack(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	before, _ := r.Head(r.ctx)
	amended := r.person(t, p.ID)
	amended.Phone = "0913999999"
	_, err := r.Commit(r.ctx, Operator, []registry.Change{
		&registry.AddPerson{Person: Person(1, r.ctu, r.unit)},
		&registry.AddOrganisation{Organisation: &registry.Organisation{Name: "Viện Mẫu"}},
		&registry.AmendPerson{Person: amended, Was: 1},
		&registry.LoadCodes{Scheme: registry.SchemeDegree, Version: "mẫu"},
		&registry.AddImport{Import: &registry.Import{File: "a.xlsx"}},
		&registry.PutShortlist{Shortlist: &registry.Shortlist{Name: "Danh sách"}},
		failing(p),
	})
	refused(t, err, registry.Stale)
	if after, _ := r.Head(r.ctx); after != before {
		t.Errorf("the trail went from %d to %d", before.Seq, after.Seq)
	}
	equal(t, r.person(t, p.ID), p)
	ref, err := r.Reference(r.ctx)
	if err != nil || len(ref.OrganisationsNamed("Viện Mẫu")) != 0 || len(ref.Codes(registry.SchemeDegree)) != 3 {
		t.Errorf("organisations or codes of a failed commit are there (%v)", err)
	}
	if n, _ := r.Totals(r.ctx); n.People != 1 || n.Imports != 0 {
		t.Errorf("got totals %+v", n)
	}
}

// manyTakenBack: of many changes, too, none stays when the last fails, and they can be
// tried again as they are.
func manyTakenBack(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	before, _ := r.Head(r.ctx)
	changes := make([]registry.Change, 0, 3000)
	for i := range cap(changes) {
		changes = append(changes, &registry.AddPerson{Person: Person(i+1, r.ctu, r.unit)})
	}
	_, err := r.Commit(r.ctx, Operator, append(changes, failing(p)))
	refused(t, err, registry.Stale)
	if after, _ := r.Head(r.ctx); after != before {
		t.Errorf("the trail went from %d to %d", before.Seq, after.Seq)
	}
	if n, _ := r.Totals(r.ctx); n.People != 1 {
		t.Errorf("got totals %+v", n)
	}
	r.commit(t, changes...)
	last := changes[len(changes)-1].(*registry.AddPerson).Person
	equal(t, r.person(t, last.ID), last)
}

func failureCanBeRepeated(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	p := people[0]
	sourced := Person(1, r.ctu, r.unit) // as a form gives it: no source yet, but of what is named
	sourced.ID, sourced.Phone, sourced.Email = people[1].ID, "0913888888", "moi@mau.edu.vn"
	sourced.Sources = map[string]registry.SourceID{"phone": 0, "email": 1}
	amended := r.person(t, p.ID)
	amended.Phone, amended.Expertise = "0913999999", append(amended.Expertise, registry.Expertise{Phrase: "mới"})
	changes := []registry.Change{
		&registry.AddOrganisation{Organisation: &registry.Organisation{ID: -9, Name: "Viện Mẫu", Parent: r.ctu}},
		&registry.AddPerson{Person: Person(1, -9, 0)},
		&registry.AmendPerson{Person: amended, Was: 1},
		&registry.AmendPerson{Person: sourced, Was: 1, Sourced: true},
		&registry.AddImport{Import: &registry.Import{File: "a.xlsx", Account: Operator.Account, At: time.Unix(1, 0).UTC()}},
		&registry.PutShortlist{Shortlist: &registry.Shortlist{Name: "Danh sách", Account: Operator.Account}},
	}
	before, _ := json.Marshal(changes)
	if _, err := r.Commit(r.ctx, Operator, append(changes, failing(p))); err == nil {
		t.Fatal("a stale change was committed")
	}
	after, _ := json.Marshal(changes)
	if string(before) != string(after) {
		t.Errorf("a failed commit left its marks\nbefore %s\nafter  %s", before, after)
	}
	r.commit(t, changes...)
	equal(t, r.person(t, p.ID), amended)
}

func endedContextWritesNothing(t *testing.T, r *room) {
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	if _, err := r.Commit(ctx, Operator, []registry.Change{&registry.AddPerson{Person: Person(0, 0, 0)}}); err == nil {
		t.Error("a commit with an ended context succeeded")
	}
	if n, _ := r.Totals(r.ctx); n.People != 0 {
		t.Errorf("got %d people, want none", n.People)
	}
}

func keyIsRepeated(t *testing.T, r *room) {
	ctx := registry.WithKey(r.ctx, registry.Key{Value: "k1", Digest: registry.Digest{1}})
	first, err := r.Commit(ctx, Operator, []registry.Change{&registry.AddPerson{Person: Person(0, 0, 0)}})
	if err != nil || first.Repeated {
		t.Fatalf("got %+v, %v", first, err)
	}
	r.reopen(t)
	again, err := r.Commit(ctx, Operator, []registry.Change{&registry.AddPerson{Person: Person(0, 0, 0)}})
	if err != nil || !again.Repeated || again.First != first.First || again.Last != first.Last || again.Subjects[0] != first.Subjects[0] || !again.At.Equal(first.At) {
		t.Errorf("got %+v, %v, want %+v repeated", again, err, first)
	}
	if n, _ := r.Totals(r.ctx); n.People != 1 {
		t.Errorf("got %d people, want 1", n.People)
	}
	other := registry.Actor{Account: "người khác", Role: registry.Operator}
	if r2, err := r.Commit(ctx, other, []registry.Change{&registry.AddPerson{Person: Person(1, 0, 0)}}); err != nil || r2.Repeated {
		t.Errorf("the key of one account holds another: %+v, %v", r2, err)
	}
}

func keyOfAnother(t *testing.T, r *room) {
	ctx := registry.WithKey(r.ctx, registry.Key{Value: "k1", Digest: registry.Digest{1}})
	if _, err := r.Commit(ctx, Operator, []registry.Change{failing(Person(0, 0, 0))}); err == nil {
		t.Fatal("a stale change was committed")
	}
	if _, answered, err := (registry.People{Store: r}).Answered(ctx); err != nil || answered {
		t.Fatalf("a refused request was answered: %t, %v", answered, err)
	}
	if again, err := r.Commit(ctx, Operator, []registry.Change{&registry.AddPerson{Person: Person(0, 0, 0)}}); err != nil || again.Last == 0 {
		t.Errorf("a key is used up by a commit that failed: %v", err)
	}
	ctx = registry.WithKey(r.ctx, registry.Key{Value: "k1", Digest: registry.Digest{2}})
	_, err := r.Commit(ctx, Operator, []registry.Change{&registry.AddPerson{Person: Person(1, 0, 0)}})
	refused(t, err, registry.Conflict)
}
