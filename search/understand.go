package search

import (
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Understood says how a text was read: the words that are looked for, and the
// conditions taken out of it, each of which the user can take back.
type Understood struct {
	Text  string `json:"text"`            // what stays words
	Chips []Chip `json:"chips,omitempty"` // in the order of the text
}

// Chip is a condition read in the text. To take it back, cut Text[From:To] out
// of the query, or keep the words and name them in Query.Literal.
type Chip struct {
	Filter Filter `json:"filter"`
	Label  string `json:"label"` // Vietnamese: "Nữ", "Tiến sĩ trở lên", "Dưới 45 tuổi"
	From   int    `json:"from"`  // bytes into Query.Text
	To     int    `json:"to"`
}

// Lexicon is what is known of words before a query comes: organisations, code
// lists and the thesaurus, ready to be recognised. It never changes.
type Lexicon struct {
	ref *registry.Reference
}

// NewLexicon makes the lexicon of one reference.
func NewLexicon(ref *registry.Reference, terms []Term) *Lexicon {
	return &Lexicon{ref: ref}
}

// Plan understands a query. year is today's, for ages.
func (l *Lexicon) Plan(q Query, year int) (Plan, Understood, error) {
	p := Plan{Must: q.Filters, Year: year, Sort: q.Sort, Limit: q.Limit, Offset: q.Offset, Facets: q.Facets}
	if p.Limit == 0 {
		p.Limit = DefaultLimit
	}
	text := vietnamese.Clean(q.Text)
	p.Marked = vietnamese.HasMarks(text)
	for _, w := range vietnamese.Syllables(text) {
		p.Words = append(p.Words, Word{Text: vietnamese.Key(w)})
	}
	if n := len(p.Words); n > 0 {
		p.Words[n-1].Prefix = true
	}
	return p, Understood{Text: strings.Join(strings.Fields(q.Text), " ")}, nil
}
