package web

import (
	"reflect"
	"slices"

	"trithuc/registry"
)

// recordList is one list of a record: how its items read and what a form asks
// of each. One table serves the page, its history and the forms.
type recordList struct {
	name  string
	items items
	// say puts item i into words.
	say func(t teller, p *registry.Person, i int) line
	// ask gives what a form asks of item i; the inputs write into p.
	ask func(p *registry.Person, i int) []input
}

// items is one list of a person, whatever the items are. What changes a list
// leaves the one that other copies of the person share as it was.
type items interface {
	size(*registry.Person) int
	// source is where item i says that it comes from.
	source(p *registry.Person, i int) *registry.SourceID
	// find gives where p has item i of q, whatever its source; -1 where it has not.
	find(p, q *registry.Person, i int) int
	// put copies item i of q to place at of p; behind the last one to add it.
	put(p *registry.Person, at int, q *registry.Person, i int)
	remove(p *registry.Person, i int)
	// grow adds an empty item at the end.
	grow(p *registry.Person)
}

// line is one item of a list in words.
type line struct {
	Text   string // what it is
	Detail string // what else is known of it
	When   string
	Href   string // outside address of it, "" where it has none
	Page   string // address within the site
	Doubt  string // that nobody has verified what stands there; "" where somebody has
}

// String gives the whole on one line, for histories.
func (l line) String() string { return joined(", ", l.Text, l.Detail, l.When) }

// itemsOf are the items of type T of one list.
type itemsOf[T any] struct {
	at   func(*registry.Person) *[]T
	from func(*T) *registry.SourceID
}

func newList[T any](name string, at func(*registry.Person) *[]T, from func(*T) *registry.SourceID, say func(teller, *T) line, ask func(*T) []input) recordList {
	return recordList{
		name: name, items: itemsOf[T]{at, from},
		say: func(t teller, p *registry.Person, i int) line { return say(t, &(*at(p))[i]) },
		ask: func(p *registry.Person, i int) []input { return ask(&(*at(p))[i]) },
	}
}

func (l itemsOf[T]) size(p *registry.Person) int { return len(*l.at(p)) }

func (l itemsOf[T]) source(p *registry.Person, i int) *registry.SourceID {
	return l.from(&(*l.at(p))[i])
}

func (l itemsOf[T]) find(p, q *registry.Person, i int) int {
	want := (*l.at(q))[i]
	*l.from(&want) = 0
	return slices.IndexFunc(*l.at(p), func(have T) bool {
		*l.from(&have) = 0
		return reflect.DeepEqual(have, want)
	})
}

func (l itemsOf[T]) put(p *registry.Person, at int, q *registry.Person, i int) {
	item := (*l.at(q))[i]
	list := slices.Clone(*l.at(p))
	if at == len(list) {
		list = append(list, item)
	}
	list[at] = item
	*l.at(p) = list
}

func (l itemsOf[T]) remove(p *registry.Person, i int) {
	*l.at(p) = slices.Delete(slices.Clone(*l.at(p)), i, i+1)
}

func (l itemsOf[T]) grow(p *registry.Person) { *l.at(p) = append(slices.Clone(*l.at(p)), *new(T)) }

// recordLists are all lists of a record, in the order in which changes are told.
var recordLists = slices.Concat(identityLists, careerLists, outputLists, serviceLists)

var identityLists = []recordList{
	newList("codes", func(p *registry.Person) *[]registry.StaffCode { return &p.Codes },
		func(x *registry.StaffCode) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.StaffCode) line { return line{Text: t.code(*x)} },
		func(x *registry.StaffCode) []input {
			return []input{required(textIn("code", &x.Code)), required(placeIn("organisation", &x.Organisation, nil))}
		}),
	newList("names", func(p *registry.Person) *[]registry.OtherName { return &p.Names },
		func(x *registry.OtherName) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.OtherName) line {
			return line{Text: x.Name, Detail: t.kindOf("name.", string(x.Kind)), When: t.span(x.From, x.To)}
		},
		func(x *registry.OtherName) []input {
			return append([]input{required(textIn("name", &x.Name)), choiceIn("kind", &x.Kind, "name.",
				registry.BirthName, registry.PenName, registry.StageName, registry.LatinName)}, spanIn(&x.From, &x.To)...)
		}),
	newList("identifiers", func(p *registry.Person) *[]registry.Identifier { return &p.Identifiers },
		func(x *registry.Identifier) *registry.SourceID { return &x.Source }, teller.identifier,
		func(x *registry.Identifier) []input {
			return []input{required(choiceIn("kind", &x.Kind, "identifier.", registry.ORCID, registry.Scopus, registry.Scholar)),
				required(parsedIn("value", &x.Value, func(s string) (string, bool) { return x.Kind.Parse(s) }))}
		}),
}

var careerLists = []recordList{
	newList("positions", func(p *registry.Person) *[]registry.Position { return &p.Positions },
		func(x *registry.Position) *registry.SourceID { return &x.Source }, teller.positionLine,
		func(x *registry.Position) []input {
			return slices.Concat([]input{placeIn("organisation", &x.Organisation, nil), placeIn("unit", &x.Unit, &x.Organisation),
				textIn("post", &x.Post), textIn("contract", &x.Contract)}, spanIn(&x.From, &x.To),
				[]input{{Name: "main", Kind: asYes, value: yesValue{&x.Main}}, codeIn("sector", &x.Sector, registry.SchemeSector),
					codeIn("ownership", &x.Ownership, registry.SchemeOwnership), textIn("written", &x.Written)})
		}),
	newList("qualifications", func(p *registry.Person) *[]registry.Qualification { return &p.Qualifications },
		func(x *registry.Qualification) *registry.SourceID { return &x.Source }, teller.qualificationLine,
		func(x *registry.Qualification) []input {
			return []input{required(codeIn("degree", &x.Degree, registry.SchemeDegree)), textIn("field", &x.Field), textIn("institution", &x.Institution),
				textIn("country", &x.Country), yearIn("year", &x.Year), textIn("mode", &x.Mode)}
		}),
	newList("honours", func(p *registry.Person) *[]registry.Honour { return &p.Honours },
		func(x *registry.Honour) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Honour) line {
			return line{Text: t.codeName(registry.SchemeHonour, x.Code), When: year(x.Year), Doubt: t.doubt(registry.SchemeHonour, x.Code)}
		},
		func(x *registry.Honour) []input {
			return []input{required(codeIn("code", &x.Code, registry.SchemeHonour)), yearIn("year", &x.Year)}
		}),
	newList("fields", func(p *registry.Person) *[]registry.FieldOf { return &p.Fields },
		func(x *registry.FieldOf) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.FieldOf) line {
			return line{Text: t.codeName(registry.SchemeField, x.Code), Page: fieldAddress(x.Code), Doubt: t.doubt(registry.SchemeField, x.Code)}
		},
		func(x *registry.FieldOf) []input {
			return []input{required(codeIn("code", &x.Code, registry.SchemeField))}
		}),
	newList("expertise", func(p *registry.Person) *[]registry.Expertise { return &p.Expertise },
		func(x *registry.Expertise) *registry.SourceID { return &x.Source },
		teller.phraseLine,
		func(x *registry.Expertise) []input {
			return []input{required(textIn("phrase", &x.Phrase)), choiceIn("language", &x.Language, "phrase.", registry.InVietnamese, registry.InEnglish)}
		}),
	newList("languages", func(p *registry.Person) *[]registry.Language { return &p.Languages },
		func(x *registry.Language) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Language) line {
			return line{Text: joined(", ", t.codeName(registry.SchemeLanguage, x.Code), x.Level), Detail: x.Certificate, When: t.Date(x.Date), Doubt: t.doubt(registry.SchemeLanguage, x.Code)}
		},
		func(x *registry.Language) []input {
			return []input{required(spokenIn("code", &x.Code, registry.SchemeLanguage)), textIn("level", &x.Level),
				textIn("certificate", &x.Certificate), dateIn("date", &x.Date)}
		}),
	newList("training", func(p *registry.Person) *[]registry.Training { return &p.Training },
		func(x *registry.Training) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Training) line {
			return line{Text: x.Name, Detail: joined(", ", x.Institution, x.Country, x.Certificate), When: t.span(x.From, x.To)}
		},
		func(x *registry.Training) []input {
			return append([]input{required(textIn("name", &x.Name)), textIn("institution", &x.Institution), textIn("country", &x.Country),
				textIn("certificate", &x.Certificate)}, spanIn(&x.From, &x.To)...)
		}),
	newList("addresses", func(p *registry.Person) *[]registry.Address { return &p.Addresses },
		func(x *registry.Address) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Address) line {
			return line{Text: t.ref.AddressText(*x), When: t.span(x.From, x.To), Doubt: t.doubt(registry.SchemeWard, x.Ward)}
		},
		func(x *registry.Address) []input {
			return append([]input{textIn("line", &x.Line), wardIn("ward", &x.Ward)}, spanIn(&x.From, &x.To)...)
		}),
	newList("abroad", func(p *registry.Person) *[]registry.Stay { return &p.Abroad },
		func(x *registry.Stay) *registry.SourceID { return &x.Source },
		func(t teller, x *registry.Stay) line {
			return line{Text: joined(", ", x.Place, x.Country), Detail: x.Work, When: t.span(x.From, x.To)}
		},
		func(x *registry.Stay) []input {
			return append([]input{required(textIn("country", &x.Country)), textIn("place", &x.Place), textIn("work", &x.Work)}, spanIn(&x.From, &x.To)...)
		}),
}
