package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"trithuc/registry/vietnamese"
)

// Merged says that the id Gone leads to Kept since the entry Seq, which the
// merge wrote about Kept; the entry after it is the removal of Gone.
type Merged struct {
	Gone PersonID `json:"gone"`
	Kept PersonID `json:"kept"`
	Seq  Seq      `json:"seq"`
}

// MergeReader knows who was merged into whom.
type MergeReader interface {
	// Merged says whom somebody was merged into; NotFound for who was not.
	Merged(ctx context.Context, gone PersonID) (Merged, error)
	// MergedInto gives who was merged into a person directly, by id.
	MergedInto(ctx context.Context, kept PersonID) ([]Merged, error)
}

// Merging says what making one person of two does.
type Merging struct {
	Kept, Gone *Person // as they are
	Person     *Person // as the one will be
	Lost       []Lost  // values of one that give way to the other's

	change *MergePeople
}

// Lost is a value that gives way in a merge. It stays in the history.
type Lost struct {
	Field string          `json:"field"`
	Value json.RawMessage `json:"value"`
	Of    PersonID        `json:"of"`
}

// PlanMerge says what merging gone into kept would make. A value only one of
// them has is taken; lists are joined, an item that says nothing beyond another
// being left out. Of two scalar values the fuller of two that agree is taken,
// then what a person entered before what a list said, then the newer, then that
// of kept. Each value keeps its source. What the merge would be refused for it is
// refused for too. It writes nothing.
func PlanMerge(ctx context.Context, store PersonReader, kept, gone PersonID) (*Merging, error) {
	if kept == gone {
		return nil, Errorf(Invalid, "Không gộp được hồ sơ %s với chính nó.", kept.Public())
	}
	m := &Merging{}
	for _, side := range []struct {
		id PersonID
		to **Person
	}{{kept, &m.Kept}, {gone, &m.Gone}} {
		p, err := store.Person(ctx, side.id)
		if err != nil {
			return nil, err
		}
		if p.ID != side.id {
			return nil, Errorf(Conflict, "Hồ sơ %s đã được gộp vào %s. Hãy dùng mã đó.", side.id.Public(), p.ID.Public())
		}
		*side.to = p
	}
	if err := m.join(ctx, store); err != nil {
		return nil, err
	}
	m.change = &MergePeople{Why: Why{Reason: fmt.Sprintf("Gộp hồ sơ %s vào %s", gone.Public(), kept.Public())},
		Person: m.Person, Was: m.Kept.Version, Gone: gone, GoneWas: m.Gone.Version}
	return m, validateChange(m.change) // who looks is told what would be refused
}

// Merge makes one person of two, as PlanMerge says. The id gone leads to kept
// from then on, wherever it stands; Unmerge takes all of it back. Where somebody looked
// at a plan before, seen are the versions of kept and of gone that they saw: others by
// now make it Stale.
func (g People) Merge(ctx context.Context, kept, gone PersonID, seen ...int64) (*Merging, Receipt, error) {
	m, err := PlanMerge(ctx, g.Store, kept, gone)
	if err != nil {
		return nil, Receipt{}, err
	}
	guard(seen, &m.change.Was, &m.change.GoneWas)
	r, err := g.commit(ctx, m.change)
	return m, r, err
}

// guard puts the versions that somebody saw in place of those that were read just now.
func guard(seen []int64, was ...*int64) {
	for i, version := range seen[:min(len(seen), len(was))] {
		*was[i] = version
	}
}

// join makes the one person.
func (m *Merging) join(ctx context.Context, store PersonReader) (err error) {
	if m.Person, err = m.Kept.clone(); err != nil {
		return err
	}
	j := joint{merging: m}
	if j.sources, err = store.Sources(ctx, slices.Concat(m.Kept.scalarSources(), m.Gone.scalarSources())); err != nil {
		return err
	}
	for _, f := range personFields {
		if f.scalar {
			err = j.scalar(f)
		} else {
			err = j.list(f)
		}
		if err != nil {
			return fmt.Errorf("merge %s: %w", f.name, err)
		}
	}
	m.Person.Public = m.Kept.Public && m.Gone.Public // who withdrew it once is not shown
	return nil
}

// scalarSources gives the sources of the scalar fields.
func (p *Person) scalarSources() []SourceID {
	return append(slices.Collect(maps.Values(p.Sources)), p.Source)
}

// sourceOf gives the source of a scalar field.
func (p *Person) sourceOf(field string) SourceID {
	if id, ok := p.Sources[field]; ok {
		return id
	}
	return p.Source
}

// joint is a merge under way.
type joint struct {
	merging *Merging
	sources map[SourceID]Source
}

// scalar settles one field that has one value.
func (j *joint) scalar(f personField) error {
	kept, err := json.Marshal(f.of(j.merging.Kept))
	if err != nil {
		return err
	}
	gone, err := json.Marshal(f.of(j.merging.Gone))
	if err != nil || bytes.Equal(kept, gone) || j.empty(f, gone) {
		return err
	}
	if !j.empty(f, kept) {
		if !j.yields(f.name) {
			j.lose(f.name, gone, j.merging.Gone)
			return nil
		}
		j.lose(f.name, kept, j.merging.Kept)
	}
	p := j.merging.Person
	f.clear(p)
	if err := json.Unmarshal(gone, f.of(p)); err != nil {
		return err
	}
	if id := j.merging.Gone.sourceOf(f.name); id == p.Source {
		delete(p.Sources, f.name)
	} else {
		p.setSource(f.name, id, true)
	}
	return nil
}

func (j *joint) empty(f personField, value []byte) bool {
	none, err := json.Marshal(f.of(&Person{}))
	return err == nil && bytes.Equal(none, value)
}

func (j *joint) lose(field string, value []byte, of *Person) {
	j.merging.Lost = append(j.merging.Lost, Lost{field, value, of.ID})
}

// yields says that the value of the kept person gives way.
func (j *joint) yields(field string) bool {
	kept, gone := j.merging.Kept, j.merging.Gone
	switch {
	case field == "birth" && gone.Birth.Agrees(kept.Birth):
		return gone.Birth.Finer(kept.Birth)
	case field == "name" && vietnamese.Fold(kept.Name.Full) == vietnamese.Fold(gone.Name.Full) &&
		vietnamese.HasMarks(kept.Name.Full) != vietnamese.HasMarks(gone.Name.Full):
		return vietnamese.HasMarks(gone.Name.Full)
	case field == "title" && kept.Title.Code != gone.Title.Code:
		return gone.Title.Code == "GS"
	}
	old, now := j.sources[kept.sourceOf(field)], j.sources[gone.sourceOf(field)]
	if byHand := old.Import == 0; byHand != (now.Import == 0) {
		return !byHand
	}
	return now.At.After(old.At)
}

// list joins one list, whatever its items.
func (j *joint) list(f personField) error {
	kept, err := itemsOf(f, j.merging.Kept)
	if err != nil {
		return err
	}
	gone, err := itemsOf(f, j.merging.Gone)
	if err != nil || len(gone) == 0 {
		return err
	}
	if f.name == "positions" && len(kept) > 0 {
		for _, i := range gone {
			delete(i, "main") // one main position, the kept person's
		}
	}
	for _, i := range gone {
		kept = i.into(kept)
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return err
	}
	f.clear(j.merging.Person)
	return json.Unmarshal(raw, f.of(j.merging.Person))
}

// listItem is one item of a list: JSON name → value.
type listItem map[string]json.RawMessage

func itemsOf(f personField, p *Person) (all []listItem, err error) {
	raw, err := json.Marshal(f.of(p))
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(raw, &all)
}

// into puts i among the others: in place of one that says less, or not at all
// where one says as much. A replaced item stays the main one if it was.
func (i listItem) into(others []listItem) []listItem {
	for k, o := range others {
		switch {
		case i.within(o):
			return others
		case o.within(i):
			if main, ok := o["main"]; ok {
				i["main"] = main
			}
			others[k] = i
			return others
		}
	}
	return append(others, i)
}

// within says that o holds every value of i; where it comes from and whether it
// is the main one do not count.
func (i listItem) within(o listItem) bool {
	for name, value := range i {
		if name != "source" && name != "main" && !bytes.Equal(value, o[name]) {
			return false
		}
	}
	return true
}
