package search

import (
	"slices"
	"strconv"
	"strings"

	"trithuc/registry/vietnamese"
)

// Kinds of the spans that the rules below make.
const (
	anAge     kind = 100
	aBirthday kind = 101 // a date beside a name
)

// ageRule reads words as a condition.
type ageRule struct {
	words        []string
	value, label string
}

// ageRules read conditions on age: folded words, N and M for ages, T for an age written
// as "50t", Y and Z for years of birth (N and M are then the ages reached in this year),
// X for a decade of births as "9x". value gives the range of
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
	{[]string{"duoi", "T"}, "-{N}", "Dưới {N} tuổi"},
	{[]string{"tren", "T"}, "{N+1}-", "Trên {N} tuổi"},
	{[]string{"sinh", "tu", "nam", "Y", "den", "nam", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"sinh", "tu", "nam", "Y", "den", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"sinh", "tu", "Y", "den", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"sinh", "nam", "Y", "den", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"sinh", "nam", "Y", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"sinh", "khoang", "Y", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"sinh", "Y", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"born", "between", "Y", "and", "Z"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"the", "he", "X"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"sinh", "nam", "X"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"doi", "X"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
	{[]string{"X"}, "{M}-{N}", "Sinh từ năm {Y} đến năm {Z}"},
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
		"{N+1}", strconv.Itoa(n+1), "{Y}", strconv.Itoa(r.year-n), "{Z}", strconv.Itoa(r.year-m)).Replace(pattern)
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
		case "Z":
			if m, ok = r.birthYear(got); !ok || m > n {
				return 0, 0, false
			}
			return n, m, true
		case "X":
			return r.decade(got)
		case "T":
			digits, short := strings.CutSuffix(got, "t")
			age, err := strconv.Atoi(digits)
			if !short || err != nil || age < 16 || age > 100 {
				return 0, 0, false
			}
			n = age
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

// decade reads the decade in which people are born, "9x", and gives the ages that its
// first and its last year reach this year.
func (r *reading) decade(s string) (oldest, youngest int, ok bool) {
	if len(s) != 2 || s[1] != 'x' || s[0] < '4' || s[0] > '9' {
		return 0, 0, false
	}
	first := 1900 + 10*int(s[0]-'0')
	return r.year - first, r.year - first - 9, true
}

// birthday reads a date or month of birth beside a name at token i: "08/09/1979",
// "5/1974". Who was born in that year stands higher: the index holds no days.
func (r *reading) birthday(i int) (span, bool) {
	for n := 3; n > 1; n-- {
		if i+n > len(r.tokens) || i == 0 && n == len(r.tokens) || !r.isDate(i, i+n) {
			continue
		}
		if age, ok := r.birthYear(r.tokens[i+n-1].folded); ok {
			return span{from: i, to: i + n, entry: &entry{kind: aBirthday}, prefer: true,
				filter: Filter{Facet: FacetAge, Values: []string{r.format("{N}-{N}", age, 0)}}}, true
		}
	}
	return span{}, false
}

// isDate says that tokens are numbers of a date, joined by slashes, points or hyphens.
func (r *reading) isDate(from, to int) bool {
	for i := from; i < to; i++ {
		n, err := strconv.Atoi(r.tokens[i].folded)
		if err != nil || i+1 < to && (n < 1 || n > 31 || len(r.tokens[i].folded) > 2) {
			return false
		}
		if i+1 < to && !strings.Contains("/.-", strings.TrimSpace(r.text[r.tokens[i].to:r.tokens[i+1].from])) {
			return false
		}
	}
	return true
}

// youngAges are whom "nhà khoa học trẻ" prefers.
const youngAges = "0-40"

// isYoung says that a filler asks for the young: "trẻ" with its mark, since tre is bamboo.
func (r *reading) isYoung(s *span) bool {
	typed := vietnamese.Key(r.typed(s.from, s.to))
	return slices.Contains(Words(typed), "trẻ") || s.to-s.from > 1 && slices.Contains(s.entry.key, "trẻ")
}
