package selection

import "slices"

// Bounds of a repair.
const (
	poolSize  = 64 // worthiest items that a repair may bring in
	poolNeeds = 12 // and so many of each limit that lacks some
	maxSwaps  = 60
	// Repairs are tried where a bound got better: at first each time, then now and then.
	everyStep = 8
)

// try makes a lawful choice of the items that prices like best, by swapping what
// breaks limits for what mends them, then for what scores more.
func (s *solver) try(n node, r pricing, step int) {
	if step > everyStep && step%everyStep != 0 && s.best != noPanel {
		return
	}
	f := &repair{solver: s, node: n, counts: make([]int, len(n.needs))}
	for _, k := range leading(r.worth, n.size) {
		f.count(n.free[k], 1)
		f.in = append(f.in, n.free[k])
	}
	f.pool = f.candidates(r.worth)
	for swaps := 0; swaps < maxSwaps && f.swap(); swaps++ {
	}
	if f.broken() == 0 {
		f.offer(append(slices.Clone(n.taken), f.in...), f.total())
	}
}

// repair is a choice on its way to a lawful one.
type repair struct {
	*solver
	node
	in, pool []int // items
	counts   []int
}

// candidates gives what may be brought in: the worthiest, and the worthiest of every
// limit that lacks some.
func (f *repair) candidates(worth []int64) []int {
	var pool []int
	seen := map[int]bool{}
	add := func(places []int, of []int) {
		for _, k := range places {
			if !seen[of[k]] {
				seen[of[k]] = true
				pool = append(pool, of[k])
			}
		}
	}
	add(leading(worth, poolSize+f.size), f.free)
	for l, need := range f.needs {
		if f.counts[l] >= need.least {
			continue
		}
		var items []int
		var worths []int64
		for k, i := range f.free {
			if slices.Contains(f.items[i].limits, l) {
				items, worths = append(items, i), append(worths, worth[k])
			}
		}
		add(leading(worths, poolNeeds), items)
	}
	return pool
}

// swap makes the best exchange of one item; false where none is better.
func (f *repair) swap() bool {
	f.work -= len(f.in) * len(f.pool)
	broken, out, in, gain := f.broken(), -1, -1, int64(0)
	for k, old := range f.in {
		f.count(old, -1)
		for _, i := range f.pool {
			if i == old || slices.Contains(f.in, i) {
				continue
			}
			f.count(i, 1)
			b, g := f.broken(), f.items[i].score-f.items[old].score
			f.count(i, -1)
			if b < broken || b == broken && g > gain {
				broken, out, in, gain = b, k, i, g
			}
		}
		f.count(old, 1)
	}
	if out < 0 {
		return false
	}
	f.count(f.in[out], -1)
	f.count(in, 1)
	f.in[out] = in
	return true
}

func (f *repair) count(i, sign int) {
	for _, l := range f.items[i].limits {
		f.counts[l] += sign
	}
}

// broken sums by how much limits are missed.
func (f *repair) broken() (sum int) {
	for l, need := range f.needs {
		sum += max(0, need.least-f.counts[l]) + max(0, f.counts[l]-need.most)
	}
	return sum
}

func (f *repair) total() int64 {
	sum := f.score
	for _, i := range f.in {
		sum += f.items[i].score
	}
	return sum
}
