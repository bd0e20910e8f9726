package office_test

import (
	"archive/zip"
	"bytes"
	"image/png"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
	"trithuc/registry/forecast"
	"trithuc/ui/office"
)

// outlook is ten people of whom two are missing in 2030, under a name that a
// spreadsheet would take for a formula.
func outlook() office.Outlook {
	need, gap := 12, 3
	years := func(label string) office.OutlookRow {
		return office.OutlookRow{Label: label, Years: []forecast.Year{
			{Year: 2026, Headcount: 10, P10: 10, P50: 10, P90: 10}, {Year: 2030, Headcount: 9, P10: 8, P50: 9, P90: 11, Retired: 2, Demand: &need, Gap: &gap},
		}}
	}
	return office.Outlook{Whom: "Tất cả các đơn vị", Day: registry.Date{Year: 2026, Month: 11, Day: 23}, Scenario: "Giữ nguyên hiện trạng",
		Whole: years("Cộng"), Fields: []office.OutlookRow{years("=1+1")}, Alarms: []string{"Giáo sư cuối cùng của ngành Thủy sản nghỉ hưu năm 2029."},
		Assumptions: []forecast.Assumption{{Name: "Thôi việc", Value: "1,5%", Source: "Mức giả định (chưa kiểm chứng)"}}}
}

// TestOutlookReckons: gaps and sums of the workbook are formulas that reckon.
func TestOutlookReckons(t *testing.T) {
	var file bytes.Buffer
	if err := office.WriteOutlook(&file, outlook()); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"I6": "3", "I5": "", "J6": "-0.1", "G7": "2"} {
		if got, err := f.CalcCellValue("Dự báo", cell); err != nil || got != want {
			t.Errorf("%s reckons %q, %v, want %q", cell, got, err, want)
		}
	}
	if got, _ := f.GetCellFormula("Dự báo", "A8"); got != "" {
		t.Errorf("a label became a formula: %q", got)
	}
	if got, _ := f.GetCellValue("Giả định và nguồn", "C2"); got != "Mức giả định (chưa kiểm chứng)" {
		t.Errorf("an assumption without its source: %q", got)
	}
}

// plan is the outlook with a scenario of recruits and doctorates, their costs, and an opinion.
func plan() office.Plan {
	o := outlook()
	o.Run = 12
	s := forecast.Scenario{Recruit: []forecast.Recruit{{Count: 4}}, Train: []forecast.Train{{Count: 2, From: 2026, Until: 2030}}}
	return office.Plan{Outlook: o, Measures: []string{"Cử 2 thạc sĩ mỗi năm đi học tiến sĩ"}, Efforts: s.Efforts(2026, office.PlanBegins, office.PlanEnds),
		Funds:      office.Funds{Recruit: 10, Train: 120.5, Budget: 60, Known: true},
		Succession: []office.SuccessionRow{{Label: "Thủy sản", Level: "Giáo sư", Holders: 2, Leaving: 2, Short: 2}},
		Opinions:   []office.OpinionRow{{Whose: "Sở Mẫu", Document: "12/SM", Part: "Mục tiêu", Text: "Nên tách <chỉ tiêu>", Answer: "Giải trình", Reply: "Chưa đủ căn cứ"}}}
}

// TestPlan: the draft has its parts, its numbers are the forecast's, and what nobody
// settled is left open.
func TestPlan(t *testing.T) {
	var file bytes.Buffer
	if err := office.WritePlan(&file, plan()); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	part, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"DỰ THẢO KẾ HOẠCH", "231/KH-UBND", "I. THỰC TRẠNG", "Giáo sư cuối cùng", "Năm 2030: dự kiến 9 (8 – 11) người; nhu cầu 12; thiếu 3.",
		"Năm 2035: dự kiến ……… người", "IV. KINH PHÍ", "281", "168,6", "112,4", "Sở Mẫu", "Nên tách &lt;chỉ tiêu&gt;", "Giải trình: Chưa đủ căn cứ", "lần dự báo số 12", "Hằng năm, trước 30/11", "PHỤ LỤC III", "Cử 2 thạc sĩ mỗi năm", "V. TỔ CHỨC THỰC HIỆN", "PHỤ LỤC I", "Chủ trì", "Phối hợp", "chưa kiểm chứng", "Chưa có dự báo cũ nào"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the plan lacks %q", want)
		}
	}
	if strings.Contains(string(text), "PHỤ LỤC IV") {
		t.Error("names that nobody asked for have an annex")
	}
}

// TestReport: the report has its charts as pictures with what they say in words, the tables they
// show, and the number under which the forecast is found again.
func TestReport(t *testing.T) {
	o := outlook()
	o.Run = 12
	var file bytes.Buffer
	if err := office.WriteReport(&file, o); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		part, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	text := read("word/document.xml")
	for _, want := range []string{"BÁO CÁO", "lần dự báo số 12", `descr="Số người dự kiến đến năm 2030`, "Hình 2. Số người đến tuổi nghỉ hưu mỗi năm", "8 – 11", "thiếu 3", "chưa kiểm chứng", "Nơi nhận"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	for i, name := range []string{"word/media/picture1.png", "word/media/picture2.png"} {
		picture, err := png.Decode(strings.NewReader(read(name)))
		if err != nil || picture.Bounds().Dx() < 1000 {
			t.Errorf("picture %d: %v", i+1, err)
		}
		if rels := read("word/_rels/document.xml.rels"); !strings.Contains(rels, strings.TrimPrefix(name, "word/")) {
			t.Errorf("nothing leads to %s", name)
		}
	}
	lines, err := o.FanPicture().SVG()
	if err != nil || !strings.Contains(string(lines), "<title>Số người dự kiến") {
		t.Errorf("the SVG has no title: %v, %.200s", err, lines)
	}
}
