package office_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
	"trithuc/ui/office"
)

var info = office.Info{
	Title: "Danh sách đã chọn: Hội đồng thủy sản", Account: "vanhanh", Purpose: "Lập hội đồng",
	At: time.Date(2026, 11, 23, 9, 5, 0, 0, time.UTC),
}

func reference() *registry.Reference {
	return registry.NewReference(1, nil, nil, []registry.Code{
		{Scheme: registry.SchemeField, Version: "1", Code: "405", Name: "Thủy sản"},
		{Scheme: registry.SchemeField, Version: "1", Code: "10301", Name: "Vật lý nguyên tử; vật lý phân tử"},
		{Scheme: registry.SchemeSector, Version: "1", Code: "y-te", Name: "Y tế"},
		{Scheme: registry.SchemeHonour, Version: "1", Code: "NGUT", Name: "Nhà giáo Ưu tú", Abbreviation: "NGƯT"},
	})
}

func lines() []registry.Line {
	return []registry.Line{{
		ID: "TT-0000017", Codes: []string{"001234"}, Name: "Nguyễn Thị Mỹ Hòa", Sex: registry.Female, Birth: "1980-03-05",
		Degree: "TS", Title: "PGS", Honours: []string{"NGUT"}, Organisation: "Đại học Cần Thơ", Unit: "Trường Thủy sản",
		Position: "Trưởng khoa", Fields: []string{"405", "10301"}, Expertise: []string{"nuôi tôm", "bệnh cá"},
		Email: "ntmhoa@example.edu.vn", Phone: "0913123456", Retires: "2040-03", Sector: "y-te", Scope: registry.InScope, Record: &registry.Person{
			Nationality: "Bỉ", Addresses: []registry.Address{{Line: "Ấp cũ", To: registry.Date{Year: 2001}}, {Line: "12 Đường Mẫu"}},
			Abroad: []registry.Stay{{Country: "Bỉ", Place: "Ghent", From: registry.Date{Year: 2015}}},
			Names:  []registry.OtherName{{Name: "Mộng Cầm", Kind: registry.PenName}}, Identifiers: []registry.Identifier{{Kind: registry.ORCID, Value: "0000-0002-1825-0097"}},
			Languages:    []registry.Language{{Code: "en", Level: "B2", Certificate: "VSTEP", Date: registry.Date{Year: 2021, Month: 5}}},
			Training:     []registry.Training{{Name: "Sư phạm", Certificate: "12"}},
			Tasks:        []registry.Task{{Code: "ĐT.01", Name: "Giống tôm; cá", Level: "tinh", Role: "chủ nhiệm", From: registry.Date{Year: 2019}, To: registry.Date{Year: 2020}, Result: "đạt"}},
			Publications: []registry.Publication{{Kind: registry.Article, Title: "Bệnh tôm", Authors: []string{"Nguyễn A"}, Year: 2020, Venue: "Tạp chí Mẫu", DOI: "10.1000/182"}},
			Works:        []registry.Work{{Title: "Mùa", Kind: "thơ", Date: registry.Date{Year: 2015}}},
			Supervised:   []registry.Supervision{{Degree: "TS", Done: 2, Ongoing: 1}},
			Awards:       []registry.Award{{Name: "Bằng khen", By: "Bộ Mẫu", Level: "bộ", Date: registry.Date{Year: 2018}}},
			Memberships:  []registry.Membership{{Name: "Hội Mẫu", Role: "ủy viên", From: registry.Date{Year: 2018}, To: registry.Date{Year: 2023}}},
		},
	}, {
		ID: "TT-0000025", Name: "=HYPERLINK(\"http://x\")", Birth: "1975", Expertise: []string{"@SUM(1)"}, Position: "\t+1", Unit: "－2", Phone: "-3",
	}}
}

func rows(list []registry.Line) office.Rows {
	return func(yield func(registry.Line, error) bool) {
		for _, l := range list {
			if !yield(l, nil) {
				return
			}
		}
	}
}

func workbook(t *testing.T) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	n, err := office.Export(&b, office.XLSX, reference(), rows(lines()), info)
	if err != nil || n != 2 {
		t.Fatalf("got %d rows, %v", n, err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

var wantRows = [][]string{
	{"Danh sách đã chọn: Hội đồng thủy sản"},
	{"(Xuất ngày 23/11/2026)"},
	nil,
	{"STT", "Họ và tên", "Giới tính", "Ngày sinh (dd/mm/yyyy)", "Học hàm", "Học vị", "Danh hiệu", "Chức vụ", "Đơn vị trực thuộc", "Cơ quan", "Lĩnh vực", "Chuyên môn",
		"Mã cán bộ", "Email", "Điện thoại", "Mã trí thức", "Tháng nghỉ hưu dự kiến", "Ngành quản lý", "Khu vực", "Diện trí thức", "Quốc tịch", "Địa chỉ", "Nơi ở, làm việc ở nước ngoài",
		"Tên khác", "Mã ORCID", "Mã tác giả Scopus", "Mã Google Scholar", "Ngoại ngữ", "Đào tạo, bồi dưỡng", "Đề tài, nhiệm vụ KH&CN", "Công bố khoa học", "Tác phẩm",
		"Hướng dẫn luận án, luận văn", "Khen thưởng", "Thành viên hội"},
	{"1", "Nguyễn Thị Mỹ Hòa", "Nữ", "05/03/1980", "PGS", "TS", "NGƯT", "Trưởng khoa", "Trường Thủy sản", "Đại học Cần Thơ",
		"Thủy sản; Vật lý nguyên tử, vật lý phân tử", "nuôi tôm; bệnh cá", "001234", "ntmhoa@example.edu.vn", "0913123456", "TT-0000017", "03/2040", "Y tế", "", "Thuộc diện", "Bỉ", "12 Đường Mẫu", "Ghent, Bỉ (từ 2015)",
		"Mộng Cầm (bút danh)", "0000-0002-1825-0097", "", "", "en B2 (VSTEP, 05/2021)", "Sư phạm (chứng chỉ 12)", "Giống tôm, cá (ĐT.01, tinh, chủ nhiệm, 2019–2020, đạt)",
		"Nguyễn A (2020) “Bệnh tôm”. Tạp chí Mẫu. doi:10.1000/182", "Mùa (thơ, 2015)", "TS: 2, đang hướng dẫn 1", "Bằng khen (Bộ Mẫu, cấp bộ, 2018)", "Hội Mẫu (ủy viên, 2018–2023)"},
	{"2", "'=HYPERLINK(\"http://x\")", "", "1975", "", "", "", "'+1", "'－2", "", "", "'@SUM(1)", "", "", "'-3", "TT-0000025", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""},
}

func TestWorkbookReadsBack(t *testing.T) {
	f := workbook(t)
	got, err := f.GetRows("Danh sách")
	if err != nil {
		t.Fatal(err)
	}
	for i := range wantRows {
		for len(got[i]) < len(wantRows[i]) {
			got[i] = append(got[i], "")
		}
		if !slices.Equal(got[i], wantRows[i]) {
			t.Errorf("row %d:\n got %q\nwant %q", i+1, got[i], wantRows[i])
		}
	}
	about, err := f.GetRows("Thông tin xuất")
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(about); !strings.Contains(text, "vanhanh") || !strings.Contains(text, "09:05 23/11/2026") ||
		!strings.Contains(text, "Lập hội đồng") || !strings.Contains(text, "[Số dòng dữ liệu 2]") {
		t.Errorf("export sheet says %s", text)
	}
	if p, err := f.GetDocProps(); err != nil || p.Creator != "vanhanh" || p.Created != "2026-11-23T09:05:00Z" || p.Subject != "Lập hội đồng" {
		t.Errorf("properties %+v, %v", p, err)
	}
}

func TestWorkbookPrints(t *testing.T) {
	f := workbook(t)
	page, err := f.GetPageLayout("Danh sách")
	if err != nil || *page.Size != 9 || *page.Orientation != "landscape" || *page.FitToWidth != 1 || *page.FitToHeight != 0 {
		t.Errorf("page %+v, %v", page, err)
	}
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Name] = n.RefersTo
	}
	if names["_xlnm.Print_Titles"] != "'Danh sách'!$4:$4" || names["_xlnm.Print_Area"] != "'Danh sách'!$A$1:$L$6" {
		t.Errorf("names %v", names)
	}
	if font, err := f.GetDefaultFont(); err != nil || font != "Times New Roman" {
		t.Errorf("font %q, %v", font, err)
	}
	if props, err := f.GetSheetProps("Danh sách"); err != nil || props.FitToPage == nil || !*props.FitToPage {
		t.Errorf("fit to page is off, %v", err)
	}
}

// No cell of the file is a formula, and every cell of a person but the number
// is text, as the XML itself says.
func TestNoCellIsAFormula(t *testing.T) {
	var b bytes.Buffer
	if _, err := office.People(&b, reference(), rows(lines()), info); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	cell := regexp.MustCompile(`<c r="([A-Z]+)([0-9]+)"[^>]*?( t="[a-zA-Z]*")?>`)
	for _, part := range z.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet1") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r)
		r.Close()
		if bytes.Contains(text, []byte("<f>")) || bytes.Contains(text, []byte("<f ")) {
			t.Errorf("%s has a formula", part.Name)
		}
		for _, m := range cell.FindAllStringSubmatch(string(text), -1) {
			if m[1] != "A" && m[3] != ` t="inlineStr"` && m[3] != ` t="s"` {
				t.Errorf("cell %s%s is not text: %s", m[1], m[2], m[0])
			}
		}
	}
}

func TestCSV(t *testing.T) {
	var b bytes.Buffer
	if n, err := office.Export(&b, office.CSV, reference(), rows(lines()), info); err != nil || n != 2 {
		t.Fatalf("got %d, %v", n, err)
	}
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked {
		t.Error("no mark of UTF-8")
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range wantRows[3:] {
		if !slices.Equal(got[i], want) {
			t.Errorf("row %d:\n got %q\nwant %q", i, got[i], want)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if _, err := office.Export(io.Discard, "pdf", reference(), rows(nil), info); registry.KindOf(err) != registry.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestSafe(t *testing.T) {
	for _, x := range []struct{ name, in, want string }{
		{"plain", "Nuôi trồng thủy sản", "Nuôi trồng thủy sản"},
		{"inside", "A=B+C", "A=B+C"},
		{"equals", "=1+1", "'=1+1"},
		{"plus", "+84", "'+84"},
		{"minus", "-omics", "'-omics"},
		{"at", "@x", "'@x"},
		{"mathematical minus", "−1", "'−1"},
		{"tab", "\t=1", "'=1"},
		{"carriage return", "\r=1", "'=1"},
		{"line end", "\n=1", "'=1"},
		{"blank", " =1", "'=1"},
		{"hard blank", "\u00a0=1", "'\u00a0=1"},
		{"full width", "＝1", "'＝1"},
		{"full width at", "＠x", "'＠x"},
		{"small", "﹢1", "'﹢1"},
		{"mark before", "\ufeff=1", "'=1"},
		{"nul", "\x00=1", "'=1"},
		{"two lines", "a\nb", "a\nb"},
		{"broken", "a\xffb", "a\ufffdb"},
		{"empty", "", ""},
	} {
		if got := office.Safe(x.in); got != x.want {
			t.Errorf("%s: got %q, want %q", x.name, got, x.want)
		}
	}
}

func FuzzSafe(f *testing.F) {
	f.Add("=1")
	f.Add("\u00a0＝")
	f.Fuzz(func(t *testing.T, s string) {
		got := office.Safe(s)
		if strings.HasPrefix(got, "'") {
			return
		}
		if strings.ContainsAny(strings.TrimSpace(got)[:min(1, len(strings.TrimSpace(got)))], "=+-@") {
			t.Errorf("%q stays %q", s, got)
		}
	})
}

// BenchmarkWorkbook writes 100,000 people; the metric is what stays reachable.
func BenchmarkWorkbook(b *testing.B) {
	one := lines()[0]
	many := func(yield func(registry.Line, error) bool) {
		for range 100_000 {
			if !yield(one, nil) {
				return
			}
		}
	}
	var peak uint64
	for b.Loop() {
		w := writer(func() {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse)
		})
		if _, err := office.People(w, reference(), many, info); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(peak)/1e6, "MB-heap")
}

// writer throws bytes away and looks at the memory once in a while.
func writer(look func()) io.Writer { return &sampling{look: look} }

type sampling struct {
	look func()
	n    int
}

func (s *sampling) Write(p []byte) (int, error) {
	if s.n++; s.n%50 == 1 {
		s.look()
	}
	return len(p), nil
}
