package registrytest

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

// inForce gives a panel of two members whose decision is signed.
func (r *room) inForce(t testing.TB, people []*registry.Person) *registry.Panel {
	t.Helper()
	p := &registry.Panel{Name: "Hội đồng mẫu", Proposer: "Sở KHCN", Signer: "UBND thành phố", Seats: []registry.Seat{{Name: "Chủ tịch", Person: people[0].ID}, {Name: "Ủy viên", Person: people[1].ID}}}
	g := r.panels()
	steps := []func(seen int64) (registry.Receipt, error){
		func(int64) (registry.Receipt, error) { return g.Open(r.ctx, p) },
		func(seen int64) (registry.Receipt, error) { return g.Submit(r.ctx, p.ID, seen) },
		func(seen int64) (registry.Receipt, error) { return g.Commit(r.ctx, p.ID, seen, 0, registry.NoConflict) },
		func(seen int64) (registry.Receipt, error) { return g.Commit(r.ctx, p.ID, seen, 1, registry.NoConflict) },
		func(seen int64) (registry.Receipt, error) {
			return g.Sign(r.ctx, p.ID, seen, aDecision, "qd.pdf", scan)
		},
	}
	for i, step := range steps {
		if _, err := step(int64(i)); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	return r.panel(t, p.ID)
}

var aDecision = registry.Decision{Number: "12/QĐ-UBND", Date: registry.Date{Year: 2026, Month: 4, Day: 20}, By: "Người Mẫu Ký"}

// panelReformed: who is to be replaced stays a member until the later decision is signed,
// whom it names must have committed themselves, and meetings before still say who came.
func panelReformed(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	p := r.inForce(t, people)
	g, id := r.panels(), p.ID
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
	reform := func(seen int64) (registry.Receipt, error) {
		return g.Reform(r.ctx, id, seen, aDecision, "kien-toan.pdf", []byte("%PDF-1.7 kiện toàn"))
	}
	replace := func(seat int, to registry.Seat) func(int64) (registry.Receipt, error) {
		return func(seen int64) (registry.Receipt, error) { return g.Replace(r.ctx, id, seen, seat, &to) }
	}
	no(registry.Conflict, reform) // nothing was prepared
	do("meet", func(seen int64) (registry.Receipt, error) {
		return g.Meet(r.ctx, id, seen, 0, registry.Meeting{At: time.Date(2026, 4, 19, 2, 0, 0, 0, time.UTC), Present: []int{0, 1}, Held: true})
	})
	do("prepare", replace(1, registry.Seat{Person: people[2].ID}))
	if p = r.panel(t, id); len(p.Members()) != 2 || !p.Changing() || p.Seats[2].Name != "Ủy viên" || p.Seats[2].Pending != registry.Joins {
		t.Fatalf("prepared: %+v", p.Seats)
	}
	do("take back", replace(2, registry.Seat{}))
	do("take back", replace(1, registry.Seat{}))
	no(registry.Conflict, reform)
	do("prepare again", replace(1, registry.Seat{Person: people[2].ID}))
	no(registry.Conflict, reform) // who joins has not committed themselves
	do("commit", func(seen int64) (registry.Receipt, error) { return g.Commit(r.ctx, id, seen, 2, registry.NoConflict) })
	do("reform", reform)
	p = r.panel(t, id)
	file, err := r.PanelFile(r.ctx, id, 1)
	if members, present, _ := p.Meetings[0].Quorum(p); err != nil || members != 2 || present != 2 || p.Changing() || len(p.Later) != 1 || !bytes.Contains(file, []byte("kiện toàn")) {
		t.Errorf("reformed: %+v, %q, %v", p, file, err)
	}
	if m := p.Members(); len(m) != 2 || m[1] != 2 || p.Seats[1].Left != aDecision.Date {
		t.Errorf("members %v", m)
	}
	do("evaluate", func(seen int64) (registry.Receipt, error) {
		return g.Evaluate(r.ctx, id, seen, 1, "good", "Nhận xét đúng hạn")
	})
	no(registry.Invalid, func(seen int64) (registry.Receipt, error) { return g.Evaluate(r.ctx, id, seen, 1, "rất tốt", "") })
	do("dissolve", func(seen int64) (registry.Receipt, error) {
		return g.Dissolve(r.ctx, id, seen, aDecision, "Đã xong nhiệm vụ", "giai-the.pdf", scan)
	})
	if p = r.panel(t, id); p.State != registry.PanelClosed || len(p.Later) != 2 || len(p.Files) != 2 || p.Seats[1].Evaluation.Mark != "good" {
		t.Errorf("dissolved: %+v", p)
	}
	name := people[0].Name.Full
	r.erase(t, people[0].ID)
	if p = r.panel(t, id); !p.Files[0].Gone || !p.Later[0].Copy.Gone || strings.Contains(p.Seats[0].Holder, name) {
		t.Errorf("after erasure: %+v", p.Files)
	}
	_, err = r.PanelFile(r.ctx, id, 1)
	refused(t, err, registry.NotFound)
}

// panelScored: members send their own sheets by the criteria that were set, once the
// meeting takes them, and read its papers; nobody else does.
func panelScored(t *testing.T, r *room) {
	people := r.furnished(t).add(t, 3)
	p := r.inForce(t, people)
	g, id := r.panels(), p.ID
	as := func(who registry.PersonID) registry.Actor {
		return registry.Actor{Account: "chuyengia", Role: registry.Expert, Person: who}
	}
	member, stranger := registry.WithActor(t.Context(), as(people[1].ID)), registry.WithActor(t.Context(), as(people[2].ID))
	_, err := g.SetCriteria(r.ctx, id, p.Version, []registry.Criterion{{Name: "Tính mới", Most: 0}})
	refused(t, err, registry.Invalid)
	if _, err = g.SetCriteria(r.ctx, id, p.Version, []registry.Criterion{{Name: "Tính mới", Most: 30}, {Name: "Tính khả thi", Most: 40}}); err != nil {
		t.Fatal(err)
	}
	meet := func(open bool) {
		t.Helper()
		p = r.panel(t, id)
		m := registry.Meeting{At: received, Open: open}
		if len(p.Meetings) > 0 {
			m = p.Meetings[0]
			m.Open = open
		}
		if _, err := g.Meet(r.ctx, id, p.Version, 0, m); err != nil {
			t.Fatal(err)
		}
	}
	sheet := registry.Score{Points: 65, Parts: []float64{30, 35}, Vote: "Đạt"}
	meet(false)
	_, err = g.SendScore(member, id, 0, sheet)
	refused(t, err, registry.Conflict) // not open yet
	meet(true)
	_, err = g.SendScore(stranger, id, 0, sheet)
	refused(t, err, registry.NotFound)
	for _, bad := range []registry.Score{{Points: 71}, {Points: 60, Parts: []float64{31, 29}}, {Points: 3, Parts: []float64{1, 1, 1}}, {Points: -1}} {
		_, err = g.SendScore(member, id, 0, bad)
		refused(t, err, registry.Invalid)
	}
	for range 2 { // another takes the place of the first
		if _, err = g.SendScore(member, id, 0, sheet); err != nil {
			t.Fatal(err)
		}
	}
	m := r.panel(t, id).Meetings[0]
	names, counts := m.Votes()
	if len(m.Scores) != 1 || !m.Scores[0].Own || len(m.Present) != 1 || m.Present[0] != 1 || len(names) != 1 || counts[0] != 1 {
		t.Errorf("sent: %+v", m)
	}
	_, err = g.SetCriteria(r.ctx, id, r.panel(t, id).Version, nil)
	refused(t, err, registry.Conflict) // a sheet was filled in
	_, err = g.AttachPaper(r.ctx, id, r.panel(t, id).Version, 0, "a.exe", []byte("MZ"))
	refused(t, err, registry.Invalid)
	if _, err = g.AttachPaper(r.ctx, id, r.panel(t, id).Version, 0, "báo cáo.pdf", scan); err != nil {
		t.Fatal(err)
	}
	meet(false) // papers stay with the meeting
	if told, content, err := g.File(member, id, 1); err != nil || told.File != "báo cáo.pdf" || !bytes.Equal(content, scan) {
		t.Errorf("the paper: %+v, %v", told, err)
	}
	_, _, err = g.File(stranger, id, 1)
	refused(t, err, registry.NotFound)
}

// paperTemplatesKept: a template comes back as it was set, two administrators do not
// overwrite each other, and the shipped one can be gone back to.
func paperTemplatesKept(t *testing.T, r *room) {
	g := registry.Papers{Store: r.Store}
	if _, err := g.Set(r.ctx, "giay-moi", 0, "mẫu của sở.docx", []byte("PK một")); err != nil {
		t.Fatal(err)
	}
	_, err := g.Set(r.ctx, "giay-moi", 0, "b.docx", []byte("PK hai"))
	refused(t, err, registry.Stale)
	r.reopen(t)
	g.Store = r.Store
	told, content, err := r.PaperTemplate(r.ctx, "giay-moi")
	if err != nil || told.File != "mẫu của sở.docx" || told.Account != Operator.Account || string(content) != "PK một" {
		t.Errorf("got %+v, %q, %v", told, content, err)
	}
	if _, err = g.Reset(r.ctx, "giay-moi", 1); err != nil {
		t.Fatal(err)
	}
	_, _, err = r.PaperTemplate(r.ctx, "giay-moi")
	refused(t, err, registry.NotFound)
	_, err = g.Set(r.ctx, "giay-moi", 2, "c.docx", make([]byte, registry.MaxTemplate+1))
	refused(t, err, registry.TooLarge)
	if all, err := r.PaperTemplates(r.ctx); err != nil || len(all) != 1 || all[0].Version != 2 {
		t.Errorf("all: %+v, %v", all, err)
	}
}
