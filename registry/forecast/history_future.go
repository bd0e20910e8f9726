package forecast

import (
	"math"
	"math/rand/v2"
	"slices"

	"trithuc/registry"
)

// historyRuns is how many futures a published series is held against. Those that do not
// pass near the figures known at an origin die out, so that many are needed.
const historyRuns = 20_000

// supposed are the yearly rates of one future. Nothing is known of them but that they lie
// within wide bounds: the catalogue's own rates come from the same series and may not
// judge it.
type supposed struct {
	doctor, associate, professor, leave, retire, grow float64
}

// rungs are the people of an institution: who is below a doctorate, and TS, PGS and GS.
type rungs struct{ below, doctors, associates, professors float64 }

func (r rungs) all() float64    { return r.below + r.doctors + r.associates + r.professors }
func (r rungs) titled() float64 { return r.doctors + r.associates + r.professors }

// kind gives a figure as it is published: the doctors hold the titles too.
func (r rungs) kind(name string) float64 {
	switch name {
	case "lecturers":
		return r.all()
	case "doctors":
		return r.titled()
	case "doctor-share":
		return 100 * r.titled() / max(r.all(), 1)
	case "associates":
		return r.associates
	case "professors":
		return r.professors
	}
	return r.below
}

// futures are many states that an institution may be in by a year, each with its rates.
type futures struct {
	*rand.Rand
	year   int
	rates  []supposed
	states []rungs
}

// newFutures begins with what was published in a year.
func newFutures(figures map[string]registry.Code, year int) *futures {
	f := &futures{rand.New(rand.NewPCG(defaultSeed, 0)), year, make([]supposed, historyRuns), make([]rungs, historyRuns)}
	of := func(kind string) float64 { return figures[kind].Value }
	for i := range f.rates {
		f.rates[i] = suppose(f.Rand)
		f.states[i] = rungs{of("lecturers") - of("doctors"), of("doctors") - of("associates") - of("professors"), of("associates"), of("professors")}
	}
	return f
}

// until lets the years go by up to one.
func (f *futures) until(year int) {
	for ; f.year < year; f.year++ {
		for i := range f.states {
			f.states[i] = f.rates[i].year(f.Rand, f.states[i])
		}
	}
}

// fork gives the same futures once more, to be forecast from, with dice of their own.
func (f *futures) fork() *futures {
	return &futures{rand.New(rand.NewPCG(defaultSeed, uint64(f.year))), f.year, slices.Clone(f.rates), slices.Clone(f.states)}
}

// learn keeps the futures that pass near what was published in the year reached: each lives on as often
// as it fits, with rates shaken a little, so that no two are one.
func (f *futures) learn(figures map[string]registry.Code) {
	weights, best := make([]float64, len(f.states)), math.Inf(1)
	for i, x := range f.states {
		weights[i] = x.misfit(figures)
		best = min(best, weights[i])
	}
	whole := 0.0
	for i, off := range weights {
		weights[i] = math.Exp(best - off)
		whole += weights[i]
	}
	rates, states := make([]supposed, 0, len(f.rates)), make([]rungs, 0, len(f.states))
	passed, step := 0.0, whole/float64(len(f.states))
	next := step * f.Float64()
	for i, w := range weights {
		for passed += w; next < passed && len(states) < len(weights); next += step {
			rates, states = append(rates, f.rates[i].shaken(f.Rand)), append(states, f.states[i])
		}
	}
	for len(states) < len(weights) { // what rounding left
		rates, states = append(rates, rates[0]), append(states, states[0])
	}
	f.rates, f.states = rates, states
}

// shaken moves every rate by about a tenth.
func (s supposed) shaken(r *rand.Rand) supposed {
	by := func(x float64) float64 { return x * math.Exp(.1*r.NormFloat64()) }
	return supposed{by(s.doctor), by(s.associate), by(s.professor), by(s.leave), by(s.retire), s.grow + .003*r.NormFloat64()}
}

// suppose draws rates, each as likely in any octave of its bounds.
func suppose(r *rand.Rand) supposed {
	between := func(low, high float64) float64 { return low * math.Exp(r.Float64()*math.Log(high/low)) }
	return supposed{
		doctor: between(.01, .2), associate: between(.01, .2), professor: between(.005, .1),
		leave: between(.005, .06), retire: between(.01, .1), grow: -.03 + .06*r.Float64(),
	}
}

// year lets one go by: who leaves, then who rises, then who comes below so that the whole
// grows as supposed.
func (s supposed) year(r *rand.Rand, x rungs) rungs {
	aim := x.all() * (1 + s.grow)
	x.below -= some(r, x.below, s.leave)
	x.doctors -= some(r, x.doctors, s.leave)
	x.associates -= some(r, x.associates, s.retire)
	x.professors -= some(r, x.professors, s.retire)
	doctors, associates, professors := some(r, x.below, s.doctor), some(r, x.doctors, s.associate), some(r, x.associates, s.professor)
	x.below -= doctors
	x.doctors += doctors - associates
	x.associates += associates - professors
	x.professors += professors
	x.below += max(math.Round(aim-x.all()), 0)
	return x
}

// some gives how many of n people meet an event: whole people, scattered as chance would; where
// few are met by Poisson's law, else by the normal one.
func some(r *rand.Rand, n, chance float64) float64 {
	mean := n * chance
	if mean >= 12 {
		return min(max(math.Round(mean+r.NormFloat64()*math.Sqrt(mean*(1-chance))), 0), n)
	}
	k, this, u := 0.0, math.Exp(-mean), r.Float64()
	for ; u > this && k < n; k++ {
		u -= this
		this *= mean / (k + 1)
	}
	return k
}

// reported is how exact a published figure is taken to be: figures of one year are counted on
// different days and rounded.
const reported = 0.03

// misfit is how far from the published figures of a year: half the square of the distance, in
// units of how exact they are.
func (x rungs) misfit(figures map[string]registry.Code) (off float64) {
	for _, kind := range historyKinds {
		if c, known := figures[kind]; known && kind != uncounted {
			d := (x.kind(kind) - c.Value) / max(reported*c.Value, 1)
			off += d * d / 2
		}
	}
	return off
}

// bands gives p10, p50 and p90 of a figure in the year reached.
func (f *futures) bands(kind string) (at [3]float64) {
	all := make([]float64, len(f.states))
	for i, x := range f.states {
		all[i] = x.kind(kind)
	}
	slices.Sort(all)
	for i, q := range [...]float64{.1, .5, .9} {
		at[i] = all[int(q*float64(len(all)))]
	}
	return at
}
