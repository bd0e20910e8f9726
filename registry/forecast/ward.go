package forecast

import (
	"cmp"
	"slices"
)

// WardCount is how many people of a field have their present address in a ward. It is small where few
// live there: whoever shows it hides those.
type WardCount struct {
	Ward   string // a code of registry.SchemeWard, "" of those whose ward is not on record
	People int
}

// Wards counts the people of a field by the ward of their present address, the most first, those of no
// known ward last.
func (in *Input) Wards(field string) (all []WardCount) {
	counts, unknown := make([]int, len(in.wards)), 0
	for i := range in.meant(Which{Field: field}) {
		if w := in.people[i].ward; w < 0 {
			unknown++
		} else {
			counts[w]++
		}
	}
	for w, n := range counts {
		if n > 0 {
			all = append(all, WardCount{in.wards[w], n})
		}
	}
	slices.SortFunc(all, func(a, b WardCount) int { return cmp.Or(b.People-a.People, cmp.Compare(a.Ward, b.Ward)) })
	if unknown > 0 {
		all = append(all, WardCount{"", unknown})
	}
	return all
}
