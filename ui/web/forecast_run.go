package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// keepingWaits is how long a page waits for other writers before it says that it was not kept.
const keepingWaits = 3 * time.Second

// keep keeps what a page or a file tells, and gives the number of the run; 0 where nothing can be
// written now: what was asked is told all the same, and says that it was not kept.
func (h *Forecast) keep(ctx context.Context, s *study, asked forecast.Scenario, p forecast.Projection) registry.ForecastRunID {
	ctx, cancel := context.WithTimeout(ctx, keepingWaits)
	defer cancel()
	run, err := s.look.Keep(ctx, h.Runs, asked, p, s.now)
	if err != nil {
		return 0
	}
	return run.ID
}

// runsView is the list of kept forecasts.
type runsView struct {
	Whom whom
	Form forecastForm
	Rows []runRow
	All  int // kept, whoever they look at
}

// runRow is one kept forecast.
type runRow struct {
	ID                         registry.ForecastRunID
	Name, At, Account, Whose   string
	Due                        int // years that are over
	Scored                     bool
	Compared, Coverage80, Bias string
}

// List serves GET /forecast/runs: the kept forecasts of whom the form looks at, scored where
// their years are over.
func (h *Forecast) List(c echo.Context) error {
	ctx := c.Request().Context()
	s, err := h.study(c, "forecast.runs.title")
	if err != nil {
		return err
	}
	all, err := h.Runs.ForecastRuns(ctx)
	if err != nil {
		return err
	}
	v := runsView{Whom: s.whom("/forecast/runs", s.form), Form: s.form, All: len(all)}
	for i := range all {
		asked, err := forecast.Asked(&all[i])
		if err != nil {
			return err
		}
		if !asked.SameWhom(s.base) {
			continue
		}
		row, err := h.runRow(ctx, s, all[i].ID, asked)
		if err != nil {
			return err
		}
		v.Rows = append(v.Rows, row)
	}
	return h.Site.render(c, http.StatusOK, runsPage(s.page, v))
}

// runRow tells of a run, and how it did where any of its years is over.
func (h *Forecast) runRow(ctx context.Context, s *study, id registry.ForecastRunID, asked forecast.Scenario) (runRow, error) {
	run, err := h.Runs.ForecastRun(ctx, id)
	if err != nil {
		return runRow{}, err
	}
	row := runRow{ID: id, Name: run.Name, At: s.Moment(run.At), Account: run.Account, Whose: s.whose(asked), Due: forecast.Due(run, registry.DateOf(s.now))}
	if row.Due == 0 {
		return row, nil
	}
	p, err := forecast.Told(run)
	if err != nil {
		return row, err
	}
	if score, ok := s.in.Score(p); ok {
		row.Scored, row.Compared = true, s.Number(score.Compared)
		row.Coverage80, row.Bias = s.Decimal(100*score.Coverage80), s.Decimal(score.Bias)
	}
	return row, nil
}

// runScore says how a run did as far as its years are over.
func runScore(w Words, r runRow) string {
	switch {
	case r.Due == 0:
		return w.T("forecast.runs.waits")
	case !r.Scored:
		return w.T("forecast.runs.unscored")
	}
	return w.T("forecast.runs.scored", "Years", r.Due, "Share", r.Coverage80, "Count", r.Compared, "Bias", r.Bias)
}

// whose says whom a scenario looks at.
func (t teller) whose(s forecast.Scenario) string {
	var parts []string
	if s.Organisation != "" {
		name := s.Organisation
		if n, err := strconv.ParseInt(name, 10, 64); err == nil {
			name = t.ref.OrganisationName(registry.OrganisationID(n))
		}
		parts = append(parts, name)
	}
	if s.Sector != "" {
		parts = append(parts, t.codeName(registry.SchemeSector, s.Sector))
	}
	if s.Ownership != "" {
		parts = append(parts, t.codeName(registry.SchemeOwnership, s.Ownership))
	}
	if len(parts) == 0 {
		return t.T("forecast.everybody")
	}
	return strings.Join(parts, ", ")
}

// runView is one kept forecast.
type runView struct {
	runRow
	Form        forecastForm
	Day         string
	Head        registry.Seq
	Model       int
	Years       []forecast.Year
	Levels      []forecastRow
	Fan         fanChart
	Assumptions []forecast.Assumption
	Backtest    *forecast.Backtest
	Score       forecast.Score
	Again       string // what reckoning it anew gave, "" where nobody asked
}

// Run serves GET /forecast/runs/:id, with ?again it is reckoned anew.
func (h *Forecast) Run(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return registry.Errorf(registry.NotFound, "Không tìm thấy lần dự báo này.")
	}
	run, err := h.Runs.ForecastRun(ctx, registry.ForecastRunID(id))
	if err != nil {
		return err
	}
	asked, err := forecast.Asked(run)
	if err != nil {
		return err
	}
	s, err := h.studyOf(c, "forecast.run.title", forecastForm{Organisation: asked.Organisation, Sector: asked.Sector, Ownership: asked.Ownership})
	if err != nil {
		return err
	}
	v, err := h.runView(ctx, s, run, asked)
	if err == nil && c.QueryParams().Has("again") {
		v.Again, err = s.again(ctx, h, run)
	}
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, runPage(s.page, v))
}

func (h *Forecast) runView(ctx context.Context, s *study, run *registry.ForecastRun, asked forecast.Scenario) (v runView, err error) {
	v = runView{Form: s.form, Day: s.Date(run.Day), Head: run.Head, Model: run.Model}
	if v.runRow, err = h.runRow(ctx, s, run.ID, asked); err != nil {
		return v, err
	}
	p, err := forecast.Told(run)
	if err != nil {
		return v, err
	}
	v.Assumptions, v.Backtest = p.Assumptions, p.Backtest
	for _, x := range p.Series {
		switch {
		case x.Field != forecast.All:
		case x.Level == forecast.All:
			v.Years, v.Fan = x.Years, newFanChart(s.Words, fanScale(x.Years), x.Years, band80)
		default:
			v.Levels = append(v.Levels, forecastRow{Label: s.level(x.Level), Years: x.Years})
		}
	}
	v.Score, _ = s.in.Score(p)
	return v, nil
}

// again reckons a run anew and says what came out.
func (s *study) again(ctx context.Context, h *Forecast, run *registry.ForecastRun) (string, error) {
	if run.Model != forecast.ModelVersion {
		return s.T("forecast.run.othermodel", "Was", run.Model, "Is", forecast.ModelVersion), nil
	}
	same, err := forecast.Again(ctx, h.Runs, run)
	switch {
	case registry.KindOf(err) == registry.NotFound:
		return s.T("forecast.run.gone"), nil
	case err != nil:
		return "", err
	case same:
		return s.T("forecast.run.same"), nil
	}
	return s.T("forecast.run.differs"), nil
}
