package registry

import "time"

// Vietnam is the zone in which days begin and moments are told: UTC+7 in the whole
// country, without summer time. A machine's own zone decides nothing.
var Vietnam = time.FixedZone("ICT", 7*60*60)

// SchemeHoliday lists the days off by law and swapped working days, a code a day
// ("2026-02-16"): Value 1 is a day off, -1 a Saturday or Sunday that is worked.
// It changes yearly by a decision, so it is loaded from a file.
const SchemeHoliday Scheme = "holiday"

// Calendar tells working days of public bodies: Monday to Friday but holidays.
type Calendar struct {
	days  map[string]Code
	years map[int]bool // those with a list
}

// Calendar gives the days of the lists in force.
func (r *Reference) Calendar() Calendar {
	c := Calendar{map[string]Code{}, map[int]bool{}}
	for _, code := range r.Codes(SchemeHoliday) {
		d, err := ParseDate(code.Code)
		if err != nil || d.Day == 0 {
			continue // a file may hold anything; what is no day is none
		}
		c.days[code.Code], c.years[d.Year] = code, true
	}
	return c
}

// Works says whether a day is worked, and whether that is sure: not where the
// year has no list or the day's entry is not confirmed.
func (c Calendar) Works(d Date) (works, sure bool) {
	if code, listed := c.days[d.String()]; listed {
		return code.Value < 0, code.Confirmed
	}
	day := d.time().Weekday()
	return day != time.Saturday && day != time.Sunday, c.years[d.Year]
}

// After gives the n-th working day after a day; sure as for Works.
func (c Calendar) After(d Date, n int) (_ Date, sure bool) {
	sure = true
	for n > 0 {
		d = d.plus(1)
		works, known := c.Works(d)
		sure = sure && known
		if works {
			n--
		}
	}
	return d, sure
}

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// plus gives the day n days later.
func (d Date) plus(n int) Date { return DateOf(d.time().AddDate(0, 0, n)) }
