package importer

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"trithuc/registry/vietnamese"
)

// Systems give out lists that hold a code and the name it stands for in one cell: "KL -
// Khoa Luật", "(KL) Khoa Luật", "7480201 - Công nghệ thông tin", "CB5549 - Lê Thị Bình".

// codeBefore is a code before a name: in brackets, or set off by a dash, a colon, a bar or
// an underline; a number by a full stop too.
var codeBefore = regexp.MustCompile(`^(?:[(\[]\s*([\p{Lu}\d][\p{Lu}\d.&-]{0,11})\s*[)\]]\s*[-–:.]?|([\p{Lu}\d][\p{Lu}\d.&-]{0,11})(?:\s+[-–]\s|\s*[:|_])|(\d{1,6})[.)]\s)\s*(\S.*)$`)

// codeBehind is a code behind a name: in brackets, or behind a dash.
var codeBehind = regexp.MustCompile(`^(.*\S)\s*(?:[(\[]\s*([\p{Lu}\d][\p{Lu}\d.&-]{0,11})\s*[)\]]|\s[-–]\s([\p{Lu}\d][\p{Lu}\d.&-]{0,11}))$`)

// codedName divides a cell into a code and the name beside it; false where it holds none.
func codedName(s string) (code, name string, ok bool) {
	if len(s) > 200 || !mayBeCoded(s) {
		return "", s, false
	}
	if m := codeBefore.FindStringSubmatch(s); m != nil {
		return m[1] + m[2] + m[3], m[4], true
	}
	if m := codeBehind.FindStringSubmatch(s); m != nil {
		return m[2] + m[3], m[1], true
	}
	return "", s, false
}

// mayBeCoded tells most cells apart at no cost.
func mayBeCoded(s string) bool {
	return s != "" && (s[0] >= '0' && s[0] <= '9' || strings.ContainsAny(s, "([:|_") || strings.Contains(s, " - ") || strings.Contains(s, " – "))
}

// initials says that a code is made of the first letters of a name, of all its words or of
// those behind the word for what it is: KL and TCCB of "Khoa Luật", "Phòng Tổ chức cán bộ".
func initials(code, name string) bool {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, vietnamese.Fold(code))
	first := func(words string) string {
		var b strings.Builder
		for _, w := range strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			if w != "va" {
				b.WriteByte(w[0])
			}
		}
		return b.String()
	}
	key := vietnamese.Fold(name)
	return len(letters) > 1 && (letters == first(key) || letters == first(bareUnit(key)))
}

// withoutCode gives the name of a place without the code that stands beside it. The name of
// an institution before that of its unit is no code, nor is a word in capitals.
func (p *places) withoutCode(s string) string {
	code, name, ok := codedName(s)
	if !ok || vietnamese.HasMarks(strings.ReplaceAll(code, "Đ", "D")) || len(p.named(s)) > 0 {
		return s
	}
	short, before := initials(code, name), strings.HasSuffix(s, name)
	if startsPart(name) && (short || before && len(p.named(code)) == 0) || before && short && len(p.named(name)) > 0 {
		return name
	}
	return s
}

// withoutAbbreviation gives a post without its own abbreviation beside it: "TK - Trưởng khoa".
func withoutAbbreviation(s string) string {
	if code, name, ok := codedName(s); ok && initials(code, name) {
		return name
	}
	return s
}

// subjectOf gives a subject without the number or the abbreviation of it that stands beside
// it: "7480201 - Công nghệ thông tin".
func subjectOf(s string) string {
	code, name, ok := codedName(s)
	if ok && len(code) > 1 && strings.Trim(code, "0123456789.") == "" && strings.HasSuffix(s, name) {
		return name
	}
	return withoutAbbreviation(s)
}

// Bounds of a staff code that stands beside a name: shorter numbers count the rows, longer
// ones are telephones.
const (
	minNameCode = 3
	maxNameCode = 8
)

// nameCode divides a cell into a staff code and the name beside it. A year is none.
func (s *sheetReader) nameCode(text string) (code, name string, ok bool) {
	code, name, ok = codedName(text)
	if !ok || !hasDigit(code) || len(code) < minNameCode || !personName(s.bare(name)) {
		return "", text, false
	}
	if digits := strings.Trim(code, "0123456789"); digits == "" {
		year, _ := strconv.Atoi(code)
		ok = len(code) <= maxNameCode && (len(code) != 4 || year < 1900 || year > 2100) && !strings.HasPrefix(text, code+".") && !strings.HasPrefix(text, code+")")
	}
	return code, name, ok
}

// namesCoded says that most names below the header have a staff code beside them, each its
// own, where no column has codes.
func (s *sheetReader) namesCoded(sample []row) bool {
	if s.hasField(FieldCode) {
		return false
	}
	codes, names := map[string]bool{}, 0
	for _, b := range s.columns {
		for i := range sample {
			text := vietnamese.Clean(s.decode(sample[i].at(b.col)))
			if b.field != FieldName || text == "" {
				continue
			}
			names++
			if code, _, ok := s.nameCode(text); ok {
				codes[code] = true
			}
		}
	}
	return len(codes) > 1 && len(codes)*2 > names
}

// takeCode takes a staff code off a name: the one of the row's own column, or that of the
// name where its column has codes.
func (p *parts) takeCode(text string) string {
	code, name, ok := p.s.nameCode(text)
	switch {
	case ok && strings.EqualFold(code, p.code):
		return name
	case ok && p.s.namesHaveCodes && p.code == "":
		p.code, p.codeCol = code, max(p.nameCol, 1)
		p.note(tellsCodes, p.codeCol)
		return name
	}
	return text
}
