package selection

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestSolveIsBruteForce: on small drawn instances the answer is that of looking at
// every choice.
func TestSolveIsBruteForce(t *testing.T) {
	lawful := 0
	for seed := range uint64(400) {
		p := drawn(rand.New(rand.NewPCG(seed, 7)), 12, 5, 6)
		want := p.every()
		got := p.solve(context.Background())
		if !got.proven {
			t.Fatalf("seed %d: not proven", seed)
		}
		if got.found != (want >= 0) || got.found && (got.score != want || got.bound != want) {
			t.Errorf("seed %d: got %+v, want %d", seed, got, want)
		}
		if got.found {
			lawful++
			p.check(t, seed, got)
		}
	}
	if lawful < 100 || lawful > 390 {
		t.Errorf("%d of 400 instances have a lawful choice: the drawing shows too little", lawful)
	}
}

// drawn gives an instance: n items, most of them in some groups, with limits near what
// a choice without them would hold.
func drawn(r *rand.Rand, n, size, limits int) *program {
	p := &program{size: size}
	shares := make([]float64, limits)
	for l := range limits {
		shares[l] = 0.1 + 0.6*r.Float64()
		least := r.IntN(1 + int(shares[l]*float64(size)) + 1)
		p.limits = append(p.limits, limit{least, min(size, least+r.IntN(size))})
	}
	for i := range n {
		it := item{score: r.Int64N(1_000_000), ref: i}
		for l := range limits {
			if r.Float64() < shares[l] {
				it.limits = append(it.limits, l)
			}
		}
		p.items = append(p.items, it)
	}
	return p
}

// every looks at every choice and gives the best score, -1 where none is lawful.
func (p *program) every() int64 {
	best, counts := int64(-1), make([]int, len(p.limits))
	var walk func(from, left int, score int64)
	walk = func(from, left int, score int64) {
		if left == 0 {
			for l, c := range counts {
				if c < p.limits[l].least || c > p.limits[l].most {
					return
				}
			}
			best = max(best, score)
			return
		}
		for i := from; i < len(p.items); i++ {
			for _, l := range p.items[i].limits {
				counts[l]++
			}
			walk(i+1, left-1, score+p.items[i].score)
			for _, l := range p.items[i].limits {
				counts[l]--
			}
		}
	}
	walk(0, p.size, 0)
	return best
}

// check holds a choice to every limit.
func (p *program) check(t *testing.T, seed uint64, s solution) {
	t.Helper()
	counts, sum, seen := make([]int, len(p.limits)), int64(0), map[int]bool{}
	for _, i := range s.chosen {
		if seen[i] {
			t.Errorf("seed %d: item %d chosen twice", seed, i)
		}
		seen[i] = true
		sum += p.items[i].score
		for _, l := range p.items[i].limits {
			counts[l]++
		}
	}
	if len(s.chosen) != p.size || sum != s.score {
		t.Errorf("seed %d: %d items of score %d, said %d of %d", seed, len(s.chosen), sum, p.size, s.score)
	}
	for l, c := range counts {
		if c < p.limits[l].least || c > p.limits[l].most {
			t.Errorf("seed %d: limit %d is broken: %d not in %v", seed, l, c, p.limits[l])
		}
	}
}

func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct{ n, size, limits, homes int }{{5_000, 9, 12, 0}, {5_000, 9, 12, 60}, {20_000, 15, 12, 0}, {20_000, 15, 12, 120}} {
		b.Run(fmt.Sprintf("%dOf%dQuotas%dHomes%d", c.size, c.n, c.limits, c.homes), func(b *testing.B) {
			proven, found, runs, worst := 0, 0, 0, time.Duration(0)
			for b.Loop() {
				for seed := range uint64(30) {
					r := rand.New(rand.NewPCG(seed, 8))
					p := drawn(r, c.n, c.size, c.limits)
					p.settle(r, c.homes)
					start := time.Now()
					s := p.solve(context.Background())
					worst = max(worst, time.Since(start))
					runs++
					if s.proven {
						proven++
					}
					if s.found {
						found++
					}
				}
			}
			b.ReportMetric(float64(proven)/float64(runs), "proven")
			b.ReportMetric(float64(found)/float64(runs), "lawful")
			b.ReportMetric(float64(worst.Milliseconds()), "ms-worst")
		})
	}
}

// settle gives every item one of some homes, of which a choice may hold two each.
func (p *program) settle(r *rand.Rand, homes int) {
	if homes == 0 {
		return
	}
	first := len(p.limits)
	for range homes {
		p.limits = append(p.limits, limit{0, 2})
	}
	for i := range p.items {
		p.items[i].limits = append(p.items[i].limits, first+r.IntN(homes))
	}
}
