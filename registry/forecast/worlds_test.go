package forecast_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

var worlds = flag.Int("worlds", 25, "synthetic worlds for the coverage of the bands; 1000 for the full count")

// world is a city of one field whose true rates the model does not know. It is
// simulated person by person, by other means than the model's.
type world struct {
	*rand.Rand
	leave, doctor, associate, comes float64
	table                           registry.RetirementTable
	people                          []*citizen
}

type citizen struct {
	sex              registry.Sex
	born, came, left int
	retires          int
	levels           []int // year of ThS, TS, PGS
}

// The world's years: its records begin, the forecast is made, the outcome is known.
const (
	worldBegins = 2012
	worldNow    = 2025
	worldEnds   = 2035
)

func newWorld(n int, table registry.RetirementTable) *world {
	w := &world{Rand: rand.New(rand.NewPCG(77, uint64(n))), table: table}
	between := func(low, high float64) float64 { return low + (high-low)*w.Float64() }
	w.leave, w.doctor, w.associate, w.comes = between(.005, .03), between(.02, .1), between(.01, .06), between(5, 30)
	for range 300 + w.IntN(300) {
		w.join(worldBegins, 25+w.IntN(33))
	}
	return w
}

// join brings in a ThS of an age.
func (w *world) join(year, age int) {
	c := &citizen{sex: []registry.Sex{registry.Male, registry.Female}[w.IntN(2)], born: year - age, came: year, levels: []int{year}}
	month, _ := w.table.Month(registry.Date{Year: c.born, Month: 7}, c.sex)
	c.retires = month.Year
	w.people = append(w.people, c)
}

// year lets a year go by: leaving first, then steps, then newcomers.
func (w *world) year(year int) {
	for _, c := range w.people {
		if c.left != 0 {
			continue
		}
		rate := []float64{w.doctor, w.associate, 0}[len(c.levels)-1]
		switch {
		case c.retires <= year || w.Float64() < w.leave:
			c.left = year
		case year >= c.levels[len(c.levels)-1]+3 && w.Float64() < rate:
			c.levels = append(c.levels, year)
		}
	}
	for range int(distuv.Poisson{Lambda: w.comes, Src: w.Rand}.Rand()) {
		w.join(year, 25+w.IntN(12))
	}
}

// careers writes down what a registry would hold.
func (w *world) careers() []registry.Career {
	var list []registry.Career
	for _, c := range w.people {
		x := registry.Career{Birth: registry.Date{Year: c.born, Month: 7}, Sex: c.sex, Since: registry.Date{Year: c.came}, Field: "405",
			Degree: "ThS", Degrees: []registry.DegreeHeld{{Degree: "ThS", Year: c.levels[0]}},
			Posts: []registry.Spell{{Organisation: 1, From: registry.Date{Year: c.came}, To: registry.Date{Year: c.left}}}}
		if len(c.levels) > 1 {
			x.Degree, x.Degrees = "TS", append(x.Degrees, registry.DegreeHeld{Degree: "TS", Year: c.levels[1]})
		}
		if len(c.levels) > 2 {
			x.Title, x.TitleYear = "PGS", c.levels[2]
		}
		x.Standing = registry.Standing{Degrees: x.Degree, Title: x.Title}
		list = append(list, x)
	}
	return list
}

// count gives how many are there, of a level or of all.
func (w *world) count(level string) int {
	n := 0
	for _, c := range w.people {
		if c.left == 0 && (level == forecast.All || level == []string{"ThS", "TS", "PGS"}[len(c.levels)-1]) {
			n++
		}
	}
	return n
}

// TestCoverage: of synthetic worlds whose rates the model does not know, the 80 %
// band holds 75 to 85 of 100 outcomes, five and ten years ahead.
func TestCoverage(t *testing.T) {
	ref := shipped(t)
	held, all, bias := map[string]int{}, 0, map[string]float64{}
	levels := []string{forecast.All, "ThS", "TS", "PGS"}
	for n := range *worlds {
		w := newWorld(n, ref.Retirement())
		for year := worldBegins + 1; year <= worldNow; year++ {
			w.year(year)
		}
		p := w.forecast(t, ref)
		for year := worldNow + 1; year <= worldEnds; year++ {
			w.year(year)
			if year != worldNow+5 && year != worldEnds {
				continue
			}
			all++
			for _, level := range levels {
				s := p.Series[slices.IndexFunc(p.Series, func(s forecast.Series) bool { return s.Field == forecast.All && s.Level == level })]
				y, came := s.Years[year-worldNow], w.count(level)
				bias[level] += float64(y.P50-came) / float64(max(came, 1))
				if y.P10 <= came && came <= y.P90 {
					held[level]++
				}
			}
		}
	}
	sum := 0
	for _, level := range levels {
		sum += held[level]
		t.Logf("%-4s %5.1f %% of %d outcomes within the 80 %% band, bias %+.1f %%", level, 100*float64(held[level])/float64(all), all, 100*bias[level]/float64(all))
	}
	if share := float64(sum) / float64(all*len(levels)); share < 0.75 || share > 0.85 {
		t.Errorf("the 80 %% band holds %.1f %% of the outcomes of %d worlds", 100*share, *worlds)
	}
}

func (w *world) forecast(t *testing.T, ref *registry.Reference) forecast.Projection {
	t.Helper()
	at := time.Date(worldNow, 12, 31, 12, 0, 0, 0, time.UTC)
	s := forecast.Scenario{Years: worldEnds - worldNow, Runs: 200, Rates: map[string]float64{"death": 0, "professor": 0}}
	in, err := forecast.Gather(t.Context(), careers{ref: ref, list: w.careers()}, s, registry.DateOf(at))
	if err != nil {
		t.Fatal(err)
	}
	return project(t, in, s, at)
}
