package ui_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// crowd puts in people enough for two pages of results, by their names.
func (s *site) crowd() []*registry.Person {
	s.t.Helper()
	var all []*registry.Person
	for _, given := range strings.Fields("An Ba Chi Dung Em Giang Hà Khoa Lan Mai Nam Oanh Phúc Quý Rạng Sen Tâm Uyên Vân Xuân Yến Hiếu Linh Minh Ngân") {
		all = append(all, &registry.Person{Name: vietnamese.ParseName("Lý Thị " + given), Sex: registry.Female})
	}
	s.add(all...)
	return all
}

var tickedBox = regexp.MustCompile(`<input[^>]*name="person"[^>]*value="(TT-\d+)"[^>]* checked`)

// ticked gives whose boxes are ticked on a page.
func ticked(page string) []string {
	var all []string
	for _, m := range tickedBox.FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	return all
}

// TestTicksStay: whom somebody ticked stays ticked over pages, conditions and
// order, and stands there by name, with the way to take everybody off.
func TestTicksStay(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.crowd()
	first, second := people[0].ID.Public(), people[1].ID.Public()
	both := "&person=" + first + "&person=" + second
	for _, address := range []string{
		"/people?q=ly" + both, "/people?q=ly&page=2" + both, "/people?q=ly&sex=female" + both,
		"/people?q=ly&sort=name" + both, "/people?q=khongcoainhuvay" + both,
	} {
		page := s.page(address)
		if got := ticked(page); len(got) != 2 {
			t.Errorf("%s: ticked %v", address, got)
		}
		holds(t, page, "Đã chọn 2 người", "Lý Thị An", "Lý Thị Ba", "Bỏ chọn tất cả", `id="pick-add"`)
	}
	page := s.page("/people?q=ly&sex=female&person=" + first)
	holds(t, page,
		`href="/people?person=`+first+`&amp;q=ly"`,                           // a condition taken off
		`href="/people?page=2&amp;person=`+first+`&amp;q=ly&amp;sex=female"`, // the next page
		`name="page" value="2"`,                                     // the same without a script, with what was ticked meanwhile
		`href="/people?q=ly&amp;sex=female"`,                        // nobody ticked any more
		url.QueryEscape("/people?person="+first+"&q=ly&sex=female"), // the way back from a record
	)
	if got := ticked(s.page("/people?q=ly&person=TT-0000000&person=rubbish&person=" + first + "&person=" + first)); len(got) != 1 {
		t.Errorf("rubbish among the ticks: %v", got)
	}
}

// TestPickOverPages: people ticked on two pages go on one list, and the search
// comes back without them ticked and with that list chosen.
func TestPickOverPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.crowd()
	first, second := people[0].ID.Public(), people[24].ID.Public()
	page := s.page("/people?q=ly&sort=name&page=2&person=" + first)
	form := url.Values{"q": {"ly"}, "sort": {"name"}, "page": {"2"}, "sex": {"female"}, "person": {first, second}, "name": {"Hội đồng"}, "key": {key(t, page)}}
	a := s.post("/shortlists", form)
	holds(t, a.body, "Đã thêm 2 người vào danh sách", `<option value="1" selected>Hội đồng</option>`)
	if a.status != 200 || len(ticked(a.body)) != 0 || !strings.Contains(a.url, "q=ly") || !strings.Contains(a.url, "sex=female") || !strings.Contains(a.url, "sort=name") {
		t.Errorf("%d %s, ticked %v", a.status, a.url, ticked(a.body))
	}
	holds(t, s.page("/shortlists/1"), "Lý Thị An", "Lý Thị Ngân")
}

// TestNobodyTicked: adding nobody, or under a name that is none, shows the same
// search again with one sentence, and nothing ticked is lost.
func TestNobodyTicked(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.crowd()
	first := people[0].ID.Public()
	search := url.Values{"q": {"ly"}, "sex": {"female"}, "list": {""}, "name": {""}}
	a := s.post("/shortlists", search)
	holds(t, a.body, "Chưa chọn ai", `value="ly"`, "Tìm thấy 25 người", `aria-label="Bỏ điều kiện Nữ"`)
	if a.status != 400 {
		t.Errorf("status %d", a.status)
	}
	search.Set("person", first)
	search.Set("name", "\u202e")
	a = s.post("/shortlists", search)
	holds(t, a.body, "Danh sách chưa có tên", `value="ly"`, "Đã chọn 1 người")
	if got := ticked(a.body); a.status != 400 || len(got) != 1 {
		t.Errorf("%d, ticked %v", a.status, got)
	}
	s.post("/shortlists", url.Values{"person": {first}, "name": {"Hội đồng"}})
	a = s.post("/shortlists/1", url.Values{})
	holds(t, a.body, "Chưa chọn ai để bỏ", "Hội đồng", "Lý Thị An")
}

// TestTickWithScript: what is ticked is in the address and on the page at once,
// and stays over the next page, a condition, the order, a record and the way back.
func TestTickWithScript(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.crowd()
	ctx := browser(t)
	count := func(n string) chromedp.Action[chromedp.Void] { return ready(`#picked[data-n="` + n + `"]`) }
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(1366, 900), chromedp.Navigate(s.server.URL+"/people?q=ly&sort=name"), count("0"),
		chromedp.Click(chromedp.CSS(`.people li:nth-child(1) input`)), count("1"),
		chromedp.Click(chromedp.CSS(`.people li:nth-child(2) input`)), count("2")))
	if address := evaluate[string](t, ctx, `location.search`); strings.Count(address, "person=") != 2 {
		t.Errorf("address %s", address)
	}
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`.pages a[rel=next]`)), ready(`.pages a[rel=prev]`), count("2"),
		chromedp.Click(chromedp.CSS(`.people li:nth-child(1) input`)), count("3"),
		chromedp.Click(chromedp.CSS(`#sex-female`)), ready(`.pages a[rel=next]`), count("3")))
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`.people li:nth-child(3) h3 a`)), ready(`a.back`),
		chromedp.Click(chromedp.CSS(`a.back`)), count("3")))
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/people?q=thi"), count("3"))) // another search in the same tab
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS(`#pick-add`)), ready(`.notice.good`), count("0")))
	holds(t, s.page("/shortlists/1"), "3 người")
	ok(t, chromedp.Do(ctx, chromedp.Navigate(s.server.URL+"/people?q=ly"), count("0"), chromedp.Click(chromedp.CSS(`.people li:nth-child(1) input`)), count("1"),
		chromedp.Click(chromedp.CSS(`#pick-clear`)), count("0")))
	if n := evaluate[int](t, ctx, `document.querySelectorAll(".people input:checked").length`); n != 0 {
		t.Errorf("%d boxes are ticked after clearing", n)
	}
}
