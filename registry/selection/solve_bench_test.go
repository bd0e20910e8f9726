package selection

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// BenchmarkSolveBesideOthers holds the solver beside what else one could use, on drawn
// instances: beside looking at every choice on 200 small ones, where it must be equal, and
// beside greedy choice and minimum-cost flow on 200 large ones, where it must never be
// worse. What is printed is how often each of them reached the best, and their times in
// ratio to the solver's.
func BenchmarkSolveBesideOthers(b *testing.B) {
	for b.Loop() {
		own, every := time.Duration(0), time.Duration(0)
		for seed := range uint64(200) {
			p := drawn(rand.New(rand.NewPCG(seed, 21)), 16, 6, 6)
			var want int64
			every += took(func() { want = p.every() })
			var got solution
			own += took(func() { got = p.solve(context.Background()) })
			if !got.proven || got.found != (want >= 0) || got.found && got.score != want {
				b.Fatalf("small instance %d: got %+v, every choice gives %d", seed, got, want)
			}
		}
		b.ReportMetric(float64(every)/float64(own), "every-choice/own")
		besideLarge(b)
	}
}

// besideLarge compares on 200 instances of 2,000 candidates in two ways to part them, as
// kinds and as homes: the widest that flow is exact for.
func besideLarge(b *testing.B) {
	var own, greedy, flow time.Duration
	best, lawful := 0, 0
	for seed := range uint64(200) {
		p := parted(rand.New(rand.NewPCG(seed, 22)), 2_000, 12)
		var s solution
		own += took(func() { s = p.solve(context.Background()) })
		var byGreed, byFlow int64
		greedy += took(func() { byGreed = p.greedy() })
		flow += took(func() { byFlow = p.flow() })
		if !s.proven || !s.found || s.score != byFlow || s.score < byGreed {
			b.Fatalf("large instance %d: own %+v, greedy %d, flow %d", seed, s, byGreed, byFlow)
		}
		if byGreed >= 0 {
			lawful++
		}
		if byGreed == s.score {
			best++
		}
	}
	b.ReportMetric(float64(lawful)/200, "greedy-lawful")
	b.ReportMetric(float64(best)/200, "greedy-best")
	b.ReportMetric(float64(greedy)/float64(own), "greedy/own")
	b.ReportMetric(float64(flow)/float64(own), "flow/own")
}

func took(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

// partKinds and partHomes are how many kinds and homes parted draws; at most two may come
// of a home.
const partKinds, partHomes = 5, 40

// parted draws an instance in which everybody has one kind and one home.
func parted(r *rand.Rand, n, size int) *program {
	p := &program{size: size}
	for k := range partKinds {
		least := r.IntN(3)
		if k == 0 {
			least = 3 // of the kind whose scores are low
		}
		p.limits = append(p.limits, limit{least, least + 2})
	}
	for range partHomes {
		p.limits = append(p.limits, limit{0, 2})
	}
	for i := range n {
		kind, home := r.IntN(partKinds), r.IntN(partHomes)
		if r.IntN(2) == 0 {
			home = kind * 2 // what is near to each other works together
		}
		score := r.Int64N(1_000_000)
		if kind == 0 {
			score /= 3
		}
		p.items = append(p.items, item{score: score, ref: i, limits: []int{kind, partKinds + home}})
	}
	return p
}

// greedy takes the best that no upper bound forbids, those first that a lower bound asks
// for; -1 where that is not lawful in the end.
func (p *program) greedy() (score int64) {
	order := make([]int, len(p.items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.items[b].score, p.items[a].score) })
	counts, chosen := make([]int, len(p.limits)), 0
	take := func(wanted func(item) bool) {
		for at, i := range order {
			if i < 0 || chosen == p.size || !wanted(p.items[i]) || slices.ContainsFunc(p.items[i].limits, func(l int) bool { return counts[l] == p.limits[l].most }) {
				continue
			}
			for _, l := range p.items[i].limits {
				counts[l]++
			}
			chosen, score, order[at] = chosen+1, score+p.items[i].score, -1
		}
	}
	take(func(it item) bool {
		return slices.ContainsFunc(it.limits, func(l int) bool { return counts[l] < p.limits[l].least })
	})
	take(func(item) bool { return true })
	for l, c := range counts {
		if c < p.limits[l].least {
			return -1
		}
	}
	if chosen < p.size {
		return -1
	}
	return score
}

// arc is one of a flow network; its twin lies at the next or the former place.
type arc struct {
	to, left int
	cost     int64
}

// network is a flow network: source, kinds, items, homes, sink.
type network struct {
	arcs []arc
	from [][]int // by node: its arcs
}

func (g *network) join(from, to, capacity int, cost int64) {
	g.from[from], g.from[to] = append(g.from[from], len(g.arcs)), append(g.from[to], len(g.arcs)+1)
	g.arcs = append(g.arcs, arc{to, capacity, cost}, arc{from, 0, -cost})
}

// flow gives the best score of a parted instance by successive shortest paths; -1 where
// no choice is lawful. A lower bound is an arc that pays more than all scores together.
func (p *program) flow() int64 {
	const pays = int64(1) << 40
	kinds, items, homes := 1, 1+partKinds, 1+partKinds+len(p.items)
	sink, asked := homes+partHomes, 0
	g := &network{from: make([][]int, sink+1)}
	for k := range partKinds {
		least, most := p.limits[k].least, p.limits[k].most
		asked += least
		g.join(0, kinds+k, least, -pays)
		g.join(0, kinds+k, most-least, 0)
	}
	for i, it := range p.items {
		g.join(kinds+it.limits[0], items+i, 1, -it.score)
		g.join(items+i, homes+it.limits[1]-partKinds, 1, 0)
	}
	for h := range partHomes {
		g.join(homes+h, sink, p.limits[partKinds+h].most, 0)
	}
	var sum int64
	for range p.size {
		cost, reached := g.augment(sink)
		if !reached {
			return -1
		}
		sum -= cost
	}
	if sum -= int64(asked) * pays; sum < 0 {
		return -1
	}
	return sum
}

// augment sends one more to the sink along the cheapest path.
func (g *network) augment(sink int) (cost int64, reached bool) {
	dist, by, queued := make([]int64, len(g.from)), make([]int, len(g.from)), make([]bool, len(g.from))
	for i := range dist {
		dist[i] = math.MaxInt64
	}
	dist[0] = 0
	for queue := []int{0}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		queued[at] = false
		for _, a := range g.from[at] {
			if arc := g.arcs[a]; arc.left > 0 && dist[at]+arc.cost < dist[arc.to] {
				dist[arc.to], by[arc.to] = dist[at]+arc.cost, a
				if !queued[arc.to] {
					queue, queued[arc.to] = append(queue, arc.to), true
				}
			}
		}
	}
	if dist[sink] == math.MaxInt64 {
		return 0, false
	}
	for at := sink; at != 0; at = g.arcs[by[at]^1].to {
		g.arcs[by[at]].left--
		g.arcs[by[at]^1].left++
	}
	return dist[sink], true
}
