package main

import (
	"cmp"
	"fmt"
	"slices"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/seeds"
	"trithuc/seeds/synthetic"
)

// seed of the demo's people. Another one gives other people everywhere.
const seed = 231

// cast gives the workbooks their people.
type cast struct {
	ref       *registry.Reference
	generator *synthetic.Generator
	keys      map[string]registry.OrganisationID
	known     []*entry // people of former books with an address: guests come from them
}

func newCast() (*cast, error) {
	ref, err := seeds.Reference()
	if err != nil {
		return nil, err
	}
	c := &cast{ref: ref, generator: synthetic.Demo(seed, ref), keys: map[string]registry.OrganisationID{}}
	for _, o := range ref.Organisations() {
		c.keys[o.Key] = o.ID
	}
	return c, nil
}

func (c *cast) employer(b book) string { return c.ref.OrganisationName(c.keys[b.key]) }

// filled is a sheet with its people.
type filled struct {
	sheet
	book    book
	entries []*entry
}

// fill shares the book's people out over its sheets, in the order of units and
// then of names, and numbers them.
func (c *cast) fill(b book) ([]filled, error) {
	staff, err := c.staff(b)
	if err != nil {
		return nil, err
	}
	shares := 0
	for _, s := range b.sheets {
		shares += s.share
	}
	var sheets []filled
	for _, s := range b.sheets {
		f := filled{sheet: s, book: b}
		switch {
		case s.guests:
			f.entries = c.guests(b)
		case s.share > 0:
			n := min(b.people*s.share/shares+1, len(staff))
			f.entries, staff = staff[:n], staff[n:]
		}
		f.place()
		sheets = append(sheets, f)
	}
	for _, f := range sheets {
		c.meets(f)
	}
	return sheets, nil
}

// meets keeps those whom the sheet gives with an address: by it they will be
// known when they come as guests.
func (c *cast) meets(f filled) {
	if !slices.ContainsFunc(f.columns, func(c column) bool { return c.tells == "email" }) {
		return
	}
	for _, e := range f.entries {
		if e.person.Email != "" && !e.visitor && !e.lost["email"] {
			c.known = append(c.known, e)
		}
	}
}

// staff makes the people of the book's institution; who belongs to no unit is left out.
func (c *cast) staff(b book) ([]*entry, error) {
	id := c.keys[b.key]
	var staff []*entry
	for tries := 0; len(staff) < b.people; tries++ {
		p, ok := c.hire(id, b.women, len(staff))
		if !ok || tries > 3*b.people {
			return nil, fmt.Errorf("%s: no people for %q", b.file, b.key)
		}
		unit := p.Positions[0].Unit
		if unit == 0 {
			continue
		}
		staff = append(staff, &entry{cast: c, person: p, employer: id, unit: unit})
	}
	slices.SortStableFunc(staff, func(x, y *entry) int {
		return cmp.Or(slices.Compare(c.ref.Path(x.unit), c.ref.Path(y.unit)),
			slices.Compare(vietnamese.SortKey(x.person.Name), vietnamese.SortKey(y.person.Name)))
	})
	return staff, nil
}

// hire makes the n-th of an institution: one of the women who are to bear a
// certain name, or whoever comes.
func (c *cast) hire(id registry.OrganisationID, women []string, n int) (*registry.Person, bool) {
	if n < len(women) {
		return c.generator.Woman(id, vietnamese.ParseName(women[n]))
	}
	return c.generator.At(id)
}

// guests takes people of former books, evenly.
func (c *cast) guests(b book) []*entry {
	var guests []*entry
	step := max(len(c.known)/max(b.guests, 1), 1)
	for i := step / 2; i < len(c.known) && len(guests) < b.guests; i += step {
		g := *c.known[i]
		g.visitor = true
		guests = append(guests, &g)
	}
	return guests
}

// place numbers the rows: after the header, with a heading before each part.
func (f *filled) place() {
	row, number, part := f.header+f.rows(), 0, ""
	for i, e := range f.entries {
		if f.repeat > 0 && i > 0 && i%f.repeat == 0 {
			row += f.rows()
		}
		if f.section != nil && f.section(e) != part {
			part, number = f.section(e), 0
			row++
		}
		number++
		e.row, e.number, e.lost = row, number, map[string]bool{}
		row++
	}
	for _, s := range f.spoils {
		if c := f.column(s.header); s.person <= len(f.entries) && c != nil {
			f.entries[s.person-1].lost[c.tells] = true
		}
	}
}

// rows is how many rows the header has.
func (s *sheet) rows() int {
	if slices.ContainsFunc(s.columns, func(c column) bool { return c.group != "" }) {
		return 2
	}
	return 1
}

func (s *sheet) column(header string) *column {
	for i := range s.columns {
		if s.columns[i].header == header {
			return &s.columns[i]
		}
	}
	return nil
}

// spoiled gives what stands in a cell instead of its value.
func (f *filled) spoiled(person int, header string) (any, bool) {
	for _, s := range f.spoils {
		if s.person == person && s.header == header {
			return s.cell, true
		}
	}
	return nil, false
}
