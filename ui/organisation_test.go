package ui_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"trithuc/registry"
)

func seq(n registry.Seq) string { return strconv.FormatInt(int64(n), 10) }

// TestOrganisationPages: the list, the tree, the lineage, the people, and what
// their records lack.
func TestOrganisationPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	holds(t, s.page("/organisations"), "Đại học Cần Thơ", "Sở Khoa học và Công nghệ")
	holds(t, s.page("/organisations?q=ctu"), "Đại học Cần Thơ")
	holds(t, s.page("/organisations?q=khongcodonvinay"), "Không có đơn vị nào mang tên này")
	ctu := s.organisation("Đại học Cần Thơ")
	address := fmt.Sprintf("/organisations/%d", ctu)
	holds(t, s.page(address), "Trường Thủy sản", "Chưa có ai đang công tác", "CTU", "Giáo dục và đào tạo")
	s.add(s.sample()...)
	holds(t, s.page(address), "Người đang công tác (2)", "Tất cả thuộc diện trí thức", "Nguyễn Thị Mỹ Hoa", "Trần Văn Sơn", address+"/quality")
	holds(t, s.page(address+"/quality"), "Đã xem 2 hồ sơ", "Chỉ biết năm sinh", "Chưa có điện thoại")
	page := s.page(address + "/quality?lacks=nocontact")
	holds(t, page, "Trần Văn Sơn", "Bổ sung")
	if strings.Contains(page, "Nguyễn Thị Mỹ Hoa") {
		t.Error("somebody with a telephone is said to lack one")
	}
	if got := s.get("/organisations/999999").status; got != 404 {
		t.Errorf("an unknown one answered %d", got)
	}
	// A former department leads to what it became, and back.
	ref, err := s.store.Reference(s.ctx)
	ok(t, err)
	for _, o := range ref.Organisations() {
		if _, after := ref.LineageOf(o.ID); len(after) > 0 {
			holds(t, s.page(fmt.Sprintf("/organisations/%d", o.ID)), "Sáp nhập, chia tách, đổi tên", fmt.Sprintf(`href="/organisations/%d"`, after[0].To))
			holds(t, s.page(fmt.Sprintf("/organisations/%d", after[0].To)), fmt.Sprintf(`href="/organisations/%d"`, o.ID))
			return
		}
	}
	t.Error("the seeds have no lineage")
}

// TestOrganisationForms: an administrator adds a unit, mends it, gives it a new name
// and takes that back; what is refused is said beside its field.
func TestOrganisationForms(t *testing.T) {
	t.Parallel()
	s := open(t)
	got := s.post("/organisations/new", url.Values{"kind": {"institute"}, "name": {"Viện Biểu Mẫu"}, "abbreviations": {"VBM"}})
	if got.status != 200 {
		t.Fatalf("%d: %s", got.status, got.body)
	}
	id := s.organisation("Viện Biểu Mẫu")
	address := fmt.Sprintf("/organisations/%d", id)
	holds(t, s.page(address), "VBM", address+"/rename", "Đã thêm đơn vị")
	holds(t, s.page(address+"/edit"), "Viện Biểu Mẫu", "Ngành quản lý")
	if got := s.post(address+"/edit", url.Values{"version": {"1"}, "kind": {"unit"}, "name": {""}}); got.status != 400 || !strings.Contains(got.body, "phải có đơn vị cấp trên") {
		t.Errorf("%d: %s", got.status, got.body)
	}
	if got := s.post(address+"/rename", url.Values{"version": {"9"}, "name": {"Viện Tên Mới"}, "on": {"1/7/2025"}}); got.status != 412 {
		t.Errorf("a stale form answered %d", got.status)
	}
	if got := s.post(address+"/rename", url.Values{"version": {"1"}, "reason": {"QĐ 2"}, "name": {"Viện Tên Mới"}, "on": {"1/7/2025"}}); got.status != 200 {
		t.Fatalf("%d: %s", got.status, got.body)
	}
	page := s.page(address)
	holds(t, page, "Viện Tên Mới", "Tên trước đây", "hoàn tác thay đổi này")
	steps, err := registry.OrganisationHistory(s.ctx, s.store, id)
	ok(t, err)
	if got := s.post(fmt.Sprintf("%s/history/%d", address, steps[0].Entry.Seq), url.Values{}); got.status != 200 {
		t.Errorf("undo: %d: %s", got.status, got.body)
	}
	holds(t, s.page(address), "Viện Biểu Mẫu")
	holds(t, s.page(address+"/lineage"), "Đơn vị kế tục")
}
