package registrytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// planned adds an import that waits for somebody to confirm it.
func (r *room) planned(t testing.TB, file string) *registry.Import {
	t.Helper()
	i := &registry.Import{File: file, State: registry.ImportPlanned, Plan: "abc", Choices: registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: "B2", Text: "x"}}}}
	r.commit(t, &registry.AddImport{Import: i})
	return i
}

func (r *room) stored(t testing.TB, id registry.ImportID) *registry.Import {
	t.Helper()
	i, err := r.Import(r.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// erasureRefused lets somebody change an import again and again while it is searched: the
// erasure gives up, and everything is as it was.
func erasureRefused(t *testing.T, r *room) {
	id := r.furnished(t).add(t, 2)[0].ID
	i := r.planned(t, "a.xlsx")
	asked := r.asks(t, registry.RequestErase, id)
	files := &filesOf{store: r.Store, held: []registry.ImportID{i.ID}}
	change := func() {
		i.Failure += "."
		r.commit(t, &registry.AmendImport{Import: i, Was: i.Version})
	}
	g := r.erasures()
	g.Files = alwaysBeside{files, change}
	_, err := r.requests().Erase(r.ctx, g, asked)
	refused(t, err, registry.Stale)
	r.person(t, id)
	if now := r.stored(t, i.ID); now.State != registry.ImportPlanned || len(now.Choices.Cells) != 1 || len(files.clean) != 0 || files.left == 0 || !r.request(t, asked).Open() {
		t.Errorf("after it was refused: %+v, cleaned %v, left %d times", now, files.clean, files.left)
	}
	// one that was added meanwhile was not searched either
	g.Files = &filesOf{store: r.Store, beside: func() { r.planned(t, "b.xlsx") }}
	if _, err := r.requests().Erase(r.ctx, g, asked); err != nil {
		t.Errorf("searched again: %v", err)
	}
}

// alwaysBeside are files beside which something happens at every search.
type alwaysBeside struct {
	*filesOf
	always func()
}

func (f alwaysBeside) Search(ctx context.Context, who registry.Traces) (*registry.Searched, func(), error) {
	f.beside = f.always
	return f.filesOf.Search(ctx, who)
}

// failingFiles cannot be cleaned while failing stands.
type failingFiles struct {
	*filesOf
	failing error
}

func (f *failingFiles) Clean(ctx context.Context, of []registry.ImportID, at registry.Seq, who *registry.Traces) error {
	if f.failing != nil {
		return f.failing
	}
	return f.filesOf.Clean(ctx, of, at, who)
}

// erasureOfImports erases somebody of whom two imports tell, one of them written; when
// their files cannot be cleaned that is done later.
func erasureOfImports(t *testing.T, r *room) {
	r.furnished(t)
	waits, other := r.planned(t, "chờ.xlsx"), r.planned(t, "khác.xlsx")
	p := Person(1, r.ctu, r.unit)
	written := r.applied(t, func(registry.ImportID) []registry.Change { return []registry.Change{&registry.AddPerson{Person: p}} })
	files := &failingFiles{&filesOf{store: r.Store, held: []registry.ImportID{waits.ID, written.ID}}, errors.New("no room")}
	g := r.erasures()
	g.Files, g.Later = files, func() { t.Error("called done") }
	if _, err := g.Erase(r.ctx, &registry.ErasePerson{ID: p.ID}); err == nil {
		t.Error("files that could not be cleaned were passed over")
	}
	_, err := r.Person(r.ctx, p.ID)
	refused(t, err, registry.NotFound)
	for _, c := range []struct {
		of   *registry.Import
		want registry.ImportState
	}{{waits, registry.ImportFailed}, {other, registry.ImportPlanned}, {written, registry.ImportApplied}} {
		if now := r.stored(t, c.of.ID); now.State != c.want || (c.want == registry.ImportFailed) != (now.Failure == registry.ErasedImport && len(now.Choices.Cells) == 0) {
			t.Errorf("got %+v, want it %s", now, c.want)
		}
	}
	was := *waits // a job that planned it before
	was.State = registry.ImportApproved
	_, err = r.Commit(r.ctx, Operator, []registry.Change{&registry.AmendImport{Import: &was, Was: waits.Version}})
	refused(t, err, registry.Stale)
	r.reopen(t)
	files.store, files.failing = r.Store, nil
	g.Store = r.Store
	if err := g.Finish(r.ctx); err != nil {
		t.Fatal(err)
	}
	tombs, err := r.Erasures(r.ctx)
	if err != nil || len(tombs) != 1 || !tombs[0].Clean || !files.forgot || len(files.clean) != 2 || files.clean[waits.ID] != tombs[0].Seq {
		t.Errorf("finished: %+v, %v; cleaned %+v", tombs, err, files.filesOf)
	}
}

// erasureOfWords erases somebody whose row waits for an answer that names nobody, and of
// whom the names of a file, a list and a unit tell by half.
func erasureOfWords(t *testing.T, r *room) {
	r.furnished(t)
	p, markers := Marked(1, r.ctu, r.unit)
	p.Name = vietnamese.ParseName("Nguyễn Thị Wvkmốc")
	asked, more := Marked(2, r.ctu, r.unit)
	asked.Name, asked.Birth = p.Name, p.Birth
	namesake := Person(9, r.ctu, r.unit)
	namesake.Name, namesake.Birth = p.Name, registry.Date{Year: 1950}
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		from := registry.Why{Source: registry.Source{Import: id, Sheet: "A", Row: 2}}
		return []registry.Change{&registry.AddPerson{Why: from, Person: p},
			&registry.AddReview{Review: &registry.Review{Import: id, Sheet: "A", Row: 3, Proposed: asked, Evidence: []string{"trùng dòng khác"}}},
			&registry.AddReview{Review: &registry.Review{Import: id, Sheet: "A", Row: 4, Proposed: namesake}}}
	})
	i = r.stored(t, i.ID)
	i.File = "ho-so-wvkmoc.csv"
	r.commit(t, &registry.AmendImport{Import: i, Was: i.Version})
	r.commit(t, &registry.PutShortlist{Shortlist: &registry.Shortlist{Name: "DS Thị Wvkmốc", People: []registry.PersonID{p.ID}}})
	r.commit(t, &registry.PutShortlist{Shortlist: &registry.Shortlist{Name: "Danh sách thị trường"}})
	r.erase(t, p.ID)
	if left := Residue(t, r.dir, append(append(markers[2:], more[2:]...), "ho-so-wvkmoc", "DS Thị")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	open, err := r.Reviews(r.ctx, i.ID, 0, 0)
	if err != nil || len(open) != 1 || open[0].Row != 4 {
		t.Errorf("open questions: %+v, %v, want that about the namesake", open, err)
	}
	lists, err := r.Shortlists(r.ctx)
	if err != nil || !slices.ContainsFunc(lists, func(l registry.Shortlist) bool { return l.Name == "Danh sách thị trường" }) {
		t.Errorf("lists: %+v, %v", lists, err)
	}
}

// erasureOfUnits erases somebody after whom an import called a unit that only they are
// in; one where others are, and one that nobody's import made, stay.
func erasureOfUnits(t *testing.T, r *room) {
	r.furnished(t)
	p, _ := Marked(1, r.ctu, r.unit)
	p.Name = vietnamese.ParseName("Nguyễn Thị Wvkmốc")
	other := Person(4, r.ctu, r.unit)
	unit := func(id registry.OrganisationID, name string) *registry.Organisation {
		return &registry.Organisation{ID: id, Kind: registry.Unit, Name: name, Parent: r.ctu}
	}
	theirs, shared, gone := unit(-1, "Tổ của cô Wvkmốc"), unit(-2, "Nhóm Nguyễn Thị Wvkmốc"), unit(-3, "Phòng cũ Wvkmốc")
	own := unit(0, "Quỹ Nguyễn Thị Wvkmốc")
	r.commit(t, &registry.AddOrganisation{Organisation: own})
	r.applied(t, func(id registry.ImportID) []registry.Change {
		from := registry.Why{Source: registry.Source{Import: id, Sheet: "A", Row: 2}}
		p.Positions[0].Unit, other.Positions[0].Unit = -1, -2
		return []registry.Change{&registry.AddOrganisation{Why: from, Organisation: theirs}, &registry.AddOrganisation{Why: from, Organisation: shared},
			&registry.AddOrganisation{Why: from, Organisation: gone}, &registry.AddPerson{Why: from, Person: p}, &registry.AddPerson{Why: from, Person: other}}
	})
	r.commit(t, &registry.RemoveOrganisation{ID: gone.ID})
	r.erase(t, p.ID)
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[registry.OrganisationID]string{theirs.ID: fmt.Sprintf(registry.ErasedOrganisation, theirs.ID), shared.ID: "Nhóm Nguyễn Thị Wvkmốc", own.ID: "Quỹ Nguyễn Thị Wvkmốc"} {
		if got := ref.OrganisationName(id); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if left := Residue(t, r.dir, []string{"Tổ của cô Wvk", "Phòng cũ"}); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// erasureElsewhere erases somebody whose name officers typed where the registry tells of
// others: a case of somebody else, a note and a reason of an organisation, the number and
// the file of a signed form, the reason of a step of a list.
func erasureElsewhere(t *testing.T, r *room) {
	r.furnished(t)
	p := Person(1, r.ctu, r.unit)
	p.Name = vietnamese.ParseName("Nguyễn Thị Wvkmốc")
	other := Person(2, r.ctu, r.unit)
	i := r.applied(t, func(id registry.ImportID) []registry.Change {
		from := registry.Why{Source: registry.Source{Import: id, Sheet: "A", Row: 2}}
		return []registry.Change{&registry.AddPerson{Why: from, Person: p}, &registry.AddPerson{Why: from, Person: other}}
	})
	i = r.stored(t, i.ID)
	i.Lot.Signed = &registry.SignedCopy{Number: "12/Wvkmốc", File: "biên bản Thị Wvkmốc.pdf"}
	i.Lot.Steps = []registry.LotStep{{Reason: "thiếu giấy của Thị Wvkmốc"}}
	r.commit(t, &registry.AmendImport{Import: i, Was: i.Version})
	q := &registry.Request{Kind: registry.RequestCorrect, Person: other.ID, Name: "Người Mẫu Hỏi", Detail: "sửa chỗ ghi nhầm của NGUYỄN THỊ WVKMỐC, phòng 3", Received: received}
	if _, err := r.requests().Open(r.ctx, q); err != nil {
		t.Fatal(err)
	}
	o := &registry.Organisation{Kind: registry.Unit, Name: "Tổ Mẫu", Parent: r.ctu, Note: "liên hệ Nguyễn Thị Wvkmốc"}
	r.commit(t, &registry.AddOrganisation{Organisation: o})
	amend := func(note string, why registry.Why) {
		t.Helper()
		ref, err := r.Reference(r.ctx)
		if err != nil {
			t.Fatal(err)
		}
		now, _ := ref.Organisation(o.ID)
		changed := now
		changed.Note = note
		r.commit(t, &registry.AmendOrganisation{Why: why, Organisation: &changed, Was: now.Version})
	}
	amend("gọi cô Nguyễn Thị Wvkmốc trước", registry.Why{Reason: "theo lời Nguyễn Thị Wvkmốc"})
	amend("Nguyễn Thị Wvkmốc giữ sổ", registry.Spoken("như Nguyễn Thị Wvkmốc nói"))
	r.erase(t, p.ID)
	if left := Residue(t, r.dir, []string{"Wvkmốc"}); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if now := r.request(t, q.ID); now.Detail != "sửa chỗ ghi nhầm của "+registry.ErasedWords+" phòng 3" || !now.Open() {
		t.Errorf("the case of the other became %+v", now)
	}
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if now, _ := ref.Organisation(o.ID); now.Note != registry.ErasedWords+" giữ sổ" {
		t.Errorf("the note became %q", now.Note)
	}
}
