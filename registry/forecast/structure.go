package forecast

import (
	"math"

	"trithuc/registry"
)

// pyramidStep is how many years of age a row of a pyramid has; pyramidFrom the age at which the first
// begins.
const (
	pyramidStep = 5
	pyramidFrom = 25
	pyramidRows = 10 // the last one holds whoever is older
)

// PyramidRow counts people of an age; To is 0 for the oldest.
type PyramidRow struct{ From, To, Men, Women int }

// Pyramid counts who of today's people of a field will be before the month of retirement at the end of a
// year, by their age then: by law alone, without anybody who comes, leaves or dies.
func (in *Input) Pyramid(field string, year int) []PyramidRow {
	rows := make([]PyramidRow, pyramidRows)
	for i := range rows {
		rows[i].From, rows[i].To = pyramidFrom+i*pyramidStep, pyramidFrom+(i+1)*pyramidStep-1
	}
	rows[0].From, rows[pyramidRows-1].To = youngest, 0
	for i := range in.meant(Which{Field: field, From: registry.Date{Year: year + 1, Month: 1}}) {
		p := &in.people[i]
		row := &rows[min(max((year-int(p.born)-pyramidFrom)/pyramidStep, 0), pyramidRows-1)]
		switch p.sex {
		case male:
			row.Men++
		case female:
			row.Women++
		}
	}
	return rows
}

// Month is how many reach their month of retirement; Unsure of them are not sure of it.
type Month struct {
	Month          registry.Date // year and month
	People, Unsure int
}

// Months counts who of today's people of a field retires in each month from this one on.
func (in *Input) Months(field string, months int) []Month {
	first := monthOf(in.on)
	all := make([]Month, months)
	for i := range all {
		all[i].Month = registry.Date{Year: (first + i) / 12, Month: (first+i)%12 + 1}
	}
	for i := range in.meant(Which{Field: field}) {
		if p := &in.people[i]; int(p.retires) < first+months {
			m := &all[int(p.retires)-first]
			m.People++
			if p.unsure {
				m.Unsure++
			}
		}
	}
	return all
}

// FlowRow is what becomes of the people of a level, as expected: of those at first so many leave by each way
// and so many come by each, so that those at last are left. RoseOn rise out of the level, Rose into it.
type FlowRow struct {
	Level                                    string
	First, Last                              int
	Retired, Left, RoseOn, Came, Rose, Moved int
	To                                       string // what those who rise become; "" for nothing
}

// Flows tells who becomes what in a field from the day of the projection to the end of a year: one row a level.
func (p Projection) Flows(field string, until int) (all []FlowRow) {
	next := map[string]string{"ThS": "TS", "TS": "PGS", "PGS": "GS"}
	for _, s := range p.Series {
		if s.Field != field || s.Level == All {
			continue
		}
		r := FlowRow{Level: s.Level, To: next[s.Level]}
		first, last := 0.0, 0.0
		var flow [flows]float64
		risesOn := 0.0
		for _, y := range s.Years {
			if y.Year > until {
				break
			}
			for k := range flows {
				flow[k] += y.exact.flow[k]
			}
			risesOn += y.exact.risesOn
			last = y.exact.people
		}
		first = last + flow[flowRetired] + flow[flowLeft] + risesOn - flow[flowCame] - flow[flowRose] - flow[flowMoved]
		r.First, r.Last = whole(first), whole(last)
		r.Retired, r.Left, r.RoseOn = whole(flow[flowRetired]), whole(flow[flowLeft]), whole(risesOn)
		r.Came, r.Rose, r.Moved = whole(flow[flowCame]), whole(flow[flowRose]), whole(flow[flowMoved])
		all = append(all, r)
	}
	return all
}

func whole(x float64) int { return int(math.Round(x)) }
