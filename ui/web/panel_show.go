package web

import (
	"cmp"
	"context"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"trithuc/registry"
	"trithuc/registry/selection"
	"trithuc/ui/office"
)

// panelView is one panel with what can be done about it.
type panelView struct {
	*registry.Panel
	Href, StateName, KindName string
	Topic                     string
	Seats                     []seatView
	Check                     *selection.Proposal // the live check; nil once the panel is over
	Covered                   []option
	Papers                    []option
	Uncommitted               int
	Next                      string // what to do now
	Today                     registry.Date
	Unsaved                   *unsavedView // what somebody sent who was too late; nil else
}

// seatView is one seat in words.
type seatView struct {
	Place     int
	Seat      registry.Seat
	Who, Href string
	Works     string
	Sender    string // the agency that would be asked about the holder
	Why       string
	Instead   []option // who could take it, with what that costs
	Message   string   // an invitation to copy
}

// Show serves GET /panels/:id.
func (h *Panels) Show(c echo.Context) error { return h.show(c, nil) }

// show shows a panel; cause says what was refused.
func (h *Panels) show(c echo.Context, cause *registry.Error) error {
	ctx := c.Request().Context()
	p, err := h.Store.Panel(ctx, panelID(c))
	if err != nil {
		return err
	}
	ref, err := h.Store.Reference(ctx)
	if err != nil {
		return err
	}
	page := h.Site.page(c, "panels", "panel.title", "Name", p.Name)
	t := teller{page.Words, ref}
	v, err := h.view(ctx, t, p)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if cause != nil {
		if status = http.StatusBadRequest; cause.Kind != registry.Invalid {
			status = http.StatusConflict
		}
		if cause.Kind == registry.Stale {
			if v.Unsaved, err = h.unsaved(c, t, p); err != nil {
				return err
			}
		}
		page.Refusal = joined(" ", append([]string{cause.Message}, each(cause.Problems, func(x registry.Problem) string { return joined(" ", x.Value, x.Reason) + "." })...)...)
	}
	return h.Site.render(c, status, panelPage(page, v))
}

func (h *Panels) view(ctx context.Context, t teller, p *registry.Panel) (panelView, error) {
	need := selection.NeedOf(p)
	v := panelView{Panel: p, Href: panelAddress(p.ID), StateName: t.T("panel.state." + string(p.State)), KindName: t.ref.CodeName(registry.SchemePanel, p.Kind),
		Topic: cmp.Or(need.Work.Name, need.Topic), Today: h.today(), Next: t.T("panel.next." + string(p.State))}
	var err error
	if p.Forming() || p.State == registry.PanelSigned {
		if v.Check, err = selection.Recheck(ctx, selection.Visible(h.Store), h.rank(), p, h.Now()); err != nil {
			return v, err
		}
		v.Covered = t.coverage(v.Check)
	}
	file, err := h.file(ctx, p)
	if err != nil {
		return v, err
	}
	people := slices.Collect(maps.Values(file.People))
	for i := range p.Seats {
		v.Seats = append(v.Seats, t.seat(p, i, people))
		v.Seats[i].Instead = t.instead(v.Check, p.Seats[i].Person)
		v.Seats[i].Sender = file.Sender(&p.Seats[i])
		if p.Seats[i].Sits() && p.Seats[i].Commitment.Answer == "" {
			v.Uncommitted++
		}
	}
	for _, paper := range office.PanelPapers {
		v.Papers = append(v.Papers, option{Label: t.T("panel.paper." + string(paper)), Href: v.Href + "/papers/" + string(paper)})
	}
	return v, nil
}

// instead says who could take a member's seat, and what that costs.
func (t teller) instead(check *selection.Proposal, who registry.PersonID) (all []option) {
	if check == nil || who == 0 {
		return nil
	}
	for _, m := range check.Members {
		if m.ID != who.Public() {
			continue
		}
		for _, x := range m.Instead {
			all = append(all, option{Value: x.ID, Label: t.T("panel.instead", "Name", x.Name, "Cost", t.Number(int(math.Round(100*x.Cost)))), Href: "/people/" + x.ID})
		}
	}
	return all
}

// seat puts one seat in words.
func (t teller) seat(p *registry.Panel, i int, people []*registry.Person) seatView {
	s := p.Seats[i]
	v := seatView{Place: i, Seat: s, Who: cmp.Or(s.Holder, t.T("panel.seat.open")), Why: strings.Join(s.Why, " · "), Works: s.Agency}
	at := slices.IndexFunc(people, func(q *registry.Person) bool { return q.ID == s.Person })
	if at >= 0 {
		who := people[at]
		post, unit := t.post(who)
		v.Who, v.Href, v.Works = joined(" ", who.DisplayPrefix(t.ref), who.Name.Full), personAddress(who.ID), joined(" · ", post, unit)
	}
	v.Message = t.T("panel.message", "Name", v.Who, "Panel", p.Name, "Seat", s.Name, "Proposer", cmp.Or(p.Proposer, "…"))
	return v
}

// answerSaid says when and how somebody answered; "" where they did not.
func answerSaid(p Page, i registry.Invitation) string {
	if i.Answer == "" {
		return ""
	}
	return joined(": ", p.T("panel.answered", "Date", p.Date(i.On)), i.Note)
}
