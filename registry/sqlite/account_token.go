package sqlite

import (
	"context"
	"time"

	"trithuc/registry"
)

var tokens = newTable("token", "digest account name scope made expires used", 1, func(v *registry.Token) []column {
	return []column{(*digestColumn)(&v.Digest), (*integer)(&v.Account), (*text)(&v.Name), (*text)(&v.Scope), (*moment)(&v.Made),
		(*moment)(&v.Expires), (*moment)(&v.Used)}
})

func (c *commit) addToken(a *registry.AddToken) (registry.Subject, error) {
	subject := accountSubject(a.Token.Account)
	if err := tokens.insert(c.ctx, c.s, &a.Token); err != nil {
		return subject, err
	}
	return subject, c.note(&a.Why, subject, registry.Amended)
}

func (c *commit) removeToken(r *registry.RemoveToken) (registry.Subject, error) {
	subject := accountSubject(r.Account)
	old, ok, err := tokens.one(c.ctx, c.s, "WHERE digest = ? AND account = ?", r.Digest[:], subject.ID)
	if err != nil {
		return subject, err
	}
	if !ok {
		return subject, registry.Errorf(registry.NotFound, "Không có khóa truy cập này. Hãy tải lại trang.")
	}
	if err := tokens.delete(c.ctx, c.s, &old); err != nil {
		return subject, err
	}
	return subject, c.note(&r.Why, subject, registry.Amended)
}

// TokenAccount gives a token and whose it is; NotFound for one that is not there.
func (db *DB) TokenAccount(ctx context.Context, digest registry.Digest) (t registry.Token, _ *registry.Account, err error) {
	defer wrap(&err, "sqlite.TokenAccount")
	var a registry.Account
	err = db.read.snapshot(ctx, func(s *session) error {
		var ok bool
		if t, ok, err = tokens.one(ctx, s, "WHERE digest = ?", digest[:]); err != nil {
			return err
		}
		if !ok {
			return registry.Errorf(registry.NotFound, "Không có khóa truy cập này.")
		}
		a, err = oneAccount(ctx, s, "WHERE id = ?", int64(t.Account))
		return err
	})
	return t, &a, err
}

// Tokens gives those of an account, the newest first.
func (db *DB) Tokens(ctx context.Context, id registry.AccountID) (_ []registry.Token, err error) {
	defer wrap(&err, "sqlite.Tokens(%d)", id)
	return many(ctx, db, tokens, "WHERE account = ? ORDER BY made DESC", int64(id))
}

// TouchToken notes that a token was used; nothing for one that is not there.
func (db *DB) TouchToken(ctx context.Context, digest registry.Digest, at time.Time) (err error) {
	defer wrap(&err, "sqlite.TouchToken")
	return db.change(ctx, func(s *session) error {
		t, ok, err := tokens.one(ctx, s, "WHERE digest = ?", digest[:])
		if err != nil || !ok || !t.Used.Before(at) {
			return err
		}
		t.Used = at
		return tokens.update(ctx, s, &t)
	})
}
