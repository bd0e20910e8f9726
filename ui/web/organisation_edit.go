package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
)

// OrganisationEdits serves the forms that change organisations.
type OrganisationEdits struct {
	Site  *Site
	Store registry.OrganisationStore
}

// organisationDraft is what one of the forms is about: an organisation as it shall
// be, or a step by which it became another.
type organisationDraft struct {
	teller
	form string // "new", "edit", "rename", "lineage" or "approval"
	now  registry.Organisation
	o    registry.Organisation
	step registry.Lineage
	name string // the new one
	rule registry.Approval
}

// Form serves GET /organisations/new and GET /organisations/:id/:form.
func (h *OrganisationEdits) Form(c echo.Context) error {
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	return h.render(c, d, http.StatusOK, nil, map[string]string{}, nil)
}

// draft begins a form on an organisation as it is now.
func (h *OrganisationEdits) draft(c echo.Context) (*organisationDraft, error) {
	ref, err := h.Store.Reference(c.Request().Context())
	if err != nil {
		return nil, err
	}
	d := &organisationDraft{teller: teller{h.Site.Words.For(c.Request()), ref}, form: cmp.Or(c.Param("form"), "new")}
	if d.form == "new" {
		d.o.Kind, d.o.Parent = registry.Unit, registry.OrganisationID(number(c.QueryParam("under")))
		return d, nil
	}
	o, ok := ref.Organisation(registry.OrganisationID(number(c.Param("id"))))
	if !ok || d.form != "edit" && d.form != "rename" && d.form != "lineage" && d.form != "approval" {
		return nil, registry.Errorf(registry.NotFound, "Không tìm thấy đơn vị này. Hãy tìm trong danh sách các đơn vị.")
	}
	d.now, d.o, d.step.From = o, o, o.ID
	d.rule.Rule = cmp.Or(o.ApprovalOn(registry.Date{Year: 9999}), registry.ApprovalNone)
	return d, nil
}

// inputs are the values that the form asks for.
func (d *organisationDraft) inputs() []input {
	switch d.form {
	case "rename":
		return []input{required(textIn("name", &d.name)), required(dateIn("on", &d.step.On))}
	case "lineage":
		return []input{required(choiceIn("kind", &d.step.Kind, "lineage.to.", registry.MergedInto, registry.SplitInto)),
			required(placeIn("to", &d.step.To, nil)), required(dateIn("on", &d.step.On)), textIn("note", &d.step.Note)}
	}
	if d.form == "approval" {
		return []input{required(choiceIn("rule", &d.rule.Rule, "approval.", registry.ApprovalRules...)), required(dateIn("from", &d.rule.From))}
	}
	o := &d.o
	return []input{required(textIn("name", &o.Name)), required(choiceIn("kind", &o.Kind, "kind.", registry.OrganisationKinds...)), textIn("name_en", &o.NameEn),
		placeIn("parent", &o.Parent, nil), codeIn("sector", &o.Sector, registry.SchemeSector), codeIn("ownership", &o.Ownership, registry.SchemeOwnership),
		dateIn("valid_from", &o.ValidFrom), dateIn("valid_to", &o.ValidTo),
		{Name: "abbreviations", Kind: asLines, value: linesValue{&o.Abbreviations}}, {Name: "aliases", Kind: asLines, value: linesValue{&o.Aliases}},
		textIn("note", &o.Note), {Name: "confirmed", Kind: asYes, value: yesValue{&o.Confirmed}}}
}

func (h *OrganisationEdits) render(c echo.Context, d *organisationDraft, status int, sent url.Values, refused map[string]string, elsewhere []registry.Problem) error {
	page := h.Site.page(c, "organisations", "organisation."+d.form)
	group := formGroup{Fields: d.fields("organisation", d.inputs(), sent, refused)}
	v := formView{
		Name: d.now.Name, Heading: d.T("organisation." + d.form), Action: "/organisations/new", Back: "/organisations",
		Version: d.now.Version, Groups: []formGroup{group}, Reason: sent.Get("reason"),
	}
	if d.form != "new" {
		v.Back = organisationAddress(d.now.ID)
		v.Action = v.Back + "/" + d.form
	}
	if sent != nil {
		v.Version = number(sent.Get("version"))
	}
	v.Problems = d.problems(v.Groups, elsewhere)
	return h.Site.render(c, status, formPage(page, v))
}

// Save serves POST /organisations/new and POST /organisations/:id/:form.
func (h *OrganisationEdits) Save(c echo.Context) error {
	ctx := c.Request().Context()
	d, err := h.draft(c)
	if err != nil {
		return err
	}
	if err := c.Request().ParseForm(); err != nil {
		return err
	}
	sent, inputs := c.Request().PostForm, d.inputs()
	refused := d.readForm(inputs, sent)
	if len(refused) > 0 {
		return h.render(c, d, http.StatusBadRequest, sent, refused, nil)
	}
	gate := registry.Organisations{Store: h.Store}
	receipt, err := d.save(c, gate, number(sent.Get("version")), registry.Why{Reason: sent.Get("reason")})
	if e, ok := errors.AsType[*registry.Error](err); ok && len(e.Problems) > 0 {
		return h.render(c, d, http.StatusBadRequest, sent, refused, refuse(refused, e.Problems, inputs, ""))
	}
	if receipt, err = registry.Again(ctx, gate, receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	id := d.now.ID
	if d.form == "new" {
		id = registry.OrganisationID(receipt.Subjects[0].ID)
	}
	return c.Redirect(http.StatusSeeOther, done(organisationAddress(id), "organised", int64(id), 0))
}

func (d *organisationDraft) save(c echo.Context, gate registry.Organisations, was int64, why registry.Why) (registry.Receipt, error) {
	ctx := c.Request().Context()
	switch d.form {
	case "new":
		return gate.Add(ctx, &d.o, why)
	case "rename":
		return gate.Rename(ctx, d.now.ID, was, d.name, d.step.On, why)
	case "lineage":
		return gate.Succeed(ctx, d.step, was, why)
	}
	if d.form == "approval" {
		d.o.Approve(d.rule)
	}
	d.o.Version = was
	return gate.Amend(ctx, &d.o, why)
}

// Undo serves POST /organisations/:id/history/:seq.
func (h *OrganisationEdits) Undo(c echo.Context) error {
	ctx := c.Request().Context()
	gate := registry.Organisations{Store: h.Store}
	id := registry.OrganisationID(number(c.Param("id")))
	receipt, err := gate.Undo(ctx, id, registry.Seq(number(c.Param("seq"))))
	if receipt, err = registry.Again(ctx, gate, receipt, err); err != nil {
		return err
	}
	h.Site.searchable(ctx, receipt.Last)
	return c.Redirect(http.StatusSeeOther, done(organisationAddress(id), "disorganised", int64(id), 0))
}

// organisationStep is one change of an organisation in words.
type organisationStep struct {
	Seq             int64
	When, Who, What string
	Reason          string
	Undo            string // where it is taken back, "" where it was part of something larger
}

// organisationSteps puts the history of an organisation into words.
func (t teller) organisationSteps(steps []registry.OrganisationStep) []organisationStep {
	return each(steps, func(s registry.OrganisationStep) organisationStep {
		line := organisationStep{Seq: int64(s.Entry.Seq), When: t.Moment(s.Entry.At), Who: s.Entry.Actor, Reason: s.Entry.Reason}
		switch {
		case s.Linked != nil:
			line.What = joined(" ", t.T("lineage.to."+string(s.Linked.Kind)), t.ref.OrganisationName(s.Linked.To))
		case s.Unlinked != nil:
			line.What = t.T("organisation.unlinked", "Name", t.ref.OrganisationName(s.Unlinked.To))
		case s.Before != nil:
			line.What = t.T("organisation.amended", "Name", s.Before.Name)
		default:
			line.What = t.T("organisation.added")
		}
		if s.Entry.Action != registry.Removed && (s.Before != nil || s.Linked != nil || s.Unlinked != nil) {
			line.Undo = organisationAddress(registry.OrganisationID(s.Entry.Subject.ID)) + "/history/" + organisationValue(registry.OrganisationID(s.Entry.Seq))
		}
		return line
	})
}
