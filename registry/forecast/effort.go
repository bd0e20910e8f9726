package forecast

import "cmp"

// Effort is what a scenario asks for in one year, in people.
type Effort struct {
	Year    int
	Recruit int // taken on or attracted, beside those who come as they used to
	Train   int // who begin a doctorate
	Move    int // who change their field
}

// Efforts gives what the scenario asks for in each year from one to another; made is the year in which
// it was reckoned, from which its lines count.
func (s Scenario) Efforts(made, from, until int) []Effort {
	all := make([]Effort, 0, until-from+1)
	for year := from; year <= until; year++ {
		e := Effort{Year: year}
		for _, r := range s.Recruit {
			e.Recruit += asked(r.Count, r.From, r.Until, made, year)
		}
		for _, t := range s.Train {
			e.Train += asked(t.Count, t.From, t.Until, made, year)
		}
		for _, m := range s.Move {
			e.Move += asked(m.Count, m.From, m.Until, made, year)
		}
		all = append(all, e)
	}
	return all
}

// asked gives the people of a line in a year, 0 where it does not hold then.
func asked(count, from, until, made, year int) int {
	if year < cmp.Or(from, made+1) || until != 0 && year > until {
		return 0
	}
	return count
}
