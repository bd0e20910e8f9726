package forecast

import (
	"cmp"
	"slices"

	"trithuc/registry"
)

// AlarmKind says what somebody should be told about a field.
type AlarmKind string

// The alarms.
const (
	LastProfessor AlarmKind = "last-professor" // the last GS of the field retires in Year by law
	Thin          AlarmKind = "thin"           // the field is expected to have fewer than N people from Year on
	Half          AlarmKind = "half"           // N of the field's Of people retire by law within five years, half or more
)

// Alarm is about one level-2 field.
type Alarm struct {
	Kind  AlarmKind
	Field string
	Year  int
	N, Of int
}

// soon is the number of years in which half of a field may not leave; few the least
// number of people of whom that is worth saying.
const (
	soon = 5
	few  = 6
)

// alarms gives what is to be told of each field, the soonest first. Retirement is
// by law: who stays on or comes may change it.
func (m *model) alarms(all []Series) []Alarm {
	var found []Alarm
	last, leaving, there := map[string]int{}, map[string]int{}, map[string]int{}
	first, professor := m.layout.first, uint8(m.in.levelNamed("GS"))
	level := m.in.today(m.month)
	for i := range m.in.people {
		p := &m.in.people[i]
		field := m.in.fields[p.field].field
		if _, counts := level(p); !counts || field == "" {
			continue
		}
		year := int(p.retires) / 12
		there[field]++
		if year <= first+soon {
			leaving[field]++
		}
		if p.level == professor {
			last[field] = max(last[field], year)
		}
	}
	for field, n := range there {
		if year := last[field]; year != 0 && year < first+m.layout.steps {
			found = append(found, Alarm{Kind: LastProfessor, Field: field, Year: year})
		}
		if n >= few && 2*leaving[field] >= n {
			found = append(found, Alarm{Kind: Half, Field: field, Year: first + soon, N: leaving[field], Of: n})
		}
	}
	found = append(found, m.thin(all, there)...)
	slices.SortFunc(found, func(a, b Alarm) int {
		return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Kind, b.Kind))
	})
	return found
}

// thin gives the fields that fall below the catalogue's threshold.
func (m *model) thin(all []Series, there map[string]int) (found []Alarm) {
	least := int(m.in.rates.value("few-experts", 0))
	for _, s := range all {
		if s.Level != All || there[s.Field] < least || there[s.Field] == 0 {
			continue
		}
		if i := slices.IndexFunc(s.Years, func(y Year) bool { return y.P50 < least }); i >= 0 {
			found = append(found, Alarm{Kind: Thin, Field: s.Field, Year: s.Years[i].Year, N: least})
		}
	}
	return found
}

// UnitAlarm says that half of a faculty or office, or more, reach the month of retirement within five years.
type UnitAlarm struct {
	Unit        registry.OrganisationID
	Leaving, Of int
}

// Units gives the units of which that is so and which have people enough for it to be worth saying, the
// most leaving first.
func (in *Input) Units() (all []UnitAlarm) {
	found := map[registry.OrganisationID]*UnitAlarm{}
	for i := range in.meant(Which{}) {
		p := &in.people[i]
		if p.unit == 0 {
			continue
		}
		if found[p.unit] == nil {
			found[p.unit] = &UnitAlarm{Unit: p.unit}
		}
		found[p.unit].Of++
		if int(p.retires)/12 <= in.on.Year+soon {
			found[p.unit].Leaving++
		}
	}
	for _, u := range found {
		if u.Of >= few && 2*u.Leaving >= u.Of {
			all = append(all, *u)
		}
	}
	slices.SortFunc(all, func(a, b UnitAlarm) int { return cmp.Or(b.Leaving-a.Leaving, cmp.Compare(a.Unit, b.Unit)) })
	return all
}
