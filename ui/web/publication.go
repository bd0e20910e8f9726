package web

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/citation"
)

// Publications serves the publications of one person: all of them, as files of
// reference managers, and out of such files into the record.
type Publications struct {
	Site  *Site
	Store EditStore
}

func publicationsAddress(id registry.PersonID) string { return personAddress(id) + "/publications" }

// publicationsView is everything the person published.
type publicationsView struct {
	Name, Person  string
	Address, Back string
	Facts         []fact
	Formats       []option
	Megabytes     int
	Whole         bool // the reader may change them, where they may change records
}

// List serves GET /people/:id/publications.
func (h *Publications) List(c echo.Context) error {
	p, err := h.person(c)
	if err != nil {
		return err
	}
	return h.render(c, p, "")
}

// render shows the page; refusal says why a file was not taken.
func (h *Publications) render(c echo.Context, p *registry.Person, refusal string) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "publications.title", "Name", p.Name.Full)
	page.Refusal = refusal
	t := teller{page.Words, ref}
	sources, err := t.sources(ctx, h.Store, p)
	if err != nil {
		return err
	}
	v := publicationsView{Name: p.Name.Full, Person: p.ID.Public(), Address: publicationsAddress(p.ID), Back: personAddress(p.ID),
		Facts: t.facts(p, "publications", sources), Megabytes: citation.MaxSize >> 20, Whole: registry.ActorOf(ctx).Whole(p)}
	v.Formats = each(citation.Formats, func(f citation.Format) option {
		return option{Label: page.T("citation." + string(f)), Href: v.Address + "/file?format=" + string(f)}
	})
	status := http.StatusOK
	if refusal != "" {
		status = http.StatusBadRequest
	}
	return h.Site.render(c, status, publicationsPage(page, v))
}

// person reads whose publications they are.
func (h *Publications) person(c echo.Context) (*registry.Person, error) {
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return nil, err
	}
	p, err := registry.VisiblePerson(c.Request().Context(), h.Store, id)
	if err == nil && p.ID != id {
		err = registry.Errorf(registry.Conflict, "Hồ sơ %s đã được gộp vào %s. Hãy mở hồ sơ đó.", id.Public(), p.ID.Public())
	}
	return p, err
}

// File serves GET /people/:id/publications/file?format=….
func (h *Publications) File(c echo.Context) error {
	p, err := h.person(c)
	if err != nil {
		return err
	}
	f := citation.Format(c.QueryParam("format"))
	var b bytes.Buffer // whole before the status goes out: half a file is none
	if err := citation.Write(&b, f, p.Publications); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.ID.Public() + f.Extension()}))
	return c.Blob(http.StatusOK, f.ContentType(), b.Bytes())
}

// offerView is a file held against the record, before anything is written.
type offerView struct {
	Name, Person  string
	Address, Back string
	File, Format  string
	Packed        string // the file, to come back with the answer
	Seen          string // digest of what is shown
	Tally         []option
	Groups        []offerGroup
	Problems      []formProblem
	New           int
}

// offerGroup is what becomes of some of the entries.
type offerGroup struct {
	State string
	Rows  []offerLine
}

// offerLine is one entry of the file.
type offerLine struct {
	line
	Row      int
	Where    string // line of the file
	Was      string // what the record or the file before has in its place
	Author   string // who of the authors the person is, where that is sure
	Take     bool
	Authors  []option // to choose from, where that is a question
	Problem  string
	Problems []string // values that were left out
}

// Preview serves POST /people/:id/publications/preview.
func (h *Publications) Preview(c echo.Context) error {
	o, file, err := h.offer(c)
	if err != nil {
		return h.refused(c, err)
	}
	return h.preview(c, o, file, nil)
}

// refused shows what is wrong with a file on the page it was sent from.
func (h *Publications) refused(c echo.Context, cause error) error {
	refusal, ok := refusalOf(cause)
	if !ok {
		return cause
	}
	p, err := h.person(c)
	if err != nil {
		return err
	}
	return h.render(c, p, refusal)
}

// refusalOf gives the sentence of an error that the reader can mend by sending
// another file; false for every other error.
func refusalOf(err error) (string, bool) {
	e, ok := errors.AsType[*registry.Error](err)
	if !ok || e.Kind != registry.Invalid && e.Kind != registry.Unreadable && e.Kind != registry.TooLarge {
		return "", false
	}
	return e.Message, true
}

// offer reads the file of a form and holds it against the record.
func (h *Publications) offer(c echo.Context) (*citation.Offer, carried, error) {
	p, err := h.person(c)
	if err != nil {
		return nil, carried{}, err
	}
	file, err := fileOf(c, citation.MaxSize)
	if err != nil {
		return nil, file, err
	}
	o, err := citation.NewOffer(c.Request().Context(), p, file.Name, "", file.Content)
	return o, file, err
}

// preview shows an offer; refused, where it is not nil, is why what was answered
// was not taken.
func (h *Publications) preview(c echo.Context, o *citation.Offer, file carried, refused []registry.Problem) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "search", "publications.title", "Name", o.Person.Name.Full)
	t := teller{page.Words, ref}
	v := offerView{Name: o.Person.Name.Full, Person: o.Person.ID.Public(), Address: publicationsAddress(o.Person.ID), Back: publicationsAddress(o.Person.ID),
		File: o.File, Format: page.T("citation." + string(o.Format)), Seen: o.Digest, New: o.Count(registry.PublicationAdded)}
	if v.Packed, err = file.packed(); err != nil {
		return err
	}
	var sent url.Values
	status := http.StatusOK
	if len(refused) > 0 {
		sent, status = c.Request().PostForm, http.StatusBadRequest
	}
	for _, state := range []registry.PublicationState{registry.PublicationAdded, registry.PublicationDuplicate, citation.Rejected, registry.PublicationSame} {
		v.Tally = append(v.Tally, option{Label: page.T("offer." + string(state)), N: o.Count(state)})
		if rows := t.offerLines(o, state, sent, refused); len(rows) > 0 {
			v.Groups = append(v.Groups, offerGroup{string(state), rows})
		}
	}
	v.Problems = each(refused, func(p registry.Problem) formProblem {
		row := strings.TrimSuffix(strings.TrimPrefix(p.Field, "authors["), "]")
		return formProblem{Field: "author-" + row, Label: page.T("offer.author"), Reason: p.Reason}
	})
	return h.Site.render(c, status, offerPage(page, v))
}

// offerLines puts the entries of one state into words.
func (t teller) offerLines(o *citation.Offer, state registry.PublicationState, sent url.Values, refused []registry.Problem) []offerLine {
	var all []offerLine
	for i, r := range o.Rows {
		if r.State != state {
			continue
		}
		l := offerLine{line: t.publication(&r.Publication), Row: i, Where: t.T("offer.line", "Line", strconv.Itoa(r.Line)), Take: true}
		l.Problems = each(r.Problems, func(p registry.Problem) string {
			return joined(": ", joined(" ", t.citedLabel(p.Field), quoted(p.Value)), p.Reason)
		})
		switch {
		case r.Repeats != nil:
			l.Was = t.T("offer.has", "What", t.publication(r.Repeats).String())
		case r.Twin >= 0:
			l.Was = t.T("offer.twin", "Line", strconv.Itoa(o.Rows[r.Twin].Line))
		}
		if sent != nil {
			l.Take = slices.Contains(sent["take"], strconv.Itoa(i))
		}
		t.offerAuthor(&l, r, sent)
		if k := slices.IndexFunc(refused, func(p registry.Problem) bool { return p.Field == fmt.Sprintf("authors[%d]", i) }); k >= 0 {
			l.Problem = refused[k].Reason
		}
		all = append(all, l)
	}
	return all
}

// offerAuthor says which author the person is, or asks: those who may be first.
func (t teller) offerAuthor(l *offerLine, r citation.OfferRow, sent url.Values) {
	authors := r.Publication.Authors
	if n := r.Publication.Author; n > 0 && r.State == registry.PublicationAdded {
		l.Author = t.T("offer.is", "Place", strconv.Itoa(n), "Author", authors[n-1])
	}
	if !r.Ask {
		return
	}
	chosen := sent.Get(authorField(l.Row))
	add := func(n int, label string) {
		l.Authors = append(l.Authors, option{Value: strconv.Itoa(n), Label: label, On: chosen == strconv.Itoa(n)})
	}
	for _, n := range r.Candidates {
		add(n, authors[n-1])
	}
	add(0, t.T("offer.nobody"))
	for i, name := range authors {
		if !slices.Contains(r.Candidates, i+1) {
			add(i+1, name)
		}
	}
}

// citedLabel names a value of a cited publication; "" for none.
func (t teller) citedLabel(field string) string {
	if field == "" {
		return ""
	}
	return t.inputLabel("publications", field)
}

func authorField(row int) string { return "author-" + strconv.Itoa(row) }

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

// Take serves POST /people/:id/publications: the file of the preview again, with
// the rows that are taken and the answers.
func (h *Publications) Take(c echo.Context) error {
	ctx := c.Request().Context()
	o, file, err := h.offer(c)
	if err != nil {
		return h.refused(c, err)
	}
	answers, left := answersOf(c.Request().PostForm, len(o.Rows))
	gate := registry.People{Store: h.Store}
	receipt, err := o.Take(ctx, gate, c.FormValue("seen"), answers, left)
	if receipt, err = registry.Again(ctx, gate, receipt, err); err != nil {
		if refused, ok := errors.AsType[*registry.Error](err); ok && len(refused.Problems) > 0 {
			return h.preview(c, o, file, refused.Problems)
		}
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, done(publicationsAddress(o.Person.ID), "saved", int64(receipt.Last), int(o.Person.ID)))
}

// answersOf reads which author the person is of which row, and which rows are not
// ticked.
func answersOf(sent url.Values, rows int) (answers map[int]int, left []int) {
	answers = map[int]int{}
	for row := range rows {
		if !slices.Contains(sent["take"], strconv.Itoa(row)) {
			left = append(left, row)
		}
		if n, err := strconv.Atoi(sent.Get(authorField(row))); err == nil {
			answers[row] = n
		}
	}
	return answers, left
}
