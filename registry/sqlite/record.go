package sqlite

import "trithuc/registry"

// recordLists are the lists of the full record, in the order the checksum takes
// them: a new one goes to the end of personLists.
var recordLists = []personList{
	newList("names", "other_name", "name kind begins ends source", list[registry.OtherName]{
		items: func(p *registry.Person) *[]registry.OtherName { return &p.Names },
		at: func(v *registry.OtherName) []column {
			return []column{(*text)(&v.Name), (*text)(&v.Kind), (*date)(&v.From), (*date)(&v.To), (*reference)(&v.Source)}
		},
		source: func(v *registry.OtherName) *registry.SourceID { return &v.Source },
	}),
	newList("identifiers", "identifier", "kind value source", list[registry.Identifier]{
		items: func(p *registry.Person) *[]registry.Identifier { return &p.Identifiers },
		at: func(v *registry.Identifier) []column {
			return []column{(*text)(&v.Kind), (*text)(&v.Value), (*reference)(&v.Source)}
		},
		source: func(v *registry.Identifier) *registry.SourceID { return &v.Source },
	}),
	newList("languages", "language", "code level certificate held source", list[registry.Language]{
		items: func(p *registry.Person) *[]registry.Language { return &p.Languages },
		at: func(v *registry.Language) []column {
			return []column{(*text)(&v.Code), (*text)(&v.Level), (*text)(&v.Certificate), (*date)(&v.Date), (*reference)(&v.Source)}
		},
		source: func(v *registry.Language) *registry.SourceID { return &v.Source },
	}),
	newList("publications", "publication", "kind title authors venue publisher year volume issue pages doi isbn source author", list[registry.Publication]{
		items: func(p *registry.Person) *[]registry.Publication { return &p.Publications },
		at: func(v *registry.Publication) []column {
			return []column{
				(*text)(&v.Kind), (*text)(&v.Title), documentOf(&v.Authors), (*text)(&v.Venue), (*text)(&v.Publisher),
				(*number)(&v.Year), (*text)(&v.Volume), (*text)(&v.Issue), (*text)(&v.Pages), (*text)(&v.DOI),
				(*text)(&v.ISBN), (*reference)(&v.Source), (*number)(&v.Author),
			}
		},
		late:   1,
		source: func(v *registry.Publication) *registry.SourceID { return &v.Source },
	}),
	newList("patents", "patent", "kind title number holder country filed granted source", list[registry.Patent]{
		items: func(p *registry.Person) *[]registry.Patent { return &p.Patents },
		at: func(v *registry.Patent) []column {
			return []column{
				(*text)(&v.Kind), (*text)(&v.Title), (*text)(&v.Number), (*text)(&v.Holder), (*text)(&v.Country),
				(*date)(&v.Filed), (*date)(&v.Granted), (*reference)(&v.Source),
			}
		},
		source: func(v *registry.Patent) *registry.SourceID { return &v.Source },
	}),
	newList("works", "work", "kind title role place made source", list[registry.Work]{
		items: func(p *registry.Person) *[]registry.Work { return &p.Works },
		at: func(v *registry.Work) []column {
			return []column{
				(*text)(&v.Kind), (*text)(&v.Title), (*text)(&v.Role), (*text)(&v.Place), (*date)(&v.Date),
				(*reference)(&v.Source),
			}
		},
		source: func(v *registry.Work) *registry.SourceID { return &v.Source },
	}),
	newList("exhibitions", "exhibition", "title place role begins ends source", list[registry.Exhibition]{
		items: func(p *registry.Person) *[]registry.Exhibition { return &p.Exhibitions },
		at: func(v *registry.Exhibition) []column {
			return []column{
				(*text)(&v.Title), (*text)(&v.Place), (*text)(&v.Role), (*date)(&v.From), (*date)(&v.To),
				(*reference)(&v.Source),
			}
		},
		source: func(v *registry.Exhibition) *registry.SourceID { return &v.Source },
	}),
	newList("tasks", "task", "code name level role begins ends result source", list[registry.Task]{
		items: func(p *registry.Person) *[]registry.Task { return &p.Tasks },
		at: func(v *registry.Task) []column {
			return []column{
				(*text)(&v.Code), (*text)(&v.Name), (*text)(&v.Level), (*text)(&v.Role), (*date)(&v.From),
				(*date)(&v.To), (*text)(&v.Result), (*reference)(&v.Source),
			}
		},
		source: func(v *registry.Task) *registry.SourceID { return &v.Source },
	}),
	newList("supervised", "supervision", "degree done ongoing counted source", list[registry.Supervision]{
		items: func(p *registry.Person) *[]registry.Supervision { return &p.Supervised },
		at: func(v *registry.Supervision) []column {
			return []column{(*text)(&v.Degree), (*number)(&v.Done), (*number)(&v.Ongoing), (*date)(&v.AsOf), (*reference)(&v.Source)}
		},
		source: func(v *registry.Supervision) *registry.SourceID { return &v.Source },
	}),
	newList("awards", "award", "name giver level given source", list[registry.Award]{
		items: func(p *registry.Person) *[]registry.Award { return &p.Awards },
		at: func(v *registry.Award) []column {
			return []column{(*text)(&v.Name), (*text)(&v.By), (*text)(&v.Level), (*date)(&v.Date), (*reference)(&v.Source)}
		},
		source: func(v *registry.Award) *registry.SourceID { return &v.Source },
	}),
	newList("training", "training", "name institution country certificate begins ends source", list[registry.Training]{
		items: func(p *registry.Person) *[]registry.Training { return &p.Training },
		at: func(v *registry.Training) []column {
			return []column{
				(*text)(&v.Name), (*text)(&v.Institution), (*text)(&v.Country), (*text)(&v.Certificate), (*date)(&v.From),
				(*date)(&v.To), (*reference)(&v.Source),
			}
		},
		source: func(v *registry.Training) *registry.SourceID { return &v.Source },
	}),
	newList("memberships", "membership", "organisation name role begins ends source", list[registry.Membership]{
		items: func(p *registry.Person) *[]registry.Membership { return &p.Memberships },
		at: func(v *registry.Membership) []column {
			return []column{
				(*reference)(&v.Organisation), (*text)(&v.Name), (*text)(&v.Role), (*date)(&v.From), (*date)(&v.To),
				(*reference)(&v.Source),
			}
		},
		source: func(v *registry.Membership) *registry.SourceID { return &v.Source },
	}),
	newList("abroad", "stay", "country place work begins ends source", list[registry.Stay]{
		items: func(p *registry.Person) *[]registry.Stay { return &p.Abroad },
		at: func(v *registry.Stay) []column {
			return []column{
				(*text)(&v.Country), (*text)(&v.Place), (*text)(&v.Work), (*date)(&v.From), (*date)(&v.To),
				(*reference)(&v.Source),
			}
		},
		source: func(v *registry.Stay) *registry.SourceID { return &v.Source },
	}),
	newList("advice", "advice", "topic bounds begins ends source", list[registry.Advice]{
		items: func(p *registry.Person) *[]registry.Advice { return &p.Advice },
		at: func(v *registry.Advice) []column {
			return []column{(*text)(&v.Topic), (*text)(&v.Limit), (*date)(&v.From), (*date)(&v.To), (*reference)(&v.Source)}
		},
		source: func(v *registry.Advice) *registry.SourceID { return &v.Source },
	}),
	newList("bases", "legal_basis", "purpose basis document begins ends source", list[registry.LegalBasis]{
		items: func(p *registry.Person) *[]registry.LegalBasis { return &p.Bases },
		at: func(v *registry.LegalBasis) []column {
			return []column{
				(*text)(&v.Purpose), (*text)(&v.Basis), (*text)(&v.Document), (*date)(&v.Date), (*date)(&v.Until),
				(*reference)(&v.Source),
			}
		},
		source: func(v *registry.LegalBasis) *registry.SourceID { return &v.Source },
	}),
	newList("addresses", "address", "line ward begins ends source", list[registry.Address]{
		items: func(p *registry.Person) *[]registry.Address { return &p.Addresses },
		at: func(v *registry.Address) []column {
			return []column{(*text)(&v.Line), (*text)(&v.Ward), (*date)(&v.From), (*date)(&v.To), (*reference)(&v.Source)}
		},
		source: func(v *registry.Address) *registry.SourceID { return &v.Source },
	}),
}
