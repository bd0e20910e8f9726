package selection

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry"
)

// rule is one condition of a lawful panel, and how it is named where it blocks.
type rule struct {
	name    string
	article string
	kind    ruleKind
	counts  func(*candidate) bool // whom it is about
	bound   int                   // at least or at most so many
}

type ruleKind int

const (
	atLeast ruleKind = iota
	atMost
	perHome // counts is not asked: every employer has a bound of its own
	barred  // none of them may sit
	pinned  // all of them must sit
	sized   // the number of members itself; counts is not asked
)

// rule turns the need into rules, and names what the registry does not know.
func (d *Draw) rule() (problems findings) {
	for i, f := range d.need.Fields {
		_, known := d.ref.Code(registry.SchemeField, f)
		problems.add(!known, fmt.Sprintf("fields[%d]", i), f, "không có trong danh mục lĩnh vực")
		d.fields = append(d.fields, f)
		if d.need.Cover > 0 {
			d.rules = append(d.rules, rule{name: fmt.Sprintf("Ít nhất %d thành viên am hiểu %s", d.need.Cover, d.ref.CodeName(registry.SchemeField, f)), kind: atLeast, bound: d.need.Cover,
				counts: func(c *candidate) bool { return slices.Contains(c.fields, f) }})
		}
	}
	for i, q := range d.need.Quotas {
		problems = append(problems, d.quota(q, fmt.Sprintf("quotas[%d].where.", i))...)
	}
	if d.need.PerHome > 0 {
		d.rules = append(d.rules, rule{kind: perHome, bound: d.need.PerHome,
			name: fmt.Sprintf("Mỗi cơ quan không quá %d thành viên", d.need.PerHome)})
	}
	for i, name := range d.need.Exclude {
		problems = append(problems, d.exclude(name, fmt.Sprintf("exclude_organisations[%d]", i))...)
	}
	problems = append(problems, d.persons("pin", d.need.Pin, pinned, "Bắt buộc có")...)
	problems = append(problems, d.persons("never", d.need.Never, barred, "Không mời")...)
	problems = append(problems, d.oppose()...)
	return append(problems, d.seats()...)
}

// quota gives the one or two rules of a quota.
func (d *Draw) quota(q Quota, at string) findings {
	counts, said, problems := d.where(q.Where, at)
	if q.Min != nil {
		d.rules = append(d.rules, rule{fmt.Sprintf("Ít nhất %d thành viên %s", *q.Min, said), q.Article, atLeast, counts, *q.Min})
	}
	if q.Max != nil {
		d.rules = append(d.rules, rule{fmt.Sprintf("Nhiều nhất %d thành viên %s", *q.Max, said), q.Article, atMost, counts, *q.Max})
	}
	return problems
}

// where gives the condition as a test of a candidate and in words.
func (d *Draw) where(w Where, at string) (func(*candidate) bool, string, findings) {
	c := conditions{draw: d, at: at}
	c.sex(w.Sex)
	c.rank(registry.SchemeDegree, w.Degree, "degree", func(c *candidate) string { return c.degree })
	c.rank(registry.SchemeTitle, w.Title, "title", func(c *candidate) string { return c.title })
	c.organisation(w.Organisation)
	c.field(w.Field)
	c.ages(w.AgeMin, w.AgeMax)
	return c.all, strings.Join(c.said, ", "), c.problems
}

// conditions are gathered of one where.
type conditions struct {
	draw     *Draw
	at       string
	tests    []func(*candidate) bool
	said     []string
	problems findings
}

func (s *conditions) all(c *candidate) bool {
	return !slices.ContainsFunc(s.tests, func(test func(*candidate) bool) bool { return !test(c) })
}

func (s *conditions) add(said string, test func(*candidate) bool) {
	s.tests, s.said = append(s.tests, test), append(s.said, said)
}

func (s *conditions) sex(sex string) {
	switch registry.Sex(sex) {
	case registry.Female:
		s.add("nữ", func(c *candidate) bool { return c.sex == registry.Female })
	case registry.Male:
		s.add("nam", func(c *candidate) bool { return c.sex == registry.Male })
	}
}

// rank asks for a code of a scheme or a higher one.
func (s *conditions) rank(scheme registry.Scheme, code, field string, of func(*candidate) string) {
	if code == "" {
		return
	}
	ref := s.draw.ref
	_, known := ref.Code(scheme, code)
	s.problems.add(!known, s.at+field, code, "không có trong danh mục")
	least := ref.Rank(scheme, code)
	s.add("từ "+lowered(ref.CodeName(scheme, code))+" trở lên", func(c *candidate) bool {
		return of(c) != "" && ref.Rank(scheme, of(c)) >= least
	})
}

// lowered gives a name as it stands within a sentence.
func lowered(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}

func (s *conditions) organisation(name string) {
	if name == "" {
		return
	}
	ids := s.draw.organisations(name)
	s.problems.add(len(ids) == 0, s.at+"organisation", name, "không có cơ quan nào mang tên hoặc tên viết tắt này")
	s.add("thuộc "+name, func(c *candidate) bool {
		return slices.ContainsFunc(ids, func(id registry.OrganisationID) bool { return s.draw.within(c.main, id) })
	})
}

func (s *conditions) field(code string) {
	if code == "" {
		return
	}
	_, known := s.draw.ref.Code(registry.SchemeField, code)
	s.problems.add(!known, s.at+"field", code, "không có trong danh mục lĩnh vực")
	s.add("lĩnh vực "+s.draw.ref.CodeName(registry.SchemeField, code), func(c *candidate) bool { return slices.Contains(c.fields, code) })
}

// ages are whole years on the day of the panel; who was born nobody knows when is
// of no age.
func (s *conditions) ages(least, most *int) {
	age := func(c *candidate) (int, bool) { return ageOn(c.birth, s.draw.on) }
	if least != nil {
		s.add(fmt.Sprintf("từ %d tuổi", *least), func(c *candidate) bool { n, ok := age(c); return ok && n >= *least })
	}
	if most != nil {
		s.add(fmt.Sprintf("không quá %d tuổi", *most), func(c *candidate) bool { n, ok := age(c); return ok && n <= *most })
	}
}

// ageOn gives whole years; where only the year of birth is known, the difference of
// the years.
func ageOn(birth, on registry.Date) (int, bool) {
	if birth.Year == 0 {
		return 0, false
	}
	age := on.Year - birth.Year
	if birth.Month > on.Month || birth.Month == on.Month && birth.Day > on.Day {
		age--
	}
	return age, true
}

// exclude bars who works at an organisation, at a unit of it, or at what it was or
// became.
func (d *Draw) exclude(name, at string) (problems findings) {
	ids := d.organisations(name)
	problems.add(len(ids) == 0, at, name, "không có cơ quan nào mang tên hoặc tên viết tắt này")
	d.rules = append(d.rules, rule{name: "Không mời người của " + name, kind: barred, counts: func(c *candidate) bool {
		return slices.ContainsFunc(ids, func(id registry.OrganisationID) bool { return d.within(c.posts, id) })
	}})
	return problems
}

// organisations gives those that answer to a name, with what they became and what they
// came from: people may still stand under the former ones.
func (d *Draw) organisations(name string) []registry.OrganisationID {
	found := slices.Clone(d.ref.OrganisationsNamed(name))
	for _, id := range found {
		for _, heir := range d.ref.Successors(id) {
			if !slices.Contains(found, heir) {
				found = append(found, heir)
			}
		}
	}
	for i := 0; i < len(found); i++ {
		before, _ := d.ref.LineageOf(found[i])
		for _, l := range before {
			if !slices.Contains(found, l.From) {
				found = append(found, l.From)
			}
		}
	}
	return found
}

func (d *Draw) within(posts []registry.OrganisationID, id registry.OrganisationID) bool {
	return slices.ContainsFunc(posts, func(post registry.OrganisationID) bool { return post != 0 && d.ref.Within(post, id) })
}

// persons gives a rule for each person named.
func (d *Draw) persons(field string, codes []string, kind ruleKind, said string) (problems findings) {
	for i, code := range codes {
		var ids []registry.PersonID
		name := ""
		for _, c := range d.candidates {
			if c.answersTo(code) {
				ids, name = append(ids, c.person), c.name
			}
		}
		at := fmt.Sprintf("%s[%d]", field, i)
		problems.add(len(ids) == 0, at, code, "không có ai mang mã này")
		problems.add(len(ids) > 1, at, code, "nhiều người mang mã này ở các cơ quan khác nhau, hãy dùng mã TT-…")
		d.rules = append(d.rules, rule{name: fmt.Sprintf("%s %s (%s)", said, name, code), kind: kind, bound: 1,
			counts: func(c *candidate) bool { return slices.Contains(ids, c.person) }})
	}
	return problems
}
