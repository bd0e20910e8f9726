package office

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Form is a table of counts to be signed: what it is about, the table with its sum,
// and who signs below it.
type Form struct {
	Issuer  string   // whose form it is, above the title
	Title   string   // "BIỂU XÁC NHẬN SỐ LIỆU"
	About   []string // lines between the title and the table
	Headers []string // the first is of the names of the rows
	Rows    []FormRow
	Notes   []string // lines below the table
	Place   string   // "Cần Thơ, ngày … tháng … năm …"
	Signers [2]string
}

// FormRow is a row of counts; a sum is written bold.
type FormRow struct {
	Name   string
	Counts []int
	Sum    bool
}

const formSheet = "Biểu"

// WriteForm writes a form as a workbook for A4 landscape with the margins of Nghị định
// 30/2020/NĐ-CP.
func WriteForm(w io.Writer, form Form) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	b := &formWriter{list: list{file: f}, form: form, width: max(len(form.Headers), 4)}
	for _, step := range []func() error{b.prepare, b.head, b.table, b.foot} {
		if err := step(); err != nil {
			return fmt.Errorf("office.WriteForm: %w", err)
		}
	}
	return deliver(f, w)
}

type formWriter struct {
	list
	form  Form
	width int // columns
	row   int // the last one written
}

func (b *formWriter) prepare() error {
	f := b.file
	if err := errors.Join(f.SetDefaultFont("Times New Roman"), f.SetSheetName("Sheet1", formSheet), b.styles()); err != nil {
		return err
	}
	landscape, a4, fit, endless, yes := "landscape", 9, 1, 0, true
	top, left, right := 0.79, 1.18, 0.59
	return errors.Join(
		f.SetSheetProps(formSheet, &excelize.SheetPropsOptions{FitToPage: &yes}),
		f.SetPageLayout(formSheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &fit, FitToHeight: &endless}),
		f.SetPageMargins(formSheet, &excelize.PageLayoutMarginsOptions{Top: &top, Bottom: &top, Left: &left, Right: &right, Horizontally: &yes}),
		f.SetColWidth(formSheet, "A", "A", 44))
}

// across writes a line over the columns from one to another.
func (b *formWriter) across(from, to, style int, text string) error {
	first, err1 := excelize.CoordinatesToCellName(from, b.row)
	last, err2 := excelize.CoordinatesToCellName(to, b.row)
	return errors.Join(err1, err2, b.file.SetCellValue(formSheet, first, Safe(text)),
		b.file.MergeCell(formSheet, first, last), b.file.SetCellStyle(formSheet, first, last, style))
}

func (b *formWriter) head() error {
	b.row = 1
	err := errors.Join(b.across(1, b.width, b.title, b.form.Issuer))
	b.row = 2
	err = errors.Join(err, b.across(1, b.width, b.title, b.form.Title))
	for _, line := range b.form.About {
		b.row++
		err = errors.Join(err, b.across(1, b.width, b.date, line))
	}
	b.row++
	return err
}

func (b *formWriter) table() error {
	b.row++
	var err error
	for i, h := range b.form.Headers {
		err = errors.Join(err, b.set(i+1, b.header, Safe(h)))
	}
	for _, r := range b.form.Rows {
		b.row++
		style := b.cells
		if r.Sum {
			style = b.header
		}
		err = errors.Join(err, b.set(1, style, Safe(r.Name)))
		for i, n := range r.Counts {
			err = errors.Join(err, b.set(i+2, style, n))
		}
	}
	return err
}

func (b *formWriter) set(col, style int, value any) error {
	cell, err := excelize.CoordinatesToCellName(col, b.row)
	return errors.Join(err, b.file.SetCellValue(formSheet, cell, value), b.file.SetCellStyle(formSheet, cell, cell, style))
}

func (b *formWriter) foot() error {
	var err error
	for _, line := range b.form.Notes {
		b.row++
		err = errors.Join(err, b.across(1, b.width, b.date, line))
	}
	half := max(b.width/2, 1)
	b.row += 2
	err = errors.Join(err, b.across(half+1, b.width, b.date, b.form.Place))
	b.row++
	return errors.Join(err, b.across(1, half, b.title, b.form.Signers[0]), b.across(half+1, b.width, b.title, b.form.Signers[1]))
}
