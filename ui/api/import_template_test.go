package api_test

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/ui/api"
)

// filled writes one row under the headers of a template, by the names of the columns.
func filled(t *testing.T, template []byte, rows ...map[string]string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(template))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	cells, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	head := slices.IndexFunc(cells, func(r []string) bool { return len(r) > 2 && r[0] == "STT" })
	for n, row := range rows {
		for header, value := range row {
			column := slices.Index(cells[head], header)
			if column < 0 {
				t.Fatalf("the template has no column %q: %q", header, cells[head])
			}
			at, _ := excelize.CoordinatesToCellName(column+1, head+2+n)
			if err := f.SetCellStr(sheet, at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestTemplates: a template filled in is read with every value in its place.
func TestTemplates(t *testing.T) {
	common := map[string]string{"STT": "1", "Họ và tên": "Lê Thị Ánh Tuyết", "Ngày sinh (dd/mm/yyyy)": "03/04/1975", "Giới tính": "Nữ",
		"Học hàm": "PGS", "Học vị": "TS", "Năm tốt nghiệp": "2011", "Danh hiệu": "NGƯT", "Lĩnh vực": "Khoa học nông nghiệp",
		"Hướng nghiên cứu": "dược liệu đồng bằng; cây ăn quả", "Email": "LTATuyet@example.edu.vn", "Điện thoại": "0913123456"}
	for _, c := range []struct {
		kind, organisation, code, rank, rankCode, unit, unitColumn string
		more                                                       map[string]string
	}{
		{"university", "Đại học Cần Thơ", "Mã cán bộ", "Giảng viên cao cấp", "V.07.01.01", "Khoa Mẫu", "Khoa/Phòng", map[string]string{"Chuyên ngành": "Thủy sản", "Nước đào tạo": "Bỉ", "Chức danh nghề nghiệp": "Giảng viên cao cấp"}},
		{"hospital", "Bệnh viện Mẫu", "Mã nhân viên", "Bác sĩ chính", "V.08.01.02", "Khoa Nội", "Khoa/Phòng", map[string]string{"Chuyên khoa": "Thủy sản", "Chức danh nghề nghiệp": "Bác sĩ chính"}},
		{"gov", "Sở Tài chính", "Mã công chức", "Chuyên viên chính", "01.002", "Phòng Ngân sách", "Phòng ban", map[string]string{"Chuyên ngành": "Thủy sản", "Ngạch công chức": "Chuyên viên chính"}},
		{"assoc", "", "Mã số", "", "", "", "", map[string]string{"Chuyên ngành": "Thủy sản", "Cơ quan công tác": "Đại học Cần Thơ"}},
	} {
		t.Run(c.kind, func(t *testing.T) {
			h := newHouse(t)
			employer, at := h.organisation("Đại học Cần Thơ"), ""
			if c.organisation != "" {
				if len(h.ref.OrganisationsNamed(c.organisation)) == 0 {
					employer = h.institution(c.organisation)
				} else {
					employer = h.organisation(c.organisation)
				}
				at = fmt.Sprint(employer)
			}
			file := h.must(200, "GET", "/templates/file?kind="+c.kind+"&organisation="+at, nil)
			if d := file.header.Get("Content-Disposition"); !strings.Contains(d, ".xlsx") {
				t.Errorf("disposition %q", d)
			}
			row := map[string]string{c.code: "00123"}
			for _, part := range []map[string]string{common, c.more} {
				for header, value := range part {
					row[header] = value
				}
			}
			row["Chức vụ"] = "Trưởng đơn vị"
			if c.unit != "" {
				row[c.unitColumn] = c.unit
			}
			got := h.upload("mẫu.xlsx", filled(t, file.body, row), "organisation", at)
			if got.Import.Counts.Rows != 1 || got.Import.Counts.Added != 1 {
				t.Fatalf("%+v", got)
			}
			h.apply(got)
			var found struct{ Hits []struct{ ID string } }
			h.indexed()
			h.must(200, "GET", "/people?q="+url.QueryEscape("Lê Thị Ánh Tuyết"), nil).into(t, &found)
			var p api.Person
			h.must(200, "GET", "/people/"+found.Hits[0].ID, nil).into(t, &p)
			if p.Name != "Lê Thị Ánh Tuyết" || p.Birth != "1975-04-03" || p.Sex != "female" || p.Title.Code != "PGS" || p.Email != "ltatuyet@example.edu.vn" || p.Phone != "0913123456" ||
				len(p.Codes) != 1 || p.Codes[0].Code != "00123" || len(p.Honours) != 1 || p.Honours[0].Code != "NGUT" || len(p.Expertise) != 2 || len(p.Fields) != 1 || p.Fields[0].Code != "4" {
				t.Errorf("got %+v", p)
			}
			if len(p.Qualifications) != 1 || p.Qualifications[0].Degree != "TS" || p.Qualifications[0].Year != 2011 || p.Qualifications[0].Field != "Thủy sản" {
				t.Errorf("studied %+v", p.Qualifications)
			}
			if len(p.Positions) != 1 || p.Positions[0].Organisation != employer || p.Positions[0].Post != "Trưởng đơn vị" {
				t.Errorf("works %+v, want at %d", p.Positions, employer)
			}
			if c.rankCode != "" && (p.Rank == nil || p.Rank.Code != c.rankCode) {
				t.Errorf("rank %+v", p.Rank)
			}
			var unit api.Organisation
			if c.unit != "" {
				h.must(200, "GET", fmt.Sprintf("/organisations/%d", p.Positions[0].Unit), nil).into(t, &unit)
			}
			if unit.Name != c.unit {
				t.Errorf("unit %q", unit.Name)
			}
		})
	}
}

// institution adds a hospital that the catalogue has not.
func (h *house) institution(name string) int64 {
	h.t.Helper()
	var o api.Organisation
	h.must(201, "POST", "/organisations", api.Organisation{Kind: "hospital", Name: name}).into(h.t, &o)
	return o.ID
}

// TestTemplateLists: what a catalogue says a cell may hold is offered in it, and
// nothing of what is offered is a formula.
func TestTemplateLists(t *testing.T) {
	h := newHouse(t)
	ctu := h.organisation("Đại học Cần Thơ")
	var evil api.Organisation
	h.must(201, "POST", "/organisations", api.Organisation{Kind: "unit", Name: "=HYPERLINK(\"x\") Khoa", Parent: ctu}).into(t, &evil)
	h.must(201, "POST", "/organisations", api.Organisation{Kind: "unit", Name: "Khoa Mẫu Hai", Parent: ctu}).into(t, &evil)
	file := h.must(200, "GET", fmt.Sprintf("/templates/file?organisation=%d", ctu), nil)
	f, err := excelize.OpenReader(bytes.NewReader(file.body))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rules, err := f.GetDataValidations(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	lists := 0
	for _, r := range rules {
		if r.Type == "list" {
			lists++
		}
	}
	if lists < 7 { // sex, title, degree, honour, rank, unit, field
		t.Errorf("%d lists", lists)
	}
	if visible, err := f.GetSheetVisible("Danh mục"); err != nil || visible {
		t.Errorf("the lists are shown: %v", err)
	}
	cells, err := f.GetRows("Danh mục")
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprint(cells)
	for _, want := range []string{"Nữ", "PGS", "ThS", "Giảng viên chính", "Khoa Mẫu Hai", "'=HYPERLINK"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q among the lists", want)
		}
	}
	for _, row := range cells {
		for _, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@") {
				t.Errorf("%q begins as a formula does", cell)
			}
		}
	}
	h.refused(422, "GET", "/templates/file?kind=circus", nil)
}
