package archive

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"trithuc/registry"
)

// What of a data folder is in an archive: the database, as it was at one moment,
// and the folder of uploads.
const (
	database = "registry.db"
	files    = "files"
)

// The copy of the database that is being put into an archive stands in a folder of its
// own: beside the archive, since the disk of the data may be full and a backup wanted for
// that very reason; inside the data folder where the archive is encrypted, since the copy
// is not. The lock tells a backup under way from what a crash left of one.
const (
	besideArchive = ".trithuc-backup.copy"
	copying       = ".backup"
	lockName      = ".backup.lock"
)

// Take makes an archive of the data folder dir at path, whole or not at all. copy
// writes a sound copy of the database into a folder and says in a manifest of what
// moment it is. The uploads are read after the database, so that none is missing
// that it knows.
func Take(ctx context.Context, dir, path string, key *Key, copy func(ctx context.Context, to string) (Manifest, error)) (m Manifest, err error) {
	unlock, err := lockBackup(dir)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	stage := filepath.Join(filepath.Dir(path), besideArchive)
	if key != nil {
		stage = filepath.Join(dir, copying)
	}
	return Create(path, key, func(w *Writer) (m Manifest, err error) {
		if err := errors.Join(os.RemoveAll(stage), os.Mkdir(stage, 0o700)); err != nil {
			return m, full(filepath.Dir(stage), err)
		}
		defer os.RemoveAll(stage)
		if m, err = copy(ctx, stage); err != nil {
			return m, err
		}
		err = w.Add(database, filepath.Join(stage, database))
		if err == nil {
			err = w.addTree(ctx, dir, files)
		}
		return m, err
	})
}

// Sweep removes what a backup that was killed left in dir.
func Sweep(dir string) error {
	stage := filepath.Join(dir, copying)
	if !exists(stage) {
		return nil
	}
	unlock, err := lockBackup(dir)
	if registry.KindOf(err) == registry.Busy {
		return nil // it goes on
	}
	if err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(stage), unlock())
}

func lockBackup(dir string) (unlock func() error, err error) {
	l := flock.New(filepath.Join(dir, lockName))
	got, err := l.TryLock()
	if err != nil {
		return nil, full(dir, err)
	}
	if !got {
		return nil, registry.Errorf(registry.Busy, "Một lần sao lưu khác của thư mục %s đang chạy. Hãy chờ nó xong rồi làm lại.", dir)
	}
	return l.Unlock, nil
}

// addTree adds every file below a folder of the data folder. What goes while the
// folder is read, as a file half written does, was not meant to stay.
func (w *Writer) addTree(ctx context.Context, dir, tree string) error {
	return fs.WalkDir(os.DirFS(dir), tree, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			err = w.Add(name, filepath.Join(dir, filepath.FromSlash(name)))
		}
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return errors.Join(err, ctx.Err())
	})
}
