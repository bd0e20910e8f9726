package forecast

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"trithuc/registry"
)

// youngest is the age in years below which nobody has a degree: a later birth
// year is a slip of the pen and says nothing about retirement.
const youngest = 18

// Project gives the people at the end of this year and of every year of the
// scenario, with what may happen beside retirement drawn many times over. It counts
// whoever is still to retire by law: people past their month on the day of now, and
// people whose month cannot be said, are in no headcount but in the assumptions,
// each with their number. The only error is that of ctx: who no longer waits for the
// answer stops the runs.
func Project(ctx context.Context, in Input, s Scenario, now time.Time) (Projection, error) {
	m, err := newModel(ctx, in, s, now, wish{})
	if err != nil {
		return Projection{}, fmt.Errorf("forecast.Project: %w", err)
	}
	p := m.projection(s, now)
	if p.Backtest, err = m.in.backtest(ctx, s.seed()); err != nil {
		return Projection{}, fmt.Errorf("forecast.Project: %w", err)
	}
	p.History = in.History()
	return p, nil
}

// Try is Project without the past forecast, which is the same for all scenarios: for
// one that is put beside another.
func Try(ctx context.Context, in Input, s Scenario, now time.Time) (Projection, error) {
	m, err := newModel(ctx, in, s, now, wish{})
	if err != nil {
		return Projection{}, fmt.Errorf("forecast.Try: %w", err)
	}
	return m.projection(s, now), nil
}

// projection puts what the runs gave into the words of the contract.
func (m *model) projection(s Scenario, now time.Time) Projection {
	m.count()
	series := m.series()
	return Projection{
		AsOf: registry.DateOf(now), Until: registry.Date{Year: m.layout.first + m.layout.steps - 1, Month: 12, Day: 31},
		Scenario: s.name(), Series: series, Assumptions: m.assumptions(s),
		Alarms: m.alarms(series), Began: m.in.began(), Closed: m.plan.beliefs[arrive].mean() == 0,
	}
}

// model is one scenario with all its runs.
type model struct {
	in      Input
	plan    *plan
	seen    *evidence
	layout  *layout
	outcome *outcome
	targets []Target
	month   int // of now
	apart   apart
	whole   [][]int         // headcount by step and group, whole people
	gone    [][flows][]int  // by group: flow by step, whole people
	undated []int           // by group
	overdue []int           // by group
	members map[group][]int // groups of field and level → their parts
}

// group names a series.
type group struct{ field, level string }

// wish is what is asked of a model beside its scenario.
type wish struct {
	tweak func(*plan)      // changes what is supposed; nil for nothing
	only  func(place) bool // leaves all other places empty; nil for none
}

// newModel makes all runs of a scenario.
func newModel(ctx context.Context, in Input, s Scenario, now time.Time, w wish) (_ *model, err error) {
	first, last := s.span(now)
	steps := last - first + 1
	in.fields = slices.Clone(in.fields)
	m := &model{in: in, month: monthOf(registry.DateOf(now)), targets: in.targets(s, now, last)}
	for _, r := range s.Recruit {
		m.in.numbers(r.Field)
	}
	for _, move := range s.Move {
		m.in.numbers(move.To)
	}
	if len(m.in.fields) == 0 {
		m.in.place(place{})
	}
	level := m.in.today(m.month)
	m.seen = in.seen.of(len(m.in.fields))
	var kinds []newcomer
	m.plan, kinds = m.in.newPlan(s, m.seen, first, steps, m.in.counts(level))
	if w.tweak != nil {
		w.tweak(m.plan)
	}
	level = m.without(w.only, level)
	m.layout = newLayout(&m.in, first, steps, leftOf(now), s.extends())
	m.layout.only(m.in.fields, w.only)
	m.layout.receive(m.plan.moves)
	m.layout.settle(&m.in, kinds, level)
	if s.extends() {
		m.in.stayingOn(m.layout, m.plan, m.month)
	}
	if m.outcome, err = simulate(ctx, m.layout, m.plan, s.runs(), s.seed()); err != nil {
		return nil, err
	}
	return m, nil
}

// targets are the scenario's and those of the catalogue it does not replace.
func (in *Input) targets(s Scenario, now time.Time, last int) []Target {
	var own []Target
	for _, g := range s.Growth {
		own = append(own, in.growing(g, now.Year(), last, fmt.Sprintf("Tăng %s mỗi năm so với số người hiện có", percent(g.Share)), s.name())...)
	}
	for _, w := range s.Targets {
		own = append(own, Target{Field: in.named(w.Field), Level: cmp.Or(w.Level, All), People: w.Count,
			From: cmp.Or(w.From, now.Year()+1), Name: "Chỉ tiêu của phương án", Source: s.name()})
	}
	var all []Target
	for _, t := range in.Targets {
		if !slices.ContainsFunc(own, func(w Target) bool { return w.Field == t.Field && w.Level == t.Level }) {
			all = append(all, t)
		}
	}
	all = append(all, own...)
	slices.SortStableFunc(all, func(a, b Target) int { return cmp.Compare(a.From, b.From) })
	return all
}

// without takes the people of the places that nobody asked for out of the model.
func (m *model) without(only func(place) bool, level func(*person) (uint8, bool)) func(*person) (uint8, bool) {
	if only == nil {
		return level
	}
	for f, of := range m.in.fields {
		if !only(of) {
			m.plan.heads[f] = 0
		}
	}
	return func(p *person) (uint8, bool) {
		l, ok := level(p)
		return l, ok && only(m.in.fields[p.field])
	}
}

// count makes whole people of what the runs gave on average, so that the parts add
// up to the whole.
func (m *model) count() {
	m.sortOut()
	o := m.outcome
	m.whole = make([][]int, o.steps)
	m.gone = make([][flows][]int, o.groups)
	var owed [flows]rounding
	least := [flows]int{flowMoved: -maxPeople * maxLines}
	for t := range o.steps {
		var r rounding
		m.whole[t] = make([]int, o.groups)
		for g := range o.groups {
			runs := o.of(t, g)
			at := bandsOf(runs)
			m.whole[t][g] = r.whole(average(runs), at[1], at[5])
			for k := range flows {
				n := owed[k].whole(o.mean(t, g, k), least[k], maxPeople*maxLines)
				m.gone[g][k] = append(m.gone[g][k], n)
			}
		}
	}
}

// series gives the groups in the order of a table: everything first, then the
// catalogue's order of fields, the unknown field last; in each the levels from
// the highest. Groups that never have anybody are left out.
func (m *model) series() []Series {
	place := map[string]int{All: -1, "": 1}
	standing := map[string]int{All: -1}
	for i, l := range m.in.Levels {
		standing[l] = i
	}
	m.group()
	groups := make([]group, 0, len(m.members))
	for g := range m.members {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b group) int {
		return cmp.Or(place[a.field]-place[b.field], cmp.Compare(a.field, b.field), standing[a.level]-standing[b.level])
	})
	all := make([]Series, 0, len(groups))
	for _, g := range groups {
		all = append(all, m.one(g))
	}
	return all
}

// group puts the parts together: each belongs to its field, its area and all fields,
// and with each to its level and to all levels.
func (m *model) group() {
	m.members = map[group][]int{{All, All}: nil}
	for f, of := range m.in.fields {
		for l, level := range m.in.Levels {
			g := f*len(m.in.Levels) + l
			if !m.ever(g) {
				continue
			}
			fields := []string{All, of.area}
			if of.field != "" {
				fields = append(fields, of.field)
			}
			for _, name := range fields {
				m.members[group{name, All}] = append(m.members[group{name, All}], g)
				m.members[group{name, level}] = append(m.members[group{name, level}], g)
			}
		}
	}
}

// ever says that somebody is in a part at any time, or would be if more were known.
func (m *model) ever(g int) bool {
	if m.undated[g]+m.overdue[g] > 0 {
		return true
	}
	for t := range m.outcome.steps {
		if slices.Max(m.outcome.of(t, g)) > 0 || m.outcome.flow[t*m.outcome.groups+g] != [flows]int64{} {
			return true
		}
	}
	return false
}

// one gives the series of a group.
func (m *model) one(g group) Series {
	s := Series{Field: g.field, Level: g.level, Years: make([]Year, m.outcome.steps)}
	for _, part := range m.members[g] {
		s.Undated += m.undated[part]
		s.Overdue += m.overdue[part]
	}
	runs := make([]int32, m.outcome.runs)
	for t := range s.Years {
		clear(runs)
		y := &s.Years[t]
		y.Year = m.layout.first + t
		for _, part := range m.members[g] {
			for i, n := range m.outcome.of(t, part) {
				runs[i] += n
			}
			y.Headcount += m.whole[t][part]
			y.Retired += m.gone[part][flowRetired][t]
			y.Left += m.gone[part][flowLeft][t]
			y.Came += m.gone[part][flowCame][t]
			y.Rose += m.gone[part][flowRose][t]
			y.Moved += m.gone[part][flowMoved][t]
			y.exact.add(m, t, part)
		}
		at := bandsOf(runs)
		y.P025, y.P10, y.P25, y.P50, y.P75, y.P90, y.P975 = at[0], at[1], at[2], at[3], at[4], at[5], at[6]
		if n, ok := need(m.targets, g.field, g.level, y.Year); ok {
			gap := n - y.Headcount
			y.Demand, y.Gap = &n, &gap
		}
	}
	return s
}
