package ui_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestTemplateOfADocument: an administrator takes the shipped template, uploads his own, and
// documents follow it; what is no template is refused in a sentence; the shipped one can be
// gone back to.
func TestTemplateOfADocument(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	_, err := registry.Panels{Store: s.store, Now: clock}.Open(s.ctx, &registry.Panel{Name: "Tổ tư vấn mẫu", Seats: []registry.Seat{{Name: "Tổ trưởng", Person: 1}}})
	ok(t, err)
	holds(t, s.page("/papers"), "Đang dùng mẫu có sẵn", "Giấy mời", "{{tv.ho_ten}}")
	shipped := s.get("/papers/giay-moi").body
	holds(t, wordBody(t, shipped), "{{tv.xung_ho}}", "{{CO_QUAN_TRINH}}")
	own := rezipped(t, shipped, func(body string) string { return strings.Replace(body, "trân trọng kính mời", "xin mời", 1) })
	upload := func(status int, version, file string) string {
		t.Helper()
		a := s.attach("/papers/giay-moi", "mẫu của sở.docx", file, url.Values{"version": {version}})
		if a.status != status {
			t.Fatalf("%d\n%s", a.status, a.body)
		}
		return a.body
	}
	holds(t, upload(400, "0", "PDF"), "không phải tệp Word")
	holds(t, upload(400, "0", rezipped(t, shipped, func(body string) string { return strings.Replace(body, "{{tv.xung_ho}}", "{{ten_la}}", 1) })), "{{ten_la}}", "không có trường này")
	holds(t, upload(200, "0", own), "mẫu của sở.docx")
	holds(t, upload(409, "0", own), "Trong lúc bạn sửa, mẫu văn bản này")
	body := wordBody(t, s.get("/panels/1/papers/giay-moi").body)
	holds(t, body, "xin mời", "Nguyễn Thị Mỹ Hoa")
	lacks(t, body, "{{", "trân trọng kính mời")
	if a := s.post("/papers/giay-moi", url.Values{"version": {"1"}, "reset": {"yes"}}); a.status != 200 {
		t.Fatalf("%d", a.status)
	}
	holds(t, wordBody(t, s.get("/panels/1/papers/giay-moi").body), "trân trọng kính mời")
}

// rezipped gives a Word file with its text changed.
func rezipped(t *testing.T, file string, change func(string) string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	ok(t, err)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		ok(t, err)
		raw, err := io.ReadAll(r)
		ok(t, err)
		if f.Name == "word/document.xml" {
			raw = []byte(change(string(raw)))
		}
		out, err := w.Create(f.Name)
		ok(t, err)
		_, err = out.Write(raw)
		ok(t, err)
	}
	ok(t, w.Close())
	return b.String()
}
