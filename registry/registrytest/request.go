package registrytest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

// received is when the requests of the suite come in: a Friday, with a holiday
// on the Monday after.
var received = time.Date(2026, 4, 24, 3, 0, 0, 0, time.UTC)

func (r *room) requests() registry.Requests {
	return registry.Requests{Store: r.Store, Now: func() time.Time { return received.AddDate(0, 0, 1) }}
}

// asks opens a request of a kind about a person.
func (r *room) asks(t testing.TB, kind registry.RequestKind, id registry.PersonID) registry.RequestID {
	t.Helper()
	q := &registry.Request{Kind: kind, Person: id, Name: "Người Mẫu Hỏi", Contact: "hoi@mau.vn", Detail: "Zqx nội dung yêu cầu", Received: received}
	if _, err := r.requests().Open(r.ctx, q); err != nil {
		t.Fatalf("open: %v", err)
	}
	return q.ID
}

func (r *room) request(t testing.TB, id registry.RequestID) *registry.Request {
	t.Helper()
	q, err := r.Request(r.ctx, id)
	if err != nil {
		t.Fatalf("request %d: %v", id, err)
	}
	return q
}

func requestRuns(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 1)[0]
	r.commit(t, &registry.LoadCodes{Scheme: registry.SchemeHoliday, Version: "2026", Codes: []registry.Code{{Code: "2026-04-27", Name: "nghỉ bù Giỗ Tổ", Value: 1, Confirmed: true}}})
	ref, err := r.Reference(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	calendar, gate := ref.Calendar(), r.requests()
	id := r.asks(t, registry.RequestErase, p.ID)
	q := r.request(t, id)
	if clock := q.Clock(calendar); clock.Acknowledge != day(29) || clock.Settle != (registry.Date{Year: 2026, Month: 5, Day: 14}) || !clock.Sure {
		t.Errorf("got %+v, want 29/04 and 14/05", clock)
	}
	if q.Overdue(calendar, day(29)) || !q.Overdue(calendar, day(30)) {
		t.Error("the first clock ends on the 29th")
	}
	if _, err := gate.Acknowledge(r.ctx, id); err != nil {
		t.Fatal(err)
	}
	_, err = gate.Acknowledge(r.ctx, id)
	refused(t, err, registry.Conflict)
	if q = r.request(t, id); q.State != registry.RequestAcknowledged || q.Overdue(calendar, day(30)) || q.Account != Operator.Account {
		t.Errorf("acknowledged: %+v", q)
	}
	june := registry.Date{Year: 2026, Month: 6, Day: 1}
	for _, c := range []struct {
		until registry.Date
		why   string
	}{{registry.Date{Year: 9999, Month: 12, Day: 31}, "cần xác minh"}, {june, strings.Repeat("x", 501)}} {
		_, err := gate.Extend(r.ctx, id, c.until, c.why)
		refused(t, err, registry.Invalid)
	}
	_, err = gate.Refuse(r.ctx, id, strings.Repeat("x", 501))
	refused(t, err, registry.Invalid)
	if _, err := gate.Extend(r.ctx, id, june, "cần xác minh"); err != nil {
		t.Fatal(err)
	}
	_, err = gate.Extend(r.ctx, id, registry.Date{Year: 2026, Month: 7, Day: 1}, "lần nữa")
	refused(t, err, registry.Conflict)
	if q = r.request(t, id); q.Clock(calendar).Settle != june || !q.Overdue(calendar, registry.Date{Year: 2026, Month: 6, Day: 2}) {
		t.Errorf("extended: %+v", q)
	}
	for _, bad := range []registry.Request{{Kind: "khác", Person: p.ID, Name: "A"}, {Kind: registry.RequestErase, Person: p.ID}, {Kind: registry.RequestCorrect, Person: p.ID, Name: "A"}} {
		_, err := gate.Open(r.ctx, &bad)
		refused(t, err, registry.Invalid)
	}
	_, err = gate.Open(r.ctx, &registry.Request{Kind: registry.RequestErase, Person: 99, Name: "A"})
	refused(t, err, registry.NotFound)
}

func day(n int) registry.Date { return registry.Date{Year: 2026, Month: 4, Day: n} }

func requestsSettle(t *testing.T, r *room) {
	p := r.furnished(t).add(t, 2)[1] // published, with a consent
	gate := r.requests()
	correct, withdraw, refuse, access := r.asks(t, registry.RequestCorrect, p.ID), r.asks(t, registry.RequestWithdraw, p.ID), r.asks(t, registry.RequestErase, p.ID), r.asks(t, registry.RequestAccess, p.ID)
	q := r.person(t, p.ID)
	q.Email = "dung@mau.edu.vn"
	_, err := gate.Correct(r.ctx, withdraw, q)
	refused(t, err, registry.Conflict)
	if _, err := gate.Correct(r.ctx, correct, q); err != nil {
		t.Fatal(err)
	}
	if got := r.lastOf(t, p.ID); got.Reason != "Đính chính theo yêu cầu số 1 của chủ thể dữ liệu" {
		t.Errorf("the correction says %q", got.Reason)
	}
	if _, err := gate.Withdraw(r.ctx, withdraw); err != nil {
		t.Fatal(err)
	}
	after := r.person(t, p.ID)
	if today := day(25); after.Email != q.Email || after.Public || after.Bases[0].Until != today {
		t.Errorf("got %+v, want unpublished and the consent ended", after.Bases)
	}
	_, err = gate.Refuse(r.ctx, refuse, " ")
	refused(t, err, registry.Invalid)
	if _, err := gate.Refuse(r.ctx, refuse, "Dữ liệu phải lưu theo luật"); err != nil {
		t.Fatal(err)
	}
	if _, err := gate.Grant(r.ctx, access); err != nil {
		t.Fatal(err)
	}
	_, err = gate.Grant(r.ctx, access)
	refused(t, err, registry.Conflict)
	open, err := r.Requests(r.ctx, true)
	all, allErr := r.RequestsOf(r.ctx, p.ID)
	if err != nil || allErr != nil || len(open) != 0 || len(all) != 4 || all[2].State != registry.RequestRefused {
		t.Errorf("open %v, all %+v, %v, %v", open, all, err, allErr)
	}
}

func requestErases(t *testing.T, r *room) {
	r.furnished(t)
	person, markers := r.markedPast(t, 1)
	id := r.asks(t, registry.RequestErase, person)
	if _, err := r.requests().Erase(r.ctx, r.erasures(), id); err != nil {
		t.Fatal(err)
	}
	if left := Residue(t, r.dir, append(markers, "Zqx nội dung yêu cầu", "Người Mẫu Hỏi")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	q := r.request(t, id)
	if q.State != registry.RequestDone || q.Name != "" || q.Detail != "" || q.Kind != registry.RequestErase || q.Decided.IsZero() {
		t.Errorf("got %+v, want an empty case that is done", q)
	}
	tombs, err := r.Erasures(r.ctx)
	if err != nil || !slices.ContainsFunc(tombs, func(e registry.Erasure) bool { return e.Person == person && e.Request == id }) {
		t.Errorf("got %+v, %v", tombs, err)
	}
}

// removedAsks lets somebody who was removed see, withdraw and correct: the trail keeps
// their record, and gives it back without the consent.
func removedAsks(t *testing.T, r *room) {
	p := Person(1, r.furnished(t).ctu, r.unit)
	p.Public, p.Bases = true, []registry.LegalBasis{{Basis: registry.Consent, Purpose: "công bố", Document: "Phiếu đồng ý 12"}}
	r.commit(t, &registry.AddPerson{Person: p})
	access, withdraw := r.asks(t, registry.RequestAccess, p.ID), r.asks(t, registry.RequestWithdraw, p.ID)
	r.commit(t, &registry.RemovePerson{ID: p.ID, Was: p.Version})
	correct := r.asks(t, registry.RequestCorrect, p.ID)
	again := r.asks(t, registry.RequestWithdraw, p.ID)
	gate := r.requests()
	own, err := registry.Own(r.ctx, r.Store, registry.NoSealer{}, r.request(t, access), received)
	if err != nil || own.Person.Email != p.Email || len(own.Changes) != 2 {
		t.Errorf("their copy: %+v, %v", own, err)
	}
	if _, err := gate.Grant(r.ctx, access); err != nil {
		t.Error(err)
	}
	for _, id := range []registry.RequestID{withdraw, again} {
		if _, err := gate.Withdraw(r.ctx, id); err != nil || r.request(t, id).Open() {
			t.Errorf("withdrawal %d: %v", id, err)
		}
	}
	_, err = r.Person(r.ctx, p.ID)
	refused(t, err, registry.NotFound)
	fixed := *p
	_, err = gate.Correct(r.ctx, correct, &fixed)
	refused(t, err, registry.Conflict)
	if _, err := gate.Refuse(r.ctx, correct, "hồ sơ không còn"); err != nil {
		t.Error(err)
	}
	if _, _, err := r.people().Revert(r.ctx, r.Store, p.ID, r.lastOf(t, p.ID).Seq); err != nil {
		t.Fatal(err)
	}
	if back := r.person(t, p.ID); back.Public || back.Bases[0].Until.IsZero() {
		t.Errorf("restored as %+v", back.Bases)
	}
}
