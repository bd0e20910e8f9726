package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// The flows below are what a browser without a script does: forms and links.

func TestSearchWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)

	page := s.page("/people?q=" + url.QueryEscape("nguyen thi my hoa"))
	holds(t, page, `data-person="`+people[0].ID.Public()+`"`, "PGS.TS.", "<mark>Nguyễn", "Trưởng khoa · Đại học Cần Thơ", `id="q"`, `value="nguyen thi my hoa"`)

	page = s.page("/people?q=" + url.QueryEscape("thủy sản"))
	holds(t, page, `data-facet="field"`, `data-facet="degree"`, "<mark>thủy sản</mark>")

	page = s.page("/people?sex=female")
	holds(t, page, "Nguyễn Thị Mỹ Hoa", "Tìm thấy 1 người", `aria-label="Bỏ điều kiện Nữ"`)
	if strings.Contains(page, "Trần Văn Sơn") {
		t.Error("a man stands among the women")
	}

	page = s.page("/people?q=khongcoainhuvay")
	holds(t, page, "Không tìm thấy ai", "Xem tất cả mọi người")

	page = s.page("/people?page=7")
	holds(t, page, "Không còn người nào ở trang này")
}

// TestPartOnly: the script asks for the part that changes, and gets just that.
func TestPartOnly(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	r := s.request("GET", "/people?q=hoa", "")
	r.Header.Set("HX-Request", "true")
	a := s.do(r)
	if a.status != 200 || strings.Contains(a.body, "<html") || !strings.Contains(a.body, "Nguyễn Thị Mỹ Hoa") && !strings.Contains(a.body, "<mark>") {
		t.Errorf("%d %.300s", a.status, a.body)
	}
}

func TestEmptyRegistry(t *testing.T) {
	t.Parallel()
	s := open(t)
	holds(t, s.page("/"), "Chưa có ai trong cơ sở dữ liệu", `href="/imports"`)
	holds(t, s.page("/people"), "Không tìm thấy ai")
	holds(t, s.page("/shortlists"), "Chưa có danh sách nào")
	holds(t, s.page("/imports"), "Chưa có lần nhập nào", "Không nhập dữ liệu thuộc danh mục bí mật nhà nước")
	holds(t, s.page("/forecast"), "Đây là dự báo, không phải con số chắc chắn")
}

func TestPerson(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	id := people[0].ID.Public()
	page := s.page("/people/" + id)
	holds(t, page, "Nguyễn Thị Mỹ Hoa", "25/03/1975", "C001 (Đại học Cần Thơ)", "0918000001", "Thêm hồ sơ", "Tài khoản operator", "11/2034")
	holds(t, s.page("/people/"+strings.ToLower(id)), id)
	holds(t, s.page("/people/"+people[1].ID.Public()), "chưa chắc", "Chỉ biết năm sinh")
	holds(t, s.page("/people/"+people[2].ID.Public()), "Hồ sơ chưa có năm sinh", "Lê &#34;Lợi&#34; &amp; Con", "nuôi &lt;b&gt;Lợi&lt;/b&gt;")

	changed := *people[0]
	changed.Phone, changed.Birth.Day = "0918000009", 26
	s.amend(&changed)
	holds(t, s.page("/people/"+id), "Sửa hồ sơ", `<del class="old">0918000001</del>`, `<ins class="new">0918000009</ins>`, `<del class="old">25/03/1975</del>`)
}

func TestShortlistWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	page := s.page("/people?q=hoa")
	a := s.post("/shortlists", url.Values{"person": {people[0].ID.Public(), people[1].ID.Public()}, "name": {"Hội đồng thủy sản"}, "back": {"/people?q=hoa"}, "key": {key(t, page)}})
	if a.status != 200 || !strings.HasPrefix(a.url, "/people?") {
		t.Fatalf("%d %s", a.status, a.url)
	}
	holds(t, a.body, "Đã thêm 2 người vào danh sách", `href="/shortlists/1"`)

	list := s.page("/shortlists/1")
	holds(t, list, "Hội đồng thủy sản", "Trần Văn Sơn", "2 người")

	export := s.get("/shortlists/1/export?format=xlsx")
	if export.status != 200 || !strings.HasPrefix(export.body, "PK") || !strings.Contains(export.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("export: %d %v", export.status, export.header)
	}
	csv := s.get("/shortlists/1/export?format=csv")
	holds(t, csv.body, "Trần Văn Sơn")

	a = s.post("/shortlists/1", url.Values{"person": {people[1].ID.Public()}})
	holds(t, a.body, "Đã bỏ 1 người")
	a = s.post("/shortlists/1", url.Values{"name": {"Tên mới"}, "version": {"1"}})
	if a.status != http.StatusPreconditionFailed {
		t.Errorf("a stale rename answered %d", a.status)
	}
	a = s.post("/shortlists/1", url.Values{"name": {"Tên mới"}, "version": {"2"}})
	holds(t, a.body, "Đã đổi tên danh sách", "Tên mới")
	a = s.post("/shortlists/1/remove", nil)
	holds(t, a.body, "Đã xóa danh sách")
	if got := s.get("/shortlists/1").status; got != 404 {
		t.Errorf("a removed list answered %d", got)
	}
}

// TestSentTwice: the key of a form makes the second sending harmless.
func TestSentTwice(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	form := url.Values{"person": {people[0].ID.Public()}, "name": {"Một lần"}, "key": {key(t, s.page("/people?q=hoa"))}}
	first, second := s.post("/shortlists", form), s.post("/shortlists", form)
	if first.status != 200 || second.status != 200 || first.url != second.url {
		t.Errorf("%d %s, then %d %s", first.status, first.url, second.status, second.url)
	}
	if got := strings.Count(s.page("/shortlists"), "Một lần"); got != 1 {
		t.Errorf("the list stands there %d times", got)
	}
	form.Set("name", "Khác")
	if got := s.post("/shortlists", form).status; got != http.StatusConflict {
		t.Errorf("the key of another request answered %d", got)
	}
}

func TestLanguageAndTheme(t *testing.T) {
	t.Parallel()
	s := open(t)
	a := s.post("/settings", url.Values{"lang": {"en"}, "back": {"/people"}})
	if a.url != "/people" {
		t.Errorf("back at %s", a.url)
	}
	holds(t, a.body, `lang="en"`, "Find people")
	holds(t, s.post("/settings", url.Values{"theme": {"dark"}, "back": {"/"}}).body, `data-theme="dark"`, `lang="en"`)
	holds(t, s.page("/?lang=vi"), `lang="vi"`)
}

func TestForecast(t *testing.T) {
	t.Parallel()
	s := open(t)
	doctor := &registry.Person{
		Name: vietnamese.ParseName("Lê Văn Không Ngành"), Sex: registry.Male, Birth: registry.Date{Year: 1985},
		Qualifications: []registry.Qualification{{Degree: "TS"}},
	}
	s.add(append(s.sample(), doctor)...)
	holds(t, s.page("/forecast"), "1 người chưa rõ có thuộc diện hay không", "Khoa học nông nghiệp", `href="/forecast?field=4"`, "Chưa rõ lĩnh vực", "2026", "2041", "<svg", "Nghị định 135/2020/NĐ-CP")
	holds(t, s.page("/forecast"), "mỗi người một lần", "1 người chưa rõ lĩnh vực", `href="/organisations"`, "đến năm 2041")
	unit := s.organisation("Đại học Cần Thơ")
	poor := &registry.Person{
		Name: vietnamese.ParseName("Lê Văn Trống"), Sex: registry.Male, Birth: registry.Date{Year: 1985}, Qualifications: []registry.Qualification{{Degree: "TS"}},
		Positions: []registry.Position{{Organisation: unit, Unit: unit, Main: true}},
	}
	s.add(poor)
	holds(t, s.page(fmt.Sprintf("/forecast?organisation=%d", unit)), fmt.Sprintf(`href="/organisations/%d/quality?lacks=nofield#people"`, unit))
	holds(t, s.page(fmt.Sprintf("/organisations/%d/quality?lacks=nofield", unit)), "Lê Văn Trống")
	holds(t, s.page("/forecast?field=4"), "Thủy sản", `href="/people?field=405"`)
}

var keyField = regexp.MustCompile(`name="key" value="([^"]+)"`)

// key takes the hidden key out of a page's form.
func key(t *testing.T, page string) string {
	t.Helper()
	found := keyField.FindStringSubmatch(page)
	if found == nil {
		t.Fatal("the page has no form with a key")
	}
	return found[1]
}
