package office

import (
	"fmt"
	"strings"

	"trithuc/registry"
)

// What a list says of a record beside career and contacts, each in one cell that the
// importer reads again: "Giống tôm (B2020-01, Cấp bộ, chủ nhiệm, 2020–2022); …". A list
// says less than the whole record does (see detailSheet); reading it again takes
// nothing away.

// recordColumns are the columns of the record, behind those of every list.
func recordColumns() []column {
	of := func(f func(cellText, *registry.Person) string) func(*registry.Reference, registry.Line) string {
		return func(ref *registry.Reference, l registry.Line) string {
			if l.Record == nil {
				return ""
			}
			return f(cellText{ref}, l.Record)
		}
	}
	return []column{
		{"Quốc tịch", 12, of(func(_ cellText, p *registry.Person) string { return p.Nationality })},
		{"Địa chỉ", 30, of(cellText.address)},
		{"Nơi ở, làm việc ở nước ngoài", 24, of(cellText.abroad)},
		{"Tên khác", 18, of(cellText.names)},
		{"Mã ORCID", 20, of(identifiers(registry.ORCID))},
		{"Mã tác giả Scopus", 14, of(identifiers(registry.Scopus))},
		{"Mã Google Scholar", 16, of(identifiers(registry.Scholar))},
		{"Ngoại ngữ", 22, of(cellText.languages)},
		{"Đào tạo, bồi dưỡng", 30, of(cellText.training)},
		{"Đề tài, nhiệm vụ KH&CN", 40, of(cellText.tasks)},
		{"Công bố khoa học", 40, of(cellText.publications)},
		{"Tác phẩm", 26, of(cellText.works)},
		{"Hướng dẫn luận án, luận văn", 20, of(cellText.supervised)},
		{"Khen thưởng", 30, of(cellText.awards)},
		{"Thành viên hội", 30, of(cellText.memberships)},
	}
}

// cellText puts parts of a record into the text of a cell.
type cellText struct{ ref *registry.Reference }

// item is a name with what is said of it in brackets. Signs that part a list, and
// brackets within, are written otherwise.
func item(name string, parts ...string) string {
	plain := strings.NewReplacer(";", ",", "\n", " ", "|", "/", "•", "-")
	name = plain.Replace(name)
	inner := strings.NewReplacer("(", "[", ")", "]")
	var said []string
	for _, p := range parts {
		if p = inner.Replace(plain.Replace(p)); p != "" {
			said = append(said, p)
		}
	}
	if len(said) == 0 {
		return name
	}
	return name + " (" + strings.Join(said, ", ") + ")"
}

// span is a time with both its ends, one of them, or "".
func span(from, to registry.Date) string {
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return "từ " + from.Vietnamese()
	case from.IsZero():
		return "đến " + to.Vietnamese()
	}
	return from.Vietnamese() + "–" + to.Vietnamese()
}

// maxCell bounds the text of a cell in bytes: the importer reads no more of one. What is
// beyond it stands with the whole record.
const maxCell = 3800

func listed[T any](list []T, text func(T) string) string {
	all, size := make([]string, 0, len(list)), 0
	for _, x := range list {
		s := text(x)
		if size += len(s) + 2; size > maxCell {
			break
		}
		if s != "" {
			all = append(all, s)
		}
	}
	return join(all)
}

func (c cellText) address(p *registry.Person) string {
	for _, a := range p.Addresses {
		if a.To.IsZero() {
			return c.ref.AddressText(a)
		}
	}
	return ""
}

func (c cellText) abroad(p *registry.Person) string {
	return listed(p.Abroad, func(x registry.Stay) string {
		place := x.Country
		if x.Place != "" {
			place = x.Place + ", " + x.Country
		}
		return item(place, x.Work, span(x.From, x.To))
	})
}

func (c cellText) names(p *registry.Person) string {
	return listed(p.Names, func(x registry.OtherName) string { return item(x.Name, kindWords[string(x.Kind)]) })
}

func identifiers(kind registry.IdentifierKind) func(cellText, *registry.Person) string {
	return func(_ cellText, p *registry.Person) string {
		return listed(p.Identifiers, func(x registry.Identifier) string {
			if x.Kind != kind {
				return ""
			}
			return x.Value
		})
	}
}

func (c cellText) languages(p *registry.Person) string {
	return listed(p.Languages, func(x registry.Language) string {
		name := strings.ReplaceAll(strings.TrimSpace(c.ref.CodeName(registry.SchemeLanguage, x.Code)+" "+x.Level), ",", " ")
		return item(name, x.Certificate, x.Date.Vietnamese())
	})
}

func (c cellText) training(p *registry.Person) string {
	return listed(p.Training, func(x registry.Training) string {
		certificate := x.Certificate
		if certificate != "" {
			certificate = "chứng chỉ " + certificate
		}
		return item(x.Name, x.Institution, x.Country, certificate, span(x.From, x.To))
	})
}

func (c cellText) tasks(p *registry.Person) string {
	return listed(p.Tasks, func(x registry.Task) string {
		level := ""
		if x.Level != "" {
			level = strings.ReplaceAll(c.ref.CodeName(registry.SchemeTaskLevel, x.Level), ",", "/")
		}
		return item(x.Name, x.Code, level, x.Role, span(x.From, x.To), x.Result)
	})
}

// maxAuthors is how many authors a cell names.
const maxAuthors = 20

func (c cellText) publications(p *registry.Person) string {
	return listed(p.Publications, func(x registry.Publication) string {
		text := strings.Join(x.Authors[:min(maxAuthors, len(x.Authors))], ", ")
		if len(x.Authors) > maxAuthors {
			text += " và cộng sự"
		}
		if x.Year != 0 {
			text += fmt.Sprintf(" (%d)", x.Year)
		}
		text = strings.TrimSpace(text + " “" + strings.NewReplacer("“", "'", "”", "'", `"`, "'").Replace(x.Title) + "”")
		if x.Venue != "" {
			text += ". " + x.Venue
		}
		if x.DOI != "" {
			text += ". doi:" + x.DOI
		}
		return item(text)
	})
}

func (c cellText) works(p *registry.Person) string {
	return listed(p.Works, func(x registry.Work) string { return item(x.Title, x.Kind, x.Date.Vietnamese()) })
}

func (c cellText) supervised(p *registry.Person) string {
	return listed(p.Supervised, func(x registry.Supervision) string {
		if x.Done+x.Ongoing == 0 {
			return ""
		}
		text := fmt.Sprintf("%s: %d", c.ref.Abbreviation(registry.SchemeDegree, x.Degree), x.Done)
		if x.Ongoing != 0 {
			text += fmt.Sprintf(", đang hướng dẫn %d", x.Ongoing)
		}
		return text
	})
}

func (c cellText) awards(p *registry.Person) string {
	return listed(p.Awards, func(x registry.Award) string {
		level := x.Level
		if level != "" {
			level = "cấp " + level
		}
		return item(x.Name, x.By, level, x.Date.Vietnamese())
	})
}

func (c cellText) memberships(p *registry.Person) string {
	return listed(p.Memberships, func(x registry.Membership) string {
		name := x.Name
		if x.Organisation != 0 {
			name = c.ref.OrganisationName(x.Organisation)
		}
		return item(name, x.Role, span(x.From, x.To))
	})
}
