package searchtest

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"trithuc/registry"
)

//go:embed testdata/people.tsv
var peopleTSV string

// People gives the people that queries are judged on: invented staff with the
// names, fields and posts that staff here have, some of them hard to find on
// purpose. Organisations are looked up in ref by their keys, so ref must hold
// those of seeds.
func People(ref *registry.Reference) ([]*registry.Person, error) {
	keys := map[string]registry.OrganisationID{}
	for _, o := range ref.Organisations() {
		keys[o.Key] = o.ID
	}
	var people []*registry.Person
	lines := strings.Split(strings.TrimRight(peopleTSV, "\n"), "\n")
	for i, line := range lines[1:] {
		p, err := personOf(strings.Split(line, "\t"), keys)
		if err != nil {
			return nil, fmt.Errorf("people.tsv, line %d: %w", i+2, err)
		}
		p.ID, p.Version = registry.PersonID(i+1), 1
		people = append(people, p)
	}
	return people, nil
}

func personOf(c []string, keys map[string]registry.OrganisationID) (*registry.Person, error) {
	const columns = 23
	if len(c) != columns {
		return nil, fmt.Errorf("%d columns, want %d", len(c), columns)
	}
	birth, err := registry.ParseDate(c[3])
	if err != nil {
		return nil, err
	}
	p := &registry.Person{Sex: registry.Sex(c[2]), Birth: birth, Title: registry.Title{Code: c[5]}}
	p.Rename(c[1])
	employer, unit := keys[c[7]], keys[c[8]]
	if c[7] != "" && employer == 0 || c[8] != "" && unit == 0 {
		return nil, fmt.Errorf("no organisation %q or unit %q", c[7], c[8])
	}
	p.Codes = []registry.StaffCode{{Organisation: employer, Code: c[0]}}
	p.Positions = []registry.Position{{Organisation: employer, Unit: unit, Post: c[9], Main: true}}
	studied := list(c[12])
	for i, d := range list(c[4]) {
		q := registry.Qualification{Degree: d}
		if i < len(studied) {
			q.Field = studied[i]
		}
		p.Qualifications = append(p.Qualifications, q)
	}
	for _, h := range list(c[6]) {
		p.Honours = append(p.Honours, registry.Honour{Code: h})
	}
	for _, f := range list(c[10]) {
		p.Fields = append(p.Fields, registry.FieldOf{Code: f})
	}
	for _, e := range list(c[11]) {
		p.Expertise = append(p.Expertise, registry.Expertise{Phrase: e})
	}
	addStanding(p, c[13:])
	addOutside(p, c[18:], keys)
	return p, nil
}

// addStanding adds languages ("ja N3"), countries, what somebody advises on, and
// publications and tasks with their years: "title (2023)".
func addStanding(p *registry.Person, c []string) {
	for _, l := range list(c[0]) {
		code, level, _ := strings.Cut(l, " ")
		p.Languages = append(p.Languages, registry.Language{Code: code, Level: level})
	}
	for _, country := range list(c[1]) {
		p.Abroad = append(p.Abroad, registry.Stay{Country: country})
	}
	for _, topic := range list(c[2]) {
		p.Advice = append(p.Advice, registry.Advice{Topic: topic})
	}
	for _, item := range list(c[3]) {
		title, year := dated(item)
		p.Publications = append(p.Publications, registry.Publication{Title: title, Year: year})
	}
	for _, item := range list(c[4]) {
		name, year := dated(item)
		p.Tasks = append(p.Tasks, registry.Task{Name: name, From: registry.Date{Year: year}})
	}
}

// addOutside adds other names, numbers in registers outside ("orcid 0000-…", "doi 10.…"),
// patents and works with their years, and memberships: the key of an association or a
// name as written.
func addOutside(p *registry.Person, c []string, keys map[string]registry.OrganisationID) {
	for _, name := range list(c[0]) {
		p.Names = append(p.Names, registry.OtherName{Name: name, Kind: registry.PenName})
	}
	for _, n := range list(c[1]) {
		kind, value, _ := strings.Cut(n, " ")
		if kind == "doi" {
			p.Publications = append(p.Publications, registry.Publication{DOI: value})
		} else {
			p.Identifiers = append(p.Identifiers, registry.Identifier{Kind: registry.IdentifierKind(kind), Value: value})
		}
	}
	for _, item := range list(c[2]) {
		title, year := dated(item)
		p.Patents = append(p.Patents, registry.Patent{Title: title, Granted: registry.Date{Year: year}})
	}
	for _, item := range list(c[3]) {
		title, year := dated(item)
		p.Works = append(p.Works, registry.Work{Title: title, Date: registry.Date{Year: year}})
	}
	for _, name := range list(c[4]) {
		m := registry.Membership{Organisation: keys[name]}
		if m.Organisation == 0 {
			m.Name = name
		}
		p.Memberships = append(p.Memberships, m)
	}
}

// dated parts "title (2023)".
func dated(item string) (text string, year int) {
	text, rest, _ := strings.Cut(item, " (")
	year, _ = strconv.Atoi(strings.TrimSuffix(rest, ")"))
	return text, year
}

func list(cell string) []string {
	var items []string
	for item := range strings.SplitSeq(cell, ";") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
