package ui_test

import (
	"crypto/rand"
	"encoding/json"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vault"
)

// withKey gives the site a key for restricted values.
func withKey(s *site) {
	ring, err := vault.Make(filepath.Join(s.dir, "key"), rand.Reader)
	ok(s.t, err)
	s.config.Sealer = ring
	erasing(s)
}

const number = "092180112233"

// keep types a citizen number into the form of a person.
func (s *site) keep(p *registry.Person, key, value, do string) answer {
	s.t.Helper()
	return s.post("/people/"+p.ID.Public()+"/restricted", url.Values{"key": {key}, "value": {value}, "do": {do}})
}

// TestCitizenNumberPages: a number is recorded, opened for a purpose alone, found by
// itself, replaced and taken out; a wrong one is refused and not shown again.
func TestCitizenNumberPages(t *testing.T) {
	t.Parallel()
	s := open(t, withKey)
	p := s.full()
	at := "/people/" + p.ID.Public() + "/restricted"
	holds(t, s.page("/people/"+p.ID.Public()), at)
	if page := s.page(at); !strings.Contains(page, "Chưa lưu số nào") || strings.Contains(page, `id="open"`) {
		t.Errorf("nothing is kept yet: %s", page)
	}
	for _, bad := range []string{"", "09218011223", "quên số"} {
		a := s.keep(p, "bad"+bad, bad, "keep")
		if holds(t, a.body, `id="refusal"`, "12 chữ số", "Chưa lưu số nào"); a.status != 400 || bad != "" && strings.Contains(a.body, bad) {
			t.Errorf("%q: %d %s", bad, a.status, a.body)
		}
	}
	holds(t, s.keep(p, "1", "092 180 112 233", "keep").body, "Đã lưu số định danh", "Đang lưu một số")
	holds(t, s.page("/people/"+p.ID.Public()), "Lưu số định danh cá nhân")
	if strings.Contains(s.page(at), number) || strings.Contains(s.page("/people/"+p.ID.Public()), number) {
		t.Error("a page shows the number unasked")
	}

	a := s.post(at+"/open", url.Values{"key": {"o"}, "purpose": {" "}})
	if holds(t, a.body, `id="refusal"`, "lý do xem"); a.status != 400 {
		t.Errorf("without a purpose: %d", a.status)
	}
	holds(t, s.post(at+"/open", url.Values{"key": {"p"}, "purpose": {"đối chiếu hồ sơ"}}).body, number, `id="opened"`)

	holds(t, s.post("/restricted", url.Values{"key": {"f"}, "value": {number}}).body, p.Name.Full, "/people/"+p.ID.Public())
	holds(t, s.post("/restricted", url.Values{"key": {"g"}, "value": {"092180112234"}}).body, "Không có hồ sơ nào")
	if a := s.post("/restricted", url.Values{"key": {"h"}, "value": {"0921"}}); a.status != 400 {
		t.Errorf("half a number was looked for: %d", a.status)
	}

	if a := s.keep(p, "1", "092180999999", "keep"); a.status != 409 {
		t.Errorf("the same form with another number: %d", a.status)
	}
	holds(t, s.keep(p, "2", "", "drop").body, "Đã bỏ số", "Chưa lưu số nào")
}

// TestOwnCopy: who asks gets everything that is held, in words and as JSON, the
// citizen number too; and the trail says that it was handed out.
func TestOwnCopy(t *testing.T) {
	t.Parallel()
	s := open(t, withKey)
	p := s.full()
	s.keep(p, "1", number, "keep")
	access := s.requested(p, "access", "23/11/2026")
	page := s.page(access + "/data")
	holds(t, page, p.Name.Full, p.Publications[0].Title, p.Email, number, "Tiến sĩ", "Xem, nhận bản sao dữ liệu", "số điện thoại sai",
		"Cung cấp bản sao dữ liệu theo yêu cầu số 1", "Nguồn", `lang="vi"`)
	for _, raw := range []string{"consent<", "quoc-gia<", "<script>alert"} {
		if strings.Contains(page, raw) {
			t.Errorf("the copy says %q", raw)
		}
	}
	_, rest, _ := strings.Cut(page, `id="du-lieu"`)
	_, rest, _ = strings.Cut(rest, ">")
	raw, _, _ := strings.Cut(rest, "</script>")
	var back registry.OwnData
	if err := json.Unmarshal([]byte(raw), &back); err != nil || back.Citizen != number || back.Person.Email != p.Email || len(back.Requests) != 1 || len(back.Openings) != 1 {
		t.Errorf("the JSON of the copy: %+v, %v", back, err)
	}
}

// TestOwnCopyWithoutKey: what cannot be opened is named, and the rest is handed out.
func TestOwnCopyWithoutKey(t *testing.T) {
	t.Parallel()
	s := open(t, withKey)
	p := s.full()
	s.keep(p, "1", number, "keep")
	access := s.requested(p, "access", "23/11/2026")
	s.config.Sealer = nil
	s.serve()
	page := s.page(access + "/data")
	holds(t, page, p.Publications[0].Title, "có lưu, ở dạng mã hóa")
	if strings.Contains(page, number) {
		t.Error("the number stands in the copy")
	}
	if a := s.post("/restricted", url.Values{"key": {"f"}, "value": {number}}); a.status != 503 {
		t.Errorf("without a key: %d", a.status)
	}
}
