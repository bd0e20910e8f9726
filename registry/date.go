package registry

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a calendar date of which the day, or the day and the month, may be
// unknown (zero), as in most staff lists. The zero Date is unknown altogether.
type Date struct{ Year, Month, Day int }

// ParseDate reads "YYYY", "YYYY-MM", "YYYY-MM-DD" or "" and nothing else.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	var d Date
	for i, part := range strings.Split(s, "-") {
		n, err := strconv.ParseUint(part, 10, 16) // unlike Atoi it takes no sign
		if err != nil || i > 2 || len(part) != [...]int{4, 2, 2}[i] || n == 0 {
			return Date{}, Errorf(Invalid, "Ngày %q không đúng dạng năm, năm-tháng hoặc năm-tháng-ngày.", s)
		}
		*[...]*int{&d.Year, &d.Month, &d.Day}[i] = int(n)
	}
	if !d.Valid() {
		return Date{}, Errorf(Invalid, "Ngày %q không có trong lịch.", s)
	}
	return d, nil
}

// DateOf gives the full date of a moment, in that moment's zone.
func DateOf(t time.Time) Date { return Date{t.Year(), int(t.Month()), t.Day()} }

// String gives "YYYY", "YYYY-MM", "YYYY-MM-DD" or "".
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Vietnamese gives the date as people here write it: "05/03/1980", "03/1980", "1980", "".
func (d Date) Vietnamese() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%02d/%d", d.Month, d.Year)
	}
	return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year)
}

// IsZero says that nothing is known.
func (d Date) IsZero() bool { return d == Date{} }

// Valid says that the known parts exist in the calendar and stand without gaps:
// a day needs a month, a month a year. The zero Date is valid.
func (d Date) Valid() bool {
	switch {
	case d.IsZero():
		return true
	case d.Year < 1 || d.Year > 9999 || d.Month < 0 || d.Month > 12 || d.Day < 0:
		return false
	case d.Month == 0:
		return d.Day == 0
	}
	return d.Day <= daysIn(d.Year, d.Month)
}

// Compare orders dates; an unknown part stands before every known one.
func (d Date) Compare(e Date) int {
	return (d.Year-e.Year)*10000 + (d.Month-e.Month)*100 + (d.Day - e.Day)
}

// Agrees says that the two may be the same day: every part known on both sides is equal.
func (d Date) Agrees(e Date) bool {
	same := func(a, b int) bool { return a == 0 || b == 0 || a == b }
	return same(d.Year, e.Year) && same(d.Month, e.Month) && same(d.Day, e.Day)
}

// Finer says that d agrees with e and knows more of the same day.
func (d Date) Finer(e Date) bool {
	known := func(x Date) int { return min(x.Year, 1) + min(x.Month, 1) + min(x.Day, 1) }
	return d.Agrees(e) && known(d) > known(e)
}

// MarshalText writes String, so that JSON carries dates as the contract has them.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// firstDay gives the first day that the date may mean.
func (d Date) firstDay() Date { return Date{d.Year, max(d.Month, 1), max(d.Day, 1)} }

// dayAfter gives the day after the last one that the date may mean.
func (d Date) dayAfter() Date {
	switch {
	case d.Month == 0:
		return Date{d.Year + 1, 1, 1}
	case d.Day == 0:
		d.Day = daysIn(d.Year, d.Month)
	}
	return DateOf(time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, time.UTC))
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
