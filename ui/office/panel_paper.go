package office

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// each writes something for every member, each on a page of its own.
func (d *panelDoc) each(seats []*registry.Seat, write func(*registry.Seat)) {
	for i, s := range seats {
		if i > 0 {
			d.turn(false)
		}
		write(s)
	}
}

// profiles is a page a member: what the registry knows that speaks for them.
func (d *panelDoc) profiles() {
	d.each(d.seats(true), func(s *registry.Seat) {
		d.centred(run{"TRÍCH NGANG", face{bold: true}})
		d.paragraph(shape{align: "center", after: 160}, run{"thành viên dự kiến của " + lowerFirst(d.Panel.Name), face{italic: true}})
		rows := [][]string{{"Họ và tên", d.called(s)}, {"Chức danh trong hội đồng", s.Name}, {"Chức vụ, đơn vị công tác", d.works(s)}}
		if p := d.person(s); p != nil {
			rows = append(rows, d.profile(p)...)
		}
		rows = append(rows, []string{"Lý do đề xuất", strings.Join(s.Why, "\n")})
		for _, x := range s.Findings {
			if x.Dismissed != "" {
				rows = append(rows, []string{"Đã xem xét xung đột lợi ích", x.Evidence + "\nKhông tính vì: " + x.Dismissed})
			}
		}
		rows = slices.DeleteFunc(rows, func(row []string) bool { return row[1] == "" })
		d.table([]wordColumn{{"Mục", 30, ""}, {"Nội dung", 70, ""}}, rows)
	})
}

// profile tells of somebody what a decision asks for, not the whole record.
func (d *panelDoc) profile(p *registry.Person) [][]string {
	year := ""
	if p.Birth.Year > 0 {
		year = strconv.Itoa(p.Birth.Year)
	}
	var fields, expertise []string
	for _, f := range p.Fields {
		fields = append(fields, d.Ref.CodeName(registry.SchemeField, f.Code))
	}
	for _, e := range p.Expertise {
		expertise = append(expertise, e.Phrase)
	}
	return [][]string{
		{"Năm sinh", year},
		{"Học hàm", d.Ref.CodeName(registry.SchemeTitle, p.Title.Code)},
		{"Học vị", d.Ref.CodeName(registry.SchemeDegree, p.Degree(d.Ref))},
		{"Lĩnh vực", strings.Join(fields, "; ")},
		{"Chuyên môn", strings.Join(expertise, "; ")},
		{"Nhiệm vụ khoa học gần đây", strings.Join(recentTasks(p), "\n")},
		{"Công bố gần đây", strings.Join(recentPapers(p), "\n")},
	}
}

// recent is how many works a profile names.
const recent = 5

func recentTasks(p *registry.Person) (lines []string) {
	tasks := slices.Clone(p.Tasks)
	slices.SortStableFunc(tasks, func(a, b registry.Task) int { return b.From.Compare(a.From) })
	for _, t := range tasks[:min(recent, len(tasks))] {
		lines = append(lines, "- "+strings.Join(slices.DeleteFunc([]string{t.Name, t.Role, yearOf(t.From)}, func(s string) bool { return s == "" }), ", "))
	}
	return lines
}

func recentPapers(p *registry.Person) (lines []string) {
	papers := slices.Clone(p.Publications)
	slices.SortStableFunc(papers, func(a, b registry.Publication) int { return cmp.Compare(b.Year, a.Year) })
	for _, x := range papers[:min(recent, len(papers))] {
		lines = append(lines, "- "+strings.Join(slices.DeleteFunc([]string{x.Title, x.Venue, yearOf(registry.Date{Year: x.Year})}, func(s string) bool { return s == "" }), ", "))
	}
	return lines
}

func yearOf(on registry.Date) string {
	if on.Year == 0 {
		return ""
	}
	return strconv.Itoa(on.Year)
}

// commitments is a form a member: no conflict of interest is known, or which.
func (d *panelDoc) commitments() {
	d.each(d.seats(true), func(s *registry.Seat) {
		d.head(letterhead{agency: cmp.Or(d.Panel.Proposer, dots), place: d.place()}, d.year())
		d.title("Bản cam kết", "Về xung đột lợi ích khi tham gia "+lowerFirst(d.Panel.Name))
		d.line("Tôi là: " + d.called(s))
		d.line("Đơn vị công tác: " + cmp.Or(d.works(s), dots))
		d.line("Được đề nghị tham gia với chức danh: " + s.Name + ".")
		d.line("Nội dung được xem xét: " + d.about() + ".")
		d.line("Tôi cam kết (đánh dấu vào một ô):")
		d.line("☐ Không có xung đột lợi ích: bản thân và người thân (vợ hoặc chồng, cha, mẹ, con, anh, chị, em ruột) không nộp, không tham gia và không có quyền lợi liên quan đến nội dung được xem xét; không đang trong thời hạn kỷ luật hoặc bị truy cứu trách nhiệm hình sự.")
		d.fill("☐ Có xung đột lợi ích, cụ thể là:", 2)
		d.line("Nếu phát sinh xung đột lợi ích trong thời gian làm việc, tôi sẽ báo ngay cho Chủ tịch Hội đồng. Bản cam kết này chỉ dùng cho hội đồng nêu trên và lưu trong hồ sơ của hội đồng.")
		d.sign(signature{post: []string{"Người cam kết"}, hint: "(Ký, ghi rõ họ tên)", name: ""})
	})
}

// invitations is a letter a member, to the last meeting written down.
func (d *panelDoc) invitations() {
	d.each(d.seats(false), func(s *registry.Seat) {
		d.head(d.proposer("GM"), d.year())
		d.title("Giấy mời", "Dự họp "+lowerFirst(d.Panel.Name))
		when, room := d.when(d.meeting())
		d.line(cmp.Or(d.Panel.Proposer, dots) + " trân trọng kính mời: " + d.addressed(s) + ", " + lowerFirst(s.Name) + ".")
		d.line("Đơn vị công tác: " + cmp.Or(d.works(s), dots))
		d.line("Nội dung: " + d.about() + ".")
		if m := d.meeting(); m != nil && m.Agenda != "" {
			d.line("Chương trình: " + m.Agenda)
		}
		d.line("Thời gian: " + when + ".")
		d.line("Địa điểm: " + room + ".")
		d.line("Rất mong " + d.addressed(s) + " sắp xếp thời gian tham dự./.")
		d.sign(d.proposes())
	})
}

// reviews is a form a member for review and points.
func (d *panelDoc) reviews() {
	d.each(d.seats(false), func(s *registry.Seat) {
		d.head(letterhead{agency: cmp.Or(d.Panel.Proposer, dots), place: d.place()}, d.year())
		d.title("Phiếu nhận xét, chấm điểm", d.Panel.Name)
		d.line("Nội dung được đánh giá: " + d.about() + ".")
		d.line("Người đánh giá: " + d.called(s) + ". Chức danh: " + s.Name + ".")
		rows := make([][]string, 0, reviewRows+1)
		for i, c := range d.Panel.Criteria {
			rows = append(rows, []string{strconv.Itoa(i + 1), c.Name, vietnameseNumber(c.Most), "", ""})
		}
		for i := len(rows); len(d.Panel.Criteria) == 0 && i < reviewRows; i++ {
			rows = append(rows, []string{strconv.Itoa(i + 1), "", "", "", ""})
		}
		d.table([]wordColumn{{"TT", 6, "center"}, {"Tiêu chí", 38, ""}, {"Điểm tối đa", 12, "center"}, {"Điểm", 10, "center"}, {"Nhận xét", 34, ""}},
			append(rows, []string{"", "Tổng cộng", vietnameseNumber(d.Panel.Most()), "", ""}))
		d.fill("Ý kiến khác:", 2)
		d.line("Kết luận: ☐ Đạt    ☐ Đạt sau khi chỉnh sửa    ☐ Không đạt")
		d.sign(signature{post: []string{"Người đánh giá"}, hint: "(Ký, ghi rõ họ tên)"})
	})
}

// reviewRows is how many criteria a form has room for.
const reviewRows = 6

// minutes is the biên bản of the last meeting, as far as it is written down.
func (d *panelDoc) minutes() {
	m := d.meeting()
	d.head(letterhead{agency: cmp.Or(d.Panel.Proposer, dots), place: d.place()}, d.year())
	d.title("Biên bản họp", d.Panel.Name)
	when, room := d.when(m)
	d.line("Thời gian: " + when + ".")
	d.line("Địa điểm: " + room + ".")
	d.heading("1. Thành phần")
	d.attendance(m)
	d.heading("2. Nội dung")
	d.line(d.about() + ".")
	d.heading("3. Ý kiến, điểm và biểu quyết")
	d.scores(m)
	d.heading("4. Kết luận")
	if m != nil && m.Minutes != "" {
		d.line(m.Minutes)
	} else {
		d.fill("", 3)
	}
	d.line("Biên bản được lập thành …… bản, đọc cho các thành viên cùng nghe và thống nhất ký tên./.")
	d.beside([]int{50, 50}, func() { d.signsBelow("Thư ký") }, func() { d.signsBelow("Chủ tịch hội đồng") })
}

// fill writes a label, where there is one, and dotted lines to write on.
func (d *panelDoc) fill(label string, lines int) {
	s := bodyShape
	s.align = "left"
	if label != "" {
		d.paragraph(s, run{text: label})
	}
	for range lines {
		d.paragraph(shape{after: 120}, run{text: strings.Repeat(".", d.width()/77)})
	}
}

func (d *panelDoc) signsBelow(post string) {
	d.centred(run{strings.ToUpper(post), face{bold: true}})
	d.centred(run{"(Ký, ghi rõ họ tên)", face{points: 13, italic: true}})
	for range 4 {
		d.paragraph(shape{})
	}
}

// attendance says who came; blank where that is not written down.
func (d *panelDoc) attendance(m *registry.Meeting) {
	var rows [][]string
	for i := range d.Panel.Seats {
		s := &d.Panel.Seats[i]
		if !s.Sits() {
			continue
		}
		came := ""
		if m != nil && m.Held {
			if came = "vắng"; slices.Contains(m.Present, i) {
				came = "có mặt"
			}
		}
		rows = append(rows, []string{strconv.Itoa(len(rows) + 1), d.called(s), s.Name, came})
	}
	d.table([]wordColumn{{"TT", 6, "center"}, {"Họ và tên", 44, ""}, {"Chức danh", 32, ""}, {"Dự họp", 18, "center"}}, rows)
}

// scores tells points and votes; room for them where there are none.
func (d *panelDoc) scores(m *registry.Meeting) {
	if m == nil || len(m.Scores) == 0 {
		d.fill("", 3)
		return
	}
	var rows [][]string
	for _, s := range m.Scores {
		rows = append(rows, []string{strconv.Itoa(len(rows) + 1), d.called(&d.Panel.Seats[s.Seat]), vietnameseNumber(s.Points), s.Vote, s.Note})
	}
	d.table([]wordColumn{{"TT", 6, "center"}, {"Thành viên", 34, ""}, {"Điểm", 10, "center"}, {"Biểu quyết", 16, "center"}, {"Nhận xét", 34, ""}}, rows)
	mean, n := m.Average()
	d.line(fmt.Sprintf("Điểm trung bình của %d thành viên: %s/%s.", n, vietnameseNumber(mean), vietnameseNumber(d.Panel.Most())))
	names, counts := m.Votes()
	for i, name := range names {
		d.line(fmt.Sprintf("Biểu quyết “%s”: %d/%d phiếu.", name, counts[i], n))
	}
}

// vietnameseNumber gives a number with a decimal comma, to two places at most.
func vietnameseNumber(v float64) string {
	return strings.Replace(strconv.FormatFloat(float64(int64(v*100+0.5))/100, 'f', -1, 64), ".", ",", 1)
}

// fees is the list by which members are paid, amounts, accounts and signatures empty.
func (d *panelDoc) fees() {
	d.across = true
	d.head(letterhead{agency: cmp.Or(d.Panel.Proposer, dots), place: d.place()}, d.year())
	d.title("Bảng kê chi thù lao", d.Panel.Name)
	var rows [][]string
	for i, s := range d.seats(false) {
		rows = append(rows, []string{strconv.Itoa(i + 1), d.called(s), s.Name, "", "", "", "", ""})
	}
	rows = append(rows, []string{"", "Tổng cộng", "", "", "", "", "", ""})
	d.table([]wordColumn{{"TT", 5, "center"}, {"Họ và tên", 20, ""}, {"Chức danh", 16, ""}, {"Số buổi", 7, "center"}, {"Mức chi (đồng)", 11, "right"},
		{"Thành tiền (đồng)", 12, "right"}, {"Số tài khoản, ngân hàng", 17, ""}, {"Ký nhận", 12, ""}}, rows)
	d.fill("Số tiền bằng chữ:", 1)
	d.beside([]int{34, 33, 33}, func() { d.signsBelow("Người lập") }, func() { d.signsBelow("Kế toán") }, func() { d.signsBelow(headOf(d.Panel.Proposer)) })
}
