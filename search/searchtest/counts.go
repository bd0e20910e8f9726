package searchtest

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
	"trithuc/search"
)

// allFacets are counted together, as a page asks for them.
var allFacets = []search.Facet{
	search.FacetField, search.FacetDegree, search.FacetTitle, search.FacetOrganisation, search.FacetSex, search.FacetAge,
	search.FacetSector, search.FacetOwnership, search.FacetScope,
}

// rules are those that held in the tests; a document holds those of another day too.
const rules = "2020-01-01"

// bears says whether a document has one of a filter's values, worked out from
// the document alone.
func bears(d *search.Document, f search.Filter) bool {
	return slices.ContainsFunc(f.Values, func(v string) bool {
		switch f.Facet {
		case search.FacetAge:
			low, high, ok := search.ParseAges(v)
			age := Year - d.BirthYear
			return ok && d.BirthYear > 0 && low <= age && age <= high
		case search.FacetOrganisation:
			return slices.Contains(d.Organisations, v)
		}
		return slices.Contains(counted(d, f.Facet), v)
	})
}

// counted gives the values under which a document is counted.
func counted(d *search.Document, f search.Facet) []string {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	switch f {
	case search.FacetField:
		return d.MainFields
	case search.FacetDegree:
		return one(d.Degree)
	case search.FacetTitle:
		return one(d.Title)
	case search.FacetOrganisation:
		return one(d.Employer)
	case search.FacetSex:
		return one(string(d.Sex))
	case search.FacetSector:
		return one(d.Sector)
	case search.FacetOwnership:
		return one(d.Ownership)
	case search.FacetScope:
		return one(string(search.ScopeOf(d.Scopes[1], rules)))
	}
	if d.BirthYear == 0 {
		return nil
	}
	return one(search.AgeBand(Year - d.BirthYear))
}

// scanned counts as a plain scan does.
func scanned(docs []search.Document, must []search.Filter) (total int, counts map[search.Facet]map[string]int) {
	counts = map[search.Facet]map[string]int{}
	for _, f := range allFacets {
		counts[f] = map[string]int{}
	}
	for i := range docs {
		var failed []search.Facet
		for _, f := range must {
			if !bears(&docs[i], f) {
				failed = append(failed, f.Facet)
			}
		}
		if len(failed) == 0 {
			total++
		}
		for _, facet := range allFacets {
			if !slices.ContainsFunc(failed, func(f search.Facet) bool { return f != facet }) {
				for _, v := range counted(&docs[i], facet) {
					counts[facet][v]++
				}
			}
		}
	}
	return total, counts
}

// sights are those of the city, of an employer with what is published, and of the public.
var sights = []registry.Reach{everybody, {Organisation: 2, Published: true}, {Published: true}, {Organisation: 3}}

// visibleTo gives the documents that are there for an actor, worked out from them alone.
func visibleTo(docs []search.Document, s registry.Reach) (seen []search.Document) {
	for _, d := range docs {
		own := slices.Contains(d.Employers, strconv.FormatInt(int64(s.Organisation), 10))
		if s.Everybody || own || s.Published && d.Public {
			seen = append(seen, d)
		}
	}
	return seen
}

// countsAreTrue holds totals and counts to a plain scan over who is visible, whatever is
// chosen and whoever asks.
func countsAreTrue(t *testing.T, r *room) {
	docs := documents(400)
	for i := range docs {
		docs[i].Public, docs[i].Employers = i%3 == 0, []string{docs[i].Employer}
	}
	r.apply(search.Batch{Put: docs[:150], Position: head(150)})
	r.apply(search.Batch{Put: docs[150:], Position: head(400)})
	values := map[search.Facet][]string{
		search.FacetField: {"405", "102", "303", "999"}, search.FacetDegree: {"TS", "ThS", "KS", "CKII"}, search.FacetSex: {"male", "female"},
		search.FacetOrganisation: {"1", "2", "9", "77"}, search.FacetAge: {"-35", "35-44", "45-54", "55-", "40-52", "nonsense"},
		search.FacetSector: {"y-te", "giao-duc"}, search.FacetOwnership: {"nha-nuoc", "hoi"}, search.FacetScope: {"in", "out", "unclear"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		var must []search.Filter
		for _, f := range allFacets {
			if values[f] != nil && rapid.Bool().Draw(rt, string(f)) {
				chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(values[f]), 1, 3, rapid.ID[string]).Draw(rt, "values")
				must = append(must, search.Filter{Facet: f, Values: chosen})
			}
		}
		sight := rapid.SampledFrom(sights).Draw(rt, "sight")
		res, err := r.index.Search(t.Context(), search.Plan{Sight: sight, Chosen: must, Limit: 1000, Year: Year, Rules: rules, Facets: allFacets})
		if err != nil {
			rt.Fatal(err)
		}
		total, counts := scanned(visibleTo(docs, sight), must)
		if res.Total != total || len(res.Hits) != total {
			rt.Fatalf("%v: %d found, %d hits, want %d", must, res.Total, len(res.Hits), total)
		}
		for _, f := range allFacets {
			got := map[string]int{}
			for _, c := range res.Facets[f] {
				got[c.Value] = c.N
			}
			if fmt.Sprint(got) != fmt.Sprint(counts[f]) {
				rt.Fatalf("%v, %s: counted %v, want %v", must, f, got, counts[f])
			}
		}
	})
}

func multiSelect(t *testing.T, r *room) {
	r.apply(search.Batch{Put: documents(400), Position: head(400)})
	all := r.search(search.Plan{Facets: allFacets})
	some := r.search(search.Plan{Facets: allFacets, Chosen: []search.Filter{{Facet: search.FacetDegree, Values: []string{"TS"}}}})
	if fmt.Sprint(all.Facets[search.FacetDegree]) != fmt.Sprint(some.Facets[search.FacetDegree]) {
		t.Errorf("degrees: %v, with TS chosen %v", all.Facets[search.FacetDegree], some.Facets[search.FacetDegree])
	}
	if n := count(some, search.FacetDegree, "TS"); n != some.Total {
		t.Errorf("%s TS counted, %d found", strconv.Itoa(n), some.Total)
	}
}
