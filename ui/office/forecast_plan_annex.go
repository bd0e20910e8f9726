package office

import (
	"fmt"
	"strconv"

	"trithuc/registry/forecast"
)

// planTasks writes the annex of who does what until when.
func (d *wordFile) planTasks(p Plan) {
	d.annex("Phụ lục I", "Phân công nhiệm vụ\n(Kèm theo dự thảo Kế hoạch; nơi chủ trì, phối hợp là đề xuất, do thành phố phân công)", true)
	columns := []wordColumn{{"TT", 1, "center"}, {"Nội dung", 7, ""}, {"Chủ trì", 4, ""}, {"Phối hợp", 4, ""}, {"Thời gian", 3, "center"}}
	const science, interior, units, schools = "Sở Khoa học và Công nghệ", "Sở Nội vụ", "Các sở, ban, ngành, đơn vị", "Các cơ sở giáo dục đại học"
	span := fmt.Sprintf("%d – %d", PlanBegins, PlanEnds)
	tasks := [][4]string{
		{"Cập nhật cơ sở dữ liệu đội ngũ trí thức; lấy nhu cầu của các đơn vị, dự báo và đối chiếu hằng năm", science, units, "Hằng năm, trước 30/11"},
		{"Cử đi đào tạo tiến sĩ" + p.perYear(func(e forecast.Effort) int { return e.Train }), interior, schools, span},
		{"Tuyển dụng, thu hút" + p.perYear(func(e forecast.Effort) int { return e.Recruit }), interior, units, span},
		{"Kéo dài thời gian làm việc của giảng viên đủ điều kiện", schools, interior, span},
		{"Chuẩn bị người kế cận về chuyên môn ở các ngành thiếu", schools, interior + ", " + science, span},
		{"Bố trí kinh phí", "Sở Tài chính", interior + ", " + science, "Hằng năm"},
		{"Sơ kết, điều chỉnh kế hoạch", interior, science, strconv.Itoa(PlanAim)},
	}
	var rows [][]string
	for i, t := range tasks {
		rows = append(rows, []string{strconv.Itoa(i + 1), t[0], t[1], t[2], t[3]})
	}
	d.table(columns, rows)
}

// perYear says how many people a year of the plan asks for: "" for none, the least and the most where
// years differ.
func (p Plan) perYear(of func(forecast.Effort) int) string {
	least, most := 0, 0
	for i, e := range p.Efforts {
		if n := of(e); i == 0 {
			least, most = n, n
		} else {
			least, most = min(least, n), max(most, n)
		}
	}
	switch {
	case most == 0:
		return ""
	case least == most:
		return fmt.Sprintf(": mỗi năm %d người", most)
	}
	return fmt.Sprintf(": mỗi năm từ %d đến %d người", least, most)
}

// planNumbers writes the annex of numbers, and what they rest on.
func (d *wordFile) planNumbers(p Plan) {
	d.annex("Phụ lục II", fmt.Sprintf("(Số liệu của phương án “%s”%s, tính ngày %s)", p.Scenario, p.kept(), dayWords(p.Day)), true)
	columns := []wordColumn{{"Lĩnh vực, trình độ", 7, ""}, {strconv.Itoa(p.Whole.Years[0].Year), 2, "right"}, {strconv.Itoa(PlanAim), 4, "right"}, {strconv.Itoa(PlanEnds), 4, "right"}, {fmt.Sprintf("Nhu cầu %d", PlanAim), 2, "right"}, {"Thiếu, thừa", 2, "right"}}
	var rows [][]string
	for _, r := range append(append([]OutlookRow{p.Whole}, p.Levels...), p.Fields...) {
		need, gap := neededIn(r, PlanAim)
		rows = append(rows, []string{r.Label, thousands(r.Years[0].Headcount), expectedIn(r, PlanAim), expectedIn(r, PlanEnds), need, gap})
	}
	d.table(columns, rows)
	d.heading("Giả định và nguồn")
	rows = rows[:0]
	for _, a := range p.Assumptions {
		rows = append(rows, []string{a.Name, a.Value, a.Source})
	}
	d.table([]wordColumn{{"Giả định", 5, ""}, {"Giá trị", 5, ""}, {"Nguồn", 6, ""}}, rows)
	d.heading("Đối chiếu dự báo cũ với thực tế")
	d.checks(p.Outlook)
}

// planOpinions writes the annex of what agencies said and what became of it.
func (d *wordFile) planOpinions(p Plan) {
	d.annex("Phụ lục III", "Tổng hợp ý kiến góp ý, tiếp thu, giải trình", true)
	if len(p.Opinions) == 0 {
		d.line("Chưa có ý kiến góp ý nào được ghi.")
		return
	}
	var rows [][]string
	for i, o := range p.Opinions {
		whose := o.Whose
		if o.Document != "" {
			whose += "\n(" + o.Document + ")"
		}
		answer := o.Answer
		if o.Reply != "" {
			answer += ": " + o.Reply
		}
		rows = append(rows, []string{strconv.Itoa(i + 1), whose, o.Part, o.Text, answer})
	}
	d.table([]wordColumn{{"TT", 1, "center"}, {"Cơ quan, đơn vị", 4, ""}, {"Phần", 2, ""}, {"Nội dung góp ý", 6, ""}, {"Tiếp thu, giải trình", 6, ""}}, rows)
}

// planNames writes the annex of who retires and who could follow, for those who may read it.
func (d *wordFile) planNames(p Plan) {
	if p.Names == nil {
		return
	}
	d.annex("Phụ lục IV", "Người sắp nghỉ hưu và người có thể kế cận về chuyên môn\n(Có họ tên: chỉ người có thẩm quyền được xem; là gợi ý theo hồ sơ, không phải quy hoạch chức danh)", true)
	var rows [][]string
	for i, n := range p.Names {
		rows = append(rows, []string{strconv.Itoa(i + 1), n.Field, n.Level, n.What, n.Name, n.Unit})
	}
	d.table([]wordColumn{{"TT", 1, "center"}, {"Lĩnh vực", 4, ""}, {"Vị trí chuyên môn", 3, ""}, {"Thuộc diện", 3, ""}, {"Họ và tên", 4, ""}, {"Đơn vị", 5, ""}}, rows)
}

func backtestWords(b *forecast.Backtest) string {
	if b == nil {
		return "Chưa có dự báo cũ nào đối chiếu được."
	}
	return fmt.Sprintf("Dự báo lập cho ngày %s: sau %d năm, khoảng khả năng 80%% đã chứa %.0f%% của %d con số thực tế.", dayWords(b.Origin), b.Horizon, 100*b.Coverage80, b.Compared)
}
