package sqlite

import (
	"context"
	"encoding/json"
	"errors"

	"trithuc/registry"
)

var accounts = newTable("account", "id version name display role organisation person disabled added", 1, func(a *registry.Account) []column {
	return []column{(*integer)(&a.ID), (*integer)(&a.Version), (*text)(&a.Name), (*text)(&a.Display), (*text)(&a.Role),
		(*reference)(&a.Organisation), (*reference)(&a.Person), (*boolean)(&a.Disabled), (*moment)(&a.Added)}
})

func accountSubject(id registry.AccountID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectAccount, ID: int64(id)}
}

func (c *commit) addAccount(a *registry.AddAccount) (registry.Subject, error) {
	var one int64
	taken, err := c.s.row(c.ctx, "SELECT 1 FROM account WHERE name = ?", []any{a.Account.Name}, &one)
	if err != nil {
		return registry.Subject{}, err
	}
	if taken {
		return registry.Subject{}, &registry.Error{Kind: registry.Conflict, Message: "Đã có tài khoản tên " + a.Account.Name + ". Hãy chọn tên khác.",
			Problems: []registry.Problem{{Field: "name", Value: a.Account.Name, Reason: "đã có tài khoản tên này"}}}
	}
	if err := errors.Join(c.unclaimed(a.First), c.whose(a.Account)); err != nil {
		return registry.Subject{}, err
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	a.Account.ID, a.Account.Version, a.Account.Added = registry.AccountID(next(&c.counters.account)), 1, c.at
	subject := accountSubject(a.Account.ID)
	if err := accounts.insert(c.ctx, c.s, a.Account); err != nil {
		return subject, err
	}
	if a.Credential != nil {
		a.Credential.Account = a.Account.ID
		if err := credentials.insert(c.ctx, c.s, a.Credential); err != nil {
			return subject, err
		}
	}
	return subject, c.enter(&a.Why, subject, registry.Added, 1, source, nil)
}

// unclaimed refuses a first administrator where there is one.
func (c *commit) unclaimed(first bool) error {
	if !first {
		return nil
	}
	there, err := claimed(c.ctx, c.s)
	if err == nil && there {
		err = registry.Errorf(registry.Conflict, "Đã có tài khoản quản trị hệ thống. Hãy đăng nhập bằng tài khoản ấy.")
	}
	return err
}

// whose says why an account cannot be that of its organisation or person.
func (c *commit) whose(a *registry.Account) error {
	var one int64
	if a.Organisation != 0 {
		found, err := c.s.row(c.ctx, "SELECT 1 FROM organisation WHERE id = ?", []any{int64(a.Organisation)}, &one)
		if err != nil {
			return err
		}
		if !found {
			return registry.Errorf(registry.Invalid, "Không có đơn vị số %d nên chưa ghi tài khoản.", a.Organisation)
		}
	}
	if a.Person != 0 {
		return c.here(a.Person)
	}
	return nil
}

func (c *commit) amendAccount(m *registry.AmendAccount) (registry.Subject, error) {
	a, subject := m.Account, accountSubject(m.Account.ID)
	old, ok, err := accounts.one(c.ctx, c.s, "WHERE id = ?", int64(a.ID))
	if err != nil {
		return subject, err
	}
	if !ok || old.Version != m.Was {
		return subject, c.stale("tài khoản", subject)
	}
	a.Name, a.Added, a.Version = old.Name, old.Added, old.Version
	if *a == old {
		return subject, nil
	}
	if a.Organisation != old.Organisation || a.Person != old.Person {
		if err := c.whose(a); err != nil {
			return subject, err
		}
	}
	a.Version++
	if err := accounts.update(c.ctx, c.s, a); err != nil {
		return subject, err
	}
	if err := c.restrict(&old, a); err != nil {
		return subject, err
	}
	return subject, c.enterAccount(&m.Why, &old, a)
}

// restrict ends what somebody is doing with rights that are no longer these, and keeps
// an administrator.
func (c *commit) restrict(old, a *registry.Account) error {
	if old.Actor() == a.Actor() {
		return nil
	}
	if err := sessionTable.deleteWhere(c.ctx, c.s, "DELETE FROM session WHERE account = ?", int64(a.ID)); err != nil {
		return err
	}
	if old.Role != registry.Administrator || old.Disabled {
		return nil
	}
	left, err := claimed(c.ctx, c.s)
	if err == nil && !left {
		err = registry.Errorf(registry.Conflict, "%s là tài khoản quản trị hệ thống cuối cùng còn đăng nhập được nên không khóa, không đổi vai trò được. Hãy lập một tài khoản quản trị khác trước.", old.Name)
	}
	return err
}

// enterAccount writes the entry of an amendment. The display name, which tells of a
// person, is in no payload: erasure would have to look for it there.
func (c *commit) enterAccount(w *registry.Why, old, a *registry.Account) error {
	was, is := *old, *a
	was.Display, is.Display, is.Version = "", "", was.Version
	delta, err := jsonDifference(&was, &is)
	if err != nil {
		return err
	}
	source, err := c.source(w)
	if err != nil {
		return err
	}
	var body []byte
	if len(delta) > 0 {
		if body, err = payloadOf(delta); err != nil {
			return err
		}
	}
	return c.enter(w, accountSubject(a.ID), registry.Amended, a.Version, source, body)
}

// forgetAccounts closes the accounts of people who are erased.
func (c *commit) forgetAccounts(w *registry.Why, ids []registry.PersonID) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	theirs, err := accounts.rows(c.ctx, c.s, "WHERE person "+somePeople, string(list))
	for i := 0; i < len(theirs) && err == nil; i++ {
		old := theirs[i]
		a := old
		a.Display, a.Disabled, a.Version = "", true, old.Version+1
		if err = accounts.update(c.ctx, c.s, &a); err == nil {
			err = c.shut(a.ID)
		}
		if err == nil {
			err = c.enterAccount(&registry.Why{Reason: "Hồ sơ của chủ tài khoản đã xóa", Source: w.Source}, &old, &a)
		}
	}
	return err
}

// shut takes away everything an account opens with.
func (c *commit) shut(id registry.AccountID) error {
	if err := sessionTable.deleteWhere(c.ctx, c.s, "DELETE FROM session WHERE account = ?", int64(id)); err != nil {
		return err
	}
	if err := tokens.deleteWhere(c.ctx, c.s, "DELETE FROM token WHERE account = ?", int64(id)); err != nil {
		return err
	}
	if err := c.takeSecondStep(id); err != nil {
		return err
	}
	if err := accountLinks.deleteWhere(c.ctx, c.s, "DELETE FROM account_link WHERE account = ?", int64(id)); err != nil {
		return err
	}
	return credentials.deleteWhere(c.ctx, c.s, "DELETE FROM credential WHERE account = ?", int64(id))
}

// Account gives one; NotFound if there is none.
func (db *DB) Account(ctx context.Context, id registry.AccountID) (_ *registry.Account, err error) {
	defer wrap(&err, "sqlite.Account(%d)", id)
	return db.account(ctx, "WHERE id = ?", int64(id))
}

// AccountNamed gives the one of a name; NotFound if there is none.
func (db *DB) AccountNamed(ctx context.Context, name string) (_ *registry.Account, err error) {
	defer wrap(&err, "sqlite.AccountNamed")
	return db.account(ctx, "WHERE name = ?", name)
}

func (db *DB) account(ctx context.Context, where string, arg any) (*registry.Account, error) {
	var a registry.Account
	err := db.read.snapshot(ctx, func(s *session) (err error) {
		a, err = oneAccount(ctx, s, where, arg)
		return err
	})
	return &a, err
}

// oneAccount reads an account, its person led on to whom they were merged into.
func oneAccount(ctx context.Context, s *session, where string, arg any) (registry.Account, error) {
	a, ok, err := accounts.one(ctx, s, where, arg)
	if err == nil && !ok {
		err = registry.Errorf(registry.NotFound, "Không có tài khoản này. Hãy xem lại danh sách tài khoản.")
	}
	if err == nil && a.Person != 0 {
		a.Person, err = leadsTo(ctx, s, a.Person)
	}
	return a, err
}

// Accounts gives all, by name.
func (db *DB) Accounts(ctx context.Context) (_ []registry.Account, err error) {
	defer wrap(&err, "sqlite.Accounts")
	return many(ctx, db, accounts, "ORDER BY name")
}
