package forecast_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// TestPublishedSeries: what the university published from 2013 to 2025 is forecast from each of
// its years, beside the plain models; the golden is what a page prints.
func TestPublishedSeries(t *testing.T) {
	in, err := forecast.Gather(t.Context(), careers{ref: shipped(t)}, forecast.Scenario{}, registry.DateOf(now))
	if err != nil {
		t.Fatal(err)
	}
	p := project(t, in, forecast.Scenario{Runs: 1, Years: 1}, now)
	if len(p.History) != 1 {
		t.Fatalf("%d series, want that of one university", len(p.History))
	}
	c := p.History[0]
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d figures, %.0f%% within the 80%% band, bias %+.1f%%\n", c.Name, c.Compared, 100*c.Coverage80, c.Bias)
	for _, e := range c.Errors {
		fmt.Fprintf(&b, "%-16s %5.1f%%\n", e.Model, e.Error)
	}
	for _, l := range c.Lines {
		fmt.Fprintf(&b, "from %d: %d %-13s %7.1f %7.1f %7.1f   came %7.1f\n", l.Origin, l.Year, l.Kind, l.P10, l.P50, l.P90, l.Came)
	}
	path := filepath.Join("testdata", "published.txt")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != b.String() {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// TestFuturesKnowNoFuture: a later figure changes no forecast made before it.
func TestFuturesKnowNoFuture(t *testing.T) {
	of := func(professors2022 float64) []forecast.HistoryLine {
		codes := shipped(t).Codes(registry.SchemeTarget)
		for i := range codes {
			if codes[i].Code == "base-ctu-2022-professors" {
				codes[i].Value = professors2022
			}
		}
		ref := registry.NewReference(1, nil, nil, codes)
		in, err := forecast.Gather(t.Context(), careers{ref: ref}, forecast.Scenario{}, registry.DateOf(now))
		if err != nil {
			t.Fatal(err)
		}
		return project(t, in, forecast.Scenario{Runs: 1, Years: 1}, now).History[0].Lines
	}
	a, b := of(18), of(40)
	for i := range a {
		if a[i].Origin < 2022 && (a[i].P10 != b[i].P10 || a[i].P50 != b[i].P50 || a[i].P90 != b[i].P90) {
			t.Errorf("%+v, with another future %+v", a[i], b[i])
		}
	}
}
