package importer

import (
	"regexp"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// certificates are tests of a language that tell which one it is.
var certificates = map[string]string{"ielts": "en", "toeic": "en", "toefl": "en", "vstep": "en", "cambridge": "en", "aptis": "en", "jlpt": "ja", "hsk": "zh", "topik": "ko", "delf": "fr", "dalf": "fr", "tcf": "fr", "torfl": "ru", "testdaf": "de"}

// languageCell reads languages with their levels: "Tiếng Anh B2; tiếng Nhật N3". A
// column may be of one language, its cells the level.
func (p *parts) languageCell(b bound, text string) {
	items := detailsOf(text)
	if b.class == "" {
		items = detailsOf(strings.ReplaceAll(text, ",", ";"))
		if strings.Contains(text, "(") {
			items = detailsOf(strings.Join(outside(text, ","), ";"))
		}
	}
	for _, d := range items {
		if unticked(d.name) {
			continue
		}
		code, level := p.s.r.language(d.name)
		switch {
		case b.class != "" && (code == "" || code == b.class):
			if code == "" {
				level = d.name
			}
			code = b.class
		case code == "":
			p.s.say(registry.IssueAmbiguous, p.row, b.col, string(b.field), "“%s” không nói là ngoại ngữ nào nên không lưu. Hãy ghi như “Tiếng Anh B2”.", shorten(d.text, 60))
			continue
		}
		if tick(level) {
			level = ""
		}
		l := registry.Language{Code: code, Level: p.s.r.intern(shorten(level, 100))}
		d.take(func(part string) bool { return takeDate(part, &l.Date) })
		if l.Level == "" && len(d.parts) == 1 && bareLevel.MatchString(d.parts[0]) { // "Anh (C1)"
			l.Level, d.parts = d.parts[0], nil
		}
		l.Certificate = shorten(strings.Join(d.parts, ", "), 200)
		if list := &p.person().Languages; !slices.ContainsFunc(*list, func(o registry.Language) bool { return o.Code == l.Code }) {
			*list = append(*list, l)
		}
	}
}

// takeDate reads a part that is one date.
func takeDate(part string, to *registry.Date) bool {
	from, end, ok := readSpan(part)
	if ok && to.IsZero() && (from == end || end.IsZero()) {
		*to = from
		return true
	}
	return false
}

// bareLevel is a level alone.
var bareLevel = regexp.MustCompile(`^(?:[ABC][12]?\+?|N[1-5])$`)

// levelBehind is a level behind the name of a language that no code list has.
var levelBehind = regexp.MustCompile(`(?i)^(tiếng\s.+?)\s+([ABC][12]?\+?|N[1-5]|bậc\s.*|cấp\s.*|HSK.*|\d.*|giao tiếp|khá|tốt|thành thạo|cử nhân)$`)

// language finds the language that a text names, and what else it says. A language that
// the code list has not is kept as written.
func (r *reader) language(text string) (code, level string) {
	words := strings.Fields(text)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = strings.Trim(vietnamese.Fold(w), ".,:;-–")
	}
	from, to := 0, 0
	for name, c := range r.languageNames() {
		parts := strings.Fields(name)
		for i := 0; i+len(parts) <= len(folded); i++ {
			if len(parts) > to-from && slices.Equal(folded[i:i+len(parts)], parts) && !(len(parts) == 1 && i+1 < len(folded) && folded[i] == "trung" && folded[i+1] == "cap") {
				code, from, to = c, i, i+len(parts)
			}
		}
	}
	if code != "" {
		rest := slices.Concat(words[:from], words[to:])
		return code, cleanLevel(strings.Join(rest, " "))
	}
	for _, w := range folded {
		if c := certificates[w]; c != "" {
			return c, cleanLevel(text)
		}
	}
	if m := levelBehind.FindStringSubmatch(text); m != nil {
		return shorten(m[1], 60), cleanLevel(m[2])
	}
	if len(folded) > 1 && folded[0] == "tieng" && len(folded) <= 5 {
		return shorten(text, 60), ""
	}
	return "", ""
}

// cleanLevel takes off a level what only says that it is one.
func cleanLevel(s string) string {
	s = strings.Trim(s, " .,:;-–")
	for _, lead := range []string{"trình độ", "chứng chỉ", "bằng"} {
		if rest, ok := cutWords(s, lead); ok {
			s = strings.Trim(rest, " .,:;-–")
		}
	}
	return s
}

// languageNames gives by each of its folded names which code a language is.
func (r *reader) languageNames() map[string]string {
	if r.languages == nil {
		r.languages = map[string]string{}
		for _, c := range r.ref.Codes(registry.SchemeLanguage) {
			for _, name := range append([]string{c.Code, c.Name, c.NameEn}, c.Variants...) {
				if len(name) > 2 || name == c.Name {
					r.languages[vietnamese.Fold(name)] = c.Code
				}
			}
		}
	}
	return r.languages
}

// courseCell reads training that ends in no degree. A column may name the training
// itself, its cells what was attained: "Tin học: B".
func (p *parts) courseCell(b bound, text string) {
	if b.class != "" {
		t := registry.Training{Name: b.class}
		if unticked(text) {
			return
		}
		if !tick(text) {
			t.Certificate = p.s.r.intern(shorten(text, 200))
		}
		p.person().Training = append(p.person().Training, t)
		return
	}
	for _, d := range detailsOf(text) {
		t := registry.Training{}
		d.take(func(part string) bool {
			from, to, ok := readSpan(part)
			country, known := countryCalled(part)
			certificate, is := cutWords(part, "chứng chỉ")
			switch {
			case ok && t.From.IsZero() && t.To.IsZero():
				t.From, t.To = from, to
			case known && t.Country == "":
				t.Country = country
			case is && t.Certificate == "":
				t.Certificate = strings.Trim(certificate, " :")
			default:
				return false
			}
			return true
		})
		t.Name, t.Institution = shorten(d.name, 400), shorten(strings.Join(d.parts, ", "), 400)
		p.person().Training = append(p.person().Training, t)
	}
}

// hall is where the name of an association begins behind a role in it.
var hall = regexp.MustCompile(`^(.{4,60}?)\s+((?:Hội|Liên hiệp|Hiệp hội|Câu lạc bộ|Chi hội|Tổng hội|Liên đoàn)\s.*)$`)

// hallItself is the name of an association without a role before it.
var hallItself = regexp.MustCompile(`^(?:Hội\s+(?:[^v]|v[^i])|Liên hiệp|Hiệp hội|Câu lạc bộ|Chi hội|Tổng hội|Liên đoàn)`)

// membershipCell reads seats in associations: "Ủy viên Hội Tin học (2018–2023)".
func (p *parts) membershipCell(text string) {
	for _, d := range detailsOf(text) {
		m := registry.Membership{}
		d.take(func(part string) bool {
			from, to, ok := readSpan(part)
			if !ok || !m.From.IsZero() || !m.To.IsZero() {
				return false
			}
			if m.From, m.To = from, to; from == to && !strings.ContainsAny(part, "-–") {
				m.To = registry.Date{}
			}
			return true
		})
		name := d.name
		if found := hall.FindStringSubmatch(name); found != nil && !hallItself.MatchString(name) {
			m.Role, name = found[1], found[2]
		}
		if m.Role == "" {
			m.Role = strings.Join(d.parts, ", ")
		}
		m.Name, m.Role = shorten(name, 400), shorten(m.Role, 200)
		if ids := p.s.r.ref.OrganisationsNamed(name); len(ids) == 1 {
			m.Organisation = ids[0]
		}
		if tick(name) || len(name) < 3 {
			p.s.say(registry.IssueUnknown, p.row, p.s.cellOf(FieldMembership, p.row).col, string(FieldMembership), "“%s” không phải tên hội nên không lưu.", shorten(d.text, 60))
			continue
		}
		p.person().Memberships = append(p.person().Memberships, m)
	}
}

// abroadCell reads where somebody lives or worked abroad: "Sydney, Úc (giảng dạy, từ
// 2015)". Without a country that is known nothing is kept.
func (p *parts) abroadCell(b bound, text string) {
	for _, item := range outside(text, ";•|") {
		stay := registry.Stay{}
		var work []string
		outer, inner, bracket := strings.Cut(strings.TrimSuffix(strings.TrimSpace(item), ")"), "(")
		pieces := outside(outer, ",")
		if bracket {
			pieces = append(pieces, outside(inner, ",")...)
		}
		places := len(outside(outer, ","))
		for i, piece := range pieces {
			from, to, ok := readSpan(piece)
			country, known := countryCalled(piece)
			switch {
			case ok && stay.From.IsZero() && stay.To.IsZero():
				if stay.From, stay.To = from, to; from == to && !strings.ContainsAny(piece, "-–") {
					stay.To = registry.Date{}
				}
			case known && stay.Country == "":
				stay.Country = country
			case i < places:
				stay.Place = shorten(joinText(stay.Place, piece, ", "), 200)
			default:
				work = append(work, piece)
			}
		}
		stay.Work = shorten(strings.Join(work, ", "), 300)
		switch {
		case strings.TrimSpace(item) == "" || stay.Country == home:
		case stay.Country == "":
			p.s.say(registry.IssueUnknown, p.row, b.col, string(b.field), "“%s” không nêu nước nào nên không lưu. Hãy ghi như “Sydney, Úc”.", shorten(item, 60))
		default:
			p.person().Abroad = append(p.person().Abroad, stay)
		}
	}
}
