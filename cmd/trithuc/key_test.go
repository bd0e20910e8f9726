package main

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
	"trithuc/registry/vault"
)

const citizen = "092080000123"

// sealedFor makes a folder of one person whose citizen number is sealed with the key
// file beside it, and gives their id.
func sealedFor(t *testing.T, data string) registry.PersonID {
	t.Helper()
	ctx := registrytest.Context(t)
	store, err := sqlite.Open(ctx, data, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := firstStart(ctx, store); err != nil {
		t.Fatal(err)
	}
	p := registrytest.Person(1, 0, 0)
	p.Codes, p.Positions, p.Memberships = nil, nil, nil
	ring, err := vault.Make(data+".key", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (registry.People{Store: store}).Add(ctx, p, registry.Why{}); err != nil {
		t.Fatal(err)
	}
	if _, err := (registry.Secrets{Store: store, Sealer: ring}).Keep(ctx, p.ID, registry.Citizen, citizen, registry.Why{}); err != nil {
		t.Fatal(err)
	}
	return p.ID
}

// withSealer opens a folder as serve does and gives f the gate of restricted values.
func withSealer(t *testing.T, data string, f func(registry.Secrets, error)) {
	t.Helper()
	c := &console{ctx: registrytest.Context(t), dir: data, out: os.Stderr, errout: os.Stderr, now: time.Now}
	h, err := c.open("test")
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	sealer, wrong := h.sealer(c)
	f(registry.Secrets{Store: h.store, Sealer: sealer}, wrong)
}

// TestWrongKeyFile: with another, a damaged or no key file nothing is sealed and
// nobody is said not to be there; doctor says what is wrong, and with the right file
// back everything is as it was.
func TestWrongKeyFile(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	id, key := sealedFor(t, data), data+".key"
	must(t, data, "doctor")
	right := read(t, key)
	for name, put := range map[string]func(){
		"another": func() {
			if _, err := vault.Make(key, rand.Reader); err != nil {
				t.Error(err)
			}
		},
		"damaged": func() { write(t, key, "không phải khóa") },
		"missing": func() {},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.Remove(key); err != nil {
				t.Fatal(err)
			}
			put()
			withSealer(t, data, func(g registry.Secrets, wrong error) {
				if wrong == nil {
					t.Error("nothing is said at the start")
				}
				for what, f := range map[string]func() error{
					"keep": func() error {
						_, err := g.Keep(registrytest.Context(t), id, registry.Citizen, "092080000999", registry.Why{})
						return err
					},
					"open": func() error {
						_, err := g.Open(registrytest.Context(t), id, registry.Citizen, "đối chiếu")
						return err
					},
					"find": func() error {
						_, err := g.Find(registrytest.Context(t), registry.Citizen, citizen)
						return err
					},
				} {
					if err := f(); registry.KindOf(err) != registry.Busy {
						t.Errorf("%s: %v", what, err)
					}
				}
			})
			if a := trithuc(t, data, "doctor"); a.code != 1 || !strings.Contains(a.out, "khóa") {
				t.Errorf("doctor: %d %s", a.code, a.out)
			}
			if a := trithuc(t, data, "key", "rotate", "--drop"); a.code != 1 {
				t.Errorf("rotate: %d %s", a.code, a.out)
			}
			write(t, key, string(right))
		})
	}
	must(t, data, "doctor")
	withSealer(t, data, func(g registry.Secrets, wrong error) {
		got, err := g.Open(registrytest.Context(t), id, registry.Citizen, "đối chiếu")
		if got != citizen || err != nil || wrong != nil {
			t.Errorf("with the right file back: %q, %v, %v", got, err, wrong)
		}
	})
}

// TestKeyFileInItsPlace: a key in the data folder is refused, and one that others may
// read is named.
func TestKeyFileInItsPlace(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	sealedFor(t, data)
	inside := filepath.Join(data, "inside.key")
	if a := trithuc(t, data, "--vault-key", inside, "key", "rotate"); a.code != 1 || !strings.Contains(a.errout, "trong thư mục dữ liệu") {
		t.Errorf("inside: %d %s", a.code, a.errout)
	}
	if _, err := os.Stat(inside); err == nil {
		t.Error("a key was made in the data folder")
	}
	if err := os.Chmod(data+".key", 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(data, "registry.db"), 0o644); err != nil {
		t.Fatal(err)
	}
	if a := trithuc(t, data, "doctor"); a.code != 1 || !strings.Contains(a.out, data+".key") || !strings.Contains(a.out, "registry.db") {
		t.Errorf("doctor: %d %s", a.code, a.out)
	}
}

// TestNothingOfOursIsWrittenOver: no command that writes a file takes the place of the
// registry, its head, its lock, its key, or of what is no backup.
func TestNothingOfOursIsWrittenOver(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	sealedFor(t, data)
	other := filepath.Join(t.TempDir(), "luận văn.docx")
	write(t, other, "của người khác")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(data, link); err != nil {
		t.Fatal(err)
	}
	hard := filepath.Join(t.TempDir(), "hard.key")
	if err := os.Link(data+".key", hard); err != nil {
		t.Fatal(err)
	}
	before := digests(t, data)
	key := read(t, data+".key")
	targets := []string{filepath.Join(data, "registry.db"), filepath.Join(data, "registry.head"), filepath.Join(data, "lock"),
		filepath.Join(link, "registry.db"), filepath.Join(data, "new"), filepath.Join(data, "no", "folder"), data + ".key", hard}
	for _, args := range [][]string{{"backup"}, {"export", "-o"}, {"catalogue", "export", "degree", "-o"}, {"exchange", "export", "hemis", "-o"}} {
		for _, target := range targets {
			if a := trithuc(t, data, append(args, target)...); a.code != 1 || !strings.Contains(a.errout, "chưa có gì bị thay đổi") {
				t.Errorf("%v %s: %d %s", args, target, a.code, a.errout)
			}
		}
	}
	for _, target := range []string{other, os.DevNull} {
		if a := trithuc(t, data, "backup", target); a.code != 1 || !strings.Contains(a.errout, "không phải bản sao lưu") {
			t.Errorf("backup %s: %d %s", target, a.code, a.errout)
		}
	}
	if a := trithuc(t, data, "serve", "--addr", "localhost:0", "--backup-to", filepath.Join(data, "copies")); a.code != 1 || !strings.Contains(a.errout, "trong thư mục dữ liệu") {
		t.Errorf("serve: %d %s", a.code, a.errout)
	}
	if string(read(t, other)) != "của người khác" || string(read(t, data+".key")) != string(key) {
		t.Error("a file was written over")
	}
	after := digests(t, data)
	for name, sum := range before {
		if after[name] != sum && name != "registry.head" {
			t.Errorf("%s was written over", name)
		}
	}
	must(t, data, "doctor")
	archive := filepath.Join(t.TempDir(), "a")
	must(t, data, "backup", archive)
	must(t, data, "backup", archive) // an archive is replaced
}

// TestPipesInTheFolder: what stands in the place of our files holds nothing up.
func TestPipesInTheFolder(t *testing.T) {
	for _, name := range []string{"lock", "registry.head", "erasures.log"} {
		data := filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(data, 0o700); err != nil {
			t.Fatal(err)
		}
		pipe(t, filepath.Join(data, name))
		for _, command := range []string{"doctor", "export"} {
			if a := trithuc(t, data, command); a.code != 1 || !strings.Contains(a.errout, "không phải là một tệp thường") {
				t.Errorf("%s, %s: %d %s", name, command, a.code, a.errout)
			}
		}
	}
}
