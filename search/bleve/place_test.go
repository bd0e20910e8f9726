package bleve

import (
	"testing"

	"pgregory.net/rapid"
)

// TestPlaces holds the table of terms against a plain map: it names every topic of a term.
func TestPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := rapid.SliceOfN(rapid.StringN(0, 6, 12), 0, 300).Draw(t, "terms")
		var all []placed
		want := map[string]topicSet{}
		for _, term := range terms {
			topic := rapid.IntRange(0, len(topics)-1).Draw(t, "topic")
			all = append(all, placed{hashOf(term), topic})
			want[term] |= 1 << topic
		}
		p := newPlaces(all)
		for term, set := range want {
			if got := p.of(term); got&set != set {
				t.Fatalf("%q stands in %b, the table says %b", term, set, got)
			}
		}
		if !p.sound() {
			t.Fatal("the table has no free slot")
		}
	})
}

// TestPlacesOfStrangers asks for terms that are not there: next to none is held for one that is.
func TestPlacesOfStrangers(t *testing.T) {
	var all []placed
	name := func(i int) string {
		return string(rune('a'+i%26)) + pair(string(rune('A'+i/26%26)), string(rune('a'+i/676)))
	}
	for i := range 5000 {
		all = append(all, placed{hashOf(name(i)), i % len(topics)})
	}
	p := newPlaces(all)
	taken := 0
	for i := 5000; i < 15_000; i++ {
		if p.of(name(i)) != 0 {
			taken++
		}
	}
	if taken > 10 {
		t.Errorf("%d of 10,000 strangers are held for known terms", taken)
	}
}
