package office

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// Form20 is biểu mẫu 20 (ba công khai) of an institution as of a day: how many giảng
// viên cơ hữu it has by học hàm, highest degree and grade of their rank, and who they
// are. Its columns are of Thông tư 36/2017/TT-BGDĐT as they are remembered, not held
// against the text; the counts are by unit, since records do not tell the khối ngành.
type Form20 struct {
	ref    *registry.Reference
	at     registry.OrganisationID
	on     registry.Date
	units  map[registry.OrganisationID]*lecturers
	total  lecturers
	people []lecturer
	apart  map[registry.Lecturing]int
}

// lecturers are the counts of a row of the form.
type lecturers struct {
	all, professors, associates int
	degrees                     [5]int // in the order of degreeColumns
	grades                      [5]int // by grade, 0 for none known
}

// lecturer is a line of the list of the form.
type lecturer struct {
	unit registry.OrganisationID
	name string
	line []string // without the number
}

// degreeColumns are the columns of degrees with the codes that each counts; the last
// counts all others.
var degreeColumns = []struct {
	header string
	codes  []string
}{{"TS", []string{"TSKH", "TS"}}, {"ThS", []string{"ThS"}}, {"ĐH", []string{"CN", "KS", "BS", "DS", "KTS", "BSTY"}}, {"CĐ", []string{"CD"}}, {"Khác", nil}}

// apartNames say of whom the form counts apart, in this order.
var apartNames = []struct {
	as   registry.Lecturing
	name string
}{{registry.RankUnknown, "chưa rõ chức danh nghề nghiệp"}, {registry.OtherRank, "giữ chức danh nghề nghiệp khác"}, {registry.Visiting, "thỉnh giảng"}}

// NewForm20 fills the form of an institution from those of the people who work there on
// a day.
func NewForm20(ref *registry.Reference, at registry.OrganisationID, on registry.Date, people iter.Seq2[*registry.Person, error]) (*Form20, error) {
	f := &Form20{ref: ref, at: at, on: on, units: map[registry.OrganisationID]*lecturers{}, apart: map[registry.Lecturing]int{}}
	for p, err := range people {
		if err != nil {
			return nil, err
		}
		post, here := p.PostOn(ref, at, on)
		if !here {
			continue
		}
		if as := p.LecturingAs(post); as != registry.Lecturer {
			f.apart[as]++
			continue
		}
		f.add(p, post)
	}
	slices.SortFunc(f.people, func(a, b lecturer) int {
		return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.name, b.name))
	})
	return f, nil
}

// add counts one lecturer and puts them on the list.
func (f *Form20) add(p *registry.Person, post registry.Position) {
	held := p.StandingOn(f.on)
	degree := p.DegreeOn(f.ref, f.on)
	unit := post.Unit
	if f.units[unit] == nil {
		f.units[unit] = &lecturers{}
	}
	for _, row := range []*lecturers{f.units[unit], &f.total} {
		row.all++
		switch held.Title {
		case "GS":
			row.professors++
		case "PGS":
			row.associates++
		}
		row.degrees[degreeColumn(degree)]++
		row.grades[f.ref.RankGrade(p.Rank.Code)]++
	}
	specialty := ""
	if i := slices.IndexFunc(p.Qualifications, func(q registry.Qualification) bool { return q.Degree == degree }); i >= 0 {
		specialty = p.Qualifications[i].Field
	}
	year := ""
	if p.Birth.Year > 0 {
		year = fmt.Sprint(p.Birth.Year)
	}
	f.people = append(f.people, lecturer{unit, p.NameOrder(), []string{p.Name.Full, year, sexName(p.Sex), f.ref.Abbreviation(registry.SchemeTitle, held.Title),
		f.ref.Abbreviation(registry.SchemeDegree, degree), specialty}})
}

func degreeColumn(degree string) int {
	for i, c := range degreeColumns {
		if slices.Contains(c.codes, degree) {
			return i
		}
	}
	return len(degreeColumns) - 1
}

// counts puts a row into the order of the form's columns.
func (l *lecturers) counts() []int {
	return append(append([]int{l.all, l.professors, l.associates}, l.degrees[:]...), l.grades[3], l.grades[2], l.grades[1])
}

// form is the table of counts.
func (f *Form20) form() Form {
	form := Form{
		Issuer: f.ref.OrganisationName(f.at), Title: "CÔNG KHAI THÔNG TIN VỀ ĐỘI NGŨ GIẢNG VIÊN CƠ HỮU",
		About:   []string{"Biểu mẫu 20", "Tính đến ngày " + f.on.Vietnamese()},
		Headers: []string{"Nội dung", "Tổng số", "GS", "PGS"}, Place: "…………, ngày …… tháng …… năm ………", Signers: [2]string{"Người lập biểu", "Thủ trưởng đơn vị"},
	}
	for _, c := range degreeColumns {
		form.Headers = append(form.Headers, c.header)
	}
	form.Headers = append(form.Headers, "Hạng III", "Hạng II", "Hạng I")
	form.Rows = append(form.Rows, FormRow{Name: "Giảng viên cơ hữu", Counts: f.total.counts(), Sum: true})
	units := make([]registry.OrganisationID, 0, len(f.units))
	for id := range f.units {
		units = append(units, id)
	}
	slices.Sort(units)
	for _, id := range units {
		form.Rows = append(form.Rows, FormRow{Name: cmp.Or(f.ref.OrganisationName(id), "Chưa rõ đơn vị"), Counts: f.units[id].counts()})
	}
	form.Notes = append(form.Notes, "Số liệu theo đơn vị: hồ sơ không ghi khối ngành. Các cột ghi theo trí nhớ về Thông tư 36/2017/TT-BGDĐT, chưa đối chiếu văn bản.")
	if n := f.total.grades[0] + f.total.grades[4]; n > 0 {
		form.Notes = append(form.Notes, fmt.Sprintf("%d giảng viên chưa rõ hạng I, II hay III.", n))
	}
	for _, a := range apartNames {
		if n := f.apart[a.as]; n > 0 {
			form.Notes = append(form.Notes, fmt.Sprintf("Không tính %d người đang làm ở cơ quan: %s.", n, a.name))
		}
	}
	return form
}

const form20List = "Danh sách"

// form20Headers are the columns of the list; the importer knows the form by them.
var form20Headers = []string{number, "Họ và tên", "Năm sinh", "Giới tính", "Chức danh", "Trình độ đào tạo", "Chuyên ngành giảng dạy"}

// Write writes the form as a workbook: the counts on one sheet, to be signed, and who
// they are on another.
func (f *Form20) Write(w io.Writer) (err error) {
	file := excelize.NewFile()
	defer func() { err = errors.Join(err, file.Close()) }()
	b := &formWriter{list: list{file: file}, form: f.form()}
	b.width = len(b.form.Headers)
	for _, step := range []func() error{b.prepare, b.head, b.table, b.foot, func() error { return f.list(b) }} {
		if err := step(); err != nil {
			return fmt.Errorf("office.Form20: %w", err)
		}
	}
	_, err = file.WriteTo(w)
	return err
}

// list writes who the lecturers are, the name of each unit above those of it.
func (f *Form20) list(b *formWriter) error {
	if _, err := b.file.NewSheet(form20List); err != nil {
		return err
	}
	row, unit := 3, registry.OrganisationID(-1)
	err := errors.Join(b.file.SetCellValue(form20List, "A1", Safe(b.form.Issuer)), f.line(b, row, b.header, form20Headers))
	for i, width := range []float64{6, 28, 10, 10, 12, 16, 36} {
		name, cerr := excelize.ColumnNumberToName(i + 1)
		err = errors.Join(err, cerr, b.file.SetColWidth(form20List, name, name, width))
	}
	for k, p := range f.people {
		if row++; p.unit != unit && p.unit != 0 && p.unit != f.at {
			err = errors.Join(err, b.file.SetCellValue(form20List, fmt.Sprintf("A%d", row), Safe(f.ref.OrganisationName(p.unit))))
			row++
		}
		unit = p.unit
		err = errors.Join(err, f.line(b, row, b.cells, append([]string{fmt.Sprint(k + 1)}, p.line...)))
	}
	return err
}

func (f *Form20) line(b *formWriter, row, style int, cells []string) error {
	var err error
	for i, text := range cells {
		cell, cerr := excelize.CoordinatesToCellName(i+1, row)
		err = errors.Join(err, cerr, b.file.SetCellValue(form20List, cell, Safe(text)), b.file.SetCellStyle(form20List, cell, cell, style))
	}
	return err
}
