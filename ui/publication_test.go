package ui_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
)

// bib has, for somebody called Nguyễn Thị Mỹ Hoa: a paper that is clear, one where
// the author must be asked for, and one that is broken.
const bib = "@article{a, author = {Nguyễn, Thị Mỹ Hoa and Trần, Văn Mẫu}, title = {Tôm và lúa}, journal = {Tạp chí Mẫu}, year = 2022, doi = {10.99999/mau.2022.1}}\n" +
	"@article{b, author = {Nguyen, T. M. H. and Smith, J.}, title = {Shrimp & <b>rice</b>}, year = 2023, doi = {10.hong}}\n" +
	"@article{d, title = {hỏng, year = 2020\n"

// multi sends a form with a file and values as a browser without a script does.
func (s *site) multi(path, name, content string, values url.Values) answer {
	s.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		ok(s.t, err)
		part.Write([]byte(content))
	}
	for field, list := range values {
		for _, v := range list {
			ok(s.t, w.WriteField(field, v))
		}
	}
	ok(s.t, w.Close())
	r := s.request("POST", path, body.String())
	r.Header.Set("Content-Type", w.FormDataContentType())
	return s.do(r)
}

// TestPublicationsWithoutScript: a file is previewed, what is not clear is asked,
// what was typed stays, what is written shows its file, goes out again in each form
// and can be taken back.
func TestPublicationsWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.sample()[0]
	s.add(p)
	path := "/people/" + p.ID.Public() + "/publications"
	holds(t, s.page(path), "Hồ sơ chưa có công bố nào", "Xem trước")
	a := s.multi(path+"/preview", "bai.bib", bib, nil)
	holds(t, a.body, "Tôm và lúa", "Tác giả thứ 1: Nguyễn Thị Mỹ Hoa", "Shrimp &amp; &lt;b&gt;rice&lt;/b&gt;", "Người này là tác giả nào?", "10.hong", "Không nhận được")
	if a.status != 200 || len(s.stored(p.ID).Publications) != 0 {
		t.Fatalf("the preview answered %d and wrote %v", a.status, s.stored(p.ID).Publications)
	}
	form := url.Values{"key": {"k1"}, "carried": {field(t, a.body, "carried")}, "carried-name": {"bai.bib"}, "seen": {field(t, a.body, "seen")}, "take": {"0", "1"}}
	a = s.multi(path, "", "", form)
	holds(t, a.body, "có 1 chỗ cần sửa", `aria-invalid="true"`, "chưa rõ người này là tác giả thứ mấy", `href="#author-1"`)
	if a.status != 400 {
		t.Fatalf("an open question answered %d", a.status)
	}
	form.Set("author-1", "1")
	for range 2 { // sent twice it is written once
		if a = s.multi(path, "", "", form); a.status != 200 {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	holds(t, a.body, "Đang có 2 công bố", "Tệp bai.bib, tài khoản operator", "Đã lưu")
	if got := s.stored(p.ID).Publications; len(got) != 2 || got[1].Author != 1 {
		t.Fatalf("%+v", got)
	}
	form.Set("key", "k2")
	if a = s.multi(path, "", "", form); a.status != 409 {
		t.Errorf("a preview of another state answered %d", a.status)
	}
	for _, format := range []string{"bibtex", "ris", "csl"} {
		file := s.get(path + "/file?format=" + format)
		if !strings.Contains(file.header.Get("Content-Disposition"), p.ID.Public()) {
			t.Errorf("%s: %v", format, file.header)
		}
		holds(t, s.multi(path+"/preview", "lai", file.body, nil).body, "Tệp không có bài nào mới", "Đã có trong hồ sơ (2)")
	}
	entries, err := s.store.EntriesOf(s.ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(p.ID)})
	ok(t, err)
	last := path[:len(path)-len("/publications")] + "/history/" + seq(entries[len(entries)-1].Seq)
	holds(t, s.page(last), "Tôm và lúa")
	s.post(last, url.Values{"key": {"k3"}})
	if n := len(s.stored(p.ID).Publications); n != 0 {
		t.Errorf("%d publications after the undo", n)
	}
}

// TestPublicationFilesRefused: what is wrong with a file stands on the page it was
// sent from.
func TestPublicationFilesRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.sample()[0]
	s.add(p)
	path := "/people/" + p.ID.Public() + "/publications"
	for _, c := range []struct {
		name, file, content string
		form                url.Values
		status              int
		want                string
	}{
		{"none", "", "", nil, 400, "Chưa chọn tệp"},
		{"no citation", "a.bib", "xin chào", nil, 400, "không phải BibTeX"},
		{"Latin 1", "a.bib", "@article{a, title = {T\xf4m}}", nil, 400, "không phải văn bản UTF-8"},
		{"too long", "a.bib", strings.Repeat("@", 8<<20+1), nil, 400, "lớn hơn 8 MB"},
		{"carried in pieces", "", "", url.Values{"carried": {"%%%"}}, 400, "bị hỏng trên đường gửi"},
	} {
		a := s.multi(path+"/preview", c.file, c.content, c.form)
		if a.status != c.status {
			t.Errorf("%s: %d", c.name, a.status)
		}
		holds(t, a.body, c.want, `id="refusal"`)
	}
	if a := s.get(path + "/file?format=word"); a.status != 400 {
		t.Errorf("an unknown form answered %d", a.status)
	}
}

// TestPublicationsInBrowser: upload, answer and write by clicking, and every step
// keeps the rules of WCAG 2.2 AA in both themes.
func TestPublicationsInBrowser(t *testing.T) {
	t.Parallel()
	s := open(t)
	p := s.sample()[0]
	s.add(p)
	ctx := browser(t)
	file := filepath.Join(t.TempDir(), "bai.bib")
	ok(t, os.WriteFile(file, []byte(bib), 0o600))
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 900), chromedp.Navigate(s.server.URL+"/people/"+p.ID.Public()+"/publications"), ready("#upload")))
	s.rules(ctx, "upload")
	ok(t, chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}), chromedp.Click(chromedp.CSS("#look")), ready("#offer-form")))
	s.rules(ctx, "preview")
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#take")), ready("#problems")))
	s.rules(ctx, "question")
	evaluate[bool](t, ctx, `document.getElementById("author-1").value = "1", true`)
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#take")), ready("#publications .source")))
	s.rules(ctx, "written")
	if n := len(s.stored(p.ID).Publications); n != 2 {
		t.Errorf("%d publications", n)
	}
}
