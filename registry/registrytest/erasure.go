package registrytest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// filesOf notes what a store asked of the files of imports.
type filesOf struct {
	store  registry.ImportReader
	beside func()
	held   []registry.ImportID // what is to be found in them
	left   int                 // how often they were left again
	clean  map[registry.ImportID]registry.Seq
	forgot bool // cleaned by nobody's names
}

// Search sees every import that is not written.
func (f *filesOf) Search(ctx context.Context, _ registry.Traces) (*registry.Searched, func(), error) {
	found := &registry.Searched{Seen: map[registry.ImportID]int64{}, Held: f.held}
	all, err := f.store.Imports(ctx, 0, 0)
	for _, i := range all {
		if i.State.Unwritten() {
			found.Seen[i.ID] = i.Version
		}
	}
	if f.beside != nil {
		f.beside()
		f.beside = nil
	}
	return found, func() { f.left++ }, err
}

func (f *filesOf) Clean(_ context.Context, of []registry.ImportID, at registry.Seq, who *registry.Traces) error {
	for _, id := range of {
		if f.clean == nil {
			f.clean = map[registry.ImportID]registry.Seq{}
		}
		f.clean[id] = at
	}
	f.forgot = who == nil
	return nil
}

func (r *room) erasures() registry.Erasures {
	return registry.Erasures{Store: r.Store, Files: &filesOf{store: r.Store}, Rebuild: func(context.Context) error { return nil }}
}

func (r *room) erase(t testing.TB, id registry.PersonID) {
	t.Helper()
	if _, err := r.erasures().Erase(r.ctx, &registry.ErasePerson{ID: id}); err != nil {
		t.Fatalf("erase: %v", err)
	}
}

// Marked gives a person with a marker that no other text holds in every field,
// and the markers.
func Marked(i int, organisation, unit registry.OrganisationID) (*registry.Person, []string) {
	n := 0
	var markers []string
	mark := func() string {
		n++
		m := "Zqx" + lettered(i) + "vết" + lettered(n) + "mốc" // a name has no digits
		markers = append(markers, m)
		return m
	}
	p := Person(6*i+1, organisation, unit)
	p.Name = vietnamese.ParseName("Nguyễn " + mark() + " " + mark())
	p.Email, p.Phone = fmt.Sprintf("zqx%02dthu@mau.edu.vn", i), fmt.Sprintf("09871%02d543", i)
	p.Title.Discipline, p.Rank.Name, p.Nationality = mark(), mark(), mark()
	p.Codes[0].Code = fmt.Sprintf("ZQX%02dMA", i)
	q := &p.Qualifications[0]
	q.Field, q.Institution, q.Country, q.Mode = mark(), mark(), mark(), mark()
	p.Positions[0].Post, p.Positions[0].Contract = mark(), mark()
	p.Expertise[0].Phrase = mark()
	p.Names[0].Name = mark()
	p.Languages[0].Certificate, p.Publications[0].Title, p.Publications[0].Authors = mark(), mark(), []string{mark()}
	p.Patents[0].Title, p.Works[0].Title, p.Exhibitions[0].Title, p.Tasks[0].Name = mark(), mark(), mark(), mark()
	p.Awards[0].Name, p.Training[0].Name, p.Memberships[0].Name, p.Abroad[0].Work = mark(), mark(), mark(), mark()
	p.Advice[0].Topic, p.Bases[0].Document, p.Addresses[0].Line = mark(), mark(), mark()
	return p, append(markers, p.Email, p.Phone, p.Codes[0].Code)
}

// lettered writes a number in letters.
func lettered(n int) string {
	s := []byte(fmt.Sprintf("%03d", n))
	for i := range s {
		s[i] += 'k' - '0'
	}
	return string(s)
}

// Residue looks through every file below dir, byte for byte, for markers: in
// UTF-8, in both orders of UTF-16, and folded in lower case.
func Residue(t testing.TB, dir string, markers []string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, m := range markers {
			for _, form := range forms(m) {
				if bytes.Contains(raw, form) {
					found = append(found, fmt.Sprintf("%s: %q", path, m))
					break
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// forms gives the bytes a text may stand in.
func forms(s string) [][]byte {
	all := [][]byte{[]byte(s), []byte(vietnamese.Fold(s)), []byte(strings.ToLower(s)), []byte(strings.ToUpper(s))}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(s)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	all = append(all, little, big)
	slices.SortFunc(all, bytes.Compare)
	return slices.CompactFunc(all, bytes.Equal)
}

// markedPast puts a marked person through a life: added by an import, amended
// with other markers, asked about in a review, removed and restored, with a
// request and a restricted value.
func (r *room) markedPast(t testing.TB, i int) (registry.PersonID, []string) {
	t.Helper()
	p, markers := Marked(i, r.ctu, r.unit)
	file := &registry.Import{File: "LLKH " + p.Name.Full + ".xlsx", Sheets: []string{p.Name.Full, "B"}, State: registry.ImportReceived}
	r.commit(t, &registry.AddImport{Import: file})
	r.commit(t, &registry.AddPerson{Person: p, Why: registry.Why{Source: registry.Source{Import: file.ID, Sheet: p.Name.Full, Row: 2}}})
	later, more := Marked(i+50, r.ctu, r.unit)
	later.ID = p.ID
	r.commit(t, &registry.AmendPerson{Person: later, Was: 1, Why: registry.Spoken("theo đơn của " + later.Name.Full)})
	proposed, asked := Marked(i+70, r.ctu, r.unit)
	file.Choices.Cells = []registry.CellFix{{Sheet: "A", Cell: "C2", Text: p.Phone}, {Sheet: "A", Cell: "C3", Text: later.Name.Full}}
	r.commit(t, &registry.AmendImport{Import: file, Was: file.Version})
	r.commit(t, &registry.AddReview{Review: &registry.Review{Import: file.ID, Sheet: p.Name.Full, Row: 2, Proposed: proposed,
		Candidates: []registry.PersonID{p.ID}, Evidence: []string{"trùng tên " + proposed.Name.Full}}})
	if _, err := r.requests().Open(r.ctx, &registry.Request{Kind: registry.RequestAccess, Person: p.ID, Name: proposed.Name.Full, Contact: later.Email, Detail: "xem"}); err != nil {
		t.Fatal(err)
	}
	list := &registry.Shortlist{Name: "Hội đồng của " + later.Name.Full, People: []registry.PersonID{p.ID}}
	r.commit(t, &registry.PutShortlist{Shortlist: list})
	list.Name += " (sửa)"
	r.commit(t, &registry.PutShortlist{Shortlist: list, Was: list.Version})
	r.commit(t, &registry.RemovePerson{ID: p.ID, Was: 2, Why: registry.Why{Reason: "như một chương trình cũ ghi: " + p.Name.Full}})
	if _, _, err := (registry.People{Store: r.Store}).Revert(r.ctx, r.Store, p.ID, r.lastOf(t, p.ID).Seq); err != nil {
		t.Fatal(err)
	}
	cited := registry.Spoken("Lấy công bố từ tệp " + later.Name.Full + ".bib")
	cited.Source = registry.Source{Account: Operator.Account, File: later.Name.Full + " - bai bao.bib"}
	phoned := r.person(t, p.ID)
	phoned.Phone = "0987111222"
	r.commit(t, &registry.AmendPerson{Person: phoned, Was: phoned.Version, Why: cited})
	r.openedFor(t, p.ID, "xem cho "+later.Name.Full)
	return p.ID, append(append(markers, more...), asked...)
}

// openedFor keeps a number of somebody and opens it for a purpose, as this program
// writes it down and as a former one did.
func (r *room) openedFor(t testing.TB, id registry.PersonID, purpose string) {
	t.Helper()
	gate := r.secrets("một")
	if _, err := gate.Keep(r.ctx, id, registry.Citizen, number(int(id)), registry.Why{}); err != nil {
		t.Fatal(err)
	}
	if _, err := gate.Open(r.ctx, id, registry.Citizen, purpose); err != nil {
		t.Fatal(err)
	}
	r.commit(t, &registry.NoteOpened{Why: registry.Why{Reason: purpose}, Person: id, Field: registry.Citizen})
}

// lastOf gives the last entry about a person.
func (r *room) lastOf(t testing.TB, id registry.PersonID) registry.Entry {
	t.Helper()
	all, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(id)})
	if err != nil || len(all) == 0 {
		t.Fatalf("entries of %d: %v, %v", id, all, err)
	}
	return all[len(all)-1]
}

// erasureLeavesNothing erases one of many and looks for them byte by byte while
// the store is open, and again when it is closed.
func erasureLeavesNothing(t *testing.T, r *room) {
	r.furnished(t).add(t, 120)
	id, markers := r.markedPast(t, 1)
	r.add(t, 60)
	if len(Residue(t, r.dir, markers)) == 0 {
		t.Fatal("the markers were not there to begin with")
	}
	r.erase(t, id)
	if left := Residue(t, r.dir, markers); len(left) > 0 {
		t.Errorf("while open: %v", left)
	}
	r.reopen(t)
	if left := Residue(t, r.dir, markers); len(left) > 0 {
		t.Errorf("when closed: %v", left)
	}
	lists, err := r.Shortlists(r.ctx)
	if err != nil || len(lists) != 1 || len(lists[0].People) != 0 || lists[0].Name != registry.ErasedList {
		t.Errorf("shortlists: %+v, %v", lists, err)
	}
	tombs, err := r.Erasures(r.ctx)
	if err != nil || len(tombs) != 1 || tombs[0].Person != id || !tombs[0].Clean {
		t.Errorf("got %+v, %v, want one clean tombstone", tombs, err)
	}
	if totals, err := r.Totals(r.ctx); err != nil || totals.People != 180 {
		t.Errorf("got %+v, %v, want the 180 others", totals, err)
	}
	before := r.person(t, 1)
	p := Person(700, r.ctu, r.unit)
	r.commit(t, &registry.AddPerson{Person: p})
	if p.ID <= id || before.ID != 1 {
		t.Errorf("the id %d was given again", p.ID)
	}
}

// erasureOfMerged erases somebody who took another in, and somebody who was taken
// in and out again: what the other's entries mixed goes too.
func erasureOfMerged(t *testing.T, r *room) {
	r.furnished(t)
	gate := registry.People{Store: r.Store}
	kept, first := r.markedPast(t, 1)
	gone, second := r.markedPast(t, 2)
	if _, _, err := gate.Merge(r.ctx, kept, gone); err != nil {
		t.Fatal(err)
	}
	r.erase(t, gone) // leads to kept, and takes both
	if left := Residue(t, r.dir, append(first, second...)); len(left) > 0 {
		t.Errorf("merged: %v", left)
	}

	stays := r.add(t, 1)[0].ID
	guest, third := r.markedPast(t, 3)
	if _, _, err := gate.Merge(r.ctx, stays, guest); err != nil {
		t.Fatal(err)
	}
	p := r.person(t, stays)
	p.Expertise = p.Expertise[:1]
	r.commit(t, &registry.AmendPerson{Person: p, Was: p.Version})
	if _, _, err := gate.Unmerge(r.ctx, r.Store, guest); err != nil {
		t.Fatal(err)
	}
	r.erase(t, guest)
	if left := Residue(t, r.dir, third); len(left) > 0 {
		t.Errorf("unmerged: %v", left)
	}
	if got := r.person(t, stays); got.Name != Person(0, 0, 0).Name {
		t.Errorf("who stays became %v", got.Name)
	}
}

// erasureOfMergedSince: whoever was asked to be erased and was merged afterwards does not
// take along whom they were merged into, not even when both happen at once; taken apart
// they alone go. Of a case about the one who stays the merged go too.
func erasureOfMergedSince(t *testing.T, r *room) {
	r.furnished(t)
	gate := registry.People{Store: r.Store}
	people := r.add(t, 3)
	stays, asks, third := people[0].ID, people[1].ID, people[2].ID
	id := r.asks(t, registry.RequestErase, asks)
	merge := func() {
		if _, _, err := gate.Merge(r.ctx, stays, asks); err != nil {
			t.Fatal(err)
		}
	}
	beside := r.erasures()
	beside.Files = &filesOf{store: r.Store, beside: merge}
	for range 2 { // while the files are searched, and after
		_, err := r.requests().Erase(r.ctx, beside, id)
		refused(t, err, registry.Conflict)
		if err != nil && (!strings.Contains(err.Error(), asks.Public()) || !strings.Contains(err.Error(), stays.Public())) {
			t.Errorf("%v names not both", err)
		}
	}
	if open, err := registry.OpenRequestsOf(r.ctx, r.Store, stays, asks); err != nil || len(open) != 1 || open[0].ID != id {
		t.Errorf("open: %+v, %v", open, err)
	}
	if _, _, err := gate.Unmerge(r.ctx, r.Store, asks); err != nil {
		t.Fatal(err)
	}
	if _, err := r.requests().Erase(r.ctx, r.erasures(), id); err != nil {
		t.Fatal(err)
	}
	r.person(t, stays)
	_, err := r.Person(r.ctx, asks)
	refused(t, err, registry.NotFound)

	id = r.asks(t, registry.RequestErase, stays)
	if _, _, err := gate.Merge(r.ctx, stays, third); err != nil {
		t.Fatal(err)
	}
	if _, err := r.requests().Erase(r.ctx, r.erasures(), id); err != nil {
		t.Fatal(err)
	}
	_, err = r.Person(r.ctx, third)
	refused(t, err, registry.NotFound)
}

// erasedStaysErased tries every way back.
func erasedStaysErased(t *testing.T, r *room) {
	r.furnished(t)
	id, _ := r.markedPast(t, 1)
	removal := r.lastOf(t, id).Seq - 1
	r.erase(t, id)
	_, err := r.Person(r.ctx, id)
	refused(t, err, registry.NotFound)
	if err != nil && !strings.Contains(err.Error(), "theo yêu cầu") {
		t.Errorf("got %v, want to be told of the erasure", err)
	}
	for _, seq := range []registry.Seq{removal, r.lastOf(t, id).Seq} {
		_, _, err = registry.People{Store: r.Store}.Revert(r.ctx, r.Store, id, seq)
		refused(t, err, registry.Conflict)
	}
	_, err = registry.AsOf(r.ctx, r.Store, id, registry.Moment{Seq: removal - 1})
	refused(t, err, registry.NotFound)
	steps, err := registry.History(r.ctx, r.Store, id)
	if err != nil || len(steps) == 0 || !steps[0].Erased || steps[len(steps)-1].After != nil {
		t.Errorf("got %+v, %v, want steps that show as erased", steps, err)
	}
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.RestorePerson{Person: Person(1, 0, 0), Was: 4}})
	refused(t, err, registry.NotFound)
	_, err = r.erasures().Erase(r.ctx, &registry.ErasePerson{ID: id})
	refused(t, err, registry.NotFound)
	_, err = r.erasures().Erase(r.ctx, &registry.ErasePerson{ID: 99})
	refused(t, err, registry.NotFound)
}

// erasureIsReplayed puts an older copy in the place of the store, as a restore
// does, the log of erasures staying.
func erasureIsReplayed(t *testing.T, r *room) {
	stays := r.furnished(t).add(t, 5)[0].ID
	id, markers := r.markedPast(t, 1)
	if _, _, err := r.people().Merge(r.ctx, stays, id); err != nil { // parted after the copy
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	older := t.TempDir()
	err := os.CopyFS(older, os.DirFS(r.dir))
	if err != nil {
		t.Fatal(err)
	}
	if r.Store, err = r.open(r.ctx, r.dir); err != nil {
		t.Fatal(err)
	}
	late := Person(40, 0, 0)
	r.commit(t, &registry.AddPerson{Person: late})
	if _, _, err := r.people().Unmerge(r.ctx, r.Store, id); err != nil {
		t.Fatal(err)
	}
	r.erase(t, id)
	r.erase(t, late.ID)
	erasedLog, err := r.ErasureLog(r.ctx)
	if err != nil || len(erasedLog) != 2 {
		t.Fatalf("log: %+v, %v", erasedLog, err)
	}
	another := r.addedBefore(t, older) // by who did not bring the log along
	if another != late.ID {
		t.Fatalf("got id %d, want that of who was erased", another)
	}
	r.restoreUnder(t, older)
	if n, err := r.erasures().Replay(r.ctx); n != 1 || err != nil {
		t.Errorf("got %d, %v, want one erased again", n, err)
	}
	if left := Residue(t, r.dir, markers); len(left) > 0 {
		t.Errorf("after the replay: %v", left)
	}
	r.person(t, another)
	r.person(t, stays)
	if n, err := r.erasures().Replay(r.ctx); n != 0 || err != nil {
		t.Errorf("again: got %d, %v, want nothing to do", n, err)
	}
}

// addedBefore adds somebody to the store in a folder.
func (r *room) addedBefore(t testing.TB, dir string) registry.PersonID {
	t.Helper()
	store, err := r.open(r.ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	p := Person(41, 0, 0)
	if _, err := store.Commit(r.ctx, Operator, []registry.Change{&registry.AddPerson{Person: p}}); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// restoreUnder puts an older copy in the place of the store and keeps the log of
// erasures.
func (r *room) restoreUnder(t testing.TB, older string) {
	t.Helper()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(filepath.Join(r.dir, "erasures.log"))
	if err != nil {
		t.Fatal(err)
	}
	r.dir = older
	if err := os.WriteFile(filepath.Join(older, "erasures.log"), log, 0o600); err != nil {
		t.Fatal(err)
	}
	if r.Store, err = r.open(r.ctx, r.dir); err != nil {
		t.Fatal(err)
	}
}

// erasureIsFinished cuts an erasure after each of its parts and finishes it.
func erasureIsFinished(t *testing.T, r *room) {
	r.furnished(t).add(t, 5)
	id, markers := r.markedPast(t, 1)
	cut := r.erasures()
	cut.Later = func() {} // then the power went
	_, err := cut.Erase(r.ctx, &registry.ErasePerson{ID: id})
	if err != nil {
		t.Fatal(err)
	}
	r.reopen(t)
	log, err := r.ErasureLog(r.ctx)
	if err != nil || len(log) != 1 || log[0].Person != id {
		t.Errorf("the log: %+v, %v", log, err)
	}
	failing := r.erasures()
	failing.Rebuild = func(context.Context) error { return context.Canceled }
	if err := failing.Finish(r.ctx); err == nil {
		t.Error("an index that could not be built was passed over")
	}
	late := r.add(t, 1)[0].ID
	beside := r.erasures()
	beside.Rebuild = func(context.Context) error {
		another := r.erasures()
		another.Later = func() {}
		_, err := another.Erase(r.ctx, &registry.ErasePerson{ID: late})
		return err
	}
	if err := beside.Finish(r.ctx); err != nil {
		t.Fatal(err)
	}
	tombs, err := r.Erasures(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range tombs {
		if e.Clean != (e.Person == id) {
			t.Errorf("erased while the one before was cleaned: %+v", e)
		}
	}
	rebuilt := 0
	g := r.erasures()
	g.Rebuild = func(context.Context) error { rebuilt++; return nil }
	for range 2 {
		if err := g.Finish(r.ctx); err != nil {
			t.Fatal(err)
		}
	}
	if left := Residue(t, r.dir, markers); len(left) > 0 || rebuilt != 1 {
		t.Errorf("left %v, the index was built %d times", left, rebuilt)
	}
}

// undoAfterErasure takes back an import that added two people, of whom one was
// erased since.
func undoAfterErasure(t *testing.T, r *room) {
	r.furnished(t)
	first, markers := Marked(1, r.ctu, r.unit)
	second := Person(3, r.ctu, r.unit)
	i := r.applied(t, func(registry.ImportID) []registry.Change {
		return []registry.Change{&registry.AddPerson{Person: first}, &registry.AddPerson{Person: second}}
	})
	r.erase(t, first.ID)
	done, _, err := r.imports().Undo(r.ctx, r.Store, i.ID)
	if err != nil || done.Removed != 1 {
		t.Errorf("got %+v, %v, want the other removed", done, err)
	}
	if left := Residue(t, r.dir, markers); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func keyedErasure(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	file := &registry.Import{File: "a.xlsx", State: registry.ImportReceived}
	r.commit(t, &registry.AddImport{Import: file})
	gate := r.erasures()
	gate.Files = &filesOf{store: r.Store, held: []registry.ImportID{file.ID}}
	ctx := registry.WithKey(r.ctx, registry.Key{Value: "k1", Digest: registry.Digest{1}})
	first, err := gate.Erase(ctx, &registry.ErasePerson{ID: people[0].ID})
	if err != nil || first.Repeated {
		t.Fatalf("got %+v, %v", first, err)
	}
	_, err = r.Person(r.ctx, people[0].ID)
	refused(t, err, registry.NotFound)
	_, err = gate.Erase(ctx, &registry.ErasePerson{ID: people[1].ID}) // answered before, for another
	refused(t, err, registry.Conflict)
	r.person(t, people[1].ID)
}
