package importer

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// ValueCount is one value of a column and where it stands.
type ValueCount struct {
	Value string `json:"value"` // as it was read, old encodings put right
	Count int    `json:"count"`
	First int    `json:"first"` // the first row of it
}

// Bounds of looking at a column.
const (
	maxDistinct = 20_000 // values told apart
	maxListed   = 500    // values given at once
)

// ColumnValues gives the values of a column of a planned import below its header, the
// most frequent first, at most limit (500), and how many different ones there are: to
// choose what the column is, or what all cells with one value mean. Corrected cells
// count as corrected. NotFound where the workbook is kept no more.
func (im *Importer) ColumnValues(ctx context.Context, id registry.ImportID, sheet, letter string, limit int) ([]ValueCount, int, error) {
	plan, err := im.StoredPlan(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	s, err := plan.sheet(sheet)
	if err != nil {
		return nil, 0, err
	}
	col, _, ok := parseCell([]byte(letter + "1"))
	if !ok {
		return nil, 0, registry.Errorf(registry.Invalid, "%q không phải tên cột. Hãy chọn lại cột.", letter)
	}
	v := &valueCounter{name: sheet, col: col, below: s.Header[1], decided: decidedBy(plan.Import.Choices, nil), found: map[string]*ValueCount{}}
	if err := im.walkStored(ctx, id, v); err != nil {
		return nil, 0, err
	}
	return v.most(limit), len(v.found), nil
}

// valueCounter counts the values of one column.
type valueCounter struct {
	name       string
	col, below int
	decided    *decided
	inside     bool
	found      map[string]*ValueCount
}

func (v *valueCounter) book(bookHead) error { return nil }
func (v *valueCounter) end() error          { return nil }

func (v *valueCounter) sheet(h sheetHead) error {
	v.inside = h.Name == v.name
	return nil
}

func (v *valueCounter) row(r row) error {
	if !v.inside || r.n <= v.below {
		return nil
	}
	r = v.decided.corrected(v.name, r)
	text := vietnamese.Clean(decoded(r.at(v.col)))
	switch one := v.found[text]; {
	case text == "":
	case one != nil:
		one.Count++
	case len(v.found) < maxDistinct:
		v.found[text] = &ValueCount{text, 1, r.n}
	}
	return nil
}

func (v *valueCounter) most(limit int) []ValueCount {
	list := []ValueCount{}
	for one := range maps.Values(v.found) {
		list = append(list, *one)
	}
	slices.SortFunc(list, func(a, b ValueCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.First, b.First)) })
	if limit <= 0 || limit > maxListed {
		limit = maxListed
	}
	return list[:min(len(list), limit)]
}
