package web

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// PaperStore is what the page of templates reads and commits to through the gate.
type PaperStore interface {
	registry.Committer
	registry.PaperReader
}

// Papers serves the templates of documents: what is in use, to take away and to change.
type Papers struct {
	Site  *Site
	Store PaperStore
}

// paperLine is the template of one kind of document.
type paperLine struct {
	registry.PaperTemplate
	Label, Href string
	Own         bool // set by an administrator
}

// List serves GET /papers.
func (h *Papers) List(c echo.Context) error { return h.list(c, nil) }

// list shows the templates; refused says why a file was not taken.
func (h *Papers) list(c echo.Context, refused *registry.Error) error {
	set, err := h.Store.PaperTemplates(c.Request().Context())
	if err != nil {
		return err
	}
	page := h.Site.page(c, "manage", "papers.title")
	lines := each(office.TemplatePapers, func(k office.PanelPaper) paperLine {
		l := paperLine{PaperTemplate: registry.PaperTemplate{Paper: string(k)}, Label: page.T("panel.paper." + string(k)), Href: "/papers/" + string(k)}
		if at := slices.IndexFunc(set, func(t registry.PaperTemplate) bool { return t.Paper == string(k) }); at >= 0 {
			l.PaperTemplate, l.Own = set[at], set[at].File != ""
		}
		return l
	})
	status, problems := http.StatusOK, []formProblem(nil)
	if refused != nil {
		status, page.Refusal = http.StatusBadRequest, refused.Message
		if refused.Kind == registry.Stale {
			status = http.StatusConflict
		}
		problems = each(refused.Problems, func(x registry.Problem) formProblem { return formProblem{Label: x.Value, Reason: x.Reason} })
	}
	return h.Site.render(c, status, papersPage(page, lines, problems))
}

// Template serves GET /papers/:paper: the Word file in use, the shipped one with ?shipped=1.
func (h *Papers) Template(c echo.Context) error {
	paper := office.PanelPaper(c.Param("paper"))
	content, err := office.ShippedTemplate(paper)
	if err != nil {
		return err
	}
	if c.QueryParam("shipped") == "" {
		if own, err := ownTemplate(c.Request().Context(), h.Store, paper); err != nil {
			return err
		} else if own != nil {
			content = own
		}
	}
	return attach(c, h.Site.Words.For(c.Request()).T("panel.paper."+string(paper))+".docx", office.WordType, content)
}

// ownTemplate gives the template that was set for a document; nil where the shipped one
// holds.
func ownTemplate(ctx context.Context, store registry.PaperReader, paper office.PanelPaper) ([]byte, error) {
	_, content, err := store.PaperTemplate(ctx, string(paper))
	if registry.KindOf(err) == registry.NotFound {
		return nil, nil
	}
	return content, err
}

// Set serves POST /papers/:paper: another template, or with reset the shipped one.
func (h *Papers) Set(c echo.Context) error {
	paper, was := c.Param("paper"), number(c.FormValue("version"))
	gate := registry.Papers{Store: h.Store}
	err := error(nil)
	switch {
	case !slices.Contains(office.TemplatePapers, office.PanelPaper(paper)):
		return registry.Errorf(registry.NotFound, "Loại văn bản này không có mẫu để sửa.")
	case c.FormValue("reset") != "":
		_, err = gate.Reset(c.Request().Context(), paper, was)
	default:
		var name string
		var content []byte
		if name, content, err = formFile(c, "file"); err != nil {
			return err
		}
		if err = office.CheckTemplate(content); err == nil {
			_, err = gate.Set(c.Request().Context(), paper, was, name, content)
		}
	}
	e, ok := errors.AsType[*registry.Error](err)
	if ok && slices.Contains([]registry.Kind{registry.Invalid, registry.TooLarge, registry.Stale}, e.Kind) {
		return h.list(c, e)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done("/papers", "papered", 0, 0))
}
