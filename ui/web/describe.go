package web

import (
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// teller puts a record into words for one reader: names in place of codes.
type teller struct {
	Words
	ref *registry.Reference
}

// field gives one field of a record (its JSON name) as text, "" where it is empty.
func (t teller) field(p *registry.Person, name string) string {
	switch name {
	case "name":
		return p.Name.Full
	case "sex":
		return t.sex(p.Sex)
	case "birth":
		return t.Date(p.Birth)
	case "title":
		return t.title(p.Title)
	case "rank":
		return t.rank(p.Rank)
	case "email":
		return p.Email
	case "phone":
		return p.Phone
	}
	return strings.Join(t.list(p, name), "; ")
}

// list gives a field that has items, one text an item.
func (t teller) list(p *registry.Person, name string) []string {
	switch name {
	case "codes":
		return each(p.Codes, t.code)
	case "qualifications":
		return each(p.Qualifications, t.qualification)
	case "honours":
		return each(p.Honours, t.honour)
	case "positions":
		return each(p.Positions, t.position)
	case "fields":
		return each(p.Fields, func(f registry.FieldOf) string { return t.ref.CodeName(registry.SchemeField, f.Code) })
	case "expertise":
		return each(p.Expertise, func(e registry.Expertise) string { return e.Phrase })
	}
	return nil
}

func (t teller) sex(s registry.Sex) string {
	switch s {
	case registry.Male:
		return t.T("sex.male")
	case registry.Female:
		return t.T("sex.female")
	}
	return ""
}

func (t teller) title(title registry.Title) string {
	if title.Code == "" {
		return ""
	}
	return joined(", ", t.ref.CodeName(registry.SchemeTitle, title.Code), title.Discipline, year(title.Year))
}

func (t teller) rank(r registry.Rank) string {
	name := r.Name
	if c, ok := t.ref.Code(registry.SchemeRank, r.Code); ok {
		name = c.Name
	}
	if name == "" {
		return r.Code
	}
	return joined(" ", name, bracketed(r.Code))
}

func (t teller) code(c registry.StaffCode) string {
	return joined(" ", c.Code, bracketed(t.ref.OrganisationName(c.Organisation)))
}

func (t teller) qualification(q registry.Qualification) string {
	return joined(", ", t.ref.CodeName(registry.SchemeDegree, q.Degree), q.Field, q.Institution, q.Country, year(q.Year))
}

func (t teller) honour(h registry.Honour) string {
	return joined(", ", t.ref.CodeName(registry.SchemeHonour, h.Code), year(h.Year))
}

func (t teller) position(q registry.Position) string {
	return joined(", ", q.Post, t.ref.UnitLabel(q.Unit, q.Organisation), t.span(q.From, q.To))
}

// span gives "từ 09/2010", "09/2010 – 2015" or "đến 2015".
func (t teller) span(from, to registry.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return t.T("since", "Date", t.Date(from))
	case from.IsZero():
		return t.T("until", "Date", t.Date(to))
	}
	return t.Date(from) + " – " + t.Date(to)
}

// post gives the current post and the unit with its institution.
func (t teller) post(p *registry.Person) (post, unit string) {
	q, ok := p.MainPosition()
	if !ok {
		return "", ""
	}
	return q.Post, t.ref.UnitLabel(q.Unit, q.Organisation)
}

func year(y int) string {
	if y == 0 {
		return ""
	}
	return strconv.Itoa(y)
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// joined puts the parts that are not empty together.
func joined(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

func each[T, R any](list []T, f func(T) R) []R {
	out := make([]R, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
