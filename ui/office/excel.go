package office

import (
	"archive/zip"
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// Names of the sheets.
const (
	listSheet = "Danh sách"
	infoSheet = "Thông tin xuất"
)

// Layout of the list: the heading stands above the row of headers, which is
// repeated on every printed page.
const (
	titleRow  = 1
	dateRow   = 2
	headerRow = 4
)

// People writes the list as a workbook for A4 landscape and gives the number of
// people. What the records hold beside the list stands on further sheets where the
// whole of them was asked for. Rows are streamed, so memory does not grow with them;
// the temporary files beside them are gone when it returns.
func People(w io.Writer, ref *registry.Reference, rows Rows, info Info) (n int, err error) {
	f := excelize.NewFile()
	defer func() {
		if cerr := f.Close(); err == nil && cerr != nil {
			err = fmt.Errorf("office.People: %w", cerr)
		}
	}()
	l := list{file: f, cols: columns(), printed: printed, ref: ref, info: info, details: &details{file: f, ref: ref}}
	return l.fill(w, rows)
}

// fill makes the workbook of rows, writes it out, and gives the number of people.
func (l *list) fill(w io.Writer, rows Rows) (n int, err error) {
	if err := l.prepare(); err != nil {
		return 0, fmt.Errorf("office.People: %w", err)
	}
	if n, err = l.write(rows); err != nil {
		return n, err
	}
	if err := l.finish(n); err != nil {
		return n, fmt.Errorf("office.People: %w", err)
	}
	if err := deliver(l.file, w); err != nil {
		return n, fmt.Errorf("office.People: %w", err)
	}
	return n, nil
}

// deliver writes a workbook out part by part. The library would first pack the whole of
// it in memory.
func deliver(f *excelize.File, w io.Writer) error {
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(w) })
	_, err := f.WriteToBuffer() // which stays empty
	return err
}

// list is one workbook in the making.
type list struct {
	file                       *excelize.File
	sheet                      *excelize.StreamWriter
	cols                       []column
	printed                    int // how many columns, number included, stand on paper
	ref                        *registry.Reference
	info                       Info
	title, date, header, cells int // styles
	details                    *details
}

// prepare lays out the page. Everything about the sheet but its rows has to be
// said before the stream begins.
func (l *list) prepare() error {
	f := l.file
	if err := f.SetDefaultFont("Times New Roman"); err != nil {
		return err
	}
	if err := f.SetSheetName("Sheet1", listSheet); err != nil {
		return err
	}
	for _, step := range []func() error{l.styles, l.page, l.open} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// page sets A4 landscape with the margins of NĐ 30/2020/NĐ-CP (20, 30 and 15 mm,
// here in inches), the printed columns on one page, page numbers in the middle above.
func (l *list) page() error {
	landscape, a4, fit, endless := "landscape", 9, 1, 0
	fitToPage, centred := true, true
	top, left, right, head := 0.79, 1.18, 0.59, 0.4
	f := l.file
	if err := f.SetSheetProps(listSheet, &excelize.SheetPropsOptions{FitToPage: &fitToPage}); err != nil {
		return err
	}
	if err := f.SetPageLayout(listSheet, &excelize.PageLayoutOptions{
		Size: &a4, Orientation: &landscape, FitToWidth: &fit, FitToHeight: &endless}); err != nil {
		return err
	}
	if err := f.SetPageMargins(listSheet, &excelize.PageLayoutMarginsOptions{
		Top: &top, Bottom: &top, Left: &left, Right: &right, Header: &head, Footer: &head, Horizontally: &centred}); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(listSheet, &excelize.HeaderFooterOptions{
		DifferentFirst: true, OddHeader: `&C&"Times New Roman"&13&P`}); err != nil {
		return err
	}
	return l.name("_xlnm.Print_Titles", fmt.Sprintf("$%d:$%d", headerRow, headerRow))
}

// name gives a range of the list a name that printing knows.
func (l *list) name(name, cells string) error {
	return l.file.SetDefinedName(&excelize.DefinedName{Name: name, Scope: listSheet,
		RefersTo: fmt.Sprintf("'%s'!%s", listSheet, cells)})
}

func (l *list) styles() (err error) {
	thin := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		thin = append(thin, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	middle := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	for _, s := range []struct {
		into  *int
		style excelize.Style
	}{
		{&l.title, excelize.Style{Font: font(14, true, false), Alignment: middle}},
		{&l.date, excelize.Style{Font: font(13, false, true), Alignment: middle}},
		{&l.header, excelize.Style{Font: font(12, true, false), Alignment: middle, Border: thin}},
		{&l.cells, excelize.Style{Font: font(12, false, false), Border: thin, NumFmt: 0,
			Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
	} {
		if *s.into, err = l.file.NewStyle(&s.style); err != nil {
			return err
		}
	}
	return nil
}

func font(size float64, bold, italic bool) *excelize.Font {
	return &excelize.Font{Family: "Times New Roman", Size: size, Bold: bold, Italic: italic, Color: "000000"}
}

// open begins the stream: widths, heading, headers, and the rows below them
// scrolling under a fixed head.
func (l *list) open() (err error) {
	if l.sheet, err = l.file.NewStreamWriter(listSheet); err != nil {
		return err
	}
	if err := l.widths(); err != nil {
		return err
	}
	if err := l.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: headerRow,
		TopLeftCell: fmt.Sprintf("A%d", headerRow+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	day := registry.DateOf(l.info.At).Vietnamese()
	if err := l.line(titleRow, l.title, Safe(l.info.Title)); err != nil {
		return err
	}
	if err := l.line(dateRow, l.date, fmt.Sprintf("(Xuất ngày %s)", day)); err != nil {
		return err
	}
	row := make([]any, 0, len(l.cols)+1)
	for _, h := range headers(l.cols) {
		row = append(row, excelize.Cell{StyleID: l.header, Value: h})
	}
	return l.sheet.SetRow(fmt.Sprintf("A%d", headerRow), row)
}

func (l *list) widths() error {
	if err := l.sheet.SetColWidth(1, 1, 6); err != nil {
		return err
	}
	for i, c := range l.cols {
		if err := l.sheet.SetColWidth(i+2, i+2, c.width); err != nil {
			return err
		}
	}
	return nil
}

// line writes one centred line over the printed width.
func (l *list) line(row, style int, text string) error {
	last, err := excelize.CoordinatesToCellName(l.printed, row)
	if err != nil {
		return err
	}
	first := fmt.Sprintf("A%d", row)
	if err := l.sheet.SetRow(first, []any{excelize.Cell{StyleID: style, Value: text}}, excelize.RowOpts{Height: 24}); err != nil {
		return err
	}
	return l.sheet.MergeCell(first, last)
}

// write streams the people. Only the number of the row is a number: every other
// cell is text, so that neither a date nor a leading zero is read anew.
func (l *list) write(rows Rows) (n int, err error) {
	cells := make([]any, len(l.cols)+1)
	for line, err := range rows {
		if err != nil {
			return n, err
		}
		n++
		cells[0] = excelize.Cell{StyleID: l.cells, Value: n}
		for i, c := range l.cols {
			cells[i+1] = excelize.Cell{StyleID: l.cells, Value: Safe(c.text(l.ref, line))}
		}
		if err := l.sheet.SetRow(fmt.Sprintf("A%d", headerRow+n), cells); err != nil {
			return n, fmt.Errorf("office.People: row %d: %w", n, err)
		}
		if !l.info.Whole {
			continue
		}
		if err := l.details.add(line); err != nil {
			return n, fmt.Errorf("office.People: details of row %d: %w", n, err)
		}
	}
	return n, nil
}

// finish adds who, when and why, on a sheet of its own and in the properties of
// the document, never among the data.
func (l *list) finish(n int) error {
	if err := l.sheet.Flush(); err != nil {
		return err
	}
	if err := l.details.flush(); err != nil {
		return err
	}
	if err := l.about(n); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(l.printed, headerRow+n, true)
	if err != nil {
		return err
	}
	if err := l.name("_xlnm.Print_Area", "$A$1:"+last); err != nil {
		return err
	}
	at := l.info.At.UTC().Format(time.RFC3339)
	return l.file.SetDocProps(&excelize.DocProperties{
		Title: l.info.Title, Creator: l.info.Account, LastModifiedBy: l.info.Account, Created: at, Modified: at,
		Subject: l.info.Purpose, Description: fmt.Sprintf("%d người", n), Language: "vi-VN",
	})
}

func (l *list) about(n int) error {
	if _, err := l.file.NewSheet(infoSheet); err != nil {
		return err
	}
	if err := l.file.SetColWidth(infoSheet, "A", "B", 40); err != nil {
		return err
	}
	purpose := l.info.Purpose
	if purpose == "" {
		purpose = "Không ghi"
	}
	pairs := append([][2]any{
		{"Danh sách", Safe(l.info.Title)},
		{"Người xuất", Safe(l.info.Account)},
		{"Thời điểm xuất", l.info.At.Format("15:04 02/01/2006")},
		{"Mục đích", Safe(purpose)},
		{"Số dòng dữ liệu", n},
		{"Khi in", l.onPaper()},
		{"Lưu ý", "Danh sách có dữ liệu cá nhân: chỉ dùng đúng mục đích đã ghi."},
	}, l.more()...)
	for i, pair := range pairs {
		if err := l.file.SetSheetRow(infoSheet, fmt.Sprintf("A%d", i+1), &[]any{pair[0], pair[1]}); err != nil {
			return err
		}
	}
	return l.file.SetCellStyle(infoSheet, "A1", fmt.Sprintf("B%d", len(pairs)), l.cells)
}

// more gives what is said about this list beside what is said about every one.
func (l *list) more() [][2]any {
	var pairs [][2]any
	for _, p := range l.info.More {
		pairs = append(pairs, [2]any{p[0], Safe(p[1])})
	}
	return pairs
}

// onPaper says which columns are printed.
func (l *list) onPaper() string {
	if l.printed > len(l.cols) {
		return "In mọi cột."
	}
	return fmt.Sprintf("Chỉ in đến cột %s; các cột sau để tra cứu trên máy.", l.cols[l.printed-2].header)
}
