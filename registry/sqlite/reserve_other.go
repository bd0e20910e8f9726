//go:build !linux

package sqlite

import "os"

// reserve has the file system set bytes aside for a file.
func reserve(f *os.File, bytes int) error {
	_, err := f.Write(make([]byte, bytes))
	return err
}
