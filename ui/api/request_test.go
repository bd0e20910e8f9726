package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"trithuc/ui/api"
)

// asks opens a case.
func (h *house) asks(kind, person string) api.Request {
	h.t.Helper()
	var r api.Request
	h.must(201, "POST", "/requests", api.Request{Kind: kind, Person: person, Name: "Nguyễn Thị Mỹ Hòa", Contact: "ntmhoa@example.edu.vn",
		Detail: "Xin được giải quyết", Received: "2026-11-20T09:00:00+07:00"}).into(h.t, &r)
	return r
}

func (h *house) step(id int64, what string, body any, headers ...string) api.Request {
	h.t.Helper()
	var r api.Request
	h.must(200, "POST", fmt.Sprintf("/requests/%d/%s", id, what), body, headers...).into(h.t, &r)
	return r
}

func TestRequests(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.full())
	r := h.asks("correct", p.ID)
	if r.State != "received" || r.Clock.Acknowledge != "2026-11-25" || r.Clock.Settle != "2026-11-30" || r.Clock.Sure {
		t.Errorf("got %+v, %+v: 24/11 is a day off that nobody confirmed", r, r.Clock)
	}
	if r = h.step(r.ID, "acknowledge", nil); r.State != "acknowledged" || r.Account != operator.Account {
		t.Errorf("acknowledged: %+v", r)
	}
	if r = h.step(r.ID, "extend", map[string]string{"until": "2026-12-15", "why": "cần xác minh"}); r.Clock.Settle != "2026-12-15" || !r.Clock.Extended {
		t.Errorf("extended: %+v", r.Clock)
	}
	h.refused(409, "POST", fmt.Sprintf("/requests/%d/settle", r.ID), nil)
	right := p
	right.Phone = "0913999999"
	h.refused(412, "POST", fmt.Sprintf("/requests/%d/correct", r.ID), right, "If-Match", `"7"`)
	for range 2 { // the second is the first sent again
		if r = h.step(r.ID, "correct", right, "If-Match", `"1"`, "Idempotency-Key", "sửa"); r.State != "done" {
			t.Errorf("corrected: %+v", r)
		}
	}
	if e := h.history(p.ID)[0]; !strings.Contains(e.Reason, "yêu cầu số 1") {
		t.Errorf("the history says %q", e.Reason)
	}
	w := h.asks("withdraw", p.ID)
	h.step(w.ID, "settle", nil)
	var then api.Person
	h.must(200, "GET", "/people/"+p.ID, nil).into(t, &then)
	if then.Public || then.Bases[0].Until == "" || then.Phone != right.Phone {
		t.Errorf("withdrawn: public %v, %+v", then.Public, then.Bases)
	}
	if n := h.asks("erase", p.ID); h.step(n.ID, "refuse", map[string]string{"why": "Phải lưu theo luật"}).State != "refused" {
		t.Error("not refused")
	}
	var late struct{ Requests []api.Request }
	asked := h.asks("access", p.ID)
	h.must(200, "GET", "/requests?overdue=true", nil).into(t, &late)
	if len(late.Requests) != 0 {
		t.Errorf("overdue on the third day: %+v", late)
	}
	h.serve(func(s *api.Services) { s.Now = func() time.Time { return now.AddDate(0, 0, 9) } })
	h.must(200, "GET", "/requests?overdue=true", nil).into(t, &late)
	if len(late.Requests) != 1 || late.Requests[0].ID != asked.ID {
		t.Errorf("overdue after its ten days: %+v", late)
	}
	h.step(asked.ID, "settle", nil)
	var open struct{ Requests []api.Request }
	h.must(200, "GET", "/requests", nil).into(t, &open)
	if len(open.Requests) != 0 {
		t.Errorf("open: %+v", open)
	}
	h.refused(404, "GET", "/requests/99", nil)
	h.refused(403, "GET", "/requests", nil, "X-Role", "planner")
}

func TestOwnDataAndErasure(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.full())
	r := h.asks("access", p.ID)
	a := h.must(200, "GET", fmt.Sprintf("/requests/%d/data", r.ID), nil)
	if !strings.Contains(string(a.body), p.Email) || !strings.Contains(a.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("the copy: %v %.200s", a.header, a.body)
	}
	h.step(r.ID, "settle", nil)
	h.must(200, "GET", fmt.Sprintf("/requests/%d/data", r.ID), nil) // settled, and so theirs
	refused := h.asks("access", p.ID)
	h.step(refused.ID, "refuse", map[string]string{"why": "Không chứng minh được là ai"})
	h.refused(409, "GET", fmt.Sprintf("/requests/%d/data", refused.ID), nil)

	h.serve(func(s *api.Services) { s.Erasures.Later = func() {} }) // nobody takes the traces out yet
	e := h.asks("erase", p.ID)
	for range 2 {
		if e = h.step(e.ID, "settle", nil, "Idempotency-Key", "xóa"); e.State != "done" || e.Name != "" || e.Contact != "" {
			t.Errorf("erased: %+v", e)
		}
	}
	if problem := h.refused(404, "GET", "/people/"+p.ID, nil); !strings.Contains(problem.Detail, "theo yêu cầu") {
		t.Errorf("got %+v", problem)
	}
	for _, entry := range h.history(p.ID) {
		if !entry.Erased || len(entry.Changes) > 0 {
			t.Errorf("the history still tells: %+v", entry)
		}
	}
	h.refused(404, "POST", "/requests", api.Request{Kind: "erase", Person: p.ID, Name: "A"})
	h.must(200, "GET", fmt.Sprintf("/requests/%d", e.ID), nil).into(t, &e)
	if !e.Cleaning {
		t.Error("the case does not say that traces are still taken out")
	}
	if err := h.store.Cleaned(t.Context(), 1<<60); err != nil {
		t.Fatal(err)
	}
	e = api.Request{ID: e.ID}
	h.must(200, "GET", fmt.Sprintf("/requests/%d", e.ID), nil).into(t, &e)
	if e.Cleaning {
		t.Error("the case says so for ever")
	}
}

func TestRestricted(t *testing.T) {
	h := newHouse(t)
	p := h.add(h.hoa())
	const number = "092071000123"
	at := "/people/" + p.ID + "/restricted/citizen"
	h.refused(404, "POST", at+"/open", map[string]string{"purpose": "đối chiếu"})
	if bad := h.call("PUT", at, map[string]string{"value": "09207100012"}); bad.status != 400 || strings.Contains(string(bad.body), "09207100012") {
		t.Errorf("a wrong number: %d %s", bad.status, bad.body)
	}
	h.must(200, "PUT", at, map[string]string{"value": number})
	h.must(422, "POST", at+"/open", map[string]string{})
	h.refused(400, "POST", at+"/open", map[string]string{"purpose": "  "})
	h.refused(403, "POST", at+"/open", map[string]string{"purpose": "đối chiếu"}, "X-Role", "secretary")
	if got := h.must(200, "POST", at+"/open", map[string]string{"purpose": "đối chiếu"}); !strings.Contains(string(got.body), number) {
		t.Errorf("opened: %s", got.body)
	}
	var found struct{ People []string }
	h.must(200, "POST", "/restricted/citizen/find", map[string]string{"value": "092 071 000 123"}).into(t, &found)
	if len(found.People) != 1 || found.People[0] != p.ID {
		t.Errorf("found %v", found)
	}
	for _, path := range []string{"/people/" + p.ID, "/people/" + p.ID + "/history", "/export", "/people?q=hoa"} {
		if got := h.must(200, "GET", path, nil); strings.Contains(string(got.body), number) {
			t.Errorf("%s shows the number", path)
		}
	}
}

// TestRequestsFollowMerges: a correction that was asked for before a merge is carried
// out on the record that was kept, and the copy of their data has what stood under
// either id.
func TestRequestsFollowMerges(t *testing.T) {
	h := newHouse(t)
	kept := h.add(h.hoa())
	second := h.hoa()
	second.Email, second.Codes[0].Code = "khac@example.edu.vn", "009999"
	gone := h.add(second)
	asked := h.asks("correct", gone.ID)
	h.must(200, "POST", "/people/"+kept.ID+"/merge", map[string]string{"gone": gone.ID})
	var now api.Person
	a := h.must(200, "GET", "/people/"+kept.ID, nil)
	a.into(t, &now)
	now.Phone = "0913999888"
	h.must(200, "POST", fmt.Sprintf("/requests/%d/correct", asked.ID), now, "If-Match", a.header.Get("ETag"))
	copied := h.must(200, "GET", fmt.Sprintf("/requests/%d/data", h.asks("access", kept.ID).ID), nil)
	if !strings.Contains(string(copied.body), asked.Detail) {
		t.Error("the copy leaves out the request made under the merged id")
	}
	h.refused(400, "GET", "/people/"+kept.ID+"?as_of=2030-01-01", nil)
	h.refused(400, "GET", "/people/"+kept.ID+"?as_of=999999999", nil)
	if p := h.refused(404, "GET", "/people/"+gone.ID+"?as_of=2026-11-23", nil); !strings.Contains(p.Detail, kept.ID) {
		t.Errorf("no way to the kept record: %s", p.Detail)
	}
}
