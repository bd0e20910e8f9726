package registry

import (
	"context"
	"time"
)

// ForecastRunID numbers kept forecasts.
type ForecastRunID int64

// ForecastRun is a forecast as it was told (lần dự báo): what was asked, of which records,
// and the answer. It holds counts of people alone.
type ForecastRun struct {
	ID       ForecastRunID
	Key      Digest // of the question, the records, the day and the model: asked again it is the same run
	Question Digest // of the scenario alone
	At       time.Time
	Day      Date // for which it was made
	Account  string
	Head     Seq // last entry of the trail it knew, or shortly before
	Model    int // version of the model that answered
	Name     string
	Scenario []byte // JSON
	Records  Digest // of what it was made of
	Answer   []byte // packed; nil in lists
}

// Bounds of what is kept. Beyond them the runs that repeat a question within a month go
// first, then the oldest ones; of the records only those used last stay.
const (
	MaxForecastRuns    = 500
	MaxForecastRecords = 30
)

// ForecastRunStore keeps forecasts. They are no part of the trail: what is kept changes nothing
// that the registry says of people, and an erasure empties the records.
type ForecastRunStore interface {
	// KeepForecast adds a run with the records it was made of, and fills in its ID; where its Key is
	// kept already, ID is that of the run there. It waits for other writers until ctx ends.
	KeepForecast(ctx context.Context, run *ForecastRun, records []byte) error
	ForecastRun(ctx context.Context, id ForecastRunID) (*ForecastRun, error)
	// ForecastRuns gives them newest first, without their answers.
	ForecastRuns(ctx context.Context) ([]ForecastRun, error)
	// ForecastRecords gives what a run was made of; NotFound where it is kept no longer.
	ForecastRecords(ctx context.Context, records Digest) ([]byte, error)
}
