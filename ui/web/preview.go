package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
)

// importView is one import, wherever it stands.
type importView struct {
	registry.Import
	When     string
	Employer string
	Progress importer.Progress
	Plan     *importer.Plan // nil while it is not read
	Tally    []tallyCell
	Outcome  registry.Outcome // the rows shown, "" for all
	Rows     []rowView
	Pages    pager
	Issues   []registry.Issue
	Hidden   int // issues not shown
	Reviews  []reviewView
	Address  string
}

// tallyCell is one outcome, how many rows end so, and the way to them.
type tallyCell struct {
	Outcome registry.Outcome
	N       int
	Href    string
	On      bool
}

// rowView is one row of a workbook with what becomes of it.
type rowView struct {
	Sheet, Name, Note string
	Row               int
	Outcome           registry.Outcome
	Href              string // of the record, "" while there is none
	Changes           []change
}

// Bounds of what one page of a preview shows.
const (
	rowsPerPage = 50
	shownIssues = 100
)

// Show serves GET /imports/:id?outcome=…&page=….
func (h *Imports) Show(c echo.Context) error {
	ctx := c.Request().Context()
	i, err := h.Store.Import(ctx, importID(c))
	if err != nil {
		return err
	}
	page := h.Site.page(c, "imports", "import.title", "File", i.File)
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	t := teller{page.Words, ref}
	view := importView{
		Import: *i, When: page.Moment(i.At), Employer: ref.OrganisationName(i.Organisation),
		Outcome: registry.Outcome(c.QueryParam("outcome")), Address: importAddress(i.ID),
	}
	page.Refresh = running(i.State)
	if page.Refresh {
		view.Progress = h.Importer.Progress(i.ID)
		return h.Site.render(c, http.StatusOK, importPage(page, view))
	}
	h.searchable(ctx, i.Last) // the page says that its people can be found
	if i.Plan != "" {
		err = h.preview(ctx, t, &view, max(1, int(number(c.QueryParam("page")))))
	}
	if err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, importPage(page, view))
}

// preview fills in what the workbook was understood as, and one page of rows.
func (h *Imports) preview(ctx context.Context, t teller, v *importView, at int) (err error) {
	if v.Plan, err = h.Previews.StoredPlan(ctx, v.ID); err != nil {
		return err
	}
	v.Issues = v.Plan.Issues[:min(len(v.Plan.Issues), shownIssues)]
	v.Hidden = len(v.Plan.Issues) - len(v.Issues)
	v.Tally = tally(v.Plan.Counts, v.Address, v.Outcome)
	rows, total, err := h.Previews.StoredRows(ctx, v.ID, v.Outcome, rowsPerPage, (at-1)*rowsPerPage)
	if err != nil {
		return err
	}
	actor := registry.ActorOf(ctx)
	for i := range rows {
		rows[i].Changes = slices.DeleteFunc(rows[i].Changes, func(c importer.ValueChange) bool { return !actor.SeesField(c.Field) })
	}
	v.Rows = each(rows, t.row)
	v.Pages = rowPages(v.Address, v.Outcome, at, total)
	if v.State == registry.ImportApplied {
		v.Reviews, err = h.reviews(ctx, t, v.ID)
	}
	return err
}

func tally(n registry.Counts, address string, on registry.Outcome) []tallyCell {
	counts := map[registry.Outcome]int{
		registry.RowAdded: n.Added, registry.RowAmended: n.Amended, registry.RowSame: n.Same,
		registry.RowReview: n.Review, registry.RowRejected: n.Rejected,
	}
	return each(outcomes, func(o registry.Outcome) tallyCell {
		return tallyCell{o, counts[o], with(address, "outcome", string(o)) + "#rows", o == on}
	})
}

// outcomes is the order in which a tally tells them.
var outcomes = []registry.Outcome{registry.RowAdded, registry.RowAmended, registry.RowSame, registry.RowReview, registry.RowRejected}

func rowPages(address string, outcome registry.Outcome, at, total int) pager {
	p := pager{Now: at, Last: max(1, (total+rowsPerPage-1)/rowsPerPage)}
	to := func(n int) string {
		q := url.Values{"page": {strconv.Itoa(n)}}
		if outcome != "" {
			q.Set("outcome", string(outcome))
		}
		return address + "?" + q.Encode() + "#rows"
	}
	if at > 1 {
		p.Before = to(at - 1)
	}
	if at < p.Last {
		p.Behind = to(at + 1)
	}
	return p
}

func (t teller) row(r importer.Row) rowView {
	v := rowView{Sheet: r.Sheet, Row: r.Row, Name: r.Name, Note: r.Note, Outcome: r.Outcome}
	if r.Person != 0 {
		v.Href = "/people/" + r.Person.Public()
	}
	for i, c := range r.Changes {
		one := change{t.fieldName(c.Field), c.Old, c.New}
		if i > 0 && c.Field == r.Changes[i-1].Field {
			one.Field = "" // said above
		}
		v.Changes = append(v.Changes, one)
	}
	return v
}

// columnName gives what a column was taken for, "" for nothing.
func (w Words) columnName(f importer.Field) string {
	if f == "" {
		return ""
	}
	return w.T("column." + string(f))
}

// reviewView is one question of the queue.
type reviewView struct {
	ID         registry.ReviewID
	Sheet      string
	Row        int
	Name       string
	Proposed   []fact
	Evidence   []string
	Candidates []candidate
}

// candidate is somebody a row may be, beside the row: only what differs or
// helps to decide.
type candidate struct {
	ID, Name string
	Facts    []fact
}

// shownReviews bounds the questions on one page.
const shownReviews = 20

// reviews puts the open questions of an import, or of all (0), into words.
func (h *Imports) reviews(ctx context.Context, t teller, of registry.ImportID) ([]reviewView, error) {
	open, err := h.Store.Reviews(ctx, of, shownReviews, 0)
	if err != nil {
		return nil, err
	}
	var views []reviewView
	for i := range open {
		found, err := h.Importer.Candidates(ctx, &open[i])
		if err != nil {
			return nil, err
		}
		views = append(views, t.review(&open[i], found))
	}
	return views, nil
}

func (t teller) review(r *registry.Review, found []*registry.Person) reviewView {
	v := reviewView{ID: r.ID, Sheet: r.Sheet, Row: r.Row, Evidence: r.Evidence}
	if r.Proposed != nil {
		v.Name, v.Proposed = r.Proposed.Name.Full, t.summary(r.Proposed)
	}
	for _, p := range found {
		v.Candidates = append(v.Candidates, candidate{p.ID.Public(), p.Name.Full, t.summary(p)})
	}
	return v
}

// summary is what tells two people apart.
func (t teller) summary(p *registry.Person) []fact {
	var facts []fact
	for _, name := range []string{"birth", "sex", "codes", "positions", "qualifications", "fields", "expertise", "email", "phone"} {
		if value := t.field(p, name); value != "" {
			facts = append(facts, fact{Label: t.fieldName(name), Value: value})
		}
	}
	return facts
}

// Answer serves POST /reviews/:id: "same" with the person, "new" or "reject".
func (h *Imports) Answer(c echo.Context) error {
	ctx := c.Request().Context()
	answer, of, err := answerOf(c.FormValue("answer"))
	if err != nil {
		return err
	}
	receipt, err := h.Importer.Answer(ctx, registry.ReviewID(number(c.Param("id"))), answer, of)
	if err != nil {
		return err
	}
	h.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, done(c.FormValue("back"), "answered", 0, 0))
}

// answerOf reads the value of the button that was pressed: "new", "reject", or
// the public id of the person the row is.
func answerOf(value string) (registry.Answer, registry.PersonID, error) {
	switch a := registry.Answer(value); a {
	case registry.AnswerNew, registry.AnswerReject:
		return a, 0, nil
	}
	id, err := registry.ParsePersonID(value)
	if err != nil {
		return "", 0, registry.Errorf(registry.Invalid, "Chưa chọn câu trả lời. Hãy bấm một trong các nút dưới câu hỏi.")
	}
	return registry.AnswerSame, id, nil
}

// refreshEvery is how often a page without a script asks again, in seconds.
const refreshEvery = 3

// stateClass colours a state.
func stateClass(s registry.ImportState) string {
	switch s {
	case registry.ImportApplied:
		return "good"
	case registry.ImportFailed:
		return "bad"
	case registry.ImportPlanned:
		return "warn"
	case registry.ImportReceived, registry.ImportApproved:
		return "busy"
	}
	return ""
}

// outcomeClass colours an outcome.
func outcomeClass(o registry.Outcome) string {
	switch o {
	case registry.RowAdded:
		return "good"
	case registry.RowAmended:
		return "busy"
	case registry.RowReview:
		return "warn"
	case registry.RowRejected:
		return "bad"
	}
	return ""
}

// stepOf gives which of the three steps a state is in; 3 is after the last.
func stepOf(s registry.ImportState) int {
	switch s {
	case registry.ImportReceived, registry.ImportFailed:
		return 0
	case registry.ImportPlanned:
		return 1
	case registry.ImportApproved:
		return 2
	}
	return 3
}

// rowList names rows: the first few, then how many more.
func rowList(rows []int) string {
	const shown = 12
	text := each(rows[:min(len(rows), shown)], strconv.Itoa)
	if len(rows) > shown {
		text = append(text, "…")
	}
	return joined(", ", text...)
}
