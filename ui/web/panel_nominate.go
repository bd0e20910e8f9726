package web

import (
	"context"
	"slices"

	"trithuc/registry"
)

// askedAgency is an agency with the seats about which it was or can be asked.
type askedAgency struct {
	Name  string
	Seats []seatView
	Asked bool // about all of them, or has replied
}

// agencies gives the agencies of the seats, in the order of the seats.
func (v panelView) agencies() (all []askedAgency) {
	at := map[string]int{}
	for _, s := range v.Seats {
		if s.Seat.Reserve || s.Sender == "" {
			continue
		}
		i, met := at[s.Sender]
		if !met {
			i = len(all)
			at[s.Sender], all = i, append(all, askedAgency{Name: s.Sender, Asked: true})
		}
		all[i].Seats = append(all[i].Seats, s)
		all[i].Asked = all[i].Asked && s.Seat.Nomination.Agency != ""
	}
	return all
}

// ask writes down that a letter went to the agencies that are ticked.
func (h *Panels) ask(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	p, err := h.Store.Panel(ctx, f.id)
	if err != nil {
		return registry.Receipt{}, err
	}
	file, err := h.file(ctx, p)
	if err != nil {
		return registry.Receipt{}, err
	}
	chosen := map[string]bool{}
	for _, name := range f.Request().PostForm["to"] {
		chosen[name] = true
	}
	agencies := map[int]string{}
	for i := range p.Seats {
		if name := file.Sender(&p.Seats[i]); !p.Seats[i].Reserve && chosen[name] {
			agencies[i] = name
		}
	}
	letter := registry.Letter{Number: f.FormValue("letter")}
	if letter.Until, err = dayOrNone(f.FormValue("until")); err != nil {
		return registry.Receipt{}, err
	}
	if letter.Sent, err = dayOrNone(f.FormValue("sent")); err != nil {
		return registry.Receipt{}, err
	}
	return h.gate().Ask(ctx, f.id, f.seen, agencies, letter)
}

// agencyReply writes down what an agency says about one seat.
func (h *Panels) agencyReply(ctx context.Context, f *panelForm) (registry.Receipt, error) {
	var named registry.Seat
	if f.FormValue("reply") == string(registry.AgencyNames) {
		if err := f.holder(&named); err != nil {
			return registry.Receipt{}, err
		}
	}
	return h.gate().AgencyReply(ctx, f.id, f.seen, f.seat, registry.AgencyAnswer{
		Reply: registry.NominationReply(f.FormValue("reply")), Person: named.Person, Holder: named.Holder, Note: f.FormValue("note")})
}

// nominationSaid says how an agency's reply about a seat stands.
func nominationSaid(p Page, n registry.Nomination, today registry.Date) string {
	switch {
	case n.Agency == "":
		return p.T("panel.nominate.none")
	case n.Reply != "":
		return joined(", ", p.T("panel.nominate."+string(n.Reply), "Before", n.Before), p.Date(n.On), n.Note)
	case n.Late(today):
		return p.T("panel.nominate.late", "Until", p.Date(n.Until))
	}
	return p.T("panel.nominate.waits", "Sent", p.Date(n.Sent), "Until", p.Date(n.Until))
}

// lateNames names the agencies that are late, each once.
func lateNames(v panelView, seats []int) string {
	var names []string
	for _, at := range seats {
		if name := v.Panel.Seats[at].Nomination.Agency; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return joined("; ", names...)
}
