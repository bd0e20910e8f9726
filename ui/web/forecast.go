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
	Site *Site
	Desk *forecast.Desk
	Runs ForecastRuns
	// Wants is where organisations say whom they need.
	Wants NeedStore
	// Says is where agencies say what they think of the draft plan.
	Says OpinionStore
	// People is where names are read, by who may.
	People registry.PersonReader
	Now    func() time.Time
}

// ForecastRuns keeps what was told, and what it takes to reckon it anew.
type ForecastRuns interface {
	registry.ForecastRunStore
	registry.ReferenceReader
}

// pageRuns is how many futures a page draws: enough for bands, soon enough for a
// reader who waits.
const pageRuns = 400

// Show serves GET /forecast?field=…&organisation=…: all fields of level 1, or
// those under one of them; with a scenario beside the present where one is asked.
func (h *Forecast) Show(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := h.study(c, "forecast.title")
	if err != nil {
		return err
	}
	present, err := s.look.Project(ctx, s.base, s.now)
	if err != nil {
		return err
	}
	view, err := s.forecast(present, s.form)
	if err != nil {
		return err
	}
	view.Kept = h.keep(ctx, s, s.base, present) != 0
	view.Outside, view.Unclear, view.Derived = s.in.Outside, s.in.Unclear, s.in.Derived
	status := http.StatusOK
	if s.form.asks() {
		if status, view.Refusal, err = s.compare(ctx, h, &view); err != nil {
			return err
		}
	}
	if s.form.Why {
		if view.Influences, err = s.influences(ctx); err != nil {
			return err
		}
	}
	return h.Site.render(c, status, forecastPage(s.page, view))
}

// study is what every page about the years ahead begins with: whom it looks at, and
// what the registry says of them.
type study struct {
	teller
	page Page
	form forecastForm
	base forecast.Scenario // things going on as they did
	in   forecast.Input
	look *forecast.Look
	now  time.Time
}

func (h *Forecast) study(c echo.Context, title string) (*study, error) {
	return h.studyOf(c, title, readForecastForm(c.QueryParams()))
}

func (h *Forecast) studyOf(c echo.Context, title string, form forecastForm) (*study, error) {
	ctx := c.Request().Context()
	s := &study{page: h.Site.page(c, "forecast", title), form: form, now: h.Now().In(registry.Vietnam)}
	s.form.Names = s.page.May(registry.ReadPeople)
	s.base = forecast.Scenario{Organisation: s.form.Organisation, Sector: s.form.Sector, Ownership: s.form.Ownership, Runs: pageRuns}
	ref, err := h.Desk.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	s.teller = teller{s.page.Words, ref}
	if s.look, err = h.Desk.Look(ctx, s.base, registry.DateOf(s.now)); err != nil {
		return nil, err
	}
	s.in = s.look.In
	return s, nil
}

// whom is the form of whom a page looks at.
type whom struct {
	Action                       string // address of the page
	Choices, Sectors, Ownerships []option
}

func (t teller) whom(action string, form forecastForm) whom {
	return whom{action, t.employers(form.Organisation), t.codeOptions(registry.SchemeSector, form.Sector), t.codeOptions(registry.SchemeOwnership, form.Ownership)}
}

// heading names the field looked at, and where its page leads back to; it is NotFound
// for what is no field of level 1.
func (t teller) heading(form forecastForm, path string) (name, up string, err error) {
	if form.Field == "" {
		return t.T("forecast.all"), "", nil
	}
	c, ok := t.ref.Code(registry.SchemeField, form.Field)
	if !ok || c.Parent != "" {
		return "", "", registry.Errorf(registry.NotFound, "Không có lĩnh vực mang mã %q. Hãy chọn lĩnh vực từ bảng dự báo.", form.Field)
	}
	return t.codeName(registry.SchemeField, form.Field), form.address(path, ""), nil
}

// forecastView is a projection as a page shows it.
type forecastView struct {
	Heading      string
	Up           string // address of the level above, "" at the top
	Organisation string
	Whom         whom
	Years        []int
	All          forecastRow   // the sum of the page
	Rows         []forecastRow // its parts
	Levels       []forecastRow // the sum by level
	Fan          fanChart
	Wide         fanChart // with the other bands
	Leaving      barChart
	Left         int // who retires within the horizon
	Undated      int
	Overdue      int
	Outside      int // of the organisation looked at, whatever the field: people ngoài diện
	Unclear      int // likewise: of whom it cannot be said
	Derived      int // of the organisation looked at: people whose field was derived
	Fieldless    int // who is counted this year in the row without a field
	AsOf         string
	Alarms       []forecastAlarm
	Assumptions  []forecast.Assumption
	Backtest     *forecast.Backtest
	History      []forecast.HistoryCheck
	Began        int
	Closed       bool // no record says when anybody came, so that nobody does
	Form         forecastForm
	Causes       []causeColumn  // of the gaps that are known
	Influences   []influenceRow // where somebody asked for them
	Refusal      string         // why the scenario asked for was not reckoned
	Other        *comparison
	Kept         bool // for later: see forecastRuns
}

// forecastAlarm is one alarm in words, with the people it is about.
type forecastAlarm struct{ Text, Find string }

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

// forecast puts a projection into words, for the field and the organisation of the
// form.
func (t teller) forecast(p forecast.Projection, form forecastForm) (forecastView, error) {
	v := forecastView{
		AsOf: t.Date(p.AsOf), Assumptions: p.Assumptions, Organisation: form.Organisation,
		Whom:     t.whom("/forecast", form),
		Backtest: p.Backtest, History: p.History, Began: p.Began, Closed: p.Closed, Form: form,
	}
	var err error
	if v.Heading, v.Up, err = t.heading(form, "/forecast"); err != nil {
		return v, err
	}
	for _, s := range p.Series {
		switch {
		case s.Field == form.total() && s.Level == forecast.All:
			v.take(t.Words, s)
			v.Causes = t.causes(t.T("forecast.present"), s)
		case s.Field == form.total():
			v.Levels = append(v.Levels, forecastRow{Label: t.level(s.Level), Years: s.Years})
		case s.Level == forecast.All && t.under(s.Field, form.Field):
			v.Rows = append(v.Rows, t.forecastRow(s, form))
			if s.Field == "" {
				v.Fieldless = s.Years[0].Headcount
			}
		}
	}
	if v.All.Years == nil { // a field without anybody
		v.take(t.Words, noughts(p))
	}
	v.Alarms = t.alarms(p.Alarms, form)
	return v, nil
}

// level names a level of the model.
func (t teller) level(code string) string {
	switch {
	case code == "":
		return t.T("forecast.nolevel")
	case t.ref.Rank(registry.SchemeTitle, code) > 0:
		return t.codeName(registry.SchemeTitle, code)
	}
	return t.codeName(registry.SchemeDegree, code)
}

// take makes s the sum of the page.
func (v *forecastView) take(words Words, s forecast.Series) {
	v.All = forecastRow{Label: v.Heading, Years: s.Years}
	v.Undated, v.Overdue = s.Undated, s.Overdue
	var leaving []int
	for _, y := range s.Years {
		v.Years = append(v.Years, y.Year)
		leaving = append(leaving, y.Retired)
		v.Left += y.Retired
	}
	v.Fan = newFanChart(words, fanScale(s.Years), s.Years, band80)
	v.Wide = newFanChart(words, fanScale(s.Years), s.Years, band95, band80, band50)
	v.Leaving = newBarChart(words, v.Years, leaving)
}

// alarms puts those of the page's fields into words.
func (t teller) alarms(all []forecast.Alarm, form forecastForm) []forecastAlarm {
	var said []forecastAlarm
	for _, a := range all {
		path := t.ref.FieldPath(a.Field)
		if form.Field != "" && (len(path) == 0 || path[0] != form.Field) {
			continue
		}
		said = append(said, forecastAlarm{
			Text: t.T("forecast.alarm."+string(a.Kind), "Field", t.codeName(registry.SchemeField, a.Field), "Year", strconv.Itoa(a.Year), "Count", a.N, "Of", a.Of),
			Find: form.people(a.Field),
		})
	}
	return said
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

func (t teller) forecastRow(s forecast.Series, form forecastForm) forecastRow {
	if s.Field == "" {
		return forecastRow{Label: t.T("forecast.nofield"), Years: s.Years}
	}
	r := forecastRow{Label: t.codeName(registry.SchemeField, s.Field), Years: s.Years}
	if len(t.ref.FieldPath(s.Field)) == 1 {
		r.Drill = form.address("/forecast", s.Field)
	}
	r.Find = form.people(s.Field)
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

func organisationValue(id registry.OrganisationID) string { return strconv.FormatInt(int64(id), 10) }
