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

// moved are the files and folders of a data folder that a restore replaces. The
// index is not among them: it follows the trail by itself.
var moved = []string{"registry.db", "registry.db-wal", "registry.db-shm", "registry.db-journal", "registry.head", "files"}

// Stage gives the empty folder into which a restore into dir extracts. The
// caller holds the lock of dir.
func Stage(dir string) (string, error) {
	stage := filepath.Join(dir, underway, newName)
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, underway)), os.MkdirAll(stage, 0o700)); err != nil {
		return "", full(dir, err)
	}
	return stage, nil
}

// Swap puts what was staged in the place of what is in dir, which stays beside
// it until Settle. It is all or nothing whenever the process ends: from the
// moment the marker is on the disk the new data stand, before it the old.
func Swap(dir string) error {
	at := filepath.Join(dir, underway)
	if err := errors.Join(syncTree(filepath.Join(at, newName)), mark(at), syncDir(dir)); err != nil {
		return full(dir, err)
	}
	return forward(dir)
}

// mark writes the marker, whole or not at all. It names what is to come from
// new/, so that a second run knows what was moved from what never was there.
func mark(at string) error {
	var fresh []string
	for _, name := range moved {
		if exists(filepath.Join(at, newName, name)) {
			fresh = append(fresh, name)
		}
	}
	f, err := os.CreateTemp(at, marker+"-")
	if err != nil {
		return err
	}
	_, err = f.WriteString(strings.Join(fresh, "\n"))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return errors.Join(os.Rename(f.Name(), filepath.Join(at, marker)), syncDir(at))
}

// Underway says that a restore was interrupted when it could no longer go back:
// nothing may be read before Settle.
func Underway(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, underway, marker))
	return err == nil
}

// Settle finishes or takes back what an interrupted restore left in dir, and
// removes the former data of one that ended. The caller holds the lock of dir.
func Settle(dir string) error {
	if Underway(dir) {
		if err := forward(dir); err != nil {
			return err
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, underway)); err != nil {
		return full(dir, err)
	}
	return nil
}

// forward finishes the moves. It may have been begun before.
func forward(dir string) error {
	at := filepath.Join(dir, underway)
	fresh, err := os.ReadFile(filepath.Join(at, marker))
	if err != nil {
		return full(dir, err)
	}
	if err := os.MkdirAll(filepath.Join(at, oldName), 0o700); err != nil {
		return full(dir, err)
	}
	for _, name := range moved {
		if err := move(dir, at, name, slices.Contains(strings.Split(string(fresh), "\n"), name)); err != nil {
			return &registry.Error{Kind: registry.Busy, Err: err,
				Message: fmt.Sprintf("Chưa chuyển xong dữ liệu khôi phục trong %s (tệp %s). Hãy kiểm tra quyền ghi rồi chạy trithuc doctor để làm nốt.", dir, name)}
		}
	}
	for _, d := range []string{filepath.Join(at, oldName), filepath.Join(at, newName), dir} {
		if err := syncDir(d); err != nil {
			return full(dir, err)
		}
	}
	if err := errors.Join(os.Remove(filepath.Join(at, marker)), syncDir(at)); err != nil {
		return full(dir, err)
	}
	return nil
}

// move takes the former file or folder of a name away and puts the new one,
// where there is to be one, in its place.
func move(dir, at, name string, renewed bool) error {
	former, fresh, place := filepath.Join(at, oldName, name), filepath.Join(at, newName, name), filepath.Join(dir, name)
	if renewed && !exists(fresh) {
		return nil // done before
	}
	if exists(place) {
		if err := os.Rename(place, former); err != nil {
			return err
		}
	}
	if !renewed {
		return nil
	}
	return os.Rename(fresh, place)
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
		return syncDir(path) // a file is forced as a folder is
	})
}
