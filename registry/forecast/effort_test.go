package forecast_test

import (
	"slices"
	"testing"

	"trithuc/registry/forecast"
)

// TestEfforts: lines count from the year after they were reckoned where they say nothing else.
func TestEfforts(t *testing.T) {
	s := forecast.Scenario{
		Recruit: []forecast.Recruit{{Count: 2}, {Count: 5, From: 2028, Until: 2028}}, Train: []forecast.Train{{Count: 3, From: 2026, Until: 2027}}, Move: []forecast.Move{{Count: 1, Until: 2028}},
	}
	want := []forecast.Effort{{2026, 0, 3, 0}, {2027, 2, 3, 1}, {2028, 7, 0, 1}, {2029, 2, 0, 0}}
	if got := s.Efforts(2026, 2026, 2029); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
