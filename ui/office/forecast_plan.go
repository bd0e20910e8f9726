package office

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"trithuc/registry/forecast"
)

// What the draft of a plan says of a number that nobody has set yet.
const toBeSet = "………"

// The years of the plan: where it begins, its aims, and where it ends.
const (
	PlanBegins = 2026
	PlanAim    = 2030
	PlanEnds   = 2035
)

// Plan is what the draft of the development plan is made of: a kept forecast, what its scenario asks
// for, and what agencies said of the draft.
type Plan struct {
	Outlook
	Measures   []string // what the scenario does, in words; none for things as they are
	Efforts    []forecast.Effort
	Funds      Funds
	Succession []SuccessionRow // fields and posts for whom nobody is ready
	Opinions   []OpinionRow
	Names      []NameRow // nil where the reader may not read them, or did not ask
}

// Funds is what one person costs, in million đồng, and how much of it the city's budget bears, of 100.
// Known is false where nobody said.
type Funds struct {
	Recruit, Train, Budget float64
	Known                  bool
}

// Of gives what a year costs: altogether, and of it from the city's budget and from other sources.
func (f Funds) Of(e forecast.Effort) (all, city, others float64) {
	all = f.Recruit*float64(e.Recruit) + f.Train*float64(e.Train)
	city = all * f.Budget / 100
	return all, city, all - city
}

// SuccessionRow is a field and a level or post that somebody will have to take over.
type SuccessionRow struct {
	Label, Level                   string
	Holders, Leaving, Ready, Short int
	Which                          forecast.Which // by which their people are found
}

// OpinionRow is what an agency said of the draft, and what became of it.
type OpinionRow struct{ Whose, Document, Part, Text, Answer, Reply string }

// NameRow is one person of the annex of names.
type NameRow struct{ Field, Level, Name, Unit, What string }

// WritePlan writes the draft of the plan of the city's intellectuals for 2026 to 2035 as
// a Word file after Nghị định 30/2020/NĐ-CP. Every number in it is that of the kept forecast it names;
// what only the city can settle is left open as dots.
func WritePlan(w io.Writer, p Plan) error {
	d := &wordFile{}
	d.head(letterhead{agency: "Ủy ban nhân dân thành phố Cần Thơ", symbol: "KH-UBND", place: "Cần Thơ"}, strconv.Itoa(p.Day.Year))
	d.title("Dự thảo Kế hoạch", fmt.Sprintf("Phát triển đội ngũ trí thức giai đoạn %d – %d", PlanBegins, PlanEnds))
	d.grounds(planGrounds)
	for _, part := range []func(Plan) error{d.planPresent, d.planAims, d.planMeasures, d.planFunds, d.planDoing} {
		if err := part(p); err != nil {
			return fmt.Errorf("office.WritePlan: %w", err)
		}
	}
	d.sign(signature{to: []string{"Các sở, ban, ngành", "Các cơ sở giáo dục đại học", "Ủy ban nhân dân xã, phường", "Lưu: VT, …"}, post: []string{"TM. Ủy ban nhân dân", "Chủ tịch"}})
	d.planTasks(p)
	d.planNumbers(p)
	d.planOpinions(p)
	d.planNames(p)
	_, err := d.WriteTo(w)
	return err
}

// planGrounds are the căn cứ. What was not seen in the original says so.
var planGrounds = []string{
	"Căn cứ Luật Tổ chức chính quyền địa phương (số, ngày cần đối chiếu bản gốc)",
	"Căn cứ Nghị quyết số 45-NQ/TW ngày 24 tháng 11 năm 2023 về tiếp tục xây dựng và phát huy vai trò của đội ngũ trí thức (số, ngày cần đối chiếu bản gốc)",
	"Căn cứ Nghị quyết số 107/NQ-CP ngày 09 tháng 7 năm 2024 của Chính phủ (cần đối chiếu bản gốc)",
	"Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024",
	"Căn cứ Kế hoạch số 231/KH-UBND ngày 28 tháng 10 năm 2024 của Ủy ban nhân dân thành phố Cần Thơ",
	"Theo đề nghị của cơ quan chủ trì lập kế hoạch",
}

// yearOf gives a year of a row, false where the forecast does not reach it.
func (r OutlookRow) yearOf(year int) (forecast.Year, bool) {
	i := slices.IndexFunc(r.Years, func(y forecast.Year) bool { return y.Year == year })
	if i < 0 {
		return forecast.Year{}, false
	}
	return r.Years[i], true
}

// expectedIn says how many are expected in a year, with the band.
func expectedIn(r OutlookRow, year int) string {
	y, ok := r.yearOf(year)
	if !ok {
		return toBeSet
	}
	return fmt.Sprintf("%s (%s – %s)", thousands(y.Headcount), thousands(y.P10), thousands(y.P90))
}

// neededIn says how many are needed in a year, and how many are missing (thiếu) or too many (thừa).
func neededIn(r OutlookRow, year int) (need, gap string) {
	y, ok := r.yearOf(year)
	if !ok || y.Demand == nil {
		return toBeSet, toBeSet
	}
	return thousands(*y.Demand), gapText(*y.Gap)
}

// planPresent tells of today: how many, of which levels, who retires, what to look at, who follows.
func (d *wordFile) planPresent(p Plan) error {
	d.heading("I. THỰC TRẠNG")
	now, retiring, soon := p.Whole.Years[0], 0, 0
	for _, y := range p.Whole.Years {
		if y.Year <= PlanEnds {
			retiring += y.Retired
		}
		if y.Year <= now.Year+5 {
			soon += y.Retired
		}
	}
	d.line(fmt.Sprintf("Theo cơ sở dữ liệu đội ngũ trí thức (%s), tính ngày %s, cuối năm %d có %s người. Theo phương án “%s”, đến hết năm %d có %s người, đến hết năm %d có %s người nghỉ hưu%s.",
		p.Whom, dayWords(p.Day), now.Year, thousands(now.Headcount), p.Scenario, now.Year+5, thousands(soon), PlanEnds, thousands(retiring), p.kept()))
	d.table([]wordColumn{{"Trình độ", 6, ""}, {fmt.Sprintf("Hiện có, cuối năm %d", now.Year), 3, "right"}, {"Tỷ lệ", 2, "right"}}, levelShares(p))
	if len(p.Alarms) > 0 {
		d.line("Những điều cần chú ý:")
	}
	for _, a := range p.Alarms {
		d.line("- " + a)
	}
	if len(p.Succession) > 0 {
		d.line("Kế cận về chuyên môn: những nơi có người sắp nghỉ hưu trong 5 năm mà chưa đủ người có thể thay:")
		var rows [][]string
		for _, s := range p.Succession {
			rows = append(rows, []string{s.Label, s.Level, strconv.Itoa(s.Holders), strconv.Itoa(s.Leaving), strconv.Itoa(s.Ready), strconv.Itoa(s.Short)})
		}
		d.table([]wordColumn{{"Lĩnh vực", 6, ""}, {"Học hàm, học vị, chức vụ", 3, ""}, {"Hiện có", 2, "right"}, {"Nghỉ hưu", 2, "right"}, {"Có thể thay", 2, "right"}, {"Thiếu", 2, "right"}}, rows)
	}
	return nil
}

// levelShares is the table of today's levels.
func levelShares(p Plan) (rows [][]string) {
	all := p.Whole.Years[0].Headcount
	for _, r := range append([]OutlookRow{p.Whole}, p.Levels...) {
		n := r.Years[0].Headcount
		rows = append(rows, []string{r.Label, thousands(n), fmt.Sprintf("%.0f%%", 100*float64(n)/float64(max(all, 1)))})
	}
	return rows
}

func (d *wordFile) planAims(p Plan) error {
	d.heading(fmt.Sprintf("II. MỤC TIÊU ĐẾN NĂM %d VÀ NĂM %d", PlanAim, PlanEnds))
	d.line(fmt.Sprintf("Dự kiến theo phương án “%s”%s; trong ngoặc là khoảng khả năng 80%% (thấp – cao). Chỗ để chấm là chỉ tiêu chưa được đặt.", p.Scenario, p.kept()))
	for _, year := range []int{PlanAim, PlanEnds} {
		need, gap := neededIn(p.Whole, year)
		d.line(fmt.Sprintf("Năm %d: dự kiến %s người; nhu cầu %s; %s.", year, expectedIn(p.Whole, year), need, gap))
	}
	columns := []wordColumn{{"Trình độ", 4, ""}}
	for _, year := range []int{PlanAim, PlanEnds} {
		columns = append(columns, wordColumn{fmt.Sprintf("Dự kiến %d", year), 4, "right"}, wordColumn{fmt.Sprintf("Nhu cầu %d", year), 2, "right"}, wordColumn{"Thiếu, thừa", 2, "right"})
	}
	var rows [][]string
	for _, r := range append([]OutlookRow{p.Whole}, p.Levels...) {
		row := []string{r.Label}
		for _, year := range []int{PlanAim, PlanEnds} {
			need, gap := neededIn(r, year)
			row = append(row, expectedIn(r, year), need, gap)
		}
		rows = append(rows, row)
	}
	d.table(columns, rows)
	return d.picture(p.FanPicture())
}

// planMeasures tells what the scenario asks for; what it does not is left open.
func (d *wordFile) planMeasures(p Plan) error {
	d.heading("III. NHIỆM VỤ, GIẢI PHÁP")
	d.line("1. Hoàn thiện và cập nhật cơ sở dữ liệu đội ngũ trí thức; hằng năm lấy nhu cầu của các đơn vị, dự báo lại và đối chiếu với thực tế.")
	if len(p.Measures) == 0 {
		d.line("2. Đào tạo, bồi dưỡng: cử đi học tiến sĩ mỗi năm " + toBeSet + " người.")
		d.line("3. Tuyển dụng, thu hút: mỗi năm " + toBeSet + " người.")
		d.line("4. Kéo dài thời gian làm việc của giảng viên đủ điều kiện theo quy định.")
	} else {
		d.line(fmt.Sprintf("2. Đào tạo, tuyển dụng, thu hút và sử dụng theo phương án “%s”%s:", p.Scenario, p.kept()))
		for _, m := range p.Measures {
			d.line("- " + m + ";")
		}
	}
	next := 5
	if len(p.Measures) > 0 {
		next = 3
	}
	d.line(strconv.Itoa(next) + ". Chuẩn bị người kế cận về chuyên môn ở những ngành có giáo sư, phó giáo sư sắp nghỉ hưu. Kế hoạch này không bàn về quy hoạch chức danh.")
	return nil
}

// planFunds tells what it costs, by year and source.
func (d *wordFile) planFunds(p Plan) error {
	d.heading("IV. KINH PHÍ")
	if !p.Funds.Known {
		d.line("Tổng kinh phí " + toBeSet + " triệu đồng, từ ngân sách thành phố và các nguồn hợp pháp khác. Chưa ghi mức chi cho một người nên chưa phân theo năm.")
		return nil
	}
	d.line(fmt.Sprintf("Tính theo số người của phương án “%s”%s, mức chi %s triệu đồng cho một người tuyển mới, thu hút và %s triệu đồng cho một người được cử đi học tiến sĩ; ngân sách thành phố %s%%, còn lại từ nguồn hợp pháp khác. Đơn vị: triệu đồng.",
		p.Scenario, p.kept(), money(p.Funds.Recruit), money(p.Funds.Train), money(p.Funds.Budget)))
	var rows [][]string
	var sum forecast.Effort
	for _, e := range p.Efforts {
		rows = append(rows, fundRow(strconv.Itoa(e.Year), e, p.Funds))
		sum.Recruit, sum.Train = sum.Recruit+e.Recruit, sum.Train+e.Train
	}
	rows = append(rows, fundRow("Cộng", sum, p.Funds))
	d.table([]wordColumn{{"Năm", 2, "center"}, {"Tuyển, thu hút (người)", 3, "right"}, {"Cử đi học (người)", 3, "right"}, {"Tổng", 3, "right"}, {"Ngân sách thành phố", 3, "right"}, {"Nguồn khác", 3, "right"}}, rows)
	return nil
}

func fundRow(label string, e forecast.Effort, f Funds) []string {
	all, city, others := f.Of(e)
	return []string{label, thousands(e.Recruit), thousands(e.Train), money(all), money(city), money(others)}
}

// money writes an amount, with one place behind the comma where it has one.
func money(x float64) string {
	if x == float64(int(x)) {
		return thousands(int(x))
	}
	return decimal(x)
}

func (d *wordFile) planDoing(p Plan) error {
	d.heading("V. TỔ CHỨC THỰC HIỆN")
	d.line("1. Các sở, ban, ngành và đơn vị thực hiện theo Phụ lục I.")
	d.line("2. Các đơn vị nêu nhu cầu trí thức theo lĩnh vực và trình độ hằng năm; báo cáo kết quả trước ngày 30 tháng 11.")
	end := "3. Cơ quan chủ trì theo dõi, đôn đốc, đối chiếu dự báo cũ với thực tế và đề nghị điều chỉnh kế hoạch khi cần."
	if n := len(p.Opinions); n > 0 {
		end += fmt.Sprintf(" Dự thảo đã lấy ý kiến: %d ý kiến, tiếp thu và giải trình ở Phụ lục III.", n)
	}
	d.line(end + "/.")
	return nil
}
