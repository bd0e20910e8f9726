package forecast

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"trithuc/registry"
)

// newPlan finds what a scenario names in the lists of the input, and joins it with
// what the records say.
func (in *Input) newPlan(s Scenario, seen *evidence, first, steps int, heads []float64) (*plan, []newcomer) {
	p := &plan{
		extend: s.staying(), extra: in.rates.extensions(), deaths: in.rates.deaths(), heads: heads,
		dying: 1, shock: shockOf(seen.byYear), finish: in.rates.value("training-finish", 1), study: int(in.rates.value("training-years", 4)),
	}
	for i := range processes {
		p.beliefs[i] = in.rates.believe(i, seen.seen[i])
		if x, ok := s.Rates[processNames[i]]; ok {
			p.beliefs[i].fixed = &x
		}
	}
	if x, ok := s.Rates["death"]; ok {
		for sex := range p.deaths {
			for age := range p.deaths[sex] {
				p.deaths[sex][age] = x
			}
		}
	}
	if x, ok := s.Rates["finish"]; ok {
		p.finish = x
	}
	kinds := newKinds()
	p.pool = kinds.pools(seen.arrivals)
	for _, r := range s.Recruit {
		p.recruit = append(p.recruit, in.recruiting(r, kinds, first, steps))
	}
	for _, t := range s.Train {
		from, to := span(t.From, t.Until, first, steps)
		p.train = append(p.train, training{in.numbers(t.Field), t.Count, from, to})
	}
	for _, m := range s.Move {
		from, to := span(m.From, m.Until, first, steps)
		p.moves = append(p.moves, moving{in.numbers(m.Field), in.numbers(m.To), in.levelNamed(cmp.Or(m.Level, All)), m.Count, from, to})
	}
	return p, kinds.list
}

// extensions gives the years TS, PGS and GS may stay on: Luật Nhà giáo 73/2025/QH15.
func (r rates) extensions() [3]int {
	return [3]int{int(r.value("extension-doctor", 5)), int(r.value("extension-associate-professor", 7)), int(r.value("extension-professor", 10))}
}

// span gives the steps of the years from and until, by default from the second step
// to the end.
func span(from, until, first, steps int) (int, int) {
	a, b := 1, steps-1
	if from != 0 {
		a = from - first
	}
	if until != 0 {
		b = until - first
	}
	return a, b
}

// numbers gives the fields of a code: those of an area, or the one; nil for all. Where an area
// has nobody yet it is given a place of its own.
func (in *Input) numbers(code string) (all []int) {
	wanted, known := in.placeNamed(code)
	if !known {
		return nil
	}
	for i, p := range in.fields {
		if p == wanted || wanted.field == "" && p.area == wanted.area {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		all = []int{int(in.place(wanted))}
	}
	return all
}

// recruiting brings men and women alike, in the prime of life unless the scenario
// says otherwise.
func (in *Input) recruiting(r Recruit, k *kinds, first, steps int) recruiting {
	level, age := r.Level, r.Age
	if level == "" {
		level = "ThS"
	}
	if age == 0 {
		age = 30
	}
	from, to := span(r.From, r.Until, first, steps)
	made := recruiting{fields: in.numbers(r.Field), n: r.Count, from: from, to: to}
	for _, sex := range []uint8{male, female} {
		made.kinds = append(made.kinds, k.number(newcomer{age: int16(age), sex: sex, level: uint8(max(in.levelNamed(level), 0)), stays: true}))
	}
	return made
}

// kinds numbers the kinds of people that may come.
type kinds struct {
	list []newcomer
	at   map[newcomer]int32
}

func newKinds() *kinds { return &kinds{at: map[newcomer]int32{}} }

func (k *kinds) number(n newcomer) int32 {
	i, known := k.at[n]
	if !known {
		i = int32(len(k.list))
		k.list, k.at[n] = append(k.list, n), i
	}
	return i
}

// enough is how many came into a field for its own newcomers to say who comes next.
const enough = 15

// pools gives whom the next newcomer of each field is like: its own of the last
// years, where there were few those of all fields.
func (k *kinds) pools(arrivals [][]newcomer) [][]int32 {
	var all []int32
	own := make([][]int32, len(arrivals))
	for f, list := range arrivals {
		for _, n := range list {
			own[f] = append(own[f], k.number(n))
		}
		all = append(all, own[f]...)
	}
	for f := range own {
		if len(own[f]) < enough {
			own[f] = all
		}
	}
	return own
}

// shockOf gives how uneven recruitment was from year to year: 0 where it scatters no
// more than chance alone does, else the shape of a gamma distribution.
func shockOf(byYear [arrivalWindow]float64) float64 {
	mean, variance := 0.0, 0.0
	for _, n := range byYear {
		mean += n / arrivalWindow
	}
	for _, n := range byYear {
		variance += (n - mean) * (n - mean) / (arrivalWindow - 1)
	}
	const byChance = 2.4 // of 100 series of five years by chance alone 5 scatter more than this times the mean
	if mean == 0 || variance < byChance*mean {
		return 0
	}
	return mean * mean / (variance - mean)
}

// today gives the level of who is there, of known age and sex, and before the month
// of retirement.
func (in *Input) today(month int) func(*person) (uint8, bool) {
	oldest := int(in.on.Year) - youngest
	return func(p *person) (uint8, bool) {
		return p.level, p.left == 0 && p.retires != 0 && int(p.born) <= oldest && int(p.retires) >= month
	}
}

// monthOf numbers a month as person.retires does.
func monthOf(d registry.Date) int { return d.Year*12 + max(d.Month, 1) - 1 }

// counts gives how many of each field are in the model.
func (in *Input) counts(level func(*person) (uint8, bool)) []float64 {
	n := make([]float64, len(in.fields))
	for i := range in.people {
		if _, ok := level(&in.people[i]); ok {
			n[in.people[i].field]++
		}
	}
	return n
}

// stayingOn gives those who are past their month and would still be within an
// extension.
func (in *Input) stayingOn(l *layout, p *plan, month int) {
	for i := range in.people {
		q := &in.people[i]
		k := l.stepTo(q.level)
		if q.left != 0 || !q.stays || k < 0 || q.retires == 0 || int(q.retires) >= month {
			continue
		}
		if until := int(q.retires)/12 + p.extra[k] - l.first; until >= 0 {
			l.staying = append(l.staying, extended{q.field, q.born, q.level, q.sex, int16(until)})
		}
	}
}

// leftOf gives the share of the year that is still to come.
func leftOf(now time.Time) float64 {
	return 1 - float64(now.YearDay())/366
}

// percent writes a share as people here do: 1,5%.
func percent(x float64) string {
	text := strconv.FormatFloat(100*x, 'f', 1, 64)
	return strings.Replace(strings.TrimSuffix(text, ".0"), ".", ",", 1) + "%"
}
