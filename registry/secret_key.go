package registry

import (
	"cmp"
	"context"
	"fmt"
)

// Sealings is the gate of the keys that stored values are sealed with: restricted values of
// people, and the keys of second steps.
type Sealings struct {
	Store interface {
		SecretStore
		SecondStore
	}
	Sealer Sealer
}

// resealed is how many values one step of a rotation takes.
const resealed = 500

// Rotate seals everything again under the Sealer's newest key, in steps; it may be
// interrupted anywhere and begun again. It says how many values it sealed, and whose
// value (a record's number, an account) it could not open: that one stays as it is.
func (g Sealings) Rotate(ctx context.Context) (n int, left []string, err error) {
	if _, err := Authorise(ctx, Operate); err != nil {
		return 0, nil, err
	}
	err = g.each(ctx, g.Sealer.Sealer(), func(old []Sealed) error {
		var again []Sealed
		for _, s := range old {
			value, err := g.Sealer.Open(s)
			if err != nil {
				left = append(left, s.Person.Public())
				continue
			}
			fresh, err := g.Sealer.Seal(s.Person, s.Field, value)
			if err != nil {
				return fmt.Errorf("%s: %w", s.Person.Public(), err)
			}
			again = append(again, fresh)
		}
		n += len(again)
		return g.Store.Reseal(ctx, again)
	})
	if err != nil {
		return n, left, err
	}
	steps, closed, err := g.resealSteps(ctx)
	return n + steps, append(left, closed...), err
}

// Unopened gives whose stored values the Sealer cannot open, with the reason for the
// first of them; it opens every one.
func (g Sealings) Unopened(ctx context.Context) (left []string, first error, err error) {
	if _, err := Authorise(ctx, Operate); err != nil {
		return nil, nil, err
	}
	err = g.each(ctx, "", func(all []Sealed) error {
		for _, s := range all {
			if _, err := g.Sealer.Open(s); err != nil {
				left, first = append(left, s.Person.Public()), cmp.Or(first, err)
			}
		}
		return nil
	})
	if err != nil {
		return left, first, err
	}
	_, closed, why, err := g.steps(ctx)
	return append(left, closed...), cmp.Or(first, why), err
}

// each calls f with the values sealed with another key than the named one, some at
// a time.
func (g Sealings) each(ctx context.Context, sealer string, f func([]Sealed) error) error {
	for after := (Sealed{}); ; {
		some, err := g.Store.SealedBefore(ctx, sealer, after, resealed)
		if err != nil || len(some) == 0 {
			return err
		}
		after = some[len(some)-1]
		if err := f(some); err != nil {
			return err
		}
	}
}

// resealSteps seals the keys of second steps again under the Sealer's newest key, and
// names those that it could not open.
func (g Sealings) resealSteps(ctx context.Context) (n int, left []string, err error) {
	again, left, _, err := g.steps(ctx)
	if err != nil {
		return 0, nil, err
	}
	for i := range again {
		fresh, err := g.Sealer.Seal(PersonID(again[i].Account), sealedKey, string(again[i].Box))
		if err != nil {
			return 0, nil, err
		}
		again[i].Sealer, again[i].Box = fresh.Sealer, fresh.Box
	}
	return len(again), left, g.Store.ResealSecondSteps(ctx, again)
}

// steps opens the keys of all second steps, the plain key as the Box, and names those
// that it cannot open, with the reason for the first.
func (g Sealings) steps(ctx context.Context) (opened []SecondStep, left []string, first, err error) {
	all, err := g.Store.SecondSteps(ctx)
	for _, s := range all {
		key, wrong := g.Sealer.Open(s.sealed())
		if wrong == nil {
			s.Box = []byte(key)
			opened = append(opened, s)
			continue
		}
		left = append(left, fmt.Sprintf("tài khoản số %d", s.Account))
		if first == nil {
			first = wrong
		}
	}
	return opened, left, first, err
}
