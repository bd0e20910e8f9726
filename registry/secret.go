package registry

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// Opened is the action of the entry that says a restricted value was read; its
// reason is the stated purpose.
const Opened Action = "opened"

// Citizen is the restricted field that holds the số định danh cá nhân.
const Citizen = "citizen"

// ParseCitizen gives a citizen number as its twelve digits (Luật Căn cước
// 26/2023/QH15; the former nine digits are no longer issued), false for anything
// else: the first three are a province's or a country's, the fourth tells century
// and sex.
func ParseCitizen(s string) (string, bool) {
	s = strings.NewReplacer(" ", "", ".", "", "-", "").Replace(vietnamese.Clean(s))
	return s, len(s) == 12 && only(s, digits) && s[:3] != "000"
}

// Sealed is a restricted value as it is stored: encrypted under the key named
// Sealer, with a keyed digest by which equal values are found. It tells nothing
// to who has not the key.
type Sealed struct {
	Person PersonID
	Field  string
	Sealer string
	Box    []byte
	Digest []byte
}

// Sealer encrypts restricted values; it has the keys and no store.
type Sealer interface {
	Seal(person PersonID, field, value string) (Sealed, error)
	// Open gives the value again. It is Damaged for a box that was changed or
	// belongs to another person or field, Busy under a key it has not.
	Open(s Sealed) (string, error)
	// Digests gives the digests of a value under every key it has, the newest first;
	// an error where some stored values are under keys it has not.
	Digests(field, value string) ([][]byte, error)
	// Sealer names the key that seals.
	Sealer() string
}

// PutSecret stores a sealed value in place of the one before; a nil Box takes it
// out. The trail notes that it happened, and keeps no former value. Was is the version of
// the value (Secrets.Version) that it takes the place of, another by now being Stale; 0
// asks for nothing. Digests are those of the value under every key there is: it is a
// Conflict where somebody else has one of them.
type PutSecret struct {
	Why
	Sealed  Sealed
	Was     int64
	Digests [][]byte
}

// NoteOpened writes down that a restricted value was read, and what for (Why.Reason).
type NoteOpened struct {
	Why
	Person PersonID
	Field  string
}

// SecretStore holds sealed values.
type SecretStore interface {
	// Secret gives the sealed value of a field; NotFound if none is stored.
	Secret(ctx context.Context, id PersonID, field string) (Sealed, error)
	// Digested gives whose value of a field has the digest, by id.
	Digested(ctx context.Context, field string, digest []byte) ([]PersonID, error)
	// SealedBefore gives up to limit values sealed with another key than the named one,
	// by person and field, from the one after a given one on.
	SealedBefore(ctx context.Context, sealer string, after Sealed, limit int) ([]Sealed, error)
	// Sealers names the keys that stored values are sealed with.
	Sealers(ctx context.Context) ([]string, error)
	// Reseal replaces stored values by the same ones under a new key, all or none.
	// It is no change of a record and writes no entry; a value that is no longer
	// there is passed over.
	Reseal(ctx context.Context, values []Sealed) error
}

// SealedChanges gives when restricted values of a person were stored, replaced or taken
// out under an id, the newest first; the trail never holds the values.
func SealedChanges(ctx context.Context, store TrailReader, id PersonID) ([]Entry, error) {
	all, err := store.EntriesOf(ctx, Subject{SubjectSecret, int64(id)})
	slices.Reverse(all)
	return slices.DeleteFunc(all, func(e Entry) bool { return e.Action == Opened }), err
}

// Secrets is the gate of restricted values.
type Secrets struct {
	Store interface {
		Committer
		PersonReader
		TrailReader
		SecretStore
	}
	Sealer Sealer
}

// Version says how often a restricted value of a person was stored or taken out, and one:
// it names the state that the next writing takes the place of.
func (g Secrets) Version(ctx context.Context, id PersonID, field string) (int64, error) {
	p, err := g.subject(ctx, id, field)
	if err != nil {
		return 0, err
	}
	all, err := g.Store.EntriesOf(ctx, Subject{SubjectSecret, int64(p)})
	n := int64(1)
	for _, e := range all {
		if e.Action != Opened {
			n++
		}
	}
	return n, err
}

// Keep stores a restricted value of a person; "" takes it out. It is a Conflict where it
// is somebody else's: the number decides who somebody is. Where somebody looked
// before, seen is the Version they saw: another by now makes it Stale, since nothing
// tells them what they would overwrite.
func (g Secrets) Keep(ctx context.Context, id PersonID, field, value string, why Why, seen ...int64) (Receipt, error) {
	p, err := g.subject(ctx, id, field)
	if err != nil {
		return Receipt{}, err
	}
	put := &PutSecret{Why: why, Sealed: Sealed{Person: p, Field: field}}
	guard(seen, &put.Was)
	if value == "" {
		return commitAs(keyedFor(ctx, put.Sealed), g.Store, WritePeople, put)
	}
	number, ok := ParseCitizen(value)
	if !ok { // the value itself goes into no message
		return Receipt{}, &Error{Kind: Invalid, Message: "Chưa lưu: số định danh cá nhân phải đủ 12 chữ số. Hãy kiểm tra từng chữ số rồi gửi lại.",
			Problems: []Problem{{Field: field, Reason: "phải đủ 12 chữ số"}}}
	}
	if put.Sealed, err = g.Sealer.Seal(p, field, number); err != nil {
		return Receipt{}, err
	}
	if put.Digests, err = g.Sealer.Digests(field, number); err != nil {
		return Receipt{}, err
	}
	return commitAs(keyedFor(ctx, put.Sealed), g.Store, WritePeople, put)
}

// keyedFor lets the context's idempotency key stand for this value alone, and not for
// what was sent: a stored digest of that could be tried out with every number of
// twelve digits. The same key with another value is a Conflict.
func keyedFor(ctx context.Context, s Sealed) context.Context {
	k, ok := KeyOf(ctx)
	if !ok {
		return ctx
	}
	k.Digest = sha256.Sum256(fmt.Appendf(nil, "%d/%s/%x", s.Person, s.Field, s.Digest))
	return WithKey(ctx, k)
}

// Kept says whether a value of a field is stored, without opening it.
func (g Secrets) Kept(ctx context.Context, id PersonID, field string) (bool, error) {
	p, err := g.subject(ctx, id, field)
	if err != nil {
		return false, err
	}
	switch _, err = g.Store.Secret(ctx, p, field); KindOf(err) {
	case NotFound:
		return false, nil
	default:
		return err == nil, err
	}
}

// Open reads a restricted value for a stated purpose. Every reading is in the trail
// before the value is given out, a repeated one too; without a purpose it is Invalid.
func (g Secrets) Open(ctx context.Context, id PersonID, field, purpose string) (string, error) {
	if purpose = vietnamese.Clean(purpose); purpose == "" || utf8.RuneCountInString(purpose) > maxText {
		return "", &Error{Kind: Invalid, Message: "Hãy ghi lý do xem, không quá 500 chữ.", Problems: []Problem{{Field: "purpose", Reason: "chưa có hoặc quá dài"}}}
	}
	if _, err := Authorise(ctx, ReadRestricted); err != nil {
		return "", err
	}
	p, err := g.subject(ctx, id, field)
	if err != nil {
		return "", err
	}
	s, err := g.Store.Secret(ctx, p, field)
	if err != nil {
		return "", err
	}
	value, err := g.Sealer.Open(s)
	if err != nil {
		return "", err
	}
	_, err = commitAs(WithoutKey(ctx), g.Store, ReadRestricted, &NoteOpened{Spoken(purpose), p, field})
	if err != nil {
		return "", err
	}
	return value, nil
}

// Find gives whose restricted value equals value.
func (g Secrets) Find(ctx context.Context, field, value string) ([]PersonID, error) {
	if _, err := Authorise(ctx, ReadRestricted); err != nil {
		return nil, err
	}
	number, ok := ParseCitizen(value)
	if !ok || ClassOf(field) != ClassRestricted {
		return nil, nil
	}
	digests, err := g.Sealer.Digests(field, number)
	if err != nil { // to say that nobody has it might be a lie
		return nil, err
	}
	var all []PersonID
	for _, digest := range digests {
		found, err := g.Store.Digested(ctx, field, digest)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// subject gives whom an id leads to, if there is such a restricted field.
func (g Secrets) subject(ctx context.Context, id PersonID, field string) (PersonID, error) {
	if ClassOf(field) != ClassRestricted || field != Citizen {
		return 0, Errorf(NotFound, "Không có trường %q nào được lưu ở dạng bảo mật.", field)
	}
	p, err := VisiblePerson(ctx, g.Store, id)
	if err != nil {
		return 0, err
	}
	return p.ID, nil
}

// NoSealer stands where there is no key: everything that needs one is refused for
// the reason it was made with.
type NoSealer struct{ Reason error }

func (n NoSealer) Seal(PersonID, string, string) (Sealed, error) { return Sealed{}, n.reason() }
func (n NoSealer) Open(Sealed) (string, error)                   { return "", n.reason() }
func (n NoSealer) Digests(string, string) ([][]byte, error)      { return nil, n.reason() }
func (n NoSealer) Sealer() string                                { return "" }

// reason gives the reason as one of the machine, whatever kind it has where it was
// met: who asks for a value did nothing wrong.
func (n NoSealer) reason() error {
	if e, ok := errors.AsType[*Error](n.Reason); ok {
		return &Error{Kind: Busy, Message: e.Message, Err: n.Reason}
	}
	return cmp.Or(n.Reason, errors.New("registry: no sealer"))
}

// OpeningSealer stands where some stored values are under keys that Keys lacks: it may
// be the wrong file. What it can open is opened; nothing is sealed, since that could
// take the place of a value that only the right key opens, and nobody is looked for,
// since not everybody could be found.
type OpeningSealer struct {
	Keys   Sealer
	Reason error
}

// Open opens what the keys open.
func (o OpeningSealer) Open(s Sealed) (string, error) { return o.Keys.Open(s) }

// Sealer names none: nothing is sealed.
func (o OpeningSealer) Sealer() string { return "" }

// Seal seals nothing.
func (o OpeningSealer) Seal(PersonID, string, string) (Sealed, error) {
	return NoSealer{o.Reason}.Seal(0, "", "")
}

// Digests gives none.
func (o OpeningSealer) Digests(string, string) ([][]byte, error) {
	return NoSealer{o.Reason}.Digests("", "")
}
