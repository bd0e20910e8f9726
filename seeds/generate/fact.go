package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// fact is something a column may tell: the column of the expectations it
// belongs to, and what is true.
type fact struct {
	column string
	of     func(*entry) string
}

// facts by name. Several may stand for one column: a list that gives only the
// year of birth tells less than one that gives the day.
var facts = map[string]fact{
	"code":  {"code", func(e *entry) string { return e.person.Codes[0].Code }},
	"name":  {"name", func(e *entry) string { return e.person.Name.Full }},
	"sex":   {"sex", func(e *entry) string { return string(e.person.Sex) }},
	"birth": {"birth", func(e *entry) string { return e.person.Birth.String() }},
	"year":  {"birth", func(e *entry) string { return strconv.Itoa(e.person.Birth.Year) }},
	// degree as the registry has it; level as lists that know no engineers write it
	"degree":       {"degree", func(e *entry) string { return e.degree() }},
	"level":        {"degree", func(e *entry) string { return plain(e.degree()) }},
	"prefix":       {"degree", func(e *entry) string { return shown(e.degree()) }},
	"doctor":       {"degree", func(e *entry) string { return scholar(e.degree()) }},
	"title":        {"title", func(e *entry) string { return e.person.Title.Code }},
	"honour":       {"honours", func(e *entry) string { return strings.Join(e.honours(), "; ") }},
	"organisation": {"organisation", func(e *entry) string { return e.cast.ref.OrganisationName(e.employer) }},
	"unit":         {"unit", func(e *entry) string { return e.cast.ref.OrganisationName(e.unit) }},
	"post":         {"position", func(e *entry) string { return e.person.Positions[0].Post }},
	"lead":         {"position", func(e *entry) string { return e.lead() }},
	"mixed":        {"position", func(e *entry) string { return e.mixed() }},
	"misplaced":    {"degree", func(e *entry) string { return e.misplaced() }},
	"field":        {"fields", func(e *entry) string { return strings.Join(e.fields(), "; ") }},
	"expertise":    {"expertise", func(e *entry) string { return strings.Join(e.expertise(), "; ") }},
	"study":        {"study", func(e *entry) string { return e.highest().Field }},
	"email":        {"email", func(e *entry) string { return e.person.Email }},
	"phone":        {"phone", func(e *entry) string { return e.person.Phone }},
}

// expected are the columns of the expectations. study is the discipline of the
// highest degree; a list that says whom it is of tells the organisation.
var expected = []string{"sheet", "row", "code", "name", "sex", "birth", "degree", "title", "honours", "organisation", "unit",
	"position", "fields", "expertise", "study", "email", "phone", "lost"}

// expectations gives what the sheets say, a line a person under a header. What
// no column tells is empty; lost names the facts whose cells hold no value.
func expectations(c *cast, sheets []filled) []string {
	lines := []string{strings.Join(expected, "\t")}
	for _, f := range sheets {
		for _, e := range f.entries {
			lines = append(lines, strings.Join(e.expectation(f), "\t"))
		}
	}
	return lines
}

func (e *entry) expectation(f filled) []string {
	said := map[string]string{"sheet": f.name, "row": fmt.Sprint(e.row), "organisation": facts["organisation"].of(e)}
	var lost []string
	for _, c := range f.columns {
		for name := range strings.FieldsSeq(c.tells) {
			known := facts[name]
			if e.lost[c.tells] {
				lost = append(lost, known.column)
				continue
			}
			said[known.column] = known.of(e)
		}
	}
	if f.section != nil {
		said["unit"] = facts["unit"].of(e)
	}
	said["lost"] = strings.Join(lost, "; ")
	cells := make([]string, len(expected))
	for i, name := range expected {
		cells[i] = said[name]
	}
	return cells
}

func (e *entry) degree() string { return e.person.Degree(e.cast.ref) }

// highest gives the qualification of the highest degree.
func (e *entry) highest() registry.Qualification {
	d := e.degree()
	i := slices.IndexFunc(e.person.Qualifications, func(q registry.Qualification) bool { return q.Degree == d })
	return e.person.Qualifications[max(i, 0)]
}

func (e *entry) honours() []string {
	var codes []string
	for _, h := range e.person.Honours {
		codes = append(codes, h.Code)
	}
	return codes
}

func (e *entry) fields() []string {
	var codes []string
	for _, f := range e.person.Fields {
		codes = append(codes, f.Code)
	}
	return codes
}

func (e *entry) expertise() []string {
	var phrases []string
	for _, x := range e.person.Expertise {
		phrases = append(phrases, x.Phrase)
	}
	return phrases
}

// branch gives the unit directly under the employer.
func (e *entry) branch() registry.OrganisationID {
	path := e.cast.ref.Path(e.unit)
	i := slices.Index(path, e.employer)
	return path[min(i+1, len(path)-1)]
}

// lead gives the post of who leads, "" for the others.
func (e *entry) lead() string {
	post := e.person.Positions[0].Post
	for _, word := range []string{"Trưởng", "trưởng", "Giám đốc", "Chánh", "Chủ tịch"} {
		if strings.Contains(post, word) {
			return post
		}
	}
	return ""
}

// misplaced gives the degree that postOrDegree writes where the post should
// stand, mixed the post it still writes.
func (e *entry) misplaced() string {
	if e.lead() != "" {
		return ""
	}
	return scholar(e.degree())
}

func (e *entry) mixed() string {
	if e.misplaced() != "" {
		return ""
	}
	return e.person.Positions[0].Post
}

// plain gives how a list without engineers calls a first degree: Đại học.
func plain(degree string) string {
	if degree == "KS" || degree == "KTS" {
		return "CN"
	}
	return degree
}

// scholar keeps the degrees that are titles of scholars.
func scholar(degree string) string {
	if degree == "TS" || degree == "TSKH" || degree == "ThS" {
		return degree
	}
	return ""
}

// shown keeps the degrees that stand before a name.
func shown(degree string) string {
	if degree == "CN" || degree == "CD" || degree == "TC" {
		return ""
	}
	return degree
}
