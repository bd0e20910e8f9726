package forecast

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

// Influence is how far the answer moves with one assumption: the people expected at
// the end of the last year if it were at the low and at the high end of what is
// believed of it, all else as it is.
type Influence struct {
	Name          string  // as in Assumption
	Low, High     float64 // yearly shares, of 1; ends of the middle 80 of 100
	AtLow, AtHigh int     // people
	OfChoice      bool    // a choice that a scenario makes, not a belief
}

// Moves gives by how many people.
func (i Influence) Moves() int { return max(i.AtHigh-i.AtLow, i.AtLow-i.AtHigh) }

const influenceRuns = 200 // simulations of each end: means are compared, not bands

// Influences says which assumption moves the people of a field and level (All, or as in
// Series) most by the end of a scenario, that first. What the scenario itself fixes
// does not vary.
func Influences(ctx context.Context, in Input, s Scenario, now time.Time, field, level string) ([]Influence, error) {
	s.Runs = influenceRuns
	ends := func(i *Influence, low, high Scenario, tweak func(*plan, bool)) (err error) {
		if i.AtLow, err = in.expect(ctx, low, now, field, level, func(p *plan) { tweak(p, false) }); err != nil {
			return err
		}
		i.AtHigh, err = in.expect(ctx, high, now, field, level, func(p *plan) { tweak(p, true) })
		return err
	}
	var all []Influence
	for _, c := range in.uncertain(s) {
		if err := ends(&c.Influence, s, s, c.tweak); err != nil {
			return nil, fmt.Errorf("forecast.Influences: %w", err)
		}
		all = append(all, c.Influence)
	}
	nobody, everybody := s, s
	nobody.Extension, everybody.Extension = 0, 1
	nobody.Extensions, everybody.Extensions = nil, nil
	extension := Influence{Name: extensionName, Low: 0, High: 1, OfChoice: true}
	if err := ends(&extension, nobody, everybody, func(*plan, bool) {}); err != nil {
		return nil, fmt.Errorf("forecast.Influences: %w", err)
	}
	all = append(all, extension)
	slices.SortStableFunc(all, func(a, b Influence) int { return cmp.Compare(b.Moves(), a.Moves()) })
	return all, nil
}

// uncertainty is one assumption with its two ends.
type uncertainty struct {
	Influence
	tweak func(p *plan, high bool)
}

// uncertain gives what is believed but not known under a scenario.
func (in *Input) uncertain(s Scenario) (all []uncertainty) {
	scaled := func(name string, mean, shape float64, scale func(p *plan) *float64) {
		spread := distuv.Gamma{Alpha: shape, Beta: shape}
		low, high := spread.Quantile(.1), spread.Quantile(.9)
		all = append(all, uncertainty{Influence{Name: name, Low: mean * low, High: mean * high}, func(p *plan, up bool) {
			if *scale(p) = low; up {
				*scale(p) = high
			}
		}})
	}
	for i := range processes {
		b := in.rates.believe(i, in.seen.seen[i])
		events := tally{b.events, b.years}
		if n, _ := events.total(); n > 0 && !fixes(s, processNames[i]) {
			scaled(processWords[i], b.mean(), n, func(p *plan) *float64 { return &p.beliefs[i].scale })
		}
	}
	if table := in.rates.deaths(); table[male][50] > 0 && !fixes(s, "death") {
		scaled(deathName, (table[male][50]+table[female][50])/2, deathShape, func(p *plan) *float64 { return &p.dying })
	}
	return all
}

func fixes(s Scenario, name string) bool {
	_, ok := s.Rates[name]
	return ok
}

// expect gives the people of a field and level at the end of a scenario.
func (in *Input) expect(ctx context.Context, s Scenario, now time.Time, field, level string, tweak func(*plan)) (int, error) {
	m, err := newModel(ctx, *in, s, now, wish{tweak: tweak})
	if err != nil {
		return 0, err
	}
	m.count()
	for _, x := range m.series() {
		if x.Field == field && x.Level == level {
			return x.Years[len(x.Years)-1].Headcount, nil
		}
	}
	return 0, nil
}
