package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// MergeStore is what making one person of two, and two of one, reads and commits
// to through the gate.
type MergeStore interface {
	registry.Committer
	registry.PersonReader
	registry.TrailReader
	registry.ReferenceReader
	registry.MergeReader
	registry.IdentityReader
	registry.RequestReader
}

// Merge serves the pages that show what merging two records, taking a merge
// apart or taking a change back will do, and do it.
type Merge struct {
	Site  *Site
	Store MergeStore
}

func (h *Merge) gate() registry.People { return registry.People{Store: h.Store} }

// mergeAddress shows what merging gone into kept makes.
func mergeAddress(kept, gone registry.PersonID) string {
	return personAddress(kept) + "/merge?" + url.Values{"with": {gone.Public()}}.Encode()
}

// twinsView lists whom somebody may be twice.
type twinsView struct {
	Name, Person string
	Address      string
	Asked        string
	Twins        []candidate
}

// mergeView shows what a merge will do.
type mergeView struct {
	Name, Gone      string // public ids of who stays and who goes
	Kept            string
	Address         string
	Other           string // the same with the two changed about
	Likeness        likeness
	Table           sideBySide
	Lost            []fact
	ConfirmContrary bool // an identifier says that they are two people
	Asked           []caseLine
	Seen            [2]int64 // versions of who stays and who goes
}

// caseLine names a case that waits for a decision.
type caseLine struct{ Text, Href string }

func (h *Merge) asked(ctx context.Context, t teller, ids ...registry.PersonID) ([]caseLine, error) {
	open, err := registry.OpenRequestsOf(ctx, h.Store, ids...)
	return each(open, func(r registry.Request) caseLine {
		return caseLine{t.T("merge.asked.one", "ID", int(r.ID), "Kind", t.T("request."+string(r.Kind)), "Person", r.Person.Public()), requestAddress(r.ID)}
	}), err
}

// seen gives the versions that a form says it showed; none where it does not say.
func seen(c echo.Context, names ...string) (all []int64) {
	for _, name := range names {
		version := number(c.FormValue(name))
		if version == 0 {
			return nil
		}
		all = append(all, version)
	}
	return all
}

// Show serves GET /people/:id/merge: whom somebody may be twice, or with ?with=
// what merging that record into this one will do.
func (h *Merge) Show(c echo.Context) error {
	ctx := c.Request().Context()
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	p, err := registry.VisiblePerson(ctx, h.Store, id)
	if err != nil {
		return err
	}
	if p.ID != id {
		return c.Redirect(http.StatusSeeOther, personAddress(p.ID)+"/merge")
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "merge.title", "Name", p.Name.Full)
	t := teller{page.Words, ref}
	if with := c.QueryParam("with"); with != "" {
		view, err := h.preview(ctx, t, id, with)
		if err != nil {
			return err
		}
		return h.Site.render(c, http.StatusOK, mergePage(page, view))
	}
	view := twinsView{Name: p.Name.Full, Person: id.Public(), Address: personAddress(id) + "/merge"}
	if view.Twins, err = twinsOf(ctx, h.Store, t, p); err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, twinsPage(page, view))
}

// identityStore is what looking for somebody's other records reads.
type identityStore interface {
	registry.PersonReader
	registry.IdentityReader
}

// shownTwins bounds how many records one page holds against another.
const shownTwins = 20

// twinsOf gives who may be the same person as p, the likeliest first; people of
// another name only where the evidence is not against it.
func twinsOf(ctx context.Context, store identityStore, t teller, p *registry.Person) ([]candidate, error) {
	matches, err := store.FindPeople(ctx, []registry.Probe{p.Probe()})
	if err != nil {
		return nil, err
	}
	named := map[registry.PersonID]bool{}
	var ids []registry.PersonID
	for _, m := range matches[0] {
		if m.Person != p.ID {
			ids, named[m.Person] = append(ids, m.Person), m.ByName
		}
	}
	people, err := registry.VisiblePeople(ctx, store, ids)
	if err != nil {
		return nil, err
	}
	var twins []candidate
	for _, q := range people {
		if like := t.likeness(p, q); named[q.ID] || like.Verdict != registry.VerdictDifferent {
			twins = append(twins, candidate{q.ID.Public(), q.Name.Full, mergeAddress(p.ID, q.ID), like, q.Version})
		}
	}
	order := []registry.Verdict{registry.VerdictSame, registry.VerdictReview, registry.VerdictDifferent}
	slices.SortStableFunc(twins, func(a, b candidate) int { return slices.Index(order, a.Verdict) - slices.Index(order, b.Verdict) })
	return twins[:min(len(twins), shownTwins)], nil
}

// preview says what merging will do.
func (h *Merge) preview(ctx context.Context, t teller, kept registry.PersonID, with string) (mergeView, error) {
	gone, err := registry.ParsePersonID(with)
	if err != nil {
		return mergeView{}, err
	}
	if _, err := registry.VisiblePerson(ctx, h.Store, gone); err != nil {
		return mergeView{}, err
	}
	m, err := registry.PlanMerge(ctx, h.Store, kept, gone)
	if err != nil {
		return mergeView{}, err
	}
	v := mergeView{
		Name: m.Kept.Name.Full, Kept: kept.Public(), Gone: gone.Public(), Address: personAddress(kept) + "/merge", Other: mergeAddress(gone, kept),
		Likeness: t.likeness(m.Kept, m.Gone),
	}
	v.Seen = [2]int64{m.Kept.Version, m.Gone.Version}
	if v.Asked, err = h.asked(ctx, t, kept, gone); err != nil {
		return v, err
	}
	v.ConfirmContrary = v.Likeness.Verdict == registry.VerdictDifferent
	v.Table = t.sideBySide([]compareHead{
		{t.T("merge.kept", "ID", v.Kept), m.Kept.Name.Full, personAddress(kept)}, {t.T("merge.gone", "ID", v.Gone), m.Gone.Name.Full, personAddress(gone)},
		{Title: t.T("merge.result")},
	}, []*registry.Person{m.Kept, m.Gone, m.Person}, 2)
	for _, l := range m.Lost {
		former := &registry.Person{}
		if err := (registry.Delta{l.Field: l.Value}).Apply(former); err != nil {
			return v, err
		}
		v.Lost = append(v.Lost, fact{Label: t.fieldName(l.Field), line: line{Text: t.field(former, l.Field), Detail: l.Of.Public()}})
	}
	return v, nil
}

// Merge serves POST /people/:id/merge.
func (h *Merge) Merge(c echo.Context) error {
	ctx := c.Request().Context()
	kept, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	gone, err := registry.ParsePersonID(c.FormValue("gone"))
	if err != nil {
		return err
	}
	_, receipt, err := h.gate().Merge(ctx, kept, gone, seen(c, "version", "gone-version")...)
	if receipt, err = registry.Again(ctx, h.gate(), receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	open, err := registry.OpenRequestsOf(ctx, h.Store, kept, gone)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(personAddress(kept), "merged", int64(gone), len(open)))
}

// unmergeView shows what taking a merge apart will do.
type unmergeView struct {
	Name, Gone, Kept string
	Address, Back    string
	Table            sideBySide
	Left             []registry.Kept
	Version          int64 // of who stayed
}

// ShowUnmerge serves GET /people/:id/unmerge; the id is that of who was merged.
func (h *Merge) ShowUnmerge(c echo.Context) error {
	ctx := c.Request().Context()
	gone, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	now, err := registry.VisiblePerson(ctx, h.Store, gone)
	if err != nil {
		return err
	}
	u, err := registry.PlanUnmerge(ctx, h.Store, gone)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "unmerge.title", "Name", u.Gone.Name.Full)
	t := teller{page.Words, ref}
	kept := u.Merged.Kept
	view := unmergeView{
		Name: u.Gone.Name.Full, Gone: gone.Public(), Kept: kept.Public(), Address: personAddress(gone) + "/unmerge", Back: personAddress(kept), Left: u.Left, Version: u.Kept.Version,
		Table: t.sideBySide([]compareHead{
			{t.T("unmerge.now"), now.Name.Full, personAddress(kept)}, {Title: t.T("unmerge.kept", "ID", kept.Public())}, {Title: t.T("unmerge.back", "ID", gone.Public())},
		}, []*registry.Person{now, u.Kept, u.Gone}, 3),
	}
	return h.Site.render(c, http.StatusOK, unmergePage(page, view))
}

// Unmerge serves POST /people/:id/unmerge.
func (h *Merge) Unmerge(c echo.Context) error {
	ctx := c.Request().Context()
	gone, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	_, receipt, err := h.gate().Unmerge(ctx, h.Store, gone, seen(c, "version")...)
	if receipt, err = registry.Again(ctx, h.gate(), receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	kept := receipt.Subjects[0].ID // the subject of the commit is the one who stayed
	return c.Redirect(http.StatusSeeOther, done(personAddress(gone), "unmerged", kept, int(gone)))
}
