package api_test

import (
	"strings"
	"testing"
)

// TestPanelOfTwoSecretaries: a panel is written as its reader saw it; who comes second is
// told so with both versions, and a write that names none is refused.
func TestPanelOfTwoSecretaries(t *testing.T) {
	h := newHouse(t)
	one := h.must(201, "POST", "/people", map[string]any{"name": "Nguyễn Mẫu Một"})
	var person struct{ ID string }
	one.into(t, &person)
	need := map[string]any{"topic": "", "size": 1}
	made := h.must(201, "POST", "/panels", map[string]any{"name": "Tổ tư vấn", "need": need})
	at := strings.TrimPrefix(made.header.Get("Location"), "/api/v1")
	body := map[string]any{"name": "Tổ tư vấn lúa", "proposer": "Sở Khoa học và Công nghệ", "signer": "Ủy ban nhân dân thành phố", "seats": []any{map[string]any{"name": "Tổ trưởng", "person": person.ID}, map[string]any{"name": "Ủy viên", "holder": "Lê Mẫu Ngoài"}}}
	h.refused(400, "PUT", at, body)
	changed := h.must(200, "PUT", at, body, "If-Match", made.header.Get("ETag"))
	if !strings.Contains(string(changed.body), "Lê Mẫu Ngoài") || changed.header.Get("ETag") == made.header.Get("ETag") {
		t.Errorf("changed: %s", changed.body)
	}
	if p := h.refused(412, "PUT", at, body, "If-Match", made.header.Get("ETag")); !strings.Contains(p.Detail, "bản bạn mở là 1, bản đang lưu là 2") {
		t.Errorf("who came second reads %q", p.Detail)
	}
	body["seats"] = []any{map[string]any{"name": "Tổ trưởng", "person": "TT-1"}}
	h.refused(400, "PUT", at, body, "If-Match", changed.header.Get("ETag"))
	submitted := h.must(200, "POST", at+"/submit", map[string]any{}, "If-Match", changed.header.Get("ETag"))
	h.refused(409, "POST", at+"/submit", map[string]any{}, "If-Match", submitted.header.Get("ETag"))
	back := h.must(200, "POST", at+"/recall", map[string]any{}, "If-Match", submitted.header.Get("ETag"))
	over := h.must(200, "POST", at+"/close", map[string]any{"result": "Không lập nữa"}, "If-Match", back.header.Get("ETag"))
	h.refused(409, "PUT", at, map[string]any{"name": "x", "seats": []any{}}, "If-Match", over.header.Get("ETag"))
}
