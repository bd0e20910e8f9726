package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"trithuc/registry"
	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
)

// backupFlags are what serve is told about backups that it makes by itself.
type backupFlags struct {
	To     string `help:"Thư mục chứa các bản sao lưu tự động; không có thì không tự sao lưu." placeholder:"DIR"`
	At     string `help:"Giờ sao lưu hằng ngày, theo giờ của máy." default:"01:30" placeholder:"HH:MM"`
	Key    string `help:"Tệp khóa để mã hóa; nên chỉ chứa phần khóa công khai." placeholder:"FILE"`
	Daily  int    `help:"Giữ bản mới nhất của bấy nhiêu ngày gần đây." default:"7" placeholder:"N"`
	Weekly int    `help:"Giữ bản mới nhất của bấy nhiêu tuần gần đây." default:"5" placeholder:"N"`
}

// schedule makes a backup a day and removes those that need not be kept.
type schedule struct {
	folder archive.Folder
	at     time.Duration // after midnight
	keep   archive.Retention
	now    func() time.Time
	take   func(ctx context.Context, path string) (archive.Manifest, error)
	// keepLog brings the log of erasures beside the backups up to that of the folder: a
	// restore on another machine then erases again who was erased since.
	keepLog func() error

	last   atomic.Pointer[time.Time] // the newest archive there is
	failed atomic.Pointer[time.Time] // when the last try failed, nil after a good one
}

// schedule reads the flags; nil where no backups were asked for.
func (f *backupFlags) schedule(c *console, store *sqlite.DB) (*schedule, error) {
	if f.To == "" {
		return nil, nil
	}
	if err := c.outside(f.To); err != nil {
		return nil, err
	}
	clock, err := time.Parse("15:04", f.At)
	if err != nil {
		return nil, registry.Errorf(registry.Invalid, "Giờ sao lưu %q không đúng dạng HH:MM, thí dụ 01:30.", f.At)
	}
	key, err := (&backupCommand{Key: f.Key}).key()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(f.To, 0o700); err != nil {
		return nil, &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không tạo được thư mục sao lưu %s. Hãy kiểm tra đường dẫn và quyền ghi.", f.To)}
	}
	s := &schedule{
		folder: archive.Folder(f.To), now: c.now, keep: archive.Retention{Daily: f.Daily, Weekly: f.Weekly},
		at: time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute,
		take: func(ctx context.Context, path string) (archive.Manifest, error) {
			return takeBackup(ctx, c, store, path, key)
		},
		keepLog: func() error { return sqlite.MergeErasureLog(f.To, c.dir) },
	}
	return s, s.look()
}

// look sees which archives there are.
func (s *schedule) look() error {
	made, err := s.folder.Archives()
	if err == nil && len(made) > 0 {
		s.last.Store(&made[0])
	}
	return err
}

// retryAfter is how long a failed backup waits before it is tried again.
const retryAfter = time.Hour

// Run makes backups until ctx ends: at the hour of each day, and at once where the
// last hour passed without one, as while the machine was off. The log of erasures is
// kept beside them from minute to minute.
func (s *schedule) Run(ctx context.Context) error {
	for tick := time.NewTicker(time.Minute); ; {
		if s.due() {
			s.make(ctx)
		}
		if err := s.keepLog(); err != nil {
			slog.ErrorContext(ctx, "log of erasures not kept beside the backups", "folder", string(s.folder), "error", err)
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// due says whether a backup should be made now.
func (s *schedule) due() bool {
	now := s.now()
	if failed := s.failed.Load(); failed != nil && now.Sub(*failed) < retryAfter && !now.Before(*failed) {
		return false
	}
	last := s.last.Load()
	return last == nil || last.Before(s.before(now)) || last.After(now.Add(time.Hour))
}

// before gives the last appointed hour up to a moment.
func (s *schedule) before(now time.Time) time.Time {
	y, m, d := now.Date()
	at := time.Date(y, m, d, int(s.at.Hours()), int(s.at.Minutes())%60, 0, 0, now.Location())
	if at.After(now) {
		at = time.Date(y, m, d-1, int(s.at.Hours()), int(s.at.Minutes())%60, 0, 0, now.Location())
	}
	return at
}

// make makes one backup and removes old ones; only after a good one is any removed.
func (s *schedule) make(ctx context.Context) {
	began := s.now()
	path := s.folder.Name(began)
	m, err := s.take(ctx, path)
	if err != nil {
		s.fail(ctx, began, err)
		return
	}
	s.last.Store(&began)
	s.failed.Store(nil)
	slog.InfoContext(ctx, "backup made", "file", path, "people", m.People, "entry", m.Seq, "files", len(m.Parts), "took", s.now().Sub(began).Round(time.Millisecond))
	switch n, err := s.folder.Prune(s.keep, began.Location()); {
	case err != nil:
		slog.ErrorContext(ctx, "old backups not removed", "error", err)
	case n > 0:
		slog.InfoContext(ctx, "old backups removed", "count", n)
	}
}

func (s *schedule) fail(ctx context.Context, at time.Time, err error) {
	if ctx.Err() != nil {
		return // the server stops
	}
	s.failed.Store(&at)
	slog.ErrorContext(ctx, "backup failed; the former ones are kept", "folder", string(s.folder), "error", err)
}

// health says when the newest backup was made, zero for never, and whether the last try failed.
func (s *schedule) health() (last time.Time, failing bool) {
	if at := s.last.Load(); at != nil {
		last = *at
	}
	return last, s.failed.Load() != nil
}
