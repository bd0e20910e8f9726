package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// revertView shows what taking one change back will do.
type revertView struct {
	Name, Person  string
	What          string // the change
	When, Who     string
	Address, Back string
	Changes       []change
	Kept          []registry.Kept
	Possible      bool
	Version       int64  // of the state that is shown
	Whole         string // id of a text: the whole record goes or comes; "" where values change
}

// ShowRevert serves GET /people/:id/history/:seq.
func (h *Merge) ShowRevert(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	plan, err := registry.PlanRevert(ctx, h.Store, id, registry.Seq(number(c.Param("seq"))))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	shown := plan.Before
	if shown == nil {
		shown = plan.After
	}
	page := h.Site.page(c, "search", "revert.title", "Name", shown.Name.Full)
	t := teller{page.Words, ref}
	view := revertView{
		Name: shown.Name.Full, Person: id.Public(), What: t.T("action." + string(plan.Entry.Action)), When: t.Moment(plan.Entry.At), Who: plan.Entry.Actor,
		Address: personAddress(id) + "/history/" + c.Param("seq"), Back: personAddress(id), Kept: plan.Kept, Possible: plan.Possible(), Version: plan.Version(),
	}
	switch {
	case !plan.Possible():
	case plan.Before == nil:
		view.Whole, view.Back = "revert.comes", "/people"
	case plan.After == nil:
		view.Whole = "revert.goes"
	default:
		view.Changes = changes(t, plan.Before, plan.After)
	}
	return h.Site.render(c, http.StatusOK, revertPage(page, view))
}

// Revert serves POST /people/:id/history/:seq.
func (h *Merge) Revert(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	_, receipt, err := h.gate().Revert(ctx, h.Store, id, registry.Seq(number(c.Param("seq"))), seen(c, "version")...)
	if receipt, err = registry.Again(ctx, h.gate(), receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	back := personAddress(id)
	if _, err := registry.VisiblePerson(ctx, h.Store, id); registry.KindOf(err) == registry.NotFound {
		back = "/people" // the record was what was taken back
	} else if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(back, "reverted", int64(receipt.Last), int(id)))
}
