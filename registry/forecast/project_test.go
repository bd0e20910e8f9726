package forecast_test

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

func career(t *rapid.T) registry.Career {
	c := registry.Career{
		Birth:        registry.Date{Year: rapid.SampledFrom([]int{0, 1940, 1965, 1966, 1970, 1975, 1990, 2001, 2020}).Draw(t, "year")},
		Sex:          rapid.SampledFrom([]registry.Sex{"", registry.Male, registry.Female}).Draw(t, "sex"),
		Degree:       rapid.SampledFrom([]string{"", "TSKH", "TS", "ThS", "CN", "lạ"}).Draw(t, "degree"),
		Title:        rapid.SampledFrom([]string{"", "", "PGS", "GS"}).Draw(t, "title"),
		Field:        rapid.SampledFrom([]string{"", "1", "101", "10101", "401", "40501", "9"}).Draw(t, "field"),
		Organisation: registry.OrganisationID(rapid.IntRange(0, 3).Draw(t, "org")),
	}
	if c.Birth.Year != 0 {
		c.Birth.Month = rapid.IntRange(0, 12).Draw(t, "month")
	}
	return c
}

// Nobody comes, so headcounts only fall; the parts add up to the whole; and
// everybody is counted exactly once somewhere.
func TestSumsAgree(t *testing.T) {
	ref := reference()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(career), 0, 60).Draw(t, "people")
		in, err := forecast.Gather(t.Context(), careers{ref: ref, list: list}, forecast.Scenario{}, registry.DateOf(now))
		if err != nil {
			t.Fatal(err)
		}
		p := project(t, in, forecast.Scenario{Years: rapid.IntRange(1, 80).Draw(t, "years"), Runs: 3}, now)
		by := map[[2]string]forecast.Series{}
		for _, s := range p.Series {
			by[[2]string{s.Field, s.Level}] = s
		}
		whole := by[[2]string{forecast.All, forecast.All}]
		first := whole.Years[0]
		if n := first.Headcount + first.Retired + whole.Undated + whole.Overdue; n != len(list) {
			t.Fatalf("%d people counted, want %d", n, len(list))
		}
		for i, y := range whole.Years {
			levels, areas := 0, 0
			for k, s := range by {
				if i > 0 && s.Years[i].Headcount != s.Years[i-1].Headcount-s.Years[i].Retired {
					t.Fatalf("%v: %+v after %+v", k, s.Years[i], s.Years[i-1])
				}
				if k[0] == forecast.All && k[1] != forecast.All {
					levels += s.Years[i].Headcount
				}
				if k[1] == forecast.All && len(k[0]) <= 1 {
					areas += s.Years[i].Headcount
				}
			}
			if levels != y.Headcount || areas != y.Headcount {
				t.Fatalf("%d: levels %d, areas %d, whole %d", y.Year, levels, areas, y.Headcount)
			}
		}
	})
}

func million() careers {
	r := rand.New(rand.NewPCG(1, 2))
	fields := []string{"10101", "101", "401", "40501", ""}
	degrees := []string{"TS", "ThS", "CN", "CKII", ""}
	c := careers{ref: reference(), list: make([]registry.Career, 1_000_000)}
	for i := range c.list {
		c.list[i] = registry.Career{
			Birth:  registry.Date{Year: 1960 + r.IntN(40), Month: 1 + r.IntN(12), Day: 1 + r.IntN(28)},
			Sex:    []registry.Sex{registry.Male, registry.Female}[r.IntN(2)],
			Degree: degrees[r.IntN(5)], Field: fields[r.IntN(5)], Organisation: registry.OrganisationID(r.IntN(6)),
		}
	}
	return c
}

// BenchmarkMillion gathers and projects a million careers over 15 years.
func BenchmarkMillion(b *testing.B) {
	c := million()
	b.ReportAllocs()
	for b.Loop() {
		in, err := forecast.Gather(b.Context(), c, forecast.Scenario{}, registry.DateOf(now))
		if err != nil {
			b.Fatal(err)
		}
		project(b, in, forecast.Scenario{}, now)
	}
}

// BenchmarkProject is what a slider costs once the cells are gathered.
func BenchmarkProject(b *testing.B) {
	in, err := forecast.Gather(b.Context(), million(), forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		project(b, in, forecast.Scenario{}, now)
	}
}
