package search_test

import (
	"encoding/json"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/search"
)

// TestDocumentsHoldNoPrivateValues looks for a marker of every value that is not
// public in what an index is given. Staff codes are internal and in it: who looks
// for people by them may see them.
func TestDocumentsHoldNoPrivateValues(t *testing.T) {
	p, _ := registrytest.Marked(1, 7, 8)
	p.Birth = registry.Date{Year: 1980, Month: 11, Day: 27}
	raw, err := json.Marshal(search.DocumentOf(p, registry.NewReference(0, nil, nil, nil)))
	if err != nil {
		t.Fatal(err)
	}
	for what, private := range map[string]string{
		"e-mail": p.Email, "telephone": p.Phone, "day of birth": "1980-11", "contract": p.Positions[0].Contract, "mode of study": p.Qualifications[0].Mode,
		"certificate": p.Languages[0].Certificate, "training": p.Training[0].Name, "stay abroad": p.Abroad[0].Work, "legal basis": p.Bases[0].Document, "nationality": p.Nationality,
	} {
		if private == "" || strings.Contains(string(raw), private) {
			t.Errorf("the index would hold the %s %q", what, private)
		}
	}
	if !strings.Contains(string(raw), p.Name.Full) {
		t.Error("the document lacks the name")
	}
}
