package importer

import (
	"slices"
	"strings"
	"trithuc/registry"
)

// boundAt gives the column that a cell stands in; false where none is known.
func (s *sheetReader) boundAt(col int) (bound, bool) {
	if col >= len(s.at) || s.at[col] < 0 {
		return bound{}, false
	}
	return s.columns[s.at[col]], true
}

// cleanRow cleans the texts of a row once for all who look at it.
func (s *sheetReader) cleanRow(one row) {
	s.texts = s.texts[:0]
	looked := lookedRow{row: one}
	for _, c := range one.cells {
		b, ok := s.boundAt(c.col)
		if s.dropped(&looked, c) {
			s.sayDropped(one.n, c)
			s.texts = append(s.texts, "")
			continue
		} else if ok && (listed(b.field) || b.field == FieldPhone || b.field == FieldEmail) && strings.Contains(c.text, "\n") {
			c.text = itemLines(c.text)
		}
		text := s.clean(one.n, c)
		if ok {
			s.sayCut(one.n, c, b)
			if b.numbered {
				text = listNumber.ReplaceAllString(text, "$1")
			}
			if b.mapped != nil {
				text = b.mapped.Read(text)
			}
			if long, ok := b.legend[text]; ok {
				text = long
			}
			text = s.word(b.field, text, rowCol{one.n, c.col})
		}
		s.texts = append(s.texts, text)
	}
}

// dropped says that a cell must not be kept: it is of a class that is not stored, and
// not the name of a unit that stands alone in its row; it tells of one among what else
// the sheet has; or nothing says what it is, right of the last header.
func (s *sheetReader) dropped(one *lookedRow, c cell) bool {
	b, ok := s.boundAt(c.col)
	switch {
	case s.nevers[c.col] && headers().exact(decoded(c)).field != FieldNever:
		return true
	case ok && b.field == FieldNever:
		return len(one.cells) > 2 || !startsLikeSection(s.decode(c))
	case ok && (b.field == "" || b.field == FieldOther):
		return c.text == clearedText || tellsNever(s.decode(c)) && !one.headerLike()
	}
	return !ok && c.col >= len(s.at) && len(one.cells) > 2 && !one.headerLike()
}

// clearedText stands for a cell that was not kept, so that this is said whenever the
// list is read again.
const clearedText = "[không lưu]"

// stored gives what is kept of a row.
func (s *sheetReader) stored(one row) row {
	kept := row{n: one.n, cells: make([]cell, 0, len(one.cells))}
	looked := lookedRow{row: one}
	for _, c := range one.cells {
		if of := s.owner(c.col); of.dropped(&looked, c) {
			b, ok := of.boundAt(c.col)
			if ok && b.field == FieldNever && headers().lookup(b.header).field == FieldNever {
				continue
			}
			c.text, c.look = clearedText, 0
			if ok && b.field == FieldNever { // its values alone told
				c.text += " " + of.table.column(c.col).Note
			}
		}
		kept.cells = append(kept.cells, c)
	}
	return kept
}

// lookedRow is a row of which is told once, if at all, whether it may be the header of
// another table: each of its cells asks.
type lookedRow struct {
	row
	looked, header bool
}

func (r *lookedRow) headerLike() bool {
	if !r.looked {
		r.looked, r.header = true, headerLike(r.row)
	}
	return r.header
}

// headerLike says that a row may be the header of another table.
func headerLike(one row) bool {
	n := 0
	for _, c := range one.cells {
		if len(c.text) < maxHeader && headers().exact(decoded(c)).field != "" {
			n++
		}
	}
	return n > 2
}

// sayDropped says, once a column, that a cell of no class of its own was not kept.
func (s *sheetReader) sayDropped(n int, c cell) {
	b, ok := s.boundAt(c.col)
	if b.field == FieldNever || s.cleared[c.col] {
		return
	}
	if s.cleared == nil {
		s.cleared = map[int]bool{}
	}
	s.cleared[c.col] = true
	if ok {
		s.say(registry.IssueIgnored, n, c.col, b.header, "Ô này nói đến điều không được lưu (dân tộc, tôn giáo, đảng phái, sức khỏe, giấy tờ tùy thân, gia đình…) nên đã bỏ ngay khi đọc; các ô như vậy ở cột này cũng thế.")
		return
	}
	s.say(registry.IssueIgnored, n, c.col, "", "Ô này ở bên phải cột cuối cùng có tiêu đề nên không lưu. Nếu dòng bị lệch cột, hãy sửa lại tệp; nếu là một cột, hãy ghi tiêu đề.")
}

// meetNevers notes which columns are not to be stored below a row that looks like a further
// header, whether or not a table of people begins there: in a sheet that is left out, or
// one without a column of names.
func (s *sheetReader) meetNevers(one row) {
	known, nevers := 0, map[int]bool{}
	for _, c := range one.cells {
		if c.text == "" || c.text[0] >= '0' && c.text[0] <= '9' || len(c.text) >= maxHeader {
			return // rows of people, nearly all of which have a number or a date
		}
		switch f := headers().exact(decoded(c)).field; f {
		case "":
		case FieldNever:
			nevers[c.col] = true
			fallthrough
		default:
			known++
		}
	}
	if known > 1 && known*2 > len(one.cells) {
		s.nevers = nevers
	}
}

// take takes in one row below the header. Where rows are held none is stored either:
// which of its cells must not be, its own header tells.
func (s *sheetReader) take(one row) error {
	if s.holding {
		if s.hold = append(s.hold, one); len(s.hold) < sampleRows {
			return nil
		}
		return s.resume()
	}
	s.meetNevers(one)
	if s.keep != nil {
		stored := s.stored(one)
		if err := s.keep.row(&stored); err != nil {
			return err
		}
	}
	if s.left != "" {
		return nil
	}
	if s.headRepeated(one) {
		return nil
	}
	whole := one
	if one = one.within(&s.table); len(one.cells) > 0 {
		if err := s.takePart(one); err != nil {
			return err
		}
	}
	return s.takeBeside(whole)
}

// takePart takes in what stands of a row in the columns of the reader's own table.
func (s *sheetReader) takePart(one row) error {
	one = s.filled(s.carried(one))
	s.cleanRow(one)
	switch kind := s.classify(one); kind {
	case rowPerson:
		s.underOffice(one)
		s.paused = [2]string{}
		return s.person(one)
	case rowMore:
		s.more(one)
	case rowSection:
		s.enter(one)
	case rowHeader:
		s.again(one)
	case rowBlank:
	case rowGroup:
		s.enterGroup(one)
		s.leave(string(rowGroup), one.n)
	case rowRoom:
		s.office, s.officeAt = sectionName(s.look(one).name), one.n
		s.leave(string(kind), one.n)
	default:
		s.leave(string(kind), one.n)
	}
	return nil
}

// again meets a header further down: the same one repeated, or another table, whose rows
// are held until enough are there to judge its columns by.
func (s *sheetReader) again(one row) {
	s.leave("tiêu đề lặp lại", one.n)
	s.goOn()
	g := grid{rows: []row{one}, merges: nil, titles: s.r.titles, mapping: s.r.mapping}
	t := g.try(0, 1)
	if t.score == 0 || s.sameColumns(t) {
		return
	}
	s.settleDates()
	if s.table, s.further = t, true; s.side {
		s.bind(nil)
		return
	}
	s.holding = true
}

// resume takes in the rows that were held below the header of a further table.
func (s *sheetReader) resume() error {
	rows := s.hold
	s.hold, s.holding = nil, false
	below := rows
	if next := slices.IndexFunc(rows, headerLike); next > 0 {
		below = rows[:next]
	}
	s.bind(partsOf(below, &s.table))
	for _, r := range rows {
		if err := s.take(r); err != nil {
			return err
		}
	}
	return nil
}

// sameColumns says that a header found again means what the first one did.
func (s *sheetReader) sameColumns(t table) bool {
	for _, c := range t.columns {
		i := slices.IndexFunc(s.table.columns, func(o Column) bool { return o.Letter == c.Letter })
		if i < 0 {
			return false
		}
		if now := s.table.columns[i]; now.Header != c.Header && !strings.HasSuffix(now.Header, c.Header) && now.Field != c.Field {
			return false
		}
	}
	return true
}

// enter takes the name of a section as the unit of the rows below it.
func (s *sheetReader) enter(one row) {
	s.leave("dòng tên đơn vị", one.n)
	s.enterUnit(s.sectionOf(one), one.n)
}

// meetingRooms begin what heads nobody, folded.
var meetingRooms = []string{"phong hop", "phong truc", "phong khach", "phong may", "hoi truong", "ky tuc xa", "nha ", "bao ve", "truc ", "tong dai", "duong day", "le tan", "can tin", "tiep dan"}

// underOffice takes the office that the row above names for the unit of those below where
// their numbers begin anew.
func (s *sheetReader) underOffice(one row) {
	if s.office == "" {
		return
	}
	name, at := s.office, s.officeAt
	s.office = ""
	if number := strings.Trim(s.look(one).number, " .)"); at == one.n-1 && (number == "1" || number == "01") && startsPart(name) && !startsWith(placeKey(name)+" ", meetingRooms...) {
		s.enterUnit(name, at)
	}
}

// enterUnit makes a unit that a row names the one of the rows below.
func (s *sheetReader) enterUnit(name string, at int) {
	left := [2]string{s.section, s.under}
	if smallUnit(name) && s.section != "" {
		s.under = name
		return
	}
	if employerLike(name) && !s.ofMinistry(name) && (s.employer == 0 || !s.unitOfEmployer(name)) {
		before := s.employer
		s.employer = s.r.employerNamed(name, s, rowCol{at, 0})
		if s.employer != before || s.follows == nil || s.last != nil {
			s.paused, s.section, s.under = [2]string{}, "", ""
		}
		if s.employer == before {
			s.paused = left
		}
		return
	}
	s.section, s.under = name, ""
}

// sectionOf gives the unit that a row names: the first of its cells that does, since
// further to the right stands what is of another table; or all its words together.
func (s *sheetReader) sectionOf(one row) string {
	for _, w := range s.look(one).words {
		if name := sectionName(w); startsLikeSection(w) && len(strings.Fields(name)) > 1 {
			return name
		}
	}
	return sectionName(s.wordsOf(one))
}

// smallUnit says that a unit stands inside a khoa or a viện.
func smallUnit(name string) bool {
	return unitLike(name) && startsWith(placeKey(name), "bo mon ", "to ", "nhom ", "phong thi nghiem ")
}

// ofMinistry says that a cục or an inspectorate is one of the ministry whose list it is.
func (s *sheetReader) ofMinistry(name string) bool {
	return startsWith(placeKey(name), "cuc ", "tong cuc ", "thanh tra ") && strings.HasPrefix(placeKey(s.r.places.name(s.employer)), "bo ")
}

func (s *sheetReader) unitOfEmployer(name string) bool {
	return s.r.places.within(s.employer, name) != 0
}
