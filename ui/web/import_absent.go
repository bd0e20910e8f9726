package web

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui/office"
)

// Afterwards is what there is to do with a list beside writing it.
type Afterwards interface {
	// AnswerAbsences says why people are absent from a full list: of all or none.
	AnswerAbsences(ctx context.Context, id registry.ImportID, all []registry.Absence) (registry.Receipt, error)
	// Annotate writes a copy of the workbook with notes.
	Annotate(ctx context.Context, id registry.ImportID, out io.Writer) error
	// Confirm counts the people of an applied list by unit and degree.
	Confirm(ctx context.Context, id registry.ImportID) (*importer.Confirmation, error)
}

// leavings in the order in which a form offers them.
var leavings = []registry.Leaving{registry.Retired, registry.Moved, registry.Resigned, registry.Died, registry.Missed}

// absentLine is somebody whom a full list leaves out.
type absentLine struct {
	importer.AbsentPerson
	Href   string
	Answer registry.Leaving // "" while nobody said
	On     string
}

// absentView is the page of those whom a full list leaves out.
type absentView struct {
	registry.Import
	Address    string
	Lines      []absentLine
	Answerable bool
	Unsaid     int
}

func unsaid(all []registry.Absence) (n int) {
	for _, a := range all {
		if a.Answer == "" {
			n++
		}
	}
	return n
}

// Declare serves POST /imports/:id/declare.
func (h *Imports) Declare(c echo.Context) error {
	if _, err := h.Decisions.Declare(c.Request().Context(), importID(c), c.FormValue("full") == "yes"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, importAddress(importID(c)))
}

// Absent serves GET /imports/:id/absent.
func (h *Imports) Absent(c echo.Context) error {
	p, err := h.settled(c)
	if err != nil || p == nil {
		return err
	}
	page := h.Site.page(c, "imports", "absent.title", "File", p.Import.File)
	view := absentView{Import: p.Import, Address: importAddress(p.Import.ID), Unsaid: unsaid(p.Import.Absent),
		Answerable: p.Import.State == registry.ImportApplied && page.May(registry.WriteImports)}
	said := map[registry.PersonID]registry.Absence{}
	for _, a := range p.Import.Absent {
		said[a.Person] = a
	}
	for _, a := range p.Absent {
		s := said[a.ID]
		view.Lines = append(view.Lines, absentLine{a, "/people/" + a.Public, s.Answer, s.On.Vietnamese()})
	}
	return h.Site.render(c, http.StatusOK, absentPage(page, view))
}

// AnswerAbsences serves POST /imports/:id/absent: the answers that the form holds, together.
// Whom nobody said anything about stays as they are.
func (h *Imports) AnswerAbsences(c echo.Context) error {
	ctx := c.Request().Context()
	id := importID(c)
	i, err := h.Store.Import(ctx, id)
	if err != nil {
		return err
	}
	answers, err := sentAbsences(c, i)
	if err != nil {
		return err
	}
	receipt, err := h.Afterwards.AnswerAbsences(ctx, id, answers)
	if receipt, err = registry.Again(ctx, registry.Imports{Store: h.Store}, receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, done(importAddress(id)+"/absent", "absent", int64(id), len(answers)))
}

// sentAbsences gives what a form says of the absent: of each of them, and one answer for
// those that were marked, or for all whom nobody answered for yet.
func sentAbsences(c echo.Context, i *registry.Import) ([]registry.Absence, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, err
	}
	var all []registry.Absence
	for _, a := range i.Absent {
		who := a.Person.Public()
		answer, day := registry.Leaving(form.Get("why."+who)), form.Get("on."+who)
		if together := registry.Leaving(form.Get("why")); answer == "" && together != "" && (slices.Contains(form["of"], who) || a.Answer == "" && form.Get("all") == "yes") {
			answer, day = together, cmp.Or(day, form.Get("on"))
		}
		if answer == "" {
			continue
		}
		on, ok := readDate(day)
		if !ok {
			return nil, registry.Errorf(registry.Invalid, "Ngày %q không đọc được. Hãy ghi ngày/tháng/năm, tháng/năm hoặc năm.", day)
		}
		all = append(all, registry.Absence{Person: a.Person, Answer: answer, On: on})
	}
	return all, nil
}

// Annotated serves GET /imports/:id/annotated: the workbook with its doubts noted.
func (h *Imports) Annotated(c echo.Context) error {
	ctx := c.Request().Context()
	i, err := h.Store.Import(ctx, importID(c))
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := h.Afterwards.Annotate(ctx, i.ID, &file); err != nil {
		return err
	}
	words := h.Site.Words.For(c.Request())
	return attach(c, strings.TrimSuffix(i.File, path.Ext(i.File))+" ("+words.T("annotated.name")+").xlsx", office.XLSX.ContentType(), file.Bytes())
}

// attach sends a file to be saved.
func attach(c echo.Context, name, kind string, content []byte) error {
	header := c.Response().Header()
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, kind, content)
}
