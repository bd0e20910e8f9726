package importer

import (
	"regexp"
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// A card is a sheet that tells of one person, line by line: "1. Họ và tên: NGUYỄN VĂN
// AN", "Học vị: Tiến sĩ   Năm đạt: 2015", as forms 2C and the scientific curriculum
// vitae do. It is read as a list of one: what its lines are called becomes the header,
// and from there on it is a sheet like any other. Only what the registry holds is
// taken, so nothing of the family or of the other classes that are not stored is kept.

// minCard is how many things a card tells at least, the name among them.
const minCard = 5

// cardLine is something that a card tells.
type cardLine struct {
	label string
	field Field
	value cell
}

// card gathers what a sheet of one person tells.
type card struct {
	titles, labels []string // as they stand; folded
	lines          []cardLine
	before         Field // what the last label means, with a value or without
	rows           []row // of the training it lists, by cardColumns
	ended          bool  // the lines that follow are of others
}

// readCard reads rows as a card that tells so many things at least; nil where they are none.
func (s *sheetReader) readCard(rows []row, least int) *card {
	c := &card{}
	for i := 0; i < len(rows) && !c.ended; i++ {
		if n := c.training(rows[i:]); n > 0 {
			i += n
			continue
		}
		c.row(rows[i])
	}
	name := slices.IndexFunc(c.lines, func(l cardLine) bool { return l.field == FieldName })
	if name < 0 || len(c.lines) < least || !s.namesPerson(decoded(c.lines[name].value)) {
		return nil
	}
	return c
}

// namesPerson says that a text is somebody's name, titles aside.
func (s *sheetReader) namesPerson(text string) bool {
	return personName(s.bare(vietnamese.Clean(text)))
}

// cardNumber is the number before a line of a form: "16.1)", "a)".
var cardNumber = regexp.MustCompile(`^\s*(?:\d{1,2}(?:\.\d{1,2})?|[a-zđ])\s*[.)/-]+\s*`)

// cardBlanks are the dots and lines that forms leave for what is to be written.
var cardBlanks = regexp.MustCompile(`[.…_]{3,}|…+`)

// row takes in one row of a card.
func (c *card) row(r row) {
	open := "" // a label whose value stands in a cell of its own
	for len(r.cells) > 2 && isNumber(r.cells[0].text) {
		r.cells = r.cells[1:] // the number of the card, or of the line
	}
	paired := pairs(r)
	for _, one := range r.cells {
		text := strings.TrimSpace(cardBlanks.ReplaceAllString(decoded(one), " "))
		f := onlyWords(vietnamese.Fold(text))
		if startsWith(cardNumber.ReplaceAllString(f, ""), "quan he gia dinh", "lich su ban than", "hoan canh kinh te", "hoan canh gia dinh", "moi quan he") {
			c.ended = true
			return
		}
		c.titles = append(c.titles, text)
		switch {
		case open != "" && !strings.Contains(text, ":"):
			c.take(open, text, one)
			open = ""
		case strings.Contains(text, ":"):
			open = c.text(text, one)
		case (len(r.cells) == 2 || paired) && open == "":
			open = text
		}
	}
	if open != "" {
		c.before = labelled(open).field
	}
}

// pairs says that the cells of a row are labels and their values in turn, without colons.
func pairs(r row) bool {
	if len(r.cells) < 4 || len(r.cells)%2 > 0 {
		return false
	}
	for i := 0; i < len(r.cells); i += 2 {
		if labelled(decoded(r.cells[i])).field == "" {
			return false
		}
	}
	return true
}

// text takes in a cell of several labels and values, and gives the label at its end
// that has no value yet.
func (c *card) text(text string, at cell) string {
	if first, _, _ := strings.Cut(text, ":"); labelled(first).field == FieldPhone {
		text = first + ":" + phoneKinds.ReplaceAllString(text[len(first)+1:], "$1 ")
	}
	pieces := strings.Split(text, ":")
	label := pieces[0]
	for i, piece := range pieces[1:] {
		value, next := piece, ""
		if i < len(pieces)-2 {
			value, next = cutLabel(piece)
		}
		if value = strings.Trim(value, " ,;"); value == "" && i == len(pieces)-2 {
			return label
		}
		c.take(label, value, at)
		label = next
	}
	return ""
}

// phoneKinds say of a number which telephone it is of: "CQ: 0292… DĐ: 09…".
var phoneKinds = regexp.MustCompile(`(?i)((?:^|\s)(?:cq|cơ quan|nr|nhà riêng|dđ|di động|mobile|mob))\s*:`)

// cardGap stands between the things that one line of a form tells.
var cardGap = regexp.MustCompile(`(?:[ \x{a0}]{2,}|\t|;)`)

// cutLabel takes the next label off the end of a text: what stands behind a wide gap,
// or the longest one that is known.
func cutLabel(s string) (value, label string) {
	s = strings.TrimSpace(s)
	if gaps := cardGap.FindAllStringIndex(s, -1); len(gaps) > 0 {
		last := gaps[len(gaps)-1]
		return strings.TrimSpace(s[:last[0]]), strings.TrimSpace(s[last[1]:])
	}
	words := strings.Fields(s)
	for from := max(0, len(words)-9); from < len(words); from++ {
		if tail := strings.Join(words[from:], " "); labelled(tail).field != "" || yearAlone(tail) {
			return strings.Join(words[:from], " "), tail
		}
	}
	return s, ""
}

// labelled says what a label of a card means.
func labelled(s string) meaning {
	s = cardNumber.ReplaceAllString(strings.TrimSpace(s), "")
	if m := headers().exact(s); m.field != "" {
		return m
	}
	return headers().exact(bracketed.ReplaceAllString(s, " "))
}

// take notes what a label says; of what a person has once only the first.
func (c *card) take(label, value string, at cell) {
	m := labelled(label)
	if _, ok := readPhone(value); ok && (m.field == FieldOrg || m.field == FieldWorkplace) && strings.Trim(value, "0123456789 .+-()") == "" {
		label = "Điện thoại cơ quan" // "Điện thoại: Cơ quan: 0292…"
		m = labelled(label)
	}
	if c.before == FieldTitle && yearAlone(label) {
		label = "Năm bổ nhiệm chức danh"
		m = labelled(label)
	}
	c.before = m.field
	if m.field == "" || value == "" && m.field != FieldNever {
		return
	}
	label = cardNumber.ReplaceAllString(strings.TrimSpace(label), "")
	_, plain := headerWords(label)
	c.labels = append(c.labels, plain)
	have := slices.IndexFunc(c.lines, func(l cardLine) bool { return l.field == m.field })
	known := have >= 0
	if known && m.field == FieldPhone && mobileFor(value, c.lines[have].value.text) {
		at.text = value
		c.lines[have].value = at
		return
	}
	if m.field == FieldOther || known && (!m.field.repeatable() || m.field == FieldPhone || m.field == FieldEmail) {
		return
	}
	if m.field == FieldNever {
		value = ""
	}
	at.text = value
	c.lines = append(c.lines, cardLine{label, m.field, at})
}

// yearAlone says that a label tells a year, but not what of: "Năm bổ nhiệm".
func yearAlone(label string) bool {
	_, plain := headerWords(cardNumber.ReplaceAllString(strings.TrimSpace(label), ""))
	return strings.HasPrefix(plain, "nam ") && slices.Contains(yearsOf, plain)
}

// mobileFor says that a number is somebody's mobile and the one before it stands on a desk.
func mobileFor(value, before string) bool {
	n, ok := readPhone(value)
	was, had := readPhone(before)
	return ok && !deskPhone(n) && had && deskPhone(was)
}

// cardColumns are the columns of the training that a card lists.
var cardColumns = []struct {
	field  Field
	header string
}{{FieldDegree, "Trình độ"}, {FieldInstitution, "Nơi đào tạo"}, {FieldSpecialty, "Chuyên ngành"}, {FieldDegreeYear, "Năm tốt nghiệp"}}

// training reads a table of training from its header on, and gives how many rows
// below the header belong to it; 0 where there is none.
func (c *card) training(rows []row) int {
	at := map[Field]int{}
	for _, one := range rows[0].cells {
		switch f := labelled(decoded(one)).field; f {
		case FieldName:
			return 0
		case FieldOrg, FieldInstitution:
			at[FieldInstitution] = one.col
		case FieldDegree, FieldSpecialty, FieldDegreeYear:
			at[f] = one.col
		}
	}
	if len(at) < 2 || at[FieldInstitution] == 0 {
		return 0
	}
	n := 1
	for ; n < len(rows) && len(rows[n].cells) > 1 && rows[n].n == rows[n-1].n+1 && !strings.HasSuffix(decoded(rows[n].cells[0]), ":"); n++ {
		var line row
		for i, col := range cardColumns {
			if v := rows[n].at(at[col.field]); at[col.field] > 0 && v.text != "" {
				v.col = i + 1
				line.cells = append(line.cells, v)
			}
		}
		if len(line.cells) > 0 && !numbering(rows[n]) {
			c.rows = append(c.rows, line)
		}
	}
	return n - 1
}
