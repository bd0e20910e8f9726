package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// mostNames is how many names the page lists.
const mostNames = 200

// whoView is who stands behind a figure: names for those who may read them, counts for everybody else.
type whoView struct {
	Form  forecastForm
	About string
	Names []whoName
	More  int  // beyond those listed
	Named bool // the reader may read names
	Ages  crossView
	Level crossView
}

type whoName struct{ Name, Unit, Href string }

// crossView is a table of counts in which small ones are hidden.
type crossView struct {
	Columns []string
	Rows    []crossRow
	Hides   bool
}

type crossRow struct {
	Label string
	Cells []registry.Cell
}

// who gives the address of who stands behind a figure.
func (f forecastForm) who(w forecast.Which) string {
	q := url.Values{}
	for name, value := range map[string]string{"level": w.Level, "part": string(w.Part), "from": monthText(w.From), "until": monthText(w.Until)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	address := f.address("/forecast/who", w.Field)
	if len(q) == 0 {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + q.Encode()
	}
	return address + "?" + q.Encode()
}

func monthText(d registry.Date) string {
	if d.IsZero() {
		return ""
	}
	return registry.Date{Year: d.Year, Month: d.Month}.String()
}

func readWhich(q url.Values) (w forecast.Which, err error) {
	w = forecast.Which{Field: q.Get("field"), Level: q.Get("level"), Part: forecast.Part(q.Get("part"))}
	for name, into := range map[string]*registry.Date{"from": &w.From, "until": &w.Until} {
		if text := q.Get(name); text != "" {
			if *into, err = registry.ParseDate(text); err != nil || into.Month == 0 {
				return w, registry.Errorf(registry.NotFound, "Không có tháng %q. Hãy chọn tháng từ bảng nghỉ hưu.", text)
			}
		}
	}
	if w.Part != "" && w.Part != forecast.PartLeaving && w.Part != forecast.PartReady {
		return w, registry.Errorf(registry.NotFound, "Không có nhóm %q. Hãy chọn từ bảng kế cận.", w.Part)
	}
	return w, nil
}

// Who serves GET /forecast/who?field=…&level=…&part=…&from=2027-05&until=2027-05.
func (h *Forecast) Who(c echo.Context) error {
	s, err := h.study(c, "forecast.who.title")
	if err != nil {
		return err
	}
	w, err := readWhich(c.QueryParams())
	if err != nil {
		return err
	}
	if _, known := s.ref.Code(registry.SchemeField, w.Field); !known && w.Field != "" {
		return registry.Errorf(registry.NotFound, "Không có lĩnh vực mang mã %q. Hãy chọn lĩnh vực từ bảng dự báo.", w.Field)
	}
	v := whoView{Form: s.form, About: s.about(w), Named: s.page.May(registry.ReadPeople)}
	crowd := s.in.Count(w)
	v.Ages, v.Level = s.agesOf(crowd), s.levelsOf(crowd)
	if v.Named {
		err = v.name(c.Request().Context(), h.People, s, s.in.Who(w))
	}
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, whoPage(s.page, v))
}

// about says in a sentence whom the page is about.
func (s *study) about(w forecast.Which) string {
	parts := []string{s.whose(s.base), s.fieldWords(w.Field)}
	if w.Level != "" && w.Level != forecast.All {
		parts = append(parts, s.successionLevel(w.Level))
	}
	if w.Part != "" {
		parts = append(parts, s.T("forecast.who."+string(w.Part)))
	}
	switch {
	case !w.From.IsZero() && w.From == w.Until:
		parts = append(parts, s.T("forecast.who.month", "Month", s.Date(w.From)))
	case !w.From.IsZero() || !w.Until.IsZero():
		parts = append(parts, s.T("forecast.who.months", "From", s.Date(w.From), "Until", s.Date(w.Until)))
	}
	return strings.Join(parts, "; ")
}

// name lists who they are, as the reader may see them.
func (v *whoView) name(ctx context.Context, store registry.PersonReader, s *study, ids []registry.PersonID) error {
	v.More = max(len(ids)-mostNames, 0)
	people, err := registry.VisiblePeople(ctx, store, ids[:len(ids)-v.More])
	if err != nil {
		return err
	}
	for _, p := range people {
		v.Names = append(v.Names, whoName{p.Name.Full, s.workplace(p), personAddress(p.ID)})
	}
	return nil
}

// workplace names the unit and the employer of somebody's main post.
func (s *study) workplace(p *registry.Person) string {
	if len(p.Positions) == 0 {
		return ""
	}
	q := p.Positions[0]
	var parts []string
	for _, id := range []registry.OrganisationID{q.Unit, q.Organisation} {
		if id != 0 {
			parts = append(parts, s.ref.OrganisationName(id))
		}
	}
	return strings.Join(parts, ", ")
}

// agesOf is the table of ages and sexes.
func (s *study) agesOf(c forecast.Crowd) crossView {
	counts := make([][]int, len(c.Ages))
	for i := range c.Ages {
		counts[i] = c.Ages[i][:]
	}
	labels := []string{s.T("forecast.ages.young", "To", forecast.AgeGroups[1]-1)}
	for i := 1; i < len(forecast.AgeGroups); i++ {
		if i+1 == len(forecast.AgeGroups) {
			labels = append(labels, s.T("forecast.ages.old", "From", forecast.AgeGroups[i]))
		} else {
			labels = append(labels, s.T("forecast.ages", "From", forecast.AgeGroups[i], "To", forecast.AgeGroups[i+1]-1))
		}
	}
	return s.cross(counts, labels, []string{s.T("sex.male"), s.T("sex.female"), s.T("forecast.nosex")})
}

// levelsOf is the table of levels.
func (s *study) levelsOf(c forecast.Crowd) crossView {
	var counts [][]int
	var labels []string
	for i, level := range s.in.Levels {
		if c.Levels[i] > 0 {
			counts, labels = append(counts, []int{c.Levels[i]}), append(labels, s.level(level))
		}
	}
	return s.cross(counts, labels, []string{s.T("forecast.month.people")})
}

// cross hides what small counts would tell; who may read names may read counts.
func (s *study) cross(counts [][]int, labels, columns []string) crossView {
	v := crossView{}
	if len(counts) == 0 {
		return v
	}
	least := registry.LeastGroup
	if s.page.May(registry.ReadPeople) {
		least = 0
	}
	single := len(columns) == 1
	if v.Columns = columns; !single {
		v.Columns = append(columns, s.T("forecast.sum"))
	}
	for i, cells := range registry.Suppress(counts, least) {
		row := crossRow{Label: s.T("forecast.sum"), Cells: cells}
		if i < len(labels) {
			row.Label = labels[i]
		}
		if single {
			row.Cells = cells[:1]
		}
		for _, cell := range row.Cells {
			v.Hides = v.Hides || cell.Hidden
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// cellWords writes a count, or that it is fewer than are told.
func cellWords(w Words, c registry.Cell) string {
	if c.Hidden {
		return w.T("forecast.who.few")
	}
	return w.Number(c.N)
}

func leastWords() string { return strconv.Itoa(registry.LeastGroup) }
