package forecast

import (
	"cmp"
	"slices"

	"trithuc/registry"
)

// Part is which of the people of a field and level are meant.
type Part string

// The parts; "" means whoever is there.
const (
	PartLeaving Part = "leaving" // reach the month of retirement within five years
	PartReady   Part = "ready"   // could follow those at the level: see Succession
)

// Which chooses people of today: those of a forecast's figure.
type Which struct {
	Field, Level string // as in Series; Level may be Leading
	Part         Part
	From, Until  registry.Date // months of retirement, both included; zero for open
}

// Who gives who is meant, in the order of their ids: who is there, counts, and is before the month of
// retirement.
func (in *Input) Who(w Which) (all []registry.PersonID) {
	for i := range in.meant(w) {
		all = append(all, in.people[i].id)
	}
	slices.Sort(all)
	return all
}

// meant walks over the places of who is meant.
func (in *Input) meant(w Which) func(yield func(int) bool) {
	counts, field := in.today(monthOf(in.on)), in.named(w.Field)
	return func(yield func(int) bool) {
		for i := range in.people {
			p := &in.people[i]
			of := in.fields[p.field]
			if _, ok := counts(p); !ok || field != All && field != of.area && field != of.field || !w.retiring(p) || !in.plays(p, w) {
				continue
			}
			if !yield(i) {
				return
			}
		}
	}
}

func (w Which) retiring(p *person) bool {
	return (w.From.IsZero() || int(p.retires) >= monthOf(w.From)) && (w.Until.IsZero() || int(p.retires) <= monthOf(w.Until))
}

// plays says that somebody is of the level and part that are asked for.
func (in *Input) plays(p *person, w Which) bool {
	if w.Part == PartReady {
		return slices.Contains(in.candidates(p, in.on.Year), w.Level)
	}
	if w.Part == PartLeaving && int(p.retires)/12 > in.on.Year+soon {
		return false
	}
	if w.Level == Leading {
		return p.leads
	}
	return cmp.Or(w.Level, All) == All || in.Levels[p.level] == w.Level
}

// AgeGroups are the lower ends of the groups of ages that counts are told by.
var AgeGroups = [...]int{0, 35, 45, 55}

// Crowd counts people in two ways that share no sum but that of all.
type Crowd struct {
	People int
	Ages   [len(AgeGroups)][3]int // by age this year; men, women, unknown
	Levels []int                  // as Input.Levels
}

// Count counts who is meant.
func (in *Input) Count(w Which) Crowd {
	c := Crowd{Levels: make([]int, len(in.Levels))}
	for i := range in.meant(w) {
		p := &in.people[i]
		group := 0
		for g, from := range AgeGroups {
			if in.on.Year-int(p.born) >= from {
				group = g
			}
		}
		c.People++
		c.Ages[group][[3]int{2, 0, 1}[p.sex]]++
		c.Levels[p.level]++
	}
	return c
}
