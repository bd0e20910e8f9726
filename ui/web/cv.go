package web

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/ui/office"
)

// numbered gives the sections of a lý lịch khoa học in its order: who, then what.
// On what ground the record is used is no part of it, nor is what was worked out.
func (v personView) numbered() []section {
	all := slices.Concat(v.Side, v.Main)
	for i := range all {
		all[i].Facts = slices.DeleteFunc(slices.Clone(all[i].Facts), func(f fact) bool { return f.Derived })
	}
	return slices.DeleteFunc(all, func(s section) bool { return s.ID == "publication" || len(s.Facts) == 0 })
}

// CV serves GET /people/:id/ly-lich.docx: the lý lịch khoa học as a Word file, of what
// the reader may see.
func (h *Person) CV(c echo.Context) error {
	id, err := registry.ParsePersonID(c.Param("id"))
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	p, err := registry.VisiblePerson(ctx, h.Store, id)
	if err != nil {
		return err
	}
	words := h.Site.Words.In(Vietnamese) // a paper of the State
	view, err := h.view(ctx, words, p, h.today(), false)
	if err != nil {
		return err
	}
	cv := office.CV{
		Name: joined(" ", view.Prefix, view.Name), Year: strconv.Itoa(h.today().Year),
		Foot: words.T("cv.file", "Day", words.Date(h.today()), "ID", view.ID, "Account", registry.ActorOf(ctx).Account),
	}
	for _, s := range view.numbered() {
		cv.Parts = append(cv.Parts, office.CVPart{Heading: words.T("section." + s.ID), Lines: each(s.Facts, cvLine)})
	}
	var file bytes.Buffer
	if err := office.WriteCV(&file, cv); err != nil {
		return err
	}
	return sendFile(c, "ly-lich-khoa-hoc-"+view.ID+".docx", office.WordType, file.Bytes())
}

func cvLine(f fact) office.CVLine {
	return office.CVLine{Label: f.Label, Text: cmp.Or(joined(". ", f.Text, joined(" · ", f.Detail, f.When)), f.Text)}
}
