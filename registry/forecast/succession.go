package forecast

import (
	"cmp"
	"slices"

	"trithuc/registry"
)

// Leading stands in Succession.Level for the posts of management.
const Leading = "lead"

// Succession says of one field and level, or of its posts of management, how many
// will have to be followed and how many could follow (kế cận). It counts people, and
// says nothing of who they are.
type Succession struct {
	Field   string // as in Series
	Level   string // GS, PGS, TS, or Leading
	Holders int    // today
	Leaving int    // of whom reach the month of retirement within five years
	Ready   int    // who may follow: see candidates
}

// Short gives for how many nobody is ready.
func (s Succession) Short() int { return max(s.Leaving-s.Ready, 0) }

// succession gives the fields and levels that somebody holds.
func (in *Input) succession(on registry.Date) (all []Succession) {
	found := map[group]*Succession{}
	at := func(p *person, level string) []*Succession {
		of := in.fields[p.field]
		var rows []*Succession
		for _, name := range slices.Compact([]string{All, of.area, cmp.Or(of.field, of.area)}) {
			g := group{name, level}
			if found[g] == nil {
				found[g] = &Succession{Field: name, Level: level}
			}
			rows = append(rows, found[g])
		}
		return rows
	}
	counts := in.today(monthOf(on))
	for i := range in.people {
		p := &in.people[i]
		if _, ok := counts(p); !ok {
			continue
		}
		leaves := int(p.retires)/12 <= on.Year+soon
		for _, level := range in.holds(p) {
			for _, s := range at(p, level) {
				s.Holders++
				if leaves {
					s.Leaving++
				}
			}
		}
		for _, level := range in.candidates(p, on.Year) {
			for _, s := range at(p, level) {
				s.Ready++
			}
		}
	}
	for _, s := range found {
		if s.Holders > 0 {
			all = append(all, *s)
		}
	}
	order := []string{Leading, "GS", "PGS", "TS"}
	slices.SortFunc(all, func(a, b Succession) int {
		return cmp.Or(compareFields(a.Field, b.Field), slices.Index(order, a.Level)-slices.Index(order, b.Level))
	})
	return all
}

// holds gives what somebody holds that others will have to take over.
func (in *Input) holds(p *person) (all []string) {
	if p.leads {
		all = append(all, Leading)
	}
	if l := in.Levels[p.level]; l == "GS" || l == "PGS" || l == "TS" {
		all = append(all, l)
	}
	return all
}

// candidates gives what somebody could take over: the next level where the waiting
// time is over as far as the record says, and a post of management where they are
// a doctor who holds none. Whoever retires within five years follows nobody.
func (in *Input) candidates(p *person, year int) (all []string) {
	if int(p.retires)/12 <= year+soon {
		return nil
	}
	chain := in.chainOf()
	for _, s := range chain {
		if p.level == s.from && waiting(p, chain, p.level, year) == 0 {
			all = append(all, in.Levels[s.to])
		}
	}
	if l := in.Levels[p.level]; !p.leads && (l == "GS" || l == "PGS" || l == "TS") {
		all = append(all, Leading)
	}
	return all
}
