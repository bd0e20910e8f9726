package forecast_test

import (
	"slices"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// TestLeastByHand: five TS are there, nothing happens by itself, and nine are needed at
// the end of 2031. One TS recruited a year from 2027 on makes ten in 2031; one ThS sent
// in 2026 and every year is a TS from 2030 on, two by 2031. So it takes one TS a year;
// where nobody can be recruited two must be sent; where one sent costs a tenth, that is
// what is done; and where one of each is all there is for sixteen, it cannot be.
func TestLeastByHand(t *testing.T) {
	list := slices.Concat(crew(5, "", "TS", registry.Male, 2050, 1), crew(20, "", "ThS", registry.Male, 2050, 1))
	s := certain(forecast.Scenario{Years: 5})
	in, err := forecast.Gather(t.Context(), careers{ref: reference(), list: list}, s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	aim := forecast.Aim{Field: "405", Level: "TS", People: 9, From: 2031, MaxRecruit: 10, MaxTrain: 10}
	nobody, cheap, never := aim, aim, aim
	nobody.MaxRecruit = 0
	cheap.RecruitCost, cheap.TrainCost = 100, 10
	never.People, never.MaxRecruit, never.MaxTrain = 16, 1, 1
	for _, x := range []struct {
		name string
		aim  forecast.Aim
		want forecast.Least
	}{
		{"recruit", aim, forecast.Least{Possible: true, Recruit: 1, Cost: 1, Bound: 1, Chance: 1}},
		{"nobody to recruit", nobody, forecast.Least{Possible: true, Train: 2, Cost: 2, Bound: 2, Chance: 1}},
		{"training is cheap", cheap, forecast.Least{Possible: true, Train: 2, Cost: 20, Bound: 20, Chance: 1}},
		{"out of reach", never, forecast.Least{Recruit: 1, Train: 1, Cost: 2}},
	} {
		got, err := forecast.LeastOf(t.Context(), in, s, now, x.aim)
		if err != nil {
			t.Fatal(err)
		}
		if got.Tried, got.Nothing = 0, 0; got != x.want {
			t.Errorf("%s: got %+v, want %+v", x.name, got, x.want)
		}
	}
}

// TestLeastIsEnough: under chance the answer is proven, it suffices, and one fewer of
// either does not.
func TestLeastIsEnough(t *testing.T) {
	s := forecast.Scenario{Years: 8}
	in, err := forecast.Gather(t.Context(), city(t, 600), s, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	l, err := forecast.LeastOf(t.Context(), in, s, now, forecast.Aim{Field: "4", Level: "TS", People: 60, From: 2032, MaxRecruit: 50, MaxTrain: 50, RecruitCost: 3, TrainCost: 1})
	if err != nil || !l.Proven() || l.Chance < .8 || l.Nothing >= .8 || l.Recruit+l.Train == 0 {
		t.Fatalf("%+v, %v", l, err)
	}
	for _, less := range [][2]int{{l.Recruit - 1, l.Train}, {l.Recruit, l.Train - 1}} {
		if less[0] < 0 || less[1] < 0 {
			continue
		}
		aim := forecast.Aim{Field: "4", Level: "TS", People: 60, From: 2032, MaxRecruit: less[0], MaxTrain: less[1]}
		if fewer, err := forecast.LeastOf(t.Context(), in, s, now, aim); err != nil || fewer.Possible {
			t.Errorf("%v would do: %+v, %v", less, fewer, err)
		}
	}
}

// TestAimRefused: what cannot be asked is named.
func TestAimRefused(t *testing.T) {
	in, err := forecast.Gather(t.Context(), careers{ref: reference()}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	_, err = forecast.LeastOf(t.Context(), in, forecast.Scenario{}, now, forecast.Aim{People: -1, From: 1999, MaxTrain: -2, RecruitCost: -1})
	if got := refusedFields(err); !slices.Equal(got, []string{"people", "from", "maxtrain", "recruitcost"}) {
		t.Errorf("refused %v", got)
	}
	if _, err = forecast.LeastOf(t.Context(), in, forecast.Scenario{}, now, forecast.Aim{Field: "999", People: 1, From: 2030}); registry.KindOf(err) != registry.Invalid {
		t.Errorf("an unknown field: %v", err)
	}
	l, err := forecast.LeastOf(t.Context(), in, forecast.Scenario{}, now, forecast.Aim{People: 1, From: 2030, MaxRecruit: 3, Level: "TS"})
	if err != nil || !l.Possible || l.Recruit != 1 {
		t.Errorf("an empty registry: %+v, %v", l, err)
	}
}
