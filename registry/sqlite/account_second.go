package sqlite

import (
	"context"

	"trithuc/registry"
)

var secondSteps = newTable("second_step", "account since used sealer box", 1, func(v *registry.SecondStep) []column {
	return []column{(*integer)(&v.Account), (*moment)(&v.Since), (*integer)(&v.Used), (*text)(&v.Sealer), (*blob)(&v.Box)}
})

// recovery is a code that opens the second step of an account once.
type recovery struct {
	digest  registry.Digest
	account registry.AccountID
}

var recoveries = newTable("recovery", "digest account", 1, func(v *recovery) []column {
	return []column{(*digestColumn)(&v.digest), (*integer)(&v.account)}
})

// putSecondStep gives an account a second step, or takes it away.
func (c *commit) putSecondStep(p *registry.PutSecondStep) (registry.Subject, error) {
	subject := accountSubject(p.Step.Account)
	if err := c.takeSecondStep(p.Step.Account); err != nil {
		return subject, err
	}
	if p.Step.Box != nil {
		if err := secondSteps.insert(c.ctx, c.s, &p.Step); err != nil {
			return subject, err
		}
	}
	for _, digest := range p.Recovery {
		if err := recoveries.insert(c.ctx, c.s, &recovery{digest, p.Step.Account}); err != nil {
			return subject, err
		}
	}
	err := sessionTable.deleteWhere(c.ctx, c.s, "DELETE FROM session WHERE account = ? AND digest <> ?", subject.ID, p.Keep[:])
	if err != nil {
		return subject, err
	}
	return subject, c.note(&p.Why, subject, registry.Amended)
}

// takeSecondStep takes away the second step of an account and its recovery codes.
func (c *commit) takeSecondStep(id registry.AccountID) error {
	if err := recoveries.deleteWhere(c.ctx, c.s, "DELETE FROM recovery WHERE account = ?", int64(id)); err != nil {
		return err
	}
	return secondSteps.deleteWhere(c.ctx, c.s, "DELETE FROM second_step WHERE account = ?", int64(id))
}

// SecondStep gives that of an account; NotFound where it has none.
func (db *DB) SecondStep(ctx context.Context, id registry.AccountID) (v registry.SecondStep, err error) {
	defer wrap(&err, "sqlite.SecondStep(%d)", id)
	found, err := many(ctx, db, secondSteps, "WHERE account = ?", int64(id))
	if err == nil && len(found) == 0 {
		err = registry.Errorf(registry.NotFound, "Tài khoản này chưa bật xác thực hai bước.")
	}
	if err != nil {
		return v, err
	}
	return found[0], nil
}

// SecondSteps gives all, by account.
func (db *DB) SecondSteps(ctx context.Context) (_ []registry.SecondStep, err error) {
	defer wrap(&err, "sqlite.SecondSteps")
	return many(ctx, db, secondSteps, "ORDER BY account")
}

// UseSecondStep notes that a time step opened; false where it or a later one did.
func (db *DB) UseSecondStep(ctx context.Context, id registry.AccountID, step int64) (opened bool, err error) {
	defer wrap(&err, "sqlite.UseSecondStep(%d)", id)
	err = db.change(ctx, func(s *session) error {
		v, ok, err := secondSteps.one(ctx, s, "WHERE account = ?", int64(id))
		if err != nil || !ok || v.Used >= step {
			return err
		}
		v.Used, opened = step, true
		return secondSteps.update(ctx, s, &v)
	})
	return opened && err == nil, err
}

// UseRecovery takes a recovery code out; false where the account has none like it.
func (db *DB) UseRecovery(ctx context.Context, id registry.AccountID, code registry.Digest) (opened bool, err error) {
	defer wrap(&err, "sqlite.UseRecovery(%d)", id)
	err = db.change(ctx, func(s *session) error {
		var v recovery
		if v, opened, err = recoveries.one(ctx, s, "WHERE digest = ? AND account = ?", code[:], int64(id)); err != nil || !opened {
			return err
		}
		return recoveries.delete(ctx, s, &v)
	})
	return opened && err == nil, err
}

// Recoveries says how many recovery codes an account has left.
func (db *DB) Recoveries(ctx context.Context, id registry.AccountID) (n int, err error) {
	defer wrap(&err, "sqlite.Recoveries(%d)", id)
	all, err := many(ctx, db, recoveries, "WHERE account = ?", int64(id))
	return len(all), err
}

// ResealSecondSteps replaces boxes by the same keys under another Sealer, all or none.
func (db *DB) ResealSecondSteps(ctx context.Context, steps []registry.SecondStep) (err error) {
	defer wrap(&err, "sqlite.ResealSecondSteps")
	return db.change(ctx, func(s *session) error {
		for i := range steps {
			v, ok, err := secondSteps.one(ctx, s, "WHERE account = ?", int64(steps[i].Account))
			if err != nil {
				return err
			}
			if v.Sealer, v.Box = steps[i].Sealer, steps[i].Box; ok {
				if err := secondSteps.update(ctx, s, &v); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
