package registry

import (
	"context"
	"fmt"
)

// SplitReader is what taking a merge back reads.
type SplitReader interface {
	HistoryReader
	MergeReader
}

// Unmerging says what taking a merge back does.
type Unmerging struct {
	Merged Merged
	Kept   *Person // the one who stayed, as they will be
	Gone   *Person // the one who comes back, as they were
	Left   []Kept  // values of the one who stayed that were changed since, and so left alone
	Fields []string

	change *UnmergePeople
}

// PlanUnmerge says what making two people again of gone and of whom they were
// merged into would do: gone comes back as they were, the other is given the
// values of before, except those changed since. It writes nothing.
func PlanUnmerge(ctx context.Context, store SplitReader, gone PersonID) (*Unmerging, error) {
	m, err := store.Merged(ctx, gone)
	if err != nil {
		return nil, err
	}
	w, err := walkBack(ctx, store, m.Kept)
	if err != nil {
		return nil, err
	}
	if w.person == nil {
		return nil, Errorf(Conflict, "Hồ sơ %s, nơi đã gộp %s vào, hiện không còn. Hãy tách hoặc khôi phục hồ sơ đó trước.", m.Kept.Public(), gone.Public())
	}
	u := &Unmerging{Merged: m}
	why := Why{Reason: fmt.Sprintf("Tách hồ sơ %s khỏi %s", gone.Public(), m.Kept.Public())}
	if err := u.takeApart(ctx, store, w.person); err != nil {
		return nil, err
	}
	removal, err := lastEntry(ctx, store, gone)
	if err != nil {
		return nil, err
	}
	if u.Gone, err = removedPerson(ctx, store, removal); err != nil {
		return nil, err
	}
	for _, e := range w.entries { // what was withdrawn while the two were one holds for both
		if e.Seq > m.Seq && e.withdraws() {
			u.Gone.withdraw(DateOf(e.At.In(Vietnam)))
		}
	}
	u.change = &UnmergePeople{Why: why, Person: u.Kept, Was: w.person.Version, Gone: u.Gone, GoneWas: removal.Version}
	return u, nil
}

// takeApart gives the one who stayed the values of before.
func (u *Unmerging) takeApart(ctx context.Context, store TrailReader, today *Person) error {
	former, err := payloadOf(ctx, store, u.Merged.Seq)
	if err != nil {
		return err
	}
	later, err := changedSince(ctx, store, today, u.Merged.Seq)
	if err != nil {
		return err
	}
	back, err := giveBack(today, former, later, "lần gộp")
	u.Kept, u.Fields, u.Left = back.person, back.fields, back.kept
	return err
}

func lastEntry(ctx context.Context, store TrailReader, id PersonID) (Entry, error) {
	all, err := store.EntriesOf(ctx, Subject{SubjectPerson, int64(id)})
	if err != nil {
		return Entry{}, err
	}
	if len(all) == 0 {
		return Entry{}, Errorf(NotFound, "Không tìm thấy hồ sơ %s.", id.Public())
	}
	return all[len(all)-1], nil
}

// Unmerge makes two people of one again, as PlanUnmerge says.
func (g People) Unmerge(ctx context.Context, store SplitReader, gone PersonID) (*Unmerging, Receipt, error) {
	u, err := PlanUnmerge(ctx, store, gone)
	if err != nil {
		return nil, Receipt{}, err
	}
	r, err := g.commit(ctx, u.change)
	return u, r, err
}
