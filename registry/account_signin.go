package registry

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"trithuc/registry/vietnamese"
)

// SignIns is the gate through which somebody becomes an actor.
type SignIns struct {
	Store interface {
		Committer
		AccountReader
		SessionStore
		TokenStore
		TryStore
		SecondStore
		LinkStore
	}
	Sealer    Sealer // of the keys of second steps
	Passwords *Passwords
	Policy    SignInPolicy
	Now       func() time.Time
	Random    io.Reader
}

// Origin is where somebody comes from: the address of the connection, the browser as it
// calls itself, and the session they had before.
type Origin struct {
	Address, Agent string
	Session        string // the secret of it, "" for none
}

// errWrong is the one answer to a name that nobody has and to a password that is not
// right: which of the two it was is not told.
func errWrong(p *SignInPolicy) error {
	return Errorf(Unsigned, "Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy gõ lại; sai %d lần liền thì tên này phải đợi %d phút.", p.Tries, int(p.Lock.Minutes()))
}

// Admission is what a right password leads to: a session, or the second step.
type Admission struct {
	Secret string // of the new session
	Ticket Ticket // where a second step is to follow
}

// Enter signs somebody in with name and password: a new session, or a ticket where the
// account has a second step. Whatever session the browser had before ends: who planted it
// has nothing.
// A wrong try is Unsigned, too many are TooOften; a closed account is Forbidden, which
// only who knows its password is told.
func (g SignIns) Enter(ctx context.Context, name, password string, from Origin) (Admission, error) {
	name = AccountName(name)
	last, err := g.try(ctx, name, from.Address)
	if err != nil {
		return Admission{}, err
	}
	a, held, err := g.named(ctx, name)
	if err != nil {
		return Admission{}, err
	}
	right, err := g.Passwords.Verify(password, held.Password)
	if err != nil {
		return Admission{}, err
	}
	if !right {
		return Admission{}, errors.Join(errWrong(&g.Policy), g.locked(ctx, a, last))
	}
	if err := g.Store.Untry(ctx, tryName(name), tryAddress(from.Address)); err != nil {
		return Admission{}, err
	}
	return g.admit(ctx, a, &held, from)
}

// admit lets who has shown whose account it is go on: into a session, or to its second
// step.
func (g SignIns) admit(ctx context.Context, a *Account, held *Credential, from Origin) (e Admission, err error) {
	if err := g.closed(a, held); err != nil {
		return e, err
	}
	switch _, err = g.Store.SecondStep(ctx, a.ID); {
	case err == nil:
		e.Ticket, err = g.ticket(a, held)
	case KindOf(err) == NotFound:
		e.Secret, err = g.Open(ctx, a, from)
	}
	return e, err
}

func tryName(name string) string       { return "name " + name }
func tryAddress(address string) string { return "address " + address }

// try counts a try before the password is looked at, and says whether it was the last
// one for the name.
func (g SignIns) try(ctx context.Context, name, address string) (last bool, err error) {
	limits := []TryLimit{{tryName(name), g.Policy.Tries, g.Policy.Lock}, {tryAddress(address), g.Policy.AddressTries, g.Policy.AddressWait}}
	stand, err := g.Store.Try(ctx, g.Now(), limits)
	if err != nil {
		return false, err
	}
	if until := stand[0].Until; !until.IsZero() {
		return false, Errorf(TooOften, "Đã gõ sai mật khẩu của tên này %d lần liền. Hãy đợi đến %s rồi thử lại, hoặc nhờ quản trị hệ thống đặt lại mật khẩu.",
			g.Policy.Tries, until.In(Vietnam).Format("15:04:05"))
	}
	if until := stand[1].Until; !until.IsZero() {
		return false, Errorf(TooOften, "Máy này đã thử sai quá nhiều lần. Hãy đợi đến %s rồi thử lại.", until.In(Vietnam).Format("15:04:05"))
	}
	return stand[0].Left == 0, nil
}

// named gives an account and what it opens with, both empty for a name nobody has.
func (g SignIns) named(ctx context.Context, name string) (*Account, Credential, error) {
	a, err := g.Store.AccountNamed(ctx, name)
	if KindOf(err) == NotFound {
		_, err = g.Store.Credential(ctx, 0) // as long as for a name that somebody has
		return nil, Credential{}, err
	}
	if err != nil {
		return nil, Credential{}, err
	}
	held, err := g.Store.Credential(ctx, a.ID)
	return a, held, err
}

// locked writes down that the last try for an account was wrong.
func (g SignIns) locked(ctx context.Context, a *Account, last bool) error {
	switch {
	case !last:
		return nil
	case a == nil: // a write like the one below: the time tells nobody whether there is such an account
		_, err := g.Store.Try(ctx, g.Now(), []TryLimit{{"nobody", 1 << 30, 0}})
		return err
	}
	why := Why{Reason: fmt.Sprintf("Sai mật khẩu %d lần liền", g.Policy.Tries)}
	_, err := g.Store.Commit(WithoutKey(ctx), Actor{Account: "trithuc", Role: System}, []Change{&NoteLocked{why, a.ID}})
	return err
}

// closed says why nobody can sign in with an account, nil where somebody can.
func (g SignIns) closed(a *Account, held *Credential) error {
	used := held.Seen
	if held.Since.After(used) {
		used = held.Since
	}
	if used.IsZero() { // who has no password and comes in another way
		used = a.Added
	}
	switch {
	case a.Disabled:
		return Errorf(Forbidden, "Tài khoản %s đã bị khóa. Hãy liên hệ quản trị hệ thống.", a.Name)
	case g.Now().Sub(used) >= g.Policy.Dormant:
		return Errorf(Forbidden, "Tài khoản %s đã %d ngày không đăng nhập nên tạm ngừng. Hãy nhờ quản trị hệ thống đặt lại mật khẩu.",
			a.Name, int(g.Policy.Dormant.Hours()/24))
	}
	return nil
}

// Open begins a session of an account and gives its secret. Who asks has made sure of
// whose account it is.
func (g SignIns) Open(ctx context.Context, a *Account, from Origin) (secret string, err error) {
	secret, digest, err := g.secret()
	if err != nil {
		return "", err
	}
	now := g.Now()
	open := &OpenSession{
		Why: Why{Reason: "Đăng nhập"}, Renews: digestOf(from.Session), Idle: now.Add(-g.Policy.idle(a.Role)), Ended: now.Add(-g.Policy.Longest),
		Session: Session{Digest: digest, Account: a.ID, Opened: now, Seen: now, Address: from.Address, Agent: cutAfter(from.Agent, 200)},
	}
	_, err = g.Store.Commit(WithoutKey(ctx), a.Actor(), []Change{open})
	return secret, err
}

// secret makes what a browser holds, and the digest that is stored of it.
func (g SignIns) secret() (string, Digest, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(g.Random, raw); err != nil {
		return "", Digest{}, fmt.Errorf("registry.SignIns: %w", err)
	}
	secret := base64.RawURLEncoding.EncodeToString(raw)
	return secret, digestOf(secret), nil
}

// digestOf gives what is stored of a secret, the zero Digest for none.
func digestOf(secret string) Digest {
	if secret == "" {
		return Digest{}
	}
	return sha256.Sum256([]byte(secret))
}

// cutAfter cleans a text and cuts it after n characters.
func cutAfter(s string, n int) string {
	r := []rune(vietnamese.Clean(s))
	return string(r[:min(n, len(r))])
}

// Resume gives whose session a secret opens: Unsigned where it is over or was never one.
func (g SignIns) Resume(ctx context.Context, secret string) (*Presence, error) {
	over := Errorf(Unsigned, "Phiên làm việc đã hết vì lâu không dùng. Hãy đăng nhập lại để làm tiếp.")
	if secret == "" {
		return nil, over
	}
	p, err := g.Store.Presence(ctx, digestOf(secret))
	if KindOf(err) == NotFound {
		return nil, over
	}
	if err != nil {
		return nil, err
	}
	now := g.Now()
	if p.Account.Disabled || g.Policy.over(&p.Session, p.Account.Role, now) {
		return nil, over
	}
	if now.Sub(p.Session.Seen) < g.Policy.idle(p.Account.Role)/10 {
		return p, nil // a write for every page would be dear
	}
	return p, g.Store.TouchSession(ctx, p.Session.Digest, now)
}

// Leave ends the session of a secret.
func (g SignIns) Leave(ctx context.Context, secret string) error {
	return g.Store.CloseSession(ctx, digestOf(secret))
}

// Secret makes a Credential of a password for an account with a name. mustChange says
// that whoever signs in with it has to choose another.
func (g SignIns) Secret(name, password string, mustChange bool) (*Credential, error) {
	return g.credential(name, password, false, mustChange)
}

// credential makes one; with a second step a shorter password will do.
func (g SignIns) credential(name, password string, second, mustChange bool) (*Credential, error) {
	if why := passwordRefused(password, AccountName(name), second); why != "" {
		return nil, &Error{Kind: Invalid, Message: "Mật khẩu này chưa dùng được. Hãy chọn mật khẩu khác.", Problems: []Problem{{Field: "password", Reason: why}}}
	}
	hash, err := g.Passwords.Hash(password)
	if err != nil {
		return nil, err
	}
	return &Credential{Password: hash, Since: g.Now(), MustChange: mustChange}, nil
}

// Reset gives an account another password, which is to be changed at the next sign-in;
// everybody who is signed in with it is sent away, and wrong tries are forgotten.
func (g SignIns) Reset(ctx context.Context, a *Account, password string) (Receipt, error) {
	c, err := g.Secret(a.Name, password, true)
	if err != nil {
		return Receipt{}, err
	}
	c.Account = a.ID
	r, err := commitAs(ctx, g.Store, WriteAccounts, &PutCredential{Why: Why{Reason: "Đặt lại mật khẩu"}, Credential: *c})
	if err != nil {
		return r, err
	}
	return r, g.Store.Untry(ctx, tryName(a.Name))
}

// ChangePassword gives the account of a session the password that its owner chose;
// everybody else who is signed in with it is sent away. The old one is asked for, and
// counted as a sign-in is.
func (g SignIns) ChangePassword(ctx context.Context, p *Presence, old, password, address string) error {
	if err := g.known(ctx, p, old, address); err != nil {
		return err
	}
	if old == password {
		return &Error{Kind: Invalid, Message: "Mật khẩu mới trùng mật khẩu cũ. Hãy chọn mật khẩu khác.", Problems: []Problem{{Field: "password", Reason: "trùng mật khẩu cũ"}}}
	}
	c, err := g.credential(p.Account.Name, password, p.Second, false)
	if err != nil {
		return err
	}
	c.Account, c.Seen = p.Account.ID, p.Credential.Seen
	_, err = g.Store.Commit(WithoutKey(ctx), p.Account.Actor(), []Change{&PutCredential{Why{Reason: "Đổi mật khẩu"}, *c, p.Session.Digest}})
	return err
}

// Claim makes the first administrator, and is a Conflict where there is one. Whoever
// asks has shown that they run the server.
func (g SignIns) Claim(ctx context.Context, a *Account, password string) error {
	c, err := g.Secret(a.Name, password, false)
	if err != nil {
		return err
	}
	a.Name, a.Role, a.Display = AccountName(a.Name), Administrator, vietnamese.Clean(a.Display)
	if err := a.Validate(); err != nil {
		return err
	}
	change := &AddAccount{Why: Why{Reason: "Lập tài khoản quản trị đầu tiên"}, Account: a, Credential: c, First: true}
	_, err = g.Store.Commit(WithoutKey(ctx), Actor{Account: "trithuc", Role: System}, []Change{change})
	return err
}

// TrySetup counts a try of the code that makes the first administrator; TooOften where
// there were too many.
func (g SignIns) TrySetup(ctx context.Context) error {
	stand, err := g.Store.Try(ctx, g.Now(), []TryLimit{{"setup", g.Policy.AddressTries, g.Policy.AddressWait}})
	if err == nil && !stand[0].Until.IsZero() {
		err = Errorf(TooOften, "Đã gõ sai mã thiết lập quá nhiều lần. Hãy đợi đến %s rồi thử lại.", stand[0].Until.In(Vietnam).Format("15:04:05"))
	}
	return err
}

// End ends another session of the account of a session: the one whose Ref is given, all
// others for "". It says how many ended.
func (g SignIns) End(ctx context.Context, p *Presence, ref string) (n int, err error) {
	all, err := g.Store.Sessions(ctx, p.Account.ID)
	for i := 0; i < len(all) && err == nil; i++ {
		if s := &all[i]; s.Digest != p.Session.Digest && (ref == "" || s.Ref() == ref) {
			err = g.Store.CloseSession(ctx, s.Digest)
			n++
		}
	}
	return n, err
}
