package forecast

import "slices"

// The years back from which rates are estimated.
const (
	window        = 10 // of steps from level to level
	arrivalWindow = 5
)

// tally is what was seen of one process in one field: how often it happened in how
// many person-years at risk, by age band.
type tally struct{ events, years [bands]float64 }

// evidence is what the registry's own dated records say up to a year.
type evidence struct {
	seen     [processes][]tally // by field
	arrivals [][]newcomer       // by field: who came in arrivalWindow
	byYear   [arrivalWindow]float64
}

// of gives the evidence for so many fields: nothing was seen of those that came later.
func (e *evidence) of(fields int) *evidence {
	grown := *e
	more := fields - len(e.arrivals)
	grown.arrivals = slices.Concat(e.arrivals, make([][]newcomer, more))
	for i := range grown.seen {
		grown.seen[i] = slices.Concat(e.seen[i], make([]tally, more))
	}
	return &grown
}

// newcomer is the kind of person that came.
type newcomer struct {
	age   int16
	sex   uint8
	level uint8
	wait  uint8 // years before the next step is open
	stays bool
}

// observer gathers evidence about the years before until.
type observer struct {
	in    *Input
	until int // the last whole year that is known
	none  uint8
	chain [3]step
	out   *evidence
}

// step is one of the promotions, with its levels.
type step struct {
	process  int
	from, to uint8
	wait     int
}

// chainOf gives the promotions; ThS → TS first.
func (in *Input) chainOf() [3]step {
	l := func(name string) uint8 { return uint8(in.levelNamed(name)) }
	return [3]step{
		{doctor, l("ThS"), l("TS"), in.rates.wait(doctor)},
		{associate, l("TS"), l("PGS"), in.rates.wait(associate)},
		{professor, l("PGS"), l("GS"), in.rates.wait(professor)},
	}
}

// waiting gives how many years after a year somebody at a level may take the next
// step; 0 where nothing says since when they have the level.
func waiting(p *person, chain [3]step, level uint8, year int) uint8 {
	for _, s := range chain {
		if since := p.heldSince(level); s.from == level && since != 0 {
			return uint8(min(max(since+s.wait-year, 0), maxWait))
		}
	}
	return 0
}

// observe reads what happened up to the end of a year out of the dated records of
// those who were in the registry by then.
func (in *Input) observe(until int) *evidence {
	o := observer{in: in, until: until, none: uint8(len(in.Levels) - 1), chain: in.chainOf(), out: &evidence{arrivals: make([][]newcomer, len(in.fields))}}
	for i := range o.out.seen {
		o.out.seen[i] = make([]tally, len(in.fields))
	}
	for i := range in.people {
		p := &in.people[i]
		if p.born == 0 || p.retires == 0 || int(p.since) > until+1 {
			continue
		}
		o.leaves(p)
		o.comes(p)
		for _, s := range o.chain {
			o.rises(p, s)
		}
	}
	return o.out
}

// leaves counts the years in which somebody might have left: only those since the
// record came into the registry, since whoever left before is in no list.
func (o *observer) leaves(p *person) {
	if p.since == 0 {
		return
	}
	for year := int(p.since) + 1; year <= o.until; year++ {
		if p.left != 0 && int(p.left) < year || int(p.retires)/12 <= year {
			return
		}
		o.count(leave, p, year, int(p.left) == year)
	}
}

// comes counts who came within the window, with the level they had then, among
// those of whom it is known when they came.
func (o *observer) comes(p *person) {
	year, first := int(p.from), o.until-arrivalWindow+1
	if year == 0 {
		return
	}
	if p.countsIn(o.until) {
		o.out.seen[arrive][p.field].years[0] += arrivalWindow
	}
	if year < first || year > o.until || year-int(p.born) < youngest || int(p.retires)/12 <= year {
		return
	}
	o.out.seen[arrive][p.field].events[0]++
	o.out.byYear[year-first]++
	level := p.levelIn(year, o.none)
	if level == o.none { // degrees of later years alone: what they came with is not written down
		level = p.level
	}
	o.out.arrivals[p.field] = append(o.out.arrivals[p.field], newcomer{
		age: int16(year) - p.born, sex: p.sex, level: level, stays: p.stays, wait: waiting(p, o.chain, level, year),
	})
}

// rises counts the years in which somebody might have taken a step. Where the year
// of the level below is not known, nothing can be said.
func (o *observer) rises(p *person, s step) {
	since, next := p.heldSince(s.from), p.heldSince(s.to)
	if since == 0 {
		return
	}
	for year := max(since+s.wait, o.until-window+1); year <= o.until; year++ {
		switch before := p.levelIn(year-1, o.none); {
		case before != s.from || int(p.from) > year || p.left != 0 && int(p.left) < year || int(p.retires)/12 <= year:
			continue
		case next == year:
			o.count(s.process, p, year, true)
			return
		}
		o.count(s.process, p, year, false)
	}
}

func (o *observer) count(process int, p *person, year int, happened bool) {
	t, band := &o.out.seen[process][p.field], bandOf(year-int(p.born))
	t.years[band]++
	if happened {
		t.events[band]++
	}
}

// sum adds the fields up.
func sum(fields []tally) (all tally) {
	for _, t := range fields {
		for b := range bands {
			all.events[b] += t.events[b]
			all.years[b] += t.years[b]
		}
	}
	return all
}

func (t tally) total() (events, years float64) {
	for b := range bands {
		events, years = events+t.events[b], years+t.years[b]
	}
	return events, years
}
