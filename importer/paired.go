package importer

import (
	"slices"

	"trithuc/registry/vietnamese"
)

// A wide list may give each person two lines to fit the page. Its header has two lines then
// as well, and what stands in the lower one means something else than what stands above
// it: "Họ và tên" over "Ngày sinh". Such a list is made one with one line a person.

// minPairs is how many people of such a list are looked for, and how many columns of its
// header differ.
const minPairs = 2

// rearranged makes a list of a sheet that is written otherwise: turned, or with two lines a
// person. wait says that all of its rows must be there first.
func (s *sheetReader) rearranged() (wait bool) {
	if s.head.Form != "" {
		return false
	}
	rows, form := s.pairedLines(s.waiting), formPaired
	if rows == nil && len(s.table.columns) == 0 {
		rows, form = s.turned(s.waiting), formTurned
	}
	if rows == nil {
		return false
	}
	if !s.ending && len(s.waiting) < maxCardRows {
		s.cards = true
		return true
	}
	s.head.Form = form
	s.madeList(rows)
	s.find()
	return false
}

// pairedLines gives the rows of a list whose people take two lines, joined; nil where the
// sheet is none.
func (s *sheetReader) pairedLines(rows []row) []row {
	top := slices.IndexFunc(rows, func(r row) bool { return r.n == s.table.first })
	if top < 0 || top+3 >= len(rows) || rows[top+1].n != rows[top].n+1 || !s.headedTwice(rows[top], rows[top+1]) {
		return nil
	}
	width := 0
	for _, r := range rows {
		width = max(width, r.cells[len(r.cells)-1].col)
	}
	if width*2 > maxColumns {
		return nil
	}
	list := append(slices.Clone(rows[:top]), joinRows(rows[top], rows[top+1], width))
	single, pairs := 0, 0
	for i := top + 2; i < len(rows); i++ {
		switch named := s.namedIn(rows[i]); {
		case named && i+1 < len(rows) && rows[i+1].n == rows[i].n+1 && !s.namedIn(rows[i+1]) && !s.numbered(rows[i+1]):
			list = append(list, joinRows(rows[i], rows[i+1], width))
			pairs++
			i++
			continue
		case named:
			single++
		}
		list = append(list, rows[i])
	}
	if pairs < minPairs || single*5 > pairs {
		return nil
	}
	return list
}

// headedTwice says that of two rows of a header the lower names other things than the upper
// in the same columns, and belongs to no groups.
func (s *sheetReader) headedTwice(upper, lower row) bool {
	g := grid{merges: mergesNear(s.head.Merges, []row{upper})}
	other := 0
	for _, c := range lower.cells {
		above, below := labelled(decoded(upper.at(c.col))), labelled(decoded(c))
		if below.field == "" || below.field == FieldMale || below.field == FieldFemale || g.mergedAt(upper.n, c.col) {
			return false
		}
		if above.field != "" && above.field != below.field {
			other++
		}
	}
	return other >= minPairs && other*2 > len(lower.cells)
}

// namedIn says that a row holds somebody's name where the header has names.
func (s *sheetReader) namedIn(r row) bool {
	return slices.ContainsFunc(s.table.columns, func(c Column) bool {
		return (c.Field == FieldName || c.Field == FieldFamily) && s.namesPerson(vietnamese.Clean(decoded(r.at(c.number()))))
	})
}

// numbered says that a row has a number of its own.
func (s *sheetReader) numbered(r row) bool {
	return slices.ContainsFunc(s.table.columns, func(c Column) bool {
		return c.Field == FieldNumber && isNumber(r.at(c.number()).text)
	})
}

// joinRows gives a row with the cells of the one below it to the right of its own.
func joinRows(upper, lower row, width int) row {
	one := row{upper.n, slices.Clone(upper.cells)}
	for _, c := range lower.cells {
		c.col += width
		one.cells = append(one.cells, c)
	}
	return one
}
