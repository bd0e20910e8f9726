package sqlite

import (
	"context"

	"trithuc/registry"
)

var accountLinks = newTable("account_link", "issuer subject account made", 2, func(v *registry.Link) []column {
	return []column{(*text)(&v.Issuer), (*text)(&v.Subject), (*integer)(&v.Account), (*moment)(&v.Made)}
})

// linkAccount links an account with who it is elsewhere, or takes that back.
func (c *commit) linkAccount(l *registry.LinkAccount) (registry.Subject, error) {
	subject := accountSubject(l.Link.Account)
	if l.Gone {
		err := accountLinks.deleteWhere(c.ctx, c.s, "DELETE FROM account_link WHERE account = ? AND issuer = ?", subject.ID, l.Link.Issuer)
		if err != nil {
			return subject, err
		}
		return subject, c.note(&l.Why, subject, registry.Amended)
	}
	_, taken, err := accountLinks.one(c.ctx, c.s, "WHERE issuer = ? AND (subject = ? OR account = ?)", l.Link.Issuer, l.Link.Subject, subject.ID)
	if err != nil {
		return subject, err
	}
	if taken {
		return subject, registry.Errorf(registry.Conflict, "Tài khoản này hoặc người này đã được gắn với bên khác ở nơi đăng nhập một lần nên chưa gắn. Hãy gỡ liên kết cũ ở trang Tài khoản của tôi, hoặc nhờ quản trị hệ thống.")
	}
	if err := accountLinks.insert(c.ctx, c.s, &l.Link); err != nil {
		return subject, err
	}
	return subject, c.note(&l.Why, subject, registry.Amended)
}

// LinkedAccount gives whose account somebody of an issuer has; NotFound for none.
func (db *DB) LinkedAccount(ctx context.Context, issuer, subject string) (_ *registry.Account, err error) {
	defer wrap(&err, "sqlite.LinkedAccount")
	found, err := many(ctx, db, accountLinks, "WHERE issuer = ? AND subject = ?", issuer, subject)
	if err == nil && len(found) == 0 {
		err = registry.Errorf(registry.NotFound, "Chưa có tài khoản nào gắn với người này.")
	}
	if err != nil {
		return nil, err
	}
	return db.account(ctx, "WHERE id = ?", int64(found[0].Account))
}

// Links gives those of an account, by issuer.
func (db *DB) Links(ctx context.Context, id registry.AccountID) (_ []registry.Link, err error) {
	defer wrap(&err, "sqlite.Links(%d)", id)
	return many(ctx, db, accountLinks, "WHERE account = ? ORDER BY issuer", int64(id))
}
