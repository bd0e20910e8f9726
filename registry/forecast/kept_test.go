package forecast_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// shelf keeps forecasts in memory, as the store does without its bounds.
type shelf struct {
	careers
	runs    []registry.ForecastRun
	records map[registry.Digest][]byte
}

func (s *shelf) KeepForecast(_ context.Context, run *registry.ForecastRun, records []byte) error {
	if i := slices.IndexFunc(s.runs, func(r registry.ForecastRun) bool { return r.Key == run.Key }); i >= 0 {
		run.ID = s.runs[i].ID
		return nil
	}
	run.ID = registry.ForecastRunID(len(s.runs) + 1)
	s.runs, s.records[run.Records] = append(s.runs, *run), records
	return nil
}

func (s *shelf) ForecastRun(_ context.Context, id registry.ForecastRunID) (*registry.ForecastRun, error) {
	return &s.runs[id-1], nil
}

func (s *shelf) ForecastRuns(context.Context) ([]registry.ForecastRun, error) { return s.runs, nil }

func (s *shelf) ForecastRecords(_ context.Context, d registry.Digest) ([]byte, error) {
	if r, ok := s.records[d]; ok {
		return r, nil
	}
	return nil, registry.Errorf(registry.NotFound, "Không còn.")
}

// TestKept: a forecast that was kept is reckoned again to the last figure out of what it was made
// of, whatever became of the registry since; asked twice it is one.
func TestKept(t *testing.T) {
	store := &shelf{careers: city(t, 800), records: map[registry.Digest][]byte{}}
	s := forecast.Scenario{Years: 8, Runs: 60, Seed: 11, Extension: .5, Recruit: []forecast.Recruit{{Field: "405", Count: 3}}, Train: []forecast.Train{{Count: 4}}}
	keep := func(at time.Time) *registry.ForecastRun {
		in, err := forecast.Gather(t.Context(), store, s, registry.DateOf(at))
		if err != nil {
			t.Fatal(err)
		}
		run, err := forecast.Keep(t.Context(), store, in, registry.Head{Seq: 7}, s, project(t, in, s, at), at)
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	run := keep(now)
	if again := keep(now.Add(time.Hour)); again.ID != run.ID {
		t.Errorf("kept twice: %d and %d", run.ID, again.ID)
	}
	kept, _ := store.ForecastRun(t.Context(), run.ID)
	store.list = store.list[:300]
	if same, err := forecast.Again(t.Context(), store, kept); err != nil || !same {
		t.Errorf("reckoned again it is the same: %v, %v", same, err)
	}
	if other := keep(now); other.ID == run.ID {
		t.Error("other records, and the same run")
	}
	told, err := forecast.Told(kept)
	if err != nil || told.Series[0].Years[0].Headcount == 0 || slices.ContainsFunc(told.Series, func(x forecast.Series) bool { return x.Field != forecast.All && x.Level != forecast.All }) {
		t.Errorf("told %+v, %v", told.Series[:1], err)
	}
	if asked, err := forecast.Asked(kept); err != nil || asked.Seed != 11 || len(asked.Train) != 1 {
		t.Errorf("asked %+v, %v", asked, err)
	}
	clear(store.records)
	if _, err := forecast.Again(t.Context(), store, kept); registry.KindOf(err) != registry.NotFound {
		t.Errorf("records that are gone: %v", err)
	}
}

// TestScore: a forecast is scored when its year comes, by whom it could have known.
func TestScore(t *testing.T) {
	ref := shipped(t)
	w := newWorld(5, ref.Retirement())
	for year := worldBegins + 1; year <= worldNow; year++ {
		w.year(year)
	}
	p := w.forecast(t, ref)
	gather := func(year int) forecast.Input {
		in, err := forecast.Gather(t.Context(), careers{ref: ref, list: w.careers()}, forecast.Scenario{}, registry.Date{Year: year, Month: 3, Day: 1})
		if err != nil {
			t.Fatal(err)
		}
		return in
	}
	in := gather(worldNow)
	if _, due := in.Score(p); due {
		t.Error("scored before the end of its first year")
	}
	for year := worldNow + 1; year <= worldNow+4; year++ {
		w.year(year)
	}
	in = gather(worldNow + 5)
	score, due := in.Score(p)
	if !due || len(score.Years) != 5 || score.Compared < 20 || score.Coverage80 < .4 {
		t.Fatalf("got %+v", score)
	}
	all := 0
	for _, level := range []string{"ThS", "TS", "PGS"} {
		all += w.count(level)
	}
	if last := score.Years[4]; last.Came != all || last.Year.Year != worldNow+4 {
		t.Errorf("counted %d at the end of %d, want %d", last.Came, last.Year.Year, all)
	}
}
