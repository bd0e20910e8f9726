package bleve

import (
	"math"
	"slices"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
)

// place is where somebody stands in the order of one part: by score, the highest first,
// then by name. The smaller place comes first.
type place uint64

func placeOf(score int, rank uint32) place {
	return place(math.MaxUint32-uint32(score))<<32 | place(rank)
}

func (p place) score() int { return int(math.MaxUint32 - uint32(p>>32)) }

// rank gives the place in the order of names within the segment.
func (p place) rank() uint32 { return uint32(p) }

// top keeps the first places of one part: a heap with the last kept on top. Of very many
// it keeps all there are, and puts them in order at the end.
type top struct {
	size  int
	all   []place
	bound *bound
}

// bound is a score below which nobody is among the first of all parts: some part alone has
// enough who reach it. Parts that are read at the same time raise it.
type bound struct{ score atomic.Int64 }

func (b *bound) raise(score int) {
	for old := b.score.Load(); int64(score) > old && !b.score.CompareAndSwap(old, int64(score)); old = b.score.Load() {
	}
}

// mostHeaped is how many places are kept in a heap.
const mostHeaped = 500

func newTop(size int, b *bound) *top { return &top{size: size, bound: b} }

// addEqual adds people of one score: of many the first by name.
func (t *top) addEqual(p *part, who *roaring.Bitmap, score int) {
	n := int(who.GetCardinality())
	if n > 0 && (t.size > mostHeaped || t.size*p.n/n < n) { // to look at everybody in order finds enough sooner
		added := 0
		for rank, d := range p.order.docs {
			if added == t.size {
				return
			}
			if n == p.n || who.Contains(d) {
				t.add(placeOf(score, uint32(rank)))
				added++
			}
		}
		return
	}
	for it := who.Iterator(); it.HasNext(); {
		t.add(placeOf(score, p.order.ranks[it.Next()]))
	}
}

// addByScore adds those with the highest scores. Who is not among the best however well
// the words are found in their topics is not looked up there.
func (t *top) addByScore(p *part, s *scorer, height int) {
	later := make([]bool, len(s.who))
	for at, d := range s.who {
		score, sure := s.atMost(at, height)
		switch {
		case t.beyond(score):
		case sure:
			t.add(placeOf(score, p.order.ranks[d]))
		default:
			later[at] = true
		}
	}
	for at, d := range s.who {
		if !later[at] {
			continue
		}
		if score, _ := s.atMost(at, height); !t.beyond(score) {
			t.add(placeOf(s.score(at, height), p.order.ranks[d]))
		}
	}
}

// beyond says that a score is too low to be kept.
func (t *top) beyond(score int) bool {
	switch {
	case t.size > mostHeaped:
		return false
	case t.size == 0 || int64(score) < t.bound.score.Load():
		return true
	}
	return len(t.all) == t.size && score < t.all[0].score()
}

// sorted gives the places kept, the first one first.
func (t *top) sorted() []place {
	slices.Sort(t.all)
	return t.all[:min(len(t.all), t.size)]
}

func (t *top) add(p place) {
	switch {
	case t.size > mostHeaped:
		t.all = append(t.all, p)
	case len(t.all) < t.size:
		t.all = append(t.all, p)
		t.up(len(t.all) - 1)
		t.raise()
	case t.size > 0 && p < t.all[0]:
		t.all[0] = p
		t.down()
		t.raise()
	}
}

// raise tells other parts of the last place that is kept.
func (t *top) raise() {
	if len(t.all) == t.size {
		t.bound.raise(t.all[0].score())
	}
}

func (t *top) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if t.all[i] <= t.all[parent] {
			return
		}
		t.all[i], t.all[parent] = t.all[parent], t.all[i]
		i = parent
	}
}

func (t *top) down() {
	for i := 0; ; {
		last := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(t.all); c++ {
			if t.all[c] > t.all[last] {
				last = c
			}
		}
		if last == i {
			return
		}
		t.all[i], t.all[last] = t.all[last], t.all[i]
		i = last
	}
}
