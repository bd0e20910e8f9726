package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Exchanges serves the ways to other systems, by file, both ways.
type Exchanges struct {
	Site  *Site
	Store registry.ReferenceReader
	Now   func() time.Time
}

// exchangeView is one system that people are exchanged with.
type exchangeView struct {
	System, Name, Note string
	Doubtful           bool // the form was not held against the official one
	Columns            []exchangeColumn
	Catalogue          string // where the form is kept
}

// exchangeColumn is one column of a form.
type exchangeColumn struct {
	Header, Field, Source string
	Doubtful              bool
}

// List serves GET /exchange.
func (h *Exchanges) List(c echo.Context) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "exchange.title")
	t := teller{page.Words, ref}
	on := registry.DateOf(h.Now().In(registry.Vietnam))
	var views []exchangeView
	for _, system := range ref.Codes(registry.SchemeSystem) {
		x, err := ref.Exchange(system.Code, on)
		if registry.KindOf(err) == registry.NotFound {
			continue // a system without a form in force
		}
		if err != nil {
			return err
		}
		v := exchangeView{System: system.Code, Name: t.codeName(registry.SchemeSystem, system.Code), Note: system.Note, Doubtful: !x.Confirmed(),
			Catalogue: catalogueAddress(registry.Scheme(registry.ExchangePrefix + system.Code))}
		v.Columns = each(x.Columns, func(x registry.ExchangeColumn) exchangeColumn {
			return exchangeColumn{x.Header, x.Field, x.Source, !x.Confirmed}
		})
		views = append(views, v)
	}
	return h.Site.render(c, http.StatusOK, exchangePage(page, views, t.employers(""), t.Date(on)))
}

// fromSystem notes which system gave out the file that a form sends, and as of
// which day; nothing where the form says none.
func fromSystem(c echo.Context, store registry.ReferenceReader) (context.Context, error) {
	ctx, system := c.Request().Context(), c.FormValue("system")
	if system == "" {
		return ctx, nil
	}
	ref, err := store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	day, ok := readDate(c.FormValue("synced"))
	if !ok {
		return nil, &registry.Error{Kind: registry.Invalid, Message: "Ngày đồng bộ không đúng. Hãy ghi ngày/tháng/năm.",
			Problems: []registry.Problem{{Field: "synced", Value: c.FormValue("synced"), Reason: "phải là ngày có thật"}}}
	}
	return registry.WithSystem(ctx, ref, system, day)
}
