package sqlite

import (
	"context"
	"encoding/json"
	"slices"

	"trithuc/registry"
)

var shortlists = newTable("shortlist", "id version name account people", 1, func(l *registry.Shortlist) []column {
	return []column{(*integer)(&l.ID), (*integer)(&l.Version), (*text)(&l.Name), (*text)(&l.Account), documentOf(&l.People)}
})

func shortlistSubject(id registry.ShortlistID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectShortlist, ID: int64(id)}
}

func (c *commit) putShortlist(p *registry.PutShortlist) (registry.Subject, error) {
	if p.Shortlist.ID == 0 {
		return c.addShortlist(p)
	}
	l, subject := p.Shortlist, shortlistSubject(p.Shortlist.ID)
	old, ok, err := shortlists.one(c.ctx, c.s, "WHERE id = ?", int64(l.ID))
	if err != nil {
		return subject, err
	}
	if !ok || old.Version != p.Was {
		return subject, c.stale("danh sách", subject)
	}
	if p.Removed {
		return subject, c.removeShortlist(&p.Why, &old)
	}
	l.Version, l.Account = old.Version, old.Account
	delta, err := jsonDifference(old, l)
	if err != nil || len(delta) == 0 {
		return subject, err
	}
	source, err := c.source(&p.Why)
	if err != nil {
		return subject, err
	}
	l.Version++
	if err := shortlists.update(c.ctx, c.s, l); err != nil {
		return subject, err
	}
	body, err := payloadOf(delta)
	if err != nil {
		return subject, err
	}
	return subject, c.enter(&p.Why, subject, registry.Amended, l.Version, source, body)
}

func (c *commit) addShortlist(p *registry.PutShortlist) (registry.Subject, error) {
	l := p.Shortlist
	if p.Removed {
		return registry.Subject{}, registry.Errorf(registry.NotFound, "Không tìm thấy danh sách này.")
	}
	source, err := c.source(&p.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	l.ID, l.Version, l.Account = registry.ShortlistID(next(&c.counters.shortlist)), 1, c.actor.Account
	if err := shortlists.insert(c.ctx, c.s, l); err != nil {
		return registry.Subject{}, err
	}
	return shortlistSubject(l.ID), c.enter(&p.Why, shortlistSubject(l.ID), registry.Added, 1, source, nil)
}

func (c *commit) removeShortlist(w *registry.Why, old *registry.Shortlist) error {
	source, err := c.source(w)
	if err != nil {
		return err
	}
	if err := shortlists.delete(c.ctx, c.s, old); err != nil {
		return err
	}
	body, err := payloadOf(old)
	if err != nil {
		return err
	}
	return c.enter(w, shortlistSubject(old.ID), registry.Removed, old.Version+1, source, body)
}

// Shortlist gives one; NotFound if there is none. People who were removed from
// the registry since are no longer in it.
func (db *DB) Shortlist(ctx context.Context, id registry.ShortlistID) (_ *registry.Shortlist, err error) {
	defer wrap(&err, "sqlite.Shortlist(%d)", id)
	l, err := one(ctx, db, shortlists, registry.Errorf(registry.NotFound, "Không tìm thấy danh sách này."), int64(id))
	if err != nil {
		return nil, err
	}
	l.People, err = db.existing(ctx, l.People)
	return l, err
}

// Shortlists gives all, newest first, as Shortlist does.
func (db *DB) Shortlists(ctx context.Context) (_ []registry.Shortlist, err error) {
	defer wrap(&err, "sqlite.Shortlists")
	all, err := many(ctx, db, shortlists, "ORDER BY id DESC")
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].People, err = db.existing(ctx, all[i].People); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// existing leads the ids of merged people on to whom they were merged into, each
// once, and leaves out those of people who are no longer there.
func (db *DB) existing(ctx context.Context, ids []registry.PersonID) ([]registry.PersonID, error) {
	if len(ids) == 0 {
		return ids, nil
	}
	there := map[registry.PersonID]bool{}
	err := db.read.snapshot(ctx, func(s *session) (err error) {
		if ids, err = ledOn(ctx, s, ids); err != nil {
			return err
		}
		list, err := json.Marshal(ids)
		if err != nil {
			return err
		}
		var id registry.PersonID
		return s.each(ctx, "SELECT id FROM person WHERE id "+somePeople, []any{string(list)}, []any{(*integer)(&id)}, func() error {
			there[id] = true
			return nil
		})
	})
	return slices.DeleteFunc(ids, func(id registry.PersonID) bool { return !there[id] }), err
}
