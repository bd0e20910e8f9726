package forecast

import "trithuc/registry"

// Score holds a kept forecast against what came since: every field, every level and the whole, at
// the end of every year that is over.
type Score struct {
	Years      []ScoredYear // of the whole
	Compared   int          // figures
	Coverage80 float64      // share of them within p10…p90
	Bias       float64      // people, forecast less outcome
}

// ScoredYear is one year of the whole.
type ScoredYear struct {
	Year
	Came int
}

// Score judges a forecast made of the same choice of people as the input; false while none of its
// years is over. Who came into the registry after it was made, but was there before by
// their own dates, is left out, since it could not know them.
func (in *Input) Score(p Projection) (Score, bool) {
	last := in.on.Year - 1
	if last < p.AsOf.Year {
		return Score{}, false
	}
	came := in.tallyYears(p.AsOf.Year, last, func(q *person) bool { return int(q.since) > p.AsOf.Year && int(q.from) <= p.AsOf.Year })
	r, held := Score{}, 0.0
	for _, s := range p.Series {
		for _, y := range s.Years {
			if y.Year > last {
				break
			}
			n := came[y.Year-p.AsOf.Year][group{s.Field, s.Level}]
			r.Compared++
			r.Bias += float64(y.P50 - n)
			if y.P10 <= n && n <= y.P90 {
				held++
			}
			if s.Field == All && s.Level == All {
				r.Years = append(r.Years, ScoredYear{y, n})
			}
		}
	}
	if r.Compared == 0 {
		return r, false
	}
	r.Coverage80, r.Bias = held/float64(r.Compared), r.Bias/float64(r.Compared)
	return r, true
}

// tallyYears counts who was there at the end of each year, by the series they stand in.
func (in *Input) tallyYears(first, last int, leftOut func(*person) bool) []map[group]int {
	all := make([]map[group]int, last-first+1)
	for i := range all {
		all[i] = map[group]int{}
	}
	none := uint8(len(in.Levels) - 1)
	for i := range in.people {
		p := &in.people[i]
		if p.born == 0 || leftOut(p) {
			continue
		}
		for year := first; year <= last; year++ {
			if p.countsIn(year) {
				in.tallyOne(all[year-first], p, in.Levels[p.levelIn(year, none)])
			}
		}
	}
	return all
}

func (in *Input) tallyOne(counts map[group]int, p *person, level string) {
	of := in.fields[p.field]
	fields := []string{All, of.area}
	if of.field != "" {
		fields = append(fields, of.field)
	}
	for _, f := range fields {
		counts[group{f, All}]++
		counts[group{f, level}]++
	}
}

// Due says how many years of a kept forecast are over on a day.
func Due(run *registry.ForecastRun, on registry.Date) int { return max(on.Year-run.Day.Year, 0) }
