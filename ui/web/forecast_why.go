package web

import (
	"context"
	"slices"
	"strconv"

	"trithuc/registry/forecast"
)

// causeColumn takes one gap apart.
type causeColumn struct {
	Head   string // "Giữ nguyên hiện trạng, 2030"
	Causes map[forecast.CauseKind]int
	Gap    string
}

// causeKinds are the rows of the table, in its order.
var causeKinds = []forecast.CauseKind{forecast.AtFirst, forecast.Retires, forecast.Leaves, forecast.RisesOn, forecast.Comes, forecast.Rises, forecast.Moves}

// causes takes the gap of the first year for which a need is known apart, and that of
// the last; none where no need is known.
func (t teller) causes(name string, s forecast.Series) (all []causeColumn) {
	first, ok := lacking(s.Years)
	if !ok {
		return nil
	}
	for _, y := range []forecast.Year{first, s.Years[len(s.Years)-1]} {
		found, ok := s.Causes(y.Year)
		if !ok || len(all) > 0 && y.Year == first.Year {
			continue
		}
		column := causeColumn{Head: name + ", " + strconv.Itoa(y.Year), Causes: map[forecast.CauseKind]int{}, Gap: gapWords(t.Words, y)}
		for _, c := range found {
			column.Causes[c.Kind] = c.People
		}
		all = append(all, column)
	}
	return all
}

// causeWords writes how many people a cause adds to a gap, or takes off.
func causeWords(w Words, n int) string {
	if n > 0 {
		return "+" + w.Number(n)
	}
	return w.Number(n)
}

// influenceRow is an Influence in words.
type influenceRow struct{ Name, Low, High, Moves string }

// influences asks which assumption moves the sum of the page most.
func (s *study) influences(ctx context.Context) (rows []influenceRow, err error) {
	all, err := forecast.Influences(ctx, s.in, s.base, s.now, s.form.total(), forecast.All)
	for _, i := range all {
		at := func(share float64, people int) string {
			return s.T("forecast.influence.at", "Share", s.Decimal(100*share), "People", s.Number(people))
		}
		rows = append(rows, influenceRow{i.Name, at(i.Low, i.AtLow), at(i.High, i.AtHigh), s.Number(i.Moves())})
	}
	return rows, err
}

// causedBy says that a cause stands in any of the columns.
func causedBy(all []causeColumn, kind forecast.CauseKind) bool {
	return slices.ContainsFunc(all, func(c causeColumn) bool { _, ok := c.Causes[kind]; return ok })
}
