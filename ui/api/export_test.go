package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
	"trithuc/registry/forecast"
	"trithuc/registry/sqlite"
	"trithuc/ui/api"
)

func TestExport(t *testing.T) {
	h := newHouse(t)
	if a := h.must(200, "GET", "/export", nil); len(a.body) != 0 || a.header.Get("Content-Type") != "application/x-ndjson" {
		t.Errorf("empty: %q, %v", a.body, a.header)
	}
	h.add(h.hoa())
	h.add(api.Person{Name: "Trần Văn An"})
	a := h.must(200, "GET", "/export?format=jsonl", nil)
	lines := bytes.Split(bytes.TrimSpace(a.body), []byte("\n"))
	var first registry.Line
	if err := json.Unmarshal(lines[0], &first); err != nil || len(lines) != 2 || first.Name != "Nguyễn Thị Mỹ Hòa" || first.Retires != "2040-03" {
		t.Errorf("got %+v of %d, %v", first, len(lines), err)
	}
	if a := h.must(200, "GET", "/export?format=csv", nil); !strings.HasPrefix(string(a.body), "\ufeffSTT,Họ và tên,") {
		t.Errorf("got %.40q", a.body)
	}
	if a := h.must(200, "GET", "/export?format=xlsx", nil); !bytes.HasPrefix(a.body, []byte("PK")) {
		t.Errorf("got %.10q", a.body)
	}
	h.refused(422, "GET", "/export?format=pdf", nil)
}

// TestExportIsWhole: nothing that a record holds stays behind but what is sealed, and
// the names of the flat form stay what they were.
func TestExportIsWhole(t *testing.T) {
	h := newHouse(t)
	id := h.add(h.full()).ID
	h.add(api.Person{Name: "Trần Văn An"})
	var line struct {
		registry.Line
		Record map[string]json.RawMessage `json:"record"`
	}
	for _, full := range []string{"", "?full=true"} {
		raw, _, _ := bytes.Cut(h.must(200, "GET", "/export"+full, nil).body, []byte("\n"))
		if err := json.Unmarshal(raw, &line); err != nil || line.ID != id || line.Codes[0] != "001234" || len(line.Organisations) != 2 {
			t.Fatalf("got %s, %v", raw, err)
		}
		if (len(line.Sources) > 0) != (full != "") {
			t.Errorf("%q: sources %v", full, line.Sources)
		}
		for _, name := range registry.PersonFields() {
			if len(line.Record[name]) == 0 && registry.ClassOf(name) != registry.ClassRestricted {
				t.Errorf("%q: no %s in %s", full, name, raw)
			}
		}
	}
	sheets := h.must(200, "GET", "/export?full=true&format=csv", nil).body
	for _, text := range []string{"Mỹ Hòa", "0000-0002-1825-0097", "10.99999/mau.2021.57", "Thiết bị sục khí", "Bên bờ sông Hậu", "Liên hiệp các Hội Khoa học", "Phiếu 12/2026"} {
		if !bytes.Contains(sheets, []byte(text)) {
			t.Errorf("no %q in %s", text, sheets)
		}
	}
}

// TestWholeWorkbook: the sheet behind the list names each item with where it came from,
// and is no list of people when the workbook comes back.
func TestWholeWorkbook(t *testing.T) {
	h := newHouse(t)
	h.add(h.full())
	file := h.must(200, "GET", "/export?full=true&format=xlsx", nil).body
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetRows("Toàn bộ hồ sơ")
	if err != nil || len(got) < len(registry.PersonFields())-5 {
		t.Fatalf("got %q, %v", got, err)
	}
	for _, want := range [][]string{{"Sở hữu trí tuệ", "1", "Thiết bị sục khí"}, {"Công bố", "2", "Nuôi tôm bền vững"}, {"Mã định danh nghiên cứu", "1", "0000-0002-1825-0097"}} {
		if !slices.ContainsFunc(got, func(row []string) bool {
			return row[2] == want[0] && row[3] == want[1] && strings.Contains(row[4], want[2]) && strings.HasPrefix(row[5], "Tài khoản ")
		}) {
			t.Errorf("no row %q in %q", want, got)
		}
	}
	if p := h.upload("tri-thuc.xlsx", file); p.Counts.Same != p.Counts.Rows || p.Counts.Rows == 0 {
		t.Errorf("it came back as %+v", p.Counts)
		h.show(p)
	}
}

// failing loses its people after the first one.
type failing struct{ *sqlite.DB }

func (f failing) AllPeople(ctx context.Context, after registry.PersonID) iter.Seq2[*registry.Person, error] {
	return func(yield func(*registry.Person, error) bool) {
		for p, err := range f.DB.AllPeople(ctx, after) {
			if !yield(p, err) {
				return
			}
			break
		}
		yield(nil, errors.New("the disk is gone"))
	}
}

// Half a list is never taken for a whole one: the workbook, which is sent when
// it is finished, becomes a problem; the stream of lines is cut.
func TestExportThatFails(t *testing.T) {
	h := newHouse(t)
	h.add(h.hoa())
	h.serve(func(s *api.Services) { s.Store = failing{h.store} })
	h.refused(500, "GET", "/export?format=xlsx", nil)
	defer func() {
		if recover() == nil {
			t.Error("the stream ended as if it were whole")
		}
	}()
	h.call("GET", "/export?format=jsonl", nil)
}

func TestForecast(t *testing.T) {
	h := newHouse(t)
	h.add(h.hoa())
	var p forecast.Projection
	h.must(200, "GET", "/forecast?until=2041", nil).into(t, &p)
	whole := p.Series[0].Years
	if len(whole) != 16 || whole[0].Headcount != 1 || whole[14].Retired != 1 || whole[14].Headcount != 0 || whole[0].Demand != nil {
		t.Errorf("got %+v", whole)
	}
	h.must(200, "GET", "/forecast?organisation=ĐHCT&years=3&name=Thử", nil).into(t, &p)
	if p.Scenario != "Thử" || p.Until.Year != 2029 {
		t.Errorf("got %q until %v", p.Scenario, p.Until)
	}
	if got := h.refused(400, "GET", "/forecast?years=-1&until=1999", nil); len(got.Errors) != 3 {
		t.Errorf("got %+v", got)
	}
	h.refused(400, "GET", "/forecast?organisation=Sao+Hỏa", nil)
	h.must(200, "GET", "/forecast?years=4&scenario="+url.QueryEscape(`{"recruit":[{"count":5}],"rates":{"leave":0,"arrive":0}}`), nil).into(t, &p)
	if len(p.Series[0].Years) != 5 || p.Series[0].Years[4].P50 < 15 {
		t.Errorf("five recruits a year: %+v", p.Series[0].Years)
	}
	h.refused(400, "GET", "/forecast?scenario="+url.QueryEscape(`{"recruit":[{"count":-5,"field":"xyz"}]}`), nil)
}

// TestExportComesBack: what a search or an organisation is exported as changes nothing
// when it is brought in again, and nobody's words become a formula on the way.
func TestExportComesBack(t *testing.T) {
	h := newHouse(t)
	ctu := h.organisation("Đại học Cần Thơ")
	h.add(h.full())
	unit := api.Organisation{}
	h.must(201, "POST", "/organisations", api.Organisation{Kind: "unit", Name: "Khoa Mẫu", Parent: ctu}).into(t, &unit)
	second := h.hoa()
	second.Name, second.Sex, second.Birth, second.Email, second.Phone = "Trần Văn Mẫu", "male", "1975", "tvmau@example.edu.vn", "0913123457"
	second.Codes[0].Code, second.Title, second.Honours, second.Positions[0].Unit = "=1+1", nil, nil, unit.ID
	second.Expertise = []string{"@nội đồng", "=tôm"}
	second.Positions[0].Post = "=cmd|' /C calc'!A0"
	h.add(second)
	h.add(api.Person{Name: "Ngô Thị Ngoài"})
	h.indexed()
	for _, c := range []struct {
		query string
		rows  int
	}{{"", 3}, {"organisation=" + fmt.Sprint(ctu), 2}, {"q=" + url.QueryEscape("Trần Văn Mẫu") + "&sex=male", 1}} {
		for _, format := range []string{"xlsx", "csv"} {
			file := h.must(200, "GET", "/people/export?format="+format+"&"+c.query, nil).body
			got := h.upload("xuất."+format, file)
			if got.Counts.Rows != c.rows || got.Counts.Same != c.rows {
				t.Errorf("%q as %s: %+v", c.query, format, got.Counts)
				h.show(got)
			}
			if format == "csv" && c.rows > 1 && (bytes.Contains(file, []byte(",=")) || bytes.Contains(file, []byte(",\"="))) {
				t.Errorf("a formula left: %s", file)
			}
		}
	}
	h.refused(422, "GET", "/people/export?organisation=999999", nil)
}
