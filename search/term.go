package search

import (
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// Term is one concept of expertise: every way of saying it finds everybody who
// bears any of the others.
type Term struct {
	Phrase        string   // usual Vietnamese phrase
	English       []string // the first is the usual one
	Synonyms      []string // other Vietnamese phrases for the same
	Abbreviations []string // "BĐKH", "GIS"
	Field         string   // code of registry.SchemeField the concept belongs to
	See           []string // phrases of wider or nearby concepts: who asks for this one is shown their people too, not the other way round
}

// termsOf gives the terms that an administrator loaded as registry.SchemeTerm.
func termsOf(ref *registry.Reference) []Term {
	var terms []Term
	for _, c := range ref.Codes(registry.SchemeTerm) {
		t := Term{Phrase: c.Name, English: parted(c.NameEn), Synonyms: c.Variants, Abbreviations: parted(c.Abbreviation)}
		if c.Value > 0 {
			t.Field = strconv.Itoa(int(c.Value))
		}
		terms = append(terms, t)
	}
	return terms
}

// joinTerms gives the terms with those of one phrase made one.
func joinTerms(terms []Term) []Term {
	var joined []Term
	at := map[string]int{}
	for _, t := range terms {
		key := strings.Join(Words(t.Phrase), " ")
		i, known := at[key]
		if !known {
			at[key] = len(joined)
			joined = append(joined, t)
			continue
		}
		j := &joined[i]
		j.English, j.Synonyms = slices.Concat(j.English, t.English), slices.Concat(j.Synonyms, t.Synonyms)
		j.Abbreviations, j.See = slices.Concat(j.Abbreviations, t.Abbreviations), slices.Concat(j.See, t.See)
	}
	return joined
}
