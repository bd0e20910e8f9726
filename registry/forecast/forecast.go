// Package forecast projects how many people each field will have.
//
// It is pure: Gather reads careers over an interface of its own, Project turns them
// into years, and neither knows a database or a clock. Everybody is in a cell of
// field, level, sex and year of birth and goes through the years in yearly steps:
// the statutory month of retirement is certain; leaving, dying, rising a level and
// coming are drawn, many times over, with rates that are drawn too, since they are
// not known. What is not in the model has no figure: demand and gap are null where
// nobody set a target, and the backtest is null where there is no past to hold
// the model against.
package forecast

import "trithuc/registry"

// All stands for "whatever field" and "whatever level" in a Series.
const All = "all"

// Projection is the answer, in the words of the contract (docs: forecast --json).
type Projection struct {
	AsOf        registry.Date `json:"as_of"` // the day it was made
	Until       registry.Date `json:"until"` // 31 December of the last year
	Scenario    string        `json:"scenario"`
	Series      []Series      `json:"series"`
	Assumptions []Assumption  `json:"assumptions"`
	Backtest    *Backtest     `json:"backtest"` // nil while no forecast was held against what came

	// History holds the way of reckoning against the figures that institutions published.
	History []HistoryCheck `json:"history,omitempty"`

	Alarms []Alarm `json:"-"`
	Closed bool    `json:"-"` // nobody comes by itself: no record says when anybody came
	Began  int     `json:"-"` // year in which the first record came into the registry, 0 if unknown
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
// counted on the 31st. Headcount is what to expect, in whole people that add up over
// fields and levels; the P are what so many of 100 possible futures stay below.
type Year struct {
	Year      int  `json:"year"`
	Headcount int  `json:"headcount"`
	P10       int  `json:"p10"`
	P50       int  `json:"p50"`
	P90       int  `json:"p90"`
	Retired   int  `json:"retired"` // to be expected during the year, of the first year only what is left of it
	Demand    *int `json:"demand"`  // nil: no target is known; 0 would say that nobody is needed
	Gap       *int `json:"gap"`     // Demand less Headcount; nil where Demand is

	P025, P25, P75, P975 int `json:"-"`
	Left, Came, Rose     int `json:"-"` // likewise: who leaves or dies, who comes, who comes from the level below
	Moved                int `json:"-"` // likewise: who comes from other fields, less who goes over to them

	exact expected
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

	Compared int          `json:"-"` // outcomes: each field, each level and the whole, in each year
	Errors   []NamedError `json:"-"` // this model first, then the plain ones
}

// NamedError is how far a model was from what came, on average: in people, or as its list says.
type NamedError struct {
	Model string  `json:"model"`
	Error float64 `json:"error"`
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
