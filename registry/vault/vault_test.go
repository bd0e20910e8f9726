package vault_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vault"
)

const number = "092071000123"

func ring(t *testing.T) (*vault.Ring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trithuc.key")
	r, err := vault.Make(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r, path
}

func sealed(t *testing.T, r *vault.Ring) registry.Sealed {
	t.Helper()
	s, err := r.Seal(7, registry.Citizen, number)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealAndOpen(t *testing.T) {
	r, path := ring(t)
	a, b := sealed(t, r), sealed(t, r)
	if bytes.Equal(a.Box, b.Box) || !bytes.Equal(a.Digest, b.Digest) || bytes.Contains(a.Box, []byte(number)) {
		t.Error("boxes must differ, digests agree, and neither show the value")
	}
	again, err := vault.Open(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open(a); got != number || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file is open to others: %v, %v", info.Mode(), err)
	}
	if _, err := vault.Make(path, rand.Reader); registry.KindOf(err) != registry.Conflict {
		t.Errorf("an existing key was replaced: %v", err)
	}
}

func TestTamperedIsRefused(t *testing.T) {
	r, _ := ring(t)
	s := sealed(t, r)
	for i := range s.Box {
		flipped := s
		flipped.Box = bytes.Clone(s.Box)
		flipped.Box[i] ^= 1
		if _, err := r.Open(flipped); registry.KindOf(err) != registry.Damaged {
			t.Fatalf("byte %d flipped: %v", i, err)
		}
	}
	other := s
	other.Person = 8
	if _, err := r.Open(other); registry.KindOf(err) != registry.Damaged {
		t.Errorf("a box opened for another person: %v", err)
	}
	other = s
	other.Box = nil
	if _, err := r.Open(other); registry.KindOf(err) != registry.Damaged {
		t.Errorf("an empty box: %v", err)
	}
}

func TestGrowAndDrop(t *testing.T) {
	r, path := ring(t)
	before := sealed(t, r)
	if err := r.Grow(); err != nil {
		t.Fatal(err)
	}
	after := sealed(t, r)
	if digests, err := r.Digests(registry.Citizen, number); before.Sealer == after.Sealer || len(digests) != 2 || err != nil {
		t.Error("the new key does not seal")
	}
	both, err := vault.Open(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []registry.Sealed{before, after} {
		if got, err := both.Open(s); got != number || err != nil {
			t.Errorf("%s: %q, %v", s.Sealer, got, err)
		}
	}
	if n, err := both.Drop(); n != 1 || err != nil {
		t.Errorf("dropped %d, %v", n, err)
	}
	if _, err := both.Open(before); registry.KindOf(err) != registry.Busy || both.Has(before.Sealer) || !both.Has(after.Sealer) {
		t.Errorf("a dropped key still opens: %v", err)
	}
}

func TestMissingAndForeignFiles(t *testing.T) {
	dir := t.TempDir()
	if _, err := vault.Open(filepath.Join(dir, "none"), rand.Reader); registry.KindOf(err) != registry.NotFound {
		t.Errorf("missing: %v", err)
	}
	for name, text := range map[string]string{"empty": "", "comment": "# x\n", "short": "abcd\n", "words": "not a key\n"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := vault.Open(path, rand.Reader); registry.KindOf(err) != registry.Unreadable {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestKilledRotationLeavesNoKeys: what a killed run left beside the key file, under
// the names of this program and of former ones, goes at the next opening; files of
// others stay.
func TestKilledRotationLeavesNoKeys(t *testing.T) {
	r, path := ring(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(path)
	for name, content := range map[string][]byte{path + ".new": whole[:40], filepath.Join(dir, ".key-123"): whole, filepath.Join(dir, ".key-of-mine"): []byte("other")} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vault.Open(path, rand.Reader); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) != 2 || len(hidden) != 1 || filepath.Base(hidden[0]) != ".key-of-mine" {
		t.Errorf("left: %v %v, %v", left, hidden, err)
	}
	if err := r.Grow(); err != nil {
		t.Fatal(err)
	}
	if again, err := vault.Open(path, rand.Reader); err != nil || !again.Has(r.Sealer()) {
		t.Errorf("after a swept opening: %v", err)
	}
}
