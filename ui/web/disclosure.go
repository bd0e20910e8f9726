package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// Disclosures serves what agencies ask of each other's data (đề nghị khai thác dữ liệu).
type Disclosures struct {
	Site  *Site
	Store registry.DisclosureStore
	// Find gives whom a text finds, as far as the context's actor sees them.
	Find func(ctx context.Context, text string) ([]registry.PersonID, error)
	Now  func() time.Time
}

func (h *Disclosures) gate() registry.Disclosures {
	return registry.Disclosures{Store: h.Store, Find: h.Find, Now: h.Now}
}

func (h *Disclosures) today() registry.Date { return registry.DateOf(h.Now().In(registry.Vietnam)) }

func disclosureAddress(id registry.DisclosureID) string { return fmt.Sprintf("/disclosures/%d", id) }

// disclosureView is one request for data in words.
type disclosureView struct {
	ID                            registry.DisclosureID
	Version                       int64
	Href                          string
	Asker, Owner, Document        string
	Purpose, Fields, Whom, Until  string
	State                         string
	Asked, Account                string
	Decided, Decider, Decision    string
	Mine, Answerable, Open, Fetch bool // what the reader may do
	Approved, Expired             bool
	Candidates                    []option // whom an approval lets out, the first of them
	N                             int
	TooMany                       string // why they cannot be counted
	Refused                       string // the step that was refused
	Why                           string // as it was sent
}

// shownCandidates is how many people the page names.
const shownCandidates = 20

func (h *Disclosures) view(t teller, actor registry.Actor, d *registry.Disclosure) disclosureView {
	v := disclosureView{
		ID: d.ID, Version: d.Version, Href: disclosureAddress(d.ID), Asker: t.ref.OrganisationName(d.Asker), Owner: t.T("disclosure.everyowner"),
		Document: t.T("disclosure.document.line", "Document", d.Document, "Dated", t.Date(d.Dated)), Purpose: d.Purpose,
		Fields: strings.Join(each(d.Fields, t.fieldName), ", "), Until: t.Date(d.Until), State: t.T("disclosure.state." + string(d.State)),
		Asked: t.Moment(d.Asked), Account: d.Account, Decided: t.Moment(d.Decided), Decider: d.Decider, Decision: d.Decision,
		Mine: d.AskedBy(actor), Answerable: d.MayAnswer(actor) && (d.Open() || d.State == registry.DisclosureApproved), Open: d.Open(),
		Approved: d.State == registry.DisclosureApproved, N: len(d.People),
	}
	if d.Owner != 0 {
		v.Owner = t.ref.OrganisationName(d.Owner)
	}
	v.Fetch = v.Mine && d.Given(h.today())
	v.Expired = (v.Approved || v.Open) && h.today().Compare(d.Until) > 0
	switch {
	case d.Search != "":
		v.Whom = t.T("disclosure.whom.search", "Text", d.Search)
	case len(d.People) > 0:
		v.Whom = t.T("disclosure.whom.named", "N", len(d.People))
	default:
		v.Whom = t.T("disclosure.whom.all")
	}
	return v
}

// List serves GET /disclosures.
func (h *Disclosures) List(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := h.gate().List(ctx)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "disclosures.title")
	t, actor := teller{page.Words, ref}, registry.ActorOf(ctx)
	slices.SortStableFunc(all, func(a, b registry.Disclosure) int { return cmp.Compare(h.urgent(&b, actor), h.urgent(&a, actor)) })
	return h.Site.render(c, http.StatusOK, disclosuresPage(page, each(all, func(d registry.Disclosure) disclosureView { return h.view(t, actor, &d) })))
}

// urgent puts what waits for the actor first, then what they can fetch.
func (h *Disclosures) urgent(d *registry.Disclosure, actor registry.Actor) int {
	switch {
	case d.Open() && d.MayAnswer(actor):
		return 2
	case d.AskedBy(actor) && d.Given(h.today()):
		return 1
	}
	return 0
}

// disclosureDraft is a request as its form has it.
type disclosureDraft struct {
	registry.Disclosure
	whose  []string // the named people, as they were typed
	wanted map[string]*bool
}

func (h *Disclosures) draft() *disclosureDraft {
	d := &disclosureDraft{wanted: map[string]*bool{}}
	d.Dated = h.today()
	for _, name := range registry.DisclosableFields() {
		d.wanted[name] = new(bool)
	}
	return d
}

// inputs are what is asked before the parts of a record; who asks for their own agency is
// not asked for it.
func (d *disclosureDraft) inputs(actor registry.Actor) []input {
	var all []input
	if actor.Role != registry.DataOfficer {
		all = append(all, required(placeIn("asker", &d.Asker, nil)))
	}
	return append(all, placeIn("owner", &d.Owner, nil), required(textIn("document", &d.Document)), required(dateIn("dated", &d.Dated)),
		required(textIn("purpose", &d.Purpose)), required(dateIn("until", &d.Until)), textIn("search", &d.Search), input{Name: "people", Kind: asLines, value: linesValue{&d.whose}})
}

// parts are the parts of a record, one tick each.
func (d *disclosureDraft) parts() []input {
	return each(registry.DisclosableFields(), func(name string) input {
		return input{Name: "part." + name, Kind: asYes, value: yesValue{d.wanted[name]}}
	})
}

// New serves GET /disclosures/new.
func (h *Disclosures) New(c echo.Context) error {
	return h.form(c, http.StatusOK, h.draft(), nil, nil, nil)
}

func (h *Disclosures) form(c echo.Context, status int, d *disclosureDraft, sent url.Values, refused map[string]string, elsewhere []registry.Problem) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "disclosure.new")
	t := teller{page.Words, ref}
	fields := t.fields("disclosures", d.inputs(registry.ActorOf(ctx)), sent, refused)
	parts := t.fields("disclosures", d.parts(), sent, refused)
	for i, name := range registry.DisclosableFields() {
		parts[i].Label = t.fieldName(name)
	}
	for i := range fields {
		switch fields[i].Name {
		case "people": // the label says it
			fields[i].Help = ""
		case "dated", "until":
			fields[i].Help = t.T("disclosure.help.date")
		}
	}
	at := slices.IndexFunc(fields, func(f formField) bool { return f.Name == "search" })
	groups := []formGroup{{t.T("disclosure.ground"), fields[:at]}, {t.T("disclosure.whom"), fields[at:]}, {t.T("disclosure.what"), parts}}
	return h.Site.render(c, status, disclosureForm(page, groups, t.problems(groups, elsewhere)))
}

// Ask serves POST /disclosures.
func (h *Disclosures) Ask(c echo.Context) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	t, d, sent := teller{h.Site.Words.For(c.Request()), ref}, h.draft(), c.Request().PostForm
	inputs := d.inputs(registry.ActorOf(ctx))
	refused := t.readForm(append(inputs, d.parts()...), sent)
	for _, name := range registry.DisclosableFields() {
		if *d.wanted[name] {
			d.Fields = append(d.Fields, name)
		}
	}
	for _, who := range d.whose {
		id, err := registry.ParsePersonID(who)
		if err != nil {
			refused["people"] = t.T("request.noperson")
		}
		d.People = append(d.People, id)
	}
	var elsewhere []registry.Problem
	var receipt registry.Receipt
	if len(refused) == 0 {
		receipt, err = h.gate().Ask(ctx, &d.Disclosure)
		if e, ok := errors.AsType[*registry.Error](err); ok && len(e.Problems) > 0 {
			elsewhere, err = refuse(refused, e.Problems, inputs, ""), nil
		}
		if err != nil {
			return err
		}
	}
	if len(refused)+len(elsewhere) > 0 {
		return h.form(c, http.StatusBadRequest, d, sent, refused, elsewhere)
	}
	return c.Redirect(http.StatusSeeOther, done(disclosureAddress(registry.DisclosureID(receipt.Subjects[0].ID)), "disclosureasked", 0, 0))
}

func disclosureID(c echo.Context) registry.DisclosureID {
	return registry.DisclosureID(number(c.Param("id")))
}

// Show serves GET /disclosures/:id.
func (h *Disclosures) Show(c echo.Context) error { return h.show(c, "", nil) }

func (h *Disclosures) show(c echo.Context, step string, cause *registry.Error) error {
	ctx := c.Request().Context()
	d, err := h.gate().Disclosure(ctx, disclosureID(c))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "disclosure.title", "ID", int(d.ID))
	v := h.view(teller{page.Words, ref}, registry.ActorOf(ctx), d)
	if v.Answerable {
		if err := h.candidates(ctx, d, &v); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if cause != nil {
		status, v.Refused, v.Why, page.Refusal = http.StatusBadRequest, step, c.FormValue("why"), cause.Message
	}
	return h.Site.render(c, status, disclosurePage(page, v))
}

// candidates names to who answers whom an approval lets out, or has let out.
func (h *Disclosures) candidates(ctx context.Context, d *registry.Disclosure, v *disclosureView) (err error) {
	ids := d.People
	if d.Open() {
		ids, err = h.gate().Candidates(ctx, d)
		if e, ok := errors.AsType[*registry.Error](err); ok && (e.Kind == registry.TooLarge || e.Kind == registry.Invalid) {
			v.TooMany = e.Message
			return nil
		}
		if err != nil {
			return err
		}
	}
	v.N = len(ids)
	people, err := registry.VisiblePeople(ctx, h.Store, ids[:min(len(ids), shownCandidates)])
	v.Candidates = each(people, func(p *registry.Person) option {
		return option{Label: p.Name.Full, Value: p.ID.Public(), Href: personAddress(p.ID)}
	})
	return err
}

// Answer serves POST /disclosures/:id/answer: do=approve, or else a refusal with its why.
func (h *Disclosures) Answer(c echo.Context) error {
	ctx, id, seen := c.Request().Context(), disclosureID(c), number(c.FormValue("version"))
	if c.FormValue("do") == "approve" {
		_, err := h.gate().Approve(ctx, id, seen)
		return h.stepped(c, "approve", "disclosureapprove", err)
	}
	_, err := h.gate().Refuse(ctx, id, seen, c.FormValue("why"))
	return h.stepped(c, "refuse", "disclosurerefuse", err)
}

// Withdraw serves POST /disclosures/:id/withdraw.
func (h *Disclosures) Withdraw(c echo.Context) error {
	_, err := h.gate().Withdraw(c.Request().Context(), disclosureID(c), number(c.FormValue("version")))
	return h.stepped(c, "withdraw", "disclosurewithdraw", err)
}

// stepped goes back to the request after a step, or says there why it was refused.
func (h *Disclosures) stepped(c echo.Context, step, what string, err error) error {
	if e, ok := errors.AsType[*registry.Error](err); ok && (e.Kind == registry.Invalid || e.Kind == registry.Conflict || e.Kind == registry.Stale || e.Kind == registry.TooLarge) {
		return h.show(c, step, e)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(disclosureAddress(disclosureID(c)), what, 0, 0))
}

// File serves GET /disclosures/:id/file: the data, for who asked, until its day.
func (h *Disclosures) File(c echo.Context) error {
	ctx := c.Request().Context()
	d, people, err := h.gate().Fetch(ctx, disclosureID(c))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("khai-thac-%d", d.ID)
	info := office.Info{Title: h.Site.Words.In(Vietnamese).T("disclosure.sheet", "ID", int(d.ID)), Account: registry.ActorOf(ctx).Account, At: h.Now().In(registry.Vietnam)}
	var file bytes.Buffer
	if err := office.Disclosed(&file, ref, d, people, info); err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + ".xlsx"}))
	header.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, office.XLSX.ContentType(), file.Bytes())
}
