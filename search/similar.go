package search

import "trithuc/registry"

// likePhrases bounds the phrases by which people are likened.
const likePhrases = 8

// SimilarTo asks for people whose expertise is like a person's: who has any of the
// phrases, most of them first; of who has none written, those of the same fields.
// Where neither is known it gives false.
func SimilarTo(p *registry.Person, limit int) (Query, bool) {
	q := Query{Sort: Relevance, Limit: limit, Filters: []Filter{{Facet: FacetPerson, Values: []string{p.ID.Public()}, Not: true}}}
	phrases := Filter{Facet: FacetText}
	for _, e := range p.Expertise {
		if len(phrases.Values) < likePhrases && len(Words(e.Phrase)) > 1 {
			phrases.Values = addOnce(phrases.Values, e.Phrase)
			q.Prefer = append(q.Prefer, Filter{Facet: FacetText, Values: []string{e.Phrase}})
		}
	}
	fields := Filter{Facet: FacetField}
	for _, f := range p.Fields {
		fields.Values = addOnce(fields.Values, f.Code)
		q.Prefer = append(q.Prefer, Filter{Facet: FacetField, Values: []string{f.Code}})
	}
	switch {
	case len(phrases.Values) > 0:
		q.Filters = append(q.Filters, phrases)
	case len(fields.Values) > 0:
		q.Filters = append(q.Filters, fields)
	default:
		return Query{}, false
	}
	return q, true
}
