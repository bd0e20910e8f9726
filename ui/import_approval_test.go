package ui_test

import (
	"bytes"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
)

// people lets a site be used by one account after the other.
type people struct{ now atomic.Value }

func (p *people) are(account string) { p.now.Store(account) }

func (p *people) join(s *site) {
	p.are(operator.Account)
	s.config.Actor = func(*http.Request) registry.Actor {
		return registry.Actor{Account: p.now.Load().(string), Role: registry.Operator}
	}
}

// attach sends a signed copy as the form does.
func (s *site) attach(path, name, content string, fields url.Values, header ...string) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	ok(s.t, err)
	_, err = file.Write([]byte(content))
	ok(s.t, err)
	for name := range fields {
		ok(s.t, form.WriteField(name, fields.Get(name)))
	}
	ok(s.t, form.Close())
	r := s.request("POST", path, body.String())
	r.Header.Set("Content-Type", form.FormDataContentType())
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return s.do(r)
}

// TestApprovalPages: an institution that asks for two pairs of eyes gets them, from the
// pages alone: its rule, draft, approval by another, return, taking in.
func TestApprovalPages(t *testing.T) {
	t.Parallel()
	who := &people{}
	s := open(t, importing, who.join)
	id := s.organisation("Trường Đại học Nam Cần Thơ")
	rules := fmt.Sprintf("/organisations/%d/approval", id)
	page := s.page(rules)
	holds(t, page, "Ai duyệt danh sách của cơ quan", "người duyệt khác người lập")
	a := s.post(rules, url.Values{"rule": {"two"}, "from": {"01/09/2026"}, "reason": {"Quyết định 12"}, "version": {field(t, page, "version")}, "key": {key(t, page)}})
	holds(t, a.body, "Từ 01/09/2026: Đơn vị duyệt (người duyệt khác người lập), rồi Sở tiếp nhận", "Quyết định 12")

	who.are("lan")
	s.upload("giảng viên.csv", list, fmt.Sprint(id))
	_, page = s.settled("/imports/1")
	holds(t, page, `data-lot="draft"`, "Trình đơn vị duyệt", "Người duyệt phải khác người lập. Đã lập hoặc sửa danh sách này: lan.")
	lacks(t, page, `id="confirm"`, "Duyệt và gửi Sở</button>")
	if a := s.post("/imports/1/confirm", url.Values{"plan": {field(t, page, "plan")}}); a.status != http.StatusConflict || !strings.Contains(a.body, "phải được đơn vị duyệt") {
		t.Errorf("written without approval: %d", a.status)
	}
	move := func(m string, more ...string) answer {
		form := url.Values{"move": {m}, "plan": {field(t, s.page("/imports/1"), "plan")}, "key": {key(t, s.page("/imports/1"))}}
		if len(more) > 0 {
			form.Set("reason", more[0])
		}
		return s.post("/imports/1/moves", form)
	}
	a = move("ask")
	holds(t, a.body, `data-lot="waiting"`, "Đã ghi. Danh sách sang bước mới.", "Rút lại để sửa")
	lacks(t, a.body, "Duyệt và gửi Sở</button>", `id="declare"`, `name="do"`)
	holds(t, s.page("/imports"), `data-lot="waiting"`)
	if a := move("pass"); a.status != http.StatusForbidden || !strings.Contains(a.body, "Người duyệt phải khác người lập") {
		t.Errorf("approved by its maker: %d", a.status)
	}
	who.are("hiệu trưởng")
	holds(t, s.page("/imports/1"), "Duyệt và gửi Sở</button>")
	holds(t, move("pass").body, `data-lot="sent"`)
	who.are("sở")
	if a := move("return"); a.status != http.StatusBadRequest || !strings.Contains(a.body, "Trả lại phải có lý do") {
		t.Errorf("returned without a reason: %d", a.status)
	}
	holds(t, move("return", "Thiếu ngày sinh dòng 5").body, `data-lot="returned"`, "Thiếu ngày sinh dòng 5")

	who.are("lan")
	s.post("/imports/1/cells", url.Values{"x.0.D5": {"28/02/1990"}, "was.x.0.D5": {"31/02/1990"}, "key": {"c"}})
	s.settled("/imports/1")
	move("ask")
	who.are("hiệu trưởng")
	move("pass")
	who.are("sở")
	page = s.page("/imports/1")
	holds(t, page, "Tiếp nhận và ghi vào cơ sở dữ liệu")
	s.post("/imports/1/confirm", url.Values{"plan": {field(t, page, "plan")}, "key": {key(t, page)}})
	state, page := s.settled("/imports/1")
	if state != "applied" {
		t.Fatalf("state %s", state)
	}
	holds(t, page, `data-lot="taken"`, "Danh sách đã qua các bước", "hiệu trưởng", "Thiếu ngày sinh dòng 5")
}

// TestApprovalInBrowser is the long way as people go it: a cell is corrected, the signed
// form attached, the list approved by another and taken in.
func TestApprovalInBrowser(t *testing.T) {
	t.Parallel()
	who := &people{}
	s := open(t, importing, who.join)
	dir := t.TempDir()
	file, scan := filepath.Join(dir, "giảng viên.csv"), filepath.Join(dir, "biểu đã ký.pdf")
	ok(t, os.WriteFile(file, []byte("Trường Đại học Nam Cần Thơ,,,,,,\n"+list), 0o600))
	ok(t, os.WriteFile(scan, []byte("%PDF-1.7 bản quét"), 0o600))
	ctx := browser(t)
	at := func(path string) chromedp.Action[chromedp.Void] { return chromedp.Navigate(s.server.URL + path) }
	rules := fmt.Sprintf("/organisations/%d/approval", s.organisation("Trường Đại học Nam Cần Thơ"))
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 900), at(rules), ready("#save"),
		chromedp.SetValue(chromedp.CSS(`select[name="rule"]`), "two"), chromedp.SetValue(chromedp.CSS(`input[name="from"]`), "01/09/2026"),
		chromedp.Click(chromedp.CSS("#save")), ready("#history")))
	who.are("lan")
	ok(t, chromedp.Do(ctx, at("/imports"), ready("#upload"), chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}),
		chromedp.Click(chromedp.CSS("#upload button")), ready(`#lot[data-lot="draft"]`),
		at("/imports/1/row?sheet=0&row=6"), ready("#save-cells"), chromedp.SetValue(chromedp.CSS(`input[name="x.0.D6"]`), "28/02/1990"),
		chromedp.Click(chromedp.CSS("#save-cells")), ready(`tr[data-cell="D6"] .source`),
		at("/imports/1"), ready(`#lot[data-lot="draft"]`), chromedp.Click(chromedp.CSS("#signed summary")),
		chromedp.SetUploadFiles(chromedp.CSS("#signed-file"), []string{scan}), chromedp.SetValue(chromedp.CSS("#signed-number"), "12/BC-ĐHNCT"),
		chromedp.SetValue(chromedp.CSS("#signed-on"), "20/11/2026"), chromedp.Click(chromedp.CSS("#signed form button")), ready(`#signed a[href$="/signed"]`),
		chromedp.Click(chromedp.CSS(`button[value="ask"]`)), ready(`#lot[data-lot="waiting"]`)))
	s.rules(ctx, "waiting")
	who.are("hiệu trưởng")
	ok(t, chromedp.Do(ctx, at("/imports/1"), chromedp.Click(chromedp.CSS(`button[value="pass"]`)), ready(`#lot[data-lot="sent"]`)))
	who.are("sở")
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#confirm")), ready(`#import[data-state="applied"]`), ready(`#lot[data-lot="taken"]`)))
	s.rules(ctx, "taken")
	ok(t, chromedp.Do(ctx, at("/people?q=my+hoa"), ready(`#found-count[data-total="1"]`)))
	if a := s.get("/imports/1/signed"); a.body != "%PDF-1.7 bản quét" {
		t.Errorf("the signed copy comes back as %q", a.body)
	}
}

// lacks says which of the texts a page has.
func lacks(t testing.TB, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("the page has %q", text)
		}
	}
}

// TestSignedCopyPages: the form is printed before the list is written, signed, attached
// with its number, and given back as it came; over the API alike.
func TestSignedCopyPages(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.upload("giảng viên.csv", list, fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ")))
	_, page := s.settled("/imports/1")
	holds(t, page, "Đính kèm bản đã ký", `href="/imports/1/form"`)
	holds(t, s.page("/imports/1/form"), "Số liệu theo bản xem trước", "Tổng cộng")
	fields := url.Values{"number": {"12/BC-ĐHNCT"}, "on": {"20/11/2026"}, "key": {key(t, page)}}
	if a := s.attach("/imports/1/signed", "giả.pdf", "không phải PDF", fields); a.status != http.StatusUnprocessableEntity && a.status != http.StatusBadRequest || !strings.Contains(a.body, "PDF hoặc ảnh") {
		t.Errorf("no PDF: %d", a.status)
	}
	for range 2 { // sent twice it is attached once
		a := s.attach("/imports/1/signed", "biểu đã ký.pdf", "%PDF-1.7 thật", fields)
		holds(t, a.body, "Bản đã ký số 12/BC-ĐHNCT ngày 20/11/2026", "biểu đã ký.pdf", "Thay bản đã ký")
	}
	a := s.get("/imports/1/signed")
	if a.body != "%PDF-1.7 thật" || a.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") {
		t.Errorf("it comes back as %q %v", a.body, a.header)
	}
	fields = url.Values{"number": {"13/BC"}, "on": {"2026-11-21"}, "key": {"s3"}}
	if a := s.attach("/api/v1/imports/1/signed", "biểu.jpg", "\xff\xd8\xffanh", fields); a.status != http.StatusUnprocessableEntity {
		t.Errorf("the API without a key in the header: %d %s", a.status, a.body)
	}
	if a := s.attach("/api/v1/imports/1/signed", "biểu.jpg", "\xff\xd8\xffanh", fields, "Idempotency-Key", "s4"); a.status != http.StatusOK || !strings.Contains(a.body, `"kind":"image/jpeg"`) {
		t.Errorf("over the API: %d %s", a.status, a.body)
	}
	if a := s.get("/api/v1/imports/1/signed"); a.body != "\xff\xd8\xffanh" {
		t.Errorf("it comes back as %q", a.body)
	}
	if a := s.get("/imports/9/signed"); a.status != http.StatusNotFound {
		t.Errorf("no such import: %d", a.status)
	}
}

// TestTwoOnOneRow: two people have one row open; each changes another cell, and neither
// takes back what the other wrote.
func TestTwoOnOneRow(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.upload("giảng viên.csv", list, fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ")))
	s.settled("/imports/1")
	page := s.page("/imports/1/row?sheet=0&row=3") // as both see it
	send := func(cell, text, as string) answer {
		form := url.Values{"key": {as}}
		for _, m := range regexp.MustCompile(`name="((?:was\.)?x\.0\.[A-Z]+3)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			form.Set(m[1], html.UnescapeString(m[2]))
		}
		form.Set("x.0."+cell, text)
		a := s.post("/imports/1/cells", form)
		s.settled("/imports/1")
		return a
	}
	send("G3", "tinh dầu", "a")
	send("D3", "26/03/1975", "b")
	holds(t, s.page("/imports/1/row?sheet=0&row=3"), `value="tinh dầu"`, `value="26/03/1975"`)
	if late := send("G3", "hương liệu", "c"); late.status < 400 || !strings.Contains(late.body, "tinh dầu") {
		t.Errorf("the same cell from an older page: %d", late.status)
	}
	holds(t, s.page("/imports/1/row?sheet=0&row=3"), `value="tinh dầu"`)
}

// TestHeaderRefused: a row that can be no header is refused with a sentence, and so is a
// row that the sheet has not.
func TestHeaderRefused(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.upload("giảng viên.csv", list, "")
	s.settled("/imports/1")
	for header, words := range map[string]string{"0": "phải là một số từ 1", "ba": "phải là một số từ 1", "-2": "phải là một số từ 1", "200": "chỉ có 5 dòng", "9999": "phải từ 1 đến 250"} {
		a := s.post("/imports/1/columns", url.Values{"sheet": {"0"}, "do": {"save"}, "header": {header}})
		if holds(t, a.body, words); a.status != http.StatusBadRequest {
			t.Errorf("%s: %d", header, a.status)
		}
	}
	for _, row := range []string{"99999999999999", "6", "0"} {
		if a := s.get("/imports/1/row?sheet=0&row=" + row); a.status != http.StatusNotFound {
			t.Errorf("row %s: %d", row, a.status)
		}
	}
}
