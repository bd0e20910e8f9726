package forecast_test

import (
	"context"
	"errors"
	"maps"
	"reflect"
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// certain is a scenario that leaves nothing to chance.
func certain(s forecast.Scenario) forecast.Scenario {
	s.Rates = map[string]float64{"leave": 0, "doctor": 0, "associate": 0, "professor": 0, "arrive": 0, "death": 0, "finish": 1}
	s.Runs = 7
	return s
}

// TestTwentyPeopleOfAScenario is reckoned by hand from testdata/twenty.txt, at the
// end of 2026 to 2031. Everybody who may stays on: at the university (1, 2) persons
// 1 (GS, to 2038), 2 (PGS, to 2033), 3 and 4 (TS, to 2032); the ThS of the university
// have no right to, nor has the hospital (3). Two TS a year come in 2027 and 2028.
// One ThS sent to study in 2026 is a TS after four years: person 10, the last ThS
// then.
func TestTwentyPeopleOfAScenario(t *testing.T) {
	list, _ := twenty(t)
	s := certain(forecast.Scenario{Years: 5, Extension: 1,
		Recruit: []forecast.Recruit{{Field: "405", Level: "TS", Count: 2, From: 2027, Until: 2028}},
		Train:   []forecast.Train{{Count: 1, From: 2026, Until: 2026}},
		Targets: []forecast.Wanted{{Level: "TS", Count: 9, From: 2029}},
	})
	in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: list}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]int{
		forecast.All: {13, 13, 15, 13, 12, 12},
		"GS":         {1, 1, 1, 1, 1, 1},
		"PGS":        {2, 2, 2, 2, 2, 2},
		"TS":         {3, 5, 7, 7, 8, 8},
		"CKII":       {1, 1, 1, 1, 0, 0},
		"ThS":        {4, 3, 3, 1, 0, 0},
		"CN":         {1, 1, 1, 1, 1, 1},
		"":           {1, 0, 0, 0, 0, 0},
	}
	gaps := []int{2, 1, 1} // TS from 2029 on
	for _, series := range project(t, in, s, now).Series {
		if series.Field != forecast.All {
			continue
		}
		var got []int
		for i, y := range series.Years {
			got = append(got, y.Headcount)
			if y.P10 != y.Headcount || y.P50 != y.Headcount || y.P90 != y.Headcount || y.P025 != y.P975 {
				t.Errorf("%q in %d is not certain: %+v", series.Level, y.Year, y)
			}
			if series.Level == "TS" && i >= 3 && (y.Gap == nil || *y.Gap != gaps[i-3]) || i < 3 && y.Gap != nil {
				t.Errorf("%q in %d: gap %v", series.Level, y.Year, y.Gap)
			}
		}
		if !slices.Equal(got, want[series.Level]) {
			t.Errorf("%q: got %v, want %v", series.Level, got, want[series.Level])
		}
		delete(want, series.Level)
	}
	if len(want) > 0 {
		t.Errorf("no series for %v", slices.Collect(maps.Keys(want)))
	}
}

// TestWaitingTimes: with rates of one somebody rises in the first year that the
// waiting times allow: a ThS of 2024 is a TS in 2027, a PGS in 2030, a GS in 2033.
func TestWaitingTimes(t *testing.T) {
	s := certain(forecast.Scenario{Years: 8})
	s.Rates["doctor"], s.Rates["associate"], s.Rates["professor"] = 1, 1, 1
	list := []registry.Career{{Birth: registry.Date{Year: 1990, Month: 5}, Sex: registry.Female, Degree: "ThS", Field: "405",
		Degrees: []registry.DegreeHeld{{Degree: "ThS", Year: 2024}}, Standing: registry.Standing{Degrees: "ThS"}}}
	in, err := forecast.Gather(t.Context(), careers{ref: shipped(t), list: list}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]int{}
	for _, series := range project(t, in, s, now).Series {
		for _, y := range series.Years {
			if series.Field == "405" && y.P50 == 1 {
				got[series.Level] = append(got[series.Level], y.Year)
			}
		}
	}
	for level, years := range map[string][]int{"ThS": {2026}, "TS": {2027, 2028, 2029}, "PGS": {2030, 2031, 2032}, "GS": {2033, 2034}} {
		if !slices.Equal(got[level], years) {
			t.Errorf("%s in %v, want %v", level, got[level], years)
		}
	}
}

// TestSameSeedSameAnswer: runs are drawn by number, not by who runs them.
func TestSameSeedSameAnswer(t *testing.T) {
	in, err := forecast.Gather(t.Context(), city(t, 500), forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	of := func(seed uint64) []forecast.Year {
		return project(t, in, forecast.Scenario{Seed: seed, Runs: 100, Years: 10}, now).Series[0].Years
	}
	if a, b := of(5), of(5); !reflect.DeepEqual(a, b) {
		t.Errorf("one seed, two answers: %+v, %+v", a, b)
	}
	a, b := of(5), of(6)
	if reflect.DeepEqual(a, b) {
		t.Error("two seeds, one answer")
	}
	for _, y := range a[1:] {
		if !(y.P025 <= y.P10 && y.P10 < y.P50 && y.P50 < y.P90 && y.P90 <= y.P975 && y.P10 <= y.Headcount && y.Headcount <= y.P90) {
			t.Errorf("bands out of order: %+v", y)
		}
	}
}

// TestScenarioRefused: what no catalogue knows and no year or share can be.
func TestScenarioRefused(t *testing.T) {
	for _, x := range []struct {
		name string
		in   forecast.Scenario
		want []string
	}{
		{"negative rate", forecast.Scenario{Rates: map[string]float64{"leave": -0.1}}, []string{"rates.leave"}},
		{"rate nobody knows", forecast.Scenario{Rates: map[string]float64{"luck": 0.1}}, []string{"rates.luck"}},
		{"extension beyond all", forecast.Scenario{Extension: 1.5}, []string{"extension"}},
		{"negative recruits of the past", forecast.Scenario{Recruit: []forecast.Recruit{{Count: -1, From: 1999, Age: 7}}}, []string{"recruit[0].count", "recruit[0].from", "recruit[0].age"}},
		{"horizon of 81 years", forecast.Scenario{Years: 81}, []string{"years"}},
	} {
		if got := refusedFields(x.in.Check(now)); !slices.Equal(got, x.want) {
			t.Errorf("%s: refused %v, want %v", x.name, got, x.want)
		}
	}
	in, err := forecast.Gather(t.Context(), careers{ref: reference()}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	in.Levels = make([]string, 1000)
	if got := refusedFields(in.Check(forecast.Scenario{Years: 80, Runs: 10_000})); !slices.Equal(got, []string{"runs"}) {
		t.Errorf("a projection of 3 GB: refused %v", got)
	}
	in.Levels = in.Levels[:1]
	err = in.Check(forecast.Scenario{Recruit: []forecast.Recruit{{Field: "777", Level: "Vua"}}, Train: []forecast.Train{{Field: "x"}}})
	if got := refusedFields(err); !slices.Equal(got, []string{"recruit[0].field", "recruit[0].level", "train[0].field"}) {
		t.Errorf("refused %v", got)
	}
}

// TestBadInput: nothing, nothing known, and the farthest horizon are answered.
func TestBadInput(t *testing.T) {
	unknown := make([]registry.Career, 40)
	for i := range unknown {
		unknown[i] = registry.Career{Sex: registry.Male, Degree: "TS", Standing: registry.Standing{Degrees: "TS"}}
	}
	for _, x := range []struct {
		name string
		list []registry.Career
	}{{"empty", nil}, {"no birth dates", unknown}} {
		s := forecast.Scenario{Years: 80, Runs: 20, Recruit: []forecast.Recruit{{Count: 1, Until: 2030}}}
		in, err := forecast.Gather(t.Context(), careers{ref: shipped(t), list: x.list}, s, registry.DateOf(now))
		if err != nil {
			t.Fatal(err)
		}
		p := project(t, in, s, now)
		if first, last := p.Series[0].Years[0], p.Series[0].Years[80]; first.Headcount != 0 || last.Headcount != 0 || p.Series[0].Undated != len(x.list) {
			t.Errorf("%s: %+v … %+v, undated %d", x.name, first, last, p.Series[0].Undated)
		}
		if y := p.Series[0].Years[4]; x.list == nil && y.P90 == 0 {
			t.Errorf("%s: nobody was recruited: %+v", x.name, y)
		}
	}
}

// TestNewcomersHaveALevel: who came before the only degree the record dates comes
// again with the level of today, not with none.
func TestNewcomersHaveALevel(t *testing.T) {
	list := make([]registry.Career, 60)
	for i := range list {
		list[i] = registry.Career{Birth: registry.Date{Year: 1985 + i%10, Month: 3}, Sex: registry.Female, Field: "405", Degree: "ThS",
			Degrees: []registry.DegreeHeld{{Degree: "ThS", Year: 2025}}, Standing: registry.Standing{Degrees: "ThS"},
			Posts: []registry.Spell{{Organisation: 1, From: registry.Date{Year: 2021 + i%4}}}}
	}
	in, err := forecast.Gather(t.Context(), careers{ref: shipped(t), list: list}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	p := project(t, in, forecast.Scenario{Runs: 20}, now)
	if p.Closed || p.Series[0].Years[5].Came == 0 {
		t.Errorf("nobody comes: %+v", p.Series[0].Years[5])
	}
	for _, s := range p.Series {
		if s.Level == "" {
			t.Errorf("people without a level came: %+v", s.Years)
		}
	}
}

// TestBacktest: a registry of ten years holds a forecast of five against what came;
// one that began this year has none.
func TestBacktest(t *testing.T) {
	ref := shipped(t)
	w := newWorld(3, ref.Retirement())
	for year := worldBegins + 1; year <= worldNow; year++ {
		w.year(year)
	}
	b := w.forecast(t, ref).Backtest
	if b == nil || b.Origin.String() != "2019-12-31" || b.Horizon != 5 || b.Compared < 20 || b.Coverage80 < .5 || len(b.Errors) != 4 {
		t.Errorf("got %+v", b)
	}
	young := w.careers()
	for i := range young {
		young[i].Since = registry.Date{Year: 2026}
	}
	in, err := forecast.Gather(t.Context(), careers{ref: ref, list: young}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	if b := project(t, in, forecast.Scenario{Runs: 5}, now).Backtest; b != nil {
		t.Errorf("a past that nobody saw: %+v", b)
	}
}

// TestCancelled: who no longer waits for the answer stops the runs.
func TestCancelled(t *testing.T) {
	in, err := forecast.Gather(t.Context(), city(t, 500), forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := forecast.Project(ctx, in, forecast.Scenario{Runs: 10_000, Years: 80}, now); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// TestFormerFieldCodes: fishery was 405 until the catalogue of 2027 called it 499, in
// whose area 4 it stays; records, scenarios and needs of either code are one field, by
// the code in force on the day.
func TestFormerFieldCodes(t *testing.T) {
	begins := registry.Date{Year: 2026, Month: 6, Day: 1}
	codes := []registry.Code{
		{Scheme: registry.SchemeField, Version: "1", Code: "4", Name: "Nông nghiệp"},
		{Scheme: registry.SchemeField, Version: "1", Code: "405", Parent: "4", Name: "Thủy sản", ValidTo: registry.Date{Year: 2026, Month: 5, Day: 31}},
		{Scheme: registry.SchemeField, Version: "2", Code: "4", Name: "Nông nghiệp", ValidFrom: begins},
		{Scheme: registry.SchemeField, Version: "2", Code: "499", Parent: "4", Name: "Nuôi trồng", ValidFrom: begins, Replaces: []string{"405"}},
		{Scheme: registry.SchemeTarget, Version: "1", Code: "need:405:all:2027", Value: 9},
	}
	for _, s := range []registry.Scheme{registry.SchemeRetirement, registry.SchemeDegree, registry.SchemeTitle} {
		codes = append(codes, reference().Codes(s)...)
	}
	person := registry.Career{Birth: registry.Date{Year: 1990, Month: 1}, Sex: registry.Male, Degree: "TS", Standing: registry.Standing{Degrees: "TS"}}
	old, young := person, person
	old.Field, young.Field = "405", "499"
	s := certain(forecast.Scenario{Years: 2, Recruit: []forecast.Recruit{{Field: "405", Level: "TS", Count: 1}}})
	in, err := forecast.Gather(t.Context(), careers{ref: registry.NewReference(1, nil, nil, codes), list: []registry.Career{old, young}}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range project(t, in, s, now).Series {
		if x.Field == "405" {
			t.Errorf("a series of the code that ended: %+v", x)
		}
		if x.Field == "499" && x.Level == forecast.All && (x.Years[0].Headcount != 2 || x.Years[2].Headcount != 4 || x.Years[2].Demand == nil || *x.Years[2].Demand != 9) {
			t.Errorf("%+v", x.Years)
		}
	}
}

func refusedFields(err error) (fields []string) {
	if e, ok := errors.AsType[*registry.Error](err); ok {
		for _, p := range e.Problems {
			fields = append(fields, p.Field)
		}
	}
	return fields
}
