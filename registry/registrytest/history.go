package registrytest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
)

// everyPast reads a person as of every entry about them, forwards and backwards.
func everyPast(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 2)[0]
	states := map[registry.Seq]registry.Person{}
	record := func() {
		head, err := r.Head(r.ctx)
		if err != nil {
			t.Fatal(err)
		}
		states[head.Seq] = *r.person(t, p.ID)
	}
	record()
	for i := 1; i < 6; i++ {
		q := Person(i*7, r.ctu, r.unit)
		q.ID = p.ID
		if i%2 == 0 { // some fields only, so that sources differ
			q = r.person(t, p.ID)
			q.Phone = Person(i, 0, 0).Phone
		}
		r.commit(t, &registry.AmendPerson{Person: q, Was: int64(i), Why: registry.Why{Source: registry.Source{Sheet: "A", Row: i}}})
		record()
		r.commit(t, &registry.AddPerson{Person: Person(50+i, 0, 0)}) // others in between
	}
	at, err := r.Head(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	r.commit(t, &registry.RemovePerson{ID: p.ID, Was: 6})
	for seq, want := range states {
		for _, m := range []registry.Moment{{Seq: seq}, {Seq: seq + 1}} {
			if _, other := states[m.Seq]; other && m.Seq != seq {
				continue
			}
			past, err := registry.AsOf(r.ctx, r.Store, p.ID, m)
			if err != nil {
				t.Fatalf("as of %+v: %v", m, err)
			}
			equal(t, past.Person, &want)
		}
	}
	past, err := registry.AsOf(r.ctx, r.Store, p.ID, registry.Moment{Seq: at.Seq})
	if err != nil || past.Next == nil || past.Next.Action != registry.Removed || past.Entry.Version != 6 {
		t.Errorf("got %+v, %v, want the last state before the removal", past, err)
	}
	for _, m := range []registry.Moment{{Seq: 1}, {Seq: at.Seq + 1}, {}} {
		_, err := registry.AsOf(r.ctx, r.Store, p.ID, m)
		refused(t, err, registry.NotFound)
	}
	_, err = registry.AsOf(r.ctx, r.Store, 999, registry.Moment{Seq: at.Seq})
	refused(t, err, registry.NotFound)
}

func (r *room) people() registry.People { return registry.People{Store: r.Store} }

// last gives the newest entry about a person.
func (r *room) last(t testing.TB, id registry.PersonID) registry.Entry {
	t.Helper()
	all, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(id)})
	if err != nil || len(all) == 0 {
		t.Fatalf("no entries of %d (%v)", id, err)
	}
	return all[len(all)-1]
}

func revertAmendment(t *testing.T, r *room) {
	old := r.furnished(t).add(t, 1)[0]
	first := r.person(t, old.ID)
	first.Phone, first.Email, first.Expertise = "0913000000", "khac@mau.edu.vn", nil
	r.commit(t, &registry.AmendPerson{Person: first, Was: 1})
	seq := r.last(t, old.ID).Seq
	second := r.person(t, old.ID)
	second.Phone = "0913111111"
	r.commit(t, &registry.AmendPerson{Person: second, Was: 2})

	done, receipt, err := r.people().Revert(r.ctx, r.Store, old.ID, seq)
	if err != nil || receipt.Last == 0 || len(done.Kept) != 1 || done.Kept[0].Field != "phone" || len(done.Fields) != 2 {
		t.Fatalf("got %+v, %+v, %v, want two fields back and the telephone kept", done, receipt, err)
	}
	got, want := r.person(t, old.ID), *old
	want.Version, want.Phone = 4, "0913111111"
	want.Sources = map[string]registry.SourceID{"phone": got.Sources["phone"]}
	equal(t, got, &want)
	_, _, err = r.people().Revert(r.ctx, r.Store, old.ID, seq)
	refused(t, err, registry.Conflict)
	_, _, err = r.people().Revert(r.ctx, r.Store, old.ID, 1)
	refused(t, err, registry.NotFound)
}

// revertItems: what one change did to a list is taken back though another changed the
// list since; an item that was itself changed stays.
func revertItems(t *testing.T, r *room) {
	id := r.furnished(t).add(t, 1)[0].ID
	amend := func(titles ...string) registry.Seq {
		p := r.person(t, id)
		var list []registry.Publication
		for _, title := range titles {
			kind, title, _ := strings.Cut(title, ":")
			p := registry.Publication{Kind: registry.PublicationKind(kind), Title: title}
			list = append(list, p)
		}
		p.Publications = list
		r.commit(t, &registry.AmendPerson{Person: p, Was: p.Version})
		return r.last(t, id).Seq
	}
	holds := func(want ...string) {
		t.Helper()
		var got []string
		for _, p := range r.person(t, id).Publications {
			got = append(got, string(p.Kind)+":"+p.Title)
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	back := func(seq registry.Seq) error {
		_, _, err := r.people().Revert(r.ctx, r.Store, id, seq)
		return err
	}
	amend("book:Một")
	two := amend("book:Một", "book:Hai")
	three := amend("book:Một", "book:Hai", "book:Ba")
	if err := back(two); err != nil {
		t.Fatal(err)
	}
	holds("book:Một", "book:Ba")
	edited := amend("article:Một", "book:Ba")
	gone := amend("article:Một")
	amend("article:Một", "book:Năm")
	if err := back(edited); err != nil {
		t.Fatal(err)
	}
	holds("book:Một", "book:Năm")
	if err := back(gone); err != nil {
		t.Fatal(err)
	}
	holds("book:Một", "book:Ba", "book:Năm")
	amend("book:Một", "article:Ba", "book:Năm")
	refused(t, back(three), registry.Conflict)
	holds("book:Một", "article:Ba", "book:Năm")
}

// revertIsMasked: a plan shows nobody more of the records than they may see.
func revertIsMasked(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	q := r.person(t, p.ID)
	q.Phone, q.Rank.Name, q.Public = "0913000000", "Giảng viên cao cấp", true
	r.commit(t, &registry.AmendPerson{Person: q, Was: 1})
	amended := r.last(t, p.ID).Seq
	q = r.person(t, p.ID)
	q.Email = "khac@mau.edu.vn"
	r.commit(t, &registry.AmendPerson{Person: q, Was: 2})
	plan := func(a registry.Actor, seq registry.Seq) (*registry.Reversal, error) {
		return registry.PlanRevert(registry.WithActor(t.Context(), a), r.Store, p.ID, seq)
	}
	whole, err := plan(Operator, amended)
	if err != nil || whole.Before.Phone != "0913000000" || len(whole.Fields) < 3 {
		t.Fatalf("the operator sees %+v, %v", whole, err)
	}
	public, err := plan(registry.Actor{}, amended)
	if err != nil || public.Before.Phone != "" || public.After != nil && public.After.Phone != "" || len(public.Fields) >= len(whole.Fields) {
		t.Errorf("a visitor sees %+v, %v", public, err)
	}
	if _, err := plan(registry.Actor{Role: registry.Planner}, amended); registry.KindOf(err) != registry.NotFound {
		t.Errorf("a planner sees somebody: %v", err)
	}
	if _, _, err := r.people().Revert(r.ctx, r.Store, p.ID, amended); err != nil {
		t.Error(err)
	}
}

// mergeOfDrawnPairs: whatever two records hold, and whatever was merged before, taking
// the merges back gives the export of before to the byte, and the records that every
// past moment had.
func mergeOfDrawnPairs(t *testing.T, r *room) {
	r.furnished(t)
	n := 0
	rapid.Check(t, func(d *rapid.T) {
		pair := []*registry.Person{drawnPerson(d, &n, r), drawnPerson(d, &n, r)}
		var changes []registry.Change
		for _, p := range pair {
			changes = append(changes, &registry.AddPerson{Person: p})
		}
		r.commit(t, changes...)
		for _, p := range pair {
			if rapid.Bool().Draw(d, "amended") {
				q := r.person(t, p.ID)
				q.Phone, q.Email = fmt.Sprintf("09%08d", n), ""
				r.commit(t, &registry.AmendPerson{Person: q, Was: 1, Why: registry.Why{Source: rowOf(0, n)}})
			}
		}
		head, err := r.Head(r.ctx)
		if err != nil {
			d.Fatal(err)
		}
		before, pasts := r.lines(t), r.pasts(t, head.Seq, pair)
		kept, gone := pair[0].ID, pair[1].ID
		times := rapid.IntRange(1, 2).Draw(d, "times")
		for range times {
			if _, _, err := r.people().Merge(r.ctx, kept, gone); err != nil {
				d.Fatal(err)
			}
			if _, _, err := r.people().Unmerge(r.ctx, r.Store, gone); err != nil {
				d.Fatal(err)
			}
		}
		if after := r.lines(t); after != before {
			d.Fatalf("export before\n%safter\n%s", before, after)
		}
		if now := r.pasts(t, head.Seq, pair); now != pasts {
			d.Fatalf("as of entry %d before\n%safter\n%s", head.Seq, pasts, now)
		}
	})
}

// drawnPerson is a sample person with some of their lists and values left out, so that
// pairs agree in some, differ in others, and lack what the other has.
func drawnPerson(d *rapid.T, n *int, r *room) *registry.Person {
	*n++
	p := Person(rapid.IntRange(0, 40).Draw(d, "sample"), r.ctu, r.unit)
	p.Email = fmt.Sprintf("n%d@mau.edu.vn", *n)
	for i := range p.Codes {
		p.Codes[i].Code = fmt.Sprintf("D%d-%d", *n, i)
	}
	for name, leave := range map[string]func(){
		"codes": func() { p.Codes = nil }, "phone": func() { p.Phone = "" }, "title": func() { p.Title = registry.Title{} },
		"qualifications": func() { p.Qualifications = nil }, "positions": func() { p.Positions = nil }, "fields": func() { p.Fields = nil },
		"expertise": func() { p.Expertise = nil }, "birth": func() { p.Birth.Day = 0 }, "public": func() { p.Public = !p.Public },
	} {
		if rapid.Bool().Draw(d, "without "+name) {
			leave()
		}
	}
	return p
}

// pasts are the whole records of people as of an entry, with their sources, as JSON.
func (r *room) pasts(t testing.TB, seq registry.Seq, people []*registry.Person) string {
	t.Helper()
	text := ""
	for _, p := range people {
		past, err := registry.AsOf(r.ctx, r.Store, p.ID, registry.Moment{Seq: seq})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(past.Person)
		if err != nil {
			t.Fatal(err)
		}
		text += string(raw) + "\n"
	}
	return text
}

func revertRemoval(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	amended := r.person(t, people[0].ID)
	amended.Phone = ""
	r.commit(t, &registry.AmendPerson{Person: amended, Was: 1})
	want := *r.person(t, people[0].ID)
	r.commit(t, &registry.RemovePerson{ID: want.ID, Was: 2})
	removal := r.last(t, want.ID)
	if _, _, err := r.people().Revert(r.ctx, r.Store, want.ID, removal.Seq); err != nil {
		t.Fatal(err)
	}
	want.Version = 4
	equal(t, r.person(t, want.ID), &want)
	if found, err := r.FindPeople(r.ctx, []registry.Probe{{Codes: want.Codes}}); err != nil || len(found[0]) != 1 {
		t.Errorf("got %+v, %v, want the person found by code again", found, err)
	}
	_, _, err := r.people().Revert(r.ctx, r.Store, want.ID, removal.Seq)
	refused(t, err, registry.Conflict)
	past, err := registry.AsOf(r.ctx, r.Store, want.ID, registry.Moment{Seq: removal.Seq - 1})
	if err != nil {
		t.Fatal(err)
	}
	want.Version = 2
	equal(t, past.Person, &want)
	_, err = registry.AsOf(r.ctx, r.Store, want.ID, registry.Moment{Seq: removal.Seq})
	refused(t, err, registry.NotFound)
}

func revertAddition(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	if _, _, err := r.people().Revert(r.ctx, r.Store, people[0].ID, r.last(t, people[0].ID).Seq); err != nil {
		t.Fatal(err)
	}
	_, err := r.Person(r.ctx, people[0].ID)
	refused(t, err, registry.NotFound)
	added := r.last(t, people[1].ID)
	q := r.person(t, people[1].ID)
	q.Phone = ""
	r.commit(t, &registry.AmendPerson{Person: q, Was: 1})
	plan, err := registry.PlanRevert(r.ctx, r.Store, q.ID, added.Seq)
	if err != nil || plan.Possible() || len(plan.Kept) != 1 {
		t.Errorf("got %+v, %v, want a record that was changed since kept", plan, err)
	}
}

// lines are all people as exports give them whole: every value with its source.
func (r *room) lines(t testing.TB) string {
	t.Helper()
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for line, err := range registry.WholeLines(r.ctx, r.Store, r.AllPeople(r.ctx, 0), ref, registry.Date{Year: 2026, Month: 1, Day: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		text += string(raw) + "\n"
	}
	return text
}

func mergeAndUnmerge(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 6)
	kept, gone := people[1], people[0]
	list := &registry.Shortlist{Name: "Tổ tư vấn", People: []registry.PersonID{gone.ID, people[3].ID, kept.ID}}
	review := &registry.Review{Sheet: "A", Row: 1, Candidates: []registry.PersonID{gone.ID}}
	r.commit(t, &registry.PutShortlist{Shortlist: list}, &registry.AddReview{Review: review})
	before := r.lines(t)
	were := []registry.Person{*r.person(t, kept.ID), *r.person(t, gone.ID)}

	m, _, err := r.people().Merge(r.ctx, kept.ID, gone.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Lost) == 0 || len(m.Person.Codes) != 2 || len(m.Person.Positions) != 2 || m.Person.Title.Code != "PGS" {
		t.Errorf("got %+v, want codes of both, equal positions once, the title of the one who has one", m.Person)
	}
	joined := r.person(t, gone.ID)
	if joined.ID != kept.ID || joined.Sources["title"] != were[1].Source && joined.Source != were[1].Source {
		t.Errorf("got %+v, want the id to lead to %s, with the title's own source", joined, kept.ID.Public())
	}
	if l, err := r.Shortlist(r.ctx, list.ID); err != nil || len(l.People) != 2 || l.People[0] != kept.ID || l.People[1] != people[3].ID {
		t.Errorf("got %+v, %v, want the one who stayed in the list once", l, err)
	}
	if q, err := r.Review(r.ctx, review.ID); err != nil || len(q.Candidates) != 1 || q.Candidates[0] != kept.ID {
		t.Errorf("got %+v, %v, want the one who stayed as candidate", q, err)
	}
	if r.last(t, kept.ID).Reason == "" || r.last(t, gone.ID).Action != registry.Removed {
		t.Error("the trail does not tell of the merge on both sides")
	}
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.RestorePerson{Person: &were[1], Was: 2}})
	refused(t, err, registry.Conflict)
	were[1].Version = 1
	r.reopen(t)

	u, _, err := r.people().Unmerge(r.ctx, r.Store, gone.ID)
	if err != nil || len(u.Left) != 0 {
		t.Fatalf("got %+v, %v", u, err)
	}
	if after := r.lines(t); after != before {
		t.Errorf("export before\n%safter\n%s", before, after)
	}
	for i, id := range []registry.PersonID{kept.ID, gone.ID} {
		want := were[i]
		want.Version = 3
		equal(t, r.person(t, id), &want)
	}
	if l, err := r.Shortlist(r.ctx, list.ID); err != nil || len(l.People) != 3 {
		t.Errorf("got %+v, %v, want both in the list again", l, err)
	}
	_, _, err = r.people().Unmerge(r.ctx, r.Store, gone.ID)
	refused(t, err, registry.NotFound)
}

// unmergeKeepsLater: what was changed after the merge stays with who stayed.
func unmergeKeepsLater(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	if _, _, err := r.people().Merge(r.ctx, people[0].ID, people[1].ID); err != nil {
		t.Fatal(err)
	}
	p := r.person(t, people[1].ID)
	p.Codes = append(p.Codes, registry.StaffCode{Organisation: r.unit, Code: "X1"})
	r.commit(t, &registry.AmendPerson{Person: p, Was: 2})
	u, _, err := r.people().Unmerge(r.ctx, r.Store, people[1].ID)
	if err != nil || len(u.Left) != 1 || u.Left[0].Field != "codes" {
		t.Fatalf("got %+v, %v, want the codes left", u, err)
	}
	if got := r.person(t, people[0].ID); len(got.Codes) != 2 || got.Codes[0].Code != people[0].Codes[0].Code || got.Codes[1].Code != "X1" {
		t.Errorf("got codes %+v, want their own and the one added since", got.Codes)
	}
}

// mergeInTurn merges a into b and b into c: every id leads to c, and the merges
// come apart from the last.
func mergeInTurn(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	a, b, c := people[0].ID, people[1].ID, people[2].ID
	before := r.lines(t)
	for _, pair := range [][2]registry.PersonID{{b, a}, {c, b}} {
		if _, _, err := r.people().Merge(r.ctx, pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
	}
	if p := r.person(t, a); p.ID != c {
		t.Errorf("got %s, want the id of the first to lead to the last", p.ID.Public())
	}
	_, _, err := r.people().Merge(r.ctx, a, c)
	refused(t, err, registry.Conflict)
	_, _, err = r.people().Merge(r.ctx, c, c)
	refused(t, err, registry.Invalid)
	_, _, err = r.people().Unmerge(r.ctx, r.Store, a)
	refused(t, err, registry.Conflict)
	for _, id := range []registry.PersonID{b, a} {
		if _, _, err := r.people().Unmerge(r.ctx, r.Store, id); err != nil {
			t.Fatal(err)
		}
	}
	if after := r.lines(t); after != before {
		t.Errorf("export before\n%safter\n%s", before, after)
	}
}
