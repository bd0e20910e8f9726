// Package synthetic makes people who do not exist: staff of the institutions of
// a reference, with names, ages, degrees, posts and fields as such staff have
// them. It is pure: the same seed and reference give the same people. It serves
// the demo workbooks, measurements and tests. Addresses end in .example and
// phones begin with 06, which is not given to anybody.
package synthetic

import (
	"fmt"
	"math/rand/v2"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/seeds"
)

// asOf is the year the people are seen in; ages and careers count to it.
const asOf = 2026

// Generator makes one person after the other. It is not safe for use by several
// goroutines.
type Generator struct {
	rnd     *rand.Rand
	ref     *registry.Reference
	names   names
	homes   *weighted[*home]
	ranks   map[string][]string // "university any 2" → row of ranks.tsv
	honours map[string][]honour // staff → what it may be given
	schools map[string]*weighted[school]
	phrases map[string][]phrase // field code → its terms
	mails   map[string]int      // local part and domain → how often it was given
	prefix  string              // of mail domains
	phone   uint64
	records *records // nil: staff lists only
}

// honour is a row of honours.tsv.
type honour struct {
	code  string
	share float64
}

// school is a row of schools.tsv.
type school struct{ name, country string }

// phrase is a term of the thesaurus and its synonyms.
type phrase struct {
	usual    string
	synonyms []string
}

// New gives a generator for measurements, with full records. Staff codes start at 10,000 and mail
// domains carry the seed, so that its people are never taken for the demo's.
func New(seed uint64, ref *registry.Reference) *Generator {
	g := Demo(seed, ref)
	g.records = newRecords(seed, ref)
	g.prefix = fmt.Sprintf("s%d.", seed)
	for _, h := range g.homes.items {
		h.issued = 10_000
	}
	return g
}

// Demo gives a generator for workbooks: what a staff list has, short staff codes, plain addresses.
func Demo(seed uint64, ref *registry.Reference) *Generator {
	g := &Generator{
		rnd: rand.New(rand.NewPCG(seed, 0x7472697468756300)), ref: ref,
		names: readNames(), homes: readHomes(ref),
		ranks: map[string][]string{}, honours: map[string][]honour{},
		schools: map[string]*weighted[school]{}, phrases: readPhrases(), mails: map[string]int{},
	}
	rows("ranks.tsv", func(c []string) { g.ranks[c[0]+" "+c[1]+" "+c[2]] = c[3:] })
	rows("honours.tsv", func(c []string) {
		g.honours[c[0]] = append(g.honours[c[0]], honour{c[1], number(c[2]) / 1000})
	})
	rows("schools.tsv", func(c []string) {
		key := c[0] + " " + c[1]
		if g.schools[key] == nil {
			g.schools[key] = &weighted[school]{}
		}
		g.schools[key].add(school{c[3], c[4]}, number(c[2]))
	})
	for _, h := range g.homes.items {
		h.issued = between(g.rnd, 10, 90)
	}
	g.phone = g.rnd.Uint64N(phones)
	return g
}

func readPhrases() map[string][]phrase {
	terms, err := seeds.CommonTerms()
	if err != nil {
		panic(err) // embedded, and read by every test
	}
	byField := map[string][]phrase{}
	for _, t := range terms {
		byField[t.Field] = append(byField[t.Field], phrase{t.Phrase, t.Synonyms})
	}
	return byField
}

// Person makes a person of some institution, large ones more often. Where the
// reference knows none of them the person has no post, staff code or address.
func (g *Generator) Person() *registry.Person {
	if len(g.homes.items) == 0 {
		return g.make(nil, nil)
	}
	return g.make(g.homes.pick(g.rnd), nil)
}

// At makes a person of one institution; false if the generator does not know it.
func (g *Generator) At(institution registry.OrganisationID) (*registry.Person, bool) {
	return g.at(institution, nil)
}

// Woman makes a woman of one institution who bears a given name; false if the
// generator does not know the institution.
func (g *Generator) Woman(institution registry.OrganisationID, name vietnamese.Name) (*registry.Person, bool) {
	return g.at(institution, &name)
}

func (g *Generator) at(institution registry.OrganisationID, name *vietnamese.Name) (*registry.Person, bool) {
	for _, h := range g.homes.items {
		if h.id == institution {
			return g.make(h, name), true
		}
	}
	return nil, false
}

// make goes through a life in order: each step draws on the ones before. A name,
// where given, is a woman's.
func (g *Generator) make(h *home, name *vietnamese.Name) *registry.Person {
	d := &life{Generator: g, home: h, called: name, person: &registry.Person{}, place: &place{branch: "bachelor", fields: []string{"50602"}}}
	if h != nil {
		d.place = h.places.pick(g.rnd)
	}
	d.isBorn()
	d.choosesFields()
	d.studies()
	d.isTitled()
	if h != nil {
		d.isHonoured()
		d.isEmployed()
		d.isReachable()
	}
	if d.records != nil {
		d.isRecorded()
	}
	return d.person
}
