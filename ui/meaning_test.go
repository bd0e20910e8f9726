package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestMeaningOfOldCodes: a field is told as its code was meant when it came in, with
// what it is now, and what nobody verified says so.
func TestMeaningOfOldCodes(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.sample()[0]
	s.add(p)
	at := "/people/" + p.ID.Public()
	ref, err := s.store.Reference(s.ctx)
	ok(t, err)
	was := ref.CodeName(registry.SchemeField, "405")
	codes := []registry.Code{{Scheme: "field", Version: "TT24-2025", Code: "405", Name: "Nghĩa khác hẳn", ValidFrom: registry.Date{Year: 2026, Month: 11, Day: 24}},
		{Scheme: "field", Version: "TT24-2025", Code: "999", Name: "Thủy sản và nuôi biển", ValidFrom: registry.Date{Year: 2026, Month: 11, Day: 24}, Replaces: []string{"405"}}}
	_, err = registry.Catalogues{Store: s.store}.LoadPlan(s.ctx, registry.PlanCatalogue(ref, "field", codes, "thử"))
	ok(t, err)
	page := s.page(at)
	holds(t, page, was, "chưa kiểm chứng") // the code came in the day before the new list begins
	if strings.Contains(page, "Nghĩa khác hẳn") {
		t.Error("the field is told by a meaning that its code was given later")
	}
	holds(t, page, "Quy định ai thuộc diện trí thức", `href="/catalogues/scope"`)
}

// TestRemoveWhatAnotherChanged: an item that somebody changed meanwhile is not taken
// out; the list as it is now is shown.
func TestRemoveWhatAnotherChanged(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	list := "/people/" + p.ID.Public() + "/edit/awards"
	version := field(t, s.page(list), "version")
	changed := s.stored(p.ID)
	changed.Awards[0].Name = "Giải thưởng đã sửa"
	s.amend(changed)
	form := url.Values{"key": {"k"}, "version": {version}, "do": {"remove"}}
	a := s.post(list+"/1", form)
	holds(t, a.body, "Chưa xóa: operator vừa sửa", "Giải thưởng đã sửa")
	if a.status != http.StatusPreconditionFailed || len(s.stored(p.ID).Awards) != len(changed.Awards) {
		t.Errorf("%d, %+v", a.status, s.stored(p.ID).Awards)
	}
}

// TestAsOfDay: a day is asked for as people write it.
func TestAsOfDay(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	at := "/people/" + p.ID.Public()
	holds(t, s.page(at), `name="as_of"`)
	holds(t, s.page(at+"?as_of="+url.QueryEscape("23/11/2026")), "Đây là hồ sơ như vào 23/11/2026")
	if a := s.get(at + "?as_of=31%2F12%2F2020"); a.status != 404 || !strings.Contains(a.body, "Vào lúc đó hồ sơ") {
		t.Errorf("a day before there was a record: %d", a.status)
	}
	if a := s.get(at + "?as_of=32%2F12%2F2020"); a.status != 400 {
		t.Errorf("a day that is none: %d", a.status)
	}
}
