package forecast_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

var update = flag.Bool("update", false, "write golden files anew")

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// careers is a registry of nothing but careers.
type careers struct {
	ref   *registry.Reference
	list  []registry.Career
	needs []registry.Need
}

func (c careers) Needs(context.Context) ([]registry.Need, error) { return c.needs, nil }

func (c careers) Reference(context.Context) (*registry.Reference, error) { return c.ref, nil }

func (c careers) Careers(context.Context) iter.Seq2[registry.Career, error] {
	return func(yield func(registry.Career, error) bool) {
		for _, x := range c.list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

// project is forecast.Project that nobody stops.
func project(t interface {
	Helper()
	Fatal(...any)
	Context() context.Context
}, in forecast.Input, s forecast.Scenario, at time.Time) forecast.Projection {
	t.Helper()
	p, err := forecast.Project(t.Context(), in, s, at)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// reference has two areas with three fields, the levels used here, the decree's
// ages, and three organisations, one a unit of the first.
func reference() *registry.Reference {
	codes := []registry.Code{}
	add := func(s registry.Scheme, code, parent string, value float64) {
		codes = append(codes, registry.Code{Scheme: s, Version: "1", Code: code, Parent: parent, Name: code, Value: value, Confirmed: true})
	}
	for _, f := range [][2]string{{"1", ""}, {"101", "1"}, {"10101", "101"}, {"4", ""}, {"401", "4"}, {"405", "4"}, {"40501", "405"}} {
		add(registry.SchemeField, f[0], f[1], 0)
	}
	for code, rank := range map[string]float64{"TSKH": 80, "TS": 70, "CKII": 65, "ThS": 50, "CN": 40} {
		add(registry.SchemeDegree, code, "", rank)
	}
	add(registry.SchemeTitle, "GS", "", 90)
	add(registry.SchemeTitle, "PGS", "", 85)
	for y := 2021; y <= 2035; y++ {
		add(registry.SchemeRetirement, fmt.Sprintf("M-%d", y), "", min(723+3*float64(y-2021), 744))
		add(registry.SchemeRetirement, fmt.Sprintf("F-%d", y), "", min(664+4*float64(y-2021), 720))
	}
	return registry.NewReference(1, []registry.Organisation{
		{ID: 1, Kind: registry.University, Name: "Đại học Cần Thơ", Abbreviations: []string{"ĐHCT"}},
		{ID: 2, Name: "Trường Thủy sản", Parent: 1},
		{ID: 3, Name: "Bệnh viện Đa khoa Trung ương Cần Thơ"},
		{ID: 4, Name: "Khoa Dược", Parent: 1}, {ID: 5, Name: "Khoa Dược", Parent: 3},
	}, nil, codes)
}

// twenty reads the people of testdata/twenty.txt: one a line, with the month
// that was looked up by hand in the decree's annex.
func twenty(t *testing.T) (list []registry.Career, months []string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "twenty.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(strings.ReplaceAll(line, " - ", " \x00 "))
		for i := range f {
			f[i] = strings.Trim(f[i], "\x00-")
		}
		birth, err := registry.ParseDate(strings.ReplaceAll(f[1], "/", "-"))
		if err != nil {
			t.Fatal(err)
		}
		var org registry.OrganisationID
		fmt.Sscan(f[5], &org)
		list = append(list, registry.Career{Sex: registry.Sex(f[0]), Birth: birth, Title: f[2], Degree: f[3], Field: f[4], Organisation: org})
		months = append(months, strings.ReplaceAll(f[6], "/", "-"))
	}
	return list, months
}

func TestTwentyPeople(t *testing.T) {
	list, months := twenty(t)
	ref := reference()
	for i, c := range list {
		m, _ := ref.Retirement().Month(c.Birth, c.Sex)
		if m.String() != months[i] {
			t.Errorf("person %d retires %q, want %q", i+1, m, months[i])
		}
	}
	in, err := forecast.Gather(t.Context(), careers{ref: ref, list: list}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "twenty_headcount.txt", table(project(t, in, forecast.Scenario{Years: 5}, now)))
}

// table writes a projection as a page for people: headcount (retired) by year.
func table(p forecast.Projection) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s, %s\n\n%-8s%-8s", p.AsOf, p.Until, p.Scenario, "field", "level")
	for _, y := range p.Series[0].Years {
		fmt.Fprintf(&b, "%10d", y.Year)
	}
	fmt.Fprintf(&b, "%10s%10s\n", "undated", "overdue")
	for _, s := range p.Series {
		fmt.Fprintf(&b, "%-8q%-8q", s.Field, s.Level)
		for _, y := range s.Years {
			fmt.Fprintf(&b, "%10s", fmt.Sprintf("%d (%d)", y.Headcount, y.Retired))
		}
		fmt.Fprintf(&b, "%10d%10d\n", s.Undated, s.Overdue)
	}
	b.WriteString("\n")
	for _, a := range p.Assumptions {
		fmt.Fprintf(&b, "%s: %s [%s]\n", a.Name, a.Value, a.Source)
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got\n%s", path, got)
	}
}

func TestContractJSON(t *testing.T) {
	in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: []registry.Career{
		{Sex: registry.Male, Birth: registry.Date{Year: 1980, Month: 1}, Degree: "TS", Field: "10101"}}}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	p := project(t, in, forecast.Scenario{Name: "Thử", Years: 1}, now)
	p.Assumptions = p.Assumptions[:1]
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "contract.json", string(text)+"\n")
}

func TestEmptyRegistry(t *testing.T) {
	in, err := forecast.Gather(t.Context(), careers{ref: registry.NewReference(0, nil, nil, nil), list: nil}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	p := project(t, in, forecast.Scenario{}, now)
	if len(p.Series) != 1 || len(p.Series[0].Years) != 16 || p.Series[0].Years[15].Headcount != 0 {
		t.Errorf("got %+v, want one series of 16 noughts", p.Series)
	}
}

func TestNoTableOfAges(t *testing.T) {
	ref := registry.NewReference(0, nil, nil, nil)
	_, err := forecast.Gather(t.Context(), careers{ref: ref, list: []registry.Career{{Sex: registry.Male}}}, forecast.Scenario{}, registry.DateOf(now))
	if registry.KindOf(err) != registry.Damaged {
		t.Errorf("got %v, want Damaged", err)
	}
}

func TestOrganisation(t *testing.T) {
	list := []registry.Career{}
	for _, org := range []registry.OrganisationID{1, 2, 3, 3, 3, 0} {
		list = append(list, registry.Career{Sex: registry.Male, Birth: registry.Date{Year: 1990}, Organisation: org})
	}
	for _, x := range []struct {
		name, in string
		want     int // -1: refused
	}{
		{"everybody", "", 6},
		{"with its units", "đhct", 2},
		{"a unit", "Trường Thủy sản", 1},
		{"by number", "3", 3},
		{"unknown", "Viện Sao Hỏa", -1},
		{"ambiguous", "Khoa Dược", -1},
	} {
		s := forecast.Scenario{Organisation: x.in}
		in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: list}, s, registry.DateOf(now))
		got := -1
		if err == nil {
			got = project(t, in, s, now).Series[0].Years[0].Headcount
		}
		if got != x.want || x.want < 0 && registry.KindOf(err) != registry.Invalid {
			t.Errorf("%s: got %d, %v, want %d", x.name, got, err, x.want)
		}
	}
}

func TestReadScenario(t *testing.T) {
	for _, x := range []struct {
		name, in string
		want     []string // refused fields
	}{
		{"plain", `{}`, nil},
		{"all said", `{"name":"Cơ sở","until":2040,"organisation":"ĐHCT"}`, nil},
		{"two lengths", `{"years":5,"until":2040}`, []string{"until"}},
		{"past", `{"until":1999}`, []string{"until"}},
		{"negative", `{"years":-1}`, []string{"years"}},
		{"all at once", `{"name":7,"years":"x","recruit":3,"until":9999}`, []string{"name", "recruit", "years", "until"}},
		{"no JSON", `years=5`, []string{}},
		{"a list", `[1]`, []string{}},
		{"too large", `{"name":"` + strings.Repeat("x", 70000) + `"}`, []string{}},
	} {
		_, err := forecast.ReadScenario(strings.NewReader(x.in), now)
		if (err != nil) != (x.want != nil) {
			t.Errorf("%s: got %v", x.name, err)
		}
		var got []string
		if e, ok := errors.AsType[*registry.Error](err); ok {
			for _, p := range e.Problems {
				got = append(got, p.Field)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: refused %v, want %v", x.name, got, x.want)
		}
	}
}

// TestWhoCounts: people outside the rule, and those of whom it cannot be said,
// are in no headcount and in the assumptions.
func TestWhoCounts(t *testing.T) {
	rule := registry.Code{Scheme: registry.SchemeScope, Version: "1", Code: "degree:thac-si", Name: "có bằng thạc sĩ", Value: 50, ValidFrom: registry.Date{Year: 2025}}
	ref := registry.NewReference(0, nil, nil, append(reference().Codes(registry.SchemeDegree), append(reference().Codes(registry.SchemeRetirement), rule)...))
	of := func(degree string) registry.Career {
		return registry.Career{Sex: registry.Male, Birth: registry.Date{Year: 1990, Month: 1}, Degree: degree, Standing: registry.Standing{Degrees: degree}}
	}
	list := []registry.Career{of("TS"), of("ThS"), of("CN"), of("")}
	for _, c := range []struct {
		on                        registry.Date
		counted, outside, unclear int
	}{{registry.Date{Year: 2024, Month: 5}, 4, 0, 0}, {registry.Date{Year: 2026, Month: 5}, 2, 1, 1}} {
		in, err := forecast.Gather(t.Context(), careers{ref: ref, list: list}, forecast.Scenario{}, c.on)
		if err != nil {
			t.Fatal(err)
		}
		if counted := in.People(); counted != c.counted || in.Outside != c.outside || in.Unclear != c.unclear {
			t.Errorf("on %s: %d counted, %d outside, %d unclear", c.on, counted, in.Outside, in.Unclear)
		}
	}
}
