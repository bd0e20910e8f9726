package api_test

import (
	"fmt"
	"strings"
	"testing"

	"trithuc/ui/api"
)

// TestSeenBefore: what was previewed is what is done, or the answer is 412 and says what
// has happened since.
func TestSeenBefore(t *testing.T) {
	h := newHouse(t)
	a, b := h.add(h.hoa()), h.add(api.Person{Name: "Nguyễn Thị Mỹ Hòa"})
	amend := func(id string, change func(*api.Person)) {
		t.Helper()
		answer := h.must(200, "GET", "/people/"+id, nil)
		var p api.Person
		answer.into(t, &p)
		change(&p)
		h.must(200, "PUT", "/people/"+id, p, "If-Match", answer.header.Get("ETag"))
	}
	touch := func(id string) {
		t.Helper()
		amend(id, func(p *api.Person) { p.Expertise = append(p.Expertise, fmt.Sprint("việc ", len(p.Expertise))) })
	}
	var asked api.Request
	h.must(201, "POST", "/requests", api.Request{Kind: "access", Person: a.ID, Name: "Người Hỏi"}).into(t, &asked)
	request := fmt.Sprintf("/requests/%d", asked.ID)
	preview := h.must(200, "GET", "/people/"+a.ID+"/merge?gone="+b.ID, nil)
	if !strings.Contains(string(preview.body), fmt.Sprintf(`"asked":[{"request":%d,"kind":"access","person":"%s"}]`, asked.ID, a.ID)) {
		t.Errorf("the preview names no case: %s", preview.body)
	}
	for _, c := range []struct {
		name, look, do string
		body           any
		meanwhile      func()
	}{
		{"merge", "/people/" + a.ID + "/merge?gone=" + b.ID, "/people/" + a.ID + "/merge", map[string]string{"gone": b.ID}, func() { touch(b.ID) }},
		{"unmerge", "/people/" + b.ID + "/unmerge", "/people/" + b.ID + "/unmerge", nil, func() { touch(a.ID) }},
		{"settle", request, request + "/settle", nil, func() { h.must(200, "POST", request+"/acknowledge", nil) }},
	} {
		seen := h.must(200, "GET", c.look, nil).header.Get("ETag")
		c.meanwhile()
		p := h.refused(412, "POST", c.do, c.body, "If-Match", seen)
		if !strings.Contains(p.Detail, "lại") {
			t.Errorf("%s: %q says nothing of what happened", c.name, p.Detail)
		}
		h.refused(400, "POST", c.do, c.body, "If-Match", `"cũ"`)
		seen = h.must(200, "GET", c.look, nil).header.Get("ETag")
		for range 2 { // a second try under the same key is answered as the first was
			h.must(200, "POST", c.do, c.body, "If-Match", seen, "Idempotency-Key", c.name)
		}
	}
	amend(a.ID, func(p *api.Person) { p.Phone = "0913555444" })
	change := fmt.Sprintf("/people/%s/history/%d", a.ID, h.history(a.ID)[0].Seq)
	seen := h.must(200, "GET", change, nil).header.Get("ETag")
	touch(a.ID)
	h.refused(412, "POST", change+"/revert", nil, "If-Match", seen)
	h.must(200, "POST", change+"/revert", nil, "If-Match", h.must(200, "GET", change, nil).header.Get("ETag"))
}

// TestNumberSeenBefore: of two officers who saw the same state one keeps a number.
func TestNumberSeenBefore(t *testing.T) {
	h := newHouse(t)
	at := "/people/" + h.add(h.hoa()).ID + "/restricted/citizen"
	looked := h.must(200, "GET", at, nil)
	seen := looked.header.Get("ETag")
	h.must(200, "PUT", at, `{"value":"092071000123"}`, "If-Match", seen, "Idempotency-Key", "một")
	h.must(200, "POST", at+"/open", `{"purpose":"đối chiếu"}`)
	h.refused(412, "PUT", at, `{"value":"092071000124"}`, "If-Match", seen)
	h.must(200, "PUT", at, `{"value":"092071000123"}`, "If-Match", seen, "Idempotency-Key", "một") // sent again
	now := h.must(200, "GET", at, nil)
	if !strings.Contains(string(now.body), `"kept":true`) || strings.Contains(string(now.body), "0920") {
		t.Errorf("got %s", now.body)
	}
	h.must(200, "PUT", at, `{"value":""}`, "If-Match", now.header.Get("ETag"))
	h.refused(412, "PUT", at, `{"value":""}`, "If-Match", now.header.Get("ETag"))
	told := string(h.must(200, "GET", strings.TrimSuffix(at, "/restricted/citizen")+"/history", nil).body)
	if strings.Count(told, `"field":"citizen"`) != 2 || strings.Contains(told, "0920") {
		t.Errorf("the history tells %s", told)
	}
}
