package search

import (
	"slices"
	"strconv"
	"strings"
)

// anAge marks the spans that the rules below make.
const anAge kind = 100

// ageRule reads words as a condition.
type ageRule struct {
	words        []string
	value, label string
}

// ageRules read conditions on age: folded words, N and M for ages, Y for a year of
// birth (N is then the age reached in this year). value gives the range of
// FacetAge, label what the chip says.
var ageRules = []ageRule{
	{[]string{"tuoi", "tu", "N", "den", "M"}, "{N}-{M}", "{N} đến {M} tuổi"},
	{[]string{"tu", "N", "den", "M", "tuoi"}, "{N}-{M}", "{N} đến {M} tuổi"},
	{[]string{"do", "tuoi", "N", "M"}, "{N}-{M}", "{N} đến {M} tuổi"},
	{[]string{"N", "den", "M", "tuoi"}, "{N}-{M}", "{N} đến {M} tuổi"},
	{[]string{"N", "M", "tuoi"}, "{N}-{M}", "{N} đến {M} tuổi"},
	{[]string{"khong", "qua", "N", "tuoi"}, "0-{N}", "Không quá {N} tuổi"},
	{[]string{"toi", "da", "N", "tuoi"}, "0-{N}", "Không quá {N} tuổi"},
	{[]string{"chua", "den", "N", "tuoi"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"duoi", "N", "tuoi"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"tuoi", "duoi", "N"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"tre", "hon", "N", "tuoi"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"under", "N"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"younger", "than", "N"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"tu", "N", "tuoi", "tro", "xuong"}, "0-{N}", "Không quá {N} tuổi"},
	{[]string{"N", "tuoi", "tro", "xuong"}, "0-{N}", "Không quá {N} tuổi"},
	{[]string{"tu", "N", "tuoi", "tro", "len"}, "{N}-", "Từ {N} tuổi"},
	{[]string{"N", "tuoi", "tro", "len"}, "{N}-", "Từ {N} tuổi"},
	{[]string{"tu", "N", "tuoi"}, "{N}-", "Từ {N} tuổi"},
	{[]string{"tren", "N", "tuoi"}, "{N+1}-", "Trên {N} tuổi"},
	{[]string{"tuoi", "tren", "N"}, "{N+1}-", "Trên {N} tuổi"},
	{[]string{"hon", "N", "tuoi"}, "{N+1}-", "Trên {N} tuổi"},
	{[]string{"over", "N"}, "{N+1}-", "Trên {N} tuổi"},
	{[]string{"older", "than", "N"}, "{N+1}-", "Trên {N} tuổi"},
	{[]string{"N", "tuoi"}, "{N}-{N}", "{N} tuổi"},
	{[]string{"sinh", "nam", "Y"}, "{N}-{N}", "Sinh năm {Y}"},
	{[]string{"nam", "sinh", "Y"}, "{N}-{N}", "Sinh năm {Y}"},
	{[]string{"sinh", "Y"}, "{N}-{N}", "Sinh năm {Y}"},
	{[]string{"sn", "Y"}, "{N}-{N}", "Sinh năm {Y}"},
	{[]string{"born", "in", "Y"}, "{N}-{N}", "Sinh năm {Y}"},
	{[]string{"sinh", "sau", "nam", "Y"}, "-{N}", "Sinh sau năm {Y}"},
	{[]string{"sinh", "truoc", "nam", "Y"}, "{N+1}-", "Sinh trước năm {Y}"},
}

// bareRules read a number alone that ends a text or what is said there: "nữ thạc sĩ dưới
// 35", "dưới 35 biết tiếng Nhật".
var bareRules = []ageRule{
	{[]string{"duoi", "N"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"tren", "N"}, "{N+1}-", "Trên {N} tuổi"},
}

// leastAlone is the age from which a number that nothing is said of is one.
const leastAlone = 25

// age reads a condition on age that begins at token i.
func (r *reading) age(i int) (span, bool) {
	rules := ageRules
	if i > 0 && r.endsBehind(i+1) {
		rules = slices.Concat(rules, bareRules)
	}
	for _, rule := range rules {
		n, m, ok := r.matches(i, rule.words)
		if !ok {
			continue
		}
		value := r.format(rule.value, n, m)
		return span{from: i, to: i + len(rule.words), entry: &entry{kind: anAge}, label: r.format(rule.label, n, m),
			filter: Filter{Facet: FacetAge, Values: []string{value}}}, true
	}
	return span{}, false
}

// saysMore are words that begin something else behind an age.
var saysMore = []string{"biet", "co", "o", "tai", "thuoc", "va", "nganh", "chuyen", "la", "ve", "tot", "lam", "dang", "san"}

// endsBehind says that token i is a number that may be an age, and that nothing behind it
// says of what it is.
func (r *reading) endsBehind(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	n, err := strconv.Atoi(r.tokens[i].folded)
	return err == nil && n >= leastAlone && (i+1 == len(r.tokens) || slices.Contains(saysMore, r.tokens[i+1].folded))
}

// format fills in the numbers: ages, the age after the first, a year of birth.
func (r *reading) format(pattern string, n, m int) string {
	return strings.NewReplacer("{N}", strconv.Itoa(n), "{M}", strconv.Itoa(m),
		"{N+1}", strconv.Itoa(n+1), "{Y}", strconv.Itoa(r.year-n)).Replace(pattern)
}

func (r *reading) matches(i int, words []string) (n, m int, ok bool) {
	if i+len(words) > len(r.tokens) {
		return 0, 0, false
	}
	for k, w := range words {
		got := r.tokens[i+k].folded
		switch w {
		case "Y":
			if n, ok = r.birthYear(got); !ok {
				return 0, 0, false
			}
		case "N", "M":
			age, err := strconv.Atoi(got)
			if err != nil || age < 16 || age > 100 {
				return 0, 0, false
			}
			if w == "N" {
				n = age
			} else {
				m = age
			}
		default:
			if got != w {
				return 0, 0, false
			}
		}
	}
	return n, m, m == 0 || n <= m
}

// birthYear reads a year in which somebody of working age or beyond may be born,
// and gives the age reached this year.
func (r *reading) birthYear(s string) (age int, ok bool) {
	y, err := strconv.Atoi(s)
	age = r.year - y
	return age, err == nil && len(s) == 4 && age >= 16 && age <= 100
}
