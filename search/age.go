package search

import (
	"strconv"
	"strings"
)

// oldest bounds ages: nobody in a registry of staff is older.
const oldest = 130

// ageBands are what FacetAge is counted by.
var ageBands = [...]struct {
	below int
	band  string
}{{35, "-35"}, {45, "35-44"}, {55, "45-54"}, {oldest + 1, "55-"}}

// AgeBand gives the band of FacetAge in which an age is counted, "" for one that
// cannot be.
func AgeBand(age int) string {
	for _, b := range ageBands {
		if age >= 0 && age < b.below {
			return b.band
		}
	}
	return ""
}

// ParseAges reads a value of FacetAge: "35-44" with both ends, "-35" below 35,
// "55-" from 55 on. It gives the lowest and the highest age meant.
func ParseAges(s string) (low, high int, ok bool) {
	from, to, cut := strings.Cut(s, "-")
	if !cut || from == "" && to == "" {
		return 0, 0, false
	}
	high = oldest
	var err error
	if from != "" {
		if low, err = strconv.Atoi(from); err != nil || low < 0 {
			return 0, 0, false
		}
	}
	if to != "" {
		if high, err = strconv.Atoi(to); err != nil || high < 0 {
			return 0, 0, false
		}
		if from == "" {
			high--
		}
	}
	return low, min(high, oldest), low <= oldest
}
