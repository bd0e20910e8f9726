package search

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// The explicit syntax: "a phrase" whose words stand side by side, -word or -"a
// phrase" that nobody found may have, key:value for a condition. What is no syntax
// is read as ever; what nearly is, is read as words and said to be so.

// Syntaxes are the keys of key:value, for the help beside the search box.
func Syntaxes() []string {
	var all []string
	for _, k := range syntaxKeys {
		all = append(all, k.names[0])
	}
	return all
}

// syntaxKeys are the keys with what their values mean. The first name is the usual one.
var syntaxKeys = []struct {
	names []string
	read  func(l *Lexicon, value string) (Filter, string, bool)
}{
	{[]string{"don-vi", "donvi", "co-quan", "org"}, namedValue(FacetOrganisation, anOrganisation)},
	{[]string{"linh-vuc", "linhvuc", "nganh", "field"}, fieldValue},
	{[]string{"hoc-vi", "hocvi", "degree"}, namedValue(FacetDegree, aDegree)},
	{[]string{"hoc-ham", "hocham", "title"}, namedValue(FacetTitle, aTitle)},
	{[]string{"danh-hieu", "danhhieu"}, namedValue(FacetHonour, anHonour)},
	{[]string{"gioi-tinh", "gioi", "sex"}, namedValue(FacetSex, aSex)},
	{[]string{"tuoi", "age"}, ageValue},
	{[]string{"nghi-huu", "nghihuu"}, retirementValue},
	{[]string{"phuong-xa", "phuong", "xa", "ward"}, wardValue},
	{[]string{"ngoai-ngu", "ngoaingu", "language"}, codeValue(FacetLanguage, registry.SchemeLanguage)},
	{[]string{"nganh-quan-ly", "nganhquanly", "sector"}, codeValue(FacetSector, registry.SchemeSector)},
	{[]string{"khu-vuc", "khuvuc", "ownership"}, codeValue(FacetOwnership, registry.SchemeOwnership)},
	{[]string{"nuoc", "country"}, func(_ *Lexicon, v string) (Filter, string, bool) {
		return Filter{Facet: FacetAbroad, Values: countryNames(v)}, "Nước " + v, true
	}},
	{[]string{"ma", "mscb", "code"}, func(_ *Lexicon, v string) (Filter, string, bool) {
		id, err := registry.ParsePersonID(v)
		return Filter{Facet: FacetPerson, Values: []string{id.Public()}}, "Mã " + v, err == nil
	}},
}

// namedValue reads a value that names an entry of one kind: "ĐHCT", "tiến sĩ". A
// plus behind a degree or title means it or any higher.
func namedValue(facet Facet, k kind) func(*Lexicon, string) (Filter, string, bool) {
	return func(l *Lexicon, value string) (Filter, string, bool) {
		value, higher := strings.CutSuffix(value, "+")
		for _, e := range l.entries[strings.Join(foldedWords(value), " ")] {
			if e.kind != k {
				continue
			}
			f, label := Filter{Facet: cmp.Or(e.facet, facet), Values: e.values}, e.label
			if f.AtLeast = higher && (k == aDegree || k == aTitle); f.AtLeast {
				label += " trở lên"
			}
			return f, label, true
		}
		return Filter{}, "", false
	}
}

// fieldValue reads a code of a field or a name of what belongs to one.
func fieldValue(l *Lexicon, value string) (Filter, string, bool) {
	if c, ok := l.ref.Code(registry.SchemeField, value); ok {
		return Filter{Facet: FacetField, Values: []string{c.Code}}, c.Name, true
	}
	for _, e := range l.entries[strings.Join(foldedWords(value), " ")] {
		if e.kind == aTopic && len(e.concept.fields) > 0 {
			c, _ := l.ref.Code(registry.SchemeField, e.concept.fields[0])
			return Filter{Facet: FacetField, Values: e.concept.fields}, c.Name, true
		}
	}
	return Filter{}, "", false
}

// ageBounds are how a bound of an age is written, and the range it means.
var ageBounds = []struct {
	written *regexp.Regexp
	ages    func(n int) string
}{
	{regexp.MustCompile(`^(?:<=|≤)\s*(\d{1,3})$`), func(n int) string { return "0-" + strconv.Itoa(n) }},
	{regexp.MustCompile(`^<\s*(\d{1,3})$`), func(n int) string { return "-" + strconv.Itoa(n) }},
	{regexp.MustCompile(`^(?:>=|≥)\s*(\d{1,3})$`), func(n int) string { return strconv.Itoa(n) + "-" }},
	{regexp.MustCompile(`^>\s*(\d{1,3})$`), func(n int) string { return strconv.Itoa(n+1) + "-" }},
}

func ageValue(_ *Lexicon, value string) (Filter, string, bool) {
	typed := value
	for _, b := range ageBounds {
		if m := b.written.FindStringSubmatch(value); m != nil {
			n, err := strconv.Atoi(m[1])
			return Filter{Facet: FacetAge, Values: []string{b.ages(n)}}, "Tuổi " + typed, err == nil
		}
	}
	if !strings.Contains(value, "-") {
		value += "-" + value
	}
	_, _, ok := ParseAges(value)
	return Filter{Facet: FacetAge, Values: []string{value}}, "Tuổi " + value, ok
}

func retirementValue(_ *Lexicon, value string) (Filter, string, bool) {
	_, _, ok := ParseYears(value, 0)
	return Filter{Facet: FacetRetirement, Values: []string{value}}, "Nghỉ hưu " + value, ok
}

// codeValue reads a value that is a code of a list or one of its names.
func codeValue(facet Facet, scheme registry.Scheme) func(*Lexicon, string) (Filter, string, bool) {
	return func(l *Lexicon, value string) (Filter, string, bool) {
		want := vietnamese.Fold(value)
		for _, c := range l.ref.Codes(scheme) {
			for _, name := range slices.Concat([]string{c.Code, c.Name, c.NameEn}, c.Variants) {
				if vietnamese.Fold(name) == want {
					return Filter{Facet: facet, Values: []string{c.Code}}, c.Name, true
				}
			}
		}
		return Filter{}, "", false
	}
}

// wardValue reads a ward or commune, a former one too: where somebody lives now.
func wardValue(l *Lexicon, value string) (Filter, string, bool) {
	code, doubt := l.ref.WardOf(value, registry.Date{})
	if doubt != "" {
		c, ok := l.ref.Code(registry.SchemeWard, value)
		if !ok {
			return Filter{}, "", false
		}
		code = c.Code
	}
	return Filter{Facet: FacetWard, Values: []string{code}}, "Ở " + l.ref.WardName(code, registry.Date{}), true
}

// syntaxPart is one piece of syntax: a minus, a key with its colon, and a quoted or
// plain value.
var syntaxPart = regexp.MustCompile(`(^|[\s(,;])(-?)(?:([a-z][a-z-]*):)?(?:["“”]([^"“”]*)(["“”]|$)|([^\s"“”]*))`)

// syntax is a text with its pieces of syntax read and blanked out.
type syntax struct {
	text  string // as long as what was typed
	must  []Filter
	chips []Chip
	notes []string
}

func (l *Lexicon) readSyntax(text string) syntax {
	s := syntax{text: text}
	l.readSpelled(&s)
	text = s.text
	rest := []byte(text)
	for _, at := range syntaxPart.FindAllStringSubmatchIndex(text, -1) {
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		quoted := at[8] >= 0
		p := piece{not: group(2) == "-", key: group(3), value: strings.TrimSpace(group(4) + group(6)), quoted: quoted}
		f, label, ok := s.read(l, p)
		if quoted && group(5) == "" && strings.TrimSpace(group(4)) != "" {
			s.notes = append(s.notes, "Thiếu dấu ngoặc kép đóng: đã hiểu cụm từ kéo dài đến hết câu.")
		}
		if !ok {
			continue
		}
		from, to := at[3], at[1]
		s.must = append(s.must, l.resolve(f))
		s.chips = append(s.chips, Chip{f, label, from, to})
		for i := from; i < to; i++ {
			rest[i] = ' '
		}
	}
	s.text = string(rest)
	return s
}

// spelledKey is a colon behind up to three words with blanks between, and what stands behind it up to a
// comma or the next colon: "đơn vị: Sở Y tế".
var spelledKey = regexp.MustCompile(`((?:\p{L}+ ){0,2}\p{L}+)\s*:\s*("[^"]*"|[^",;:]*)`)

// readSpelled reads keys as people spell them, with marks, blanks and a blank behind the
// colon. Where the value is not known, the key says nothing and the rest is read as ever.
func (l *Lexicon) readSpelled(s *syntax) {
	rest := []byte(s.text)
	for _, at := range spelledKey.FindAllStringSubmatchIndex(s.text, -1) {
		from, read := keyBefore(s.text[at[2]:at[3]])
		from += at[2]
		to := at[3] + strings.IndexByte(s.text[at[3]:], ':') + 1
		asInHelp := !strings.ContainsFunc(s.text[from:to], func(r rune) bool { return r > unicode.MaxASCII || r == ' ' }) && at[4] == to
		if read == nil || asInHelp || from > 0 && s.text[from-1] == '-' {
			continue
		}
		if f, label, ok := read(l, strings.Trim(s.text[at[4]:at[5]], "\" ")); ok {
			to = at[5]
			s.must = append(s.must, l.resolve(f))
			s.chips = append(s.chips, Chip{f, label, from, to})
		}
		for i := from; i < to; i++ {
			rest[i] = ' '
		}
	}
	s.text = string(rest)
}

// keyBefore gives where a key begins that is spelled by the last of some words, and what its
// values mean; nil for none. A key of one word is one only where nothing stands before it:
// "xử lý nước" names no country.
func keyBefore(words string) (from int, read func(*Lexicon, string) (Filter, string, bool)) {
	for {
		key := strings.ReplaceAll(vietnamese.Fold(words[from:]), " ", "-")
		for _, k := range syntaxKeys {
			if slices.Contains(k.names, key) && (from == 0 || strings.Contains(key, "-")) {
				return from, k.read
			}
		}
		next := strings.IndexByte(words[from:], ' ')
		if next < 0 {
			return from, nil
		}
		from += next + 1
	}
}

// piece is one piece of syntax as typed.
type piece struct {
	not, quoted bool
	key, value  string
}

// read gives the condition of a piece; false for what is read as words.
func (s *syntax) read(l *Lexicon, p piece) (f Filter, label string, ok bool) {
	switch {
	case p.value == "" || len(Words(p.value)) == 0:
		return f, "", false
	case p.key != "":
		if f, label, ok = s.keyed(l, p); !ok {
			return f, "", false
		}
	case p.quoted || p.not:
		f, label, ok = Filter{Facet: FacetText, Values: []string{p.value}}, "“"+p.value+"”", true
		if p.not {
			f, label = l.leftOut(p.value, f, label)
		}
		if p.not && !p.quoted && strings.ContainsAny(p.value[:1], "0123456789-") {
			return f, "", false // a number below zero, a rule of dashes
		}
	default:
		return f, "", false
	}
	if p.not {
		f.Not, label = true, "Trừ "+label
	}
	return f, label, true
}

// quotedWords gives the words of the only phrase that all found have: by them they are put
// in order, so that who says it in so many words stands before who says it among others.
func quotedWords(must []Filter) (words []Word) {
	for _, f := range must {
		if f.Facet != FacetText || f.Not {
			continue
		}
		if words != nil {
			return nil
		}
		for _, w := range Words(strings.Join(f.Values, " ")) {
			words = append(words, Word{Text: w})
		}
	}
	return words
}

// leftOut reads what is not wanted: a degree, a title, an organisation or women are
// left out as what people are, since their texts do not say it; all else stays a text.
func (l *Lexicon) leftOut(value string, text Filter, label string) (Filter, string) {
	for _, e := range l.entries[strings.Join(foldedWords(value), " ")] {
		if !slices.Equal(e.key, Words(value)) {
			continue
		}
		facet := map[kind]Facet{aDegree: FacetDegree, aTitle: FacetTitle, anHonour: FacetHonour, anOrganisation: e.facet, aSex: FacetSex}[e.kind]
		switch {
		case e.kind == aDegree && isProfession(e.values[0]):
			return Filter{Facet: FacetProfession, Values: e.values}, e.label
		case facet != "" && !slices.Contains(e.values, string(registry.Male)): // Nam is a name, and the South
			return Filter{Facet: facet, Values: e.values}, e.label
		}
	}
	return text, label
}

// keyed reads key:value; a key or value that is not known is said.
func (s *syntax) keyed(l *Lexicon, p piece) (Filter, string, bool) {
	for _, k := range syntaxKeys {
		if !slices.Contains(k.names, p.key) {
			continue
		}
		f, label, ok := k.read(l, p.value)
		if !ok && p.key != "mscb" && p.key != "ma" {
			s.notes = append(s.notes, "Không rõ “"+p.value+"” sau “"+p.key+":”, nên đã tìm như từ thường. Hãy gõ tên hoặc mã có trong danh mục.")
		}
		return f, label, ok
	}
	if !strings.HasPrefix(p.value, "//") {
		s.notes = append(s.notes, "Không có điều kiện “"+p.key+":”, nên đã tìm như từ thường. Có thể dùng: "+strings.Join(Syntaxes(), ":, ")+":.")
	}
	return Filter{}, "", false
}
