package web

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// unsavedView is what somebody sent about a panel that another changed meanwhile, beside
// what happened since they opened it.
type unsavedView struct {
	Sent  []option // what was sent and not written
	Since []string // what others did, the latest first
}

// unsavedLeft are the inputs of a form that nobody typed.
var unsavedLeft = []string{"version", "do", "key", "csrf"}

// unsaved tells what the form held, and what was done since its version.
func (h *Panels) unsaved(c echo.Context, t teller, p *registry.Panel) (*unsavedView, error) {
	v := &unsavedView{}
	form, err := c.FormParams()
	if err != nil {
		return nil, err
	}
	for name, values := range form {
		text := joined("; ", values...)
		if text != "" && !slices.Contains(unsavedLeft, name) {
			v.Sent = append(v.Sent, option{Label: t.sentName(name), Value: text})
		}
	}
	slices.SortFunc(v.Sent, func(a, b option) int { return strings.Compare(a.Label, b.Label) })
	entries, err := h.Store.EntriesOf(c.Request().Context(), registry.Subject{Kind: registry.SubjectPanel, ID: int64(p.ID)})
	if err != nil {
		return nil, err
	}
	seen := number(c.FormValue("version"))
	for _, e := range slices.Backward(entries) {
		if e.Version > seen {
			v.Since = append(v.Since, joined(" · ", t.Moment(e.At), e.Actor, e.Reason))
		}
	}
	return v, nil
}

// sentName names an input of the forms of a panel as its label does.
func (t teller) sentName(name string) string {
	name, _, _ = strings.Cut(name, "-")
	for _, key := range []string{"panel.sent." + name, "panel." + name, "panel.meeting." + name} {
		if said := t.T(key); said != key {
			return said
		}
	}
	return name
}
