package registry

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// UndoReader is what planning an undo reads.
type UndoReader interface {
	PersonReader
	TrailReader
	ImportReader
	ReferenceReader
}

// Kept is something an undo leaves alone because it was changed since.
type Kept struct {
	Person PersonID `json:"person"`
	Name   string   `json:"name"`
	Field  string   `json:"field,omitempty"` // "" for the whole record
	Gone   bool     `json:"gone,omitempty"`  // there is no record any more
	Reason string   `json:"reason"`          // Vietnamese
}

// Undoing says what an undo takes back and what it must leave.
type Undoing struct {
	Removed  int    `json:"removed"`  // people the import had added
	Restored int    `json:"restored"` // people given their former values again
	Absent   int    `json:"absent"`   // of them, those who were absent from a full list and answered for
	Kept     []Kept `json:"kept"`
}

// Undo takes back what an applied import wrote, and what answers to its questions and
// about its absent wrote after it: added people go, amended values become what they
// were. A value that somebody changed since stays and is named in Kept. All of it is
// one transaction. What was kept because a record had been merged is taken back by
// another undo once the merge is taken apart.
func (g Imports) Undo(ctx context.Context, store UndoReader, id ImportID) (Undoing, Receipt, error) {
	u, err := planUndo(ctx, store, id)
	if err != nil {
		return Undoing{}, Receipt{}, err
	}
	done := *u.of
	done.State = ImportUndone
	u.changes = append(u.changes, &AmendImport{u.why, &done, u.of.Version})
	r, err := commitAs(ctx, g.Store, WriteImports, u.changes...)
	return u.report, r, err
}

// PlanUndo says what taking an applied import back would do now, and changes nothing.
func PlanUndo(ctx context.Context, store UndoReader, id ImportID) (Undoing, error) {
	u, err := planUndo(ctx, store, id)
	if err != nil {
		return Undoing{}, err
	}
	return u.report, nil
}

func planUndo(ctx context.Context, store UndoReader, id ImportID) (*undo, error) {
	i, err := store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	nothing := Errorf(Conflict, "Lần nhập %d chưa ghi vào cơ sở dữ liệu hoặc đã hoàn tác, nên không có gì để hoàn tác.", id)
	if i.State != ImportApplied && i.State != ImportUndone {
		return nil, nothing
	}
	u := &undo{store: store, of: i, why: Why{Reason: undoReason(id)}}
	if err := u.plan(ctx); err != nil {
		return nil, err
	}
	if i.State == ImportUndone && u.report.Removed+u.report.Restored == 0 {
		return nil, nothing
	}
	return u, nil
}

// undo gathers the changes that take one import back.
type undo struct {
	store   UndoReader
	of      *Import
	why     Why
	changes []Change
	report  Undoing
	end     Seq // of an undo that is told: its last entry
	removed []OrganisationID
	gone    map[PersonID]bool
	moved   map[PersonID]*Person // as they will be
	absent  map[PersonID]bool    // whose absence was answered for

	employers []Import // all imports, once an organisation asks
}

func (u *undo) plan(ctx context.Context) error {
	u.gone, u.moved = map[PersonID]bool{}, map[PersonID]*Person{}
	wrote, err := u.touched(ctx)
	if err != nil {
		return err
	}
	if wrote.people, err = u.left(ctx, wrote.people); err != nil {
		return err
	}
	for _, id := range wrote.people {
		if err := u.person(ctx, id, wrote.entries[id]); err != nil {
			return err
		}
	}
	for _, id := range slices.Backward(wrote.organisations) { // units before what they stand under
		if err := u.organisation(ctx, id); err != nil {
			return err
		}
	}
	return u.reviews(ctx)
}

// answered adds those whom answers to the import's questions wrote about, with the
// entry of the answer. Whom the import wrote about itself it leaves as they are: what
// an answer changed of them counts as changed since.
func (u *undo) answered(ctx context.Context, asked []Subject, people []PersonID, entries map[PersonID][]Entry) ([]PersonID, error) {
	for _, question := range asked {
		own, err := u.store.EntriesOf(ctx, question)
		if err != nil {
			return nil, err
		}
		answer := own[len(own)-1]
		if answer.Action != Amended || answer.Reason == undoReason(u.of.ID) {
			continue // open, or closed by the undo
		}
		beside, err := u.store.Entries(ctx, max(answer.Seq-2, 0), 3) // one commit writes both
		if err != nil {
			return nil, err
		}
		for _, e := range beside {
			if id := PersonID(e.Subject.ID); e.Subject.Kind == SubjectPerson && e.At.Equal(answer.At) && e.Actor == answer.Actor && entries[id] == nil {
				people, entries[id] = append(people, id), []Entry{e}
			}
		}
	}
	return people, nil
}

// absences adds those whose absence from a full list was answered for, with the entry of
// the answer.
func (u *undo) absences(ctx context.Context, t *touched) error {
	u.absent = map[PersonID]bool{}
	for _, a := range u.of.Absent {
		if a.Answer == "" || a.Answer == Missed || t.entries[a.Person] != nil {
			continue
		}
		own, err := u.store.EntriesOf(ctx, Subject{SubjectPerson, int64(a.Person)})
		if err != nil {
			return err
		}
		for _, e := range own {
			if e.Action == Amended && !e.Spoken && strings.HasPrefix(e.Reason, absenceReason(u.of.ID)) {
				t.people, t.entries[a.Person], u.absent[a.Person] = append(t.people, a.Person), []Entry{e}, true
				break // nobody is answered for twice
			}
		}
	}
	return nil
}

// restored counts somebody who has their former values again.
func (u *undo) restored(id PersonID) {
	u.report.Restored++
	if u.absent[id] {
		u.report.Absent++
	}
}

// entries calls f with every entry the import's application wrote.
func (u *undo) entries(ctx context.Context, f func(Entry) error) error {
	for at := u.of.First - 1; at < u.of.Last; {
		page, err := u.store.Entries(ctx, at, 1000)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, e := range page {
			if e.Seq > u.of.Last {
				return nil
			}
			if err := f(e); err != nil {
				return err
			}
			at = e.Seq
		}
	}
	return nil
}

// person takes back what the import did to one person, mine being its entries
// about them.
func (u *undo) person(ctx context.Context, id PersonID, mine []Entry) error {
	p, err := u.store.Person(ctx, id)
	if KindOf(err) == NotFound {
		_, err := u.removedSince(ctx, id)
		return err
	}
	if err != nil {
		return err
	}
	if p.ID != id {
		u.report.Kept = append(u.report.Kept, Kept{Person: id, Name: p.Name.Full, Reason: "hồ sơ đã được gộp vào " + p.ID.Public() + " sau lần nhập này; hãy tách ra rồi hoàn tác lần nhập này lần nữa"})
		return nil
	}
	if mine[0].Action != Added {
		return u.restore(ctx, p, mine)
	}
	switch same, err := u.asAdded(ctx, p, mine[len(mine)-1]); {
	case err != nil:
		return err
	case !same:
		u.keep(p, "", "hồ sơ đã được sửa sau lần nhập này")
	default:
		u.changes = append(u.changes, &RemovePerson{u.why, p.ID, p.Version})
		u.gone[p.ID] = true
		u.report.Removed++
	}
	return nil
}

// asAdded says that somebody is as the import left them, perhaps merged and taken apart
// again meanwhile.
func (u *undo) asAdded(ctx context.Context, p *Person, last Entry) (bool, error) {
	if p.Version == last.Version {
		return true, nil
	}
	later, _, err := changedSince(ctx, u.store, p, last.Seq)
	if KindOf(err) == NotFound { // what was changed is erased
		return false, nil
	}
	return len(later) == 0, err
}

// removedSince reports somebody of whom there is no record any more, and gives the
// entry that took them out. Of a record that was erased no name is known.
func (u *undo) removedSince(ctx context.Context, id PersonID) (Entry, error) {
	own, err := u.store.EntriesOf(ctx, Subject{SubjectPerson, int64(id)})
	if err != nil || len(own) == 0 {
		return Entry{}, err
	}
	last := own[len(own)-1]
	former, err := u.store.Payload(ctx, last.Seq)
	if err != nil && KindOf(err) != NotFound {
		return last, err
	}
	var name struct {
		Full string `json:"full"`
	}
	if raw, ok := former["name"]; ok {
		if err := json.Unmarshal(raw, &name); err != nil {
			return last, err
		}
	}
	u.report.Kept = append(u.report.Kept, Kept{Person: id, Name: name.Full, Reason: "hồ sơ đã bị xóa sau lần nhập này", Gone: true})
	return last, nil
}

// restore gives p the values it had before the first of mine, except those
// changed since the last.
func (u *undo) restore(ctx context.Context, p *Person, mine []Entry) error {
	former := Delta{}
	for _, e := range slices.Backward(mine) {
		d, err := u.store.Payload(ctx, e.Seq)
		if err != nil {
			return err
		}
		maps.Copy(former, d) // the earlier entry knows the older value
	}
	later, left, err := changedSince(ctx, u.store, p, mine[len(mine)-1].Seq)
	if KindOf(err) == NotFound {
		u.keep(p, "", "giá trị cũ đã được xóa theo yêu cầu, nên không biết giá trị nào được sửa sau lần nhập này")
		return nil
	}
	if err != nil {
		return err
	}
	back, err := giveBack(p, former, later, left, "lần nhập này")
	if err != nil {
		return err
	}
	u.report.Kept = append(u.report.Kept, back.kept...)
	if len(back.fields) == 0 {
		return nil
	}
	u.changes = append(u.changes, &AmendPerson{Why: u.why, Person: back.person, Was: p.Version, Sourced: true})
	u.moved[p.ID] = back.person
	u.restored(p.ID)
	return nil
}

func (u *undo) keep(p *Person, field, reason string) {
	u.report.Kept = append(u.report.Kept, Kept{Person: p.ID, Name: p.Name.Full, Field: field, Reason: reason})
}

// organisation takes one out that the import created, unless somebody or something
// will still point at it: people, units, a merger or a split, another import.
func (u *undo) organisation(ctx context.Context, id OrganisationID) error {
	ref, err := u.store.Reference(ctx)
	if err != nil {
		return err
	}
	stays := func(child OrganisationID) bool { return !slices.Contains(u.removed, child) }
	if ref.HasLineage(id) || slices.ContainsFunc(ref.Children(id), stays) {
		return nil
	}
	people, err := u.store.PeopleOf(ctx, id)
	if err != nil {
		return err
	}
	for _, p := range people {
		if moved := u.moved[p]; !u.gone[p] && (moved == nil || moved.pointsAt(id)) {
			return nil
		}
	}
	if u.employers == nil {
		if u.employers, err = u.store.Imports(ctx, 0, 0); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(u.employers, func(i Import) bool { return i.Organisation == id }) {
		return nil
	}
	u.removed = append(u.removed, id)
	u.changes = append(u.changes, &RemoveOrganisation{u.why, id})
	return nil
}

func (p *Person) pointsAt(id OrganisationID) bool {
	return slices.ContainsFunc(p.Positions, func(q Position) bool { return q.Organisation == id || q.Unit == id }) ||
		slices.ContainsFunc(p.Codes, func(c StaffCode) bool { return c.Organisation == id }) ||
		slices.ContainsFunc(p.Memberships, func(m Membership) bool { return m.Organisation == id })
}

// reviews closes the questions the import left open.
func (u *undo) reviews(ctx context.Context) error {
	open, err := u.store.Reviews(ctx, u.of.ID, 0, 0)
	if err != nil {
		return err
	}
	for _, r := range open {
		u.changes = append(u.changes, &AnswerReview{Why: u.why, ID: r.ID, Answer: AnswerReject})
	}
	return nil
}
