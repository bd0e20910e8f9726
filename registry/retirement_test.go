package registry_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"trithuc/registry"
)

// decree gives the ages of NĐ 135/2020/NĐ-CP as a code list: men 60 years 3
// months in 2021 and 3 months more each year up to 62 years, women 55 years 4
// months and 4 months more each year up to 60 years.
func decree() registry.RetirementTable {
	var codes []registry.Code
	codes = append(codes, registry.Code{Scheme: registry.SchemeRetirement, Code: "F-1969-05", Value: 680})
	for i := range 20 {
		for letter, age := range map[string]int{"M": min(723+3*i, 744), "F": min(664+4*i, 720)} {
			codes = append(codes, registry.Code{Scheme: registry.SchemeRetirement, Code: fmt.Sprintf("%s-%d", letter, 2021+i), Value: float64(age)})
		}
	}
	return registry.NewReference(1, nil, nil, codes).Retirement()
}

// TestRetirementMonth compares every month of birth in testdata.
func TestRetirementMonth(t *testing.T) {
	file, err := os.Open("testdata/retirement.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	table, months := decree(), 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") || strings.HasPrefix(lines.Text(), "sex") {
			continue
		}
		var sex registry.Sex
		var from, to string
		var age, other int
		if n, err := fmt.Sscan(lines.Text(), &sex, &from, &to, &age, &other); n < 4 {
			t.Fatalf("%q: %v", lines.Text(), err)
		}
		for born := monthNumber(t, from); born <= monthNumber(t, to); born++ {
			birth := registry.Date{Year: born / 12, Month: born%12 + 1, Day: 1 + born%28}
			want := registry.Date{Year: (born + age) / 12, Month: (born+age)%12 + 1}
			if got, ok := table.Month(birth, sex); !ok || got != want {
				t.Errorf("%s born %s: got %s, want %s", sex, birth, got, want)
			}
			if got, ok := table.Disputed(birth, sex); ok != (other != 0) || got != other {
				t.Errorf("%s born %s: another reading gives %d months, %v, want %d", sex, birth, got, ok, other)
			}
			months++
		}
	}
	if months != 2*71*12 {
		t.Errorf("compared %d months of birth, want all of 1940 to 2010 for both sexes", months)
	}
}

func monthNumber(t *testing.T, s string) int {
	t.Helper()
	d, err := registry.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d.Year*12 + d.Month - 1
}

func TestRetirementOfPartlyKnown(t *testing.T) {
	table := decree()
	for _, c := range []struct {
		name  string
		birth registry.Date
		sex   registry.Sex
		want  string
	}{
		{"only the year of birth: 1 January", registry.Date{Year: 1970}, registry.Male, "2032-01"},
		{"a day changes nothing", registry.Date{Year: 1970, Month: 1, Day: 31}, registry.Male, "2032-01"},
		{"no birth", registry.Date{}, registry.Male, ""},
		{"no sex", registry.Date{Year: 1970}, "", ""},
		{"women of 05/1969, where printed tables disagree", registry.Date{Year: 1969, Month: 5}, registry.Female, "2026-05"},
	} {
		got, ok := table.Month(c.birth, c.sex)
		if got.String() != c.want || ok != (c.want != "") {
			t.Errorf("%s: got %q, %v, want %q", c.name, got, ok, c.want)
		}
	}
	if _, ok := registry.NewReference(0, nil, nil, nil).Retirement().Month(registry.Date{Year: 1970}, registry.Male); ok {
		t.Error("a month without a table")
	}
}
