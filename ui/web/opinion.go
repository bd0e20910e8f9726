package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
	"trithuc/ui/office"
)

// OpinionStore is what the page of opinions reads and writes through its gate.
type OpinionStore interface {
	registry.Committer
	registry.ReferenceReader
	registry.OpinionReader
}

// opinionsView is the page on which agencies' opinions on the draft are written and answered.
type opinionsView struct {
	Rows      []opinionRow
	Agencies  []option // for whom the actor may speak
	Parts     []option
	Asked     registry.Opinion
	Run       string
	Refusal   string
	MayAnswer bool
}

type opinionRow struct {
	registry.Opinion
	Whose, PartName, AnswerName, DayName string
	Answers                              []option
}

// Opinions serves GET /forecast/opinions.
func (h *Forecast) Opinions(c echo.Context) error {
	run := c.QueryParam("run")
	return h.opinionsPage(c, http.StatusOK, registry.Opinion{Run: registry.ForecastRunID(number(run))}, "")
}

func (h *Forecast) opinionsPage(c echo.Context, status int, asked registry.Opinion, refusal string) error {
	ctx := c.Request().Context()
	p := h.Site.page(c, "forecast", "opinion.title")
	ref, err := h.Says.Reference(ctx)
	if err != nil {
		return err
	}
	all, err := h.Says.Opinions(ctx)
	if err != nil {
		return err
	}
	t, actor := teller{p.Words, ref}, registry.ActorOf(ctx)
	v := opinionsView{Asked: asked, Refusal: refusal, MayAnswer: p.May(registry.ReadForecast)}
	if asked.Run != 0 {
		v.Run = strconv.FormatInt(int64(asked.Run), 10)
	}
	for _, o := range t.employers(organisationValue(asked.Organisation)) {
		if actor.MayState(registry.OrganisationID(number(o.Value))) {
			v.Agencies = append(v.Agencies, o)
		}
	}
	for _, part := range registry.OpinionParts {
		v.Parts = append(v.Parts, option{Value: part, Label: t.T("opinion.part." + part), On: part == asked.Part})
	}
	for _, o := range all {
		if actor.MayState(o.Organisation) {
			v.Rows = append(v.Rows, t.opinionRow(o))
		}
	}
	return h.Site.render(c, status, opinionsPage(p, v))
}

func (t teller) opinionRow(o registry.Opinion) opinionRow {
	r := opinionRow{Opinion: o, Whose: t.ref.OrganisationName(o.Organisation), PartName: t.T("opinion.part." + o.Part), AnswerName: t.T("opinion.answer." + string(o.Answer))}
	if !o.Day.IsZero() {
		r.DayName = t.Date(o.Day)
	}
	for _, a := range append([]registry.OpinionAnswer{""}, registry.OpinionAnswers...) {
		r.Answers = append(r.Answers, option{Value: string(a), Label: t.T("opinion.answer." + string(a)), On: a == o.Answer})
	}
	return r
}

// SayOpinion serves POST /forecast/opinions: an opinion is added, answered, or taken out.
func (h *Forecast) SayOpinion(c echo.Context) error {
	ctx := c.Request().Context()
	text := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	o := registry.Opinion{
		ID: registry.OpinionID(number(text("id"))), Version: number(text("version")), Run: registry.ForecastRunID(number(text("run"))), Organisation: registry.OrganisationID(number(text("organisation"))),
		Part: text("part"), Document: text("document"), Text: text("text"), Answer: registry.OpinionAnswer(text("answer")), Reply: text("reply"),
	}
	gate, what, err := registry.Opinions{Store: h.Says}, "kept", error(nil)
	var dated bool
	if o.Day, dated = readDate(text("day")); !dated {
		err = &registry.Error{Kind: registry.Invalid, Problems: []registry.Problem{{Field: "day", Value: text("day"), Reason: "phải là một ngày, ví dụ 20/11/2026"}}}
	}
	switch {
	case err != nil:
	case text("do") == "remove":
		what = "forgotten"
		_, err = gate.Remove(ctx, &o)
	default:
		_, err = gate.Put(ctx, &o)
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, done("/forecast/opinions", "opinion"+what, 0, 0))
	}
	refused, ok := errors.AsType[*registry.Error](err)
	switch {
	case ok && refused.Kind == registry.Invalid:
		return h.opinionsPage(c, http.StatusBadRequest, o, h.refusedOpinion(c, refused))
	case ok && refused.Kind == registry.Stale:
		return h.opinionsPage(c, http.StatusConflict, o, refused.Message)
	}
	return err
}

// refusedOpinion names what cannot be, in the words of the form.
func (h *Forecast) refusedOpinion(c echo.Context, e *registry.Error) string {
	words := h.Site.page(c, "forecast", "opinion.title").Words
	var said []string
	for _, p := range e.Problems {
		said = append(said, words.T("opinion."+p.Field)+" “"+p.Value+"”: "+p.Reason)
	}
	return words.T("opinion.refused") + " " + strings.Join(said, "; ") + "."
}

// opinionRows are the opinions on a draft for its annex: those that name no kept forecast count for all.
func (h *Forecast) opinionRows(ctx context.Context, s *study, run registry.ForecastRunID) (rows []office.OpinionRow, err error) {
	all, err := h.Says.Opinions(ctx)
	for _, o := range all {
		if o.Run != 0 && o.Run != run {
			continue
		}
		r := s.opinionRow(o)
		document := o.Document
		if r.DayName != "" {
			document = strings.TrimSpace(document + " " + s.T("opinion.of", "Day", r.DayName))
		}
		rows = append(rows, office.OpinionRow{Whose: r.Whose, Document: document, Part: r.PartName, Text: o.Text, Answer: r.AnswerName, Reply: o.Reply})
	}
	return rows, err
}

// planYear says that the page tells of a year: the first, those of the aims, and the last.
func planYear(y forecast.Year) bool {
	return y.Year == office.PlanBegins || y.Year == office.PlanAim || y.Year == office.PlanEnds
}

// fundParts are the columns of what a year costs.
func fundParts(f office.Funds, e forecast.Effort) []float64 {
	all, city, others := f.Of(e)
	return []float64{all, city, others}
}

// moneyWords writes an amount without a fraction where it has none.
func moneyWords(w Words, x float64) string {
	if x == float64(int(x)) {
		return w.Number(int(x))
	}
	return w.Decimal(x)
}
