package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// encode writes the sheets as one workbook. The same sheets give the same bytes.
func encode(sheets []filled) (data []byte, err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	made := "2026-11-20T08:00:00Z"
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "trithuc", LastModifiedBy: "trithuc", Created: made, Modified: made}); err != nil {
		return nil, err
	}
	for i, s := range sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err != nil {
			return nil, err
		}
		w := &writer{file: f, sheet: s, others: sheets}
		if err := w.all(); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return repack(b.Bytes())
}

// repack sorts the parts of the archive and takes their times away.
func repack(data []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, part := range in.File {
		w, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate, Modified: time.Time{}})
		if err != nil {
			return nil, err
		}
		r, err := part.Open()
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(w, r); err != nil {
			return nil, err
		}
	}
	if err := out.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// writer fills one sheet and keeps the first error.
type writer struct {
	file                     *excelize.File
	sheet                    filled
	others                   []filled // all sheets of the workbook
	body, head, title, dated int      // styles
	err                      error
}

func (w *writer) all() error {
	w.styles()
	w.over()
	if w.sheet.summary {
		w.counts()
		return w.err
	}
	w.heading(w.sheet.header)
	last := w.sheet.header + w.sheet.rows() - 1
	part := ""
	for i, e := range w.sheet.entries {
		if w.sheet.repeat > 0 && i > 0 && i%w.sheet.repeat == 0 {
			w.heading(last + 1)
		}
		if w.sheet.section != nil && w.sheet.section(e) != part {
			part = w.sheet.section(e)
			w.across(e.row-1, part, w.head)
		}
		w.person(i, e)
		last = e.row
	}
	w.under(last + 1)
	return w.err
}

func (w *writer) styles() {
	font := w.sheet.font
	if font == "" {
		font = "Times New Roman"
	}
	border := []excelize.Border{{Type: "left", Style: 1, Color: "000000"}, {Type: "right", Style: 1, Color: "000000"},
		{Type: "top", Style: 1, Color: "000000"}, {Type: "bottom", Style: 1, Color: "000000"}}
	centre := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	date := "dd/mm/yyyy"
	w.body = w.style(&excelize.Style{Font: &excelize.Font{Family: font, Size: 12}, Border: border, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}})
	w.dated = w.style(&excelize.Style{Font: &excelize.Font{Family: font, Size: 12}, Border: border, CustomNumFmt: &date})
	w.head = w.style(&excelize.Style{Font: &excelize.Font{Family: font, Size: 12, Bold: true}, Border: border, Alignment: centre})
	w.title = w.style(&excelize.Style{Font: &excelize.Font{Family: font, Size: 13, Bold: true}, Alignment: centre})
}

func (w *writer) style(s *excelize.Style) int {
	id, err := w.file.NewStyle(s)
	w.check(err)
	return id
}

func (w *writer) check(err error) {
	if w.err == nil {
		w.err = err
	}
}

// at gives the name of a cell.
func (w *writer) at(column, row int) string {
	cell, err := excelize.CoordinatesToCellName(column, row)
	w.check(err)
	return cell
}

// set writes one value in its style; nil and "" leave the cell empty but styled.
func (w *writer) set(column, row int, value any, style int) {
	cell := w.at(column, row)
	switch v := value.(type) {
	case nil:
	case serial:
		style = w.dated
		w.check(w.file.SetCellFloat(w.sheet.name, cell, float64(v), -1, 64))
	case string:
		if w.sheet.write != nil {
			v = w.sheet.write(v)
		}
		if v != "" {
			w.check(w.file.SetCellStr(w.sheet.name, cell, v))
		}
	default:
		w.check(w.file.SetCellValue(w.sheet.name, cell, v))
	}
	w.check(w.file.SetCellStyle(w.sheet.name, cell, cell, style))
}

// merge writes a value over a range.
func (w *writer) merge(left, top, right, bottom int, value any, style int) {
	w.set(left, top, value, style)
	from, to := w.at(left, top), w.at(right, bottom)
	w.check(w.file.SetCellStyle(w.sheet.name, from, to, style))
	if from != to {
		w.check(w.file.MergeCell(w.sheet.name, from, to))
	}
}

func (w *writer) width() int { return max(len(w.sheet.columns), 6) }

// across writes a line merged over the whole width.
func (w *writer) across(row int, text string, style int) {
	w.merge(1, row, w.width(), row, text, style)
}

// over writes what stands above the header.
func (w *writer) over() {
	row := 1
	if w.sheet.motto {
		half := w.width() / 2
		w.merge(1, 1, half, 1, w.sheet.above[0], w.title)
		w.merge(half+1, 1, w.width(), 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", w.title)
		w.merge(1, 2, half, 2, w.sheet.above[1], w.title)
		w.merge(half+1, 2, w.width(), 2, "Độc lập - Tự do - Hạnh phúc", w.title)
		row = 3
	}
	for _, line := range w.sheet.above[row-1:] {
		if line != "" {
			w.across(row, line, w.title)
		}
		row++
	}
}

// heading writes the header: one row, or captions merged over groups with names
// below, and names merged over both rows where there is no group.
func (w *writer) heading(row int) {
	two := w.sheet.rows() == 2
	for i := 0; i < len(w.sheet.columns); i++ {
		c := w.sheet.columns[i]
		if c.width > 0 {
			name, err := excelize.ColumnNumberToName(i + 1)
			w.check(err)
			w.check(w.file.SetColWidth(w.sheet.name, name, name, c.width))
		}
		switch {
		case !two:
			w.set(i+1, row, c.header, w.head)
		case c.group == "":
			w.merge(i+1, row, i+1, row+1, c.header, w.head)
		default:
			w.set(i+1, row+1, c.header, w.head)
			if i == 0 || w.sheet.columns[i-1].group != c.group {
				w.merge(i+1, row, w.groupEnd(i)+1, row, c.group, w.head)
			}
		}
	}
}

// groupEnd gives the last column of the group that starts at i.
func (w *writer) groupEnd(i int) int {
	end := i
	for end+1 < len(w.sheet.columns) && w.sheet.columns[end+1].group == w.sheet.columns[i].group {
		end++
	}
	return end
}

// person writes one row.
func (w *writer) person(i int, e *entry) {
	for n, c := range w.sheet.columns {
		value := c.cell(e)
		if bad, ok := w.sheet.spoiled(i+1, c.header); ok {
			value = bad
		}
		w.set(n+1, e.row, value, w.body)
	}
}

// under writes total, date and signature.
func (w *writer) under(row int) {
	for i, line := range w.sheet.below {
		line = strings.ReplaceAll(line, "{n}", fmt.Sprint(len(w.sheet.entries)))
		switch {
		case line == "":
		case i == 0:
			w.merge(1, row, w.width(), row, line, w.head)
		default:
			w.merge(w.width()/2+1, row, w.width(), row, line, w.title)
		}
		row++
	}
}

// counts writes the public summary: how many of each title and degree stand on
// the other sheets.
func (w *writer) counts() {
	heads := []string{"STT", "Nội dung", "Tổng số", "Giáo sư", "Phó giáo sư", "Tiến sĩ", "Thạc sĩ", "Khác"}
	for i, h := range heads {
		w.set(i+1, w.sheet.header, h, w.head)
	}
	row := w.sheet.header
	for _, s := range w.others {
		if len(s.entries) == 0 {
			continue
		}
		row++
		w.set(1, row, row-w.sheet.header, w.body)
		w.set(2, row, s.name, w.body)
		w.set(3, row, len(s.entries), w.body)
		for i, n := range tally(s.entries) {
			w.set(i+4, row, n, w.body)
		}
	}
}

// tally counts GS, PGS, doctors, masters and the rest.
func tally(entries []*entry) [5]int {
	var n [5]int
	for _, e := range entries {
		switch d := e.degree(); {
		case e.person.Title.Code == "GS":
			n[0]++
		case e.person.Title.Code == "PGS":
			n[1]++
		case d == "TS" || d == "TSKH":
			n[2]++
		case d == "ThS":
			n[3]++
		default:
			n[4]++
		}
	}
	return n
}
