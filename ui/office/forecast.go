package office

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// Outlook is a forecast as a file tells it: counts of people, and what they rest on.
type Outlook struct {
	Whom        string // whose people, in words
	Day         registry.Date
	Scenario    string
	Run         int64 // number under which the forecast is kept, 0 where it is not
	Whole       OutlookRow
	Fields      []OutlookRow
	Levels      []OutlookRow
	Alarms      []string
	Assumptions []forecast.Assumption
	Backtest    *forecast.Backtest // nil where no past forecast could be held against what came
	History     []forecast.HistoryCheck
}

// kept says under which number the forecast is found again.
func (o Outlook) kept() string {
	if o.Run == 0 {
		return ""
	}
	return fmt.Sprintf(" (lần dự báo số %d)", o.Run)
}

// OutlookRow is one field or level through the years.
type OutlookRow struct {
	Label string
	Years []forecast.Year
}

const (
	outlookSheet    = "Dự báo"
	assumptionSheet = "Giả định và nguồn"
	checkSheet      = "Đối chiếu"
)

var outlookHeaders = []string{"Lĩnh vực, trình độ", "Năm", "Dự kiến", "Thấp (10%)", "Giữa (50%)", "Cao (90%)", "Nghỉ hưu trong năm", "Nhu cầu", "Thiếu (+), thừa (−)", "Thay đổi so với năm đầu"}

// WriteOutlook writes a forecast as a workbook. Gaps, changes and sums are formulas, so
// that a need typed into it is reckoned at once.
func WriteOutlook(w io.Writer, o Outlook) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	b := &outlookWriter{list: list{file: f}, outlook: o}
	for _, step := range []func() error{b.prepare, b.head, b.rows, b.assumptions, b.checks} {
		if err := step(); err != nil {
			return fmt.Errorf("office.WriteOutlook: %w", err)
		}
	}
	return deliver(f, w)
}

type outlookWriter struct {
	list
	outlook Outlook
	row     int
}

func (b *outlookWriter) prepare() error {
	f := b.file
	_, err := f.NewSheet(assumptionSheet)
	_, second := f.NewSheet(checkSheet)
	landscape, a4, fit, endless, yes := "landscape", 9, 1, 0, true
	return errors.Join(err, second, f.SetDefaultFont("Times New Roman"), f.SetSheetName("Sheet1", outlookSheet), b.styles(),
		f.SetSheetProps(outlookSheet, &excelize.SheetPropsOptions{FitToPage: &yes}),
		f.SetPageLayout(outlookSheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &fit, FitToHeight: &endless}),
		f.SetColWidth(outlookSheet, "A", "A", 38), f.SetColWidth(outlookSheet, "B", "J", 13),
		f.SetColWidth(assumptionSheet, "A", "C", 50), f.SetColWidth(checkSheet, "A", "A", 50), f.SetColWidth(checkSheet, "B", "H", 14))
}

// put writes a line of cells in one style; a formula begins with "=", any other text is
// made safe.
func (b *outlookWriter) put(sheet string, style int, cells ...any) (err error) {
	b.row++
	for i, value := range cells {
		cell, cerr := excelize.CoordinatesToCellName(i+1, b.row)
		switch v := value.(type) {
		case formula:
			cerr = errors.Join(cerr, b.file.SetCellFormula(sheet, cell, string(v)))
		case string:
			cerr = errors.Join(cerr, b.file.SetCellValue(sheet, cell, Safe(v)))
		default:
			cerr = errors.Join(cerr, b.file.SetCellValue(sheet, cell, v))
		}
		err = errors.Join(err, cerr, b.file.SetCellStyle(sheet, cell, cell, style))
	}
	return err
}

// formula is a cell that reckons.
type formula string

func (b *outlookWriter) head() error {
	o := b.outlook
	headers := make([]any, len(outlookHeaders))
	for i, h := range outlookHeaders {
		headers[i] = h
	}
	err := b.file.SetSheetRow(outlookSheet, "A1", &[]any{Safe("Dự báo số người: " + o.Whom)})
	err = errors.Join(err, b.file.SetSheetRow(outlookSheet, "A2", &[]any{Safe("Phương án: " + o.Scenario + o.kept() + ". Tính ngày " + dayWords(o.Day) + ". Có thể sửa cột Nhu cầu; cột Thiếu, thừa tự tính lại.")}))
	b.row = 3
	return errors.Join(err, b.put(outlookSheet, b.header, headers...))
}

func (b *outlookWriter) rows() (err error) {
	for _, r := range append(append([]OutlookRow{b.outlook.Whole}, b.outlook.Levels...), b.outlook.Fields...) {
		first := b.row + 1
		for _, y := range r.Years {
			err = errors.Join(err, b.year(r.Label, y, first))
		}
		last := b.row
		err = errors.Join(err, b.put(outlookSheet, b.header, "Cộng nghỉ hưu: "+r.Label, "", "", "", "", "", formula(fmt.Sprintf("SUM(G%d:G%d)", first, last))))
	}
	return err
}

// year writes one line; first is the line of the first year of the same field.
func (b *outlookWriter) year(label string, y forecast.Year, first int) error {
	n := b.row + 1
	var need any = ""
	if y.Demand != nil {
		need = *y.Demand
	}
	return b.put(outlookSheet, b.cells, label, y.Year, y.Headcount, y.P10, y.P50, y.P90, y.Retired, need,
		formula(fmt.Sprintf(`IF(H%d="","",H%d-C%d)`, n, n, n)), formula(fmt.Sprintf(`IF(C%d=0,"",C%d/C%d-1)`, first, n, first)))
}

func (b *outlookWriter) assumptions() error {
	b.row = 0
	err := b.put(assumptionSheet, b.header, "Giả định", "Giá trị", "Nguồn")
	for _, a := range b.outlook.Assumptions {
		err = errors.Join(err, b.put(assumptionSheet, b.cells, a.Name, a.Value, a.Source))
	}
	return err
}

// checks says how past forecasts did, and how the way of reckoning did on published figures.
func (b *outlookWriter) checks() error {
	b.row = 0
	err := b.put(checkSheet, b.cells, backtestWords(b.outlook.Backtest))
	for _, c := range b.outlook.History {
		err = errors.Join(err, b.put(checkSheet, b.cells, historyWords(c)),
			b.put(checkSheet, b.header, "Cách dự báo", "Sai lệch trung bình (% của số thực tế)"))
		for _, e := range c.Errors {
			err = errors.Join(err, b.put(checkSheet, b.cells, e.Model, e.Error))
		}
		err = errors.Join(err, b.put(checkSheet, b.header, "Số liệu", "Biết đến năm", "Dự báo cho năm", "Thấp (10%)", "Giữa (50%)", "Cao (90%)", "Thực tế", "Trong khoảng?"))
		for _, l := range c.Lines {
			n := b.row + 1
			err = errors.Join(err, b.put(checkSheet, b.cells, historyKinds[l.Kind], l.Origin, l.Year, l.P10, l.P50, l.P90, l.Came, formula(fmt.Sprintf(`IF(AND(D%d<=G%d,G%d<=F%d),"Có","Không")`, n, n, n, n))))
		}
	}
	return err
}

// historyKinds are the published figures in words.
var historyKinds = map[string]string{"lecturers": "Giảng viên", "doctors": "Tiến sĩ trở lên", "doctor-share": "Tỷ lệ tiến sĩ (%)", "associates": "Phó giáo sư", "professors": "Giáo sư"}

// decimal writes a number as people here do, with one place behind the comma.
func decimal(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", ",", 1)
}

func historyWords(c forecast.HistoryCheck) string {
	return fmt.Sprintf("Thử cách tính trên số liệu %s đã công bố: %.0f%% của %d con số thực tế nằm trong khoảng khả năng 80%%; mức giữa lệch trung bình %s%%.", c.Name, 100*c.Coverage80, c.Compared, decimal(c.Bias))
}

func dayWords(d registry.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day, d.Month, d.Year) }
