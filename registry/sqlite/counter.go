package sqlite

import (
	"context"
	"fmt"
)

// counters are the numbers the store must not lose: the last id given of each
// kind, so that none is ever given again, and two sums that would be dear to count.
type counters struct {
	person, organisation, imports, review, shortlist, request, source int64 // last id given
	people                                                            int64 // how many there are
	reference                                                         int64 // last entry that changed organisations or code lists
}

type counterRow struct {
	name  string
	value int64
}

var counterTable = newTable("counter", "name value", 1, func(r *counterRow) []column {
	return []column{(*text)(&r.name), (*integer)(&r.value)}
})

// named gives the counters with the names they are stored under.
func (c *counters) named() []struct {
	name string
	at   *int64
} {
	return []struct {
		name string
		at   *int64
	}{
		{"person", &c.person}, {"organisation", &c.organisation}, {"import", &c.imports}, {"review", &c.review},
		{"shortlist", &c.shortlist}, {"request", &c.request}, {"source", &c.source}, {"people", &c.people}, {"reference", &c.reference},
	}
}

func readCounters(ctx context.Context, s *session) (counters, error) {
	var c counters
	rows, err := counterTable.rows(ctx, s, "")
	if err != nil {
		return c, fmt.Errorf("counters: %w", err)
	}
	for _, row := range rows {
		for _, n := range c.named() {
			if n.name == row.name {
				*n.at = row.value
			}
		}
	}
	return c, nil
}

// write stores the counters that are no longer what they were before.
func (c counters) write(ctx context.Context, s *session, before counters) error {
	was := before.named()
	for i, n := range c.named() {
		if *n.at == *was[i].at {
			continue
		}
		if err := putCounter(ctx, s, counterRow{n.name, *n.at}); err != nil {
			return err
		}
	}
	return nil
}

func putCounter(ctx context.Context, s *session, row counterRow) error {
	return s.exec(ctx, "INSERT INTO counter (name, value, checksum) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET value = $2, checksum = $3",
		row.name, row.value, checksumOf(counterTable.at(&row)))
}

// next gives out the next number of a counter.
func next(counter *int64) int64 {
	*counter++
	return *counter
}
