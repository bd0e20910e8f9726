package forecast_test

import (
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// TestStatedNeeds is reckoned by hand. Of 405 there are three people at organisation 1 and two at 3.
// Organisation 1 says it needs 6 from 2028 and 9 from 2030; 3 says nothing until 2030, then 4:
// the need of all is 6+2 in 2028 and 2029, and 9+4 from 2030 on.
func TestStatedNeeds(t *testing.T) {
	var list []registry.Career
	for i := range 5 {
		at := registry.OrganisationID(1)
		if i >= 3 {
			at = 3
		}
		list = append(list, registry.Career{Birth: registry.Date{Year: 1990, Month: 1}, Sex: registry.Male, Degree: "TS", Field: "405", Organisation: at,
			Standing: registry.Standing{Degrees: "TS"}, Posts: []registry.Spell{{Organisation: at}}})
	}
	said := []registry.Need{{Organisation: 1, Field: "405", Year: 2030, People: 9}, {Organisation: 1, Field: "405", Year: 2028, People: 6},
		{Organisation: 3, Field: "405", Year: 2030, People: 4}, {Organisation: 3, Field: "405", Level: "TS", Year: 2027, People: 2}}
	demands := func(whom string, want map[int]int) {
		t.Helper()
		s := certain(forecast.Scenario{Years: 5, Organisation: whom})
		in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: list, needs: said}, s, registry.DateOf(now))
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range project(t, in, s, now).Series {
			if x.Field != "405" || x.Level != forecast.All {
				continue
			}
			for _, y := range x.Years {
				n, known := want[y.Year]
				if known != (y.Demand != nil) || known && (*y.Demand != n || *y.Gap != n-y.Headcount) {
					t.Errorf("%q in %d: %+v, want a need of %d", whom, y.Year, y, n)
				}
			}
		}
	}
	demands("", map[int]int{2028: 8, 2029: 8, 2030: 13, 2031: 13})
	demands("1", map[int]int{2028: 6, 2029: 6, 2030: 9, 2031: 9})
	demands("3", map[int]int{2030: 4, 2031: 4})
}
