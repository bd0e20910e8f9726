package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// full gives somebody of whom everything is known, stored.
func (s *site) full() *registry.Person {
	s.t.Helper()
	p := registrytest.Person(1, s.organisation("Đại học Cần Thơ"), 0)
	s.add(p)
	return p
}

// filled gives what a form of a page holds, as a browser would send it.
func filled(t *testing.T, page string) url.Values {
	t.Helper()
	form := url.Values{}
	from := strings.Index(page, `id="edit-form"`)
	if from < 0 {
		t.Fatalf("no form on the page:\n%s", page)
	}
	part := page[from:]
	part = part[:strings.Index(part, "</form>")]
	for _, m := range regexp.MustCompile(`<input[^>]*>`).FindAllString(part, -1) {
		name, value := attribute(m, "name"), attribute(m, "value")
		if kind := attribute(m, "type"); (kind == "checkbox" || kind == "radio") && !strings.Contains(m, " checked") {
			continue
		}
		form.Set(name, value)
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]*name="([^"]+)".*?</select>`).FindAllStringSubmatch(part, -1) {
		form.Set(m[1], "")
		for _, o := range regexp.MustCompile(`<option[^>]*>`).FindAllString(m[0], -1) {
			if strings.Contains(o, " selected") {
				form.Set(m[1], attribute(o, "value"))
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(part, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

func attribute(tag, name string) string {
	m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return m[1]
}

func (s *site) stored(id registry.PersonID) *registry.Person {
	s.t.Helper()
	p, err := s.store.Person(s.ctx, id)
	ok(s.t, err)
	return p
}

// TestRecordInFull: everything a record can hold is on its page, in both
// languages, with where it comes from.
func TestRecordInFull(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	address := "/people/" + p.ID.Public()
	for _, page := range []string{s.page(address), s.page(address + "?view=cv")} {
		holds(t, page, p.Publications[0].Title, p.Tasks[0].Name, p.Awards[0].Name, p.Languages[0].Level, p.Training[0].Name, p.Memberships[0].Role,
			p.Patents[0].Title, p.Works[0].Title, p.Exhibitions[0].Title, p.Abroad[0].Country, p.Advice[0].Topic, p.Names[0].Name, p.Identifiers[0].Value)
	}
	holds(t, s.page(address), "Thuộc diện", "có bằng đại học trở lên", "Mục chưa ghi", p.Bases[0].Purpose)
	if n := strings.Count(s.page(address+"?sources=all"), "Tài khoản operator ghi ngày"); n < 15 {
		t.Errorf("only %d sources are told", n)
	}
	holds(t, s.page(address+"?lang=en"), "Publications", "Counted", "Change the record")
	holds(t, s.page(address+"?view=cv"), "Lý lịch khoa học", "Người khai", "1. Thông tin chung")
	unclear := s.sample()[2]
	s.add(unclear)
	holds(t, s.page("/people/"+unclear.ID.Public()), `data-scope="unclear"`, "Chưa rõ", "chưa ghi học vị")
}

// TestEditWithoutScript: every refusal at once beside its field, what was typed
// stays, and what is saved is found and can be taken back.
func TestEditWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	address := "/people/" + p.ID.Public() + "/edit"
	form := filled(t, s.page(address))
	if unchanged := s.post(address, form); unchanged.status != 200 {
		t.Fatalf("the form as it came: %d", unchanged.status)
	}
	form = filled(t, s.page(address))
	bad := url.Values{}
	for k, v := range form {
		bad[k] = v
	}
	bad.Set("birth", "31/02/1975")
	bad.Set("email", "khong phai thu")
	bad.Set("title.year", "năm ngoái")
	bad.Set("name", "")
	a := s.post(address, bad)
	if a.status != http.StatusBadRequest {
		t.Fatalf("refused values answered %d", a.status)
	}
	holds(t, a.body, "có 4 chỗ cần sửa", "31/02/1975", "khong phai thu", "năm ngoái", `href="#f-title-year"`, "không phải địa chỉ thư điện tử", `aria-invalid="true"`)

	form.Set("phone", "+84 918 000 009")
	form.Set("birth", "26-3-1975")
	form.Set("reason", "theo Quyết định số 12")
	a = s.post(address, form)
	holds(t, a.body, "Đã lưu.", "0918000009", "26/03/1975", "theo Quyết định số 12")
	if got := s.stored(p.ID); got.Phone != "0918000009" || len(got.Publications) != len(p.Publications) {
		t.Errorf("stored %+v", got)
	}
	version := s.stored(p.ID).Version
	if again := s.post(address, form); again.status != 200 || s.stored(p.ID).Version != version {
		t.Errorf("sent twice: %d, version %d after %d", again.status, s.stored(p.ID).Version, version)
	}
	undo := regexp.MustCompile(`/people/TT-\d+/history/\d+`).FindString(a.body)
	holds(t, s.page(undo), "Xem trước", "0918000009")
	a = s.post(undo, url.Values{"key": {key(t, s.page(undo))}})
	holds(t, a.body, "Đã hoàn tác thay đổi")
	if got := s.stored(p.ID); got.Phone != p.Phone {
		t.Errorf("after the undo the telephone is %s", got.Phone)
	}
}

// TestStaleEdit: what two people changed apart is joined; where both changed one
// value, both are shown and one is chosen.
func TestStaleEdit(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	address := "/people/" + p.ID.Public() + "/edit"
	first, second, third := filled(t, s.page(address)), filled(t, s.page(address)), filled(t, s.page(address))
	first.Set("phone", "0918000001")
	second.Set("email", "hai@mau.edu.vn")
	third.Set("phone", "0918000003")
	s.post(address, first)
	if a := s.post(address, second); a.status != 200 {
		t.Fatalf("a change of another value: %d\n%s", a.status, a.body)
	}
	if got := s.stored(p.ID); got.Phone != "0918000001" || got.Email != "hai@mau.edu.vn" {
		t.Errorf("joined to %s %s", got.Phone, got.Email)
	}
	a := s.post(address, third)
	if a.status != http.StatusPreconditionFailed {
		t.Fatalf("a contradiction answered %d", a.status)
	}
	holds(t, a.body, "có người đã sửa hồ sơ này sau khi bạn mở", "Tài khoản operator sửa", "0918000001", "0918000003", p.Phone, "hai@mau.edu.vn")
	chosen := filled(t, a.body)
	if chosen.Get("phone") != "0918000003" {
		t.Errorf("chosen at first: %s", chosen.Get("phone"))
	}
	s.post(address, chosen)
	if got := s.stored(p.ID); got.Phone != "0918000003" || got.Email != "hai@mau.edu.vn" {
		t.Errorf("after choosing %s %s", got.Phone, got.Email)
	}
}

// TestEditList: an item is added, changed, ended and removed, each by a form.
func TestEditList(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	list := "/people/" + p.ID.Public() + "/edit/tasks"
	before := len(p.Tasks)
	form := filled(t, s.page(list+"/new"))
	form.Set("from", "hôm qua")
	a := s.post(list+"/new", form)
	if a.status != http.StatusBadRequest {
		t.Fatalf("an empty task answered %d", a.status)
	}
	holds(t, a.body, "có 2 chỗ cần sửa", "Tên nhiệm vụ", "không phải ngày tháng", "hôm qua")
	form.Set("name", "Chọn giống cá tra chịu mặn")
	form.Set("from", "03/2024")
	form.Set("level", "tinh")
	for range 2 { // a double click adds one
		a = s.post(list+"/new", form)
	}
	holds(t, a.body, "Đã lưu.", "Chọn giống cá tra chịu mặn", "từ 03/2024", "?end=today")
	got := s.stored(p.ID)
	if len(got.Tasks) != before+1 || got.Tasks[before].Level != "tinh" || got.Tasks[before].Source == got.Tasks[0].Source {
		t.Fatalf("stored %+v", got.Tasks)
	}
	item := fmt.Sprintf("%s/%d", list, before+1)
	form = filled(t, s.page(item+"?end=today"))
	if form.Get("to") != "23/11/2026" {
		t.Errorf("the end is %q", form.Get("to"))
	}
	form.Set("role", "Chủ nhiệm")
	holds(t, s.post(item, form).body, "03/2024 – 23/11/2026", "Chủ nhiệm")
	version := fmt.Sprint(s.stored(p.ID).Version)
	a = s.post(item, url.Values{"do": {"remove"}, "version": {version}})
	if strings.Contains(a.body, "Chọn giống cá tra chịu mặn") || len(s.stored(p.ID).Tasks) != before {
		t.Error("the task is still there")
	}
	if again := s.post(item, url.Values{"do": {"remove"}, "version": {version}}); again.status != 200 || len(s.stored(p.ID).Tasks) != before {
		t.Errorf("removed twice: %d, %d tasks", again.status, len(s.stored(p.ID).Tasks))
	}
	for path, want := range map[string]int{"/people/" + p.ID.Public() + "/edit/salary": 404, list + "/99": 404, "/people/TT-9999998/edit": 404} {
		if got := s.get(path).status; got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
}

// TestEveryListHasAForm opens the page and the form of every list, for somebody
// with and without items, and saves each item as it stands.
func TestEveryListHasAForm(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	nobody := s.sample()[2]
	s.add(nobody)
	lists := regexp.MustCompile(`/edit/(\w+)"`).FindAllStringSubmatch(s.page("/people/"+p.ID.Public()+"/edit"), -1)
	if len(lists) < 21 {
		t.Fatalf("only %d lists", len(lists))
	}
	for _, m := range lists {
		for _, q := range []*registry.Person{p, nobody} {
			address := "/people/" + q.ID.Public() + "/edit/" + m[1]
			page := s.page(address)
			filled(t, s.page(address+"/new"))
			for i := range strings.Count(page, `value="remove"`) {
				item := fmt.Sprintf("%s/%d", address, i+1)
				if a := s.post(item, filled(t, s.page(item))); a.status != 200 {
					t.Errorf("%s as it stands: %d\n%s", item, a.status, a.body)
				}
			}
		}
	}
	if got := s.stored(p.ID).Version; got != 1 {
		t.Errorf("saving what stands there made version %d", got)
	}
}

// TestStaleItem: an item somebody else changed meanwhile is shown beside what
// was written, and saving puts it in its place.
func TestStaleItem(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.full()
	item := "/people/" + p.ID.Public() + "/edit/awards/1"
	mine, theirs := filled(t, s.page(item)), filled(t, s.page(item))
	theirs.Set("name", "Bằng khen của họ")
	mine.Set("name", "Bằng khen của tôi")
	s.post(item, theirs)
	a := s.post(item, mine)
	if a.status != http.StatusPreconditionFailed {
		t.Fatalf("%d", a.status)
	}
	holds(t, a.body, "Bằng khen của họ", "Bằng khen của tôi", p.Awards[0].Name, "mục của bạn thay cho mục người khác")
	s.post(attribute(regexp.MustCompile(`<form id="edit-form"[^>]*>`).FindString(a.body), "action"), filled(t, a.body))
	if got := s.stored(p.ID).Awards; len(got) != len(p.Awards) || got[0].Name != "Bằng khen của tôi" {
		t.Errorf("stored %+v", got)
	}
	// A new item disturbs nobody.
	old := s.page("/people/" + p.ID.Public() + "/edit/awards/new")
	s.post(item, filled(t, s.page(item)))
	form := filled(t, old)
	form.Set("name", "Giải ba")
	if a := s.post("/people/"+p.ID.Public()+"/edit/awards/new", form); a.status != 200 {
		t.Errorf("adding: %d", a.status)
	}
}

// TestAddPerson: somebody new is added by hand, and asked about first where
// somebody like that is known.
func TestAddPerson(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	form := filled(t, s.page("/people/new"))
	form.Set("birth", "1/1/99999")
	a := s.post("/people", form)
	if a.status != http.StatusBadRequest {
		t.Fatalf("an empty form answered %d", a.status)
	}
	holds(t, a.body, "Họ và tên", "không phải ngày tháng")
	form.Set("name", "võ thị hồng đào")
	form.Set("birth", "12/1981")
	form.Set("organisation", "ĐHCT")
	form.Set("post", "Giảng viên")
	var first answer
	for i := range 2 { // a double click adds one
		a = s.post("/people", form)
		if i == 0 {
			first = a
		}
	}
	if a.url != first.url {
		t.Errorf("at %s, then at %s", first.url, a.url)
	}
	holds(t, a.body, "Đã thêm hồ sơ mới", "12/1981", "Giảng viên", "Đại học Cần Thơ")
	holds(t, s.page("/people?q=vo+thi+hong+dao"), "Tìm thấy 1 người")

	form = filled(t, s.page("/people/new"))
	form.Set("name", "Nguyễn Thị Mỹ Hoa")
	form.Set("birth", "25/03/1975")
	form.Set("sex", "female")
	a = s.post("/people", form)
	if a.status != http.StatusConflict {
		t.Fatalf("a twin answered %d", a.status)
	}
	holds(t, a.body, "có thể người này đã có hồ sơ", "cùng ngày sinh 25/03/1975", `value="25/03/1975"`)
	form = filled(t, a.body)
	form.Set("sure", "yes")
	holds(t, s.post("/people", form).body, "Đã thêm hồ sơ mới")
	holds(t, s.page("/people?q=nguyen+thi+my+hoa"), "Tìm thấy 2 người")
}
