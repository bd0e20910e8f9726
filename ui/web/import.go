package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui/office"
)

// Importer turns an upload into a preview, and a confirmed preview into people.
// The slow steps run as jobs; their state is in the store.
type Importer interface {
	// Record enters an upload that arrived, to be read by the queue.
	Record(ctx context.Context, a *importer.Arrival, o importer.Options) (*registry.Import, error)
	// Approve confirms the preview with this digest, to be written by the queue.
	Approve(ctx context.Context, id registry.ImportID, digest string) error
	// Cancel drops an import that is not written, with its files.
	Cancel(ctx context.Context, id registry.ImportID) (registry.Receipt, error)
	// Undo takes an applied import back.
	Undo(ctx context.Context, id registry.ImportID) (registry.Undoing, registry.Receipt, error)
	// Candidates gives whom a question may be about as things stand now.
	Candidates(ctx context.Context, r *registry.Review) ([]*registry.Person, error)
	// Answer closes a row of the queue of questions.
	Answer(ctx context.Context, id registry.ReviewID, answer registry.Answer, person registry.PersonID, seen ...int64) (registry.Receipt, error)
	// Progress says how far the job of an import is; the zero Progress where none runs.
	Progress(id registry.ImportID) importer.Progress
}

// Previews reads what an upload was understood as.
type Previews interface {
	// StoredPlan gives the preview without its rows.
	StoredPlan(ctx context.Context, id registry.ImportID) (*importer.Plan, error)
	// StoredRows gives rows of the preview, all outcomes for "", and how many there are.
	StoredRows(ctx context.Context, id registry.ImportID, outcome registry.Outcome, limit, offset int) ([]importer.Row, int, error)
	// Locked says that an import waits for the password of its upload.
	Locked(i *registry.Import) bool
}

// ImportStore is what the pages of imports read.
type ImportStore interface {
	registry.UndoReader
	registry.Committer
}

// Imports serves the upload, the preview and what becomes of it.
type Imports struct {
	Site     *Site
	Store    ImportStore
	Importer Importer
	Previews Previews
	// Decisions take what people say of a workbook before it is written, Afterwards
	// what there is to do and to take away once it is.
	Decisions  Decisions
	Afterwards Afterwards
	Approvals  Approvals
	// MaxUpload bounds a workbook in bytes; the form says so.
	MaxUpload int64
	Closing   <-chan struct{} // closed when the server begins to stop
}

func importAddress(id registry.ImportID) string {
	return "/imports/" + strconv.FormatInt(int64(id), 10)
}

// importLine is one import in the list.
type importLine struct {
	registry.Import
	When, Href string
	Waiting    int // open questions
}

// importsView is the page of imports: a form, what waits, what was.
type importsView struct {
	Lines     []importLine
	Reviews   int // open questions
	Employers []option
	Templates []option // kinds of institution with a template
	Pages     pager
	Megabytes int // of the largest workbook taken
}

// List serves GET /imports.
func (h *Imports) List(c echo.Context) error {
	ctx := c.Request().Context()
	page := h.Site.page(c, "imports", "imports.title")
	at := max(1, int(min(number(c.QueryParam("page")), 1<<20)))
	imports, err := h.Store.Imports(ctx, importsPerPage+1, (at-1)*importsPerPage)
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	t := teller{page.Words, ref}
	view := importsView{Employers: t.employers(""), Megabytes: int(h.MaxUpload >> 20), Pages: pageAt("/imports", at, len(imports) > importsPerPage)}
	view.Templates = each(office.TemplateKinds, func(k registry.OrganisationKind) option {
		return option{Value: string(k), Label: page.T("kind." + string(k))}
	})
	for _, i := range imports[:min(len(imports), importsPerPage)] {
		view.Lines = append(view.Lines, importLine{Import: i, When: page.Moment(i.At), Href: importAddress(i.ID)})
	}
	if view.Reviews, err = openReviews(ctx, h.Store, 0); err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, importsPage(page, view))
}

const importsPerPage = 25

// pageAt is the pager of a list whose length nobody counts.
func pageAt(address string, at int, more bool) pager {
	p := pager{Now: at, Last: at}
	if at > 1 {
		p.Before = with(address, "page", strconv.Itoa(at-1))
	}
	if more {
		p.Last, p.Behind = at+1, with(address, "page", strconv.Itoa(at+1))
	}
	return p
}

// Receive serves POST /imports: one workbook, or several as one lot.
func (h *Imports) Receive(c echo.Context) error {
	ctx, err := fromSystem(c, h.Store)
	if err != nil {
		return err
	}
	arrived, err := importer.ArrivalOf(ctx)
	if err != nil {
		return err
	}
	o := importer.Options{Full: c.FormValue("full") == "yes", Password: c.FormValue("password")}
	if o.Employer, err = h.employer(c); err != nil {
		return err
	}
	i, err := h.Importer.Record(ctx, arrived, o)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, importAddress(i.ID))
}

// employer is the organisation chosen for lists that name none; 0 for none chosen.
func (h *Imports) employer(c echo.Context) (registry.OrganisationID, error) {
	chosen := c.FormValue("organisation")
	if chosen == "" || chosen == "0" {
		return 0, nil
	}
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return 0, err
	}
	id := registry.OrganisationID(number(chosen))
	if _, ok := ref.Organisation(id); !ok || id <= 0 {
		return 0, registry.Errorf(registry.Invalid, "Không có cơ quan %q. Hãy chọn cơ quan trong danh sách rồi gửi lại.", chosen)
	}
	return id, nil
}

func importID(c echo.Context) registry.ImportID { return registry.ImportID(number(c.Param("id"))) }

// Confirm serves POST /imports/:id/confirm. To confirm what is confirmed already
// changes nothing and leads to the same page.
func (h *Imports) Confirm(c echo.Context) error {
	ctx := c.Request().Context()
	i, err := h.Store.Import(ctx, importID(c))
	if err != nil {
		return err
	}
	confirmed := i.State == registry.ImportApproved || i.State == registry.ImportApplied
	if !confirmed || i.Plan != c.FormValue("plan") {
		err := h.Importer.Approve(ctx, i.ID, c.FormValue("plan"))
		if _, err = registry.Again(ctx, registry.Imports{Store: h.Store}, registry.Receipt{}, err); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, importAddress(importID(c)))
}

// Unlock serves POST /imports/:id/password: the upload that waits for it is read again.
func (h *Imports) Unlock(c echo.Context) error {
	if err := h.Decisions.Unlock(c.Request().Context(), importID(c), c.FormValue("password")); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, importAddress(importID(c)))
}

// Cancel serves POST /imports/:id/cancel: the import is dropped and its page says so.
func (h *Imports) Cancel(c echo.Context) error {
	if _, err := h.Importer.Cancel(c.Request().Context(), importID(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, importAddress(importID(c)))
}

// Undo serves POST /imports/:id/undo and goes to the page that says what could
// not be taken back.
func (h *Imports) Undo(c echo.Context) error {
	ctx := c.Request().Context()
	_, receipt, err := h.Importer.Undo(ctx, importID(c))
	if err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, importAddress(importID(c))+"/undone")
}

// PlanUndo serves GET /imports/:id/undo: what taking the import back would do now.
func (h *Imports) PlanUndo(c echo.Context) error {
	i, err := h.Store.Import(c.Request().Context(), importID(c))
	if err != nil {
		return err
	}
	plan, err := registry.PlanUndo(c.Request().Context(), h.Store, i.ID)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "imports", "undo.title", "File", i.File)
	return h.Site.render(c, http.StatusOK, planUndoPage(page, importAddress(i.ID), plan))
}

// Undone serves GET /imports/:id/undone.
func (h *Imports) Undone(c echo.Context) error {
	undone, err := registry.Undone(c.Request().Context(), h.Store, importID(c))
	if err != nil {
		return err
	}
	again := false // something of it that was kept can be taken back by now
	if len(undone.Kept) > 0 {
		_, err := registry.PlanUndo(c.Request().Context(), h.Store, importID(c))
		if again = err == nil; err != nil && registry.KindOf(err) != registry.Conflict {
			return err
		}
	}
	page := h.Site.page(c, "imports", "undone.title")
	return h.Site.render(c, http.StatusOK, undonePage(page, importAddress(importID(c)), undone, again))
}

// Events serves GET /imports/:id/events: progress as it happens, then "done".
func (h *Imports) Events(c echo.Context) error {
	ctx := c.Request().Context()
	id := importID(c)
	if _, err := h.Store.Import(ctx, id); err != nil {
		return err
	}
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	words := h.Site.Words.For(c.Request())
	control := http.NewResponseController(c.Response())
	if err := errors.Join(control.SetReadDeadline(time.Time{}), control.SetWriteDeadline(time.Time{})); err != nil {
		return fmt.Errorf("web.Events: %w", err)
	}
	header := c.Response().Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no")
	c.Response().WriteHeader(http.StatusOK)
	tick := time.NewTicker(300 * time.Millisecond)
	defer tick.Stop()
	for {
		over, err := h.tell(c, words, id)
		if err != nil || over {
			return err
		}
		if err := control.Flush(); err != nil {
			return nil // the reader is gone
		}
		select {
		case <-ctx.Done():
			return nil
		case <-h.Closing:
			return nil
		case <-tick.C:
		}
	}
}

// tell writes one event; over says that the job has come to its end.
func (h *Imports) tell(c echo.Context, words Words, id registry.ImportID) (over bool, err error) {
	i, err := h.Store.Import(c.Request().Context(), id)
	if err != nil {
		return false, err
	}
	if !i.State.Running() {
		h.Site.searchable(c.Request().Context(), i.Last)
		_, err = io.WriteString(c.Response(), "event: done\ndata: {}\n\n")
		return true, err
	}
	p := h.Importer.Progress(id)
	data, err := json.Marshal(map[string]any{"text": words.progress(p), "done": p.Done, "total": p.Total})
	if err != nil {
		return false, err
	}
	_, err = fmt.Fprintf(c.Response(), "event: progress\ndata: %s\n\n", data)
	return false, err
}

// left says how long a job takes yet: "còn khoảng 2 phút".
func (w Words) left(seconds float64) string {
	if seconds < 90 {
		return w.T("stage.seconds", "Seconds", int(math.Ceil(seconds)))
	}
	return w.T("stage.minutes", "Minutes", int(math.Ceil(seconds/60)))
}

// progress says how far a job is: "Đang đọc tệp: 1.200 trên 5.000 dòng, 800 dòng mỗi
// giây, còn khoảng 5 giây".
func (w Words) progress(p importer.Progress) string {
	switch {
	case p.Stage == "":
		return w.T("stage.waiting")
	case p.Total == 0:
		return w.T("stage." + string(p.Stage))
	}
	text := w.T("stage."+string(p.Stage)) + ": " + w.T("stage.of", "Done", p.Done, "Total", p.Total)
	if p.Rate >= 1 {
		text += ", " + w.T("stage.rate", "Rate", int(p.Rate))
	}
	if p.Left >= 1 {
		text += ", " + w.left(p.Left)
	}
	return text
}
