package office

import (
	"fmt"
	"io"
	"strconv"

	"trithuc/registry/forecast"
)

// WriteReport writes a forecast as a report (báo cáo) laid out as Nghị định 30/2020/NĐ-CP asks, with
// charts, each with the table that it shows.
func WriteReport(w io.Writer, o Outlook) error {
	d := &wordFile{}
	d.head(letterhead{agency: "Cơ quan lập báo cáo", symbol: "BC-…", place: "Cần Thơ"}, strconv.Itoa(o.Day.Year))
	d.title("Báo cáo", fmt.Sprintf("Dự báo đội ngũ trí thức giai đoạn %d – %d", o.Whole.Years[0].Year, o.last().Year))
	d.line(fmt.Sprintf("Phạm vi: %s. Số liệu của cơ sở dữ liệu đội ngũ trí thức tính ngày %s, phương án “%s”%s. Con số trong ngoặc là khoảng khả năng 80%% (thấp – cao).", o.Whom, dayWords(o.Day), o.Scenario, o.kept()))
	for _, part := range []func(Outlook) error{d.reportPeople, d.reportLeaving, d.reportParts, d.reportTrust} {
		if err := part(o); err != nil {
			return fmt.Errorf("office.WriteReport: %w", err)
		}
	}
	d.sign(signature{to: []string{"Như trên", "Lưu: VT, …"}, post: []string{"Thủ trưởng cơ quan"}})
	_, err := d.WriteTo(w)
	return err
}

func (o Outlook) last() forecast.Year { return o.Whole.Years[len(o.Whole.Years)-1] }

// reportPeople tells how many there are and will be, and what is missing.
func (d *wordFile) reportPeople(o Outlook) error {
	d.heading("I. SỐ LƯỢNG")
	first, last := o.Whole.Years[0], o.last()
	d.line(fmt.Sprintf("Cuối năm %d có %s người. Đến cuối năm %d, nếu mọi việc diễn ra như phương án, dự kiến còn %s người (%s – %s).",
		first.Year, thousands(first.Headcount), last.Year, thousands(last.Headcount), thousands(last.P10), thousands(last.P90)))
	if last.Gap != nil {
		d.line(fmt.Sprintf("Nhu cầu năm %d là %s người: %s.", last.Year, thousands(*last.Demand), gapText(*last.Gap)))
	} else {
		d.line("Chưa có chỉ tiêu nhu cầu cho phạm vi này nên chưa nói được thừa hay thiếu.")
	}
	if err := d.picture(o.FanPicture()); err != nil {
		return err
	}
	var rows [][]string
	for _, y := range o.Whole.Years {
		need, gap := "–", "–"
		if y.Demand != nil {
			need, gap = thousands(*y.Demand), gapText(*y.Gap)
		}
		rows = append(rows, []string{strconv.Itoa(y.Year), thousands(y.Headcount), thousands(y.P10) + " – " + thousands(y.P90), need, gap})
	}
	d.table([]wordColumn{{"Năm", 2, "center"}, {"Dự kiến", 3, "right"}, {"Khoảng khả năng 80%", 4, "right"}, {"Nhu cầu", 3, "right"}, {"Thiếu, thừa", 3, "right"}}, rows)
	return nil
}

func gapText(n int) string {
	switch {
	case n > 0:
		return "thiếu " + thousands(n)
	case n < 0:
		return "thừa " + thousands(-n)
	}
	return "đủ"
}

// reportLeaving tells who retires when, and what to be careful of.
func (d *wordFile) reportLeaving(o Outlook) error {
	d.heading("II. NGHỈ HƯU VÀ ĐIỀU CẦN CHÚ Ý")
	all := 0
	for _, y := range o.Whole.Years {
		all += y.Retired
	}
	d.line(fmt.Sprintf("Từ nay đến hết năm %d có %s người đến tuổi nghỉ hưu theo luật.", o.last().Year, thousands(all)))
	if err := d.picture(o.RetiringPicture()); err != nil {
		return err
	}
	var rows [][]string
	for _, y := range o.Whole.Years {
		rows = append(rows, []string{strconv.Itoa(y.Year), thousands(y.Retired), thousands(y.Left), thousands(y.Came)})
	}
	d.table([]wordColumn{{"Năm", 2, "center"}, {"Nghỉ hưu", 3, "right"}, {"Thôi việc, chuyển đi, từ trần", 4, "right"}, {"Đến", 3, "right"}}, rows)
	for _, a := range o.Alarms {
		d.line("- " + a)
	}
	return nil
}

// reportParts tells of every level and field.
func (d *wordFile) reportParts(o Outlook) error {
	d.heading("III. THEO TRÌNH ĐỘ VÀ LĨNH VỰC")
	middle := o.Whole.Years[min(5, len(o.Whole.Years)-1)].Year
	columns := []wordColumn{{"Trình độ, lĩnh vực", 6, ""}, {strconv.Itoa(o.Whole.Years[0].Year), 2, "right"}, {strconv.Itoa(middle), 4, "right"}, {strconv.Itoa(o.last().Year), 4, "right"}}
	var rows [][]string
	for _, r := range append(append([]OutlookRow{o.Whole}, o.Levels...), o.Fields...) {
		rows = append(rows, []string{r.Label, thousands(r.Years[0].Headcount), expectedIn(r, middle), expectedIn(r, o.last().Year)})
	}
	d.table(columns, rows)
	return nil
}

// reportTrust tells what the figures rest on, and how past ones did.
func (d *wordFile) reportTrust(o Outlook) error {
	d.heading("IV. GIẢ ĐỊNH VÀ NGUỒN")
	var rows [][]string
	for _, a := range o.Assumptions {
		rows = append(rows, []string{a.Name, a.Value, a.Source})
	}
	d.table([]wordColumn{{"Giả định", 5, ""}, {"Giá trị", 5, ""}, {"Nguồn", 6, ""}}, rows)
	d.heading("V. ĐỐI CHIẾU DỰ BÁO CŨ VỚI THỰC TẾ")
	d.checks(o)
	return nil
}

// checks says how past forecasts did, and how the way of reckoning did on published figures.
func (d *wordFile) checks(o Outlook) {
	d.line(backtestWords(o.Backtest))
	for _, c := range o.History {
		d.line(historyWords(c))
		var rows [][]string
		for _, e := range c.Errors {
			rows = append(rows, []string{e.Model, decimal(e.Error) + "%"})
		}
		d.table([]wordColumn{{"Cách dự báo", 5, ""}, {"Sai lệch trung bình so với thực tế", 5, "right"}}, rows)
	}
}

// FanPicture is how many people there will be.
func (o Outlook) FanPicture() Picture {
	return fanPicture(fmt.Sprintf("Số người dự kiến đến năm %d, %s, phương án “%s”", o.last().Year, o.Whom, o.Scenario), o.Whole.Years)
}

// RetiringPicture is how many retire by law in each year.
func (o Outlook) RetiringPicture() Picture {
	var labels []string
	var values []int
	for _, y := range o.Whole.Years {
		labels, values = append(labels, strconv.Itoa(y.Year)), append(values, y.Retired)
	}
	return barPicture(fmt.Sprintf("Số người đến tuổi nghỉ hưu mỗi năm, %s", o.Whom), labels, values)
}
