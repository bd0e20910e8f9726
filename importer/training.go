package importer

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

func (p *parts) titleCell(b bound, text string) {
	if b.field == FieldTick {
		p.tickCell(b, text)
		return
	}
	c := p.s.r.ofDegrees(text)
	c.degrees = p.schools(b, c.degrees)
	p.takeCredentials(c)
	if n := len(c.degrees); n > 0 {
		p.latest = 1 + slices.IndexFunc(p.training, func(t training) bool { return sameQualification(t.q, c.degrees[n-1]) })
	}
	if c.rest == "" {
		return
	}
	if year, err := strconv.Atoi(strings.Trim(c.rest, " ()")); err == nil && year >= 1940 && year <= p.s.r.year {
		p.yearOf(c, year)
		return
	}
	if p.takenWhere(c) {
		return
	}
	if rank, ok := p.s.r.titles.rankOf(p.s.teaching(c.rest)); ok {
		if p.person().Rank.Code == "" {
			p.person().Rank = rank
		}
		return
	}
	if awarded(c.rest) {
		for _, d := range detailsOf(c.rest) {
			p.addAward(d)
		}
		return
	}
	if startsPost(c.rest) && !p.s.hasField(FieldPost) && !p.s.hasField(FieldDuty) { // one column for all of it
		p.post = joinText(p.post, c.rest, ", ")
		return
	}
	p.s.say(registry.IssueUnknown, p.row, b.col, string(b.field), "“%s” không có trong danh mục %s nên không lưu phần này.", shorten(c.rest, 60), b.field.label())
}

// takenWhere gives what stands behind a degree to it where all of that is a country and a
// year: "Tiến sĩ, Nhật Bản, 2010".
func (p *parts) takenWhere(c credentials) bool {
	if len(c.degrees) == 0 {
		return false
	}
	q := registry.Qualification{Degree: c.degrees[len(c.degrees)-1].Degree}
	for _, piece := range takenBetween.Split(c.rest, maxPieces) {
		piece = strings.Trim(piece, " .")
		country, known := countryCalled(piece)
		year, err := strconv.Atoi(piece)
		switch {
		case piece == "":
		case known && q.Country == "":
			q.Country = country
		case err == nil && year >= 1940 && year <= p.s.r.year && q.Year == 0:
			q.Year = year
		default:
			return false
		}
	}
	p.addTraining(q)
	return true
}

// takenBetween stands between the degree, its year and its country.
var takenBetween = regexp.MustCompile(`(?i)\s*[,;/()\n]\s*|\s+[-–]\s+|(?:^|\s+)(?:tại|ở|năm|nước|từ)\s+`)

// teaching writes out "GV", who is a giảng viên at a university or a college and a giáo
// viên at a school.
func (s *sheetReader) teaching(text string) string {
	o, _ := s.r.places.organisation(s.employer)
	if text == "GV" && (o.Kind == registry.University || o.Kind == registry.College) {
		return "Giảng viên"
	}
	return text
}

// schools knows "Đại học Cần Thơ" for where a degree was taken, not what in: behind
// another degree that one, "CĐ, 2009, ĐH Cần Thơ".
func (p *parts) schools(b bound, degrees []registry.Qualification) []registry.Qualification {
	for i := 0; i < len(degrees); i++ {
		q := &degrees[i]
		name := map[string]string{"CN": "Đại học ", "CD": "Cao đẳng "}[q.Degree] + q.Field
		known := len(p.s.r.places.named(name)) > 0 || i > 0 && headers().names(b.header, FieldInstitution)
		if q.Field != "" && name != q.Field && known {
			if i > 0 && degrees[i-1].Institution == "" {
				degrees[i-1].Institution = name
				degrees = slices.Delete(degrees, i, i+1)
				i--
				continue
			}
			q.Institution, q.Field = name, ""
		}
	}
	return degrees
}

// yearOf gives a year behind a title, degree or honour to it: "NGƯT (2014)".
func (p *parts) yearOf(c credentials, year int) {
	switch {
	case len(c.degrees) > 0:
		p.addTraining(registry.Qualification{Degree: c.degrees[len(c.degrees)-1].Degree, Year: year})
	case c.title != "":
		p.title.Year = year
	case len(c.honours) > 0:
		for i := range p.person().Honours {
			if h := &p.person().Honours[i]; h.Code == c.honours[len(c.honours)-1] {
				h.Year = year
			}
		}
	}
}

// tickCell reads a cell below a degree's own name: a tick, a year, or the
// specialty.
func (p *parts) tickCell(b bound, text string) {
	c := credentials{}
	if strings.Contains(b.degree, "/") { // "TS/TSKH": settled with the rest of the row
		c.degrees = []registry.Qualification{{Degree: b.degree}}
	} else {
		words, _ := p.s.r.titles.match(tokensOf(b.degree), true)
		c.take(words, p.s.r.titles)
	}
	year := 0
	if d := readDate(cell{text: text}, false, p.s.r.year); d.reason == "" && !d.date.IsZero() && !tick(text) {
		year = d.date.Year
	}
	for i := range c.degrees {
		switch {
		case year > 0:
			c.degrees[i].Year = year
		case !tick(text) && len(keyOf(tokensOf(text))) > 1:
			c.degrees[i].Field = p.s.r.intern(ofSubject(text))
		}
	}
	if !unticked(text) {
		p.takeCredentials(c)
	}
}

// takeCredentials puts what a cell of titles said into the draft.
func (p *parts) takeCredentials(c credentials) {
	if c.title != "" && (p.title.Code == "" || c.title == "GS") {
		p.title.Code = c.title
	}
	if y := p.past(c.years[c.title]); y != 0 && p.title.Code == c.title {
		p.title.Year = y
	}
	for _, q := range c.degrees {
		q.Year = p.past(q.Year)
		p.addTraining(q)
	}
	for _, h := range c.honours {
		if !slices.ContainsFunc(p.person().Honours, func(o registry.Honour) bool { return o.Code == h }) {
			p.person().Honours = append(p.person().Honours, registry.Honour{Code: h, Year: p.past(c.years[h])})
		}
	}
	if c.sex != "" && p.person().Sex == "" {
		p.person().Sex = c.sex
	}
	if c.rank.Code != "" && p.person().Rank.Code == "" {
		p.person().Rank = c.rank
	}
}

// past gives a year back unless it is still to come.
func (p *parts) past(year int) int {
	if year > p.s.r.year {
		return 0
	}
	return year
}

func (p *parts) addTraining(q registry.Qualification) {
	q.Field = p.s.r.intern(q.Field)
	for i := range p.training {
		if t := &p.training[i]; t.q.Degree == q.Degree && (q == registry.Qualification{Degree: q.Degree} || sameQualification(t.q, q)) {
			fillQualification(&t.q, q)
			return
		}
	}
	p.training = append(p.training, training{q.Degree, q})
}

// trainingCell reads specialty, institution, country and years.
func (p *parts) trainingCell(b bound, text string) {
	if b.field == FieldTitleYear || b.field == FieldDegreeYear {
		if c := p.s.r.titles.ofDegrees(text); c.title != "" || len(c.degrees) > 0 {
			p.titleCell(b, text) // "PGS (2018)" under "Học hàm (năm)"
			return
		}
	}
	t := &p.loose
	if b.degree == "" && p.latest > 0 && p.s.paired(b.field) {
		t = &p.training[p.latest-1]
	} else if b.degree != "" {
		p.addTraining(registry.Qualification{Degree: b.degree})
		i := slices.IndexFunc(p.training, func(t training) bool { return t.q.Degree == b.degree })
		t = &p.training[i]
	}
	text = p.s.r.intern(text)
	switch b.field {
	case FieldSpecialty:
		t.q.Field = joinText(t.q.Field, subjectOf(text), "; ")
	case FieldInstitution:
		t.q.Institution = joinText(t.q.Institution, text, "; ")
	case FieldCountry:
		t.q.Country = joinText(t.q.Country, text, "; ")
	default:
		if head, tail, ok := strings.Cut(text, ","); ok && t.q.Country == "" { // "2012, Nhật Bản"
			if country, known := countryCalled(strings.TrimSpace(tail)); known {
				text, t.q.Country = strings.TrimSpace(head), country
			}
		}
		d := readDate(cell{text: text}, p.s.r.book.Date1904, p.s.r.year)
		y := d.date.Year
		if d.reason != "" || y < 1940 || y > p.s.r.year+1 {
			p.s.say(registry.IssueInvalid, p.row, b.col, string(b.field), "“%s” không phải năm hợp lệ nên để trống %s.", shorten(text, 30), b.field.label())
			return
		}
		if b.field == FieldTitleYear {
			p.title.Year = y
		} else {
			t.q.Year = y
		}
	}
}

// paired says that the sheet has a column of this kind behind each of several columns
// of degrees: "Văn bằng 1, Chuyên ngành 1, Văn bằng 2, Chuyên ngành 2".
func (s *sheetReader) paired(f Field) bool {
	degrees, own := 0, 0
	for _, b := range s.columns {
		switch {
		case b.field == FieldDegree:
			degrees++
		case b.field == f && b.degree == "":
			own++
		}
	}
	return degrees > 1 && own > 1
}

// addQualifications gives the person the degrees; what stands beside no degree
// of its own belongs to the first one named, the highest where the sheet has a
// column for it.
func (p *parts) addQualifications() {
	p.settleEither()
	before := p.rankOf(p.person().Qualifications)
	if best := p.highest(); best != nil {
		if narrower(p.loose.q.Field, best.q.Field) {
			best.q.Field = "" // "Đại học sư phạm" beside "Sư phạm Toán"
		}
		fillQualification(&best.q, p.loose.q)
	}
	for _, t := range p.training {
		i := slices.IndexFunc(p.person().Qualifications, func(q registry.Qualification) bool { return sameQualification(q, t.q) })
		if i >= 0 {
			fillQualification(&p.person().Qualifications[i], t.q)
		} else {
			p.person().Qualifications = append(p.person().Qualifications, t.q)
		}
	}
	p.addStudied(p.rankOf(p.person().Qualifications) > before)
}

// narrower says that a subject is another one with more said of it.
func narrower(subject, than string) bool {
	return than != "" && strings.HasPrefix(vietnamese.Fold(subject), vietnamese.Fold(than)+" ")
}

// settleEither gives what stands under "Cử nhân/Kỹ sư" to the degree of the two that
// the row names elsewhere. Where it names neither and they are of one level, the lower
// one says no more than that level; of others nothing is guessed.
func (p *parts) settleEither() {
	for i := 0; i < len(p.training); i++ {
		t := p.training[i]
		either := strings.Split(t.degree, "/")
		if len(either) < 2 {
			continue
		}
		lowest, level := p.lowest(either)
		named := slices.IndexFunc(p.training, func(o training) bool { return slices.Contains(either, o.q.Degree) })
		if level && named < 0 {
			t.q.Degree = lowest
			if p.training[i].q.Degree = lowest; p.highest().q == t.q {
				p.sayEither(lowest, either)
			}
			continue
		}
		into := &p.loose.q
		if named >= 0 {
			into = &p.training[named].q
		} else {
			p.sayEither("", either)
		}
		fillQualification(into, t.q)
		p.training = slices.Delete(p.training, i, i+1)
		i--
	}
}

// lowest gives the lowest of some degrees, and whether all are of one level: the
// catalogue ranks those of a level within ten.
func (p *parts) lowest(codes []string) (code string, level bool) {
	rank := func(code string) float64 { return p.s.r.ref.Rank(registry.SchemeDegree, code) }
	code, highest := codes[0], 0.0
	for _, c := range codes {
		if rank(c) < rank(code) {
			code = c
		}
		highest = max(highest, rank(c))
	}
	return code, int(rank(code)/10) == int(highest/10) || code == "TS" // who is a doctor of science is a doctor too
}

// sayEither asks which of several degrees somebody has, of whom the sheet tells no more.
func (p *parts) sayEither(taken string, codes []string) {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = p.s.r.ref.CodeName(registry.SchemeDegree, c)
	}
	done := "nên để trống học vị"
	if taken != "" {
		done = "đã ghi là " + p.s.r.ref.CodeName(registry.SchemeDegree, taken) + " (cùng bậc)"
	}
	col := 0
	for _, b := range p.s.columns {
		if b.degree == strings.Join(codes, "/") && col == 0 {
			col = b.col
		}
	}
	p.s.say(registry.IssueAmbiguous, p.row, col, string(FieldDegree), "Cột chung “%s” không cho biết là bằng nào: %s. Hãy ghi rõ ở cột học vị nếu khác.", strings.Join(names, "/"), done)
}

// rankOf gives the rank of the highest of some degrees.
func (p *parts) rankOf(list []registry.Qualification) (best float64) {
	for _, q := range list {
		best = max(best, p.s.r.ref.Rank(registry.SchemeDegree, q.Degree))
	}
	return best
}

// addStudied counts what somebody was trained in as their expertise, the highest
// degree's first, unless a column of expertise says what they work on. first says
// that it goes before what is there: a row further down names a higher degree.
func (p *parts) addStudied(first bool) {
	person := p.person()
	before := person.Expertise
	own := p.s.hasField(FieldExpertise) && len(before) > 0
	if first && !own && len(before) > 0 && !p.s.hasField(FieldField) {
		person.Expertise = nil
	}
	for _, text := range p.subjects() {
		if !p.s.hasField(FieldField) {
			p.addFields(p.s.r.fieldCodes(text))
		}
		if !own || p.highest() == nil { // no degree holds it
			p.expertiseCell(bound{}, text)
		}
	}
	if len(person.Expertise) == 0 {
		person.Expertise = before
		return
	}
	for _, e := range before {
		p.addExpertise(e.Phrase)
	}
}

// subjects gives what the row says somebody was trained in: beside the degree, then
// of each degree, the highest first.
func (p *parts) subjects() []string {
	list := slices.Clone(p.training)
	slices.SortStableFunc(list, func(a, b training) int {
		ref := p.s.r.ref
		return cmp.Compare(ref.Rank(registry.SchemeDegree, b.q.Degree), ref.Rank(registry.SchemeDegree, a.q.Degree))
	})
	var texts []string
	if p.loose.q.Field != "" {
		texts = append(texts, p.loose.q.Field)
	}
	for _, t := range list {
		if t.q.Field != "" && t.q.Field != p.loose.q.Field {
			texts = append(texts, t.q.Field)
		}
	}
	return texts
}

func (p *parts) highest() *training {
	var best *training
	for i := range p.training {
		t := &p.training[i]
		if best == nil || p.s.r.ref.Rank(registry.SchemeDegree, t.q.Degree) > p.s.r.ref.Rank(registry.SchemeDegree, best.q.Degree) {
			best = t
		}
	}
	return best
}

// fillQualification gives q what more knows and q does not; true if anything.
func fillQualification(q *registry.Qualification, more registry.Qualification) bool {
	before := *q
	if q.Field == "" {
		q.Field = more.Field
	}
	if q.Institution == "" {
		q.Institution = more.Institution
	}
	if q.Country == "" {
		q.Country = more.Country
	}
	if q.Year == 0 {
		q.Year = more.Year
	}
	return *q != before
}

// sameQualification says that two may be one: the same degree and nothing that
// both say differently.
func sameQualification(a, b registry.Qualification) bool {
	agree := func(x, y string) bool { return x == "" || y == "" || vietnamese.Fold(x) == vietnamese.Fold(y) }
	return a.Degree == b.Degree && agree(a.Field, b.Field) && agree(a.Institution, b.Institution) &&
		agree(a.Country, b.Country) && (a.Year == 0 || b.Year == 0 || a.Year == b.Year)
}
