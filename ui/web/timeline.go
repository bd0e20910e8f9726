package web

import (
	"slices"

	"trithuc/registry"
)

// moment is one thing that a record dates.
type moment struct {
	When string
	line
	at registry.Date
}

// leastMoments is from how many dated things on a life is told by its years.
const leastMoments = 2

// timeline tells what the record dates, newest first; publications by their number a
// year. None where hardly anything is dated.
func (t teller) timeline(p *registry.Person) (all []moment) {
	add := func(at registry.Date, l line) {
		if at.Year > 0 {
			all = append(all, moment{t.Date(at), line{Text: l.Text, Detail: l.Detail}, at})
		}
	}
	for i := range p.Qualifications {
		add(registry.Date{Year: p.Qualifications[i].Year}, t.qualificationLine(&p.Qualifications[i]))
	}
	add(registry.Date{Year: p.Title.Year}, line{Text: joined(", ", t.codeName(registry.SchemeTitle, p.Title.Code), p.Title.Discipline)})
	for _, x := range p.Honours {
		add(registry.Date{Year: x.Year}, line{Text: t.codeName(registry.SchemeHonour, x.Code)})
	}
	for i := range p.Positions {
		add(p.Positions[i].From, t.positionLine(&p.Positions[i]))
	}
	for _, x := range p.Tasks {
		add(x.From, line{Text: x.Name, Detail: x.Role})
	}
	for _, x := range p.Awards {
		add(x.Date, line{Text: x.Name, Detail: x.By})
	}
	papers := map[int]int{}
	for _, x := range p.Publications {
		papers[x.Year]++
	}
	for year, n := range papers {
		add(registry.Date{Year: year}, line{Text: t.T("timeline.papers", "Count", n)})
	}
	if len(all) < leastMoments {
		return nil
	}
	slices.SortFunc(all, func(a, b moment) int { return latest(a, b) })
	return all
}

// latest puts what is later first; of one day, what comes first in the alphabet.
func latest(a, b moment) int {
	if n := b.at.Compare(a.at); n != 0 {
		return n
	}
	return slices.Compare([]string{a.Text}, []string{b.Text})
}
