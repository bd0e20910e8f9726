package web

import (
	"cmp"
	"context"
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
	Check                     *selection.Proposal // the live check; nil once members can no longer be chosen
	Missing                   string              // why the check could not be made
	Covered                   []option
	Papers                    []option
	Uncommitted               int
	Next                      string // what to do now
	Today                     registry.Date
}

// seatView is one seat in words.
type seatView struct {
	Place     int
	Seat      registry.Seat
	Who, Href string
	Works     string
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
		page.Refusal = joined(" ", append([]string{cause.Message}, each(cause.Problems, func(x registry.Problem) string { return joined(" ", x.Value, x.Reason) + "." })...)...)
	}
	return h.Site.render(c, status, panelPage(page, v))
}

func (h *Panels) view(ctx context.Context, t teller, p *registry.Panel) (panelView, error) {
	need := needOfPanel(p)
	v := panelView{Panel: p, Href: panelAddress(p.ID), StateName: t.T("panel.state." + string(p.State)), KindName: t.ref.CodeName(registry.SchemePanel, p.Kind),
		Topic: cmp.Or(need.Work.Name, need.Topic), Today: h.today()}
	people, err := registry.VisiblePeople(ctx, h.Store, p.People())
	if err != nil {
		return v, err
	}
	for i := range p.Seats {
		v.Seats = append(v.Seats, t.seat(p, i, people))
		if p.Seats[i].Sits() && p.Seats[i].Commitment.Answer == "" {
			v.Uncommitted++
		}
	}
	for _, paper := range office.PanelPapers {
		v.Papers = append(v.Papers, option{Label: t.T("panel.paper." + string(paper)), Href: v.Href + "/papers/" + string(paper)})
	}
	v.Next = t.T("panel.next." + string(p.State))
	if p.Forming() {
		err = h.check(ctx, t, &v, need)
	}
	return v, err
}

// check holds the seats to the rules of the need, as the registry is now.
func (h *Panels) check(ctx context.Context, t teller, v *panelView, need selection.Need) error {
	check, err := h.assess(ctx, v.Panel, need)
	if registry.KindOf(err) == registry.Invalid {
		v.Missing = t.T("panel.check.invalid")
		for _, x := range t.needProblems(asError(err)) {
			v.Missing += " " + joined(": ", x.Label, x.Reason) + "."
		}
		return nil
	}
	if err != nil {
		return err
	}
	v.Check, v.Covered = check, t.coverage(check)
	for _, m := range check.Members {
		i := slices.IndexFunc(v.Seats, func(s seatView) bool { return s.Seat.Person != 0 && s.Seat.Person.Public() == m.ID })
		if i < 0 {
			continue
		}
		for _, x := range m.Instead {
			v.Seats[i].Instead = append(v.Seats[i].Instead, option{Value: x.ID, Label: t.T("panel.instead", "Name", x.Name, "Cost", t.Number(int(math.Round(100*x.Cost)))), Href: "/people/" + x.ID})
		}
	}
	return nil
}

func asError(err error) *registry.Error {
	e := &registry.Error{}
	if known, ok := err.(*registry.Error); ok {
		e = known
	}
	return e
}

// assess holds the members of a panel to the rules of its need.
func (h *Panels) assess(ctx context.Context, p *registry.Panel, need selection.Need) (*selection.Proposal, error) {
	var places []selection.Place
	for _, i := range p.Members() {
		places = append(places, selection.Place{Seat: p.Seats[i].Name, Person: p.Seats[i].Person})
	}
	return selection.Assess(ctx, selection.Visible(h.Store), h.rank(), need, places, h.Now())
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
