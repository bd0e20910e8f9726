package registry

import "iter"

// Line is one person as exports give them, in the words of the contract
// (docs: export). The command line exports everything; exports over HTTP pass
// through the account's rights first.
type Line struct {
	ID           string   `json:"id"`
	Codes        []string `json:"codes"`
	Name         string   `json:"name"`
	Sex          Sex      `json:"sex"`
	Birth        string   `json:"birth"`  // YYYY, YYYY-MM, YYYY-MM-DD or ""
	Degree       string   `json:"degree"` // highest học vị code
	Title        string   `json:"title"`
	Honours      []string `json:"honours"`
	Organisation string   `json:"organisation"`
	Unit         string   `json:"unit"` // the lowest known
	Position     string   `json:"position"`
	Fields       []string `json:"fields"`
	Expertise    []string `json:"expertise"`
	Email        string   `json:"email"`
	Phone        string   `json:"phone"`
	Retires      string   `json:"retires"` // YYYY-MM by the decree's table, "" if unknown

	Sector    string     `json:"sector"`    // ngành quản lý of the main post, a code
	Ownership string     `json:"ownership"` // khu vực of the main post, a code
	Scope     ScopeState `json:"scope"`     // by the rules in force on the day of the export
}

// Lines flattens people as they come, as of a day, and ends with the first error.
func Lines(people iter.Seq2[*Person, error], ref *Reference, on Date) iter.Seq2[Line, error] {
	table := ref.Retirement()
	return func(yield func(Line, error) bool) {
		for p, err := range people {
			if err != nil {
				yield(Line{}, err)
				return
			}
			if !yield(LineOf(p, ref, table, on), nil) {
				return
			}
		}
	}
}

// LineOf flattens a person. Lists are never null.
func LineOf(p *Person, ref *Reference, table RetirementTable, on Date) Line {
	l := Line{
		ID: p.ID.Public(), Name: p.Name.Full, Sex: p.Sex, Birth: p.Birth.String(),
		Degree: p.Degree(ref), Title: p.Title.Code, Email: p.Email, Phone: p.Phone,
		Codes:     each(p.Codes, func(c StaffCode) string { return c.Code }),
		Honours:   each(p.Honours, func(h Honour) string { return h.Code }),
		Fields:    each(p.Fields, func(f FieldOf) string { return f.Code }),
		Scope:     ScopeOf(p, ref, on).State,
		Expertise: each(p.Expertise, func(e Expertise) string { return e.Phrase }),
	}
	if q, ok := p.MainPosition(); ok {
		l.Sector, l.Ownership = ref.Sector(q), ref.Ownership(q)
		l.Organisation, l.Position = ref.OrganisationName(q.Organisation), q.Post
		if q.Unit != q.Organisation {
			l.Unit = ref.OrganisationName(q.Unit)
		}
	}
	if m, ok := table.Month(p.Birth, p.Sex); ok {
		l.Retires = m.String()
	}
	return l
}

func each[T any](list []T, f func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
