package web

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// RequestStore is what the pages of requests read and commit to through the gate.
type RequestStore interface {
	registry.OwnStore
	registry.ReferenceReader
	registry.ImportReader
}

// Requests serves the cases of people about their own data, with the clocks of the
// law.
type Requests struct {
	Site     *Site
	Store    RequestStore
	Sealer   registry.Sealer
	Erasures registry.Erasures
	Now      func() time.Time
}

func (h *Requests) gate() registry.Requests { return registry.Requests{Store: h.Store, Now: h.Now} }

func (h *Requests) today() registry.Date { return registry.DateOf(h.Now().In(registry.Vietnam)) }

func requestAddress(id registry.RequestID) string { return fmt.Sprintf("/requests/%d", id) }

// requestView is one case in words.
type requestView struct {
	ID                  registry.RequestID
	Href                string
	Kind                registry.RequestKind
	What, Person, Name  string
	PersonHref          string
	Contact, Detail     string
	Received, State     string
	Acknowledge, Settle string // the clocks
	Sure                bool   // the holidays they follow were verified
	Overdue, Open       bool
	Acknowledged        bool
	Extended            bool
	Decided, Decision   string
	Account             string
	Cleaning            bool   // traces of the erased person are still being taken out
	Refused             string // what was refused: "extend", "refuse", "erase"
	Sent                url.Values
}

func (h *Requests) view(t teller, r *registry.Request) requestView {
	calendar := t.ref.Calendar()
	clock := r.Clock(calendar)
	return requestView{
		ID: r.ID, Href: requestAddress(r.ID), Kind: r.Kind, What: t.T("request." + string(r.Kind)), Person: r.Person.Public(), PersonHref: personAddress(r.Person),
		Name: r.Name, Contact: r.Contact, Detail: r.Detail, Received: t.Moment(r.Received), State: t.T("request.state." + string(r.State)),
		Acknowledge: t.Date(clock.Acknowledge), Settle: t.Date(clock.Settle), Sure: clock.Sure, Overdue: r.Overdue(calendar, h.today()), Open: r.Open(),
		Acknowledged: r.State != registry.RequestReceived, Extended: !r.Extended.IsZero(), Decided: t.Moment(r.Decided), Decision: r.Decision, Account: r.Account,
	}
}

// List serves GET /requests?all=1: the open cases, the most urgent first, or all.
func (h *Requests) List(c echo.Context) error {
	ctx := c.Request().Context()
	all := c.QueryParam("all") != ""
	list, err := h.Store.Requests(ctx, !all)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	calendar := ref.Calendar()
	slices.SortStableFunc(list, func(a, b registry.Request) int { return dueOf(&a, calendar).Compare(dueOf(&b, calendar)) })
	page := h.Site.page(c, "manage", "requests.title")
	t := teller{page.Words, ref}
	views := each(list, func(r registry.Request) requestView { return h.view(t, &r) })
	return h.Site.render(c, http.StatusOK, requestsPage(page, views, all))
}

// dueOf gives the day by which the next step of a case is due; closed ones come last.
func dueOf(r *registry.Request, calendar registry.Calendar) registry.Date {
	clock := r.Clock(calendar)
	switch {
	case !r.Open():
		return registry.Date{Year: 9999}
	case r.State == registry.RequestReceived:
		return clock.Acknowledge
	}
	return clock.Settle
}

// requestDraft is a case as its form has it.
type requestDraft struct {
	registry.Request
	whose string
	day   registry.Date
}

func (d *requestDraft) inputs() []input {
	return []input{
		required(textIn("person", &d.whose)),
		required(choiceIn("kind", &d.Kind, "request.", registry.RequestAccess, registry.RequestCorrect, registry.RequestWithdraw, registry.RequestErase)),
		required(textIn("name", &d.Name)), textIn("contact", &d.Contact), textIn("detail", &d.Detail), dateIn("received", &d.day),
	}
}

// New serves GET /requests/new?person=….
func (h *Requests) New(c echo.Context) error {
	return h.form(c, &requestDraft{whose: c.QueryParam("person"), day: h.today()}, nil, nil)
}

// form shows the form of a case; refused says what is wrong with what was sent.
func (h *Requests) form(c echo.Context, d *requestDraft, sent url.Values, refused map[string]string) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "request.new")
	t := teller{page.Words, ref}
	groups := []formGroup{{t.T("request.what"), t.fields("requests", d.inputs(), sent, refused)}}
	status := http.StatusOK
	if len(refused) > 0 {
		status = http.StatusBadRequest
	}
	return h.Site.render(c, status, requestForm(page, groups, t.problems(groups, nil)))
}

// Add serves POST /requests.
func (h *Requests) Add(c echo.Context) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	t := teller{h.Site.Words.For(c.Request()), ref}
	d := &requestDraft{}
	refused := t.readForm(d.inputs(), c.Request().PostForm)
	id, err := registry.ParsePersonID(d.whose)
	if err != nil {
		refused["person"] = t.T("request.noperson")
	}
	d.Person, d.Received = id, h.received(d.day, refused, t)
	receipt, err := registry.Receipt{}, h.gate().Check(&d.Request)
	if err == nil && len(refused) == 0 {
		receipt, err = h.gate().Open(ctx, &d.Request)
	}
	if e, ok := errors.AsType[*registry.Error](err); ok && len(e.Problems) > 0 {
		for _, p := range e.Problems {
			refused[p.Field] = cmp.Or(refused[p.Field], p.Reason)
		}
	} else if registry.KindOf(err) == registry.NotFound {
		refused["person"] = t.T("request.noperson")
	} else if err != nil {
		return err
	}
	if len(refused) > 0 {
		return h.form(c, d, c.Request().PostForm, refused)
	}
	return c.Redirect(http.StatusSeeOther, done(requestAddress(registry.RequestID(receipt.Subjects[0].ID)), "requested", 0, 0))
}

// received gives the moment a case came in: now for today, else noon of the day;
// the clocks count days.
func (h *Requests) received(day registry.Date, refused map[string]string, t teller) time.Time {
	today := h.today()
	switch {
	case day.IsZero() || day == today:
		return time.Time{}
	case day.Day == 0:
		refused["received"] = t.T("request.noday")
		return time.Time{}
	}
	return time.Date(day.Year, time.Month(day.Month), day.Day, 12, 0, 0, 0, registry.Vietnam).UTC()
}

// Show serves GET /requests/:id.
func (h *Requests) Show(c echo.Context) error { return h.show(c, "", nil) }

// show shows a case; step and cause say what of it was refused.
func (h *Requests) show(c echo.Context, step string, cause *registry.Error) error {
	ctx := c.Request().Context()
	r, err := h.Store.Request(ctx, requestID(c))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "request.title", "ID", int(r.ID))
	v := h.view(teller{page.Words, ref}, r)
	if v.Cleaning, err = h.Erasures.Cleaning(ctx, r.ID); err != nil {
		return err
	}
	status := http.StatusOK
	if cause != nil {
		status, v.Refused, page.Refusal, v.Sent = http.StatusBadRequest, step, cause.Message, c.Request().PostForm
	}
	return h.Site.render(c, status, requestPage(page, v))
}

func requestID(c echo.Context) registry.RequestID { return registry.RequestID(number(c.Param("id"))) }

// Step serves POST /requests/:id: what is done about a case, short of settling it.
func (h *Requests) Step(c echo.Context) error {
	ctx, id, step := c.Request().Context(), requestID(c), c.FormValue("do")
	var r registry.Receipt
	var err error
	switch step {
	case "acknowledge":
		r, err = h.gate().Acknowledge(ctx, id)
	case "extend":
		until, ok := readDate(c.FormValue("until"))
		if !ok {
			until = registry.Date{} // the gate says what is missing
		}
		r, err = h.gate().Extend(ctx, id, until, c.FormValue("why"))
	case "refuse":
		r, err = h.gate().Refuse(ctx, id, c.FormValue("why"))
	default:
		return registry.Errorf(registry.Invalid, "Không rõ việc cần làm với yêu cầu. Hãy mở lại yêu cầu rồi chọn.")
	}
	return h.stepped(c, step, r, err)
}

// stepped goes back to the case after a step, or says why it was refused.
func (h *Requests) stepped(c echo.Context, step string, r registry.Receipt, err error) error {
	ctx := c.Request().Context()
	if r, err = registry.Again(ctx, registry.People{Store: h.Store}, r, err); err != nil {
		if e, ok := errors.AsType[*registry.Error](err); ok && e.Kind == registry.Invalid {
			return h.show(c, step, e)
		}
		return err
	}
	h.Site.searchable(ctx, r.Last)
	return c.Redirect(http.StatusSeeOther, done(requestAddress(requestID(c)), "stepped", 0, 0))
}

// Settle serves POST /requests/:id/settle: does what the case asks for. Who is to be
// erased must be named once more, since nothing brings them back.
func (h *Requests) Settle(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := h.Store.Request(ctx, requestID(c))
	if err != nil {
		return err
	}
	var r registry.Receipt
	switch q.Kind {
	case registry.RequestErase:
		if strings.TrimSpace(c.FormValue("sure")) != q.Person.Public() && q.Open() {
			return h.show(c, "erase", registry.Errorf(registry.Invalid, "Chưa xóa. Hãy gõ đúng mã hồ sơ %s để xác nhận.", q.Person.Public()))
		}
		r, err = h.gate().Erase(ctx, h.Erasures, q.ID)
	case registry.RequestAccess:
		r, err = h.gate().Grant(ctx, q.ID)
	case registry.RequestWithdraw:
		r, err = h.gate().Withdraw(ctx, q.ID)
	default:
		r, err = h.gate().Corrected(ctx, h.Store, q.ID)
	}
	return h.stepped(c, "settle", r, err)
}

// Data serves GET /requests/:id/data: everything held about who asked to see it, as
// one file.
func (h *Requests) Data(c echo.Context) error {
	ctx := c.Request().Context()
	q, err := h.Store.Request(ctx, requestID(c))
	if err != nil {
		return err
	}
	if !q.HandsOut() {
		return registry.Errorf(registry.Conflict, "Chỉ xuất bản sao dữ liệu cho một yêu cầu xem đang mở.")
	}
	own, err := registry.Own(ctx, h.Store, h.Sealer, q, h.Now())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := OwnCopy(ctx, &b, h.Site.Words.In(Vietnamese), h.Store, own); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", `attachment; filename="ban-sao-du-lieu.html"`)
	return c.Blob(http.StatusOK, "text/html; charset=utf-8", b.Bytes())
}

// clockLine says by when the next step of a case is due.
func clockLine(p Page, r requestView) string {
	if r.Acknowledged {
		return p.T("request.settleby", "Date", r.Settle)
	}
	return joined(" · ", p.T("request.acknowledgeby", "Date", r.Acknowledge), p.T("request.settleby", "Date", r.Settle))
}

// settleClass colours what cannot be undone.
func settleClass(k registry.RequestKind) string {
	if k == registry.RequestErase {
		return "btn-undo"
	}
	return "btn-main"
}

// sentTo gives what was sent with a step that was refused.
func sentTo(v requestView, step, name string) string {
	if v.Refused != step {
		return ""
	}
	return v.Sent.Get(name)
}
