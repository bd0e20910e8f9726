package search_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/search"
)

// TestScopeOfTheDay: a rule that begins later changes who counts from its day on,
// without anybody being indexed again.
func TestScopeOfTheDay(t *testing.T) {
	degree := func(code string, rank float64) registry.Code {
		return registry.Code{Scheme: registry.SchemeDegree, Version: "1", Code: code, Name: code, Value: rank}
	}
	rule := func(code string, least float64, from, to registry.Date) registry.Code {
		return registry.Code{Scheme: registry.SchemeScope, Version: "1", Code: code, Name: code, Value: least, ValidFrom: from, ValidTo: to}
	}
	ref := registry.NewReference(1, nil, nil, []registry.Code{
		degree("CD", 30), degree("CN", 40), degree("ThS", 50),
		rule("degree:dai-hoc", 40, registry.Date{}, registry.Date{Year: 2026}),
		rule("degree:thac-si", 50, registry.Date{Year: 2027}, registry.Date{}),
	})
	bachelor := &registry.Person{ID: 1, Qualifications: []registry.Qualification{{Degree: "CN"}}}
	d := search.DocumentOf(bachelor, ref)
	for _, c := range []struct {
		on   registry.Date
		want registry.ScopeState
	}{
		{registry.Date{Year: 2026, Month: 12, Day: 31}, registry.InScope},
		{registry.Date{Year: 2027, Month: 1, Day: 1}, registry.OutOfScope},
		{registry.Date{Year: 2030, Month: 5, Day: 5}, registry.OutOfScope},
	} {
		if !slices.Contains(d.Scopes, search.ScopeValue(search.RulesOn(ref, c.on), c.want)) {
			t.Errorf("%s: %q, want %s", c.on, d.Scopes, c.want)
		}
		if got := registry.ScopeOf(bachelor, ref, c.on).State; got != c.want {
			t.Errorf("%s: the registry says %s, want %s", c.on, got, c.want)
		}
	}
	if d.Scopes = search.DocumentOf(bachelor, registry.NewReference(1, nil, nil, nil)).Scopes; len(d.Scopes) != 1 {
		t.Errorf("without rules: %q", d.Scopes)
	}
}
