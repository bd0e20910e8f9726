package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
	removal, err := lastEntry(ctx, store, gone)
	if err != nil {
		return nil, err
	}
	if u.Gone, err = removedPerson(ctx, store, removal); err != nil {
		return nil, err
	}
	if err := u.takeApart(ctx, store, w.person); err != nil {
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

// takeApart gives the one who stayed the values of before. Of a list that was changed
// since, the items that came with the other go all the same.
func (u *Unmerging) takeApart(ctx context.Context, store TrailReader, today *Person) error {
	former, err := payloadOf(ctx, store, u.Merged.Seq)
	if err != nil {
		return err
	}
	later, _, err := changedSince(ctx, store, today, u.Merged.Seq)
	if err != nil {
		return err
	}
	back, err := giveBack(today, former, later, nil, "lần gộp") // lists part by part, below
	if err != nil {
		return err
	}
	u.Kept, u.Fields, u.Left = back.person, back.fields, back.kept
	for i := range u.Left {
		if err := u.part(&u.Left[i], former); err != nil {
			return fmt.Errorf("unmerge %s: %w", u.Left[i].Field, err)
		}
	}
	return nil
}

// part takes out of a list that was changed since the merge the items that came with the
// one who comes back, and puts in again what had given way to them.
func (u *Unmerging) part(left *Kept, former Delta) error {
	at := slices.IndexFunc(personFields, func(f personField) bool { return f.name == left.Field })
	if at < 0 || personFields[at].scalar {
		return nil
	}
	f := personFields[at]
	was := &Person{}
	if err := (Delta{f.name: former[f.name]}).Apply(was); err != nil {
		return err
	}
	var lists [3][]listItem
	for i, p := range []*Person{u.Kept, was, u.Gone} {
		var err error
		if lists[i], err = itemsOf(f, p); err != nil {
			return err
		}
	}
	own := parted(lists[0], lists[1], lists[2])
	if len(own) == len(lists[0]) && slices.EqualFunc(own, lists[0], listItem.same) {
		return nil
	}
	raw, err := json.Marshal(own)
	if err != nil {
		return err
	}
	left.Reason += fmt.Sprintf("; chỉ lấy ra các mục đến từ %s", u.Gone.ID.Public())
	f.clear(u.Kept)
	return json.Unmarshal(raw, f.of(u.Kept))
}

// parted gives the items of today without those of gone that were not there before, and
// with those from before that had given way to them.
func parted(today, before, gone []listItem) (own []listItem) {
	for _, i := range today {
		same := func(o listItem) bool { return i.same(o) }
		if slices.ContainsFunc(before, same) || !slices.ContainsFunc(gone, same) {
			own = append(own, i)
			continue
		}
		for _, b := range before {
			if b.within(i) && !slices.ContainsFunc(today, b.same) {
				own = append(own, b)
			}
		}
	}
	return own
}

// same says that two items hold the same values, wherever they come from.
func (i listItem) same(o listItem) bool { return i.within(o) && o.within(i) }

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

// Unmerge makes two people of one again, as PlanUnmerge says. Where somebody looked at a
// plan before, seen is the version of the one who stayed: another by now makes it Stale.
func (g People) Unmerge(ctx context.Context, store SplitReader, gone PersonID, seen ...int64) (*Unmerging, Receipt, error) {
	u, err := PlanUnmerge(ctx, store, gone)
	if err != nil {
		return nil, Receipt{}, err
	}
	guard(seen, &u.change.Was)
	r, err := g.commit(ctx, u.change)
	return u, r, err
}
