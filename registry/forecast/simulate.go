package forecast

import (
	"math/bits"
	"slices"
)

// What moves people, as counted in the flows.
const (
	flowRetired = iota
	flowLeft    // thôi việc, chuyển đi, từ trần
	flowCame
	flowRose // came from the level below
	flows
)

// simulation is one run after another over the same layout, in room of its own.
type simulation struct {
	*layout
	*plan
	dice
	cells    []int32          // people by cell, as layout.people
	waiting  [][maxWait]int32 // as layout.waits
	met      []uint32         // by pair: which levels have people
	extended []extended       // working beyond their month
	rates    [processes]rate
	dying    float64             // factor on all deaths
	queued   []uint8             // as layout.queued
	die      []float64           // by cohort, in this step: the hazard of dying
	quit     [][bands]float64    // by field, likewise of leaving
	climb    [3][][bands]float64 // by step of the chain and field: the hazard of taking it
	band     []uint8             // by cohort
	goes     budget              // until somebody leaves or dies
	rises    budget              // until somebody takes a step
	count    []int32             // by field*levels + level
	t        int
	part     float64        // of the year that is simulated
	flow     [][flows]int64 // by (t*fields + field)*levels + level, over all runs
}

func newSimulation(l *layout, p *plan) *simulation {
	s := &simulation{
		layout: l, plan: p, cells: make([]int32, len(l.people)), waiting: make([][maxWait]int32, len(l.waits)),
		met: make([]uint32, len(l.pairs)), queued: make([]uint8, len(l.pairs)), quit: make([][bands]float64, l.fields), die: make([]float64, len(l.cohorts)),
		band: make([]uint8, len(l.cohorts)), count: make([]int32, l.fields*l.levels),
		flow: make([][flows]int64, l.steps*l.fields*l.levels),
	}
	for i := range s.rates {
		s.rates[i].factor = make([]float64, l.fields)
	}
	for i := range s.climb {
		s.climb[i] = make([][bands]float64, l.fields)
	}
	return s
}

// run goes through all steps once and gives the people of each field and level at
// the end of each to seen.
func (s *simulation) run(d dice, seen func(t int, count []int32)) {
	s.begin(d)
	for t := range s.steps {
		s.t, s.part = t, 1
		if t == 0 {
			s.part = s.share
		}
		s.age()
		for p := range s.pairs {
			if s.met[p] != 0 {
				s.pass(p)
			}
		}
		s.endExtensions()
		s.graduate()
		s.welcome()
		seen(t, s.count)
	}
}

// deathShape says how sure the table of deaths is: a factor on all of it is drawn from
// a gamma distribution of this shape, so that it scatters by a fifth.
const deathShape = 25

// begin draws the rates and puts everybody where they stand today.
func (s *simulation) begin(d dice) {
	s.dice = d
	for i := range s.beliefs {
		s.beliefs[i].draw(d, &s.rates[i])
	}
	s.dying, s.goes, s.rises = s.plan.dying*d.gamma(deathShape, deathShape), d.budget(), d.budget()
	copy(s.cells, s.people)
	copy(s.waiting, s.waits)
	copy(s.queued, s.layout.queued)
	clear(s.count)
	for p, of := range s.pairs {
		s.met[p] = 0
		for level, n := range s.cells[p*s.levels : (p+1)*s.levels] {
			if n > 0 {
				s.met[p] |= 1 << level
				s.count[int(of.field)*s.levels+level] += n
			}
		}
	}
	s.extended = s.extended[:0]
	for _, e := range s.staying {
		if s.uniform() < s.extend {
			s.extended = append(s.extended, e)
			s.count[int(e.field)*s.levels+int(e.level)]++
		}
	}
}

// age gives each cohort its chances of this step.
func (s *simulation) age() {
	for i, c := range s.cohorts {
		age := s.first + s.t - int(c.born)
		s.band[i] = uint8(bandOf(age))
		s.die[i] = hazard(s.deaths[c.sex][min(max(age, 0), maxAge-1)] * s.dying * s.part)
	}
	s.hazards(leave, s.quit)
	for i, c := range s.chain {
		s.hazards(c.process, s.climb[i])
	}
}

// hazards gives each field its chances of this step.
func (s *simulation) hazards(process int, into [][bands]float64) {
	rate := &s.rates[process]
	for f, factor := range rate.factor {
		for b, common := range rate.common {
			into[f][b] = hazard(common * factor * s.part)
		}
	}
}

// pass leads the people of one cohort and field through a year: who reaches the
// month retires; of the others some leave or die, then some rise a level.
func (s *simulation) pass(p int) {
	of := s.pairs[p]
	if int(s.cohorts[of.cohort].retires) == s.t {
		s.retire(p)
		return
	}
	band := s.band[of.cohort]
	goes := s.die[of.cohort] + s.quit[of.field][band]
	for met := s.met[p]; met != 0; met &= met - 1 {
		level := bits.TrailingZeros32(met)
		n := &s.cells[p*s.levels+level]
		step := int(s.stepFrom[level])
		if step >= 0 && s.t > 0 && s.queued[p]>>step&1 != 0 {
			s.ripen(p, step)
		}
		if s.goes.spent(*n, goes) {
			s.lose(p, level, step, s.goes.events(s.dice, *n, goes))
		}
		if step >= 0 && *n > 0 {
			s.rise(p, step, *n, s.climb[step][of.field][band])
		}
		if *n == 0 {
			s.met[p] &^= 1 << level
		}
	}
}

// ripen brings everybody who waits one year nearer.
func (s *simulation) ripen(p, step int) {
	w := &s.waiting[p*len(s.chain)+step]
	copy(w[:], w[1:])
	if w[maxWait-1] = 0; *w == [maxWait]int32{} {
		s.queued[p] &^= 1 << step
	}
}

// lose takes k people out of a cell, whoever of them it is.
func (s *simulation) lose(p, level, step int, k int32) {
	if k == 0 {
		return
	}
	n := &s.cells[p*s.levels+level]
	for range k {
		if step >= 0 {
			s.unqueue(p, step, s.below(int(*n)))
		}
		*n--
	}
	s.leaves(s.pairs[p].field, level, flowLeft, k)
}

// unqueue takes the i-th person of a cell from among those who wait, who stand
// first; beyond them stands who does not wait.
func (s *simulation) unqueue(p, step, i int) {
	if s.queued[p]>>step&1 == 0 {
		return
	}
	w := &s.waiting[p*len(s.chain)+step]
	for j := range w {
		if i < int(w[j]) {
			w[j]--
			return
		}
		i -= int(w[j])
	}
}

// leaves counts k people out of a field and level.
func (s *simulation) leaves(field int16, level, flow int, k int32) {
	i := int(field)*s.levels + level
	s.count[i] -= k
	s.flow[s.t*len(s.count)+i][flow] += int64(k)
}

// joins counts k people in.
func (s *simulation) joins(field int16, level, flow int, k int32) {
	i := int(field)*s.levels + level
	s.count[i] += k
	s.flow[s.t*len(s.count)+i][flow] += int64(k)
}

// rise promotes some of those of a cell who no longer wait.
func (s *simulation) rise(p, step int, n int32, chance float64) {
	if s.queued[p]>>step&1 != 0 {
		for _, k := range s.waiting[p*len(s.chain)+step] {
			n -= k
		}
	}
	if n > 0 && s.rises.spent(n, chance) {
		s.promote(p, step, s.rises.events(s.dice, n, chance))
	}
}

// promote moves k people who do not wait up a level, where they wait again.
func (s *simulation) promote(p, step int, k int32) {
	c := s.chain[step]
	field := s.pairs[p].field
	s.cells[p*s.levels+int(c.from)] -= k
	s.cells[p*s.levels+int(c.to)] += k
	s.met[p] |= 1 << c.to
	s.count[int(field)*s.levels+int(c.from)] -= k
	s.joins(field, int(c.to), flowRose, k)
	if next := step + 1; next < len(s.chain) && s.chain[next].wait > 0 {
		s.waiting[p*len(s.chain)+next][s.chain[next].wait-1] += k
		s.queued[p] |= 1 << next
	}
}

// retire empties a pair; of those who may stay on some do.
func (s *simulation) retire(p int) {
	of := s.pairs[p]
	c := s.cohorts[of.cohort]
	for level := range s.levels {
		n := s.cells[p*s.levels+level]
		if n == 0 {
			continue
		}
		s.cells[p*s.levels+level] = 0
		if k := slices.IndexFunc(s.chain[:], func(x step) bool { return int(x.to) == level }); k >= 0 && c.stays && s.extend > 0 {
			stay := s.binomial(n, s.extend, s.uniform())
			for range stay {
				s.extended = append(s.extended, extended{of.field, c.born, uint8(level), c.sex, int16(s.t + s.extra[k])})
			}
			n -= stay
		}
		s.leaves(of.field, level, flowRetired, n)
	}
	s.met[p] = 0
}

// endExtensions lets go whose extension ends, and loses some of the others; those
// whose extension began in this step are let be.
func (s *simulation) endExtensions() {
	kept := s.extended[:0]
	for _, e := range s.extended {
		age := s.first + s.t - int(e.born)
		switch chance := s.deaths[e.sex][min(age, maxAge-1)] * s.dying * s.part; {
		case int(e.until) <= s.t:
			s.leaves(e.field, int(e.level), flowRetired, 1)
		case chance > 0 && s.uniform() < chance:
			s.leaves(e.field, int(e.level), flowLeft, 1)
		default:
			kept = append(kept, e)
		}
	}
	s.extended = kept
}
