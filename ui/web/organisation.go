package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// OrganisationStore is what the pages of organisations read.
type OrganisationStore interface {
	registry.PersonReader
	registry.ReferenceReader
	registry.TrailReader
}

// Organisations serves the list of organisations and the page of each.
type Organisations struct {
	Site     *Site
	Store    OrganisationStore
	Searcher Searcher
	Today    func() registry.Date // where the readers are
}

// organisationAddress gives "" for none.
func organisationAddress(id registry.OrganisationID) string {
	if id == 0 {
		return ""
	}
	return "/organisations/" + organisationValue(id)
}

// organisationsView is the list of organisations, units only where asked for.
type organisationsView struct {
	Text  string
	Lines []organisationLine
}

// organisationLine is an organisation in a list, and its units where it is shown
// as a tree.
type organisationLine struct {
	Name, Kind, Href string
	Gone             bool // it exists no more
	Units            []organisationLine
}

// List serves GET /organisations?q=….
func (h *Organisations) List(c echo.Context) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "organisations", "organisations.title")
	t := teller{page.Words, ref}
	view := organisationsView{Text: c.QueryParam("q")}
	organisations := ref.Organisations()
	registry.SortOrganisations(organisations)
	for _, o := range organisations {
		if view.Text == "" && o.Kind == registry.Unit || !o.Named(view.Text) {
			continue
		}
		view.Lines = append(view.Lines, t.organisationLine(o, 0))
	}
	return h.Site.render(c, http.StatusOK, organisationsPage(page, view))
}

// organisationLine puts o and depth levels of what stands under it into words.
func (t teller) organisationLine(o registry.Organisation, depth int) organisationLine {
	l := organisationLine{Name: o.Name, Kind: t.T("kind." + string(o.Kind)), Href: organisationAddress(o.ID), Gone: !o.ValidTo.IsZero()}
	if o.Parent != 0 {
		l.Name = t.ref.UnitLabel(o.ID, o.Parent)
	}
	if depth > 0 {
		l.Units = t.unitLines(o.ID, depth)
	}
	return l
}

// unitLines are the units under an organisation, each with depth-1 levels more.
func (t teller) unitLines(id registry.OrganisationID, depth int) []organisationLine {
	children := make([]registry.Organisation, 0, len(t.ref.Children(id)))
	for _, child := range t.ref.Children(id) {
		o, _ := t.ref.Organisation(child)
		children = append(children, o)
	}
	registry.SortOrganisations(children)
	return each(children, func(o registry.Organisation) organisationLine {
		l := t.organisationLine(o, depth-1)
		l.Name = o.Name
		return l
	})
}

// organisationView is one organisation in words.
type organisationView struct {
	Name, Kind, NameEn string
	Address            string
	Gone               string // since when it exists no more, "" while it does
	Unconfirmed        bool
	Above              []option // the way down to it
	Facts              []fact
	Units              []organisationLine
	Before, After      []lineageLine
	Total              int
	Counted            counted
	Structure          structure
	People             []card
	Pages              pager
	Steps              []organisationStep // for who may change it
	Form20             string             // biểu mẫu 20, "" for who teaches nobody
	Find, Export       string             // where its people are searched, and taken away as a workbook
}

// lineageLine is one step by which an organisation came of another or became it.
type lineageLine struct{ What, Name, Href, Note string }

// unitDepth is how many levels of units a page shows.
const unitDepth = 3

// Show serves GET /organisations/:id?page=….
func (h *Organisations) Show(c echo.Context) error {
	ctx := c.Request().Context()
	ref, o, err := h.organisation(c)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "organisations", "organisation.title", "Name", o.Name)
	t := teller{page.Words, ref}
	view := t.organisation(o)
	if err := h.people(ctx, t, o.ID, max(1, int(min(number(c.QueryParam("page")), 1<<20))), &view); err != nil {
		return err
	}
	if view.Structure, err = t.structureOf(ctx, h.Searcher, search.Filter{Facet: search.FacetOrganisation, Values: []string{organisationValue(o.ID)}}); err != nil {
		return err
	}
	if page.May(registry.WriteCatalogues) {
		steps, err := registry.OrganisationHistory(ctx, h.Store, o.ID)
		if err != nil {
			return err
		}
		view.Steps = t.organisationSteps(steps)
	}
	return h.Site.render(c, http.StatusOK, organisationPage(page, view))
}

// organisation gives the one that an address names.
func (h *Organisations) organisation(c echo.Context) (*registry.Reference, registry.Organisation, error) {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return nil, registry.Organisation{}, err
	}
	o, ok := ref.Organisation(registry.OrganisationID(number(c.Param("id"))))
	if !ok {
		return nil, o, registry.Errorf(registry.NotFound, "Không tìm thấy đơn vị này. Hãy tìm trong danh sách các đơn vị.")
	}
	return ref, o, nil
}

func (t teller) organisation(o registry.Organisation) organisationView {
	v := organisationView{
		Name: o.Name, Kind: t.T("kind." + string(o.Kind)), NameEn: o.NameEn, Address: organisationAddress(o.ID), Gone: t.Date(o.ValidTo),
		Unconfirmed: !o.Confirmed, Units: t.unitLines(o.ID, unitDepth), Facts: t.organisationFacts(o),
	}
	find := asked{filters: []search.Filter{{Facet: search.FacetOrganisation, Values: []string{organisationValue(o.ID)}}}}
	v.Find, v.Export = find.address(), find.export()
	if slices.Contains([]registry.OrganisationKind{registry.University, registry.Campus, registry.College}, o.Kind) {
		v.Form20 = "/api/v1" + v.Address + "/form20"
	}
	path := t.ref.Path(o.ID)
	for _, id := range path[:max(0, len(path)-1)] {
		v.Above = append(v.Above, option{Label: t.ref.OrganisationName(id), Href: organisationAddress(id)})
	}
	before, after := t.ref.LineageOf(o.ID)
	v.Before = each(before, func(l registry.Lineage) lineageLine { return t.lineage(l, l.From, "lineage.from.") })
	v.After = each(after, func(l registry.Lineage) lineageLine { return t.lineage(l, l.To, "lineage.to.") })
	return v
}

func (t teller) lineage(l registry.Lineage, other registry.OrganisationID, prefix string) lineageLine {
	what := t.T(prefix + string(l.Kind))
	if !l.On.IsZero() {
		what = t.T("lineage.on", "What", what, "Date", t.Date(l.On))
	}
	return lineageLine{what, t.ref.OrganisationName(other), organisationAddress(other), l.Note}
}

// organisationFacts are the names it answers to and what else is known.
func (t teller) organisationFacts(o registry.Organisation) []fact {
	post := registry.Position{Organisation: o.ID}
	var facts []fact
	add := func(label, text string) {
		if text != "" {
			facts = append(facts, fact{Label: t.T(label), line: line{Text: text}})
		}
	}
	add("organisation.abbreviations", joined(", ", o.Abbreviations...))
	add("organisation.aliases", joined("; ", o.Aliases...))
	add("organisation.sector", t.codeName(registry.SchemeSector, t.ref.Sector(post)))
	add("organisation.ownership", t.codeName(registry.SchemeOwnership, t.ref.Ownership(post)))
	add("organisation.time", t.span(o.ValidFrom, o.ValidTo))
	for _, a := range o.Approvals {
		add("organisation.approvals", t.T("approval.from", "Day", t.Date(a.From), "Rule", t.T("approval."+string(a.Rule))))
	}
	note, source, _ := strings.Cut(o.Note, "Nguồn: ") // as the seeds join them
	add("organisation.note", strings.TrimSpace(note))
	add("organisation.source", strings.TrimPrefix(source, "seen: "))
	return facts
}

// people fills in one page of who works there.
func (h *Organisations) people(ctx context.Context, t teller, id registry.OrganisationID, at int, v *organisationView) error {
	only := asked{page: at, filters: []search.Filter{{Facet: search.FacetOrganisation, Values: []string{organisationValue(id)}}}}
	q := only.query()
	q.Facets, q.Explain = []search.Facet{search.FacetScope}, false
	answer, err := h.Searcher.Search(ctx, q)
	if err != nil {
		return err
	}
	people, err := registry.VisiblePeople(ctx, h.Store, each(answer.Hits, func(hit search.Hit) registry.PersonID { return hit.Person }))
	if err != nil {
		return err
	}
	v.Total, v.People = answer.Total, t.cards(only, answer.Hits, people)
	v.Counted = countedOf(answer.Facets[search.FacetScope], nil)
	for i := range v.People {
		v.People[i].Href = "/people/" + v.People[i].ID + "?from=" + url.QueryEscape(v.Address)
	}
	v.Pages = pager{Now: at, Last: pagesOf(only, answer.Total).Last}
	if at > 1 {
		v.Pages.Before = fmt.Sprintf("%s?page=%d", v.Address, min(at-1, v.Pages.Last))
	}
	if at < v.Pages.Last {
		v.Pages.Behind = fmt.Sprintf("%s?page=%d", v.Address, at+1)
	}
	return nil
}
