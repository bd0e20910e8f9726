package ui_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"trithuc/registry"
)

// weak is a disk that takes no more.
type weak struct{}

func (weak) Writable() error         { return errors.New("full") }
func (weak) LogSize() (int64, error) { return 4096, nil }

// TestOperation: an administrator sees that all is well, or what is not and what to do, and
// the numbers in force; nobody else does.
func TestOperation(t *testing.T) {
	t.Parallel()
	s, _ := secured(t)
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	page := s.as("quantri").page("/operation")
	holds(t, page, "Chỉ mục tìm kiếm", "không tự sao lưu", "--backup-to", "15 phút", "45 ngày", "5 phút")
	if a := s.as("chuyenvien").get("/operation"); a.status != http.StatusForbidden {
		t.Errorf("an officer: %d", a.status)
	}
	bad := open(t, func(s *site) {
		s.config.Disk = weak{}
		s.config.Backups = func() (time.Time, bool) { return time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC), true }
	})
	holds(t, bad.page("/operation"), "20/11/2026", "Ổ đĩa đầy hoặc chỉ đọc", "4 kB")
}
