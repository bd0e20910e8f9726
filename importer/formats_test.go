package importer

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"trithuc/registry/vietnamese"
)

// The workbooks of testdata/formats are made by LibreOffice from one that this file
// builds, all people made up: go test -run TestFormats -formats. Each is then read
// and compared cell by cell with the .xlsx of the same cells.
var makeFormats = flag.Bool("formats", false, "make testdata/formats anew with LibreOffice")

// sheetCells is one sheet as it comes out of the child.
type sheetCells struct {
	head sheetHead
	rows []row
}

// bookCells reads a workbook as the child does, without the child.
func bookCells(t testing.TB, path string) (bookHead, []sheetCells, error) {
	t.Helper()
	var out bytes.Buffer
	w := newFrameWriter(&out)
	if err := readWorkbook(job{Path: path}, w); err != nil {
		return bookHead{}, nil, err
	}
	w.w.Flush()
	book, sheets, err := framesOf(&out)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return book, sheets, nil
}

func framesOf(in io.Reader) (book bookHead, sheets []sheetCells, err error) {
	for r := newFrameReader(in); ; {
		tag, b, err := r.next()
		if err != nil {
			return book, sheets, err
		}
		switch tag {
		case tagBook:
			err = unmarshal(b, &book)
		case tagSheet:
			sheets = append(sheets, sheetCells{})
			err = unmarshal(b, &sheets[len(sheets)-1].head)
		case tagRow:
			var one row
			one, err = r.readRow(b)
			s := &sheets[len(sheets)-1]
			s.rows = append(s.rows, one)
		case tagDone:
			return book, sheets, nil
		}
		if err != nil {
			return book, sheets, err
		}
	}
}

// TestFormats: the same cells, looks, merged ranges and hidden sheets come out of
// every format.
func TestFormats(t *testing.T) {
	t.Parallel()
	if *makeFormats {
		makeFixtures(t)
	}
	for _, name := range []string{"staff", "mac1904"} {
		book, want, err := bookCells(t, fixture(name+".xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		if name == "staff" && len(want) != 3 {
			t.Fatalf("%d sheets, want 3", len(want))
		}
		for _, ext := range []string{".xls", ".ods"} {
			t.Run(name+ext, func(t *testing.T) {
				b, got, err := bookCells(t, fixture(name+ext))
				if err != nil {
					t.Fatal(err)
				}
				if ext == ".xls" && b.Date1904 != book.Date1904 {
					t.Errorf("1904: %v, want %v", b.Date1904, book.Date1904)
				}
				compareBooks(t, got, want, b.Date1904 != book.Date1904)
			})
		}
	}
}

func fixture(name string) string { return filepath.Join("testdata", "formats", name) }

// compareBooks compares cell by cell; shifted says that the serials of want count
// from 1904 and those of got from 1900.
func compareBooks(t *testing.T, got, want []sheetCells, shifted bool) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d sheets, want %d", len(got), len(want))
	}
	for i, w := range want {
		g := got[i]
		if g.head.Name != w.head.Name || g.head.Hidden != w.head.Hidden || g.head.Rows != w.head.Rows {
			t.Errorf("head %+v, want %+v", g.head, w.head)
		}
		if !slices.Equal(sortedMerges(g.head.Merges), sortedMerges(w.head.Merges)) {
			t.Errorf("merges %v, want %v", g.head.Merges, w.head.Merges)
		}
		for name, wc := range cellsByName(w, shifted) {
			if gc, ok := cellsByName(g, false)[name]; !ok || gc != wc {
				t.Errorf("%s!%s: got %+v, want %+v", w.head.Name, name, gc, wc)
			}
		}
		if a, b := len(cellsByName(g, false)), len(cellsByName(w, false)); a != b {
			t.Errorf("%s: %d cells, want %d", w.head.Name, a, b)
		}
	}
}

func sortedMerges(m []rect) []rect {
	return slices.SortedFunc(slices.Values(m), func(a, b rect) int { return (a.Top-b.Top)*1000 + a.Left - b.Left })
}

func cellsByName(s sheetCells, shifted bool) map[string]cell {
	m := map[string]cell{}
	for _, r := range s.rows {
		for _, c := range r.cells {
			if v, err := strconv.ParseFloat(c.text, 64); err == nil && strings.Contains(c.text, "E") {
				c.text = number(v)
			}
			if shifted && c.look&lookDates != 0 {
				var serial int
				if n, err := fmt.Sscan(c.text, &serial); n == 1 && err == nil {
					c.text = fmt.Sprint(serial + 1462)
				}
			}
			m[cellName(c.col, r.n)] = c
		}
	}
	return m
}

// makeFixtures builds the workbooks and has LibreOffice write them in each format.
func makeFixtures(t *testing.T) {
	dir := t.TempDir()
	convert(t, saved(t, dir, "staff", staffBook(t)), "xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods")
	convert(t, saved(t, dir, "people", peopleBook(t)), "xls:MS Excel 97", "ods")
	saved(t, fixture(""), "people", peopleBook(t))
	convert(t, saved(t, dir, "mac1904", macBook(t)), "xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods")
}

func saved(t *testing.T, dir, name string, f *excelize.File) string {
	path := filepath.Join(dir, name+".xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func convert(t *testing.T, path string, filters ...string) {
	for _, filter := range filters {
		c := exec.Command("libreoffice", "--headless", "--convert-to", filter, "--outdir", fixture(""), path)
		c.Env = append(os.Environ(), "HOME="+t.TempDir())
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}

// sheetMaker writes cells and stops the test at the first error.
type sheetMaker struct {
	t     *testing.T
	f     *excelize.File
	sheet string
}

func (m sheetMaker) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func (m sheetMaker) set(at string, v any) { m.must(m.f.SetCellValue(m.sheet, at, v)) }

func (m sheetMaker) style(from, to string, s *excelize.Style) {
	id, err := m.f.NewStyle(s)
	m.must(err)
	m.must(m.f.SetCellStyle(m.sheet, from, to, id))
}

func dateFormat(code string) *excelize.Style { return &excelize.Style{CustomNumFmt: &code} }

func fontStyle(name string) *excelize.Style {
	return &excelize.Style{Font: &excelize.Font{Family: name, Size: 12}}
}

// staffBook holds what staff lists hold, and what readers get wrong.
func staffBook(t *testing.T) *excelize.File {
	m := sheetMaker{t, excelize.NewFile(), "Danh sách & lý lịch"}
	m.must(m.f.SetSheetName("Sheet1", m.sheet))
	m.set("A1", "TRƯỜNG ĐẠI HỌC BẾN HẢI")
	m.must(m.f.MergeCell(m.sheet, "A1", "F1"))
	for at, v := range map[string]string{"A3": "TT", "B3": "Họ và tên", "C3": "Sinh", "C4": "Ngày", "D4": "Tháng", "E3": "Điện thoại", "F3": "Hệ số"} {
		m.set(at, v)
	}
	for _, r := range [][2]string{{"A3", "A4"}, {"B3", "B4"}, {"C3", "D3"}} {
		m.must(m.f.MergeCell(m.sheet, r[0], r[1]))
	}
	names := []string{"Nguyễn Văn An", "Trần Thị Bình", "Lê Hoà", "Phạm Ngọc Dũng", "H'Linh Êban", "Đặng Thuỵ"}
	for i, name := range names {
		n := 5 + i
		m.set(cellName(1, n), i+1)
		m.set(cellName(2, n), name)
		m.set(cellName(3, n), 29000+i*700)
		m.set(cellName(4, n), time.Date(1970+i, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC))
		m.set(cellName(5, n), 912345600+i)
		m.set(cellName(6, n), 2.34+float64(i)/3)
	}
	m.style("C5", "C10", dateFormat("dd/mm/yyyy"))
	m.style("D5", "D10", dateFormat("mm/yyyy"))
	m.style("B20", "B20", fontStyle(".VnTime"))
	m.style("B21", "B21", fontStyle("VNI-Times"))
	m.style("B22", "B22", fontStyle(".VnTimeH"))
	m.set("B20", "NguyÔn V¨n C\u00adêng")
	m.set("B21", "Nguyeãn Thò Hoa")
	m.set("B22", "lª minh")
	m.odd()
	m.long()
	return m.f
}

// odd adds values that readers are known to get wrong.
func (m sheetMaker) odd() {
	for i, v := range []any{-3, -3.25, 0.01, -0.5, 1e-7, 123456789012, 1234567.89, 536870911, 536870912, -536870912, -536870913, true, false, "0012", "hai\ndòng", "  đầu dòng", "a  b", "<&>\"'", "=x"} {
		m.set(cellName(8, 30+i), v)
	}
	for i, f := range []string{"1+2", `"Chữ "&"ghép"`, "1/0", "1=1", "NA()", `""`, "A5*-1"} {
		m.must(m.f.SetCellFormula(m.sheet, cellName(9, 30+i), f))
	}
	m.must(m.f.SetCellRichText(m.sheet, "J30", []excelize.RichTextRun{{Text: "Tiến "}, {Text: "sĩ", Font: &excelize.Font{Bold: true, Family: "Arial"}}}))
	m.set("IV200", "cột cuối")
	m.set("A60000", "dòng xa")
}

// long adds a sheet whose strings fill several records, and a hidden one.
func (m sheetMaker) long() {
	m.sheet = "Dài"
	_, err := m.f.NewSheet(m.sheet)
	m.must(err)
	for i := range 300 {
		m.set(cellName(1, i+1), fmt.Sprintf("Dòng %d:%s", i, strings.Repeat(" công trình số", i%17)))
		m.set(cellName(2, i+1), fmt.Sprintf("plain %d%s", i, strings.Repeat(" abc", i%23)))
	}
	m.set("C1", strings.Repeat("Đề tài/", 400))
	m.sheet = "Danh mục ẩn"
	_, err = m.f.NewSheet(m.sheet)
	m.must(err)
	m.set("A1", "Tiến sĩ")
	m.must(m.f.SetSheetVisible(m.sheet, false))
}

// macBook counts its days from 1904.
func macBook(t *testing.T) *excelize.File {
	m := sheetMaker{t, excelize.NewFile(), "Sheet1"}
	yes := true
	m.must(m.f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	m.set("A1", "Ngày sinh")
	m.set("A2", 27538)
	m.set("A3", 30000)
	m.style("A2", "A3", dateFormat("dd/mm/yyyy"))
	return m.f
}

// peopleTable is a small staff list, made up.
var peopleTable = [][]string{
	{"DANH SÁCH CÁN BỘ, GIẢNG VIÊN"},
	{},
	{"TT", "Họ và tên", "Ngày sinh", "Giới tính", "Trình độ", "Ghi chú"},
	{"1", "Nguyễn Văn Cường", "25/03/1980", "Nam", "Tiến sĩ", "giảng \"chính\"; tổ trưởng"},
	{"2", "Trần Thị Hường", "14/07/1975", "Nữ", "Thạc sĩ", "dòng một\ndòng hai"},
	{"3", "Đặng Thuý Ngà", "01/12/1990", "Nữ", "Đại học", "a, b\tc | d"},
	{"4", "Phạm Quốc Dũng", "09/09/1969", "Nam", "Tiến sĩ"},
}

// staffTable is a staff list as an institution sends it, made up.
var staffTable = [][]string{
	{"ĐẠI HỌC CẦN THƠ"},
	{"DANH SÁCH CÁN BỘ, GIẢNG VIÊN"},
	{},
	{"TT", "Họ và tên", "Ngày sinh", "Giới tính", "Đơn vị", "Trình độ", "Chuyên ngành", "Email", "Ghi chú"},
	{"1", "Nguyễn Văn Cường", "25/03/1980", "Nam", "Khoa Công nghệ", "Tiến sĩ", "Khoa học máy tính", "nvcuong@example.edu.vn", "giảng \"chính\"; tổ trưởng"},
	{"2", "Trần Thị Hường", "14/07/1975", "Nữ", "Khoa Nông nghiệp", "Thạc sĩ", "Khoa học cây trồng", "tthuong@example.edu.vn", "dòng một\ndòng hai"},
	{"3", "Đặng Thúy Ngà", "01/12/1990", "Nữ", "Khoa Nông nghiệp", "Đại học", "Chăn nuôi", "dtnga@example.edu.vn"},
	{"4", "Phạm Quốc Dũng", "09/09/1969", "Nam", "Khoa Công nghệ", "Tiến sĩ", "Kỹ thuật điện", "pqdung@example.edu.vn"},
	{"5", "Lê Hoàng Phượng", "30/10/1984", "Nữ", "Khoa Công nghệ", "Thạc sĩ", "Kỹ thuật cơ khí", "lhphuong@example.edu.vn"},
}

// peopleBook is staffTable as a workbook, its dates as numbers.
func peopleBook(t *testing.T) *excelize.File {
	m := sheetMaker{t, excelize.NewFile(), "Sheet1"}
	for i, line := range staffTable {
		for j, v := range line {
			at := cellName(j+1, i+1)
			if day, err := time.Parse("02/01/2006", v); err == nil {
				m.set(at, day)
				m.style(at, at, dateFormat("dd/mm/yyyy"))
			} else if v != "" {
				m.set(at, v)
			}
		}
	}
	return m.f
}

// TestSamePeople: the same staff list gives the same people in every format and
// encoding.
func TestSamePeople(t *testing.T) {
	t.Parallel()
	want := peopleOf(t, fixture("people.xlsx"))
	if strings.Count(want, "\n") != 5 || !strings.Contains(want, "1980-03-25") || !strings.Contains(want, "Nguyễn Văn Cường") {
		t.Fatalf("people of the .xlsx:\n%s", want)
	}
	for _, name := range []string{"people.xls", "people.ods"} {
		if got := peopleOf(t, fixture(name)); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	for enc := vietnamese.Unicode; enc <= vietnamese.UTF16BE; enc++ {
		if enc == vietnamese.VIQR || enc == vietnamese.Mojibake {
			continue // not of files
		}
		path := filepath.Join(t.TempDir(), "danh-sach.csv")
		if err := os.WriteFile(path, bytesIn(t, textOf(staffTable, ";", "\r\n"), enc), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := peopleOf(t, path); got != want {
			t.Errorf("CSV in %v:\n%s\nwant\n%s", enc, got, want)
		}
	}
}

// peopleOf imports a list through the child into a new registry and gives what the
// registry then holds, a line for each person.
func peopleOf(t *testing.T, path string) string {
	t.Helper()
	ctx, im := testImporter(t)
	var b strings.Builder
	for _, r := range run(ctx, t, im, path).Rows {
		p, err := im.Store.Person(ctx, r.Person)
		if err != nil {
			t.Fatal(err)
		}
		told, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%d %s %s\n", r.Row, r.Outcome, told)
	}
	return b.String()
}

// textOf writes a table as a program would, every cell in quotes that needs them.
func textOf(table [][]string, sep, end string) string {
	var b strings.Builder
	for _, line := range table {
		for i, c := range line {
			if i > 0 {
				b.WriteString(sep)
			}
			if strings.ContainsAny(c, "\"\r\n\t,;|") {
				c = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
			b.WriteString(c)
		}
		b.WriteString(end)
	}
	return b.String()
}

// zipOf puts one text into a zip file under a name.
func zipOf(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// partOf takes one part out of a zip file.
func partOf(t testing.TB, path, name string) []byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bytesIn encodes a text as an old program would have.
func bytesIn(t testing.TB, s string, enc vietnamese.Encoding) []byte {
	t.Helper()
	b, err := encodeText(s, enc)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
