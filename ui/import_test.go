package ui_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"trithuc/importer"
	"trithuc/registry/vault"
)

// TestMain lets the test binary be the child that reads workbooks.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-workbook" {
		if err := importer.ServeWorker(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// most of a test is waiting: for a page, for a deadline, for a disk
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	code := m.Run()
	quit()
	os.Exit(code)
}

// importing gives a site the real importer with its queue at work.
func importing(s *site) {
	queue := s.idle()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); queue.Run(ctx) }()
	s.t.Cleanup(func() { stop(); <-ended })
}

// idle gives a site the real importer with a queue that does nothing yet.
func (s *site) idle() *importer.Queue {
	self, err := os.Executable()
	ok(s.t, err)
	keys, err := vault.Temporary(rand.Reader)
	ok(s.t, err)
	queue := importer.NewQueue(&importer.Importer{
		Store: s.store, Files: filepath.Join(s.dir, "files"), Now: clock, Keys: keys,
		Worker: importer.Worker{Command: []string{self, "read-workbook"}},
	})
	s.config.Importer = queue
	return queue
}

// list is a small staff list as text.
const list = `Danh sách giảng viên,,,,,,
STT,Mã CB,Họ và tên,Ngày sinh,Giới tính,Trình độ,Hướng nghiên cứu
1,N001,PGS.TS. Lê Thị Ánh Tuyết,25/03/1975,Nữ,Tiến sĩ,dược liệu đồng bằng
2,N002,TRẦN VĂN SƠN,1980,Nam,ThS,nuôi trồng thủy sản
3,N003,Nguyễn Thị Mỹ Hoa,31/02/1990,nữ,Đại học,kinh tế lượng
`

// upload sends a file as the form does and gives the page that comes.
func (s *site) upload(name, content, organisation string) answer {
	s.t.Helper()
	return s.lot(url.Values{"organisation": {organisation}}, name, content)
}

var stateOf = regexp.MustCompile(`id="import" data-import="\d+" data-state="(\w+)"`)

// settled refreshes the page of an import, as a browser without a script does,
// until its job is done.
func (s *site) settled(path string) (state, page string) {
	s.t.Helper()
	for range 600 {
		page := s.page(path)
		state := stateOf.FindStringSubmatch(page)
		if state == nil {
			s.t.Fatalf("no state on %s:\n%s", path, page)
		}
		if state[1] != "received" && state[1] != "approved" {
			return state[1], page
		}
		holds(s.t, page, `<noscript><meta http-equiv="refresh"`, "/events")
		time.Sleep(50 * time.Millisecond)
	}
	s.t.Fatal("the job does not end")
	return "", ""
}

func field(t testing.TB, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("the page has no field %q", name)
	}
	return found[1]
}

// TestImportWithoutScript: upload, look, write, find, take back.
func TestImportWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	a := s.upload("giảng viên.csv", list, fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ")))
	if a.status != 200 || a.url != "/imports/1" {
		t.Fatalf("%d %s\n%s", a.status, a.url, a.body)
	}
	state, page := s.settled("/imports/1")
	if state != "planned" {
		t.Fatalf("state %s\n%s", state, page)
	}
	holds(t, page, "chưa ghi gì vào cơ sở dữ liệu", `data-outcome="added" data-n="3"`, `id="confirm"`, "giảng viên.csv", "Lê Thị Ánh Tuyết", "Họ và tên")
	holds(t, s.page("/imports/1/issues"), "D5")
	if found := s.page("/people?q=" + url.QueryEscape("Ánh Tuyết")); !strings.Contains(found, "Không tìm thấy ai") {
		t.Error("a preview can be found")
	}
	holds(t, s.page("/imports/1?outcome=rejected"), "Không có dòng nào")

	a = s.post("/imports/1/confirm", url.Values{"plan": {field(t, page, "plan")}, "key": {key(t, page)}})
	if a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	state, page = s.settled("/imports/1")
	if state != "applied" {
		t.Fatalf("state %s\n%s", state, page)
	}
	holds(t, page, "Đã ghi vào cơ sở dữ liệu", `id="undo"`)
	found := s.page("/people?q=" + url.QueryEscape("anh tuyet"))
	holds(t, found, "PGS.TS.", "Tìm thấy 1 người")
	person := regexp.MustCompile(`data-person="(TT-\d+)"`).FindStringSubmatch(found)
	holds(t, s.page("/people/"+person[1]), "Tệp giảng viên.csv", "dòng 3", `href="/imports/1"`)

	a = s.post("/imports/1/undo", url.Values{"key": {key(t, page)}})
	if a.url != "/imports/1/undone" { // an answer that a reload only reads again
		t.Errorf("the undo ends at %s", a.url)
	}
	holds(t, a.body, `data-removed="3"`)
	if again := s.page("/imports/1/undone"); !strings.Contains(again, `data-removed="3"`) {
		t.Error("the result is gone after a reload")
	}
	if again := s.post("/imports/1/undo", nil).status; again != http.StatusConflict {
		t.Errorf("a second undo gave %d", again)
	}
	holds(t, s.page("/people?q=anh+tuyet"), "Không tìm thấy ai")
	holds(t, s.page("/imports"), "Đã hoàn tác")
}

// TestQuestions: a row that may be somebody known waits for an answer.
func TestQuestions(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	employer := fmt.Sprint(s.organisation("Trường Đại học Nam Cần Thơ"))
	s.bring("một.csv", list, employer)
	second := "STT,Họ và tên,Ngày sinh,Giới tính,Email\n1,Lê Thị Ánh Tuyết,25/03/1975,Nữ,tuyet@nctu.example\n"
	page := s.bring("hai.csv", second, employer)
	holds(t, page, "1 dòng cần bạn xác nhận", `href="/reviews"`)
	holds(t, s.page("/"), "Có phải cùng một người: Lê Thị Ánh Tuyết?")
	review := regexp.MustCompile(`data-review="(\d+)"`).FindStringSubmatch(s.page("/reviews"))[1]
	page = s.page("/reviews/" + review)
	holds(t, page, "Có thể là cùng một người", "Gộp vào hồ sơ này", "Không phải một người", "Để sau", "câu 1 trên 1", "tuyet@nctu.example", "hai.csv")
	candidate := regexp.MustCompile(`name="answer" value="(TT-\d+)"`).FindStringSubmatch(page)[1]
	holds(t, s.page(html.UnescapeString(regexp.MustCompile(`id="later" href="([^"]+)"`).FindStringSubmatch(page)[1])), "câu 1 trên 1")
	a := s.post("/reviews/"+review, url.Values{"answer": {candidate}, "back": {"/reviews/next?after=" + review}, "key": {key(t, page)}})
	holds(t, a.body, "Đã ghi câu trả lời", "Không có câu hỏi nào đang chờ")
	holds(t, s.page("/reviews/"+review), "Câu này đã được trả lời")
	holds(t, s.page("/people/"+candidate), "tuyet@nctu.example", "Sửa hồ sơ", "Tệp hai.csv")
	if again := s.post("/reviews/"+review, url.Values{"answer": {"reject"}}).status; again != http.StatusConflict {
		t.Errorf("a second answer gave %d", again)
	}
}

// TestImportDropped: a wrong file is dropped from its page before it is written.
func TestImportDropped(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	at := s.upload("nhầm.csv", list, "").url
	_, page := s.settled(at)
	holds(t, page, "Hủy lần nhập này", "bị xóa khỏi máy chủ")
	a := s.post(at+"/cancel", url.Values{"key": {key(t, page)}})
	holds(t, a.body, `data-state="cancelled"`, "hủy: chưa ghi gì")
	holds(t, s.page("/imports"), "Đã hủy")
	if again := s.post(at+"/confirm", url.Values{"plan": {field(t, page, "plan")}}).status; again != http.StatusConflict {
		t.Errorf("confirmed after: %d", again)
	}
	s.bring("đúng.csv", list, "")
	if late := s.post("/imports/2/cancel", nil).status; late != http.StatusConflict {
		t.Errorf("dropped after it was written: %d", late)
	}
}

// bring uploads and confirms.
func (s *site) bring(name, content, employer string) string {
	s.t.Helper()
	path := s.upload(name, content, employer).url
	_, page := s.settled(path)
	s.post(path+"/confirm", url.Values{"plan": {field(s.t.(*testing.T), page, "plan")}})
	_, page = s.settled(path)
	return page
}

func TestBadUploads(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	if a := s.post("/imports", nil); a.status != 400 || !strings.Contains(a.body, "Chưa chọn tệp") {
		t.Errorf("no file: %d", a.status)
	}
	for _, c := range []struct{ name, content string }{
		{"ảnh.xlsx", "\x89PNG\r\n\x1a\n0000"},
		{"trống.xlsx", ""},
		{"hỏng.xlsx", "PK\x03\x04 cut"},
		{"không tiêu đề.csv", "1,2,3\n4,5,6\n"},
	} {
		a := s.upload(c.name, c.content, "")
		if a.status >= 400 {
			if a.status >= 500 {
				t.Errorf("%s: %d", c.name, a.status)
			}
			continue
		}
		state, page := s.settled(a.url)
		if state != "failed" && state != "planned" {
			t.Errorf("%s ends as %s", c.name, state)
		}
		if state == "failed" {
			holds(t, page, "Không nhập được tệp này", "không có gì thay đổi")
		}
	}
}

// TestProgressStream: the stream tells progress and then that it is over.
func TestProgressStream(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.upload("giảng viên.csv", list, "")
	s.settled("/imports/1")
	a := s.get("/imports/1/events")
	if a.header.Get("Content-Type") != "text/event-stream" || !strings.HasSuffix(a.body, "event: done\ndata: {}\n\n") {
		t.Errorf("%v %q", a.header, a.body)
	}
}

// TestImportInBrowser is the same flow with the script: the page goes on by itself.
func TestImportInBrowser(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	file := filepath.Join(t.TempDir(), "giảng viên.csv")
	ok(t, os.WriteFile(file, []byte(list), 0o600))
	ctx := browser(t)
	ok(t, chromedp.Do(ctx,
		chromedp.EmulateViewport(1366, 768),
		chromedp.Navigate(s.server.URL+"/imports"), ready("#upload"),
		chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}),
		chromedp.Click(chromedp.CSS("#upload button")), ready(`#import[data-state="planned"]`),
		chromedp.Click(chromedp.CSS("#confirm")), ready(`#import[data-state="applied"]`),
		chromedp.Navigate(s.server.URL+"/people?q=anh+tuyet"), ready(`#found-count[data-total="1"]`),
	))
}

// TestNoTemporaryFiles: an upload, a lot and a refused one leave nothing outside the
// data folder, and while they come nothing is written there either.
func TestNoTemporaryFiles(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	s := open(t, func(s *site) { s.idle() })
	large := list + strings.Repeat("4,N004,Nguyễn Thị Mỹ Lệ,31/01/1990,nữ,Đại học,kinh tế lượng\n", 40_000) // more than forms hold in memory
	if a := s.upload("lớn.csv", large, ""); a.url != "/imports/1" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := s.lot(nil, "một.csv", large, "hai.csv", list); a.url != "/imports/2" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	i, err := s.store.Import(s.ctx, 2)
	ok(t, err)
	if i.File != "một.csv và 1 tệp khác" {
		t.Errorf("a lot is called %q", i.File)
	}
	s.upload("lớn.csv", large, "999999") // refused: no such employer
	r := s.request("POST", "/shortlists", "--x\r\nContent-Disposition: form-data; name=\"name\"; filename=\"a\"\r\n\r\n"+strings.Repeat("x", 900_000)+"\r\n--x--\r\n")
	r.Header.Set("Content-Type", `multipart/form-data; boundary="x"`)
	s.do(r)
	left, err := os.ReadDir(tmp)
	ok(t, err)
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	arrivals, err := filepath.Glob(filepath.Join(s.dir, "files", "imports", "upload-*"))
	ok(t, err)
	if len(arrivals) > 0 {
		t.Errorf("left behind: %v", arrivals)
	}
}

// lot sends several files, names and contents in turn, beside fields.
func (s *site) lot(fields url.Values, files ...string) answer {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(files); i += 2 {
		file, err := form.CreateFormFile("file", files[i])
		ok(s.t, err)
		_, err = file.Write([]byte(files[i+1]))
		ok(s.t, err)
	}
	for name := range fields {
		ok(s.t, form.WriteField(name, fields.Get(name)))
	}
	ok(s.t, form.Close())
	r := s.request("POST", "/imports", body.String())
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.do(r)
}
