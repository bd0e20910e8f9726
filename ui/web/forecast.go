package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// Forecast serves the page of the years ahead.
type Forecast struct {
	Site  *Site
	Store forecast.Reader
	Now   func() time.Time
}

// Show serves GET /forecast?field=…&organisation=…: all fields of level 1, or
// those under one of them.
func (h *Forecast) Show(c echo.Context) error {
	ctx := c.Request().Context()
	scenario := forecast.Scenario{Organisation: c.QueryParam("organisation")}
	now := h.Now().In(registry.Vietnam)
	input, err := forecast.Gather(ctx, h.Store, scenario, registry.DateOf(now))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "forecast", "forecast.title")
	projection := forecast.Project(input, scenario, now)
	view, err := teller{page.Words, ref}.forecast(projection, c.QueryParam("field"), scenario.Organisation)
	if err != nil {
		return err
	}
	view.Outside, view.Unclear = input.Outside, input.Unclear
	return h.Site.render(c, http.StatusOK, forecastPage(page, view))
}

// forecastView is a projection as a page shows it.
type forecastView struct {
	Heading      string
	Up           string // address of the level above, "" at the top
	Organisation string
	Choices      []option // employers to look at
	Years        []int
	All          forecastRow   // the sum of the page
	Rows         []forecastRow // its parts
	Chart        lineChart
	Leaving      barChart
	Left         int // who retires within the horizon
	Undated      int
	Overdue      int
	Outside      int // of the organisation looked at, whatever the field: people ngoài diện
	Unclear      int // likewise: of whom it cannot be said
	Fieldless    int // who is counted this year in the row without a field
	AsOf         string
	Assumptions  []forecast.Assumption
}

// forecastRow is one field through the years.
type forecastRow struct {
	Label string
	Drill string // address of its parts, "" where it has none
	Find  string // address of its people
	Years []forecast.Year
}

func (r forecastRow) now() int  { return r.Years[0].Headcount }
func (r forecastRow) last() int { return r.Years[len(r.Years)-1].Headcount }

// change gives how many percent the headcount grows over the horizon.
func (r forecastRow) change(w Words) string {
	if r.now() == 0 {
		return "–"
	}
	return w.Decimal(100*float64(r.last()-r.now())/float64(r.now())) + " %"
}

// forecast puts a projection into words; of is the field whose parts are
// looked at, "" for all.
func (t teller) forecast(p forecast.Projection, of, organisation string) (forecastView, error) {
	v := forecastView{
		Heading: t.T("forecast.all"), AsOf: t.Date(p.AsOf), Assumptions: p.Assumptions, Organisation: organisation,
		Choices: t.employers(organisation),
	}
	total := forecast.All
	if of != "" {
		c, ok := t.ref.Code(registry.SchemeField, of)
		if !ok || c.Parent != "" {
			return v, registry.Errorf(registry.NotFound, "Không có lĩnh vực mang mã %q. Hãy chọn lĩnh vực từ bảng dự báo.", of)
		}
		total, v.Heading, v.Up = of, t.codeName(registry.SchemeField, of), forecastAddress("", organisation)
	}
	for _, s := range p.Series {
		switch {
		case s.Level != forecast.All:
		case s.Field == total:
			v.take(t.Words, s)
		case t.under(s.Field, of):
			v.Rows = append(v.Rows, t.forecastRow(s, organisation))
			if s.Field == "" {
				v.Fieldless = s.Years[0].Headcount
			}
		}
	}
	if v.All.Years == nil { // a field without anybody
		v.take(t.Words, noughts(p))
	}
	return v, nil
}

// take makes s the sum of the page.
func (v *forecastView) take(words Words, s forecast.Series) {
	v.All = forecastRow{Label: v.Heading, Years: s.Years}
	v.Undated, v.Overdue = s.Undated, s.Overdue
	var counts, leaving []int
	for _, y := range s.Years {
		v.Years = append(v.Years, y.Year)
		counts, leaving = append(counts, y.Headcount), append(leaving, y.Retired)
		v.Left += y.Retired
	}
	v.Chart = newLineChart(words, v.Years, counts)
	v.Leaving = newBarChart(words, v.Years, leaving)
}

func noughts(p forecast.Projection) forecast.Series {
	var s forecast.Series
	for _, y := range p.Series[0].Years {
		s.Years = append(s.Years, forecast.Year{Year: y.Year})
	}
	return s
}

// under says that field stands on the page of another: the first level and the
// unknown one on the page of all, the second level on that of its area.
func (t teller) under(field, of string) bool {
	path := t.ref.FieldPath(field)
	if of == "" {
		return field == "" || len(path) == 1
	}
	return len(path) == 2 && path[0] == of
}

func (t teller) forecastRow(s forecast.Series, organisation string) forecastRow {
	if s.Field == "" {
		return forecastRow{Label: t.T("forecast.nofield"), Years: s.Years}
	}
	r := forecastRow{Label: t.codeName(registry.SchemeField, s.Field), Years: s.Years}
	if len(t.ref.FieldPath(s.Field)) == 1 {
		r.Drill = forecastAddress(s.Field, organisation)
	}
	q := url.Values{"field": {s.Field}}
	if organisation != "" {
		q.Set("organisation", organisation)
	}
	r.Find = "/people?" + q.Encode()
	return r
}

// employers are the organisations that people work for: those that exist and are
// no unit of another, in their Vietnamese order.
func (t teller) employers(chosen string) []option {
	organisations := t.ref.Organisations()
	registry.SortOrganisations(organisations)
	var all []option
	for _, o := range organisations {
		if o.Kind != registry.Unit && o.ValidTo.IsZero() {
			id := organisationValue(o.ID)
			all = append(all, option{Value: id, Label: o.Name, On: id == chosen})
		}
	}
	return all
}

// fieldless gives where those without a field are shown and mended: the records
// of the organisation looked at, else the organisations to begin with.
func (v forecastView) fieldless() string {
	if v.Organisation == "" {
		return "/organisations"
	}
	return "/organisations/" + url.PathEscape(v.Organisation) + "/quality?lacks=nofield#people"
}

func forecastAddress(field, organisation string) string {
	q := url.Values{}
	if field != "" {
		q.Set("field", field)
	}
	if organisation != "" {
		q.Set("organisation", organisation)
	}
	if len(q) == 0 {
		return "/forecast"
	}
	return "/forecast?" + q.Encode()
}

func organisationValue(id registry.OrganisationID) string { return strconv.FormatInt(int64(id), 10) }
