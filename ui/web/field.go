package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// Fields serves the fields of science: all of them, and the page of each.
type Fields struct {
	Site  *Site
	Store interface {
		registry.PersonReader
		registry.ReferenceReader
	}
	Searcher Searcher
}

// fieldAddress is the page of a field, "" for none.
func fieldAddress(code string) string {
	if code == "" {
		return ""
	}
	return "/fields/" + url.PathEscape(code)
}

// fieldView is one field in words.
type fieldView struct {
	Code, Name, NameEn string
	Above              []option
	Under              []option
	Total              int
	Structure          structure
	Employers          []option
	People             []card
	Find               string
}

// shownInField is how many people and organisations the page of a field names.
const shownInField = 10

// List serves GET /fields.
func (h *Fields) List(c echo.Context) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "fields.title")
	t := teller{page.Words, ref}
	answer, err := h.Searcher.Search(ctx, search.Query{Limit: 1, Facets: []search.Facet{search.FacetBranch}})
	if err != nil {
		return err
	}
	var all []option
	for _, top := range t.fieldsUnder("", answer) {
		all = append(all, top)
		for _, o := range t.fieldsUnder(top.Value, answer) {
			o.Depth = 1
			all = append(all, o)
		}
	}
	return h.Site.render(c, http.StatusOK, fieldsPage(page, all))
}

// fieldsUnder are the fields right below one, with how many people each has.
func (t teller) fieldsUnder(above string, answer search.Answer) (all []option) {
	for _, code := range t.ref.Codes(registry.SchemeField) {
		if code.Parent != above {
			continue
		}
		n := 0
		if i := slices.IndexFunc(answer.Facets[search.FacetBranch], func(x search.Count) bool { return x.Value == code.Code }); i >= 0 {
			n = answer.Facets[search.FacetBranch][i].N
		}
		all = append(all, option{Value: code.Code, Label: code.Name, N: n, Href: fieldAddress(code.Code)})
	}
	return all
}

// Show serves GET /fields/:code.
func (h *Fields) Show(c echo.Context) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	code, ok := ref.Code(registry.SchemeField, c.Param("code"))
	if !ok {
		return registry.Errorf(registry.NotFound, "Không có lĩnh vực này trong danh mục. Hãy chọn trong danh sách lĩnh vực.")
	}
	page := h.Site.page(c, "search", "fields.one", "Name", code.Name)
	t := teller{page.Words, ref}
	only := search.Filter{Facet: search.FacetField, Values: []string{code.Code}}
	answer, err := h.Searcher.Search(ctx, leadersOf(only))
	if err != nil {
		return err
	}
	people, err := registry.VisiblePeople(ctx, h.Store, each(answer.Hits, func(x search.Hit) registry.PersonID { return x.Person }))
	if err != nil {
		return err
	}
	v := fieldView{
		Code: code.Code, Name: code.Name, NameEn: code.NameEn, Total: answer.Total, Find: asked{filters: []search.Filter{only}}.address(),
		Under: t.fieldsUnder(code.Code, answer), People: each(people, t.plainCard),
	}
	employers := t.within(asked{filters: []search.Filter{only}}, search.FacetOrganisation, answer)
	v.Employers = employers[:min(len(employers), shownInField)]
	path := ref.FieldPath(code.Code)
	for _, above := range path[:max(0, len(path)-1)] {
		v.Above = append(v.Above, option{Label: ref.CodeName(registry.SchemeField, above), Href: fieldAddress(above)})
	}
	if v.Structure, err = t.structureOf(ctx, h.Searcher, only); err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, fieldPage(page, v))
}

// leadersOf asks for the people of a field, those with the highest titles first.
func leadersOf(only search.Filter) search.Query {
	return search.Query{
		Filters: []search.Filter{only}, Sort: search.Relevance, Limit: shownInField, Facets: []search.Facet{search.FacetBranch, search.FacetOrganisation},
		Prefer: []search.Filter{{Facet: search.FacetTitle, Values: []string{"GS"}}, {Facet: search.FacetTitle, Values: []string{"PGS", "GS"}}, {Facet: search.FacetDegree, Values: []string{"TS", "TSKH"}}},
	}
}

// derivedFields gives the fields that a record without one leads to, each with the text
// that leads there: none is stored, and none is the person's own word.
func (t teller) derivedFields(p *registry.Person) []fact {
	var facts []fact
	for _, f := range registry.FieldsOf(p, t.ref) {
		if f.Derived() {
			reason := t.T("field.from."+string(f.Origin), "Text", f.Text)
			facts = append(facts, fact{Field: "fields", Derived: true, line: line{Text: t.codeName(registry.SchemeField, f.Code), Page: fieldAddress(f.Code), Detail: reason}})
		}
	}
	if len(facts) > 0 {
		facts[0].Label = t.T("field.derived")
	}
	return facts
}

// fieldsInShort names the fields that somebody counts under on one line.
func (t teller) fieldsInShort(p *registry.Person) string {
	fields := registry.FieldsOf(p, t.ref)
	names := each(fields, func(f registry.FieldKnown) string { return t.codeName(registry.SchemeField, f.Code) })
	short := joined(" · ", names[:min(len(names), 3)]...)
	if len(fields) > 0 && fields[0].Derived() {
		return t.T("field.short", "Names", short)
	}
	return short
}
