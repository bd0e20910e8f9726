package bleve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"trithuc/registry"
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
	case search.FacetProfession:
		return tagIs, tagIs
	case search.FacetRetirement:
		return tagRetires, tagRetires
	case search.FacetPerson:
		return tagPerson, tagPerson
	case search.FacetBranch:
		return tagAnyField, tagAnyField
	case search.FacetUnit:
		return tagUnit, tagUnit
	case search.FacetLanguage:
		return tagLanguage, tagLanguage
	case search.FacetWard:
		return tagWard, tagWard
	case search.FacetAbroad:
		return tagAbroad, tagAbroad
	case search.FacetReady:
		return tagReady, tagReady
	case search.FacetSector:
		return tagSector, tagSector
	case search.FacetOwnership:
		return tagOwner, tagOwner
	case search.FacetScope:
		return tagScope, tagScope
	case search.FacetMember, search.FacetAffiliation:
		return tagMember, tagMember
	}
	return "", ""
}

// fits finds who passes a filter.
func (m *matcher) fits(f search.Filter) *roaring.Bitmap {
	who := m.bears(f)
	if f.Not {
		who = roaring.AndNot(m.live(), who)
	}
	return who
}

// bears finds who bears any of a filter's values.
func (m *matcher) bears(f search.Filter) *roaring.Bitmap {
	_, tag := tagOf(f.Facet)
	if tag == "" && f.Facet != search.FacetText {
		return noOne
	}
	values := f.Values
	switch f.Facet {
	case search.FacetText:
		return m.clauses(f.Values)
	case search.FacetReady:
		values = m.readyValues()
	case search.FacetAbroad:
		if slices.Contains(values, search.Abroad) {
			return m.anyTag(tagAbroad)
		}
	case search.FacetAge:
		values = birthYears(f.Values, m.q.plan.Year)
	case search.FacetRetirement:
		values = retirementYears(f.Values, m.q.plan.Year)
	case search.FacetPerson:
		values = codeKeys(f.Values)
	case search.FacetScope:
		values = scopeValues(f.Values, m.q.plan.Rules)
	case search.FacetAffiliation:
		return m.either(tagMember, tagUnit, values)
	case search.FacetField, search.FacetBranch, search.FacetDegree, search.FacetTitle, search.FacetHonour, search.FacetLanguage, search.FacetSector, search.FacetOwnership:
		return m.either(tag, tagAlso+tag, values)
	}
	return m.tagged(tag, values)
}

// either finds who bears any of the values of one tag or the other. Codes of other
// versions of a list are seen by whom those of this one are.
func (m *matcher) either(tag, other string, values []string) *roaring.Bitmap {
	more := m.tagged(other, values)
	if strings.HasPrefix(other, tagAlso) {
		more = m.seen(tag, more)
	}
	return union([]*roaring.Bitmap{m.tagged(tag, values), more})
}

// readyValues are the values of tagReady that hold in the year of the plan.
func (m *matcher) readyValues() []string {
	values := []string{readyOpen}
	for y := m.q.plan.Year; y < m.q.plan.Year+readyYears; y++ {
		values = append(values, strconv.Itoa(y))
	}
	return values
}

// readyYears bounds for how many years ahead somebody says to be ready.
const readyYears = 60

// anyTag finds who bears any value of a tag.
func (m *matcher) anyTag(tag string) *roaring.Bitmap {
	any := roaring.New()
	err := m.eachTerm(tagField, tag, next(tag), func(_ string, who *roaring.Bitmap) error {
		any.Or(who)
		return nil
	}, true)
	if err != nil {
		m.fail(err)
	}
	return m.seen(tag, any)
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

// retirementYears gives the years in ranges of them.
func retirementYears(ranges []string, year int) []string {
	var years []string
	for _, r := range ranges {
		first, last, ok := search.ParseYears(r, year)
		for y := first; ok && y <= last; y++ {
			years = append(years, strconv.Itoa(y))
		}
	}
	return years
}

// scopeValues gives what documents hold of states by some rules.
func scopeValues(states []string, rules string) []string {
	values := make([]string, len(states))
	for i, s := range states {
		values[i] = search.ScopeValue(rules, registry.ScopeState(s))
	}
	return values
}

func codeKeys(codes []string) []string {
	keys := make([]string, len(codes))
	for i, c := range codes {
		keys[i] = search.CodeKey(c)
	}
	return keys
}

// chosen keeps, of those found in a part, who passes all filters, and for each
// facet who passes all but its own.
type chosen struct {
	meant  *roaring.Bitmap // who passes the filters read in the text
	hits   *roaring.Bitmap
	facets map[search.Facet]*roaring.Bitmap
}

func (m *matcher) choose(found *roaring.Bitmap) chosen {
	must := m.q.plan.Must
	c := chosen{meant: m.visible(found), facets: map[search.Facet]*roaring.Bitmap{}}
	filters := slices.Concat(must, m.q.plan.Chosen)
	fit := make([]*roaring.Bitmap, len(filters))
	for i, f := range filters {
		fit[i] = m.fits(f)
		if i < len(must) {
			c.meant = roaring.And(c.meant, fit[i])
		}
	}
	c.hits = c.meant
	for _, who := range fit[len(must):] {
		c.hits = roaring.And(c.hits, who)
	}
	for _, facet := range m.q.plan.Facets {
		c.facets[facet] = besides(facet, c.meant, m.q.plan.Chosen, fit[len(must):], c.hits)
	}
	return c
}

// besides keeps of those the text means who passes all filters chosen beside it
// but those of one facet; hits pass them all. A facet thus never offers what
// choosing it would not find.
func besides(facet search.Facet, meant *roaring.Bitmap, filters []search.Filter, fit []*roaring.Bitmap, hits *roaring.Bitmap) *roaring.Bitmap {
	if !slices.ContainsFunc(filters, func(f search.Filter) bool { return axis(f.Facet) == axis(facet) }) {
		return hits
	}
	for i, f := range filters {
		if axis(f.Facet) != axis(facet) {
			meant = roaring.And(meant, fit[i])
		}
	}
	return meant
}

// axis gives the facet by which the values of another are filtered: a tree of fields
// is filtered as fields are.
func axis(f search.Facet) search.Facet {
	switch f {
	case search.FacetBranch:
		return search.FacetField
	case search.FacetUnit:
		return search.FacetOrganisation
	}
	return f
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

// add counts the people of one part. hits are the documents of c.hits, in order; nil for all.
func (t tally) add(m *matcher, c chosen, hits []uint32) {
	for facet, who := range c.facets {
		tag, _ := tagOf(facet)
		col := m.columns[tag]
		if col == nil || who.IsEmpty() {
			continue
		}
		name := func(v string) string { return v }
		switch facet {
		case search.FacetAge:
			name = func(v string) string { return ageBand(v, m.q.plan.Year) }
		case search.FacetScope:
			name = func(v string) string { return string(search.ScopeOf(v, m.q.plan.Rules)) }
		case search.FacetReady:
			continue // counted below: somebody may be ready for several things
		}
		docs := hits
		if seen := m.seen(tag, who); seen != c.hits {
			docs = m.listed(seen)
		}
		col.count(docs, func(value string, n int) {
			if value = name(value); value != "" {
				t[facet][value] += n
			}
		})
	}
}

// listed gives the documents of a bitmap in order; nil where it is the whole segment.
func (s *segment) listed(who *roaring.Bitmap) []uint32 {
	if int(who.GetCardinality()) == s.n {
		return nil
	}
	return who.ToArray()
}

// addReady counts who is ready to advise.
func (t tally) addReady(m *matcher, c chosen) {
	who, asked := c.facets[search.FacetReady]
	if !asked {
		return
	}
	if n := int(who.AndCardinality(m.fits(search.Filter{Facet: search.FacetReady}))); n > 0 {
		t[search.FacetReady][search.Ready] += n
	}
}

// join adds the counts of another part.
func (t tally) join(other tally) {
	for f, counts := range other {
		for v, n := range counts {
			t[f][v] += n
		}
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

// count tells how many of some documents bear each value; nil stands for all.
func (c *column) count(docs []uint32, tell func(string, int)) {
	counts := make([]int32, len(c.sets))
	if docs == nil {
		for _, set := range c.data {
			counts[set]++
		}
	} else {
		for _, d := range docs {
			counts[c.data[d]]++
		}
	}
	values := make([]int, len(c.values))
	for set, n := range counts {
		for _, v := range c.sets[set] {
			values[v] += int(n)
		}
	}
	for d, set := range c.rest {
		if _, in := slices.BinarySearch(docs, d); docs == nil || in {
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
