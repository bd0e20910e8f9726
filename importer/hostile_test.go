package importer

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"trithuc/registry"
)

// inlineRow writes a row of a worksheet with texts.
func inlineRow(n int, texts ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, n)
	for i, t := range texts {
		fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, cellName(i+1, n), t)
	}
	return b.String() + "</row>"
}

func previewOf(t *testing.T, im *Importer, name string, content []byte) (*Plan, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return im.Preview(t.Context(), path, Options{}, nil)
}

// TestManyMerges: a sheet with as many merged ranges as are allowed reads, and one
// with more is refused in so many words.
func TestManyMerges(t *testing.T) {
	t.Parallel()
	_, im := testImporter(t)
	book := func(merges int) []byte {
		var b strings.Builder
		for i := range merges {
			fmt.Fprintf(&b, `<mergeCell ref="F%d:XFD%d"/>`, i+10, i+11)
		}
		rows := inlineRow(1, "STT", "Họ và tên", "Học vị") + inlineRow(2, "1", "Nguyễn Văn An", "TS")
		return bookOf(t, strings.Replace(sheetXML(rows), "</worksheet>", "<mergeCells>"+b.String()+"</mergeCells></worksheet>", 1))
	}
	if p, err := previewOf(t, im, "a.xlsx", book(maxMerges)); err != nil || p.Counts.Added != 1 {
		t.Errorf("as many as allowed: %v", err)
	}
	if _, err := previewOf(t, im, "a.xlsx", book(maxMerges+1)); registry.KindOf(err) != registry.TooLarge || !strings.Contains(err.Error(), "gộp") {
		t.Errorf("more: %v", err)
	}
}

// TestRects: ranges come back as they were, those of cells stored earlier too.
func TestRects(t *testing.T) {
	want := rects{{1, 1, 2, 3}, {9, 4, 1 << 20, 16384}, {3, 2, 3, 5}}
	b, err := want.MarshalJSON()
	var got, old rects
	if err == nil {
		err = got.UnmarshalJSON(b)
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v", got, err)
	}
	if err := old.UnmarshalJSON([]byte(`[{"Top":1,"Left":2,"Bottom":3,"Right":4}]`)); err != nil || !slices.Equal(old, rects{{1, 2, 3, 4}}) {
		t.Errorf("got %v, %v", old, err)
	}
}

// TestMissingStrings: a cell that refers to no string is no blank cell.
func TestMissingStrings(t *testing.T) {
	_, im := testImporter(t)
	for ref, says := range map[string]string{"0": "", "-1": "B2", "1": "B2", "99999999999": "B2"} {
		rows := inlineRow(1, "STT", "Họ và tên", "Học vị") + `<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>` + ref + `</v></c><c r="C2" t="inlineStr"><is><t>TS</t></is></c></row>`
		p, err := previewOf(t, im, "a.xlsx", bookOf(t, sheetXML(rows), "xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Nguyễn Văn An</t></si></sst>`))
		switch {
		case says == "" && (err != nil || p.Counts.Added != 1):
			t.Errorf("string %s: %v", ref, err)
		case says != "" && (registry.KindOf(err) != registry.Unreadable || !strings.Contains(err.Error(), says)):
			t.Errorf("string %s: %v", ref, err)
		}
	}
}

// TestWideSheet: a part in UTF-16 is named as such, not as an empty sheet.
func TestWideSheet(t *testing.T) {
	_, im := testImporter(t)
	sheet := string(utf16le("\xff\xfe"[:0] + sheetXML(`<row r="1"/>`)))
	for name, mark := range map[string]string{"with a mark": "\xff\xfe", "without": ""} {
		if _, err := previewOf(t, im, "a.xlsx", bookOf(t, mark+sheet)); registry.KindOf(err) != registry.Unreadable || !strings.Contains(err.Error(), "UTF-16") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHugeCell: a row with a cell beyond all bounds is accounted for, and the cell is
// named.
func TestHugeCell(t *testing.T) {
	t.Parallel()
	_, im := testImporter(t)
	for name, row := range map[string]string{
		"a name of many words": "1;" + strings.Repeat("An ", 1<<20) + ";TS",
		"a name of one word":   "1;" + strings.Repeat("x", 5<<20) + ";TS",
		"nothing else":         ";" + strings.Repeat("x", 5<<20) + ";",
		"a name and blanks":    "1;Nguyễn Văn An" + strings.Repeat(" ", 5<<20) + "B;TS",
		"blanks and a name":    "1;" + strings.Repeat(" ", 5<<20) + "Nguyễn Văn An;TS",
	} {
		p, err := previewOf(t, im, "a.csv", []byte("STT;Họ và tên;Học vị\n"+row+"\n"))
		if err != nil || p.Counts.Rows != 1 || !slices.ContainsFunc(p.Issues, func(i registry.Issue) bool { return i.Cell == "B2" && i.Kind == registry.IssueInvalid }) {
			t.Errorf("%s: %v", name, err)
			if p != nil {
				t.Errorf("%+v %+v %.300v", p.Counts, p.Sheets, p.Issues)
			}
		}
	}
}

// TestManySpaces: a count of blanks in an .ods is no longer than any other text.
func TestManySpaces(t *testing.T) {
	_, im := testImporter(t)
	cells := func(texts ...string) string {
		return `<table:table-row><table:table-cell office:value-type="string"><text:p>` + strings.Join(texts, `</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>`) + `</text:p></table:table-cell></table:table-row>`
	}
	book := `<office:document-content><office:body><office:spreadsheet><table:table table:name="A">` + cells("STT", "Họ và tên", "Học vị") +
		cells("1", `Nguyễn<text:s text:c="2000000000"/>Văn An`, "TS") + cells("2", `<text:s text:c="2000000000"/>`, "TS") + `</table:table></office:spreadsheet></office:body></office:document-content>`
	p, err := previewOf(t, im, "a.ods", zipped(t, "content.xml", book))
	if err != nil || p.Counts.Rows != 2 || p.Counts.Added != 1 {
		t.Errorf("%v %+v", err, p)
	}
}

// TestNoFile: what has no size is not called empty, and the child's command says
// what it is for.
func TestNoFile(t *testing.T) {
	_, im := testImporter(t)
	if _, err := im.Preview(t.Context(), os.DevNull, Options{}, nil); err == nil || !strings.Contains(err.Error(), "thiết bị") {
		t.Errorf("a device: %v", err)
	}
	if err := ServeWorker(bytes.NewReader(nil), io.Discard); err == nil || !strings.Contains(err.Error(), "import") {
		t.Errorf("no job: %v", err)
	}
	if err := doctype(); !strings.Contains(err.Error(), "lưu lại") {
		t.Errorf("a DOCTYPE: %v", err)
	}
}
