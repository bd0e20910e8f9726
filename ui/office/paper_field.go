package office

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// fields are what a template may say of a panel.
func (d *panelDoc) fields() map[string]string {
	p := d.Panel
	agency, post := d.signer()
	m := d.meeting()
	when, room := d.when(m)
	all := map[string]string{
		"hoi_dong": p.Name, "hoi_dong_thuong": lowerFirst(p.Name), "noi_dung": d.about(), "so_thanh_vien": strconv.Itoa(len(d.seats(false))),
		"co_quan_trinh": cmp.Or(p.Proposer, dots), "chuc_vu_trinh": headOf(p.Proposer), "viet_tat_trinh": d.symbol("", cmp.Or(p.Proposer, dots)),
		"co_quan_ky": cmp.Or(agency, dots), "nguoi_ky": cmp.Or(p.Signer, dots), "chuc_vu_ky": strings.Join(post, "\n"), "viet_tat_ky": d.symbol("", agency),
		"noi_ky": d.place(), "nam": d.year(), "thuong_truc": cmp.Or(p.Office, p.Proposer, dots), "thoi_gian_hop": when, "dia_diem_hop": room,
		"chuong_trinh": "", "ket_luan": "", "quyet_dinh": d.first(), "can_cu": "", "cq.ten": "", "cq.han": "",
	}
	if m != nil {
		all["chuong_trinh"], all["ket_luan"] = m.Agenda, m.Minutes
	}
	return all
}

// groundLines gives the căn cứ, each ended as the decree asks of all but the last.
func (d *panelDoc) groundLines() (lines []string) {
	for _, g := range d.Panel.Grounds {
		lines = append(lines, strings.TrimRight(g, " ;.,")+";")
	}
	return lines
}

// memberFields are what a template may say of who holds a seat.
func (d *panelDoc) memberFields(i int, s *registry.Seat) map[string]string {
	all := map[string]string{
		"tv.tt": strconv.Itoa(i + 1), "tv.ho_ten": d.called(s), "tv.xung_ho": d.addressed(s), "tv.chuc_danh": s.Name, "tv.chuc_danh_thuong": lowerFirst(s.Name),
		"tv.don_vi": d.works(s), "tv.co_quan": d.Sender(s), "tv.ly_do": strings.Join(s.Why, "\n"),
		"tv.nam_sinh": "", "tv.hoc_ham": "", "tv.hoc_vi": "", "tv.linh_vuc": "", "tv.chuyen_mon": "", "tv.nhiem_vu": "", "tv.cong_bo": "", "tv.du_hop": "", "tv.diem": "", "tv.bieu_quyet": "", "tv.nhan_xet": "",
	}
	if p := d.person(s); p != nil {
		for k, name := range []string{"tv.nam_sinh", "tv.hoc_ham", "tv.hoc_vi", "tv.linh_vuc", "tv.chuyen_mon", "tv.nhiem_vu", "tv.cong_bo"} {
			all[name] = d.profile(p)[k][1]
		}
	}
	d.sheetFields(all, s)
	return all
}

// sheetFields adds what a member did in the last meeting.
func (d *panelDoc) sheetFields(all map[string]string, s *registry.Seat) {
	m := d.meeting()
	if m == nil || !m.Held {
		return
	}
	at := slices.IndexFunc(d.Panel.Seats, func(o registry.Seat) bool { return o.Name == s.Name && o.Person == s.Person && o.Holder == s.Holder })
	if all["tv.du_hop"] = "vắng"; slices.Contains(m.Present, at) {
		all["tv.du_hop"] = "có mặt"
	}
	for _, x := range m.Scores {
		if x.Seat == at {
			all["tv.diem"], all["tv.bieu_quyet"], all["tv.nhan_xet"] = vietnameseNumber(x.Points), x.Vote, x.Note
		}
	}
}

// sampleFile is a panel of one, by which templates are tried.
func sampleFile() PanelFile {
	return PanelFile{Ref: registry.NewReference(0, nil, nil, nil), Topic: "nội dung", Panel: &registry.Panel{
		Name: "Hội đồng & <mẫu>", Grounds: []string{"Căn cứ một", "Căn cứ hai"}, Seats: []registry.Seat{{Name: "Chủ tịch", Holder: "Người Mẫu"}, {Name: "Ủy viên", Holder: "Người Khác"}}}}
}

// PaperFields are the fields that a template may have, by name.
func PaperFields() []string {
	d := &panelDoc{PanelFile: sampleFile()}
	return slices.Sorted(maps.Keys(with(d.fields(), d.memberFields(0, &d.Panel.Seats[0]))))
}

// TemplatePapers are the documents whose template can be another.
var TemplatePapers = []PanelPaper{NominationLetter, Submission, DraftDecision, Profiles, CommitmentForm, InvitationLetter, ReviewForm, MinutesForm, FeeList}

// Stand-ins of values while a shipped template is written: single letters that have a
// capital, so that what the document does to a value is seen afterwards.
var standIns = []string{
	"THÀNH VIÊN Ⓗ", "THÀNH VIÊN {{HOI_DONG}}", "Ⓗ", "{{hoi_dong}}", "ⓗ", "{{hoi_dong_thuong}}", "ⓣ", "{{co_quan_trinh}}", "Ⓣ", "{{CO_QUAN_TRINH}}", "ⓚ", "{{nguoi_ky}}", "Ⓚ", "{{CO_QUAN_KY}}",
	"ⓟ", "{{noi_ky}}", "ⓑ", "{{noi_dung}}", "ⓞ", "{{thuong_truc}}", "ⓖ;", "{{can_cu}}", "ⓖ.", "{{can_cu}}", "Ⓒ", "{{tv.chuc_danh}}", "ⓒ", "{{tv.chuc_danh_thuong}}",
	"Ông/Bà ⓝ", "{{tv.xung_ho}}", "ⓝ", "{{tv.ho_ten}}", "ⓐ", "{{tv.don_vi}}", "ⓦ", "{{tv.ly_do}}", "7777", "{{nam}}",
	"TTr-………", "TTr-{{viet_tat_trinh}}", "QĐ-………", "QĐ-{{viet_tat_ky}}", "GM-………", "GM-{{viet_tat_trinh}}", "/………", "/{{viet_tat_trinh}}",
	"gồm 1 thành viên", "gồm {{so_thanh_vien}} thành viên", "Thủ trưởng cơ quan", "{{chuc_vu_trinh}}",
	"…… giờ ……, ngày …… tháng …… năm 7777", "{{thoi_gian_hop}}", "…… tháng …… năm 7777", "{{cq.han}}", "Địa điểm: ……………………", "Địa điểm: {{dia_diem_hop}}",
}

// ShippedTemplate gives the Word file that a kind of document is made of, as a template to
// change; NotFound for a kind that has none.
func ShippedTemplate(paper PanelPaper) ([]byte, error) {
	if !slices.Contains(TemplatePapers, paper) {
		return nil, registry.Errorf(registry.NotFound, "Loại văn bản này không có mẫu để sửa.")
	}
	d := &panelDoc{PanelFile: PanelFile{Ref: registry.NewReference(0, nil, nil, nil), Topic: "ⓑ", Today: registry.Date{Year: 7777}, Panel: &registry.Panel{
		Name: "Ⓗ", Proposer: "ⓣ", Signer: "ⓚ", Place: "ⓟ", Office: "ⓞ", Grounds: []string{"ⓖ"}, Seats: []registry.Seat{{Name: "Ⓒ", Holder: "ⓝ", Agency: "ⓐ", Why: []string{"ⓦ"}}}}}}
	panelWriters[paper](d)
	text := fielded(paper, d.body.String())
	d.body.Reset()
	d.body.WriteString(text)
	var b bytes.Buffer
	_, err := d.WriteTo(&b)
	return b.Bytes(), err
}

// fielded puts fields in the place of stand-ins.
func fielded(paper PanelPaper, text string) string {
	head := "{{CHUC_VU_TRINH}}"
	switch paper {
	case DraftDecision:
		head = "{{CHUC_VU_KY}}"
		at := strings.LastIndex(text, "Ⓚ") // whose decision it is, below the head
		text = text[:at] + "{{NGUOI_KY}}" + text[at+len("Ⓚ"):]
	case InvitationLetter:
		text = strings.ReplaceAll(text, "ⓝ", "{{tv.xung_ho}}")
	case NominationLetter:
		text = strings.Replace(text, "Kính gửi: ⓐ", "Kính gửi: {{cq.ten}}", 1)
	}
	text = strings.NewReplacer(append([]string{"THỦ TRƯỞNG CƠ QUAN", head}, standIns...)...).Replace(text)
	if paper != ReviewForm {
		text = strings.ReplaceAll(text, ">1</w:t>", ">{{tv.tt}}</w:t>")
	}
	return text
}
