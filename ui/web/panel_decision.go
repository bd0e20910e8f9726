package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// Sign serves POST /panels/:id/decision: the signed decision with its number, day, signer
// and file. From then on the panel is in force.
func (h *Panels) Sign(c echo.Context) error {
	on, _ := readDate(c.FormValue("date")) // what is no day is refused with the rest
	d := registry.Decision{Number: c.FormValue("number"), Date: on, By: c.FormValue("by")}
	name, content, err := formFile(c, "file")
	if err != nil {
		return err
	}
	_, err = h.gate().Sign(c.Request().Context(), panelID(c), number(c.FormValue("version")), d, name, content)
	e, ok := errors.AsType[*registry.Error](err)
	if ok && slices.Contains([]registry.Kind{registry.Invalid, registry.Conflict, registry.Stale}, e.Kind) {
		return h.show(c, e)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, done(panelAddress(panelID(c)), "panelled", 0, 0))
}

// formFile reads a file of a form whole; nothing where none was chosen. The body of the
// request is bounded.
func formFile(c echo.Context, field string) (name string, content []byte, err error) {
	file, err := c.FormFile(field)
	if err != nil {
		return "", nil, nil // none was chosen, or the form carries none
	}
	var f multipart.File
	if f, err = file.Open(); err != nil {
		return "", nil, err
	}
	defer f.Close()
	content, err = io.ReadAll(f)
	return file.Filename, content, err
}

// Decision serves GET /panels/:id/decision: the signed decision as it came.
func (h *Panels) Decision(c echo.Context) error {
	p, err := h.Store.Panel(c.Request().Context(), panelID(c))
	if err != nil {
		return err
	}
	content, err := h.Store.PanelPaper(c.Request().Context(), p.ID)
	if err != nil {
		return err
	}
	return attach(c, p.Decision.Copy.File, "application/pdf", content)
}
