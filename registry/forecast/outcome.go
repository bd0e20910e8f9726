package forecast

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
)

// outcome is what all runs gave, by field and level.
type outcome struct {
	steps, groups, runs int
	people              []int32        // by (step*groups + field*levels + level)*runs + run
	flow                [][flows]int64 // by step*groups + …, over all runs
}

// simulate makes so many runs, on all cores. What comes out depends on the seed
// alone. It ends early, with the error of ctx, when ctx does.
func simulate(ctx context.Context, l *layout, p *plan, runs int, seed uint64) (*outcome, error) {
	o := &outcome{steps: l.steps, groups: l.fields * l.levels, runs: runs}
	o.people = make([]int32, o.steps*o.groups*runs)
	o.flow = make([][flows]int64, o.steps*o.groups)
	workers := min(runtime.GOMAXPROCS(0), runs)
	var wait sync.WaitGroup
	var lock sync.Mutex
	for w := range workers {
		wait.Go(func() {
			s := newSimulation(l, p)
			for run := w * runs / workers; run < (w+1)*runs/workers && ctx.Err() == nil; run++ {
				s.run(newDice(seed, run), func(t int, count []int32) {
					for g, n := range count {
						o.people[(t*o.groups+g)*runs+run] = n
					}
				})
			}
			lock.Lock()
			defer lock.Unlock()
			for i := range o.flow {
				for k := range flows {
					o.flow[i][k] += s.flow[i][k]
				}
			}
		})
	}
	wait.Wait()
	return o, ctx.Err()
}

// of gives the runs of a group in a step.
func (o *outcome) of(t, group int) []int32 {
	at := (t*o.groups + group) * o.runs
	return o.people[at : at+o.runs]
}

// mean gives what a flow was on average.
func (o *outcome) mean(t, group, flow int) float64 {
	return float64(o.flow[t*o.groups+group][flow]) / float64(o.runs)
}

// quantiles are the places of the bands: 50, 80 and 95 of 100, and the middle.
var quantiles = [...]float64{0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975}

// bandsOf gives the values at quantiles of the runs. Most groups are small, so that counting the
// runs of each value is quicker than putting them in order.
func bandsOf(runs []int32) (at [len(quantiles)]int) {
	low, high := slices.Min(runs), slices.Max(runs)
	if int(high-low) >= 4*len(runs) {
		ordered := slices.Sorted(slices.Values(runs))
		for i, q := range quantiles {
			at[i] = int(ordered[rank(q, len(runs))])
		}
		return at
	}
	counts := make([]int32, high-low+1)
	for _, n := range runs {
		counts[n-low]++
	}
	value, below := 0, int(counts[0])
	for i, q := range quantiles {
		for ; below <= rank(q, len(runs)); below += int(counts[value]) {
			value++
		}
		at[i] = int(low) + value
	}
	return at
}

// rank gives which of n ordered values is a quantile, from 0 on.
func rank(quantile float64, n int) int { return max(int(math.Ceil(quantile*float64(n)))-1, 0) }

// average gives the mean of the runs.
func average(runs []int32) float64 {
	all := 0
	for _, n := range runs {
		all += int(n)
	}
	return float64(all) / float64(len(runs))
}

// rounding makes whole numbers of expected ones so that they still add up: what one
// loses the next gets, as far as low and high allow.
type rounding struct{ owed float64 }

func (r *rounding) whole(expected float64, low, high int) int {
	n := min(max(int(math.Round(expected+r.owed)), low), high)
	r.owed += expected - float64(n)
	return n
}
