package search

import (
	"context"
	"iter"
	"log/slog"
	"sync"
	"time"

	"trithuc/registry"
)

// Source is what the follower reads of a store.
type Source interface {
	Head(ctx context.Context) (registry.Head, error)
	Entries(ctx context.Context, after registry.Seq, limit int) ([]registry.Entry, error)
	People(ctx context.Context, ids []registry.PersonID) ([]*registry.Person, error)
	AllPeople(ctx context.Context, after registry.PersonID) iter.Seq2[*registry.Person, error]
	PeopleOf(ctx context.Context, id registry.OrganisationID) ([]registry.PersonID, error)
	Reference(ctx context.Context) (*registry.Reference, error)
}

const (
	// batchSize is how many documents one Apply carries: larger batches cost
	// memory and gain no speed.
	batchSize = 1000
	// pageSize is how many entries are read at once.
	pageSize = 5000
	// pollEvery is how often Run looks at the trail without being notified.
	pollEvery = 5 * time.Second
	// retryAfter is how long Run rests after a failure.
	retryAfter = time.Second
)

// Progress is told how many of how many entries are taken in; it must return quickly.
type Progress func(done, total int)

// Follower keeps an index equal to the registry: it reads the trail after the
// index's own position and indexes whom the entries touch, as they are now. It
// needs no queue of its own, and a crash anywhere only means reading a little
// of the trail again.
type Follower struct {
	Log *slog.Logger // is told of failures in Run

	store Source
	index Index

	catching sync.Mutex // one CatchUp at a time
	mu       sync.Mutex
	reached  registry.Seq
	caughtUp bool          // since this follower was made
	moved    chan struct{} // closed and replaced whenever reached grows
	wake     chan struct{}
}

// NewFollower makes the follower of one index.
func NewFollower(store Source, index Index) *Follower {
	return &Follower{Log: slog.Default(), store: store, index: index,
		moved: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// CatchUp brings the index to the end of the trail as it is when it returns.
// An index that stands on a trail other than the store's (a restored backup, a
// copied folder) starts again from nothing.
func (f *Follower) CatchUp(ctx context.Context, progress Progress) error {
	f.catching.Lock()
	defer f.catching.Unlock()
	if err := f.checkTrail(ctx); err != nil {
		return err
	}
	for {
		at, err := f.index.Position(ctx)
		if err != nil {
			return err
		}
		head, err := f.store.Head(ctx)
		if err != nil {
			return err
		}
		if at.Seq >= head.Seq {
			if err := f.index.Ready(ctx); err != nil {
				return err
			}
			f.arrived(at.Seq)
			return nil
		}
		f.fellBack(at.Seq)
		if err := f.advance(ctx, at.Seq, head, progress); err != nil {
			return err
		}
	}
}

// Rebuild fills a new index from the registry alone and puts it in the place of
// the one there, which goes on answering until then: nothing of a document that
// was taken out is left.
func (f *Follower) Rebuild(ctx context.Context) error {
	f.catching.Lock()
	err := f.index.Restart(ctx)
	f.catching.Unlock()
	if err != nil {
		return err
	}
	return f.CatchUp(ctx, nil)
}

// checkTrail restarts an index whose position is no entry of the store's trail.
func (f *Follower) checkTrail(ctx context.Context) error {
	at, err := f.index.Position(ctx)
	if err != nil || at.Seq == 0 {
		return err
	}
	entries, err := f.store.Entries(ctx, at.Seq-1, 1)
	if err != nil {
		return err
	}
	if len(entries) == 1 && entries[0].Seq == at.Seq && entries[0].Hash == at.Hash {
		return nil
	}
	return f.index.Restart(ctx)
}

// advance takes in the entries after one number up to head. Everybody touched
// is loaded once, whatever the number of entries about them.
func (f *Follower) advance(ctx context.Context, after registry.Seq, head registry.Head, progress Progress) error {
	w, err := f.touched(ctx, after, head.Seq)
	if err != nil {
		return err
	}
	// The reference is read after the entries: it knows every organisation that
	// they know. One added later has an entry of its own after head.
	ref, err := f.store.Reference(ctx)
	if err != nil {
		return err
	}
	s := step{Follower: f, ref: ref, head: head, progress: progress}
	if w.everyone {
		if err := s.everybody(ctx); err != nil {
			return err
		}
	}
	return s.each(ctx, w)
}

// window is whom a stretch of the trail touches, in the order of first touch.
type window struct {
	people   []registry.PersonID
	first    []registry.Seq // the entry that first touched each
	seen     map[registry.PersonID]bool
	everyone bool // a code list changed under people who were there before
}

func (w *window) touch(id registry.PersonID, seq registry.Seq) {
	if !w.seen[id] {
		w.seen[id] = true
		w.people = append(w.people, id)
		w.first = append(w.first, seq)
	}
}

func (f *Follower) touched(ctx context.Context, after, until registry.Seq) (*window, error) {
	w := &window{seen: map[registry.PersonID]bool{}}
	from, lists := after, false
	var organisations []registry.OrganisationID
	for after < until {
		page, err := f.store.Entries(ctx, after, int(min(pageSize, until-after)))
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			return nil, registry.Errorf(registry.Damaged, "Nhật ký thiếu mục sau số %d. Hãy chạy lệnh doctor.", after)
		}
		for _, e := range page {
			switch e.Subject.Kind {
			case registry.SubjectPerson:
				w.touch(registry.PersonID(e.Subject.ID), e.Seq)
			case registry.SubjectOrganisation:
				organisations = append(organisations, registry.OrganisationID(e.Subject.ID))
			case registry.SubjectCatalogue:
				lists = true
			}
		}
		after = page[len(page)-1].Seq
	}
	if from == 0 {
		return w, nil // everybody has an entry of their own in the window
	}
	return w, f.addIndirect(ctx, w, lists, organisations)
}

// addIndirect adds those whose document changed although they did not: the
// people of organisations in the window, or everybody where a code list changed.
// People who are themselves in the window come by their own entry anyway.
func (f *Follower) addIndirect(ctx context.Context, w *window, lists bool, organisations []registry.OrganisationID) error {
	if !lists && len(organisations) <= pageSize {
		return f.addMembers(ctx, w, organisations)
	}
	for p, err := range f.store.AllPeople(ctx, 0) {
		if err != nil {
			return err
		}
		if !w.seen[p.ID] {
			w.everyone = true
			break
		}
	}
	return nil
}

func (f *Follower) addMembers(ctx context.Context, w *window, organisations []registry.OrganisationID) error {
	if len(organisations) == 0 {
		return nil
	}
	ref, err := f.store.Reference(ctx)
	if err != nil {
		return err
	}
	asked := map[registry.OrganisationID]bool{}
	for len(organisations) > 0 {
		id := organisations[0]
		organisations = organisations[1:]
		if asked[id] {
			continue
		}
		asked[id] = true
		organisations = append(organisations, ref.Children(id)...) // their path leads through id
		before, _ := ref.LineageOf(id)
		for _, l := range before { // who stands there is found under id
			organisations = append(organisations, l.From)
		}
		ids, err := f.store.PeopleOf(ctx, id)
		if err != nil {
			return err
		}
		for _, p := range ids {
			w.touch(p, 0) // not by an entry of their own: must be done before the position moves
		}
	}
	return nil
}

// step carries what one advance needs.
type step struct {
	*Follower
	ref      *registry.Reference
	head     registry.Head
	progress Progress
}

// everybody indexes all people without moving the position: until the whole
// window is done the index may be newer than it says, never older.
func (s *step) everybody(ctx context.Context) error {
	at, err := s.index.Position(ctx)
	if err != nil {
		return err
	}
	b := Batch{Position: at}
	for p, err := range s.store.AllPeople(ctx, 0) {
		if err != nil {
			return err
		}
		if b.Put = append(b.Put, DocumentOf(p, s.ref)); len(b.Put) == batchSize {
			if err := s.apply(ctx, b); err != nil {
				return err
			}
			b.Put = nil
		}
	}
	return s.apply(ctx, b)
}

// each indexes the people of the window in the order of first touch. When all
// up to one are done, the position is just before the entry that first touches
// the next. While the index takes in some, the next are loaded.
func (s *step) each(ctx context.Context, w *window) error {
	w.inOrder()
	if len(w.people) == 0 {
		return s.apply(ctx, Batch{Position: s.head})
	}
	ctx, cancel := context.WithCancel(ctx)
	loaded := make(chan result, 1)
	go func() {
		defer close(loaded)
		s.load(ctx, w, loaded)
	}()
	defer func() {
		cancel()
		for range loaded { // nobody reads the store any more once this returns
		}
	}()
	for r := range loaded {
		if r.err != nil {
			return r.err
		}
		if err := s.apply(ctx, r.Batch); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// result is a batch, or why there is none.
type result struct {
	Batch
	err error
}

// load gives the batches of a window, in order, until an error or the end of the context.
func (s *step) load(ctx context.Context, w *window, to chan<- result) {
	at, err := s.index.Position(ctx)
	for from := 0; from < len(w.people) && err == nil; from += batchSize {
		next := min(from+batchSize, len(w.people))
		var b Batch
		if b, err = s.batch(ctx, w.people[from:next]); err == nil {
			at, err = s.before(ctx, w, next, at)
		}
		b.Position = at
		select {
		case to <- result{b, err}:
		case <-ctx.Done():
			return
		}
	}
}

// batch loads people as they are now: those who are gone are removed.
func (s *step) batch(ctx context.Context, ids []registry.PersonID) (Batch, error) {
	people, err := s.store.People(ctx, ids)
	if err != nil {
		return Batch{}, err
	}
	there := make(map[registry.PersonID]bool, len(people))
	var b Batch
	for _, p := range people {
		there[p.ID] = true
		b.Put = append(b.Put, DocumentOf(p, s.ref))
	}
	for _, id := range ids {
		if !there[id] {
			b.Remove = append(b.Remove, id)
		}
	}
	return b, nil
}

// before gives the position once people[:next] are done; at is the one before them.
func (s *step) before(ctx context.Context, w *window, next int, at registry.Head) (registry.Head, error) {
	if next == len(w.people) {
		return s.head, nil
	}
	seq := w.first[next] - 1
	if seq <= at.Seq {
		return at, nil
	}
	entries, err := s.store.Entries(ctx, seq-1, 1)
	if err != nil || len(entries) == 0 || entries[0].Seq != seq {
		return at, err
	}
	return registry.Head{Seq: seq, Hash: entries[0].Hash}, nil
}

func (s *step) apply(ctx context.Context, b Batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.index.Apply(ctx, b); err != nil {
		return err
	}
	if s.progress != nil {
		s.progress(int(b.Position.Seq), int(s.head.Seq))
	}
	return nil
}

// inOrder puts people of no own entry first, the rest as they were.
func (w *window) inOrder() {
	people, first := make([]registry.PersonID, 0, len(w.people)), make([]registry.Seq, 0, len(w.first))
	for _, indirect := range []bool{true, false} {
		for i, id := range w.people {
			if (w.first[i] == 0) == indirect {
				people, first = append(people, id), append(first, w.first[i])
			}
		}
	}
	w.people, w.first = people, first
}

// Run catches up whenever it is notified, and now and then by itself, until the
// context ends. A failure is logged and tried again.
func (f *Follower) Run(ctx context.Context) error {
	for {
		rest := pollEvery
		if err := f.CatchUp(ctx, nil); err != nil && ctx.Err() == nil {
			f.Log.ErrorContext(ctx, "index does not follow the trail", "error", err)
			rest = retryAfter
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-f.wake:
		case <-time.After(rest):
		}
	}
}

// Notify says that the trail has grown. It never waits.
func (f *Follower) Notify() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Wait returns when the index holds entry seq, or with the context's error.
// Somebody must be in Run.
func (f *Follower) Wait(ctx context.Context, seq registry.Seq) error {
	f.Notify()
	for {
		f.mu.Lock()
		reached, moved := f.reached, f.moved
		f.mu.Unlock()
		if reached >= seq {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// CaughtUp says that the index has reached the end of the trail once since this
// follower was made, or since it was found damaged and began anew. Before that it may be empty, half filled, or of another
// trail: what it answers is not what the registry holds.
func (f *Follower) CaughtUp() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.caughtUp
}

// fellBack takes note that the index stands before an entry that it held: it was damaged
// and begins anew.
func (f *Follower) fellBack(at registry.Seq) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at < f.reached {
		f.reached, f.caughtUp = at, false
	}
}

func (f *Follower) arrived(seq registry.Seq) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.caughtUp = true
	if f.reached = seq; f.moved != nil {
		close(f.moved)
	}
	f.moved = make(chan struct{})
}
