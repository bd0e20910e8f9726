package importer

import (
	"cmp"
	"maps"
	"slices"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// A list that is longer than a sheet goes on on the next one, often without its header.
// Such a sheet is taken for a part of the one before only where its columns look exactly
// like those of that one: names under the name, dates under the birth.

// Shares of the values of a column that make it of a kind.
const (
	plainly  = 0.9 // of the sheet before: the column is of that kind
	likewise = 0.7 // of this sheet: it is of the kind too
	hardly   = 0.3 // of the sheet before: it is not of the kind
)

// kinds are what tells one column from another. The running number is not among them.
func (p *shape) kinds() []float64 {
	return []float64{p.date, p.email, p.phone, p.sex, p.tick, p.degree, p.place, p.name, p.given, p.number}
}

// continued gives the reader of the sheet before where this one goes on with its list;
// nil where it does not.
func (s *sheetReader) continued() *sheetReader {
	before := s.r.before
	if before == nil || len(before.below) == 0 || s.left != "" || before.left != "" || before.card {
		return nil
	}
	was, _ := before.calledAs()
	if now, _ := s.calledAs(); was != now {
		return nil
	}
	if people := s.peopleLike(); len(people) > 0 && before.alike(people, s) {
		return before
	}
	return nil
}

// minWide is how many cells a row of somebody has at least, the number among them.
const minWide = 3

// peopleLike gives the waiting rows that hold enough to be of people.
func (s *sheetReader) peopleLike() []row {
	return slices.DeleteFunc(slices.Clone(s.waiting), func(r row) bool { return len(r.cells) < minWide })
}

// alike says that the columns of these rows of another sheet look as those of this one
// do: a person's name where names stand, at least two more columns of the same kind,
// none of another, and nothing where this sheet has no column.
func (s *sheetReader) alike(rows []row, other *sheetReader) bool {
	named, same := false, 0
	for _, c := range s.table.columns {
		was, now := s.shapeOf(valuesIn(s.below, c.number())), other.shapeOf(valuesIn(rows, c.number()))
		switch c.Field {
		case FieldName:
			named = now.name >= likewise && now.n*10 >= len(rows)*8
		case FieldFamily:
			named = now.surname >= likewise && now.n*10 >= len(rows)*8
		}
		if was.n == 0 || now.n == 0 || c.Field == FieldNever {
			continue
		}
		agreed, told := was.agrees(&now)
		if !agreed {
			return false
		}
		if told && c.Field != FieldName && c.Field != FieldFamily && c.Field != FieldNumber {
			same++
		}
	}
	return named && same >= 2 && !s.beyond(rows)
}

// agrees says that two columns may be one; told, that a kind of both says so.
func (p *shape) agrees(other *shape) (agreed, told bool) {
	mine, theirs := p.kinds(), other.kinds()
	for i := range mine {
		switch {
		case mine[i] >= plainly && theirs[i] < likewise, theirs[i] >= plainly && mine[i] < hardly:
			return false, false
		case mine[i] >= plainly:
			told = true
		}
	}
	return true, told
}

// valuesIn gives what stands in a column of some rows.
func valuesIn(rows []row, col int) []cell {
	var values []cell
	for i := range rows {
		if v := rows[i].at(col); v.text != "" {
			values = append(values, v)
		}
	}
	return values
}

// beyond says that a fair part of the rows holds something where the table has no column.
func (s *sheetReader) beyond(rows []row) bool {
	n := 0
	for i := range rows {
		if slices.ContainsFunc(rows[i].cells, func(c cell) bool { return s.table.column(c.col) == nil }) {
			n++
		}
	}
	return n*5 > len(rows)
}

// follow takes the table of the sheet before for this one, with what was decided of it,
// and goes on in the unit that it ended in.
func (s *sheetReader) follow(before *sheetReader) error {
	rows := s.waiting
	s.waiting, s.decided, s.follows = nil, true, before
	s.table = before.table.copy()
	s.table.first, s.table.last = 0, 0
	s.heads, s.values = before.heads, before.values
	s.below = before.below
	s.begin(nil, partsOf(rows, &s.table))
	if s.unit == "" {
		s.unit, s.section, s.under = before.unit, before.section, before.under
	}
	s.sheet().Follows = cmp.Or(before.sheet().Follows, before.head.Name)
	s.say(registry.IssueRepaired, 0, 0, "", "Trang %q không có dòng tiêu đề; các cột giống hệt trang %q nên được đọc như phần tiếp theo của trang ấy. Nếu không phải, hãy bỏ trang này ra.", s.head.Name, s.sheet().Follows)
	sides := make([]table, len(before.beside))
	for i, b := range before.beside {
		sides[i] = b.table.copy()
	}
	s.readBeside(sides, rows)
	if err := s.keepHead(nil); err != nil {
		return err
	}
	for _, r := range rows {
		if err := s.take(r); err != nil {
			return err
		}
	}
	return nil
}

// choices gives what somebody said of the columns of the sheet, and before it of the one
// that it goes on with.
func (s *sheetReader) choices() map[string]Field {
	own := s.r.decided.columns[s.head.Name]
	if s.follows == nil || len(s.follows.chosen) == 0 {
		return own
	}
	all := maps.Clone(s.follows.chosen)
	maps.Copy(all, own)
	return all
}

// unheadedPeople says how many rows of a sheet without a header look like people.
func (s *sheetReader) unheadedPeople() int {
	n := 0
	for _, r := range s.peopleLike() {
		if slices.ContainsFunc(r.cells, func(c cell) bool { return personName(s.bare(vietnamese.Clean(decoded(c)))) }) {
			n++
		}
	}
	return n
}
