package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// codeView is the form of one code.
type codeView struct {
	Name, Address string
	Heading       string
	Help          string
	Was           string // the code as it stands in the list, "" for a new one
	Version       string // the version it stands in
	Fields        []formField
	Problems      []formProblem
}

// EditCode serves GET /catalogues/:scheme/edit?version=&code=, the form of one code;
// an empty one where there is no such code.
func (h *Catalogues) EditCode(c echo.Context) error {
	ref, code, err := h.codeAsked(c)
	if err != nil {
		return err
	}
	values := url.Values{}
	rows := registry.CatalogueRows([]registry.Code{code})
	for i, column := range rows[0] {
		values.Set(column, rows[1][i])
	}
	return h.renderCode(c, ref, values, http.StatusOK, nil)
}

// codeAsked gives the code that a form is about.
func (h *Catalogues) codeAsked(c echo.Context) (*registry.Reference, registry.Code, error) {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return nil, registry.Code{}, err
	}
	scheme := registry.Scheme(c.Param("scheme"))
	if !schemeName.MatchString(string(scheme)) {
		return nil, registry.Code{}, noScheme(string(scheme))
	}
	code := registry.Code{Scheme: scheme, Version: c.FormValue("version")}
	list := ref.Versions(scheme)[code.Version]
	if i := slices.IndexFunc(list, func(x registry.Code) bool { return x.Code == c.FormValue("code") }); i >= 0 {
		code = list[i]
	}
	return ref, code, nil
}

func (h *Catalogues) renderCode(c echo.Context, ref *registry.Reference, values url.Values, status int, problems []registry.Problem) error {
	scheme := registry.Scheme(c.Param("scheme"))
	page := h.Site.page(c, "manage", "catalogue.title", "Name", teller{h.Site.Words.For(c.Request()), ref}.schemeName(scheme))
	t := teller{page.Words, ref}
	v := codeView{Name: t.schemeName(scheme), Address: catalogueAddress(scheme), Was: values.Get("was"), Version: values.Get("was-version")}
	if status == http.StatusOK {
		v.Was, v.Version = values.Get("code"), values.Get("version")
	}
	v.Heading = t.T("code.edit", "Code", v.Was)
	if v.Was == "" {
		v.Heading = t.T("code.add")
	}
	if help := t.T("scheme.help." + string(scheme)); help != "scheme.help."+string(scheme) {
		v.Help = help
	}
	for _, column := range registry.CatalogueRows(nil)[0] {
		f := formField{Name: column, Label: t.T("code." + column), Value: values.Get(column), Kind: asText,
			Required: slices.Contains([]string{"version", "code", "name"}, column)}
		if column == "confirmed" {
			f.Kind = asYes
		}
		if i := slices.IndexFunc(problems, func(p registry.Problem) bool { return strings.HasSuffix(p.Field, "("+column+")") }); i >= 0 {
			f.Problem = problems[i].Reason
			v.Problems = append(v.Problems, formProblem{f.ID(), f.Label, f.Problem})
		}
		v.Fields = append(v.Fields, f)
	}
	return h.Site.render(c, status, codePage(page, v))
}

// SaveCode serves POST /catalogues/:scheme/edit: the preview of the list with the
// code as the form has it, or with do=remove without it. What the form makes is a
// file like any other, and goes the way of one.
func (h *Catalogues) SaveCode(c echo.Context) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	scheme := registry.Scheme(c.Param("scheme"))
	if !schemeName.MatchString(string(scheme)) {
		return noScheme(string(scheme))
	}
	sent := c.Request().PostForm
	rows := codeRows(ref, scheme, sent)
	file := carried{Name: sent.Get("code") + ".tsv"}
	var b bytes.Buffer
	if err := office.WriteSheet(&b, office.TSV, string(scheme), office.RowsOf(rows)); err != nil {
		return err
	}
	file.Content = b.Bytes()
	back, err := office.ReadSheet(file.Content)
	if err != nil {
		return err
	}
	plan, err := registry.PlanCatalogueFile(ref, scheme, back, file.Name)
	if e, ok := errors.AsType[*registry.Error](err); ok && len(e.Problems) > 0 {
		return h.renderCode(c, ref, sent, http.StatusBadRequest, e.Problems)
	}
	if err != nil {
		return err
	}
	return h.preview(c, plan, file)
}

// codeRows gives the version that a form is about as the rows of a file, with the
// code of the form in place of the one it was, at the end if it is new.
func codeRows(ref *registry.Reference, scheme registry.Scheme, sent url.Values) [][]string {
	version, was := sent.Get("version"), sent.Get("was")
	rows := registry.CatalogueRows(ref.Versions(scheme)[version])
	line := each(rows[0], func(column string) string {
		if column == "confirmed" && sent.Get(column) == "" {
			return "no"
		}
		return strings.Join(strings.Fields(sent.Get(column)), " ") // a line of a file is one line
	})
	at := -1
	if was != "" && sent.Get("was-version") == version {
		at = slices.IndexFunc(rows[1:], func(row []string) bool { return row[1] == was })
	}
	switch {
	case sent.Get("do") == "remove" && at >= 0:
		return slices.Delete(rows, at+1, at+2)
	case at >= 0:
		rows[at+1] = line
		return rows
	}
	return append(rows, line)
}
