package synthetic

import (
	"cmp"
	"slices"

	"trithuc/registry"
)

// studies draws the degrees and puts the latest first.
func (d *life) studies() {
	physician := d.healthy()
	d.since = d.born + between(d.rnd, 22, 24)
	if physician {
		d.since += 2
	}
	d.degree(d.first(), "base", d.since)
	if chance(d.rnd, 0.002) && d.age() > 50 {
		d.level = 2
		d.degree("TSKH", "doctor", d.born+between(d.rnd, 38, 45))
	}
	want := d.wants()
	if physician && d.home != nil && want < 2 {
		d.specialises()
	}
	year := d.since
	if want >= 1 {
		year += between(d.rnd, 2, 6)
		d.reaches(1, "ThS", "master", year)
	}
	if want == 2 {
		d.reaches(2, "TS", "doctor", year+between(d.rnd, 4, 9))
	}
	slices.SortStableFunc(d.person.Qualifications, func(a, b registry.Qualification) int { return cmp.Compare(b.Year, a.Year) })
}

// healthy says that the person studied medicine or pharmacy.
func (d *life) healthy() bool { return d.place.branch == "physician" || d.place.branch == "pharmacist" }

// first gives the code of the first degree of the branch.
func (d *life) first() string {
	x := d.rnd.Float64()
	switch d.place.branch {
	case "physician":
		if x < 0.9 {
			return "BS"
		}
	case "pharmacist":
		return "DS"
	case "vet":
		if x < 0.75 {
			return "BSTY"
		}
		return "KS"
	case "architect":
		return "KTS"
	case "engineer":
		if x < 0.6 {
			return "KS"
		}
	case "artist":
		if x < 0.3 {
			return "CD"
		}
	case "nurse":
		if x < 0.06 {
			return "CD"
		}
	}
	return "CN"
}

// wants draws how far somebody of this age at this institution has come.
func (d *life) wants() int {
	if d.home == nil {
		return d.rnd.IntN(2)
	}
	age := d.age()
	doctor, master := d.home.doctor, d.home.master
	switch {
	case age > 61 || age > 57 && d.person.Sex == registry.Female:
		return 2 // who stays longer has a reason
	case age < 28:
		doctor, master = 0, master*0.5
	case age < 32:
		doctor *= 0.15
	case age < 36:
		doctor *= 0.6
	default:
		doctor = min(doctor*1.25, 0.95)
	}
	switch x := d.rnd.Float64(); {
	case x < doctor:
		return 2
	case x < d.home.doctor+master:
		return 1
	}
	return 0
}

// reaches adds a degree if its year has come.
func (d *life) reaches(level int, code, school string, year int) {
	if year <= asOf && d.level >= level-1 {
		d.level = max(d.level, level)
		d.degree(code, school, year)
	}
}

// specialises adds chuyên khoa I and II or nội trú, as physicians and
// pharmacists have them beside or in place of a master's degree.
func (d *life) specialises() {
	x, age := d.rnd.Float64(), d.age()
	switch {
	case age >= 44 && x < 0.3:
		d.degree("CKI", "specialist", d.since+between(d.rnd, 4, 8))
		d.degree("CKII", "specialist", d.since+between(d.rnd, 10, 16))
	case age >= 33 && x < 0.6:
		d.degree("CKI", "specialist", d.since+between(d.rnd, 4, 8))
	case age >= 29 && x > 0.93 && d.place.branch == "physician":
		d.degree("BSNT", "specialist", d.since+3)
	}
}

// degree adds a qualification before the others, unless it lies in the future.
func (d *life) degree(code, level string, year int) {
	if year > asOf {
		if len(d.person.Qualifications) > 0 {
			return
		}
		year = asOf
	}
	key := level + " any"
	if d.healthy() {
		key = level + " health"
	}
	s := d.schools[key].pick(d.rnd)
	q := registry.Qualification{Degree: code, Field: d.phrase(d.person.Fields[0].Code), Year: year}
	if chance(d.rnd, 0.9) {
		q.Institution, q.Country = s.name, s.country
	}
	d.person.Qualifications = append([]registry.Qualification{q}, d.person.Qualifications...)
}
