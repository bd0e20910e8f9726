package forecast_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// TestAlarms: seven people of fishery, four of whom leave by 2031, the only GS in
// 2028; and a field of chemistry that is well.
func TestAlarms(t *testing.T) {
	var list []registry.Career
	add := func(field, title string, years ...int) {
		for _, year := range years {
			list = append(list, registry.Career{Sex: registry.Male, Birth: registry.Date{Year: year - 62, Month: 6}, Field: field,
				Degree: "TS", Title: title, Standing: registry.Standing{Degrees: "TS", Title: title}})
		}
	}
	add("405", "GS", 2028)
	add("405", "", 2029, 2030, 2031, 2040, 2041, 2042)
	add("104", "", 2045, 2046, 2047, 2048, 2049, 2050)
	s := certain(forecast.Scenario{Years: 10})
	in, err := forecast.Gather(t.Context(), careers{ref: shipped(t), list: list}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	want := []forecast.Alarm{
		{Kind: forecast.LastProfessor, Field: "405", Year: 2028},
		{Kind: forecast.Thin, Field: "405", Year: 2030, N: 5},
		{Kind: forecast.Half, Field: "405", Year: 2031, N: 4, Of: 7},
	}
	if got := project(t, in, s, now).Alarms; !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
