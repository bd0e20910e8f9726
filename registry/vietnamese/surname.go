package vietnamese

import (
	_ "embed"
	"strconv"
	"strings"
	"unicode/utf8"
)

// surnamesTSV lists family names of Kinh, Khmer, Hoa, Chăm and of the highlands.
// The shares come from 8,518 names of one university forum (2016), names seen
// fewer than five times removed; 0 marks a name known without a count.
//
//go:embed surnames.tsv
var surnamesTSV string

// surnames maps the Key and the Fold of each family name to its share.
var surnames, foldedSurnames = readSurnames(surnamesTSV)

func readSurnames(tsv string) (marked, folded map[string]float64) {
	marked, folded = make(map[string]float64), make(map[string]float64)
	for line := range strings.Lines(tsv) {
		name, count, _ := strings.Cut(strings.TrimSpace(line), "\t")
		share, err := strconv.ParseFloat(count, 64)
		if err != nil {
			continue // the heading
		}
		marked[Key(name)] = share
		folded[Fold(name)] += share
	}
	return marked, folded
}

// IsSurname reports whether the single word s, in any case, is a known family
// name: Kinh, Khmer, Hoa, Chăm or of the highlands. A word with marks must match
// in its marks (Tiến is none although Tiên may be); one without matches any.
func IsSurname(s string) bool {
	_, ok := surname(s)
	return ok
}

// SurnameShare returns the share of people who bear the family name s, as
// IsSurname reads it; at least 0.0001, also for a name not in the list. Two
// people who share a rare family name are likelier to be one.
func SurnameShare(s string) float64 {
	share, _ := surname(s)
	return max(share, 0.0001)
}

func surname(s string) (float64, bool) {
	if utf8.RuneCountInString(s) < 2 {
		return 0, false // Y and H are marks of sex in the highlands, A is an initial
	}
	k := Key(s)
	if share, ok := surnames[k]; ok {
		return share, true
	}
	if HasMarks(k) {
		return 0, false
	}
	share, ok := foldedSurnames[k]
	return share, ok
}
