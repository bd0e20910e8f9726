package archive

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"filippo.io/age"

	"trithuc/registry"
)

// headSize and sumSize frame the body of an archive.
const (
	headSize = len(magic) + 1
	sumSize  = sha256.Size
)

// maxManifest bounds the manifest, in bytes: enough for a million parts.
const maxManifest = 256 << 20

// Extract writes the parts of an archive into the empty folder dir, each forced
// to the disk. The archive's own sum is verified before anything else is read,
// then every part against the manifest: what is damaged, cut, put together
// otherwise or locked with another key is refused. On an error dir holds rubbish.
func Extract(path string, key *Key, dir string) (Manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return Manifest{}, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không đọc được bản sao lưu %s. Hãy kiểm tra đường dẫn và quyền đọc.", path)}
	}
	defer f.Close()
	kind, sealed, err := frame(f)
	if err != nil {
		return Manifest{}, refused(path, err)
	}
	body, err := unsealed(kind, sealed, key)
	if err != nil {
		return Manifest{}, refused(path, err)
	}
	m, err := unpack(body, dir)
	return m, refused(path, err)
}

// refused gives an error its kind and sentence, unless it has them.
func refused(path string, err error) error {
	if _, ours := errors.AsType[*registry.Error](err); err == nil || ours {
		return err
	}
	return &registry.Error{Kind: registry.Damaged, Err: err,
		Message: fmt.Sprintf("Bản sao lưu %s bị hỏng hoặc không phải bản sao lưu của trithuc. Chưa có gì bị thay đổi; hãy dùng bản khác.", path)}
}

// frame verifies the sum of the whole file and gives what it frames.
func frame(f *os.File) (kind byte, body io.Reader, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, nil, err
	}
	size := info.Size() - int64(sumSize)
	if size < int64(headSize) {
		return 0, nil, errors.New("too short")
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, size)); err != nil {
		return 0, nil, err
	}
	want, head := make([]byte, sumSize), make([]byte, headSize)
	if _, err := f.ReadAt(want, size); err != nil {
		return 0, nil, err
	}
	if _, err := f.ReadAt(head, 0); err != nil {
		return 0, nil, err
	}
	if string(sum.Sum(nil)) != string(want) || string(head[:len(magic)-1]) != magic[:len(magic)-1] {
		return 0, nil, errors.New("the sum does not hold")
	}
	if head[len(magic)-1] > Format {
		return 0, nil, newer()
	}
	return head[len(magic)], io.NewSectionReader(f, int64(headSize), size-int64(headSize)), nil
}

// unsealed takes the encryption off.
func unsealed(kind byte, sealed io.Reader, key *Key) (io.Reader, error) {
	switch {
	case kind == plain:
		return sealed, nil
	case kind != encrypted:
		return nil, errors.New("unknown kind")
	case key == nil:
		return nil, registry.Errorf(registry.Forbidden, "Bản sao lưu này được mã hóa. Hãy chỉ ra tệp khóa bằng --key.")
	case key.identity == nil:
		return nil, registry.Errorf(registry.Forbidden, "Tệp khóa này chỉ để khóa bản sao lưu, không mở được. Hãy dùng tệp khóa đầy đủ.")
	}
	body, err := age.Decrypt(sealed, key.identity)
	if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
		return nil, registry.Errorf(registry.Forbidden, "Tệp khóa không mở được bản sao lưu này: bản sao lưu dùng khóa khác. Chưa có gì bị thay đổi.")
	}
	return body, err
}

// unpack writes the parts and verifies them against the manifest at the end.
func unpack(body io.Reader, dir string) (m Manifest, err error) {
	packed, err := gzip.NewReader(body)
	if err != nil {
		return m, err
	}
	var parts []Part
	for t := tar.NewReader(packed); ; {
		h, err := t.Next()
		if err != nil {
			return m, fmt.Errorf("no manifest: %w", err)
		}
		if h.Name == manifestName {
			if m, err = manifest(t); err != nil {
				return m, err
			}
			if _, err = io.Copy(io.Discard, packed); err != nil { // the compression has a checksum at its end
				return m, err
			}
			break
		}
		p, err := part(t, h, dir)
		if err != nil {
			return m, err
		}
		parts = append(parts, p)
	}
	if m.Format > Format {
		return m, newer()
	}
	if !slices.Equal(parts, m.Parts) {
		return m, errors.New("the parts are not those of the manifest")
	}
	return m, nil
}

func newer() error {
	return registry.Errorf(registry.NewerVersion, "Bản sao lưu này do một bản trithuc mới hơn ghi. Hãy dùng bản trithuc mới; chưa có gì bị thay đổi.")
}

func manifest(r io.Reader) (m Manifest, err error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxManifest))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(raw, &m)
}

// belongs says that a part is one of those that Take puts in.
func belongs(name string) bool {
	return name == database || strings.HasPrefix(name, files+"/") && fs.ValidPath(name)
}

// spared is what the parts of an archive leave of a disk to others, in bytes: the sum at
// the end of an archive says nothing of who made it, and what is small packed may be as
// large as they liked.
const spared = 64 << 20

// part writes one part below dir, if the disk has the room.
func part(r io.Reader, h *tar.Header, dir string) (p Part, err error) {
	if h.Typeflag != tar.TypeReg || !belongs(h.Name) {
		return p, fmt.Errorf("%q is no part", h.Name)
	}
	if left, known := room(dir); known && h.Size > left {
		return p, full(dir, syscall.ENOSPC)
	}
	path := filepath.Join(dir, filepath.FromSlash(h.Name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return p, full(dir, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return p, full(dir, err)
	}
	sum := sha256.New()
	n, err := io.Copy(&target{io.MultiWriter(f, sum), dir}, r)
	if err == nil {
		err = f.Sync()
	}
	return Part{h.Name, n, hexOf(sum)}, errors.Join(err, f.Close())
}

// target tells a disk that takes no more from an archive that is damaged.
type target struct {
	io.Writer
	dir string
}

func (t *target) Write(b []byte) (int, error) {
	n, err := t.Writer.Write(b)
	if err != nil {
		err = full(t.dir, err)
	}
	return n, err
}

func full(dir string, err error) error {
	return &registry.Error{Kind: registry.Busy, Err: err,
		Message: fmt.Sprintf("Không ghi được vào %s. Hãy kiểm tra quyền ghi và chỗ trống trên đĩa; dữ liệu hiện có chưa bị thay đổi.", dir)}
}
