// Package vault seals restricted values: AES-256-GCM under a key that stands in a
// file of its own, outside the data folder. Who has the data without that file
// has none of the values.
package vault

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/durable"
)

// keySize is that of AES-256, in bytes.
const keySize = 32

// key is one secret with what is derived from it: sealing and finding use
// different keys, so that neither tells of the other.
type key struct {
	secret []byte
	name   string
	seal   cipher.AEAD
	mac    []byte
}

func newKey(secret []byte) (key, error) {
	k := key{secret: secret}
	parts := map[string][]byte{}
	for _, purpose := range []string{"name", "seal", "find"} {
		derived, err := hkdf.Key(sha256.New, secret, nil, "trithuc vault 1 "+purpose, keySize)
		if err != nil {
			return k, err
		}
		parts[purpose] = derived
	}
	block, err := aes.NewCipher(parts["seal"])
	if err != nil {
		return k, err
	}
	k.name, k.mac = hex.EncodeToString(parts["name"][:8]), parts["find"]
	k.seal, err = cipher.NewGCM(block)
	return k, err
}

// Ring is the keys of one file. The newest seals; the older ones open what
// backups and an unfinished rotation still hold.
type Ring struct {
	path string
	rand io.Reader
	keys []key // the newest last
}

var _ registry.Sealer = (*Ring)(nil)

// head is the first line of a key file.
const head = "# trithuc: khóa của các giá trị bảo mật. Giữ ngoài thư mục dữ liệu và sao lưu riêng; mất tệp này là mất các giá trị đó."

// Open reads a key file, and removes what a kill left beside it. It is NotFound where
// there is none and Unreadable where it is no key file.
func Open(path string, rand io.Reader) (*Ring, error) {
	raw, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không có tệp khóa %s. Giá trị bảo mật chỉ mở được bằng tệp khóa đã niêm phong chúng; hãy chép tệp đó về đúng chỗ hoặc chỉ ra bằng --vault-key.", path)}
	case err != nil:
		return nil, unusable(path, err)
	}
	r := &Ring{path: path, rand: rand}
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		secret, err := hex.DecodeString(line)
		if err != nil || len(secret) != keySize {
			return nil, unusable(path, errors.New("a line is no key"))
		}
		k, err := newKey(secret)
		if err != nil {
			return nil, err
		}
		r.keys = append(r.keys, k)
	}
	if len(r.keys) == 0 {
		return nil, unusable(path, errors.New("no key"))
	}
	return r, sweep(path)
}

func unusable(path string, err error) error {
	return &registry.Error{Kind: registry.Unreadable, Err: err,
		Message: fmt.Sprintf("Tệp %s không đọc được hoặc không phải tệp khóa của giá trị bảo mật. Hãy chỉ ra đúng tệp bằng --vault-key.", path)}
}

// Make writes a new key file that only its owner may read. An existing file is
// left alone and is a Conflict: it may be the only key to stored values.
func Make(path string, rand io.Reader) (*Ring, error) {
	r := &Ring{path: path, rand: rand}
	if err := r.add(); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, registry.Errorf(registry.Conflict, "Tệp khóa %s đã có.", path)
	}
	if err != nil {
		return nil, unwritable(path, err)
	}
	_, err = f.Write(r.text())
	if err := errors.Join(err, f.Sync(), f.Close(), durable.Sync(filepath.Dir(path))); err != nil {
		return nil, unwritable(path, err)
	}
	return r, nil
}

func unwritable(path string, err error) error {
	return &registry.Error{Kind: registry.Busy, Err: err,
		Message: fmt.Sprintf("Không ghi được tệp khóa %s. Hãy kiểm tra thư mục và quyền ghi, hoặc chọn chỗ khác bằng --vault-key.", path)}
}

// add makes a further key, which seals from now on.
func (r *Ring) add() error {
	secret := make([]byte, keySize)
	if _, err := io.ReadFull(r.rand, secret); err != nil {
		return err
	}
	k, err := newKey(secret)
	if err == nil {
		r.keys = append(r.keys, k)
	}
	return err
}

func (r *Ring) text() []byte {
	b := bytes.NewBufferString(head + "\n")
	for _, k := range r.keys {
		fmt.Fprintf(b, "%x\n", k.secret)
	}
	return b.Bytes()
}

// write puts the file in its place, whole or not at all, and on the disk.
func (r *Ring) write() error {
	if err := durable.Replace(r.path, r.text()); err != nil {
		return unwritable(r.path, err)
	}
	return nil
}

// sweep removes what a kill left of key files beside path, as this program and the
// ones before it name them: keys in the clear that nobody would ever drop.
func sweep(path string) error {
	left, err := filepath.Glob(filepath.Join(escaped(filepath.Dir(path)), ".key-*"))
	if err != nil {
		return err
	}
	for _, name := range append(left, durable.Fresh(path)) {
		raw, err := os.ReadFile(name)
		if err != nil || !strings.HasPrefix(head, string(raw[:min(len(raw), len(head))])) {
			continue // none, or none of ours
		}
		if err := os.Remove(name); err != nil {
			return unwritable(path, err)
		}
	}
	return nil
}

// escaped gives a path as a pattern that matches it alone.
func escaped(path string) string {
	return strings.NewReplacer("\\", "\\\\", "*", "\\*", "?", "\\?", "[", "\\[").Replace(path)
}

// Grow adds a new key to the file; it seals from now on. The file is on the disk
// before anything can be sealed with it.
func (r *Ring) Grow() error {
	if err := r.add(); err != nil {
		return err
	}
	if err := r.write(); err != nil {
		r.keys = r.keys[:len(r.keys)-1]
		return err
	}
	return nil
}

// Drop forgets all keys but the newest, and says how many: backups from before a
// rotation can then no longer be read in these values.
func (r *Ring) Drop() (int, error) {
	n := len(r.keys) - 1
	if n == 0 {
		return 0, nil
	}
	r.keys = r.keys[n:]
	return n, r.write()
}

// Sealer names the key that seals.
func (r *Ring) Sealer() string { return r.keys[len(r.keys)-1].name }

// Seal encrypts a value; it opens for this person and field alone.
func (r *Ring) Seal(person registry.PersonID, field, value string) (registry.Sealed, error) {
	k := r.keys[len(r.keys)-1]
	nonce := make([]byte, k.seal.NonceSize(), k.seal.NonceSize()+len(value)+k.seal.Overhead())
	if _, err := io.ReadFull(r.rand, nonce); err != nil {
		return registry.Sealed{}, err
	}
	return registry.Sealed{Person: person, Field: field, Sealer: k.name,
		Box: k.seal.Seal(nonce, nonce, []byte(value), bound(person, field)), Digest: k.digest(field, value)}, nil
}

// Open gives a sealed value again.
func (r *Ring) Open(s registry.Sealed) (string, error) {
	for _, k := range r.keys {
		if k.name != s.Sealer {
			continue
		}
		n := k.seal.NonceSize()
		if len(s.Box) < n {
			return "", changed(s, errors.New("too short"))
		}
		value, err := k.seal.Open(nil, s.Box[:n], s.Box[n:], bound(s.Person, s.Field))
		if err != nil {
			return "", changed(s, err)
		}
		return string(value), nil
	}
	return "", registry.Errorf(registry.Busy,
		"Tệp khóa %s không mở được giá trị này: giá trị được niêm phong bằng khóa khác (%s). Hãy chỉ ra đúng tệp khóa bằng --vault-key.", r.path, s.Sealer)
}

func changed(s registry.Sealed, err error) error {
	return &registry.Error{Kind: registry.Damaged, Err: err,
		Message: fmt.Sprintf("Giá trị bảo mật của hồ sơ %s bị sửa hoặc hỏng. Hãy khôi phục từ bản sao lưu.", s.Person.Public())}
}

// Digests gives the digests of a value under every key, the newest first.
func (r *Ring) Digests(field, value string) ([][]byte, error) {
	all := make([][]byte, 0, len(r.keys))
	for i := len(r.keys) - 1; i >= 0; i-- {
		all = append(all, r.keys[i].digest(field, value))
	}
	return all, nil
}

// Has says that the ring has a key of this name.
func (r *Ring) Has(sealer string) bool {
	return slices.ContainsFunc(r.keys, func(k key) bool { return k.name == sealer })
}

func (k *key) digest(field, value string) []byte {
	h := hmac.New(sha256.New, k.mac)
	h.Write([]byte(field + "\x00" + value))
	return h.Sum(nil)
}

// bound is what a box is bound to besides its key.
func bound(person registry.PersonID, field string) []byte {
	return binary.BigEndian.AppendUint64([]byte(field+"\x00"), uint64(person))
}
