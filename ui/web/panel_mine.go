package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// meetingLine is one meeting of the calendar.
type meetingLine struct {
	Href, Panel, Room string
	At                time.Time
	Held              bool
}

// recentMeetings is how long ago a meeting may be to stand in the calendar.
const recentMeetings = 30 * 24 * time.Hour

// calendar gives the meetings to come and those of the last month, the earliest first.
func (h *Panels) calendar(all []registry.Panel) (lines []meetingLine) {
	since := h.Now().Add(-recentMeetings)
	for _, p := range all {
		for _, m := range p.Meetings {
			if m.At.After(since) {
				lines = append(lines, meetingLine{panelAddress(p.ID), p.Name, m.Room, m.At, m.Held})
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b meetingLine) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
	return lines
}

// mineView is a panel as a member of it sees it: their own seat, and when it meets.
type mineView struct {
	*registry.Panel
	Seat     registry.Seat
	Place    int // of the seat
	State    string
	Open     bool // the member may still say something
	Meetings []meetingLine
}

// Mine serves GET /panels/mine: the panels on which the reader has a seat.
func (h *Panels) Mine(c echo.Context) error {
	ctx := c.Request().Context()
	who := registry.ActorOf(ctx).Person
	page := h.Site.page(c, "panels", "mypanels.title")
	var mine []mineView
	if who != 0 {
		all, err := h.Store.PanelsOf(ctx, who)
		if err != nil {
			return err
		}
		for i := range all {
			p := &all[i]
			if at := p.SeatOf(who); at >= 0 {
				open := p.State != registry.PanelClosed && p.State != registry.PanelDropped
				mine = append(mine, mineView{p, p.Seats[at], at, page.T("panel.state." + string(p.State)), open, h.calendar(all[i : i+1])})
			}
		}
	}
	return h.Site.render(c, http.StatusOK, minePage(page, mine))
}

// Declare serves POST /panels/mine: what a member says of their own conflicts.
func (h *Panels) Declare(c echo.Context) error {
	_, err := h.gate().Declare(c.Request().Context(), registry.PanelID(number(c.FormValue("panel"))), registry.CommitmentAnswer(c.FormValue("commitment")), c.FormValue("note"))
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/panels/mine", "panelled", 0, 0))
}
