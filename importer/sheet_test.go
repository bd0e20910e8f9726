package importer

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestSheetsAsTheLibraryReads holds every workbook at hand against what the library
// of workbooks reads of it: the same cells with the same raw values.
func TestSheetsAsTheLibraryReads(t *testing.T) {
	var paths []string
	for _, pattern := range []string{"testdata/formats/*.xlsx", "../seeds/demo/*.xlsx"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		paths = append(paths, found...)
	}
	paths = append(paths, odditiesBook(t))
	for _, path := range paths {
		_, sheets, err := bookCells(t, path)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sheets {
			rows, err := f.GetRows(s.head.Name)
			if err != nil {
				t.Fatal(err)
			}
			sameCells(t, filepath.Base(path)+" "+s.head.Name, s.rows, rows)
		}
		f.Close()
	}
}

func sameCells(t *testing.T, where string, got []row, want [][]string) {
	t.Helper()
	cells := map[[2]int]string{}
	for _, r := range got {
		for _, c := range r.cells {
			cells[[2]int{r.n, c.col}] = c.text
		}
	}
	for i, r := range want {
		for j, text := range r {
			at := [2]int{i + 1, j + 1}
			if cells[at] != cut(text) {
				t.Errorf("%s %s: got %q, want %q", where, cellName(j+1, i+1), cells[at], text)
			}
			delete(cells, at)
		}
	}
	for at, text := range cells {
		t.Errorf("%s %s: %q where nothing is", where, cellName(at[1], at[0]), text)
	}
}

// odditiesBook is a workbook with whatever cells may hold.
func odditiesBook(t testing.TB) string {
	t.Helper()
	rows := `<row r="1"><c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t xml:space="preserve">Nguyễn </t></r><r><t>Văn An</t></r><rPh sb="0" eb="1"><t>đọc</t></rPh></is></c>` +
		`<c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v> 1 </v></c><c r="D1" t="str"><f>A1&amp;"x"</f><v>công thức &lt;1&gt;</v></c><c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#N/A</v></c></row>` +
		`<row r="3"><c r="B3"><v>31234.5</v></c><c><v>7</v></c><c r="D3" s="99"/><c r="E3" t="inlineStr"><is><t/></is></c><c r="F3" t="s"><v>2</v></c><c r="G3"><f>1+1</f><v>2</v></c></row>` +
		`<row><c t="s"><v>3</v></c><c t="n"><v>1E3</v></c></row>`
	shared := `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>một_x000D_
hai &amp; ba</t></si><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>z</t></rPh></si><si/><si><t><![CDATA[<đậm>]]> _x005F_x0041_ _xyz</t></si></sst>`
	path := filepath.Join(t.TempDir(), "la.xlsx")
	if err := os.WriteFile(path, bookOf(t, sheetXML(rows), "xl/sharedStrings.xml", shared), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
