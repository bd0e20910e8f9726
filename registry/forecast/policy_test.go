package forecast_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// staff gives n careers of a field and degree, born in May of a year.
func staff(n int, field, degree string, born int) []registry.Career {
	return slices.Repeat([]registry.Career{{Birth: registry.Date{Year: born, Month: 5}, Sex: registry.Male, Degree: degree, Field: field, Organisation: 1}}, n)
}

// TestPolicies holds what a scenario may suppose against figures reckoned by hand, with all else certain.
func TestPolicies(t *testing.T) {
	masters, professors := staff(10, "401", "ThS", 1985), staff(4, "405", "TS", 1966) // who retire in May 2028
	for i := range professors[:2] {
		professors[i].Title = "GS"
	}
	for _, x := range []struct {
		name         string
		s            forecast.Scenario
		field, level string
		want         []int // 2026 to 2032
	}{
		{"two a year change their field", forecast.Scenario{Move: []forecast.Move{{Field: "401", To: "405", Count: 2, Until: 2029}}}, "401", "ThS", []int{10, 8, 6, 4, 4, 4, 4}},
		{"and are in the other", forecast.Scenario{Move: []forecast.Move{{Field: "401", To: "405", Count: 2, Until: 2029}}}, "405", "ThS", []int{0, 2, 4, 6, 6, 6, 6}},
		{"into another area", forecast.Scenario{Move: []forecast.Move{{Field: "4", To: "101", Level: "ThS", Count: 6}}}, "101", forecast.All, []int{0, 6, 10, 10, 10, 10, 10}},
		{"who is left", forecast.Scenario{Move: []forecast.Move{{Field: "4", To: "101", Level: "ThS", Count: 6}}}, "4", "ThS", []int{10, 4, 0, 0, 0, 0, 0}},
		{"sent two years ago", forecast.Scenario{Train: []forecast.Train{{Field: "401", Count: 3, From: 2024, Until: 2024}}}, "401", "TS", []int{0, 0, 3, 3, 3, 3, 3}},
		{"sent from a whole area", forecast.Scenario{Train: []forecast.Train{{Field: "4", Count: 2, From: 2026, Until: 2027}}}, "401", "TS", []int{0, 0, 0, 0, 2, 4, 4}},
		{"recruited to an area", forecast.Scenario{Recruit: []forecast.Recruit{{Field: "1", Level: "TS", Count: 1, Until: 2029}}}, "1", "TS", []int{0, 1, 2, 3, 3, 3, 3}},
		{"only professors stay on", forecast.Scenario{Extensions: map[string]float64{"GS": 1}}, "405", forecast.All, []int{4, 4, 2, 2, 2, 2, 2}},
		{"doctors stay on for five years", forecast.Scenario{Extension: 1, Extensions: map[string]float64{"GS": 0}}, "405", forecast.All, []int{4, 4, 2, 2, 2, 2, 2}},
	} {
		t.Run(x.name, func(t *testing.T) {
			x.s.Years = 6
			in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: slices.Concat(masters, professors)}, x.s, registry.DateOf(now))
			if err != nil {
				t.Fatal(err)
			}
			got := make([]int, 7)
			for _, s := range project(t, in, certain(x.s), now).Series {
				for i, y := range s.Years {
					if s.Field == x.field && s.Level == x.level {
						got[i] = y.P50
					}
					if s.Field == forecast.All && y.Moved != 0 {
						t.Errorf("%d people of the whole moved between fields in %d", y.Moved, y.Year)
					}
				}
			}
			if !slices.Equal(got, x.want) {
				t.Errorf("got %v, want %v", got, x.want)
			}
		})
	}
}

// TestGrowth: a need that grows by a tenth a year, asked for by a scenario or by the catalogue, in
// which a number that somebody set goes before.
func TestGrowth(t *testing.T) {
	list := staff(10, "405", "ThS", 1985)
	grows := registry.Code{Scheme: registry.SchemeTarget, Version: "1", Code: "growth:405:all", Name: "Tăng 10%", Value: 10, ValidFrom: registry.Date{Year: 2028}, Source: "Đề án"}
	set := registry.Code{Scheme: registry.SchemeTarget, Version: "1", Code: "need:405:all:2029", Name: "Chỉ tiêu", Value: 7}
	for _, x := range []struct {
		name  string
		codes []registry.Code
		s     forecast.Scenario
		want  []int // 2026 to 2030, -1 for none
	}{
		{"of the scenario", nil, forecast.Scenario{Growth: []forecast.Growth{{Field: "405", Share: .1}}}, []int{-1, 11, 12, 13, 15}},
		{"of the catalogue", []registry.Code{grows}, forecast.Scenario{}, []int{-1, -1, 12, 13, 15}},
		{"a number goes before", []registry.Code{grows, set}, forecast.Scenario{}, []int{-1, -1, -1, 7, 7}},
		{"the scenario goes before", []registry.Code{grows, set}, forecast.Scenario{Growth: []forecast.Growth{{Field: "405", Share: -.5}}}, []int{-1, 5, 3, 1, 1}},
	} {
		ref := reference()
		codes := slices.Clone(x.codes)
		for _, scheme := range []registry.Scheme{registry.SchemeField, registry.SchemeDegree, registry.SchemeTitle, registry.SchemeRetirement} {
			codes = append(codes, ref.Codes(scheme)...)
		}
		in, err := forecast.Gather(t.Context(), careers{ref: registry.NewReference(1, ref.Organisations(), nil, codes), list: list}, x.s, registry.DateOf(now))
		if err != nil {
			t.Fatal(err)
		}
		x.s.Years = 4
		p := project(t, in, certain(x.s), now)
		var got []int
		for _, s := range p.Series {
			if s.Field != "405" || s.Level != forecast.All {
				continue
			}
			for _, y := range s.Years {
				n := -1
				if y.Demand != nil {
					n = *y.Demand
				}
				got = append(got, n)
			}
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%s: got %v, want %v", x.name, got, x.want)
		}
		told := slices.DeleteFunc(p.Assumptions, func(a forecast.Assumption) bool { return a.Name[:min(9, len(a.Name))] != "Nhu cầu"[:9] })
		if len(told) > 2 {
			t.Errorf("%s: told year by year: %v", x.name, told)
		}
	}
}

// TestPoliciesRefused: what cannot be is named.
func TestPoliciesRefused(t *testing.T) {
	s := forecast.Scenario{
		Extensions: map[string]float64{"GS": 2, "ThS": .5}, Growth: []forecast.Growth{{Share: 3}},
		Move:  []forecast.Move{{Field: "401", To: "401", Count: 1}, {Field: "401", Count: -1}},
		Train: []forecast.Train{{Count: 1, From: 2001}},
	}
	want := []string{"extensions.GS", "extensions.ThS", "train[0].from", "move[0].to", "move[1].count", "move[1].field", "growth[0].share"}
	if got := refusedFields(s.Check(now)); !slices.Equal(got, want) {
		t.Errorf("refused %v, want %v", got, want)
	}
}

// TestOldNewcomers: whoever comes at sixty retires all the same, women who are past their month by then
// a year after.
func TestOldNewcomers(t *testing.T) {
	s := certain(forecast.Scenario{Years: 6, Recruit: []forecast.Recruit{{Field: "101", Level: "TS", Count: 50, Age: 60, From: 2026, Until: 2026}}})
	in, err := forecast.Gather(t.Context(), careers{ref: reference()}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	years := project(t, in, s, now).Series[0].Years
	if years[0].P50 != 50 || years[1].P90 > 45 || years[3].P975 != 0 {
		t.Errorf("got %+v", years[:4])
	}
}
