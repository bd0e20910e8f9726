package forecast

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"trithuc/registry"
)

// Aim asks what it takes to have so many people of a field and level from a year on.
type Aim struct {
	Field, Level string  // as in Wanted
	People, From int     // likewise
	Recruits     string  // the level of whom can be recruited; "" means that of the aim, ThS where it has none
	MaxRecruit   int     // people a year that can be found
	MaxTrain     int     // holders of a ThS a year that can be sent
	RecruitCost  float64 // of one person recruited, in whatever unit; both nought count heads
	TrainCost    float64 // of one person sent
}

// Least is the cheapest recruitment and training a year, the same every year from next
// year on, with which an aim is met in at least sure of all simulated futures, in each
// year from its first to the last of the scenario. More of either is taken never to
// hurt.
type Least struct {
	Possible       bool
	Recruit, Train int     // people a year; where it is not Possible, the most of both
	Cost           float64 // of a year
	Bound          float64 // no cheaper one exists; equal to Cost where this one is proven the cheapest
	Chance         float64 // share of the futures that meet the aim in its worst year
	Nothing        float64 // likewise without any of it
	Tried          int     // pairs of recruitment and training that were simulated
}

// Proven says that nothing cheaper exists among the simulated futures.
func (l Least) Proven() bool { return l.Possible && l.Bound >= l.Cost }

const (
	sure       = 0.8
	leastRuns  = 200
	leastTried = 160 // pairs after which the search says how far it may be from the best
	maxAim     = 2_000
)

// LeastOf searches the least for an aim beside whatever the scenario does. It is
// Invalid for an aim that names what the registry does not know, or a year or a number
// that none can have.
func LeastOf(ctx context.Context, in Input, s Scenario, now time.Time, a Aim) (Least, error) {
	if err := a.check(&in, s, now); err != nil {
		return Least{}, err
	}
	if a.RecruitCost == 0 && a.TrainCost == 0 {
		a.RecruitCost, a.TrainCost = 1, 1
	}
	s.Runs = leastRuns
	h := hunt{ctx: ctx, in: in, s: s, now: now, aim: a, chances: map[[2]int]float64{}, least: map[int]int{}}
	l := h.search()
	if h.err != nil {
		return Least{}, fmt.Errorf("forecast.LeastOf: %w", h.err)
	}
	return l, nil
}

func (a Aim) check(in *Input, s Scenario, now time.Time) error {
	_, last := s.span(now)
	c := scenarioCheck{now: now}
	c.refuse(a.People <= 0 || a.People > maxPeople, "people", a.People, "phải từ 1 đến %d người", maxPeople)
	c.refuse(a.From <= now.Year() || a.From > last, "from", a.From, "phải từ năm %d đến năm %d", now.Year()+1, last)
	c.refuse(a.MaxRecruit < 0 || a.MaxRecruit > maxAim, "maxrecruit", a.MaxRecruit, "phải từ 0 đến %d người", maxAim)
	c.refuse(a.MaxTrain < 0 || a.MaxTrain > maxAim, "maxtrain", a.MaxTrain, "phải từ 0 đến %d người", maxAim)
	c.refuse(!isCost(a.RecruitCost), "recruitcost", a.RecruitCost, "phải là số không âm")
	c.refuse(!isCost(a.TrainCost), "traincost", a.TrainCost, "phải là số không âm")
	if len(c.found) > 0 {
		return invalid(c.found)
	}
	s.Recruit, s.Targets = []Recruit{{Field: a.Field, Level: a.Recruits}}, []Wanted{{Field: a.Field, Level: a.Level}}
	return in.Check(s)
}

func isCost(x float64) bool { return x >= 0 && !math.IsInf(x, 1) && !math.IsNaN(x) }

// hunt looks for the least of one aim.
type hunt struct {
	ctx     context.Context
	in      Input
	s       Scenario
	now     time.Time
	aim     Aim
	least   map[int]int        // recruits by people sent; one more than the most where even that is not sure
	chances map[[2]int]float64 // by recruits and people sent
	err     error
}

// search splits the numbers that may be sent into spans. Within one nothing can cost
// less than its least training with the recruitment that its most training leaves
// necessary; spans that cannot beat the best found are left out.
func (h *hunt) search() Least {
	most := h.trainable()
	l := Least{Recruit: h.aim.MaxRecruit, Train: most, Nothing: h.chance(0, 0), Cost: math.Inf(1)}
	if l.Chance = h.chance(l.Recruit, most); l.Chance < sure || h.err != nil {
		l.Cost, l.Tried = h.cost(l.Recruit, most), len(h.chances)
		return l
	}
	l.Possible = true
	h.take(&l, 0)
	h.take(&l, most)
	open := [][2]int{{0, most}}
	for len(open) > 0 && len(h.chances) < leastTried && h.err == nil {
		span := open[0]
		open = open[1:]
		if span[1]-span[0] < 2 || h.atLeast(span) >= l.Cost {
			continue
		}
		middle := (span[0] + span[1]) / 2
		h.take(&l, middle)
		open = append(open, [2]int{span[0], middle}, [2]int{middle, span[1]})
	}
	l.Bound = l.Cost
	for _, span := range open {
		if span[1]-span[0] >= 2 {
			l.Bound = min(l.Bound, h.atLeast(span))
		}
	}
	l.Chance, l.Tried = h.chance(l.Recruit, l.Train), len(h.chances)
	return l
}

// trainable gives how many may be sent: none where a doctorate is not what the aim
// counts.
func (h *hunt) trainable() int {
	if level := cmp.Or(h.aim.Level, All); level != "TS" {
		return 0
	}
	return h.aim.MaxTrain
}

// take keeps the least recruitment beside so many sent, where it is cheaper.
func (h *hunt) take(l *Least, train int) {
	recruit, ok := h.recruits(train)
	if cost := h.cost(recruit, train); ok && cost < l.Cost {
		l.Recruit, l.Train, l.Cost = recruit, train, cost
	}
}

func (h *hunt) atLeast(span [2]int) float64 {
	recruit, ok := h.recruits(span[1])
	if !ok {
		return math.Inf(1)
	}
	return h.cost(recruit, span[0])
}

func (h *hunt) cost(recruit, train int) float64 {
	return h.aim.RecruitCost*float64(recruit) + h.aim.TrainCost*float64(train)
}

// recruits gives the least recruitment that is sure enough beside so many sent; false
// where the most is not.
func (h *hunt) recruits(train int) (int, bool) {
	if n, known := h.least[train]; known {
		return n, n <= h.aim.MaxRecruit
	}
	low, high := 0, h.aim.MaxRecruit+1
	for other, n := range h.least { // who sends more recruits no more, who sends fewer no fewer
		if other > train {
			low = max(low, n)
		} else {
			high = min(high, n)
		}
	}
	if high > h.aim.MaxRecruit && h.chance(h.aim.MaxRecruit, train) >= sure {
		high = h.aim.MaxRecruit
	}
	if high > h.aim.MaxRecruit {
		low = high
	}
	for low < high && h.err == nil {
		if middle := (low + high) / 2; h.chance(middle, train) >= sure {
			high = middle
		} else {
			low = middle + 1
		}
	}
	h.least[train] = high
	return high, high <= h.aim.MaxRecruit
}

// chance gives the share of the futures that meet the aim in its worst year.
func (h *hunt) chance(recruit, train int) float64 {
	if c, known := h.chances[[2]int{recruit, train}]; known || h.err != nil {
		return c
	}
	m, err := newModel(h.ctx, h.in, h.with(recruit, train), h.now, wish{only: h.asked()})
	if err != nil {
		h.err = err
		return 0
	}
	worst := 1.0
	for t := h.aim.From - m.layout.first; t < m.layout.steps; t++ {
		worst = min(worst, m.reaches(h.aim, t))
	}
	h.chances[[2]int{recruit, train}] = worst
	return worst
}

// with gives the scenario with so many recruited and sent a year beside its own.
func (h *hunt) with(recruit, train int) Scenario {
	s, a := h.s, h.aim
	level := a.Recruits
	if level == "" && a.Level != All {
		level = a.Level
	}
	if recruit > 0 {
		s.Recruit = append(s.Recruit[:len(s.Recruit):len(s.Recruit)], Recruit{Field: a.Field, Level: level, Count: recruit})
	}
	if train > 0 {
		s.Train = append(s.Train[:len(s.Train):len(s.Train)], Train{Field: a.Field, Count: train, From: h.now.Year()})
	}
	return s
}

// asked says which places bear on the aim: those of its field, and those from which people move.
func (h *hunt) asked() func(place) bool {
	of := h.in.within(h.aim.Field)
	if of == nil {
		return nil
	}
	var from []func(place) bool
	for _, m := range h.s.Move {
		from = append(from, h.in.within(m.Field))
	}
	return func(p place) bool {
		return of(p) || slices.ContainsFunc(from, func(in func(place) bool) bool { return in(p) })
	}
}

// within says which places a field or an area holds; nil for all.
func (in *Input) within(field string) func(place) bool {
	if field == "" || field == All {
		return nil
	}
	field = in.ref.CodeInForce(registry.SchemeField, field, in.on)
	return func(p place) bool { return p.area == field || p.field == field }
}

// reaches gives the share of the runs in which a step has the people of an aim.
func (m *model) reaches(a Aim, t int) float64 {
	field, levels := m.in.within(a.Field), len(m.in.Levels)
	runs := make([]int, m.outcome.runs)
	for g := range m.outcome.groups {
		if field != nil && !field(m.in.fields[g/levels]) || a.Level != "" && a.Level != All && m.in.Levels[g%levels] != a.Level {
			continue
		}
		for i, n := range m.outcome.of(t, g) {
			runs[i] += int(n)
		}
	}
	met := 0
	for _, n := range runs {
		if n >= a.People {
			met++
		}
	}
	return float64(met) / float64(len(runs))
}
