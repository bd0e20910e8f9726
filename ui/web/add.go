package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// New serves GET /people/new, the form of somebody who has no record yet.
func (h *Edit) New(c echo.Context) error {
	e, err := h.beginNew(c)
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, formPage(e.page, e.newForm(&registry.Person{}, nil, nil)))
}

// beginNew is a request about somebody who has no record yet.
func (h *Edit) beginNew(c echo.Context) (*editing, error) {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return nil, err
	}
	page := h.Site.page(c, "search", "add.title")
	return &editing{teller: teller{page.Words, ref}, page: page, sent: c.Request().PostForm}, nil
}

// newInputs are what is asked of a new person: what a record has one of, and
// where they work.
func newInputs(p *registry.Person) (own, work []input) {
	if len(p.Positions) == 0 {
		p.Positions = []registry.Position{{Main: true}}
	}
	q := &p.Positions[0]
	return scalarInputs(p), []input{placeIn("organisation", &q.Organisation, nil), placeIn("unit", &q.Unit, &q.Organisation), textIn("post", &q.Post)}
}

func (e *editing) newForm(p *registry.Person, sent url.Values, refused map[string]string) formView {
	own, work := newInputs(p)
	v := formView{Heading: e.T("add.title"), Name: e.T("add.lead"), Action: "/people", Back: "/people", Reason: sent.Get("reason")}
	v.Groups = slices.Insert(e.scalarFields(own, sent, refused), 1, formGroup{e.T("section.work"), e.fields("positions", work, sent, refused)})
	return v
}

// Add serves POST /people. Where somebody like that is known already, it asks
// first whether it is the same person.
func (h *Edit) Add(c echo.Context) error {
	ctx := c.Request().Context()
	e, err := h.beginNew(c)
	if err != nil {
		return err
	}
	p := &registry.Person{}
	own, work := newInputs(p)
	refused := e.readForm(slices.Concat(own, work), e.sent)
	elsewhere := refuse(refused, p.ValidateOver(&registry.Person{}, e.ref, h.today()), own, "")
	if elsewhere = refuse(refused, elsewhere, work, itemPrefix("positions", 0)); len(refused)+len(elsewhere) > 0 {
		form := e.newForm(p, e.sent, refused)
		form.Problems = e.problems(form.Groups, elsewhere)
		return h.Site.render(c, http.StatusBadRequest, formPage(e.page, form))
	}
	if p.Positions[0] == (registry.Position{Main: true}) {
		p.Positions = nil
	}
	if e.sent.Get("sure") != "yes" {
		known, err := twinsOf(ctx, h.Store, e.teller, p)
		if err != nil {
			return err
		}
		if known = slices.DeleteFunc(known, func(k candidate) bool { return k.Verdict == registry.VerdictDifferent }); len(known) > 0 {
			return h.askKnown(c, e, p, known)
		}
	}
	receipt, err := registry.People{Store: h.Store}.Add(ctx, p, registry.Spoken(e.sent.Get("reason")))
	if err != nil {
		return err
	}
	return h.added(c, receipt)
}

// added goes to the page of who was added.
func (h *Edit) added(c echo.Context, receipt registry.Receipt) error {
	h.Site.searchable(c.Request().Context(), receipt.Last)
	id := registry.PersonID(receipt.Subjects[0].ID)
	return c.Redirect(http.StatusSeeOther, done(personAddress(id), "added", int64(receipt.Last), int(id)))
}

// askKnown shows who a new person may be already. Where it is only the same form
// sent twice, the person is the one it added.
func (h *Edit) askKnown(c echo.Context, e *editing, p *registry.Person, known []candidate) error {
	receipt, repeated, err := registry.People{Store: h.Store}.Answered(c.Request().Context())
	if err != nil {
		return err
	}
	if repeated {
		return h.added(c, receipt)
	}
	form := e.newForm(p, e.sent, nil)
	form.Known = known
	return h.Site.render(c, http.StatusConflict, formPage(e.page, form))
}
