package web

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// AccessStore is what the log of a record is read from.
type AccessStore interface {
	registry.AccessStore
	registry.ReferenceReader
}

// Access serves the log of a record, for who watches over the registry: who opened its
// restricted values, got data of it, or changed it.
type Access struct {
	Site  *Site
	Store AccessStore
	Now   func() time.Time
}

// accessView is the log of one record.
type accessView struct {
	Name, Href               string
	Openings, Given, Changes [][]string
}

// Show serves GET /people/:id/access.
func (h *Access) Show(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	own, err := registry.AccessTo(ctx, h.Store, id, h.Now())
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "access.title", "ID", own.Person.ID.Public())
	t := teller{page.Words, ref}
	v := accessView{Name: own.Person.Name.Full, Href: personAddress(own.Person.ID), Given: t.given(own)}
	v.Openings = each(own.Openings, func(x registry.Opening) []string { return []string{t.Moment(x.At), x.Account, x.Purpose} })
	v.Changes = each(own.Changes, func(x registry.OwnChange) []string {
		return []string{t.Moment(x.At), t.T(ownChange(x)), x.Reason}
	})
	return h.Site.render(c, http.StatusOK, accessPage(page, v))
}
