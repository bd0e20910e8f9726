package search_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/search"
)

// TestLoadedTerms holds that a version of the thesaurus that an administrator loads joins
// the one there is.
func TestLoadedTerms(t *testing.T) {
	ref := registry.NewReference(1, nil, nil, []registry.Code{
		{Scheme: registry.SchemeTerm, Version: "0", Code: "1", Name: "nuôi lươn", NameEn: "eel farming", Note: registry.SeeAlso + "thủy sản"},
		{Scheme: registry.SchemeTerm, Version: "1", Code: "9", Name: "nuôi lươn", Variants: []string{"lươn bể bạt"}, Abbreviation: "NLBB"},
		{Scheme: registry.SchemeTerm, Version: "1", Code: "2", Name: "dệt chiếu", NameEn: "mat weaving", Variants: []string{"chiếu cói"}},
	})
	l := search.NewLexicon(ref)
	for _, c := range []struct{ name, typed, finds string }{
		{"a further synonym of a phrase there is", "lươn bể bạt", "nuôi lươn"},
		{"and its English", "eel farming", "lươn bể bạt"},
		{"an abbreviation", "NLBB", "nuôi lươn"},
		{"a phrase of its own", "mat weaving", "dệt chiếu"},
		{"what to see too", "nuôi lươn", "thủy sản"},
	} {
		p, _ := l.Plan(search.Query{Text: c.typed}, year)
		if len(p.Phrases) != 1 || !slices.Contains(p.Phrases[0].Texts, c.finds) {
			t.Errorf("%s: %q finds %v, want %q too", c.name, c.typed, p.Phrases, c.finds)
		}
	}
	if p, _ := l.Plan(search.Query{Text: "thủy sản"}, year); len(p.Phrases) > 0 {
		t.Errorf("what is seen from elsewhere leads back: %v", p.Phrases)
	}
}
