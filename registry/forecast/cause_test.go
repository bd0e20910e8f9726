package forecast_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// TestCausesByHand takes the gap of 2031 in TestTwentyPeopleOfAScenario apart: of the
// nine TS needed three are there today; none retires or leaves, since all who may stay
// on do; four come; one rises from ThS. So one is missing.
func TestCausesByHand(t *testing.T) {
	list, _ := twenty(t)
	s := certain(forecast.Scenario{Years: 5, Extension: 1,
		Recruit: []forecast.Recruit{{Field: "405", Level: "TS", Count: 2, From: 2027, Until: 2028}},
		Train:   []forecast.Train{{Count: 1, From: 2026, Until: 2026}},
		Targets: []forecast.Wanted{{Level: "TS", Count: 9, From: 2029}, {Count: 20, From: 2031}},
	})
	in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: list}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range project(t, in, s, now).Series {
		got, ok := x.Causes(2031)
		switch {
		case x.Field != forecast.All || x.Level != "TS":
		case !ok || !slices.Equal(got, []forecast.Cause{{"at-first", 6}, {"retires", 0}, {"leaves", 0}, {"rises-on", 0}, {"comes", -4}, {"rises", -1}}):
			t.Errorf("%+v", got)
		}
		if _, ok := x.Causes(2028); ok && x.Level != forecast.All {
			t.Error("causes of a gap that nobody knows")
		}
	}
}

// TestCausesAddUp: whatever happens, the causes are the gap.
func TestCausesAddUp(t *testing.T) {
	s := forecast.Scenario{Years: 10, Runs: 50, Targets: []forecast.Wanted{{Count: 700, From: 2028}, {Level: "TS", Count: 200, From: 2030}, {Field: "4", Level: "PGS", Count: 20}}}
	in, err := forecast.Gather(t.Context(), city(t, 500), s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, x := range project(t, in, s, now).Series {
		for _, y := range x.Years {
			causes, ok := x.Causes(y.Year)
			sum := 0
			for _, c := range causes {
				sum += c.People
			}
			if ok != (y.Gap != nil) || ok && sum != *y.Gap {
				t.Errorf("%s %s %d: %+v is not %v", x.Field, x.Level, y.Year, causes, y.Gap)
			}
			if ok {
				told++
			}
		}
	}
	if told < 20 {
		t.Errorf("only %d gaps", told)
	}
}

// TestInfluences: the more leave the fewer there are, the more come the more; what the
// scenario fixes does not vary, and the strongest comes first.
func TestInfluences(t *testing.T) {
	s := forecast.Scenario{Years: 10, Rates: map[string]float64{"professor": 0.02}}
	in, err := forecast.Gather(t.Context(), city(t, 2000), s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	all, err := forecast.Influences(t.Context(), in, s, now, forecast.All, forecast.All)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 6 || !slices.IsSortedFunc(all, func(a, b forecast.Influence) int { return b.Moves() - a.Moves() }) {
		t.Fatalf("got %+v", all)
	}
	for _, i := range all {
		switch {
		case i.Low >= i.High:
			t.Errorf("%s: %v to %v", i.Name, i.Low, i.High)
		case i.Name == "Thôi việc, chuyển đi mỗi năm" && i.AtLow <= i.AtHigh:
			t.Errorf("more leave and more are there: %+v", i)
		case i.Name == "Tuyển mới mỗi năm, so với số người hiện có của lĩnh vực" && i.AtLow >= i.AtHigh:
			t.Errorf("more come and fewer are there: %+v", i)
		}
	}
}
