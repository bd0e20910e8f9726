package web

import (
	"cmp"
	"context"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/selection"
)

// succeed prepares that the holder of a seat leaves, with or without somebody in their place.
func (h *Panels) succeed(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	var to registry.Seat
	if err := f.holder(&to); err != nil {
		return registry.Receipt{}, err
	}
	return h.gate().Replace(ctx, f.id, f.seen, f.seat, &to)
}

func (h *Panels) join(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	in := registry.Seat{Name: cmp.Or(f.FormValue("seatname"), selection.PlainSeat)}
	if err := f.holder(&in); err != nil {
		return registry.Receipt{}, err
	}
	return h.gate().Join(ctx, f.id, f.seen, in)
}

func (h *Panels) evaluate(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	return h.gate().Evaluate(ctx, f.id, f.seen, f.seat, f.FormValue("mark"), f.FormValue("note"))
}

// Later serves POST /panels/:id/later: a later decision, which changes the members or
// dissolves the panel.
func (h *Panels) Later(c echo.Context) error {
	on, _ := readDate(c.FormValue("date")) // what is no day is refused with the rest
	d := registry.Decision{Number: c.FormValue("number"), Date: on, By: c.FormValue("by")}
	name, content, err := formFile(c, "file")
	if err != nil {
		return err
	}
	ctx, id, seen := c.Request().Context(), panelID(c), number(c.FormValue("version"))
	if c.FormValue("what") == "dissolve" {
		_, err = h.gate().Dissolve(ctx, id, seen, d, c.FormValue("result"), name, content)
	} else {
		_, err = h.gate().Reform(ctx, id, seen, d, name, content)
	}
	return h.stepped(c, err)
}

// laterFile gives the number of the file of a later decision; 0 where it is gone.
func (v panelView) laterFile(later int) int {
	for i, f := range v.Files {
		if f.Decision == later+1 && !f.Gone {
			return i + 1
		}
	}
	return 0
}

// judged says that the members' work can be judged: the panel has met, or ended.
func (v panelView) judged() bool {
	return v.State == registry.PanelClosed || v.State == registry.PanelSigned && slices.ContainsFunc(v.Meetings, func(m registry.Meeting) bool { return m.Held })
}
