package registrytest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"trithuc/registry"
)

// toySealer hides a value well enough to see whether a store keeps it as it came;
// encryption itself is tested where it is made.
type toySealer struct{ keys []string } // the newest last

func (s *toySealer) Sealer() string { return s.keys[len(s.keys)-1] }

func (s *toySealer) Seal(id registry.PersonID, field, value string) (registry.Sealed, error) {
	return registry.Sealed{Person: id, Field: field, Sealer: s.Sealer(), Box: turned(bound(id, field) + value), Digest: s.digest(s.Sealer(), value)}, nil
}

func (s *toySealer) Open(v registry.Sealed) (string, error) {
	if !slices.Contains(s.keys, v.Sealer) {
		return "", registry.Errorf(registry.Busy, "Thiếu khóa.")
	}
	value, own := strings.CutPrefix(string(turned(string(v.Box))), bound(v.Person, v.Field))
	if !own {
		return "", registry.Errorf(registry.Damaged, "Của người khác.")
	}
	return value, nil
}

// bound is what a box is bound to.
func bound(id registry.PersonID, field string) string { return fmt.Sprintf("%d %s ", id, field) }

func (s *toySealer) Digests(_, value string) (all [][]byte, err error) {
	for _, k := range slices.Backward(s.keys) {
		all = append(all, s.digest(k, value))
	}
	return all, nil
}

func (s *toySealer) digest(key, value string) []byte { return append([]byte(key), turned(value)...) }

func turned(s string) []byte {
	b := []byte(s)
	for i := range b {
		b[i] ^= 0x5a
	}
	return b
}

func (r *room) secrets(keys ...string) registry.Secrets {
	return registry.Secrets{Store: r.Store, Sealer: &toySealer{keys}}
}

func (r *room) keys(names ...string) registry.Sealings {
	return registry.Sealings{Store: r.Store, Sealer: &toySealer{names}}
}

func secretIsKept(t *testing.T, r *room) {
	const number = "092071000123"
	p := r.furnished(t).add(t, 2)[0]
	gate := r.secrets("một")
	_, err := gate.Open(r.ctx, p.ID, registry.Citizen, "đối chiếu")
	refused(t, err, registry.NotFound)
	_, err = gate.Keep(r.ctx, p.ID, registry.Citizen, "09207100012", registry.Why{})
	refused(t, err, registry.Invalid)
	if err != nil && strings.Contains(err.Error(), "09207100012") {
		t.Errorf("the refusal repeats the value: %v", err)
	}
	_, err = gate.Keep(r.ctx, p.ID, "religion", "x", registry.Why{})
	refused(t, err, registry.NotFound)
	for range 2 {
		if _, err := gate.Keep(r.ctx, p.ID, registry.Citizen, "092 071 000 123", registry.Why{Reason: "bổ sung"}); err != nil {
			t.Fatal(err)
		}
	}
	if left := Residue(t, r.dir, []string{number}); len(left) > 0 {
		t.Errorf("stands there plainly: %v", left)
	}
	_, err = gate.Open(r.ctx, p.ID, registry.Citizen, " ")
	refused(t, err, registry.Invalid)
	if got, err := gate.Open(r.ctx, p.ID, registry.Citizen, "đối chiếu hồ sơ"); got != number || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	keyed := registry.WithKey(r.ctx, registry.Key{Value: "k", Digest: registry.Digest{1}})
	for range 2 { // a key answers nothing unseen
		if _, err := gate.Open(keyed, p.ID, registry.Citizen, "đối chiếu lại"); err != nil {
			t.Fatal(err)
		}
	}
	log, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectSecret, ID: int64(p.ID)})
	if err != nil || len(log) != 5 || log[2].Action != registry.Opened || log[2].Reason != "đối chiếu hồ sơ" || log[2].Actor != Operator.Account {
		t.Errorf("log: %+v, %v", log, err)
	}
	if got, err := gate.Find(r.ctx, registry.Citizen, number); err != nil || !slices.Equal(got, []registry.PersonID{p.ID}) {
		t.Errorf("found %v, %v", got, err)
	}
	if got, _ := gate.Find(r.ctx, registry.Citizen, "092071000124"); len(got) != 0 {
		t.Errorf("found %v for another number", got)
	}
	kept := r.person(t, 2)
	_, err = gate.Keep(r.ctx, kept.ID, registry.Citizen, number, registry.Why{})
	refused(t, err, registry.Conflict) // it is somebody else's
	if _, _, err := (registry.People{Store: r.Store}).Merge(r.ctx, kept.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	if got, err := gate.Open(r.ctx, kept.ID, registry.Citizen, "sau khi gộp"); got != number || err != nil {
		t.Errorf("merged: got %q, %v", got, err)
	}
	if _, err := gate.Keep(r.ctx, kept.ID, registry.Citizen, number, registry.Why{}); err != nil {
		t.Errorf("the number of who was merged, typed again: %v", err)
	}
	r.erase(t, p.ID)
	if _, err := r.Secret(r.ctx, p.ID, registry.Citizen); registry.KindOf(err) != registry.NotFound {
		t.Errorf("an erased person's value is still there: %v", err)
	}
}

// secretsRotate seals many values, begins a rotation with a store that gives way
// after one step, and ends it.
func secretsRotate(t *testing.T, r *room) {
	const n = 1203
	people := r.furnished(t).add(t, n)
	values := make([]registry.Change, 0, n)
	old := &toySealer{[]string{"một"}}
	for i := range n {
		v, _ := old.Seal(registry.PersonID(i+1), registry.Citizen, number(i))
		values = append(values, &registry.PutSecret{Sealed: v})
	}
	r.commit(t, values...)
	half, err := r.SealedBefore(r.ctx, "hai", registry.Sealed{}, 500)
	if err != nil || len(half) != 500 {
		t.Fatalf("%d, %v", len(half), err)
	}
	both := &toySealer{[]string{"một", "hai"}}
	for i, v := range half {
		half[i], _ = both.Seal(v.Person, v.Field, number(int(v.Person)-1))
	}
	if err := r.Reseal(r.ctx, half); err != nil { // as far as a rotation came before it was cut
		t.Fatal(err)
	}
	if got, err := r.secrets("một", "hai").Find(r.ctx, registry.Citizen, number(0)); err != nil || len(got) != 1 {
		t.Errorf("half way the first is not found: %v, %v", got, err)
	}
	if names, err := r.Sealers(r.ctx); !slices.Equal(names, []string{"hai", "một"}) || err != nil {
		t.Errorf("sealers: %v, %v", names, err)
	}
	lost, _ := (&toySealer{[]string{"mất"}}).Seal(people[700].ID, registry.Citizen, number(700))
	if err := r.Reseal(r.ctx, []registry.Sealed{lost}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // what no key opens stands in nobody's way, and stays
		done, left, err := r.keys("một", "hai").Rotate(r.ctx)
		if !slices.Equal(left, []string{people[700].ID.Public()}) || err != nil || done != 0 && done != n-501 {
			t.Errorf("got %d, %v, %v, want the other %d and whom it could not open", done, left, err, n-501)
		}
	}
	if left, first, err := r.keys("hai").Unopened(r.ctx); len(left) != 1 || first == nil || err != nil {
		t.Errorf("unopened: %v, %v, %v", left, first, err)
	}
	found, _ := (&toySealer{[]string{"hai"}}).Seal(people[700].ID, registry.Citizen, number(700))
	if err := r.Reseal(r.ctx, []registry.Sealed{found}); err != nil {
		t.Fatal(err)
	}
	if got, err := r.secrets("hai").Open(r.ctx, people[2].ID, registry.Citizen, "thử"); got != number(2) || err != nil {
		t.Errorf("under the new key alone: %q, %v", got, err)
	}
	if left, err := r.SealedBefore(r.ctx, "hai", registry.Sealed{}, 1); len(left) != 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}

func number(i int) string { return fmt.Sprintf("092%09d", i) }
