package registry

import (
	"context"
	"iter"
)

// Violation is a promise of the store that what is stored breaks.
type Violation struct {
	Promise string `json:"promise"` // short name of the promise: "trail", "head", "people"…
	Subject string `json:"subject"` // the first record that breaks it, "" where none can be named
	Message string `json:"message"` // Vietnamese: what is wrong
}

// Totals are the few sums a status page shows.
type Totals struct {
	People        int
	Counted       int // of them: thuộc diện, by the rules in force today
	Outside       int // ngoài diện
	Unclear       int // chưa rõ
	Organisations int
	Imports       int
	Last          Seq // of the trail
}

// Checker goes through what a store promises.
type Checker interface {
	// Check gives every broken promise, each with the first record that breaks
	// it. An error means that the check itself could not go on.
	Check(ctx context.Context) iter.Seq2[Violation, error]
	// Totals gives the sums; quick enough for every page.
	Totals(ctx context.Context) (Totals, error)
}
