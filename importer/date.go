package importer

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// dateOrder is which of the first two numbers of a written date is the day.
type dateOrder int

const (
	orderUnknown dateOrder = iota
	dayFirst
	monthFirst
)

// dateReading is what a cell of dates holds: one date, or two that it may mean.
type dateReading struct {
	date   registry.Date
	other  registry.Date // the month-first reading, where both are possible
	reason string        // Vietnamese clause: why it is no date; "" if it is one or empty
	proves dateOrder     // what this cell proves about its column
}

// ambiguous says that the cell reads as two different dates.
func (d dateReading) ambiguous() bool { return !d.other.IsZero() }

var monthNames = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"thg1": 1, "thg2": 2, "thg3": 3, "thg4": 4, "thg5": 5, "thg6": 6, "thg7": 7, "thg8": 8, "thg9": 9, "thg10": 10, "thg11": 11, "thg12": 12, // as Excel shows them in Vietnamese
	"t1": 1, "t2": 2, "t3": 3, "t4": 4, "t5": 5, "t6": 6, "t7": 7, "t8": 8, "t9": 9, "t10": 10, "t11": 11, "t12": 12,
	"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12,
}

// readDate reads a cell of dates: a serial number, or text in any of the ways
// such lists write it. latest is the last year that makes sense; years of two
// digits are taken from the hundred years up to it.
func readDate(c cell, date1904 bool, latest int) dateReading {
	s := strings.TrimSpace(c.text)
	if m, y, ok := strings.Cut(s, "."); ok && len(m) <= 2 && len(y) > 1 && len(y) <= 4 && !strings.ContainsAny(y, ".") {
		if d := readParts([]string{m, (y + "000")[:4]}, latest); d.reason == "" { // 08.1981, which a program may have made 8.1981
			return d
		}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && !strings.HasPrefix(s, "+") {
		return readNumber(n, s, c.look&lookDates, date1904)
	}
	f := vietnamese.Fold(s)
	if isoLike(f) {
		f, _, _ = strings.Cut(f, "t")
	}
	parts, words := dateParts(f)
	switch {
	case len(parts) == 0, blankDate(s):
		return dateReading{reason: "không phải ngày tháng"}
	case words:
		return readNamedMonth(f, latest)
	}
	if len(parts) > 3 { // a time of day behind it
		parts = parts[:3]
	}
	r := readParts(parts, latest)
	if m := spelledIn(f); m != nil { // "12 tháng 3 năm 1980" says which is which
		if m[1] != "" {
			r.other = registry.Date{}
		} else if r.ambiguous() {
			r.date, r.other = r.other, registry.Date{}
		}
	}
	return r
}

// spelledDate finds the words of a date in Vietnamese: the month behind a day, or
// before it.
var spelledDate = regexp.MustCompile(`(?:(\d+)\s*thang\s*\d+)|thang\s*\d+\s*ngay`)

// spelledIn gives the words of a date; nil where there are none.
func spelledIn(f string) []string {
	if !strings.Contains(f, "thang") {
		return nil
	}
	return spelledDate.FindStringSubmatch(f)
}

// blankDate knows placeholders left in by forms.
func blankDate(s string) bool {
	return !strings.ContainsAny(s, "123456789")
}

func isoLike(f string) bool {
	return len(f) > 10 && f[4] == '-' && f[10] == 't'
}

// dateParts gives the numbers of a written date as they stand; words is true
// where the month is a name.
func dateParts(f string) (parts []string, words bool) {
	for _, p := range strings.FieldsFunc(f, func(r rune) bool { return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z') }) {
		switch p {
		case "ngay", "thang", "nam", "sinh", "khoang", "ngy", "th", "thg", "n", "t":
			continue
		}
		if _, ok := monthNames[p]; ok {
			words = true
		} else if strings.Trim(p, "0123456789") != "" {
			return nil, false
		}
		parts = append(parts, p)
	}
	return parts, words
}

// readNumber reads a serial of the spreadsheet, a year, or a date written as
// one number (19800325, 25031980).
func readNumber(n float64, s string, shown look, date1904 bool) dateReading {
	whole := int(n)
	switch {
	case math.IsNaN(n) || math.IsInf(n, 0) || n < 0 || n > 99999999:
		return dateReading{reason: "không phải ngày tháng"}
	case whole >= 1900 && whole <= 2100 && n == float64(whole) && shown != lookDate:
		return dateReading{date: registry.Date{Year: whole}}
	case whole >= 10000101 && n == float64(whole), len(s) == 8 && !strings.Contains(s, "."):
		return readCompact(s)
	case whole < 366 || whole > 80000:
		return dateReading{reason: "không phải ngày tháng"}
	}
	return dateReading{date: truncated(serialDate(whole, date1904), shown)}
}

// serialDate gives the day of a serial number. Day 60 of the 1900 system never
// was (1900 counted as a leap year), so numbers below it are one day off.
func serialDate(n int, date1904 bool) registry.Date {
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if date1904 {
		base = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return registry.DateOf(base.AddDate(0, 0, n))
}

// truncated leaves of a date what its number format shows: who types 3/1980 gets
// the serial of 1 March, shown as Mar-80.
func truncated(d registry.Date, shown look) registry.Date {
	switch shown {
	case lookMonth:
		d.Day = 0
	case lookYear:
		d.Day, d.Month = 0, 0
	}
	return d
}

// readCompact reads eight digits: year first or day first.
func readCompact(s string) dateReading {
	s, _, _ = strings.Cut(s, ".")
	if len(s) != 8 {
		return dateReading{reason: "không phải ngày tháng"}
	}
	for _, cut := range [][3][2]int{{{0, 4}, {4, 6}, {6, 8}}, {{4, 8}, {2, 4}, {0, 2}}} {
		n := func(i int) int { v, _ := strconv.Atoi(s[cut[i][0]:cut[i][1]]); return v }
		if d := (registry.Date{Year: n(0), Month: n(1), Day: n(2)}); d.Year >= 1900 && d.Year <= 2100 && d.Month > 0 && d.Day > 0 && d.Valid() {
			return dateReading{date: d}
		}
	}
	return dateReading{reason: "không có trong lịch"}
}

// readParts reads one to three numbers.
func readParts(parts []string, latest int) dateReading {
	n := make([]int, len(parts))
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 4 {
			return dateReading{reason: "không phải ngày tháng"}
		}
		n[i] = v
	}
	switch len(n) {
	case 1:
		if len(parts[0]) == 4 && n[0] >= 1900 && n[0] <= 2100 {
			return dateReading{date: registry.Date{Year: n[0]}}
		}
	case 2:
		if len(parts[0]) == 4 {
			n[0], n[1] = n[1], n[0]
			parts[1] = parts[0]
		}
		return made(fullYear(n[1], parts[1], latest), n[0], 0)
	case 3:
		if len(parts[0]) == 4 {
			return made(n[0], n[1], n[2])
		}
		return dayOrMonth(n[0], n[1], fullYear(n[2], parts[2], latest))
	}
	return dateReading{reason: "không phải ngày tháng"}
}

// fullYear gives the century back to a year of two digits.
func fullYear(y int, written string, latest int) int {
	if len(written) == 4 {
		return y
	}
	if len(written) != 2 {
		return 0
	}
	if y += latest / 100 * 100; y > latest {
		y -= 100
	}
	return y
}

// made gives the date of its parts; zero months and days are unknown ones
// (00/00/1965).
func made(y, m, d int) dateReading {
	if m == 0 {
		d = 0
	}
	date := registry.Date{Year: y, Month: m, Day: d}
	if y < 1900 || y > 2100 || !date.Valid() {
		return dateReading{reason: "không có trong lịch"}
	}
	return dateReading{date: date}
}

// dayOrMonth reads a/b/y, day first unless only the other way is a date.
func dayOrMonth(a, b, y int) dateReading {
	first, second := made(y, b, a), made(y, a, b)
	switch {
	case first.reason != "" && second.reason != "":
		return first
	case first.reason != "":
		second.proves = monthFirst
		return second
	case second.reason != "":
		if a > 12 {
			first.proves = dayFirst
		}
		return first
	case first.date != second.date && a != 0 && b != 0:
		first.other = second.date
	}
	return first
}

// readNamedMonth reads "5-Mar-1980", "Mar 1980", "March 5, 1980".
func readNamedMonth(f string, latest int) dateReading {
	var month, day, year int
	parts, _ := dateParts(f)
	for _, p := range parts {
		if m, ok := monthNames[p]; ok {
			month = m
			continue
		}
		v, _ := strconv.Atoi(p)
		switch {
		case len(p) == 4:
			year = v
		case day == 0 && v >= 1 && v <= 31 && len(parts) == 3:
			day = v
		case len(p) == 2:
			year = fullYear(v, p, latest)
		}
	}
	return made(year, month, day)
}
