package registry

import (
	"context"
	"fmt"
	"slices"
)

// undoReason is what every change of an undo says about itself.
func undoReason(id ImportID) string { return fmt.Sprintf("Hoàn tác lần nhập %d", id) }

// Undone tells, out of the trail, what taking an import back did: the same for
// ever, whatever was changed since. It is NotFound for an import that was not
// taken back.
func Undone(ctx context.Context, store UndoReader, id ImportID) (Undoing, error) {
	i, err := store.Import(ctx, id)
	if err != nil {
		return Undoing{}, err
	}
	if i.State != ImportUndone {
		return Undoing{}, Errorf(NotFound, "Lần nhập %d chưa được hoàn tác.", id)
	}
	u := undo{store: store, of: i}
	back, err := u.takenBack(ctx)
	if err != nil {
		return Undoing{}, err
	}
	wrote, err := u.touched(ctx)
	if err != nil {
		return Undoing{}, err
	}
	for _, p := range wrote.people {
		if err := u.backOf(ctx, p, back); err != nil {
			return Undoing{}, err
		}
		if err := u.tell(ctx, p, wrote.entries[p], back[p]); err != nil {
			return Undoing{}, err
		}
	}
	return u.report, nil
}

// left gives, of the people an import wrote about, those that no undo has taken back yet.
func (u *undo) left(ctx context.Context, people []PersonID) ([]PersonID, error) {
	if u.of.State != ImportUndone {
		return people, nil
	}
	back, err := u.takenBack(ctx)
	if err != nil {
		return nil, err
	}
	var left []PersonID
	for _, id := range people {
		if err := u.backOf(ctx, id, back); err != nil {
			return nil, err
		}
		if back[id].Seq == 0 {
			left = append(left, id)
		}
	}
	return left, nil
}

// backOf adds what a later undo wrote about somebody whom the first had left alone.
func (u *undo) backOf(ctx context.Context, id PersonID, back map[PersonID]Entry) error {
	if back[id].Seq != 0 {
		return nil
	}
	own, err := u.store.EntriesOf(ctx, Subject{SubjectPerson, int64(id)})
	for _, e := range own {
		if e.Seq > u.end && !e.Spoken && e.Reason == undoReason(u.of.ID) {
			back[id] = e
		}
	}
	return err
}

// takenBack gives the entries about people that the undo itself wrote. They
// stand in one run that ends with the import's own last entry.
func (u *undo) takenBack(ctx context.Context) (map[PersonID]Entry, error) {
	own, err := u.store.EntriesOf(ctx, Subject{SubjectImport, int64(u.of.ID)})
	if err != nil || len(own) == 0 {
		return nil, err
	}
	end := own[len(own)-1].Seq
	u.end = end
	longest := u.of.Last - u.of.First + Seq(u.of.Counts.Review+len(u.of.Absent)) + 2
	back := map[PersonID]Entry{}
	run := undo{store: u.store, of: &Import{First: max(u.of.Last, end-longest) + 1, Last: end}}
	return back, run.entries(ctx, func(e Entry) error {
		if e.Subject.Kind == SubjectPerson && e.Reason == undoReason(u.of.ID) {
			back[PersonID(e.Subject.ID)] = e
		}
		return nil
	})
}

// touched is what an import's application, and the answers that came of it, wrote
// about: people in their order, with the entries about each, and organisations added.
type touched struct {
	people        []PersonID
	entries       map[PersonID][]Entry
	organisations []OrganisationID
}

func (u *undo) touched(ctx context.Context) (t touched, err error) {
	var asked []Subject
	t.entries = map[PersonID][]Entry{}
	err = u.entries(ctx, func(e Entry) error {
		switch id := PersonID(e.Subject.ID); {
		case e.Subject.Kind == SubjectPerson:
			if t.entries[id] == nil {
				t.people = append(t.people, id)
			}
			t.entries[id] = append(t.entries[id], e)
		case e.Subject.Kind == SubjectReview && e.Action == Added:
			asked = append(asked, e.Subject)
		case e.Subject.Kind == SubjectOrganisation && e.Action == Added && OrganisationID(e.Subject.ID) != u.of.Organisation:
			t.organisations = append(t.organisations, OrganisationID(e.Subject.ID))
		}
		return nil
	})
	if err == nil {
		t.people, err = u.answered(ctx, asked, t.people, t.entries)
	}
	if err == nil {
		err = u.absences(ctx, &t)
	}
	return t, err
}

// tell reports on one person: mine are the import's entries about them, back is
// the undo's, zero where it left them alone.
func (u *undo) tell(ctx context.Context, id PersonID, mine []Entry, back Entry) error {
	switch {
	case back.Action == Removed:
		u.report.Removed++
		return nil
	case back.Action == Amended:
		u.restored(id)
	}
	fields, err := u.leftAlone(ctx, mine, back)
	if err != nil || len(fields) == 0 {
		return err
	}
	p, err := u.store.Person(ctx, id)
	if KindOf(err) == NotFound {
		return u.tellGone(ctx, id)
	}
	if err != nil {
		return err
	}
	for _, name := range fields {
		u.report.Kept = append(u.report.Kept, Kept{Person: id, Name: p.Name.Full, Field: name, Reason: "đã được sửa sau lần nhập này"})
	}
	return nil
}

// tellGone reports on somebody of whom there is no record any more: removed before
// the undo, or changed before it and removed after it.
func (u *undo) tellGone(ctx context.Context, id PersonID) error {
	last, err := u.removedSince(ctx, id)
	if err == nil && last.Seq > u.end {
		u.report.Kept[len(u.report.Kept)-1].Reason = "đã được sửa sau lần nhập này, rồi bị xóa"
	}
	return err
}

// leftAlone names the fields the import wrote and the undo did not give back,
// "" standing for the whole record.
func (u *undo) leftAlone(ctx context.Context, mine []Entry, back Entry) ([]string, error) {
	if mine[0].Action == Added {
		return []string{""}, nil
	}
	given := Delta{}
	if back.Seq != 0 {
		var err error
		if given, err = u.store.Payload(ctx, back.Seq); err != nil {
			return nil, err
		}
	}
	var left []string
	for _, e := range mine {
		former, err := u.store.Payload(ctx, e.Seq)
		if err != nil {
			return nil, err
		}
		for _, name := range former.fields() {
			if _, ok := given[name]; !ok && !slices.Contains(left, name) {
				left = append(left, name)
			}
		}
	}
	return left, nil
}
