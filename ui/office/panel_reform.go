package office

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"trithuc/registry"
)

// List gives the members of a panel as rows to calculate with: seat, name,
// post, and what came back of invitation, agency and commitment.
func (f PanelFile) List() [][]string {
	d := &panelDoc{PanelFile: f}
	rows := [][]string{{"TT", "Họ và tên", "Mã hồ sơ", "Chức danh trong hội đồng", "Chức vụ, đơn vị công tác", "Cơ quan cử", "Trả lời lời mời", "Cam kết"}}
	for i, s := range d.seats(true) {
		code := ""
		if s.Person != 0 {
			code = s.Person.Public()
		}
		name := s.Name
		if s.Reserve {
			name += " (dự phòng)"
		}
		rows = append(rows, []string{strconv.Itoa(i + 1), d.called(s), code, name, d.works(s), s.Agency, answerWords[s.Invitation.Answer], commitmentWords[s.Commitment.Answer]})
	}
	return rows
}

var (
	answerWords     = map[registry.InvitationAnswer]string{registry.Accepted: "nhận lời", registry.Declined: "từ chối"}
	commitmentWords = map[registry.CommitmentAnswer]string{"": "chưa cam kết", registry.NoConflict: "không có xung đột", registry.HasConflict: "khai có xung đột"}
)

// reform is the draft of the decision that changes the members of a panel in force.
func (d *panelDoc) reform() {
	name := lowerFirst(d.Panel.Name)
	d.laterHead("Về việc kiện toàn " + name)
	var leave, join [][]string
	for i := range d.Panel.Seats {
		s := &d.Panel.Seats[i]
		row := func(rows [][]string) [][]string {
			return append(rows, []string{strconv.Itoa(len(rows) + 1), d.called(s), d.works(s), s.Name})
		}
		switch s.Pending {
		case registry.Leaves:
			leave = row(leave)
		case registry.Joins:
			join = row(join)
		}
	}
	d.article("Điều 1.", fmt.Sprintf("Kiện toàn %s được thành lập tại %s như sau:", name, d.first()))
	d.changes("1. Các ông, bà sau đây thôi tham gia:", leave)
	d.changes("2. Các ông, bà sau đây được bổ sung:", join)
	d.article("Điều 2.", "Các nội dung khác của quyết định thành lập không thay đổi.")
	d.laterEnd("Điều 3.")
}

// dissolution is the draft of the decision that dissolves a panel.
func (d *panelDoc) dissolution() {
	name := lowerFirst(d.Panel.Name)
	d.laterHead("Về việc giải thể " + name)
	d.article("Điều 1.", fmt.Sprintf("Giải thể %s được thành lập tại %s.", name, d.first()))
	d.article("Điều 2.", fmt.Sprintf("%s bàn giao, lưu trữ hồ sơ của Hội đồng theo quy định.", cmp.Or(d.Panel.Office, d.Panel.Proposer, dots)))
	d.laterEnd("Điều 3.")
}

// changes is a table of members that a decision takes out or brings in.
func (d *panelDoc) changes(label string, rows [][]string) {
	d.line(label)
	if len(rows) == 0 {
		d.line("(Không có)")
		return
	}
	d.table([]wordColumn{{"TT", 6, "center"}, {"Họ và tên", 30, ""}, {"Chức vụ, đơn vị công tác", 38, ""}, {"Chức danh trong hội đồng", 26, ""}}, rows)
}

// first cites the decision that set the panel up.
func (d *panelDoc) first() string {
	if n := d.Panel.Decision; n.Number != "" {
		return fmt.Sprintf("Quyết định số %s ngày %s của %s", n.Number, n.Date.Vietnamese(), cmp.Or(d.Panel.Signer, dots))
	}
	return "Quyết định số " + dots
}

func (d *panelDoc) laterHead(about string) {
	agency, _ := d.signer()
	proposer := cmp.Or(d.Panel.Proposer, dots)
	d.head(letterhead{agency: agency, symbol: d.symbol("QĐ", agency), place: d.place()}, d.year())
	d.title("Quyết định", about)
	d.paragraph(shape{align: "center", after: 120}, run{strings.ToUpper(cmp.Or(d.Panel.Signer, dots)), face{bold: true}})
	d.grounds([]string{"Căn cứ " + d.first(), fmt.Sprintf("Theo đề nghị của %s tại Tờ trình số        /%s ngày      tháng      năm %s", proposer, d.symbol("TTr", proposer), d.year())})
	d.paragraph(shape{align: "center", before: 120, after: 120}, run{"QUYẾT ĐỊNH:", face{bold: true}})
}

func (d *panelDoc) laterEnd(label string) {
	_, post := d.signer()
	proposer := cmp.Or(d.Panel.Proposer, dots)
	d.article(label, fmt.Sprintf("Quyết định này có hiệu lực kể từ ngày ký. %s %s, các cơ quan, đơn vị liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.", headOf(proposer), proposer))
	d.sign(signature{to: []string{"Như " + strings.TrimSuffix(label, "."), "Lưu: VT"}, post: post})
}
