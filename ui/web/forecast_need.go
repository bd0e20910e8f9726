package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// NeedStore is what the page of needs reads and writes through its gate.
type NeedStore interface {
	registry.Committer
	registry.ReferenceReader
	registry.NeedReader
}

// needsView is the page on which organisations say whom they need.
type needsView struct {
	Rows      []needRow
	Employers []option // for whom the actor may speak
	Fields    []option
	Levels    []option
	Years     []int
	Asked     registry.Need
	Refusal   string
}

// needRow is a need beside who is there today.
type needRow struct {
	registry.Need
	Whose, FieldName, LevelName string
	Now                         int
	Gap                         string
}

// Needs serves GET /forecast/needs.
func (h *Forecast) Needs(c echo.Context) error {
	return h.needsPage(c, http.StatusOK, registry.Need{}, "")
}

func (h *Forecast) needsPage(c echo.Context, status int, asked registry.Need, refusal string) error {
	ctx := c.Request().Context()
	p := h.Site.page(c, "forecast", "forecast.needs.title")
	now := h.Now().In(registry.Vietnam)
	look, err := h.Desk.Look(ctx, forecast.Scenario{Runs: pageRuns}, registry.DateOf(now))
	if err != nil {
		return err
	}
	ref, err := h.Wants.Reference(ctx)
	if err != nil {
		return err
	}
	all, err := h.Wants.Needs(ctx)
	if err != nil {
		return err
	}
	t := teller{p.Words, ref}
	v := needsView{Asked: asked, Refusal: refusal, Fields: t.needFields(asked.Field), Levels: t.needLevels(asked.Level)}
	actor := registry.ActorOf(ctx)
	for _, o := range t.employers(organisationValue(asked.Organisation)) {
		if actor.MayState(registry.OrganisationID(number(o.Value))) {
			v.Employers = append(v.Employers, o)
		}
	}
	for year := now.Year(); year <= now.Year()+forecast.DefaultYears; year++ {
		v.Years = append(v.Years, year)
	}
	for _, n := range all {
		if actor.MayState(n.Organisation) {
			v.Rows = append(v.Rows, t.needRow(n, look.In.Now(n)))
		}
	}
	return h.Site.render(c, status, needsPage(p, v))
}

func (t teller) needRow(n registry.Need, now int) needRow {
	r := needRow{Need: n, Whose: t.ref.OrganisationName(n.Organisation), FieldName: t.T("forecast.all"), LevelName: t.T("forecast.everylevel"), Now: now}
	if n.Field != "" {
		r.FieldName = t.codeName(registry.SchemeField, n.Field)
	}
	if n.Level != "" {
		r.LevelName = t.level(n.Level)
	}
	gap := n.People - now
	r.Gap = gapWords(t.Words, forecast.Year{Gap: &gap})
	return r
}

// needFields are the fields a need may be of, each under its area.
func (t teller) needFields(chosen string) (all []option) {
	for _, c := range t.ref.Codes(registry.SchemeField) {
		if depth := len(t.ref.FieldPath(c.Code)); depth == 1 || depth == 2 {
			all = append(all, option{Value: c.Code, Label: strings.Repeat("— ", depth-1) + t.codeName(registry.SchemeField, c.Code), On: c.Code == chosen})
		}
	}
	slices.SortFunc(all, func(a, b option) int { return strings.Compare(a.Value, b.Value) })
	return all
}

func (t teller) needLevels(chosen string) (all []option) {
	for _, code := range []string{"GS", "PGS", "TS", "ThS"} {
		all = append(all, option{Value: code, Label: t.level(code), On: code == chosen})
	}
	return all
}

// SayNeed serves POST /forecast/needs: a need is added, its number changed, or it is taken out.
func (h *Forecast) SayNeed(c echo.Context) error {
	ctx := c.Request().Context()
	r := formNumbers{}
	n := registry.Need{ID: registry.NeedID(number(c.FormValue("id"))), Version: number(c.FormValue("version")), Organisation: registry.OrganisationID(number(c.FormValue("organisation"))),
		Field: c.FormValue("field"), Level: c.FormValue("level"), Year: r.whole("year", c.FormValue("year")), People: r.whole("people", strings.TrimSpace(c.FormValue("people")))}
	gate := registry.Needs{Store: h.Wants}
	what, err := "kept", error(nil)
	switch {
	case c.FormValue("do") == "remove":
		what = "forgotten"
		_, err = gate.Remove(ctx, &n)
	case len(r.problems) > 0 || strings.TrimSpace(c.FormValue("people")) == "":
		err = &registry.Error{Kind: registry.Invalid, Problems: append(r.problems, registry.Problem{Field: "people", Value: c.FormValue("people"), Reason: "phải là số nguyên"})[:1]}
	default:
		_, err = gate.Put(ctx, &n, h.Now().In(registry.Vietnam).Year())
	}
	if err == nil {
		return c.Redirect(http.StatusSeeOther, done("/forecast/needs", "need"+what, 0, 0))
	}
	refused, ok := errors.AsType[*registry.Error](err)
	switch {
	case ok && refused.Kind == registry.Invalid:
		return h.needsPage(c, http.StatusBadRequest, n, h.refusedNeed(c, refused))
	case ok && refused.Kind == registry.Conflict:
		return h.needsPage(c, http.StatusConflict, n, refused.Message)
	}
	return err
}

// refusedNeed names what cannot be, in the words of the form.
func (h *Forecast) refusedNeed(c echo.Context, e *registry.Error) string {
	words := h.Site.page(c, "forecast", "forecast.needs.title").Words
	var said []string
	for _, p := range e.Problems {
		said = append(said, words.T("forecast.needs."+p.Field)+" “"+p.Value+"”: "+p.Reason)
	}
	return words.T("forecast.needs.refused") + " " + strings.Join(said, "; ") + "."
}

// needPeople is the number typed before, "" where nothing was.
func needPeople(n registry.Need) string {
	if n.Year == 0 {
		return ""
	}
	return strconv.Itoa(n.People)
}

func needValue(n int64) string { return strconv.FormatInt(n, 10) }
