package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"
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
	// Itself says that only the record of ID is meant: where it leads to somebody else's
	// by now, the erasure is a Conflict, since theirs would go with it.
	Itself bool
	Traces Traces // by which what imports say of them is recognised; Erasures fills it in
	// Searched is what the search of the files of imports came to; nil where nobody
	// searched. An import that is not written and that it did not see, or saw otherwise,
	// makes the erasure Stale. Those that tell of the person fail.
	Searched *Searched
}

// Searched is what looking for somebody in the stored imports came to.
type Searched struct {
	Seen map[ImportID]int64 // the imports that are not written, in the versions that were looked at
	Held []ImportID         // those that tell of the person: their files are cleaned after
	Rows []RowRef           // that are theirs
}

// ImportsField is where the payload of an Erased entry lists the imports whose files
// told of the person.
const ImportsField = "imports"

// ErasedImport is why an import fails that was not written before somebody was erased of
// whom it told, or of whom it could not be known whether it told.
const ErasedImport = "Tệp có dữ liệu của một người đã yêu cầu xóa, hoặc chưa đọc được để biết có hay không, nên đã bị xóa; chưa ghi gì. Hãy bỏ người đó khỏi danh sách rồi tải tệp lên lại."

// ErasedDecision closes the other open cases of somebody who was erased.
const ErasedDecision = "Dữ liệu của người này đã được xóa theo yêu cầu, nên yêu cầu này kết thúc."

// ErasedFile, ErasedSheet and ErasedList stand for names of files, sheets and
// shortlists that told of an erased person.
const (
	ErasedFile  = "tệp đã xóa theo yêu cầu"
	ErasedList  = "danh sách đã đổi tên theo yêu cầu xóa"
	ErasedSheet = "trang đã xóa theo yêu cầu"
	// ErasedOrganisation takes the number of the organisation.
	ErasedOrganisation = "Đơn vị %d (đã đổi tên theo yêu cầu xóa)"
)

// ErasedWords stands for the words of a text about others that named an erased person.
const ErasedWords = "[đã xóa theo yêu cầu]"

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

// ErasureFiles are the files of imports, as an erasure needs them.
type ErasureFiles interface {
	// Search looks which imports tell of somebody and changes nothing. Until leave is
	// called no import is read, planned or written.
	Search(ctx context.Context, who Traces) (found *Searched, leave func(), err error)
	// Clean takes somebody who was erased by the entry at out of the files of imports;
	// doing it twice is doing it once. Where nobody knows any more by what they were
	// recognised, who is nil and the previews go too.
	Clean(ctx context.Context, of []ImportID, at Seq, who *Traces) error
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
	// Files are the stored workbooks and previews of imports; nil where there are none.
	Files ErasureFiles
	// Later asks somebody to call Finish soon; nil lets Erase do it before it returns.
	Later func()
	// Rebuild makes the search index anew without deleted documents; nil leaves
	// that to a later Finish.
	Rebuild func(ctx context.Context) error
}

// Erase leaves nothing of a person, in this order: the store together with the changes
// that go with it, the files of the imports that told of them, the store's own files, the
// index. An erasure that is refused has changed nothing; what is left to do after the
// store's part, when a crash comes between, is made good by Finish at the next start.
func (g Erasures) Erase(ctx context.Context, e *ErasePerson, with ...Change) (Receipt, error) {
	if _, err := Authorise(ctx, ErasePeople); err != nil {
		return Receipt{}, err
	}
	r, left, err := g.takeOut(ctx, e, with)
	for tries := 1; KindOf(err) == Stale && tries < eraseTries; tries++ { // changed or merged meanwhile
		r, left, err = g.takeOut(ctx, e, with)
	}
	if err != nil {
		return Receipt{}, err
	}
	if r.Repeated && !slices.Contains(r.Subjects, Subject{SubjectPerson, int64(e.ID)}) { // they are still there
		return Receipt{}, Errorf(Conflict, "Khóa chống gửi trùng này đã được dùng cho một việc khác nên chưa xóa ai. Hãy gửi lại với khóa mới.")
	}
	if g.Later != nil && left == nil {
		g.Later()
		return r, nil
	}
	return r, g.Finish(ctx)
}

// eraseTries is how often an erasure is begun again because the record or an import
// changed while the files of imports were searched.
const eraseTries = 5

// takeOut takes a person out of the store, and then out of the files of imports; left is
// what kept that from being done.
func (g Erasures) takeOut(ctx context.Context, e *ErasePerson, with []Change) (_ Receipt, left, err error) {
	who, err := g.traces(ctx, e.ID)
	if err != nil {
		return Receipt{}, nil, err
	}
	if e.Itself && who.IDs[0] != e.ID {
		return Receipt{}, nil, mergedSince(e.ID, who.IDs[0])
	}
	e.Searched = nil
	if g.Files != nil {
		found, leave, err := g.Files.Search(ctx, who)
		if err != nil {
			return Receipt{}, nil, err
		}
		defer leave()
		for _, row := range found.Rows {
			who.Rows[row] = true
		}
		e.Searched = found
	}
	e.ID, e.Traces = who.IDs[0], who
	r, err := commitAs(ctx, g.Store, ErasePeople, append(slices.Clone(with), e)...)
	if err != nil || r.Repeated || e.Searched == nil {
		return r, nil, err
	}
	return r, g.Files.Clean(ctx, e.Searched.Held, r.Last, &who), nil
}

// mergedSince is the error for an erasure of somebody who became one with another after
// it was asked for.
func mergedSince(gone, kept PersonID) *Error {
	return Errorf(Conflict, "Chưa xóa: hồ sơ %s đã được gộp vào %s sau khi nhận yêu cầu, xóa bây giờ là xóa cả hồ sơ %s. "+
		"Nếu gộp nhầm, hãy tách hai hồ sơ trước rồi giải quyết lại; nếu đúng là một người, hãy mở yêu cầu xóa về %s và từ chối yêu cầu này.",
		gone.Public(), kept.Public(), kept.Public(), kept.Public())
}

// Finish does what is left of erasures that are in the store already.
func (g Erasures) Finish(ctx context.Context) error {
	all, err := g.Store.Erasures(ctx)
	if err != nil {
		return err
	}
	unclean := slices.DeleteFunc(all, func(e Erasure) bool { return e.Clean })
	if len(unclean) == 0 {
		return nil
	}
	if err := g.finishFiles(ctx, unclean); err != nil {
		return err
	}
	if err := g.Store.Scrub(ctx); err != nil || g.Rebuild == nil {
		return err
	}
	if err := g.Rebuild(ctx); err != nil {
		return err
	}
	var last Seq // who was erased since then is the next Finish's
	for _, e := range unclean {
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

// finishFiles cleans the files of the imports that told of people who are erased.
func (g Erasures) finishFiles(ctx context.Context, unclean []Erasure) error {
	if g.Files == nil {
		return nil
	}
	for _, e := range unclean {
		kept, err := g.Store.Payload(ctx, e.Seq)
		if err != nil {
			return err
		}
		var held []ImportID
		if raw, ok := kept[ImportsField]; ok {
			if err := json.Unmarshal(raw, &held); err != nil {
				return &Error{Kind: Damaged, Message: "Danh sách các lần nhập của một lần xóa dữ liệu không đọc được. Hãy chạy trithuc doctor.", Err: err}
			}
		}
		if err := g.Files.Clean(ctx, held, e.Seq, nil); err != nil {
			return err
		}
	}
	return nil
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
		if err := g.partBack(ctx, e.Person, logged); err != nil {
			return again, err
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

// partBack takes somebody out of whom they were merged into when the older copy was made,
// and who was not erased: the two were apart when the one was.
func (g Erasures) partBack(ctx context.Context, gone PersonID, logged []Erasure) error {
	m, err := g.Store.Merged(ctx, gone)
	if KindOf(err) == NotFound || slices.ContainsFunc(logged, func(e Erasure) bool { return e.Person == m.Kept }) {
		return nil
	}
	if err != nil {
		return err
	}
	_, _, err = People{Store: g.Store}.Unmerge(ctx, g.Store, gone)
	return err
}

// same says that the store's trail begins the record as the log remembers it.
func (g Erasures) same(ctx context.Context, e Erasure) (bool, error) {
	at, err := g.Store.Entries(ctx, e.First-1, 1)
	if err != nil || len(at) == 0 {
		return false, err
	}
	return at[0].Hash == e.Origin && at[0].Subject == Subject{SubjectPerson, int64(e.Person)}, nil
}

// ErasedPerson is the error for somebody who was erased.
func ErasedPerson(id PersonID) *Error {
	return Errorf(NotFound, "Hồ sơ %s đã được xóa theo yêu cầu của chủ thể dữ liệu; không còn gì để xem hay khôi phục.", id.Public())
}
