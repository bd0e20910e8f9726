package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// Several options (phương án) side by side, and the least that meets a need.

// maxOptions is how many options stand beside things as they are.
const maxOptions = 3

// sliderRuns is how many futures are drawn while a slider moves; the whole page draws
// pageRuns.
const sliderRuns = 100

// optionForm is one option as sent.
type optionForm struct {
	N                                               int // from 1 on
	Name, Recruit, Level, Train, Extension, Attract string
}

// asks says that the option does anything.
func (o optionForm) asks() bool {
	return slices.ContainsFunc([]string{o.Recruit, o.Train, o.Extension, o.Attract}, func(v string) bool { return v != "" && v != "0" })
}

// optionsForm is all of them, with what they share.
type optionsForm struct {
	Options                   []optionForm
	Need, NeedYear, NeedLevel string
	RecruitCost, TrainCost    string // of one person, in million đồng
	MaxRecruit, MaxTrain      string
	Least                     bool // asks for the least that meets the need
	Keep                      bool // asks to keep the options for a plan
}

func readOptions(q url.Values) optionsForm {
	text := func(name string) string { return strings.TrimSpace(q.Get(name)) }
	f := optionsForm{Need: text("need"), NeedYear: text("needyear"), NeedLevel: text("needlevel"), RecruitCost: text("recruitcost"), TrainCost: text("traincost"),
		MaxRecruit: text("maxrecruit"), MaxTrain: text("maxtrain"), Least: q.Has("least"), Keep: q.Has("keep")}
	for n := 1; n <= maxOptions; n++ {
		at := strconv.Itoa(n)
		f.Options = append(f.Options, optionForm{n, text("name" + at), text("recruit" + at), text("level" + at), text("train" + at), text("extension" + at), text("attract" + at)})
	}
	return f
}

// formNumbers reads what was typed into numbers, and keeps what is none.
type formNumbers struct{ problems []registry.Problem }

func (r *formNumbers) whole(name, text string) int {
	n, err := strconv.Atoi(text)
	if err != nil && text != "" {
		r.problems = append(r.problems, registry.Problem{Field: name, Value: text, Reason: "phải là số nguyên"})
	}
	return n
}

func (r *formNumbers) amount(name, text string) float64 {
	x, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
	if text != "" && (err != nil || x < 0 || x > 1e9) {
		r.problems = append(r.problems, registry.Problem{Field: name, Value: text, Reason: "phải là số không âm, ví dụ 120 hoặc 120,5"})
	}
	return x
}

// optionsView is the page.
type optionsView struct {
	Heading, Up string
	Whom        whom
	Form        forecastForm
	Asked       optionsForm
	Years       []int
	Level       string // what is counted, in words
	Refusal     string
	Columns     []optionColumn // things as they are first
	Rows        []int          // places of the years in the table
	Priced      bool
	Least       string // the answer in words, "" where nobody asked
	LeastNotes  []string
	History     []forecast.HistoryCheck
}

// optionColumn is one option reckoned.
type optionColumn struct {
	Name   string
	Years  []forecast.Year
	Fan    fanChart
	Rules  []forecast.Assumption
	Cost   string  // through the last year, in million đồng; "" for things as they are
	paid   float64 // likewise
	Kept   string  // number under which it was kept; "" where nobody asked or it could not be
	Closed string  // of the gap in the last year
	Each   string  // cost of one person of it
}

// Options serves GET /forecast/options: up to three options beside things as they are.
func (h *Forecast) Options(c echo.Context) error {
	s, err := h.study(c, "forecast.options.title")
	if err != nil {
		return err
	}
	if partial(c) {
		s.base.Runs = sliderRuns
	}
	asked := readOptions(c.QueryParams())
	v := optionsView{Whom: s.whom("/forecast/options", s.form), Form: s.form, Asked: asked, History: s.in.History()}
	if v.Heading, v.Up, err = s.heading(s.form, "/forecast/options"); err != nil {
		return err
	}
	status := http.StatusOK
	err = s.options(c.Request().Context(), h, &v)
	if refused, ok := errors.AsType[*registry.Error](err); ok && refused.Kind == registry.Invalid {
		status, v.Refusal, err = http.StatusBadRequest, s.refusedOptions(refused), nil
	}
	if err != nil {
		return err
	}
	return h.Site.render(c, status, optionsPage(s.page, v))
}

// options reckons every option that asks for anything; it is Invalid for what is no
// number or cannot be.
func (s *study) options(ctx context.Context, h *Forecast, v *optionsView) error {
	if err := s.option(ctx, h, v, optionForm{}, s.base); err != nil {
		return err
	}
	var wrong error
	for _, o := range v.Asked.Options {
		if !o.asks() {
			continue
		}
		scenario, err := s.scenarioOf(o, v.Asked)
		if err == nil {
			err = s.option(ctx, h, v, o, scenario)
		}
		if wrong == nil {
			wrong = err
		}
	}
	if wrong == nil && v.Asked.Need != "" {
		wrong = s.needed(v)
	}
	if wrong == nil && v.Asked.Least {
		wrong = s.least(ctx, v)
	}
	s.draw(v)
	return wrong
}

// scenarioOf reads one option.
func (s *study) scenarioOf(o optionForm, asked optionsForm) (forecast.Scenario, error) {
	r, at := formNumbers{}, strconv.Itoa(o.N)
	x := s.base
	x.Name = o.Name
	if x.Name == "" {
		x.Name = s.optionName(o.N)
	}
	if n := r.whole("recruit"+at, o.Recruit); n != 0 {
		x.Recruit = append(x.Recruit, forecast.Recruit{Field: s.form.Field, Level: o.Level, Count: n})
	}
	if n := r.whole("attract"+at, o.Attract); n != 0 {
		x.Recruit = append(x.Recruit, forecast.Recruit{Field: s.form.Field, Level: "TS", Count: n, Age: attractedAge})
	}
	if n := r.whole("train"+at, o.Train); n != 0 {
		x.Train = []forecast.Train{{Field: s.form.Field, Count: n, From: s.now.Year()}}
	}
	x.Extension = float64(r.whole("extension"+at, o.Extension)) / 100
	if len(r.problems) > 0 {
		return x, &registry.Error{Kind: registry.Invalid, Problems: r.problems}
	}
	if err := x.Check(s.now); err != nil {
		return x, err
	}
	return x, s.in.Check(x)
}

// attractedAge is how old doctors who are attracted from elsewhere are supposed to be;
// the page says so.
const attractedAge = 40

func (s *study) optionName(n int) string { return s.T("forecast.option", "N", strconv.Itoa(n)) }

// option reckons one column.
func (s *study) option(ctx context.Context, h *Forecast, v *optionsView, o optionForm, x forecast.Scenario) error {
	p, err := s.look.Try(ctx, x, s.now)
	if err != nil {
		return err
	}
	column := optionColumn{Name: s.T("forecast.present"), Years: noughts(p).Years, Rules: p.Assumptions}
	for _, series := range p.Series {
		if series.Field == s.form.total() && series.Level == v.Asked.level() {
			column.Years = slices.Clone(series.Years)
		}
	}
	if o.N > 0 {
		if v.Asked.Keep {
			column.Kept = strconv.FormatInt(int64(h.keep(ctx, s, x, p)), 10)
		}
		column.Name = x.Name
		column.Rules = otherwise(v.Columns[0].Rules, p.Assumptions)
	}
	if v.Years == nil {
		for _, y := range column.Years {
			v.Years = append(v.Years, y.Year)
		}
	}
	v.Columns = append(v.Columns, column)
	return s.price(v, o)
}

// level is what the page counts.
func (f optionsForm) level() string {
	if f.NeedLevel == "" {
		return forecast.All
	}
	return f.NeedLevel
}

// needed holds every column against the need that was asked for.
func (s *study) needed(v *optionsView) error {
	r := formNumbers{}
	need, from := r.whole("need", v.Asked.Need), r.whole("needyear", v.Asked.NeedYear)
	if len(r.problems) > 0 || need < 0 {
		return &registry.Error{Kind: registry.Invalid, Problems: append(r.problems, registry.Problem{Field: "need", Value: v.Asked.Need, Reason: "phải là số không âm"})[:1]}
	}
	for _, c := range v.Columns {
		for i := range c.Years {
			y := &c.Years[i]
			if y.Year >= max(from, s.now.Year()+1) {
				gap := need - y.Headcount
				y.Demand, y.Gap = &need, &gap
			}
		}
	}
	return nil
}

// price says what an option costs through the last year, where costs are given: those
// who are recruited or attracted from next year on, those who are sent from this year on.
func (s *study) price(v *optionsView, o optionForm) error {
	r := formNumbers{}
	recruit, train := r.amount("recruitcost", v.Asked.RecruitCost), r.amount("traincost", v.Asked.TrainCost)
	if len(r.problems) > 0 {
		return &registry.Error{Kind: registry.Invalid, Problems: r.problems}
	}
	v.Priced = recruit+train > 0
	if !v.Priced || o.N == 0 {
		return nil
	}
	years := float64(len(v.Years) - 1)
	people := float64(r.whole("", o.Recruit) + r.whole("", o.Attract))
	cost := recruit*people*years + train*float64(r.whole("", o.Train))*(years+1)
	column := &v.Columns[len(v.Columns)-1]
	column.Cost, column.paid = moneyWords(s.Words, cost), cost
	return nil
}

// draw makes the charts on one scale, and says how much of the gap each option closes.
func (s *study) draw(v *optionsView) {
	var all [][]forecast.Year
	for _, c := range v.Columns {
		all = append(all, c.Years)
	}
	common := fanScale(all...)
	for i := range v.Columns {
		c := &v.Columns[i]
		c.Fan = newFanChart(s.Words, common, c.Years, band80)
		if i > 0 {
			s.closes(v.Columns[0], c)
		}
	}
	for i := range v.Years {
		if i%5 == 0 || i == 1 || i == len(v.Years)-1 {
			v.Rows = append(v.Rows, i)
		}
	}
	v.Level = s.T("forecast.everylevel")
	if v.Asked.NeedLevel != "" {
		v.Level = s.level(v.Asked.NeedLevel)
	}
}

// closes says how many people of the gap of the last year an option closes, and what
// one of them costs.
func (s *study) closes(present optionColumn, c *optionColumn) {
	last := len(c.Years) - 1
	was, is := present.Years[last].Gap, c.Years[last].Gap
	c.Closed, c.Each = "–", "–"
	if was == nil || is == nil || *was <= 0 {
		return
	}
	closed := *was - max(*is, 0)
	c.Closed = s.T("forecast.closes", "Closed", s.Number(closed), "Of", s.Number(*was))
	if c.paid > 0 && closed > 0 {
		c.Each = moneyWords(s.Words, c.paid/float64(closed))
	}
}

// refusedOptions names what cannot be reckoned, in the words of the form.
func (t teller) refusedOptions(e *registry.Error) string {
	var said []string
	for _, p := range e.Problems {
		name, _, _ := strings.Cut(p.Field, "[")
		name = strings.TrimRight(name, "0123456789")
		said = append(said, t.T("forecast.ask."+name)+" “"+p.Value+"”: "+p.Reason)
	}
	return t.T("forecast.refused") + " " + strings.Join(said, "; ") + "."
}
