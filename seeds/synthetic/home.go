package synthetic

import (
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// home is an institution people may belong to, with what its staff is like.
type home struct {
	id              registry.OrganisationID
	staff           string // row of ranks.tsv and honours.tsv: "university", "hospital"…
	code            string // format of staff codes
	domain          string // reserved for examples, so that no letter ever arrives
	doctor, master  float64
	associate, full float64 // professors, as shares of everybody
	places          weighted[*place]
	issued          int // the last staff number given
}

// place is a unit, or the institution itself, with what is done there.
type place struct {
	unit         registry.OrganisationID // 0 for the institution itself
	branch       string                  // chooses the first degree: "engineer", "physician"…
	fields       []string                // codes of registry.SchemeField, the usual ones first
	head, deputy string
	guessed      bool // nothing in the names said what is done: administration
	heads        int
	deputies     int
}

// discipline is a row of disciplines.tsv.
type discipline struct {
	words, branch string
	fields        []string
}

// builder reads the tables once and makes homes of a reference.
type builder struct {
	ref         *registry.Reference
	disciplines []discipline
	posts       [][]string
}

// readHomes gives those institutions of institutions.tsv that ref knows by key
// and that exist today.
func readHomes(ref *registry.Reference) *weighted[*home] {
	b := &builder{ref: ref}
	rows("disciplines.tsv", func(c []string) {
		b.disciplines = append(b.disciplines, discipline{c[0], c[1], strings.Fields(c[2])})
	})
	rows("posts.tsv", func(c []string) { b.posts = append(b.posts, c) })
	ids := map[string]registry.OrganisationID{}
	for _, o := range ref.Organisations() {
		if o.Key != "" && o.ValidTo.IsZero() {
			ids[o.Key] = o.ID
		}
	}
	homes := &weighted[*home]{}
	rows("institutions.tsv", func(c []string) {
		if id, ok := ids[c[0]]; ok {
			homes.add(b.home(id, c), number(c[1]))
		}
	})
	return homes
}

func (b *builder) home(id registry.OrganisationID, c []string) *home {
	h := &home{id: id, staff: c[2], code: c[3], domain: c[4],
		doctor: number(c[5]) / 100, master: number(c[6]) / 100, associate: number(c[7]) / 100, full: number(c[8]) / 100}
	self := b.place(id, id)
	self.unit = 0
	b.units(h, id)
	switch {
	case len(h.places.items) == 0:
		h.places.add(self, 1)
	default:
		if self.guessed {
			self.fields, self.guessed = h.fields(), false
		}
		h.places.add(self, h.places.sums[len(h.places.sums)-1]*0.03)
	}
	return h
}

// fields gives what is done anywhere in the institution: its leaders come from
// all of it.
func (h *home) fields() []string {
	var all []string
	for _, p := range h.places.items {
		all = append(all, p.fields...)
	}
	return all
}

// units adds the units under one: those without units of their own get most people.
func (b *builder) units(h *home, under registry.OrganisationID) {
	for _, id := range b.ref.Children(under) {
		if o, _ := b.ref.Organisation(id); o.Kind != registry.Unit || !o.ValidTo.IsZero() {
			continue
		}
		weight := 1.0
		if len(b.ref.Children(id)) > 0 {
			weight = 0.6
		}
		h.places.add(b.place(id, h.id), weight)
		b.units(h, id)
	}
}

// place finds what is done at a unit by the words of its name, else by those of
// the units it stands in.
func (b *builder) place(unit, institution registry.OrganisationID) *place {
	p := &place{unit: unit, branch: "bachelor"}
	name := vietnamese.Fold(b.ref.OrganisationName(unit))
	for _, post := range b.posts {
		if strings.HasPrefix(name, post[0]+" ") {
			p.head, p.deputy = post[1], post[2]
			break
		}
	}
	path := b.ref.Path(unit)
	for i := len(path) - 1; i >= 0 && p.fields == nil; i-- {
		p.branch, p.fields = b.discipline(vietnamese.Fold(b.ref.OrganisationName(path[i])))
		if path[i] == institution {
			break
		}
	}
	if p.fields == nil {
		p.branch, p.fields, p.guessed = "bachelor", []string{"50602"}, true
	}
	return p
}

func (b *builder) discipline(name string) (branch string, fields []string) {
	for _, d := range b.disciplines {
		if strings.Contains(name, d.words) {
			return d.branch, d.fields
		}
	}
	return "", nil
}
