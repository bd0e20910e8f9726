package web

import (
	"bytes"
	"cmp"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// CatalogueStore is what the pages of code lists read and commit to through the gate.
type CatalogueStore interface {
	registry.Committer
	registry.TrailReader
	registry.ReferenceReader
}

// Catalogues serves the code lists: what is in them, since when and how sure, and
// out of files into them.
type Catalogues struct {
	Site  *Site
	Store CatalogueStore
	Now   func() time.Time
}

func (h *Catalogues) today() registry.Date { return registry.DateOf(h.Now().In(registry.Vietnam)) }

func catalogueAddress(s registry.Scheme) string { return "/catalogues/" + string(s) }

// catalogueLine sums one code list up.
type catalogueLine struct {
	Name, Href string
	Versions   string
	Codes      int
	Doubtful   int // codes that nobody confirmed
}

// List serves GET /catalogues; ?scheme= leads to the list of that name.
func (h *Catalogues) List(c echo.Context) error {
	if s := strings.TrimSpace(c.QueryParam("scheme")); s != "" {
		if !schemeName.MatchString(s) {
			return noScheme(s)
		}
		return c.Redirect(http.StatusSeeOther, catalogueAddress(registry.Scheme(s)))
	}
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "catalogues.title")
	t := teller{page.Words, ref}
	lines := each(ref.Schemes(), func(s registry.Scheme) catalogueLine {
		l := catalogueLine{Name: t.schemeName(s), Href: catalogueAddress(s)}
		versions := t.versions(s)
		for _, v := range versions {
			l.Codes, l.Doubtful = l.Codes+v.Codes, l.Doubtful+v.Doubtful
		}
		l.Versions = joined("; ", each(versions, func(v versionLine) string { return v.Version })...)
		return l
	})
	slices.SortFunc(lines, func(a, b catalogueLine) int { return cmp.Compare(a.Name, b.Name) })
	return h.Site.render(c, http.StatusOK, cataloguesPage(page, lines))
}

// schemeName is what a code list may be called.
var schemeName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,99}$`)

func noScheme(s string) error {
	return registry.Errorf(registry.NotFound, "Không có danh mục %q. Tên danh mục gồm chữ thường không dấu, chữ số và dấu gạch nối.", s)
}

// schemeName names a code list; one the product does not know by its own name.
func (t teller) schemeName(s registry.Scheme) string {
	if system, ok := strings.CutPrefix(string(s), registry.ExchangePrefix); ok {
		return t.T("scheme.exchange", "System", t.codeName(registry.SchemeSystem, system))
	}
	if name := t.T("scheme." + string(s)); name != "scheme."+string(s) {
		return name
	}
	return string(s)
}

// versionLine sums one version of a code list up.
type versionLine struct {
	Version, When string
	Href          string
	Codes         int
	Doubtful      int
	On            bool
}

// versions gives the versions of a code list, the oldest first.
func (t teller) versions(s registry.Scheme) []versionLine {
	var all []versionLine
	for _, c := range t.ref.EveryCode(s) {
		if n := len(all); n == 0 || all[n-1].Version != c.Version {
			all = append(all, versionLine{Version: c.Version, When: t.span(c.ValidFrom, c.ValidTo)})
		}
		v := &all[len(all)-1]
		v.Codes++
		if !c.Confirmed {
			v.Doubtful++
		}
	}
	return all
}

// catalogueView is one code list.
type catalogueView struct {
	Scheme    registry.Scheme
	Name      string
	Address   string
	Help      string // what the program reads out of the list, "" for nothing of its own
	Text      string
	Versions  []versionLine
	Codes     []codeLine
	Total     int
	Pages     pager
	Formats   []option
	History   []catalogueChange
	Megabytes int
}

// codeLine is one code.
type codeLine struct {
	Code, Name, When, Version string
	Detail, Source            string
	Becomes                   string // what it is called by today, "" for the same
	Doubtful                  bool
	Edit                      string
}

// catalogueChange is one change of one version.
type catalogueChange struct {
	When, Who, What, Reason string
	Undo                    string // where it is taken back, "" where it is not from here
}

// codesOnPage is how many codes stand on a page.
const codesOnPage = 100

// Show serves GET /catalogues/:scheme?version=&q=&page=.
func (h *Catalogues) Show(c echo.Context) error { return h.show(c, nil) }

// show shows a list; refused says why a file was not taken.
func (h *Catalogues) show(c echo.Context, refused *registry.Error) error {
	ctx := c.Request().Context()
	scheme := registry.Scheme(c.Param("scheme"))
	if !schemeName.MatchString(string(scheme)) {
		return noScheme(string(scheme))
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "catalogue.title", "Name", teller{h.Site.Words.For(c.Request()), ref}.schemeName(scheme))
	t := teller{page.Words, ref}
	v := t.catalogue(scheme, codesAsked{version: c.QueryParam("version"), text: c.QueryParam("q"), page: int(min(number(c.QueryParam("page")), 1<<20))}, h.today())
	if v.Total == 0 && len(v.Versions) == 0 && !page.May(registry.WriteCatalogues) {
		return noScheme(string(scheme))
	}
	steps, err := registry.CatalogueHistory(ctx, h.Store, "")
	if err != nil {
		return err
	}
	v.History = t.catalogueHistory(v.Address, scheme, steps)
	status, problems := http.StatusOK, []formProblem(nil)
	if refused != nil {
		status, page.Refusal = http.StatusBadRequest, refused.Message
		problems = each(refused.Problems, func(p registry.Problem) formProblem {
			return formProblem{Label: joined(" ", p.Field, quoted(p.Value)), Reason: p.Reason}
		})
	}
	return h.Site.render(c, status, cataloguePage(page, v, problems))
}

// codesAsked is what part of a list a reader asks for.
type codesAsked struct {
	version, text string
	page          int
}

// catalogue puts a code list into words.
func (t teller) catalogue(s registry.Scheme, a codesAsked, today registry.Date) catalogueView {
	v := catalogueView{Scheme: s, Name: t.schemeName(s), Address: catalogueAddress(s), Text: a.text, Versions: t.versions(s), Megabytes: office.MaxSheet >> 20}
	if help := t.T("scheme.help." + string(s)); help != "scheme.help."+string(s) {
		v.Help = help
	}
	for i := range v.Versions {
		v.Versions[i].On = v.Versions[i].Version == a.version
		v.Versions[i].Href = with(v.Address, "version", v.Versions[i].Version)
	}
	var found []registry.Code
	for _, c := range t.ref.EveryCode(s) {
		if (a.version == "" || c.Version == a.version) && c.Named(a.text) {
			found = append(found, c)
		}
	}
	v.Total = len(found)
	v.Pages = pager{Now: max(1, a.page), Last: max(1, (len(found)+codesOnPage-1)/codesOnPage)}
	from := min((v.Pages.Now-1)*codesOnPage, len(found))
	v.Codes = each(found[from:min(from+codesOnPage, len(found))], func(c registry.Code) codeLine { return t.codeLine(c, today) })
	at := v.Address + "?" + url.Values{"version": {a.version}, "q": {a.text}}.Encode()
	if v.Pages.Now > 1 {
		v.Pages.Before = with(at, "page", fmt.Sprint(min(v.Pages.Now-1, v.Pages.Last)))
	}
	if v.Pages.Now < v.Pages.Last {
		v.Pages.Behind = with(at, "page", fmt.Sprint(v.Pages.Now+1))
	}
	v.Formats = each([]office.Format{office.XLSX, office.CSV, office.TSV}, func(f office.Format) option {
		return option{Label: strings.ToUpper(string(f)), Href: with(with(v.Address+"/file", "version", a.version), "format", string(f))}
	})
	return v
}

func (t teller) codeLine(c registry.Code, today registry.Date) codeLine {
	l := codeLine{Code: c.Code, Name: c.Name, When: t.span(c.ValidFrom, c.ValidTo), Version: c.Version, Source: c.Source, Doubtful: !c.Confirmed}
	if t.Lang == English && c.NameEn != "" {
		l.Name = c.NameEn
	}
	l.Detail = joined(" · ", c.Abbreviation, joined(", ", c.Variants...), c.Note)
	if c.Value != 0 {
		l.Detail = joined(" · ", fmt.Sprint(c.Value), l.Detail)
	}
	l.Becomes = t.becomes(c, today)
	l.Edit = "/catalogues/" + string(c.Scheme) + "/edit?" + url.Values{"version": {c.Version}, "code": {c.Code}}.Encode()
	return l
}

// becomes says what took a code over by a day, "" where nothing did.
func (t teller) becomes(c registry.Code, today registry.Date) string {
	next := t.ref.CodeSuccessors(c.Scheme, c.Code, c.LastDay(), today)
	if len(next) == 1 && next[0].Code == c.Code && next[0].Version == c.Version {
		return ""
	}
	return t.T("code.becomes", "Codes", joined("; ", each(next, func(n registry.Code) string { return joined(" ", n.Code, n.Name) })...))
}

// catalogueHistory tells the changes of one list. A load that brought other lists
// too, as the first one did, is not offered to be taken back from here.
func (t teller) catalogueHistory(address string, scheme registry.Scheme, steps []registry.CatalogueStep) []catalogueChange {
	var all []catalogueChange
	for _, s := range steps {
		if s.Scheme != scheme {
			continue
		}
		l := t.catalogueChange(address, s)
		if slices.ContainsFunc(steps, func(o registry.CatalogueStep) bool {
			return o.Scheme != scheme && o.Entry.At.Equal(s.Entry.At) && o.Entry.Reason == s.Entry.Reason
		}) {
			l.Undo = ""
		}
		all = append(all, l)
	}
	return all
}

func (t teller) catalogueChange(address string, s registry.CatalogueStep) catalogueChange {
	l := catalogueChange{When: t.Moment(s.Entry.At), Who: s.Entry.Actor, Reason: s.Entry.Reason, Undo: fmt.Sprintf("%s/history/%d", address, s.Entry.Seq)}
	if l.What = t.T("catalogue.changed", "Version", s.Version, "N", len(s.Before)); len(s.Before) == 0 {
		l.What = t.T("catalogue.new", "Version", s.Version)
	}
	return l
}

// File serves GET /catalogues/:scheme/file?version=&format=.
func (h *Catalogues) File(c echo.Context) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	codes := ref.EveryCode(registry.Scheme(c.Param("scheme")))
	if version := c.QueryParam("version"); version != "" {
		codes = slices.DeleteFunc(codes, func(x registry.Code) bool { return x.Version != version })
	}
	if len(codes) == 0 {
		return noScheme(c.Param("scheme"))
	}
	return sheet(c, office.Format(c.QueryParam("format")), c.Param("scheme"), office.RowsOf(registry.CatalogueRows(codes)))
}

// sheet answers with rows as a file, made whole before the status goes out.
func sheet(c echo.Context, f office.Format, name string, rows office.SheetRows) error {
	var b bytes.Buffer
	if err := office.WriteSheet(&b, f, name, rows); err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + string(f)}))
	return c.Blob(http.StatusOK, f.ContentType(), b.Bytes())
}
