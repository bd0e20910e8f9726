package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// A cell of degrees says more than the degree: what it was taken in, when, and
// sometimes where.

// yearBehind is the year behind a degree or title: "PGS (2018)", "TS, năm 2015".
var yearBehind = regexp.MustCompile(`(?i)[\s,(:–-]*(?:năm\s+)?\b(19[4-9]\d|20\d\d)\s*\)?\s*$`)

// cutYear takes the year off the end of a text; 0 where it has none.
func cutYear(s string) (string, int) {
	if !hasDigit(s) {
		return s, 0
	}
	m := yearBehind.FindStringSubmatchIndex(s)
	if m == nil {
		return s, 0
	}
	year, _ := strconv.Atoi(s[m[2]:m[3]])
	return s[:m[0]], year
}

// ofScience says that a degree of science written out, with more behind it, is the plain
// degree of a subject that begins with "Khoa học": by its capital, or since the subject is
// known. It gives how many tokens the degree takes then, and else 0.
func (t *titleReader) ofScience(text string, tokens []token, words []titleWord) int {
	const degree = 2 // tokens of "Tiến sĩ"
	if len(words) != 1 || words[0].code != "TSKH" && words[0].code != "ThS" || len(tokens) < degree+3 || tokens[degree].key+tokens[degree+1].key != "khoahoc" {
		return 0
	}
	if strings.Trim(text[tokens[degree+1].to:tokens[degree+2].from], " ") != "" {
		return 0
	}
	switch tokens[degree+2].key {
	case "nganh", "chuyen", "ve":
		return 0
	}
	if text[tokens[degree].from] == 'K' || t.subjects[vietnamese.Fold(text[tokens[degree].from:])] {
		return degree
	}
	return 0
}

// maxAddress is the length of the longest abbreviation of what somebody works as.
const maxAddress = 3

// fillers stand before a degree without saying anything: "Bằng Thạc sĩ".
var fillers = []string{"trinh do", "tot nghiep", "bang", "bac", "he", "co bang"}

// degreeSegment reads one segment of a cell of degrees; what is left over comes back.
func (t *titleReader) degreeSegment(seg string, c *credentials) string {
	if label, rest, ok := strings.Cut(seg, ":"); ok && headers().exact(label).field != "" {
		seg = rest // "Trình độ chuyên môn: Thạc sĩ Kinh tế"
	}
	text, year := cutYear(seg)
	tokens := tokensOf(text)
	if len(tokens) == 0 {
		return strings.Trim(seg, " ()")
	}
	if t.worksAs(tokens) {
		if left := t.degreeSegment(seg[tokens[1].from:], c); left != "" {
			return strings.Trim(seg, " ()")
		}
		return text[tokens[0].from:tokens[0].to]
	}
	words, i := t.leading(tokens)
	if of := t.ofScience(text, tokens, words); of > 0 { // "Tiến sĩ Khoa học máy tính"
		words, i = []titleWord{{kind: "degree", code: strings.TrimSuffix(words[0].code, "KH")}}, of
	}
	if i == 0 {
		tokens = withoutFillers(tokens)
		words, i = t.leading(tokens)
	}
	subject := ""
	switch {
	case i == 0:
		if words, subject = t.degreeBehind(text, tokens); words == nil {
			return strings.Trim(seg, " .-–:()")
		}
	case i < len(tokens):
		subject = strings.Trim(text[tokens[i].from:], " .-–:()[]")
	}
	c.take(words, t)
	c.dated(words, year)
	if key := markedKey(tokensOf(subject)); subject == "" || len(key) <= maxAddress && (t.marked[key].kind == "address" || i == 0 && strings.ToUpper(subject) == subject) {
		return subject // "GV.TS", "TG.ThS": what somebody works as is no subject
	}
	return c.taughtIn(words, subject)
}

// worksAs says that titles begin with what somebody works as: "GV.PGS.TS".
func (t *titleReader) worksAs(tokens []token) bool {
	if len(tokens) < 2 || len(tokens[0].marked) > maxAddress || t.marked[tokens[0].marked].kind != "address" {
		return false
	}
	_, n := t.leading(tokens[1:])
	return n == len(tokens)-1
}

// withoutFillers leaves out the words before a degree that say nothing: "Bằng tốt nghiệp".
func withoutFillers(tokens []token) []token {
	for {
		i := slices.IndexFunc(fillers, func(f string) bool {
			n := len(strings.Fields(f))
			return len(tokens) > n && keyOf(tokens[:n]) == strings.ReplaceAll(f, " ", "")
		})
		if i < 0 {
			return tokens
		}
		tokens = tokens[len(strings.Fields(fillers[i])):]
	}
}

// leading gives the titles and degrees that tokens begin with, and how many tokens
// they take.
func (t *titleReader) leading(tokens []token) (words []titleWord, taken int) {
	for taken < len(tokens) {
		w, n := t.match(tokens[taken:], true)
		if n == 0 {
			break
		}
		words, taken = append(words, w...), taken+n
	}
	return words, taken
}

// degreeBehind reads "Điều dưỡng Đại học", "Kế toán (Thạc sĩ)": the subject before
// the degree. "Sau đại học" is none.
func (t *titleReader) degreeBehind(text string, tokens []token) (words []titleWord, subject string) {
	switch tokens[0].key {
	case "sau", "tren", "chua", "duoi", "dang", "khong":
		return nil, ""
	}
	for j := 1; j < len(tokens); j++ {
		w, n := t.match(tokens[j:], true)
		if n > 0 && j+n == len(tokens) && w[0].kind == "degree" {
			return w, strings.Trim(text[tokens[0].from:tokens[j].from], " .-–:()[]")
		}
	}
	return nil, ""
}

// dated gives the year of a segment to the last thing it names.
func (c *credentials) dated(words []titleWord, year int) {
	if year == 0 {
		return
	}
	last := words[len(words)-1]
	if last.kind == "degree" {
		for i := range c.degrees {
			if c.degrees[i].Degree == last.code {
				c.degrees[i].Year = year
			}
		}
		return
	}
	if c.years == nil {
		c.years = map[string]int{}
	}
	c.years[last.code] = year
}

// taughtIn gives the subject to the last degree of a segment: a second one of the
// same degree is a degree of its own. What is no subject comes back.
func (c *credentials) taughtIn(words []titleWord, subject string) string {
	last := words[len(words)-1]
	if last.kind != "degree" || hasDigit(subject) {
		return subject
	}
	i := len(c.degrees) - 1
	for i > 0 && c.degrees[i].Degree != last.code {
		i--
	}
	q := c.degrees[i]
	if q.Field != "" && vietnamese.Fold(q.Field) != vietnamese.Fold(subject) {
		c.degrees = append(c.degrees, q)
		i = len(c.degrees) - 1
		c.degrees[i].Country, c.degrees[i].Institution = "", ""
	}
	if countryNamed(subject) {
		c.degrees[i].Country = subject
		return ""
	}
	c.degrees[i].Field = ofSubject(subject)
	return ""
}

// ofSubject leaves of what stands behind a degree the subject: "ngành Luật (hệ
// chính quy)" is Luật.
func ofSubject(s string) string {
	for _, m := range bracketed.FindAllString(s, 3) {
		if mode(m) || countryNamed(strings.Trim(m, "()[] ")) {
			s = strings.Replace(s, m, " ", 1)
		}
	}
	for {
		before := s
		for _, lead := range []string{"chuyên ngành", "ngành", "chuyên môn", "về"} {
			if rest, ok := cutWords(s, lead); ok {
				s = rest
			}
		}
		if s = strings.Trim(s, " :.-–"); s == before {
			break
		}
	}
	if mode(s) {
		return ""
	}
	return vietnamese.Clean(s)
}

// cutWords takes words off the beginning of a text, whatever their case.
func cutWords(s, lead string) (string, bool) {
	n := len(lead)
	if len(s) > n && strings.EqualFold(s[:n], lead) && strings.ContainsRune(" :", rune(s[n])) {
		return s[n+1:], true
	}
	return s, false
}

// mode says that a text names a way of studying rather than a subject.
func mode(s string) bool {
	f := strings.TrimPrefix(strings.Trim(vietnamese.Fold(s), " ()[].-"), "he ")
	return slices.Contains([]string{"chinh quy", "tai chuc", "vua lam vua hoc", "vlvh", "tu xa", "lien thong", "mo rong", "chuyen tu", "van bang 2", "van bang hai", "van bang 1", "khong chinh quy", "trong nuoc", "nuoc ngoai", "cq"}, f)
}

// countryNamed says that a text is the name of a country.
func countryNamed(s string) bool {
	f := strings.Trim(vietnamese.Fold(s), " .")
	f = strings.TrimPrefix(strings.TrimPrefix(f, "tai "), "o ")
	_, ok := countryCalled(f)
	return ok
}
