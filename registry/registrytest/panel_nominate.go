package registrytest

import (
	"context"
	"testing"

	"trithuc/registry"
)

// panelNominated: agencies are asked about seats by a day, their replies are written down,
// whom one names instead takes the seat and is looked at anew, and who is late is known.
func panelNominated(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 4)
	g, id := r.panels(), r.council(t, people).ID
	looked := 0
	g.Check = func(_ context.Context, p *registry.Panel) error {
		looked++
		for i := range p.Seats {
			if p.Seats[i].Person == people[3].ID {
				p.Seats[i].Refind([]registry.Found{{Kind: "coauthor", Hard: true, Evidence: "đồng tác giả"}})
			}
		}
		return nil
	}
	sent := registry.DateOf(received.In(registry.Vietnam))
	until := registry.Date{Year: sent.Year, Month: 12, Day: 31}
	agencies := map[int]string{0: "Trường Đại học Mẫu", 1: "Sở Tài chính"}
	for _, bad := range []registry.Letter{{Sent: sent}, {Sent: sent, Until: registry.Date{Year: 2000, Month: 1, Day: 1}}, {Sent: registry.Date{Year: 2090, Month: 1, Day: 1}, Until: until}} {
		_, err := g.Ask(r.ctx, id, 1, agencies, bad)
		refused(t, err, registry.Invalid)
	}
	if _, err := g.Ask(r.ctx, id, 1, agencies, registry.Letter{Number: "15/SKHCN", Until: until}); err != nil {
		t.Fatal(err)
	}
	p := r.panel(t, id)
	if n := p.Seats[1].Nomination; n.Agency != "Sở Tài chính" || n.Number != "15/SKHCN" || n.Sent != sent || len(p.Late(until)) != 0 || len(p.Late(registry.Date{Year: 2999, Month: 1, Day: 1})) != 2 {
		t.Errorf("asked: %+v", n)
	}
	reply := func(seat int, a registry.AgencyAnswer) error {
		_, err := g.AgencyReply(r.ctx, id, r.panel(t, id).Version, seat, a)
		return err
	}
	refused(t, reply(2, registry.AgencyAnswer{Reply: registry.AgencyAgrees}), registry.NotFound) // nobody was asked
	refused(t, reply(0, registry.AgencyAnswer{Reply: "có"}), registry.Invalid)
	refused(t, reply(0, registry.AgencyAnswer{Reply: registry.AgencyNames}), registry.Invalid)   // whom?
	refused(t, reply(0, registry.AgencyAnswer{Reply: registry.AgencyRefuses}), registry.Invalid) // why?
	for seat, a := range []registry.AgencyAnswer{{Reply: registry.AgencyAgrees, Note: "20/CV"}, {Reply: registry.AgencyNames, Person: people[3].ID}} {
		if err := reply(seat, a); err != nil {
			t.Fatal(err)
		}
	}
	p = r.panel(t, id)
	s := p.Seats[1]
	if looked == 0 || s.Person != people[3].ID || s.Holder != "" || s.Nomination.Before != "Ông Lê Mẫu Ngoài" || len(s.Findings) != 1 || s.Agency != "Sở Tài chính" {
		t.Errorf("after another was named: %+v", s)
	}
	if first := p.Seats[0].Nomination; first.Reply != registry.AgencyAgrees || first.Note != "20/CV" || len(p.Late(registry.Date{Year: 2999, Month: 1, Day: 1})) != 0 {
		t.Errorf("after the agency agreed: %+v", first)
	}
	_, err := g.Ask(r.ctx, id, p.Version, agencies, registry.Letter{Until: until})
	refused(t, err, registry.Conflict) // both replied
}

// panelOpposed: a conflict that somebody added bars, outlives every look into the records,
// and does not count once it was dismissed; other evidence of a kind that was dismissed
// counts anew.
func panelOpposed(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	g, id := r.panels(), r.council(t, people).ID
	evidence := "đồng tác giả với A"
	g.Check = func(_ context.Context, p *registry.Panel) error {
		p.Seats[0].Refind([]registry.Found{{Kind: "coauthor", Hard: true, Evidence: evidence}})
		return nil
	}
	if _, err := g.Oppose(r.ctx, id, 1, 0, "nợ tiền người nộp", true); err != nil {
		t.Fatal(err)
	}
	_, err := g.Oppose(r.ctx, id, 2, 0, "nợ tiền người nộp", true)
	refused(t, err, registry.Conflict)
	_, err = g.Oppose(r.ctx, id, 2, 0, " ", true)
	refused(t, err, registry.Invalid)
	weigh := func(finding int) {
		t.Helper()
		if _, err := g.Weigh(r.ctx, id, r.panel(t, id).Version, 0, finding, "đã xem xét"); err != nil {
			t.Fatal(err)
		}
	}
	weigh(0)
	invite := func() error {
		_, err := g.Invite(r.ctx, id, r.panel(t, id).Version, 0, "thư", registry.Date{})
		return err
	}
	refused(t, invite(), registry.Conflict) // the one added by hand
	weigh(1)
	if err := invite(); err != nil {
		t.Fatal(err)
	}
	evidence = "đồng tác giả với B"
	refused(t, invite(), registry.Conflict)
}
