package office

import (
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"trithuc/registry"
)

// OwnData writes everything held about a person as one HTML file for them: tables
// to read and print, and behind them the same data as JSON for other programs (in
// the element "du-lieu"). The file asks for nothing from anywhere.
func OwnData(w io.Writer, own *registry.OwnData, ref *registry.Reference) error {
	v := ownView{Own: own, At: own.At.In(registry.Vietnam).Format("15:04 ngày 02/01/2006"), ID: own.Person.ID.Public(), Name: own.Person.Name.Full}
	sections, err := sectionsOf(own.Person, ref)
	if err != nil {
		return err
	}
	v.Sections = sections
	for _, name := range own.Sealed {
		v.Sealed = append(v.Sealed, label(name))
	}
	for _, c := range own.Changes {
		v.Changes = append(v.Changes, []string{clock(c.At), actionWords[c.Action], c.Reason})
	}
	for _, o := range own.Openings {
		v.Openings = append(v.Openings, []string{clock(o.At), o.Account, o.Purpose})
	}
	for _, r := range own.Requests {
		v.Requests = append(v.Requests, []string{fmt.Sprint(r.ID), clock(r.Received), r.Detail, clock(r.Decided), r.Decision})
	}
	return ownPage.Execute(w, v)
}

func clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(registry.Vietnam).Format("15:04 02/01/2006")
}

var actionWords = map[registry.Action]string{
	registry.Added: "thêm", registry.Amended: "sửa", registry.Removed: "gỡ", registry.Restored: "khôi phục", registry.Erased: "xóa",
}

// ownView is what the page shows.
type ownView struct {
	Own                         *registry.OwnData
	ID, Name, At                string
	Sections                    []ownSection
	Sealed                      []string
	Changes, Openings, Requests [][]string
}

// ownSection is one field of the record with its value or its items.
type ownSection struct {
	Title string
	Items []string
}

// unheld are parts of the record that say nothing to the person.
var unheld = []string{"id", "version", "source", "sources"}

// sectionsOf puts the record in words, field by field in the order of the record.
func sectionsOf(p *registry.Person, ref *registry.Reference) ([]ownSection, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	fields, err := inOrder(raw)
	if err != nil {
		return nil, err
	}
	var all []ownSection
	for _, f := range fields {
		if slices.Contains(unheld, f.name) {
			continue
		}
		s := ownSection{Title: label(f.name)}
		var items []json.RawMessage
		if json.Unmarshal(f.value, &items) != nil {
			items = []json.RawMessage{f.value}
		}
		for _, item := range items {
			text, err := inWords(item, ref)
			if err != nil {
				return nil, err
			}
			s.Items = append(s.Items, text)
		}
		all = append(all, s)
	}
	return all, nil
}

// pair is one member of a JSON object.
type pair struct {
	name  string
	value json.RawMessage
}

// inOrder gives the members of an object as they stand.
func inOrder(raw []byte) (all []pair, err error) {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, err
		}
		p := pair{name: fmt.Sprint(name)}
		if err := dec.Decode(&p.value); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// inWords puts one value in words: "Học vị: TS; Năm: 2010".
func inWords(raw json.RawMessage, ref *registry.Reference) (string, error) {
	if raw[0] != '{' {
		var v any
		err := json.Unmarshal(raw, &v)
		return plain(v), err
	}
	members, err := inOrder(raw)
	if err != nil {
		return "", err
	}
	var parts []string
	for _, m := range members {
		if m.name == "source" {
			continue
		}
		text, err := inWords(m.value, ref)
		if err != nil {
			return "", err
		}
		if m.name == "organisation" || m.name == "unit" {
			var id registry.OrganisationID
			if json.Unmarshal(m.value, &id) == nil {
				text = ref.OrganisationName(id)
			}
		}
		parts = append(parts, label(m.name)+": "+text)
	}
	return strings.Join(parts, "; "), nil
}

func plain(v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "có"
		}
		return "không"
	case float64:
		return fmt.Sprintf("%.0f", v)
	case []any:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = plain(p)
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

// label gives the Vietnamese name of a member of the record.
func label(name string) string {
	if l, ok := labels[name]; ok {
		return l
	}
	return name
}

var labels = map[string]string{
	"name": "Họ và tên", "Full": "Đầy đủ", "Family": "Họ", "Middle": "Tên đệm", "Given": "Tên", "sex": "Giới tính (male: nam, female: nữ)", "birth": "Ngày sinh",
	"codes": "Mã cán bộ", "title": "Học hàm hoặc tên gọi", "qualifications": "Học vị", "honours": "Danh hiệu", "rank": "Chức danh nghề nghiệp",
	"positions": "Quá trình công tác", "fields": "Lĩnh vực", "expertise": "Chuyên môn", "email": "Thư điện tử", "phone": "Điện thoại",
	"names": "Tên khác", "identifiers": "Mã định danh nghiên cứu", "languages": "Ngoại ngữ", "publications": "Công bố", "patents": "Sở hữu trí tuệ",
	"works": "Tác phẩm", "exhibitions": "Triển lãm", "tasks": "Nhiệm vụ khoa học và công nghệ", "supervised": "Hướng dẫn (số lượng)", "awards": "Giải thưởng, khen thưởng",
	"training": "Đào tạo, bồi dưỡng", "memberships": "Thành viên hội", "abroad": "Sinh sống, làm việc ở nước ngoài", "advice": "Sẵn sàng tư vấn",
	"nationality": "Quốc tịch nước ngoài", "public": "Công khai trên cổng", "bases": "Căn cứ xử lý dữ liệu", "citizen": "Số định danh cá nhân (được niêm phong)",
	"code": "Mã", "year": "Năm", "discipline": "Ngành", "degree": "Học vị", "field": "Chuyên ngành", "institution": "Cơ sở đào tạo", "country": "Nước", "mode": "Hình thức",
	"organisation": "Cơ quan", "unit": "Đơn vị", "post": "Chức vụ", "contract": "Hợp đồng", "from": "Từ", "to": "Đến", "main": "Vị trí chính", "sector": "Ngành quản lý", "ownership": "Khu vực",
	"phrase": "Nội dung", "kind": "Loại", "value": "Giá trị", "level": "Trình độ, cấp", "certificate": "Chứng chỉ", "date": "Ngày", "authors": "Tác giả", "venue": "Nơi công bố",
	"publisher": "Nhà xuất bản", "volume": "Tập", "issue": "Số", "pages": "Trang", "doi": "DOI", "isbn": "ISBN", "number": "Số hiệu", "holder": "Chủ sở hữu", "filed": "Ngày nộp", "granted": "Ngày cấp",
	"role": "Vai trò", "place": "Nơi", "result": "Kết quả", "done": "Đã bảo vệ", "ongoing": "Đang hướng dẫn", "as_of": "Tính đến", "by": "Nơi tặng", "work": "Công việc", "topic": "Chủ đề", "limit": "Giới hạn",
	"purpose": "Mục đích", "basis": "Căn cứ", "document": "Văn bản", "until": "Đến hết",
}

var ownPage = template.Must(template.New("own").Parse(`<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bản sao dữ liệu cá nhân: {{.Name}}</title>
<style>body{font:16px/1.5 serif;max-width:50rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid;padding:.3rem .5rem;text-align:left;vertical-align:top}th{width:14rem}h2{margin-top:2rem}</style>
<h1>Bản sao dữ liệu cá nhân</h1>
<p>{{.Name}} ({{.ID}}), lấy lúc {{.At}} theo Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15. Cuối tệp có cùng dữ liệu ở dạng JSON để chương trình khác đọc.</p>
<h2>Hồ sơ</h2>
<table>{{range .Sections}}<tr><th scope="row">{{.Title}}</th><td>{{range .Items}}<div>{{.}}</div>{{end}}</td></tr>
{{end}}{{range .Sealed}}<tr><th scope="row">{{.}}</th><td>có lưu, ở dạng mã hóa</td></tr>{{end}}</table>
{{define "rows"}}{{range .}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}{{end}}<h2>Các thay đổi của hồ sơ</h2>
<table><tr><th scope="col">Lúc</th><th scope="col">Việc</th><th scope="col">Lý do</th></tr>{{template "rows" .Changes}}</table>
<h2>Các lần mở giá trị bảo mật</h2>
<table><tr><th scope="col">Lúc</th><th scope="col">Tài khoản</th><th scope="col">Lý do xem</th></tr>{{template "rows" .Openings}}</table>
<h2>Các yêu cầu của bạn</h2>
<table><tr><th scope="col">Số</th><th scope="col">Nhận lúc</th><th scope="col">Nội dung</th><th scope="col">Giải quyết lúc</th><th scope="col">Kết quả</th></tr>{{template "rows" .Requests}}</table>
<script type="application/json" id="du-lieu">{{.Own}}</script>
</html>
`))
