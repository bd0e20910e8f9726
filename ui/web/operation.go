package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Condition is how the server and what it keeps are doing.
type Condition struct {
	Filling       bool // the index is being built; people may be missing from searches
	Lag           int64
	Writable      bool
	Log           int64 // bytes that wait in the database's log
	Unclean       int   // erased people who may have left something in a file
	BackedUp      bool  // backups are made by themselves
	Backup        time.Time
	BackupFailing bool
}

// Operations serves the page on which an administrator sees whether all is well, and the
// numbers that sessions and keeping go by.
type Operations struct {
	Site   *Site
	Look   func(ctx context.Context) (Condition, error)
	Policy *registry.SignInPolicy
}

// statusLine is one thing looked at.
type statusLine struct{ Label, Value, Todo string }

// operationView is the page.
type operationView struct{ Health, Rules, Kept []statusLine }

// Show serves GET /operation.
func (h *Operations) Show(c echo.Context) error {
	now, err := h.Look(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "operation.title")
	return h.Site.render(c, http.StatusOK, operationPage(page, operationView{page.health(now), page.rules(h.Policy), page.kept()}))
}

// health puts the condition in words, each with what to do where it is not well.
func (p Page) health(c Condition) []statusLine {
	line := func(id, value string, bad bool) statusLine {
		l := statusLine{Label: p.T("operation." + id), Value: value}
		if bad {
			l.Todo = p.T("operation." + id + ".todo")
		}
		return l
	}
	index := p.T("operation.index.lag", "N", int(c.Lag))
	if c.Filling {
		index = p.T("operation.index.filling")
	} else if c.Lag == 0 {
		index = p.T("operation.index.whole")
	}
	backup, missing := p.Moment(c.Backup), c.BackupFailing || !c.BackedUp || c.Backup.IsZero()
	switch {
	case !c.BackedUp:
		backup = p.T("operation.backup.off")
	case c.Backup.IsZero():
		backup = p.T("operation.backup.never")
	}
	return []statusLine{
		line("index", index, c.Filling), line("disk", p.T("form.yes."+yesNo(c.Writable)), !c.Writable), line("log", p.T("operation.log.kb", "N", int(c.Log/1024)), false),
		line("unclean", p.Number(c.Unclean), c.Unclean > 0), line("backup", backup, missing),
	}
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// rules are the numbers that signing in goes by.
func (p Page) rules(s *registry.SignInPolicy) []statusLine {
	minutes := func(d time.Duration) string { return p.T("operation.minutes", "N", int(d.Minutes())) }
	days := func(d time.Duration) string { return p.T("operation.days", "N", int(d.Hours()/24)) }
	lines := []statusLine{
		{Label: p.T("operation.idle"), Value: minutes(s.Idle)}, {Label: p.T("operation.adminidle"), Value: minutes(s.AdminIdle)},
		{Label: p.T("operation.longest"), Value: minutes(s.Longest)}, {Label: p.T("operation.tries"), Value: p.Number(s.Tries)},
		{Label: p.T("operation.lock"), Value: minutes(s.Lock)}, {Label: p.T("operation.dormant"), Value: days(s.Dormant)},
	}
	if s.AdminPassword > 0 {
		lines = append(lines, statusLine{Label: p.T("operation.adminpassword"), Value: days(s.AdminPassword)})
	}
	return lines
}

// kept says how long what is kept, by the program's own bounds.
func (p Page) kept() []statusLine {
	days := func(d time.Duration) string { return p.T("operation.days", "N", int(d.Hours()/24)) }
	return []statusLine{
		{Label: p.T("operation.kept.trail"), Value: p.T("operation.kept.ever")},
		{Label: p.T("operation.kept.upload"), Value: p.T("operation.kept.read")},
		{Label: p.T("operation.kept.key"), Value: days(registry.KeyLife)},
		{Label: p.T("operation.kept.disclosure"), Value: p.T("operation.kept.until", "N", registry.MaxDisclosureDays)},
		{Label: p.T("operation.kept.erased"), Value: p.T("operation.kept.nothing")},
	}
}
