package forecast

import "trithuc/registry"

// person is one career made ready for the model: codes are places in the lists
// of Input, dates are years.
type person struct {
	id       registry.PersonID // never written down with what is kept
	held     []standing        // level and the year from which it was held
	employer registry.OrganisationID
	unit     registry.OrganisationID // of the present post, 0 if unknown
	retires  int32                   // month at whose end they retire by law, years*12 + month-1; 0 if it cannot be said
	born     int16
	from     int16 // year of the first post in what is looked at; 0 if unknown
	left     int16 // year of the end of the last one; 0 for those who are there
	since    int16 // year the record came into the registry; 0 if unknown
	field    int16
	level    uint8 // today, or when they left
	sex      uint8 // see sexOf
	unsure   bool  // of the birth date only the year is known, or printed tables disagree
	speaks   bool  // a foreign or ethnic language, on record
	made     bool  // a publication, patent or task, on record
	ward     int16 // in Input.wards, -1 if unknown
	leads    bool  // holds a post of management
	stays    bool  // teaches at an institution and leads nobody: may be asked to stay on
}

// standing is a level and the year from which it was held, 0 where nothing says
// from when: then it counts as held always.
type standing struct {
	level uint8
	year  int16
}

// The sexes as numbers; 0 is unknown.
const (
	male   = 1
	female = 2
)

func sexOf(s registry.Sex) uint8 {
	switch s {
	case registry.Male:
		return male
	case registry.Female:
		return female
	}
	return 0
}

// levelIn gives the level somebody had at the end of a year; none is the last
// level, the unknown one.
func (p *person) levelIn(year int, none uint8) uint8 {
	best := none
	for _, s := range p.held {
		if int(s.year) <= year {
			best = min(best, s.level)
		}
	}
	return best
}

// heldSince gives the year from which a level was held; 0 if that is unknown or
// it never was.
func (p *person) heldSince(level uint8) int {
	for _, s := range p.held {
		if s.level == level {
			return int(s.year)
		}
	}
	return 0
}

// countsIn says that somebody was there at the end of a year and before the month
// of retirement, as far as posts say: who bears no date of coming was there always.
func (p *person) countsIn(year int) bool {
	return int(p.from) <= year && (p.left == 0 || int(p.left) > year) && int(p.retires) >= (year+1)*12
}

// The age bands of every rate: below 40, below 50, older.
const bands = 3

func bandOf(age int) int {
	switch {
	case age < 40:
		return 0
	case age < 50:
		return 1
	}
	return 2
}
