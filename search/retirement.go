package search

import (
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// soon is how many further years "sắp nghỉ hưu" reaches: this one and the next.
const soon = 1

// maxYears bounds the years in which people retire.
const maxYears = 60

// retirementRules read when people reach the age of retirement: folded words, H
// for "nghỉ hưu" and its like, Y and Z for years, C for a number of years. from
// and to are years; what is empty is open.
var retirementRules = []struct {
	words    string
	from, to string
	label    string
}{
	{"H tu nam Y den nam Z", "Y", "Z", "Nghỉ hưu từ năm {Y} đến năm {Z}"},
	{"H tu nam Y den Z", "Y", "Z", "Nghỉ hưu từ năm {Y} đến năm {Z}"},
	{"H tu Y den Z", "Y", "Z", "Nghỉ hưu từ năm {Y} đến năm {Z}"},
	{"H truoc nam Y", "", "Y-", "Nghỉ hưu trước năm {Y}"},
	{"H sau nam Y", "Y+", "", "Nghỉ hưu sau năm {Y}"},
	{"H trong vong C nam toi", "now", "now+C", "Nghỉ hưu trong {C} năm tới"},
	{"H trong vong C nam", "now", "now+C", "Nghỉ hưu trong {C} năm tới"},
	{"H trong C nam toi", "now", "now+C", "Nghỉ hưu trong {C} năm tới"},
	{"H trong C nam nua", "now", "now+C", "Nghỉ hưu trong {C} năm tới"},
	{"H trong C nam", "now", "now+C", "Nghỉ hưu trong {C} năm tới"},
	{"H C nam toi", "now", "now+C", "Nghỉ hưu trong {C} năm tới"},
	{"C nam toi H", "now", "now+C", "Nghỉ hưu trong {C} năm tới"},
	{"C nam nua H", "now+C", "now+C", "Nghỉ hưu sau {C} năm nữa"},
	{"H sau C nam nua", "now+C", "now+C", "Nghỉ hưu sau {C} năm nữa"},
	{"H trong nam nay", "now", "now", "Nghỉ hưu năm nay"},
	{"H nam nay", "now", "now", "Nghỉ hưu năm nay"},
	{"H nam sau", "next", "next", "Nghỉ hưu năm sau"},
	{"H nam toi", "next", "next", "Nghỉ hưu năm sau"},
	{"H vao nam Y", "Y", "Y", "Nghỉ hưu năm {Y}"},
	{"H trong nam Y", "Y", "Y", "Nghỉ hưu năm {Y}"},
	{"H nam Y", "Y", "Y", "Nghỉ hưu năm {Y}"},
	{"H Y", "Y", "Y", "Nghỉ hưu năm {Y}"},
	{"nam Y H", "Y", "Y", "Nghỉ hưu năm {Y}"},
	{"chua H", "now", "", "Chưa quá tuổi nghỉ hưu"},
	{"da H", "", "last", "Đã quá tuổi nghỉ hưu"},
	{"qua H", "", "last", "Đã quá tuổi nghỉ hưu"},
	{"con cong tac", "now", "", "Chưa quá tuổi nghỉ hưu"},
	{"con dang cong tac", "now", "", "Chưa quá tuổi nghỉ hưu"},
	{"con lam viec", "now", "", "Chưa quá tuổi nghỉ hưu"},
	{"con dang lam viec", "now", "", "Chưa quá tuổi nghỉ hưu"},
	{"sap H", "now", "soon", "Sắp nghỉ hưu"},
	{"chuan bi H", "now", "soon", "Sắp nghỉ hưu"},
	{"gan H", "now", "soon", "Sắp nghỉ hưu"},
	{"retiring soon", "now", "soon", "Sắp nghỉ hưu"},
	{"retiring in Y", "Y", "Y", "Nghỉ hưu năm {Y}"},
	{"H", "", "now", "Đến tuổi nghỉ hưu"},
}

// retireWords are the ways to say H; the longest first.
var retireWords = [][]string{
	{"đến", "tuổi", "nghỉ", "hưu"}, {"tới", "tuổi", "nghỉ", "hưu"}, {"đến", "tuổi", "về", "hưu"}, {"tuổi", "nghỉ", "hưu"}, {"đến", "tuổi", "hưu"},
	{"nghỉ", "hưu"}, {"về", "hưu"}, {"hưu", "trí"},
}

// retirement reads a condition on retirement that begins at token i.
func (r *reading) retirement(i int) (span, bool) {
	if i > 0 && vietnamese.IsSurname(r.typed(i-1, i)) {
		return span{}, false // the rest of a name
	}
	for _, rule := range retirementRules {
		y := years{now: r.year}
		to, ok := r.retires(i, strings.Fields(rule.words), &y)
		if !ok {
			continue
		}
		value := y.of(rule.from) + "-" + y.of(rule.to)
		return span{from: i, to: to, entry: &entry{kind: anAge}, label: y.fill(rule.label),
			filter: Filter{Facet: FacetRetirement, Values: []string{value}}}, true
	}
	return span{}, false
}

// years are the numbers read by one rule.
type years struct{ now, y, z, c int }

func (r *reading) retires(i int, words []string, read *years) (to int, ok bool) {
	for _, w := range words {
		if i >= len(r.tokens) {
			return 0, false
		}
		switch w {
		case "H":
			n := r.retireWord(i)
			if n == 0 {
				return 0, false
			}
			i += n
			continue
		case "Y", "Z", "C":
			if !read.take(w, r.tokens[i].folded) {
				return 0, false
			}
		default:
			if r.tokens[i].folded != w {
				return 0, false
			}
		}
		i++
	}
	return i, read.z == 0 || read.y <= read.z
}

// retireWord gives how many tokens from i on say H; what bears marks must bear
// the right ones, since Hữu is a name.
func (r *reading) retireWord(i int) int {
	for _, words := range retireWords {
		if r.says(i, words, true) {
			return len(words)
		}
	}
	return 0
}

func (y *years) take(what, s string) bool {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return false
	case what == "C":
		y.c = n
		return n > 0 && n <= maxYears
	case n < y.now-maxYears || n > y.now+maxYears:
		return false
	case what == "Y":
		y.y = n
	default:
		y.z = n
	}
	return true
}

// of gives the year that one end of a rule means, "" for an open end.
func (y *years) of(end string) string {
	at, ok := map[string]int{
		"Y": y.y, "Y-": y.y - 1, "Y+": y.y + 1, "Z": y.z, "now": y.now, "next": y.now + 1, "last": y.now - 1, "soon": y.now + soon, "now+C": y.now + y.c,
	}[end]
	if !ok {
		return ""
	}
	return strconv.Itoa(at)
}

func (y *years) fill(label string) string {
	return strings.NewReplacer("{Y}", strconv.Itoa(y.y), "{Z}", strconv.Itoa(y.z), "{C}", strconv.Itoa(y.c)).Replace(label)
}

// ParseYears reads a value of FacetRetirement: "2027-2030" with both ends, an
// open end left out, or one year alone. It gives the first and the last year
// meant; an open end reaches maxYears from the other, or from a year between.
func ParseYears(s string, now int) (first, last int, ok bool) {
	from, to, cut := strings.Cut(s, "-")
	if !cut {
		to = from
	}
	if from == "" && to == "" {
		return 0, 0, false
	}
	first, last = now-maxYears, now+maxYears
	var err error
	if from != "" {
		if first, err = strconv.Atoi(from); err != nil {
			return 0, 0, false
		}
	}
	if to != "" {
		if last, err = strconv.Atoi(to); err != nil {
			return 0, 0, false
		}
	}
	return max(first, now-maxYears), min(last, now+maxYears), first <= last
}
