package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"trithuc/registry/vietnamese"
)

// Erased is the action of the entry that says somebody was erased. What it keeps
// are the numbers of the entries whose former values were emptied (EmptiedField).
const Erased Action = "erased"

// EmptiedField is where the payload of an Erased entry lists the entries of the
// trail that it emptied. An entry emptied by nobody is damage.
const EmptiedField = "emptied"

// ErasePerson takes out everything the registry holds of a person and of those
// merged into them: rows, keys, sealed values, former values in the trail,
// questions of imports about them, and what was written in their requests. A
// tombstone keeps the id. Somebody who was removed before is erased too.
type ErasePerson struct {
	Why
	ID      PersonID
	Request RequestID // that asked for it, 0 if none
	Traces  Traces    // by which what imports say of them is recognised; Erasures fills it in
}

// ErasedDecision closes the other open cases of somebody who was erased.
const ErasedDecision = "Dữ liệu của người này đã được xóa theo yêu cầu, nên yêu cầu này kết thúc."

// ErasedFile, ErasedSheet and ErasedList stand for names of files, sheets and
// shortlists that told of an erased person.
const (
	ErasedFile  = "tệp đã xóa theo yêu cầu"
	ErasedList  = "danh sách đã đổi tên theo yêu cầu xóa"
	ErasedSheet = "trang đã xóa theo yêu cầu"
)

// UnsaidField is where the payload of an Erased entry lists the entries whose own words
// it took out of the trail itself, where those of former programs stand: number → what
// Chain gives of the entry without them. By it they are verified from then on; their
// hash stays what the next entry follows.
const UnsaidField = "unsaid"

// Erasure is what is left of somebody: the id, and how to tell whom it meant.
// First and Origin are the number and hash of the entry that added them: after
// a restore the same id may be given to somebody else.
type Erasure struct {
	Person  PersonID  `json:"person"`
	At      time.Time `json:"at"`
	Seq     Seq       `json:"seq"` // of the Erased entry
	First   Seq       `json:"first"`
	Origin  Digest    `json:"origin"`
	Request RequestID `json:"request,omitempty"`
	Clean   bool      `json:"-"` // files and index hold nothing any more
}

// ErasureStore knows who was erased, and leaves nothing of them in its own files.
type ErasureStore interface {
	// Erasures gives everybody erased from this store, by id.
	Erasures(ctx context.Context) ([]Erasure, error)
	// ErasureLog gives everybody erased ever, from the log outside the database,
	// which a restore of an older backup leaves as it is.
	ErasureLog(ctx context.Context) ([]Erasure, error)
	// Scrub takes what was deleted out of the store's files, while others go on
	// writing. It is Busy while a long read keeps the former pages.
	Scrub(ctx context.Context) error
	// Cleaned records that nothing is left anywhere of those erased up to an entry.
	Cleaned(ctx context.Context, upTo Seq) error
}

// Traces is by what the files of imports are searched for somebody.
type Traces struct {
	As    Seq             // the last entry of the trail when they were gathered
	IDs   []PersonID      // their own, and of those merged into them
	Rows  map[RowRef]bool // rows of workbooks their values came from
	Names map[string]bool // folded
	Texts []string        // as plainWords gives them: e-mail addresses, telephone numbers, codes, names
}

// RowRef is one row of an imported workbook.
type RowRef struct {
	Import ImportID
	Sheet  string
	Row    int
}

// Erasures is the gate of erasure (Luật 91/2025/QH15 Điều 14; NĐ 356/2025/NĐ-CP
// Điều 5: within 20 days of the request).
type Erasures struct {
	Store interface {
		Committer
		HistoryReader
		MergeReader
		ErasureStore
	}
	// Files takes the person out of the stored workbooks and previews, and gives the
	// rows that were theirs; doing it twice is doing it once.
	Files interface {
		Erase(ctx context.Context, who Traces) ([]RowRef, error)
	}
	// Later asks somebody to call Finish soon; nil lets Erase do it before it returns.
	Later func()
	// Rebuild makes the search index anew without deleted documents; nil leaves
	// that to a later Finish.
	Rebuild func(ctx context.Context) error
}

// Erase leaves nothing of a person, in this order: the files of imports, the
// store together with the changes that go with it, the store's own files, the
// index. A crash between two of them is made good by Finish at the next start;
// one before the store's part leaves the person and the request as they were.
func (g Erasures) Erase(ctx context.Context, e *ErasePerson, with ...Change) (Receipt, error) {
	if _, err := Authorise(ctx, ErasePeople); err != nil {
		return Receipt{}, err
	}
	r, err := g.takeOut(ctx, e, with)
	for tries := 1; KindOf(err) == Stale && tries < eraseTries; tries++ { // changed or merged meanwhile
		r, err = g.takeOut(ctx, e, with)
	}
	if err != nil {
		return Receipt{}, err
	}
	if r.Repeated && !slices.Contains(r.Subjects, Subject{SubjectPerson, int64(e.ID)}) { // they are still there
		return Receipt{}, Errorf(Conflict, "Khóa chống gửi trùng này đã được dùng cho một việc khác nên chưa xóa ai. Hãy gửi lại với khóa mới.")
	}
	if g.Later != nil {
		g.Later()
		return r, nil
	}
	return r, g.Finish(ctx)
}

// eraseTries is how often an erasure is begun again because the record changed
// while the files of imports were searched.
const eraseTries = 5

// takeOut takes a person out of the files of imports and of the store.
func (g Erasures) takeOut(ctx context.Context, e *ErasePerson, with []Change) (Receipt, error) {
	who, err := g.traces(ctx, e.ID)
	if err != nil {
		return Receipt{}, err
	}
	if g.Files != nil {
		rows, err := g.Files.Erase(WithoutKey(ctx), who)
		if err != nil {
			return Receipt{}, err
		}
		for _, row := range rows {
			who.Rows[row] = true
		}
	}
	e.ID, e.Traces = who.IDs[0], who
	return commitAs(ctx, g.Store, ErasePeople, append(slices.Clone(with), e)...)
}

// Finish does what is left of erasures that are in the store already.
func (g Erasures) Finish(ctx context.Context) error {
	all, err := g.Store.Erasures(ctx)
	if err != nil || !slices.ContainsFunc(all, func(e Erasure) bool { return !e.Clean }) {
		return err
	}
	if err := g.Store.Scrub(ctx); err != nil || g.Rebuild == nil {
		return err
	}
	if err := g.Rebuild(ctx); err != nil {
		return err
	}
	var last Seq // who was erased since then is the next Finish's
	for _, e := range all {
		last = max(last, e.Seq)
	}
	return g.Store.Cleaned(ctx, last)
}

// Unclean gives how many erased people may have left something in the files or the
// index that Finish has still to take out: those just erased, or since it cannot.
func (g Erasures) Unclean(ctx context.Context) (n int, err error) {
	all, err := g.Store.Erasures(ctx)
	for _, e := range all {
		if !e.Clean {
			n++
		}
	}
	return n, err
}

// Cleaning says that somebody was erased on a request and their traces are still being
// taken out of the store's files and the index.
func (g Erasures) Cleaning(ctx context.Context, request RequestID) (bool, error) {
	all, err := g.Store.Erasures(ctx)
	return slices.ContainsFunc(all, func(e Erasure) bool { return e.Request == request && !e.Clean }), err
}

// Replay erases again who was erased before and is back, as after a restore of
// an older backup, and says how many that were. Somebody else who was given the
// same id is left alone. It belongs to the start of every command that opens a
// store for writing.
func (g Erasures) Replay(ctx context.Context) (again int, err error) {
	logged, err := g.Store.ErasureLog(ctx)
	if err != nil || len(logged) == 0 {
		return 0, err
	}
	known, err := g.Store.Erasures(ctx)
	if err != nil {
		return 0, err
	}
	gone := map[PersonID]bool{}
	for _, e := range known {
		gone[e.Person] = true
	}
	for _, e := range logged {
		same, err := g.same(ctx, e)
		if err != nil {
			return again, err
		}
		if gone[e.Person] || !same {
			continue
		}
		why := Why{Reason: fmt.Sprintf("Xóa lại sau khi khôi phục bản sao lưu (đã xóa ngày %s)", DateOf(e.At.In(Vietnam)).Vietnamese())}
		switch _, err := g.Erase(ctx, &ErasePerson{Why: why, ID: e.Person, Request: e.Request}); {
		case KindOf(err) == NotFound: // went together with whom they were merged into
		case err != nil:
			return again, err
		default:
			again++
		}
	}
	return again, nil
}

// same says that the store's trail begins the record as the log remembers it.
func (g Erasures) same(ctx context.Context, e Erasure) (bool, error) {
	at, err := g.Store.Entries(ctx, e.First-1, 1)
	if err != nil || len(at) == 0 {
		return false, err
	}
	return at[0].Hash == e.Origin && at[0].Subject == Subject{SubjectPerson, int64(e.Person)}, nil
}

// traces gathers by what somebody can be met outside the store; the id somebody
// merged leads to stands first. It is NotFound for who never was or is erased.
func (g Erasures) traces(ctx context.Context, id PersonID) (Traces, error) {
	head, err := g.Store.Head(ctx)
	if err != nil {
		return Traces{}, err
	}
	switch p, err := g.Store.Person(ctx, id); {
	case err == nil:
		id = p.ID
	case KindOf(err) != NotFound:
		return Traces{}, err
	}
	t := Traces{As: head.Seq, IDs: []PersonID{id}, Rows: map[RowRef]bool{}, Names: map[string]bool{}}
	for i := 0; i < len(t.IDs); i++ {
		merged, err := g.Store.MergedInto(ctx, t.IDs[i])
		if err != nil {
			return t, err
		}
		for _, m := range merged {
			t.IDs = append(t.IDs, m.Gone)
		}
		if err := g.trace(ctx, &t, t.IDs[i]); err != nil {
			return t, err
		}
	}
	t.Texts = slices.Compact(slices.Sorted(slices.Values(t.Texts)))
	return t, nil
}

// trace adds what one id's records, today's and former, say.
func (g Erasures) trace(ctx context.Context, t *Traces, id PersonID) error {
	w, err := walkBack(ctx, g.Store, id)
	if err != nil {
		return err
	}
	if last := w.entries[len(w.entries)-1]; last.Action == Erased {
		return ErasedPerson(id)
	}
	steps, err := w.steps(ctx)
	if err != nil {
		return err
	}
	sources := map[SourceID]bool{}
	for _, s := range steps {
		sources[s.Entry.Source] = true
		for _, p := range []*Person{s.Before, s.After} {
			if p != nil {
				t.add(p)
				for _, source := range p.allSources() {
					sources[source] = true
				}
			}
		}
	}
	found, err := g.Store.Sources(ctx, slices.Collect(maps.Keys(sources)))
	for _, s := range found {
		if s.Import != 0 {
			t.Rows[RowRef{s.Import, s.Sheet, s.Row}] = true
		}
	}
	return err
}

// ErasedPerson is the error for somebody who was erased.
func ErasedPerson(id PersonID) *Error {
	return Errorf(NotFound, "Hồ sơ %s đã được xóa theo yêu cầu của chủ thể dữ liệu; không còn gì để xem hay khôi phục.", id.Public())
}

// add adds what one record says.
func (t *Traces) add(p *Person) {
	names := []string{p.Name.Full}
	for _, n := range p.Names {
		names = append(names, n.Name)
	}
	texts := append([]string{p.Email, p.Phone}, names...)
	for _, c := range p.Codes {
		texts = append(texts, c.Code)
	}
	for _, i := range p.Identifiers {
		texts = append(texts, i.Value)
	}
	for _, n := range names {
		t.Names[vietnamese.Fold(n)] = true
	}
	for _, s := range texts {
		if s = plainWords(s); len(s) > 4 {
			t.Texts = append(t.Texts, s)
		}
	}
}

// In says that a text bears a name, number or code of theirs, whatever marks,
// capitals or signs stand between.
func (t *Traces) In(text string) bool {
	if text == "" {
		return false
	}
	text = " " + plainWords(text) + " "
	return slices.ContainsFunc(t.Texts, func(s string) bool { return strings.Contains(text, " "+s+" ") })
}

// plainWords gives a text as words of letters without marks and digits.
func plainWords(s string) string {
	return strings.Join(strings.FieldsFunc(vietnamese.Fold(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), " ")
}

// allSources gives every source of a record, of scalars and of items.
func (p *Person) allSources() []SourceID {
	all := p.scalarSources()
	for _, f := range personFields {
		if f.scalar {
			continue
		}
		items, err := itemsOf(f, p)
		if err != nil {
			continue // what marshals here came out of the same type
		}
		for _, i := range items {
			var id SourceID
			if _, err := fmt.Sscan(string(i["source"]), &id); err == nil {
				all = append(all, id)
			}
		}
	}
	return all
}
