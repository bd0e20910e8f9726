package registry

import (
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// Rename gives p a new full name, parted into family, middle and given name. A
// name that is the same but for blanks and Unicode form keeps its parts, which
// a person may have corrected by hand.
func (p *Person) Rename(full string) {
	if full = vietnamese.Clean(full); full != p.Name.Full {
		p.Name = vietnamese.ParseName(full)
	}
}

// Tidy brings every free text of p into the one form the registry keeps: NFC,
// single blanks, nothing invisible. It changes no meaning.
func (p *Person) Tidy() {
	clean := func(texts ...*string) {
		for _, t := range texts {
			*t = vietnamese.Clean(*t)
		}
	}
	clean(&p.Title.Discipline, &p.Rank.Name, &p.Nationality)
	for i := range p.Codes {
		clean(&p.Codes[i].Code)
	}
	for i := range p.Qualifications {
		q := &p.Qualifications[i]
		clean(&q.Field, &q.Institution, &q.Country, &q.Mode)
	}
	for i := range p.Positions {
		clean(&p.Positions[i].Post, &p.Positions[i].Contract, &p.Positions[i].Written)
	}
	for i := range p.Expertise {
		clean(&p.Expertise[i].Phrase)
	}
	p.tidyItems()
}

// Named says that one of the organisation's names, abbreviations or aliases
// holds the text, marks and case aside.
func (o *Organisation) Named(text string) bool {
	part := vietnamese.Fold(text)
	names := slices.Concat([]string{o.Name, o.NameEn}, o.Abbreviations, o.Aliases)
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(vietnamese.Fold(n), part) })
}
