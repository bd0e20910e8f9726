package selection

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// program is the choice in numbers: of items take size, so that every limit holds
// and the scores sum to the most.
type program struct {
	size   int
	items  []item
	limits []limit
}

// item is one candidate: its score, at least 0, and the limits it counts for.
type item struct {
	score  int64
	limits []int
	ref    int // place among the candidates
}

// limit bounds how many chosen items may count for it.
type limit struct{ least, most int }

// solution is what solve found. Where found is false and proven is true there is none.
type solution struct {
	chosen []int // refs of the items
	score  int64
	bound  int64
	found  bool
	proven bool // score is the bound, or that there is none is certain
}

// Bounds of the search for a proof. What is not settled within them is answered
// with the best found and the bound.
const (
	rootSteps   = 500
	nodeSteps   = 60
	maxWork     = 50_000_000 // items priced, over all nodes
	maxVisits   = 4_000_000  // of enumerations, over all nodes
	enumeration = 60         // free items that are enumerated rather than branched on
)

// noPanel is the score of no panel: any panel is better.
const noPanel int64 = -1

// belowAny is aimed at while no panel is found: where there is none, prices can push
// the bound below zero, and that proves it.
const belowAny int64 = -1_000_000

// solve finds the best choice by branch and bound: at each node the limits are
// priced (Lagrange multipliers by subgradient steps), which bounds what the
// node can hold and settles the items that are far from the margin. All numbers
// are integers, so that a bound is a proof and not a rounding.
func (p *program) solve(ctx context.Context) solution {
	s := &solver{ended: ctx.Done(), program: p.reduced(), best: noPanel, visits: maxVisits, work: maxWork}
	s.branch(s.root(), rootSteps)
	found := s.best != noPanel
	out := solution{chosen: s.chosen, score: s.best, bound: s.best, found: found, proven: !s.cut}
	if s.cut {
		out.bound = max(s.open, s.best)
	}
	return out
}

// solver is one run.
type solver struct {
	*program
	ended  <-chan struct{} // closed where nobody waits for the answer any more
	best   int64
	chosen []int // refs
	work   int   // left
	visits int   // left
	cut    bool  // something was left unsettled
	open   int64 // the most that what was left unsettled may hold
}

// reduced leaves out items that others replace: of those that count for the same
// limits only the best size can ever be chosen, or as many as a limit allows.
func (p *program) reduced() *program {
	items := slices.Clone(p.items)
	slices.SortStableFunc(items, func(a, b item) int {
		return cmp.Or(slices.Compare(a.limits, b.limits), cmp.Compare(b.score, a.score))
	})
	kept := items[:0]
	for i, same := 0, 0; i < len(items); i++ {
		if i > 0 && slices.Equal(items[i].limits, items[i-1].limits) {
			same++
		} else {
			same = 0
		}
		if same < p.most(items[i].limits) {
			kept = append(kept, items[i])
		}
	}
	return &program{size: p.size, items: kept, limits: p.limits}
}

// most gives how many items that count for these limits can be chosen together.
func (p *program) most(limits []int) int {
	n := p.size
	for _, l := range limits {
		n = min(n, p.limits[l].most)
	}
	return n
}

// node is what remains to be chosen after some items were taken or refused.
type node struct {
	size   int
	taken  []int // items
	free   []int // items
	needs  []limit
	score  int64   // of the taken
	prices []int64 // of the limits, where the search for better ones begins
}

func (s *solver) root() node {
	n := node{size: s.size, needs: slices.Clone(s.limits), prices: make([]int64, len(s.limits))}
	for i := range s.items {
		n.free = append(n.free, i)
	}
	return n
}

// take gives the node after an item was chosen; it is the caller's to drop the
// item from the free ones.
func (s *solver) take(n node, i int) node {
	n.size--
	n.taken = append(slices.Clip(n.taken), i)
	n.score += s.items[i].score
	n.needs = slices.Clone(n.needs)
	for _, l := range s.items[i].limits {
		n.needs[l].least--
		n.needs[l].most--
	}
	return n
}

// branch settles a node: by its bound, by enumeration, or by parting it in two.
func (s *solver) branch(n node, steps int) {
	if n, ok := s.possible(n); ok {
		s.settle(n, steps)
	}
}

func (s *solver) settle(n node, steps int) {
	if n.size == 0 {
		s.offer(n.taken, n.score)
		return
	}
	r := s.price(n, steps)
	if r.bound <= s.best {
		return
	}
	n = s.fix(n, r)
	if n.size == 0 || len(n.free) < n.size {
		s.branch(n, 0)
		return
	}
	n.prices = r.prices
	if len(n.free) <= enumeration && s.enumerate(n, r) {
		return
	}
	if s.spent() {
		s.leave(r.bound)
		return
	}
	i := s.undecided(n, r)
	with, without := n, n
	with.free = slices.DeleteFunc(slices.Clone(n.free), func(f int) bool { return f == i })
	without.free = with.free
	s.branch(s.take(with, i), nodeSteps)
	s.branch(without, nodeSteps)
}

// spent says that the work allowed is done, or that nobody waits for more.
func (s *solver) spent() bool {
	select {
	case <-s.ended:
		return true
	default:
		return s.work < 0
	}
}

// leave gives up on a node that may hold up to bound.
func (s *solver) leave(bound int64) {
	s.cut, s.open = true, max(s.open, bound)
}

// offer remembers a lawful choice that is better than the best.
func (s *solver) offer(taken []int, score int64) {
	if score <= s.best {
		return
	}
	s.best, s.chosen = score, make([]int, len(taken))
	for k, i := range taken {
		s.chosen[k] = s.items[i].ref
	}
}

// possible drops what can no longer be chosen, and says whether enough is left for
// every limit.
func (s *solver) possible(n node) (node, bool) {
	full := func(i int) bool {
		return slices.ContainsFunc(s.items[i].limits, func(l int) bool { return n.needs[l].most <= 0 })
	}
	if slices.ContainsFunc(n.free, full) {
		n.free = slices.DeleteFunc(slices.Clone(n.free), full)
	}
	left := make([]int, len(n.needs))
	for _, i := range n.free {
		for _, l := range s.items[i].limits {
			left[l]++
		}
	}
	for l, need := range n.needs {
		if need.most < 0 || need.least > min(left[l], n.size) {
			return n, false
		}
	}
	return n, len(n.free) >= n.size
}

// pricing is a bound on a node and how it came about.
type pricing struct {
	bound  int64
	prices []int64
	worth  []int64 // of the free items at these prices, in the order of node.free
	margin int64   // the least worth among the size best
	next   int64   // the most worth among the others; far below where there are none
}

// price looks for prices of the limits at which the size best items, at their worth
// after prices, sum to the least: a bound on every lawful choice of the node.
func (s *solver) price(n node, steps int) pricing {
	u := slices.Clone(n.prices)
	best := pricing{bound: math.MaxInt64}
	scale, stalled := 1.5, 0
	for step := 0; step <= steps; step++ {
		r, counts := s.worth(n, u)
		if r.bound < best.bound {
			best, stalled = r, 0
			best.prices = slices.Clone(u)
			s.try(n, r, step)
		} else if stalled++; stalled >= 12 {
			scale, stalled = scale/2, 0
			copy(u, best.prices)
		}
		if best.bound <= s.best || !s.move(u, n, r.bound, counts, scale) {
			break
		}
	}
	return best
}

// worth evaluates prices, and counts what the size best items count for.
func (s *solver) worth(n node, u []int64) (pricing, []int) {
	r := pricing{worth: make([]int64, len(n.free)), bound: n.score, next: math.MinInt64 / 4}
	s.work -= len(n.free)
	for k, i := range n.free {
		r.worth[k] = s.items[i].score
		for _, l := range s.items[i].limits {
			r.worth[k] -= u[l]
		}
	}
	counts := make([]int, len(n.needs))
	order := leading(r.worth, n.size+1)
	for rank, k := range order {
		if rank == n.size {
			r.next = r.worth[k]
			break
		}
		r.margin = r.worth[k]
		r.bound += r.worth[k]
		for _, l := range s.items[n.free[k]].limits {
			counts[l]++
		}
	}
	for l, need := range n.needs {
		if u[l] > 0 {
			r.bound += u[l] * int64(need.most)
		} else {
			r.bound += u[l] * int64(need.least)
		}
	}
	return r, counts
}

// move takes one subgradient step towards the target; false where every limit holds
// with nothing left to gain.
func (s *solver) move(u []int64, n node, bound int64, counts []int, scale float64) bool {
	g := make([]int, len(u))
	norm := 0
	for l, need := range n.needs {
		g[l] = slope(u[l], need, counts[l])
		norm += g[l] * g[l]
	}
	if norm == 0 {
		return false
	}
	target := s.best
	if target == noPanel {
		target = belowAny
	}
	gap := float64(bound-target) + 1
	step := scale * gap / float64(norm)
	for l := range u {
		u[l] -= int64(math.Round(step * float64(g[l])))
	}
	return true
}

// slope says how the bound changes with the price of a limit.
func slope(price int64, need limit, count int) int {
	switch {
	case price > 0:
		return need.most - count
	case price < 0:
		return need.least - count
	case count > need.most:
		return need.most - count
	case count < need.least:
		return need.least - count
	}
	return 0
}

// fix takes the items that every better choice holds, and refuses those that none
// does.
func (s *solver) fix(n node, r pricing) node {
	var free, taken []int
	for k, i := range n.free {
		in := r.worth[k] >= r.margin
		switch {
		case !in && r.bound-(r.margin-r.worth[k]) <= s.best:
		case r.worth[k] > r.next && in && r.bound-(r.worth[k]-r.next) <= s.best:
			taken = append(taken, i)
		default:
			free = append(free, i)
		}
	}
	n.free = free
	for _, i := range taken {
		n = s.take(n, i)
	}
	return n
}

// undecided gives the free item whose worth is nearest to the margin.
func (s *solver) undecided(n node, r pricing) int {
	worth := s.worths(n, r.prices)
	order := leading(worth, n.size)
	return n.free[order[len(order)-1]]
}

func (s *solver) worths(n node, u []int64) []int64 {
	r, _ := s.worth(n, u)
	return r.worth
}

// leading gives the places of the n greatest values, greatest first, the earlier of
// equals first.
func leading(values []int64, n int) []int {
	n = min(n, len(values))
	top := make([]int, 0, n+1)
	for i, v := range values {
		if len(top) == n && v <= values[top[n-1]] {
			continue
		}
		at := len(top)
		for at > 0 && values[top[at-1]] < v {
			at--
		}
		top = slices.Insert(top, at, i)
		if len(top) > n {
			top = top[:n]
		}
	}
	return top
}
