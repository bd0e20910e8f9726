package forecast

import (
	"cmp"
	"slices"

	"trithuc/registry"
)

// Indicator is one thing told of each field. The shares are of 100.
type Indicator string

// The indicators, in the order of a table.
const (
	Heads      Indicator = "heads"      // people at the end of this year
	Decline    Indicator = "decline"    // how many of 100 fewer five years on; below nought where more
	Retiring   Indicator = "retiring"   // who reach the month of retirement within five years
	Doctors    Indicator = "doctors"    // TS, PGS and GS
	Professors Indicator = "professors" // PGS and GS
	Women      Indicator = "women"      // of those whose sex is known
	Young      Indicator = "young"      // below 40
	Largest    Indicator = "largest"    // who work in the one organisation that has most of the field
	Speaking   Indicator = "speaking"   // of whom a foreign or ethnic language is on record
	Producing  Indicator = "producing"  // of whom a publication, patent or task is on record
)

// Indicators are all of them.
var Indicators = []Indicator{Heads, Decline, Retiring, Doctors, Professors, Women, Young, Largest, Speaking, Producing}

// Grade is how an indicator stands against the thresholds of the catalogue.
type Grade int

// The grades, the worse the higher. Ungraded is where the catalogue has no threshold.
const (
	Ungraded Grade = iota
	Good
	Watch
	Bad
)

// Measure is the value of an indicator. It is not Known of fields with so few people
// that a share would say of each of them what it is, or where nothing is recorded.
type Measure struct {
	Value float64
	Known bool
	Grade Grade
}

// Threshold is where an indicator begins to be Watch and to be Bad.
type Threshold struct {
	Indicator  Indicator
	Watch, Bad float64
	Source     string
}

// FieldBalance is a row of the heat map.
type FieldBalance struct {
	Field         string // as in Series
	People        int    // who is there and counts, before the month of retirement
	Measures      map[Indicator]Measure
	Organisations int                     // how many employ them
	Main          registry.OrganisationID // who employs most, 0 where nobody is known to
	Spread        float64                 // sum of the squares of the organisations' shares: 1 where one has all
}

// Balance says how the fields stand against each other.
type Balance struct {
	Fields     []FieldBalance // areas and their fields, in the order of the catalogue; the whole first
	Thresholds []Threshold
	Fewest     int // people of a field without whom shares are not told
	Succession []Succession
}

// fewestTold is the least number of people whose shares are told where the
// catalogue does not say how many are few.
const fewestTold = 5

// BalanceOf measures the fields of what was gathered on the day of the projection.
func BalanceOf(in Input, p Projection) Balance {
	b := Balance{Thresholds: in.rates.thresholds(), Fewest: max(int(in.rates.value("few-experts", fewestTold)), 2)}
	fields := in.tallyFields(p.AsOf)
	series := map[string]Series{}
	for _, s := range p.Series {
		if s.Level == All {
			series[s.Field] = s
		}
	}
	for field, f := range fields {
		b.Fields = append(b.Fields, b.field(field, f, fields[All], series[field]))
	}
	slices.SortFunc(b.Fields, func(x, y FieldBalance) int { return compareFields(x.Field, y.Field) })
	b.Succession = in.succession(p.AsOf)
	return b
}

// compareFields puts the whole first, then the catalogue's order, the unknown field last.
func compareFields(a, b string) int {
	place := map[string]int{All: -1, "": 1}
	return cmp.Or(place[a]-place[b], cmp.Compare(a, b))
}

// thresholds reads heat-INDICATOR-watch and heat-INDICATOR-bad out of the catalogue.
func (r rates) thresholds() (all []Threshold) {
	for _, i := range Indicators {
		watch, ok1 := r["heat-"+string(i)+"-watch"]
		bad, ok2 := r["heat-"+string(i)+"-bad"]
		if ok1 && ok2 {
			all = append(all, Threshold{i, watch.Value, bad.Value, r.source(bad.Code)})
		}
	}
	return all
}

// grade holds a value against its threshold: whichever of Watch and Bad is lower
// says on which side the good values are.
func (b *Balance) grade(i Indicator, value float64) Grade {
	at := slices.IndexFunc(b.Thresholds, func(t Threshold) bool { return t.Indicator == i })
	if at < 0 {
		return Ungraded
	}
	worse := func(limit float64) bool { return value < limit }
	if t := b.Thresholds[at]; t.Bad > t.Watch {
		worse = func(limit float64) bool { return value > limit }
	}
	switch {
	case worse(b.Thresholds[at].Bad):
		return Bad
	case worse(b.Thresholds[at].Watch):
		return Watch
	}
	return Good
}

// fieldTally counts the people of one field.
type fieldTally struct {
	people, retiring, doctors, professors, women, sexed, young, speaking, producing int
	at                                                                              map[registry.OrganisationID]int
}

// tallyFields counts whoever is there and before the month of retirement, in the
// whole, in each area and in each field.
func (in *Input) tallyFields(on registry.Date) map[string]*fieldTally {
	all := map[string]*fieldTally{}
	counts := in.today(monthOf(on))
	for i := range in.people {
		p := &in.people[i]
		if _, ok := counts(p); !ok {
			continue
		}
		of := in.fields[p.field]
		for _, name := range slices.Compact([]string{All, of.area, cmp.Or(of.field, of.area)}) {
			f := all[name]
			if f == nil {
				f = &fieldTally{at: map[registry.OrganisationID]int{}}
				all[name] = f
			}
			f.add(in, p, on)
		}
	}
	return all
}

func (f *fieldTally) add(in *Input, p *person, on registry.Date) {
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	level := in.Levels[p.level]
	f.people++
	count(&f.retiring, int(p.retires)/12 <= on.Year+soon)
	count(&f.professors, level == "GS" || level == "PGS")
	count(&f.doctors, level == "GS" || level == "PGS" || level == "TS")
	count(&f.women, p.sex == female)
	count(&f.sexed, p.sex != 0)
	count(&f.young, on.Year-int(p.born) < 40)
	count(&f.speaking, p.speaks)
	count(&f.producing, p.made)
	f.at[p.employer]++
}

// field measures one field.
func (b *Balance) field(name string, f, all *fieldTally, s Series) FieldBalance {
	row := FieldBalance{Field: name, People: f.people, Measures: map[Indicator]Measure{}}
	measure := func(i Indicator, value float64, known bool) {
		m := Measure{Value: value, Known: known}
		if known {
			m.Grade = b.grade(i, value)
		}
		row.Measures[i] = m
	}
	share := func(i Indicator, n, of int) {
		measure(i, 100*float64(n)/float64(max(of, 1)), of >= b.Fewest)
	}
	measure(Heads, float64(f.people), true)
	if len(s.Years) > soon && s.Years[0].Headcount >= b.Fewest {
		now := float64(s.Years[0].Headcount)
		measure(Decline, 100*(now-float64(s.Years[soon].Headcount))/now, true)
	}
	share(Retiring, f.retiring, f.people)
	share(Doctors, f.doctors, f.people)
	share(Professors, f.professors, f.people)
	share(Women, f.women, f.sexed)
	share(Young, f.young, f.people)
	if all.speaking > 0 { // where no record has any nothing is known of anybody
		share(Speaking, f.speaking, f.people)
	}
	if all.producing > 0 {
		share(Producing, f.producing, f.people)
	}
	most, known := row.concentrate(f.at)
	share(Largest, most, known)
	return row
}

// concentrate says how the people of a field, as far as their employers are known,
// are spread over them: how many the largest has, and of how many that is known.
func (row *FieldBalance) concentrate(at map[registry.OrganisationID]int) (most, known int) {
	squares := 0.0
	for id, n := range at {
		if id == 0 {
			continue
		}
		row.Organisations++
		known += n
		squares += float64(n) * float64(n)
		if n > most || n == most && id < row.Main {
			most, row.Main = n, id
		}
	}
	if known > 0 {
		row.Spread = squares / float64(known) / float64(known)
	}
	return most, known
}
