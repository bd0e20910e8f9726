package forecast_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// city makes people of every field, level, sex and year of birth, with a past of
// ten years, and the rates that are shipped.
func city(b testing.TB, people int) careers {
	ref := shipped(b)
	var fields []string
	for _, c := range ref.Codes(registry.SchemeField) {
		if len(c.Code) == 3 {
			fields = append(fields, c.Code)
		}
	}
	r := rand.New(rand.NewPCG(7, 7))
	c := careers{ref: ref, list: make([]registry.Career, people)}
	for i := range c.list {
		born, level := 1965+r.IntN(36), r.IntN(20)
		from := min(born+23+r.IntN(8), 2026)
		x := registry.Career{
			Birth: registry.Date{Year: born, Month: 1 + r.IntN(12)}, Sex: []registry.Sex{registry.Male, registry.Female}[r.IntN(2)],
			Degree: "ThS", Field: fields[r.IntN(len(fields))], Since: registry.Date{Year: 2020 + r.IntN(6)},
			Degrees: []registry.DegreeHeld{{Degree: "ThS", Year: min(born+28, 2025)}},
			Posts:   []registry.Spell{{Organisation: 1, From: registry.Date{Year: from}}},
		}
		switch {
		case level < 2:
			x.Degree, x.Degrees = "CN", []registry.DegreeHeld{{Degree: "CN", Year: born + 22}}
		case level < 8 && born < 1992:
			x.Degree, x.Degrees = "TS", append(x.Degrees, registry.DegreeHeld{Degree: "TS", Year: born + 33})
		case level == 8 && born < 1985:
			x.Title, x.TitleYear = "PGS", born+40
			x.Degree, x.Degrees = "TS", append(x.Degrees, registry.DegreeHeld{Degree: "TS", Year: born + 33})
		}
		x.Standing = registry.Standing{Degrees: x.Degree, Title: x.Title}
		c.list[i] = x
	}
	return c
}

// BenchmarkRuns makes 1,000 simulations of 20 years over all fields, for more and
// more people; "MB" is the most memory in use at once, "cpu-s" the time of all cores
// together.
func BenchmarkRuns(b *testing.B) {
	for _, people := range []int{1_000, 10_000, 100_000, 400_000} {
		in, err := forecast.Gather(b.Context(), city(b, people), forecast.Scenario{}, registry.DateOf(now))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			runtime.GC()
			before := cpu()
			for b.Loop() {
				project(b, in, forecast.Scenario{Years: 20}, now)
			}
			b.ReportMetric((cpu()-before).Seconds()/float64(b.N), "cpu-s/op")
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys)/(1<<20), "MB")
		})
	}
}

// BenchmarkSlider is what a moved slider costs over more and more people: one scenario of 100 futures
// and 15 years over all fields, drawn anew.
func BenchmarkSlider(b *testing.B) {
	for _, people := range []int{1_000, 10_000, 100_000} {
		in, err := forecast.Gather(b.Context(), city(b, people), forecast.Scenario{}, registry.DateOf(now))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				s := forecast.Scenario{Runs: 100, Recruit: []forecast.Recruit{{Level: "TS", Count: 1 + n%50}}}
				if _, err := forecast.Try(b.Context(), in, s, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLeast searches the least recruitment and training that gives a field a tenth more doctors.
func BenchmarkLeast(b *testing.B) {
	for _, people := range []int{1_000, 10_000, 100_000} {
		in, err := forecast.Gather(b.Context(), city(b, people), forecast.Scenario{}, registry.DateOf(now))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			tried := 0
			for b.Loop() {
				l, err := forecast.LeastOf(b.Context(), in, forecast.Scenario{}, now, forecast.Aim{Field: "405", Level: "TS", People: max(people/700, 3), From: 2031, MaxRecruit: 50, MaxTrain: 50})
				if err != nil {
					b.Fatal(err)
				}
				tried = l.Tried
			}
			b.ReportMetric(float64(tried), "pairs/op")
		})
	}
}
