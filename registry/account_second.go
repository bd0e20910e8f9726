package registry

import (
	"context"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
)

// SecondStep is what the second step of an account is checked against: the key of an
// authenticator (RFC 6238: SHA-1, six digits, 30 seconds, as every one of them reads it).
type SecondStep struct {
	Account AccountID
	Since   time.Time
	Used    int64 // the last time step that opened; neither it nor one before opens again
	Sealer  string
	Box     []byte // the key, sealed under Sealer
}

// PutSecondStep gives an account a second step and other recovery codes in place of those
// before; a nil Box takes all of it away. All its sessions end but Keep.
type PutSecondStep struct {
	Why
	Step     SecondStep
	Recovery []Digest
	Keep     Digest // zero for none
}

// SecondStore holds second steps.
type SecondStore interface {
	// SecondStep gives that of an account; NotFound where it has none.
	SecondStep(ctx context.Context, id AccountID) (SecondStep, error)
	// SecondSteps gives all, by account.
	SecondSteps(ctx context.Context) ([]SecondStep, error)
	// UseSecondStep notes that a time step opened; false where it or a later one did.
	UseSecondStep(ctx context.Context, id AccountID, step int64) (bool, error)
	// UseRecovery takes a recovery code out; false where the account has none like it.
	UseRecovery(ctx context.Context, id AccountID, code Digest) (bool, error)
	// Recoveries says how many recovery codes an account has left.
	Recoveries(ctx context.Context, id AccountID) (int, error)
	// ResealSecondSteps replaces boxes by the same keys under another Sealer, all or none;
	// one that is no longer there is passed over.
	ResealSecondSteps(ctx context.Context, steps []SecondStep) error
}

// The fields that boxes of accounts are bound to, beside the account's number. None is
// the name of a person's field, so that no box of one opens as one of the other.
const (
	sealedKey    = "account.second"
	sealedTicket = "account.ticket"
)

// Bounds of a second step.
const (
	stepSeconds    = 30
	stepsAside     = 1 // before and behind: clocks differ
	keyBytes       = 20
	recoveryCodes  = 10
	recoveryLength = 16 // letters and digits of base32: 80 bits
	ticketLife     = 5 * time.Minute
)

// Ticket is what somebody holds between the right password and the second step.
type Ticket string

// NewKey makes the key of an authenticator, as it is typed into one.
func (g SignIns) NewKey() (string, error) { return g.base32(keyBytes) }

// base32 makes a random text of n bytes.
func (g SignIns) base32(n int) (string, error) {
	raw := make([]byte, n)
	if _, err := io.ReadFull(g.Random, raw); err != nil {
		return "", fmt.Errorf("registry.SignIns: %w", err)
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), nil
}

// stepOf gives the time step in which a code opens with a key, 0 for none.
func stepOf(key, code string, now time.Time) int64 {
	here := now.Unix() / stepSeconds
	for step := here - stepsAside; step <= here+stepsAside; step++ {
		right, err := hotp.ValidateCustom(code, uint64(step), key, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && right {
			return step
		}
	}
	return 0
}

// plainCode gives a code as it was meant: without the blanks and dashes it is read with.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(code)))
}

// Enrol gives the account of a session a second step: a key that an authenticator shows
// codes of by now, as code proves. The password is asked for and counted as a sign-in
// is. It gives the recovery codes, this once; everybody else who is signed in with the
// account is sent away.
func (g SignIns) Enrol(ctx context.Context, p *Presence, key, code, password, address string) ([]string, error) {
	if p.Second {
		return nil, Errorf(Conflict, "Tài khoản đã bật xác thực hai bước. Hãy tải lại trang.")
	}
	if len(key) != base32.StdEncoding.WithPadding(base32.NoPadding).EncodedLen(keyBytes) {
		return nil, wrongCode("Khóa của ứng dụng xác thực không đúng. Hãy mở lại trang và quét mã mới.", "second")
	}
	if err := g.known(ctx, p, password, address); err != nil {
		return nil, err
	}
	step := stepOf(key, plainCode(code), g.Now())
	if step == 0 {
		return nil, wrongCode("Mã sáu chữ số chưa đúng nên chưa bật. Hãy xem giờ của điện thoại có đúng không rồi gõ mã đang hiện.", "second")
	}
	sealed, err := g.Sealer.Seal(PersonID(p.Account.ID), sealedKey, key)
	if err != nil {
		return nil, err
	}
	put := &PutSecondStep{Why: Why{Reason: "Bật xác thực hai bước"}, Keep: p.Session.Digest,
		Step: SecondStep{Account: p.Account.ID, Since: g.Now(), Used: step, Sealer: sealed.Sealer, Box: sealed.Box}}
	codes, err := g.recovery(put)
	if err != nil {
		return nil, err
	}
	_, err = g.Store.Commit(WithoutKey(ctx), p.Account.Actor(), []Change{put})
	return codes, err
}

func wrongCode(message, field string) error {
	return &Error{Kind: Invalid, Message: message, Problems: []Problem{{Field: field, Reason: "chưa đúng"}}}
}

// recovery makes recovery codes, and puts their digests into a change.
func (g SignIns) recovery(put *PutSecondStep) (codes []string, err error) {
	for range recoveryCodes {
		text, err := g.base32(recoveryLength * 5 / 8)
		if err != nil {
			return nil, err
		}
		put.Recovery = append(put.Recovery, digestOf(text))
		codes = append(codes, strings.ToLower(text[:4]+"-"+text[4:8]+"-"+text[8:12]+"-"+text[12:]))
	}
	return codes, nil
}

// known makes sure that who sits at a session knows its password; nothing is asked of an
// account that has none.
func (g SignIns) known(ctx context.Context, p *Presence, password, address string) error {
	if p.Credential.Password == "" {
		return nil
	}
	last, err := g.try(ctx, p.Account.Name, address)
	if err != nil {
		return err
	}
	right, err := g.Passwords.Verify(password, p.Credential.Password)
	if err != nil {
		return err
	}
	if !right {
		refused := &Error{Kind: Invalid, Message: "Mật khẩu hiện nay chưa đúng nên chưa đổi. Hãy gõ lại.", Problems: []Problem{{Field: "old", Reason: "chưa đúng"}}}
		return errors.Join(refused, g.locked(ctx, &p.Account, last))
	}
	return g.Store.Untry(ctx, tryName(p.Account.Name), tryAddress(address))
}

// RenewRecovery gives an account other recovery codes, to who shows a code of its
// authenticator or one of the codes that are left.
func (g SignIns) RenewRecovery(ctx context.Context, p *Presence, code, address string) ([]string, error) {
	if err := g.passes(ctx, &p.Account, code, address); err != nil {
		return nil, err
	}
	step, err := g.Store.SecondStep(ctx, p.Account.ID)
	if err != nil {
		return nil, err
	}
	put := &PutSecondStep{Why: Why{Reason: "Lập lại mã dự phòng"}, Step: step, Keep: p.Session.Digest}
	codes, err := g.recovery(put)
	if err != nil {
		return nil, err
	}
	_, err = g.Store.Commit(WithoutKey(ctx), p.Account.Actor(), []Change{put})
	return codes, err
}

// Dismiss takes the second step of a session's account away, for who shows a code. It is
// Forbidden for a role that has to have one; what was a password with a second step is
// no longer enough without: a longer one is to be chosen.
func (g SignIns) Dismiss(ctx context.Context, p *Presence, code, address string) error {
	if g.Policy.NeedsSecond(p.Account.Role) {
		return Errorf(Forbidden, "Vai trò %s bắt buộc xác thực hai bước nên không tắt được.", p.Account.Role.Vietnamese())
	}
	if err := g.passes(ctx, &p.Account, code, address); err != nil {
		return err
	}
	return g.dismiss(ctx, p.Account.Actor(), "Tắt xác thực hai bước", &p.Account, p.Credential, p.Session.Digest)
}

// dismiss takes the second step away and has the password changed.
func (g SignIns) dismiss(ctx context.Context, by Actor, reason string, a *Account, held Credential, keep Digest) error {
	changes := []Change{&PutSecondStep{Why: Why{Reason: reason}, Step: SecondStep{Account: a.ID}, Keep: keep}}
	if held.Password != "" {
		held.MustChange = true
		changes = append(changes, &PutCredential{Why{Reason: reason}, held, keep})
	}
	_, err := g.Store.Commit(WithoutKey(ctx), by, changes)
	return err
}

// ResetSecond takes the second step of an account away whose owner lost their telephone
// and codes: everybody who is signed in with it is sent away.
func (g SignIns) ResetSecond(ctx context.Context, a *Account) error {
	actor, err := Authorise(ctx, WriteAccounts)
	if err != nil {
		return err
	}
	if _, err := g.Store.SecondStep(ctx, a.ID); err != nil {
		return err
	}
	held, err := g.Store.Credential(ctx, a.ID)
	if err != nil {
		return err
	}
	if err := g.dismiss(ctx, actor, "Bỏ xác thực hai bước của tài khoản", a, held, Digest{}); err != nil {
		return err
	}
	return g.Store.Untry(ctx, trySecond(a.Name))
}

// Second takes the second step of somebody who holds a ticket and gives the secret of
// the new session. A wrong code is Unsigned, too many are TooOften.
func (g SignIns) Second(ctx context.Context, ticket Ticket, code string, from Origin) (secret string, err error) {
	a, err := g.ticketed(ctx, ticket)
	if err != nil {
		return "", err
	}
	if err := g.passes(ctx, a, code, from.Address); err != nil {
		return "", err
	}
	return g.Open(ctx, a, from)
}

// ErrWrongCode is in the answer to a wrong code of a second step: the ticket still holds.
var ErrWrongCode = errors.New("registry: wrong code of a second step")

func trySecond(name string) string { return "second " + name }

// passes takes a code of the account's authenticator or one of its recovery codes, each
// of which opens once. Tries are counted by themselves: a right password in between does
// not begin them anew.
func (g SignIns) passes(ctx context.Context, a *Account, code, address string) error {
	limits := []TryLimit{{trySecond(a.Name), g.Policy.Tries, g.Policy.Lock}, {tryAddress(address), g.Policy.AddressTries, g.Policy.AddressWait}}
	stand, err := g.Store.Try(ctx, g.Now(), limits)
	if err != nil {
		return err
	}
	for _, s := range stand {
		if !s.Until.IsZero() {
			return Errorf(TooOften, "Đã gõ sai mã xác thực quá nhiều lần. Hãy đợi đến %s rồi thử lại.", s.Until.In(Vietnam).Format("15:04:05"))
		}
	}
	right, err := g.opens(ctx, a, plainCode(code))
	if err != nil {
		return err
	}
	if !right {
		wrong := &Error{Kind: Unsigned, Err: ErrWrongCode, Message: "Mã xác thực chưa đúng hoặc đã dùng. Hãy đợi ứng dụng hiện mã mới rồi gõ lại, hoặc dùng một mã dự phòng.",
			Problems: []Problem{{Field: "second", Reason: "chưa đúng hoặc đã dùng"}}}
		return errors.Join(wrong, g.locked(ctx, a, stand[0].Left == 0))
	}
	return g.Store.Untry(ctx, trySecond(a.Name), tryAddress(address))
}

// opens says that a code opens the second step of an account, and uses it up.
func (g SignIns) opens(ctx context.Context, a *Account, code string) (bool, error) {
	if len(code) == recoveryLength {
		return g.Store.UseRecovery(ctx, a.ID, digestOf(code))
	}
	held, err := g.Store.SecondStep(ctx, a.ID)
	if KindOf(err) == NotFound { // taken away meanwhile
		return false, nil
	}
	if err != nil {
		return false, err
	}
	key, err := g.Sealer.Open(held.sealed())
	if err != nil {
		return false, err
	}
	step := stepOf(key, code, g.Now())
	if step == 0 {
		return false, nil
	}
	return g.Store.UseSecondStep(ctx, a.ID, step)
}

func (s *SecondStep) sealed() Sealed {
	return Sealed{Person: PersonID(s.Account), Field: sealedKey, Sealer: s.Sealer, Box: s.Box}
}

// ticket says that somebody knows the password of an account as it is now: sealed, for
// this account, for a few minutes.
func (g SignIns) ticket(a *Account, held *Credential) (Ticket, error) {
	until := g.Now().Add(ticketLife).Unix()
	s, err := g.Sealer.Seal(PersonID(a.ID), sealedTicket, fmt.Sprintf("%d %d", until, held.Since.UnixMicro()))
	if err != nil {
		return "", err
	}
	return Ticket(fmt.Sprintf("%d.%s.%s", a.ID, s.Sealer, base64.RawURLEncoding.EncodeToString(s.Box))), nil
}

// ticketed gives whose ticket it is: Unsigned for one that is over or was never one.
func (g SignIns) ticketed(ctx context.Context, t Ticket) (*Account, error) {
	over := Errorf(Unsigned, "Đã quá lâu từ khi gõ mật khẩu. Hãy đăng nhập lại từ đầu.")
	parts := strings.Split(string(t), ".")
	if len(parts) != 3 {
		return nil, over
	}
	id, err := strconv.ParseInt(parts[0], 10, 64)
	box, err2 := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || err2 != nil {
		return nil, over
	}
	said, err := g.Sealer.Open(Sealed{Person: PersonID(id), Field: sealedTicket, Sealer: parts[1], Box: box})
	if err != nil {
		return nil, over
	}
	var until, since int64
	if _, err := fmt.Sscanf(said, "%d %d", &until, &since); err != nil || g.Now().Unix() >= until {
		return nil, over
	}
	a, err := g.Store.Account(ctx, AccountID(id))
	if err != nil {
		return nil, err
	}
	held, err := g.Store.Credential(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	if held.Since.UnixMicro() != since { // another password by now
		return nil, over
	}
	return a, g.closed(a, &held)
}

// NeedsSecond says that a role has to have a second step.
func (p *SignInPolicy) NeedsSecond(r Role) bool { return slices.Contains(p.Second, r) }
