package ui_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestPanelFromNeedToDocument: an officer says what is needed, sees whom the product
// proposes and why, keeps them, and leaves with the draft of the decision as a Word file.
func TestPanelFromNeedToDocument(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	page := s.page("/panels/new?topic=nu%C3%B4i+tr%E1%BB%93ng+th%E1%BB%A7y+s%E1%BA%A3n&size=2")
	holds(t, page, "Nguyễn Thị Mỹ Hoa", "Đúng mọi quy định")
	_, rest, found := strings.Cut(page, `name="need" value="`)
	need, _, _ := strings.Cut(rest, `"`)
	if !found {
		t.Fatal("the proposal cannot be kept")
	}
	a := s.post("/panels", url.Values{"need": {html.UnescapeString(need)}, "name": {"Hội đồng tư vấn thủy sản"}})
	holds(t, a.body, "Hội đồng tư vấn thủy sản", "Nguyễn Thị Mỹ Hoa", "Chưa cam kết")
	facts := url.Values{"do": {"facts"}, "version": {"1"}, "name": {"Hội đồng tư vấn thủy sản"}, "proposer": {"Sở Khoa học và Công nghệ"}, "signer": {"Ủy ban nhân dân thành phố Cần Thơ"}}
	if a = s.post("/panels/1", facts); a.status != 200 {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	holds(t, wordBody(t, s.get("/panels/1/papers/quyet-dinh").body), "Nguyễn Thị Mỹ Hoa", "/QĐ-UBND", "TM. ỦY BAN NHÂN DÂN", "Sở Khoa học và Công nghệ")
}

func wordBody(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(file)), int64(len(file)))
	ok(t, err)
	f, err := z.Open("word/document.xml")
	ok(t, err)
	raw, err := io.ReadAll(f)
	ok(t, err)
	return string(raw)
}

// TestPanelIsSigned: commitments block the decision; two secretaries do not overwrite
// each other; who sat is told on their page; a meeting is written down.
func TestPanelIsSigned(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	p := &registry.Panel{Name: "Tổ tư vấn mẫu", Proposer: "Sở Khoa học và Công nghệ", Signer: "Ủy ban nhân dân thành phố Cần Thơ", Need: []byte(`{"topic":"thủy sản","size":2}`),
		Seats: []registry.Seat{{Name: "Tổ trưởng", Person: 1}, {Name: "Thành viên", Person: 2}, {Name: "Thành viên", Person: 3, Reserve: true}}}
	_, err := registry.Panels{Store: s.store, Now: clock}.Open(s.ctx, p)
	ok(t, err)
	step := func(status int, do string, more ...string) string {
		t.Helper()
		now, err := s.store.Panel(s.ctx, p.ID)
		ok(t, err)
		form := url.Values{"do": {do}, "version": {fmt.Sprint(now.Version)}}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		a := s.post("/panels/1", form)
		if a.status != status {
			t.Fatalf("%s %v: %d\n%s", do, more, a.status, a.body)
		}
		return a.body
	}
	step(200, "submit")
	sign := func(status int, file string) string {
		t.Helper()
		now, err := s.store.Panel(s.ctx, p.ID)
		ok(t, err)
		a := s.attach("/panels/1/decision", "quyết định.pdf", file, url.Values{"version": {fmt.Sprint(now.Version)}, "number": {"12/QĐ-UBND"}, "date": {"20/11/2026"}, "by": {"Người Mẫu Ký"}})
		if a.status != status {
			t.Fatalf("sign: %d\n%s", a.status, a.body)
		}
		return a.body
	}
	holds(t, sign(409, "%PDF-1.7"), "chưa cam kết không xung đột lợi ích")
	step(200, "commit", "seat", "0", "answer", "none")
	step(200, "invite", "seat", "1", "through", "Zalo", "until", "01/12/2026")
	step(200, "answer", "seat", "1", "answer", "declined", "note", "qua điện thoại")
	step(200, "stepin", "seat", "1", "reserve", "2")
	step(200, "commit", "seat", "1", "answer", "none")
	holds(t, sign(400, "chữ thường"), "phải là tệp PDF")
	lacks(t, s.page("/panels/1"), "12/QĐ-UBND")
	sign(200, "%PDF-1.7 đã ký")
	if a := s.get("/panels/1/decision"); a.body != "%PDF-1.7 đã ký" {
		t.Errorf("the signed decision: %d %q", a.status, a.body)
	}
	if a := s.post("/panels/1", url.Values{"do": {"close"}, "version": {"1"}, "result": {"x"}}); a.status != 409 || !strings.Contains(a.body, "vừa được operator sửa") {
		t.Errorf("the second secretary: %d", a.status)
	}
	step(200, "meet", "meeting", "0", "at", "2026-11-24T08:00", "room", "Phòng 2")
	step(200, "meet", "meeting", "0", "at", "2026-11-24T08:00", "held", "yes", "present", "0", "points-0", "82,5", "minutes", "Thống nhất")
	holds(t, s.page("/panels/1"), "12/QĐ-UBND", "1 trên 2 thành viên dự họp", "82,5", "Thống nhất")
	holds(t, s.page("/people/"+registry.PersonID(1).Public()), "Tổ tư vấn mẫu", "Tổ trưởng")
	holds(t, s.page("/panels"), "Quyết định 12/QĐ-UBND")
	step(200, "close", "result", "Kiến nghị đã gửi")
	holds(t, s.page("/panels/1"), "Kiến nghị đã gửi")
}

// TestInvitationByLink: a link answers without an account, once, and shows nobody's data.
func TestInvitationByLink(t *testing.T) {
	t.Parallel()
	outsider, _ := locked(t)
	outsider.add(outsider.sample()...)
	outsider.account(registry.Account{Name: "thuky", Display: "Trần Thị Mẫu", Role: registry.Secretary})
	s := outsider.as("thuky")
	p := &registry.Panel{Name: "Tổ tư vấn mẫu", Proposer: "Sở Khoa học và Công nghệ", Need: []byte(`{"topic":"thủy sản","size":2}`),
		Seats: []registry.Seat{{Name: "Tổ trưởng", Person: 1}, {Name: "Thành viên", Person: 2}, {Name: "Thành viên", Person: 3, Reserve: true}}}
	_, err := registry.Panels{Store: s.store, Now: clock}.Open(s.ctx, p)
	ok(t, err)
	a := s.post("/panels/1/links", url.Values{"version": {"1"}, "seat": {"1"}, "until": {"30/12/2026"}})
	link := regexp.MustCompile(`/invitations/1\.[\w-]{22}`).FindString(a.body)
	if a.status != 200 || link == "" || !strings.Contains(a.body, "data:image/png;base64,") || a.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	page := s.page("/panels/1")
	lacks(t, page, link, "Đã mời")
	invited := outsider.get(link)
	holds(t, invited.body, "Tổ tư vấn mẫu", "Thành viên", "30/12/2026", "Sở Khoa học và Công nghệ")
	lacks(t, invited.body, "Nguyễn Thị Mỹ Hoa", "Tổ trưởng", "TT-00")
	if a := outsider.post(link, url.Values{"answer": {"accepted"}, "commitment": {"conflict"}}); a.status != 400 || !strings.Contains(a.body, "Hãy ghi xung đột lợi ích là gì") {
		t.Errorf("a conflict that is not told: %d", a.status)
	}
	holds(t, outsider.post(link, url.Values{"answer": {"accepted"}, "commitment": {"none"}}).body, "Đã ghi nhận câu trả lời")
	if a := outsider.get(link); a.status != 404 || !strings.Contains(a.body, "đã được dùng") {
		t.Errorf("used: %d", a.status)
	}
	holds(t, s.page("/panels/1"), "Nhận lời", "Đã cam kết")
	letters := s.post("/panels/1/links", url.Values{"version": {"3"}})
	body := wordBody(t, letters.body)
	if letters.status != 200 || strings.Count(body, "/invitations/1.") != 2 || !strings.Contains(body, "rIdP2") {
		t.Errorf("letters for who has not answered: %d", letters.status)
	}
}

// TestMyPanels: an expert sees the panels they were asked to, not those that are only being
// put together, and says of their own conflicts alone.
func TestMyPanels(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.add(s.sample()...)
	s.account(registry.Account{Name: "chuyengia", Display: "Nguyễn Thị Mẫu", Role: registry.Expert, Person: 1})
	gate := registry.Panels{Store: s.store, Now: clock}
	for _, name := range []string{"Hội đồng được mời", "Hội đồng còn soạn"} {
		_, err := gate.Open(s.ctx, &registry.Panel{Name: name, Seats: []registry.Seat{{Name: "Ủy viên", Person: 1}, {Name: "Ủy viên", Person: 2}}})
		ok(t, err)
	}
	_, err := gate.Invite(s.ctx, 1, 1, 0, "thư", registry.Date{})
	ok(t, err)
	expert := s.as("chuyengia")
	page := expert.page("/panels/mine")
	holds(t, page, "Hội đồng được mời", "Chưa khai về xung đột lợi ích", `href="/panels/mine"`)
	lacks(t, page, "Hội đồng còn soạn")
	for panel, status := range map[string]int{"1": 200, "2": 404, "9": 404} {
		if a := expert.post("/panels/mine", url.Values{"panel": {panel}, "commitment": {"conflict"}, "note": {"chồng là chủ nhiệm"}}); a.status != status {
			t.Errorf("panel %s: %d, want %d", panel, a.status, status)
		}
	}
	holds(t, expert.page("/panels/mine"), "Đã khai có xung đột lợi ích", "chồng là chủ nhiệm")
	if a := expert.get("/panels/1"); a.status != 403 {
		t.Errorf("the secretary's page: %d", a.status)
	}
}

// TestAgenciesAreAsked: a letter is noted as sent, the reply of an agency is written down,
// and whom it names instead is checked like anybody proposed.
func TestAgenciesAreAsked(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	p := &registry.Panel{Name: "Tổ tư vấn mẫu", Need: []byte(`{"topic":"thủy sản","size":2,"work":{"name":"Đề tài A","people":["TT-0000021"]}}`),
		Seats: []registry.Seat{{Name: "Tổ trưởng", Person: 1}, {Name: "Thành viên", Holder: "Lê Mẫu", Agency: "Sở Nông nghiệp"}}}
	_, err := registry.Panels{Store: s.store, Now: clock}.Open(s.ctx, p)
	ok(t, err)
	holds(t, s.page("/panels/1"), "Đề nghị cơ quan cử người", "Sở Nông nghiệp", "chưa gửi công văn")
	ask := url.Values{"do": {"ask"}, "version": {"1"}, "to": {"Sở Nông nghiệp"}, "letter": {"15/SKHCN"}, "until": {"30/12/2026"}}
	if a := s.post("/panels/1", ask); a.status != 200 {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	holds(t, s.page("/panels/1"), "chờ trả lời đến 30/12/2026", "Ghi trả lời của Sở Nông nghiệp")
	holds(t, wordBody(t, s.get("/panels/1/papers/cong-van").body), "30/12/2026")
	a := s.post("/panels/1", url.Values{"do": {"agency"}, "version": {"2"}, "seat": {"1"}, "reply": {"instead"}, "person": {"TT-0000021"}, "note": {"33/SNN"}})
	holds(t, a.body, "cơ quan cử thay Lê Mẫu", "33/SNN", "là người nộp hoặc tham gia công trình được xét")
	late := s.post("/panels/1", url.Values{"do": {"add"}, "version": {"2"}, "person": {"Phạm Mẫu Muộn"}, "seatname": {"Thành viên"}})
	if late.status != 409 {
		t.Errorf("the second secretary: %d", late.status)
	}
	holds(t, late.body, "bản bạn mở là 2, bản đang lưu là 3", "Phạm Mẫu Muộn", "Người khác đã làm", "Ghi nhận trả lời của cơ quan", "cơ quan cử thay Lê Mẫu")
}

// TestPublicAddress: links that go out bear the address by which people outside come in.
func TestPublicAddress(t *testing.T) {
	t.Parallel()
	s := open(t, func(s *site) { s.config.Public = "https://chuyengia.example.vn" })
	s.add(s.sample()...)
	_, err := registry.Panels{Store: s.store, Now: clock}.Open(s.ctx, &registry.Panel{Name: "Tổ tư vấn mẫu", Seats: []registry.Seat{{Name: "Tổ trưởng", Person: 1}}})
	ok(t, err)
	holds(t, s.post("/panels/1/links", url.Values{"version": {"1"}, "seat": {"0"}}).body, "https://chuyengia.example.vn/invitations/1.")
}

// TestErasedMemberIsSaid: a need that names somebody erased since is still checked for
// conflicts, and the page says what of it is no longer used.
func TestErasedMemberIsSaid(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	p := &registry.Panel{Name: "Tổ tư vấn mẫu", Need: []byte(`{"topic":"thủy sản","size":2,"pin":["TT-0000099"],"work":{"people":["TT-0000013"]}}`), Seats: []registry.Seat{{Name: "Tổ trưởng", Person: 1}}}
	_, err := registry.Panels{Store: s.store, Now: clock}.Open(s.ctx, p)
	ok(t, err)
	holds(t, s.page("/panels/1"), "có mục không còn dùng được", "TT-0000099", "là người nộp hoặc tham gia công trình")
}

// TestPanelAtWork: criteria are set, a paper is tabled, a member sends a sheet on line, a
// member is replaced by a later decision, another is evaluated.
func TestPanelAtWork(t *testing.T) {
	t.Parallel()
	s, _ := locked(t)
	s.add(s.sample()...)
	s.account(registry.Account{Name: "chuyengia", Display: "Nguyễn Thị Mẫu", Role: registry.Expert, Person: 1})
	s.account(registry.Account{Name: "thuky", Display: "Trần Thị Mẫu", Role: registry.Secretary})
	office, expert := s.as("thuky"), s.as("chuyengia")
	gate := registry.Panels{Store: s.store, Now: clock}
	_, err := gate.Open(s.ctx, &registry.Panel{Name: "Hội đồng mẫu", Proposer: "Sở KHCN", Signer: "UBND thành phố", Seats: []registry.Seat{{Name: "Chủ tịch", Person: 1}, {Name: "Ủy viên", Person: 2}}})
	ok(t, err)
	step := func(path string, more ...string) {
		t.Helper()
		p, err := s.store.Panel(s.ctx, 1)
		ok(t, err)
		form := url.Values{"version": {fmt.Sprint(p.Version)}}
		for i := 0; i < len(more); i += 2 {
			form.Add(more[i], more[i+1])
		}
		a := answer{}
		if form.Get("upload") != "" {
			a = office.attach(path, form.Get("upload"), "%PDF-1.7", form)
		} else {
			a = office.post(path, form)
		}
		if a.status != 200 {
			t.Fatalf("%s %v: %d\n%s", path, more, a.status, a.body)
		}
	}
	signed := []string{"upload", "quyết định.pdf", "number", "12/QĐ-UBND", "date", "20/11/2026", "by", "Người Mẫu Ký"}
	step("/panels/1", "do", "submit")
	step("/panels/1", "do", "commit", "seat", "0", "answer", "none")
	step("/panels/1", "do", "commit", "seat", "1", "answer", "none")
	step("/panels/1/decision", signed...)
	step("/panels/1", "do", "criteria", "criteria", "Tính mới: 30\nTính khả thi: 70")
	step("/panels/1", "do", "meet", "meeting", "0", "at", "2026-11-24T08:00", "open", "yes")
	step("/panels/1/files", "upload", "báo cáo.pdf", "meeting", "0")
	holds(t, expert.page("/panels/mine"), "Tính khả thi (tối đa 70)", "báo cáo.pdf", "/panels/1/files/1")
	if a := expert.get("/panels/1/files/1"); a.status != 200 || a.body != "%PDF-1.7" {
		t.Errorf("the paper: %d", a.status)
	}
	for points, status := range map[string]int{"80": 400, "60,5": 200} {
		sheet := url.Values{"panel": {"1"}, "meeting": {"0"}, "part": {"25", points}, "vote": {"Đạt"}, "note": {"Cần bổ sung số liệu"}}
		if a := expert.post("/panels/mine/scores", sheet); a.status != status {
			t.Errorf("%s points of 70: %d\n%s", points, a.status, a.body)
		}
	}
	step("/panels/1", "do", "meet", "meeting", "0", "at", "2026-11-24T08:00", "held", "yes", "present", "0", "present", "1", "points-0", "85,5", "vote-0", "Đạt")
	holds(t, office.page("/panels/1"), "25 + 60,5", "Cần bổ sung số liệu", "Đạt: 1 phiếu", "2 trên 2 thành viên")
	step("/panels/1", "do", "succeed", "seat", "1", "person", "TT-0000037")
	holds(t, wordBody(t, office.get("/panels/1/papers/kien-toan").body), "thôi tham gia", "bổ sung")
	step("/panels/1", "do", "commit", "seat", "2", "answer", "none")
	step("/panels/1/later", append(signed, "what", "reform")...)
	step("/panels/1", "do", "evaluate", "seat", "1", "mark", "good", "note", "Đúng hạn")
	holds(t, office.page("/panels/1"), "Quyết định sau: số 12/QĐ-UBND", "Thôi tham gia từ 20/11/2026", "/panels/1/files/2", "Tốt")
	step("/panels/1/later", append(signed, "what", "dissolve", "result", "Đã hoàn thành")...)
	holds(t, office.page("/panels/1"), "Đã kết thúc", "Đã hoàn thành")
}
