package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// drawn uploads a drawn workbook of several sheets and plans it.
func drawn(ctx context.Context, t *testing.T, q *Queue, text string) *Plan {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ds.xlsx")
	d := readDrawing(t, text)
	d.save(t, path)
	f, err := os.Open(path)
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

const twoSheets = `sheet A
STT|Họ và tên|Mã CB|Học vị
1|Nguyễn Văn An|001|TS
2|Lê Thị Bình|002|ThS
sheet hidden Cũ
STT|Họ và tên|Mã CB|Tôn giáo
1|Trần Văn Cũ|009|Phật giáo-bí-mật
`

// TestSheetChoices: a hidden sheet is left out and can be taken in, one that was read
// can be left out, and what is not to be stored is not stored of either.
func TestSheetChoices(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := drawn(ctx, t, q, twoSheets)
	says := func(p *Plan) string {
		var all []string
		for _, s := range p.Sheets {
			all = append(all, fmt.Sprintf("%s %d %t", s.Name, s.People, s.Skipped == ""))
		}
		return strings.Join(all, ", ")
	}
	if got := says(p); got != "A 2 true, Cũ 0 false" || !p.Sheets[1].Kept {
		t.Fatal(got)
	}
	if cells, err := os.ReadFile(im.file(p.Import.ID, cellsFile)); err != nil || strings.Contains(string(cells), "bí-mật") || !strings.Contains(string(cells), "Trần Văn Cũ") {
		t.Error("a hidden sheet is stored with what is not to be stored, or not at all")
	}
	use := registry.Choices{Sheets: []registry.SheetChoice{{Sheet: "Cũ", Use: registry.UseSheet}, {Sheet: "A", Use: registry.LeaveSheet}}}
	p = chosen(ctx, t, q, p.Import.ID, use, registry.Choices{})
	if got := says(p); got != "A 0 false, Cũ 1 true" {
		t.Error(got)
	}
	p = chosen(ctx, t, q, p.Import.ID, registry.Choices{}, use)
	if got := says(p); got != "A 2 true, Cũ 0 false" {
		t.Error(got)
	}
	for _, bad := range []registry.SheetChoice{{Sheet: "B", Use: registry.UseSheet}, {Sheet: "A", Use: "x"}, {Sheet: "A", Header: 9999}} {
		if _, err := q.Choose(ctx, p.Import.ID, registry.Choices{Sheets: []registry.SheetChoice{bad}}, registry.Choices{}); registry.KindOf(err) != registry.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// TestHeaderChosen: the row that somebody says is the header is it, and the columns
// that the importer does not know by their names are chosen too.
func TestHeaderChosen(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, "STT|Họ và tên|Mã CB|Học vị", "(nhóm)|Ai|Số hiệu|Bậc", "1|Nguyễn Văn An|001|TS")
	if p.Sheets[0].Header[1] != 1 || p.Counts.Rows != 2 && p.Counts.Rows != 1 {
		t.Fatalf("%+v %+v", p.Sheets[0], p.Counts)
	}
	p = chosen(ctx, t, q, p.Import.ID, registry.Choices{
		Sheets:  []registry.SheetChoice{{Sheet: "A", Header: 2}},
		Columns: []registry.ColumnChoice{{Sheet: "A", Letter: "B", Field: "name"}, {Sheet: "A", Letter: "C", Field: "code"}},
	}, registry.Choices{})
	if s := p.Sheets[0]; s.Header[1] != 2 || s.People != 1 || s.Columns[1].Field != FieldName {
		t.Errorf("%+v", s)
	}
}

// TestCellTexts: cells are shown as they stand on the sheet, and as somebody
// corrected them.
func TestCellTexts(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, chosenList...)
	samples, err := q.Samples(ctx, p)
	if err != nil || fmt.Sprint(samples["A"]["B"], samples["A"]["D"]) != "[Nguyễn Văn An Lê Thị Bình] [25/03/1980 26/03/1981]" {
		t.Errorf("%v, %v", samples, err)
	}
	p = chosen(ctx, t, q, p.Import.ID, registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: "C2", Text: "777"}}}, registry.Choices{})
	row, err := q.RowCells(ctx, p, "A", 2)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, c := range row {
		all = append(all, fmt.Sprintf("%s %s %s>%s", c.Cell, c.Header, c.Was, c.Text))
	}
	if got := strings.Join(all[1:3], ", "); got != "B2 Họ và tên Nguyễn Văn An>Nguyễn Văn An, C2 Mã CB 001>777" {
		t.Error(got)
	}
	if _, err := q.RowCells(ctx, p, "A", 1); registry.KindOf(err) != registry.NotFound {
		t.Errorf("a row of the header: %v", err)
	}
}

// TestChosenMeanwhile: who corrects a cell while the list is planned anew does not
// end the import, and both corrections hold.
func TestChosenMeanwhile(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, chosenList...)
	fix := func(cell string) registry.Choices {
		return registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: cell, Text: "x" + cell}}}
	}
	if _, err := q.Choose(ctx, p.Import.ID, fix("C2"), registry.Choices{}); err != nil {
		t.Fatal(err)
	}
	done := false
	p, err := im.Plan(ctx, p.Import.ID, func(g Progress) {
		if g.Stage == StageMatching && !done {
			done = true
			if _, err := q.Choose(ctx, p.Import.ID, fix("C3"), registry.Choices{}); err != nil {
				t.Error(err)
			}
		}
	})
	if err != nil || !done || len(p.Import.Choices.Cells) != 2 || p.Import.State != registry.ImportPlanned {
		t.Errorf("%v %v %+v", err, done, p)
	}
}

// TestConvertedCells: a cell that was written in an old encoding says in which and what
// stood there.
func TestConvertedCells(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	p := drawn(ctx, t, NewQueue(im), "sheet A\nSTT|Họ và tên|Mã CB|Học vị\n1|{.VnTime}NguyÔn V¨n An|001|TS\n2|{VNI-Times}Traàn Thò Bình|002|ThS\n3|Lê Chí|003|ThS\n")
	want := map[int]CellText{
		2: {Was: "Nguyễn Văn An", Raw: "NguyÔn V¨n An", Encoding: "TCVN3 (ABC)"},
		3: {Was: "Trần Thị Bình", Raw: "Traàn Thò Bình", Encoding: "VNI-Windows"},
		4: {Was: "Lê Chí"},
	}
	for n, w := range want {
		cells, err := im.RowCells(ctx, p, "A", n)
		if err != nil {
			t.Fatal(err)
		}
		if got := cells[1]; got.Was != w.Was || got.Raw != w.Raw || got.Encoding != w.Encoding {
			t.Errorf("row %d: %+v, want %+v", n, got, w)
		}
	}
}

// TestMacroBook: a workbook with macros is read as any other; nothing of the macros is
// kept or given back with the notes.
func TestMacroBook(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	f := excelize.NewFile()
	defer f.Close()
	for i, texts := range [][]any{{"STT", "Họ và tên", "Mã CB", "Ngày sinh"}, {1, "Nguyễn Văn An", "001", "32/13/1980"}} {
		if err := f.SetSheetRow("Sheet1", cellName(1, i+1), &texts); err != nil {
			t.Fatal(err)
		}
	}
	const macro = "Sub TuChay()"
	path := filepath.Join(t.TempDir(), "ds.xlsm")
	project := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), macro...)
	if err := errors.Join(f.AddVBAProject(project), f.SaveAs(path)); err != nil {
		t.Fatal(err)
	}
	book, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(book, []byte("vbaProject")) {
		t.Fatalf("no workbook with macros: %v", err)
	}
	q := NewQueue(im)
	i, err := sendTo(ctx, q, "ds.xlsm", bytes.NewReader(book), Options{Employer: ctu(ctx, t, im).Employer})
	if err != nil {
		t.Fatal(err)
	}
	p := planned(ctx, t, q, i.ID)
	if p.Counts.Added != 1 {
		t.Errorf("%+v", p.Counts)
	}
	cells, err := os.ReadFile(im.file(i.ID, cellsFile))
	if err != nil || bytes.Contains(cells, []byte(macro)) {
		t.Errorf("macros among the stored cells (%v)", err)
	}
	var copied bytes.Buffer
	if err := im.Annotate(ctx, i.ID, &copied); err != nil || bytes.Contains(copied.Bytes(), []byte("vbaProject")) {
		t.Errorf("macros in the copy with notes (%v)", err)
	}
}
