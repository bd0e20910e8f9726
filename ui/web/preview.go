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
	Issues   int      // what is said about the workbook
	Kinds    []option // of it, with the way to it
	Never    []string // headers of columns that are not stored
	Sheets   []sheetView
	Disputes []disputeView // of files of a lot
	Choosing bool          // the actor may still decide how the list is read
	Reviews  int           // open questions
	Unsaid   int           // of the absent nobody answered for yet
	Lot      lotView
	Locked   bool // its upload waits for a password
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
	Mend              string // the way to its cells, "" where nothing can be corrected any more
	Changes           []change
}

// Bounds of what one page of a preview shows.
const (
	rowsPerPage = 50
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
		Outcome: registry.Outcome(c.QueryParam("outcome")), Address: importAddress(i.ID), Locked: h.Previews.Locked(i),
	}
	page.Refresh = i.State.Running()
	if page.Refresh {
		view.Progress = h.Importer.Progress(i.ID)
		return h.Site.render(c, http.StatusOK, importPage(page, view))
	}
	h.Site.searchable(ctx, i.Last) // the page says that its people can be found
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
	rule, err := h.Approvals.Approval(ctx, v.Plan)
	if err != nil {
		return err
	}
	v.Choosing, v.Lot = choosing(ctx, &v.Import), t.lot(&v.Import, rule, registry.ActorOf(ctx))
	v.Issues, v.Kinds, v.Never = len(v.Plan.Issues), t.kindsOf(v.Plan.Issues, v.Address+"/issues", ""), never(v.Plan)
	var samples map[string]map[string][]string
	if v.Choosing {
		if samples, err = h.Decisions.Samples(ctx, v.Plan); err != nil && !gone(err) {
			return err
		}
	}
	v.Sheets, v.Disputes = t.sheetViews(v.Plan, samples), disputeViews(v.Plan)
	v.Unsaid = unsaid(v.Import.Absent)
	v.Tally = tally(v.Plan.Counts, v.Address, v.Outcome)
	rows, total, err := h.Previews.StoredRows(ctx, v.ID, v.Outcome, rowsPerPage, (at-1)*rowsPerPage)
	if err != nil {
		return err
	}
	actor := registry.ActorOf(ctx)
	for i := range rows {
		rows[i].Changes = slices.DeleteFunc(rows[i].Changes, func(c importer.ValueChange) bool { return !actor.SeesField(c.Field) })
	}
	v.Rows = each(rows, func(r importer.Row) rowView {
		row := t.row(r, actor)
		if n := sheetNumber(v.Plan, r.Sheet); v.Choosing && n >= 0 {
			row.Mend = rowAddress(v.ID, n, r.Row)
		}
		return row
	})
	v.Pages = rowPages(v.Address, v.Outcome, at, total)
	if v.State == registry.ImportApplied {
		v.Reviews, err = openReviews(ctx, h.Store, v.ID)
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

// row tells a row as far as the actor may see its values.
func (t teller) row(r importer.Row, actor registry.Actor) rowView {
	v := rowView{Sheet: r.Sheet, Row: r.Row, Name: r.Name, Note: r.Note, Outcome: r.Outcome}
	if r.Person != 0 {
		v.Href = "/people/" + r.Person.Public()
	}
	for i, c := range r.Changes {
		if !actor.SeesField(c.Field) {
			continue
		}
		one := change{Field: t.fieldName(c.Field), Old: c.Old, New: c.New}
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
	case registry.ImportReceived, registry.ImportFailed, registry.ImportCancelled:
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
