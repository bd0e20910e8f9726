package importer

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

func annotated(ctx context.Context, t *testing.T, im *Importer, id registry.ImportID) string {
	t.Helper()
	var b bytes.Buffer
	if err := im.Annotate(ctx, id, &b); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.xlsx")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAnnotated: the copy has the problem cells coloured, with a note and a reason,
// the corrections in their place, and nothing of what is not stored.
func TestAnnotated(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	p := received(ctx, t, q, "DANH SÁCH", "STT|Họ và tên|Ngày sinh|Mã CB|Dân tộc|Đơn vị", "1|Nguyễn Văn An|31/02/1980|001|Kinh|Khoa Luật",
		"2|Lê Thị Bình|#29293|002|Kinh|Khoa Luật", "3||26/03/1981|003|Kinh|Khoa Luật")
	chosen(ctx, t, q, p.Import.ID, registry.Choices{Cells: []registry.CellFix{{Sheet: "A", Cell: "D3", Text: "0077"}}}, registry.Choices{})
	path := annotated(ctx, t, im, p.Import.ID)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A1": "DANH SÁCH", "C2": "Ngày sinh", "G2": reasonHeader, "C3": "31/02/1980", "D3": "0077", "E2": "Dân tộc", "E3": "", "B4": "Lê Thị Bình"} {
		if got, _ := f.GetCellValue("A", cell); got != want {
			t.Errorf("%s: got %q, want %q", cell, got, want)
		}
	}
	for cell, want := range map[string]string{"G3": "C: ", "G5": "B: "} {
		if got, _ := f.GetCellValue("A", cell); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q, want %q…", cell, got, want)
		}
	}
	colour := func(cell string) string {
		id, _ := f.GetCellStyle("A", cell)
		s, err := f.GetStyle(id)
		if err != nil || len(s.Fill.Color) == 0 {
			return ""
		}
		return s.Fill.Color[0]
	}
	if colour("C3") != fills[registry.IssueInvalid] || colour("B5") != fills[registry.IssueInvalid] || colour("C4") != "" {
		t.Errorf("colours %q %q %q", colour("C3"), colour("B5"), colour("C4"))
	}
	notes, err := f.GetComments("A")
	if err != nil || len(notes) < 3 {
		t.Errorf("notes %+v, %v", notes, err)
	}
}

// TestAnnotatedReadsAgain: the copy of every drawn workbook reads as the workbook
// did, and so does the copy of the copy.
func TestAnnotatedReadsAgain(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	for name, d := range drawings(t) {
		path := filepath.Join(t.TempDir(), d.file)
		d.save(t, path)
		first := people(ctx, t, im, path, d)
		for range 2 {
			i := receivedFile(ctx, t, im, path, d)
			copied := filepath.Join(t.TempDir(), d.file)
			if err := os.Rename(annotated(ctx, t, im, i.ID), copied); err != nil {
				t.Fatal(err)
			}
			if again := people(ctx, t, im, copied, d); again != first {
				t.Errorf("%s reads as\n%s\nits copy as\n%s", name, first, again)
			}
			path = copied
		}
	}
}

func receivedFile(ctx context.Context, t *testing.T, im *Importer, path string, d drawing) *registry.Import {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	i, _, err := im.Receive(ctx, path, f, options(ctx, t, im, d))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := im.Plan(ctx, i.ID, nil); err != nil {
		t.Fatal(err)
	}
	return i
}

func options(ctx context.Context, t *testing.T, im *Importer, d drawing) (o Options) {
	t.Helper()
	if d.employer != "" {
		var err error
		if o.Employer, err = im.Employer(ctx, d.employer); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

// people gives the lines of what is told of a workbook that are about people.
func people(ctx context.Context, t *testing.T, im *Importer, path string, d drawing) string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(im.tell(ctx, path, options(ctx, t, im, d))) {
		if strings.Contains(line, "!") && !strings.Contains(line, " repaired ") && !strings.Contains(line, " ignored ") && !strings.Contains(line, " unknown ") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}
