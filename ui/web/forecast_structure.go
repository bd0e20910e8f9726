package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// structureMonths is how many months ahead the page tells retirements by month.
const structureMonths = 24

// structureView is how the people of a field are made up, what becomes of them, and who retires when.
type structureView struct {
	Heading, Up string
	Whom        whom
	Form        forecastForm
	Pyramids    []pyramidView
	Flows       []flowBox
	FlowHeight  string
	Rows        []forecast.FlowRow
	Until       int
	Months      []monthRow
	Retiring    int // within those months
	level       func(code string) string
}

// pyramidView is one pyramid with its title.
type pyramidView struct {
	Title  string
	Rows   []pyramidRow
	Height string
	Men    int
	Women  int
}

// flowBox is one level of the diagram of who becomes what.
type flowBox struct {
	Label, Count, In, Out, Up string
	Y, TextY, CountY, SideY   string
	ArrowY, ArrowEnd, UpY     string
}

// monthRow is one month of retirements.
type monthRow struct {
	Label, Who, Width string
	forecast.Month
}

// Structure serves GET /forecast/structure?field=…
func (h *Forecast) Structure(c echo.Context) error {
	s, err := h.study(c, "forecast.structure.title")
	if err != nil {
		return err
	}
	p, err := s.look.Try(c.Request().Context(), s.base, s.now)
	if err != nil {
		return err
	}
	v := structureView{Whom: s.whom("/forecast/structure", s.form), Form: s.form, Until: s.now.Year() + 5, level: s.level}
	if v.Heading, v.Up, err = s.heading(s.form, "/forecast/structure"); err != nil {
		return err
	}
	for _, year := range []int{s.now.Year(), s.now.Year() + 5, s.now.Year() + 10} {
		v.Pyramids = append(v.Pyramids, s.pyramid(year))
	}
	v.Rows = p.Flows(s.form.total(), v.Until)
	v.Flows, v.FlowHeight = s.flowBoxes(v.Rows)
	v.months(s)
	return h.Site.render(c, http.StatusOK, forecastStructurePage(s.page, v))
}

// pyramid counts today's people by what age they have at the end of a year.
func (s *study) pyramid(year int) pyramidView {
	v := pyramidView{Title: s.T("forecast.pyramid.then", "Year", strconv.Itoa(year))}
	if year == s.now.Year() {
		v.Title = s.T("forecast.pyramid.now", "Year", strconv.Itoa(year))
	}
	rows := s.in.Pyramid(s.form.total(), year)
	for i := len(rows) - 1; i >= 0; i-- {
		r := rows[i]
		label := s.T("forecast.ages", "From", r.From, "To", r.To)
		if r.To == 0 {
			label = s.T("forecast.ages.old", "From", r.From)
		}
		v.Rows = append(v.Rows, pyramidRow{Label: label, Men: r.Men, Women: r.Women})
		v.Men, v.Women = v.Men+r.Men, v.Women+r.Women
	}
	v.Height = drawPyramid(v.Rows)
	return v
}

// Measures of the diagram, in its own units: one row a level, the highest on top.
const (
	flowRowHeight = 104
	flowBoxHeight = 58
)

// risingLevels are those of the diagram: the ones that people rise through. The table tells of all.
var risingLevels = []string{"GS", "PGS", "TS", "ThS"}

// flowBoxes draws the levels, each below the one its people rise to.
func (s *study) flowBoxes(rows []forecast.FlowRow) (all []flowBox, height string) {
	for i, level := range risingLevels {
		r := forecast.FlowRow{Level: level, To: "-"}
		if at := slices.IndexFunc(rows, func(r forecast.FlowRow) bool { return r.Level == level }); at >= 0 {
			r = rows[at]
		}
		y := 8 + i*flowRowHeight
		b := flowBox{
			Label: s.level(r.Level), Count: s.Number(r.First) + " → " + s.Number(r.Last),
			In: s.T("forecast.flow.in", "Count", r.Came), Out: s.T("forecast.flow.out", "Count", r.Retired+r.Left),
			Y: strconv.Itoa(y), TextY: strconv.Itoa(y + 24), CountY: strconv.Itoa(y + 46), SideY: strconv.Itoa(y + 24), ArrowY: strconv.Itoa(y + 36),
		}
		if r.To != "" && i > 0 {
			b.Up = s.T("forecast.flow.up", "Count", r.RoseOn)
			b.ArrowEnd, b.UpY = strconv.Itoa(y-flowRowHeight+flowBoxHeight+3), strconv.Itoa(y-(flowRowHeight-flowBoxHeight)/2+5)
		}
		all = append(all, b)
	}
	return all, strconv.Itoa(8 + len(all)*flowRowHeight)
}

// months tells who retires in each month, each leading to who they are.
func (v *structureView) months(s *study) {
	all, most := s.in.Months(s.form.total(), structureMonths), 1
	for _, m := range all {
		most, v.Retiring = max(most, m.People), v.Retiring+m.People
	}
	for _, m := range all {
		row := monthRow{Label: s.Date(m.Month), Width: strconv.Itoa(100 * m.People / most), Month: m}
		if m.People > 0 {
			row.Who = s.form.who(forecast.Which{Field: s.form.Field, From: m.Month, Until: m.Month})
		}
		v.Months = append(v.Months, row)
	}
}

// fieldWords names a field in a sentence.
func (t teller) fieldWords(field string) string {
	if field == "" || field == forecast.All {
		return t.T("forecast.all")
	}
	return t.codeName(registry.SchemeField, field)
}
