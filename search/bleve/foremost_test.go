package bleve

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
	"trithuc/search"
)

// TestForemost asks for topics that hundreds have: the first of them are the same whether
// the foremost are taken together or everybody found is given a score.
func TestForemost(t *testing.T) {
	var towns []*Index
	for seed := range uint64(4) {
		towns = append(towns, townOf(t, seed))
	}
	together := 0
	rapid.Check(t, func(t *rapid.T) {
		plan, size := drawPlan(t), rapid.IntRange(1, 30).Draw(t, "size")
		err := rapid.SampledFrom(towns).Draw(t, "town").reading(func(w *view, v *vocabulary) error {
			q := newQuestion(&plan, v, ring{})
			for i := range w.parts {
				m := newMatcher(newLookup(&w.parts[i], &plan), q)
				hits := m.candidates(ring{}, false)
				quick, plain := newTop(size, &bound{}), newTop(size, &bound{})
				quick.addBest(m, hits, m.listed(hits), 1)
				plain.addByScore(m.part, newScorer(m, m.listed(hits)), 1)
				if got, want := quick.sorted(), plain.sorted(); !slices.Equal(got, want) {
					t.Fatalf("asked %+v: got %x, want %x", plan, got, want)
				}
				if first, _ := m.foremost(hits); int(first.GetCardinality()) >= size {
					together++
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	if together == 0 {
		t.Error("the foremost were never enough")
	}
}

var (
	drawnTopics = []string{"Nuôi trồng thủy sản", "Thủy sản", "Nuôi cá", "Cá tra", "Trồng lúa", "Thuy san"}
	drawnWords  = []string{"Nguyễn", "Văn", "Thủy", "Sản", "Nuôi", "An"}
	drawnNames  = []string{"Nguyễn Thủy", "Lê Văn Cá", "Trần Sản", "Lê Thị Thủy Sản", "Nuôi", "Phạm An", "Võ Bình", "Đỗ Cường", "Hồ Dũng"}
)

// townOf gives an index of people with few topics, which many of them share.
func townOf(t *testing.T, seed uint64) *Index {
	t.Helper()
	x, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	drawn := rand.New(rand.NewPCG(seed, 1))
	texts := func(most int) (all []string) {
		for range drawn.IntN(most + 1) {
			all = append(all, drawnTopics[drawn.IntN(len(drawnTopics))])
		}
		return all
	}
	kinds := make([]search.Document, 12)
	for i := range kinds {
		kinds[i] = search.Document{Name: drawnNames[drawn.IntN(len(drawnNames))], Expertise: texts(2), FieldNames: texts(1), Study: texts(2), Publications: texts(2)}
		kinds[i].Sex = []registry.Sex{"male", "female"}[i%2]
	}
	b := search.Batch{Position: registry.Head{Seq: 1}}
	for i := range 1500 {
		d := kinds[drawn.IntN(len(kinds))]
		d.Person, d.Version, d.SortKey = registry.PersonID(i+1), 1, []byte(d.Name)
		b.Put = append(b.Put, d)
	}
	if err := x.Apply(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	return x
}

// drawPlan gives a plan that asks for one of the topics, and perhaps says it another way, or
// for a word of names; perhaps behind a word that only stands around it.
func drawPlan(t *rapid.T) search.Plan {
	text := rapid.SampledFrom(slices.Concat(drawnTopics, drawnWords)).Draw(t, "asked")
	if rapid.IntRange(0, 3).Draw(t, "two") == 0 {
		text += " " + rapid.SampledFrom(drawnTopics).Draw(t, "besides")
	}
	p := search.Plan{Sight: registry.Reach{Everybody: true}, Year: 2026, Limit: 20, Marked: rapid.Bool().Draw(t, "marked")}
	for _, w := range search.Words(text) {
		if !p.Marked {
			w = search.Folded(w)
		}
		p.Words = append(p.Words, search.Word{Text: w})
	}
	p.Words[len(p.Words)-1].Prefix = rapid.Bool().Draw(t, "half")
	p.Named = len(p.Words) == 1 && rapid.Bool().Draw(t, "named")
	if !p.Named && rapid.Bool().Draw(t, "filler") {
		p.Words = slices.Insert(p.Words, rapid.IntRange(0, len(p.Words)).Draw(t, "at"), search.Word{Text: rapid.SampledFrom([]string{"ve", "nuôi", "do"}).Draw(t, "around"), Optional: true})
		return p
	}
	if rapid.Bool().Draw(t, "phrase") {
		other := strings.Join(search.Words(rapid.SampledFrom(drawnTopics).Draw(t, "other")), " ")
		p.Phrases = []search.Phrase{{From: 0, To: len(p.Words), Texts: []string{other}, Usual: rapid.Bool().Draw(t, "usual")}}
	}
	if rapid.Bool().Draw(t, "prefers") {
		p.Prefer = []search.Filter{{Facet: search.FacetSex, Values: []string{"female"}}}
	}
	return p
}
