package office

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// Template is an empty staff list to be filled in and sent back: its headers are
// words the importer knows, and where a catalogue says what a cell may hold, the cell
// offers the list.
type Template struct {
	Kind        registry.OrganisationKind // one of TemplateKinds
	Institution string                    // whose list it will be, "" where that is not known
	columns     []templateColumn
}

// TemplateKinds are the kinds of institution that have a template of their own.
var TemplateKinds = []registry.OrganisationKind{registry.University, registry.Hospital, registry.Government, registry.Association}

// templateColumn is one column of a template. A cell of a closed list takes nothing
// but what the list offers; an open one warns, since a unit or a rank may be new.
type templateColumn struct {
	header string
	width  float64 // in characters of the standard font
	list   []string
	closed bool
	hint   string // shown beside the cell that is being filled
}

// TemplateKind gives the template that an institution fills in: colleges, institutes
// and schools that of universities, enterprises that of associations, whose members
// work in many places.
func TemplateKind(of registry.OrganisationKind) registry.OrganisationKind {
	switch of {
	case registry.University, registry.Campus, registry.College, registry.Institute, registry.School:
		return registry.University
	case registry.Hospital:
		return registry.Hospital
	case registry.Association, registry.Enterprise:
		return registry.Association
	}
	return registry.Government
}

// TemplateFor makes the template of a kind of institution, with the units of one
// institution where it is known (0 where not). It is Invalid for a kind that has none.
func TemplateFor(ref *registry.Reference, kind registry.OrganisationKind, at registry.OrganisationID) (Template, error) {
	if !slices.Contains(TemplateKinds, kind) {
		return Template{}, &registry.Error{Kind: registry.Invalid, Message: "Không có bảng mẫu cho loại cơ quan này. Hãy chọn university, hospital, gov hoặc assoc.",
			Problems: []registry.Problem{{Field: "kind", Value: string(kind), Reason: "không có bảng mẫu"}}}
	}
	t := Template{Kind: kind, Institution: ref.OrganisationName(at)}
	d := drafting{ref: ref, at: at}
	switch kind {
	case registry.University:
		t.columns = d.university()
	case registry.Hospital:
		t.columns = d.hospital()
	case registry.Government:
		t.columns = d.government()
	case registry.Association:
		t.columns = d.association()
	}
	return t, nil
}

// drafting draws up the columns of a template.
type drafting struct {
	ref *registry.Reference
	at  registry.OrganisationID
}

const dateHint = "Ghi ngày/tháng/năm, thí dụ 05/03/1980. Chỉ biết năm thì ghi năm."

func (d drafting) university() []templateColumn {
	return slices.Concat(d.who("Mã cán bộ"), d.level(), []templateColumn{
		{header: "Chuyên ngành", width: 24}, {header: "Nơi đào tạo", width: 24}, {header: "Nước đào tạo", width: 14},
		d.ranks("Chức danh nghề nghiệp", "V.07", "V.05"), {header: "Chức vụ", width: 18},
	}, d.places("Khoa/Phòng", "Bộ môn"), d.knowledge(), d.post(), contacts())
}

func (d drafting) hospital() []templateColumn {
	return slices.Concat(d.who("Mã nhân viên"), d.level(), []templateColumn{
		{header: "Chuyên khoa", width: 24}, {header: "Nơi đào tạo", width: 24},
		d.ranks("Chức danh nghề nghiệp", "V.08"), {header: "Chức vụ", width: 18},
	}, d.places("Khoa/Phòng", "Tổ"), d.knowledge(), d.post(), contacts())
}

func (d drafting) government() []templateColumn {
	return slices.Concat(d.who("Mã công chức"), d.level(), []templateColumn{
		{header: "Chuyên ngành", width: 24}, {header: "Nơi đào tạo", width: 24},
		d.ranks("Ngạch công chức", "01."), {header: "Chức vụ", width: 18},
	}, d.places("Phòng ban", "Tổ"), d.knowledge(), d.post(), contacts())
}

func (d drafting) association() []templateColumn {
	return slices.Concat(d.who("Mã số"), d.level(), []templateColumn{
		{header: "Chuyên ngành", width: 24},
		{header: "Cơ quan công tác", width: 28, list: d.employers(), hint: "Nơi đang làm việc. Chọn trong danh sách, hoặc ghi tên đầy đủ."},
		{header: "Chức vụ", width: 18},
	}, d.knowledge(), contacts())
}

func (d drafting) who(code string) []templateColumn {
	return []templateColumn{
		{header: number, width: 6},
		{header: code, width: 12, hint: "Mã riêng của từng người trong cơ quan. Có mã thì lần sau nhận ra đúng người."},
		{header: "Họ và tên", width: 24, hint: "Không ghi học hàm, học vị trước tên."},
		{header: "Ngày sinh (dd/mm/yyyy)", width: 14, hint: dateHint},
		{header: "Giới tính", width: 9, list: []string{sexName(registry.Male), sexName(registry.Female)}, closed: true},
	}
}

func (d drafting) level() []templateColumn {
	return []templateColumn{
		{header: "Học hàm", width: 9, list: d.abbreviations(registry.SchemeTitle), closed: true},
		{header: "Học vị", width: 9, list: d.abbreviations(registry.SchemeDegree), closed: true, hint: "Học vị cao nhất."},
		{header: "Năm tốt nghiệp", width: 10, hint: "Năm được cấp bằng cao nhất."},
		{header: "Danh hiệu", width: 10, list: d.abbreviations(registry.SchemeHonour), hint: "Nhiều danh hiệu thì cách nhau bằng dấu chấm phẩy."},
	}
}

func (d drafting) knowledge() []templateColumn {
	return []templateColumn{
		{header: "Lĩnh vực", width: 24, list: d.topFields(), hint: "Lĩnh vực khoa học theo QĐ 12/2008/QĐ-BKHCN. Ghi được cả lĩnh vực hẹp hơn."},
		{header: "Hướng nghiên cứu", width: 30, hint: "Nhiều hướng thì cách nhau bằng dấu chấm phẩy."},
	}
}

func (d drafting) post() []templateColumn {
	return []templateColumn{{header: "Ngày tuyển dụng", width: 14, hint: dateHint}, {header: "Loại hợp đồng", width: 16}}
}

func contacts() []templateColumn {
	return []templateColumn{{header: "Email", width: 26}, {header: "Điện thoại", width: 14}}
}

// places are the column of units right under the institution and that of the units
// under those.
func (d drafting) places(unit, subunit string) []templateColumn {
	var units, subunits []string
	if d.at != 0 {
		for _, id := range d.ref.Children(d.at) {
			units = append(units, d.names(id)...)
			for _, below := range d.ref.Children(id) {
				subunits = append(subunits, d.names(below)...)
			}
		}
	}
	const hint = "Đơn vị mới chưa có trong danh sách thì cứ ghi tên đầy đủ."
	return []templateColumn{{header: unit, width: 26, list: sorted(units), hint: hint}, {header: subunit, width: 26, list: sorted(subunits), hint: hint}}
}

// names gives the name of a place that still is.
func (d drafting) names(id registry.OrganisationID) []string {
	if o, ok := d.ref.Organisation(id); ok && o.ValidTo.IsZero() {
		return []string{o.Name}
	}
	return nil
}

func (d drafting) employers() []string {
	var all []string
	for _, o := range d.ref.Organisations() {
		if o.Kind != registry.Unit && o.Kind != registry.Unsorted && o.ValidTo.IsZero() {
			all = append(all, o.Name)
		}
	}
	return sorted(all)
}

func (d drafting) abbreviations(s registry.Scheme) []string {
	var all []string
	for _, c := range d.ref.Codes(s) {
		all = append(all, d.ref.Abbreviation(s, c.Code))
	}
	return all
}

// topFields are the widest fields of the catalogue.
func (d drafting) topFields() []string {
	var all []string
	for _, c := range d.ref.Codes(registry.SchemeField) {
		if c.Parent == "" {
			all = append(all, strings.ReplaceAll(c.Name, ";", ","))
		}
	}
	return all
}

// ranks are the professional ranks whose codes begin with one of the given groups.
func (d drafting) ranks(header string, groups ...string) templateColumn {
	c := templateColumn{header: header, width: 22}
	for _, r := range d.ref.Codes(registry.SchemeRank) {
		if slices.ContainsFunc(groups, func(g string) bool { return strings.HasPrefix(r.Code, g) }) {
			c.list = append(c.list, r.Name)
		}
	}
	return c
}

func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// Layout of a template; its list stands where that of People does.
const (
	listsSheet   = "Danh mục"
	guideSheet   = "Hướng dẫn"
	templateRows = 5_000 // that offer lists
)

// WriteTemplate writes a template as a workbook. Cells are text, so that neither a
// date nor a leading zero is read anew; the lists stand on a sheet of their own.
func WriteTemplate(w io.Writer, t Template) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	b := &templateWriter{list: list{file: f}, t: t}
	for _, step := range []func() error{b.sheets, b.styles, b.page, b.head, b.cells, b.lists, b.guide} {
		if err := step(); err != nil {
			return fmt.Errorf("office.WriteTemplate: %w", err)
		}
	}
	return deliver(f, w)
}

type templateWriter struct {
	list
	t Template
}

func (b *templateWriter) sheets() error {
	f := b.file
	_, err1 := f.NewSheet(guideSheet)
	_, err2 := f.NewSheet(listsSheet)
	return errors.Join(f.SetDefaultFont("Times New Roman"), f.SetSheetName("Sheet1", listSheet), err1, err2,
		f.SetSheetVisible(listsSheet, false))
}

func (b *templateWriter) head() error {
	f := b.file
	about := "Điền mỗi người một dòng, rồi gửi tệp này ở trang Nhập danh sách."
	err := errors.Join(
		f.SetCellValue(listSheet, "A1", Safe(cmp.Or(b.t.Institution, "Tên cơ quan: ……………"))),
		f.SetCellValue(listSheet, "A2", about),
		f.SetRowHeight(listSheet, headerRow, 34),
		f.SetPanes(listSheet, &excelize.Panes{Freeze: true, YSplit: headerRow, TopLeftCell: fmt.Sprintf("A%d", headerRow+1), ActivePane: "bottomLeft"}))
	for i, c := range b.t.columns {
		cell, cerr := excelize.CoordinatesToCellName(i+1, headerRow)
		err = errors.Join(err, cerr, f.SetCellValue(listSheet, cell, c.header), f.SetCellStyle(listSheet, cell, cell, b.header))
	}
	return err
}

// cells makes the columns as wide as what stands in them and their cells text.
func (b *templateWriter) cells() error {
	text, err := b.file.NewStyle(&excelize.Style{NumFmt: 49, Font: font(12, false, false)})
	for i, c := range b.t.columns {
		name, cerr := excelize.ColumnNumberToName(i + 1)
		last := fmt.Sprintf("%s%d", name, headerRow+templateRows)
		first := fmt.Sprintf("%s%d", name, headerRow+1)
		err = errors.Join(err, cerr, b.file.SetColWidth(listSheet, name, name, c.width),
			b.file.SetColStyle(listSheet, name, text), b.offer(i, c, first+":"+last))
	}
	// SetColStyle gives its style to the cells above as well
	for i := range b.t.columns {
		cell, cerr := excelize.CoordinatesToCellName(i+1, headerRow)
		err = errors.Join(err, cerr, b.file.SetCellStyle(listSheet, cell, cell, b.header))
	}
	return err
}

// offer lets the cells of a column offer its list and say its hint.
func (b *templateWriter) offer(i int, c templateColumn, cells string) error {
	if len(c.list) == 0 && c.hint == "" {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = cells
	if c.hint != "" {
		v.SetInput(c.header, c.hint)
	}
	if len(c.list) > 0 {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		v.SetSqrefDropList(fmt.Sprintf("'%s'!$%s$2:$%s$%d", listsSheet, name, name, len(c.list)+1))
		if c.closed {
			v.SetError(excelize.DataValidationErrorStyleStop, c.header, "Hãy chọn một giá trị trong danh sách, hoặc để trống.")
		} else {
			v.SetError(excelize.DataValidationErrorStyleWarning, c.header, "Giá trị này không có trong danh sách. Vẫn giữ?")
		}
	}
	return b.file.AddDataValidation(listSheet, v)
}

// lists writes what the cells offer, each list in the column of its own cells.
func (b *templateWriter) lists() error {
	var err error
	for i, c := range b.t.columns {
		for k, value := range append([]string{c.header}, c.list...) {
			if len(c.list) == 0 {
				break
			}
			cell, cerr := excelize.CoordinatesToCellName(i+1, k+1)
			err = errors.Join(err, cerr, b.file.SetCellValue(listsSheet, cell, Safe(value)))
		}
	}
	return err
}

// guide says how to fill in the columns: one sentence a line and no table, so that
// nobody reads it as a list of people.
func (b *templateWriter) guide() error {
	lines := []string{"Cột nào không có số liệu thì để trống hoặc xóa đi; thêm cột khác cũng được, tên cột đặt ở cùng hàng tiêu đề."}
	for _, c := range b.t.columns {
		if c.hint != "" {
			lines = append(lines, fmt.Sprintf("Cột “%s”: %s", c.header, c.hint))
		}
	}
	err := b.file.SetColWidth(guideSheet, "A", "A", 110)
	for i, l := range lines {
		err = errors.Join(err, b.file.SetCellValue(guideSheet, fmt.Sprintf("A%d", i+1), l))
	}
	return err
}
