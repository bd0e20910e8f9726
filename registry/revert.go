package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Reversal says what taking one change of a record back does, today.
type Reversal struct {
	Entry  Entry    // the change
	Before *Person  // as they are today; nil where they were removed
	After  *Person  // as they will be; nil where they will be gone
	Fields []string // given their former values again; none where the whole record goes or comes
	Kept   []Kept   // changed since, and so left alone

	change Change // nil where nothing is left to take back
}

// Possible says that there is something to take back.
func (r *Reversal) Possible() bool { return r.change != nil }

// Version names the state of the record that the plan was made on: its version or, where
// it was removed, that of the removal; 0 where nothing is left to take back.
func (r *Reversal) Version() int64 {
	if was := r.was(); was != nil {
		return *was
	}
	return 0
}

// was is the version that guards the change; nil where there is none.
func (r *Reversal) was() *int64 {
	switch c := r.change.(type) {
	case *AmendPerson:
		return &c.Was
	case *RemovePerson:
		return &c.Was
	case *RestorePerson:
		return &c.Was
	}
	return nil
}

// PlanRevert says what taking back the change of entry seq would do to the
// person, as far as the context's actor may see them: an amendment gives its former
// values again, except those changed since; a removal brings the record back; an
// addition takes out a record nobody touched since. It writes nothing.
func PlanRevert(ctx context.Context, store HistoryReader, id PersonID, seq Seq) (*Reversal, error) {
	r, err := planRevert(ctx, store, id, seq)
	if err != nil {
		return nil, err
	}
	if !r.reduceTo(ActorOf(ctx)) {
		return nil, Errorf(NotFound, "Không tìm thấy hồ sơ %s.", id.Public())
	}
	return r, nil
}

// reduceTo takes out of r what the actor may not see: the records but for what is
// published of them, and the names of fields of another class. It is false where the
// actor may not know of the person at all.
func (r *Reversal) reduceTo(a Actor) bool {
	known, whole := false, true
	for _, p := range []**Person{&r.Before, &r.After} {
		if *p == nil {
			continue
		}
		seen, ok := (*p).VisibleTo(a)
		known, whole = known || ok, whole && seen == *p
		*p = seen
	}
	if whole {
		return known
	}
	r.Fields = slices.DeleteFunc(r.Fields, func(f string) bool { return ClassOf(f) != ClassPublic })
	r.Kept = slices.DeleteFunc(r.Kept, func(k Kept) bool { return ClassOf(k.Field) != ClassPublic })
	return known
}

// planRevert plans with the whole records.
func planRevert(ctx context.Context, store HistoryReader, id PersonID, seq Seq) (*Reversal, error) {
	w, err := walkBack(ctx, store, id)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(w.entries, func(e Entry) bool { return e.Seq == seq })
	if i < 0 {
		return nil, Errorf(NotFound, "Hồ sơ %s không có thay đổi nào ở mục %d của nhật ký.", id.Public(), seq)
	}
	r := &Reversal{Entry: w.entries[i], Before: w.person}
	if err := r.Entry.insteadOf(); err != nil && r.Entry.Action == Amended {
		return nil, err
	}
	why := Why{Reason: fmt.Sprintf("Hoàn tác mục %d của nhật ký", seq)}
	switch r.Entry.Action {
	case Amended:
		err = r.planAmended(ctx, w, why)
	case Removed:
		err = r.planRemoved(ctx, w, why)
	default:
		err = r.planAdded(w, why)
	}
	return r, err
}

// planAmended gives former values again.
func (r *Reversal) planAmended(ctx context.Context, w *walk, why Why) error {
	if err := w.erased(); err != nil {
		return err
	}
	if w.person == nil {
		return Errorf(Conflict, "Hồ sơ %s hiện không còn. Hãy khôi phục hồ sơ trước rồi mới hoàn tác từng thay đổi.", w.id.Public())
	}
	former, err := w.payload(ctx, r.Entry.Seq)
	if err != nil {
		return err
	}
	later, left, err := changedSince(ctx, w.store, w.person, r.Entry.Seq)
	if err != nil {
		return err
	}
	back, err := giveBack(w.person, former, later, left, "thay đổi này")
	if err != nil {
		return err
	}
	r.After, r.Fields, r.Kept = back.person, back.fields, back.kept
	if len(back.fields) > 0 {
		r.change = &AmendPerson{Why: why, Person: back.person, Was: w.person.Version, Sourced: true}
	}
	return nil
}

// planRemoved brings a record back, if it is still out and not merged.
func (r *Reversal) planRemoved(ctx context.Context, w *walk, why Why) error {
	if err := w.erased(); err != nil {
		return err
	}
	if w.person != nil || w.entries[len(w.entries)-1].Seq != r.Entry.Seq {
		return Errorf(Conflict, "Hồ sơ %s đã được khôi phục sau lần xóa này, nên không còn gì để hoàn tác.", w.id.Public())
	}
	p, err := removedPerson(ctx, w.store, r.Entry)
	if err != nil {
		return err
	}
	r.After = p
	r.change = &RestorePerson{Why: why, Person: p, Was: r.Entry.Version}
	return nil
}

// erased says so of somebody who was.
func (w *walk) erased() error {
	if w.entries[len(w.entries)-1].Action == Erased {
		return &Error{Kind: Conflict, Message: ErasedPerson(w.id).Message}
	}
	return nil
}

// planAdded takes out a record that nobody changed since.
func (r *Reversal) planAdded(w *walk, why Why) error {
	switch {
	case w.person == nil:
		return Errorf(Conflict, "Hồ sơ %s đã được xóa sau đó, nên không còn gì để hoàn tác.", w.id.Public())
	case w.person.Version != r.Entry.Version:
		r.After = w.person
		r.Kept = []Kept{{Person: w.id, Name: w.person.Name.Full, Reason: "hồ sơ đã được sửa sau khi thêm; hãy hoàn tác các thay đổi sau trước"}}
	default:
		r.change = &RemovePerson{why, w.id, w.person.Version}
	}
	return nil
}

// Revert takes one change of a record back, as PlanRevert says. Where nothing
// is left to take back it is a Conflict and nothing is written. Where somebody looked at
// a plan before, seen is its Version: another by now makes it Stale.
func (g People) Revert(ctx context.Context, store HistoryReader, id PersonID, seq Seq, seen ...int64) (*Reversal, Receipt, error) {
	r, err := planRevert(ctx, store, id, seq)
	if err != nil {
		return nil, Receipt{}, err
	}
	if was := r.was(); was != nil {
		guard(seen, was)
	}
	if !r.Possible() {
		return r, Receipt{}, Errorf(Conflict, "Mọi giá trị của thay đổi này đã được sửa tiếp sau đó, nên không còn gì để hoàn tác.")
	}
	receipt, err := g.commit(ctx, r.change)
	return r, receipt, err
}

// givenBack is a record with former values.
type givenBack struct {
	person *Person
	fields []string
	kept   []Kept
}

// giveBack gives a copy of p the former values, with their sources, except for
// those that a later entry changed again; of a list, of which left knows what the change
// left of it, the items that nobody changed since are given back even so. What names
// the change for the reader of the reasons.
func giveBack(p *Person, former Delta, later map[string]Entry, left Delta, what string) (givenBack, error) {
	from, known, err := former.sources()
	if err != nil {
		return givenBack{}, err
	}
	b := givenBack{}
	only := Delta{}
	for _, name := range former.fields() {
		if e, changed := later[name]; changed {
			if raw, ok, err := p.itemsBack(name, former[name], left[name]); err != nil {
				return b, err
			} else if ok {
				only[name] = raw
				b.fields = append(b.fields, name)
				continue
			}
			b.kept = append(b.kept, Kept{Person: p.ID, Name: p.Name.Full, Field: name, Reason: fmt.Sprintf("giá trị đã được %s sửa lúc %s, sau %s",
				e.Actor, e.At.In(Vietnam).Format("15:04 ngày 02/01/2006"), what)})
			continue
		}
		only[name] = former[name]
		b.fields = append(b.fields, name)
	}
	if b.person, err = p.clone(); err != nil {
		return b, err
	}
	for _, name := range b.fields {
		b.person.setSource(name, from[name], known)
	}
	return b, only.Apply(b.person)
}

// setSource says where the value of a scalar field comes from: id, 0 being the
// source of the row, or, where it is not known, whatever change is being made.
// Items of lists bear theirs themselves.
func (p *Person) setSource(name string, id SourceID, known bool) {
	if i := slices.IndexFunc(personFields, func(f personField) bool { return f.name == name }); i < 0 || !personFields[i].scalar {
		return
	}
	if known && id == 0 {
		delete(p.Sources, name)
		return
	}
	if p.Sources == nil {
		p.Sources = map[string]SourceID{}
	}
	p.Sources[name] = id
}

// clone gives a copy that shares nothing with p.
func (p *Person) clone() (*Person, error) {
	c := &Person{ID: p.ID, Version: p.Version, Source: p.Source, Sources: maps.Clone(p.Sources)}
	all, err := Difference(p, &Person{})
	if err != nil {
		return nil, err
	}
	return c, all.Apply(c)
}

// changedSince gives the last entry after seq that changed each field of a person, and
// what seq left of those fields where that may be taken back item by item. A
// field whose value today is the one that the entry seq left, as after a merge that was
// taken apart, was not changed; what a withdrawal of consent ended stays ended.
func changedSince(ctx context.Context, store TrailReader, today *Person, seq Seq) (map[string]Entry, Delta, error) {
	later, err := store.EntriesOf(ctx, Subject{SubjectPerson, int64(today.ID)})
	if err != nil {
		return nil, nil, err
	}
	changed, left := map[string]Entry{}, Delta{}
	var withdrawal Entry
	for _, e := range later {
		if e.Seq <= seq || e.Action != Amended {
			continue
		}
		d, err := payloadOf(ctx, store, e.Seq)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range d.fields() {
			if changed[name] = e; left[name] == nil {
				left[name] = d[name]
			}
		}
		if e.withdraws() {
			withdrawal = e
		}
	}
	if err := left.unchanged(today, changed); err != nil {
		return nil, nil, err
	}
	if withdrawal.Seq != 0 {
		changed["public"], changed["bases"] = withdrawal, withdrawal
		delete(left, "bases")
	}
	return changed, left, nil
}

// unchanged takes out of changed the fields that hold the values of d today.
func (d Delta) unchanged(today *Person, changed map[string]Entry) error {
	for _, f := range personFields {
		was, ok := d[f.name]
		if !ok {
			continue
		}
		now, err := json.Marshal(f.of(today))
		if err != nil {
			return err
		}
		if bytes.Equal(was, now) {
			delete(changed, f.name)
		}
	}
	return nil
}

// withdrawalReason begins the reason of a change that a withdrawal of consent made.
const withdrawalReason = "Rút lại sự đồng ý theo yêu cầu số "

// withdraws says that the entry ended publication and consent on a request.
func (e *Entry) withdraws() bool { return !e.Spoken && strings.HasPrefix(e.Reason, withdrawalReason) }

// insteadOf says what to do instead of taking an entry back by itself, nil where it
// may be.
func (e *Entry) insteadOf() error {
	switch {
	case e.withdraws():
		return Errorf(Conflict, "Thay đổi này thực hiện yêu cầu của chủ thể dữ liệu (%s) nên không hoàn tác được. Muốn công khai lại phải có căn cứ mới.", e.Reason)
	case !e.Spoken && strings.HasPrefix(e.Reason, composed[0]):
		return Errorf(Conflict, "Thay đổi này là một lần gộp hồ sơ (%s). Hãy tách hai hồ sơ thay vì hoàn tác một nửa.", e.Reason)
	case !e.Spoken && strings.HasPrefix(e.Reason, composed[1]):
		return Errorf(Conflict, "Thay đổi này là một lần tách hồ sơ (%s). Hãy gộp lại hai hồ sơ thay vì hoàn tác một nửa.", e.Reason)
	}
	return nil
}
