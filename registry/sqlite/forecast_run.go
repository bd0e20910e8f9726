package sqlite

import (
	"context"

	"trithuc/registry"
)

var forecastRuns = newTable("forecast_run", "id key question at day account head model name scenario records answer", 1, func(r *registry.ForecastRun) []column {
	return []column{(*integer)(&r.ID), (*digestColumn)(&r.Key), (*digestColumn)(&r.Question), (*moment)(&r.At), (*date)(&r.Day), (*text)(&r.Account), (*integer)(&r.Head),
		(*number)(&r.Model), (*text)(&r.Name), (*blob)(&r.Scenario), (*digestColumn)(&r.Records), (*blob)(&r.Answer)}
})

// forecastRecord is what a forecast was made of.
type forecastRecord struct {
	digest registry.Digest
	used   int64 // the last run made of it
	packed []byte
}

var forecastRecords = newTable("forecast_records", "digest used packed", 1, func(r *forecastRecord) []column {
	return []column{(*digestColumn)(&r.digest), (*integer)(&r.used), (*blob)(&r.packed)}
})

// KeepForecast writes outside the trail, as registry.ForecastRunStore says. What is kept
// already is only read, so that looking at a forecast again waits for nobody.
func (db *DB) KeepForecast(ctx context.Context, run *registry.ForecastRun, records []byte) (err error) {
	defer wrap(&err, "sqlite.KeepForecast")
	known := func(s *session) (bool, error) {
		old, ok, err := forecastRuns.one(ctx, s, "WHERE key = ?", run.Key[:])
		if ok {
			run.ID = old.ID
		}
		return ok, err
	}
	var kept bool
	err = db.read.with(ctx, func(s *session) error {
		kept, err = known(s)
		return err
	})
	if err != nil || kept {
		return err
	}
	return db.writing(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
			if kept, err := known(s); err != nil || kept {
				return err
			}
			return addForecast(ctx, s, run, records)
		})
	})
}

func addForecast(ctx context.Context, s *session, run *registry.ForecastRun, records []byte) error {
	var last int64
	if _, err := s.row(ctx, "SELECT coalesce(max(id), 0) FROM forecast_run", nil, &last); err != nil {
		return err
	}
	run.ID = registry.ForecastRunID(last + 1)
	if err := forecastRuns.insert(ctx, s, run); err != nil {
		return err
	}
	if err := useRecords(ctx, s, forecastRecord{run.Records, last + 1, records}); err != nil {
		return err
	}
	if err := thinForecasts(ctx, s); err != nil {
		return err
	}
	return s.writeTallies(ctx)
}

// useRecords keeps records, or notes that they were used again.
func useRecords(ctx context.Context, s *session, r forecastRecord) error {
	_, had, err := forecastRecords.one(ctx, s, "WHERE digest = ?", r.digest[:])
	switch {
	case err != nil:
		return err
	case had:
		return forecastRecords.update(ctx, s, &r)
	}
	return forecastRecords.insert(ctx, s, &r)
}

// thinForecasts holds what is kept within its bounds.
func thinForecasts(ctx context.Context, s *session) error {
	var n int64
	if _, err := s.row(ctx, "SELECT count(*) FROM forecast_run", nil, &n); err != nil {
		return err
	}
	for ; n > registry.MaxForecastRuns; n-- {
		// the oldest that is not the first of its question in its month, else the oldest
		err := forecastRuns.deleteWhere(ctx, s, `DELETE FROM forecast_run WHERE id = (SELECT id FROM forecast_run a ORDER BY NOT EXISTS (
			SELECT 1 FROM forecast_run b WHERE b.question = a.question AND substr(b.day, 1, 7) = substr(a.day, 1, 7) AND b.id < a.id), id LIMIT 1)`)
		if err != nil {
			return err
		}
	}
	return forecastRecords.deleteWhere(ctx, s, "DELETE FROM forecast_records WHERE digest NOT IN (SELECT digest FROM forecast_records ORDER BY used DESC LIMIT ?)",
		registry.MaxForecastRecords)
}

// forgetInForecasts drops the records that forecasts were made of: they hold no name, but what
// was erased may not be told from them either. The answers are counts and stay.
func (c *commit) forgetInForecasts() error {
	return forecastRecords.deleteWhere(c.ctx, c.s, "DELETE FROM forecast_records")
}

var errNoForecast = registry.Errorf(registry.NotFound, "Không tìm thấy lần dự báo này.")

// ForecastRun gives one; NotFound if there is none.
func (db *DB) ForecastRun(ctx context.Context, id registry.ForecastRunID) (_ *registry.ForecastRun, err error) {
	defer wrap(&err, "sqlite.ForecastRun(%d)", id)
	return one(ctx, db, forecastRuns, errNoForecast, int64(id))
}

// ForecastRuns gives all, newest first, without their answers.
func (db *DB) ForecastRuns(ctx context.Context) (_ []registry.ForecastRun, err error) {
	defer wrap(&err, "sqlite.ForecastRuns")
	all, err := many(ctx, db, forecastRuns, "ORDER BY id DESC")
	for i := range all {
		all[i].Answer = nil
	}
	return all, err
}

// ForecastRecords gives what runs were made of.
func (db *DB) ForecastRecords(ctx context.Context, records registry.Digest) (_ []byte, err error) {
	defer wrap(&err, "sqlite.ForecastRecords")
	found, err := many(ctx, db, forecastRecords, "WHERE digest = ?", records[:])
	if err == nil && len(found) == 0 {
		err = registry.Errorf(registry.NotFound, "Đầu vào của lần dự báo này không còn được giữ, nên không tính lại được; kết quả vẫn còn.")
	}
	if err != nil {
		return nil, err
	}
	return found[0].packed, nil
}
