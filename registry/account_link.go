package registry

import (
	"context"
	"strings"
	"time"
)

// Link says who an account is to a provider of single sign-on: what the provider calls
// somebody for ever, whatever their name or e-mail address becomes.
type Link struct {
	Issuer, Subject string
	Account         AccountID
	Made            time.Time
}

// LinkAccount adds Link. It is a Conflict where the account is somebody else to that issuer
// already, or that somebody another account. Gone takes the account's link with the issuer
// away instead.
type LinkAccount struct {
	Why
	Link Link
	Gone bool
}

// LinkStore holds links.
type LinkStore interface {
	// LinkedAccount gives whose account somebody of an issuer has; NotFound for none.
	LinkedAccount(ctx context.Context, issuer, subject string) (*Account, error)
	// Links gives those of an account, by issuer.
	Links(ctx context.Context, id AccountID) ([]Link, error)
}

// Identity is who somebody is, as a provider of single sign-on says, which was made sure of.
type Identity struct {
	Issuer, Subject string
	Email           string // "" where the provider does not vouch for it
}

// EnterAs signs somebody in whom a provider vouches for: with the account that is linked
// with them, otherwise with the one that is named by their e-mail address and is linked
// with nobody of that provider, which is linked then. Nobody gets an account this way:
// who has none is Forbidden.
func (g SignIns) EnterAs(ctx context.Context, who Identity, from Origin) (Admission, error) {
	a, err := g.Store.LinkedAccount(ctx, who.Issuer, who.Subject)
	if KindOf(err) == NotFound {
		if a, err = g.firstTime(ctx, who); err != nil {
			return Admission{}, err
		}
	}
	if err != nil {
		return Admission{}, err
	}
	held, err := g.Store.Credential(ctx, a.ID)
	if err != nil {
		return Admission{}, err
	}
	return g.admit(ctx, a, &held, from)
}

// firstTime finds the account that is named by somebody's e-mail address, and links it.
func (g SignIns) firstTime(ctx context.Context, who Identity) (*Account, error) {
	none := Errorf(Forbidden, "Đăng nhập một lần đã nhận ra bạn nhưng chưa có tài khoản nào gắn với bạn. Hãy nhờ quản trị hệ thống lập tài khoản mang địa chỉ thư của bạn, "+
		"hoặc đăng nhập bằng mật khẩu rồi gắn ở trang Tài khoản của tôi.")
	name := AccountName(who.Email)
	if !strings.Contains(name, "@") {
		return nil, none
	}
	a, err := g.Store.AccountNamed(ctx, name)
	if KindOf(err) == NotFound {
		return nil, none
	}
	if err != nil {
		return nil, err
	}
	if a.Disabled {
		return a, nil // which is said of it like of any other
	}
	return a, g.link(ctx, a, who)
}

// link links an account.
func (g SignIns) link(ctx context.Context, a *Account, who Identity) error {
	change := &LinkAccount{Why: Why{Reason: "Gắn với đăng nhập một lần"}, Link: Link{who.Issuer, who.Subject, a.ID, g.Now()}}
	_, err := g.Store.Commit(WithoutKey(ctx), a.Actor(), []Change{change})
	return err
}

// Link links the account of a session with who a provider says sits there.
func (g SignIns) Link(ctx context.Context, p *Presence, who Identity) error {
	return g.link(ctx, &p.Account, who)
}

// Unlink takes the link of a session's account with a provider away. An account without a
// password keeps it: nobody could sign in any more.
func (g SignIns) Unlink(ctx context.Context, p *Presence, issuer string) error {
	if p.Credential.Password == "" {
		return Errorf(Conflict, "Tài khoản này chưa có mật khẩu nên chỉ đăng nhập được bằng đăng nhập một lần. Hãy nhờ quản trị hệ thống đặt mật khẩu trước khi gỡ.")
	}
	change := &LinkAccount{Why: Why{Reason: "Gỡ khỏi đăng nhập một lần"}, Link: Link{Issuer: issuer, Account: p.Account.ID}, Gone: true}
	_, err := g.Store.Commit(WithoutKey(ctx), p.Account.Actor(), []Change{change})
	return err
}
