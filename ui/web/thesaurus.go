package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/search"
)

// Thesaurus serves the page on which an administrator teaches the search what people
// call things: phrases, what says the same, and the field they belong to.
type Thesaurus struct {
	Site  *Site
	Store CatalogueStore
}

const thesaurusAddress = "/thesaurus"

// thesaurusView is the page: the phrases of one's own, and what the program knows.
type thesaurusView struct {
	Text  string
	Own   []termLine
	Known []termLine // those of the program that the text finds
	Total int        // phrases that the program knows
	More  int        // found and not shown
	Form  termForm
	List  string // the code list: files, versions, history
	File  string // one's own phrases as a file
}

// termLine is one phrase.
type termLine struct {
	Phrase, Ways, Field string
	Edit, Code          string
}

// termForm is the form of one phrase.
type termForm struct {
	Was      string // code of the phrase that is changed, "" for a new one
	Fields   []formField
	Problems []formProblem
	Refusal  string
}

// termsShown is how many phrases of the program stand on the page.
const termsShown = 12

// Show serves GET /thesaurus?q=&code=: the list with the form of one phrase, empty or
// that of the code. A phrase of the program comes into the form to be added to.
func (h *Thesaurus) Show(c echo.Context) error {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return err
	}
	term, was := registry.Term{Phrase: c.QueryParam("phrase")}, ""
	if code := c.QueryParam("code"); code != "" {
		own := ref.Versions(registry.SchemeTerm)[registry.OwnTerms]
		i := slices.IndexFunc(own, func(x registry.Code) bool { return x.Code == code })
		if i < 0 {
			return registry.Errorf(registry.NotFound, "Từ điển của đơn vị không có mục từ %q; có thể ai đó vừa bỏ.", code)
		}
		term, was = registry.TermOf(own[i]), code
	}
	return h.render(c, ref, http.StatusOK, was, term, nil)
}

func (h *Thesaurus) render(c echo.Context, ref *registry.Reference, status int, was string, term registry.Term, refused *registry.Error) error {
	page := h.Site.page(c, "manage", "thesaurus.title")
	t := teller{page.Words, ref}
	v := thesaurusView{Text: strings.TrimSpace(c.QueryParam("q")), List: catalogueAddress(registry.SchemeTerm), Form: t.termForm(was, term, refused)}
	v.File = with(with(v.List+"/file", "version", registry.OwnTerms), "format", "tsv")
	for version, codes := range ref.Versions(registry.SchemeTerm) {
		found := slices.DeleteFunc(slices.Clone(codes), func(x registry.Code) bool { return !saysSo(x, v.Text) })
		if version == registry.OwnTerms {
			v.Own = each(found, t.termLine)
			continue
		}
		v.Total += len(codes)
		if v.Text != "" {
			v.Known = append(v.Known, each(found, t.termLine)...)
		}
	}
	slices.SortFunc(v.Known, func(a, b termLine) int { // the shortest phrase is the nearest
		return cmp.Or(cmp.Compare(len(a.Phrase), len(b.Phrase)), strings.Compare(a.Code, b.Code))
	})
	v.More = max(0, len(v.Known)-termsShown)
	v.Known = v.Known[:len(v.Known)-v.More]
	return h.Site.render(c, status, thesaurusPage(page, v))
}

// saysSo says that a way to say a phrase has the words of a text side by side, the last
// perhaps half typed. What was typed with marks bears them.
func saysSo(c registry.Code, text string) bool {
	typed := search.Words(text)
	bare := slices.Equal(typed, each(typed, search.Folded))
	words := func(s string) string {
		all := search.Words(s)
		if bare {
			all = each(all, search.Folded)
		}
		return " " + strings.Join(all, " ")
	}
	t := registry.TermOf(c)
	ways := slices.Concat([]string{t.Phrase}, t.Synonyms, t.English, t.Abbreviations)
	return slices.ContainsFunc(ways, func(w string) bool { return strings.Contains(words(w), words(text)) })
}

// termLine puts one phrase into words. One of the program is changed by adding to it.
func (t teller) termLine(c registry.Code) termLine {
	term := registry.TermOf(c)
	l := termLine{Phrase: c.Name, Code: c.Code, Ways: joined(" · ", joined(", ", term.Abbreviations...), joined(", ", term.Synonyms...), joined(", ", term.English...))}
	if len(term.See) > 0 {
		l.Ways = joined(" · ", l.Ways, t.T("thesaurus.sees", "Phrases", joined(", ", term.See...)))
	}
	if term.Field != "" {
		l.Field = joined(" ", term.Field, t.codeName(registry.SchemeField, term.Field))
	}
	l.Edit = with(thesaurusAddress, "phrase", c.Name) + "#add"
	if c.Version == registry.OwnTerms {
		l.Edit = with(thesaurusAddress, "code", c.Code) + "#add"
	}
	return l
}

// termForm makes the form of a phrase.
func (t teller) termForm(was string, term registry.Term, refused *registry.Error) termForm {
	text := func(name, value string, kind inputKind) formField {
		f := formField{Name: name, Label: t.T("thesaurus." + name), Value: value, Kind: kind, Required: name == "phrase"}
		if help := t.T("thesaurus." + name + ".help"); help != "thesaurus."+name+".help" {
			f.Help = help
		}
		return f
	}
	list := func(name string, values []string) formField { return text(name, strings.Join(values, "\n"), asLines) }
	field := text("field", term.Field, asChoice)
	field.Options = t.everyField(term.Field)
	f := termForm{Was: was, Fields: []formField{text("phrase", term.Phrase, asText), list("synonyms", term.Synonyms), list("english", term.English),
		list("abbreviations", term.Abbreviations), list("see", term.See), field}}
	if refused == nil {
		return f
	}
	if len(refused.Problems) == 0 {
		f.Refusal = refused.Message
	}
	for _, p := range refused.Problems {
		if i := slices.IndexFunc(f.Fields, func(x formField) bool { return x.Name == p.Field }); i >= 0 {
			f.Fields[i].Problem = p.Reason
			f.Problems = append(f.Problems, formProblem{f.Fields[i].ID(), f.Fields[i].Label, p.Reason})
		}
	}
	return f
}

// everyField gives the fields of every level, each under its area.
func (t teller) everyField(chosen string) (all []option) {
	for _, c := range t.ref.Codes(registry.SchemeField) {
		depth := max(1, len(t.ref.FieldPath(c.Code)))
		all = append(all, option{Value: c.Code, Label: strings.Repeat("— ", depth-1) + c.Code + " " + t.codeName(registry.SchemeField, c.Code), On: c.Code == chosen})
	}
	slices.SortFunc(all, func(a, b option) int { return strings.Compare(a.Value, b.Value) })
	return all
}

// Save serves POST /thesaurus: the phrase of the form is written, or with do=remove taken
// out. The search knows of it when the answer is there.
func (h *Thesaurus) Save(c echo.Context) error {
	ctx := c.Request().Context()
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	gate, was := registry.Catalogues{Store: h.Store}, c.FormValue("was")
	term := registry.Term{Phrase: c.FormValue("phrase"), Synonyms: lines(c.FormValue("synonyms")), English: lines(c.FormValue("english")),
		Abbreviations: lines(c.FormValue("abbreviations")), See: lines(c.FormValue("see")), Field: c.FormValue("field")}
	what := "termkept"
	var receipt registry.Receipt
	if c.FormValue("do") == "remove" {
		what = "termremoved"
		receipt, err = gate.RemoveTerm(ctx, ref, was)
	} else {
		receipt, err = gate.PutTerm(ctx, ref, was, term)
	}
	if receipt, err = registry.Again(ctx, gate, receipt, err); err != nil {
		return h.refused(c, ref, was, term, err)
	}
	h.Site.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, done(thesaurusAddress, what, int64(receipt.Last), 0))
}

// refused shows the form again with what is wrong with it.
func (h *Thesaurus) refused(c echo.Context, ref *registry.Reference, was string, term registry.Term, cause error) error {
	e, ok := errors.AsType[*registry.Error](cause)
	if !ok || e.Kind != registry.Invalid && e.Kind != registry.Conflict {
		return cause
	}
	return h.render(c, ref, map[registry.Kind]int{registry.Invalid: http.StatusBadRequest, registry.Conflict: http.StatusConflict}[e.Kind], was, term, e)
}

// tryAddress is where a phrase is searched for.
func (l termLine) tryAddress() string { return "/people?" + url.Values{"q": {l.Phrase}}.Encode() }
