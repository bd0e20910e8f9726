package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/durable"
)

// A restore goes on in a folder inside the data folder: new/ is what shall be,
// old/ is what was, and the marker says that new/ is whole, so that from then on
// the only way is forward. What a crash left is settled by the next start:
// without the marker all of it goes, with it the moves are finished.
const (
	underway = ".restore"
	newName  = "new"
	oldName  = "old"
	marker   = "ready"
)

// moved are the files and folders of a data folder that a restore replaces, in
// the order they are taken away: the log before the database it belongs to, so
// that no log ever stands beside another database. The index is not among them:
// it follows the trail by itself. Neither is the log of erasures: who was erased
// since the backup must be erased again.
var moved = []string{"registry.head", "registry.db-wal", "registry.db-shm", "registry.db-journal", "registry.db", "files"}

// Stage gives the empty folder into which a restore into dir extracts. The
// caller holds the lock of dir.
func Stage(dir string) (string, error) {
	stage := Staged(dir)
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, underway)), os.MkdirAll(stage, 0o700)); err != nil {
		return "", full(dir, err)
	}
	return stage, nil
}

// Staged gives the folder that Stage made.
func Staged(dir string) string { return filepath.Join(dir, underway, newName) }

// Swap puts what was staged in the place of what is in dir, which stays beside
// it until Settle. It is all or nothing whenever the process ends: from the
// moment the marker is on the disk the new data stand, before it the old. Nobody
// else may have the files open.
func Swap(dir string) error { return swapper{func(string) error { return nil }}.swap(dir) }

// Settle finishes or takes back what an interrupted restore left in dir, and
// removes the former data of one that ended. The caller holds the lock of dir.
func Settle(dir string) error {
	if Underway(dir) {
		if err := (swapper{func(string) error { return nil }}).forward(dir); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, underway)); err != nil {
		return full(dir, err)
	}
	return nil
}

// Underway says that a restore was interrupted when it could no longer go back:
// nothing may be read before Settle.
func Underway(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, underway, marker))
	return err == nil
}

// swapper makes the moves. Each asks step first, where a test ends the process.
type swapper struct {
	step func(what string) error
}

func (s swapper) swap(dir string) error {
	at := filepath.Join(dir, underway)
	if err := s.step("sync"); err != nil {
		return err
	}
	if err := syncTree(filepath.Join(at, newName)); err != nil {
		return full(dir, err)
	}
	if err := errors.Join(s.mark(at), durable.Sync(dir)); err != nil {
		return full(dir, err)
	}
	return s.forward(dir)
}

// mark writes the marker, whole or not at all. It names what is to come from
// new/, so that a second run knows what was moved from what never was there.
func (s swapper) mark(at string) error {
	f, err := os.CreateTemp(at, marker+"-")
	if err != nil {
		return err
	}
	_, err = f.WriteString(strings.Join(slices.DeleteFunc(slices.Clone(moved), func(name string) bool {
		return !exists(filepath.Join(at, newName, name))
	}), "\n"))
	if err := errors.Join(err, f.Sync(), f.Close(), s.step("mark")); err != nil {
		return err
	}
	return errors.Join(os.Rename(f.Name(), filepath.Join(at, marker)), durable.Sync(at))
}

// forward finishes the moves. It may have been begun before.
func (s swapper) forward(dir string) error {
	at := filepath.Join(dir, underway)
	raw, err := os.ReadFile(filepath.Join(at, marker))
	if err != nil {
		return full(dir, err)
	}
	fresh := strings.Fields(string(raw))
	if err := s.moves(dir, at, fresh); err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Chưa chuyển xong dữ liệu khôi phục trong %s. Hãy kiểm tra quyền ghi rồi chạy trithuc doctor để làm nốt.", dir)}
	}
	for _, d := range []string{filepath.Join(at, oldName), filepath.Join(at, newName), dir} {
		if err := durable.Sync(d); err != nil {
			return full(dir, err)
		}
	}
	if err := s.step("unmark"); err != nil {
		return err
	}
	if err := errors.Join(os.Remove(filepath.Join(at, marker)), durable.Sync(at)); err != nil {
		return full(dir, err)
	}
	return nil
}

// moves takes everything former away, then puts everything new in its place.
func (s swapper) moves(dir, at string, fresh []string) error {
	if err := os.MkdirAll(filepath.Join(at, oldName), 0o700); err != nil {
		return err
	}
	waits := func(name string) bool { return exists(filepath.Join(at, newName, name)) }
	if !slices.ContainsFunc(fresh, func(name string) bool { return !waits(name) }) { // nothing new is in place yet
		for _, name := range moved {
			if err := s.move(filepath.Join(dir, name), filepath.Join(at, oldName, name)); err != nil {
				return err
			}
		}
	}
	for _, name := range fresh {
		if err := s.move(filepath.Join(at, newName, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// move moves what is there.
func (s swapper) move(from, to string) error {
	if !exists(from) {
		return nil
	}
	if err := s.step("move " + from); err != nil {
		return err
	}
	return os.Rename(from, to)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// syncTree forces a folder and everything in it to the disk.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return durable.Sync(path) // a file is forced as a folder is
	})
}
