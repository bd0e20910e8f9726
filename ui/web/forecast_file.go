package web

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// Workbook serves GET /forecast/du-bao.xlsx: what the page of the years ahead shows, with
// formulas that reckon.
func (h *Forecast) Workbook(c echo.Context) error {
	o, err := h.outlook(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := office.WriteOutlook(&file, o); err != nil {
		return err
	}
	return sendFile(c, "du-bao.xlsx", office.XLSX.ContentType(), file.Bytes())
}

// Report serves GET /forecast/bao-cao.docx: the page as a report with charts.
func (h *Forecast) Report(c echo.Context) error {
	o, err := h.outlook(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := office.WriteReport(&file, o); err != nil {
		return err
	}
	return sendFile(c, "bao-cao-du-bao.docx", office.WordType, file.Bytes())
}

// Numbers serves GET /forecast/du-bao.json: the answer as the API and the command line give it.
func (h *Forecast) Numbers(c echo.Context) error {
	s, err := h.study(c, "forecast.title")
	if err != nil {
		return err
	}
	p, err := s.look.Project(c.Request().Context(), s.base, s.now)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	return sendFile(c, "du-bao.json", echo.MIMEApplicationJSON, text)
}

// Picture serves GET /forecast/bieu-do/:file: a chart of the page as PNG or SVG.
func (h *Forecast) Picture(c echo.Context) error {
	name, format, _ := strings.Cut(c.Param("file"), ".")
	o, err := h.outlook(c)
	if err != nil {
		return err
	}
	pictures := map[string]office.Picture{"so-nguoi": o.FanPicture(), "nghi-huu": o.RetiringPicture()}
	p, ok := pictures[name]
	draw, kind := p.PNG, "image/png"
	if format == "svg" {
		draw, kind = p.SVG, "image/svg+xml"
	}
	if !ok || format != "png" && format != "svg" {
		return registry.Errorf(registry.NotFound, "Không có biểu đồ này. Hãy chọn biểu đồ ở trang dự báo.")
	}
	file, err := draw()
	if err != nil {
		return err
	}
	return sendFile(c, name+"."+format, kind, file)
}

func sendFile(c echo.Context, name, kind string, file []byte) error {
	header := c.Response().Header()
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, kind, file)
}

// outlook is the page of the years ahead for a file.
func (h *Forecast) outlook(c echo.Context) (o office.Outlook, err error) {
	s, err := h.study(c, "forecast.title")
	if err != nil {
		return o, err
	}
	p, err := s.look.Project(c.Request().Context(), s.base, s.now)
	if err != nil {
		return o, err
	}
	run := h.keep(c.Request().Context(), s, s.base, p)
	v, err := s.forecast(p, s.form)
	if err != nil {
		return o, err
	}
	o = office.Outlook{
		Whom: s.T("forecast.everybody"), Run: int64(run), Day: registry.DateOf(s.now), Scenario: s.T("forecast.present"), Whole: office.OutlookRow{Label: s.T("forecast.sum"), Years: v.All.Years},
		Fields: outlookRows(v.Rows), Levels: outlookRows(v.Levels), Assumptions: p.Assumptions, Backtest: p.Backtest, History: p.History,
	}
	if s.in.Organisation != "" {
		o.Whom = s.in.Organisation
	}
	o.Whom += ", " + v.Heading
	for _, a := range v.Alarms {
		o.Alarms = append(o.Alarms, a.Text)
	}
	return o, nil
}

func outlookRows(rows []forecastRow) (all []office.OutlookRow) {
	for _, r := range rows {
		all = append(all, office.OutlookRow{Label: r.Label, Years: r.Years})
	}
	return all
}

// forecastFiles are the files of the page, in the order of its links.
var forecastFiles = []struct{ path, name string }{
	{"/forecast/bao-cao.docx", "report"}, {"/forecast/plan", "plan"}, {"/forecast/du-bao.xlsx", "workbook"},
	{"/forecast/bieu-do/so-nguoi.png", "fan"}, {"/forecast/bieu-do/so-nguoi.svg", "fanlines"},
	{"/forecast/bieu-do/nghi-huu.png", "leaving"}, {"/forecast/bieu-do/nghi-huu.svg", "leavinglines"}, {"/forecast/du-bao.json", "numbers"},
}
