package importer

import (
	"testing"

	"trithuc/registry"
)

func TestPhraseLanguage(t *testing.T) {
	ref := mustReference(t)
	r := newReader(ref, 0, "x.csv", 2026)
	r.english = englishPhrases([]string{"functional analysis", "aquaculture"}, ref)
	for _, c := range []struct {
		phrase string
		want   registry.PhraseLanguage
	}{
		{"nuôi trồng thủy sản", registry.InVietnamese},
		{"Machine learning ứng dụng", registry.InVietnamese},
		{"Functional Analysis", registry.InEnglish},
		{"Mathematics", registry.InEnglish}, // the catalogue's name of a field
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
