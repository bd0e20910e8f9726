package registrytest

import (
	"bytes"
	"fmt"
	"testing"

	"trithuc/registry"
)

func forecastRuns(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 2)
	before, err := r.Head(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	keep := func(key int, day registry.Date) *registry.ForecastRun {
		run := &registry.ForecastRun{At: received, Day: day, Name: fmt.Sprint(key), Scenario: []byte("{}"), Answer: []byte("kết quả")}
		run.Key[0], run.Key[1], run.Key[2] = byte(key), byte(key>>8), 1
		run.Records[0], run.Records[1] = byte(key), byte(key>>8)
		if err := r.KeepForecast(r.ctx, run, []byte("hồ sơ")); err != nil {
			t.Fatal(err)
		}
		return run
	}
	first := keep(0, registry.Date{Year: 2026, Month: 1, Day: 1})
	r.reopen(t)
	got, err := r.ForecastRun(r.ctx, first.ID)
	if err != nil || got.Key != first.Key || !bytes.Equal(got.Answer, first.Answer) || !got.At.Equal(received) {
		t.Fatalf("got %+v, %v, want %+v", got, err, first)
	}
	if again := keep(0, registry.Date{Year: 2026, Month: 1, Day: 1}); again.ID != first.ID {
		t.Errorf("asked again it is number %d, want %d", again.ID, first.ID)
	}
	for i := range registry.MaxForecastRuns {
		keep(i+1, registry.Date{Year: 2026, Month: 2, Day: 1 + i%28})
	}
	all, err := r.ForecastRuns(r.ctx)
	if err != nil || len(all) != registry.MaxForecastRuns || all[0].Answer != nil {
		t.Fatalf("%d runs, %v", len(all), err)
	}
	if last, second := all[len(all)-1], all[len(all)-2]; last.ID != first.ID || second.Name != "1" {
		t.Errorf("left are %+v and %+v: want the first of each month", last, second)
	}
	_, err = r.ForecastRecords(r.ctx, first.Records)
	refused(t, err, registry.NotFound)
	if kept, err := r.ForecastRecords(r.ctx, all[0].Records); err != nil || string(kept) != "hồ sơ" {
		t.Errorf("records of the last run: %q, %v", kept, err)
	}
	if head, err := r.Head(r.ctx); err != nil || head != before {
		t.Errorf("the trail went on: %v, %v", head, err)
	}
	if _, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.ErasePerson{ID: people[0].ID}}); err != nil {
		t.Fatal(err)
	}
	_, err = r.ForecastRecords(r.ctx, all[0].Records)
	refused(t, err, registry.NotFound)
}
