package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestProposals: an expert corrects their record field by field; nothing changes until
// their institution accepts, with the expert as the source; a refusal says why.
func TestProposals(t *testing.T) {
	t.Parallel()
	s, _ := secured(t)
	people := s.sample()
	s.add(people...)
	id := people[0].ID
	s.account(registry.Account{Name: "chuyengia", Role: registry.Expert, Person: id})
	s.account(registry.Account{Name: "daumoi", Role: registry.DataOfficer, Organisation: s.organisation("Đại học Cần Thơ")})
	s.account(registry.Account{Name: "nguoikhac", Role: registry.DataOfficer, Organisation: s.organisation("Trường Đại học Tây Đô")})
	own, office := s.as("chuyengia"), s.as("daumoi")
	page := own.page("/own/edit")
	if strings.Contains(page, `name="public"`) || strings.Contains(page, "/own/edit/bases") {
		t.Error("the form asks for what is not theirs to propose")
	}
	form := url.Values{"version": {field(t, page, "version")}, "name": {"Nguyễn Thị Mỹ Hoa"}, "birth": {"31/02/1975"}, "email": {"hoa"}}
	a := own.post("/own/edit", form)
	if a.status != http.StatusBadRequest {
		t.Fatalf("refused: %d", a.status)
	}
	holds(t, a.body, "có 2 chỗ cần sửa", "không phải ngày tháng", `value="31/02/1975"`, `value="hoa"`)
	before := s.stored(id)
	form = scalarsOf(t, page)
	form.Set("email", "moi@vi.example")
	form.Set("nationality", "Pháp")
	form.Set("reason", "đổi hộp thư")
	holds(t, own.post("/own/edit", form).body, "Đã gửi đề nghị đính chính", "moi@vi.example", "Chờ duyệt", "đổi hộp thư")
	if now := s.stored(id); now.Version != before.Version {
		t.Errorf("proposing wrote version %d", now.Version)
	}
	holds(t, office.page("/"), "Đề nghị đính chính, Nguyễn Thị Mỹ Hoa", `href="/proposals/1"`)
	holds(t, office.page("/reviews"), "Đính chính do chủ hồ sơ đề nghị", `href="/proposals/2"`)
	if strings.Contains(s.as("nguoikhac").page("/reviews"), "/proposals/") || s.as("nguoikhac").get("/proposals/1").status != http.StatusForbidden {
		t.Error("another institution sees it")
	}
	page = office.page("/proposals/1")
	holds(t, page, "moi@vi.example", "đổi hộp thư", "Hồ sơ hiện nay")
	accept := url.Values{"do": {"accept"}, "version": {field(t, page, "version")}}
	if a := own.post("/proposals/1", accept); a.status != http.StatusForbidden {
		t.Errorf("the expert accepts: %d", a.status)
	}
	holds(t, office.post("/proposals/1", accept).body, "Đã ghi đính chính vào hồ sơ")
	if a := office.post("/proposals/2", accept); a.status != http.StatusBadRequest {
		t.Errorf("on a version that is gone: %d", a.status)
	}
	holds(t, office.post("/proposals/2", url.Values{"do": {"refuse"}, "why": {"cần giấy tờ"}}).body, "Đã trả lời không chấp nhận")
	holds(t, own.page("/own"), "Đã chấp nhận", "cần giấy tờ", "Không chấp nhận")
	holds(t, office.page("/people/"+id.Public()), "moi@vi.example", "chuyengia")
	if now := s.stored(id); now.Email != "moi@vi.example" || now.Nationality != before.Nationality {
		t.Errorf("the record: %s %s", now.Email, now.Nationality)
	}
}

// scalarsOf gives what the form of a record sends back untouched.
func scalarsOf(t *testing.T, page string) url.Values {
	t.Helper()
	form := url.Values{}
	for _, name := range []string{"version", "name", "birth", "nationality", "title.year", "title.discipline", "rank.name", "email", "phone"} {
		form.Set(name, field(t, page, name))
	}
	form.Set("sex", "female")
	for _, name := range []string{"title.code", "rank.code"} {
		if i := strings.Index(page, `name="`+name+`"`); i >= 0 {
			chosen, _, _ := strings.Cut(page[i:], "</select>")
			if _, at, ok := strings.Cut(chosen, "selected"); ok {
				_ = at
				head := chosen[:strings.Index(chosen, "selected")]
				value := head[strings.LastIndex(head, `value="`)+len(`value="`):]
				form.Set(name, value[:strings.Index(value, `"`)])
			}
		}
	}
	return form
}

// TestReadiness: an expert says on what they are ready to advise and until when; it holds at
// once, and an item of another list is proposed instead.
func TestReadiness(t *testing.T) {
	t.Parallel()
	s, _ := secured(t)
	people := s.sample()
	s.add(people...)
	id := people[0].ID
	s.account(registry.Account{Name: "chuyengia", Role: registry.Expert, Person: id})
	own := s.as("chuyengia")
	page := own.page("/own/edit/advice/new")
	form := url.Values{"version": {field(t, page, "version")}, "topic": {""}, "from": {"01/12/2026"}, "to": {"30/06/2027"}, "limit": {"chỉ góp ý bằng văn bản"}}
	if a := own.post("/own/edit/advice/new", form); a.status != http.StatusBadRequest {
		t.Errorf("without a topic: %d", a.status)
	}
	form.Set("topic", "bệnh tôm")
	holds(t, own.post("/own/edit/advice/new", form).body, "Đã ghi việc sẵn sàng tư vấn", "bệnh tôm", "30/06/2027", "chỉ góp ý bằng văn bản")
	p := s.stored(id)
	if len(p.Advice) == 0 || p.Advice[len(p.Advice)-1].Topic != "bệnh tôm" {
		t.Fatalf("advice: %+v", p.Advice)
	}
	if a := own.post("/own/edit/advice/new", form); a.status != http.StatusPreconditionFailed && a.status != http.StatusConflict {
		t.Errorf("on a version that is gone: %d", a.status)
	}
	page = own.page("/own/edit/expertise/new")
	a := own.post("/own/edit/expertise/new", url.Values{"version": {field(t, page, "version")}, "phrase": {"rong biển"}})
	holds(t, a.body, "Đã gửi đề nghị đính chính", "rong biển")
	if n := len(s.stored(id).Expertise); n != len(p.Expertise) {
		t.Errorf("proposing wrote: %d phrases", n)
	}
	holds(t, own.page("/own/edit/expertise"), "rong biển") // as they would have it
	if a := own.get("/own/edit/bases"); a.status != http.StatusNotFound {
		t.Errorf("bases: %d", a.status)
	}
	holds(t, own.post("/own/proposals/1/withdraw", nil).body, "Đã rút đề nghị đính chính")
}
