package sqlite

import (
	"context"
	"crypto/sha256"
	"time"

	"trithuc/registry"
)

var credentials = newTable("credential", "account password since must_change seen", 1, func(v *registry.Credential) []column {
	return []column{(*integer)(&v.Account), (*text)(&v.Password), (*moment)(&v.Since), (*boolean)(&v.MustChange), (*moment)(&v.Seen)}
})

var sessionTable = newTable("session", "digest account opened seen address agent", 1, func(v *registry.Session) []column {
	return []column{(*digestColumn)(&v.Digest), (*integer)(&v.Account), (*moment)(&v.Opened), (*moment)(&v.Seen), (*text)(&v.Address), (*text)(&v.Agent)}
})

// attempt is how often something was tried in a row, and when last.
type attempt struct {
	key   registry.Digest
	tries int
	at    time.Time
}

var attempts = newTable("attempt", "key tries at", 1, func(v *attempt) []column {
	return []column{(*digestColumn)(&v.key), (*number)(&v.tries), (*moment)(&v.at)}
})

// openSession writes a session and that somebody signed in, and takes out those that
// are over.
func (c *commit) openSession(o *registry.OpenSession) (registry.Subject, error) {
	subject := accountSubject(o.Session.Account)
	err := sessionTable.deleteWhere(c.ctx, c.s, "DELETE FROM session WHERE digest = ? OR account = ? AND (opened < ? OR seen < ?)",
		o.Renews[:], int64(o.Session.Account), o.Ended.UnixMicro(), o.Idle.UnixMicro())
	if err != nil {
		return subject, err
	}
	if err := sessionTable.insert(c.ctx, c.s, &o.Session); err != nil {
		return subject, err
	}
	held, had, err := credentials.one(c.ctx, c.s, "WHERE account = ?", int64(o.Session.Account))
	if err != nil {
		return subject, err
	}
	write := credentials.insert // of who never had a password and comes in another way
	if had {
		write = credentials.update
	}
	held.Account, held.Seen = o.Session.Account, o.Session.Opened
	if err := write(c.ctx, c.s, &held); err != nil {
		return subject, err
	}
	return subject, c.note(&o.Why, subject, registry.SignedIn)
}

// putCredential sets what an account opens with.
func (c *commit) putCredential(p *registry.PutCredential) (registry.Subject, error) {
	subject := accountSubject(p.Credential.Account)
	_, had, err := credentials.one(c.ctx, c.s, "WHERE account = ?", subject.ID)
	if err != nil {
		return subject, err
	}
	write := credentials.insert
	if had {
		write = credentials.update
	}
	if err := write(c.ctx, c.s, &p.Credential); err != nil {
		return subject, err
	}
	err = sessionTable.deleteWhere(c.ctx, c.s, "DELETE FROM session WHERE account = ? AND digest <> ?", subject.ID, p.Keep[:])
	if err != nil {
		return subject, err
	}
	return subject, c.note(&p.Why, subject, registry.Amended)
}

// note writes an entry about an account that is as it was.
func (c *commit) note(w *registry.Why, subject registry.Subject, action registry.Action) error {
	a, err := oneAccount(c.ctx, c.s, "WHERE id = ?", subject.ID)
	if err != nil {
		return err
	}
	source, err := c.source(w)
	if err != nil {
		return err
	}
	return c.enter(w, subject, action, a.Version, source, nil)
}

// Presence gives who a session belongs to; NotFound for one that is not there.
func (db *DB) Presence(ctx context.Context, digest registry.Digest) (_ *registry.Presence, err error) {
	defer wrap(&err, "sqlite.Presence")
	p := &registry.Presence{}
	err = db.read.snapshot(ctx, func(s *session) error {
		var ok bool
		if p.Session, ok, err = sessionTable.one(ctx, s, "WHERE digest = ?", digest[:]); err != nil {
			return err
		}
		if !ok {
			return registry.Errorf(registry.NotFound, "Phiên làm việc này không còn.")
		}
		if p.Account, err = oneAccount(ctx, s, "WHERE id = ?", int64(p.Session.Account)); err != nil {
			return err
		}
		if p.Credential, _, err = credentials.one(ctx, s, "WHERE account = ?", int64(p.Session.Account)); err != nil {
			return err
		}
		_, p.Second, err = secondSteps.one(ctx, s, "WHERE account = ?", int64(p.Session.Account))
		return err
	})
	return p, err
}

// Credential gives what an account opens with; the zero one where it is nothing.
func (db *DB) Credential(ctx context.Context, id registry.AccountID) (v registry.Credential, err error) {
	defer wrap(&err, "sqlite.Credential(%d)", id)
	err = db.read.with(ctx, func(s *session) error {
		v, _, err = credentials.one(ctx, s, "WHERE account = ?", int64(id))
		return err
	})
	v.Account = id
	return v, err
}

// Sessions gives those of an account, the one used last first.
func (db *DB) Sessions(ctx context.Context, id registry.AccountID) (_ []registry.Session, err error) {
	defer wrap(&err, "sqlite.Sessions(%d)", id)
	return many(ctx, db, sessionTable, "WHERE account = ? ORDER BY seen DESC", int64(id))
}

// Claimed says that some administrator can sign in with a password.
func (db *DB) Claimed(ctx context.Context) (yes bool, err error) {
	defer wrap(&err, "sqlite.Claimed")
	err = db.read.with(ctx, func(s *session) error {
		yes, err = claimed(ctx, s)
		return err
	})
	return yes, err
}

func claimed(ctx context.Context, s *session) (bool, error) {
	var one int64
	return s.row(ctx, "SELECT 1 FROM account JOIN credential ON account = id WHERE role = ? AND disabled = 0 AND password <> '' LIMIT 1",
		[]any{string(registry.Administrator)}, &one)
}

// TouchSession notes that a session was used; nothing for one that is not there.
func (db *DB) TouchSession(ctx context.Context, digest registry.Digest, at time.Time) (err error) {
	defer wrap(&err, "sqlite.TouchSession")
	return db.change(ctx, func(s *session) error {
		v, ok, err := sessionTable.one(ctx, s, "WHERE digest = ?", digest[:])
		if err != nil || !ok || !v.Seen.Before(at) {
			return err
		}
		v.Seen = at
		return sessionTable.update(ctx, s, &v)
	})
}

// CloseSession ends one; nothing for one that is not there.
func (db *DB) CloseSession(ctx context.Context, digest registry.Digest) (err error) {
	defer wrap(&err, "sqlite.CloseSession")
	return db.change(ctx, func(s *session) error {
		return sessionTable.deleteWhere(ctx, s, "DELETE FROM session WHERE digest = ?", digest[:])
	})
}

// change runs f in a transaction that is no Commit: nothing of the registry changes.
func (db *DB) change(ctx context.Context, f func(*session) error) error {
	ctx = context.WithoutCancel(ctx)
	return db.writing(ctx, func(s *session) error { return s.transaction(ctx, "BEGIN IMMEDIATE", f) })
}

// forgotten is after how long tries count no more, however few were made.
const forgotten = 24 * time.Hour

// Try counts a try under each limit, before it is known to be wrong.
func (db *DB) Try(ctx context.Context, at time.Time, limits []registry.TryLimit) (all []registry.Tried, err error) {
	defer wrap(&err, "sqlite.Try")
	err = db.change(ctx, func(s *session) error {
		if err := attempts.deleteWhere(ctx, s, "DELETE FROM attempt WHERE at < ?", at.Add(-forgotten).UnixMicro()); err != nil {
			return err
		}
		all = make([]registry.Tried, len(limits))
		rows, stopped := make([]attempt, len(limits)), false
		for i, l := range limits {
			if rows[i], err = tries(ctx, s, l.Key); err != nil {
				return err
			}
			all[i] = standing(&rows[i], l, at)
			stopped = stopped || !all[i].Until.IsZero()
		}
		for i := 0; i < len(rows) && !stopped; i++ {
			rows[i].tries, rows[i].at = rows[i].tries+1, at
			if err := putAttempt(ctx, s, &rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// standing says how tries stand under a limit; a lock that is over begins anew.
func standing(a *attempt, l registry.TryLimit, at time.Time) registry.Tried {
	until := a.at.Add(l.Lock)
	switch {
	case a.tries >= l.Free && at.Before(until):
		return registry.Tried{Until: until}
	case a.tries >= l.Free:
		a.tries = 0
	}
	return registry.Tried{Left: l.Free - a.tries - 1}
}

func tries(ctx context.Context, s *session, key string) (attempt, error) {
	a, _, err := attempts.one(ctx, s, "WHERE key = ?", attemptKey(key))
	a.key = registry.Digest(attemptKey(key))
	return a, err
}

func putAttempt(ctx context.Context, s *session, a *attempt) error {
	if err := attempts.deleteWhere(ctx, s, attempts.deleteSQL, a.key[:]); err != nil || a.tries == 0 {
		return err
	}
	return attempts.insert(ctx, s, a)
}

// attemptKey is what a key is stored as: nobody reads names and addresses there.
func attemptKey(key string) []byte {
	sum := sha256.Sum256([]byte(key))
	return sum[:]
}

// Untry takes back what a right try counted.
func (db *DB) Untry(ctx context.Context, first string, others ...string) (err error) {
	defer wrap(&err, "sqlite.Untry")
	return db.change(ctx, func(s *session) error {
		err := attempts.deleteWhere(ctx, s, attempts.deleteSQL, attemptKey(first))
		for i := 0; i < len(others) && err == nil; i++ {
			var a attempt
			if a, err = tries(ctx, s, others[i]); err == nil {
				a.tries = max(0, a.tries-1)
				err = putAttempt(ctx, s, &a)
			}
		}
		return err
	})
}
