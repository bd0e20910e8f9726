package search_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/search"
	"trithuc/search/searchtest"
)

// TestDerivedFields: who names no field is counted and found by those that their
// speciality leads to, at every level of the tree, and it is said where from.
func TestDerivedFields(t *testing.T) {
	derived := &registry.Person{Name: vietnamese.ParseName("Lê Thị Ngân"), Qualifications: []registry.Qualification{{Degree: "TS", Field: "Nuôi trồng thủy sản"}}}
	stated := &registry.Person{Name: vietnamese.ParseName("Trần Văn Tài"), Fields: []registry.FieldOf{{Code: "20103"}}, Expertise: []registry.Expertise{{Phrase: "Nuôi trồng thủy sản"}}}
	s := searcher(t, derived, stated)
	ask := func(q search.Query) search.Answer {
		t.Helper()
		q.Facets, q.Explain = []search.Facet{search.FacetField}, true
		a, err := s.Search(searchtest.Officer(t.Context()), q)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	want := []search.Count{{Value: "201", N: 1}, {Value: "405", N: 1}}
	if got := ask(search.Query{}).Facets[search.FacetField]; !slices.Equal(got, want) {
		t.Errorf("counted %v, want %v", got, want)
	}
	for _, code := range []string{"4", "405", "40504"} {
		a := ask(search.Query{Filters: []search.Filter{{Facet: search.FacetField, Values: []string{code}}}})
		if a.Total != 1 || a.Hits[0].Person != derived.ID {
			t.Errorf("by %s: %v", code, a.Hits)
		}
	}
	a := ask(search.Query{Text: "khoa học nông nghiệp"})
	if a.Total != 1 || !slices.ContainsFunc(a.Hits[0].Why, func(w search.Why) bool { return w.Field == search.FieldDerived }) {
		t.Errorf("by the name of the group: %v", a.Hits)
	}
}
