package ui_test

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/search/bleve"
)

// TestIndexFilledAnew: while an index that was lost is filled again nobody is
// told "0 people"; from its end on everybody is found.
func TestIndexFilledAnew(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	index, err := bleve.Open(filepath.Join(t.TempDir(), "index"))
	ok(t, err)
	t.Cleanup(func() { index.Close() })
	follower := search.NewFollower(s.store, index)
	s.config.Index, s.config.CaughtUp = index, follower.CaughtUp
	s.config.Searcher = &search.Searcher{Index: index, References: s.store, Now: clock}
	s.config.Wait = func(context.Context, registry.Seq) error { return context.DeadlineExceeded } // longer than a reader waits
	s.serve()
	for _, path := range []string{"/readyz", "/people", "/people?q=hoa", s.unit(), "/api/v1/people?q=hoa"} {
		if a := s.get(path); a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" || !strings.Contains(a.body, "Chỉ mục tìm kiếm đang được lập") {
			t.Errorf("GET %s before: %d %s", path, a.status, a.body)
		}
	}
	for _, path := range []string{"/people?q=Nguyễn+Thị+Mỹ+Hoa", "/people?q=hoa+nguyen+thi+my", "/people?q=TT-0000013", "/api/v1/people?q=NGUYEN+THI+MY+HOA"} { // the store knows whole names
		holds(t, s.page(path), "Nguyễn Thị Mỹ Hoa", "chỉ tìm được theo đúng họ tên đầy đủ")
	}
	metrics := s.page("/metrics")
	holds(t, metrics, "trithuc_index_lag_entries")
	if strings.Contains(metrics, "trithuc_people ") {
		t.Error("the metrics count people that nobody finds")
	}
	s.page("/healthz")

	s.config.Wait = follower.Wait
	s.serve()
	go follower.CatchUp(s.ctx, nil)
	holds(t, s.page("/people?q=hoa"), "Nguyễn Thị Mỹ Hoa") // waited for
	s.page("/readyz")
	holds(t, s.page("/metrics"), "trithuc_people 3", "trithuc_index_lag_entries 0")
}

// disk is one that fails writes.
type disk struct{ err error }

func (d disk) Writable() error         { return d.err }
func (d disk) LogSize() (int64, error) { return 4096, nil }

// TestNotReadyWithoutRoom: who asks whether the server is ready hears of a full disk,
// while pages are still read.
func TestNotReadyWithoutRoom(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	full := &registry.Error{Kind: registry.Busy, Message: "Đĩa đã đầy.", Err: syscall.ENOSPC}
	s.config.Disk = disk{full}
	s.serve()
	if a := s.get("/readyz"); a.status != http.StatusInsufficientStorage {
		t.Errorf("full: %d %s", a.status, a.body)
	}
	s.page("/people")
	holds(t, s.page("/metrics"), "trithuc_wal_bytes 4096")
	s.config.Disk = disk{registry.Errorf(registry.Busy, "Chỉ đọc.")}
	s.serve()
	if a := s.get("/readyz"); a.status != http.StatusServiceUnavailable {
		t.Errorf("read-only: %d %s", a.status, a.body)
	}
}

// TestUncleanErasures: who watches the server sees that an erasure is not finished.
func TestUncleanErasures(t *testing.T) {
	t.Parallel()
	s := open(t, erasing)
	p := s.full()
	s.config.Erasures.Later = func() {} // and nobody does it
	s.serve()
	holds(t, s.page("/metrics"), "trithuc_erasures_unclean 0")
	_, err := s.config.Erasures.Erase(s.ctx, &registry.ErasePerson{ID: p.ID})
	ok(t, err)
	holds(t, s.page("/metrics"), "trithuc_erasures_unclean 1")
	s.config.Erasures.Rebuild = func(context.Context) error { return nil }
	ok(t, s.config.Erasures.Finish(s.ctx))
	holds(t, s.page("/metrics"), "trithuc_erasures_unclean 0")
}
