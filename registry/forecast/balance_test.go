package forecast_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// crew makes people of fishery who work at an organisation and retire in June of a
// year, women of the years before 1975 earlier.
func crew(n int, title, degree string, sex registry.Sex, retires int, at registry.OrganisationID) (list []registry.Career) {
	born := registry.Date{Year: retires - 62, Month: 6}
	if sex == registry.Female {
		born.Year = retires - 60
	}
	for range n {
		list = append(list, registry.Career{Sex: sex, Birth: born, Field: "405", Degree: degree, Title: title, Organisation: at,
			Standing: registry.Standing{Degrees: degree, Title: title}, Posts: []registry.Spell{{Organisation: at, From: registry.Date{Year: 2010}}}})
	}
	return list
}

// TestBalance is reckoned by hand: ten people of fishery at the end of 2026. Three of
// them (a GS, a PGS and the head, a TS) retire by 2031; of the others two TS of 2040
// may follow the PGS, the PGS of 2045 the GS, and all three the head; two are women;
// three are below 40; seven are at the university (whose school counts as it does).
func TestBalance(t *testing.T) {
	head := crew(1, "", "TS", registry.Male, 2030, 2)
	head[0].Posts[0].Leads = true
	list := slices.Concat(
		crew(1, "GS", "TS", registry.Male, 2028, 1), crew(1, "PGS", "TS", registry.Female, 2031, 3), head,
		crew(1, "PGS", "TS", registry.Male, 2045, 1), crew(2, "", "TS", registry.Male, 2040, 1),
		crew(1, "", "ThS", registry.Female, 2050, 1), crew(2, "", "ThS", registry.Male, 2050, 3), crew(1, "", "ThS", registry.Male, 2045, 2))
	ref := reference()
	codes := slices.Concat(ref.Codes(registry.SchemeField), ref.Codes(registry.SchemeDegree), ref.Codes(registry.SchemeTitle), ref.Codes(registry.SchemeRetirement), []registry.Code{
		{Scheme: registry.SchemeRate, Code: "heat-retiring-watch", Value: 20}, {Scheme: registry.SchemeRate, Code: "heat-retiring-bad", Value: 35},
		{Scheme: registry.SchemeRate, Code: "heat-women-watch", Value: 30}, {Scheme: registry.SchemeRate, Code: "heat-women-bad", Value: 25},
		{Scheme: registry.SchemeRate, Code: "heat-doctors-watch", Value: 40}, {Scheme: registry.SchemeRate, Code: "heat-doctors-bad", Value: 20},
	})
	organisations := ref.Organisations()
	for i := range organisations {
		if organisations[i].ID == 2 {
			organisations[i].Kind = registry.Unit
		}
	}
	s := certain(forecast.Scenario{Years: 6})
	in, err := forecast.Gather(t.Context(), careers{ref: registry.NewReference(1, organisations, nil, codes), list: list}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	b := forecast.BalanceOf(in, project(t, in, s, now))
	row := b.Fields[slices.IndexFunc(b.Fields, func(f forecast.FieldBalance) bool { return f.Field == "405" })]
	for i, want := range map[forecast.Indicator]forecast.Measure{
		forecast.Heads:      {Value: 10, Known: true},
		forecast.Decline:    {Value: 30, Known: true},
		forecast.Retiring:   {Value: 30, Known: true, Grade: forecast.Watch},
		forecast.Doctors:    {Value: 60, Known: true, Grade: forecast.Good},
		forecast.Professors: {Value: 30, Known: true},
		forecast.Women:      {Value: 20, Known: true, Grade: forecast.Bad},
		forecast.Young:      {Value: 30, Known: true},
		forecast.Largest:    {Value: 70, Known: true},
	} {
		if got := row.Measures[i]; got != want {
			t.Errorf("%s: got %+v, want %+v", i, got, want)
		}
	}
	if row.Organisations != 2 || row.Main != 1 || row.Spread < .579 || row.Spread > .581 {
		t.Errorf("spread: %+v", row)
	}
	var got []forecast.Succession
	for _, x := range b.Succession {
		if x.Field == "405" {
			got = append(got, x)
		}
	}
	want := []forecast.Succession{
		{Field: "405", Level: forecast.Leading, Holders: 1, Leaving: 1, Ready: 3},
		{Field: "405", Level: "GS", Holders: 1, Leaving: 1, Ready: 1},
		{Field: "405", Level: "PGS", Holders: 2, Leaving: 1, Ready: 2},
		{Field: "405", Level: "TS", Holders: 3, Leaving: 1, Ready: 4},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestDerivedField: who names no field is counted in the one that was derived, and told apart.
func TestDerivedField(t *testing.T) {
	list := crew(3, "", "TS", registry.Male, 2040, 1)
	list[0].Derived = "101" // the record's own counts
	list[1].Field, list[1].Derived = "", "40501"
	list[2].Field = ""
	in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: list}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil || in.Derived != 1 {
		t.Fatalf("%d derived, %v", in.Derived, err)
	}
	for _, s := range project(t, in, forecast.Scenario{Runs: 5}, now).Series {
		if s.Level == forecast.All && (s.Field == "405" && s.Years[0].Headcount != 2 || s.Field == "" && s.Years[0].Headcount != 1 || s.Field == "101") {
			t.Errorf("%q: %+v", s.Field, s.Years[0])
		}
	}
}

// TestBalanceOfFew: of four people no share is told, since it would tell of each.
func TestBalanceOfFew(t *testing.T) {
	in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: crew(4, "", "TS", registry.Female, 2040, 1)}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range forecast.BalanceOf(in, project(t, in, forecast.Scenario{Runs: 5}, now)).Fields {
		for i, m := range f.Measures {
			if m.Known != (i == forecast.Heads) {
				t.Errorf("%s of %q: %+v", i, f.Field, m)
			}
		}
	}
	in, err = forecast.Gather(t.Context(), careers{ref: reference()}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	if b := forecast.BalanceOf(in, project(t, in, forecast.Scenario{Runs: 5}, now)); len(b.Fields)+len(b.Succession) != 0 {
		t.Errorf("an empty registry: %+v", b)
	}
}
