package registry

import (
	"fmt"
	"strings"
)

// birth compares the birth dates.
func (c *comparison) birth() {
	a, b := c.a.Birth, c.b.Birth
	if a.IsZero() || b.IsZero() {
		return
	}
	a, b = withoutPlaceholder(a, b)
	l := birthLevel(a, b)
	values := a.Vietnamese()
	switch l.agreement {
	case birthMonth.agreement, birthYear.agreement:
		values = coarser(a, b).Vietnamese()
	case birthEqual.agreement:
	default:
		values += " và " + b.Vietnamese()
	}
	c.foundAs(l, strings.ReplaceAll(l.clause, "%s", values))
}

// withoutPlaceholder reads 1 January as "the day is not known", as registers have
// written it, unless both sides say more.
func withoutPlaceholder(a, b Date) (Date, Date) {
	year := func(d Date) Date {
		if d.Month == 1 && d.Day == 1 {
			return Date{Year: d.Year}
		}
		return d
	}
	return year(a), year(b)
}

func coarser(a, b Date) Date {
	if a.Finer(b) {
		return b
	}
	return a
}

func birthLevel(a, b Date) level {
	full := a.Day != 0 && b.Day != 0
	switch {
	case full && a == b:
		return birthEqual
	case a.Agrees(b) && a.Month != 0 && b.Month != 0:
		return birthMonth
	case a.Agrees(b):
		return birthYear
	case full && a.Year == b.Year && a.Month == b.Day && a.Day == b.Month:
		return birthSwapped
	case full && oneDigit(a, b):
		return birthDigit
	case a.Year == b.Year:
		return birthSameYear
	}
	return birthDifferent
}

// oneDigit reports whether two full dates differ in one digit, or in two
// neighbouring digits swapped.
func oneDigit(a, b Date) bool {
	x, y := fmt.Sprintf("%02d%02d%04d", a.Day, a.Month, a.Year), fmt.Sprintf("%02d%02d%04d", b.Day, b.Month, b.Year)
	var at []int
	for i := range x {
		if x[i] != y[i] {
			at = append(at, i)
		}
	}
	return len(at) == 1 || len(at) == 2 && at[1] == at[0]+1 && x[at[0]] == y[at[1]] && x[at[1]] == y[at[0]]
}
