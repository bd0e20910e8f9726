package registrytest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

func emptyIsSound(t *testing.T, r *room) {
	head, err := r.Head(r.ctx)
	if err != nil || head != (registry.Head{}) {
		t.Errorf("got head %+v, %v, want the zero one", head, err)
	}
	for p, err := range r.AllPeople(r.ctx, 0) {
		t.Errorf("somebody in an empty store: %v, %v", p, err)
	}
	totals, err := r.Totals(r.ctx)
	if err != nil || totals != (registry.Totals{}) {
		t.Errorf("got totals %+v, %v, want none", totals, err)
	}
}

// reporter is what a test and a rapid run have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// equal fails the test unless two people are the same to the last source.
func equal(t reporter, got, want *registry.Person) {
	t.Helper()
	if !reflect.DeepEqual(normal(got), normal(want)) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// normal gives p with empty maps as none: whether a map was made is no value.
func normal(p *registry.Person) registry.Person {
	q := *p
	if len(q.Sources) == 0 {
		q.Sources = nil
	}
	return q
}

func personComesBack(t *testing.T, r *room) {
	r.furnished(t)
	for _, p := range r.add(t, 12) {
		if p.ID == 0 || p.Version != 1 || p.Source == 0 {
			t.Errorf("id %d, version %d, source %d are not all filled in", p.ID, p.Version, p.Source)
		}
		equal(t, r.person(t, p.ID), p)
	}
}

func personSurvivesReopening(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 20)
	before, err := r.Head(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	r.reopen(t)
	for _, p := range people {
		equal(t, r.person(t, p.ID), p)
	}
	if after, err := r.Head(r.ctx); err != nil || after != before {
		t.Errorf("got head %+v, %v, want %+v", after, err, before)
	}
}

func anyScript(t *testing.T, r *room) {
	for _, s := range []string{
		"Nguyễn Thị Mỹ Hòa", "Đặng Đình Đức", "ថាច់ សុខា", "Y Bhăm Êban", "李 小龍", "O'Neil — “x”", "a\u0301", "🎓 𝒜", "%_'\";--", "ẵ ặ ử ỹ",
		strings.Repeat("ữ", 500),
	} {
		p := &registry.Person{Name: vietnamese.Name{Full: s, Given: s}, Expertise: []registry.Expertise{{Phrase: s}}}
		r.commit(t, &registry.AddPerson{Person: p, Why: registry.Why{Reason: s}})
		equal(t, r.person(t, p.ID), p)
	}
}

func idsAreNeverReused(t *testing.T, r *room) {
	seen := map[registry.PersonID]bool{}
	for range 5 {
		people := r.add(t, 3)
		for _, p := range people {
			if seen[p.ID] {
				t.Errorf("id %d was given twice", p.ID)
			}
			seen[p.ID] = true
		}
		last := people[2]
		r.commit(t, &registry.RemovePerson{ID: last.ID, Was: last.Version})
		r.reopen(t)
	}
}

func peopleInOrder(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 10)
	ask := []registry.PersonID{people[7].ID, 999999, people[0].ID, people[3].ID}
	got, err := r.People(r.ctx, ask)
	if err != nil || len(got) != 3 {
		t.Fatalf("got %d people, %v, want 3", len(got), err)
	}
	for i, want := range []*registry.Person{people[7], people[0], people[3]} {
		equal(t, got[i], want)
	}
}

func everybodyIsWalked(t *testing.T, r *room) {
	people := r.add(t, 1300)
	r.commit(t, &registry.RemovePerson{ID: people[600].ID, Was: 1})
	people = append(people[:600:600], people[601:]...)
	for _, after := range []int{-1, 0, 700} {
		at := after + 1
		from := registry.PersonID(0)
		if after >= 0 {
			from = people[after].ID
		}
		for p, err := range r.AllPeople(r.ctx, from) {
			if err != nil {
				t.Fatal(err)
			}
			equal(t, p, people[at])
			at++
		}
		if at != len(people) {
			t.Errorf("the walk after %d ended at %d of %d", after, at, len(people))
		}
	}
}

func walkAllowsCalls(t *testing.T, r *room) {
	r.add(t, 30)
	for p, err := range r.AllPeople(r.ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		q := r.person(t, p.ID)
		q.Phone = ""
		r.commit(t, &registry.AmendPerson{Person: q, Was: q.Version})
		for range r.AllPeople(r.ctx, p.ID) {
			break
		}
	}
}

func unknownIsNotFound(t *testing.T, r *room) {
	_, err := r.Person(r.ctx, 7)
	refused(t, err, registry.NotFound)
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.AmendPerson{Person: &registry.Person{ID: 7}, Was: 1}})
	refused(t, err, registry.NotFound)
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.RemovePerson{ID: 7, Was: 1}})
	refused(t, err, registry.NotFound)
	_, err = r.Import(r.ctx, 7)
	refused(t, err, registry.NotFound)
	_, err = r.Review(r.ctx, 7)
	refused(t, err, registry.NotFound)
	_, err = r.Shortlist(r.ctx, 7)
	refused(t, err, registry.NotFound)
	_, err = r.Payload(r.ctx, 7)
	refused(t, err, registry.NotFound)
}

func amendmentReplaces(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	for i := 1; i < 7; i++ {
		q := Person(i, r.ctu, 0)
		q.ID = p.ID
		if i == 4 {
			*q = registry.Person{ID: p.ID, Name: vietnamese.ParseName("Tên Thôi")} // all else emptied
		}
		r.commit(t, &registry.AmendPerson{Person: q, Was: int64(i)})
		if q.Version != int64(i)+1 {
			t.Errorf("got version %d, want %d", q.Version, i+1)
		}
		equal(t, r.person(t, p.ID), q)
	}
}

func sameWritesNothing(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	before, _ := r.Head(r.ctx)
	again := Person(0, r.ctu, r.unit) // as a workbook would bring it: no sources
	again.ID, again.Honours = p.ID, append([]registry.Honour{}, again.Honours...)
	receipt := r.commit(t, &registry.AmendPerson{Person: again, Was: 1})
	if receipt.First != 0 || receipt.Last != 0 || len(receipt.Subjects) != 1 || receipt.Subjects[0].ID != int64(p.ID) {
		t.Errorf("got receipt %+v, want no entries and the subject", receipt)
	}
	equal(t, again, p)
	if after, _ := r.Head(r.ctx); after != before {
		t.Errorf("the trail went from %d to %d", before.Seq, after.Seq)
	}
}

func staleIsRefused(t *testing.T, r *room) {
	p := r.add(t, 1)[0]
	first, second := r.person(t, p.ID), r.person(t, p.ID)
	first.Phone, second.Phone = "0913000001", "0913000002"
	r.commit(t, &registry.AmendPerson{Person: first, Was: 1})
	_, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.AmendPerson{Person: second, Was: 1}})
	refused(t, err, registry.Stale)
	if !strings.Contains(fmt.Sprint(err), Operator.Account) {
		t.Errorf("%v does not say who was first", err)
	}
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.RemovePerson{ID: p.ID, Was: 1}})
	refused(t, err, registry.Stale)
	equal(t, r.person(t, p.ID), first)
}

func removalKeepsRecord(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	receipt := r.commit(t, &registry.RemovePerson{ID: p.ID, Was: 1})
	_, err := r.Person(r.ctx, p.ID)
	refused(t, err, registry.NotFound)
	d, err := r.Payload(r.ctx, receipt.Last)
	if err != nil {
		t.Fatal(err)
	}
	var kept registry.Person
	if err := d.Apply(&kept); err != nil {
		t.Fatal(err)
	}
	kept.ID, kept.Version, kept.Source = p.ID, p.Version, p.Source
	equal(t, &kept, p)
	found, err := r.FindPeople(r.ctx, []registry.Probe{{Email: p.Email, Name: vietnamese.Fold(p.Name.Full), Codes: p.Codes}})
	if err != nil || len(found[0]) != 0 {
		t.Errorf("still found: %v, %v", found, err)
	}
}
