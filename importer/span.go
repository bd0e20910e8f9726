package importer

import (
	"slices"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// span is a column whose value stands once for several rows: in a merged range,
// or on the first row of each group only.
type span struct {
	col    int
	open   bool // holds until the next value, without a merged range
	until  int  // last row that the value at hand holds for
	value  cell
	ranges []rect
}

// findSpans finds the columns of places and groups whose values span rows.
func (s *sheetReader) findSpans(sample []row) {
	s.spans = nil
	for _, b := range s.columns {
		if !spanning(b.field) {
			continue
		}
		one := span{col: b.col, ranges: s.rangesOver(b.col)}
		if len(one.ranges) == 0 && s.firstOfGroup(b.col, sample) {
			one.open = true
			s.say(registry.IssueRepaired, s.table.last, b.col, b.header, "Cột “%s” chỉ ghi ở dòng đầu mỗi nhóm nên giá trị được hiểu cho cả các dòng trống bên dưới.", shorten(b.header, 60))
		}
		if len(one.ranges) > 0 || one.open {
			s.spans = append(s.spans, one)
		}
	}
}

// rangesOver gives the merged ranges below the header that cover a column over
// several rows, by their top.
func (s *sheetReader) rangesOver(col int) []rect {
	var ranges []rect
	for _, m := range s.head.Merges {
		if m.Left <= col && col <= m.Right && m.Bottom > m.Top && m.Top > s.table.last {
			ranges = append(ranges, m)
		}
	}
	slices.SortFunc(ranges, func(a, b rect) int { return a.Top - b.Top })
	return ranges
}

// spanOf gives the range that covers a row; false where none does.
func spanOf(ranges []rect, row int) (rect, bool) {
	i, _ := slices.BinarySearchFunc(ranges, row+1, func(m rect, n int) int { return m.Top - n })
	if i == 0 || ranges[i-1].Bottom < row {
		return rect{}, false
	}
	return ranges[i-1], true
}

func spanning(f Field) bool {
	switch f {
	case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit, FieldDegree, FieldPost, FieldDuty, FieldContract, FieldField:
		return true
	}
	return false
}

// firstOfGroup says that a column of places is filled on the first row of each
// group only: blank on most rows, and no value twice.
func (s *sheetReader) firstOfGroup(col int, sample []row) bool {
	b, ok := s.boundAt(col)
	if !ok || b.field == FieldDegree || b.field == FieldPost || b.field == FieldDuty || b.field == FieldContract || b.field == FieldField {
		return false
	}
	seen := map[string]bool{}
	people, filled, first := 0, 0, false
	for _, r := range sample {
		if len(r.cells) < 3 {
			continue
		}
		people++
		text := vietnamese.Fold(s.decode(r.at(col)))
		if s.newWithin(col, r) {
			clear(seen) // another institution may have units of the same names
		}
		if text == "" {
			continue
		}
		if seen[text] {
			return false
		}
		seen[text] = true
		filled++
		first = first || people == 1
	}
	return first && filled >= 2 && filled*2 < people
}

// newWithin says that a row begins a group of a wider place, in a column left of another.
func (s *sheetReader) newWithin(col int, r row) bool {
	return slices.ContainsFunc(s.columns, func(b bound) bool {
		return b.col < col && (b.field == FieldOrg || b.field == FieldWorkplace || b.field == FieldUnit) && r.at(b.col).text != ""
	})
}

// carried gives a row with the values that span it filled in.
func (s *sheetReader) carried(one row) row {
	for i := range s.spans {
		sp := &s.spans[i]
		c := one.at(sp.col)
		switch {
		case c.text != "" && sp.open:
			sp.value, sp.until = c, maxRow
		case c.text != "":
			sp.begin(c, one.n)
		case one.n <= sp.until && len(one.cells) >= 2:
			one = with(one, sp.value)
		}
	}
	return one
}

// begin takes a value at the top of a merged range for all of the range.
func (sp *span) begin(c cell, row int) {
	sp.until = 0
	i, ok := slices.BinarySearchFunc(sp.ranges, row, func(m rect, n int) int { return m.Top - n })
	if ok {
		sp.value, sp.until = c, sp.ranges[i].Bottom
	}
}

// with gives a row with one more cell.
func with(r row, c cell) row {
	at, _ := slices.BinarySearchFunc(r.cells, c.col, func(have cell, col int) int { return have.col - col })
	return row{r.n, slices.Insert(slices.Clone(r.cells), at, c)}
}
