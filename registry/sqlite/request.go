package sqlite

import (
	"cmp"
	"context"
	"errors"

	"trithuc/registry"
)

var requests = newTable("request", "id version kind person name contact detail received state acknowledged extended decided decision account", 1,
	func(r *registry.Request) []column {
		return []column{
			(*integer)(&r.ID), (*integer)(&r.Version), (*text)(&r.Kind), (*reference)(&r.Person), (*text)(&r.Name), (*text)(&r.Contact),
			(*text)(&r.Detail), (*moment)(&r.Received), (*text)(&r.State), (*moment)(&r.Acknowledged), (*date)(&r.Extended),
			(*moment)(&r.Decided), (*text)(&r.Decision), (*text)(&r.Account),
		}
	})

func requestSubject(id registry.RequestID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectRequest, ID: int64(id)}
}

func (c *commit) addRequest(a *registry.AddRequest) (registry.Subject, error) {
	r := a.Request
	if r.ID != 0 {
		return requestSubject(r.ID), registry.Errorf(registry.Invalid, "Yêu cầu số %d đã có số nên không thêm mới được.", r.ID)
	}
	if err := c.mayAsk(r); err != nil {
		return registry.Subject{}, err
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	r.ID, r.Version = registry.RequestID(next(&c.counters.request)), 1
	if err := requests.insert(c.ctx, c.s, r); err != nil {
		return registry.Subject{}, err
	}
	return requestSubject(r.ID), c.enter(&a.Why, requestSubject(r.ID), registry.Added, 1, source, nil)
}

// mayAsk says whom a case cannot be about. About somebody who was removed there may be
// cases: the trail keeps them.
func (c *commit) mayAsk(r *registry.Request) error {
	err := c.here(r.Person)
	if registry.KindOf(err) != registry.Stale {
		return err
	}
	if _, merged, lookErr := redirects.one(c.ctx, c.s, "WHERE gone = ?", int64(r.Person)); merged || lookErr != nil {
		return cmp.Or(lookErr, err)
	}
	return nil
}

// amendRequest replaces a stored case. Its former values are not kept: what the
// person wrote stands in the row alone, where erasure empties it.
func (c *commit) amendRequest(a *registry.AmendRequest) (registry.Subject, error) {
	r, subject := a.Request, requestSubject(a.Request.ID)
	old, ok, err := requests.one(c.ctx, c.s, "WHERE id = ?", int64(r.ID))
	if err != nil {
		return subject, err
	}
	if !ok || old.Version != a.Was {
		return subject, c.stale("yêu cầu", subject)
	}
	if err := erased(c.ctx, c.s, r.Person); err != nil {
		return subject, err
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return subject, err
	}
	r.Version = old.Version + 1
	if err := requests.update(c.ctx, c.s, r); err != nil {
		return subject, err
	}
	return subject, c.enter(&a.Why, subject, registry.Amended, r.Version, source, nil)
}

// forgetRequests empties what was written in the cases about a person; kind,
// days and outcome stay as proof that they were handled. Those still open close:
// there is nothing left that they could be about.
func (c *commit) forgetRequests(w *registry.Why, id registry.PersonID) error {
	about, err := requests.rows(c.ctx, c.s, "WHERE person = ?", int64(id))
	for i := 0; i < len(about) && err == nil; i++ {
		r := &about[i]
		r.Name, r.Contact, r.Detail, r.Decision = "", "", "", ""
		if r.Open() {
			err = c.closeErased(w, r)
		}
		err = errors.Join(err, requests.update(c.ctx, c.s, r))
	}
	return err
}

// closeErased closes a case about somebody who is being erased. What was asked is
// done where it was to keep or show less of them.
func (c *commit) closeErased(w *registry.Why, r *registry.Request) error {
	r.State, r.Decision = registry.RequestRefused, registry.ErasedDecision
	if r.Kind == registry.RequestErase || r.Kind == registry.RequestWithdraw {
		r.State = registry.RequestDone
	}
	r.Decided, r.Account = c.at, c.actor.Account
	r.Version++
	source, err := c.source(w)
	if err != nil {
		return err
	}
	return c.enter(w, requestSubject(r.ID), registry.Amended, r.Version, source, nil)
}

// Request gives one case; NotFound if there is none.
func (db *DB) Request(ctx context.Context, id registry.RequestID) (_ *registry.Request, err error) {
	defer wrap(&err, "sqlite.Request(%d)", id)
	return one(ctx, db, requests, registry.Errorf(registry.NotFound, "Không tìm thấy yêu cầu số %d.", id), int64(id))
}

// Requests gives cases, oldest first: the open ones, or all.
func (db *DB) Requests(ctx context.Context, open bool) (_ []registry.Request, err error) {
	defer wrap(&err, "sqlite.Requests")
	if open {
		return many(ctx, db, requests, "WHERE state IN (?, ?) ORDER BY id", string(registry.RequestReceived), string(registry.RequestAcknowledged))
	}
	return many(ctx, db, requests, "ORDER BY id")
}

// RequestsOf gives the cases about one person, oldest first.
func (db *DB) RequestsOf(ctx context.Context, id registry.PersonID) (_ []registry.Request, err error) {
	defer wrap(&err, "sqlite.RequestsOf(%d)", id)
	return many(ctx, db, requests, "WHERE person = ? ORDER BY id", int64(id))
}
