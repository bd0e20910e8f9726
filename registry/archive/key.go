package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"trithuc/registry"
	"trithuc/registry/durable"
)

// Key closes encrypted archives and opens them again. It stands in a file of its
// own, which belongs outside the data folder and away from the backups. A file
// that holds only the recipient closes archives that it cannot open: with it a
// server makes backups which nobody who breaks into the server can read.
type Key struct {
	identity  age.Identity // nil where only the recipient is known
	recipient age.Recipient
}

// ReadKey reads a key file as MakeKey or age-keygen writes it: one identity, or one
// recipient alone.
func ReadKey(path string) (*Key, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không đọc được tệp khóa %s. Hãy kiểm tra đường dẫn và quyền đọc; tạo khóa mới bằng trithuc backup --new-key.", path)}
	}
	if to, err := age.ParseRecipients(bytes.NewReader(raw)); err == nil && len(to) == 1 {
		return &Key{recipient: to[0]}, nil
	}
	found, err := age.ParseIdentities(bytes.NewReader(raw))
	if err != nil || len(found) != 1 {
		return nil, notAKey(path, err)
	}
	switch i := found[0].(type) {
	case *age.HybridIdentity:
		return &Key{i, i.Recipient()}, nil
	case *age.X25519Identity:
		return &Key{i, i.Recipient()}, nil
	}
	return nil, notAKey(path, nil)
}

func notAKey(path string, err error) error {
	return &registry.Error{Kind: registry.Unreadable, Err: err,
		Message: fmt.Sprintf("Tệp %s không phải tệp khóa sao lưu. Hãy chọn đúng tệp khóa.", path)}
}

// MakeKey writes a new key file that only its owner may read, and on a line of its
// own the recipient. An existing file is left alone: it may be the only key to
// older archives.
func MakeKey(path string) error {
	i, err := age.GenerateHybridIdentity()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return registry.Errorf(registry.Conflict, "Tệp khóa %s đã có. Hãy bỏ --new-key để dùng khóa đó.", path)
	}
	if err == nil {
		_, err = fmt.Fprintf(f, "# Khóa mở các bản sao lưu của trithuc. Mất khóa này là mất các bản sao lưu.\n# Phần chỉ để khóa, không mở được: %s\n%s\n", i.Recipient(), i)
		err = errors.Join(err, f.Sync(), f.Close(), durable.Sync(filepath.Dir(path)))
	}
	if err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không ghi được tệp khóa %s. Hãy kiểm tra thư mục, quyền ghi và chỗ trống trên đĩa.", path)}
	}
	return nil
}
