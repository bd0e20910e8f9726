package importer

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"trithuc/registry"
)

// TestEraseFromImports erases somebody who stands in an import that was written,
// in one that changed nothing about them, and in one that waits.
func TestEraseFromImports(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	marked := list(t, listHead, "1|Lê Zqxhoten Mai|05/03/1980|Nữ|ZQXMA1|zqxthu@ctu.example|TS||||", "2|Trần Ở Lại|1981|Nam|B2|olai@ctu.example|ThS||||")
	first := runAt(ctx, t, im, marked, o)
	runAt(ctx, t, im, marked, o)
	waits := waiting(ctx, t, im, marked, o)
	other := waiting(ctx, t, im, list(t, listHead, "1|Phạm Khác|1982|Nam|C3|khac@ctu.example|ThS||||"), o)

	id := first.Rows[0].Person
	gate := erasuresOf(im)
	for range 2 { // the second does what a crash may have left
		if _, err := gate.Erase(ctx, &registry.ErasePerson{ID: id}); err != nil && registry.KindOf(err) != registry.NotFound {
			t.Fatal(err)
		}
	}
	if left := holding(t, im.Files, "Zqxhoten", "zqxthu", "ZQXMA1", "zqxhoten"); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
	for _, c := range []struct {
		id   registry.ImportID
		want registry.ImportState
	}{{first.Import.ID, registry.ImportApplied}, {waits, registry.ImportFailed}, {other, registry.ImportPlanned}} {
		i, err := im.Store.Import(ctx, c.id)
		if err != nil || i.State != c.want {
			t.Errorf("import %d is %+v, %v, want %s", c.id, i, err, c.want)
		}
	}
	rows, total, err := im.StoredRows(ctx, first.Import.ID, "", 10, 0)
	if err != nil || total != 2 || rows[0].Note != erasedNote || rows[0].Name != "" || rows[1].Name != "Trần Ở Lại" {
		t.Errorf("the preview shows %+v, %v", rows, err)
	}
	if _, err := im.StoredPlan(ctx, other); err != nil {
		t.Errorf("an import without them: %v", err)
	}
}

// waiting stores and plans a list, and leaves it waiting.
func waiting(ctx context.Context, t *testing.T, im *Importer, path string, o Options) registry.ImportID {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, _, err := im.Receive(ctx, "danh-sach.csv", f, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := im.Plan(ctx, i.ID, nil); err != nil {
		t.Fatal(err)
	}
	return i.ID
}

// holding gives the files below dir that hold one of the texts.
func holding(t *testing.T, dir string, texts ...string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, s := range texts {
			if bytes.Contains(raw, []byte(s)) {
				found = append(found, strings.TrimPrefix(path, dir)+": "+s)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// erasureStore is what an erasure needs of the store of an importer.
type erasureStore interface {
	registry.HistoryReader
	registry.MergeReader
	registry.Committer
	registry.ErasureStore
}

func erasuresOf(im *Importer) registry.Erasures {
	return registry.Erasures{Store: im.Store.(erasureStore), Files: im, Rebuild: func(context.Context) error { return nil }}
}

const (
	markedRow = "1|Lê Zqxhoten Mai|05/03/1980|Nữ|ZQXMA1|zqxthu@ctu.example|TS||||"
	otherRow  = "2|Trần Ở Lại|1981|Nam|B2|olai@ctu.example|ThS||||"
)

var markers = []string{"Zqxhoten", "zqxthu", "ZQXMA1", "zqxhoten"}

// uploaded stores a list that nobody reads yet.
func uploaded(ctx context.Context, t *testing.T, im *Importer, path string, o Options) *registry.Import {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, _, err := im.Receive(ctx, "ds.csv", f, o)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// TestEraseBesideUploads erases somebody who stands in uploads that nobody read yet: those
// that tell of them fail, also one that cannot be read; another goes on.
func TestEraseBesideUploads(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	id := runAt(ctx, t, im, list(t, listHead, markedRow), o).Rows[0].Person
	theirs := uploaded(ctx, t, im, list(t, listHead, otherRow, markedRow), o)
	names := uploaded(ctx, t, im, list(t, listHead, "3|Trần Ở Lại|1981|Nam|B2|olai@ctu.example|ThS||học trò của TS. Lê Zqxhoten Mai||"), o)
	cut, _, err := im.Receive(ctx, "hong.xlsx", strings.NewReader("PK\x03\x04 Zqxhoten"), o)
	if err != nil {
		t.Fatal(err)
	}
	other := uploaded(ctx, t, im, list(t, listHead, otherRow), o)
	if _, err := erasuresOf(im).Erase(ctx, &registry.ErasePerson{ID: id}); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[registry.ImportID]registry.ImportState{theirs.ID: registry.ImportFailed, names.ID: registry.ImportFailed,
		cut.ID: registry.ImportFailed, other.ID: registry.ImportReceived} {
		if i, err := im.Store.Import(ctx, id); err != nil || i.State != want {
			t.Errorf("import %d is %+v, %v, want %s", id, i, err, want)
		}
	}
	q := NewQueue(im)
	for range 2 {
		if _, err := q.step(ctx, anyJob); err != nil {
			t.Fatal(err)
		}
	}
	if p, err := im.StoredPlan(ctx, other.ID); err != nil || p.Counts.Rows != 1 {
		t.Errorf("the other: %+v, %v", p, err)
	}
	if left := holding(t, im.Files, markers...); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
}

// TestEraseBesideJobs erases somebody while a list that holds them is read, and while one
// is written: the jobs are sent away, and what they do after that writes nothing.
func TestEraseBesideJobs(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	id := runAt(ctx, t, im, list(t, listHead, markedRow), o).Rows[0].Person
	var rows []string
	for i := range 3000 {
		rows = append(rows, strings.Replace(otherRow, "B2|olai", "X"+strconv.Itoa(i)+"|x"+strconv.Itoa(i), 1))
	}
	big := list(t, append([]string{listHead, strings.Replace(markedRow, "TS", "ThS", 1)}, rows...)...)
	approved := waiting(ctx, t, im, big, o)
	plan, err := im.StoredPlan(ctx, approved)
	if err == nil {
		_, err = im.Approve(ctx, approved, plan.Digest)
	}
	if err != nil {
		t.Fatal(err)
	}
	reading := uploaded(ctx, t, im, big, o)
	stages := make(chan Progress, 1<<16)
	var jobs sync.WaitGroup
	for _, job := range []func() error{
		func() error { _, err := im.Apply(ctx, approved, func(p Progress) { stages <- p }); return err },
		func() error { _, err := im.Plan(ctx, reading.ID, func(p Progress) { stages <- p }); return err },
	} {
		jobs.Go(func() {
			if err := job(); err == nil {
				t.Error("a job was done though its import told of who is being erased")
			}
		})
	}
	<-stages
	if _, err := erasuresOf(im).Erase(ctx, &registry.ErasePerson{ID: id}); err != nil {
		t.Fatal(err)
	}
	jobs.Wait()
	for _, id := range []registry.ImportID{approved, reading.ID} {
		if i, err := im.Store.Import(ctx, id); err != nil || i.State != registry.ImportFailed {
			t.Errorf("import %d is %+v, %v", id, i, err)
		}
		if _, err := im.Plan(ctx, id, nil); registry.KindOf(err) != registry.Conflict {
			t.Errorf("planned after: %v", err)
		}
	}
	if left := holding(t, im.Files, markers...); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
	if found, err := im.Store.FindPeople(ctx, []registry.Probe{{Email: "zqxthu@ctu.example"}}); err != nil || len(found[0]) > 0 {
		t.Errorf("they are back: %v, %v", found, err)
	}
}

// refusing is a store in which an erasure is refused.
type refusing struct{ erasureStore }

func (r refusing) Commit(ctx context.Context, a registry.Actor, changes []registry.Change) (registry.Receipt, error) {
	return registry.Receipt{}, registry.Errorf(registry.Busy, "hết chỗ")
}

// TestEraseRefused: an erasure that the store refuses leaves the files as they were, and
// a job that it sent away is done afterwards.
func TestEraseRefused(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	first := runAt(ctx, t, im, list(t, listHead, markedRow), o)
	waits := waiting(ctx, t, im, list(t, listHead, otherRow, markedRow), o)
	before := filesBelow(t, im.Files)
	gate := erasuresOf(im)
	gate.Store = refusing{im.Store.(erasureStore)}
	if _, err := gate.Erase(ctx, &registry.ErasePerson{ID: first.Rows[0].Person}); registry.KindOf(err) != registry.Busy {
		t.Fatal(err)
	}
	if after := filesBelow(t, im.Files); !maps.Equal(before, after) {
		t.Errorf("the files were\n%v\nand are\n%v", before, after)
	}
	plan, err := im.StoredPlan(ctx, waits)
	if err == nil {
		_, err = im.Approve(ctx, waits, plan.Digest)
	}
	if err == nil {
		_, err = im.Apply(ctx, waits, nil)
	}
	if err != nil {
		t.Error(err)
	}
}

// filesBelow gives every file below dir with what is in it.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(dir, path))
		all[path] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestCleanForgotten cleans, as after a crash, without knowing whom: previews go, except
// those that were cleaned already.
func TestCleanForgotten(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	p := runAt(ctx, t, im, list(t, listHead, markedRow, otherRow), o)
	who := registry.Traces{IDs: []registry.PersonID{p.Rows[0].Person}, Names: map[string]bool{}, Rows: map[registry.RowRef]bool{{Import: p.Import.ID, Sheet: p.Rows[0].Sheet, Row: p.Rows[0].Row}: true}}
	for _, c := range []struct {
		who  *registry.Traces
		at   registry.Seq
		want int
	}{{&who, 10, 2}, {nil, 9, 2}, {nil, 11, 0}} {
		if err := im.Clean(ctx, []registry.ImportID{p.Import.ID, 99}, c.at, c.who); err != nil {
			t.Fatal(err)
		}
		if _, n, err := im.StoredRows(ctx, p.Import.ID, "", 10, 0); err != nil || n != c.want {
			t.Errorf("at %d: %d rows, %v, want %d", c.at, n, err, c.want)
		}
	}
	if left := holding(t, im.Files, markers...); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
}

// TestNamesakeStays: a list of somebody else of the same name, whom their code tells, is
// left alone.
func TestNamesakeStays(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	erased := runAt(ctx, t, im, list(t, listHead, markedRow), o).Rows[0].Person
	namesake := strings.NewReplacer("ZQXMA1", "C9", "zqxthu", "khac", "1980", "1961").Replace(markedRow)
	runAt(ctx, t, im, list(t, listHead, namesake), o)
	again := waiting(ctx, t, im, list(t, listHead, namesake), o)
	if _, err := erasuresOf(im).Erase(ctx, &registry.ErasePerson{ID: erased}); err != nil {
		t.Fatal(err)
	}
	if i, err := im.Store.Import(ctx, again); err != nil || i.State != registry.ImportPlanned {
		t.Errorf("the list of the namesake: %+v, %v", i, err)
	}
}

// TestEraseNamedByOthers erases somebody of whom the row of somebody else tells, by the
// whole name and by half of it, in a list that was written and in one that waits. Whoever
// plans the one that waited is told what to do.
func TestEraseNamedByOthers(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	const head = "STT|Họ và tên|Ngày sinh|Mã cán bộ|Chuyên môn sâu"
	first := runAt(ctx, t, im, list(t, head, "1|Lê Thị Zqxmai|05/03/1980|A1|Tôm", "2|Trần Ở Lại|1981|B2|Cá; cộng tác với Lê Zqxmai; học trò của Lê Thị Zqxmai"), o)
	waits := waiting(ctx, t, im, list(t, head, "2|Trần Ở Lại|1981|B2|Cá; học trò của Lê Thị Zqxmai; nhóm Lê Zqxmai"), o)
	if _, err := erasuresOf(im).Erase(ctx, &registry.ErasePerson{ID: first.Rows[0].Person}); err != nil {
		t.Fatal(err)
	}
	if left := holding(t, im.Files, "Zqxmai", "zqxmai"); len(left) > 0 {
		t.Errorf("left in %v", left)
	}
	_, err := im.Plan(ctx, waits, nil)
	if registry.KindOf(err) != registry.Conflict || !strings.Contains(err.Error(), registry.ErasedImport) {
		t.Errorf("planning what an erasure ended says %v", err)
	}
}
