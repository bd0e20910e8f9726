package forecast

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// HistoryCheck holds forecasts that could have been made of an institution from the
// figures it published, against what it published later. The figures are few: it says
// how the way of reckoning did, and not how this registry's own forecasts will.
type HistoryCheck struct {
	Name       string        `json:"name"` // of the institution
	Compared   int           `json:"compared"`
	Coverage80 float64       `json:"coverage80"` // share of outcomes within p10…p90
	Bias       float64       `json:"bias"`       // forecast less outcome, in percent of the outcome
	Errors     []NamedError  `json:"errors"`     // this model first, then the plain ones, in percent of the outcome
	Lines      []HistoryLine `json:"lines"`
	Sources    []string      `json:"sources"`
}

// HistoryLine is one figure forecast from one past year.
type HistoryLine struct {
	Origin int     `json:"origin"` // the forecast knows the figures up to this year
	Year   int     `json:"year"`
	Kind   string  `json:"kind"` // lecturers, doctors, masters, associates, professors: people; doctor-share: of 100
	P10    float64 `json:"p10"`
	P50    float64 `json:"p50"`
	P90    float64 `json:"p90"`
	Came   float64 `json:"came"`
}

// Held says that the figure came within the band.
func (l HistoryLine) Held() bool { return l.P10 <= l.Came && l.Came <= l.P90 }

// published is the figures of an institution, by year and kind.
type published struct {
	name    string
	figures map[int]map[string]registry.Code
}

// publishedOf reads the entries base-NAME-YEAR-KIND of the catalogue of targets; what stands
// before the year in their names is the institution.
func publishedOf(ref *registry.Reference) (all []published) {
	found := map[string]*published{}
	for _, c := range ref.Codes(registry.SchemeTarget) {
		parts := strings.SplitN(c.Code, "-", 4)
		if len(parts) != 4 || parts[0] != "base" {
			continue
		}
		year, err := strconv.Atoi(parts[2])
		if err != nil || !slices.Contains(historyKinds, parts[3]) || c.Value < 0 {
			continue
		}
		p := found[parts[1]]
		if p == nil {
			name, _, _ := strings.Cut(c.Name, " "+parts[2])
			p = &published{name, map[int]map[string]registry.Code{}}
			found[parts[1]] = p
		}
		if p.figures[year] == nil {
			p.figures[year] = map[string]registry.Code{}
		}
		p.figures[year][parts[3]] = c
	}
	for _, key := range slices.Sorted(maps.Keys(found)) {
		all = append(all, *found[key])
	}
	return all
}

// historyKinds are the figures that are read, in the order of a table.
var historyKinds = []string{"lecturers", "doctors", "doctor-share", "associates", "professors", "masters"}

// uncounted is published but not forecast: the chain tells masters not apart from who else is below
// a doctorate.
const uncounted = "masters"

// years are those of which anything is published, in their order.
func (p published) years() []int { return slices.Sorted(maps.Keys(p.figures)) }

// start is the first year in which the whole chain is published; false where none is.
func (p published) start() (int, bool) {
	for _, y := range p.years() {
		f := p.figures[y]
		known := func(kind string) bool { _, ok := f[kind]; return ok }
		if known("lecturers") && known("doctors") && known("associates") && known("professors") {
			return y, true
		}
	}
	return 0, false
}

// history holds every institution of the catalogue against what came; those whose figures do not suffice
// are left out.
func history(ref *registry.Reference) (all []HistoryCheck) {
	for _, p := range publishedOf(ref) {
		if c, ok := p.check(); ok {
			all = append(all, c)
		}
	}
	return all
}

func (p published) check() (HistoryCheck, bool) {
	start, ok := p.start()
	years := p.years()
	if !ok || years[len(years)-1] == start {
		return HistoryCheck{}, false
	}
	c := HistoryCheck{Name: p.name}
	errors := make([]float64, 1+len(plainModels))
	known := newFutures(p.figures[start], start)
	for _, origin := range years[slices.Index(years, start):] {
		if known.until(origin); origin > start {
			known.learn(p.figures[origin])
		}
		ahead := known.fork()
		for _, year := range years {
			if year > origin {
				ahead.until(year)
				c.compare(p, ahead, origin, errors)
			}
		}
	}
	c.average(errors)
	for _, y := range years {
		for _, kind := range historyKinds {
			if f, known := p.figures[y][kind]; known {
				c.Sources = append(c.Sources, f.Name+": "+cmp.Or(f.Source, f.Note))
			}
		}
	}
	return c, c.Compared > 0
}

// compare adds the figures of the year that futures have reached from an origin.
func (c *HistoryCheck) compare(p published, f *futures, origin int, errors []float64) {
	year := f.year
	for _, kind := range historyKinds {
		figure, known := p.figures[year][kind]
		if !known || kind == uncounted || figure.Value == 0 {
			continue
		}
		came := figure.Value
		at := f.bands(kind)
		line := HistoryLine{origin, year, kind, at[0], at[1], at[2], came}
		c.Lines = append(c.Lines, line)
		c.Compared++
		if line.Held() {
			c.Coverage80++
		}
		c.Bias += 100 * (at[1] - came) / came
		past := p.yearly(kind, origin)
		errors[0] += 100 * distance(at[1], came)
		for i, m := range plainModels {
			if len(past) > 0 {
				errors[i+1] += 100 * distance(m.next(past, year-origin), came)
			}
		}
	}
}

func distance(forecast, came float64) float64 { return max(forecast-came, came-forecast) / came }

func (c *HistoryCheck) average(errors []float64) {
	n := float64(max(c.Compared, 1))
	c.Coverage80, c.Bias = c.Coverage80/n, c.Bias/n
	c.Errors = append(c.Errors, NamedError{thisModel, errors[0] / n})
	for i, m := range plainModels {
		c.Errors = append(c.Errors, NamedError{m.name, errors[i+1] / n})
	}
}

// yearly gives a figure for every year up to one, straight between those published: the
// plain models want a whole series. The share of doctors is reckoned where their number
// and that of the lecturers are known.
func (p published) yearly(kind string, until int) (series []float64) {
	last, value := 0, 0.0
	for _, y := range p.years() {
		v, known := p.value(kind, y)
		if !known || y > until {
			continue
		}
		for between := last + 1; last != 0 && between < y; between++ {
			series = append(series, value+(v-value)*float64(between-last)/float64(y-last))
		}
		series, last, value = append(series, v), y, v
	}
	for ; last != 0 && last < until; last++ {
		series = append(series, value)
	}
	return series
}

func (p published) value(kind string, year int) (float64, bool) {
	f := p.figures[year]
	if c, ok := f[kind]; ok {
		return c.Value, true
	}
	doctors, ok1 := f["doctors"]
	all, ok2 := f["lecturers"]
	if kind == "doctor-share" && ok1 && ok2 && all.Value > 0 {
		return 100 * doctors.Value / all.Value, true
	}
	return 0, false
}
