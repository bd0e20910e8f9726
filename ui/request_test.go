package ui_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
)

// requested records a case by the form and gives its address.
func (s *site) requested(p *registry.Person, kind, day string) string {
	s.t.Helper()
	a := s.post("/requests", url.Values{"key": {kind}, "person": {p.ID.Public()}, "kind": {kind}, "name": {"Người yêu cầu"}, "contact": {"thu@thu.example"}, "detail": {"số điện thoại sai"}, "received": {day}})
	holds(s.t, a.body, "Đã ghi nhận yêu cầu", "Người yêu cầu")
	at, _, _ := strings.Cut(a.url, "?")
	return at
}

// step does one thing about a case.
func (s *site) step(at, do string, values ...string) answer {
	s.t.Helper()
	form := url.Values{"key": {at + do}, "do": {do}}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	if do == "settle" {
		return s.post(at+"/settle", form)
	}
	return s.post(at, form)
}

// TestRequestsWithoutScript: a case is recorded with its clocks, acknowledged,
// extended once, refused with a reason, or done as the law says.
func TestRequestsWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t, erasing)
	p := s.full()
	holds(t, s.page("/people/"+p.ID.Public()), "/requests/new?person="+p.ID.Public())
	holds(t, s.page("/requests/new?person="+p.ID.Public()), p.ID.Public(), "23/11/2026")
	a := s.post("/requests", url.Values{"key": {"x"}, "person": {"TT-1"}, "kind": {"đòi"}, "received": {"24/11/2026"}})
	holds(t, a.body, "có 4 chỗ cần sửa", "không có hồ sơ nào mang mã này", "chỉ nhận access", "ở tương lai")
	for _, day := range []string{"11/2026", "hôm qua"} {
		a = s.post("/requests", url.Values{"key": {day}, "person": {p.ID.Public()}, "kind": {"access"}, "name": {"Không được ghi"}, "received": {day}})
		if holds(t, a.body, "có 1 chỗ cần sửa"); strings.Contains(s.page("/requests"), "Không được ghi") {
			t.Errorf("received %q is refused, and the case is recorded", day)
		}
	}

	access := s.requested(p, "access", "17/11/2026")
	holds(t, s.page(access), "Báo tiếp nhận trước hết ngày 19/11/2026", "Giải quyết trước hết ngày 27/11/2026", "quá hạn")
	holds(t, s.page("/requests"), "quá hạn", "Xem, nhận bản sao dữ liệu")
	holds(t, s.step(access, "acknowledge").body, "đã báo tiếp nhận")
	holds(t, s.step(access, "extend", "until", "01/11/2026", "why", "cần tra hồ sơ giấy").body, `id="refusal"`, "cần tra hồ sơ giấy")
	holds(t, s.post(access, url.Values{"key": {"again"}, "do": {"extend"}, "until": {"05/12/2026"}, "why": {"cần tra hồ sơ giấy"}}).body, "05/12/2026", "đã gia hạn")
	holds(t, s.page(access+"/data"), p.Publications[0].Title)
	holds(t, s.step(access, "settle").body, "đã giải quyết", "Đã cung cấp bản sao dữ liệu")

	correct := s.requested(p, "correct", "")
	if got := s.step(correct, "settle"); got.status != 409 {
		t.Errorf("a record nobody corrected answered %d", got.status)
	}
	changed := s.stored(p.ID)
	changed.Phone = "0918000009"
	s.amend(changed)
	holds(t, s.post(correct+"/settle", url.Values{"key": {"done"}}).body, "Đã đính chính (mục")

	withdraw := s.requested(p, "withdraw", "")
	holds(t, s.step(withdraw, "refuse").body, "Từ chối phải có lý do")
	holds(t, s.step(withdraw, "settle").body, "đã giải quyết")
	if s.stored(p.ID).Public {
		t.Error("the record is still public")
	}

	erase := s.requested(p, "erase", "")
	holds(t, s.step(erase, "settle", "sure", "TT-").body, "Chưa xóa", p.ID.Public())
	holds(t, s.post(erase+"/settle", url.Values{"key": {"sure"}, "sure": {p.ID.Public()}}).body, "đã giải quyết")
	if got := s.get("/people/" + p.ID.Public()).status; got != 404 && got != 410 {
		t.Errorf("an erased record answered %d", got)
	}
	holds(t, s.page("/requests?all=1"), "Xóa dữ liệu", "đã giải quyết")
}

// erasing lets a site erase people.
func erasing(s *site) { s.config.Erasures = registry.Erasures{Store: s.store} }

// TestRequestPagesAreAccessible holds the pages of a case to WCAG 2.2 AA.
func TestRequestPagesAreAccessible(t *testing.T) {
	t.Parallel()
	s := open(t, erasing)
	p := s.full()
	ctx := browser(t)
	pages := []string{"/requests", "/requests/new", s.requested(p, "access", "17/11/2026"), s.requested(p, "erase", ""), "/requests"}
	for _, path := range pages {
		ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+path), ready("main")))
		s.rules(ctx, path)
	}
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/requests/new"), chromedp.Click(chromedp.CSS("#save")), ready("#problems")))
	s.rules(ctx, "refused")
}
