package web

import (
	"bytes"
	"cmp"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/ui/office"
)

// formPageView is the form that is signed: counts of an applied list.
type formPageView struct {
	office.Form
	Address string
	Open    int // rows that still wait for an answer
}

// Form serves GET /imports/:id/form: the counts of an applied list by unit and
// degree, to be printed and signed.
func (h *Imports) Form(c echo.Context) error {
	form, counts, err := h.form(c)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "imports", "countform.title", "File", counts.Import.File)
	return h.Site.render(c, http.StatusOK, countFormPage(page, formPageView{form, importAddress(counts.Import.ID), counts.Open}))
}

// FormFile serves GET /imports/:id/form/file: the same as a workbook.
func (h *Imports) FormFile(c echo.Context) error {
	form, counts, err := h.form(c)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := office.WriteForm(&file, form); err != nil {
		return err
	}
	name := strings.TrimSuffix(counts.Import.File, path.Ext(counts.Import.File))
	return attach(c, h.Site.Words.For(c.Request()).T("countform.file", "File", name)+".xlsx", office.XLSX.ContentType(), file.Bytes())
}

func (h *Imports) form(c echo.Context) (office.Form, *importer.Confirmation, error) {
	ctx := c.Request().Context()
	counts, err := h.Afterwards.Confirm(ctx, importID(c))
	if err != nil {
		return office.Form{}, nil, err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return office.Form{}, nil, err
	}
	return teller{h.Site.Words.For(c.Request()), ref}.countForm(counts), counts, nil
}

// countForm puts counts into the form. It is in Vietnamese, whatever the reader's
// language, where its words are official.
func (t teller) countForm(n *importer.Confirmation) office.Form {
	i := n.Import
	f := office.Form{
		Issuer: t.ref.OrganisationName(i.Organisation), Title: t.T("countform.heading"),
		About: []string{t.T("countform.about", "File", i.File, "When", t.Moment(i.At), "Who", i.Account), t.T("countform.hash", "Hash", i.SHA256)},
		Place: t.T("countform.place"), Signers: [2]string{t.T("countform.maker"), t.T("countform.head")},
		Headers: []string{t.T("countform.unit"), t.T("countform.people"), t.T("countform.women")},
	}
	for _, code := range n.Degrees {
		name := t.T("countform.nodegree")
		if code != "" {
			name = t.ref.Abbreviation(registry.SchemeDegree, code)
		}
		f.Headers = append(f.Headers, name)
	}
	f.Headers = append(f.Headers, t.ref.Abbreviation(registry.SchemeTitle, "GS"), t.ref.Abbreviation(registry.SchemeTitle, "PGS"))
	for k := range n.Units {
		f.Rows = append(f.Rows, t.countRow(&n.Units[k], n.Degrees, false))
	}
	f.Rows = append(f.Rows, t.countRow(&n.Total, n.Degrees, true))
	if i.State == registry.ImportPlanned {
		f.Notes = append(f.Notes, t.T("countform.preview"))
	}
	if n.Open > 0 {
		f.Notes = append(f.Notes, t.T("countform.open", "N", n.Open))
	}
	return f
}

func (t teller) countRow(u *importer.UnitCounts, degrees []string, sum bool) office.FormRow {
	r := office.FormRow{Name: cmp.Or(u.Name, t.T("countform.nounit")), Counts: []int{u.People, u.Women}, Sum: sum}
	if sum {
		r.Name = t.T("countform.sum")
	}
	for _, code := range degrees {
		r.Counts = append(r.Counts, u.ByDegree[code])
	}
	r.Counts = append(r.Counts, u.Professors["GS"], u.Professors["PGS"])
	return r
}
