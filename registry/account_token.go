package registry

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Token lets a program act as an account, without a session (khóa truy cập API).
type Token struct {
	Digest  Digest // of the secret that the program holds
	Account AccountID
	Name    string // what for, in its owner's words
	Scope   string // the permissions it is bound to, blanks between; "" for all of the account's
	Made    time.Time
	Expires time.Time
	Used    time.Time // about when it was last used; zero for never
}

// Ref names a token to who may take it back; nobody can use the token with it.
func (t *Token) Ref() string { return hex.EncodeToString(t.Digest[:8]) }

// AddToken adds a token.
type AddToken struct {
	Why
	Token Token
}

// RemoveToken takes a token back; NotFound where the account has none like it.
type RemoveToken struct {
	Why
	Account AccountID
	Digest  Digest
}

// TokenStore holds tokens.
type TokenStore interface {
	// TokenAccount gives a token and whose it is; NotFound for one that is not there.
	TokenAccount(ctx context.Context, token Digest) (Token, *Account, error)
	// Tokens gives those of an account, the newest first.
	Tokens(ctx context.Context, id AccountID) ([]Token, error)
	// TouchToken notes that a token was used; nothing for one that is not there.
	TouchToken(ctx context.Context, token Digest, at time.Time) error
}

// tokenPrefix begins every token, so that one that got into a file is known for what it is.
const tokenPrefix = "trithuc_"

// Bounds of a token's life, in days: ninety unless somebody says otherwise.
const (
	TokenDays    = 90
	maxTokenDays = 366
)

// Issue makes a token of an account and gives its secret, this once. Whoever asks may
// write accounts, or it is their own.
func (g SignIns) Issue(ctx context.Context, a *Account, name string, scope []Permission, days int) (secret string, err error) {
	if err := ownOr(ctx, a, WriteAccounts); err != nil {
		return "", err
	}
	t := Token{Account: a.ID, Name: cutAfter(name, 100), Made: g.Now()}
	if days < 1 || days > maxTokenDays {
		return "", &Error{Kind: Invalid, Message: fmt.Sprintf("Khóa dùng được từ 1 đến %d ngày. Hãy chọn lại số ngày.", maxTokenDays),
			Problems: []Problem{{"days", fmt.Sprint(days), fmt.Sprintf("phải từ 1 đến %d", maxTokenDays)}}}
	}
	t.Expires = t.Made.Add(time.Duration(days) * 24 * time.Hour)
	if t.Scope, err = scopeOf(scope, a.Role); err != nil {
		return "", err
	}
	secret, _, err = g.secret()
	if err != nil {
		return "", err
	}
	secret = tokenPrefix + secret
	t.Digest = digestOf(secret)
	_, err = g.Store.Commit(WithoutKey(ctx), ActorOf(ctx), []Change{&AddToken{Why{Reason: "Cấp khóa truy cập API"}, t}})
	return secret, err
}

// IssueOwn makes a token of a session's account, once who sits there has typed its
// password: a token outlasts the session, and who finds a browser open makes none.
func (g SignIns) IssueOwn(ctx context.Context, p *Presence, password, address, name string, scope []Permission, days int) (secret string, err error) {
	if len(scope) == 0 {
		return "", &Error{Kind: Invalid, Message: "Chưa cấp khóa. Hãy chọn ít nhất một việc mà khóa được làm.", Problems: []Problem{{Field: "scope", Reason: "chưa chọn việc nào"}}}
	}
	if err := g.known(ctx, p, password, address); err != nil {
		return "", err
	}
	return g.Issue(ctx, &p.Account, name, scope, days)
}

// Scopes are the permissions that a token of a role can be bound to, by name. One's own
// account and record are looked after by oneself.
func Scopes(r Role) (all []Permission) {
	holder := Actor{Account: "token", Role: r}
	for _, p := range Permissions() {
		if p != OwnAccount && p != OwnRecord && holder.May(p) {
			all = append(all, p)
		}
	}
	return all
}

// scopeOf writes the permissions of a token; each is one that the role holds.
func scopeOf(scope []Permission, r Role) (string, error) {
	holder := Actor{Account: "token", Role: r}
	var names []string
	for _, p := range scope {
		if p == Public || !slices.Contains(Permissions(), p) || !holder.May(p) {
			return "", &Error{Kind: Invalid, Message: fmt.Sprintf("Vai trò %s không có quyền %q. Hãy chọn trong: %s.", r.Vietnamese(), p, strings.Join(permitted(holder), ", ")),
				Problems: []Problem{{"scope", string(p), "không phải quyền của vai trò này"}}}
		}
		names = append(names, string(p))
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), " "), nil
}

func permitted(a Actor) (names []string) {
	for _, p := range Permissions() {
		if a.May(p) {
			names = append(names, string(p))
		}
	}
	return names
}

// ownOr says whether the context's actor is the account, or holds a permission over all.
func ownOr(ctx context.Context, a *Account, need Permission) error {
	if actor := ActorOf(ctx); actor.Account == a.Name && actor.May(OwnAccount) {
		return nil
	}
	_, err := Authorise(ctx, need)
	return err
}

// Bearer gives who acts with a token: Unsigned for one that is no token, or no longer one.
func (g SignIns) Bearer(ctx context.Context, secret string) (Actor, error) {
	wrong := Errorf(Unsigned, "Khóa truy cập API không đúng, đã hết hạn hoặc đã bị thu hồi. Hãy xin cấp khóa mới.")
	if !strings.HasPrefix(secret, tokenPrefix) {
		return Actor{}, wrong
	}
	t, a, err := g.Store.TokenAccount(ctx, digestOf(secret))
	if KindOf(err) == NotFound {
		return Actor{}, wrong
	}
	if err != nil {
		return Actor{}, err
	}
	now := g.Now()
	if a.Disabled || !now.Before(t.Expires) {
		return Actor{}, wrong
	}
	actor := a.Actor()
	actor.Scope = t.Scope
	if now.Sub(t.Used) < time.Hour {
		return actor, nil // a write for every request would be dear
	}
	return actor, g.Store.TouchToken(ctx, t.Digest, now)
}

// Revoke takes a token of an account back.
func (g SignIns) Revoke(ctx context.Context, a *Account, ref string) error {
	if err := ownOr(ctx, a, WriteAccounts); err != nil {
		return err
	}
	all, err := g.Store.Tokens(ctx, a.ID)
	for i := 0; i < len(all) && err == nil; i++ {
		if all[i].Ref() == ref {
			_, err = g.Store.Commit(WithoutKey(ctx), ActorOf(ctx), []Change{&RemoveToken{Why{Reason: "Thu hồi khóa truy cập API"}, a.ID, all[i].Digest}})
			return err
		}
	}
	if err == nil {
		err = Errorf(NotFound, "Không có khóa truy cập này. Hãy tải lại trang.")
	}
	return err
}
