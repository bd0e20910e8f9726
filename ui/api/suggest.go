package api

import (
	"context"

	"trithuc/search"
)

type suggestIn struct {
	Q string `query:"q" maxLength:"250" doc:"Câu đang gõ dở."`
}

// Suggestions are ways to go on with a half-typed text.
type Suggestions struct {
	Suggestions []Suggestion `json:"suggestions" nullable:"false"`
}

// Suggestion is one of them.
type Suggestion struct {
	Kind string `json:"kind" enum:"person,topic,organisation"`
	Text string `json:"text"`
	Q    string `json:"q,omitempty" doc:"Câu để tìm; trống nếu là một người."`
	ID   string `json:"id,omitempty" doc:"Mã hồ sơ, nếu là một người."`
}

type suggestOut struct{ Body Suggestions }

// suggest serves GET /suggest.
func (s *server) suggest(ctx context.Context, in *suggestIn) (*suggestOut, error) {
	all, err := s.Searcher.Suggest(ctx, in.Q)
	if err != nil {
		return nil, err
	}
	out := each(all, func(x search.Suggestion) Suggestion {
		w := Suggestion{Kind: string(x.Kind), Text: x.Text, Q: x.Query}
		if x.Person != 0 {
			w.ID = x.Person.Public()
		}
		return w
	})
	return &suggestOut{Suggestions{append([]Suggestion{}, out...)}}, nil
}
