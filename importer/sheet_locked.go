package importer

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// maxLocked bounds a workbook that is opened with a password: all of it is in
// memory then.
const maxLocked = 40 << 20

// openLocked opens a protected workbook with the password of the job and reads it.
func openLocked(j job, f io.ReaderAt, size int64, out *frameWriter) error {
	if size > maxLocked {
		return registry.Errorf(registry.TooLarge, "Tệp có mật khẩu lớn hơn %d MB. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi tải lên.", maxLocked>>20)
	}
	raw, err := io.ReadAll(io.NewSectionReader(f, 0, size))
	if err != nil {
		return err
	}
	plain, err := excelize.Decrypt(raw, &excelize.Options{Password: j.Password})
	switch {
	case errors.Is(err, excelize.ErrWorkbookPassword), err == nil && len(plain) > 0 && !bytes.HasPrefix(plain, zipMagic): // not every way of locking can tell
		return unreadable(errLocked, "Mật khẩu của tệp không đúng. Hãy nhập lại mật khẩu.")
	case err != nil || len(plain) == 0:
		return unreadable(err, "Tệp được bảo vệ bằng cách không mở được ở đây. Hãy mở bằng Excel, bỏ mật khẩu, lưu lại rồi tải lên.")
	}
	j.Password = ""
	return readContent(j, bytes.NewReader(plain), int64(len(plain)), out)
}

// secrets are the passwords of uploads that wait to be read. They stay in memory:
// after a restart the upload has to be sent again.
type secrets struct {
	mu sync.Mutex
	of map[registry.ImportID]string
}

func (s *secrets) put(id registry.ImportID, password string) {
	if password == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = map[registry.ImportID]string{}
	}
	s.of[id] = password
}

// take gives a password once.
func (s *secrets) take(id registry.ImportID) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	password := s.of[id]
	delete(s.of, id)
	return password
}
