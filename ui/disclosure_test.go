package ui_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// agencies are a site with a data officer of each of two organisations.
func agencies(t *testing.T) (s *site, asker, owner *site) {
	s, _ = secured(t)
	s.add(s.sample()...)
	own, other := s.organisation("Đại học Cần Thơ"), s.organisation("Trường Đại học Tây Đô")
	s.account(registry.Account{Name: "daumoi-taydo", Role: registry.DataOfficer, Organisation: other})
	s.account(registry.Account{Name: "daumoi-dhct", Role: registry.DataOfficer, Organisation: own})
	return s, s.as("daumoi-taydo"), s.as("daumoi-dhct")
}

func asked() url.Values {
	return url.Values{"owner": {"Đại học Cần Thơ"}, "document": {"15/ĐHTĐ-TC"}, "dated": {"20/11/2026"}, "purpose": {"Mời thỉnh giảng"}, "until": {"30/11/2026"},
		"search": {"thủy sản"}, "part.email": {"yes"}, "part.positions": {"yes"}}
}

// TestDisclosure: one agency asks another, which sees it on its first page, approves it, and
// the workbook says who got it, why and until when; the people in it see that too.
func TestDisclosure(t *testing.T) {
	t.Parallel()
	s, asker, owner := agencies(t)
	wrong := asked()
	wrong.Set("until", "30/11/2030")
	wrong.Del("part.email")
	wrong.Del("part.positions")
	a := asker.post("/disclosures", wrong)
	if a.status != http.StatusBadRequest {
		t.Fatalf("wrong: %d", a.status)
	}
	holds(t, a.body, "phải là một ngày từ hôm nay", "hãy chọn ít nhất một phần", "15/ĐHTĐ-TC", "Mời thỉnh giảng")
	a = asker.post("/disclosures", asked())
	holds(t, a.body, "Đã gửi đề nghị", "Chờ duyệt", "Mời thỉnh giảng", "Rút đề nghị")
	if a := asker.get("/disclosures/1/file"); a.status != http.StatusConflict {
		t.Errorf("before the answer: %d", a.status)
	}
	holds(t, owner.page("/"), "Trường Đại học Tây Đô đề nghị khai thác dữ liệu", `href="/disclosures/1"`)
	page := owner.page("/disclosures/1")
	holds(t, page, "Nguyễn Thị Mỹ Hoa", "Duyệt, cho tải dữ liệu", "30/11/2026")
	answer := url.Values{"do": {"approve"}, "version": {field(t, page, "version")}}
	if a := asker.post("/disclosures/1/answer", answer); a.status != http.StatusForbidden {
		t.Errorf("who asks approves: %d", a.status)
	}
	holds(t, owner.post("/disclosures/1/answer", answer).body, "Đã duyệt. Bên đề nghị tải được dữ liệu", "Ngừng cung cấp")
	if a := owner.post("/disclosures/1/answer", answer); a.status != http.StatusBadRequest {
		t.Errorf("approved twice: %d", a.status)
	}
	holds(t, asker.page("/"), "Dữ liệu theo đề nghị số 1 đã được duyệt", "tải đến 30/11/2026")
	holds(t, asker.page("/disclosures/1"), `href="/disclosures/1/file"`)
	s.fetched(t, asker)
	s.account(registry.Account{Name: "chuyengia", Role: registry.Expert, Person: 1})
	holds(t, s.as("chuyengia").page("/own"), "Trường Đại học Tây Đô", "Mời thỉnh giảng", "15/ĐHTĐ-TC", "daumoi-taydo")
	s.account(registry.Account{Name: "quantri", Role: registry.Administrator})
	holds(t, s.as("quantri").page("/people/TT-0000013/access"), "Trường Đại học Tây Đô", "Mời thỉnh giảng")
}

// fetched looks into the workbook.
func (s *site) fetched(t *testing.T, asker *site) {
	t.Helper()
	a := asker.get("/disclosures/1/file")
	if a.status != http.StatusOK {
		t.Fatalf("the file: %d %.200s", a.status, a.body)
	}
	f, err := excelize.OpenReader(strings.NewReader(a.body))
	ok(t, err)
	defer f.Close()
	rows, err := f.GetRows("Danh sách")
	ok(t, err)
	head, line := strings.Join(rows[3], "|"), strings.Join(rows[4], "|")
	if !strings.HasPrefix(head, "STT|Mã trí thức|Họ và tên|") || len(rows[3]) != 5 {
		t.Errorf("heads: %s", head)
	}
	if !strings.Contains(line, "@") || strings.Contains(strings.Join(rows[4], ""), "09") {
		t.Errorf("the first person: %s", line)
	}
	about, err := f.GetRows("Thông tin xuất")
	ok(t, err)
	var all bytes.Buffer
	for _, row := range about {
		all.WriteString(strings.Join(row, ": ") + "\n")
	}
	holds(t, all.String(), "Người xuất: daumoi-taydo", "Mục đích: Mời thỉnh giảng", "Bên đề nghị: Trường Đại học Tây Đô", "Bên cung cấp: Đại học Cần Thơ",
		"Văn bản đề nghị: 15/ĐHTĐ-TC ngày 20/11/2026", "Người duyệt: daumoi-dhct", "Khai thác đến hết ngày: 30/11/2026")
}

// TestDisclosureHostile: nobody else sees, answers or fetches it; after its day, and once
// it is stopped, nobody does.
func TestDisclosureHostile(t *testing.T) {
	t.Parallel()
	s, asker, owner := agencies(t)
	asker.post("/disclosures", asked())
	page := owner.page("/disclosures/1")
	answer := url.Values{"do": {"approve"}, "version": {field(t, page, "version")}}
	s.account(registry.Account{Name: "nguoikhac", Role: registry.DataOfficer, Organisation: s.organisation("Trường Đại học Nam Cần Thơ")})
	s.account(registry.Account{Name: "kehoach", Role: registry.Planner})
	s.account(registry.Account{Name: "thuky", Role: registry.Secretary})
	for _, name := range []string{"nguoikhac", "kehoach", "thuky"} {
		other := s.as(name)
		for _, a := range []answered{{"answer", other.post("/disclosures/1/answer", answer).status}, {"file", other.get("/disclosures/1/file").status}, {"withdraw", other.post("/disclosures/1/withdraw", answer).status}} {
			if a.status != http.StatusForbidden {
				t.Errorf("%s %s: %d", name, a.what, a.status)
			}
		}
		if name != "thuky" && other.get("/disclosures/1").status != http.StatusForbidden {
			t.Errorf("%s sees it", name)
		}
	}
	owner.post("/disclosures/1/answer", answer)
	if a := asker.get("/disclosures/1/file"); a.status != http.StatusOK {
		t.Fatalf("approved: %d", a.status)
	}
	stop := url.Values{"do": {"refuse"}, "why": {"hết mục đích"}, "version": {field(t, owner.page("/disclosures/1"), "version")}}
	owner.post("/disclosures/1/answer", stop)
	if a := asker.get("/disclosures/1/file"); a.status != http.StatusConflict {
		t.Errorf("stopped: %d", a.status)
	}
	holds(t, asker.page("/disclosures/1"), "hết mục đích", "Không cung cấp")
	asker.post("/disclosures", asked())
	owner.post("/disclosures/2/answer", url.Values{"do": {"approve"}, "version": {"1"}})
	late := time.Date(2026, 12, 1, 8, 0, 0, 0, registry.Vietnam)
	_, _, err := registry.Disclosures{Store: s.store, Now: func() time.Time { return late }}.Fetch(registry.WithActor(s.ctx, registry.Actor{Account: "daumoi-taydo", Role: registry.DataOfficer, Organisation: s.organisation("Trường Đại học Tây Đô")}), 2)
	if registry.KindOf(err) != registry.Conflict {
		t.Errorf("after its day: %v", err)
	}
}

// answered is the status of something tried.
type answered struct {
	what   string
	status int
}
