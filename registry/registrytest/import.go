package registrytest

import (
	"reflect"
	"testing"

	"trithuc/registry"
)

func (r *room) imports() registry.Imports { return registry.Imports{Store: r.Store} }

func importStates(t *testing.T, r *room) {
	i := &registry.Import{File: "Danh sách.xlsx", SHA256: "00ff", Size: 1 << 40, State: registry.ImportReceived, Sheets: []string{"Sheet1", "Trang tính 2"}}
	if _, err := r.imports().Receive(r.ctx, i); err != nil {
		t.Fatal(err)
	}
	if i.ID == 0 || i.Version != 1 || i.At.IsZero() || i.Account != Operator.Account {
		t.Errorf("got %+v, want id, version, time and account filled in", i)
	}
	i.State, i.Counts, i.Plan = registry.ImportPlanned, registry.Counts{Rows: 3, Added: 2, Review: 1}, "abcd"
	if _, err := r.imports().Amend(r.ctx, i, "lập kế hoạch"); err != nil {
		t.Fatal(err)
	}
	r.reopen(t)
	got, err := r.Import(r.ctx, i.ID)
	if err != nil || !reflect.DeepEqual(got, i) || i.Version != 2 {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, i)
	}
	stale := *i
	stale.Version = 1
	_, err = r.imports().Amend(r.ctx, &stale, "")
	refused(t, err, registry.Stale)

	second := &registry.Import{File: "b.xlsx", State: registry.ImportReceived}
	if _, err := r.imports().Receive(r.ctx, second); err != nil {
		t.Fatal(err)
	}
	all, err := r.Imports(r.ctx, 10, 0)
	if err != nil || len(all) != 2 || all[0].ID != second.ID {
		t.Errorf("got %+v, %v, want both, the newest first", all, err)
	}
	if page, _ := r.Imports(r.ctx, 1, 1); len(page) != 1 || page[0].ID != i.ID {
		t.Errorf("got page %+v, want the older one", page)
	}
	queue, err := r.ImportsIn(r.ctx, registry.ImportReceived, registry.ImportApproved)
	if err != nil || len(queue) != 1 || queue[0].ID != second.ID {
		t.Errorf("got queue %+v, %v, want the second", queue, err)
	}
}

// applied brings in an import of the changes.
func (r *room) applied(t *testing.T, changes func(registry.ImportID) []registry.Change) *registry.Import {
	t.Helper()
	i := &registry.Import{File: "a.xlsx", State: registry.ImportApproved}
	if _, err := r.imports().Receive(r.ctx, i); err != nil {
		t.Fatal(err)
	}
	if _, err := r.imports().Apply(r.ctx, i, changes(i.ID)); err != nil {
		t.Fatal(err)
	}
	return i
}

func importKnowsEntries(t *testing.T, r *room) {
	r.furnished(t)
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		return []registry.Change{&registry.AddPerson{Person: Person(0, r.ctu, 0), Why: registry.Why{Source: rowOf(id, 2)}}}
	})
	head, _ := r.Head(r.ctx)
	if i.State != registry.ImportApplied || i.First != head.Seq-1 || i.Last != head.Seq {
		t.Errorf("got %s, entries %d to %d, want applied, %d to %d", i.State, i.First, i.Last, head.Seq-1, head.Seq)
	}
	if got, err := r.Import(r.ctx, i.ID); err != nil || !reflect.DeepEqual(got, i) {
		t.Errorf("got %+v, %v, want %+v", got, err, i)
	}
}

func choicesAreKept(t *testing.T, r *room) {
	r.furnished(t)
	choices := registry.Choices{Columns: []registry.ColumnChoice{{Sheet: "A", Letter: "C", Field: "birth", Layout: "ab", Organisation: r.ctu}},
		Cells: []registry.CellFix{{Sheet: "A", Cell: "C2", Text: "1980"}}, Words: []registry.WordFix{{Field: "unit", From: "CN TT", To: "Công nghệ thông tin", Organisation: r.ctu}}}
	for _, state := range []registry.ImportState{registry.ImportApplied, registry.ImportUndone, registry.ImportPlanned, registry.ImportApplied} {
		r.commit(t, &registry.AddImport{Import: &registry.Import{File: string(state), State: state, Choices: choices, First: 1, Last: 1}})
	}
	r.commit(t, &registry.AddImport{Import: &registry.Import{File: "c", State: registry.ImportApplied, Full: true, First: 1, Last: 1}})
	r.reopen(t)
	got, err := r.ImportsChosen(r.ctx, 10)
	if err != nil || len(got) != 2 || got[0].ID != 4 || got[1].ID != 1 || !reflect.DeepEqual(got[0].Choices, choices) {
		t.Errorf("got %+v, %v, want the applied ones with choices", got, err)
	}
	if full, err := r.Import(r.ctx, 5); err != nil || !full.Full {
		t.Errorf("got %+v, %v", full, err)
	}
}

func absencesAreAnswered(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	var list []registry.Absence
	for _, p := range people {
		list = append(list, registry.Absence{Person: p.ID, Organisation: r.ctu})
	}
	i := &registry.Import{File: "a.xlsx", State: registry.ImportApplied, Full: true, Absent: list, First: 1, Last: 1}
	r.commit(t, &registry.AddImport{Import: i})
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	answer := func(id registry.PersonID, why registry.Leaving, on registry.Date) error {
		_, err := r.imports().AnswerAbsences(r.ctx, r.Store, ref, i.ID, []registry.Absence{{Person: id, Answer: why, On: on}})
		return err
	}
	june := registry.Date{Year: 2026, Month: 6}
	refused(t, answer(people[0].ID, "gone", june), registry.Invalid)
	refused(t, answer(people[0].ID, registry.Retired, registry.Date{}), registry.Invalid)
	refused(t, answer(99, registry.Retired, june), registry.NotFound)
	if err := answer(people[0].ID, registry.Retired, june); err != nil {
		t.Fatal(err)
	}
	if err := answer(people[1].ID, registry.Missed, registry.Date{}); err != nil {
		t.Fatal(err)
	}
	refused(t, answer(people[0].ID, registry.Moved, june), registry.Conflict)
	for n, works := range []bool{false, true, true} {
		if p := r.person(t, people[n].ID); p.WorksAt(ref, r.ctu) != works || !people[n].WorksAt(ref, r.ctu) {
			t.Errorf("%d holds a post: %v", n, !works)
		}
	}
	got, err := r.Import(r.ctx, i.ID)
	if err != nil || got.Absent[0].Answer != registry.Retired || got.Absent[0].On != june || got.Absent[2].Answer != "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

// retold: what an undo did can be read again, also after somebody wrote on.
func (r *room) retold(t *testing.T, id registry.ImportID, want registry.Undoing) {
	t.Helper()
	r.add(t, 1)
	got, err := registry.Undone(r.ctx, r.Store, id)
	if err != nil || got.Removed != want.Removed || got.Restored != want.Restored || len(got.Kept) != len(want.Kept) {
		t.Errorf("read again %+v, %v, want %+v", got, err, want)
	}
	for i := range min(len(got.Kept), len(want.Kept)) {
		if g, w := got.Kept[i], want.Kept[i]; g.Person != w.Person || g.Field != w.Field || g.Name != w.Name {
			t.Errorf("read again %+v, want %+v", g, w)
		}
	}
}

func undoTakesBack(t *testing.T, r *room) {
	old := r.furnished(t).add(t, 2)
	var added *registry.Person
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		added = Person(9, -1, -2)
		amended := r.person(t, old[0].ID)
		amended.Phone, amended.Positions = "0913000000", append(amended.Positions, registry.Position{Organisation: -1, Post: "Kiêm nhiệm"})
		return []registry.Change{
			&registry.AddOrganisation{Organisation: &registry.Organisation{ID: -1, Name: "Viện Mới", Kind: registry.Unsorted}},
			&registry.AddOrganisation{Organisation: &registry.Organisation{ID: -2, Name: "Phòng Mới", Kind: registry.Unit, Parent: -1}},
			&registry.AddPerson{Person: added, Why: registry.Why{Source: rowOf(id, 2)}},
			&registry.AmendPerson{Person: amended, Was: 1, Why: registry.Why{Source: rowOf(id, 3)}},
			&registry.AddReview{Review: &registry.Review{Import: id, Sheet: "Danh sách", Row: 4, Proposed: Person(1, -1, 0), Evidence: []string{"trùng tên"}}},
		}
	})
	undoing, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	if err != nil || undoing.Removed != 1 || undoing.Restored != 1 || len(undoing.Kept) != 0 {
		t.Fatalf("got %+v, %v, want one removed, one restored, none kept", undoing, err)
	}
	r.retold(t, i.ID, undoing)
	_, err = r.Person(r.ctx, added.ID)
	refused(t, err, registry.NotFound)
	got := r.person(t, old[0].ID)
	former := *old[0]
	former.Version, former.Sources = got.Version, got.Sources
	equal(t, got, &former)
	ref, _ := r.Reference(r.ctx)
	if len(ref.OrganisationsNamed("Viện Mới"))+len(ref.OrganisationsNamed("Phòng Mới")) != 0 {
		t.Error("organisations of the import are still there")
	}
	if open, _ := r.Reviews(r.ctx, i.ID, 0, 0); len(open) != 0 {
		t.Errorf("questions of the import are still open: %+v", open)
	}
	_, _, err = r.imports().Undo(r.ctx, r.Store, i.ID)
	refused(t, err, registry.Conflict)
}

// undoOfRepeatedRows takes back an import that came to the same people twice.
func undoOfRepeatedRows(t *testing.T, r *room) {
	old := r.furnished(t).add(t, 1)[0]
	added := Person(9, r.ctu, 0)
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		first, second := r.person(t, old.ID), r.person(t, old.ID)
		first.Phone, second.Phone, second.Email = "0913000001", "0913000002", ""
		return []registry.Change{
			&registry.AmendPerson{Person: first, Was: 1}, &registry.AmendPerson{Person: second, Was: 2},
			&registry.AddPerson{Person: added},
			// The id that added will have: one after old's.
			&registry.AmendPerson{Person: &registry.Person{ID: old.ID + 1, Name: added.Name}, Was: 1},
		}
	})
	undoing, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	if err != nil || undoing.Removed != 1 || undoing.Restored != 1 || len(undoing.Kept) != 0 {
		t.Fatalf("got %+v, %v, want one removed, one restored, none kept", undoing, err)
	}
	r.retold(t, i.ID, undoing)
	if got := r.person(t, old.ID); got.Phone != old.Phone || got.Email != old.Email {
		t.Errorf("got telephone %s and e-mail %s, want those before the import", got.Phone, got.Email)
	}
	_, err = r.Person(r.ctx, added.ID)
	refused(t, err, registry.NotFound)
}

// undoLeavesOrganisations takes back an import whose organisations others came to
// point at: those stay, and the undo succeeds.
func undoLeavesOrganisations(t *testing.T, r *room) {
	r.furnished(t)
	var made []*registry.Organisation
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		for n, name := range []string{"Viện Một", "Khoa Hai", "Viện Ba", "Viện Bốn"} {
			made = append(made, &registry.Organisation{ID: registry.OrganisationID(-n - 1), Name: name, Kind: registry.Unsorted})
		}
		made[1].Parent = -1
		return []registry.Change{&registry.AddOrganisation{Organisation: made[0]}, &registry.AddOrganisation{Organisation: made[1]},
			&registry.AddOrganisation{Organisation: made[2]}, &registry.AddOrganisation{Organisation: made[3]}, &registry.AddPerson{Person: Person(9, -1, -2)}}
	})
	r.commit(t, &registry.AddLineage{Lineage: registry.Lineage{From: made[1].ID, To: r.unit, Kind: registry.MergedInto}},
		&registry.AddImport{Import: &registry.Import{File: "b.xlsx", Organisation: made[2].ID}})
	undoing, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	if err != nil || undoing.Removed != 1 {
		t.Fatalf("got %+v, %v, want one removed", undoing, err)
	}
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for n, stays := range []bool{true, true, true, false} { // Khoa Hai stands under Viện Một
		if _, ok := ref.Organisation(made[n].ID); ok != stays {
			t.Errorf("%s is there: %v", made[n].Name, ok)
		}
	}
}

func undoKeepsLaterChanges(t *testing.T, r *room) {
	old := r.furnished(t).add(t, 1)[0]
	var added *registry.Person
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		added = Person(9, r.ctu, 0)
		amended := r.person(t, old.ID)
		amended.Phone, amended.Email = "0913000000", "khac@mau.edu.vn"
		return []registry.Change{&registry.AddPerson{Person: added}, &registry.AmendPerson{Person: amended, Was: 1}}
	})
	later := r.person(t, old.ID)
	later.Phone = "0913111111"
	again := r.person(t, added.ID)
	again.Phone = "0913222222"
	r.commit(t, &registry.AmendPerson{Person: later, Was: later.Version}, &registry.AmendPerson{Person: again, Was: 1})
	undoing, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	if err != nil || undoing.Removed != 0 || undoing.Restored != 1 || len(undoing.Kept) != 2 {
		t.Fatalf("got %+v, %v, want one restored and two kept", undoing, err)
	}
	r.retold(t, i.ID, undoing)
	if got := r.person(t, old.ID); got.Phone != "0913111111" || got.Email != old.Email {
		t.Errorf("got telephone %s and e-mail %s, want the later and the former", got.Phone, got.Email)
	}
	equal(t, r.person(t, added.ID), again)
}

// undoOfAnswers takes back an import some of whose questions were answered since:
// whom an answer added goes, what one amended is given back, and whoever was changed
// after the answer stays and is named.
func undoOfAnswers(t *testing.T, r *room) {
	old := r.furnished(t).add(t, 1)[0]
	var asked []*registry.Review
	i := r.applied(t, func(id registry.ImportID) (changes []registry.Change) {
		for n := range 4 {
			q := &registry.Review{Import: id, Sheet: "Danh sách", Row: n + 2, Proposed: Person(7+n, r.ctu, 0), Evidence: []string{"trùng tên"}}
			asked, changes = append(asked, q), append(changes, &registry.AddReview{Review: q})
		}
		return changes
	})
	answer := func(n int, a *registry.AnswerReview, c registry.Change) {
		t.Helper()
		a.ID = asked[n].ID
		if _, err := r.imports().Answer(r.ctx, a, c); err != nil {
			t.Fatal(err)
		}
	}
	added, changed, amended := Person(7, r.ctu, 0), Person(8, r.ctu, 0), r.person(t, old.ID)
	answer(0, &registry.AnswerReview{Answer: registry.AnswerNew, Added: added}, &registry.AddPerson{Person: added})
	answer(1, &registry.AnswerReview{Answer: registry.AnswerNew, Added: changed}, &registry.AddPerson{Person: changed})
	amended.Phone = "0913000000"
	answer(2, &registry.AnswerReview{Answer: registry.AnswerSame, Person: old.ID}, &registry.AmendPerson{Person: amended, Was: amended.Version})
	later := r.person(t, changed.ID)
	later.Phone = "0913222222"
	r.commit(t, &registry.AmendPerson{Person: later, Was: later.Version})

	undoing, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	if err != nil || undoing.Removed != 1 || undoing.Restored != 1 || len(undoing.Kept) != 1 || undoing.Kept[0].Person != changed.ID {
		t.Fatalf("got %+v, %v, want one removed, one restored, %d kept", undoing, err, changed.ID)
	}
	r.retold(t, i.ID, undoing)
	_, err = r.Person(r.ctx, added.ID)
	refused(t, err, registry.NotFound)
	if got := r.person(t, old.ID); got.Phone != old.Phone {
		t.Errorf("got telephone %s, want the former %s", got.Phone, old.Phone)
	}
	if open, _ := r.Reviews(r.ctx, i.ID, 0, 0); len(open) != 0 {
		t.Errorf("questions of the import are still open: %+v", open)
	}
}

func reviewsWait(t *testing.T, r *room) {
	i := &registry.Import{File: "a.xlsx"}
	r.commit(t, &registry.AddImport{Import: i})
	var asked []*registry.Review
	for row := range 3 {
		q := &registry.Review{Import: i.ID, Sheet: "Danh sách", Row: row + 2, Proposed: Person(row, 0, 0),
			Candidates: []registry.PersonID{1, 2}, Evidence: []string{"trùng họ tên", "khác ngày sinh"}}
		r.commit(t, &registry.AddReview{Review: q})
		asked = append(asked, q)
	}
	got, err := r.Review(r.ctx, asked[1].ID)
	if err != nil || !reflect.DeepEqual(got, asked[1]) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, asked[1])
	}
	r.commit(t, &registry.AnswerReview{ID: asked[0].ID, Answer: registry.AnswerSame, Person: 2})
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.AnswerReview{ID: asked[0].ID, Answer: registry.AnswerNew}})
	refused(t, err, registry.Conflict)
	added := Person(7, 0, 0)
	r.commit(t, &registry.AddPerson{Person: added}, &registry.AnswerReview{ID: asked[1].ID, Answer: registry.AnswerNew, Added: added})
	if got, _ := r.Review(r.ctx, asked[1].ID); got.Person != added.ID || added.ID == 0 {
		t.Errorf("got %+v, want whom it became", got)
	}
	for _, of := range []registry.ImportID{0, i.ID} {
		open, err := r.Reviews(r.ctx, of, 1, 0)
		if err != nil || len(open) != 1 || open[0].ID != asked[2].ID {
			t.Errorf("got %+v, %v, want the last question", open, err)
		}
	}
	if got, _ := r.Review(r.ctx, asked[0].ID); got.Answer != registry.AnswerSame || got.Person != 2 {
		t.Errorf("got %+v, want it answered", got)
	}
}

func shortlists(t *testing.T, r *room) {
	people := r.add(t, 4)
	gate := registry.Shortlists{Store: r.Store}
	l := &registry.Shortlist{Name: "Tổ tư vấn", People: []registry.PersonID{people[2].ID, people[0].ID, people[3].ID}}
	if _, err := gate.Put(r.ctx, l); err != nil {
		t.Fatal(err)
	}
	got, err := r.Shortlist(r.ctx, l.ID)
	if err != nil || !reflect.DeepEqual(got, l) || l.Version != 1 || l.Account != Operator.Account {
		t.Errorf("got %+v, %v, want %+v", got, err, l)
	}
	got.People = got.People[:2]
	if _, err := gate.Put(r.ctx, got); err != nil {
		t.Fatal(err)
	}
	_, err = gate.Put(r.ctx, &registry.Shortlist{ID: l.ID, Version: 1, Name: "cũ"})
	refused(t, err, registry.Stale)
	r.commit(t, &registry.RemovePerson{ID: people[2].ID, Was: 1})
	if got, _ := r.Shortlist(r.ctx, l.ID); len(got.People) != 1 || got.People[0] != people[0].ID {
		t.Errorf("got %v, want the one person who is still there", got.People)
	}
	second := &registry.Shortlist{Name: "Khác"}
	if _, err := gate.Put(r.ctx, second); err != nil {
		t.Fatal(err)
	}
	if all, err := r.Shortlists(r.ctx); err != nil || len(all) != 2 || all[0].ID != second.ID {
		t.Errorf("got %+v, %v, want two, the newest first", all, err)
	}
	if _, err := gate.Remove(r.ctx, got); err != nil {
		t.Fatal(err)
	}
	_, err = r.Shortlist(r.ctx, l.ID)
	refused(t, err, registry.NotFound)
}
