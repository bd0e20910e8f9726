package web

import (
	"math"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// forecastPages are the pages about the years ahead, in the order of their tabs.
var forecastPages = []struct{ path, name string }{
	{"/forecast", "years"}, {"/forecast/options", "options"}, {"/forecast/balance", "balance"}, {"/forecast/structure", "structure"}, {"/forecast/needs", "needs"}, {"/forecast/runs", "runs"}, {"/forecast/plan", "plan"},
}

// Balance serves GET /forecast/balance?field=…: how the fields stand against each
// other, where they are concentrated, and who could follow.
func (h *Forecast) Balance(c echo.Context) error {
	s, err := h.study(c, "forecast.balance.title")
	if err != nil {
		return err
	}
	p, err := s.look.Try(c.Request().Context(), s.base, s.now)
	if err != nil {
		return err
	}
	view, err := s.balance(forecast.BalanceOf(s.in, p))
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, balancePage(s.page, view))
}

// balanceView is a Balance as a page shows it.
type balanceView struct {
	Heading    string
	Up         string
	Whom       whom
	Form       forecastForm
	Rows       []heatRow // the sum of the page first
	Thresholds []forecast.Threshold
	Fewest     int
	Succession []successionRow
	Spread     []spreadRow
}

// heatRow is one field of the heat map.
type heatRow struct {
	Label, Drill, Find string
	Cells              []heatCell
}

// heatCell is an indicator in words; Class tells its grade to the style sheet, Word to
// everybody.
type heatCell struct{ Text, Class, Word string }

type successionRow struct {
	Label, Level string
	forecast.Succession
}

// spreadRow says where a field is concentrated.
type spreadRow struct {
	Label, Main   string
	Organisations int
	Share, Spread string
}

func (s *study) balance(b forecast.Balance) (v balanceView, err error) {
	v = balanceView{Whom: s.whom("/forecast/balance", s.form), Form: s.form, Thresholds: b.Thresholds, Fewest: b.Fewest}
	if v.Heading, v.Up, err = s.heading(s.form, "/forecast/balance"); err != nil {
		return v, err
	}
	shown := func(field string) bool { return field == s.form.total() || s.under(field, s.form.Field) }
	for _, f := range b.Fields {
		if shown(f.Field) {
			v.Rows = append(v.Rows, s.heatRow(f))
			v.Spread = append(v.Spread, s.spreadRow(f))
		}
	}
	for _, x := range b.Succession {
		if shown(x.Field) {
			v.Succession = append(v.Succession, successionRow{s.fieldLabel(x.Field), s.successionLevel(x.Level), x})
		}
	}
	slices.SortStableFunc(v.Succession, func(a, b successionRow) int { return b.Short() - a.Short() })
	return v, nil
}

// fieldLabel names a field of the page.
func (s *study) fieldLabel(field string) string {
	switch field {
	case s.form.total():
		return s.T("forecast.sum")
	case "":
		return s.T("forecast.nofield")
	}
	return s.codeName(registry.SchemeField, field)
}

func (s *study) successionLevel(level string) string {
	if level == forecast.Leading {
		return s.T("forecast.leading")
	}
	return s.level(level)
}

func (s *study) heatRow(f forecast.FieldBalance) heatRow {
	r := heatRow{Label: s.fieldLabel(f.Field)}
	if f.Field != s.form.total() && f.Field != "" {
		r.Find = s.form.people(f.Field)
		if len(s.ref.FieldPath(f.Field)) == 1 {
			r.Drill = s.form.address("/forecast/balance", f.Field)
		}
	}
	for _, i := range forecast.Indicators {
		m := f.Measures[i]
		cell := heatCell{Text: "–"}
		if m.Known {
			cell = heatCell{Text: s.indicator(i, m.Value), Class: gradeClasses[m.Grade]}
		}
		if m.Grade == forecast.Watch || m.Grade == forecast.Bad {
			cell.Word = s.T("forecast.grade." + cell.Class)
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

var gradeClasses = map[forecast.Grade]string{forecast.Good: "good", forecast.Watch: "warn", forecast.Bad: "bad"}

// indicator writes a value: people as they are, a decline as what it does to the
// number, shares as such.
func (s *study) indicator(i forecast.Indicator, value float64) string {
	switch whole := int(math.Round(value)); {
	case i == forecast.Heads:
		return s.Number(whole)
	case i == forecast.Decline && whole < 0:
		return "+" + s.Number(-whole) + " %"
	case i == forecast.Decline:
		return s.Number(-whole) + " %"
	default:
		return s.Number(whole) + " %"
	}
}

func (s *study) spreadRow(f forecast.FieldBalance) spreadRow {
	r := spreadRow{Label: s.fieldLabel(f.Field), Organisations: f.Organisations, Share: "–", Spread: "–"}
	if m := f.Measures[forecast.Largest]; m.Known {
		r.Main, r.Share, r.Spread = s.ref.OrganisationName(f.Main), s.indicator(forecast.Largest, m.Value), s.Decimal(f.Spread*100)
	}
	return r
}

// limitWords says where an indicator begins to be worth a warning: "dưới 20", "trên 35".
func limitWords(w Words, t forecast.Threshold, limit float64) string {
	if t.Bad > t.Watch {
		return w.T("forecast.above", "Limit", w.Number(int(limit)))
	}
	return w.T("forecast.below", "Limit", w.Number(int(limit)))
}
