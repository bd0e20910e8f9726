package web

import (
	"slices"

	"github.com/labstack/echo/v4"

	"trithuc/importer"
	"trithuc/registry"
)

// disputeView is a field of which files of a lot say different things, and which of
// them goes before.
type disputeView struct {
	importer.Dispute
	First  []option // the files, to choose the one that goes before
	Chosen bool     // by somebody for this lot
}

// disputeViews gives the fields that files contradict each other in.
func disputeViews(p *importer.Plan) []disputeView {
	var all []disputeView
	for _, d := range p.Disputes {
		v := disputeView{Dispute: d, Chosen: chosenFirst(p, d.Field) != ""}
		for i, name := range d.Files {
			v.First = append(v.First, option{Value: name, Label: name, On: i == 0 && (v.Chosen || d.Open == 0)})
		}
		all = append(all, v)
	}
	return all
}

// chosenFirst gives the file that somebody said goes before in a field; "" for none.
func chosenFirst(p *importer.Plan, f importer.Field) string {
	for _, c := range p.Import.Choices.Files {
		if c.Field == string(f) && len(c.Files) > 0 {
			return c.Files[0].Name
		}
	}
	return ""
}

// Files serves POST /imports/:id/files: which file of the lot goes before, by field.
func (h *Imports) Files(c echo.Context) error {
	p, err := h.Previews.StoredPlan(c.Request().Context(), importID(c))
	if err != nil {
		return err
	}
	var add, withdraw registry.Choices
	for _, d := range disputeViews(p) {
		now := c.FormValue("f." + string(d.Field))
		switch held := slices.IndexFunc(d.First, func(o option) bool { return o.On }); {
		case now == "" && d.Chosen:
			withdraw.Files = append(withdraw.Files, registry.FileChoice{Field: string(d.Field)})
		case now == "", held >= 0 && d.First[held].Value == now:
		default:
			add.Files = append(add.Files, firstOf(d.Dispute, now))
		}
	}
	return h.choose(c, add, withdraw)
}

// firstOf puts one file before the others of a dispute.
func firstOf(d importer.Dispute, first string) registry.FileChoice {
	c := registry.FileChoice{Field: string(d.Field), Files: []registry.LotFile{{Name: first}}}
	for _, name := range d.Files {
		if name != first {
			c.Files = append(c.Files, registry.LotFile{Name: name})
		}
	}
	return c
}
