package forecast

import (
	"slices"

	"trithuc/registry"
)

// cohort is a group that ages and retires together.
type cohort struct {
	born    int16
	retires int16 // step in which they retire
	sex     uint8
	stays   bool
}

// pair is a cohort in a field: a cell of the model is a pair and a level.
type pair struct{ field, cohort int16 }

// layout is where everybody stands when the runs begin. All runs share it.
type layout struct {
	first, steps int
	extending    bool    // some may stay on: only then it matters who may
	share        float64 // of the first year that is still to come
	fields       int
	levels       int
	cohorts      []cohort
	pairs        []pair
	people       []int32 // by cell: pair*levels + level
	waits        []queue // by pair*3 + step of the chain: who may not rise yet
	queued       []uint8 // by pair: a bit for each step of the chain for which somebody waits
	chain        [3]step
	from         [3]int     // by step of the chain: the level it begins at
	staying      []extended // past their month today, and asked to stay on by the scenario
	at           map[cohort]int16
	where        []int32             // pair by field*len(cohorts) + cohort, -1 for none
	stepFrom     [maxLevels + 1]int8 // by level: the step of the chain that begins there, -1 for none
	none         uint8
	open         []bool // by field: people of any age may come to it from others; nil for none
	closed       []bool // by field: nobody is ever there, since nobody asked; nil for none
	kinds        []newcomer
	coming       []int16 // cohort of who comes, by step*len(kinds) + kind
}

// extended are people who work beyond their month, until a step.
type extended struct {
	field, born int16
	level, sex  uint8
	until       int16
}

// newLayout makes room for the people of the input from a year on.
func newLayout(in *Input, first, steps int, share float64, extending bool) *layout {
	l := &layout{
		extending: extending, first: first, steps: steps, share: share, fields: len(in.fields), levels: len(in.Levels),
		chain: in.chainOf(), at: map[cohort]int16{}, none: uint8(len(in.Levels) - 1),
	}
	for i, c := range l.chain {
		l.from[i] = int(c.from)
	}
	for level := range l.stepFrom {
		l.stepFrom[level] = int8(slices.IndexFunc(l.chain[:], func(s step) bool { return int(s.from) == level }))
	}
	return l
}

// only closes the fields that nobody asked for.
func (l *layout) only(fields []place, asked func(place) bool) {
	if asked == nil {
		return
	}
	l.closed = make([]bool, len(fields))
	for f, of := range fields {
		l.closed[f] = !asked(of)
	}
}

// receive makes room in the fields that people move to.
func (l *layout) receive(moves []moving) {
	if len(moves) == 0 {
		return
	}
	l.open = make([]bool, l.fields)
	for _, m := range moves {
		for _, f := range m.into {
			l.open[f] = true
		}
	}
}

// settle puts everybody in their cells whom level names, with the level they have
// at the beginning, and makes room for those who may come.
func (l *layout) settle(in *Input, kinds []newcomer, level func(*person) (uint8, bool)) {
	counts := map[seat]int32{}
	for i := range in.people {
		p := &in.people[i]
		if lvl, ok := level(p); ok {
			c := l.cohortOf(p.born, p.retires, p.sex, p.stays && l.extending)
			counts[seat{p.field, c, lvl, waiting(p, l.chain, lvl, l.first)}]++
		}
	}
	l.expect(in, kinds)
	l.fill(counts, l.coming)
}

// expect makes the cohorts of those who may come: of each kind in each step. The
// month of birth of who is still to come is not known: July is taken.
func (l *layout) expect(in *Input, kinds []newcomer) {
	l.kinds = kinds
	l.coming = make([]int16, 0, len(kinds)*l.steps)
	for t := range l.steps {
		for _, k := range kinds {
			born := l.first + t - int(k.age)
			month, _ := in.retirement.Month(registry.Date{Year: born, Month: 7}, map[uint8]registry.Sex{male: registry.Male, female: registry.Female}[k.sex])
			retires := max(month.Year*12+month.Month-1, (l.first+t+1)*12) // who comes past that age stays a year
			l.coming = append(l.coming, l.cohortOf(int16(born), int32(retires), k.sex, k.stays && l.extending))
		}
	}
}

// cohortOf gives the cohort of somebody born in a year who retires in a month.
func (l *layout) cohortOf(born int16, retires int32, sex uint8, stays bool) int16 {
	c := cohort{born, int16(min(int(retires)/12-l.first, l.steps)), sex, stays}
	i, known := l.at[c]
	if !known {
		i = int16(len(l.cohorts))
		l.cohorts, l.at[c] = append(l.cohorts, c), i
	}
	return i
}

// stepTo gives the step of the chain that leads to a level, -1 for none.
func (l *layout) stepTo(level uint8) int {
	return slices.IndexFunc(l.chain[:], func(s step) bool { return s.to == level })
}

// fill makes the cells. counts has how many stand in each, extra the cohorts that
// may come later, in every field.
func (l *layout) fill(counts map[seat]int32, extra []int16) {
	l.where = make([]int32, l.fields*len(l.cohorts))
	for s := range counts {
		l.where[int(s.field)*len(l.cohorts)+int(s.cohort)] = 1
	}
	for f := range l.fields {
		if l.closed != nil && l.closed[f] {
			continue
		}
		for _, c := range extra {
			l.where[f*len(l.cohorts)+int(c)] = 1
		}
		if l.open != nil && l.open[f] {
			for c := range l.cohorts {
				l.where[f*len(l.cohorts)+c] = 1
			}
		}
	}
	for i, used := range l.where {
		if l.where[i] = -1; used != 0 {
			l.where[i] = int32(len(l.pairs))
			l.pairs = append(l.pairs, pair{int16(i / len(l.cohorts)), int16(i % len(l.cohorts))})
		}
	}
	l.people = make([]int32, len(l.pairs)*l.levels)
	l.waits = make([]queue, len(l.pairs)*len(l.chain))
	l.queued = make([]uint8, len(l.pairs))
	for s, n := range counts {
		l.seat(s, n)
	}
}

// seat is a cell and the years its people wait for the next step.
type seat struct {
	field, cohort int16
	level, wait   uint8
}

func (l *layout) seat(s seat, n int32) {
	p := l.where[int(s.field)*len(l.cohorts)+int(s.cohort)]
	l.people[int(p)*l.levels+int(s.level)] += n
	if k := l.stepFrom[s.level]; k >= 0 && s.wait > 0 {
		l.waits[int(p)*len(l.chain)+int(k)].add(0, int(s.wait), n)
		l.queued[p] |= 1 << k
	}
}
