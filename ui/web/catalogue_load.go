package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// loadView says what a file would do to a code list.
type loadView struct {
	Name, Address string
	File, Packed  string // the file, to come back with the answer
	Seen          string // digest of what is shown
	Changes       bool
	Versions      []versionChange
}

// versionChange is what happens to one version.
type versionChange struct {
	Version string
	What    string // new, closed or changed
	Tally   []option
	Added   []codeLine
	Removed []codeLine
	Changed []codeChange
}

// codeChange is a code with what is told otherwise.
type codeChange struct {
	Code, Name string
	Changes    []change
}

// Preview serves POST /catalogues/:scheme/preview.
func (h *Catalogues) Preview(c echo.Context) error {
	plan, file, err := h.plan(c)
	if err != nil {
		return h.refused(c, err)
	}
	return h.preview(c, plan, file)
}

// refused shows what is wrong with a file on the page it was sent from.
func (h *Catalogues) refused(c echo.Context, cause error) error {
	e, ok := errors.AsType[*registry.Error](cause)
	if _, mendable := refusalOf(cause); !ok || !mendable {
		return cause
	}
	return h.show(c, e)
}

// plan reads the file of a form and says what it would do. Nothing is written.
func (h *Catalogues) plan(c echo.Context) (*registry.CataloguePlan, carried, error) {
	scheme := c.Param("scheme")
	if !schemeName.MatchString(scheme) {
		return nil, carried{}, noScheme(scheme)
	}
	file, err := fileOf(c, office.MaxSheet)
	if err != nil {
		return nil, file, err
	}
	rows, err := office.ReadSheet(file.Content)
	if err != nil {
		return nil, file, err
	}
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return nil, file, err
	}
	plan, err := registry.PlanCatalogueFile(ref, registry.Scheme(scheme), rows, file.Name)
	return plan, file, err
}

// preview shows a plan.
func (h *Catalogues) preview(c echo.Context, plan *registry.CataloguePlan, file carried) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "catalogue.title", "Name", teller{h.Site.Words.For(c.Request()), ref}.schemeName(plan.Scheme))
	t := teller{page.Words, ref}
	v := loadView{Name: t.schemeName(plan.Scheme), Address: catalogueAddress(plan.Scheme), File: file.Name, Changes: plan.Changes()}
	if v.Packed, err = file.packed(); err != nil {
		return err
	}
	if v.Seen, err = plan.Digest(); err != nil {
		return err
	}
	v.Versions = each(plan.Versions, func(x registry.CatalogueVersionPlan) versionChange { return t.versionChange(x, h.today()) })
	return h.Site.render(c, http.StatusOK, loadPage(page, v))
}

func (t teller) versionChange(x registry.CatalogueVersionPlan, today registry.Date) versionChange {
	lines := func(codes []registry.Code) []codeLine {
		return each(codes, func(c registry.Code) codeLine { return t.codeLine(c, today) })
	}
	v := versionChange{Version: x.Version, What: t.T("load.changed"), Added: lines(x.Added), Removed: lines(x.Removed)}
	switch {
	case x.New:
		v.What = t.T("load.new")
	case x.Closed:
		v.What = t.T("load.closed")
	}
	v.Changed = each(x.Changed, func(c registry.CodeChange) codeChange {
		return codeChange{c.After.Code, c.After.Name, t.codeChanges(c)}
	})
	v.Tally = []option{{Label: t.T("load.added"), N: len(x.Added)}, {Label: t.T("load.amended"), N: len(x.Changed)},
		{Label: t.T("load.removed"), N: len(x.Removed)}, {Label: t.T("load.same"), N: x.Same}}
	return v
}

// codeChanges says which columns of a code a file tells otherwise.
func (t teller) codeChanges(c registry.CodeChange) []change {
	rows := registry.CatalogueRows([]registry.Code{c.Before, c.After})
	var all []change
	for i, column := range rows[0] {
		if rows[1][i] != rows[2][i] {
			all = append(all, change{Field: t.T("code." + column), Old: rows[1][i], New: rows[2][i]})
		}
	}
	return all
}

// Load serves POST /catalogues/:scheme/load: the file of the preview again.
func (h *Catalogues) Load(c echo.Context) error {
	ctx := c.Request().Context()
	plan, _, err := h.plan(c)
	if err != nil {
		return h.refused(c, err)
	}
	gate := registry.Catalogues{Store: h.Store}
	receipt, err := gate.LoadSeen(ctx, plan, c.FormValue("seen"))
	if receipt, err = registry.Again(ctx, gate, receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, done(catalogueAddress(plan.Scheme), "loaded", int64(receipt.Last), 0))
}

// Undo serves POST /catalogues/:scheme/history/:seq: the whole load that the entry
// was part of.
func (h *Catalogues) Undo(c echo.Context) error {
	ctx := c.Request().Context()
	gate := registry.Catalogues{Store: h.Store}
	receipt, err := gate.Undo(ctx, h.Store, registry.Seq(number(c.Param("seq"))))
	if receipt, err = registry.Again(ctx, gate, receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, done(catalogueAddress(registry.Scheme(c.Param("scheme"))), "unloaded", int64(receipt.Last), 0))
}
