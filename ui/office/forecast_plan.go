package office

import (
	"fmt"
	"io"
	"strconv"

	"trithuc/registry/forecast"
)

// What the draft of a plan says of a number that nobody has set yet.
const toBeSet = "………"

// The years of the plan: where it begins, its aims, and where it ends.
const (
	planBegins = 2026
	planAim    = 2030
	planEnds   = 2035
)

// WritePlan writes the draft of the plan of the city's intellectuals for 2026 to 2035 as
// a Word file after Nghị định 30/2020/NĐ-CP. Every number in it is the forecast's, with
// the scenario beside it; what only the city can settle is left open as dots.
func WritePlan(w io.Writer, o Outlook) error {
	d := &wordFile{}
	d.head(letterhead{agency: "Ủy ban nhân dân thành phố Cần Thơ", symbol: "KH-UBND", place: "Cần Thơ"}, strconv.Itoa(o.Day.Year))
	d.title("Dự thảo Kế hoạch", fmt.Sprintf("Phát triển đội ngũ trí thức giai đoạn %d – %d", planBegins, planEnds))
	d.grounds([]string{
		"Căn cứ Nghị quyết số 45-NQ/TW ngày 24 tháng 11 năm 2023 về tiếp tục xây dựng và phát huy vai trò của đội ngũ trí thức (số, ngày cần đối chiếu bản gốc)",
		"Căn cứ Nghị quyết số 107/NQ-CP ngày 09 tháng 7 năm 2024 của Chính phủ (cần đối chiếu bản gốc)",
		"Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024",
		"Căn cứ Kế hoạch số 231/KH-UBND ngày 28 tháng 10 năm 2024 của Ủy ban nhân dân thành phố Cần Thơ",
	})
	d.present(o)
	d.aims(o)
	d.tasks()
	d.sign(signature{to: []string{"Các sở, ban, ngành", "Các cơ sở giáo dục đại học", "Lưu: VT, …"}, post: []string{"TM. Ủy ban nhân dân", "Chủ tịch"}})
	d.planTasks()
	d.planNumbers(o)
	_, err := d.WriteTo(w)
	return err
}

// yearOf gives a year of a row, false where the forecast does not reach it.
func (r OutlookRow) yearOf(year int) (forecast.Year, bool) {
	for _, y := range r.Years {
		if y.Year == year {
			return y, true
		}
	}
	return forecast.Year{}, false
}

// expectedIn says how many are expected in a year, with the band.
func expectedIn(r OutlookRow, year int) string {
	y, ok := r.yearOf(year)
	if !ok {
		return toBeSet
	}
	return fmt.Sprintf("%d (%d – %d)", y.Headcount, y.P10, y.P90)
}

// neededIn says how many are needed in a year, and how many of them are missing.
func neededIn(r OutlookRow, year int) (need, gap string) {
	y, ok := r.yearOf(year)
	if !ok || y.Demand == nil {
		return toBeSet, toBeSet
	}
	return strconv.Itoa(*y.Demand), strconv.Itoa(*y.Gap)
}

func (d *wordFile) present(o Outlook) {
	d.heading("I. THỰC TRẠNG")
	now := o.Whole.Years[0]
	retiring := 0
	for _, y := range o.Whole.Years {
		if y.Year <= planEnds {
			retiring += y.Retired
		}
	}
	d.line(fmt.Sprintf("Theo cơ sở dữ liệu đội ngũ trí thức (%s), tính ngày %s, cuối năm %d có %d người; đến hết năm %d có %d người đến tuổi nghỉ hưu theo luật.",
		o.Whom, dayWords(o.Day), now.Year, now.Headcount, planEnds, retiring))
	if len(o.Alarms) > 0 {
		d.line("Những điều cần chú ý:")
	}
	for _, a := range o.Alarms {
		d.line("- " + a)
	}
}

func (d *wordFile) aims(o Outlook) {
	d.heading(fmt.Sprintf("II. MỤC TIÊU ĐẾN NĂM %d VÀ NĂM %d", planAim, planEnds))
	d.line(fmt.Sprintf("Dự kiến theo phương án “%s”%s; trong ngoặc là khoảng khả năng 80%% (thấp – cao). Chỗ để chấm là chỉ tiêu chưa được đặt.", o.Scenario, o.kept()))
	for _, year := range []int{planAim, planEnds} {
		need, gap := neededIn(o.Whole, year)
		d.line(fmt.Sprintf("Năm %d: dự kiến %s người; nhu cầu %s; thiếu (+), thừa (−) %s.", year, expectedIn(o.Whole, year), need, gap))
	}
}

func (d *wordFile) tasks() {
	d.heading("III. NHIỆM VỤ, GIẢI PHÁP")
	d.line("1. Hoàn thiện và cập nhật cơ sở dữ liệu đội ngũ trí thức; dự báo nhu cầu hằng năm.")
	d.line("2. Đào tạo, bồi dưỡng: cử đi học tiến sĩ mỗi năm " + toBeSet + " người.")
	d.line("3. Tuyển dụng, thu hút: mỗi năm " + toBeSet + " người.")
	d.line("4. Kéo dài thời gian làm việc của giảng viên đủ điều kiện theo quy định.")
	d.line("5. Chuẩn bị người kế cận về chuyên môn ở những ngành có giáo sư, phó giáo sư sắp nghỉ hưu.")
	d.heading("IV. KINH PHÍ")
	d.line("Tổng kinh phí " + toBeSet + " triệu đồng, từ ngân sách thành phố và các nguồn hợp pháp khác; phân theo năm " + toBeSet + ".")
	d.heading("V. TỔ CHỨC THỰC HIỆN")
	d.line("Các sở, ban, ngành và đơn vị thực hiện theo Phụ lục I; báo cáo hằng năm trước ngày 30 tháng 11./.")
}

// planTasks writes the annex of who does what until when.
func (d *wordFile) planTasks() {
	d.annex("Phụ lục I", "(Kèm theo dự thảo Kế hoạch; nơi chủ trì, phối hợp do thành phố phân công)", true)
	columns := []wordColumn{{"TT", 1, "center"}, {"Nội dung", 7, ""}, {"Chủ trì", 4, ""}, {"Phối hợp", 4, ""}, {"Thời gian", 3, "center"}}
	var rows [][]string
	for i, task := range []string{
		"Cập nhật cơ sở dữ liệu, dự báo và nhu cầu của các đơn vị", "Cử đi đào tạo tiến sĩ", "Tuyển dụng, thu hút", "Kéo dài thời gian làm việc", "Chuẩn bị kế cận về chuyên môn",
	} {
		rows = append(rows, []string{strconv.Itoa(i + 1), task, toBeSet, toBeSet, fmt.Sprintf("%d – %d", planBegins, planEnds)})
	}
	d.table(columns, rows)
}

// planNumbers writes the annex of numbers, and what they rest on.
func (d *wordFile) planNumbers(o Outlook) {
	d.annex("Phụ lục II", fmt.Sprintf("(Số liệu của phương án “%s”%s, tính ngày %s)", o.Scenario, o.kept(), dayWords(o.Day)), true)
	columns := []wordColumn{{"Lĩnh vực, trình độ", 7, ""}, {strconv.Itoa(o.Whole.Years[0].Year), 2, "right"}, {strconv.Itoa(planAim), 4, "right"}, {strconv.Itoa(planEnds), 4, "right"}, {fmt.Sprintf("Nhu cầu %d", planAim), 2, "right"}, {"Thiếu (+), thừa (−)", 2, "right"}}
	var rows [][]string
	for _, r := range append(append([]OutlookRow{o.Whole}, o.Levels...), o.Fields...) {
		need, gap := neededIn(r, planAim)
		rows = append(rows, []string{r.Label, strconv.Itoa(r.Years[0].Headcount), expectedIn(r, planAim), expectedIn(r, planEnds), need, gap})
	}
	d.table(columns, rows)
	d.heading("Giả định và nguồn")
	rows = rows[:0]
	for _, a := range o.Assumptions {
		rows = append(rows, []string{a.Name, a.Value, a.Source})
	}
	d.table([]wordColumn{{"Giả định", 5, ""}, {"Giá trị", 5, ""}, {"Nguồn", 6, ""}}, rows)
	d.heading("Đối chiếu dự báo cũ với thực tế")
	d.checks(o)
}

func backtestWords(b *forecast.Backtest) string {
	if b == nil {
		return "Chưa có dự báo cũ nào đối chiếu được."
	}
	return fmt.Sprintf("Dự báo lập cho ngày %s: sau %d năm, khoảng khả năng 80%% đã chứa %.0f%% của %d con số thực tế.", dayWords(b.Origin), b.Horizon, 100*b.Coverage80, b.Compared)
}
