package sqlite

import "trithuc/registry"

// record is a row that people add, replace and take out by itself.
type record[T any] struct {
	table   *table[T]
	kind    registry.SubjectKind
	what    string // in messages
	counter *int64 // gives out its ids

	row         *T
	id, version *int64  // of the row
	account     *string // likewise: who writes it
	versionOf   func(*T) int64
	was         int64
	removed     bool
}

func (r *record[T]) subject() registry.Subject { return registry.Subject{Kind: r.kind, ID: *r.id} }

// putRecord writes a record and gives what it replaced; it is Conflict where somebody wrote it since.
func putRecord[T any](c *commit, why *registry.Why, r *record[T]) (old T, action registry.Action, source registry.SourceID, err error) {
	there := false
	if *r.id != 0 {
		if old, there, err = r.table.one(c.ctx, c.s, "WHERE id = ?", *r.id); err != nil {
			return old, "", 0, err
		}
		if !there || r.versionOf(&old) != r.was {
			return old, "", 0, c.stale(r.what, r.subject())
		}
	}
	if source, err = c.source(why); err != nil {
		return old, "", 0, err
	}
	*r.version, *r.account, action = r.was+1, c.actor.Account, registry.Amended
	switch {
	case r.removed:
		action = registry.Removed
		err = r.table.delete(c.ctx, c.s, r.row)
	case !there:
		action, *r.id = registry.Added, next(r.counter)
		err = r.table.insert(c.ctx, c.s, r.row)
	default:
		err = r.table.update(c.ctx, c.s, r.row)
	}
	return old, action, source, err
}
