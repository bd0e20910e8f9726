package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Secrets serves the citizen number of people: recorded, opened for a purpose, looked
// for. It stands in no address, no notice and no form that is shown again.
type Secrets struct {
	Site *Site
	Gate registry.Secrets
}

// secretView is the citizen number of one person.
type secretView struct {
	Name, Person, Back string
	Kept               bool
	Version            int64  // of the number, guards against two who write at once
	Value              string // just opened, "" before
	Purpose            string // as sent with an opening that was refused
	Refused            string // what was refused: "open", "keep"
}

func secretAddress(id registry.PersonID) string { return personAddress(id) + "/restricted" }

// Show serves GET /people/:id/restricted: whether a number is kept, and what can be
// done about it.
func (h *Secrets) Show(c echo.Context) error { return h.show(c, secretView{}, nil) }

// show fills in whose number it is; cause says why something was refused.
func (h *Secrets) show(c echo.Context, v secretView, cause *registry.Error) error {
	ctx := c.Request().Context()
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	p, err := registry.VisiblePerson(ctx, h.Gate.Store, id)
	if err != nil {
		return err
	}
	if v.Kept, err = h.Gate.Kept(ctx, p.ID, registry.Citizen); err != nil {
		return err
	}
	if v.Version, err = h.Gate.Version(ctx, p.ID, registry.Citizen); err != nil {
		return err
	}
	v.Name, v.Person, v.Back = p.Name.Full, p.ID.Public(), personAddress(p.ID)
	page := h.Site.page(c, "search", "secret.title", "Name", p.Name.Full)
	status := http.StatusOK
	if cause != nil {
		status, page.Refusal = http.StatusBadRequest, cause.Message
	}
	return h.Site.render(c, status, secretPage(page, v))
}

// Open serves POST /people/:id/restricted/open: shows the number once; the reading is
// in the trail before.
func (h *Secrets) Open(c echo.Context) error {
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	purpose := c.FormValue("purpose")
	value, err := h.Gate.Open(c.Request().Context(), id, registry.Citizen, purpose)
	if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid {
		return h.show(c, secretView{Purpose: purpose, Refused: "open"}, e)
	}
	if err != nil {
		return err
	}
	return h.show(c, secretView{Value: value}, nil)
}

// Keep serves POST /people/:id/restricted: records the number in place of the one
// before; with do=drop takes it out.
func (h *Secrets) Keep(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	value, what := c.FormValue("value"), "sealed"
	switch {
	case c.FormValue("do") == "drop":
		value, what = "", "unsealed"
	case value == "":
		value = " " // nothing was typed, which is no wish to take the number out
	}
	var seen []int64 // a form of ours says on which number it was filled in
	if version := number(c.FormValue("version")); version > 0 {
		seen = []int64{version}
	}
	if _, err := h.Gate.Keep(ctx, id, registry.Citizen, value, registry.Why{}, seen...); err != nil {
		if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid {
			return h.show(c, secretView{Refused: "keep"}, e)
		}
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(secretAddress(id), what, 0, 0))
}

// secretSearch is who has a citizen number.
type secretSearch struct {
	Asked  bool
	People []option
}

// Ask serves GET /restricted: the form that looks for a number.
func (h *Secrets) Ask(c echo.Context) error {
	return h.Site.render(c, http.StatusOK, secretSearchPage(h.Site.page(c, "manage", "restricted.title"), secretSearch{}))
}

// Find serves POST /restricted: whose number it is. It comes in the body, since
// addresses are written to logs.
func (h *Secrets) Find(c echo.Context) error {
	ctx := c.Request().Context()
	page := h.Site.page(c, "manage", "restricted.title")
	if _, ok := registry.ParseCitizen(c.FormValue("value")); !ok {
		page.Refusal = page.T("restricted.invalid")
		return h.Site.render(c, http.StatusBadRequest, secretSearchPage(page, secretSearch{}))
	}
	ids, err := h.Gate.Find(ctx, registry.Citizen, c.FormValue("value"))
	if err != nil {
		return err
	}
	v := secretSearch{Asked: true}
	for p, err := range registry.EachVisible(ctx, h.Gate.Store, ids) {
		if err != nil {
			return err
		}
		v.People = append(v.People, option{Label: p.Name.Full, Value: p.ID.Public(), Href: personAddress(p.ID)})
	}
	return h.Site.render(c, http.StatusOK, secretSearchPage(page, v))
}
