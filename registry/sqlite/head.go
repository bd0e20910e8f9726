package sqlite

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"trithuc/registry"
	"trithuc/registry/durable"
)

// headFile is the copy of the trail's head outside the database, written after
// every commit and forced to the disk at most once a second and at the end: a
// database ahead of it is sound.
//
// The file has two lines of fixed length, written in turn, each with a checksum.
// Whatever a crash leaves of the line being written, the other one stands.
type headFile struct {
	path   string
	kept   bool     // read found a head
	file   *os.File // open while the store writes
	last   registry.Head
	line   int       // where last stands
	synced time.Time // by the clock from above
	loose  bool      // last is not forced to the disk yet
	failed error     // of the last write; the next one tries again
}

const headLine = 20 + 1 + 64 + 1 + 16 + 1 // seq, hash, checksum, end of line

// read gives the head, zero where none is kept.
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
			f.last, f.line, f.kept, sound = h, i%2, true, true
		}
	}
	if !sound {
		return registry.Head{}, registry.Errorf(registry.Damaged,
			"Tệp %s (mốc cuối của nhật ký) bị hỏng. %s", f.path, newHeadAdvice)
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

const newHeadAdvice = "Nếu chắc chắn registry.db là bản mới nhất thì chạy trithuc doctor --new-head để kiểm tra rồi lập lại tệp này; nếu không, hãy khôi phục từ bản sao lưu."

// lost says that a trail which ends with last has no head beside it, so that
// nobody can tell whether it lost its end: a store makes the file before its
// first entry, and it never goes by itself.
func (f *headFile) lost(last registry.Head) error {
	if f.kept || last.Seq == 0 {
		return nil
	}
	return registry.Errorf(registry.Damaged, "Không còn tệp %s (mốc cuối của nhật ký) hoặc tệp trống, trong khi nhật ký có %d mục, nên không biết có mất mục nào không. %s",
		f.path, last.Seq, newHeadAdvice)
}

// open makes the file ready to be written, with h in it.
func (f *headFile) open(h registry.Head, now time.Time) (err error) {
	if f.file, err = os.OpenFile(f.path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return fileError(err, "Không ghi được tệp "+f.path+".")
	}
	if size, err := f.file.Seek(0, io.SeekEnd); err == nil && size == 2*headLine && h == f.last {
		return nil
	}
	if !f.kept { // made just now, or full of something else
		if err := f.file.Truncate(0); err != nil {
			return fileError(err, "Không ghi được tệp "+f.path+".")
		}
	}
	if err := f.write(h, now, false); err != nil {
		return err
	}
	if err := f.write(h, now, true); err != nil || f.kept {
		return err
	}
	f.kept = true
	return syncFolder(filepath.Dir(f.path))
}

// syncFolder forces the names of the files in a folder to the disk.
func syncFolder(dir string) error {
	if err := durable.Sync(dir); err != nil {
		return fileError(err, "Không ghi được thư mục "+dir+".")
	}
	return nil
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
