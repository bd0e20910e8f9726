package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"mime"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// ShortlistStore is what the pages of shortlists read.
type ShortlistStore interface {
	registry.ShortlistReader
	registry.PersonReader
	registry.ReferenceReader
}

// Shortlists serves the lists of people picked from the search.
type Shortlists struct {
	Site   *Site
	Store  ShortlistStore
	Gate   registry.Shortlists
	Search *Search // whose page shows what was refused to the form it sent
	Now    func() time.Time
}

// List serves GET /shortlists.
func (h *Shortlists) List(c echo.Context) error {
	lists, err := h.Store.Shortlists(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "shortlists", "shortlists.title")
	return h.Site.render(c, http.StatusOK, shortlistsPage(page, lists))
}

// Pick serves POST /shortlists: puts the ticked people on a list, a new one
// where none is named, and goes back to where they were ticked. What the
// form of a search cannot have shows that search again.
func (h *Shortlists) Pick(c echo.Context) error {
	id, added, err := h.pick(c)
	if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid && c.FormValue("back") == "" {
		return h.Search.Refuse(c, e)
	}
	if err != nil {
		return err
	}
	a := askedOf(c.Request().PostForm)
	a.pick = pick{list: id}
	return c.Redirect(http.StatusSeeOther, done(cmp.Or(c.FormValue("back"), a.address()), "picked", id, added))
}

// pick gives the list written, and how many people are new on it.
func (h *Shortlists) pick(c echo.Context) (id int64, added int, err error) {
	ctx := c.Request().Context()
	ids, err := people(c.Request().PostForm["person"])
	if err != nil {
		return 0, 0, err
	}
	list, err := h.target(ctx, c)
	if err != nil {
		return 0, 0, err
	}
	if len(ids) == 0 && (list.ID != 0 || c.FormValue("name") == "") {
		return 0, 0, registry.Errorf(registry.Invalid, "Chưa chọn ai. Hãy đánh dấu vào ô trước tên từng người rồi bấm lại.")
	}
	before := len(list.People)
	for _, id := range ids {
		if !slices.Contains(list.People, id) {
			list.People = append(list.People, id)
		}
	}
	receipt, err := h.Gate.Put(ctx, list)
	if err != nil {
		return 0, 0, err
	}
	return receipt.Subjects[0].ID, len(list.People) - before, nil
}

// target gives the list to add to, as it stands, or a new one.
func (h *Shortlists) target(ctx context.Context, c echo.Context) (*registry.Shortlist, error) {
	if id := number(c.FormValue("list")); id != 0 {
		return h.Store.Shortlist(ctx, registry.ShortlistID(id))
	}
	words := h.Site.Words.For(c.Request())
	name := cmp.Or(c.FormValue("name"), words.T("shortlist.unnamed", "Day", words.Day(h.Now())))
	return &registry.Shortlist{Name: name, Account: registry.ActorOf(ctx).Account}, nil
}

// people reads public ids.
func people(public []string) ([]registry.PersonID, error) {
	ids := make([]registry.PersonID, 0, len(public))
	for _, s := range public {
		id, err := registry.ParsePersonID(s)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// member is one person on a list.
type member struct{ ID, Prefix, Name, Post, Unit, Fields string }

// Show serves GET /shortlists/:id.
func (h *Shortlists) Show(c echo.Context) error {
	list, err := h.list(c)
	if err != nil {
		return err
	}
	return h.show(c, http.StatusOK, list, "")
}

// show renders the page of a list, under why something was refused if it was.
func (h *Shortlists) show(c echo.Context, status int, list *registry.Shortlist, refusal string) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	found, err := registry.VisiblePeople(ctx, h.Store, list.People)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "shortlists", "shortlist.title", "Name", list.Name)
	page.Refusal = refusal
	t := teller{page.Words, ref}
	members := each(found, t.member)
	return h.Site.render(c, status, shortlistPage(page, list, members))
}

func (t teller) member(p *registry.Person) member {
	post, unit := t.post(p)
	return member{p.ID.Public(), p.DisplayPrefix(t.ref), p.Name.Full, post, unit, t.field(p, "fields")}
}

func (h *Shortlists) list(c echo.Context) (*registry.Shortlist, error) {
	return h.Store.Shortlist(c.Request().Context(), registry.ShortlistID(number(c.Param("id"))))
}

// Change serves POST /shortlists/:id: a new name, or people taken off. What
// cannot be taken shows the list again.
func (h *Shortlists) Change(c echo.Context) error {
	list, err := h.list(c)
	if err != nil {
		return err
	}
	was := *list
	address, err := h.change(c, list)
	if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid {
		return h.show(c, http.StatusBadRequest, &was, e.Message)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// change gives the address that says what was done.
func (h *Shortlists) change(c echo.Context, list *registry.Shortlist) (address string, err error) {
	if off := c.Request().PostForm["person"]; len(off) > 0 || !c.Request().PostForm.Has("name") {
		return h.drop(c, list, off)
	}
	list.Name, list.Version = c.FormValue("name"), number(c.FormValue("version"))
	if _, err := h.Gate.Put(c.Request().Context(), list); err != nil {
		return "", err
	}
	return done(listAddress(int64(list.ID)), "renamed", 0, 0), nil
}

func (h *Shortlists) drop(c echo.Context, list *registry.Shortlist, public []string) (address string, err error) {
	ids, err := people(public)
	if err != nil {
		return "", err
	}
	if len(ids) == 0 {
		return "", registry.Errorf(registry.Invalid, "Chưa chọn ai để bỏ khỏi danh sách. Hãy đánh dấu vào ô trước tên từng người rồi bấm lại.")
	}
	before := len(list.People)
	list.People = slices.DeleteFunc(slices.Clone(list.People), func(id registry.PersonID) bool { return slices.Contains(ids, id) })
	if _, err := h.Gate.Put(c.Request().Context(), list); err != nil {
		return "", err
	}
	return done(listAddress(int64(list.ID)), "dropped", 0, before-len(list.People)), nil
}

// Remove serves POST /shortlists/:id/remove.
func (h *Shortlists) Remove(c echo.Context) error {
	list, err := h.list(c)
	if err != nil {
		return err
	}
	if _, err := h.Gate.Remove(c.Request().Context(), list); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/shortlists", "removed", 0, 0))
}

// Export serves GET /shortlists/:id/export?format=xlsx|csv. The file is made
// whole before it is sent, so that nobody gets half of one.
func (h *Shortlists) Export(c echo.Context) error {
	ctx := c.Request().Context()
	list, err := h.list(c)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	format := office.Format(cmp.Or(c.QueryParam("format"), string(office.XLSX)))
	info := office.Info{Title: list.Name, Account: registry.ActorOf(ctx).Account, At: h.Now()}
	var file bytes.Buffer
	if _, err := office.Export(&file, format, ref, registry.Lines(registry.EachVisible(ctx, h.Store, list.People), ref, registry.DateOf(info.At.In(registry.Vietnam))), info); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": list.Name + "." + string(format)}))
	header.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, format.ContentType(), file.Bytes())
}
