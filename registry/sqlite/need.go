package sqlite

import (
	"context"

	"trithuc/registry"
)

var needs = newTable("need", "id version organisation field level year people account", 1, func(n *registry.Need) []column {
	return []column{(*integer)(&n.ID), (*integer)(&n.Version), (*integer)(&n.Organisation), (*text)(&n.Field), (*text)(&n.Level), (*number)(&n.Year), (*number)(&n.People), (*text)(&n.Account)}
})

func needSubject(id registry.NeedID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectNeed, ID: int64(id)}
}

// putNeed adds, replaces or takes out a need; the entry holds what it replaced.
func (c *commit) putNeed(p *registry.PutNeed) (registry.Subject, error) {
	n, action := p.Need, registry.Amended
	old, was := registry.Need{}, false
	if n.ID != 0 {
		var err error
		if old, was, err = needs.one(c.ctx, c.s, "WHERE id = ?", int64(n.ID)); err != nil {
			return needSubject(n.ID), err
		}
		if !was || old.Version != p.Was {
			return needSubject(n.ID), c.stale("nhu cầu", needSubject(n.ID))
		}
	}
	source, err := c.source(&p.Why)
	if err != nil {
		return needSubject(n.ID), err
	}
	n.Version, n.Account = p.Was+1, c.actor.Account
	switch {
	case p.Removed:
		action = registry.Removed
		err = needs.delete(c.ctx, c.s, n)
	case !was:
		action, n.ID = registry.Added, registry.NeedID(next(&c.counters.need))
		err = needs.insert(c.ctx, c.s, n)
	default:
		err = needs.update(c.ctx, c.s, n)
	}
	if err != nil {
		return needSubject(n.ID), err
	}
	return needSubject(n.ID), c.enterNeed(p, &old, action, source)
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
	return c.enter(&p.Why, needSubject(p.Need.ID), action, p.Need.Version, source, body)
}

// Needs gives all, by organisation, field, level and year.
func (db *DB) Needs(ctx context.Context) (_ []registry.Need, err error) {
	defer wrap(&err, "sqlite.Needs")
	return many(ctx, db, needs, "ORDER BY organisation, field, level, year")
}
