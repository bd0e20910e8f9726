package main

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"trithuc/registry/archive"
)

func TestScheduleIsDue(t *testing.T) {
	at := func(s string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("ICT", 7*60*60))
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, c := range []struct {
		name, now, last, failed string
		want                    bool
	}{
		{"never yet", "2026-11-20 10:00", "", "", true},
		{"made today", "2026-11-20 10:00", "2026-11-20 01:30", "", false},
		{"made last night, before the hour", "2026-11-20 01:29", "2026-11-19 01:31", "", false},
		{"the hour comes", "2026-11-20 01:30", "2026-11-19 01:31", "", true},
		{"the machine was off", "2026-11-25 09:00", "2026-11-19 01:31", "", true},
		{"failed just now", "2026-11-20 01:40", "2026-11-19 01:31", "2026-11-20 01:30", false},
		{"failed an hour ago", "2026-11-20 02:30", "2026-11-19 01:31", "2026-11-20 01:30", true},
		{"the clock was turned back", "2026-11-20 10:00", "2036-11-20 01:30", "", true},
	} {
		s := &schedule{at: 90 * time.Minute, now: func() time.Time { return at(c.now) }}
		if c.last != "" {
			last := at(c.last)
			s.last.Store(&last)
		}
		if c.failed != "" {
			failed := at(c.failed)
			s.failed.Store(&failed)
		}
		if got := s.due(); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

// TestFailedBackupRemovesNothing: old backups go only after a new one stands.
func TestFailedBackupRemovesNothing(t *testing.T) {
	now := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	folder := archive.Folder(t.TempDir())
	for d := range 5 {
		if err := os.WriteFile(folder.Name(now.AddDate(0, 0, -d-1)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	broken := errors.New("đĩa đầy")
	s := &schedule{folder: folder, keep: archive.Retention{Daily: 2}, now: func() time.Time { return now },
		take: func(_ context.Context, path string) (archive.Manifest, error) {
			if broken != nil {
				return archive.Manifest{}, broken
			}
			return archive.Manifest{}, os.WriteFile(path, nil, 0o600)
		}}
	for _, want := range []int{5, 2} {
		s.make(t.Context())
		made, err := folder.Archives()
		if err != nil || len(made) != want {
			t.Errorf("%d archives, %v, want %d", len(made), err, want)
		}
		if last, failing := s.health(); failing != (broken != nil) || !failing && !last.Equal(now) {
			t.Errorf("health %v, %v", last, failing)
		}
		broken = nil
	}
}
