package ui_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
	"trithuc/ui"
)

// TestScenarioCompared: somebody asks for ten recruits a year, extensions, and a
// need, and sees both futures side by side.
func TestScenarioCompared(t *testing.T) {
	t.Parallel()
	s, ctx := open(t), browser(t)
	s.add(s.sample()...)
	fill := `for (const [id, value] of [["recruit", "10"], ["level", "TS"], ["extend", "100"], ["need", "30"], ["needyear", "2031"]]) document.getElementById(id).value = value`
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(360, 900), chromedp.Navigate(s.server.URL+"/forecast"), ready("#scenario")))
	evaluate[string](t, ctx, fill)
	ok(t, chromedp.Do(ctx, chromedp.Click(chromedp.CSS("#scenario button[type=submit]")), ready("#compared-table")))
	row := func(n string) string {
		return evaluate[string](t, ctx, `document.querySelector("#compared-table tbody tr:`+n+`").innerText`)
	}
	now, then := row("nth-child(3)"), row("last-child")
	rules := evaluate[string](t, ctx, `document.getElementById("compared").innerText`)
	level := evaluate[string](t, ctx, `document.getElementById("level").value`)
	holds(t, now, "2031", "30", "Thiếu", "Thừa")
	holds(t, then, "2041", "Thiếu", "Thừa")
	holds(t, rules, "Kéo dài thời gian làm việc", "100% số giảng viên", "Chỉ tiêu của phương án")
	if level != "TS" {
		t.Errorf("the form forgot the level: %q", level)
	}
}

// TestScenarioRefused: what is no number, below nought or unknown is named, and the
// page stands.
func TestScenarioRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, c := range []struct{ name, query, want string }{
		{"words", "recruit=nhiều", "Tuyển thêm mỗi năm (người) “nhiều”"},
		{"below nought", "train=-3", "Cử đi học tiến sĩ mỗi năm (thạc sĩ) “-3”"},
		{"unknown level", "recruit=3&level=Vua", "không có trình độ này"},
		{"more than all", "extend=900", "Kéo dài sau tuổi nghỉ hưu “9”"},
	} {
		a := s.get("/forecast?" + c.query)
		if a.status != http.StatusBadRequest || !strings.Contains(a.body, c.want) || !strings.Contains(a.body, `id="fan-table"`) {
			t.Errorf("%s: %d, lacks %q", c.name, a.status, c.want)
		}
	}
}

// TestAlarmOfLastProfessor: the last professor of a field is named by field and year,
// never by name.
func TestAlarmOfLastProfessor(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(&registry.Person{
		Name: vietnamese.ParseName("Lê Văn Cuối Cùng"), Sex: registry.Male, Birth: registry.Date{Year: 1967, Month: 5},
		Qualifications: []registry.Qualification{{Degree: "TS", Year: 1999}}, Title: registry.Title{Code: "GS", Year: 2012}, Fields: []registry.FieldOf{{Code: "40501"}},
	})
	page := s.page("/forecast")
	holds(t, page, "Giáo sư cuối cùng của ngành Thủy sản nghỉ hưu năm 2029", `href="/people?field=405"`)
	if strings.Contains(page, "Cuối Cùng") {
		t.Error("the forecast names a person")
	}
}

// TestBalancePage: the heat map names fields, grades and thresholds, and no person.
func TestBalancePage(t *testing.T) {
	t.Parallel()
	s := open(t)
	if page := s.page("/forecast/balance"); !strings.Contains(page, "Chưa có ai để so sánh") {
		t.Error("an empty registry is not answered")
	}
	people := s.sample()
	s.add(people...)
	page := s.page("/forecast/balance")
	holds(t, page, `id="heat"`, `id="succession"`, `id="spread"`, "Ngưỡng cảnh báo, có thể sửa (chưa kiểm chứng)")
	for _, p := range people {
		if strings.Contains(page, p.Name.Full) {
			t.Errorf("the page names %s", p.Name.Full)
		}
	}
	if a := s.get("/forecast/balance?field=x"); a.status != http.StatusNotFound {
		t.Errorf("an unknown field: %d", a.status)
	}
}

// TestWhy: the gap is taken apart, and the assumption that counts most is found when
// somebody asks.
func TestWhy(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	holds(t, s.page("/forecast?need=30&needyear=2031"), `id="causes"`, "Nhu cầu so với số người hiện có hôm nay", "Tính giả định nào quan trọng nhất")
	holds(t, s.page("/forecast?why=1"), `id="influences"`, "Thôi việc, chuyển đi mỗi năm", "Từ trần mỗi năm")
}

// TestOptionsSideBySide: three options beside things as they are, in a browser and
// without its script, with what they cost and the least that meets the need.
func TestOptionsSideBySide(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	const asked = "/forecast/options?name1=Thu+hút&attract1=2&recruit2=3&extension3=100&need=40&needyear=2031&recruitcost=100&maxrecruit=30&maxtrain=5"
	page := s.page(asked)
	holds(t, page, "Giữ nguyên hiện trạng", "Thu hút", "Phương án 2", "Phương án 3", "Thiếu", "Chi phí cho một người thiếu được bù")
	if strings.Count(page, `class="chart full"`) != 4 {
		t.Errorf("%d charts, want 4", strings.Count(page, `class="chart full"`))
	}
	holds(t, s.page(asked+"&least=1"), `id="least"`, "trong 100 tương lai")
	for query, want := range map[string]string{
		"recruit1=ba":                   "Tuyển thêm mỗi năm (người) “ba”",
		"attract2=-4":                   "“-4”",
		"recruit1=1&recruitcost=đắt":    "“đắt”",
		"need=30&least=1&needyear=1999": "“1999”",
		"least=1":                       "phải từ 1 đến",
	} {
		if a := s.get("/forecast/options?" + query); a.status != http.StatusBadRequest || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, lacks %q", query, a.status, want)
		}
	}
}

// TestSliderRedraws: moving a slider redraws the answer without loading the page anew.
func TestSliderRedraws(t *testing.T) {
	t.Parallel()
	s, ctx := open(t), browser(t)
	s.add(s.sample()...)
	ok(t, chromedp.Do(ctx, chromedp.EmulateViewport(360, 900), chromedp.Navigate(s.server.URL+"/forecast/options"), ready("#options-table")))
	evaluate[bool](t, ctx, `window.stays = true; const r = document.querySelector("[data-slides=recruit1]"); r.value = 25;
		r.dispatchEvent(new Event("input", {bubbles: true})); r.dispatchEvent(new Event("change", {bubbles: true})); true`)
	ok(t, chromedp.Do(ctx, ready("#options-table thead th:nth-child(3)")))
	if got := evaluate[string](t, ctx, `document.getElementById("recruit1").value + window.stays`); got != "25true" {
		t.Errorf("got %q", got)
	}
}

// TestForecastFiles: the page leads to its files, and they are what they say.
func TestForecastFiles(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	page := s.page("/forecast")
	for path, begins := range map[string]string{"/forecast/du-bao.xlsx": "PK", "/forecast/bao-cao.docx": "PK", "/forecast/du-bao.json": "{\n  \"as_of\"",
		"/forecast/bieu-do/so-nguoi.png": "\x89PNG", "/forecast/bieu-do/nghi-huu.svg": `<svg role="img"`} {
		if a := s.get(path); a.status != http.StatusOK || !strings.HasPrefix(a.body, begins) || !strings.Contains(page, `href="`+path+`"`) {
			t.Errorf("%s: %d, %d bytes", path, a.status, len(a.body))
		}
	}
}

// TestForecastsAreKept: what a page tells is kept once, listed, reckoned again to the same
// figures, and told by the API; moving a slider keeps nothing.
func TestForecastsAreKept(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	holds(t, s.page("/forecast/runs"), "Chưa có lần dự báo nào cho phạm vi này")
	s.page("/forecast")
	s.page("/forecast")
	s.page("/forecast?recruit=10&level=TS&need=30&needyear=2031")
	s.page("/forecast/options?recruit1=3")
	list := s.page("/forecast/runs")
	if n := strings.Count(list, `href="/forecast/runs/`); n != 2 {
		t.Errorf("%d runs are listed, want that of the present and that of the scenario", n)
	}
	holds(t, list, "Giữ nguyên hiện trạng", "Chưa đến năm đối chiếu")
	holds(t, s.page("/forecast/runs/1?again=1"), "kết quả giống hệt như đã lưu", "hạt giống 2026", "Tuyển mới mỗi năm")
	holds(t, s.page("/forecast/runs/2?again=1"), "kết quả giống hệt như đã lưu", "Chỉ tiêu của phương án")
	if a := s.get("/forecast/runs/77"); a.status != http.StatusNotFound {
		t.Errorf("a run that is not there: %d", a.status)
	}
	holds(t, s.page("/api/v1/forecast/runs"), `"id":2`, `"count":10`)
	holds(t, s.page("/api/v1/forecast/runs/1"), `"answer":{"as_of"`)
}

// TestNeedsFeedTheForecast: what an organisation says it needs stands beside who is there, is what the
// forecast holds its numbers against, and is refused where it cannot be.
func TestNeedsFeedTheForecast(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	page := s.page("/forecast/needs")
	holds(t, page, "Chưa có nhu cầu nào được nêu", "Cần có (người)")
	_, rest, _ := strings.Cut(page, `<option value="`)
	employer, _, _ := strings.Cut(rest, `"`)
	say := func(values string) answer {
		form, err := url.ParseQuery("organisation=" + employer + "&" + values)
		if err != nil {
			t.Fatal(err)
		}
		return s.post("/forecast/needs", form)
	}
	if a := say("field=&level=&year=2028&people=77"); a.status != http.StatusOK || !strings.Contains(a.body, "Đã ghi nhu cầu") {
		t.Fatalf("%d", a.status)
	}
	holds(t, s.page("/forecast/needs"), `value="77"`, "2028", "Thiếu")
	holds(t, s.page("/forecast?organisation="+employer), "77", "1 đơn vị nêu", "Nhu cầu do đơn vị nêu")
	for values, want := range map[string]string{"year=2028&people=80": "Hãy sửa số ở dòng đó", "year=1999&people=3": "“1999”", "year=2029&people=nhiều": "“nhiều”", "field=x&year=2029&people=1": "“x”"} {
		if a := say(values); a.status != http.StatusConflict && a.status != http.StatusBadRequest || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, lacks %q", values, a.status, want)
		}
	}
	if a := say("id=1&version=1&year=2028&people=77&do=remove"); a.status != http.StatusOK {
		t.Errorf("taken out: %d", a.status)
	}
	holds(t, s.page("/forecast/needs"), "Chưa có nhu cầu nào được nêu")
}

// TestPlanIsMadeOfAKeptOption: an option that was kept gives the draft its tasks, costs and numbers; opinions
// are written down, answered, and stand in its annex.
func TestPlanIsMadeOfAKeptOption(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.add(s.sample()...)
	holds(t, s.page("/forecast/options?recruit1=3&level1=TS&train1=2&keep=1"), "Đã lưu, lần dự báo số 1", `href="/forecast/plan?run=1"`)
	holds(t, s.page("/forecast/plan?run=1&recruitcost=10&traincost=100&budget=60"), "Cử 2 thạc sĩ mỗi năm đi học tiến sĩ", "Tuyển, thu hút 3 người mỗi năm, trình độ Tiến sĩ", `href="/forecast/runs/1"`, `id="plan-funds"`, "230", "138")
	for query, want := range map[string]string{"budget=170": "“170”", "recruitcost=nhiều": "“nhiều”"} {
		if a := s.get("/forecast/plan?run=1&" + query); a.status != http.StatusBadRequest || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, lacks %q", query, a.status, want)
		}
	}
	if a := s.get("/forecast/plan?run=99"); a.status != http.StatusNotFound {
		t.Errorf("a forecast that nobody kept: %d", a.status)
	}
	_, rest, _ := strings.Cut(s.page("/forecast/opinions?run=1"), `<option value="`)
	agency, _, _ := strings.Cut(rest, `"`)
	say := func(values url.Values) answer { return s.post("/forecast/opinions", values) }
	if a := say(url.Values{"organisation": {agency}, "part": {"aims"}, "run": {"1"}, "day": {"20/11/2026"}, "text": {"Nên tách chỉ tiêu <tiến sĩ>."}}); a.status != http.StatusOK {
		t.Fatalf("%d", a.status)
	}
	answered := url.Values{"id": {"1"}, "version": {"1"}, "organisation": {agency}, "part": {"aims"}, "run": {"1"}, "text": {"Nên tách chỉ tiêu <tiến sĩ>."}, "answer": {"partly"}}
	if a := say(answered); a.status != http.StatusBadRequest || !strings.Contains(a.body, "phải ghi lý do") {
		t.Errorf("an answer without a reason: %d", a.status)
	}
	answered.Set("reply", "Tách từ năm 2030.")
	say(answered)
	holds(t, s.page("/forecast/opinions"), "Tiếp thu một phần", "Tách từ năm 2030.")
	holds(t, s.page("/forecast/plan?run=1"), "1 ý kiến, 0 ý kiến chưa trả lời")
	if a := s.get("/forecast/ke-hoach.docx?run=1&recruitcost=10"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "PK") {
		t.Errorf("the file: %d", a.status)
	}
	if a := say(url.Values{"organisation": {agency}, "part": {"aims"}, "text": {"x"}, "day": {"hôm qua"}}); a.status != http.StatusBadRequest || !strings.Contains(a.body, "“hôm qua”") {
		t.Errorf("no date: %d", a.status)
	}
}

// TestWhoIsBehindANumber: who may read names sees them, a planner sees counts of which small ones are hidden.
func TestWhoIsBehindANumber(t *testing.T) {
	t.Parallel()
	s := open(t)
	people := s.sample()
	s.add(people...)
	page := s.page("/forecast/who")
	holds(t, page, `id="names"`, people[0].Name.Full, `id="ages"`)
	holds(t, s.page("/forecast/structure"), `id="flow-table"`, `class="chart pyramid"`, "Nghỉ hưu theo tháng")
	for query, status := range map[string]int{"from=x": http.StatusNotFound, "from=2027": http.StatusNotFound, "field=zzz": http.StatusNotFound, "part=vua": http.StatusNotFound, "from=2027-05&until=2027-05": http.StatusOK} {
		if a := s.get("/forecast/who?" + query); a.status != status {
			t.Errorf("%s: %d, want %d", query, a.status, status)
		}
	}
	s.config.Actor = ui.One(registry.Actor{Account: "ke-hoach", Role: registry.Planner})
	s.serve()
	seen := s.page("/forecast/who")
	holds(t, seen, "Con số dưới 10 người được che", "ít")
	for _, p := range people {
		if strings.Contains(seen, p.Name.Full) {
			t.Errorf("a planner reads %s", p.Name.Full)
		}
	}
	if all := s.page("/forecast") + s.page("/forecast/balance"); strings.Contains(all, `href="/people?`) {
		t.Error("a planner is led to people")
	}
}
