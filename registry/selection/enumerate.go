package selection

import (
	"cmp"
	"slices"
)

// visitsANode bounds one enumeration; what takes longer is parted first.
const visitsANode = 60_000

// walk goes through the choices of a node, the most worthy items first.
type walk struct {
	*solver
	node
	worth  []int64
	behind [][]int // place → limit → how many items from there on count for it
	base   int64   // the bound without any item's worth
	left   int     // visits
	chosen []int   // places in free
}

// enumerate settles a node by going through its choices; false where that takes too
// long. What it met until then is remembered.
func (s *solver) enumerate(n node, r pricing) bool {
	w := &walk{solver: s, node: n, left: min(visitsANode, s.visits)}
	w.order(r.prices)
	before := w.left
	done := w.from(0, w.base)
	s.visits -= before - max(w.left, 0)
	return done
}

// order sorts the free items by worth and counts what follows each place.
func (w *walk) order(prices []int64) {
	worth := w.worths(w.node, prices)
	at := map[int]int64{}
	for k, i := range w.free {
		at[i] = worth[k]
	}
	w.free = slices.Clone(w.free)
	slices.SortStableFunc(w.free, func(a, b int) int { return cmp.Compare(at[b], at[a]) })
	w.worth = make([]int64, len(w.free))
	w.behind = make([][]int, len(w.free)+1)
	w.behind[len(w.free)] = make([]int, len(w.needs))
	for k := len(w.free) - 1; k >= 0; k-- {
		w.worth[k] = at[w.free[k]]
		w.behind[k] = slices.Clone(w.behind[k+1])
		for _, l := range w.items[w.free[k]].limits {
			w.behind[k][l]++
		}
	}
	w.base = w.score
	for l, need := range w.needs {
		if prices[l] > 0 {
			w.base += prices[l] * int64(need.most)
		} else {
			w.base += prices[l] * int64(need.least)
		}
	}
	w.needs = slices.Clone(w.needs)
}

// from goes through the choices that take no item before place k. spent is the base
// and the worth of what was chosen.
func (w *walk) from(k int, spent int64) bool {
	if len(w.chosen) == w.size {
		w.arrive()
		return true
	}
	for ; k+w.size-len(w.chosen) <= len(w.free); k++ {
		if w.left--; w.left < 0 {
			return false
		}
		if spent+w.openWorth(k) <= w.best {
			return true
		}
		if !w.reachable(k) {
			return true
		}
		if !w.fits(k) {
			continue
		}
		w.put(k, 1)
		done := w.from(k+1, spent+w.worth[k])
		w.put(k, -1)
		if !done {
			return false
		}
	}
	return true
}

// openWorth gives the most worth that the open seats can take from place k on.
func (w *walk) openWorth(k int) (sum int64) {
	for j := k; j < k+w.size-len(w.chosen); j++ {
		sum += w.worth[j]
	}
	return sum
}

// reachable says that what every limit still needs follows from place k on.
func (w *walk) reachable(k int) bool {
	seats := w.size - len(w.chosen)
	for l, need := range w.needs {
		if need.least > 0 && need.least > min(seats, w.behind[k][l]) {
			return false
		}
	}
	return true
}

func (w *walk) fits(k int) bool {
	return !slices.ContainsFunc(w.items[w.free[k]].limits, func(l int) bool { return w.needs[l].most <= 0 })
}

// put takes the item at a place, or with -1 takes the last one back.
func (w *walk) put(k, sign int) {
	for _, l := range w.items[w.free[k]].limits {
		w.needs[l].least -= sign
		w.needs[l].most -= sign
	}
	if sign > 0 {
		w.chosen = append(w.chosen, k)
	} else {
		w.chosen = w.chosen[:len(w.chosen)-1]
	}
}

// arrive offers the full choice if it is lawful.
func (w *walk) arrive() {
	for _, need := range w.needs {
		if need.least > 0 || need.most < 0 {
			return
		}
	}
	taken, score := slices.Clone(w.taken), w.score
	for _, k := range w.chosen {
		taken = append(taken, w.free[k])
		score += w.items[w.free[k]].score
	}
	w.offer(taken, score)
}
