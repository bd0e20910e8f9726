package importer

import (
	"fmt"
	"strings"
)

func (d *drawer) list() *drawnList {
	if len(d.sheets) == 0 {
		d.sheet(pick(d, "Sheet1", "DS", "Danh sach", "CBVC 2026"))
	}
	return d.sheets[len(d.sheets)-1]
}

func (d *drawer) sheet(name string) {
	l := &drawnList{name: name, told: map[string]bool{}}
	if name == "" {
		l.unit = corpusUnits[len(d.sheets)]
		l.name = l.unit
	}
	d.sheets = append(d.sheets, l)
	d.split("unit")
}

// put adds a row of texts; blank rows are left out as readers leave them out.
func (d *drawer) put(texts ...string) *row {
	l := d.list()
	n := 1
	if k := len(l.rows); k > 0 {
		n = l.rows[k-1].n + 1
	}
	r := row{n: n}
	for i, t := range texts {
		if t != "" {
			r.cells = append(r.cells, cell{col: i + 1, text: t})
		}
	}
	l.rows = append(l.rows, r)
	return &l.rows[len(l.rows)-1]
}

// above writes the heading of a document.
func (d *drawer) above() {
	keep := d.split_["unit"]
	_, had := d.split_["unit"]
	l := d.list()
	if !had {
		delete(d.split_, "unit")
	} else {
		d.split_["unit"] = keep
	}
	pad := func(at int, s string) []string { return append(make([]string, at), s) }
	if d.IntN(3) > 0 {
		d.put("TRƯỜNG ĐẠI HỌC TÂY ĐÔ", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
		d.put(pick(d, "PHÒNG TỔ CHỨC - HÀNH CHÍNH", "Phòng Tổ chức cán bộ", ""), "", "", "", "Độc lập - Tự do - Hạnh phúc")
	}
	if l.unit != "" {
		d.put(pick(d, "Đơn vị: ", "", "ĐƠN VỊ: ")+l.unit, "", "")
	}
	d.put(pad(pick(d, 0, 2, 3), pick(d, "DANH SÁCH CÁN BỘ, VIÊN CHỨC NĂM 2026", "Danh sách trích ngang đội ngũ giảng viên", "BIỂU TỔNG HỢP NHÂN LỰC", "DANH SÁCH GIẢNG VIÊN CƠ HỮU"))...)
	if d.IntN(2) == 0 {
		d.put(pad(2, pick(d, "(Kèm theo Công văn số 123/ĐHTĐ-TCHC ngày 10 tháng 5 năm 2026)", "Tính đến ngày 31/12/2025", "Năm học 2025 - 2026"))...)
	}
}

// header writes the header in up to so many rows, with merged ranges.
func (d *drawer) header(columns []drawnColumn, height int) {
	l := d.list()
	l.columns = columns
	groups := false
	for _, c := range columns {
		l.told[c.tells] = true
		groups = groups || c.group != ""
	}
	if d.prefixed {
		l.told["degree"], l.told["title"] = true, true
	}
	if len(d.split_["birth"]) > 0 {
		l.told["sex"] = true
	}
	if !groups {
		height = 1
	}
	texts := make([][]string, height)
	for i := range texts {
		texts[i] = make([]string, len(columns))
	}
	top := 1
	if n := len(l.rows); n > 0 {
		top = l.rows[n-1].n + 1
	}
	for i, c := range columns {
		switch {
		case c.header == "\x00":
			l.merges = append(l.merges, rect{top, i, top + height - 1, i + 1})
		case c.group == "":
			texts[0][i] = c.header
			if height > 1 && (i+1 == len(columns) || columns[i+1].header != "\x00") {
				l.merges = append(l.merges, rect{top, i + 1, top + height - 1, i + 1})
			}
		default:
			if i == 0 || columns[i-1].group != c.group {
				texts[0][i] = c.group
				last := i
				for last+1 < len(columns) && columns[last+1].group == c.group {
					last++
				}
				l.merges = append(l.merges, rect{top, i + 1, top, last + 1})
			}
			texts[1][i] = c.header
			if height > 2 {
				l.merges = append(l.merges, rect{top + 1, i + 1, top + 2, i + 1})
			}
		}
	}
	for _, t := range texts {
		d.put(t...)
	}
}

func (d *drawer) numbering() {
	var texts []string
	for i := range d.list().columns {
		texts = append(texts, fmt.Sprintf("(%d)", i+1))
	}
	d.put(texts...)
}

// people writes rows of people.
func (d *drawer) people(n int) { d.peopleOf("", 1, n) }

func (d *drawer) peopleOf(unit string, from, n int) {
	l := d.list()
	for i := range n {
		p := d.person()
		if unit != "" {
			p.unit = unit
		}
		if l.unit != "" {
			p.unit = l.unit
			l.told["unit"] = true
		}
		texts, looks := make([]string, len(l.columns)), make([]look, len(l.columns))
		for k, c := range l.columns {
			texts[k], looks[k] = c.cell(p, from+i)
		}
		r := d.put(texts...)
		for k := range r.cells {
			r.cells[k].look = looks[r.cells[k].col-1]
		}
		p.row = r.n
		l.truths = append(l.truths, p)
	}
}

// pages repeats the header, restarts the numbers and adds sums.
func (d *drawer) pages(n int) {
	columns := d.columns()
	for i := range n {
		d.header(columns, 1)
		d.people(8)
		if d.IntN(2) == 0 {
			d.put("", pick(d, "Cộng trang: 8 người", "Tổng cộng: 8", "Cộng mang sang"))
		}
		if i < n-1 && d.IntN(2) == 0 {
			d.put(pick(d, "Trang ", "trang ") + fmt.Sprint(i+1))
		}
	}
}

// sections names the units in rows of their own.
func (d *drawer) sections(n int) {
	l := d.list()
	next := 1
	for i := range n {
		unit := corpusUnits[i]
		mark := pick(d, "I. ", "1. ", "", "A. ")
		if mark != "" {
			mark = []string{"I", "II", "III", "IV", "V"}[i] + pick(d, ". ", "/ ", ") ", " - ")
		}
		name := unit
		if d.IntN(2) == 0 {
			name = strings.ToUpper(unit)
		}
		if d.IntN(2) == 0 && mark != "" {
			d.put(strings.TrimSuffix(strings.TrimSpace(mark), "-"), name)
		} else {
			d.put(mark + name + pick(d, "", " (7 người)", ": 07"))
		}
		d.peopleOf(unit, next, 7)
		if d.IntN(2) == 0 {
			next += 7
		}
	}
	l.told["unit"] = true
}

// below writes sums and signatures.
func (d *drawer) below() {
	n := len(d.list().truths)
	if d.IntN(2) == 0 {
		d.put("", pick(d, "Tổng cộng: ", "Tổng số: ", "Danh sách này có ")+fmt.Sprint(n)+" người")
	}
	d.put("", "", "", "", pick(d, "Cần Thơ, ngày 12 tháng 5 năm 2026", "Cần Thơ, ngày      tháng     năm 2026"))
	d.put("", pick(d, "NGƯỜI LẬP BIỂU", "Người lập bảng"), "", "", pick(d, "HIỆU TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ", "KT. HIỆU TRƯỞNG"))
	d.put("", "(Ký, ghi rõ họ tên)", "", "", "(Ký tên, đóng dấu)")
	d.put("", "Trần Văn Lập", "", "", pick(d, "PGS.TS. Nguyễn Văn Trưởng", "Nguyễn Văn Trưởng"))
}

// summary adds a sheet of counts.
func (d *drawer) summary() {
	d.sheet("Tổng hợp")
	d.put("TT", "Đơn vị", "Tổng số", "TS", "ThS", "ĐH")
	for i, u := range corpusUnits[:4] {
		d.put(fmt.Sprint(i+1), u, "8", "2", "4", "2")
	}
}
