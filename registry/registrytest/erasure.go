package registrytest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
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
