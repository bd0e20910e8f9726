package registry

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SourceID points at where a value came from. Zero in a value that is being
// written means "the source of this change"; Commit fills it in.
type SourceID int64

// Source says where a value came from: a row of an imported workbook, or an
// account (then Import is zero). A workbook that another system gave out names it.
type Source struct {
	ID      SourceID  `json:"id,omitempty"`
	Import  ImportID  `json:"import,omitempty"`
	Sheet   string    `json:"sheet,omitempty"`
	Row     int       `json:"row,omitempty"` // as the spreadsheet program numbers it, from 1
	Cells   Cells     `json:"cells,omitempty"`
	Account string    `json:"account,omitempty"`
	At      time.Time `json:"at,omitzero"`      // when it was written here
	System  string    `json:"system,omitempty"` // SchemeSystem: whence the file came; that of the import where it is left out
	File    string    `json:"file,omitempty"`   // of citations, where no import stored it
	Synced  Date      `json:"synced,omitzero"`  // ngày đồng bộ: as of which day that system says so
}

// Cells says in which columns of its row the values of a source stood: each field of
// a person (its JSON name) with the columns, "birth=E qualifications=G,H+1", where
// "+1" is one row further down. It is text, so that a Source can be compared and the
// rows of one sheet share a few short texts.
type Cells string

// CellOf is a cell that a field of a person came from.
type CellOf struct {
	Field  string
	Column int // from 1
	Below  int // rows below the source's own; negative above
}

// CellsOf puts cells into text, by field and from left to right, each once.
func CellsOf(list []CellOf) Cells {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b CellOf) int {
		return cmp.Or(strings.Compare(a.Field, b.Field), cmp.Compare(a.Below, b.Below), cmp.Compare(a.Column, b.Column))
	})
	var b []byte
	for i, c := range slices.Compact(list) {
		switch {
		case i > 0 && list[i-1].Field == c.Field:
			b = append(b, ',')
		case i > 0:
			b = append(b, ' ')
			fallthrough
		default:
			b = append(append(b, c.Field...), '=')
		}
		b = append(b, ColumnName(c.Column)...)
		if c.Below > 0 {
			b = append(b, '+')
		}
		if c.Below != 0 {
			b = strconv.AppendInt(b, int64(c.Below), 10)
		}
	}
	return Cells(b)
}

// ColumnName is what a spreadsheet program calls a column, numbered from 1: A, B… AA.
func ColumnName(column int) string {
	var letters [4]byte
	i := len(letters)
	for ; column > 0 && i > 0; column = (column - 1) / 26 {
		i--
		letters[i] = byte('A' + (column-1)%26)
	}
	return string(letters[i:])
}

// CellsOf names the cells that a field of a person came from ("E12"), none where that
// is not known. The items of a list have one field: "positions[1]" is "positions".
func (s *Source) CellsOf(field string) []string {
	field, _, _ = strings.Cut(field, "[")
	return s.ByField()[field]
}

// ByField names the cells of the source by the field of a person that they tell.
func (s *Source) ByField() map[string][]string {
	cells := map[string][]string{}
	for _, c := range s.Cells.list() {
		cells[c.Field] = append(cells[c.Field], ColumnName(c.Column)+strconv.Itoa(s.Row+c.Below))
	}
	return cells
}

// With gives the cells together with those of a source that stands below this one's
// row, of some fields only where any are named.
func (c Cells) With(other Cells, below int, fields ...string) Cells {
	all := c.list()
	for _, o := range other.list() {
		if len(fields) == 0 || slices.Contains(fields, o.Field) {
			o.Below += below
			all = append(all, o)
		}
	}
	return CellsOf(all)
}

// Without gives the cells but for those of some fields.
func (c Cells) Without(fields ...string) Cells {
	return CellsOf(slices.DeleteFunc(c.list(), func(o CellOf) bool { return slices.Contains(fields, o.Field) }))
}

func (c Cells) list() []CellOf {
	var all []CellOf
	for part := range strings.FieldsSeq(string(c)) {
		field, columns, _ := strings.Cut(part, "=")
		for cell := range strings.SplitSeq(columns, ",") {
			letters := strings.TrimRight(cell, "+-0123456789")
			below, _ := strconv.Atoi(cell[len(letters):]) // none is 0
			column := 0
			for i := range len(letters) {
				column = column*26 + int(letters[i]-'A') + 1
			}
			all = append(all, CellOf{field, column, below})
		}
	}
	return all
}
