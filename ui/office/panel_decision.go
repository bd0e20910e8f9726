package office

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"trithuc/registry"
)

// submission is the tờ trình of the agency that proposes.
func (d *panelDoc) submission() {
	agency, _ := d.signer()
	d.head(d.proposer("TTr"), d.year())
	d.title("Tờ trình", "Về việc thành lập "+lowerFirst(d.Panel.Name))
	d.centred(run{"Kính gửi: " + cmp.Or(d.Panel.Signer, dots) + ".", face{bold: true}})
	d.paragraph(shape{})
	d.grounds(append(slices.Clone(d.Panel.Grounds), "Căn cứ nhu cầu tư vấn về: "+d.about()))
	d.heading("1. Sự cần thiết")
	d.line(fmt.Sprintf("Để có ý kiến của các nhà khoa học, chuyên gia về “%s”, %s đề nghị thành lập %s.", d.about(), cmp.Or(d.Panel.Proposer, dots), lowerFirst(d.Panel.Name)))
	d.heading("2. Thành phần")
	d.line(fmt.Sprintf("Dự kiến gồm %d thành viên (danh sách và trích ngang kèm theo):", len(d.seats(false))))
	d.members()
	d.heading("3. Đề nghị")
	d.line(fmt.Sprintf("%s kính trình %s xem xét, ký Quyết định (dự thảo kèm theo)./.", cmp.Or(d.Panel.Proposer, dots), cmp.Or(d.Panel.Signer, agency)))
	d.sign(d.proposes())
}

// decision is the draft of the decision with the list of members.
func (d *panelDoc) decision() {
	agency, post := d.signer()
	name, proposer := lowerFirst(d.Panel.Name), cmp.Or(d.Panel.Proposer, dots)
	d.head(letterhead{agency: agency, symbol: d.symbol("QĐ", agency), place: d.place()}, d.year())
	d.title("Quyết định", "Về việc thành lập "+name)
	d.paragraph(shape{align: "center", after: 120}, run{strings.ToUpper(cmp.Or(d.Panel.Signer, dots)), face{bold: true}})
	d.grounds(append(slices.Clone(d.Panel.Grounds), fmt.Sprintf("Theo đề nghị của %s tại Tờ trình số        /%s ngày      tháng      năm %s", proposer, d.symbol("TTr", proposer), d.year())))
	d.paragraph(shape{align: "center", before: 120, after: 120}, run{"QUYẾT ĐỊNH:", face{bold: true}})
	d.article("Điều 1.", fmt.Sprintf("Thành lập %s (sau đây gọi là Hội đồng), gồm %d thành viên có tên trong danh sách kèm theo.", name, len(d.seats(false))))
	d.article("Điều 2.", fmt.Sprintf("Hội đồng có nhiệm vụ tư vấn về: %s. %s", d.about(), d.term()))
	d.article("Điều 3.", "Kinh phí hoạt động của Hội đồng thực hiện theo quy định hiện hành.")
	d.article("Điều 4.", fmt.Sprintf("Quyết định này có hiệu lực kể từ ngày ký. %s %s, các cơ quan, đơn vị liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.", headOf(proposer), proposer))
	d.sign(signature{to: []string{"Như Điều 4", "Lưu: VT"}, post: post})
	d.annex("Danh sách thành viên "+name, fmt.Sprintf("(Kèm theo Quyết định số        /%s ngày      tháng      năm %s của %s)", d.symbol("QĐ", agency), d.year(), cmp.Or(d.Panel.Signer, dots)), false)
	d.members()
}

// term says how long the panel works and who helps it.
func (d *panelDoc) term() string {
	said := "Hội đồng tự giải thể sau khi hoàn thành nhiệm vụ."
	if d.Panel.Standing {
		said = "Hội đồng hoạt động thường xuyên theo quy chế làm việc do Chủ tịch Hội đồng ban hành."
	}
	if d.Panel.Office != "" {
		said += " " + d.Panel.Office + " là cơ quan thường trực, giúp việc cho Hội đồng."
	}
	return said
}

// members is the table of members.
func (d *panelDoc) members() {
	var rows [][]string
	for i, s := range d.seats(false) {
		rows = append(rows, []string{strconv.Itoa(i + 1), d.called(s), d.works(s), s.Name})
	}
	d.table([]wordColumn{{"TT", 6, "center"}, {"Họ và tên", 30, ""}, {"Chức vụ, đơn vị công tác", 38, ""}, {"Chức danh trong hội đồng", 26, ""}}, rows)
}

// lowerFirst gives a name as it stands within a sentence.
func lowerFirst(name string) string {
	_, size := utf8.DecodeRuneInString(name)
	return strings.ToLower(name[:size]) + name[size:]
}

// nominations is a letter to each agency that is asked to name somebody.
func (d *panelDoc) nominations() {
	for i, agency := range d.agencies() {
		if i > 0 {
			d.turn(false)
		}
		h := d.proposer("")
		h.about = "V/v cử người tham gia\n" + lowerFirst(d.Panel.Name)
		d.head(h, d.year())
		d.centred(run{"Kính gửi: " + agency + ".", face{}})
		d.paragraph(shape{})
		d.line(fmt.Sprintf("Thực hiện nhiệm vụ được giao, %s dự kiến tham mưu thành lập %s để tư vấn về: %s.", cmp.Or(d.Panel.Proposer, dots), lowerFirst(d.Panel.Name), d.about()))
		d.line(fmt.Sprintf("%s trân trọng đề nghị quý cơ quan cử hoặc đồng ý để người sau đây tham gia:", cmp.Or(d.Panel.Proposer, dots)))
		var rows [][]string
		for _, s := range d.seats(false) {
			if d.sender(s) == agency {
				rows = append(rows, []string{strconv.Itoa(len(rows) + 1), d.called(s), d.works(s), s.Name})
			}
		}
		d.table([]wordColumn{{"TT", 6, "center"}, {"Họ và tên dự kiến", 34, ""}, {"Chức vụ, đơn vị", 34, ""}, {"Chức danh trong hội đồng", 26, ""}}, rows)
		d.line("Ý kiến (đồng ý, hoặc giới thiệu người khác kèm họ tên, học hàm, học vị, chức vụ, số điện thoại) xin gửi về trước ngày " + d.repliesBy(agency) + ". Quá thời hạn trên mà chưa có ý kiến, " + cmp.Or(d.Panel.Proposer, dots) + " sẽ liên hệ lại trước khi trình.")
		d.line("Rất mong sự phối hợp của quý cơ quan./.")
		d.sign(d.proposes())
	}
}

// agencies gives whom the members are of, in the order of the seats.
func (d *panelDoc) agencies() (all []string) {
	for _, s := range d.seats(false) {
		if name := d.sender(s); !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// sender gives the agency that a member is of, as a letter addresses it.
func (d *panelDoc) sender(s *registry.Seat) string { return cmp.Or(d.Sender(s), dots) }

// Sender gives the agency that would be asked about a seat: the one that sends the holder,
// else their employer; "" where neither is known.
func (f PanelFile) Sender(s *registry.Seat) string {
	if p := f.People[s.Person]; s.Agency == "" && p != nil {
		if post, ok := p.MainPosition(); ok {
			return f.Ref.OrganisationName(post.Organisation)
		}
	}
	return s.Agency
}

// repliesBy gives the day by which an agency shall reply; blank where none was named.
func (d *panelDoc) repliesBy(agency string) string {
	for _, s := range d.seats(false) {
		if d.sender(s) == agency && !s.Nomination.Until.IsZero() {
			return s.Nomination.Until.Vietnamese()
		}
	}
	return "…… tháng …… năm " + d.year()
}
