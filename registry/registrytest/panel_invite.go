package registrytest

import (
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

// panelLinks: a link answers once, for its own seat, until its day; nothing of it but a
// digest is stored; it marks nothing as sent; and guessing ends.
func panelLinks(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	now := received
	g := registry.Panels{Store: r.Store, Now: func() time.Time { return now }, Random: rand.Reader, Tries: r.Store}
	id := r.council(t, people).ID
	today := registry.DateOf(now.In(registry.Vietnam))
	_, err := g.Links(r.ctx, id, 1, []int{0, 1}, today)
	refused(t, err, registry.Conflict) // the chair has a conflict that nobody looked at
	if _, err := g.Weigh(r.ctx, id, 1, 0, 0, "chỉ thỉnh giảng"); err != nil {
		t.Fatal(err)
	}
	links, err := g.Links(r.ctx, id, 2, []int{0, 1, 2, 9}, today)
	if err != nil || len(links) != 3 {
		t.Fatalf("links %v, %v", links, err)
	}
	p := r.panel(t, id)
	body, err := json.Marshal(p)
	_, secret, _ := strings.Cut(links[0], ".")
	if err != nil || strings.Contains(string(body), secret) || !p.Seats[0].Invitation.Sent.IsZero() || p.Seats[0].Invitation.Until != today {
		t.Errorf("the stored invitation: %s, %v", body, err)
	}
	if _, at, err := g.Linked(r.ctx, links[1], "a"); err != nil || at != 1 {
		t.Errorf("the link of the second seat is for %d, %v", at, err)
	}
	refused(t, g.Reply(r.ctx, links[0], "a", registry.Reply{Answer: registry.Accepted, Commitment: registry.HasConflict}), registry.Invalid) // which one?
	if err := g.Reply(r.ctx, links[0], "a", registry.Reply{Answer: registry.Declined, Commitment: registry.HasConflict, Note: "em trai là chủ nhiệm"}); err != nil {
		t.Fatal(err)
	}
	s := r.panel(t, id).Seats[0]
	if s.Invitation.Answer != registry.Declined || s.Commitment.Answer != registry.HasConflict || s.Commitment.Note != "em trai là chủ nhiệm" || s.Invitation.Link != nil {
		t.Errorf("after the answer: %+v", s)
	}
	refused(t, g.Reply(r.ctx, links[0], "a", registry.Reply{Answer: registry.Accepted}), registry.NotFound) // once
	again, err := g.Links(r.ctx, id, r.panel(t, id).Version, []int{0, 1, 2}, registry.Date{})
	if err != nil || len(again) != 2 {
		t.Fatalf("links for who has not answered: %v, %v", again, err)
	}
	refused(t, g.Reply(r.ctx, links[1], "a", registry.Reply{Answer: registry.Accepted}), registry.NotFound) // replaced
	now = now.Add(15 * 24 * time.Hour)
	refused(t, g.Reply(r.ctx, again[1], "a", registry.Reply{Answer: registry.Accepted}), registry.NotFound) // over
	for range 40 {
		_, _, err = g.Linked(r.ctx, "1.khongdung", "b")
	}
	refused(t, err, registry.TooOften)
	if _, err := g.Links(r.ctx, id, r.panel(t, id).Version, []int{1}, today); registry.KindOf(err) != registry.Invalid {
		t.Errorf("a last day in the past: %v", err)
	}
}
