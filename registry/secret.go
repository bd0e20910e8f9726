package registry

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
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
	// belongs to another person or field, Forbidden under a key it has not.
	Open(s Sealed) (string, error)
	// Digests gives the digests of a value under every key it has, the newest first.
	Digests(field, value string) [][]byte
	// Sealer names the key that seals.
	Sealer() string
}

// PutSecret stores a sealed value in place of the one before; a nil Box takes it
// out. The trail notes that it happened, and keeps no former value.
type PutSecret struct {
	Why
	Sealed Sealed
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
	// SealedBefore gives up to limit values sealed with another key than the named one.
	SealedBefore(ctx context.Context, sealer string, limit int) ([]Sealed, error)
	// Reseal replaces stored values by the same ones under a new key, all or none.
	// It is no change of a record and writes no entry; a value that is no longer
	// there is passed over.
	Reseal(ctx context.Context, values []Sealed) error
}

// Secrets is the gate of restricted values.
type Secrets struct {
	Store interface {
		Committer
		PersonReader
		SecretStore
	}
	Sealer Sealer
}

// Keep stores a restricted value of a person; "" takes it out.
func (g Secrets) Keep(ctx context.Context, id PersonID, field, value string, why Why) (Receipt, error) {
	p, err := g.subject(ctx, id, field)
	if err != nil {
		return Receipt{}, err
	}
	if value == "" {
		return commitAs(keyedFor(ctx, nil), g.Store, WritePeople, &PutSecret{why, Sealed{Person: p, Field: field}})
	}
	number, ok := ParseCitizen(value)
	if !ok { // the value itself goes into no message
		return Receipt{}, &Error{Kind: Invalid, Message: "Số định danh cá nhân chưa đúng nên chưa lưu.",
			Problems: []Problem{{Field: field, Reason: "phải đủ 12 chữ số"}}}
	}
	s, err := g.Sealer.Seal(p, field, number)
	if err != nil {
		return Receipt{}, err
	}
	return commitAs(keyedFor(ctx, s.Digest), g.Store, WritePeople, &PutSecret{why, s})
}

// keyedFor lets the context's idempotency key stand for this value alone: the same
// key with another one is a Conflict. The keyed digest of the value tells nothing of it.
func keyedFor(ctx context.Context, digest []byte) context.Context {
	k, ok := KeyOf(ctx)
	if !ok {
		return ctx
	}
	k.Digest = sha256.Sum256(append(k.Digest[:], digest...))
	return WithKey(ctx, k)
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
	_, err = commitAs(WithoutKey(ctx), g.Store, ReadRestricted, &NoteOpened{Why{Reason: purpose}, p, field})
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
	var all []PersonID
	for _, digest := range g.Sealer.Digests(field, number) {
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

// resealed is how many values one step of a rotation takes.
const resealed = 500

// Rotate seals everything again under the Sealer's newest key, in steps; it may be
// interrupted anywhere and begun again. It says how many values it sealed.
func (g Secrets) Rotate(ctx context.Context) (n int, err error) {
	if _, err := Authorise(ctx, Operate); err != nil {
		return 0, err
	}
	for {
		old, err := g.Store.SealedBefore(ctx, g.Sealer.Sealer(), resealed)
		if err != nil || len(old) == 0 {
			return n, err
		}
		for i, s := range old {
			value, err := g.Sealer.Open(s)
			if err == nil {
				old[i], err = g.Sealer.Seal(s.Person, s.Field, value)
			}
			if err != nil {
				return n, fmt.Errorf("%s: %w", s.Person.Public(), err)
			}
		}
		if err := g.Store.Reseal(ctx, old); err != nil {
			return n, err
		}
		n += len(old)
	}
}

// NoSealer stands where there is no key: everything that needs one is refused for
// the reason it was made with.
type NoSealer struct{ Reason error }

func (n NoSealer) Seal(PersonID, string, string) (Sealed, error) { return Sealed{}, n.reason() }
func (n NoSealer) Open(Sealed) (string, error)                   { return "", n.reason() }
func (n NoSealer) Digests(string, string) [][]byte               { return nil }
func (n NoSealer) Sealer() string                                { return "" }

func (n NoSealer) reason() error {
	if n.Reason == nil {
		return errors.New("registry: no sealer")
	}
	return n.Reason
}
