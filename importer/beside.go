package importer

import (
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Two tables of people may stand side by side, to save paper: the same headers come
// again to the right. Each is read by a reader of its own, which sees its columns only,
// so that nobody gets a value of their neighbour.

// sharedHeaders is how many headers beside the name must come again for a second table.
const sharedHeaders = 2

// cutSides leaves in the table the columns of the leftmost of the tables that stand
// side by side below its header, and gives the others from left to right.
func (t *table) cutSides() []table {
	starts := t.sideStarts()
	sides := make([]table, len(starts))
	for k, from := range starts {
		to := maxColumns + 1
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		sides[k] = t.between(from, to)
	}
	if len(starts) > 0 {
		*t = t.between(1, starts[0])
	}
	return sides
}

// leaveCounts leaves out the columns of a table without people that stands to the right
// of an empty column: how many there are of each degree.
func (t *table) leaveCounts(below []row) {
	name := slices.IndexFunc(t.columns, func(c Column) bool { return c.Field == FieldName || c.Field == FieldFamily })
	if name < 0 {
		return
	}
	last := t.columns[len(t.columns)-1].number()
	for gap := t.columns[name].number() + 1; gap < last; gap++ {
		if _, labelled := t.labels[gap]; labelled || len(valuesIn(below, gap)) > 0 {
			continue
		}
		if t.countsBehind(gap) {
			for i := range t.columns {
				if c := &t.columns[i]; c.number() > gap && c.Field != FieldNever {
					c.Field, c.Note = FieldOther, ", vì thuộc một bảng khác ở bên phải"
				}
			}
			return
		}
	}
}

// countHeaders are what columns of numbers of people are called, folded.
var countHeaders = []string{"so luong", "so nguoi", "sl", "tong so", "tong", "cong", "ty le", "ti le", "so can bo", "so gv", "so vien chuc", "%"}

// countsBehind says that behind a column stand no names, and numbers of people or nothing
// but what the table has before it too.
func (t *table) countsBehind(gap int) bool {
	counts, again, own := false, true, map[Field]bool{}
	for _, c := range t.columns {
		if c.number() < gap {
			own[c.Field] = true
			continue
		}
		if c.Field == FieldName || c.Field == FieldFamily || c.Field == FieldGiven {
			return false
		}
		_, plain := headerWords(t.labels[c.number()].name)
		counts = counts || slices.Contains(countHeaders, plain) || strings.Contains(t.labels[c.number()].name, "%")
		again = again && own[c.Field]
	}
	return counts || again
}

// leaveEmptyNames leaves out columns of names that hold nothing where another one holds
// some: forms filled in on the web have one for who is signed in.
func (t *table) leaveEmptyNames(below []row) {
	var empty []*Column
	full := false
	for i := range t.columns {
		if c := &t.columns[i]; c.Field == FieldName && len(valuesIn(below, c.number())) == 0 {
			empty = append(empty, c)
		} else if c.Field == FieldName {
			full = true
		}
	}
	for _, c := range empty {
		if full && t.labels[c.number()].name != t.labels[c.number()-1].name { // not the right half of a merged header
			c.Field, c.Note = FieldOther, ", vì cột trống"
		}
	}
}

// leaveOthers leaves out what is told of another person in the row, the supervisor of
// a thesis: the columns behind their name that the table has of its own people too.
func (t *table) leaveOthers() {
	seen, other := map[string]bool{}, ""
	for i := range t.columns {
		c := &t.columns[i]
		key := string(c.Field) + " " + vietnamese.Fold(t.labels[c.number()].name)
		switch {
		case c.Field == FieldName && seen[string(FieldName)] && c.Confidence < 0.9 && !seen[key]:
			c.Field, other = FieldOther, c.Letter
			c.Note = ", vì nói về một người khác"
		case other != "" && seen[key] && c.Field != "" && c.Field != FieldNever:
			c.Field, c.Note = FieldOther, ", vì nói về người ở cột "+other
		default:
			seen[key], seen[string(c.Field)] = true, true
		}
	}
}

// between gives the columns from one up to another.
func (t *table) between(from, to int) table {
	part := table{first: t.first, last: t.last, score: t.score, labels: map[int]label{}, from: from, to: to}
	for _, c := range t.columns {
		if col := c.number(); from <= col && col < to {
			part.columns = append(part.columns, c)
			part.labels[col] = t.labels[col]
		}
	}
	return part
}

// sideStarts gives the first column of each further table.
func (t *table) sideStarts() (starts []int) {
	var names []int // columns that people's names begin in, of one header
	for _, c := range t.columns {
		col := c.number()
		begins := c.Field == FieldName || c.Field == FieldFamily
		if before := t.column(col - 1); begins && (before == nil || before.Field != c.Field) && (len(names) == 0 || t.alike(names[0], col)) {
			names = append(names, col)
		}
	}
	for k := 1; k < len(names); k++ {
		start, shared := names[k], 0
		for start-1 > names[k-1]+1 && t.alike(start-1, names[0]-(names[k]-start)-1) {
			start--
		}
		for col := start; col <= maxColumns && (k+1 == len(names) || col < names[k+1]); col++ {
			if col != names[k] && t.alike(col, col-names[k]+names[0]) {
				shared++
			}
		}
		if shared >= sharedHeaders {
			starts = append(starts, start)
		}
	}
	return starts
}

// alike says that two columns have one header, and a known one.
func (t *table) alike(a, b int) bool {
	x, y := t.column(a), t.column(b)
	return x != nil && y != nil && x.Field != "" && x.Field == y.Field && vietnamese.Fold(t.labels[a].name) == vietnamese.Fold(t.labels[b].name)
}

// number is the column's, from 1.
func (c *Column) number() int {
	col, _, _ := parseCell([]byte(c.Letter + "1"))
	return col
}

// within gives the cells of a row that stand in the columns of a table.
func (r row) within(t *table) row {
	if t.to == 0 {
		return r
	}
	before := func(col int) int {
		i, _ := slices.BinarySearchFunc(r.cells, col, func(c cell, col int) int { return c.col - col })
		return i
	}
	return row{r.n, r.cells[before(t.from):before(t.to)]}
}

// holds says that a column is one of the table's.
func (t *table) holds(col int) bool { return t.to == 0 || t.from <= col && col < t.to }

// partsOf gives what stands of some rows in the columns of a table.
func partsOf(rows []row, t *table) []row {
	if t.to == 0 {
		return rows
	}
	var list []row
	for _, r := range rows {
		if part := r.within(t); len(part.cells) > 0 {
			list = append(list, part)
		}
	}
	return list
}

// readBeside makes readers for the further tables of the sheet, whose employer and unit
// are those of the first.
func (s *sheetReader) readBeside(sides []table, below []row) {
	for i := range sides {
		b := &sheetReader{r: s.r, index: s.index, head: s.head, decided: true, began: true, side: true, table: sides[i], chosen: s.chosen, written: s.written,
			employer: s.employer, unit: s.unit, main: s.main, proved: map[Field]proof{}, repaired: map[int]bool{}}
		s.beside = append(s.beside, b)
		b.bind(partsOf(below, &b.table))
		s.say(registry.IssueRepaired, s.table.first, sides[i].from, "", "Trang có thêm một bảng người ở bên phải, từ cột %s: đã đọc như một danh sách riêng.", registry.ColumnName(sides[i].from))
	}
}

// takeBeside gives the further tables their part of a row; what stands across all of
// them, the name of a unit, is told to each.
func (s *sheetReader) takeBeside(one row) error {
	for _, b := range s.beside {
		part := one.within(&b.table)
		if across := s.spansTo(one, b.table.from); len(one.cells) == 1 && len(part.cells) == 0 && (across || b.shares) {
			b.shares = true // further rows of one cell are of all tables too
			c := one.cells[0]
			c.col = b.table.from
			part.cells = []cell{c}
		}
		if len(part.cells) > 0 {
			if err := b.take(part); err != nil {
				return err
			}
		}
	}
	return nil
}

// spansTo says that the one cell of a row is merged as far as a column.
func (s *sheetReader) spansTo(one row, col int) bool {
	return slices.ContainsFunc(s.head.Merges, func(m rect) bool {
		return m.Top == one.n && m.Left == one.cells[0].col && m.Right >= col
	})
}

// owner gives the reader whose table has a column.
func (s *sheetReader) owner(col int) *sheetReader {
	for _, b := range s.beside {
		if b.table.holds(col) {
			return b
		}
	}
	return s
}
