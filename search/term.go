package search

import (
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// term is one concept of expertise: every way of saying it finds everybody who
// bears any of the others.
type term struct {
	phrase        string   // usual Vietnamese phrase
	english       []string // the first is the usual one
	synonyms      []string // other Vietnamese phrases for the same
	abbreviations []string // "BĐKH", "GIS"
	field         string   // code of registry.SchemeField the concept belongs to
	see           []string // phrases of wider or nearby concepts: who asks for this one is shown their people too, not the other way round
}

// termsOf gives the terms of the thesaurus, what its versions say of one phrase as one.
func termsOf(ref *registry.Reference) []term {
	var terms []term
	at := map[string]int{}
	for _, c := range ref.Codes(registry.SchemeTerm) {
		t := term{phrase: c.Name, english: parted(c.NameEn), synonyms: c.Variants, abbreviations: parted(c.Abbreviation), see: registry.SeeAlsoOf(c)}
		if c.Value > 0 {
			t.field = strconv.Itoa(int(c.Value))
		}
		key := strings.Join(Words(t.phrase), " ")
		i, known := at[key]
		if !known {
			at[key] = len(terms)
			terms = append(terms, t)
			continue
		}
		j := &terms[i]
		j.english, j.synonyms = slices.Concat(j.english, t.english), slices.Concat(j.synonyms, t.synonyms)
		j.abbreviations, j.see = slices.Concat(j.abbreviations, t.abbreviations), slices.Concat(j.see, t.see)
	}
	return terms
}
