package registry

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Moment names a state of the registry: the one after the entry Seq or, where
// Seq is 0, after the last entry that was written no later than At.
type Moment struct {
	Seq Seq
	At  time.Time
}

// covers says that e had been written at the moment.
func (m Moment) covers(e *Entry) bool {
	if m.Seq != 0 {
		return e.Seq <= m.Seq
	}
	return !e.At.After(m.At)
}

// HistoryReader is what reading the past needs.
type HistoryReader interface {
	PersonReader
	TrailReader
}

// Past is a person as they were at a moment.
type Past struct {
	Person *Person
	Entry  Entry  // the last one about them at that moment
	Next   *Entry // the one that ended this state; nil where it is today's
}

// AsOf gives a person as they were at a moment, as far as the context's actor may
// see them, by applying former values
// backwards from today, or from the record that a removal kept. It is NotFound
// where they were not in the registry then, and where erasure took a value
// without which the state cannot be told.
func AsOf(ctx context.Context, store HistoryReader, id PersonID, m Moment) (*Past, error) {
	w, err := walkBack(ctx, store, id)
	if err != nil {
		return nil, err
	}
	last := -1 // the clock may have gone back: the order is the trail's
	for i := range w.entries {
		if m.covers(&w.entries[i]) {
			last = i
		}
	}
	if last >= 0 && w.entries[last].Action == Removed && last == len(w.entries)-1 && w.leads != 0 {
		return nil, Errorf(NotFound, "Vào lúc đó hồ sơ %s đã được gộp vào %s. Hãy xem hồ sơ ấy.", id.Public(), w.leads.Public())
	}
	if last < 0 || w.entries[last].Action == Removed || w.entries[last].Action == Erased {
		return nil, Errorf(NotFound, "Vào lúc đó hồ sơ %s không có trong cơ sở dữ liệu.", id.Public())
	}
	for len(w.entries) > last+1 {
		if err := w.back(ctx); err != nil {
			return nil, err
		}
	}
	seen, ok := w.person.VisibleTo(ActorOf(ctx))
	if !ok {
		return nil, Errorf(NotFound, "Không tìm thấy hồ sơ %s.", id.Public())
	}
	return &Past{Person: seen, Entry: w.entries[last], Next: w.undone}, nil
}

// Step is one change of a record, with the record on both sides of it.
type Step struct {
	Entry         Entry
	Before, After *Person // nil where they were not in the registry
	Erased        bool    // what was before cannot be told any more; Before and the steps before lack their records
}

// History tells what happened to a person, the newest first, as far as the
// context's actor may see it. It is NotFound only for somebody who never was: the
// removed and the merged have a history too.
func History(ctx context.Context, store HistoryReader, id PersonID) ([]Step, error) {
	w, err := walkBack(ctx, store, id)
	if err != nil {
		return nil, err
	}
	steps, err := w.steps(ctx)
	if err != nil {
		return nil, err
	}
	seen, actor := steps[:0], ActorOf(ctx)
	for _, s := range steps {
		if s.visibleTo(actor) {
			seen = append(seen, s)
		}
	}
	return seen, nil
}

// visibleTo reduces a step to what the actor may see of the records on its two
// sides; false where they may see neither, though there are records.
func (s *Step) visibleTo(a Actor) bool {
	seen := s.Before == nil && s.After == nil && a.Sees(ClassInternal)
	for _, p := range []**Person{&s.Before, &s.After} {
		if *p == nil {
			continue
		}
		q, ok := (*p).VisibleTo(a)
		*p, seen = q, seen || ok
	}
	return seen
}

// steps walks to the beginning.
func (w *walk) steps(ctx context.Context) ([]Step, error) {
	var err error
	steps := make([]Step, 0, len(w.entries))
	for lost := false; len(w.entries) > 0; {
		s := Step{Entry: w.entries[len(w.entries)-1], After: w.person}
		if lost {
			s.After, s.Erased = nil, true
			w.entries = w.entries[:len(w.entries)-1]
			steps = append(steps, s)
			continue
		}
		if w.person != nil {
			if w.person, err = w.person.clone(); err != nil {
				return nil, err
			}
		}
		err := w.back(ctx)
		lost = KindOf(err) == NotFound
		if s.Before, s.Erased = w.person, lost; lost {
			s.Before = nil
		}
		if err != nil && !lost {
			return nil, err
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// walk is a person's record on its way back in time.
type walk struct {
	store   HistoryReader
	id      PersonID
	entries []Entry  // that are not taken back yet, oldest first
	person  *Person  // as they were after the last of them; nil while they were not there
	undone  *Entry   // the last one taken back
	leads   PersonID // whom the id leads to today, where it is another's
}

// walkBack begins a walk at today's state.
func walkBack(ctx context.Context, store HistoryReader, id PersonID) (*walk, error) {
	w := &walk{store: store, id: id}
	p, err := store.Person(ctx, id)
	switch {
	case KindOf(err) == NotFound:
	case err != nil:
		return nil, err
	case p.ID == id: // otherwise the id leads to somebody else today
		w.person = p
	default:
		w.leads = p.ID
	}
	w.entries, err = store.EntriesOf(ctx, Subject{SubjectPerson, int64(id)})
	if err != nil {
		return nil, err
	}
	if len(w.entries) == 0 {
		return nil, Errorf(NotFound, "Không tìm thấy hồ sơ %s.", id.Public())
	}
	if w.person != nil { // what was written since the record was read does not count
		w.entries = slices.DeleteFunc(w.entries, func(e Entry) bool { return e.Version > w.person.Version })
	}
	return w, nil
}

// back takes the last entry back.
func (w *walk) back(ctx context.Context) error {
	e := w.entries[len(w.entries)-1]
	w.entries, w.undone = w.entries[:len(w.entries)-1], &e
	switch e.Action {
	case Added, Restored:
		w.person = nil
		return nil
	case Removed:
		return w.revive(ctx, e)
	case Erased:
		return ErasedPerson(w.id)
	}
	former, err := w.payload(ctx, e.Seq)
	if err != nil {
		return err
	}
	if w.person == nil {
		return Errorf(Damaged, "Nhật ký của hồ sơ %s không nối được với hồ sơ hiện nay. Hãy chạy trithuc doctor.", w.id.Public())
	}
	w.person.Version = e.Version - 1
	return former.Apply(w.person)
}

// revive takes the record out of its removal.
func (w *walk) revive(ctx context.Context, e Entry) (err error) {
	w.person, err = removedPerson(ctx, w.store, e)
	return err
}

// payload is what the entry replaced, or why that cannot be told.
func (w *walk) payload(ctx context.Context, seq Seq) (Delta, error) {
	return payloadOf(ctx, w.store, seq)
}

// payloadOf gives what an entry replaced; NotFound where erasure emptied it.
func payloadOf(ctx context.Context, store TrailReader, seq Seq) (Delta, error) {
	d, err := store.Payload(ctx, seq)
	if err == nil && d == nil {
		return nil, Errorf(NotFound, "Giá trị cũ ở mục %d của nhật ký đã được xóa theo yêu cầu, nên không xem được từ đó về trước.", seq)
	}
	return d, err
}

// removedPerson gives the whole record that a removal kept.
func removedPerson(ctx context.Context, store TrailReader, e Entry) (*Person, error) {
	d, err := payloadOf(ctx, store, e.Seq)
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	p := &Person{}
	if err := json.Unmarshal(raw, p); err != nil {
		return nil, &Error{Kind: Damaged, Message: "Hồ sơ đã xóa trong nhật ký không đọc được.", Err: err}
	}
	return p, nil
}

// held gives what is held of somebody: their record or, where they were removed, the one
// that the trail keeps, with the entry that removed them. NotFound for who never was or
// was erased.
func held(ctx context.Context, store HistoryReader, id PersonID) (*Person, *Entry, error) {
	p, err := store.Person(ctx, id)
	if KindOf(err) != NotFound {
		return p, nil, err
	}
	last, lastErr := lastEntry(ctx, store, id)
	if lastErr != nil || last.Action != Removed {
		return nil, nil, err
	}
	p, err = removedPerson(ctx, store, last)
	return p, &last, err
}

// sourcesField is where a Delta keeps the former sources of the scalar fields.
// It is no field of its own: that a source changed follows from a value that did.
const sourcesField = "sources"

// WithSources lets the Delta lead back to the former sources of scalar fields
// too, where one of those changed.
func (d Delta) WithSources(before, after *Person) (Delta, error) {
	if maps.Equal(before.Sources, after.Sources) && !slices.ContainsFunc(personFields, func(f personField) bool {
		_, changed := d[f.name]
		return f.scalar && changed
	}) {
		return d, nil
	}
	raw, err := json.Marshal(before.Sources)
	if err != nil {
		return nil, err
	}
	d[sourcesField] = raw
	return d, nil
}

// sources gives the former sources the Delta keeps; false where it keeps none.
func (d Delta) sources() (map[string]SourceID, bool, error) {
	raw, ok := d[sourcesField]
	if !ok {
		return nil, false, nil
	}
	var s map[string]SourceID
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, false, &Error{Kind: Damaged, Message: "Nguồn cũ trong nhật ký không đọc được.", Err: err}
	}
	return s, true, nil
}

// fields names the fields the Delta changes, in alphabetical order.
func (d Delta) fields() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(d)), func(name string) bool { return name == sourcesField || name == reasonField })
}
