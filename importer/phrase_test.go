package importer

import (
	"testing"

	"trithuc/registry"
)

func TestPhraseLanguage(t *testing.T) {
	ref := registry.NewReference(1, nil, nil, []registry.Code{
		{Scheme: registry.SchemeTerm, Version: "1", Code: "1", Name: "dệt chiếu", NameEn: "mat weaving; reed mats"},
		{Scheme: registry.SchemeTerm, Version: "1", Code: "2", Name: "logistics", NameEn: "logistics"},
		{Scheme: registry.SchemeTerm, Version: "1", Code: "3", Name: "giải tích hàm", NameEn: "functional analysis"},
	})
	r := newReader(ref, 0, "x.csv", 2026)
	r.english = englishPhrases(ref)
	for _, c := range []struct {
		phrase string
		want   registry.PhraseLanguage
	}{
		{"nuôi trồng thủy sản", registry.InVietnamese},
		{"Machine learning ứng dụng", registry.InVietnamese},
		{"Functional Analysis", registry.InEnglish},
		{"Mat weaving", registry.InEnglish},
		{"logistics", ""}, // Vietnamese lists write it too
		{"nuoi tom", ""},
		{"GIS", ""},
		{"génie civil", ""},
		{"quantum field theory of everything", ""},
		{"", ""},
	} {
		if got := r.phraseLanguage(c.phrase); got != c.want {
			t.Errorf("%q: got %q, want %q", c.phrase, got, c.want)
		}
	}
}
