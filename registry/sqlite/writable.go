package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"trithuc/registry"
)

// errBroken is the answer to writes after the disk failed one.
func errBroken() error {
	return registry.Errorf(registry.Busy, "Đĩa đã báo lỗi khi ghi, nên từ lúc đó không ghi thêm gì. Hãy kiểm tra ổ đĩa rồi khởi động lại chương trình.")
}

// writing runs f with the connection that writes, unless the disk failed a write before.
func (db *DB) writing(ctx context.Context, f func(*session) error) error {
	err := db.write.with(ctx, func(s *session) error {
		if db.broken.Load() {
			return errBroken()
		}
		return f(s)
	})
	db.broken.CompareAndSwap(false, codeOf(err) == codeIOError)
	return err
}

// file gives where the database stands.
func (db *DB) file() string { return filepath.Join(filepath.Dir(db.head.path), fileName) }

// roomNeeded is what must fit on the disk for a store to be called writable: the log
// of an ordinary change several times over.
const roomNeeded = 1 << 20

// Writable says why nothing could be written now: a full disk, a folder that may only
// be read, too many open files, a disk that failed before. It tries, with a file of its
// own that it takes away again, since no figure of a file system tells all of these. The
// room is only set aside where the system knows how, so that it may be asked often.
func (db *DB) Writable() (err error) {
	defer wrap(&err, "sqlite.Writable")
	switch {
	case db.mode != ReadWrite:
		return registry.Errorf(registry.Forbidden, "Cơ sở dữ liệu đang được mở chỉ để đọc.")
	case db.broken.Load():
		return errBroken()
	}
	dir := filepath.Dir(db.head.path)
	path := filepath.Join(dir, ".probe")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fileError(err, "Không ghi được vào thư mục dữ liệu.")
	}
	err = errors.Join(reserve(f, roomNeeded), f.Close())
	gone := os.Remove(path)
	if errors.Is(gone, fs.ErrNotExist) { // another who asked at the same time took it
		gone = nil
	}
	if err := errors.Join(err, gone); err != nil {
		return fileError(err, "Không ghi được vào thư mục dữ liệu.")
	}
	return nil
}

// LogSize gives the bytes of the write-ahead log, which grows while a long read keeps
// the pages of before: SQLite empties it once nobody needs them, down to 64 MB.
func (db *DB) LogSize() (int64, error) {
	info, err := os.Stat(db.file() + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fileError(err, "Không xem được nhật ký ghi của cơ sở dữ liệu.")
	}
	return info.Size(), nil
}
