package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
	"trithuc/ui/office"
)

// planView is the page of the draft plan: which kept forecast it is made of, what it costs, and the file.
type planView struct {
	Whom    whom
	Form    forecastForm
	Asked   planForm
	Runs    []option
	Refusal string
	Plan    office.Plan
	File    string // address
	RunPage string // of the kept forecast
	Waiting int    // opinions without an answer
}

// planForm is what the page asks, as sent.
type planForm struct {
	Run                                string
	RecruitCost, TrainCost, BudgetPart string
	Names                              bool
}

func readPlanForm(q url.Values) planForm {
	text := func(name string) string { return strings.TrimSpace(q.Get(name)) }
	return planForm{text("run"), text("recruitcost"), text("traincost"), text("budget"), q.Has("names")}
}

// address gives an address with all the form asks.
func (f planForm) address(path string, whose forecastForm) string {
	q := url.Values{}
	for name, value := range map[string]string{"run": f.Run, "recruitcost": f.RecruitCost, "traincost": f.TrainCost, "budget": f.BudgetPart, "organisation": whose.Organisation, "sector": whose.Sector, "ownership": whose.Ownership} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Names {
		q.Set("names", "1")
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// funds reads the costs; it is Invalid for what is none.
func (f planForm) funds() (office.Funds, error) {
	r := formNumbers{}
	x := office.Funds{Recruit: r.amount("recruitcost", f.RecruitCost), Train: r.amount("traincost", f.TrainCost), Budget: 100}
	if f.BudgetPart != "" {
		x.Budget = r.amount("budget", f.BudgetPart)
	}
	x.Known = x.Recruit+x.Train > 0
	if x.Budget > 100 {
		r.problems = append(r.problems, registry.Problem{Field: "budget", Value: f.BudgetPart, Reason: "phải từ 0 đến 100"})
	}
	if len(r.problems) > 0 {
		return x, &registry.Error{Kind: registry.Invalid, Problems: r.problems}
	}
	return x, nil
}

// PlanPage serves GET /forecast/plan?run=…
func (h *Forecast) PlanPage(c echo.Context) error {
	s, err := h.study(c, "forecast.plan.title")
	if err != nil {
		return err
	}
	v := planView{Whom: s.whom("/forecast/plan", s.form), Form: s.form, Asked: readPlanForm(c.QueryParams())}
	status := http.StatusOK
	v.Plan, err = h.plan(c.Request().Context(), s, &v.Asked)
	if e := invalidPlan(err); e != nil {
		status, v.Refusal = http.StatusBadRequest, s.refusedOptions(e)
		v.Asked.RecruitCost, v.Asked.TrainCost, v.Asked.BudgetPart = "", "", ""
		v.Plan, err = h.plan(c.Request().Context(), s, &v.Asked)
	}
	if err != nil {
		return err
	}
	if v.Runs, err = h.planRuns(c.Request().Context(), s, v.Asked.Run); err != nil {
		return err
	}
	v.File = v.Asked.address("/forecast/ke-hoach.docx", s.form)
	v.RunPage = "/forecast/runs/" + v.Asked.Run
	for _, o := range v.Plan.Opinions {
		if o.Answer == s.T("opinion.answer.") {
			v.Waiting++
		}
	}
	return h.Site.render(c, status, forecastPlanPage(s.page, v))
}

func invalidPlan(err error) *registry.Error {
	if e, ok := err.(*registry.Error); ok && e.Kind == registry.Invalid {
		return e
	}
	return nil
}

// Plan serves GET /forecast/ke-hoach.docx?run=…: the draft of the plan with its numbers.
func (h *Forecast) Plan(c echo.Context) error {
	s, err := h.study(c, "forecast.plan.title")
	if err != nil {
		return err
	}
	asked := readPlanForm(c.QueryParams())
	p, err := h.plan(c.Request().Context(), s, &asked)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := office.WritePlan(&file, p); err != nil {
		return err
	}
	return sendFile(c, "ke-hoach.docx", office.WordType, file.Bytes())
}

// planRuns are the kept forecasts of whom the page looks at, newest first.
func (h *Forecast) planRuns(ctx context.Context, s *study, chosen string) (all []option, err error) {
	runs, err := h.Runs.ForecastRuns(ctx)
	for i := range runs {
		asked, err := forecast.Asked(&runs[i])
		if err != nil {
			return nil, err
		}
		if id := strconv.FormatInt(int64(runs[i].ID), 10); asked.SameWhom(s.base) {
			all = append(all, option{Value: id, Label: s.T("forecast.plan.run", "N", id, "Name", runs[i].Name, "At", s.Moment(runs[i].At)), On: id == chosen})
		}
	}
	return all, err
}

// plan gathers the draft from a kept forecast; where none is asked for, things as they are today are kept
// and taken.
func (h *Forecast) plan(ctx context.Context, s *study, asked *planForm) (p office.Plan, err error) {
	if p.Funds, err = asked.funds(); err != nil {
		return p, err
	}
	now, err := s.look.Project(ctx, s.base, s.now)
	if err != nil {
		return p, err
	}
	if asked.Run == "" {
		asked.Run = strconv.FormatInt(int64(h.keep(ctx, s, s.base, now)), 10)
	}
	told, scenario, id, err := h.told(ctx, s, asked.Run, now)
	if err != nil {
		return p, err
	}
	if p.Outlook, err = s.planOutlook(told, scenario, id, now); err != nil {
		return p, err
	}
	p.Measures, p.Efforts = s.measures(scenario), scenario.Efforts(told.AsOf.Year, office.PlanBegins, office.PlanEnds)
	p.Succession = s.successionGaps(forecast.BalanceOf(s.in, now))
	if p.Opinions, err = h.opinionRows(ctx, s, id); err != nil {
		return p, err
	}
	if asked.Names && s.page.May(registry.ReadPeople) {
		p.Names, err = h.planNames(ctx, s, p.Succession)
	}
	return p, err
}

// told reads a kept forecast; 0 is that of things as they are where it could not be kept.
func (h *Forecast) told(ctx context.Context, s *study, run string, now forecast.Projection) (forecast.Projection, forecast.Scenario, registry.ForecastRunID, error) {
	id := registry.ForecastRunID(number(run))
	if id == 0 && run == "0" {
		return now, s.base, 0, nil
	}
	kept, err := h.Runs.ForecastRun(ctx, id)
	if err != nil {
		return now, s.base, id, err
	}
	scenario, err := forecast.Asked(kept)
	if err != nil {
		return now, scenario, id, err
	}
	p, err := forecast.Told(kept)
	return p, scenario, id, err
}

// planOutlook puts the kept answer into rows; alarms and past forecasts are today's.
func (s *study) planOutlook(told forecast.Projection, scenario forecast.Scenario, id registry.ForecastRunID, now forecast.Projection) (office.Outlook, error) {
	v, err := s.forecast(told, forecastForm{Organisation: scenario.Organisation, Sector: scenario.Sector, Ownership: scenario.Ownership})
	if err != nil {
		return office.Outlook{}, err
	}
	o := office.Outlook{
		Whom: s.whose(scenario), Run: int64(id), Day: told.AsOf, Scenario: told.Scenario, Whole: office.OutlookRow{Label: s.T("forecast.sum"), Years: v.All.Years},
		Fields: outlookRows(v.Rows), Levels: outlookRows(v.Levels), Assumptions: told.Assumptions, Backtest: now.Backtest, History: now.History,
	}
	for _, a := range s.alarms(now.Alarms, forecastForm{}) {
		o.Alarms = append(o.Alarms, a.Text)
	}
	return o, nil
}

// measures says in words what a scenario does, one sentence a line of it.
func (s *study) measures(x forecast.Scenario) (all []string) {
	say := func(key string, count, from, until int, args ...any) {
		span := s.T("measure.always")
		switch {
		case from != 0 && until != 0:
			span = s.T("measure.span", "From", strconv.Itoa(from), "Until", strconv.Itoa(until))
		case from != 0:
			span = s.T("measure.from", "From", strconv.Itoa(from))
		case until != 0:
			span = s.T("measure.until", "Until", strconv.Itoa(until))
		}
		all = append(all, s.T(key, append(args, "Count", count, "Span", span)...))
	}
	for _, t := range x.Train {
		say("measure.train", t.Count, t.From, t.Until, "Field", s.fieldWords(t.Field))
	}
	for _, r := range x.Recruit {
		level := r.Level
		if level == "" {
			level = "ThS"
		}
		say("measure.recruit", r.Count, r.From, r.Until, "Field", s.fieldWords(r.Field), "Level", s.level(level))
	}
	for _, m := range x.Move {
		say("measure.move", m.Count, m.From, m.Until, "Field", s.fieldWords(m.Field), "To", s.fieldWords(m.To))
	}
	if x.Extension > 0 || len(x.Extensions) > 0 {
		share := func(level string) string {
			n, set := x.Extensions[level]
			if !set {
				n = x.Extension
			}
			return s.Number(int(100*n + .5))
		}
		all = append(all, s.T("measure.extend", "Doctors", share("TS"), "Associates", share("PGS"), "Professors", share("GS")))
	}
	for _, w := range x.Targets {
		say("measure.target", w.Count, w.From, 0, "Field", s.fieldWords(w.Field), "Level", s.targetLevel(w.Level))
	}
	for _, g := range x.Growth {
		say("measure.growth", 0, g.From, 0, "Field", s.fieldWords(g.Field), "Level", s.targetLevel(g.Level), "Share", s.Decimal(100*g.Share))
	}
	return all
}

// targetLevel names a level of a target.
func (t teller) targetLevel(level string) string {
	if level == "" || level == forecast.All {
		return t.T("forecast.everylevel")
	}
	return t.level(level)
}

// mostSuccession is how many rows the plan tells of.
const mostSuccession = 30

// successionGaps are the fields of level 2 and their levels for which nobody is ready.
func (s *study) successionGaps(b forecast.Balance) (all []office.SuccessionRow) {
	for _, x := range b.Succession {
		if x.Short() > 0 && len(s.ref.FieldPath(x.Field)) == 2 {
			all = append(all, office.SuccessionRow{Label: s.fieldLabel(x.Field), Level: s.successionLevel(x.Level), Holders: x.Holders, Leaving: x.Leaving, Ready: x.Ready, Short: x.Short(),
				Which: forecast.Which{Field: x.Field, Level: x.Level}})
		}
	}
	slices.SortStableFunc(all, func(a, b office.SuccessionRow) int { return b.Short - a.Short })
	return all[:min(len(all), mostSuccession)]
}

// planNames lists who leaves and who could follow where the plan says that people are missing.
func (h *Forecast) planNames(ctx context.Context, s *study, rows []office.SuccessionRow) ([]office.NameRow, error) {
	names := []office.NameRow{}
	for _, r := range rows {
		for _, part := range []forecast.Part{forecast.PartLeaving, forecast.PartReady} {
			w := r.Which
			w.Part = part
			ids := s.in.Who(w)
			people, err := registry.VisiblePeople(ctx, h.People, ids[:min(len(ids), mostNames)])
			if err != nil {
				return nil, err
			}
			for _, p := range people {
				names = append(names, office.NameRow{Field: r.Label, Level: r.Level, What: s.T("forecast.who." + string(part)), Name: p.Name.Full, Unit: s.workplace(p)})
			}
		}
	}
	return names, nil
}
