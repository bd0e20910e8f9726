// Package forecast projects how many people each field will have.
//
// It is pure: Gather reads careers into cells over an interface of its own,
// Project turns cells into years, and neither knows a database or a clock. The
// model of today is small and says so in its assumptions: everybody leaves at
// the end of the statutory month and nobody comes. What is not in the model has
// no figure: demand and gap are null, the backtest is null, and the bounds
// equal the headcount because nothing is drawn at random yet.
package forecast

import "trithuc/registry"

// All stands for "whatever field" and "whatever level" in a Series.
const All = "all"

// Cell is a group of people who are alike for the model.
type Cell struct {
	Area      string // level-1 code of registry.SchemeField, "" if unknown
	Field     string // level-2 code under Area, "" if no more than Area is known
	Level     string // see Level
	Sex       registry.Sex
	BirthYear int           // 0 if unknown
	Retires   registry.Date // month at whose end they retire by law; zero if it cannot be said
	YearOnly  bool          // of the birth date only the year is known, so Retires is uncertain
	People    int
}

// Input is what the registry says, ready to be projected many times.
type Input struct {
	Cells        []Cell   // in a fixed order: by field, level, sex, birth year, month
	Levels       []string // the levels met, highest first, the unknown one last
	Organisation string   // name of the organisation looked at, "" for all
	Table        string   // where the retirement ages come from
	Outside      int      // people who do not count as intellectuals, in no cell
	Unclear      int      // people of whom it cannot be said, in no cell
}

// Projection is the answer, in the words of the contract (docs: forecast --json).
type Projection struct {
	AsOf        registry.Date `json:"as_of"` // the day it was made
	Until       registry.Date `json:"until"` // 31 December of the last year
	Scenario    string        `json:"scenario"`
	Series      []Series      `json:"series"`
	Assumptions []Assumption  `json:"assumptions"`
	Backtest    *Backtest     `json:"backtest"` // nil while no forecast was held against what came
}

// Series is one field and level through the years. Field is a level-1 or
// level-2 code, All, or "" for people whose field is unknown; Level is one of
// Level's results or All. The areas and "" add up to All, and so do the levels;
// the level-2 fields of an area add up to at most the area, since of some
// people only the area is known.
type Series struct {
	Field string `json:"field"`
	Level string `json:"level"`
	Years []Year `json:"years"`

	// Undated and Overdue are people of the series whom no year counts: those
	// whose month of retirement cannot be said, and those past it on AsOf.
	Undated int `json:"-"`
	Overdue int `json:"-"`
}

// Year is one year's end. Whoever retires at the end of December is no longer
// counted on the 31st.
type Year struct {
	Year      int  `json:"year"`
	Headcount int  `json:"headcount"`
	P10       int  `json:"p10"`
	P50       int  `json:"p50"`
	P90       int  `json:"p90"`
	Retired   int  `json:"retired"` // during the year, of the first year only what is left of it
	Demand    *int `json:"demand"`  // nil: no target is known; 0 would say that nobody is needed
	Gap       *int `json:"gap"`     // Demand less Headcount; nil where Demand is
}

// Assumption is one thing the figures rest on. Name and Source are Vietnamese
// and shown beside the figures.
type Assumption struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// Backtest says how forecasts made in the past did.
type Backtest struct {
	Origin     registry.Date `json:"origin"`
	Horizon    int           `json:"horizon"`    // years
	Coverage80 float64       `json:"coverage80"` // share of outcomes within p10…p90
	Bias       float64       `json:"bias"`       // people, forecast less outcome
}

// Level gives the one level a person is counted at: the học hàm where there is
// one, else the highest học vị, TSKH as TS; "" if neither is known. Levels are
// apart, so a GS is not counted among the TS: the doctors are GS + PGS + TS.
func Level(degree, title string) string {
	switch {
	case title != "":
		return title
	case degree == "TSKH":
		return "TS"
	}
	return degree
}
