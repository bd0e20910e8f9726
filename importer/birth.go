package importer

import (
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// pendingDate is a cell that reads as two dates; the rest of its column decides.
type pendingDate struct {
	d       *draft
	field   Field // FieldBirth or FieldStart
	row     int
	col     int
	text    string
	reading dateReading
}

// dateCell reads a date. What may be two dates waits for the end of the sheet.
func (p *parts) dateCell(b bound, c cell, text string) {
	switch b.field {
	case FieldBirthDay, FieldBirthMonth, FieldBirthYear:
		p.birth[map[Field]int{FieldBirthDay: 0, FieldBirthMonth: 1, FieldBirthYear: 2}[b.field]] = plainNumber(text)
		p.birthCol = b.col
		return
	case FieldBirthMale:
		p.person().Sex = registry.Male
	case FieldBirthFemale:
		p.person().Sex = registry.Female
	}
	if b.field != FieldBirth && b.field != FieldStart && tick(text) {
		return
	}
	field := FieldBirth
	if b.field == FieldStart {
		field = FieldStart
	}
	if sex, date, ok := strings.Cut(text, ":"); ok && readSex(sex) != "" { // "Nữ: 12/03/1980"
		p.person().Sex, text = readSex(sex), strings.TrimSpace(date)
	}
	r := readDate(cell{c.col, c.look, text}, p.s.r.book.Date1904, p.s.r.year)
	if r.proves != orderUnknown {
		p.s.prove(field, r.proves)
	}
	if field == FieldBirth {
		p.d.cells.birth = uint16(b.col)
	}
	switch {
	case r.reason != "":
		p.s.say(registry.IssueInvalid, p.row, b.col, string(field), "“%s” %s nên để trống %s.", shorten(text, 40), r.reason, field.label())
	case r.ambiguous():
		p.s.pending = append(p.s.pending, pendingDate{p.d, field, p.row, b.col, text, r})
	default:
		p.setDate(field, b.col, r.date)
	}
}

// prove notes what a cell shows of its column; a column that shows both has no
// order at all.
func (s *sheetReader) prove(f Field, o dateOrder) {
	if s.mixed == nil {
		s.mixed = map[Field]bool{}
	}
	if was := s.order[f]; was != orderUnknown && was != o {
		s.mixed[f] = true
	}
	s.order[f] = o
}

// setDate puts a date where it belongs, unless nobody's life could hold it.
func (p *parts) setDate(f Field, col int, d registry.Date) {
	if f == FieldStart {
		if d.Year < 1945 || d.Year > p.s.r.year+1 {
			p.improbable(f, col, d)
			return
		}
		p.start = d
		if len(p.d.person.Positions) > 0 {
			p.d.person.Positions[0].From = d
		}
		return
	}
	if d.Year > p.s.r.year-16 || d.Year < p.s.r.year-105 {
		p.improbable(f, col, d)
		return
	}
	p.person().Birth = d
}

func (p *parts) improbable(f Field, col int, d registry.Date) {
	p.s.say(registry.IssueImprobable, p.row, col, string(f), "%s %s khó có thể đúng nên để trống. Hãy kiểm tra lại.", capital(f.label()), d.Vietnamese())
}

func capital(s string) string {
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// orderOf gives what the cells of a column proved, unless they contradict.
func (s *sheetReader) orderOf(f Field) dateOrder {
	if s.mixed[f] {
		return orderUnknown
	}
	return s.order[f]
}

// settleDates decides the waiting dates by what their columns proved.
func (s *sheetReader) settleDates() {
	for _, w := range s.pending {
		p := parts{s: s, d: w.d, row: w.row}
		order := s.orderOf(w.field)
		if order == orderUnknown && w.field == FieldStart {
			order = s.orderOf(FieldBirth) // the same hand wrote both
		}
		if order == orderUnknown && strings.Contains(vietnamese.Fold(s.header(w.col)), "dd/mm") {
			order = dayFirst
		}
		switch order {
		case dayFirst:
			p.setDate(w.field, w.col, w.reading.date)
		case monthFirst:
			p.setDate(w.field, w.col, w.reading.other)
		default:
			s.say(registry.IssueAmbiguous, w.row, w.col, string(w.field), "“%s” có thể là ngày %s hoặc ngày %s nên để trống %s. Hãy ghi rõ rồi nhập lại.", shorten(w.text, 30), w.reading.date.Vietnamese(), w.reading.other.Vietnamese(), w.field.label())
		}
	}
	s.pending = nil
}

// settleBirth joins a birth date that stands in three columns.
func (p *parts) settleBirth() {
	if p.birth[2] == "" {
		return
	}
	text := p.birth[2]
	if p.birth[1] != "" {
		text = p.birth[1] + "/" + text
		if p.birth[0] != "" {
			text = p.birth[0] + "/" + text
		}
	}
	r := readDate(cell{text: text}, p.s.r.book.Date1904, p.s.r.year)
	if r.reason != "" {
		p.s.say(registry.IssueInvalid, p.row, p.birthCol, string(FieldBirth), "“%s” %s nên để trống ngày sinh.", shorten(text, 40), r.reason)
		return
	}
	p.d.cells.birth = uint16(p.birthCol)
	p.setDate(FieldBirth, p.birthCol, r.date)
}
