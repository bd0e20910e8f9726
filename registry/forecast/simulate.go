package forecast

import (
	"math/bits"
)

// What moves people, as counted in the flows.
const (
	flowRetired = iota
	flowLeft    // thôi việc, chuyển đi, từ trần
	flowCame
	flowRose  // came from the level below
	flowMoved // came from other fields, less those who went to them
	flows
)

// simulation is one run after another over the same layout, in room of its own.
type simulation struct {
	*layout
	*plan
	dice
	cells    []int32    // people by cell, as layout.people
	waiting  []queue    // as layout.waits
	met      []uint32   // by pair: which levels have people
	total    []int32    // by pair: people of all levels
	every    []int      // all fields
	extended []extended // working beyond their month
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
		layout: l, plan: p, cells: make([]int32, len(l.people)), waiting: make([]queue, len(l.waits)),
		met: make([]uint32, len(l.pairs)), total: make([]int32, len(l.pairs)), queued: make([]uint8, len(l.pairs)), quit: make([][bands]float64, l.fields), die: make([]float64, len(l.cohorts)),
		band: make([]uint8, len(l.cohorts)), count: make([]int32, l.fields*l.levels),
		flow: make([][flows]int64, l.steps*l.fields*l.levels),
	}
	for f := range l.fields {
		s.every = append(s.every, f)
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
		s.pass()
		s.endExtensions()
		s.graduate()
		s.change()
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
		s.met[p], s.total[p] = 0, 0
		for level, n := range s.cells[p*s.levels : (p+1)*s.levels] {
			if n > 0 {
				s.met[p] |= 1 << level
				s.total[p] += n
				s.count[int(of.field)*s.levels+level] += n
			}
		}
	}
	s.extended = s.extended[:0]
	for _, e := range s.staying {
		if s.uniform() < s.extend[s.stepTo(e.level)] {
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
	if s.t > 1 { // all whole years are alike
		return
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

// pass leads everybody through a year: who reaches the month retires; of the others
// some leave or die, then some rise a level.
func (s *simulation) pass() {
	for p, met := range s.met {
		if met == 0 {
			continue
		}
		of := s.pairs[p]
		if int(s.cohorts[of.cohort].retires) == s.t {
			s.retire(p)
			continue
		}
		if s.t > 0 && s.queued[p] != 0 {
			s.ripen(p)
		}
		band := s.band[of.cohort]
		if goes, left := s.die[of.cohort]+s.quit[of.field][band], s.goes; left.spent(s.total[p], goes) {
			s.depart(p, goes)
		} else {
			s.goes = left
		}
		s.advance(p, of.field, band)
	}
}

// depart lets some of a pair leave or die, of whom it is known that it happens to one at least.
func (s *simulation) depart(p int, goes float64) {
	for met := s.met[p]; met != 0; met &= met - 1 {
		level := bits.TrailingZeros32(met)
		if n := s.cells[p*s.levels+level]; s.goes.spent(n, goes) {
			s.lose(p, level, s.goes.events(s.dice, n, goes))
		}
	}
}

// advance promotes some of a pair. As a rule nobody is, and one look at all steps together says so.
func (s *simulation) advance(p int, field int16, band uint8) {
	all := 0.0
	var free [3]int32
	for i, from := range s.from {
		if n := s.cells[p*s.levels+from]; n > 0 {
			free[i] = n - s.waiting[p*len(s.chain)+i].all
			all += float64(free[i]) * s.climb[i][field][band]
		}
	}
	if left := s.rises - budget(all); left >= 0 {
		s.rises = left
		return
	}
	for i := len(free) - 1; i >= 0; i-- { // the highest first, so that nobody rises twice
		if chance := s.climb[i][field][band]; free[i] > 0 && s.rises.spent(free[i], chance) {
			s.promote(p, i, s.rises.events(s.dice, free[i], chance))
		}
	}
}

// ripen brings everybody of a pair who waits one year nearer.
func (s *simulation) ripen(p int) {
	for i := range s.chain {
		if s.queued[p]>>i&1 != 0 && s.waiting[p*len(s.chain)+i].ripen(s.t) {
			s.queued[p] &^= 1 << i
		}
	}
}

// lose takes k people out of a cell, whoever of them it is.
func (s *simulation) lose(p, level int, k int32) {
	if k == 0 {
		return
	}
	n, step := &s.cells[p*s.levels+level], int(s.stepFrom[level])
	for range k {
		if step >= 0 {
			s.unqueue(p, step, s.below(int(*n)))
		}
		*n--
	}
	s.total[p] -= k
	if *n == 0 {
		s.met[p] &^= 1 << level
	}
	s.leaves(s.pairs[p].field, level, flowLeft, k)
}

// unqueue takes the i-th person of a cell from among those who wait, who stand
// first; beyond them stands who does not wait.
func (s *simulation) unqueue(p, step, i int) {
	if s.queued[p]>>step&1 != 0 {
		s.waiting[p*len(s.chain)+step].take(i)
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

// promote moves k people who do not wait up a level, where they wait again.
func (s *simulation) promote(p, step int, k int32) {
	c := s.chain[step]
	field := s.pairs[p].field
	if s.cells[p*s.levels+int(c.from)] -= k; s.cells[p*s.levels+int(c.from)] == 0 {
		s.met[p] &^= 1 << c.from
	}
	s.cells[p*s.levels+int(c.to)] += k
	s.met[p] |= 1 << c.to
	s.count[int(field)*s.levels+int(c.from)] -= k
	s.joins(field, int(c.to), flowRose, k)
	if next := step + 1; next < len(s.chain) && s.chain[next].wait > 0 {
		s.waiting[p*len(s.chain)+next].add(s.t, s.chain[next].wait, k)
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
		if k := s.stepTo(uint8(level)); k >= 0 && c.stays && s.extend[k] > 0 {
			stay := s.binomial(n, s.extend[k], s.uniform())
			for range stay {
				s.extended = append(s.extended, extended{of.field, c.born, uint8(level), c.sex, int16(s.t + s.extra[k])})
			}
			n -= stay
		}
		s.leaves(of.field, level, flowRetired, n)
	}
	s.met[p], s.total[p], s.queued[p] = 0, 0, 0
	clear(s.waiting[p*len(s.chain) : (p+1)*len(s.chain)])
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
