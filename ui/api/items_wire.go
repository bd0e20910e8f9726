package api

import (
	"fmt"

	"trithuc/registry"
)

// wireRecord puts the lists of the full record on the wire.
func wireRecord(w *Person, p *registry.Person, ref *registry.Reference) {
	w.Nationality, w.Public = p.Nationality, p.Public
	wireCareer(w, p, ref)
	wireOutput(w, p)
}

func wireCareer(w *Person, p *registry.Person, ref *registry.Reference) {
	w.Names = each(p.Names, func(v registry.OtherName) OtherName {
		return OtherName{v.Name, string(v.Kind), v.From.String(), v.To.String()}
	})
	w.Identifiers = each(p.Identifiers, func(v registry.Identifier) Identifier {
		return Identifier{string(v.Kind), v.Value}
	})
	w.Languages = each(p.Languages, func(v registry.Language) Language {
		return Language{v.Code, v.Level, v.Certificate, v.Date.String()}
	})
	w.Training = each(p.Training, func(v registry.Training) Training {
		return Training{v.Name, v.Institution, v.Country, v.Certificate, v.From.String(), v.To.String()}
	})
	w.Memberships = each(p.Memberships, func(v registry.Membership) Membership {
		return Membership{int64(v.Organisation), ref.OrganisationName(v.Organisation), v.Name, v.Role, v.From.String(), v.To.String()}
	})
	w.Abroad = each(p.Abroad, func(v registry.Stay) Stay {
		return Stay{v.Country, v.Place, v.Work, v.From.String(), v.To.String()}
	})
	w.Addresses = each(p.Addresses, func(v registry.Address) Address {
		return Address{v.Line, v.Ward, wardName(ref, v.Ward), v.From.String(), v.To.String()}
	})
	w.Advice = each(p.Advice, func(v registry.Advice) Advice {
		return Advice{v.Topic, v.Limit, v.From.String(), v.To.String()}
	})
	w.Bases = each(p.Bases, func(v registry.LegalBasis) LegalBasis {
		return LegalBasis{v.Purpose, string(v.Basis), v.Document, v.Date.String(), v.Until.String()}
	})
}

func wireOutput(w *Person, p *registry.Person) {
	w.Publications = each(p.Publications, publicationOf)
	w.Patents = each(p.Patents, func(v registry.Patent) Patent {
		return Patent{string(v.Kind), v.Title, v.Number, v.Holder, v.Country, v.Filed.String(), v.Granted.String()}
	})
	w.Works = each(p.Works, func(v registry.Work) Work {
		return Work{v.Kind, v.Title, v.Role, v.Place, v.Date.String()}
	})
	w.Exhibitions = each(p.Exhibitions, func(v registry.Exhibition) Exhibition {
		return Exhibition{v.Title, v.Place, v.Role, v.From.String(), v.To.String()}
	})
	w.Tasks = each(p.Tasks, func(v registry.Task) Task {
		return Task{v.Code, v.Name, v.Level, v.Role, v.From.String(), v.To.String(), v.Result}
	})
	w.Supervised = each(p.Supervised, func(v registry.Supervision) Supervision {
		return Supervision{v.Degree, v.Done, v.Ongoing, v.AsOf.String()}
	})
	w.Awards = each(p.Awards, func(v registry.Award) Award {
		return Award{v.Name, v.By, v.Level, v.Date.String()}
	})
}

// record reads the lists of the full record. Items come without a source.
func (r *reading) record(in *Person, p *registry.Person) {
	p.Nationality, p.Public = in.Nationality, in.Public
	r.career(in, p)
	r.output(in, p)
}

func (r *reading) career(in *Person, p *registry.Person) {
	p.Names = readEach("names", in.Names, func(at string, v OtherName) registry.OtherName {
		return registry.OtherName{
			Name: v.Name, Kind: registry.OtherNameKind(v.Kind), From: r.date(at+"from", v.From),
			To: r.date(at+"to", v.To),
		}
	})
	p.Identifiers = readEach("identifiers", in.Identifiers, func(at string, v Identifier) registry.Identifier {
		return registry.Identifier{Kind: registry.IdentifierKind(v.Kind), Value: inForm(v.Value, registry.IdentifierKind(v.Kind).Parse)}
	})
	p.Languages = readEach("languages", in.Languages, func(at string, v Language) registry.Language {
		return registry.Language{Code: v.Code, Level: v.Level, Certificate: v.Certificate, Date: r.date(at+"date", v.Date)}
	})
	p.Training = readEach("training", in.Training, func(at string, v Training) registry.Training {
		return registry.Training{
			Name: v.Name, Institution: v.Institution, Country: v.Country,
			Certificate: v.Certificate, From: r.date(at+"from", v.From), To: r.date(at+"to", v.To),
		}
	})
	p.Memberships = readEach("memberships", in.Memberships, func(at string, v Membership) registry.Membership {
		return registry.Membership{
			Organisation: r.organisation(at+"organisation", v.Organisation), Name: v.Name, Role: v.Role,
			From: r.date(at+"from", v.From), To: r.date(at+"to", v.To),
		}
	})
	p.Abroad = readEach("abroad", in.Abroad, func(at string, v Stay) registry.Stay {
		return registry.Stay{Country: v.Country, Place: v.Place, Work: v.Work, From: r.date(at+"from", v.From), To: r.date(at+"to", v.To)}
	})
	p.Addresses = readEach("addresses", in.Addresses, func(at string, v Address) registry.Address {
		ward := v.Ward
		if ward == "" {
			ward, _ = r.ref.WardOf(v.Line, registry.Date{})
		}
		return registry.Address{Line: v.Line, Ward: ward, From: r.date(at+"from", v.From), To: r.date(at+"to", v.To)}
	})
	p.Advice = readEach("advice", in.Advice, func(at string, v Advice) registry.Advice {
		return registry.Advice{Topic: v.Topic, Limit: v.Limit, From: r.date(at+"from", v.From), To: r.date(at+"to", v.To)}
	})
	p.Bases = readEach("bases", in.Bases, func(at string, v LegalBasis) registry.LegalBasis {
		return registry.LegalBasis{
			Purpose: v.Purpose, Basis: registry.BasisKind(v.Basis), Document: v.Document,
			Date: r.date(at+"date", v.Date), Until: r.date(at+"until", v.Until),
		}
	})
}

func (r *reading) output(in *Person, p *registry.Person) {
	p.Publications = readEach("publications", in.Publications, func(at string, v Publication) registry.Publication {
		return registry.Publication{
			Kind: registry.PublicationKind(v.Kind), Title: v.Title, Authors: v.Authors,
			Venue: v.Venue, Publisher: v.Publisher, Year: v.Year,
			Volume: v.Volume, Issue: v.Issue, Pages: v.Pages,
			DOI: inForm(v.DOI, registry.ParseDOI), ISBN: inForm(v.ISBN, registry.ParseISBN), Author: v.Author,
		}
	})
	p.Patents = readEach("patents", in.Patents, func(at string, v Patent) registry.Patent {
		return registry.Patent{
			Kind: registry.PatentKind(v.Kind), Title: v.Title, Number: v.Number,
			Holder: v.Holder, Country: v.Country, Filed: r.date(at+"filed", v.Filed),
			Granted: r.date(at+"granted", v.Granted),
		}
	})
	p.Works = readEach("works", in.Works, func(at string, v Work) registry.Work {
		return registry.Work{Kind: v.Kind, Title: v.Title, Role: v.Role, Place: v.Place, Date: r.date(at+"date", v.Date)}
	})
	p.Exhibitions = readEach("exhibitions", in.Exhibitions, func(at string, v Exhibition) registry.Exhibition {
		return registry.Exhibition{Title: v.Title, Place: v.Place, Role: v.Role, From: r.date(at+"from", v.From), To: r.date(at+"to", v.To)}
	})
	p.Tasks = readEach("tasks", in.Tasks, func(at string, v Task) registry.Task {
		return registry.Task{
			Code: v.Code, Name: v.Name, Level: v.Level,
			Role: v.Role, From: r.date(at+"from", v.From), To: r.date(at+"to", v.To),
			Result: v.Result,
		}
	})
	p.Supervised = readEach("supervised", in.Supervised, func(at string, v Supervision) registry.Supervision {
		return registry.Supervision{
			Degree: v.Degree, Done: v.Done, Ongoing: v.Ongoing,
			AsOf: r.date(at+"as_of", v.AsOf),
		}
	})
	p.Awards = readEach("awards", in.Awards, func(at string, v Award) registry.Award {
		return registry.Award{Name: v.Name, By: v.By, Level: v.Level, Date: r.date(at+"date", v.Date)}
	})
}

// readEach reads a list, each item under its place in the record; nil for an
// empty one.
func readEach[T, R any](list string, in []T, f func(at string, v T) R) []R {
	var out []R
	for i, v := range in {
		out = append(out, f(fmt.Sprintf("%s[%d].", list, i), v))
	}
	return out
}

// inForm gives a value as the registry keeps it; one that cannot be is left to
// Validate to refuse.
func inForm(s string, parse func(string) (string, bool)) string {
	if kept, ok := parse(s); ok {
		return kept
	}
	return s
}

// wardName names a ward, "" for none.
func wardName(ref *registry.Reference, code string) string {
	if code == "" {
		return ""
	}
	return ref.WardName(code, registry.Date{})
}
