package forecast

import (
	"context"
	"math"

	"trithuc/registry"
)

const (
	backtestYears = 5   // the farthest a past forecast is made
	backtestRuns  = 400 // simulations of it
	fewest        = 30  // people without whom it says nothing
)

// backtest makes the forecast that could have been made at the end of a past year,
// out of what the registry held then, and holds it against what came. nil where the
// registry is too young, or held too few people then. The only error is that of ctx.
func (in *Input) backtest(ctx context.Context, seed uint64) (_ *Backtest, err error) {
	last := in.on.Year - 1
	origin := max(in.began(), last-backtestYears)
	if origin >= last || origin == 0 {
		return nil, nil
	}
	b := pastForecast{in: in, origin: origin, last: last}
	level := func(p *person) (uint8, bool) {
		return p.levelIn(origin, uint8(len(in.Levels)-1)), int(p.since) <= origin && p.since != 0 && p.countsIn(origin) && p.born != 0
	}
	heads := in.counts(level)
	if total(heads) < fewest {
		return nil, nil
	}
	plan, kinds := in.newPlan(Scenario{}, in.observe(origin), origin+1, last-origin, heads)
	l := newLayout(in, origin+1, last-origin, 1, false)
	l.settle(in, kinds, level)
	if b.outcome, err = simulate(ctx, l, plan, backtestRuns, seed); err != nil {
		return nil, err
	}
	b.count(max(in.began(), origin-window+1))
	return b.judge(), nil
}

// began gives the year in which the first record came into the registry; 0 if unknown.
func (in *Input) began() int {
	first := 0
	for i := range in.people {
		if y := int(in.people[i].since); y != 0 && (first == 0 || y < first) {
			first = y
		}
	}
	return first
}

func total(xs []float64) (all float64) {
	for _, x := range xs {
		all += x
	}
	return all
}

// pastForecast is held against what came.
type pastForecast struct {
	in           *Input
	origin, last int
	outcome      *outcome
	first        int
	counts       [][]float64 // by year from first on, and group
}

// judge compares every field, every level and the whole, in every year since.
func (b *pastForecast) judge() *Backtest {
	r := &Backtest{Origin: registry.Date{Year: b.origin, Month: 12, Day: 31}, Horizon: b.last - b.origin}
	held := 0.0
	errors := make([]float64, 1+len(plainModels))
	for _, parts := range b.groups() {
		past := make([]float64, 0, window)
		for year := b.first; year <= b.origin; year++ {
			past = append(past, b.came(parts, year))
		}
		for t := range r.Horizon {
			at, came := bandsOf(b.runs(parts, t)), b.came(parts, b.origin+1+t)
			r.Compared++
			if float64(at[1]) <= came && came <= float64(at[5]) {
				held++
			}
			r.Bias += float64(at[3]) - came
			errors[0] += math.Abs(float64(at[3]) - came)
			for i, m := range plainModels {
				errors[i+1] += math.Abs(m.next(past, t+1) - came)
			}
		}
	}
	n := float64(max(r.Compared, 1))
	r.Coverage80, r.Bias = held/n, r.Bias/n
	r.Errors = append(r.Errors, NamedError{thisModel, errors[0] / n})
	for i, m := range plainModels {
		r.Errors = append(r.Errors, NamedError{m.name, errors[i+1] / n})
	}
	return r
}

// groups are the parts of the whole, of each field, and of each level, where
// anybody was.
func (b *pastForecast) groups() [][]int {
	levels := len(b.in.Levels)
	all := make([][]int, 1+len(b.in.fields)+levels)
	for g := range b.outcome.groups {
		if b.came([]int{g}, b.origin) == 0 && b.came([]int{g}, b.last) == 0 {
			continue
		}
		for _, i := range []int{0, 1 + g/levels, 1 + len(b.in.fields) + g%levels} {
			all[i] = append(all[i], g)
		}
	}
	var used [][]int
	for _, parts := range all {
		if len(parts) > 0 {
			used = append(used, parts)
		}
	}
	return used
}

// runs adds the runs of some parts in a step.
func (b *pastForecast) runs(parts []int, t int) []int32 {
	all := make([]int32, b.outcome.runs)
	for _, g := range parts {
		for i, n := range b.outcome.of(t, g) {
			all[i] += n
		}
	}
	return all
}

// count gives how many of those known then, and of those who came since, were in
// each part at the end of each year from first on.
func (b *pastForecast) count(first int) {
	levels := len(b.in.Levels)
	b.first, b.counts = first, make([][]float64, b.last-first+1)
	for i := range b.counts {
		b.counts[i] = make([]float64, len(b.in.fields)*levels)
	}
	for i := range b.in.people {
		p := &b.in.people[i]
		if p.since == 0 || p.born == 0 || int(p.since) > b.origin && int(p.from) <= b.origin {
			continue
		}
		for year := first; year <= b.last; year++ {
			if p.countsIn(year) {
				b.counts[year-first][int(p.field)*levels+int(p.levelIn(year, uint8(levels-1)))]++
			}
		}
	}
}

// came gives how many were in some parts at the end of a year.
func (b *pastForecast) came(parts []int, year int) (n float64) {
	for _, g := range parts {
		n += b.counts[year-b.first][g]
	}
	return n
}
