package importer

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// Bounds of the notes of a copy: they are made with the sheet in memory.
const (
	maxNoted = 300_000 // cells of a sheet
	maxNotes = 2_000   // notes of a sheet
)

// copyWriter writes stored cells as a workbook with remarks.
type copyWriter struct {
	file    *excelize.File
	plan    *Plan
	remarks map[string]remarks
	sizes   []sheetSize
	decided *decided

	index  int // of the sheet at hand
	head   sheetHead
	out    *excelize.StreamWriter // nil in a sheet that was left out
	last   int                    // row of the header's end
	reason int                    // column of the reasons
	notes  []excelize.Comment
	styles map[cellStyle]int
	made   int // sheets
	name   string
	names  map[string]bool // in small letters

	in1904 bool
	moved  float64 // days that the dates of the book at hand are moved by
}

// cellStyle is everything a cell of a copy may look like.
type cellStyle struct {
	fill   string
	format string
	bold   bool
}

func newCopyWriter(tmp string, p *Plan, sizes []sheetSize, d *decided) *copyWriter {
	return &copyWriter{file: excelize.NewFile(excelize.Options{TmpDir: tmp}), plan: p, remarks: remarksOf(p), sizes: sizes, decided: d,
		index: -1, styles: map[cellStyle]int{}, names: map[string]bool{}}
}

// book gives the copy the date system of the first book; dates of others in a lot
// are moved to it.
func (w *copyWriter) book(h bookHead) error {
	if w.moved = 0; w.index < 0 {
		w.in1904 = h.Date1904
		return w.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &h.Date1904})
	}
	if h.Date1904 != w.in1904 {
		if w.moved = days1904; w.in1904 {
			w.moved = -days1904
		}
	}
	return nil
}

// days1904 is how many days the system of old Macs begins later.
const days1904 = 1462

// sheetName gives a name that a sheet can have, and no other sheet of the copy has.
func (w *copyWriter) sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, strings.Trim(name, "' "))
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf(" (%d)", n)
		}
		r := []rune(name)
		try := string(r[max(0, len(r)-31+len(end)):]) + end
		if key := strings.ToLower(try); !w.names[key] {
			w.names[key] = true
			return try
		}
	}
}

func (w *copyWriter) sheet(h sheetHead) (err error) {
	w.index, w.head, w.out, w.notes = w.index+1, h, nil, nil
	if _, err := w.plan.sheet(h.Name); err != nil { // left out
		return nil
	}
	w.name = w.sheetName(h.Name)
	if w.made++; w.made == 1 {
		err = w.file.SetSheetName(w.file.GetSheetName(0), w.name)
	} else {
		_, err = w.file.NewSheet(w.name)
	}
	if err != nil {
		return err
	}
	if w.out, err = w.file.NewStreamWriter(w.name); err != nil {
		return err
	}
	w.reason, w.last = w.sizes[w.index].width+1, 0
	if s, err := w.plan.sheet(h.Name); err == nil {
		w.last = s.Header[1]
		for _, c := range s.Columns {
			if c.Header == reasonHeader { // a copy of a copy
				w.reason, _, _ = parseCell([]byte(c.Letter + "1"))
			}
		}
	}
	return w.widths()
}

func (w *copyWriter) widths() error {
	for col := 1; col < w.reason; col++ {
		if err := w.out.SetColWidth(col, col, float64(max(w.sizes[w.index].letters[col], 4)+2)); err != nil {
			return err
		}
	}
	return w.out.SetColWidth(w.reason, w.reason, 70)
}

func (w *copyWriter) row(r row) error {
	if w.out == nil {
		return nil
	}
	r = w.decided.corrected(w.head.Name, r)
	said := w.remarks[w.head.Name]
	values := make([]any, w.reason)
	for _, c := range r.cells {
		if c.col < w.reason {
			values[c.col-1] = w.cell(r.n, c, said[r.n][c.col].kind)
		}
	}
	for col, m := range said[r.n] {
		if col < w.reason && values[col-1] == nil { // something is missing there
			values[col-1] = w.cell(r.n, cell{col: col}, m.kind)
		}
		if col < w.reason && len(w.notes) < maxNotes {
			w.notes = append(w.notes, note(cellName(col, r.n), m.text))
		}
	}
	switch text := said.of(r.n, w.reason-1); {
	case r.n == w.last:
		values[w.reason-1] = excelize.Cell{StyleID: w.style(cellStyle{bold: true}), Value: reasonHeader}
	case r.n > w.last && text != "":
		values[w.reason-1] = text
	}
	return w.out.SetRow(cellName(1, r.n), values)
}

// fills colour what is said of a cell.
var fills = map[registry.IssueKind]string{
	registry.IssueInvalid: "FFC7CE", registry.IssueImprobable: "FFC7CE", registry.IssueAmbiguous: "FFEB9C", registry.IssueUnknown: "FFEB9C",
	registry.IssueConflict: "F8CBAD", registry.IssueIdentity: "F8CBAD", registry.IssueRepaired: "DDEBF7", registry.IssueIgnored: "D9D9D9",
}

// cell gives a value of a copy: a number where it is nothing else, with the format
// that its look stands for, or text.
func (w *copyWriter) cell(row int, c cell, kind registry.IssueKind) excelize.Cell {
	style := cellStyle{fill: fills[kind], bold: row <= w.last}
	text := shownText(c)
	var value any = text
	n, err := strconv.ParseFloat(text, 64)
	if err == nil && strconv.FormatFloat(n, 'f', -1, 64) == text && len(text) <= 15 {
		if c.look&lookDates != 0 {
			n += w.moved
		}
		value, style.format = n, lookFormat(c.look)
	}
	return excelize.Cell{StyleID: w.style(style), Value: value}
}

// lookFormat gives a number format that a look is read from again.
func lookFormat(l look) string {
	switch l & lookDates {
	case lookDate:
		return "dd/mm/yyyy"
	case lookMonth:
		return "mm/yyyy"
	case lookYear:
		return "yyyy"
	}
	return "0000000000"[:padWidths[l>>padShift]]
}

func (w *copyWriter) style(s cellStyle) int {
	if id, ok := w.styles[s]; ok || s == (cellStyle{}) {
		return id
	}
	style := &excelize.Style{}
	if s.bold {
		style.Font = &excelize.Font{Bold: true}
		style.Alignment = &excelize.Alignment{WrapText: true, Vertical: "center"}
	}
	if s.fill != "" {
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}}
	}
	if s.format != "" {
		style.CustomNumFmt = &s.format
	}
	id, err := w.file.NewStyle(style)
	if err != nil {
		id = 0 // plain: what is said stands in the notes and the reasons too
	}
	w.styles[s] = id
	return id
}

func note(at, text string) excelize.Comment {
	return excelize.Comment{Cell: at, Author: "trithuc", Text: shorten(text, 600), Width: 320, Height: 120}
}

func (w *copyWriter) end() error {
	if w.out == nil {
		return nil
	}
	for _, m := range w.head.Merges {
		if err := w.out.MergeCell(cellName(m.Left, m.Top), cellName(m.Right, m.Bottom)); err != nil {
			return err
		}
	}
	if err := w.out.Flush(); err != nil || w.sizes[w.index].cells > maxNoted {
		return err
	}
	for _, n := range w.notes {
		if err := w.file.AddComment(w.name, n); err != nil {
			return err
		}
	}
	return nil
}

func (w *copyWriter) writeTo(out io.Writer) error {
	_, err := w.file.WriteTo(out)
	return err
}
