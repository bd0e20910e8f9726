package ui_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
)

// odd is a list with a column that nobody can guess, words of a faculty's own, a
// birth date that is none, and a column that is not to be stored.
const odd = `STT,Mã CB,Họ và tên,Cột lạ,Đơn vị,Ngày sinh,Tôn giáo
1,K001,Nguyễn Thị Mỹ Duyên,an@ctu.example,CN TT,31/02/1990,Phật giáo
2,K002,Lê Minh Tâm,binh@ctu.example,CN TT,12/05/1981,Không
`

// chosen sends a form of an import and gives the page once the list is planned again.
func (s *site) chosen(path string, form url.Values) string {
	s.t.Helper()
	if a := s.post(path, form); a.status != http.StatusOK {
		s.t.Fatalf("%s: %d\n%s", path, a.status, a.body)
	}
	state, page := s.settled("/imports/1")
	if state != "planned" {
		s.t.Fatalf("state %s\n%s", state, page)
	}
	return page
}

// TestDecideWithoutScript: a column, a cell and a word are put right on the pages,
// and the next list of the institution is read so from the start.
func TestDecideWithoutScript(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	employer := fmt.Sprint(s.organisation("Đại học Cần Thơ"))
	s.upload("lạ.csv", odd, employer)
	_, page := s.settled("/imports/1")
	holds(t, page, "Không lưu và đã bỏ ngay khi đọc: Tôn giáo", `name="c.D"`, "an@ctu.example", "nhận chắc chắn", `href="/imports/1/words?column=E&amp;sheet=0"`)
	if strings.Contains(page, "Phật giáo") {
		t.Error("what is not stored is shown")
	}

	page = s.chosen("/imports/1/columns", url.Values{"sheet": {"0"}, "c.D": {"email"}, "c.C": {"name"}, "do": {"save"}, "key": {"k1"}})
	holds(t, page, "bạn đã chọn")
	cells := s.page("/imports/1/issues?kind=invalid")
	holds(t, cells, `name="x.0.F2" value="31/02/1990"`)
	s.chosen("/imports/1/cells", url.Values{"x.0.F2": {"28/02/1990"}, "back": {"/imports/1/issues"}, "key": {"k2"}})
	// Somebody else sends the page as it was before, with nothing touched: the correction stays.
	s.chosen("/imports/1/cells", url.Values{"x.0.F2": {"31/02/1990"}, "was.x.0.F2": {"31/02/1990"}, "back": {"/imports/1/issues"}, "key": {"k2b"}})
	holds(t, s.page("/imports/1/row?sheet=0&row=2"), `value="28/02/1990"`, "trong tệp: “31/02/1990”")
	words := s.page("/imports/1/words?sheet=0&column=E&value=CN+TT")
	holds(t, words, `name="from" value="CN TT"`, "autofocus", "<datalist")
	page = s.chosen("/imports/1/words", url.Values{"sheet": {"0"}, "column": {"E"}, "from": {"CN TT"}, "to": {"Khoa Công nghệ phần mềm"}, "key": {"k3"}})
	holds(t, page, "Khoa Công nghệ phần mềm", "28/02/1990", "an@ctu.example")
	s.post("/imports/1/confirm", url.Values{"plan": {field(t, page, "plan")}})
	if state, page := s.settled("/imports/1"); state != "applied" {
		t.Fatal(page)
	}

	a := s.upload("lần sau.csv", strings.NewReplacer("K001", "K003", "an@ctu", "cu@ctu", "Mỹ Duyên", "Hồng Nhung").Replace(odd), employer)
	_, page = s.settled(a.url)
	holds(t, page, "Khoa Công nghệ phần mềm", "cu@ctu.example")
}

// TestDateOfTwoReadings: a date that may be two is a question with both to choose from.
func TestDateOfTwoReadings(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.upload("một mình.csv", "STT,Mã CB,Họ và tên,Ngày sinh\n1,K001,Nguyễn Thị Mỹ Duyên,03/04/1980\n", fmt.Sprint(s.organisation("Đại học Cần Thơ")))
	s.settled("/imports/1")
	holds(t, s.page("/imports/1/issues"), `name="pick.x.0.D2" value="3 tháng 4 năm 1980"`, `value="4 tháng 3 năm 1980"`)
	page := s.chosen("/imports/1/cells", url.Values{"x.0.D2": {"03/04/1980"}, "was.x.0.D2": {"03/04/1980"},
		"pick.x.0.D2": {"4 tháng 3 năm 1980"}, "back": {"/imports/1/issues"}, "key": {"k1"}})
	if strings.Contains(page, "có thể là ngày") {
		t.Error("is asked again")
	}
	s.post("/imports/1/confirm", url.Values{"plan": {field(t, s.page("/imports/1"), "plan")}})
	if state, page := s.settled("/imports/1"); state != "applied" {
		t.Fatal(page)
	}
	if p := s.stored(1); p.Birth != (registry.Date{Year: 1980, Month: 3, Day: 4}) {
		t.Errorf("born %v", p.Birth)
	}
}

// TestLeaveSheet: a sheet can be left out and taken in, and its header row moved.
func TestLeaveSheet(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	s.lot(nil, "một.csv", odd, "hai.csv", list)
	_, page := s.settled("/imports/1")
	holds(t, page, `data-n="5"`)
	page = s.chosen("/imports/1/columns", url.Values{"sheet": {"0"}, "do": {"leave"}, "key": {"k1"}})
	holds(t, page, `data-n="3"`, "đã chọn không nhập trang này", "Nhập cả trang này")
	page = s.chosen("/imports/1/columns", url.Values{"sheet": {"0"}, "do": {"use"}, "key": {"k2"}})
	holds(t, page, `data-n="5"`)
	page = s.chosen("/imports/1/columns", url.Values{"sheet": {"0"}, "header": {"2"}, "do": {"save"}, "key": {"k3"}})
	holds(t, page, `data-n="3"`, "Dòng tiêu đề", `value="2"`)
	page = s.chosen("/imports/1/columns", url.Values{"sheet": {"0"}, "do": {"reset"}, "key": {"k4"}})
	holds(t, page, `data-n="5"`)
	for _, bad := range []url.Values{{"sheet": {"9"}}, {"sheet": {"x"}}} {
		if a := s.post("/imports/1/columns", bad); a.status != http.StatusNotFound {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
	for _, path := range []string{"/imports/1/row?sheet=0&row=1", "/imports/1/row?sheet=7&row=3", "/imports/1/words?sheet=0&column=ZZ", "/imports/9/issues"} {
		if a := s.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

// TestWizardInBrowser is the whole way with a correction, as an officer goes it: a
// column is chosen, a cell corrected, and what was corrected is found.
func TestWizardInBrowser(t *testing.T) {
	t.Parallel()
	s := open(t, importing)
	file := filepath.Join(t.TempDir(), "lạ.csv")
	ok(t, os.WriteFile(file, []byte(odd), 0o600))
	ctx := browser(t)
	planned := ready(`#import[data-state="planned"]`)
	ok(t, chromedp.Do(ctx,
		chromedp.EmulateViewport(1366, 900),
		chromedp.Navigate(s.server.URL+"/imports"), ready("#upload"),
		chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}),
		chromedp.Click(chromedp.CSS("#upload button")), planned,
		chromedp.SetValue(chromedp.CSS(`select[name="c.D"]`), "email"),
		chromedp.Click(chromedp.CSS(`button[value="save"]`)), ready(`tr[data-column="D"] .source`),
		chromedp.Click(chromedp.CSS("#mend")), ready("#save-cells"),
		chromedp.SetValue(chromedp.CSS(`input[name="x.0.F2"]`), "28/02/1990"),
		chromedp.Click(chromedp.CSS("#save-cells")),
		chromedp.WaitNotPresent(chromedp.CSS(`tr[data-cell="F2"]`)), ready(`#cells`), // planned again, and on the same page
		chromedp.Navigate(s.server.URL+"/imports/1"), planned,
		chromedp.Click(chromedp.CSS("#confirm")), ready(`#import[data-state="applied"]`),
		chromedp.Navigate(s.server.URL+"/people?q=my+duyen"), ready(`#found-count[data-total="1"]`),
	))
	page := s.page("/people/" + regexp.MustCompile(`data-person="(TT-\d+)"`).FindStringSubmatch(s.page("/people?q=my+duyen"))[1])
	holds(t, page, "28/02/1990", "an@ctu.example")
}
