package registry_test

import (
	"testing"

	"trithuc/registry"
)

func TestCodeNamed(t *testing.T) {
	ref := registry.NewReference(0, nil, nil, []registry.Code{
		{Scheme: registry.SchemeLanguage, Code: "en", Name: "Tiếng Anh", NameEn: "English", Variants: []string{"Anh văn"}},
		{Scheme: registry.SchemeDegree, Code: "anh", Name: "Khác"},
	})
	for in, want := range map[string]string{"EN": "en", "tieng anh": "en", "english": "en", "ANH VĂN": "en", "anh": "", "": ""} {
		if got, ok := ref.CodeNamed(registry.SchemeLanguage, in); got.Code != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", in, got.Code, ok, want)
		}
	}
}

func TestSortOrganisations(t *testing.T) {
	list := []registry.Organisation{{ID: 1, Name: "Sở Y tế", ValidTo: registry.Date{Year: 2025}}, {ID: 2, Name: "Đại học Cần Thơ"}, {ID: 3, Name: "Bệnh viện"}, {ID: 4, Name: "Ủy ban"}}
	registry.SortOrganisations(list)
	for i, want := range []registry.OrganisationID{3, 2, 4, 1} {
		if list[i].ID != want {
			t.Errorf("place %d: %s", i, list[i].Name)
		}
	}
}
