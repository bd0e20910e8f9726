package search

import (
	"slices"
	"strings"

	"trithuc/registry"
)

// Degrees that say what somebody is, beside the ladder of degrees: a physician
// who is also a doctor is still a physician, and a doctor of construction is none.

// professions are these degrees, each with those that are it at a further level.
var professions = map[string][]string{
	"BS": {"BS"}, "DS": {"DS"}, "KS": {"KS"}, "KTS": {"KTS"}, "BSTY": {"BSTY"},
	"BSNT": {"BSNT"}, "CKI": {"CKI", "CKII"}, "CKII": {"CKII"},
}

func isProfession(degree string) bool { return professions[degree] != nil }

// isSpecialist says that a degree is one by itself, and no word for who has it.
func isSpecialist(degree string) bool { return degree == "CKI" || degree == "CKII" || degree == "BSNT" }

// professionsOf gives what somebody is by all their degrees. Specialists of level
// I and II are pharmacists where they are so by another degree or by what they
// studied, else physicians.
func professionsOf(p *registry.Person) []string {
	var all []string
	specialist, pharmacist := false, false
	for _, q := range p.Qualifications {
		if isProfession(q.Degree) {
			all = addOnce(all, q.Degree)
		}
		ck := q.Degree == "CKI" || q.Degree == "CKII"
		specialist = specialist || ck
		pharmacist = pharmacist || q.Degree == "DS" || ck && slices.Contains(strings.Fields(Folded(q.Field)), "duoc")
	}
	switch {
	case slices.Contains(all, "BSNT"), specialist && !pharmacist:
		all = addOnce(all, "BS")
	case specialist:
		all = addOnce(all, "DS")
	}
	return all
}

// addSpecialists adds how people write the levels of specialists.
func (l *Lexicon) addSpecialists() {
	for code, numbers := range map[string][]string{"CKI": {"1", "I"}, "CKII": {"2", "II"}} {
		c, ok := l.ref.Code(registry.SchemeDegree, code)
		if !ok {
			continue
		}
		e := entry{kind: aDegree, values: []string{code}, label: c.Name}
		for _, who := range []string{"", "bác sĩ ", "bs ", "dược sĩ ", "ds "} {
			for _, n := range numbers {
				for _, level := range []string{"chuyên khoa ", "chuyên khoa cấp ", "ck", "ck "} {
					l.add(who+level+n, e)
				}
			}
		}
	}
}
