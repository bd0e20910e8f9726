package search_test

import (
	"encoding/json"
	"slices"
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

// TestDocumentFollowsSuccessors: who stands at a body that ended is found under what
// it became, and by both names; who stands at one that was renamed, by its former name.
func TestDocumentFollowsSuccessors(t *testing.T) {
	orgs := []registry.Organisation{{ID: 1, Name: "Sở Cũ"}, {ID: 2, Name: "Sở Mới"}, {ID: 3, Name: "Phòng", Parent: 1}, {ID: 4, Name: "Sở Mới (tên trước)"}}
	ref := registry.NewReference(0, orgs, []registry.Lineage{{From: 1, To: 2, Kind: registry.MergedInto}, {From: 4, To: 2, Kind: registry.RenamedTo}}, nil)
	d := search.DocumentOf(&registry.Person{ID: 1, Positions: []registry.Position{{Organisation: 1, Unit: 3}}}, ref)
	if d.Employer != "2" || !slices.Equal(d.Organisations, []string{"1", "2", "3"}) || !slices.Equal(d.OrgNames, []string{"Sở Cũ", "Sở Mới", "Sở Mới (tên trước)", "Phòng"}) {
		t.Errorf("employer %s, organisations %v, names %q", d.Employer, d.Organisations, d.OrgNames)
	}
}

// TestDocumentBearsWardOfToday: who lives in a ward that was merged is found in the one
// it became; a former address does not count.
func TestDocumentBearsWardOfToday(t *testing.T) {
	ref := registry.NewReference(0, nil, nil, []registry.Code{
		{Scheme: registry.SchemeWard, Version: "cu", Code: "cu-a", Name: "Phường A", ValidTo: registry.Date{Year: 2025, Month: 6, Day: 30}},
		{Scheme: registry.SchemeWard, Version: "moi", Code: "1", Name: "Phường B", ValidFrom: registry.Date{Year: 2025, Month: 7, Day: 1}, Replaces: []string{"cu-a"}},
		{Scheme: registry.SchemeWard, Version: "moi", Code: "2", Name: "Phường C", ValidFrom: registry.Date{Year: 2025, Month: 7, Day: 1}},
	})
	p := &registry.Person{ID: 1, Addresses: []registry.Address{{Line: "1 Đường Mẫu", Ward: "cu-a"}, {Ward: "2", To: registry.Date{Year: 2020}}}}
	if d := search.DocumentOf(p, ref); !slices.Equal(d.Wards, []string{"1"}) {
		t.Errorf("wards %v", d.Wards)
	}
}
