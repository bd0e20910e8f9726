package synthetic

import (
	"math/rand/v2"
	"sort"
)

// weighted is a list to draw from, each item as often as its weight says.
type weighted[T any] struct {
	items []T
	sums  []float64 // of the weights up to and with each item
}

func (w *weighted[T]) add(item T, weight float64) {
	total := 0.0
	if n := len(w.sums); n > 0 {
		total = w.sums[n-1]
	}
	w.items, w.sums = append(w.items, item), append(w.sums, total+weight)
}

// pick draws one; the list must not be empty.
func (w *weighted[T]) pick(rnd *rand.Rand) T {
	x := rnd.Float64() * w.sums[len(w.sums)-1]
	return w.items[min(sort.SearchFloat64s(w.sums, x), len(w.items)-1)]
}

// one draws from a list whose items are equally likely.
func one[T any](rnd *rand.Rand, items []T) T { return items[rnd.IntN(len(items))] }

// chance is true with probability p.
func chance(rnd *rand.Rand, p float64) bool { return rnd.Float64() < p }

// between draws a whole number from a to b, both included.
func between(rnd *rand.Rand, a, b int) int { return a + rnd.IntN(b-a+1) }
