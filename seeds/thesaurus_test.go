package seeds_test

import (
	"testing"

	"trithuc/registry"
	"trithuc/seeds"
)

// TestThesaurus: every phrase of the files stands once in the code list, with all that
// both files say of it.
func TestThesaurus(t *testing.T) {
	list, err := seeds.Thesaurus()
	if err != nil {
		t.Fatal(err)
	}
	byName, codes := map[string]registry.Code{}, map[string]bool{}
	for _, c := range list.Codes {
		if codes[c.Code] {
			t.Errorf("code %q stands twice", c.Code)
		}
		byName[c.Name], codes[c.Code] = c, true
	}
	if len(byName) != len(list.Codes) || len(byName) < 1500 {
		t.Errorf("%d phrases under %d codes, want 1,500 or more, one each", len(byName), len(list.Codes))
	}
	terms, err := seeds.Terms()
	if err != nil {
		t.Fatal(err)
	}
	ref := reference(t)
	for _, x := range terms {
		c, ok := ref.Code(registry.SchemeTerm, byName[x.Phrase].Code)
		if !ok || len(c.Variants) < len(x.Synonyms) || len(registry.SeeAlsoOf(c)) < len(x.See) {
			t.Errorf("%q is in the list as %+v", x.Phrase, c)
		}
	}
}
