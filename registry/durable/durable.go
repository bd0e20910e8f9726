// Package durable puts files on the disk so that they outlast a power cut: their
// bytes first, then their names.
package durable

import (
	"errors"
	"os"
	"path/filepath"
)

// Sync forces a file, or the names of the files in a folder, to the disk.
func Sync(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Fresh is the name beside path under which Replace writes: one name, so that what a
// kill left there is written over by the next run, and found by who sweeps.
func Fresh(path string) string { return path + ".new" }

// Replace makes content what path holds, for its owner alone, whole or not at all. It
// is on the disk when it returns. One process at a time may replace a file.
func Replace(path string, content []byte) error {
	f, err := os.OpenFile(Fresh(path), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(Fresh(path)))
	}
	if err := os.Rename(Fresh(path), path); err != nil {
		return errors.Join(err, os.Remove(Fresh(path)))
	}
	return Sync(filepath.Dir(path))
}
