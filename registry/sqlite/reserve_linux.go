package sqlite

import (
	"errors"
	"os"
	"syscall"
)

// reserve has the file system set bytes aside for a file, without writing them where it
// can.
func reserve(f *os.File, bytes int) error {
	err := syscall.Fallocate(int(f.Fd()), 0, 0, int64(bytes))
	if errors.Is(err, errors.ErrUnsupported) {
		_, err = f.Write(make([]byte, bytes))
	}
	return err
}
