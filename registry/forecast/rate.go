package forecast

import (
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
)

// The processes that move people, beside retirement. Each has a yearly rate per
// person at risk.
const (
	leave     = iota // thôi việc, chuyển đi
	doctor           // ThS → TS
	associate        // TS → PGS
	professor        // PGS → GS
	arrive           // tuyển mới, per head of the field
	processes
)

// processNames are the codes of registry.SchemeRate and the keys of a scenario.
var processNames = [processes]string{"leave", "doctor", "associate", "professor", "arrive"}

// rates are what the catalogue says of rates before anything is known of the
// registry's own past (registry.SchemeRate).
type rates map[string]registry.Code

func ratesOf(ref *registry.Reference, on registry.Date) rates {
	r := rates{}
	for _, scheme := range []registry.Scheme{registry.SchemeTarget, registry.SchemeRate} { // the first has the longest extensions
		for _, c := range ref.CodesOn(scheme, on) {
			r[c.Code] = c
		}
	}
	return r
}

// value gives a rate, or other where the catalogue has none.
func (r rates) value(code string, other float64) float64 {
	if c, ok := r[code]; ok {
		return c.Value
	}
	return other
}

// source says where a rate comes from, and that nobody confirmed it if so.
func (r rates) source(code string) string {
	c, ok := r[code]
	switch {
	case !ok:
		return "Danh mục chưa có"
	case !c.Confirmed:
		return strings.TrimSpace(c.Note + " (chưa kiểm chứng)")
	}
	return c.Note + "; " + c.Source
}

// deaths gives the yearly probability of dying by sex and age, straight between
// the ages of the catalogue on a logarithmic scale; 0 where it has none.
func (r rates) deaths() [3][maxAge]float64 {
	var table [3][maxAge]float64
	for sex, letter := range map[int]string{male: "M", female: "F"} {
		table[sex] = r.mortality("death-" + letter + "-")
	}
	for age := range maxAge { // of unknown sex: between the two
		table[0][age] = (table[male][age] + table[female][age]) / 2
	}
	return table
}

// maxAge is the age at which the tables end.
const maxAge = 120

func (r rates) mortality(prefix string) (byAge [maxAge]float64) {
	points := map[int]float64{}
	for code, c := range r {
		if age, ok := ageIn(code, prefix); ok && c.Value > 0 {
			points[age] = c.Value
		}
	}
	ages := slices.Sorted(maps.Keys(points))
	for age := range byAge {
		byAge[age] = between(points, ages, age)
	}
	return byAge
}

// A prior is what is supposed of a process: a rate, worth as much as having seen
// so many person-years of it.
type prior struct {
	rate, weight float64
	known        bool
}

func (r rates) prior(process int) prior {
	name := processNames[process]
	c, ok := r[name]
	return prior{c.Value, r.value(name+"-weight", 100), ok}
}

// wait gives the least number of years before a step, at most maxWait.
func (r rates) wait(process int) int {
	return min(max(int(r.value("wait-"+processNames[process], 0)), 0), maxWait)
}

// maxWait is the longest waiting time a cell can hold.
const maxWait = 4

// alikeness gives how alike fields are supposed to be: the rates of fields scatter
// around the common one with a variance of one over it.
func (r rates) alikeness() float64 { return max(r.value("alike", 6), 0.1) }
