package synthetic

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// life is one person in the making.
type life struct {
	*Generator
	home   *home
	place  *place
	called *vietnamese.Name // what she is to be called; nil for whatever is drawn
	person *registry.Person
	born   int // year
	level  int // of the highest degree: 0 first degree or below, 1 master, 2 doctor
	since  int // year of the first degree
}

func (d *life) age() int { return asOf - d.born }

// isBorn draws sex, date of birth and name. Years are triangular with the mode
// in 1983; few stay beyond the usual age of leaving, and studies makes doctors of them.
func (d *life) isBorn() {
	d.person.Sex = registry.Female
	leaves := 57
	if chance(d.rnd, 0.52) {
		d.person.Sex, leaves = registry.Male, 61
	}
	d.born = d.birthYear()
	for d.age() > leaves && !chance(d.rnd, 0.12) {
		d.born = d.birthYear()
	}
	d.person.Birth = d.partly(d.born, 0.88, 0.03)
	d.person.Name = d.names.pick(d.rnd, d.person.Sex, d.born)
	if d.called != nil {
		d.person.Sex, d.person.Name = registry.Female, *d.called
	}
}

func (d *life) birthYear() int {
	const first, mode, last = 1958, 1983, 2002
	// the sum of two uniform draws is a triangle: the sides are stretched to the mode
	x := d.rnd.Float64() - d.rnd.Float64()
	if x < 0 {
		return mode + int(x*(mode-first))
	}
	return mode + int(x*(last-mode))
}

// partly gives a date of that year of which the day, or day and month, may be unknown.
func (d *life) partly(year int, full, month float64) registry.Date {
	date := registry.Date{Year: year}
	x := d.rnd.Float64()
	if x < full+month {
		date.Month = between(d.rnd, 1, 12)
	}
	if x < full {
		date.Day = between(d.rnd, 1, 28)
		if date.Day == 28 && date.Month != 2 {
			date.Day = between(d.rnd, 28, 30)
		}
	}
	return date
}

// choosesFields draws the field of the unit, at times a second one, and phrases
// of expertise that belong to them.
func (d *life) choosesFields() {
	main := d.place.fields[min(d.rnd.IntN(len(d.place.fields)), d.rnd.IntN(len(d.place.fields)))]
	codes := []string{main}
	if second := one(d.rnd, d.place.fields); second != main && chance(d.rnd, 0.5) && (second[0] == main[0] || len(d.place.fields) <= 3) {
		codes = append(codes, second)
	}
	for _, c := range codes {
		d.person.Fields = append(d.person.Fields, registry.FieldOf{Code: c})
	}
	for range between(d.rnd, 2, 5) {
		d.adds(d.phrase(codes[min(d.rnd.IntN(len(codes)), d.rnd.IntN(len(codes)))]))
	}
}

func (d *life) adds(phrase string) {
	e := registry.Expertise{Phrase: phrase}
	if phrase != "" && !slices.Contains(d.person.Expertise, e) {
		d.person.Expertise = append(d.person.Expertise, e)
	}
}

// phrase draws one term of a field, or a synonym of it.
func (d *life) phrase(field string) string {
	terms := d.phrases[field]
	if len(terms) == 0 {
		return d.ref.CodeName(registry.SchemeField, field)
	}
	t := one(d.rnd, terms)
	if len(t.synonyms) > 0 && chance(d.rnd, 0.35) {
		return capital(one(d.rnd, t.synonyms))
	}
	return capital(t.usual)
}

// capital begins a phrase with a capital.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// isTitled makes professors of doctors: the institution's share of everybody,
// given to those old enough.
func (d *life) isTitled() {
	if d.level < 2 || d.home == nil || d.age() < 38 {
		return
	}
	of := func(share float64) float64 { return share / max(d.home.doctor, 0.01) * float64(d.age()-30) / 14 }
	code, years := "", 6
	switch {
	case d.age() >= 46 && chance(d.rnd, of(d.home.full)):
		code, years = "GS", 12
	case chance(d.rnd, of(d.home.associate)):
		code = "PGS"
	default:
		return
	}
	year := max(d.person.Qualifications[0].Year, d.born+32) + between(d.rnd, years, years+6)
	if year > asOf {
		return
	}
	d.person.Title = registry.Title{Code: code, Year: year, Discipline: d.discipline()}
}

// discipline gives the name of the main field at level 2.
func (d *life) discipline() string {
	path := d.ref.FieldPath(d.person.Fields[0].Code)
	if len(path) < 2 {
		return ""
	}
	return d.ref.CodeName(registry.SchemeField, path[1])
}

// isHonoured gives titles of the State to a few of the older ones.
func (d *life) isHonoured() {
	if d.age() < 45 {
		return
	}
	staff := d.home.staff
	if d.place.branch == "artist" {
		staff = "artist"
	}
	for _, h := range d.honours[staff] {
		physician := d.place.branch == "physician" || d.place.branch == "pharmacist"
		if strings.HasPrefix(h.code, "TT") && !physician {
			continue
		}
		if chance(d.rnd, h.share*2) {
			d.person.Honours = append(d.person.Honours, registry.Honour{Code: h.code, Year: d.born + between(d.rnd, 44, d.age())})
			return
		}
	}
}
