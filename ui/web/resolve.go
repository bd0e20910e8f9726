package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Resolves serves what a name of former days stands for: an organisation's, or that
// of the ward of an address.
type Resolves struct {
	Site  *Site
	Store registry.ReferenceReader
}

// resolveView is what was asked and what was found.
type resolveView struct {
	Name, Address, On string
	Problem           string // why the day could not be read
	Asked             bool
	Sure              bool
	Places            []resolvedLine
	Wards             []resolvedLine
}

// resolvedLine is one thing a name may stand for.
type resolvedLine struct {
	line
	Steps    []lineageLine
	Ended    bool
	Doubtful bool
	Maybe    bool // one of several, or by likeness alone
}

// Show serves GET /resolve?name=&on=, or ?address=&on=.
func (h *Resolves) Show(c echo.Context) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "organisations", "resolve.title")
	t := teller{page.Words, ref}
	v := resolveView{Name: c.QueryParam("name"), Address: c.QueryParam("address"), On: c.QueryParam("on")}
	on, ok := readDate(v.On)
	switch {
	case !ok:
		v.Problem = t.T("form.notdate")
		return h.Site.render(c, http.StatusBadRequest, resolvePage(page, v))
	case v.Name != "":
		v.Asked = true
		v.Places, v.Sure = t.places(v.Name, on)
	case v.Address != "":
		v.Asked = true
		v.Wards = each(ref.ResolveWard(v.Address, on), t.ward)
		v.Sure = len(v.Wards) == 1 && !v.Wards[0].Maybe
	}
	return h.Site.render(c, http.StatusOK, resolvePage(page, v))
}

// places puts the organisations that a name may stand for into words, and says
// whether it is surely the one.
func (t teller) places(name string, on registry.Date) ([]resolvedLine, bool) {
	found := t.ref.ResolveOrganisation(name, on)
	lines := each(found, func(r registry.Resolved) resolvedLine {
		o, _ := t.ref.Organisation(r.ID)
		return resolvedLine{
			line:  line{Text: o.Name, Detail: t.T("kind." + string(o.Kind)), When: t.span(o.ValidFrom, o.ValidTo), Page: organisationAddress(o.ID)},
			Steps: each(r.Via, func(l registry.Lineage) lineageLine { return t.lineage(l, l.To, "lineage.to.") }),
			Ended: r.Ended, Doubtful: !o.Confirmed, Maybe: r.Score < 1,
		}
	})
	return lines, len(found) == 1 && found[0].Score == 1
}

func (t teller) ward(w registry.ResolvedWard) resolvedLine {
	l := resolvedLine{line: line{Text: w.Code.Name, When: t.span(w.Code.ValidFrom, w.Code.ValidTo)}, Doubtful: !w.Code.Confirmed, Maybe: w.Score < 1}
	if w.Named.Code != w.Code.Code || w.Named.Version != w.Code.Version {
		l.Detail = t.T("resolve.was", "Name", w.Named.Name)
	}
	return l
}
