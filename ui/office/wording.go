package office

import (
	"cmp"
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"trithuc/registry"
)

// A record in words, for whoever reads it without the program.

// section is one field of the record with its value or its items.
type section struct {
	Name  string // of the field, as JSON has it
	Title string
	Items []string
}

// unheld are parts of the record that say nothing to who reads it.
var unheld = map[string]bool{"id": true, "version": true, "source": true, "sources": true}

// sectionsOf puts the record in words, field by field in the order of the record; what
// is empty is left out.
func sectionsOf(p *registry.Person, ref *registry.Reference) []section {
	w := wording{ref}
	var all []section
	record := reflect.ValueOf(p).Elem()
	for i := range record.NumField() {
		name, value := jsonName(record.Type().Field(i)), record.Field(i)
		if unheld[name] || value.IsZero() {
			continue
		}
		s := section{Name: name, Title: label(name)}
		if value.Kind() == reflect.Slice {
			for k := range value.Len() {
				s.Items = append(s.Items, w.value(name, value.Index(k)))
			}
		} else {
			s.Items = []string{w.value(name, value)}
		}
		all = append(all, s)
	}
	return all
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return cmp.Or(name, f.Name)
}

// wording puts values in words.
type wording struct{ ref *registry.Reference }

// value puts one value in words: "Học vị: TS; Năm: 2010". Path is where it stands,
// "qualifications.year".
func (w wording) value(path string, v reflect.Value) string {
	switch x := v.Interface().(type) {
	case registry.OrganisationID:
		return w.ref.OrganisationName(x)
	case registry.Date:
		return x.Vietnamese()
	case encoding.TextMarshaler:
		text, err := x.MarshalText()
		if err == nil {
			return string(text)
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		return w.members(path, v)
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = w.value(path, v.Index(i))
		}
		return strings.Join(parts, ", ")
	case reflect.Bool:
		if v.Bool() {
			return "có"
		}
		return "không"
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.String:
		return w.code(path, v.String())
	}
	return fmt.Sprint(v.Interface())
}

func (w wording) members(path string, v reflect.Value) string {
	var parts []string
	for i := range v.NumField() {
		name, member := jsonName(v.Type().Field(i)), v.Field(i)
		if !unheld[name] && !member.IsZero() {
			parts = append(parts, label(path+"."+name)+": "+w.value(path+"."+name, member))
		}
	}
	return strings.Join(parts, "; ")
}

// code names a value that is a code.
func (w wording) code(path, value string) string {
	if scheme, ok := coded[path]; ok {
		if name := w.ref.CodeName(scheme, value); name != value {
			return name + " (" + value + ")"
		}
	}
	if word, ok := kindWords[value]; ok && (strings.HasSuffix(path, ".kind") || strings.HasSuffix(path, ".basis") || path == "sex") {
		return word
	}
	return value
}

// coded are the values that are codes of a catalogue.
var coded = map[string]registry.Scheme{
	"title.code": registry.SchemeTitle, "rank.code": registry.SchemeRank, "qualifications.degree": registry.SchemeDegree, "honours.code": registry.SchemeHonour,
	"positions.sector": registry.SchemeSector, "positions.ownership": registry.SchemeOwnership, "fields.code": registry.SchemeField,
	"languages.code": registry.SchemeLanguage, "tasks.level": registry.SchemeTaskLevel, "supervised.degree": registry.SchemeDegree,
}

// kindWords say what the kinds of the record are.
var kindWords = map[string]string{
	string(registry.Male): "Nam", string(registry.Female): "Nữ",
	string(registry.BirthName): "tên khai sinh", string(registry.PenName): "bút danh", string(registry.StageName): "nghệ danh", string(registry.LatinName): "tên trên công bố quốc tế",
	string(registry.ORCID): "ORCID", string(registry.Scopus): "Scopus", string(registry.Scholar): "Google Scholar",
	string(registry.Article): "bài báo", string(registry.Book): "sách", string(registry.Chapter): "chương sách", string(registry.Conference): "báo cáo hội nghị",
	string(registry.Thesis): "luận án, luận văn", string(registry.Report): "báo cáo khoa học", string(registry.OtherPaper): "loại khác",
	string(registry.Invention): "sáng chế", string(registry.UtilityModel): "giải pháp hữu ích", string(registry.Design): "kiểu dáng công nghiệp",
	string(registry.PlantVariety): "giống cây trồng", string(registry.Circuit): "thiết kế bố trí mạch tích hợp", string(registry.Copyright): "quyền tác giả",
	string(registry.Consent): "đồng ý của chủ thể dữ liệu", string(registry.Law): "luật quy định", string(registry.Duty): "phục vụ hoạt động của cơ quan nhà nước",
	string(registry.Contract): "hợp đồng với chủ thể dữ liệu",
}

// label gives the Vietnamese name of a value by its path, else by the last part of it.
func label(path string) string {
	if l, ok := labels[path]; ok {
		return l
	}
	name := path[strings.LastIndexByte(path, '.')+1:]
	if name != path {
		if l, ok := labels["."+name]; ok {
			return l
		}
	}
	return cmp.Or(labels[name], name)
}

// labels are by path; what begins with a dot is of a part of any value or item.
var labels = map[string]string{
	"name": "Họ và tên", "Full": "Đầy đủ", "Family": "Họ", "Middle": "Tên đệm", "Given": "Tên", "sex": "Giới tính", "birth": "Ngày sinh",
	"codes": "Mã cán bộ", "title": "Học hàm", ".title": "Nhan đề", ".name": "Tên", "qualifications": "Học vị", "honours": "Danh hiệu", "rank": "Chức danh nghề nghiệp",
	"positions": "Quá trình công tác", "fields": "Lĩnh vực", "expertise": "Chuyên môn", "email": "Thư điện tử", "phone": "Điện thoại",
	"names": "Tên khác", "identifiers": "Mã định danh nghiên cứu", "languages": "Ngoại ngữ", "publications": "Công bố", "patents": "Sở hữu trí tuệ",
	"works": "Tác phẩm", "exhibitions": "Triển lãm", "tasks": "Nhiệm vụ khoa học và công nghệ", "supervised": "Hướng dẫn (số lượng)", "awards": "Giải thưởng, khen thưởng",
	"training": "Đào tạo, bồi dưỡng", "memberships": "Thành viên hội", "abroad": "Sinh sống, làm việc ở nước ngoài", "addresses": "Địa chỉ", "advice": "Sẵn sàng tư vấn",
	"nationality": "Quốc tịch nước ngoài", "public": "Công khai trên cổng", "bases": "Căn cứ xử lý dữ liệu", "citizen": "Số định danh cá nhân (được niêm phong)",
	"code": "Mã", "year": "Năm", "discipline": "Ngành", "degree": "Học vị", "field": "Chuyên ngành", "institution": "Cơ sở đào tạo", "country": "Nước", "mode": "Hình thức",
	"organisation": "Cơ quan", "unit": "Đơn vị", "post": "Chức vụ", "contract": "Hợp đồng", "from": "Từ", "to": "Đến", "main": "Vị trí chính", "sector": "Ngành quản lý", "written": "Tên như nguồn đã ghi", "ownership": "Khu vực",
	"phrase": "Nội dung", "language": "Ngôn ngữ", "kind": "Loại", "value": "Giá trị", "level": "Trình độ, cấp", "certificate": "Chứng chỉ", "date": "Ngày", "authors": "Tác giả", "venue": "Nơi công bố",
	"publisher": "Nhà xuất bản", "volume": "Tập", "issue": "Số", "pages": "Trang", "doi": "DOI", "isbn": "ISBN", "number": "Số hiệu", "holder": "Chủ sở hữu", "filed": "Ngày nộp", "granted": "Ngày cấp",
	"role": "Vai trò", "place": "Nơi", "result": "Kết quả", "done": "Đã bảo vệ", "ongoing": "Đang hướng dẫn", "as_of": "Tính đến", "by": "Nơi tặng", "work": "Công việc", "topic": "Chủ đề", "limit": "Giới hạn",
	"purpose": "Mục đích", "basis": "Căn cứ", "document": "Văn bản", "until": "Đến hết",
}
