package search

import (
	"context"
	"strings"

	"trithuc/registry"
)

// Ranking says what people have to do with a topic, by the search it stands on:
// selection.Ranker.
type Ranking struct {
	By interface {
		Search(ctx context.Context, q Query) (Answer, error)
	}
}

// Relevance gives the people a topic finds and their scores, the best limit of
// them: who knows about something.
func (r Ranking) Relevance(ctx context.Context, topic string, limit int) (map[registry.PersonID]float64, error) {
	scores := map[registry.PersonID]float64{}
	for offset := 0; offset < limit; offset += MaxLimit {
		a, err := r.By.Search(ctx, Query{Text: topic, Limit: min(MaxLimit, limit-offset), Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, hit := range a.Hits {
			scores[hit.Person] = hit.Score
		}
		if offset+len(a.Hits) >= a.Total {
			break
		}
	}
	return scores, nil
}

// Reasons says what of these people met the topic.
func (r Ranking) Reasons(ctx context.Context, topic string, ids []registry.PersonID) (map[registry.PersonID][]string, error) {
	public := make([]string, len(ids))
	for i, id := range ids {
		public[i] = id.Public()
	}
	a, err := r.By.Search(ctx, Query{Text: topic, Limit: len(ids), Explain: true,
		Filters: []Filter{{Facet: FacetPerson, Values: public}}})
	if err != nil {
		return nil, err
	}
	reasons := map[registry.PersonID][]string{}
	for _, hit := range a.Hits {
		for _, w := range hit.Why {
			reasons[hit.Person] = append(reasons[hit.Person], strings.TrimSpace(w.Text))
		}
	}
	return reasons, nil
}
