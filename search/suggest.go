package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Suggestion is one way to go on with a half-typed text.
type Suggestion struct {
	Kind   SuggestionKind
	Text   string            // what it says: a name, a phrase, an organisation
	Query  string            // what to look for; "" for a person
	Person registry.PersonID // of a person
}

// SuggestionKind says what a suggestion leads to.
type SuggestionKind string

// The kinds of suggestion.
const (
	SuggestPerson       SuggestionKind = "person"
	SuggestTopic        SuggestionKind = "topic"
	SuggestOrganisation SuggestionKind = "organisation"
)

// Bounds of suggestions.
const (
	fewestTyped    = 2 // letters
	eachSuggestion = 4 // of one kind
)

// Suggest gives how a text may go on while it is typed: people the caller may see,
// phrases of expertise, organisations; at most four of each. A text that is too
// short, or too long to be half typed, suggests nothing.
func (s *Searcher) Suggest(ctx context.Context, text string) ([]Suggestion, error) {
	text, _ = readable(text)
	words := foldedWords(text)
	if len(words) == 0 || len(words) > 10 || len(strings.Join(words, "")) < fewestTyped || len(text) > MaxText/4 {
		return nil, nil
	}
	ref, err := s.References.Reference(ctx)
	if err != nil {
		return nil, err
	}
	lex := s.lexiconOf(ref)
	people, err := s.suggestPeople(ctx, text)
	if err != nil {
		return nil, err
	}
	return slices.Concat(people, lex.suggest(words, text, SuggestTopic), lex.suggest(words, text, SuggestOrganisation)), nil
}

// suggestPeople gives who is called so, however the last word goes on.
func (s *Searcher) suggestPeople(ctx context.Context, text string) ([]Suggestion, error) {
	plan := Plan{Named: true, Limit: eachSuggestion, Year: s.Now().Year(), Sight: registry.ActorOf(ctx).Reach(), NamesOnly: true}
	for _, w := range Words(text) {
		plan.Words = append(plan.Words, Word{Text: w})
		plan.Marked = plan.Marked || vietnamese.HasMarks(w)
	}
	plan.Words[len(plan.Words)-1].Prefix = true
	res, err := s.Index.Search(ctx, plan)
	var all []Suggestion
	for _, hit := range res.Hits {
		for _, t := range hit.Texts {
			if t.Field == FieldName {
				all = append(all, Suggestion{Kind: SuggestPerson, Text: t.Value, Person: hit.Person})
			}
		}
	}
	return all, err
}

// completion is a phrase that may be suggested.
type completion struct {
	folded string
	text   string
	kind   SuggestionKind
	field  bool // is the name of a field: more people bear it than a phrase
}

// completions gives all phrases that may be suggested, in the order of their letters.
func (l *Lexicon) completions() []completion {
	var all []completion
	for _, entries := range l.entries {
		for _, e := range entries {
			c := completion{folded: strings.Join(foldedWords(e.label), " "), text: e.label, field: e.field}
			switch {
			case e.kind == aTopic && !e.short:
				c.kind = SuggestTopic
			case e.kind == anOrganisation && e.facet != FacetMember:
				c.kind = SuggestOrganisation
			default:
				continue
			}
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b completion) int {
		return cmp.Or(strings.Compare(a.folded, b.folded), strings.Compare(a.text, b.text), strings.Compare(string(a.kind), string(b.kind)))
	})
	return slices.Compact(all)
}

// suggest gives phrases of a kind that begin as typed, then those a later word of
// which does; names of fields and what is shorter first. Marks that were typed are held.
func (l *Lexicon) suggest(words []string, typed string, kind SuggestionKind) []Suggestion {
	l.completing.Do(func() { l.complete = l.completions() })
	start := strings.Join(words, " ")
	var first, later []completion
	for _, c := range l.complete {
		if c.kind != kind || !goesOn(typed, c.text, c.folded, start) {
			continue
		}
		if strings.HasPrefix(c.folded, start) {
			first = append(first, c)
		} else {
			later = append(later, c)
		}
	}
	slices.SortStableFunc(first, byWeight)
	slices.SortStableFunc(later, byWeight)
	var all []Suggestion
	for _, c := range append(first, later...) {
		if len(all) == eachSuggestion {
			break
		}
		all = append(all, Suggestion{Kind: kind, Text: c.text, Query: c.text})
	}
	return all
}

// byWeight orders names of fields before other phrases, then the shorter first.
func byWeight(a, b completion) int {
	switch {
	case a.field && !b.field:
		return -1
	case b.field && !a.field:
		return 1
	}
	return len(a.folded) - len(b.folded)
}

// goesOn says that a phrase, or a part of it from some word on, begins as typed.
func goesOn(typed, text, folded, start string) bool {
	if !strings.Contains(" "+folded, " "+start) {
		return false
	}
	return !vietnamese.HasMarks(typed) || strings.Contains(" "+strings.Join(Words(text), " "), " "+strings.Join(Words(typed), " "))
}
