package web

import (
	"cmp"
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
	case "nationality":
		return p.Nationality
	case "public":
		if p.Public {
			return t.T("public.yes")
		}
		return ""
	}
	return strings.Join(each(t.lines(p, name), line.String), "; ")
}

// scalarFields are the fields of a record with one value each.
var scalarFields = []string{"name", "sex", "birth", "title", "rank", "nationality", "email", "phone", "public"}

// recordFields is the order in which changes are told.
var recordFields = slices.Concat(scalarFields, each(recordLists, func(l recordList) string { return l.name }))

// listNamed gives the list with this name; false where a record has none.
func listNamed(name string) (recordList, bool) {
	i := slices.IndexFunc(recordLists, func(l recordList) bool { return l.name == name })
	if i < 0 {
		return recordList{}, false
	}
	return recordLists[i], true
}

// lines gives a field that has items, one line an item.
func (t teller) lines(p *registry.Person, name string) []line {
	l, ok := listNamed(name)
	if !ok {
		return nil
	}
	all := make([]line, l.items.size(p))
	for i := range all {
		all[i] = l.say(t, p, i)
	}
	return all
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

func (t teller) qualificationLine(q *registry.Qualification) line {
	return line{Text: joined(", ", t.codeName(registry.SchemeDegree, q.Degree), q.Field), Detail: joined(", ", q.Institution, q.Country, q.Mode), When: year(q.Year), Doubt: t.doubt(registry.SchemeDegree, q.Degree)}
}

func (t teller) positionLine(q *registry.Position) line {
	return line{
		Text: joined(", ", q.Post, t.ref.UnitLabel(q.Unit, q.Organisation)), When: t.span(q.From, q.To),
		Detail: joined(", ", t.writtenAs(q.Written), q.Contract, t.codeName(registry.SchemeSector, q.Sector), t.codeName(registry.SchemeOwnership, q.Ownership)),
		Page:   organisationAddress(cmp.Or(q.Unit, q.Organisation)),
		Doubt:  cmp.Or(t.doubtOf(q.Unit), t.doubtOf(q.Organisation), t.doubt(registry.SchemeSector, q.Sector), t.doubt(registry.SchemeOwnership, q.Ownership)),
	}
}

// writtenAs says what a source called an employer that has another name since.
func (t teller) writtenAs(name string) string {
	if name == "" {
		return ""
	}
	return t.T("position.written", "Name", name)
}

func (t teller) identifier(x *registry.Identifier) line {
	l := line{Text: joined(" ", t.kindOf("identifier.", string(x.Kind)), x.Value)}
	if x.Kind == registry.ORCID {
		l.Href = "https://orcid.org/" + x.Value
	}
	return l
}

// publication reads as a list of references does.
func (t teller) publication(x *registry.Publication) line {
	number := joined("", x.Volume, bracketed(x.Issue))
	l := line{Text: x.Title, When: year(x.Year)}
	l.Detail = joined(". ", strings.TrimSuffix(joined(", ", x.Authors...), "."), joined(", ", x.Venue, number, x.Pages, x.Publisher), t.kindOf("publication.", string(x.Kind)))
	if x.ISBN != "" {
		l.Detail = joined(". ", l.Detail, "ISBN "+x.ISBN)
	}
	if x.DOI != "" {
		l.Detail = joined(". ", l.Detail, "DOI "+x.DOI)
		l.Href = "https://doi.org/" + x.DOI
	}
	return l
}

// kindOf names one of a few values; "" stays "".
func (t teller) kindOf(prefix, value string) string {
	if value == "" {
		return ""
	}
	return t.T(prefix + value)
}

// dated gives a date with what happened on it.
func (t teller) dated(what string, d registry.Date) string {
	if d.IsZero() {
		return ""
	}
	return t.T("dated."+what, "Date", t.Date(d))
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

// phraseLine says of a phrase what language it is in where that is not the one of the
// other values.
func (t teller) phraseLine(x *registry.Expertise) line {
	if x.Language == registry.InEnglish {
		return line{Text: joined(" ", x.Phrase, bracketed(t.kindOf("phrase.", string(x.Language))))}
	}
	return line{Text: x.Phrase}
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
