package office

import (
	"fmt"
	"html/template"
	"io"
	"time"

	"trithuc/registry"
)

// OwnData writes everything held about a person as one HTML file for them: tables
// to read and print, and behind them the same data as JSON for other programs (in
// the element "du-lieu"). The file asks for nothing from anywhere.
func OwnData(w io.Writer, own *registry.OwnData, ref *registry.Reference) error {
	v := ownView{Own: own, At: own.At.In(registry.Vietnam).Format("15:04 ngày 02/01/2006"), ID: own.Person.ID.Public(), Name: own.Person.Name.Full}
	v.Sections = sectionsOf(own.Person, ref)
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
	Sections                    []section
	Sealed                      []string
	Changes, Openings, Requests [][]string
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
