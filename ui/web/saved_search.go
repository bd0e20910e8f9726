package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// SavedSearchStore is what the pages of saved searches read, and commit to through the gate.
type SavedSearchStore interface {
	registry.Committer
	registry.SavedSearchReader
	registry.PersonReader
	registry.ReferenceReader
}

// SavedSearches serves what somebody asks for again and again, and who is new in it.
type SavedSearches struct {
	Site     *Site
	Searcher Searcher
	Store    SavedSearchStore
	Now      func() time.Time
}

func savedAddress(id registry.SavedSearchID) string { return fmt.Sprintf("/searches/%d", id) }

// savedLine is one saved search: what it asks, and how many are new in it.
type savedLine struct {
	ID          registry.SavedSearchID
	Version     int64
	Name, Asked string
	Search      string // leads to all it finds
	News        string // leads to who is new
	N           int    // new since SeenAt
	SeenAt      string
}

// askedOfSaved gives a saved search as the page of results asks it.
func askedOfSaved(s *registry.SavedSearch) asked {
	return asked{text: s.Text, filters: search.SavedQuery(s).Filters, page: 1}
}

// line puts a saved search into words.
func (t teller) savedLine(ctx context.Context, s Searcher, saved *registry.SavedSearch) (savedLine, error) {
	news, err := search.News(ctx, s, saved, 1, 0)
	l := savedLine{ID: saved.ID, Version: saved.Version, Name: saved.Name, N: news.Total, Search: askedOfSaved(saved).address(),
		News: savedAddress(saved.ID), SeenAt: t.Moment(saved.SeenAt)}
	l.Asked = quoted(saved.Text)
	for _, f := range saved.Filters {
		l.Asked = joined(" · ", l.Asked, joined(" / ", each(f.Values, func(v string) string { return t.value(search.Facet(f.Facet), v) })...))
	}
	return l, err
}

// savedLines gives the actor's own, newest first.
func savedLines(ctx context.Context, t teller, s Searcher, store registry.SavedSearchReader) ([]savedLine, error) {
	account := registry.ActorOf(ctx).Account
	if account == "" {
		return nil, nil
	}
	all, err := store.SavedSearches(ctx, account)
	if err != nil {
		return nil, err
	}
	lines := make([]savedLine, len(all))
	for i := range all {
		if lines[i], err = t.savedLine(ctx, s, &all[i]); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

// List serves GET /searches.
func (h *SavedSearches) List(c echo.Context) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "searches.title")
	lines, err := savedLines(ctx, teller{page.Words, ref}, h.Searcher, h.Store)
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, searchesPage(page, lines))
}

// Keep serves POST /searches: saves the search whose form was sent, with whom it finds
// now as seen.
func (h *SavedSearches) Keep(c echo.Context) error {
	ctx := c.Request().Context()
	sent := c.Request().PostForm
	a := askedOf(sent)
	s := &registry.SavedSearch{Name: sent.Get("name"), Text: a.text}
	for _, f := range a.filters {
		s.Filters = append(s.Filters, registry.SavedFilter{Facet: string(f.Facet), Values: f.Values})
	}
	if err := search.SeeSaved(ctx, h.Searcher, s, h.Now()); err != nil {
		return err
	}
	if _, err := (registry.SavedSearches{Store: h.Store}).Put(ctx, s); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/searches", "kept", 0, 0))
}

// own gives the actor's search that the address names.
func (h *SavedSearches) own(c echo.Context) (*registry.SavedSearch, error) {
	return registry.OwnSearch(c.Request().Context(), h.Store, registry.SavedSearchID(number(c.Param("id"))))
}

// Show serves GET /searches/:id: who is new.
func (h *SavedSearches) Show(c echo.Context) error {
	ctx := c.Request().Context()
	saved, err := h.own(c)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "searches.title")
	t := teller{page.Words, ref}
	line, err := t.savedLine(ctx, h.Searcher, saved)
	if err != nil {
		return err
	}
	news, err := search.News(ctx, h.Searcher, saved, pageSize, 0)
	if err != nil {
		return err
	}
	people, err := registry.VisiblePeople(ctx, h.Store, each(news.Hits, func(hit search.Hit) registry.PersonID { return hit.Person }))
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, newsPage(page, line, t.cards(askedOfSaved(saved), news.Hits, people)))
}

// Change serves POST /searches/:id: do=seen, rename or remove.
func (h *SavedSearches) Change(c echo.Context) error {
	ctx := c.Request().Context()
	saved, err := h.own(c)
	if err != nil {
		return err
	}
	saved.Version = number(c.FormValue("version"))
	gate, what := registry.SavedSearches{Store: h.Store}, "looked"
	switch c.FormValue("do") {
	case "remove":
		what = "forgotten"
		_, err = gate.Remove(ctx, saved)
	case "rename":
		what = "called"
		saved.Name = c.FormValue("name")
		_, err = gate.Put(ctx, saved)
	default:
		if err = search.SeeSaved(ctx, h.Searcher, saved, h.Now()); err == nil {
			_, err = gate.Put(ctx, saved)
		}
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/searches", what, 0, 0))
}
