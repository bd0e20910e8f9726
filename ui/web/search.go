package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// Searcher understands a text and finds people.
type Searcher interface {
	Search(ctx context.Context, q search.Query) (search.Answer, error)
	Suggest(ctx context.Context, text string) ([]search.Suggestion, error)
}

// SearchStore is what the search pages read of the registry.
type SearchStore interface {
	registry.PersonReader
	registry.ReferenceReader
	registry.DisclosureReader
	registry.ProposalReader
	registry.ShortlistReader
	registry.ImportReader
	registry.SavedSearchReader
	registry.RequestReader
	registry.PanelReader
}

// Search serves home and search.
type Search struct {
	Site     *Site
	Searcher Searcher
	Store    SearchStore
	Now      func() time.Time
}

// shownFacets are the axes beside the results, in their order.
var shownFacets = []search.Facet{
	search.FacetField, search.FacetDegree, search.FacetTitle, search.FacetOrganisation, search.FacetSector, search.FacetOwnership,
	search.FacetScope, search.FacetAge, search.FacetSex,
	search.FacetReady, search.FacetLanguage, search.FacetAbroad, search.FacetWard,
}

// countedFacets are what is counted for them: trees at every level.
var countedFacets = append(slices.Clone(shownFacets), search.FacetBranch, search.FacetUnit)

// pageSize is how many people one page of results shows.
const pageSize = 20

// asked is what the address of a search says.
type asked struct {
	text    string
	filters []search.Filter
	sort    search.Sort // "" for what the search takes by itself
	page    int         // from 1
	pick
}

// askedOf reads an address, or the form of the search page sent elsewhere.
func askedOf(q url.Values) asked {
	a := asked{text: q.Get("q"), page: max(1, int(min(number(q.Get("page")), 1<<20))), pick: pickOf(q)}
	if s := search.Sort(q.Get("sort")); s == search.ByName || s == search.Relevance {
		a.sort = s
	}
	for _, f := range shownFacets {
		values := slices.DeleteFunc(slices.Clone(q[string(f)]), func(v string) bool { return v == "" })
		if len(values) > 0 {
			a.filters = append(a.filters, search.Filter{Facet: f, Values: values})
		}
	}
	return a
}

func (a asked) query() search.Query {
	return search.Query{
		Text: a.text, Filters: a.filters, Sort: a.sort, Facets: countedFacets, Explain: true,
		Limit: pageSize, Offset: (a.page - 1) * pageSize,
	}
}

// address gives the address that asks this.
func (a asked) address() string {
	q := url.Values{}
	if a.text != "" {
		q.Set("q", a.text)
	}
	for _, f := range a.filters {
		q[string(f.Facet)] = f.Values
	}
	if a.sort != "" {
		q.Set("sort", string(a.sort))
	}
	if a.page > 1 {
		q.Set("page", strconv.Itoa(a.page))
	}
	a.pick.into(q)
	if len(q) == 0 {
		return "/people"
	}
	return "/people?" + q.Encode()
}

// export gives where everybody found can be taken away as a workbook.
func (a asked) export() string {
	a.page, a.pick = 1, pick{}
	_, query, _ := strings.Cut(a.address(), "?")
	return "/api/v1/people/export?" + query
}

// without gives the address with one value of a facet taken off.
func (a asked) without(facet search.Facet, value string) string {
	b := asked{text: a.text, sort: a.sort, pick: a.pick}
	for _, f := range a.filters {
		if f.Facet == facet {
			f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(v string) bool { return v == value })
		}
		if len(f.Values) > 0 {
			b.filters = append(b.filters, f)
		}
	}
	return b.address()
}

// values gives what is chosen of a facet.
func (a asked) values(facet search.Facet) []string {
	for _, f := range a.filters {
		if f.Facet == facet {
			return f.Values
		}
	}
	return nil
}

func (a asked) chosen(facet search.Facet, value string) bool {
	return slices.ContainsFunc(a.filters, func(f search.Filter) bool { return f.Facet == facet && slices.Contains(f.Values, value) })
}

// People serves GET /people.
func (h *Search) People(c echo.Context) error {
	page := h.Site.page(c, "search", "search.title")
	view, err := h.find(c.Request().Context(), page.Words, askedOf(c.QueryParams()))
	if err != nil {
		return err
	}
	if partial(c) {
		return h.Site.render(c, http.StatusOK, found(page, view))
	}
	return h.Site.render(c, http.StatusOK, searchPage(page, view))
}

// Refuse shows the search that a form came from again, as it was and with what
// was ticked, under the sentence of e.
func (h *Search) Refuse(c echo.Context, e *registry.Error) error {
	a := askedOf(c.Request().PostForm)
	page := h.Site.page(c, "search", "search.title")
	page.Address = a.address()
	page.Refusal = e.Message
	view, err := h.find(c.Request().Context(), page.Words, a)
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusBadRequest, searchPage(page, view))
}

// find asks and puts the answer into words.
func (h *Search) find(ctx context.Context, words Words, a asked) (searchView, error) {
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return searchView{}, err
	}
	t := teller{words, ref}
	a = t.narrowed(a)
	answer, err := h.Searcher.Search(ctx, a.query())
	if err != nil {
		return searchView{}, err
	}
	ids := each(answer.Hits, func(hit search.Hit) registry.PersonID { return hit.Person })
	people, err := registry.VisiblePeople(ctx, h.Store, ids)
	if err != nil {
		return searchView{}, err
	}
	lists, err := h.Store.Shortlists(ctx)
	if err != nil {
		return searchView{}, err
	}
	picked, err := h.picked(ctx, a.people, ids)
	if err != nil {
		return searchView{}, err
	}
	v := searchView{
		Asked: a, Total: answer.Total, Counted: countedOf(answer.Facets[search.FacetScope], a.values(search.FacetScope)), Lists: lists, Picked: picked,
		Chips: t.chips(a, answer.Understood), Facets: t.facets(a, answer.Facets), People: t.cards(a, answer.Hits, people),
		Pages: pagesOf(a, answer.Total), Notes: answer.Understood.Notes,
	}
	v.Meant, err = h.meant(ctx, a, answer.Understood.Meant)
	return v, err
}

// meant gives what was perhaps meant, with how many it would find; empty where that is nobody.
func (h *Search) meant(ctx context.Context, a asked, text string) (option, error) {
	if text == "" {
		return option{}, nil
	}
	a.text, a.page = text, 1
	q := a.query()
	q.Facets, q.Explain = nil, false
	answer, err := h.Searcher.Search(ctx, q)
	if err != nil || answer.Total == 0 {
		return option{}, err
	}
	return option{Label: text, Href: a.address(), N: answer.Total}, nil
}

// homeView is the front page: the search box, and what there is.
type homeView struct {
	Total        int
	Counted      counted
	Fields       []option
	Employers    []option
	Reviews      int               // open questions
	Questions    []questionLine    // the first of them
	Waiting      []registry.Import // read, not written yet
	News         []savedLine       // saved searches with somebody new
	Due          []option          // cases of people about their data whose clock runs out
	Disclosures  []option          // data that agencies ask of each other
	Corrections  []option          // what experts propose to their records
	Panels       []option          // panels being put together
	Retiring     option            // who reaches the age of retirement this year
	Last         *registry.Import
	LastAt       string
	EmployersAll int
}

// Home serves GET /.
func (h *Search) Home(c echo.Context) error {
	ctx := c.Request().Context()
	page := h.Site.page(c, "search", "home.title")
	view, err := h.home(ctx, page.Words)
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, homePage(page, view))
}

// shownOnHome is how many lines each door of the front page has.
const shownOnHome = 8

func (h *Search) home(ctx context.Context, words Words) (homeView, error) {
	answer, err := h.Searcher.Search(ctx, search.Query{Limit: 1, Facets: []search.Facet{search.FacetField, search.FacetOrganisation, search.FacetScope}})
	if err != nil {
		return homeView{}, err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return homeView{}, err
	}
	t := teller{words, ref}
	fields := t.options(asked{}, search.FacetField, answer.Facets[search.FacetField])
	employers := t.options(asked{}, search.FacetOrganisation, answer.Facets[search.FacetOrganisation])
	v := homeView{
		Total: answer.Total, Counted: countedOf(answer.Facets[search.FacetScope], nil), Fields: fields[:min(len(fields), shownOnHome)],
		Employers: employers[:min(len(employers), shownOnHome)], EmployersAll: len(employers),
	}
	lines, err := savedLines(ctx, t, h.Searcher, h.Store)
	if err != nil {
		return homeView{}, err
	}
	v.News = slices.DeleteFunc(lines, func(l savedLine) bool { return l.N == 0 })
	if err := h.due(ctx, t, &v); err != nil {
		return homeView{}, err
	}
	return v, h.todo(ctx, words, &v)
}

// todo fills in what waits for somebody, and when data last came.
func (h *Search) todo(ctx context.Context, words Words, v *homeView) error {
	reviews, err := h.Store.Reviews(ctx, 0, maxReviewsCounted, 0)
	if err != nil {
		return err
	}
	v.Reviews = len(reviews)
	for _, r := range reviews[:min(len(reviews), shownQuestions)] {
		v.Questions = append(v.Questions, questionLine{Name: proposed(&r).Name.Full, Href: reviewAddress(r.ID), Evidence: joined(", ", r.Evidence...)})
	}
	if v.Waiting, err = h.Store.ImportsIn(ctx, registry.ImportPlanned); err != nil {
		return err
	}
	imports, err := h.Store.Imports(ctx, shownImports, 0)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(imports, func(i registry.Import) bool { return i.State == registry.ImportApplied }); i >= 0 {
		v.Last, v.LastAt = &imports[i], words.Moment(imports[i].At)
	}
	return nil
}

// Bounds of what the front page counts.
const (
	maxReviewsCounted = 1000
	shownQuestions    = 3
	shownImports      = 50
)
