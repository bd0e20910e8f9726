package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// OwnEdits serves the forms in which experts correct their own records: the same as for who
// looks after them, but what is sent is proposed, part by part. Readiness to advise is
// theirs to say and is written at once.
type OwnEdits struct {
	Edit    *Edit
	Gate    registry.Proposals
	Experts registry.Experts
}

// adviceList is the list that is written at once.
const adviceList = "advice"

// begin reads the reader's record with all that they proposed before.
func (h *OwnEdits) begin(c echo.Context) (*editing, error) {
	ctx := c.Request().Context()
	now, draft, err := h.Gate.Draft(ctx)
	if err != nil {
		return nil, err
	}
	ref, err := h.Edit.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	e := &editing{person: draft, base: draft, sent: c.Request().PostForm, version: now.Version, root: "/own/edit", back: "/own"}
	e.page = h.Edit.Site.page(c, "own", "mine.edit.title")
	e.teller, e.send = teller{e.page.Words, ref}, e.page.T("proposal.send")
	if seen := number(c.FormValue("version")); c.Request().Method == http.MethodPost && seen != now.Version {
		return nil, registry.Errorf(registry.Stale, "Hồ sơ của bạn đã được sửa sau khi bạn mở biểu mẫu. Hãy mở lại trang này rồi đề nghị lại.")
	}
	return e, nil
}

// ownInputs are the values a record has one of that its person may propose to correct.
func ownInputs(p *registry.Person) []input {
	may := registry.ProposableFields()
	return slices.DeleteFunc(scalarInputs(p), func(i input) bool { return i.Name == "public" && !slices.Contains(may, i.Name) })
}

// form is the form of those values.
func (h *OwnEdits) form(e *editing, p *registry.Person, sent map[string][]string, refused map[string]string) formView {
	v := e.scalarForm(p, sent, refused)
	v.Heading, v.Version = e.T("mine.edit.title"), e.version
	v.Lists = slices.DeleteFunc(each(recordLists, func(l recordList) option {
		return option{Value: l.name, Label: e.fieldName(l.name), Href: e.root + "/" + l.name, N: l.items.size(e.person)}
	}), func(o option) bool { return !proposable(o.Value) })
	for g := range v.Groups {
		v.Groups[g].Fields = slices.DeleteFunc(v.Groups[g].Fields, func(f formField) bool { return f.Name == "public" })
	}
	v.Groups = slices.DeleteFunc(v.Groups, func(g formGroup) bool { return len(g.Fields) == 0 })
	return v
}

func proposable(list string) bool {
	return list == adviceList || slices.Contains(registry.ProposableFields(), list)
}

// Form serves GET /own/edit.
func (h *OwnEdits) Form(c echo.Context) error {
	e, err := h.begin(c)
	if err != nil {
		return err
	}
	return h.Edit.Site.render(c, http.StatusOK, formPage(e.page, h.form(e, e.person, nil, nil)))
}

// Save serves POST /own/edit.
func (h *OwnEdits) Save(c echo.Context) error {
	e, err := h.begin(c)
	if err != nil {
		return err
	}
	mine := *e.person
	inputs := ownInputs(&mine)
	refused := e.readForm(inputs, e.sent)
	elsewhere := refuse(refused, mine.ValidateOver(e.person, e.ref, h.Edit.today()), inputs, "")
	if len(refused)+len(elsewhere) == 0 {
		elsewhere, err = h.propose(c, e, &mine, refused, inputs, "")
	}
	if len(refused)+len(elsewhere) > 0 {
		form := h.form(e, &mine, e.sent, refused)
		form.Problems = e.problems(form.Groups, elsewhere)
		return h.Edit.Site.render(c, http.StatusBadRequest, formPage(e.page, form))
	}
	return err
}

// propose sends what differs; what is refused of it is told beside its field.
func (h *OwnEdits) propose(c echo.Context, e *editing, want *registry.Person, refused map[string]string, inputs []input, prefix string) ([]registry.Problem, error) {
	_, err := h.Gate.Propose(c.Request().Context(), want, e.sent.Get("reason"))
	if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid {
		if len(e.Problems) == 0 { // nothing was changed
			return []registry.Problem{{Reason: e.Message}}, nil
		}
		return refuse(refused, e.Problems, inputs, prefix), nil
	}
	if err != nil {
		return nil, err
	}
	return nil, c.Redirect(http.StatusSeeOther, done("/own", "proposed", 0, 0))
}

func (h *OwnEdits) beginList(c echo.Context) (*listEditing, error) {
	list, ok := listNamed(c.Param("list"))
	if !ok || !proposable(list.name) {
		return nil, registry.Errorf(registry.NotFound, "Bạn không đề nghị sửa được mục này. Hãy mở lại trang Hồ sơ của tôi rồi chọn mục khác.")
	}
	e, err := h.begin(c)
	if err != nil {
		return nil, err
	}
	if list.name == adviceList {
		e.send = e.T("form.save")
	}
	return &listEditing{e, list}, nil
}

// List serves GET /own/edit/:list.
func (h *OwnEdits) List(c echo.Context) error {
	e, err := h.beginList(c)
	if err != nil {
		return err
	}
	return h.Edit.showList(c, e, http.StatusOK)
}

// Item serves GET /own/edit/:list/:place.
func (h *OwnEdits) Item(c echo.Context) error {
	e, err := h.beginList(c)
	if err != nil {
		return err
	}
	item, at, err := e.item(e.person, c.Param("place"))
	if err != nil {
		return err
	}
	return h.Edit.Site.render(c, http.StatusOK, formPage(e.page, e.itemForm(item, at, c.Param("place"), nil, nil)))
}

// SaveItem serves POST /own/edit/:list/:place: the item as the form has it, or with
// do=remove without it.
func (h *OwnEdits) SaveItem(c echo.Context) error {
	e, err := h.beginList(c)
	if err != nil {
		return err
	}
	mine, at, err := e.item(e.person, c.Param("place"))
	if err != nil {
		return err
	}
	if c.FormValue("do") == "remove" {
		e.list.items.remove(mine, at)
		_, err := h.write(c, e, mine, map[string]string{}, nil, "")
		return err
	}
	inputs := e.list.ask(mine, at)
	refused := e.readForm(inputs, e.sent)
	*e.list.items.source(mine, at) = 0
	elsewhere := refuse(refused, mine.ValidateOver(e.person, e.ref, h.Edit.today()), inputs, itemPrefix(e.list.name, at))
	if len(refused)+len(elsewhere) == 0 {
		settleMain(mine, e.list.name, at)
		elsewhere, err = h.write(c, e, mine, refused, inputs, itemPrefix(e.list.name, at))
	}
	if len(refused)+len(elsewhere) > 0 {
		form := e.itemForm(mine, at, c.Param("place"), e.sent, refused)
		form.Problems = e.problems(form.Groups, elsewhere)
		return h.Edit.Site.render(c, http.StatusBadRequest, formPage(e.page, form))
	}
	return err
}

// write proposes a list, or writes the one that is theirs to say.
func (h *OwnEdits) write(c echo.Context, e *listEditing, mine *registry.Person, refused map[string]string, inputs []input, prefix string) ([]registry.Problem, error) {
	if e.list.name != adviceList {
		return h.propose(c, e.editing, mine, refused, inputs, prefix)
	}
	ctx := c.Request().Context()
	r, err := h.Experts.Advise(ctx, e.version, mine.Advice)
	if e, ok := errors.AsType[*registry.Error](err); ok && len(e.Problems) > 0 {
		return refuse(refused, e.Problems, inputs, prefix), nil
	}
	if err != nil {
		return nil, err
	}
	h.Edit.Site.searchable(ctx, r.Last)
	return nil, c.Redirect(http.StatusSeeOther, done("/own", "advised", 0, 0))
}

// Withdraw serves POST /own/proposals/:id/withdraw.
func (h *OwnEdits) Withdraw(c echo.Context) error {
	if _, err := h.Gate.Withdraw(c.Request().Context(), registry.ProposalID(number(c.Param("id")))); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/own", "unproposed", 0, 0))
}
