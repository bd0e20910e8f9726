package importer

import (
	"slices"

	"trithuc/registry"
)

// orderOf is a column of dates in the lists of an institution with one layout.
type orderOf struct {
	layoutKey
	field Field
}

// rememberDates takes in what the dates of an earlier list proved, where no later one
// proved anything.
func (d *decided) rememberDates(orders []registry.DateOrder) {
	for _, o := range orders {
		k := orderOf{layoutKey{o.Organisation, o.Layout}, Field(o.Field)}
		if _, known := d.orders[k]; known {
			continue
		}
		if d.orders[k] = dayFirst; o.MonthFirst {
			d.orders[k] = monthFirst
		}
	}
}

// knownOrder gives the order in which earlier lists like this one wrote the dates of a field.
func (s *sheetReader) knownOrder(f Field) dateOrder {
	return s.r.decided.orders[s.orderKey(f)]
}

func (s *sheetReader) orderKey(f Field) orderOf {
	return orderOf{layoutKey{s.sheet().Employer, s.sheet().Layout}, f}
}

// learnDates notes what the dates of the sheet proved, where earlier lists like it
// proved something else or nothing.
func (s *sheetReader) learnDates() {
	for _, f := range []Field{FieldBirth, FieldStart} {
		order := s.proved[f].order()
		if order == orderUnknown || s.sheet().Employer <= 0 || order == s.knownOrder(f) {
			continue
		}
		o := registry.DateOrder{Layout: s.sheet().Layout, Organisation: s.sheet().Employer, Field: string(f), MonthFirst: order == monthFirst}
		if !slices.Contains(s.r.learned, o) {
			s.r.learned = append(s.r.learned, o)
		}
	}
}
