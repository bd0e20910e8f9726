package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
)

// CrossTable counts people by two things, as it may be published (see Suppress): Cells has
// one row and one column more than there are codes, for the sums. A code of "" is for whom
// the record does not say.
type CrossTable struct {
	Rows, Columns []string
	Cells         [][]Cell
}

// Statistics is what everybody may know of the people who count. The tables share no sum
// but that of all, so that none tells what another hides.
type Statistics struct {
	ByField CrossTable // widest field × highest học vị
	ByAge   CrossTable // age group × sex
}

// ageGroups are the upper ends of the age groups, the last without one.
var ageGroups = []struct {
	below int
	name  string
}{{35, "-35"}, {45, "35-44"}, {55, "45-54"}, {1 << 10, "55-"}}

// StatisticsStore is what statistics are counted from.
type StatisticsStore interface {
	CareerReader
	ReferenceReader
	Head(ctx context.Context) (Head, error)
}

// StatisticsDesk counts, and keeps what it counted last, bound to the end of the trail and
// to the day: after any change, by whatever process, it counts anew. It is safe for
// concurrent use.
type StatisticsDesk struct {
	Store StatisticsStore

	lock sync.Mutex
	head Head
	on   Date
	kept *Statistics
}

// Statistics counts as of a day.
func (d *StatisticsDesk) Statistics(ctx context.Context, on Date) (*Statistics, error) {
	d.lock.Lock() // who asks meanwhile waits for the same count
	defer d.lock.Unlock()
	head, err := d.Store.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("registry.Statistics: %w", err)
	}
	if d.kept != nil && d.head == head && d.on == on {
		return d.kept, nil
	}
	ref, err := d.Store.Reference(ctx)
	if err != nil {
		return nil, fmt.Errorf("registry.Statistics: %w", err)
	}
	fields, ages := tally{}, tally{}
	for c, err := range d.Store.Careers(ctx) {
		if err != nil {
			return nil, fmt.Errorf("registry.Statistics: %w", err)
		}
		if ref.Scope(c.Standing, on).State != InScope {
			continue
		}
		fields.count(ref.widest(cmp.Or(c.Field, c.Derived)), c.Degree)
		ages.count(ageGroup(c.Birth, on), string(c.Sex))
	}
	byRank := func(a, b string) int { return cmp.Compare(ref.Rank(SchemeDegree, b), ref.Rank(SchemeDegree, a)) }
	d.head, d.on = head, on
	d.kept = &Statistics{ByField: fields.table(cmp.Compare, byRank), ByAge: ages.table(byAge, cmp.Compare)}
	return d.kept, nil
}

// widest gives the field at the top above a code, "" of none.
func (r *Reference) widest(code string) string {
	if path := r.FieldPath(code); len(path) > 0 {
		return path[0]
	}
	return ""
}

// ageGroup names the group of who was born on a day, "" of who has no year of birth.
func ageGroup(born, on Date) string {
	if born.Year == 0 {
		return ""
	}
	age := on.Year - born.Year
	if born.Month > 0 && (Date{Year: on.Year, Month: on.Month, Day: on.Day}).Compare(Date{Year: on.Year, Month: born.Month, Day: born.Day}) < 0 {
		age--
	}
	for _, g := range ageGroups {
		if age < g.below {
			return g.name
		}
	}
	return ""
}

// byAge puts the youngest first.
func byAge(a, b string) int {
	at := func(name string) int {
		for i, g := range ageGroups {
			if g.name == name {
				return i
			}
		}
		return len(ageGroups)
	}
	return cmp.Compare(at(a), at(b))
}

// tally counts pairs of codes.
type tally map[[2]string]int

func (t tally) count(row, column string) { t[[2]string{row, column}]++ }

// table gives the counts as they may be published, codes in order and "" last.
func (t tally) table(rows, columns func(a, b string) int) CrossTable {
	var x CrossTable
	for pair := range t {
		if !slices.Contains(x.Rows, pair[0]) {
			x.Rows = append(x.Rows, pair[0])
		}
		if !slices.Contains(x.Columns, pair[1]) {
			x.Columns = append(x.Columns, pair[1])
		}
	}
	slices.SortFunc(x.Rows, unsaidLast(rows))
	slices.SortFunc(x.Columns, unsaidLast(columns))
	counts := make([][]int, len(x.Rows))
	for i, row := range x.Rows {
		for _, column := range x.Columns {
			counts[i] = append(counts[i], t[[2]string{row, column}])
		}
	}
	x.Cells = Suppress(counts, LeastGroup)
	return x
}

// unsaidLast orders codes, "" behind all.
func unsaidLast(order func(a, b string) int) func(a, b string) int {
	return func(a, b string) int {
		switch {
		case a == b:
			return 0
		case a == "":
			return 1
		case b == "":
			return -1
		}
		return cmp.Or(order(a, b), cmp.Compare(a, b))
	}
}
