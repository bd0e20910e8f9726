package api

import (
	"time"

	"trithuc/registry"
)

// wire gives a record as it goes out, without its source.
func wire(p *registry.Person, ref *registry.Reference) Person {
	w := Person{
		ID: p.ID.Public(), Version: p.Version, Display: display(p, ref),
		Name: p.Name.Full, Sex: string(p.Sex), Birth: p.Birth.String(), Email: p.Email, Phone: p.Phone,
		Codes: each(p.Codes, func(c registry.StaffCode) StaffCode {
			return StaffCode{int64(c.Organisation), ref.OrganisationName(c.Organisation), c.Code}
		}),
		Qualifications: each(p.Qualifications, func(q registry.Qualification) Qualification {
			return Qualification{q.Degree, q.Field, q.Institution, q.Country, q.Year, q.Mode}
		}),
		Honours:   each(p.Honours, func(h registry.Honour) Honour { return Honour{h.Code, h.Year} }),
		Positions: each(p.Positions, func(q registry.Position) Position { return positionOf(q, ref) }),
		Fields: each(p.Fields, func(f registry.FieldOf) Field {
			return Field{f.Code, ref.CodeName(registry.SchemeField, f.Code)}
		}),
		Expertise: each(p.Expertise, func(e registry.Expertise) string { return e.Phrase }),
	}
	w.ExpertiseIn = map[string]string{}
	for _, e := range p.Expertise {
		if e.Language != "" {
			w.ExpertiseIn[e.Phrase] = string(e.Language)
		}
	}
	wireRecord(&w, p, ref)
	if p.Title != (registry.Title{}) {
		w.Title = &Title{p.Title.Code, p.Title.Year, p.Title.Discipline}
	}
	if p.Rank != (registry.Rank{}) {
		w.Rank = &Rank{p.Rank.Code, p.Rank.Name}
	}
	table := ref.Retirement()
	if m, ok := table.Month(p.Birth, p.Sex); ok {
		_, disputed := table.Disputed(p.Birth, p.Sex)
		w.Retires, w.RetiresUnsure = m.String(), p.Birth.Month == 0 || disputed
	}
	return w
}

func positionOf(q registry.Position, ref *registry.Reference) Position {
	return Position{
		int64(q.Organisation), ref.OrganisationName(q.Organisation), int64(q.Unit), ref.OrganisationName(q.Unit),
		q.Post, q.Contract, q.From.String(), q.To.String(), q.Main, q.Sector, q.Ownership, q.Written,
	}
}

// display gives the name as a letter writes it: "PGS.TS. Nguyễn Văn An".
func display(p *registry.Person, ref *registry.Reference) string {
	if before := p.DisplayPrefix(ref); before != "" {
		return before + " " + p.Name.Full
	}
	return p.Name.Full
}

// moment writes a time for programs, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func each[T, R any](list []T, f func(T) R) []R {
	out := make([]R, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}
