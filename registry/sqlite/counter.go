package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"trithuc/registry"
)

// counters are the numbers the store must not lose: the last id given of each
// kind, so that none is ever given again, and two sums that would be dear to count.
type counters struct {
	person, organisation, imports, review, shortlist, request, panel, saved, need, opinion, disclosure, proposal, source, account int64 // last id given
	people                                                                                                                        int64 // how many there are
	reference                                                                                                                     int64 // last entry that changed organisations or code lists
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
		{"shortlist", &c.shortlist}, {"request", &c.request}, {"panel", &c.panel}, {"saved-search", &c.saved}, {"need", &c.need}, {"opinion", &c.opinion}, {"disclosure", &c.disclosure}, {"proposal", &c.proposal}, {"source", &c.source}, {"account", &c.account}, {"people", &c.people}, {"reference", &c.reference},
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

// LastGiven gives the highest id that a person here was given ever.
func (db *DB) LastGiven(ctx context.Context) (last registry.PersonID, err error) {
	defer wrap(&err, "sqlite.LastGiven")
	err = db.read.with(ctx, func(s *session) error {
		c, err := readCounters(ctx, s)
		last = registry.PersonID(c.person)
		return err
	})
	return last, err
}

// passOverErased passes over the ids of all who were erased ever: a database from before
// them does not know that those were given.
func (db *DB) passOverErased(ctx context.Context) error {
	erased, err := readErasures(db.erasureLog)
	if err != nil || len(erased) == 0 {
		return err
	}
	last := slices.MaxFunc(erased, func(a, b registry.Erasure) int { return cmp.Compare(a.Person, b.Person) })
	if given, err := db.LastGiven(ctx); err != nil || given >= last.Person {
		return err
	}
	return db.PassOver(ctx, last.Person)
}

// PassOver has no id up to last given any more: after a restore those may be other
// people's, whom the backup does not know.
func (db *DB) PassOver(ctx context.Context, last registry.PersonID) (err error) {
	defer wrap(&err, "sqlite.PassOver")
	return db.writing(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
			c, err := readCounters(ctx, s)
			if err != nil || c.person >= int64(last) {
				return err
			}
			return putCounter(ctx, s, counterRow{"person", int64(last)})
		})
	})
}

// next gives out the next number of a counter.
func next(counter *int64) int64 {
	*counter++
	return *counter
}
