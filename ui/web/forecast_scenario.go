package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// forecastForm is what a reader asks of the page, as sent: whom to look at, and a
// scenario to compare.
type forecastForm struct {
	Organisation, Field           string
	Sector, Ownership             string
	Recruit, Level, Train, Extend string
	Need, NeedYear                string
	Why                           bool // asks which assumption moves the answer most
	Names                         bool // the reader may read names
}

func readForecastForm(q url.Values) forecastForm {
	text := func(name string) string { return strings.TrimSpace(q.Get(name)) }
	return forecastForm{
		Organisation: text("organisation"), Field: text("field"), Sector: text("sector"), Ownership: text("ownership"), Recruit: text("recruit"), Level: text("level"),
		Train: text("train"), Extend: text("extend"), Need: text("need"), NeedYear: text("needyear"), Why: q.Has("why"),
	}
}

// address gives an address for whom the form looks at, of a field where one is given.
func (f forecastForm) address(path, field string) string {
	q := url.Values{}
	for name, value := range map[string]string{"field": field, "organisation": f.Organisation, "sector": f.Sector, "ownership": f.Ownership} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// people gives where the people of a field are shown: a search for who may read names, counts for others.
func (f forecastForm) people(field string) string {
	if f.Names {
		return f.address("/people", field)
	}
	return f.who(forecast.Which{Field: field})
}

// why gives the address of the same page that says which assumption counts most.
func (f forecastForm) why() string {
	address := f.address("/forecast", f.Field)
	if strings.Contains(address, "?") {
		return address + "&why=1#f-influences"
	}
	return address + "?why=1#f-influences"
}

// asks says that there is a scenario to compare.
func (f forecastForm) asks() bool {
	return f.Recruit+f.Train+f.Need != "" || f.Extend != "" && f.Extend != "0"
}

// total is the field whose sum the page shows.
func (f forecastForm) total() string {
	if f.Field == "" {
		return forecast.All
	}
	return f.Field
}

// scenario reads the form; what is no number is refused.
func (f forecastForm) scenario(base forecast.Scenario, name string, now time.Time) (forecast.Scenario, error) {
	s := base
	s.Name = name
	e := &registry.Error{Kind: registry.Invalid}
	number := func(name, text string) int {
		n, err := strconv.Atoi(text)
		if err != nil && text != "" {
			e.Problems = append(e.Problems, registry.Problem{Field: name, Value: text, Reason: "phải là số nguyên"})
		}
		return n
	}
	if n := number("recruit", f.Recruit); n != 0 {
		s.Recruit = []forecast.Recruit{{Field: f.Field, Level: f.Level, Count: n}}
	}
	if n := number("train", f.Train); n != 0 {
		s.Train = []forecast.Train{{Field: f.Field, Count: n, From: now.Year()}}
	}
	s.Extension = float64(number("extension", f.Extend)) / 100
	if n := number("need", f.Need); f.Need != "" {
		s.Targets = []forecast.Wanted{{Field: f.Field, Count: n, From: number("needyear", f.NeedYear)}}
	}
	if len(e.Problems) > 0 {
		return s, e
	}
	return s, s.Check(now)
}

// comparison is a scenario beside the present.
type comparison struct {
	Now, Then fanChart
	Rows      []comparedYear
	Alarms    []forecastAlarm
	Rules     []forecast.Assumption // what the scenario supposes otherwise
}

// comparedYear is one year of both.
type comparedYear struct{ Now, Then forecast.Year }

// compare reckons the scenario of the form and puts it beside the page's own. Where
// it is refused the page says why.
func (t *study) compare(ctx context.Context, h *Forecast, v *forecastView) (status int, refusal string, err error) {
	s, err := v.Form.scenario(t.base, t.T("forecast.scenario"), t.now)
	if err == nil {
		err = t.in.Check(s)
	}
	if refused, ok := errors.AsType[*registry.Error](err); ok {
		return http.StatusBadRequest, t.refusedScenario(refused), nil
	}
	p, err := t.look.Try(ctx, s, t.now)
	if err != nil {
		return 0, "", err
	}
	v.Kept = h.keep(ctx, t, s, p) != 0 && v.Kept
	years := noughts(p).Years
	for _, x := range p.Series {
		if x.Field == v.Form.total() && x.Level == forecast.All {
			years = x.Years
			v.Causes = append(v.Causes, t.causes(t.T("forecast.scenario"), x)...)
		}
	}
	plain := withNeed(v.All.Years, years)
	common := fanScale(plain, years)
	c := &comparison{
		Now: newFanChart(t.Words, common, plain, band80), Then: newFanChart(t.Words, common, years, band80),
		Alarms: t.alarms(p.Alarms, v.Form), Rules: otherwise(v.Assumptions, p.Assumptions),
	}
	for i, y := range years {
		if i%5 == 0 || i == len(years)-1 || i == 1 {
			c.Rows = append(c.Rows, comparedYear{plain[i], y})
		}
	}
	v.Other = c
	return http.StatusOK, "", nil
}

// withNeed holds the present against the need of the scenario.
func withNeed(years, other []forecast.Year) []forecast.Year {
	held := make([]forecast.Year, len(years))
	for i, y := range years {
		if y.Demand = other[i].Demand; y.Demand != nil {
			gap := *y.Demand - y.Headcount
			y.Gap = &gap
		}
		held[i] = y
	}
	return held
}

// otherwise gives the assumptions of a scenario that are not those of the present.
func otherwise(present, other []forecast.Assumption) []forecast.Assumption {
	known := map[forecast.Assumption]bool{}
	for _, a := range present {
		known[a] = true
	}
	var all []forecast.Assumption
	for _, a := range other {
		if !known[a] {
			all = append(all, a)
		}
	}
	return all
}

// refusedScenario names what cannot be reckoned, in the words of the form.
func (t teller) refusedScenario(e *registry.Error) string {
	var said []string
	for _, p := range e.Problems {
		name, _, _ := strings.Cut(p.Field, "[")
		if name == "targets" {
			name = "need"
		}
		said = append(said, t.T("forecast.ask."+name)+" “"+p.Value+"”: "+p.Reason)
	}
	return t.T("forecast.refused") + " " + strings.Join(said, "; ") + "."
}

// gapWords says thiếu, thừa or enough; "–" where nobody said what is needed.
func gapWords(w Words, y forecast.Year) string {
	switch {
	case y.Gap == nil:
		return "–"
	case *y.Gap > 0:
		return w.T("forecast.lack", "Count", *y.Gap)
	case *y.Gap < 0:
		return w.T("forecast.surplus", "Count", -*y.Gap)
	}
	return w.T("forecast.enough")
}

// needWords says how many are needed, "–" where nobody said.
func needWords(w Words, y forecast.Year) string {
	if y.Demand == nil {
		return "–"
	}
	return w.Number(*y.Demand)
}

// span80 writes the band: "1.180 – 1.240".
func span80(w Words, y forecast.Year) string { return w.Number(y.P10) + " – " + w.Number(y.P90) }

// lacking is the first year for which somebody said what is needed; false where none did.
func lacking(years []forecast.Year) (forecast.Year, bool) {
	for _, y := range years {
		if y.Gap != nil {
			return y, true
		}
	}
	return forecast.Year{}, false
}
