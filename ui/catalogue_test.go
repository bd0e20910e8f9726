package ui_test

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
)

// newFields is a later version of the list of fields, in which code 405 means
// something else and 499 took over what it was.
const newFields = "version,code,name,valid_from,confirmed,source,replaces\n" +
	"TT24-2025,405,Công nghệ thực phẩm,2026-01-01,no,,\n" +
	"TT24-2025,499,Thủy sản và nuôi biển,2026-01-01,yes,Thông tư thử,405\n"

// TestCataloguesWithoutScript: a list is seen with its dates and doubts, loaded from
// a file after a preview, and the load taken back.
func TestCataloguesWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	holds(t, s.page("/manage"), `href="/catalogues"`)
	holds(t, s.page("/catalogues"), "Lĩnh vực khoa học và công nghệ", "chưa kiểm chứng", "QD12-2008", "Biểu trao đổi")
	holds(t, s.page("/catalogues/field?q=thuy+san"), "405", "QD12-2008", "14/12/2025", "Nạp từ tệp")
	a := s.multi("/catalogues/field/preview", "moi.csv", newFields, nil)
	holds(t, a.body, "phiên bản mới", "Công nghệ thực phẩm", "Thủy sản và nuôi biển", "chưa kiểm chứng", "Ghi vào danh mục")
	form := url.Values{"key": {"k1"}, "carried": {field(t, a.body, "carried")}, "carried-name": {"moi.csv"}, "seen": {"khác"}}
	if a := s.multi("/catalogues/field/load", "", "", form); a.status != 409 {
		t.Errorf("another preview answered %d", a.status)
	}
	form.Set("seen", field(t, a.body, "seen"))
	form.Set("key", "k2")
	for range 2 { // sent twice it is loaded once
		a = s.multi("/catalogues/field/load", "", "", form)
		holds(t, a.body, "Đã ghi danh mục", "TT24-2025")
	}
	holds(t, s.page("/catalogues/field?version=QD12-2008&q=405"), "Nay là: 499 Thủy sản và nuôi biển")
	steps, err := registry.CatalogueHistory(s.ctx, s.store, "field")
	ok(t, err)
	a = s.post("/catalogues/field/history/"+seq(steps[0].Entry.Seq), url.Values{"key": {"k3"}})
	holds(t, a.body, "Đã hoàn tác")
	ref, err := s.store.Reference(s.ctx)
	ok(t, err)
	if ref.Versions("field")["TT24-2025"] != nil {
		t.Error("the load was not taken back")
	}
	if a := s.get("/catalogues/field/file?format=csv&version=QD12-2008"); a.status != 200 || a.header.Get("Content-Disposition") == "" {
		t.Errorf("the file answered %d %v", a.status, a.header)
	}
}

// TestCatalogueFilesRefused: every refused cell is named at once, on the page the
// file was sent from.
func TestCatalogueFilesRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	a := s.multi("/catalogues/field/preview", "a.csv", "version,code,name,valid_from,confirmed,replaces\nv,1,,hôm qua,yes,999x\n,2,B,,có,\n", nil)
	if a.status != 400 {
		t.Errorf("%d", a.status)
	}
	holds(t, a.body, `id="refusal"`, "dòng 2, cột C (name)", "hôm qua", "dòng 3, cột A (version)", "chỉ nhận yes", "999x")
	holds(t, s.multi("/catalogues/field/preview", "a.csv", "\x00\x01", nil).body, "không phải bảng tính")
	if a := s.get("/catalogues/KHONG%20CO"); a.status != 404 {
		t.Errorf("a name that is none answered %d", a.status)
	}
	holds(t, s.page("/catalogues/danh-muc-moi"), "chưa có phiên bản nào")
}

// TestEditCode: a rule of who counts is changed by a form, seen before it is
// written, and people count by it.
func TestEditCode(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.sample()[1] // a master
	s.add(p)
	at := "/people/" + p.ID.Public()
	holds(t, s.page(at), `data-scope="in"`)
	page := s.page("/catalogues/scope/edit?version=2026&code=degree%3Adai-hoc")
	form := filled(t, page)
	if form.Get("value") != "40" || form.Get("was") != "degree:dai-hoc" {
		t.Fatalf("%v", form)
	}
	form.Set("value", "nhiều")
	form.Set("code", "bằng cấp")
	a := s.post("/catalogues/scope/edit", form)
	holds(t, a.body, "không phải số", "quy tắc phải bắt đầu bằng degree:", `aria-invalid="true"`)
	form.Set("value", "60")
	form.Set("code", "degree:dai-hoc")
	form.Set("name", "có bằng tiến sĩ")
	a = s.post("/catalogues/scope/edit", form)
	holds(t, a.body, "có bằng tiến sĩ", "60")
	a = s.multi("/catalogues/scope/load", "", "", url.Values{"key": {"k"}, "carried": {field(t, a.body, "carried")}, "carried-name": {"sửa"}, "seen": {field(t, a.body, "seen")}})
	holds(t, a.body, "Đã ghi danh mục", "có bằng tiến sĩ")
	holds(t, s.page(at), `data-scope="out"`)
	form.Set("do", "remove")
	holds(t, s.post("/catalogues/scope/edit", form).body, "Bỏ (1)")
}

// TestCatalogueInBrowser: a list is loaded by clicking, and every step keeps the
// rules of WCAG 2.2 AA in both themes.
func TestCatalogueInBrowser(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := browser(t)
	file := filepath.Join(t.TempDir(), "moi.csv")
	ok(t, os.WriteFile(file, []byte(newFields), 0o600))
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 900), chromedp.Navigate(s.server.URL+"/catalogues/field"), ready("#upload")))
	s.rules(ctx, "list")
	ok(t, chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}), chromedp.Click(chromedp.CSS("#look")), ready("#load")))
	s.rules(ctx, "preview")
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#load")), ready("#versions")))
	ref, err := s.store.Reference(s.ctx)
	ok(t, err)
	if ref.Versions("field")["TT24-2025"] == nil {
		t.Error("nothing was loaded")
	}
	ok(t, os.WriteFile(file, []byte("code,ten\n1,2\n"), 0o600))
	ok(t, chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}), chromedp.Click(chromedp.CSS("#look")), ready("#refusal")))
	s.rules(ctx, "refused")
}
