package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// invitationWays are how an invitation may have gone out.
var invitationWays = []string{"letter", "phone", "zalo", "email", "hand"}

// localMoment gives a moment as the browser's input of day and time takes it.
func localMoment(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(registry.Vietnam).Format("2006-01-02T15:04")
}

// meetingSaid says who came, and what they gave.
func meetingSaid(p Page, v panelView, i int) string {
	m := v.Meetings[i]
	if !m.Held {
		return p.T("panel.meeting.ahead")
	}
	members, present, enough := m.Quorum(v.Panel)
	said := p.T("panel.meeting.came", "Present", present, "Members", members)
	if !enough {
		said += " " + p.T("panel.meeting.few")
	}
	if mean, n := m.Average(); n > 0 {
		said += " " + p.T("panel.meeting.mean", "Mean", p.Decimal(mean), "Count", n)
	}
	names, counts := m.Votes()
	for i, name := range names {
		said += " " + p.T("panel.meeting.votes", "Vote", name, "Count", counts[i])
	}
	return said
}

// partsOf gives what a sheet gave by the criteria, as they are typed.
func partsOf(p Page, m registry.Meeting, seat int) string {
	s, _ := scoreOf(m, seat)
	return joined(" + ", each(s.Parts, p.points)...)
}

func cameTo(m registry.Meeting, seat int) bool { return slices.Contains(m.Present, seat) }

func scoreOf(m registry.Meeting, seat int) (registry.Score, bool) {
	i := slices.IndexFunc(m.Scores, func(s registry.Score) bool { return s.Seat == seat })
	if i < 0 {
		return registry.Score{}, false
	}
	return m.Scores[i], true
}

func pointsOf(p Page, m registry.Meeting, seat int) string {
	s, given := scoreOf(m, seat)
	if !given {
		return ""
	}
	return p.points(s.Points)
}

// points gives a figure as it was typed, without zeros behind it.
func (p Page) points(n float64) string {
	text := strconv.FormatFloat(n, 'f', -1, 64)
	if p.Lang == Vietnamese {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// votes are what a sheet on line may say.
var votes = []string{"pass", "amend", "fail"}

// partOf gives the points of one criterion as they are typed; "" where none were given.
func partOf(p Page, m registry.Meeting, seat, part int) string {
	s, _ := scoreOf(m, seat)
	if part >= len(s.Parts) {
		return ""
	}
	return p.points(s.Parts[part])
}

func noteOf(m registry.Meeting, seat int) string {
	s, _ := scoreOf(m, seat)
	return s.Note
}

func voteOf(m registry.Meeting, seat int) string {
	s, _ := scoreOf(m, seat)
	return s.Vote
}

// meet reads a meeting: when and where, who came, what they gave, what was concluded. Sheets
// that members sent on line stay as they were sent unless other points were typed.
func (h *Panels) meet(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	m := registry.Meeting{Room: f.FormValue("room"), Agenda: f.FormValue("agenda"), Minutes: f.FormValue("minutes"), Held: f.FormValue("held") == "yes", Open: f.FormValue("open") == "yes"}
	if at, err := time.ParseInLocation("2006-01-02T15:04", f.FormValue("at"), registry.Vietnam); err == nil {
		m.At = at.UTC()
	}
	n := int(number(f.FormValue("meeting")))
	p, err := h.Store.Panel(ctx, f.id)
	if err != nil {
		return registry.Receipt{}, err
	}
	var before registry.Meeting
	if n < len(p.Meetings) {
		before = p.Meetings[n]
	}
	for _, text := range f.Request().PostForm["present"] {
		i := int(number(text))
		m.Present = append(m.Present, i)
		if s, given := f.typedScore(i, text, before); given {
			m.Scores = append(m.Scores, s)
		}
	}
	return h.gate().Meet(ctx, f.id, f.seen, n, m)
}

// typedScore reads what was typed of one member's sheet; false where nothing was.
func (f *panelForm) typedScore(seat int, text string, before registry.Meeting) (registry.Score, bool) {
	points, vote := strings.TrimSpace(f.FormValue("points-"+text)), strings.TrimSpace(f.FormValue("vote-"+text))
	if points == "" && vote == "" {
		return registry.Score{}, false
	}
	s := registry.Score{Seat: seat, Points: typedPoints(points), Vote: vote}
	if old, sent := scoreOf(before, seat); sent && old.Points == s.Points {
		old.Vote = vote
		return old, true
	}
	return s, true
}

// typedPoints reads points; what is none is below zero, so that it is refused with the rest.
func typedPoints(text string) float64 {
	n, err := strconv.ParseFloat(cmp.Or(strings.Replace(strings.TrimSpace(text), ",", ".", 1), "0"), 64)
	if err != nil {
		return -1
	}
	return n
}

// setCriteria reads the lines of the scoring sheets: "Tính mới: 30", each on its line.
func (h *Panels) setCriteria(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	var all []registry.Criterion
	for _, line := range lines(f.FormValue("criteria")) {
		at := max(strings.LastIndexAny(line, ":|"), 0)
		name, most := line, "-1"
		if at > 0 {
			name, most = strings.TrimSpace(line[:at]), line[at+1:]
		}
		all = append(all, registry.Criterion{Name: name, Most: typedPoints(most)})
	}
	return h.gate().SetCriteria(ctx, f.id, f.seen, all)
}

// criteriaText gives the criteria as they are typed.
func criteriaText(p Page, all []registry.Criterion) string {
	return strings.Join(each(all, func(c registry.Criterion) string { return c.Name + ": " + p.points(c.Most) }), "\n")
}

// Attach serves POST /panels/:id/files: a paper for a meeting.
func (h *Panels) Attach(c echo.Context) error {
	name, content, err := formFile(c, "file")
	if err != nil {
		return err
	}
	_, err = h.gate().AttachPaper(c.Request().Context(), panelID(c), number(c.FormValue("version")), int(number(c.FormValue("meeting"))), name, content)
	return h.stepped(c, err)
}

// stepped leads back to the panel, or shows it with what was refused.
func (h *Panels) stepped(c echo.Context, err error) error {
	e, ok := errors.AsType[*registry.Error](err)
	if ok && slices.Contains([]registry.Kind{registry.Invalid, registry.Conflict, registry.Stale, registry.TooLarge}, e.Kind) {
		return h.show(c, e)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(panelAddress(panelID(c)), "panelled", 0, 0))
}

// File serves GET /panels/:id/files/:number.
func (h *Panels) File(c echo.Context) error {
	told, content, err := h.gate().File(c.Request().Context(), panelID(c), int(number(c.Param("number"))))
	if err != nil {
		return err
	}
	kind := "application/octet-stream"
	if bytes.HasPrefix(content, []byte("%PDF-")) {
		kind = "application/pdf"
	}
	return attach(c, told.File, kind, content)
}

// SendScore serves POST /panels/mine/scores: the sheet that a member fills in.
func (h *Panels) SendScore(c echo.Context) error {
	s := registry.Score{Vote: strings.TrimSpace(c.FormValue("vote")), Note: strings.TrimSpace(c.FormValue("note")), Points: typedPoints(c.FormValue("points"))}
	form, err := c.FormParams()
	if err != nil {
		return err
	}
	if parts := form["part"]; len(parts) > 0 {
		s.Points = 0
		for _, text := range parts {
			s.Parts = append(s.Parts, typedPoints(text))
			s.Points += typedPoints(text)
		}
	}
	if _, err := h.gate().SendScore(c.Request().Context(), registry.PanelID(number(c.FormValue("panel"))), int(number(c.FormValue("meeting"))), s); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/panels/mine", "panelled", 0, 0))
}
