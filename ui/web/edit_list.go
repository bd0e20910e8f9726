package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// newItem is the place of an item that is not there yet.
const newItem = "new"

// listView is one list of a record, to be changed item by item.
type listView struct {
	Name, Person string
	Heading      string
	Address      string // of the list; items stand below it
	Back         string
	Files        string // where the items come from and go to files; "" for no such place
	Version      int64
	Rows         []listRow
}

// listRow is one item and what can be done with it.
type listRow struct {
	line
	Href   string
	Source string // where it came from
	Place  int    // from 1
	End    string // address of the form with today as its end; "" where it has an end or cannot have one
}

// listEditing is one request about a list, or one item of it.
type listEditing struct {
	*editing
	list recordList
}

func (h *Edit) beginList(c echo.Context) (*listEditing, error) {
	list, ok := listNamed(c.Param("list"))
	if !ok {
		return nil, registry.Errorf(registry.NotFound, "Hồ sơ không có mục %q. Hãy mở lại hồ sơ rồi chọn mục cần sửa.", c.Param("list"))
	}
	e, err := h.begin(c, "edit.title")
	if err != nil {
		return nil, err
	}
	return &listEditing{e, list}, nil
}

func (e *listEditing) address() string { return e.root + "/" + e.list.name }

// List serves GET /people/:id/edit/:list.
func (h *Edit) List(c echo.Context) error {
	e, err := h.beginList(c)
	if err != nil {
		return err
	}
	return h.showList(c, e, http.StatusOK)
}

// showList shows the list as it is now.
func (h *Edit) showList(c echo.Context, e *listEditing, status int) error {
	v := listView{
		Name: e.person.Name.Full, Person: e.person.ID.Public(), Heading: e.fieldName(e.list.name), Address: e.address(),
		Back: e.back, Version: e.person.Version,
	}
	if e.list.name == "publications" && e.send == "" {
		v.Files = publicationsAddress(e.person.ID)
	}
	sources, err := e.sources(c.Request().Context(), h.Store, e.person)
	if err != nil {
		return err
	}
	for i := range e.list.items.size(e.person) {
		row := listRow{line: e.list.say(e.teller, e.person, i), Href: e.address() + "/" + strconv.Itoa(i+1), Place: i + 1,
			Source: e.origin(sources[*e.list.items.source(e.person, i)], e.list.name)}
		if e.lasts(i) {
			row.End = row.Href + "?end=today"
		}
		v.Rows = append(v.Rows, row)
	}
	return h.Site.render(c, status, listPage(e.page, v))
}

// lasts says that item i can have an end and has none.
func (e *listEditing) lasts(i int) bool {
	return slices.ContainsFunc(e.list.ask(e.person, i), func(x input) bool {
		return (x.Name == "to" || x.Name == "until") && x.value.show(e.teller) == ""
	})
}

// Item serves GET /people/:id/edit/:list/:place, the form of one item; with
// ?end=today its end stands there already.
func (h *Edit) Item(c echo.Context) error {
	e, err := h.beginList(c)
	if err != nil {
		return err
	}
	item, at, err := e.item(e.person, c.Param("place"))
	if err != nil {
		return err
	}
	if c.QueryParam("end") == "today" {
		e.end(item, at, h.Now())
	}
	return h.Site.render(c, http.StatusOK, formPage(e.page, e.itemForm(item, at, c.Param("place"), nil, nil)))
}

// end lets item at of p end on the day of now.
func (e *listEditing) end(p *registry.Person, at int, now time.Time) {
	for _, x := range e.list.ask(p, at) {
		if x.Name == "to" || x.Name == "until" {
			x.value.read(e.teller, e.Day(now))
		}
	}
}

// item gives a copy of p in which the item at a place can be written to, an empty
// one for a new one, and where it stands.
func (e *listEditing) item(p *registry.Person, place string) (*registry.Person, int, error) {
	q := *p
	if place == newItem {
		e.list.items.grow(&q)
		return &q, e.list.items.size(&q) - 1, nil
	}
	at := int(number(place)) - 1
	if at < 0 || at >= e.list.items.size(p) {
		return nil, 0, registry.Errorf(registry.NotFound, "Mục này không còn trong hồ sơ. Hãy mở lại danh sách.")
	}
	e.list.items.put(&q, at, p, at)
	return &q, at, nil
}

// itemForm is the form of one item.
func (e *listEditing) itemForm(p *registry.Person, at int, place string, sent url.Values, refused map[string]string) formView {
	v := formView{
		Name: e.person.Name.Full, Person: e.person.ID.Public(), Heading: e.fieldName(e.list.name), Version: e.person.Version,
		Action: e.address() + "/" + place, Back: e.address(), Reason: sent.Get("reason"), Send: e.send,
	}
	if sent != nil {
		v.Version = e.version
	}
	heading := "item.change"
	if place == newItem {
		heading = "item.new"
	}
	v.Groups = []formGroup{{e.T(heading), e.fields(e.list.name, e.list.ask(p, at), sent, refused)}}
	return v
}

// SaveItem serves POST /people/:id/edit/:list/:place: the item as the form has it,
// or with do=remove without it.
func (h *Edit) SaveItem(c echo.Context) error {
	return retried(func() (bool, error) {
		e, err := h.beginList(c)
		if err != nil {
			return false, err
		}
		if c.FormValue("do") == "remove" {
			return h.removeItem(c, e)
		}
		return h.saveItem(c, e)
	})
}

func (h *Edit) saveItem(c echo.Context, e *listEditing) (again bool, err error) {
	place := c.Param("place")
	mine, at, err := e.item(e.base, place)
	if err != nil {
		return false, err
	}
	inputs := e.list.ask(mine, at)
	refused := e.readForm(inputs, e.sent)
	*e.list.items.source(mine, at) = 0 // what is written now comes from who writes it
	if elsewhere := refuse(refused, mine.ValidateOver(e.base, e.ref, h.today()), inputs, itemPrefix(e.list.name, at)); len(refused)+len(elsewhere) > 0 {
		form := e.itemForm(mine, at, place, e.sent, refused)
		form.Problems = e.problems(form.Groups, elsewhere)
		return false, h.Site.render(c, http.StatusBadRequest, formPage(e.page, form))
	}
	next, to := *e.person, e.list.items.size(e.person)
	if place != newItem {
		if to = e.list.items.find(e.person, e.base, at); to < 0 {
			return false, h.chooseItem(c, e, mine, at)
		}
		if e.list.items.find(e.base, mine, at) == at {
			return false, c.Redirect(http.StatusSeeOther, e.address()) // nothing was changed
		}
	}
	e.list.items.put(&next, to, mine, at)
	settleMain(&next, e.list.name, to)
	return h.amend(c, e.editing, &next, e.address())
}

// removeItem takes an item out. One that is gone already is no trouble; one that
// somebody made another of meanwhile stays, and the reader is told.
func (h *Edit) removeItem(c echo.Context, e *listEditing) (again bool, err error) {
	_, at, err := e.item(e.base, c.Param("place"))
	if err != nil {
		return false, err
	}
	next := *e.person
	from := e.list.items.find(e.person, e.base, at)
	if from < 0 {
		return false, h.removedMeanwhile(c, e)
	}
	e.list.items.remove(&next, from)
	return h.amend(c, e.editing, &next, e.address())
}

// removedMeanwhile answers the removal of an item that is no longer there.
func (h *Edit) removedMeanwhile(c echo.Context, e *listEditing) error {
	if len(e.came()) == 0 {
		return c.Redirect(http.StatusSeeOther, e.address())
	}
	m, err := h.meanwhile(c.Request().Context(), e.editing)
	if err != nil {
		return err
	}
	e.page.Refusal = e.T("meanwhile.kept", "Who", m.Who, "When", m.When)
	return h.showList(c, e, http.StatusPreconditionFailed)
}

// came gives the places of items that stand in the list now and did not when the
// form was opened.
func (e *listEditing) came() []int {
	var places []int
	for i := range e.list.items.size(e.person) {
		if e.list.items.find(e.base, e.person, i) < 0 {
			places = append(places, i)
		}
	}
	return places
}

// chooseItem shows that somebody else changed or removed the item meanwhile: how
// it was, what they made of it, and the form with what the reader wrote.
func (h *Edit) chooseItem(c echo.Context, e *listEditing, mine *registry.Person, at int) error {
	m, err := h.meanwhile(c.Request().Context(), e.editing)
	if err != nil {
		return err
	}
	place, theirs := newItem, e.came()
	m.Theirs = each(theirs, func(i int) string { return e.list.say(e.teller, e.person, i).String() })
	if len(theirs) == 1 {
		place, m.Replaces = strconv.Itoa(theirs[0]+1), true
	}
	form := e.itemForm(mine, at, place, nil, nil)
	m.Base = e.list.say(e.teller, e.base, at).String()
	form.Meanwhile, form.Reason = m, e.sent.Get("reason")
	return h.Site.render(c, http.StatusPreconditionFailed, formPage(e.page, form))
}

// settleMain keeps the current positions in order: the main one, if the one at a
// place says it is, stands first and is the only one. What was main once and ended
// is history and stays so; nor does it take the word from the present one.
func settleMain(p *registry.Person, list string, at int) {
	if list != "positions" || !p.Positions[at].Main || !p.Positions[at].To.IsZero() {
		return
	}
	main := p.Positions[at]
	rest := slices.Delete(slices.Clone(p.Positions), at, at+1)
	for i, q := range rest {
		rest[i].Main = q.Main && !q.To.IsZero()
	}
	p.Positions = slices.Insert(rest, 0, main)
}
