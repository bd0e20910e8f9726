package registrytest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

func (r *room) panels() registry.Panels {
	return registry.Panels{Store: r.Store, Now: func() time.Time { return received }}
}

func (r *room) panel(t testing.TB, id registry.PanelID) *registry.Panel {
	t.Helper()
	p, err := r.Panel(r.ctx, id)
	if err != nil {
		t.Fatalf("panel %d: %v", id, err)
	}
	return p
}

// council opens a draft with a chair, a member from outside and a reserve.
func (r *room) council(t testing.TB, people []*registry.Person) *registry.Panel {
	t.Helper()
	p := &registry.Panel{
		Name: "Hội đồng tư vấn về lúa chịu mặn", Kind: "ubnd", Need: json.RawMessage(`{"topic":"lúa mặn","size":2}`),
		Proposer: "Sở Khoa học và Công nghệ", Signer: "Ủy ban nhân dân thành phố", Grounds: []string{"Căn cứ Kế hoạch 231", " "},
		Seats: []registry.Seat{
			{Name: "Chủ tịch", Person: people[0].ID, Why: []string{"lĩnh vực: Trồng trọt"}, Findings: []registry.Found{{Kind: "organisation", Hard: true, Evidence: people[0].Name.Full + " cùng cơ quan với người nộp."}}},
			{Name: "Ủy viên", Holder: "Ông Lê Mẫu Ngoài", Agency: "Sở Tài chính"},
			{Name: "Dự phòng", Person: people[1].ID, Reserve: true},
		},
	}
	if _, err := r.panels().Open(r.ctx, p); err != nil {
		t.Fatal(err)
	}
	return p
}

func panelComesBack(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	p := r.council(t, people)
	r.reopen(t)
	got := r.panel(t, p.ID)
	if !reflect.DeepEqual(got, p) || p.Version != 1 || p.State != registry.PanelDraft || p.Account != Operator.Account || len(p.Grounds) != 1 {
		t.Errorf("got %+v, want %+v", got, p)
	}
	got.Name, got.Seats = "Tổ tư vấn", got.Seats[:2]
	if _, err := r.panels().Compose(r.ctx, got); err != nil {
		t.Fatal(err)
	}
	p.Name = "Của thư ký thứ hai"
	_, err := r.panels().Compose(r.ctx, p)
	refused(t, err, registry.Stale)
	if !strings.Contains(err.Error(), Operator.Account) {
		t.Errorf("does not say who was first: %v", err)
	}
	twice := r.panel(t, p.ID)
	twice.Seats = append(twice.Seats, twice.Seats[0])
	_, err = r.panels().Compose(r.ctx, twice)
	refused(t, err, registry.Invalid)
	_, err = r.Panel(r.ctx, 99)
	refused(t, err, registry.NotFound)
	if all, err := r.Panels(r.ctx); err != nil || len(all) != 1 || all[0].Name != "Tổ tư vấn" {
		t.Errorf("got %+v, %v", all, err)
	}
	of, err := r.PanelsOf(r.ctx, people[0].ID)
	none, noneErr := r.PanelsOf(r.ctx, people[1].ID)
	if err != nil || noneErr != nil || len(of) != 1 || len(none) != 0 {
		t.Errorf("of the chair %d, of who left %d, %v, %v", len(of), len(none), err, noneErr)
	}
	if entries, err := r.EntriesOf(r.ctx, registry.Subject{Kind: registry.SubjectPanel, ID: int64(p.ID)}); err != nil || len(entries) != 2 {
		t.Errorf("the trail has %d entries, %v", len(entries), err)
	}
}

// scan stands for the signed decision.
var scan = []byte("%PDF-1.7 quyết định đã ký")

func panelLives(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	g, id := r.panels(), r.council(t, people).ID
	do := func(what string, step func(seen int64) (registry.Receipt, error)) {
		t.Helper()
		if _, err := step(r.panel(t, id).Version); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	no := func(kind registry.Kind, step func(seen int64) (registry.Receipt, error)) {
		t.Helper()
		_, err := step(r.panel(t, id).Version)
		refused(t, err, kind)
	}
	submit := func(seen int64) (registry.Receipt, error) { return g.Submit(r.ctx, id, seen) }
	signed := registry.Decision{Number: "12/QĐ-UBND", Date: registry.Date{Year: 2026, Month: 4, Day: 24}, By: "Người Mẫu Ký"}
	sign := func(seen int64) (registry.Receipt, error) {
		return g.Sign(r.ctx, id, seen, signed, "quyet-dinh.pdf", scan)
	}
	commit := func(seat int, a registry.CommitmentAnswer) func(int64) (registry.Receipt, error) {
		return func(seen int64) (registry.Receipt, error) { return g.Commit(r.ctx, id, seen, seat, a) }
	}
	no(registry.Conflict, submit) // a conflict nobody looked at
	do("dismiss", func(seen int64) (registry.Receipt, error) {
		return g.Weigh(r.ctx, id, seen, 0, 0, "chỉ thỉnh giảng, không hưởng lương")
	})
	no(registry.Conflict, sign) // not proposed
	do("submit", submit)
	no(registry.Conflict, sign) // nobody committed themselves
	do("commit", commit(0, registry.NoConflict))
	do("declare", commit(1, registry.HasConflict))
	no(registry.Conflict, sign)
	do("invite", func(seen int64) (registry.Receipt, error) {
		return g.Invite(r.ctx, id, seen, 1, "zalo", registry.Date{})
	})
	do("decline", func(seen int64) (registry.Receipt, error) {
		return g.Answer(r.ctx, id, seen, 1, registry.Declined, "bận công tác")
	})
	do("step in", func(seen int64) (registry.Receipt, error) { return g.StepIn(r.ctx, id, seen, 1, 2) })
	if p := r.panel(t, id); len(p.Seats) != 2 || p.Seats[1].Person != people[1].ID || p.Seats[1].Name != "Ủy viên" || p.Seats[1].Reserve {
		t.Fatalf("after the reserve stepped in: %+v", p.Seats)
	}
	no(registry.Conflict, sign) // the new member has not committed themselves
	do("commit", commit(1, registry.NoConflict))
	no(registry.Invalid, func(seen int64) (registry.Receipt, error) {
		return g.Sign(r.ctx, id, seen, registry.Decision{Date: registry.Date{Year: 2030, Month: 1, Day: 1}}, "quyet-dinh.pdf", scan)
	})
	for _, file := range [][]byte{nil, []byte("PK không phải PDF")} {
		no(registry.Invalid, func(seen int64) (registry.Receipt, error) { return g.Sign(r.ctx, id, seen, signed, "x", file) })
	}
	if _, err := r.PanelPaper(r.ctx, id); registry.KindOf(err) != registry.NotFound {
		t.Errorf("a decision that is not signed: %v", err)
	}
	do("sign", sign)
	if got, err := r.PanelPaper(r.ctx, id); err != nil || !bytes.Equal(got, scan) {
		t.Errorf("the signed decision: %q, %v", got, err)
	}
	no(registry.Conflict, func(seen int64) (registry.Receipt, error) { return g.Compose(r.ctx, r.panel(t, id)) })
	meeting := registry.Meeting{At: received, Room: "Phòng 2", Present: []int{0, 1}, Held: true, Scores: []registry.Score{{Seat: 0, Points: 80}, {Seat: 1, Points: 90, Vote: "đạt"}}}
	do("meet", func(seen int64) (registry.Receipt, error) { return g.Meet(r.ctx, id, seen, 0, meeting) })
	meeting.Present = []int{0}
	no(registry.Invalid, func(seen int64) (registry.Receipt, error) { return g.Meet(r.ctx, id, seen, 0, meeting) })
	do("close", func(seen int64) (registry.Receipt, error) {
		return g.Close(r.ctx, id, seen, "Nghiệm thu, loại khá")
	})
	p := r.panel(t, id)
	mean, n := p.Meetings[0].Average()
	if members, present, enough := p.Meetings[0].Quorum(p); p.State != registry.PanelClosed || p.Decision.Number != signed.Number || p.Decision.Copy == nil || p.Decision.Copy.File != "quyet-dinh.pdf" || mean != 85 || n != 2 || members != 2 || present != 2 || !enough {
		t.Errorf("closed: %+v", p)
	}
	no(registry.Conflict, commit(0, ""))
}

// panelOfErased: the seat of who is erased is empty, and no word tells of them; who was
// merged holds the seat as whom they were merged into.
func panelOfErased(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	p := r.council(t, people)
	name := people[0].Name.Full
	signed := r.panel(t, p.ID)
	signed.State, signed.Decision = registry.PanelSigned, registry.Decision{Number: "1/QĐ", By: "Người Mẫu Ký", Copy: &registry.DecisionCopy{File: "a.pdf"}}
	if _, err := r.Commit(r.ctx, Operator, []registry.Change{&registry.PutPanel{Panel: signed, Was: signed.Version, Copy: []byte("%PDF-1.7 " + name)}}); err != nil {
		t.Fatal(err)
	}
	r.erase(t, people[0].ID)
	got := r.panel(t, p.ID)
	if _, err := r.PanelPaper(r.ctx, p.ID); registry.KindOf(err) != registry.NotFound || !got.Decision.Copy.Gone {
		t.Errorf("the signed decision that names them: %v, %+v", err, got.Decision.Copy)
	}
	if s := got.Seats[0]; s.Person != 0 || s.Holder != registry.ErasedSeat || len(s.Findings) != 0 || s.Name != "Chủ tịch" {
		t.Errorf("the seat: %+v", s)
	}
	if left := Residue(t, r.dir, []string{name}); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if _, _, err := r.people().Merge(r.ctx, people[2].ID, people[1].ID); err != nil {
		t.Fatal(err)
	}
	if got = r.panel(t, p.ID); got.Seats[2].Person != people[2].ID {
		t.Errorf("the merged: %+v", got.Seats[2])
	}
	if of, err := r.PanelsOf(r.ctx, people[2].ID); err != nil || len(of) != 1 {
		t.Errorf("panels of whom they were merged into: %d, %v", len(of), err)
	}
}
