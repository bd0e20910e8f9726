package sqlite

import (
	"context"

	"trithuc/registry"
)

var needs = newTable("need", "id version organisation field level year people account", 1, func(n *registry.Need) []column {
	return []column{(*integer)(&n.ID), (*integer)(&n.Version), (*integer)(&n.Organisation), (*text)(&n.Field), (*text)(&n.Level), (*number)(&n.Year), (*number)(&n.People), (*text)(&n.Account)}
})

// putNeed adds, replaces or takes out a need; the entry holds what it replaced.
func (c *commit) putNeed(p *registry.PutNeed) (registry.Subject, error) {
	n := p.Need
	r := &record[registry.Need]{
		table: needs, kind: registry.SubjectNeed, what: "nhu cầu", counter: &c.counters.need, row: n, id: (*int64)(&n.ID), version: &n.Version, account: &n.Account,
		versionOf: func(n *registry.Need) int64 { return n.Version }, was: p.Was, removed: p.Removed,
	}
	old, action, source, err := putRecord(c, &p.Why, r)
	if err != nil {
		return r.subject(), err
	}
	return r.subject(), c.enterNeed(p, &old, action, source)
}

func (c *commit) enterNeed(p *registry.PutNeed, old *registry.Need, action registry.Action, source registry.SourceID) error {
	var body []byte
	if action != registry.Added {
		now := *p.Need
		if action == registry.Removed {
			now = registry.Need{}
		}
		now.Version = old.Version
		delta, err := jsonDifference(old, &now)
		if err != nil {
			return err
		}
		if len(delta) > 0 {
			if body, err = payloadOf(delta); err != nil {
				return err
			}
		}
	}
	return c.enter(&p.Why, registry.Subject{Kind: registry.SubjectNeed, ID: int64(p.Need.ID)}, action, p.Need.Version, source, body)
}

// Needs gives all, by organisation, field, level and year.
func (db *DB) Needs(ctx context.Context) (_ []registry.Need, err error) {
	defer wrap(&err, "sqlite.Needs")
	return many(ctx, db, needs, "ORDER BY organisation, field, level, year")
}
