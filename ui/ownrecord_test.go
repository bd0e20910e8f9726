package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestOwnRecord: an expert shows their record to the public and takes it back, asks for a
// correction whose clock they see, and sees who opened what; nobody else gets that page.
func TestOwnRecord(t *testing.T) {
	t.Parallel()
	s, _ := secured(t)
	people := s.sample()
	s.add(people...)
	s.account(registry.Account{Name: "chuyengia", Role: registry.Expert, Person: people[0].ID})
	s.account(registry.Account{Name: "chuyenvien", Role: registry.Officer})
	gate := registry.Secrets{Store: s.store, Sealer: s.config.Sealer}
	_, err := gate.Keep(s.ctx, people[0].ID, registry.Citizen, "092175000123", registry.Why{})
	ok(t, err)
	_, err = gate.Open(s.ctx, people[0].ID, registry.Citizen, "đối chiếu quyết định")
	ok(t, err)
	own, record := s.as("chuyengia"), people[0].ID.Public()
	page := own.page("/own")
	holds(t, page, "Nguyễn Thị Mỹ Hoa", "không công khai", "đối chiếu quyết định", "Bạn chưa gửi đề nghị nào", `href="/people/`+record+`"`)
	if strings.Contains(page, "092175000123") {
		t.Error("the page tells the number itself")
	}
	if a := own.post("/own/public", url.Values{"public": {"on"}}); a.status != http.StatusOK || !strings.Contains(a.body, "đang được công khai") {
		t.Fatalf("published: %d", a.status)
	}
	public := registry.WithActor(s.ctx, registry.Actor{Account: "cong-chung"})
	if p, err := registry.VisiblePerson(public, s.store, people[0].ID); err != nil || p.Email != "" {
		t.Errorf("the public: %v", err)
	}
	own.post("/own/public", url.Values{"public": {"off"}})
	p := s.stored(people[0].ID)
	if p.Public || len(p.Bases) != 1 || p.Bases[0].Until.IsZero() {
		t.Errorf("taken back: %v %+v", p.Public, p.Bases)
	}
	if a := own.post("/own/requests", url.Values{"kind": {"correct"}}); a.status != http.StatusBadRequest {
		t.Errorf("a correction of nothing: %d", a.status)
	}
	a := own.post("/own/requests", url.Values{"kind": {"correct"}, "detail": {"Điện thoại: 0918000009"}})
	holds(t, a.body, "Đã gửi đề nghị", "Điện thoại: 0918000009", "03/12/2026") // ten days later
	own.post("/own/requests", url.Values{"kind": {"access"}})
	if a := own.post("/own/requests", url.Values{"kind": {"access"}}); a.status != http.StatusBadRequest || !strings.Contains(a.body, "đang được xử lý") {
		t.Errorf("the same again: %d", a.status)
	}
	officer := s.as("chuyenvien")
	holds(t, officer.page("/requests"), "Đính chính · "+record, "Nguyễn Thị Mỹ Hoa")
	for path, form := range map[string]url.Values{"/own/public": {"public": {"on"}}, "/own/requests": {"kind": {"erase"}}} {
		if a := officer.post(path, form); a.status != http.StatusForbidden {
			t.Errorf("an officer at %s: %d", path, a.status)
		}
	}
	for _, path := range []string{"/people/" + people[1].ID.Public() + "/edit", "/requests", "/people/" + record + "/edit"} {
		if a := own.get(path); a.status != http.StatusForbidden && a.status != http.StatusNotFound {
			t.Errorf("the expert at %s: %d", path, a.status)
		}
	}
}
