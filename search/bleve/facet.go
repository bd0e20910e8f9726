package bleve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/search"
)

// tagOf gives where a facet is counted and where it is filtered by: a filter on
// fields takes codes of any level, one on organisations units too.
func tagOf(f search.Facet) (counted, filtered string) {
	switch f {
	case search.FacetField:
		return tagMain, tagAnyField
	case search.FacetDegree:
		return tagDegree, tagDegree
	case search.FacetTitle:
		return tagTitle, tagTitle
	case search.FacetOrganisation:
		return tagEmployer, tagUnit
	case search.FacetSex:
		return tagSex, tagSex
	case search.FacetAge:
		return tagBirth, tagBirth
	case search.FacetHonour:
		return tagHonour, tagHonour
	}
	return "", ""
}

// fits finds who passes a filter.
func (m *matcher) fits(f search.Filter) (*roaring.Bitmap, error) {
	_, tag := tagOf(f.Facet)
	if tag == "" {
		return noOne, nil
	}
	values := f.Values
	if f.Facet == search.FacetAge {
		values = birthYears(f.Values, m.q.plan.Year)
	}
	return m.tagged(tag, values)
}

// birthYears gives the years of birth of the people in ranges of age.
func birthYears(ranges []string, year int) []string {
	var years []string
	for _, r := range ranges {
		low, high, ok := search.ParseAges(r)
		for age := low; ok && age <= high; age++ {
			years = append(years, strconv.Itoa(year-age))
		}
	}
	return years
}

// chosen keeps, of those found in a part, who passes all filters, and for each
// facet who passes all but its own.
type chosen struct {
	hits   *roaring.Bitmap
	facets map[search.Facet]*roaring.Bitmap
}

func (m *matcher) choose(found *roaring.Bitmap) (chosen, error) {
	p := m.q.plan
	c := chosen{hits: found, facets: map[search.Facet]*roaring.Bitmap{}}
	fit := make([]*roaring.Bitmap, len(p.Must))
	for i, f := range p.Must {
		var err error
		if fit[i], err = m.fits(f); err != nil {
			return c, err
		}
		c.hits = roaring.And(c.hits, fit[i])
	}
	for _, facet := range p.Facets {
		c.facets[facet] = c.hits
		if !slices.ContainsFunc(p.Must, func(f search.Filter) bool { return f.Facet == facet }) {
			continue
		}
		rest := found
		for i, f := range p.Must {
			if f.Facet != facet {
				rest = roaring.And(rest, fit[i])
			}
		}
		c.facets[facet] = rest
	}
	return c, nil
}

// tally counts the values of facets over all parts.
type tally map[search.Facet]map[string]int

func newTally(facets []search.Facet) tally {
	t := tally{}
	for _, f := range facets {
		t[f] = map[string]int{}
	}
	return t
}

// add counts the people of one part.
func (t tally) add(m *matcher, c chosen) {
	for facet, who := range c.facets {
		tag, _ := tagOf(facet)
		col := m.columns[tag]
		if col == nil {
			continue
		}
		name := func(v string) string { return v }
		if facet == search.FacetAge {
			name = func(v string) string { return ageBand(v, m.q.plan.Year) }
		}
		col.count(who, m.n, func(value string, n int) {
			if value = name(value); value != "" {
				t[facet][value] += n
			}
		})
	}
}

// ageBand gives the band in which someone born in a year is counted.
func ageBand(born string, year int) string {
	b, err := strconv.Atoi(born)
	if err != nil {
		return ""
	}
	return search.AgeBand(year - b)
}

// count tells how many of who bear each value.
func (c *column) count(who *roaring.Bitmap, all int, tell func(string, int)) {
	counts := make([]int, len(c.sets))
	if int(who.GetCardinality()) == all {
		for _, set := range c.data {
			counts[set]++
		}
	} else {
		it := who.ManyIterator()
		var buffer [1024]uint32
		for n := it.NextMany(buffer[:]); n > 0; n = it.NextMany(buffer[:]) {
			for _, d := range buffer[:n] {
				counts[c.data[d]]++
			}
		}
	}
	values := make([]int, len(c.values))
	for set, n := range counts {
		for _, v := range c.sets[set] {
			values[v] += n
		}
	}
	for d, set := range c.rest {
		if who.Contains(d) {
			for _, v := range set {
				values[v]++
			}
		}
	}
	for v, n := range values {
		if n > 0 {
			tell(c.values[v], n)
		}
	}
}

// result lists the counts, most first.
func (t tally) result() map[search.Facet][]search.Count {
	all := make(map[search.Facet][]search.Count, len(t))
	for f, counts := range t {
		list := make([]search.Count, 0, len(counts))
		for v, n := range counts {
			list = append(list, search.Count{Value: v, N: n})
		}
		slices.SortFunc(list, func(a, b search.Count) int {
			return cmp.Or(b.N-a.N, strings.Compare(a.Value, b.Value))
		})
		all[f] = list
	}
	return all
}
