package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"trithuc/registry"
)

// holder is who has a data folder, as it stands in the lock file.
type holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

// lock takes the data folder for this process alone, or says at once who has
// it. The operating system lets go of it when the process ends, however it
// ends; the file is opened close-on-exec, so no child keeps it.
func lock(dir, command string, now time.Time) (unlock func() error, err error) {
	path := filepath.Join(dir, "lock")
	l := flock.New(path)
	got, err := l.TryLock()
	if err != nil {
		return nil, &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không khóa được thư mục dữ liệu %s. Hãy kiểm tra quyền ghi vào thư mục này.", dir)}
	}
	if !got {
		return nil, held(dir, path)
	}
	b, err := json.Marshal(holder{os.Getpid(), command, now})
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		return nil, &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không ghi được vào thư mục dữ liệu %s. Hãy kiểm tra quyền ghi và chỗ trống trên đĩa.", dir)}
	}
	return l.Unlock, nil
}

// reading is the file that commands which read beside another hold together, and
// a restore, which takes the files away under them, alone.
const reading = ".reading.lock"

// lockReading says that this process reads the folder beside others. A folder that
// may not be written to is read all the same: no restore goes on in it.
func lockReading(dir string) (unlock func() error, err error) {
	l := flock.New(filepath.Join(dir, reading))
	got, err := l.TryRLock()
	switch {
	case err != nil:
		return func() error { return nil }, nil
	case !got:
		return nil, registry.Errorf(registry.Busy, "Thư mục dữ liệu %s đang được khôi phục từ bản sao lưu. Hãy chờ khôi phục xong rồi làm lại.", dir)
	}
	return l.Unlock, nil
}

// lockReaders keeps everybody from beginning to read the folder, or says that
// somebody does.
func lockReaders(dir string) (unlock func() error, err error) {
	l := flock.New(filepath.Join(dir, reading))
	got, err := l.TryLock()
	if err == nil && !got {
		return nil, registry.Errorf(registry.Busy, "Một lệnh khác (export, backup hoặc forecast) đang đọc thư mục dữ liệu %s. Hãy chờ lệnh đó xong rồi làm lại.", dir)
	}
	if err != nil {
		return nil, &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không khóa được thư mục dữ liệu %s. Hãy kiểm tra quyền ghi vào thư mục này.", dir)}
	}
	return l.Unlock, nil
}

// held says who has the folder. The holder's note may be unreadable (it is being
// written, or the system locks it too); the answer is the same, less a name.
func held(dir, path string) error {
	var h holder
	who := "một tiến trình trithuc khác"
	if b, err := os.ReadFile(path); err == nil && json.Unmarshal(b, &h) == nil && h.PID != 0 {
		who = fmt.Sprintf("lệnh «trithuc %s» (tiến trình %d)", h.Command, h.PID)
	}
	return registry.Errorf(registry.Busy, "Thư mục dữ liệu %s đang được %s dùng. Hãy dừng lệnh đó rồi làm lại.", dir, who)
}
