package registry

import (
	"context"
	"encoding/hex"
	"time"
)

// Credential is what an account opens with. It stands in no trail and in no export.
type Credential struct {
	Account    AccountID
	Password   string    // as Passwords.Hash writes it; "" opens with no password
	Since      time.Time // when it was set
	MustChange bool      // somebody else chose it: another is to be chosen first
	Seen       time.Time // the last time somebody signed in; zero for never
}

// Session is a browser that somebody signed in with.
type Session struct {
	Digest  Digest // of the secret that the browser holds
	Account AccountID
	Opened  time.Time
	Seen    time.Time // about when it was last used
	Address string    // where it came from, as the connection says
	Agent   string    // the browser, as it calls itself
}

// Ref names a session to who may end it; nobody can use the session with it.
func (s *Session) Ref() string { return hex.EncodeToString(s.Digest[:8]) }

// Presence is who a session belongs to.
type Presence struct {
	Session    Session
	Account    Account
	Credential Credential
	Second     bool // the account has a second step
}

// SessionStore holds sessions and what accounts open with.
type SessionStore interface {
	// Presence gives who a session belongs to; NotFound for one that is not there.
	Presence(ctx context.Context, session Digest) (*Presence, error)
	// Credential gives what an account opens with; the zero one where it is nothing.
	Credential(ctx context.Context, id AccountID) (Credential, error)
	// Sessions gives those of an account, the one used last first.
	Sessions(ctx context.Context, id AccountID) ([]Session, error)
	// TouchSession notes that a session was used; nothing for one that is not there.
	TouchSession(ctx context.Context, session Digest, at time.Time) error
	// CloseSession ends one; nothing for one that is not there.
	CloseSession(ctx context.Context, session Digest) error
	// Claimed says that some administrator can sign in with a password.
	Claimed(ctx context.Context) (bool, error)
}

// OpenSession writes that somebody signed in, in place of the session Renews and of
// those of the account that were opened before Ended or not used since Idle.
type OpenSession struct {
	Why
	Session Session
	Renews  Digest // zero for none
	Idle    time.Time
	Ended   time.Time
}

// PutCredential sets what an account opens with. All its sessions end but Keep.
type PutCredential struct {
	Why
	Credential Credential
	Keep       Digest // zero for none
}

// NoteLocked writes down that nobody can sign in with an account for a while.
type NoteLocked struct {
	Why
	Account AccountID
}

// TryLimit bounds wrong tries: after Free of them in a row nobody may try again for Lock.
type TryLimit struct {
	Key  string // what is counted
	Free int
	Lock time.Duration
}

// Tried is how tries stand.
type Tried struct {
	Until time.Time // nobody may try before; zero: this try may go on
	Left  int       // tries that are left after this one
}

// TryStore counts tries, in one place for all processes.
type TryStore interface {
	// Try counts a try under each limit before it is known to be wrong, so that many
	// at once are not more than many in turn. Where a limit is reached none is counted.
	Try(ctx context.Context, at time.Time, limits []TryLimit) ([]Tried, error)
	// Untry takes back what a right try counted: the tries in a row under the first
	// key are forgotten, under the others it is one less.
	Untry(ctx context.Context, first string, others ...string) error
}

// SignInPolicy is how long and how often. The numbers of DefaultPolicy are those of
// level 2 (TCVN 14423:2026, as a secondary copy has them): an application's session
// 15 minutes, an administrator's 5, 5 wrong tries, 45 days without a sign-in, an
// administrator's password for two months.
type SignInPolicy struct {
	Idle, AdminIdle time.Duration // a session ends when it was not used so long
	Longest         time.Duration // and in any case after so long
	Tries           int           // wrong ones in a row, for a name
	Lock            time.Duration // how long nobody may try that name then
	AddressTries    int           // wrong ones in a row from one address, then it waits
	AddressWait     time.Duration
	Dormant         time.Duration // an account not signed in with for so long is closed
	AdminPassword   time.Duration // an administrator's password is changed after so long; 0 for never
	Second          []Role        // the roles that have to have a second step
}

// DefaultPolicy is in force where nobody set another.
var DefaultPolicy = SignInPolicy{
	Idle: 15 * time.Minute, AdminIdle: 5 * time.Minute, Longest: 12 * time.Hour,
	Tries: 5, Lock: 15 * time.Minute, AddressTries: 30, AddressWait: time.Minute, Dormant: 45 * 24 * time.Hour,
	AdminPassword: 60 * 24 * time.Hour,
}

// idle gives how long a session of a role may rest.
func (p *SignInPolicy) idle(r Role) time.Duration {
	if r == Administrator {
		return p.AdminIdle
	}
	return p.Idle
}

// Outworn says that a password has been in use for longer than its role may.
func (p *SignInPolicy) Outworn(c *Credential, r Role, now time.Time) bool {
	return r == Administrator && c.Password != "" && p.AdminPassword > 0 && now.Sub(c.Since) >= p.AdminPassword
}

// over says that a session has ended by itself.
func (p *SignInPolicy) over(s *Session, r Role, now time.Time) bool {
	return now.Sub(s.Seen) >= p.idle(r) || now.Sub(s.Opened) >= p.Longest
}
