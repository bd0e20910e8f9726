package web

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// shownSimilar is how many people of like expertise a record shows.
const shownSimilar = 5

// similar gives people whose expertise is like a person's.
func similar(ctx context.Context, searcher Searcher, store registry.PersonReader, t teller, p *registry.Person) ([]option, error) {
	q, ok := search.SimilarTo(p, shownSimilar)
	if !ok {
		return nil, nil
	}
	answer, err := searcher.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	people, err := registry.VisiblePeople(ctx, store, each(answer.Hits, func(h search.Hit) registry.PersonID { return h.Person }))
	return each(people, func(x *registry.Person) option {
		post, unit := t.post(x)
		return option{Label: x.DisplayPrefix(t.ref) + " " + x.Name.Full, Value: joined(" · ", post, unit), Href: personAddress(x.ID)}
	}), err
}

// maxCompared bounds the people put side by side: more do not fit a page.
const maxCompared = 4

// compareView is people beside each other.
type compareView struct {
	Table sideBySide
	Back  string
	Some  bool // more were ticked than are shown
}

// Compare serves GET /people/compare: the ticked people side by side.
func (h *Search) Compare(c echo.Context) error {
	ctx := c.Request().Context()
	page := h.Site.page(c, "search", "compare.title")
	a := askedOf(c.QueryParams())
	ids := a.people
	if len(ids) < 2 {
		return registry.Errorf(registry.Invalid, "Hãy đánh dấu từ hai người trở lên rồi bấm So sánh.")
	}
	people, err := registry.VisiblePeople(ctx, h.Store, slices.Clone(ids[:min(len(ids), maxCompared)]))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	t := teller{page.Words, ref}
	heads := each(people, func(p *registry.Person) compareHead {
		return compareHead{Title: p.ID.Public(), Name: p.DisplayPrefix(ref) + " " + p.Name.Full, Href: personAddress(p.ID)}
	})
	v := compareView{Table: t.sideBySide(heads, people, 0), Back: a.address(), Some: len(ids) > maxCompared}
	return h.Site.render(c, http.StatusOK, peopleCompared(page, v))
}
