package office

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// What a record holds beside the flat list: its degrees, posts, publications… one item
// a row, in words, with where it came from.

// detailSheet is the sheet of items; further ones bear a number.
const detailSheet = "Toàn bộ hồ sơ"

// detailRows is how many rows one of these sheets has, heads included: spreadsheet
// programs have no more.
const detailRows = 1_000_000

var detailHeaders = []string{"Mã trí thức", "Họ và tên", registry.WholePart, "Số", "Nội dung", "Nguồn"}

// details writes those sheets, of which one is open at a time.
type details struct {
	file   *excelize.File
	ref    *registry.Reference
	sheet  *excelize.StreamWriter
	sheets int
	row    int // the last one written
}

// add writes what the list leaves out of one person.
func (d *details) add(line registry.Line) error {
	from := map[string]registry.SourceID{}
	for _, f := range line.Record.Facts() {
		from[f.Field] = f.Source
	}
	for _, s := range sectionsOf(line.Record, d.ref) {
		if slices.Contains(inList, s.Name) {
			continue
		}
		for i, item := range s.Items {
			id, ok := from[fmt.Sprintf("%s[%d]", s.Name, i)]
			if !ok {
				id = from[s.Name]
			}
			if err := d.write(line.ID, line.Name, s.Title, fmt.Sprint(i+1), item, sourceWords(line.Sources, id, d.ref)); err != nil {
				return err
			}
		}
	}
	return nil
}

// inList are the values that the list has as they are.
var inList = []string{"name", "sex", "birth", "email", "phone"}

func (d *details) write(cells ...string) error {
	if d.sheet == nil || d.row == detailRows {
		if err := d.open(); err != nil {
			return err
		}
	}
	d.row++
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = Safe(c)
	}
	return d.sheet.SetRow(fmt.Sprintf("A%d", d.row), values)
}

// open begins the next sheet with its row of headers.
func (d *details) open() (err error) {
	if err := d.flush(); err != nil {
		return err
	}
	name := detailSheet
	if d.sheets++; d.sheets > 1 {
		name = fmt.Sprintf("%s %d", detailSheet, d.sheets)
	}
	if _, err = d.file.NewSheet(name); err != nil {
		return err
	}
	if d.sheet, err = d.file.NewStreamWriter(name); err != nil {
		return err
	}
	for i, width := range []float64{13, 24, 24, 6, 80, 40} {
		if err := d.sheet.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	d.row = 0
	return d.write(detailHeaders...)
}

func (d *details) flush() error {
	if d.sheet == nil {
		return nil
	}
	return d.sheet.Flush()
}

// sourceWords says where a value came from, "" where nobody knows.
func sourceWords(known map[registry.SourceID]registry.Source, id registry.SourceID, ref *registry.Reference) string {
	s, ok := known[id]
	if !ok {
		return ""
	}
	var parts []string
	add := func(say bool, format string, values ...any) {
		if say {
			parts = append(parts, fmt.Sprintf(format, values...))
		}
	}
	add(s.Import != 0, "Lần nhập %d", s.Import)
	add(s.File != "", "Tệp %s", s.File)
	add(s.Sheet != "", "trang %s", s.Sheet)
	add(s.Row != 0, "dòng %d", s.Row)
	add(s.Import == 0 && s.Account != "", "Tài khoản %s", s.Account)
	add(s.System != "", "%s", ref.CodeName(registry.SchemeSystem, s.System))
	add(!s.Synced.IsZero(), "đồng bộ ngày %s", s.Synced.Vietnamese())
	add(!s.At.IsZero(), "ghi lúc %s", clock(s.At))
	return strings.Join(parts, ", ")
}

// detailParts are the parts of a record that the list leaves out, by their JSON names.
func detailParts() []string {
	return slices.DeleteFunc(registry.PersonFields(), func(name string) bool { return slices.Contains(inList, name) })
}

// detailCells gives those parts of one person, the items of a list one a line.
func detailCells(ref *registry.Reference, l registry.Line, parts []string) []string {
	cells := make([]string, len(parts))
	for _, s := range sectionsOf(l.Record, ref) {
		if i := slices.Index(parts, s.Name); i >= 0 {
			cells[i] = Safe(strings.Join(s.Items, "\n"))
		}
	}
	return cells
}

// clock gives a moment as it was in Vietnam; "" for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(registry.Vietnam).Format("15:04 02/01/2006")
}
