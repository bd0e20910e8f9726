// Package archive is the file format of backups and the way a restored folder
// takes the place of another. It knows neither SQL nor the index.
//
// An archive is one file: a magic number, one byte that says whether the rest is
// encrypted, a compressed tar of the parts with the manifest as its last entry,
// and the SHA-256 of everything before it. Encryption is age's
// (age-encryption.org/v1), so that an archive outlives this program: without the
// first nine and the last 32 bytes it is what `age -d | gunzip | tar x` reads.
package archive

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/gofrs/flock"

	"trithuc/registry"
	"trithuc/registry/durable"
)

const (
	magic        = "TRITHUC\x01" // the last byte is Format
	manifestName = "manifest.json"
	plain        = 'p'
	encrypted    = 'a'
)

// Format is the version of the format that this program writes.
const Format = 1

// Manifest says what an archive holds.
type Manifest struct {
	Format int          `json:"format"`
	At     time.Time    `json:"at"`   // as of when
	Seq    registry.Seq `json:"seq"`  // the last entry of the trail
	Hash   string       `json:"hash"` // of that entry, hex
	People int          `json:"people"`
	Parts  []Part       `json:"parts"`
}

// Part is one file of the archive.
type Part struct {
	Name   string `json:"name"` // slash-separated, below the data folder
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Writer writes the parts of an archive.
type Writer struct {
	tar   *tar.Writer
	parts []Part
}

// partName is where an archive is written before it takes its name: one name in a
// folder, so that the next backup takes over what a killed one left there. The
// program wrote to names that begin with formerPart before.
const (
	partName   = ".trithuc-backup.part"
	formerPart = ".trithuc-backup-"
)

// Create makes the archive at path, whole or not at all: f adds the parts and
// gives the manifest, whose list of parts is filled in. A nil key leaves it
// unencrypted. An existing archive is replaced only by a whole one; what is there and
// is no archive is left alone and is a Conflict. Busy where another archive is being
// written into the same folder.
func Create(path string, key *Key, f func(*Writer) (Manifest, error)) (m Manifest, err error) {
	if err := replaceable(path); err != nil {
		return m, err
	}
	t, unlock, err := takePart(filepath.Dir(path))
	if err != nil {
		return m, unwritable(path, err)
	}
	defer unlock()
	m, err = write(t, key, f)
	if err == nil {
		err = t.Sync()
	}
	if err = errors.Join(err, t.Close()); err == nil {
		err = os.Rename(t.Name(), path)
	}
	if err == nil {
		err = durable.Sync(filepath.Dir(path))
	} else {
		os.Remove(t.Name())
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		err = unwritable(path, err)
	}
	return m, err
}

// replaceable says what stands at path that an archive must not take the place of.
func replaceable(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unwritable(path, err)
	}
	taken := registry.Errorf(registry.Conflict, "%s đã có và không phải bản sao lưu của trithuc, nên không bị ghi đè. Hãy chọn tên khác.", path)
	if !info.Mode().IsRegular() {
		return taken
	}
	f, err := os.Open(path)
	if err != nil {
		return unwritable(path, err)
	}
	defer f.Close()
	begins := make([]byte, len(magic)-1)
	if _, err := io.ReadFull(f, begins); info.Size() > 0 && (err != nil || string(begins) != magic[:len(begins)]) {
		return taken
	}
	return nil
}

// takePart opens the empty file in dir that an archive is written to, and removes what
// killed backups left.
func takePart(dir string) (part *os.File, unlock func() error, err error) {
	path := filepath.Join(dir, partName)
	l := flock.New(path)
	if got, err := l.TryLock(); err != nil || !got {
		return nil, nil, cmp.Or[error](err, registry.Errorf(registry.Busy, "Một bản sao lưu khác đang được ghi vào thư mục %s. Hãy chờ nó xong rồi làm lại.", dir))
	}
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), formerPart) && e.Type().IsRegular() {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	if err == nil {
		part, err = os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0o600)
	}
	if err != nil {
		return nil, nil, errors.Join(err, l.Unlock())
	}
	return part, l.Unlock, nil
}

func unwritable(path string, err error) error {
	if _, ours := errors.AsType[*registry.Error](err); ours {
		return err
	}
	return &registry.Error{Kind: registry.Busy, Err: err,
		Message: fmt.Sprintf("Không ghi được bản sao lưu %s. Hãy kiểm tra thư mục, quyền ghi và chỗ trống trên đĩa.", path)}
}

// write writes the whole archive into an empty file.
func write(to io.Writer, key *Key, f func(*Writer) (Manifest, error)) (m Manifest, err error) {
	sum := sha256.New()
	out := io.MultiWriter(to, sum)
	kind := byte(plain)
	if key != nil {
		kind = encrypted
	}
	if _, err := out.Write(append([]byte(magic), kind)); err != nil {
		return m, err
	}
	if m, err = body(out, key, f); err != nil {
		return m, err
	}
	_, err = to.Write(sum.Sum(nil))
	return m, err
}

// body writes what stands between the head and the sum.
func body(out io.Writer, key *Key, f func(*Writer) (Manifest, error)) (m Manifest, err error) {
	sealed := io.WriteCloser(open{out})
	if key != nil {
		if sealed, err = age.Encrypt(out, key.recipient); err != nil {
			return m, err
		}
	}
	packed, err := gzip.NewWriterLevel(sealed, gzip.BestSpeed)
	if err != nil {
		return m, err
	}
	w := &Writer{tar: tar.NewWriter(packed)}
	if m, err = f(w); err != nil {
		return m, err
	}
	m.Format, m.Parts = Format, w.parts
	raw, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return m, err
	}
	if err := w.head(manifestName, int64(len(raw))); err != nil {
		return m, err
	}
	_, err = w.tar.Write(raw)
	return m, errors.Join(err, w.tar.Close(), packed.Close(), sealed.Close())
}

// open is a writer that has nothing to close.
type open struct{ io.Writer }

func (open) Close() error { return nil }

func (w *Writer) head(name string, size int64) error {
	return w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, Typeflag: tar.TypeReg, Format: tar.FormatPAX})
}

// Add puts the file at path in under a name below the data folder. The file may
// grow meanwhile: what it held at first is taken.
func (w *Writer) Add(name, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không đọc được %s để sao lưu. Hãy kiểm tra quyền đọc và ổ đĩa.", path)}
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := w.head(name, info.Size()); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(w.tar, sum), f, info.Size()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.parts = append(w.parts, Part{name, info.Size(), hexOf(sum)})
	return nil
}

func hexOf(sum hash.Hash) string { return hex.EncodeToString(sum.Sum(nil)) }
