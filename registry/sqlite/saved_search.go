package sqlite

import (
	"context"
	"slices"

	"trithuc/registry"
)

var savedSearches = newTable("saved_search", "id version name account asked filters seen seen_at", 1, func(s *registry.SavedSearch) []column {
	return []column{(*integer)(&s.ID), (*integer)(&s.Version), (*text)(&s.Name), (*text)(&s.Account), (*text)(&s.Text), documentOf(&s.Filters), documentOf(&s.Seen), (*moment)(&s.SeenAt)}
})

func savedSubject(id registry.SavedSearchID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectSavedSearch, ID: int64(id)}
}

// putSavedSearch adds, replaces or takes out a saved search. Former states are not
// kept: what somebody asked is nobody else's business.
func (c *commit) putSavedSearch(p *registry.PutSavedSearch) (registry.Subject, error) {
	s, action := p.Search, registry.Amended
	subject := savedSubject(s.ID)
	if s.ID == 0 && !p.Removed {
		action = registry.Added
	} else if old, ok, err := savedSearches.one(c.ctx, c.s, "WHERE id = ?", int64(s.ID)); err != nil {
		return subject, err
	} else if !ok || old.Version != p.Was || old.Account != c.actor.Account {
		return subject, c.stale("tìm kiếm", subject)
	}
	source, err := c.source(&p.Why)
	if err != nil {
		return subject, err
	}
	s.Version, s.Account = p.Was+1, c.actor.Account
	switch {
	case p.Removed:
		action = registry.Removed
		err = savedSearches.delete(c.ctx, c.s, s)
	case action == registry.Added:
		s.ID = registry.SavedSearchID(next(&c.counters.saved))
		subject = savedSubject(s.ID)
		err = savedSearches.insert(c.ctx, c.s, s)
	default:
		err = savedSearches.update(c.ctx, c.s, s)
	}
	if err != nil {
		return subject, err
	}
	return subject, c.enter(&p.Why, subject, action, s.Version, source, nil)
}

// forgetInSaved takes people out of those that saved searches have found, and the searches
// that ask for them by name.
func (c *commit) forgetInSaved(w *registry.Why, ids []registry.PersonID, who *registry.Traces) error {
	all, err := savedSearches.rows(c.ctx, c.s, "")
	for i := 0; i < len(all) && err == nil; i++ {
		s := &all[i]
		n := len(s.Seen)
		s.Seen = slices.DeleteFunc(s.Seen, func(id registry.PersonID) bool { return slices.Contains(ids, id) })
		switch {
		case who.In(s.Name) || who.In(s.Text):
			source, sourceErr := c.source(w)
			if err = sourceErr; err != nil {
				break
			}
			if err = savedSearches.delete(c.ctx, c.s, s); err == nil {
				err = c.enter(w, savedSubject(s.ID), registry.Removed, s.Version+1, source, nil)
			}
		case len(s.Seen) < n:
			err = savedSearches.update(c.ctx, c.s, s)
		}
	}
	return err
}

// SavedSearch gives one; NotFound if there is none.
func (db *DB) SavedSearch(ctx context.Context, id registry.SavedSearchID) (_ *registry.SavedSearch, err error) {
	defer wrap(&err, "sqlite.SavedSearch(%d)", id)
	s, err := one(ctx, db, savedSearches, registry.Errorf(registry.NotFound, "Không tìm thấy tìm kiếm đã lưu này."), int64(id))
	if err != nil {
		return nil, err
	}
	return s, db.leadOn(ctx, &s.Seen)
}

// SavedSearches gives those of an account, newest first, as SavedSearch does.
func (db *DB) SavedSearches(ctx context.Context, account string) (_ []registry.SavedSearch, err error) {
	defer wrap(&err, "sqlite.SavedSearches")
	all, err := many(ctx, db, savedSearches, "WHERE account = ? ORDER BY id DESC", account)
	for i := 0; i < len(all) && err == nil; i++ {
		err = db.leadOn(ctx, &all[i].Seen)
	}
	return all, err
}

// leadOn leads the ids of merged people on to whom they were merged into, each once.
func (db *DB) leadOn(ctx context.Context, ids *[]registry.PersonID) error {
	if len(*ids) == 0 {
		return nil
	}
	return db.read.snapshot(ctx, func(s *session) (err error) {
		*ids, err = ledOn(ctx, s, *ids)
		return err
	})
}
