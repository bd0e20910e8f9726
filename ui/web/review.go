package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Reviews serves the queue of questions: rows of workbooks of which a person must
// say who they are.
type Reviews struct {
	Site     *Site
	Store    ImportStore
	Importer Importer
	// Proposals are what experts propose to their own records.
	Proposals registry.Proposals
}

func reviewAddress(id registry.ReviewID) string {
	return "/reviews/" + strconv.FormatInt(int64(id), 10)
}

// questionLine is one question in the queue.
type questionLine struct {
	ID          registry.ReviewID
	Name, Href  string
	File, Sheet string
	Row         int
	Evidence    string
	ImportHref  string
}

// reviewsView is the queue.
type reviewsView struct {
	Lines []questionLine
	Total int
	More  bool // there are more than were counted
	Start string
	Pages pager

	Proposals []option // corrections that experts propose
}

const questionsPerPage = 25

// List serves GET /reviews?page=….
func (h *Reviews) List(c echo.Context) error {
	ctx := c.Request().Context()
	page := h.Site.page(c, "search", "reviews.title")
	open, err := h.Store.Reviews(ctx, 0, maxReviewsCounted, 0)
	if err != nil {
		return err
	}
	at := max(1, int(min(number(c.QueryParam("page")), 1<<20)))
	from := min((at-1)*questionsPerPage, len(open))
	view := reviewsView{Total: len(open), More: len(open) == maxReviewsCounted}
	view.Pages = pageAt("/reviews", at, from+questionsPerPage < len(open))
	if len(open) > 0 {
		view.Start = reviewAddress(open[0].ID)
	}
	if view.Lines, err = h.questions(ctx, open[from:min(from+questionsPerPage, len(open))]); err != nil {
		return err
	}
	if view.Proposals, err = h.proposals(ctx, page); err != nil {
		return err
	}
	return h.Site.render(c, http.StatusOK, reviewsPage(page, view))
}

// questions puts questions into lines of the queue.
func (h *Reviews) questions(ctx context.Context, open []registry.Review) ([]questionLine, error) {
	var lines []questionLine
	files := map[registry.ImportID]string{}
	for _, r := range open {
		if _, known := files[r.Import]; !known {
			i, err := h.Store.Import(ctx, r.Import)
			if err != nil {
				return nil, err
			}
			files[r.Import] = i.File
		}
		lines = append(lines, questionLine{ID: r.ID, Name: proposed(&r).Name.Full, Href: reviewAddress(r.ID), File: files[r.Import],
			Sheet: r.Sheet, Row: r.Row, Evidence: joined(", ", r.Evidence...), ImportHref: importAddress(r.Import)})
	}
	return lines, nil
}

// proposed is the record a question proposes; an empty one where there is none.
func proposed(r *registry.Review) *registry.Person {
	if r.Proposed == nil {
		return &registry.Person{}
	}
	return r.Proposed
}

// questionView is one question: the row beside whom it may be.
type questionView struct {
	questionLine
	Answered   registry.Answer
	Number     int // which one of those that are open
	Open       int
	Why        []string
	Candidates []candidate
	Table      sideBySide
	Later      string // address of the next question
	Answer     string // where the answer is sent
}

// candidate is somebody a row may be.
type candidate struct {
	ID, Name, Href string
	likeness
	Version int64 // of the record that is shown
}

// Show serves GET /reviews/:id.
func (h *Reviews) Show(c echo.Context) error {
	ctx := c.Request().Context()
	r, err := h.Store.Review(ctx, registry.ReviewID(number(c.Param("id"))))
	if err != nil {
		return err
	}
	lines, err := h.questions(ctx, []registry.Review{*r})
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "review.title", "Name", lines[0].Name)
	t := teller{page.Words, ref}
	view := questionView{
		questionLine: lines[0], Answered: r.Answer, Why: r.Evidence, Answer: reviewAddress(r.ID),
		Later: "/reviews/next?" + url.Values{"after": {strconv.FormatInt(int64(r.ID), 10)}}.Encode(),
	}
	if r.Answer == "" {
		if err := h.ask(ctx, t, r, &view); err != nil {
			return err
		}
	}
	return h.Site.render(c, http.StatusOK, reviewPage(page, view))
}

// ask fills in who the row may be, as far as the reader may see them.
func (h *Reviews) ask(ctx context.Context, t teller, r *registry.Review, v *questionView) error {
	open, err := h.Store.Reviews(ctx, 0, maxReviewsCounted, 0)
	if err != nil {
		return err
	}
	v.Open = len(open)
	v.Number = 1 + slices.IndexFunc(open, func(o registry.Review) bool { return o.ID == r.ID })
	found, err := h.Importer.Candidates(ctx, r)
	if err != nil {
		return err
	}
	actor := registry.ActorOf(ctx)
	row, _ := proposed(r).VisibleTo(actor)
	if row == nil {
		row = &registry.Person{}
	}
	heads, people := []compareHead{{Title: t.T("review.row"), Name: v.Name}}, []*registry.Person{row}
	for _, p := range found {
		seen, ok := p.VisibleTo(actor)
		if !ok {
			continue
		}
		v.Candidates = append(v.Candidates, candidate{p.ID.Public(), p.Name.Full, personAddress(p.ID), t.likeness(row, seen), p.Version})
		heads = append(heads, compareHead{t.T("review.record", "ID", p.ID.Public()), p.Name.Full, personAddress(p.ID)})
		people = append(people, seen)
	}
	v.Table = t.sideBySide(heads, people, len(people))
	return nil
}

// Next serves GET /reviews/next?after=…: goes to the open question behind that
// one, to the first behind the last, to the empty queue where none is open.
func (h *Reviews) Next(c echo.Context) error {
	open, err := h.Store.Reviews(c.Request().Context(), 0, maxReviewsCounted, 0)
	if err != nil {
		return err
	}
	address := "/reviews"
	if len(open) > 0 {
		after := registry.ReviewID(number(c.QueryParam("after")))
		i := max(0, slices.IndexFunc(open, func(r registry.Review) bool { return r.ID > after }))
		address = reviewAddress(open[i].ID)
	}
	if said := c.QueryParam(doneParam); said != "" {
		address = with(address, doneParam, said)
	}
	return c.Redirect(http.StatusSeeOther, address)
}

// Answer serves POST /reviews/:id: the person it is, "new" or "reject".
func (h *Reviews) Answer(c echo.Context) error {
	ctx := c.Request().Context()
	answer, of, err := answerOf(c.FormValue("answer"))
	if err != nil {
		return err
	}
	receipt, err := h.Importer.Answer(ctx, registry.ReviewID(number(c.Param("id"))), answer, of, seen(c, "version-"+of.Public())...)
	if err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
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

// openReviews counts the open questions of an import, or of all (0), up to
// maxReviewsCounted.
func openReviews(ctx context.Context, store registry.ImportReader, of registry.ImportID) (int, error) {
	open, err := store.Reviews(ctx, of, maxReviewsCounted, 0)
	return len(open), err
}
