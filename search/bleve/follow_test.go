package bleve_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
	"trithuc/registry/vietnamese"
	"trithuc/search"
	"trithuc/search/bleve"
)

// house is a real store with a real index beside it.
type house struct {
	t     testing.TB
	ctx   context.Context
	dir   string
	store *sqlite.DB
	index *bleve.Index
	org   registry.OrganisationID
	next  int // number of the next sample person
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, ctx: registrytest.Context(t), dir: t.TempDir()}
	var err error
	if h.store, err = sqlite.Open(h.ctx, h.dir, sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	h.openIndex()
	receipt := h.commit(registrytest.Furniture()...)
	h.org = registry.OrganisationID(receipt.Subjects[0].ID)
	t.Cleanup(func() {
		if err := errors.Join(h.index.Close(), h.store.Close()); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) openIndex() {
	h.t.Helper()
	var err error
	if h.index, err = bleve.Open(filepath.Join(h.dir, "index")); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) closeIndex() {
	h.t.Helper()
	if err := h.index.Close(); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) commit(changes ...registry.Change) registry.Receipt {
	h.t.Helper()
	r, err := h.store.Commit(h.ctx, registrytest.Operator, changes)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *house) add(n int) {
	h.t.Helper()
	var changes []registry.Change
	for range n {
		changes = append(changes, &registry.AddPerson{Person: registrytest.Person(h.next, h.org, 0)})
		h.next++
	}
	h.commit(changes...)
}

func (h *house) catchUp() {
	h.t.Helper()
	if err := search.NewFollower(h.store, h.index).CatchUp(h.ctx, nil); err != nil {
		h.t.Fatal(err)
	}
}

// agree holds index and store together, by doctor's check and by asking for
// somebody.
func (h *house) agree() {
	h.t.Helper()
	findings, err := search.Agree(h.ctx, h.store, h.index)
	if err != nil || len(findings) > 0 {
		h.t.Fatalf("index and store: %v, %v", findings, err)
	}
}

func (h *house) everybody() (all []*registry.Person) {
	h.t.Helper()
	for p, err := range h.store.AllPeople(h.ctx, 0) {
		if err != nil {
			h.t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// failing breaks Apply after a number of calls, before or behind the write, as
// a crash does.
type failing struct {
	search.Index
	left   int
	behind bool
}

var errCrash = errors.New("crash")

func (f *failing) Apply(ctx context.Context, b search.Batch) error {
	if f.left--; f.left >= 0 {
		return f.Index.Apply(ctx, b)
	}
	if f.behind {
		if err := f.Index.Apply(ctx, b); err != nil {
			return err
		}
	}
	return errCrash
}

// notAhead holds the index to its position: whatever the trail says up to there
// is in it, or newer.
func (h *house) notAhead() {
	h.t.Helper()
	at, err := h.index.Position(h.ctx)
	if err != nil {
		h.t.Fatal(err)
	}
	held := map[registry.PersonID]int64{}
	for v, err := range h.index.Versions(h.ctx) {
		if err != nil {
			h.t.Fatal(err)
		}
		held[v.Person] = v.Version
	}
	entries, err := h.store.Entries(h.ctx, 0, int(at.Seq))
	if err != nil {
		h.t.Fatal(err)
	}
	there := map[registry.PersonID]bool{}
	for _, p := range h.everybody() {
		there[p.ID] = true
	}
	for _, e := range entries {
		id := registry.PersonID(e.Subject.ID)
		if e.Subject.Kind != registry.SubjectPerson || e.Action == registry.Removed || !there[id] {
			continue
		}
		if held[id] < e.Version {
			h.t.Fatalf("at %d, but person %d is held in version %d, entry %d made %d", at.Seq, id, held[id], e.Seq, e.Version)
		}
	}
}

// histories is how many random histories one test runs: each opens a store and
// an index on disk.
const histories = "12"

// TestFollowerThroughAnything changes the registry at random, crashes and
// reopens in between, and ends in agreement.
func TestFollowerThroughAnything(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	defer checks.Value.Set(checks.Value.String())
	if err := checks.Value.Set(histories); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		rt.Repeat(map[string]func(*rapid.T){
			"add":      func(rt *rapid.T) { h.add(rapid.IntRange(1, 30).Draw(rt, "people")) },
			"amend":    func(rt *rapid.T) { h.amendSome(rt) },
			"remove":   func(rt *rapid.T) { h.removeOne(rt) },
			"organise": func(rt *rapid.T) { h.commit(h.newUnit()) },
			"relist":   func(*rapid.T) { h.commit(registrytest.Furniture()[3]) },
			"catch up": func(*rapid.T) { h.catchUp() },
			"restart": func(*rapid.T) {
				if err := h.index.Restart(h.ctx); err != nil {
					rt.Fatal(err)
				}
			},
			"crash": func(rt *rapid.T) { h.crash(rt) },
			"":      func(*rapid.T) { h.notAhead() },
		})
		h.catchUp()
		h.agree()
	})
}

func (h *house) amendSome(rt *rapid.T) {
	all := h.everybody()
	if len(all) == 0 {
		return
	}
	for range rapid.IntRange(1, 5).Draw(rt, "times") {
		p, err := h.store.Person(h.ctx, all[rapid.IntRange(0, len(all)-1).Draw(rt, "who")].ID)
		if err != nil {
			rt.Fatal(err)
		}
		h.next++
		p.Name = vietnamese.ParseName(fmt.Sprintf("Đặng Người %d", h.next))
		h.commit(&registry.AmendPerson{Person: p, Was: p.Version})
	}
}

func (h *house) removeOne(rt *rapid.T) {
	if all := h.everybody(); len(all) > 0 {
		p := all[rapid.IntRange(0, len(all)-1).Draw(rt, "who")]
		h.commit(&registry.RemovePerson{ID: p.ID, Was: p.Version})
	}
}

func (h *house) newUnit() registry.Change {
	h.next++
	return &registry.AddOrganisation{Organisation: &registry.Organisation{
		ID: -1, Kind: registry.Unit, Name: fmt.Sprintf("Khoa mới %d", h.next), Parent: h.org}}
}

func (h *house) crash(rt *rapid.T) {
	f := &failing{Index: h.index, left: rapid.IntRange(0, 2).Draw(rt, "batches"), behind: rapid.Bool().Draw(rt, "behind the write")}
	if err := search.NewFollower(h.store, f).CatchUp(h.ctx, nil); err != nil && !errors.Is(err, errCrash) {
		rt.Fatal(err)
	}
	h.closeIndex()
	h.openIndex()
}

// TestInterruptedAnywhere stops a long catch-up at every batch in turn.
func TestInterruptedAnywhere(t *testing.T) {
	h := newHouse(t)
	h.add(2200)
	for left := range 3 { // of three batches; none interrupted is the catch-up at the end
		for _, behind := range []bool{false, true} {
			f := &failing{Index: h.index, left: left, behind: behind}
			if err := search.NewFollower(h.store, f).CatchUp(h.ctx, nil); err != nil && !errors.Is(err, errCrash) {
				t.Fatal(err)
			}
			h.notAhead()
			h.closeIndex()
			h.openIndex()
			h.notAhead()
			if err := h.index.Restart(h.ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	h.catchUp()
	h.agree()
}

// TestRenamedListIsFound: people are found under the new name of their field
// although they themselves did not change.
func TestRenamedListIsFound(t *testing.T) {
	h := newHouse(t)
	h.add(5)
	h.catchUp()
	h.commit(&registry.LoadCodes{Scheme: registry.SchemeField, Version: "mẫu", Codes: []registry.Code{
		{Code: "4", Name: "Khoa học nông nghiệp"}, {Code: "403", Parent: "4", Name: "Nghề cá"}, {Code: "40301", Parent: "403", Name: "Ngư nghiệp"},
	}})
	h.catchUp()
	h.agree()
	s := &search.Searcher{Index: h.index, References: h.store, Now: time.Now}
	a, err := s.Search(h.ctx, search.Query{Text: "ngư nghiệp"})
	if err != nil || a.Total != 5 {
		t.Errorf("%d found by the new name of their field, %v; want 5", a.Total, err)
	}
}

// TestNewVersionIsFollowed: once a new version of a list is loaded, people are found by
// its codes and by the former ones alike, counted under the new, and exported by the day;
// nobody builds anything again.
func TestNewVersionIsFollowed(t *testing.T) {
	h := newHouse(t)
	h.add(4)
	h.catchUp()
	ref, err := h.store.Reference(h.ctx)
	if err != nil {
		t.Fatal(err)
	}
	from := registry.Date{Year: 2025, Month: 12, Day: 15}
	version := registry.PlanCatalogue(ref, registry.SchemeField, []registry.Code{
		{Scheme: registry.SchemeField, Version: "moi", Code: "5", Name: "Nông, lâm, ngư", ValidFrom: from},
		{Scheme: registry.SchemeField, Version: "moi", Code: "501", Parent: "5", Name: "Ngành cá", ValidFrom: from},
		{Scheme: registry.SchemeField, Version: "moi", Code: "50101", Parent: "501", Name: "Ngư nghiệp", ValidFrom: from, Replaces: []string{"40301"}},
	}, "thử")
	if _, err := (registry.Catalogues{Store: h.store}).LoadPlan(h.ctx, version); err != nil {
		t.Fatal(err)
	}
	native := registrytest.Person(h.next, h.org, 0)
	native.Fields = []registry.FieldOf{{Code: "50101"}}
	h.commit(&registry.AddPerson{Person: native})
	h.catchUp()
	h.agree()
	s := &search.Searcher{Index: h.index, References: h.store, Now: func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }}
	for _, code := range []string{"50101", "501", "5", "40301", "403", "4"} {
		a, err := s.Search(h.ctx, search.Query{Filters: []search.Filter{{Facet: search.FacetField, Values: []string{code}}}, Facets: []search.Facet{search.FacetField}})
		if got := a.Facets[search.FacetField]; err != nil || a.Total != 5 || len(got) != 1 || got[0] != (search.Count{Value: "501", N: 5}) {
			t.Errorf("by %s: %d found, counted %v, %v; want all 5 under 501", code, a.Total, got, err)
		}
	}
	for _, text := range []string{"thủy sản", "ngư nghiệp"} {
		if a, err := s.Search(h.ctx, search.Query{Text: text}); err != nil || a.Total != 5 {
			t.Errorf("%q: %d found, %v; want 5", text, a.Total, err)
		}
	}
	if ref, err = h.store.Reference(h.ctx); err != nil {
		t.Fatal(err)
	}
	for _, p := range h.everybody() {
		now, then := registry.LineOf(p, ref, ref.Retirement(), registry.Date{Year: 2026}), registry.LineOf(p, ref, ref.Retirement(), registry.Date{Year: 2020})
		if now.Fields[0] != "50101" || then.Fields[0] != "40301" || now.Record.Fields[0].Code != p.Fields[0].Code {
			t.Errorf("%d is exported with %v today, %v in 2020, record %v", p.ID, now.Fields, then.Fields, now.Record.Fields)
		}
	}
}

// TestAnotherTrail: an index of another registry is filled anew.
func TestAnotherTrail(t *testing.T) {
	a, b := newHouse(t), newHouse(t)
	a.add(10)
	b.add(25)
	a.catchUp()
	b.closeIndex()
	a.closeIndex()
	if err := errors.Join(os.RemoveAll(filepath.Join(b.dir, "index")), os.CopyFS(filepath.Join(b.dir, "index"), os.DirFS(filepath.Join(a.dir, "index")))); err != nil {
		t.Fatal(err)
	}
	a.openIndex()
	b.openIndex()
	b.catchUp()
	b.agree()
}

// TestWait: whoever waits for an entry finds it.
func TestWait(t *testing.T) {
	h := newHouse(t)
	f := search.NewFollower(h.store, h.index)
	ctx, stop := context.WithCancel(h.ctx)
	done := make(chan error)
	go func() { done <- f.Run(ctx) }()
	for range 5 {
		r := h.commit(&registry.AddPerson{Person: registrytest.Person(h.next, h.org, 0)})
		h.next++
		within, cancel := context.WithTimeout(ctx, 10*time.Second)
		if err := f.Wait(within, r.Last); err != nil {
			t.Fatal(err)
		}
		cancel()
		h.agree()
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := f.Wait(short, 1<<40); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for what never comes: %v", err)
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
}
