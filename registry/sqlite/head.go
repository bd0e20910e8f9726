package sqlite

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"trithuc/registry"
)

// headFile is the copy of the trail's head outside the database. It is replaced
// after every commit, and forced to the disk at most once a second and at the
// end: a database ahead of it is sound.
type headFile struct {
	path   string
	last   registry.Head
	synced time.Time // by the clock from above
	loose  bool      // last was written, but not forced to the disk
	failed error     // of the last write; the next one tries again
}

// read gives the head, zero where there is no file yet.
func (f *headFile) read() (registry.Head, error) {
	raw, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return registry.Head{}, nil
	}
	if err != nil {
		return registry.Head{}, fileError(err, "Không đọc được tệp "+f.path+".")
	}
	h, ok := parseHead(string(raw))
	if !ok {
		return registry.Head{}, registry.Errorf(registry.Damaged,
			"Tệp %s bị hỏng. Hãy chạy trithuc doctor; nếu không có lỗi nào khác thì xóa tệp này rồi mở lại.", f.path)
	}
	return h, nil
}

// formatHead writes a head with a checksum, so that a damaged head file is told
// from a damaged database.
func formatHead(h registry.Head) string {
	line := fmt.Sprintf("%d %s", h.Seq, hex.EncodeToString(h.Hash[:]))
	return fmt.Sprintf("%s %016x\n", line, uint64(checksum([]byte(line))))
}

func parseHead(s string) (registry.Head, bool) {
	var h registry.Head
	var hash, sum string
	if n, _ := fmt.Sscanf(s, "%d %64s %16s\n", &h.Seq, &hash, &sum); n != 3 {
		return registry.Head{}, false
	}
	n, err := hex.Decode(h.Hash[:], []byte(hash))
	return h, err == nil && n == len(h.Hash) && formatHead(h) == s
}

// put records the head after a commit. The commit stands whether or not this
// succeeds: an older head is sound, and close tells of a failure that lasted.
func (f *headFile) put(h registry.Head, now time.Time) {
	f.failed = f.write(h, now, now.Sub(f.synced) >= time.Second || now.Before(f.synced))
}

func (f *headFile) write(h registry.Head, now time.Time, sync bool) error {
	f.last, f.loose = h, true
	if err := replaceFile(f.path, formatHead(h), sync); err != nil {
		return fileError(err, "Không ghi được tệp "+f.path+".")
	}
	if sync {
		f.synced, f.loose = now, false
	}
	return nil
}

// close forces the last head to the disk.
func (f *headFile) close() error {
	if !f.loose {
		return nil
	}
	return f.write(f.last, f.synced, true)
}

// replaceFile puts text in place of a file in one step.
func replaceFile(path, text string, sync bool) (err error) {
	part, err := os.OpenFile(path+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = part.WriteString(text)
	if err == nil && sync {
		err = part.Sync()
	}
	if err := errors.Join(err, part.Close()); err != nil {
		return err
	}
	return os.Rename(part.Name(), path)
}
