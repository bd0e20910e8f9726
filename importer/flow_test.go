package importer

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

// list draws a workbook of one sheet and saves it.
func list(t testing.TB, rows ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ds.xlsx")
	d := readDrawing(t, "sheet A\n"+strings.Join(rows, "\n"))
	d.save(t, path)
	return path
}

const listHead = "STT|Họ và tên|Ngày sinh|Giới tính|Mã cán bộ|Email|Học vị|Chuyên ngành|Đơn vị|Chức vụ|Điện thoại"

func ctu(ctx context.Context, t testing.TB, im *Importer) Options {
	t.Helper()
	id, err := im.Employer(ctx, "ĐHCT")
	if err != nil {
		t.Fatal(err)
	}
	return Options{Employer: id}
}

func runAt(ctx context.Context, t testing.TB, im *Importer, path string, o Options) *Plan {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := im.Run(ctx, path, f, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// outcomes gives how the rows of a plan end, in a line.
func outcomes(p *Plan) string {
	var all []string
	for _, r := range p.Rows {
		all = append(all, string(r.Outcome))
	}
	return strings.Join(all, " ")
}

// TestWhoIsWho brings two lists in, one after the other, and says how the rows of
// the second end.
func TestWhoIsWho(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name          string
		first, second []string
		want          string
	}{
		{"the same file again", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001|an@ctu.edu.vn|TS"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001|an@ctu.edu.vn|TS"}, "same"},
		{"neither code nor address", []string{"1|Nguyễn Văn An|25/03/1980|Nam||||||GV"}, []string{"1|NGUYỄN VĂN AN|25/03/1980|Nam||||||GV"}, "same"},
		{"a name and nothing else", []string{"1|Nguyễn Văn An|||||TS"}, []string{"1|Nguyễn Văn An|||||TS"}, "same"},
		{"a blank erases nothing", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001|an@ctu.edu.vn|TS"}, []string{"1|Nguyễn Văn An|||001"}, "same"},
		{"a higher degree", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001||ThS"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001||TS"}, "amended"},
		{"a new post", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001|||||Giảng viên"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001|||||Trưởng khoa"}, "amended"},
		{"a new telephone", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001||||||0913123456"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001||||||0913123457"}, "amended"},
		{"more of the birth date", []string{"1|Nguyễn Văn An|1980|Nam|001"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, "amended"},
		{"less of the birth date", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, []string{"1|Nguyễn Văn An|1980|Nam|001"}, "same"},
		{"another birth date", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, []string{"1|Nguyễn Văn An|26/03/1980|Nam|001"}, "review"},
		{"another sex", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, []string{"1|Nguyễn Văn An|25/03/1980|Nữ|001"}, "review"},
		{"another name for the code", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, []string{"1|Lê Văn Bình|25/03/1980|Nam|001"}, "review"},
		{"marks come to a bare name", []string{"1|Nguyen Van An|25/03/1980|Nam|001"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, "amended"},
		{"marks go", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, []string{"1|NGUYEN VAN AN|25/03/1980|Nam|001"}, "same"},
		{"the tone in the other place", []string{"1|Nguyễn Văn Hòa|25/03/1980|Nam|001"}, []string{"1|Nguyễn Văn Hoà|25/03/1980|Nam|001"}, "same"},
		{"by the address", []string{"1|Nguyễn Văn An|25/03/1980|Nam||an@ctu.edu.vn"}, []string{"1|Nguyễn Văn An||||AN@ctu.edu.vn|TS"}, "amended"},
		{"two codes, two people", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|002"}, "added"},
		{"two codes, one address", []string{"1|Nguyễn Văn An|25/03/1980|Nam|001|khoa@ctu.edu.vn"}, []string{"1|Lê Thị Bé|26/03/1981|Nữ|002|khoa@ctu.edu.vn"}, "added"},
		{"a code comes to a known name and birth", []string{"1|Nguyễn Văn An|25/03/1980|Nam"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001"}, "review"},
		{"name and birth, more to say", []string{"1|Nguyễn Văn An|25/03/1980|Nam"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|||TS"}, "review"},
		{"the same name, another birth date", []string{"1|Nguyễn Văn An|25/03/1980|Nam"}, []string{"1|Nguyễn Văn An|26/03/1981|Nam"}, "added"},
		{"a code written apart", []string{"1|Nguyễn Văn An|25/03/1980|Nam|cb 001"}, []string{"1|Nguyễn Văn An|25/03/1980|Nam|CB001"}, "same"},
		{"twice in one file", nil, []string{"1|Nguyễn Văn An|25/03/1980|Nam|001||ThS", "2|Nguyễn Văn An|25/03/1980|Nam|001||TS", "3|Nguyễn Văn An|25/03/1980|Nam|001"}, "added amended same"},
		{"twice in one file without a code", nil, []string{"1|Nguyễn Văn An|25/03/1980|Nam|||ThS", "2|Nguyễn Văn An|25/03/1980|Nam|||ThS", "3|Nguyễn Văn An|25/03/1980|Nam|||TS"}, "added same review"},
		{"namesakes in two units", nil, []string{"1|Nguyễn Văn An||Nam|||||Khoa Luật", "2|Nguyễn Văn An||Nam|||||Khoa Ngoại ngữ"}, "added added"},
		{"namesakes in two units, again", []string{"1|Nguyễn Văn An||Nam|||||Khoa Luật", "2|Nguyễn Văn An||Nam|||||Khoa Ngoại ngữ"}, []string{"1|Nguyễn Văn An||Nam|||||Khoa Luật", "2|Nguyễn Văn An||Nam|||||Khoa Ngoại ngữ"}, "same same"},
		{"the middle name left out", []string{"1|Nguyễn Thị Mỹ Hoa|25/03/1980|Nữ|||ThS||Khoa Luật"}, []string{"1|Nguyễn Mỹ Hoa|25/03/1980|Nữ|||TS||Khoa Luật"}, "review"},
		{"a slip in the family name", []string{"1|Huỳnh Thị Mỹ Hoa|25/03/1980|Nữ|||||Khoa Luật"}, []string{"1|Huynhh Thị Mỹ Hoa|25/03/1980|Nữ|||||Khoa Luật"}, "review"},
		{"a slip in the birth date of a rare name", []string{"1|Thạch Sô Phia|25/03/1980|Nữ"}, []string{"1|Thạch Sô Phia|26/03/1980|Nữ"}, "review"},
		{"a rare name elsewhere", []string{"1|Thạch Sô Phia|1980|Nữ|||||Đại học Cần Thơ"}, []string{"1|Thạch Sô Phia|1980|Nữ|||||Trường Đại học Tây Đô"}, "review"},
		{"a common name elsewhere", []string{"1|Nguyễn Văn An|1980|Nam|||||Đại học Cần Thơ"}, []string{"1|Nguyễn Văn An|1980|Nam|||||Trường Đại học Tây Đô"}, "added"},
		{"one birth date, another family", []string{"1|Nguyễn Văn An|25/03/1980|Nam"}, []string{"1|Lê Thị An|25/03/1980|Nữ"}, "added"},
		{"an old list by year, a slip in the middle name", []string{"1|Thạch Thị Sô Phia|1980|Nữ|||||Khoa Luật"}, []string{"1|Thạch Thi Sô Phia|1980|Nữ|||ThS||Khoa Luật"}, "review"},
		{"the same telephone, the name in another order", []string{"1|Thạch Sô Phia||Nữ|||||Khoa Luật||0913123456"}, []string{"1|Phia Thạch Sô||Nữ|||||Khoa Luật||0913123456"}, "review"},
		{"two sheets of codes, near names", []string{"1|Nguyễn Thị Mỹ Hoa|25/03/1980|Nữ|001"}, []string{"1|Nguyễn Mỹ Hoa|25/03/1980|Nữ|002"}, "added"},
		{"namesakes of one unit in one file", nil, []string{"1|Thạch Sô Phia|25/03/1980|Nữ|||||Khoa Luật", "2|Thạch Sô Phia|26/03/1980|Nữ|||||Khoa Luật"}, "added added"},
		{"a namesake who tells less", []string{"1|Nguyễn Văn Hùng|19/05/1970|Nam|||ThS||Khoa Luật"}, []string{"1|Nguyễn Văn Hùng||Nam|||ThS"}, "review"},
		{"nobody", nil, []string{"1||25/03/1980|Nam|001", "2|Lê Văn Bình|25/03/1980|Nam|002"}, "rejected added"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, im := testImporter(t)
			o := ctu(ctx, t, im)
			if c.first != nil {
				runAt(ctx, t, im, list(t, append([]string{listHead}, c.first...)...), o)
			}
			path := list(t, append([]string{listHead}, c.second...)...)
			p := runAt(ctx, t, im, path, o)
			if got := outcomes(p); got != c.want {
				t.Errorf("rows end %s, want %s: %+v %+v", got, c.want, p.Rows, p.Issues)
			}
			if n := p.Counts; n.Rows != n.Added+n.Amended+n.Same+n.Review+n.Rejected || n.Rows != len(p.Rows) {
				t.Errorf("counts %+v of %d rows", n, len(p.Rows))
			}
		})
	}
}

// TestOwnID: the registry's own id says who a row is, as a staff code does.
func TestOwnID(t *testing.T) {
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	first := runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|1980|Nam", "2|Lê Thị Bình|1981|Nữ"), o)
	id := first.Rows[0].Person.Public()
	head := "STT|Họ và tên|Học vị|Mã trí thức"
	for row, want := range map[string]string{"1|Nguyễn Văn An|TS|" + id: "amended", "1|Trần Chí|TS|" + id: "review", "1|Phạm Dung|TS|TT-9999990": "added"} {
		p, err := im.Preview(ctx, list(t, head, row), o, nil)
		if err != nil || outcomes(p) != want {
			t.Errorf("%s: %s, %v, want %s", row, outcomes(p), err, want)
		}
	}
}

// TestTwoSteps: what a server does. The preview stands in the store, the digest
// confirms it, and the queue writes it.
func TestTwoSteps(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	o := ctu(ctx, t, im)
	f, err := os.Open(list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001", "2|Lê Thị Bình|26/03/1981|Nữ|002||||Khoa Mới Lập|Trưởng khoa"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, err := sendTo(ctx, q, `C:\Users\x\ds.xlsx`, f, Options{Employer: o.Employer})
	if err != nil {
		t.Fatal(err)
	}
	step(ctx, t, q)
	if p := q.Progress(i.ID); p != (Progress{}) {
		t.Errorf("once it is done the job tells %+v", p)
	}
	plan, err := q.StoredPlan(ctx, i.ID)
	if err != nil {
		t.Fatal(err)
	}
	rows, total, err := q.StoredRows(ctx, i.ID, registry.RowAdded, 1, 1)
	if err != nil || total != 2 || len(rows) != 1 || rows[0].Name != "Lê Thị Bình" {
		t.Errorf("rows %+v of %d, %v", rows, total, err)
	}
	if len(rows) == 1 && !slices.Contains(rows[0].Changes, ValueChange{Field: "birth", New: "26/03/1981"}) {
		t.Errorf("the row shows %+v", rows[0].Changes)
	}
	if plan.Import.File != "ds.xlsx" || plan.Import.State != registry.ImportPlanned || plan.Counts.Added != 2 {
		t.Errorf("planned %+v", plan.Import)
	}
	if err := q.Approve(ctx, i.ID, "another"); registry.KindOf(err) != registry.Conflict {
		t.Errorf("another digest: %v", err)
	}
	if err := q.Approve(ctx, i.ID, plan.Digest); err != nil {
		t.Fatal(err)
	}
	step(ctx, t, q)
	done, err := im.Store.Import(ctx, i.ID)
	if err != nil || done.State != registry.ImportApplied || done.First == 0 {
		t.Errorf("%+v, %v", done, err)
	}
	rows, _, err = q.StoredRows(ctx, i.ID, registry.RowAdded, 1, 1)
	if err != nil || rows[0].Person == 0 || !slices.Contains(rows[0].Changes, ValueChange{Field: "positions", New: "Trưởng khoa, Khoa Mới Lập, Đại học Cần Thơ"}) {
		t.Errorf("once written the row is %+v, %v", rows, err)
	}
	undone, _, err := q.Undo(ctx, i.ID)
	if err != nil || undone.Removed != 2 {
		t.Errorf("%+v, %v", undone, err)
	}
}

func step(ctx context.Context, t *testing.T, q *Queue) {
	t.Helper()
	if i, err := q.step(ctx, anyJob); i == nil || err != nil {
		t.Fatalf("worked on %v, %v", i, err)
	}
}

// TestChangedSincePreview: somebody else's change in between makes the outcome
// another one; nothing is written and the new preview waits.
func TestChangedSincePreview(t *testing.T) {
	ctx, im := testImporter(t)
	o := ctu(ctx, t, im)
	path := list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001||TS")
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, _, err := im.Receive(ctx, path, f, o)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := im.Plan(ctx, i.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	runAt(ctx, t, im, path, o) // the same list, brought in by somebody else meanwhile
	if _, err := im.Apply(ctx, i.ID, nil); registry.KindOf(err) != registry.Conflict {
		t.Fatalf("got %v", err)
	}
	now, err := im.Store.Import(ctx, i.ID)
	if err != nil || now.State != registry.ImportPlanned || now.Plan == shown.Digest || now.Counts.Same != 1 || !strings.Contains(now.Failure, "thay đổi") {
		t.Errorf("%+v, %v", now, err)
	}
}

// TestPlanTwice: planning is a function of cells and registry, whether the cells
// come from the child or from the disk.
func TestPlanTwice(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	for name, d := range drawings(t) {
		path := filepath.Join(t.TempDir(), d.file)
		d.save(t, path)
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		i, _, err := im.Receive(ctx, path, f, Options{})
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		first, err := im.Plan(ctx, i.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(im.file(i.ID, cellsFile)); err != nil {
			t.Error(err)
		}
		second, err := im.Plan(ctx, i.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first.Digest != second.Digest || len(first.Issues) != len(second.Issues) {
			t.Errorf("%s: from the child %s, %d issues; from the disk %s, %d issues", name, first.Digest, len(first.Issues), second.Digest, len(second.Issues))
		}
	}
}

// TestAnswers closes questions each way.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for answer, want := range map[registry.Answer]string{registry.AnswerSame: "26/03/1980", registry.AnswerNew: "25/03/1980", registry.AnswerReject: "25/03/1980"} {
		t.Run(string(answer), func(t *testing.T) {
			ctx, im := testImporter(t)
			o := ctu(ctx, t, im)
			first := runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001"), o)
			runAt(ctx, t, im, list(t, listHead, "1|Nguyễn Văn An|26/03/1980|Nam|001|||||Trưởng khoa"), o)
			open, err := im.Store.Reviews(ctx, 0, 0, 0)
			if err != nil || len(open) != 1 {
				t.Fatalf("%+v, %v", open, err)
			}
			whom, err := im.Candidates(ctx, &open[0])
			if err != nil || len(whom) != 1 || whom[0].ID != first.Rows[0].Person {
				t.Fatalf("%+v, %v", whom, err)
			}
			if _, err := im.Answer(ctx, open[0].ID, answer, whom[0].ID); err != nil {
				t.Fatal(err)
			}
			p, err := im.Store.Person(ctx, whom[0].ID)
			if err != nil || p.Birth.Vietnamese() != want {
				t.Errorf("%+v, %v", p, err)
			}
			if _, err := im.Answer(ctx, open[0].ID, answer, whom[0].ID); registry.KindOf(err) != registry.Conflict {
				t.Errorf("answered twice: %v", err)
			}
		})
	}
}

// TestRankOfPost: a rank read off a post does not replace one that a list named, only
// one that was read off a post too.
func TestRankOfPost(t *testing.T) {
	const ranked = "STT|Họ và tên|Ngày sinh|Mã cán bộ|Chức danh nghề nghiệp|Chức vụ"
	for _, c := range []struct{ name, head, row, then, want string }{
		{"named", ranked, "1|Nguyễn Văn An|25/03/1980|001|V.07.01.02|Giảng viên", "1|Nguyễn Văn An|25/03/1980||001|||||Giảng viên", "same"},
		{"read off the post", listHead, "1|Nguyễn Văn An|25/03/1980||001|||||Giảng viên", "1|Nguyễn Văn An|25/03/1980||001|||||Giảng viên chính", "amended"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, im := testImporter(t)
			o := ctu(ctx, t, im)
			runAt(ctx, t, im, list(t, c.head, c.row), o)
			plan := runAt(ctx, t, im, list(t, listHead, c.then), o)
			p, err := im.Store.Person(ctx, plan.Rows[0].Person)
			if err != nil || string(plan.Rows[0].Outcome) != c.want || p.Rank.Code != "V.07.01.02" {
				t.Errorf("%+v, rank %+v, %v", plan.Rows, p.Rank, err)
			}
		})
	}
}

// TestAnswerHolds: who was said to be somebody else, or the same, is not asked about
// again when the list comes again.
func TestAnswerHolds(t *testing.T) {
	t.Parallel()
	first := []string{listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001||an@ctu.vn", "2|Lê Thị Bình|20/04/1975|Nữ|002||binh@ctu.vn"}
	for name, row := range map[string]string{
		"code of another name": "3|Trần Chí|26/03/1980|Nam|001||chi@ctu.vn",
		"another birth date":   "3|Nguyễn Văn An|26/03/1980|Nam|001||khac@ctu.vn",
	} {
		for _, answer := range []registry.Answer{registry.AnswerNew, registry.AnswerSame} {
			t.Run(name+" "+string(answer), func(t *testing.T) {
				ctx, im := testImporter(t)
				o := ctu(ctx, t, im)
				runAt(ctx, t, im, list(t, first...), o)
				runAt(ctx, t, im, list(t, listHead, row), o)
				open, err := im.Store.Reviews(ctx, 0, 0, 0)
				if err != nil || len(open) != 1 || len(open[0].Candidates) != 1 {
					t.Fatalf("%+v, %v", open, err)
				}
				if _, err := im.Answer(ctx, open[0].ID, answer, open[0].Candidates[0]); err != nil {
					t.Fatal(err)
				}
				if again := runAt(ctx, t, im, list(t, listHead, row), o); again.Counts.Same != 1 {
					t.Errorf("the row again: %+v", again.Rows)
				}
				if again := runAt(ctx, t, im, list(t, first...), o); answer == registry.AnswerNew && again.Counts.Same != 2 {
					t.Errorf("the first list again: %+v", again.Rows)
				}
			})
		}
	}
}

// TestNeverStored: values of classes that are not stored leave no trace on the
// disk once the workbook was read, nor while it waits, sealed, for somebody to say where
// its header is.
func TestNeverStored(t *testing.T) {
	ctx, im := testImporter(t)
	const marker = "DAUVETKHONGLUU"
	path := list(t, "STT|Họ và tên|Ngày sinh|Dân tộc|Tôn giáo|Số CCCD|Ngày vào Đảng|Sức khỏe", "1|Nguyễn Văn An|25/03/1980|"+marker+"|"+marker+"|"+marker+"|"+marker+"|"+marker)
	p := runAt(ctx, t, im, path, Options{})
	if n := strings.Count(tellIssues(p), "không được lưu"); n != 5 {
		t.Errorf("%d columns named, want 5: %s", n, tellIssues(p))
	}
	q := NewQueue(im)
	i, err := sendTo(ctx, q, "a.csv", strings.NewReader("Dân tộc;"+marker+"\n1;2\n3;4\n"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	step(ctx, t, q)
	if i, err = im.Store.Import(ctx, i.ID); err != nil || i.State != registry.ImportPlanned || i.Counts.Rows != 0 {
		t.Errorf("got %+v, %v", i, err)
	}
	root := filepath.Dir(im.Files)
	err = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), marker) {
			t.Errorf("%s holds what is not to be stored", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func tellIssues(p *Plan) string {
	var b strings.Builder
	for _, i := range p.Issues {
		b.WriteString(i.Message + "\n")
	}
	return b.String()
}

// TestPreviewChangesNothing: the dry run of the command line.
func TestPreviewChangesNothing(t *testing.T) {
	ctx, im := testImporter(t)
	head, err := im.Store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	p, err := im.Preview(ctx, list(t, listHead, "1|Nguyễn Văn An|25/03/1980|Nam|001"), ctu(ctx, t, im), nil)
	if err != nil || p.Counts.Added != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	if now, err := im.Store.Head(ctx); err != nil || now != head {
		t.Errorf("the trail moved (%v)", err)
	}
	if _, err := os.Stat(im.Files); !os.IsNotExist(err) {
		t.Errorf("files were made: %v", err)
	}
}

// TestUnreadableLeavesNothing: a file that Run cannot read changes nothing, and a
// job of the queue that fails is kept where its uploader looks.
func TestUnreadableLeavesNothing(t *testing.T) {
	ctx, im := testImporter(t)
	head, err := im.Store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"a PDF": "%PDF-1.7 x", "no header": "a;b;c\n1;2;3\n4;5;6\n", "empty": ""} {
		if _, err := im.Run(ctx, "ds.xlsx", strings.NewReader(content), Options{}, nil); registry.KindOf(err) != registry.Unreadable {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now, err := im.Store.Head(ctx); err != nil || now != head {
		t.Errorf("the trail moved (%v)", err)
	}
	if left, err := filepath.Glob(im.Files + "/imports/*"); err != nil || len(left) > 0 {
		t.Errorf("left on the disk: %v, %v", left, err)
	}
	q := NewQueue(im)
	i, err := sendTo(ctx, q, "ds.xlsx", strings.NewReader("%PDF-1.7 x"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	step(ctx, t, q)
	if i, err = im.Store.Import(ctx, i.ID); err != nil || i.State != registry.ImportFailed || !strings.Contains(i.Failure, "PDF") {
		t.Errorf("the job ends as %+v, %v", i, err)
	}
}

// TestPanicTellsWhere: what a job threw and where stands in the error that is logged.
func TestPanicTellsWhere(t *testing.T) {
	ctx, im := testImporter(t)
	i, _, err := im.Receive(ctx, "ds.xlsx", strings.NewReader("x"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	im.Now = func() time.Time { panic(io.ErrNoProgress) }
	err = NewQueue(im).do(ctx, i)
	if !errors.Is(err, io.ErrNoProgress) || !strings.Contains(err.Error(), "TestPanicTellsWhere") {
		t.Errorf("got %v", err)
	}
}
