package importer

import (
	"context"
	"os"
	"strings"
	"testing"

	"trithuc/registry"
)

// received uploads a drawn list and lets the queue plan it.
func received(ctx context.Context, t *testing.T, q *Queue, rows ...string) *Plan {
	t.Helper()
	f, err := os.Open(list(t, rows...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, err := sendTo(ctx, q, "ds.xlsx", f, Options{Employer: ctu(ctx, t, q.importer).Employer})
	if err != nil {
		t.Fatal(err)
	}
	return planned(ctx, t, q, i.ID)
}

func planned(ctx context.Context, t *testing.T, q *Queue, id registry.ImportID) *Plan {
	t.Helper()
	step(ctx, t, q)
	p, err := q.StoredPlan(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// chosen makes choices and plans again.
func chosen(ctx context.Context, t *testing.T, q *Queue, id registry.ImportID, add, withdraw registry.Choices) *Plan {
	t.Helper()
	if _, err := q.Choose(ctx, id, add, withdraw); err != nil {
		t.Fatal(err)
	}
	return planned(ctx, t, q, id)
}

func applied(ctx context.Context, t *testing.T, q *Queue, p *Plan) {
	t.Helper()
	if err := q.Approve(ctx, p.Import.ID, p.Digest); err != nil {
		t.Fatal(err)
	}
	step(ctx, t, q)
	if i, err := q.importer.Store.Import(ctx, p.Import.ID); err != nil || i.State != registry.ImportApplied {
		t.Fatalf("%+v, %v", i, err)
	}
}

// firstRow gives what the stored plan shows of its first row, "field=value" each.
func firstRow(ctx context.Context, t *testing.T, q *Queue, id registry.ImportID) string {
	t.Helper()
	rows, _, err := q.StoredRows(ctx, id, "", 1, 0)
	if err != nil || len(rows) == 0 {
		t.Fatalf("%+v, %v", rows, err)
	}
	var all []string
	for _, c := range rows[0].Changes {
		all = append(all, c.Field+"="+c.New)
	}
	return strings.Join(all, " · ")
}

var chosenList = []string{"STT|Họ và tên|Mã CB|Cột lạ|Đơn vị|Ghi chú", "1|Nguyễn Văn An|001|25/03/1980|CN TT|x1", "2|Lê Thị Bình|002|26/03/1981|cntt|x2"}

// TestChoices: a column, a cell and a word as somebody said they are; taken back
// again; and remembered for the next list of the institution, until the import
// that taught them is undone.
func TestChoices(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, chosenList...)
	id := p.Import.ID
	if got := firstRow(ctx, t, q, id); strings.Contains(got, "1980") {
		t.Errorf("before: %s", got)
	}
	column := registry.Choices{Columns: []registry.ColumnChoice{{Sheet: "A", Letter: "d", Field: "birth"}}}
	word := registry.Choices{Words: []registry.WordFix{{Field: "workplace", From: "cn tt", To: "Khoa Công nghệ Phần mềm"}}}
	cell := registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: "c2", Text: "777"}}}
	chosen(ctx, t, q, id, column, registry.Choices{})
	chosen(ctx, t, q, id, word, registry.Choices{})
	p = chosen(ctx, t, q, id, cell, registry.Choices{})
	want := "birth=25/03/1980 · codes=777 · positions=Khoa Công nghệ phần mềm, Đại học Cần Thơ"
	if got := firstRow(ctx, t, q, id); got != want {
		t.Errorf("chosen: got %s, want %s", got, want)
	}
	if n := strings.Count(tellIssues(p), "“CN TT” được đọc là"); n != 1 {
		t.Errorf("the word is told %d times: %s", n, tellIssues(p))
	}
	p = chosen(ctx, t, q, id, registry.Choices{}, cell)
	if got := firstRow(ctx, t, q, id); !strings.Contains(got, "codes=001") {
		t.Errorf("withdrawn: %s", got)
	}
	applied(ctx, t, q, p)
	if _, err := q.Choose(ctx, id, cell, registry.Choices{}); registry.KindOf(err) != registry.Conflict {
		t.Errorf("chosen after it was applied: %v", err)
	}

	next := received(ctx, t, q, strings.Split(strings.ReplaceAll(strings.Join(chosenList, "\n"), "00", "10"), "\n")...)
	want = "birth=25/03/1980 · codes=101 · positions=Khoa Công nghệ phần mềm, Đại học Cần Thơ"
	if got := firstRow(ctx, t, q, next.Import.ID); got != want {
		t.Errorf("remembered: got %s, want %s", got, want)
	}
	if n := strings.Count(tellIssues(next), "như lần nhập trước"); n != 1 {
		t.Errorf("that it is remembered is told %d times: %s", n, tellIssues(next))
	}
	if _, _, err := q.Undo(ctx, id); err != nil {
		t.Fatal(err)
	}
	last := received(ctx, t, q, strings.Split(strings.ReplaceAll(strings.Join(chosenList, "\n"), "00", "20"), "\n")...)
	if got := firstRow(ctx, t, q, last.Import.ID); strings.Contains(got, "1980") {
		t.Errorf("forgotten: %s", got)
	}
}

// TestChosenNotToBeStored: a column chosen not to be stored leaves the disk.
func TestChosenNotToBeStored(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, chosenList...)
	chosen(ctx, t, q, p.Import.ID, registry.Choices{Columns: []registry.ColumnChoice{{Sheet: "A", Letter: "F", Field: "never"}}}, registry.Choices{})
	b, err := os.ReadFile(im.file(p.Import.ID, cellsFile))
	if err != nil || strings.Contains(string(b), "x1") || !strings.Contains(string(b), "25/03/1980") {
		t.Errorf("stored: %q, %v", b, err)
	}
	_, err = q.Choose(ctx, p.Import.ID, registry.Choices{Columns: []registry.ColumnChoice{{Sheet: "A", Letter: "F", Field: "email"}}}, registry.Choices{})
	if registry.KindOf(err) != registry.Invalid {
		t.Errorf("chosen for another field: %v", err)
	}
}

// TestChoicesRefused: what names nothing in the plan.
func TestChoicesRefused(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	id := received(ctx, t, q, chosenList...).Import.ID
	for name, c := range map[string]registry.Choices{
		"a sheet":   {Columns: []registry.ColumnChoice{{Sheet: "B", Letter: "D", Field: "birth"}}},
		"a letter":  {Columns: []registry.ColumnChoice{{Sheet: "A", Letter: "4", Field: "birth"}}},
		"a field":   {Columns: []registry.ColumnChoice{{Sheet: "A", Letter: "D", Field: "salary"}}},
		"a cell":    {Cells: []registry.CellFix{{Sheet: "A", Cell: "D", Text: "x"}}},
		"a header":  {Cells: []registry.CellFix{{Sheet: "A", Cell: "D1", Text: "x"}}},
		"no word":   {Words: []registry.WordFix{{Field: "unit", From: " ", To: "x"}}},
		"long text": {Cells: []registry.CellFix{{Sheet: "A", Cell: "D2", Text: strings.Repeat("x", 5000)}}},
	} {
		if _, err := q.Choose(ctx, id, c, registry.Choices{}); registry.KindOf(err) != registry.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
