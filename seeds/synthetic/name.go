package synthetic

import (
	"math/rand/v2"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// names draws names by data/names.tsv: frequencies of public lists, bent towards
// the Mekong delta, with the fashions of two cohorts. No list of people stands
// behind it and a drawn name is nobody's.
type names struct{ lists map[string]*weighted[string] }

func readNames() names {
	n := names{map[string]*weighted[string]{}}
	rows("names.tsv", func(c []string) {
		key := strings.Join(c[:4], " ")
		if n.lists[key] == nil {
			n.lists[key] = &weighted[string]{}
		}
		n.lists[key].add(c[4], number(c[5]))
	})
	return n
}

// Shares of the groups whose names differ. They shape names only; a person here
// has no ethnicity, and a name tells none.
const (
	shareKhmer = 0.03
	shareHoa   = 0.015
)

// pick draws the name of somebody of this sex and year of birth.
func (n names) pick(rnd *rand.Rand, sex registry.Sex, born int) vietnamese.Name {
	s, cohort := "m", "old"
	if sex == registry.Female {
		s = "f"
	}
	if born >= 1980 {
		cohort = "new"
	}
	group, x := "kinh", rnd.Float64()
	switch {
	case x < shareKhmer:
		group = "khmer"
	case x < shareKhmer+shareHoa:
		group = "hoa"
	}
	family := n.lists["family "+group+" any any"].pick(rnd)
	if group == "khmer" && chance(rnd, 0.5) {
		return n.khmer(rnd, family, s)
	}
	given := n.lists["given kinh "+s+" "+cohort].pick(rnd)
	return vietnamese.ParseName(strings.Join(n.between(rnd, family, given, s, born), " "))
}

// khmer draws a given name of the Khmer list, which may have two words.
func (n names) khmer(rnd *rand.Rand, family, sex string) vietnamese.Name {
	given := n.lists["given khmer "+sex+" any"].pick(rnd)
	if sex == "f" && chance(rnd, 0.6) {
		given = "Thị " + given
	}
	return vietnamese.ParseName(family + " " + given)
}

// between puts the middle names between family and given name.
func (n names) between(rnd *rand.Rand, family, given, sex string, born int) []string {
	words := []string{family}
	count := 3
	switch x := rnd.Float64(); {
	case x < 0.01:
		return append(words, given)
	case x < 0.22:
		count = 4
	}
	if chance(rnd, usual(sex, born)) {
		words = append(words, map[string]string{"m": "Văn", "f": "Thị"}[sex])
	}
	cohort := "old"
	if born >= 1980 {
		cohort = "new"
	}
	list := n.lists["middle kinh "+sex+" "+cohort]
	for len(words) < count-1 {
		if w := list.pick(rnd); w != given && w != family && w != words[len(words)-1] {
			words = append(words, w)
		}
	}
	return append(words, given)
}

// usual gives how often Văn or Thị is the first middle name.
func usual(sex string, born int) float64 {
	switch {
	case sex == "f" && born < 1990:
		return 0.62
	case sex == "f":
		return 0.35
	case born < 1985:
		return 0.28
	}
	return 0.14
}
