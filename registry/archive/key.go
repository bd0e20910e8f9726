package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"filippo.io/age"

	"trithuc/registry"
)

// Key opens and closes encrypted archives. It stands in a file of its own, which
// belongs outside the data folder and away from the backups.
type Key struct {
	identity  age.Identity
	recipient age.Recipient
}

// ReadKey reads a key file as MakeKey or age-keygen writes it.
func ReadKey(path string) (*Key, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không đọc được tệp khóa %s. Hãy kiểm tra đường dẫn; tạo khóa mới bằng --new-key khi sao lưu.", path)}
	}
	found, err := age.ParseIdentities(bytes.NewReader(raw))
	if err != nil || len(found) != 1 {
		return nil, notAKey(path, err)
	}
	k := &Key{identity: found[0]}
	switch i := found[0].(type) {
	case *age.HybridIdentity:
		k.recipient = i.Recipient()
	case *age.X25519Identity:
		k.recipient = i.Recipient()
	default:
		return nil, notAKey(path, nil)
	}
	return k, nil
}

func notAKey(path string, err error) error {
	return &registry.Error{Kind: registry.Unreadable, Err: err,
		Message: fmt.Sprintf("Tệp %s không phải tệp khóa sao lưu. Hãy chọn đúng tệp khóa.", path)}
}

// MakeKey writes a new key file that only its owner may read. An existing file
// is left alone: it may be the only key to older archives.
func MakeKey(path string) error {
	i, err := age.GenerateHybridIdentity()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return registry.Errorf(registry.Conflict, "Tệp khóa %s đã có. Hãy bỏ --new-key để dùng khóa đó.", path)
	}
	if err != nil {
		return unwritable(path, err)
	}
	_, err = fmt.Fprintf(f, "# Khóa mở các bản sao lưu của trithuc. Mất khóa này là mất các bản sao lưu.\n%s\n", i)
	return errors.Join(err, f.Sync(), f.Close())
}
