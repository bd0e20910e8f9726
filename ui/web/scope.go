package web

import (
	"slices"

	"trithuc/registry"
	"trithuc/search"
)

// scopeStates are the states of who counts, in the order in which they are told.
var scopeStates = []string{string(registry.InScope), string(registry.OutOfScope), string(registry.ScopeUnclear)}

// counted tells how many of a number of people count among the intellectuals: they
// are never added up in silence.
type counted struct{ In, Out, Unclear int }

// countedOf reads the counts of search.FacetScope; only of the chosen states where
// some are.
func countedOf(counts []search.Count, chosen []string) counted {
	of := map[string]int{}
	for _, c := range counts {
		if len(chosen) == 0 || slices.Contains(chosen, c.Value) {
			of[c.Value] = c.N
		}
	}
	return counted{of[scopeStates[0]], of[scopeStates[1]], of[scopeStates[2]]}
}

// countedWords says it in one clause: "1.990 người thuộc diện; 60 ngoài diện, 4 chưa rõ".
func (w Words) countedWords(c counted) string {
	if c.Out == 0 && c.Unclear == 0 {
		return w.T("counted.all")
	}
	return w.T("counted", "In", c.In, "Out", c.Out, "Unclear", c.Unclear)
}
