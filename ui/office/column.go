package office

import (
	"strings"

	"trithuc/registry"
)

// column is one column of a list of people. Its header is a word the importer
// knows, so that a list that went out can come back: the header of birth dates
// says which of 05/03/1980 is the month.
type column struct {
	header string
	width  float64 // in characters of the standard font
	text   func(*registry.Reference, registry.Line) string
}

// number is the header of the first column, which counts the rows.
const number = "STT"

// printed is how many columns, number included, stand on paper: all of them on
// one A4 would be too small to read, so codes and contacts are for the screen.
const printed = 12

func columns() []column {
	plain := func(f func(registry.Line) string) func(*registry.Reference, registry.Line) string {
		return func(_ *registry.Reference, l registry.Line) string { return f(l) }
	}
	return append([]column{
		{"Họ và tên", 22, plain(func(l registry.Line) string { return l.Name })},
		{"Giới tính", 6, plain(func(l registry.Line) string { return sexName(l.Sex) })},
		{"Ngày sinh (dd/mm/yyyy)", 12, plain(birthText)},
		{"Học hàm", 7, abbreviated(registry.SchemeTitle, func(l registry.Line) []string { return one(l.Title) })},
		{"Học vị", 7, abbreviated(registry.SchemeDegree, func(l registry.Line) []string { return one(l.Degree) })},
		{"Danh hiệu", 8, abbreviated(registry.SchemeHonour, func(l registry.Line) []string { return l.Honours })},
		{"Chức vụ", 15, plain(func(l registry.Line) string { return l.Position })},
		{"Đơn vị trực thuộc", 20, plain(func(l registry.Line) string { return l.Unit })},
		{"Cơ quan", 20, plain(func(l registry.Line) string { return l.Organisation })},
		{"Lĩnh vực", 20, fieldNames},
		{"Chuyên môn", 26, plain(func(l registry.Line) string { return join(l.Expertise) })},
		{"Mã cán bộ", 12, plain(func(l registry.Line) string { return join(l.Codes) })},
		{"Email", 26, plain(func(l registry.Line) string { return l.Email })},
		{"Điện thoại", 13, plain(func(l registry.Line) string { return l.Phone })},
		{"Mã trí thức", 13, plain(func(l registry.Line) string { return l.ID })},
		{"Tháng nghỉ hưu dự kiến", 12, plain(func(l registry.Line) string { return dateText(l.Retires) })},
		{"Ngành quản lý", 20, named(registry.SchemeSector, func(l registry.Line) string { return l.Sector })},
		{"Khu vực", 14, named(registry.SchemeOwnership, func(l registry.Line) string { return l.Ownership })},
		{"Diện trí thức", 12, plain(func(l registry.Line) string { return scopeNames[l.Scope] })},
	}, recordColumns()...)
}

// scopeNames say whether somebody counts.
var scopeNames = map[registry.ScopeState]string{
	registry.InScope: "Thuộc diện", registry.OutOfScope: "Ngoài diện", registry.ScopeUnclear: "Chưa rõ",
}

func named(s registry.Scheme, code func(registry.Line) string) func(*registry.Reference, registry.Line) string {
	return func(ref *registry.Reference, l registry.Line) string { return ref.CodeName(s, code(l)) }
}

// join puts a list into one cell.
func join(list []string) string { return strings.Join(list, "; ") }

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func sexName(s registry.Sex) string {
	switch s {
	case registry.Male:
		return "Nam"
	case registry.Female:
		return "Nữ"
	}
	return ""
}

func birthText(l registry.Line) string { return dateText(l.Birth) }

// dateText writes a date of the contract as people here do; what is no date
// stays as it is.
func dateText(s string) string {
	d, err := registry.ParseDate(s)
	if err != nil {
		return s
	}
	return d.Vietnamese()
}

func abbreviated(s registry.Scheme, codes func(registry.Line) []string) func(*registry.Reference, registry.Line) string {
	return func(ref *registry.Reference, l registry.Line) string {
		var names []string
		for _, c := range codes(l) {
			names = append(names, ref.Abbreviation(s, c))
		}
		return join(names)
	}
}

// fieldNames names the fields so that the cell can be read again: a semicolon
// within a name becomes a comma, since it parts the list, and a name that two
// fields share stands behind its code.
func fieldNames(ref *registry.Reference, l registry.Line) string {
	var names []string
	for _, code := range l.Fields {
		name := strings.ReplaceAll(ref.CodeName(registry.SchemeField, code), ";", ",")
		if code != name && shared(ref, code) {
			name = code + " " + name
		}
		names = append(names, name)
	}
	return join(names)
}

// shared says that the field next above bears the same name, as happens where
// the catalogue repeats a heading.
func shared(ref *registry.Reference, code string) bool {
	c, _ := ref.Code(registry.SchemeField, code)
	return c.Parent != "" && strings.EqualFold(c.Name, ref.CodeName(registry.SchemeField, c.Parent))
}
