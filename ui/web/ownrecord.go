package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// OwnRecords serves the page of who has a record: what they decide and ask about it, and
// what others did with it.
type OwnRecords struct {
	Site *Site
	Gate registry.Experts
	// Proposals are the corrections that the reader proposed.
	Proposals registry.Proposals
	Store     registry.ReferenceReader
}

// ownRecordView is somebody's own record.
type ownRecordView struct {
	Name, ID, Href    string
	Public            bool
	Kinds             []option
	Detail            string
	Requests          []requestView
	Openings, Changes [][]string
	Given             [][]string // what other agencies got
	Advice            []line     // on what they are ready to advise
	Proposals         []proposalLine
	Message           string // why what was asked was refused
	Problem           string // of the detail
}

// shownChanges is how many changes the page shows, the newest.
const shownChanges = 20

// Show serves GET /own.
func (h *OwnRecords) Show(c echo.Context) error {
	return h.show(c, http.StatusOK, registry.RequestCorrect, ownRecordView{})
}

func (h *OwnRecords) show(c echo.Context, status int, chosen registry.RequestKind, v ownRecordView) error {
	ctx := c.Request().Context()
	own, err := h.Gate.Log(ctx)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "own", "mine.title")
	t := teller{page.Words, ref}
	v.Name, v.ID, v.Href, v.Public = own.Person.Name.Full, own.Person.ID.Public(), personAddress(own.Person.ID), own.Person.Public
	v.Kinds = each([]registry.RequestKind{registry.RequestCorrect, registry.RequestAccess, registry.RequestWithdraw, registry.RequestErase}, func(k registry.RequestKind) option {
		return option{Value: string(k), Label: page.T("request." + string(k)), On: k == chosen}
	})
	v.Advice = t.lines(own.Person, "advice")
	mine, err := h.Proposals.Mine(ctx)
	if err != nil {
		return err
	}
	if v.Proposals, err = t.proposalLines(own.Person, mine); err != nil {
		return err
	}
	cases := &Requests{Now: h.Gate.Now}
	for i := len(own.Requests) - 1; i >= 0; i-- { // the newest first
		v.Requests = append(v.Requests, cases.view(t, &own.Requests[i]))
	}
	v.Openings = each(own.Openings, func(x registry.Opening) []string { return []string{t.Moment(x.At), x.Account, x.Purpose} })
	v.Given = t.given(own)
	v.Changes = each(own.Changes[:min(len(own.Changes), shownChanges)], func(x registry.OwnChange) []string {
		return []string{t.Moment(x.At), t.T(ownChange(x)), x.Reason}
	})
	return h.Site.render(c, status, ownRecordPage(page, v))
}

// given puts what other agencies got of a record into rows, the newest last.
func (t teller) given(own *registry.OwnData) [][]string {
	return each(own.Given, func(x registry.Given) []string {
		return []string{t.Moment(x.At), t.ref.OrganisationName(x.Asker), x.Account, x.Document, x.Purpose, strings.Join(each(x.Fields, t.fieldName), ", ")}
	})
}

// givenHeads are the heads of those rows.
var givenHeads = []string{"own.when", "own.given.who", "own.account", "own.given.document", "own.purpose", "own.given.fields"}

// Publish serves POST /own/public: on shows the record to the public, anything else takes
// it back.
func (h *OwnRecords) Publish(c echo.Context) error {
	on := c.FormValue("public") == "on"
	receipt, err := h.Gate.Publish(c.Request().Context(), on)
	if err != nil {
		return err
	}
	h.Site.searchable(c.Request().Context(), receipt.Last)
	what := "unpublished"
	if on {
		what = "published"
	}
	return c.Redirect(http.StatusSeeOther, done("/own", what, 0, 0))
}

// Ask serves POST /own/requests.
func (h *OwnRecords) Ask(c echo.Context) error {
	kind := registry.RequestKind(c.FormValue("kind"))
	_, err := h.Gate.Ask(c.Request().Context(), kind, c.FormValue("detail"))
	if e, ok := errors.AsType[*registry.Error](err); ok && (e.Kind == registry.Invalid || e.Kind == registry.Conflict) {
		v := ownRecordView{Message: e.Message, Detail: c.FormValue("detail"), Problem: refusedField(e.Problems, "detail")}
		return h.show(c, http.StatusBadRequest, kind, v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/own", "asked", 0, 0))
}
