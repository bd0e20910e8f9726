package sqlite

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"trithuc/registry"
)

// headFile is the copy of the trail's head outside the database, written after
// every commit and forced to the disk at most once a second and at the end: a
// database ahead of it is sound.
//
// The file has two lines of fixed length, written in turn, each with a checksum.
// Whatever a crash leaves of the line being written, the other one stands.
type headFile struct {
	path   string
	file   *os.File // open while the store writes
	last   registry.Head
	line   int       // where last stands
	synced time.Time // by the clock from above
	loose  bool      // last is not forced to the disk yet
	failed error     // of the last write; the next one tries again
}

const headLine = 20 + 1 + 64 + 1 + 16 + 1 // seq, hash, checksum, end of line

// read gives the head, zero where there is no file yet.
func (f *headFile) read() (registry.Head, error) {
	raw, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return registry.Head{}, nil
	}
	if err != nil {
		return registry.Head{}, fileError(err, "Không đọc được tệp "+f.path+".")
	}
	sound := len(raw) == 0 // made, and not written before the machine stopped
	for i := range len(raw) / headLine {
		if h, ok := parseHead(string(raw[i*headLine : (i+1)*headLine])); ok && h.Seq >= f.last.Seq {
			f.last, f.line, sound = h, i%2, true
		}
	}
	if !sound {
		return registry.Head{}, registry.Errorf(registry.Damaged,
			"Tệp %s bị hỏng. Hãy chạy trithuc doctor; nếu không có lỗi nào khác thì xóa tệp này rồi mở lại.", f.path)
	}
	return f.last, nil
}

func formatHead(h registry.Head) string {
	line := fmt.Sprintf("%020d %x", h.Seq, h.Hash)
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

// open makes the file ready to be written, with h in it.
func (f *headFile) open(h registry.Head, now time.Time) (err error) {
	if f.file, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return fileError(err, "Không ghi được tệp "+f.path+".")
	}
	if size, err := f.file.Seek(0, io.SeekEnd); err == nil && size == 2*headLine && h == f.last {
		return nil
	}
	if err := f.write(h, now, false); err != nil {
		return err
	}
	return f.write(h, now, true)
}

// put records the head after a commit. The commit stands whether or not this
// succeeds: an older head is sound, and close tells of a failure that lasted.
func (f *headFile) put(h registry.Head, now time.Time) {
	f.failed = f.write(h, now, now.Sub(f.synced) >= time.Second || now.Before(f.synced))
}

func (f *headFile) write(h registry.Head, now time.Time, sync bool) error {
	f.last, f.line, f.loose = h, 1-f.line, true
	if _, err := f.file.WriteAt([]byte(formatHead(h)), int64(f.line*headLine)); err != nil {
		return fileError(err, "Không ghi được tệp "+f.path+".")
	}
	if !sync {
		return nil
	}
	if err := f.file.Sync(); err != nil {
		return fileError(err, "Không ghi được tệp "+f.path+".")
	}
	f.synced, f.loose = now, false
	return nil
}

// close forces the last head to the disk.
func (f *headFile) close() (err error) {
	if f.file == nil {
		return nil
	}
	if f.failed != nil {
		err = f.write(f.last, f.synced, true)
	} else if f.loose {
		err = f.file.Sync()
	}
	return errors.Join(err, f.file.Close())
}
