package importer

import (
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
	c := p.s.r.titles.ofDegrees(text)
	p.takeCredentials(c)
	if c.rest == "" {
		return
	}
	if year, err := strconv.Atoi(strings.Trim(c.rest, " ()")); err == nil && year >= 1940 && year <= p.s.r.year {
		p.yearOf(c, year)
		return
	}
	if rank, ok := p.s.r.titles.rankOf(c.rest); ok {
		if p.person().Rank.Code == "" {
			p.person().Rank = rank
		}
		return
	}
	p.s.say(registry.IssueUnknown, p.row, b.col, string(b.field), "“%s” không có trong danh mục %s nên không lưu phần này.", shorten(c.rest, 60), b.field.label())
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
	words, _ := p.s.r.titles.match(tokensOf(b.degree), true)
	c := credentials{}
	c.take(words, p.s.r.titles)
	year := 0
	if d := readDate(cell{text: text}, false, p.s.r.year); d.reason == "" && !d.date.IsZero() && !tick(text) {
		year = d.date.Year
	}
	for i := range c.degrees {
		switch {
		case year > 0:
			c.degrees[i].Year = year
		case !tick(text):
			c.degrees[i].Field = p.s.r.intern(text)
		}
	}
	if vietnamese.Fold(text) == "khong" || text == "0" {
		return
	}
	p.takeCredentials(c)
}

// takeCredentials puts what a cell of titles said into the draft.
func (p *parts) takeCredentials(c credentials) {
	if c.title != "" && (p.title.Code == "" || c.title == "GS") {
		p.title.Code = c.title
	}
	for _, q := range c.degrees {
		p.addTraining(q)
	}
	for _, h := range c.honours {
		if !slices.ContainsFunc(p.person().Honours, func(o registry.Honour) bool { return o.Code == h }) {
			p.person().Honours = append(p.person().Honours, registry.Honour{Code: h})
		}
	}
	if c.sex != "" && p.person().Sex == "" {
		p.person().Sex = c.sex
	}
	if c.rank.Code != "" && p.person().Rank.Code == "" {
		p.person().Rank = c.rank
	}
}

func (p *parts) addTraining(q registry.Qualification) {
	q.Field = p.s.r.intern(q.Field)
	for i := range p.training {
		if t := &p.training[i]; t.q.Degree == q.Degree {
			if t.q.Field == "" {
				t.q.Field = q.Field
			}
			if t.q.Year == 0 {
				t.q.Year = q.Year
			}
			return
		}
	}
	p.training = append(p.training, training{q.Degree, q})
}

// trainingCell reads specialty, institution, country and years.
func (p *parts) trainingCell(b bound, text string) {
	t := &p.loose
	if b.degree != "" {
		p.addTraining(registry.Qualification{Degree: b.degree})
		i := slices.IndexFunc(p.training, func(t training) bool { return t.q.Degree == b.degree })
		t = &p.training[i]
	}
	text = p.s.r.intern(text)
	switch b.field {
	case FieldSpecialty:
		t.q.Field = joinText(t.q.Field, text, "; ")
	case FieldInstitution:
		t.q.Institution = joinText(t.q.Institution, text, "; ")
	case FieldCountry:
		t.q.Country = joinText(t.q.Country, text, "; ")
	default:
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

// addQualifications gives the person the degrees; what stands beside no degree
// of its own belongs to the first one named, the highest where the sheet has a
// column for it.
func (p *parts) addQualifications(first bool) {
	if best := p.highest(); best != nil {
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
	if text := p.loose.q.Field; text != "" && (first || p.highest() == nil) {
		if !p.s.hasField(FieldField) {
			p.addFields(p.s.r.fieldCodes(text))
		}
		if !p.s.hasField(FieldExpertise) && !p.s.hasField(FieldField) || p.highest() == nil {
			p.expertiseCell(bound{}, text)
		}
	}
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
