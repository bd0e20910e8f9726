package forecast

import (
	"cmp"
	"math"
	"slices"
)

// CauseKind names what makes a gap wider or narrower.
type CauseKind string

// The causes of a gap.
const (
	AtFirst CauseKind = "at-first" // what is needed less who is there today
	Retires CauseKind = "retires"  // who reaches the month of retirement
	Leaves  CauseKind = "leaves"   // who leaves, moves away or dies
	RisesOn CauseKind = "rises-on" // who rises out of the level
	Comes   CauseKind = "comes"    // who comes, of themselves or by the scenario
	Rises   CauseKind = "rises"    // who rises into the level
	Moves   CauseKind = "moves"    // who comes from other fields, less who goes to them
)

// Cause is how many people of a gap come from one cause; those that narrow it are
// below nought.
type Cause struct {
	Kind   CauseKind
	People int
}

// expected is a year before it is made whole numbers: the people at its end, and its
// flows.
type expected struct {
	people, risesOn float64
	flow            [flows]float64
}

func (e *expected) add(m *model, t, part int) {
	o := m.outcome
	e.people += average(o.of(t, part))
	for k := range flows {
		e.flow[k] += o.mean(t, part, k)
	}
	if step := m.layout.stepFrom[part%len(m.in.Levels)]; step >= 0 {
		next := part - part%len(m.in.Levels) + int(m.layout.chain[step].to)
		e.risesOn += o.mean(t, next, flowRose)
	}
}

// Causes takes the gap of a year apart into what makes it; they add up to it. False
// where no need is known for that year.
func (s Series) Causes(year int) (all []Cause, ok bool) {
	at := slices.IndexFunc(s.Years, func(y Year) bool { return y.Year == year })
	if at < 0 || s.Years[at].Gap == nil {
		return nil, false
	}
	var flow [flows]float64
	risesOn := 0.0
	for _, y := range s.Years[:at+1] {
		for k := range flows {
			flow[k] += y.exact.flow[k]
		}
		risesOn += y.exact.risesOn
	}
	y := s.Years[at]
	today := y.exact.people + flow[flowRetired] + flow[flowLeft] + risesOn - flow[flowCame] - flow[flowRose] - flow[flowMoved]
	parts := []struct {
		kind   CauseKind
		people float64
	}{{AtFirst, float64(*y.Demand) - today}, {Retires, flow[flowRetired]}, {Leaves, flow[flowLeft]}, {RisesOn, risesOn}, {Comes, -flow[flowCame]}, {Rises, -flow[flowRose]}, {Moves, -flow[flowMoved]}}
	if s.Level == All { // within the whole nobody rises in or out
		parts = slices.Delete(slices.Delete(parts, 5, 6), 3, 4)
	}
	if flow[flowMoved] == 0 {
		parts = parts[:len(parts)-1]
	}
	rest := *y.Gap
	for _, p := range parts {
		n := int(math.Round(p.people))
		rest -= n
		all = append(all, Cause{p.kind, n})
	}
	// what rounding left stands with the largest
	i := slices.Index(all, slices.MaxFunc(all, func(a, b Cause) int { return cmp.Compare(max(a.People, -a.People), max(b.People, -b.People)) }))
	all[i].People += rest
	return all, true
}
