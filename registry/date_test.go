package registry_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"trithuc/registry"
)

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     registry.Date
		ok       bool
	}{
		{"unknown", "", registry.Date{}, true},
		{"a year", "1980", registry.Date{Year: 1980}, true},
		{"a month", "1980-03", registry.Date{Year: 1980, Month: 3}, true},
		{"a day", "1980-03-05", registry.Date{Year: 1980, Month: 3, Day: 5}, true},
		{"29 February of a leap year", "2000-02-29", registry.Date{Year: 2000, Month: 2, Day: 29}, true},
		{"29 February of another", "1900-02-29", registry.Date{}, false},
		{"31 April", "1980-04-31", registry.Date{}, false},
		{"month 13", "1980-13", registry.Date{}, false},
		{"month 0", "1980-00", registry.Date{}, false},
		{"day 0", "1980-01-00", registry.Date{}, false},
		{"year 0", "0000", registry.Date{}, false},
		{"two digits of a year", "80", registry.Date{}, false},
		{"one digit of a month", "1980-3", registry.Date{}, false},
		{"day first", "05-03-1980", registry.Date{}, false},
		{"slashes", "1980/03/05", registry.Date{}, false},
		{"a time behind", "1980-03-05-01", registry.Date{}, false},
		{"signs", "+980-03", registry.Date{}, false},
		{"words", "năm", registry.Date{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := registry.ParseDate(c.in)
			if (err == nil) != c.ok || c.ok && got != c.want {
				t.Errorf("ParseDate(%q): got %+v, %v, want %+v", c.in, got, err, c.want)
			}
			if !c.ok && registry.KindOf(err) != registry.Invalid {
				t.Errorf("ParseDate(%q): got %v, want an Invalid error", c.in, err)
			}
		})
	}
}

// anyDate draws a valid date of which parts may be unknown.
func anyDate(rt *rapid.T, label string) registry.Date {
	day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 60000).Draw(rt, label))
	d := registry.DateOf(day)
	switch rapid.IntRange(0, 3).Draw(rt, label+" known") {
	case 0:
		return registry.Date{}
	case 1:
		return registry.Date{Year: d.Year}
	case 2:
		return registry.Date{Year: d.Year, Month: d.Month}
	}
	return d
}

func TestDatesSurviveTextAndJSON(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := anyDate(rt, "date")
		if got, err := registry.ParseDate(d.String()); err != nil || got != d || !d.Valid() {
			rt.Errorf("got %+v, %v, want %+v", got, err, d)
		}
		raw, err := json.Marshal(d)
		if err != nil {
			rt.Fatal(err)
		}
		got := registry.Date{Year: 1}
		if err := json.Unmarshal(raw, &got); err != nil || got != d {
			rt.Errorf("got %+v, %v from %s, want %+v", got, err, raw, d)
		}
	})
}

func TestDatesAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, b := anyDate(rt, "a"), anyDate(rt, "b")
		if a.Agrees(b) != b.Agrees(a) || !a.Agrees(a) || !a.Agrees(registry.Date{}) {
			rt.Errorf("Agrees of %v and %v is not even", a, b)
		}
		if a.Finer(b) && (b.Finer(a) || !a.Agrees(b) || a.Compare(b) <= 0) {
			rt.Errorf("%v cannot be finer than %v", a, b)
		}
		if (a.Compare(b) < 0) != (b.Compare(a) > 0) || (a.Compare(b) == 0) != (a == b) {
			rt.Errorf("Compare of %v and %v is not even", a, b)
		}
	})
}

func TestVietnameseDate(t *testing.T) {
	for in, want := range map[string]string{"": "", "1980": "1980", "1980-03": "03/1980", "1980-03-05": "05/03/1980"} {
		d, err := registry.ParseDate(in)
		if got := d.Vietnamese(); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "1980", "1980-02-29", "-1-1", "9999-12-31", "1980-1٣"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := registry.ParseDate(s); err == nil && d.String() != s {
			t.Errorf("ParseDate(%q) gives %q", s, d)
		}
	})
}
