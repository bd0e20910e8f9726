package importer

import (
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Somebody may work at two places that one list tells of: a doctor teaches at the school
// whose list it is and treats at a hospital, a lecturer is lent to another school. The
// second place is a position of its own beside the main one.

// side is the kind of institution that a header says it is about: "Chức vụ tại Bệnh viện".
type side string

const (
	noSide       side = ""
	sideSchool   side = "truong"
	sideHospital side = "benh vien"
	sideCompany  side = "cong ty"
	sideOffice   side = "so"
)

// sideWords are what institutions of a side are called, folded.
var sideWords = []struct {
	word string
	side side
}{
	{"benh vien", sideHospital}, {"bv", sideHospital}, {"trung tam y te", sideHospital}, {"truong", sideSchool}, {"dai hoc", sideSchool}, {"hoc vien", sideSchool}, {"cao dang", sideSchool},
	{"cong ty", sideCompany}, {"doanh nghiep", sideCompany}, {"so", sideOffice},
}

// sideOf gives the side that one of the captions over a column names.
func sideOf(l label) side {
	for _, part := range append(strings.Split(l.group, " / "), l.name) {
		_, plain := headerWords(part)
		for _, w := range sideWords {
			if plain == w.word || plain == "ten "+w.word || slices.ContainsFunc([]string{"tai ", "o ", "ben ", "phia ", "cua "}, func(at string) bool {
				return strings.HasSuffix(" "+plain, " "+at+w.word) || strings.Contains(" "+plain, " "+at+w.word+" ")
			}) {
				return w.side
			}
		}
	}
	return noSide
}

// sideNamed gives the side of an institution by its name.
func sideNamed(name string) side {
	k := placeKey(name) + " "
	for _, w := range sideWords {
		if strings.HasPrefix(k, w.word+" ") && employerLike(name) {
			return w.side
		}
	}
	return noSide
}

// sideAbove gives the side of the institution whose list it is, as the title or else the
// uploader says.
func (s *sheetReader) sideAbove(rows []row) side {
	found := noSide
	for _, r := range rows {
		for _, c := range r.cells {
			for line := range strings.SplitSeq(decoded(c), "\n") {
				if one := sideNamed(strings.Trim(vietnamese.Clean(line), " *-:")); one != noSide {
					found = one
				}
			}
		}
	}
	if found == noSide && s.r.employer != 0 {
		return sideNamed(s.r.places.name(s.r.employer))
	}
	return found
}

// settleSeconds divides the columns of places and posts between the institution of the
// list and another one that somebody works at too.
func (t *table) settleSeconds(main side) {
	sides := t.sides()
	if main = mainSide(t, sides, main); main == noSide {
		t.oneWorkplace()
		return
	}
	told := slices.ContainsFunc(t.columns, func(c Column) bool { return sides[c.Letter] == main || c.Field == FieldSubunit && main == sideSchool })
	for i := range t.columns {
		c := &t.columns[i]
		switch at := sides[c.Letter]; {
		case at == noSide:
		case at == main && c.Field == FieldOrg && told && len(sides) > 1:
			c.Field = FieldWorkplace // "Đơn vị / Trường" holds what is within it
		case at == main:
		case c.Field == FieldPost || c.Field == FieldDuty:
			c.Field = FieldSecondPost
		case told:
			c.Field = FieldSecondOrg
		}
	}
	t.oneWorkplace()
}

// sides gives the side that each column of places and posts is about, by its letter.
func (t *table) sides() map[string]side {
	found := map[string]side{}
	for _, c := range t.columns {
		switch c.Field {
		case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit, FieldPost, FieldDuty:
			if at := sideOf(t.labels[c.number()]); at != noSide && c.mapped == nil {
				found[c.Letter] = at
			}
		}
	}
	return found
}

// mainSide gives the side of the list's own institution: that of its title where it is
// one that has two, else the first that a column names of several.
func mainSide(t *table, sides map[string]side, title side) side {
	if title == sideSchool || title == sideHospital {
		return title
	}
	first := noSide
	for _, c := range t.columns {
		switch at := sides[c.Letter]; {
		case at == noSide:
		case first == noSide:
			first = at
		case at != first:
			return first
		}
	}
	return noSide
}

// oneWorkplace takes the only place that a table tells of, where people practise, for
// where they work.
func (t *table) oneWorkplace() {
	if t.has(FieldOrg) || t.has(FieldWorkplace) || t.has(FieldUnit) || t.has(FieldSubunit) {
		return
	}
	for i := range t.columns {
		switch c := &t.columns[i]; c.Field {
		case FieldSecondOrg:
			c.Field = FieldWorkplace
		case FieldSecondPost:
			if !t.has(FieldPost) && !t.has(FieldDuty) {
				c.Field = FieldPost
			}
		}
	}
}

// secondCell takes in a cell of the second place.
func (p *parts) secondCell(b bound, text string) {
	if b.field == FieldSecondPost {
		p.secondPost = joinText(p.secondPost, text, ", ")
		return
	}
	p.where.second = joinText(p.where.second, text, ", ")
}

// secondPosition gives somebody a position at the other place that the row names; a
// record keeps one position at an institution.
func (s *sheetReader) secondPosition(d *draft, h held) {
	post := s.r.ofPosts(h.secondPost, false).rest
	if h.where.second == "" && post == "" {
		return
	}
	at := s.resolve(placeTexts{second: h.where.second}, h.row)
	if h.where.second == "" || at.employer == 0 || at.employer == d.person.Positions[0].Organisation {
		cell := s.cellOf(FieldSecondOrg, h.row)
		if cell.col == 0 {
			cell = s.cellOf(FieldSecondPost, h.row)
		}
		s.say(registry.IssueIgnored, h.row, cell.col, string(FieldSecondPost), "“%s” không lưu: dòng không nói là ở cơ quan nào khác, mà hồ sơ giữ một vị trí ở mỗi cơ quan.", shorten(strings.Trim(post+", "+h.where.second, ", "), 80))
		return
	}
	d.person.Positions = append(d.person.Positions, registry.Position{Organisation: at.employer, Unit: at.unit, Post: s.r.intern(shorten(post, 400))})
}
