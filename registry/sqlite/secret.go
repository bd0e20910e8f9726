package sqlite

import (
	"context"

	"trithuc/registry"
)

// secrets are the sealed values. The store never sees a key or a plain value.
var secrets = newTable("secret", "person field sealer box digest", 2, func(v *registry.Sealed) []column {
	return []column{(*integer)(&v.Person), (*text)(&v.Field), (*text)(&v.Sealer), (*blob)(&v.Box), (*blob)(&v.Digest)}
})

func secretSubject(id registry.PersonID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectSecret, ID: int64(id)}
}

// putSecret stores, replaces or takes out one sealed value of somebody who is
// there. Version counts the entries about the person's restricted values.
func (c *commit) putSecret(p *registry.PutSecret) (registry.Subject, error) {
	subject, v := secretSubject(p.Sealed.Person), p.Sealed
	if err := c.here(v.Person); err != nil {
		return subject, err
	}
	if err := c.secretUnmoved(p); err != nil {
		return subject, err
	}
	if v.Box == nil {
		return subject, c.takeSecrets(p)
	}
	if err := c.soleSecret(p); err != nil {
		return subject, err
	}
	_, had, err := secrets.one(c.ctx, c.s, "WHERE person = ? AND field = ?", int64(v.Person), v.Field)
	if err != nil {
		return subject, err
	}
	action, write := registry.Added, secrets.insert
	if had {
		action, write = registry.Amended, secrets.update
	}
	if err := write(c.ctx, c.s, &v); err != nil {
		return subject, err
	}
	return subject, c.enterSecret(&p.Why, subject, action)
}

// secretUnmoved is Stale where a value was stored or taken out since somebody looked.
func (c *commit) secretUnmoved(p *registry.PutSecret) error {
	var n int64
	subject := secretSubject(p.Sealed.Person)
	_, err := c.s.row(c.ctx, "SELECT count(*) FROM entry WHERE kind = ? AND subject = ? AND action <> ?",
		[]any{string(subject.Kind), subject.ID, string(registry.Opened)}, &n)
	if err != nil || p.Was == 0 || p.Was == n+1 {
		return err
	}
	return c.stale("số định danh của hồ sơ "+p.Sealed.Person.Public(), subject)
}

// soleSecret refuses a value that somebody else has who is there today.
func (c *commit) soleSecret(p *registry.PutSecret) error {
	for _, digest := range p.Digests {
		found, err := secrets.rows(c.ctx, c.s, "WHERE field = ? AND digest = ?", p.Sealed.Field, digest)
		if err != nil {
			return err
		}
		var ids []registry.PersonID
		for _, v := range found {
			ids = append(ids, v.Person)
		}
		if ids, err = ledOn(c.ctx, c.s, ids); err != nil {
			return err
		}
		for _, id := range ids {
			var one int64
			there, err := c.s.row(c.ctx, "SELECT 1 FROM person WHERE id = ?", []any{int64(id)}, &one)
			if err != nil {
				return err
			}
			if there && id != p.Sealed.Person {
				return registry.Errorf(registry.Conflict, "Số này đang lưu cho hồ sơ %s nên chưa lưu. Hãy kiểm tra từng chữ số; nếu là cùng một người thì gộp hai hồ sơ.", id.Public())
			}
		}
	}
	return nil
}

// takeSecrets takes out every value of a field that Secret could give for a person:
// their own, and those of who was merged into them. Otherwise taking one out would
// uncover another.
func (c *commit) takeSecrets(p *registry.PutSecret) error {
	ids, err := c.withMerged(p.Sealed.Person)
	for i := 0; i < len(ids) && err == nil; i++ {
		err = c.takeSecret(&p.Why, ids[i], p.Sealed.Field)
	}
	return err
}

func (c *commit) takeSecret(w *registry.Why, id registry.PersonID, field string) error {
	old, had, err := secrets.one(c.ctx, c.s, "WHERE person = ? AND field = ?", int64(id), field)
	if err != nil || !had {
		return err
	}
	if err := secrets.delete(c.ctx, c.s, &old); err != nil {
		return err
	}
	return c.enterSecret(w, secretSubject(id), registry.Removed)
}

func (c *commit) noteOpened(n *registry.NoteOpened) (registry.Subject, error) {
	subject := secretSubject(n.Person)
	if err := c.here(n.Person); err != nil {
		return subject, err
	}
	return subject, c.enterSecret(&n.Why, subject, registry.Opened)
}

func (c *commit) enterSecret(w *registry.Why, subject registry.Subject, action registry.Action) error {
	var version int64
	if _, err := c.s.row(c.ctx, "SELECT count(*) FROM entry WHERE kind = ? AND subject = ?", []any{string(subject.Kind), subject.ID}, &version); err != nil {
		return err
	}
	source, err := c.source(w)
	if err != nil {
		return err
	}
	return c.enter(w, subject, action, version+1, source, nil)
}

func (c *commit) forgetSecrets(id registry.PersonID) error {
	return secrets.deleteWhere(c.ctx, c.s, "DELETE FROM secret WHERE person = ?", int64(id))
}

// Secret gives the sealed value of a field, a person's own before that of somebody
// merged into them; NotFound if none is stored.
func (db *DB) Secret(ctx context.Context, id registry.PersonID, field string) (v registry.Sealed, err error) {
	defer wrap(&err, "sqlite.Secret(%d)", id)
	found, err := many(ctx, db, secrets, `WHERE field = $2 AND person IN (
		WITH RECURSIVE one (id) AS (SELECT $1 UNION SELECT gone FROM redirect JOIN one ON kept = one.id) SELECT id FROM one)
		ORDER BY person <> $1, person`, int64(id), field)
	if err == nil && len(found) == 0 {
		err = registry.Errorf(registry.NotFound, "Hồ sơ %s chưa lưu giá trị này.", id.Public())
	}
	if err != nil {
		return v, err
	}
	return found[0], nil
}

// Digested gives whose value of a field has the digest, by id; who was merged
// stands as whom they were merged into.
func (db *DB) Digested(ctx context.Context, field string, digest []byte) (ids []registry.PersonID, err error) {
	defer wrap(&err, "sqlite.Digested")
	found, err := many(ctx, db, secrets, "WHERE field = ? AND digest = ? ORDER BY person", field, digest)
	for _, v := range found {
		ids = append(ids, v.Person)
	}
	if err != nil {
		return nil, err
	}
	err = db.read.snapshot(ctx, func(s *session) error {
		ids, err = ledOn(ctx, s, ids)
		return err
	})
	return ids, err
}

// SealedBefore gives up to limit values sealed with another key than the named one,
// by person and field, from the one after a given one on.
func (db *DB) SealedBefore(ctx context.Context, sealer string, after registry.Sealed, limit int) (_ []registry.Sealed, err error) {
	defer wrap(&err, "sqlite.SealedBefore")
	return many(ctx, db, secrets, "WHERE sealer <> ? AND (person, field) > (?, ?) ORDER BY person, field LIMIT ?",
		sealer, int64(after.Person), after.Field, limit)
}

// Sealers names the keys that stored values are sealed with.
func (db *DB) Sealers(ctx context.Context) (names []string, err error) {
	defer wrap(&err, "sqlite.Sealers")
	var name string
	err = db.read.with(ctx, func(s *session) error {
		return s.each(ctx, "SELECT sealer FROM secret UNION SELECT sealer FROM second_step ORDER BY sealer", nil, []any{&name}, func() error {
			names = append(names, name)
			return nil
		})
	})
	return names, err
}

// Reseal replaces stored values by the same ones under a new key, all or none.
func (db *DB) Reseal(ctx context.Context, values []registry.Sealed) (err error) {
	defer wrap(&err, "sqlite.Reseal")
	return db.write.with(ctx, func(s *session) error {
		return s.transaction(context.WithoutCancel(ctx), "BEGIN IMMEDIATE", func(s *session) error {
			for i := range values {
				if err := secrets.update(ctx, s, &values[i]); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
