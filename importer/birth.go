package importer

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"trithuc/registry"
)

// pendingDate is a cell that reads as two dates; the rest of its column decides, or
// else what the file shows elsewhere.
type pendingDate struct {
	s       *sheetReader
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
	if r.reason != "" {
		r = p.dateAndPlace(b, r, text)
	}
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
		p.s.pending = append(p.s.pending, pendingDate{p.s, p.d, field, p.row, b.col, text, r})
	default:
		p.setDate(field, b.col, r.date)
	}
}

// dateAndPlace reads a date with words behind it, where somebody was born: "1975 tại Cần
// Thơ". They are not kept, and that is said.
func (p *parts) dateAndPlace(b bound, r dateReading, text string) dateReading {
	for i := range text {
		rest := strings.TrimLeft(text[i:], " ,;:-–(\n")
		if rest == text[i:] || hasDigit(rest) || strings.IndexFunc(rest, unicode.IsLetter) != 0 {
			continue
		}
		if before := readDate(cell{text: text[:i]}, p.s.r.book.Date1904, p.s.r.year); before.reason == "" {
			p.s.say(registry.IssueIgnored, p.row, b.col, string(b.field), "Phần “%s” sau ngày tháng không lưu.", shorten(strings.Trim(rest, " )"), 60))
			return before
		}
	}
	return r
}

// bornInName finds a day or year of birth in the cell of a name: "(22/10/1966)", "sinh
// năm 1975".
var bornInName = regexp.MustCompile(`(?i)[\s,;:(\[/–-]*((?:ngày\s+|năm\s+)?(?:sinh|sn|ns)(?:\s+(?:ngày|năm))?[\s.:]*)?(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s*[/.-]\s*(?:19|20)\d\d|(?:19|20)\d\d)\s*[)\]]?(?:[\s,;.–-]+|$)`)

// takeBorn takes a date of birth out of the cell of a name: where the header says that it
// stands there, a word does, or no column has it and a whole date stands behind the name.
func (p *parts) takeBorn(name string) string {
	if !hasDigit(name) {
		return name
	}
	m := bornInName.FindStringSubmatchIndex(name)
	if m == nil || m[0] == 0 {
		return name
	}
	date := strings.ReplaceAll(name[m[4]:m[5]], " ", "")
	if !p.s.bornToo && m[2] < 0 && (p.s.tellsBirth() || len(date) < len("1/1/1980")) {
		return name
	}
	if p.d.cells.birth == 0 {
		p.dateCell(bound{col: max(p.nameCol, 1), field: FieldBirth}, cell{}, date)
	}
	behind := strings.Trim(name[m[1]:], " ,;.()–-")
	switch {
	case behind == "":
	case p.s.r.titles.allTitles(tokensOf(behind)):
		return name[:m[0]] + ", " + behind
	case startsPost(behind) && p.post == "" && p.duty == "" && !p.s.hasField(FieldPost) && !p.s.hasField(FieldDuty):
		p.post = behind
	default:
		p.s.say(registry.IssueIgnored, p.row, max(p.nameCol, 1), string(FieldName), "Phần “%s” sau ngày sinh trong ô họ tên không lưu.", shorten(behind, 60))
	}
	return name[:m[0]]
}

// tellsBirth says that a column of the table holds dates of birth.
func (s *sheetReader) tellsBirth() bool {
	return s.hasField(FieldBirth) || s.hasField(FieldBirthMale) || s.hasField(FieldBirthFemale) || s.hasField(FieldBirthYear)
}

// proof is what dates showed of the order they are written in: both where they
// contradict each other.
type proof struct{ dayFirst, monthFirst bool }

func (o *proof) note(d dateOrder) {
	o.dayFirst = o.dayFirst || d == dayFirst
	o.monthFirst = o.monthFirst || d == monthFirst
}

func (o proof) mixed() bool { return o.dayFirst && o.monthFirst }

func (o proof) order() dateOrder {
	switch {
	case o.dayFirst && !o.monthFirst:
		return dayFirst
	case o.monthFirst && !o.dayFirst:
		return monthFirst
	}
	return orderUnknown
}

// prove notes what a cell shows of its column and of the file.
func (s *sheetReader) prove(f Field, d dateOrder) {
	column := s.proved[f]
	column.note(d)
	s.proved[f] = column
	name, _ := s.calledAs()
	file := s.r.proved[name]
	file.note(d)
	s.r.proved[name] = file
}

// setDate puts a date where it belongs, unless nobody's life could hold it.
func (p *parts) setDate(f Field, col int, d registry.Date) {
	if f == FieldStart {
		if d.Year < 1945 || d.Year > p.s.r.year+1 {
			p.improbable(f, col, d)
			return
		}
		p.d.start = d
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

// orderOf gives the order of the dates of a column: what its own cells proved, what
// its header says, what those of earlier lists of the institution with this head
// proved, then what the other dates of the sheet did, since the same hand wrote them. A column whose cells contradict each other is told by its header only.
func (s *sheetReader) orderOf(f Field, col int) dateOrder {
	own := s.proved[f]
	if o := own.order(); o != orderUnknown {
		return o
	}
	if o := headerOrder(s.header(col)); o != orderUnknown || own.mixed() {
		return o
	}
	if o := s.knownOrder(f); o != orderUnknown {
		return o
	}
	var all proof
	for _, o := range s.proved {
		all = proof{all.dayFirst || o.dayFirst, all.monthFirst || o.monthFirst}
	}
	return all.order()
}

// headerOrder gives the order that a header spells out: "dd/mm/yyyy", "ngày/tháng/năm".
func headerOrder(header string) dateOrder {
	_, plain := headerWords(header)
	switch words := " " + plain + " "; {
	case strings.Contains(words, " dd mm "), strings.Contains(words, " d m y"), strings.Contains(words, " ngay thang nam "), strings.Contains(words, " ngay thang "):
		return dayFirst
	case strings.Contains(words, " mm dd "), strings.Contains(words, " m d y"), strings.Contains(words, " thang ngay nam "):
		return monthFirst
	}
	return orderUnknown
}

// settleDates decides the waiting dates of a sheet; those it cannot tell wait for the
// end of the file.
func (s *sheetReader) settleDates() {
	for _, w := range s.pending {
		if order := s.orderOf(w.field, w.col); order != orderUnknown {
			w.settle(order)
			continue
		}
		s.r.pending = append(s.r.pending, w)
	}
	s.pending = nil
}

// settleDates decides the dates that no sheet could tell by what the other sheets of
// their file proved; the rest stays a question.
func (r *reader) settleDates() {
	for _, w := range r.pending {
		name, _ := w.s.calledAs()
		order := r.proved[name].order()
		if w.s.proved[w.field].mixed() {
			order = orderUnknown
		}
		w.settle(order)
	}
	r.pending = nil
}

// settle reads the date in an order; without one it is asked about.
func (w *pendingDate) settle(order dateOrder) {
	p := parts{s: w.s, d: w.d, row: w.row}
	switch order {
	case dayFirst:
		p.setDate(w.field, w.col, w.reading.date)
	case monthFirst:
		p.setDate(w.field, w.col, w.reading.other)
	default:
		w.s.ask(w.row, w.col, string(w.field), []string{spelledOut(w.reading.date), spelledOut(w.reading.other)}, "“%s” có thể là ngày %s hoặc ngày %s nên để trống %s. Hãy ghi rõ rồi nhập lại.", shorten(w.text, 30), w.reading.date.Vietnamese(), w.reading.other.Vietnamese(), w.field.label())
	}
}

// spelledOut writes a whole day as nobody can read it otherwise.
func spelledOut(d registry.Date) string {
	return fmt.Sprintf("%d tháng %d năm %d", d.Day, d.Month, d.Year)
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
