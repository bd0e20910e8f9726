package forecast

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// ageIn reads the age out of a code as "death-M-40".
func ageIn(code, prefix string) (age int, ok bool) {
	rest, ok := strings.CutPrefix(code, prefix)
	if !ok {
		return 0, false
	}
	age, err := strconv.Atoi(rest)
	return age, err == nil && age >= 0 && age < maxAge
}

// between gives the value at an age from those at the ages around it, straight on a
// logarithmic scale; outside them the nearest counts. 0 where there are none.
func between(points map[int]float64, ages []int, age int) float64 {
	if len(ages) == 0 {
		return 0
	}
	i, met := slices.BinarySearch(ages, age)
	switch {
	case met:
		return points[age]
	case i == 0:
		return points[ages[0]]
	case i == len(ages):
		return points[ages[i-1]]
	}
	a, b := ages[i-1], ages[i]
	share := float64(age-a) / float64(b-a)
	return math.Exp((1-share)*math.Log(points[a]) + share*math.Log(points[b]))
}
