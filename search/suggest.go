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

// continuation is a phrase from one of its words on.
type continuation struct {
	rest string // folded
	of   int    // index into the completions
}

// continuations gives every phrase from each of its words on, in the order of letters: what
// begins as typed stands side by side.
func continuations(all []completion) []continuation {
	var rests []continuation
	for i, c := range all {
		rests = append(rests, continuation{c.folded, i})
		for at, r := range c.folded {
			if r == ' ' {
				rests = append(rests, continuation{c.folded[at+1:], i})
			}
		}
	}
	slices.SortFunc(rests, func(a, b continuation) int {
		return cmp.Or(strings.Compare(a.rest, b.rest), cmp.Compare(a.of, b.of))
	})
	return rests
}

// suggest gives phrases of a kind that begin as typed, then those a later word of
// which does; names of fields first, then the shorter. Marks that were typed are held.
func (l *Lexicon) suggest(words []string, typed string, kind SuggestionKind) []Suggestion {
	l.completing.Do(func() {
		l.complete = l.completions()
		l.rests = continuations(l.complete)
	})
	start := strings.Join(words, " ")
	from, _ := slices.BinarySearchFunc(l.rests, start, func(r continuation, start string) int { return strings.Compare(r.rest, start) })
	var found []int
	for _, r := range l.rests[from:] {
		if !strings.HasPrefix(r.rest, start) {
			break
		}
		if c := l.complete[r.of]; c.kind == kind && holdsMarks(typed, c.text) {
			found = append(found, r.of)
		}
	}
	later := func(i int) int {
		if strings.HasPrefix(l.complete[i].folded, start) {
			return 0
		}
		return 1
	}
	phrase := func(i int) int {
		if l.complete[i].field {
			return 0
		}
		return 1
	}
	slices.SortFunc(found, func(a, b int) int {
		return cmp.Or(later(a)-later(b), phrase(a)-phrase(b), len(l.complete[a].folded)-len(l.complete[b].folded), a-b)
	})
	found = slices.Compact(found)
	var all []Suggestion
	for _, i := range found[:min(len(found), eachSuggestion)] {
		all = append(all, Suggestion{Kind: kind, Text: l.complete[i].text, Query: l.complete[i].text})
	}
	return all
}

// holdsMarks says that a text has the words of what was typed with the same marks, where
// it bears any.
func holdsMarks(typed, text string) bool {
	return !vietnamese.HasMarks(typed) || strings.Contains(" "+strings.Join(Words(text), " "), " "+strings.Join(Words(typed), " "))
}
