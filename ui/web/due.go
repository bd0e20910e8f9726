package web

import (
	"context"
	"slices"
	"strconv"

	"trithuc/registry"
	"trithuc/search"
)

// dueWithin is how many days before its clock runs out a case is shown on the front page.
const dueWithin = 5

// shownDue is how many lines of each kind the front page has.
const shownDue = 5

// waits says that something waits for the reader.
func (v homeView) waits() bool {
	return v.Reviews > 0 || len(v.Waiting)+len(v.News)+len(v.Due)+len(v.Disclosures)+len(v.Corrections)+len(v.Panels) > 0 || v.Retiring.N > 0
}

// due fills in what has a day by which it must be done, as far as the reader works with it.
func (h *Search) due(ctx context.Context, t teller, v *homeView) error {
	actor := registry.ActorOf(ctx)
	for _, of := range []struct {
		need registry.Permission
		fill func(context.Context, teller, *homeView) error
	}{{registry.WriteRequests, h.dueRequests}, {registry.AskData, h.disclosures}, {registry.WritePanels, h.formingPanels}, {registry.WritePeople, h.corrections}, {registry.WritePeople, h.retiring}} {
		if !actor.May(of.need) {
			continue
		}
		if err := of.fill(ctx, t, v); err != nil {
			return err
		}
	}
	return nil
}

// dueRequests are the cases of people about their data whose next step is due soon.
func (h *Search) dueRequests(ctx context.Context, t teller, v *homeView) error {
	open, err := h.Store.Requests(ctx, true)
	if err != nil {
		return err
	}
	calendar, now := t.ref.Calendar(), h.Now().In(registry.Vietnam)
	today, soon := registry.DateOf(now), registry.DateOf(now.AddDate(0, 0, dueWithin))
	slices.SortStableFunc(open, func(a, b registry.Request) int { return dueOf(&a, calendar).Compare(dueOf(&b, calendar)) })
	for _, r := range open[:min(len(open), shownDue)] {
		day := dueOf(&r, calendar)
		if day.Compare(soon) > 0 {
			break
		}
		said := t.T("home.due", "Day", t.Date(day))
		if r.Overdue(calendar, today) {
			said = t.T("home.overdue", "Day", t.Date(day))
		}
		v.Due = append(v.Due, option{Label: t.T("home.request", "ID", int(r.ID), "Kind", t.T("request.kind."+string(r.Kind))), Value: said, Href: requestAddress(r.ID)})
	}
	return nil
}

// disclosures are what other agencies ask of the reader's, and what the reader may fetch.
func (h *Search) disclosures(ctx context.Context, t teller, v *homeView) error {
	all, err := registry.InvolvedDisclosures(ctx, h.Store)
	if err != nil {
		return err
	}
	actor, today := registry.ActorOf(ctx), registry.DateOf(h.Now().In(registry.Vietnam))
	for _, d := range all {
		switch {
		case len(v.Disclosures) == shownDue:
			return nil
		case d.Open() && d.MayAnswer(actor) && today.Compare(d.Until) <= 0:
			v.Disclosures = append(v.Disclosures, option{Label: t.T("home.disclosure.answer", "Asker", t.ref.OrganisationName(d.Asker)), Value: d.Purpose, Href: disclosureAddress(d.ID)})
		case d.AskedBy(actor) && d.Given(today):
			v.Disclosures = append(v.Disclosures, option{Label: t.T("home.disclosure.fetch", "ID", int(d.ID)), Value: t.T("home.disclosure.until", "Day", t.Date(d.Until)), Href: disclosureAddress(d.ID)})
		}
	}
	return nil
}

// corrections are what experts propose to their own records, for who looks after those.
func (h *Search) corrections(ctx context.Context, t teller, v *homeView) error {
	waiting, err := registry.WaitingProposals(ctx, h.Store)
	if err == nil {
		v.Corrections, err = t.proposalOptions(ctx, h.Store, waiting[:min(len(waiting), shownDue)])
	}
	return err
}

// formingPanels are the panels whose decision is not signed.
func (h *Search) formingPanels(ctx context.Context, t teller, v *homeView) error {
	panels, err := h.Store.Panels(ctx)
	if err != nil {
		return err
	}
	for _, x := range panels {
		if x.Forming() && len(v.Panels) < shownDue {
			v.Panels = append(v.Panels, option{Label: x.Name, Value: t.T("panel.state." + string(x.State)), Href: panelAddress(x.ID)})
		}
	}
	return nil
}

// retiring counts who reaches the age of retirement this year.
func (h *Search) retiring(ctx context.Context, t teller, v *homeView) error {
	year := strconv.Itoa(h.Now().In(registry.Vietnam).Year())
	answer, err := h.Searcher.Search(ctx, search.Query{Limit: 1, Filters: []search.Filter{{Facet: search.FacetRetirement, Values: []string{year}}}})
	v.Retiring = option{Label: t.T("home.retiring", "Year", year), N: answer.Total, Href: asked{text: "nghi-huu:" + year, page: 1}.address()}
	return err
}
