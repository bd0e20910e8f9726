package web

import (
	"slices"

	"trithuc/registry"
)

// outputLists are what the person made.
var outputLists = []recordList{
	newList("publications", func(p *registry.Person) *[]registry.Publication { return &p.Publications },
		func(x *registry.Publication) *registry.SourceID { return &x.Source }, teller.publication,
		func(x *registry.Publication) []input {
			return []input{required(choiceIn("kind", &x.Kind, "publication.", registry.Article, registry.Book, registry.Chapter, registry.Conference,
				registry.Thesis, registry.Report, registry.OtherPaper)), required(textIn("title", &x.Title)),
				{Name: "authors", Kind: asLines, value: linesValue{&x.Authors}}, textIn("venue", &x.Venue), textIn("publisher", &x.Publisher),
				yearIn("year", &x.Year), textIn("volume", &x.Volume), textIn("issue", &x.Issue), textIn("pages", &x.Pages),
				parsedIn("doi", &x.DOI, registry.ParseDOI), parsedIn("isbn", &x.ISBN, registry.ParseISBN), numberIn("author", &x.Author)}
		}),
	newList("patents", func(p *registry.Person) *[]registry.Patent { return &p.Patents },
		func(x *registry.Patent) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Patent) line {
			return line{Text: x.Title, Detail: joined(", ", t.kindOf("patent.", string(x.Kind)), x.Number, x.Holder, x.Country),
				When: joined(", ", t.dated("filed", x.Filed), t.dated("granted", x.Granted))}
		},
		func(x *registry.Patent) []input {
			return []input{required(choiceIn("kind", &x.Kind, "patent.", registry.Invention, registry.UtilityModel, registry.Design, registry.PlantVariety,
				registry.Circuit, registry.Copyright)), required(textIn("title", &x.Title)), textIn("number", &x.Number), textIn("holder", &x.Holder),
				textIn("country", &x.Country), dateIn("filed", &x.Filed), dateIn("granted", &x.Granted)}
		}),
	newList("works", func(p *registry.Person) *[]registry.Work { return &p.Works },
		func(x *registry.Work) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Work) line {
			return line{Text: x.Title, Detail: joined(", ", x.Kind, x.Role, x.Place), When: t.Date(x.Date)}
		},
		func(x *registry.Work) []input {
			return []input{required(textIn("title", &x.Title)), textIn("kind", &x.Kind), textIn("role", &x.Role), textIn("place", &x.Place), dateIn("date", &x.Date)}
		}),
	newList("exhibitions", func(p *registry.Person) *[]registry.Exhibition { return &p.Exhibitions },
		func(x *registry.Exhibition) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Exhibition) line {
			return line{Text: x.Title, Detail: joined(", ", x.Role, x.Place), When: t.span(x.From, x.To)}
		},
		func(x *registry.Exhibition) []input {
			return append([]input{required(textIn("title", &x.Title)), textIn("role", &x.Role), textIn("place", &x.Place)}, spanIn(&x.From, &x.To)...)
		}),
	newList("tasks", func(p *registry.Person) *[]registry.Task { return &p.Tasks },
		func(x *registry.Task) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Task) line {
			return line{Text: x.Name, Detail: joined(", ", x.Code, t.codeName(registry.SchemeTaskLevel, x.Level), x.Role, x.Result), When: t.span(x.From, x.To), Doubt: t.doubt(registry.SchemeTaskLevel, x.Level)}
		},
		func(x *registry.Task) []input {
			return slices.Concat([]input{required(textIn("name", &x.Name)), textIn("code", &x.Code), codeIn("level", &x.Level, registry.SchemeTaskLevel),
				textIn("role", &x.Role)}, spanIn(&x.From, &x.To), []input{textIn("result", &x.Result)})
		}),
	newList("supervised", func(p *registry.Person) *[]registry.Supervision { return &p.Supervised },
		func(x *registry.Supervision) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Supervision) line {
			return line{Text: t.codeName(registry.SchemeDegree, x.Degree), Detail: t.T("supervised.counts", "Done", x.Done, "Ongoing", x.Ongoing),
				When: t.dated("asof", x.AsOf), Doubt: t.doubt(registry.SchemeDegree, x.Degree)}
		},
		func(x *registry.Supervision) []input {
			return []input{required(codeIn("degree", &x.Degree, registry.SchemeDegree)), numberIn("done", &x.Done), numberIn("ongoing", &x.Ongoing), dateIn("as_of", &x.AsOf)}
		}),
}

// serviceLists are what the person is to others: prizes, associations, advice,
// and on what ground the record is used.
var serviceLists = []recordList{
	newList("awards", func(p *registry.Person) *[]registry.Award { return &p.Awards },
		func(x *registry.Award) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Award) line {
			return line{Text: x.Name, Detail: joined(", ", x.Level, x.By), When: t.Date(x.Date)}
		},
		func(x *registry.Award) []input {
			return []input{required(textIn("name", &x.Name)), textIn("by", &x.By), textIn("level", &x.Level), dateIn("date", &x.Date)}
		}),
	newList("memberships", func(p *registry.Person) *[]registry.Membership { return &p.Memberships },
		func(x *registry.Membership) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Membership) line {
			return line{Text: joined(" – ", t.ref.OrganisationName(x.Organisation), x.Name), Detail: x.Role, When: t.span(x.From, x.To), Page: organisationAddress(x.Organisation), Doubt: t.doubtOf(x.Organisation)}
		},
		func(x *registry.Membership) []input {
			return append([]input{placeIn("organisation", &x.Organisation, nil), textIn("name", &x.Name), textIn("role", &x.Role)}, spanIn(&x.From, &x.To)...)
		}),
	newList("advice", func(p *registry.Person) *[]registry.Advice { return &p.Advice },
		func(x *registry.Advice) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Advice) line {
			return line{Text: x.Topic, Detail: x.Limit, When: t.span(x.From, x.To)}
		},
		func(x *registry.Advice) []input {
			return append([]input{required(textIn("topic", &x.Topic)), textIn("limit", &x.Limit)}, spanIn(&x.From, &x.To)...)
		}),
	newList("bases", func(p *registry.Person) *[]registry.LegalBasis { return &p.Bases },
		func(x *registry.LegalBasis) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.LegalBasis) line {
			return line{Text: x.Purpose, Detail: joined(", ", t.kindOf("basis.", string(x.Basis)), x.Document), When: t.span(x.Date, x.Until)}
		},
		func(x *registry.LegalBasis) []input {
			return []input{required(textIn("purpose", &x.Purpose)), required(choiceIn("basis", &x.Basis, "basis.", registry.Consent, registry.Law, registry.Duty, registry.Contract)),
				textIn("document", &x.Document), dateIn("date", &x.Date), dateIn("until", &x.Until)}
		}),
}
