package searchtest

import (
	"context"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/search"
)

// Year is when queries are judged: ages count to it.
const Year = 2026

// Score is how many queries of a kind were answered right.
type Score struct {
	Kind   string
	Right  int
	Asked  int
	Wrongs []string
}

// Share is the part answered right.
func (s Score) Share() float64 { return float64(s.Right) / float64(s.Asked) }

// Judged fills an index with People and asks all Cases. The scores come in the
// order of the kinds.
func Judged(t testing.TB, index search.Index, ref *registry.Reference) []Score {
	t.Helper()
	people, err := People(ref)
	if err != nil {
		t.Fatal(err)
	}
	Fill(t, index, people, ref)
	codes := map[registry.PersonID]string{}
	for _, p := range people {
		codes[p.ID] = p.Codes[0].Code
	}
	cases, err := Cases(people, ref)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSearcher(index, ref)
	var scores []Score
	for _, c := range cases {
		if n := len(scores); n == 0 || scores[n-1].Kind != c.Kind {
			scores = append(scores, Score{Kind: c.Kind})
		}
		scores[len(scores)-1].add(&c, s, codes)
	}
	return scores
}

func (sc *Score) add(c *Case, s *search.Searcher, codes map[registry.PersonID]string) {
	sc.Asked++
	a, err := s.Search(Officer(context.Background()), search.Query{Text: c.Typed, Limit: search.MaxLimit})
	wrong := ""
	if err != nil {
		wrong = err.Error()
	} else {
		var found, chips []string
		for _, h := range a.Hits {
			found = append(found, codes[h.Person])
		}
		for _, chip := range a.Understood.Chips {
			chips = append(chips, chip.Label)
		}
		wrong = c.Judge(found, chips)
	}
	if wrong == "" {
		sc.Right++
		return
	}
	sc.Wrongs = append(sc.Wrongs, fmt.Sprintf("line %d, %q: %s", c.Line, c.Typed, wrong))
}

// Print writes the scores as a table, with what went wrong under each kind.
func Print(w io.Writer, scores []Score) {
	for _, s := range scores {
		fmt.Fprintf(w, "%5.2f  %3d/%-3d  %s\n", s.Share(), s.Right, s.Asked, s.Kind)
		for _, wrong := range s.Wrongs {
			fmt.Fprintf(w, "               %s\n", wrong)
		}
	}
	fmt.Fprintf(w, "%5.3f  mean of %d kinds\n", Mean(scores), len(scores))
}

// Mean is the mean share of all kinds.
func Mean(scores []Score) float64 {
	sum := 0.0
	for _, s := range scores {
		sum += s.Share()
	}
	return sum / float64(len(scores))
}

// references gives one reference, always the same.
type references struct{ ref *registry.Reference }

func (r references) Reference(context.Context) (*registry.Reference, error) { return r.ref, nil }

// Officer gives a context whose actor may see everybody.
func Officer(ctx context.Context) context.Context {
	return registry.WithActor(ctx, registry.Actor{Account: "officer", Role: registry.Officer})
}

// NewSearcher gives a searcher in Year.
func NewSearcher(index search.Index, ref *registry.Reference) *search.Searcher {
	return &search.Searcher{Index: index, References: references{ref},
		Now: func() time.Time { return time.Date(Year, 7, 1, 0, 0, 0, 0, time.UTC) }}
}

// Fill applies people to an index in batches of a thousand.
func Fill(t testing.TB, index search.Index, people []*registry.Person, ref *registry.Reference) {
	t.Helper()
	seq := registry.Seq(0)
	for part := range slices.Chunk(people, 1000) {
		var b search.Batch
		for _, p := range part {
			b.Put = append(b.Put, search.DocumentOf(p, ref))
		}
		seq += registry.Seq(len(part))
		b.Position = registry.Head{Seq: seq}
		if err := index.Apply(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
}
