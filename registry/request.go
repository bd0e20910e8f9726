package registry

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"trithuc/registry/vietnamese"
)

// RequestID numbers the cases of people about their own data.
type RequestID int64

// RequestKind is the right somebody uses (Luật 91/2025/QH15 Điều 4).
type RequestKind string

// The kinds of request.
const (
	RequestAccess   RequestKind = "access"   // xem, nhận bản sao dữ liệu của mình
	RequestCorrect  RequestKind = "correct"  // đính chính
	RequestWithdraw RequestKind = "withdraw" // rút lại sự đồng ý
	RequestErase    RequestKind = "erase"    // xóa dữ liệu
)

// The clocks of NĐ 356/2025/NĐ-CP Điều 5 (seen in a secondary copy): the receipt
// is acknowledged within 2 working days, and each right has its days, counted by
// the calendar from the day after the receipt. One extension is allowed.
const acknowledgeWithin = 2

var settleWithin = map[RequestKind]int{RequestAccess: 10, RequestCorrect: 10, RequestWithdraw: 15, RequestErase: 20}

// rightsSince is when the rights came into force with Luật 91/2025/QH15: no case
// came in before.
var rightsSince = time.Date(2026, 1, 1, 0, 0, 0, 0, Vietnam)

// RequestState is where a case stands.
type RequestState string

// The states, in their usual order.
const (
	RequestReceived     RequestState = "received"
	RequestAcknowledged RequestState = "acknowledged"
	RequestDone         RequestState = "done"
	RequestRefused      RequestState = "refused" // Decision says why
)

// Request is one case.
type Request struct {
	ID           RequestID    `json:"id"`
	Version      int64        `json:"version"`
	Kind         RequestKind  `json:"kind"`
	Person       PersonID     `json:"person"`            // whose data
	Name         string       `json:"name"`              // who asks, as they gave it
	Contact      string       `json:"contact,omitempty"` // where the answer goes
	Detail       string       `json:"detail,omitempty"`  // what they ask, in their words
	Received     time.Time    `json:"received"`
	State        RequestState `json:"state"`
	Acknowledged time.Time    `json:"acknowledged,omitzero"`
	Extended     Date         `json:"extended,omitzero"` // the one extension: settled by this day
	Decided      time.Time    `json:"decided,omitzero"`
	Decision     string       `json:"decision,omitempty"` // what was done or why not; while open, why it was extended
	Account      string       `json:"account"`            // who handled it last
}

// Open says that the case waits for a decision.
func (r *Request) Open() bool { return r.State == RequestReceived || r.State == RequestAcknowledged }

// Clock says by which days a case must be acknowledged and settled. Sure is false
// where a list of holidays is missing or not confirmed: then Acknowledge may fall
// later than said, never earlier.
type Clock struct {
	Acknowledge Date
	Settle      Date
	Sure        bool
}

// Clock gives the clock of a case.
func (r *Request) Clock(c Calendar) Clock {
	received := DateOf(r.Received.In(Vietnam))
	k := Clock{Settle: received.plus(settleWithin[r.Kind])}
	k.Acknowledge, k.Sure = c.After(received, acknowledgeWithin)
	if !r.Extended.IsZero() {
		k.Settle = r.Extended
	}
	return k
}

// Overdue says that a clock has run out on a day while its step is not done.
func (r *Request) Overdue(c Calendar, on Date) bool {
	k := r.Clock(c)
	return r.State == RequestReceived && on.Compare(k.Acknowledge) > 0 || r.Open() && on.Compare(k.Settle) > 0
}

// Late says that a case was settled after its clock had run out.
func (r *Request) Late(c Calendar) bool {
	return !r.Open() && DateOf(r.Decided.In(Vietnam)).Compare(r.Clock(c).Settle) > 0
}

// HandsOut says that the case lets somebody have the copy of their data: one of
// access that was not refused, settled or not.
func (r *Request) HandsOut() bool {
	return r.Kind == RequestAccess && r.State != RequestRefused
}

// RequestReader reads cases.
type RequestReader interface {
	Request(ctx context.Context, id RequestID) (*Request, error)
	// Requests gives cases, oldest first: the open ones, or all.
	Requests(ctx context.Context, open bool) ([]Request, error)
	// RequestsOf gives the cases about one person, oldest first.
	RequestsOf(ctx context.Context, id PersonID) ([]Request, error)
}

// OpenRequestsOf gives the cases about some people that wait for a decision, of each the
// oldest first.
func OpenRequestsOf(ctx context.Context, store RequestReader, ids ...PersonID) (open []Request, err error) {
	for _, id := range ids {
		of, err := store.RequestsOf(ctx, id)
		if err != nil {
			return nil, err
		}
		open = append(open, slices.DeleteFunc(of, func(r Request) bool { return !r.Open() })...)
	}
	return open, nil
}

// AddRequest opens a case and gives it its ID.
type AddRequest struct {
	Why
	Request *Request
}

// AmendRequest replaces what is stored of Request.ID if its version is still Was.
type AmendRequest struct {
	Why
	Request *Request
	Was     int64
}

// Requests is the gate of cases. What a case leads to is written in one
// transaction with its decision.
type Requests struct {
	Store interface {
		Committer
		PersonReader
		RequestReader
		TrailReader
	}
	Now func() time.Time
	// Seen is the version of the case that the caller looked at, 0 where they did not
	// say: another by now makes every step Stale.
	Seen int64
}

// Open opens a case about somebody who is there, or who was removed, since the trail
// keeps them. Received is now where it is not said; the
// day it came in is the day the clocks begin.
func (g Requests) Open(ctx context.Context, r *Request) (Receipt, error) {
	if err := g.Check(r); err != nil {
		return Receipt{}, err
	}
	switch p, err := g.Store.Person(ctx, r.Person); {
	case err == nil:
		r.Person = p.ID
	case KindOf(err) != NotFound: // the store knows who was removed
		return Receipt{}, err
	}
	if r.State = RequestReceived; r.Received.IsZero() {
		r.Received = g.Now().UTC()
	}
	r.Account = ActorOf(ctx).Account
	return commitAs(ctx, g.Store, WriteRequests, &AddRequest{Why: Why{Reason: "Tiếp nhận yêu cầu của chủ thể dữ liệu"}, Request: r})
}

// Check says what Open refuses of a case whatever the registry holds.
func (g Requests) Check(r *Request) error { return r.validate(g.Now()) }

func (r *Request) validate(now time.Time) error {
	v := &validation{}
	if _, known := settleWithin[r.Kind]; !known {
		v.add("kind", string(r.Kind), "chỉ nhận access, correct, withdraw hoặc erase")
	}
	v.text("name", r.Name, true)
	v.text("contact", r.Contact, false)
	v.text("detail", r.Detail, r.Kind == RequestCorrect)
	if r.Received.After(now) {
		v.add("received", r.Received.In(Vietnam).Format("02/01/2006"), "ở tương lai")
	}
	if !r.Received.IsZero() && r.Received.Before(rightsSince) {
		v.add("received", r.Received.In(Vietnam).Format("02/01/2006"), "trước ngày 01/01/2026, khi Luật Bảo vệ dữ liệu cá nhân có hiệu lực")
	}
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Yêu cầu chưa ghi nhận được. Hãy sửa các mục được nêu rồi gửi lại."}
}

// Acknowledge records that the person was told the request has come in.
func (g Requests) Acknowledge(ctx context.Context, id RequestID) (Receipt, error) {
	r, was, err := g.open(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	if r.State == RequestAcknowledged {
		return Receipt{}, Errorf(Conflict, "Yêu cầu số %d đã được xác nhận tiếp nhận lúc %s.", id, r.Acknowledged.In(Vietnam).Format("15:04 ngày 02/01/2006"))
	}
	r.State, r.Acknowledged = RequestAcknowledged, g.Now().UTC()
	return g.amend(ctx, r, was, "Xác nhận đã tiếp nhận yêu cầu")
}

// longestExtension is by how many days a case is extended at most. How far the decree
// lets it go is not known to us (chưa kiểm chứng); another year is a slip of the hand.
const longestExtension = 60

// Extend gives the case its one extension.
func (g Requests) Extend(ctx context.Context, id RequestID, until Date, why string) (Receipt, error) {
	r, was, err := g.open(ctx, id)
	switch {
	case err != nil:
		return Receipt{}, err
	case !r.Extended.IsZero():
		return Receipt{}, Errorf(Conflict, "Yêu cầu số %d đã được gia hạn đến %s; chỉ được gia hạn một lần.", id, r.Extended.Vietnamese())
	case until.Day == 0 || !until.Valid() || until.Compare(r.Clock(Calendar{}).Settle) <= 0 || strings.TrimSpace(why) == "":
		return Receipt{}, Errorf(Invalid, "Gia hạn cần một ngày sau hạn hiện nay (%s) và lý do.", r.Clock(Calendar{}).Settle.Vietnamese())
	}
	if latest := r.Clock(Calendar{}).Settle.plus(longestExtension); until.Compare(latest) > 0 {
		return Receipt{}, Errorf(Invalid, "Chỉ gia hạn được đến hết ngày %s. Hãy chọn ngày sớm hơn.", latest.Vietnamese())
	}
	if err := told(why); err != nil {
		return Receipt{}, err
	}
	r.Extended, r.Decision = until, vietnamese.Clean(why)
	return g.amend(ctx, r, was, "Gia hạn yêu cầu")
}

// told says what cannot be taken of a reason that is told to the person.
func told(why string) error {
	v := &validation{}
	v.text("why", vietnamese.Clean(why), true)
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Lý do chưa nhận được nên chưa ghi gì. Hãy sửa lại rồi gửi lại."}
}

// Refuse closes a case without doing what was asked; why is told to the person.
func (g Requests) Refuse(ctx context.Context, id RequestID, why string) (Receipt, error) {
	if strings.TrimSpace(why) == "" {
		return Receipt{}, Errorf(Invalid, "Từ chối phải có lý do.")
	}
	if err := told(why); err != nil {
		return Receipt{}, err
	}
	r, was, err := g.open(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	r.State = RequestRefused
	return g.settle(ctx, r, was, why)
}

// Correct closes a case by writing the record as it shall be; p.Version guards
// it. The new values come from the request.
func (g Requests) Correct(ctx context.Context, id RequestID, p *Person) (Receipt, error) {
	r, was, err := g.due(ctx, id, RequestCorrect)
	if err != nil {
		return Receipt{}, err
	}
	about, err := g.About(ctx, r) // who was merged is corrected where they are by now
	if err != nil {
		return Receipt{}, err
	}
	if p.ID != about {
		return Receipt{}, Errorf(Invalid, "Yêu cầu số %d là về hồ sơ %s, không phải %s.", id, r.Person.Public(), p.ID.Public())
	}
	why := Why{Reason: fmt.Sprintf("Đính chính theo yêu cầu số %d của chủ thể dữ liệu", id)}
	change := &AmendPerson{Why: why, Person: p, Was: p.Version}
	if err := validateChange(change); err != nil {
		return Receipt{}, err
	}
	return g.settle(ctx, r, was, "Đã đính chính", change)
}

// Corrected closes a case whose record was amended since it came in; a Conflict
// where it was not.
func (g Requests) Corrected(ctx context.Context, trail TrailReader, id RequestID) (Receipt, error) {
	r, was, err := g.due(ctx, id, RequestCorrect)
	if err != nil {
		return Receipt{}, err
	}
	about, err := g.About(ctx, r)
	if err != nil {
		return Receipt{}, err
	}
	entries, err := trail.EntriesOf(ctx, Subject{SubjectPerson, int64(about)})
	if err != nil {
		return Receipt{}, err
	}
	for i := len(entries) - 1; i >= 0 && !entries[i].At.Before(r.Received); i-- {
		if entries[i].Action == Amended {
			return g.settle(ctx, r, was, fmt.Sprintf("Đã đính chính (mục %d của nhật ký)", entries[i].Seq))
		}
	}
	return Receipt{}, Errorf(Conflict, "Hồ sơ %s chưa được sửa từ khi nhận yêu cầu. Hãy sửa hồ sơ trước rồi mới đóng yêu cầu, hoặc từ chối và nêu lý do.", r.Person.Public())
}

// Withdraw closes a case by ending every consent today and taking the record
// from the public; what the law grants without consent stays.
func (g Requests) Withdraw(ctx context.Context, id RequestID) (Receipt, error) {
	r, was, err := g.due(ctx, id, RequestWithdraw)
	if err != nil {
		return Receipt{}, err
	}
	why := Why{Reason: fmt.Sprintf(withdrawalReason+"%d", id)}
	p, removal, err := held(ctx, g.Store, r.Person)
	if err != nil {
		return Receipt{}, err
	}
	if removal != nil {
		changes, err := g.withdrawRemoved(p, removal, why)
		if err != nil {
			return Receipt{}, err
		}
		return g.settle(ctx, r, was, "Hồ sơ không còn trong cơ sở dữ liệu; các căn cứ dựa trên sự đồng ý đã chấm dứt, kể cả khi hồ sơ được khôi phục", changes...)
	}
	p.withdraw(DateOf(g.Now().In(Vietnam)))
	return g.settle(ctx, r, was, "Đã ngừng công khai và chấm dứt các căn cứ dựa trên sự đồng ý", &AmendPerson{Why: why, Person: p, Was: p.Version})
}

// withdrawRemoved ends the consents of somebody who was removed in the record that the
// trail keeps: whoever restores it restores it without them.
func (g Requests) withdrawRemoved(p *Person, removal *Entry, why Why) ([]Change, error) {
	ended, err := p.clone()
	if err != nil {
		return nil, err
	}
	ended.withdraw(DateOf(g.Now().In(Vietnam)))
	changed, err := Difference(p, ended)
	if err != nil || len(changed) == 0 {
		return nil, err
	}
	back := removal.Version + 1
	return []Change{&RestorePerson{Why: why, Person: p, Was: removal.Version}, &AmendPerson{Why: why, Person: ended, Was: back},
		&RemovePerson{why, p.ID, back + 1}}, nil
}

// About gives whose record a case of correction is about today, where they were merged
// that of whom they were merged into; a Conflict that says what to do where it was removed.
func (g Requests) About(ctx context.Context, r *Request) (PersonID, error) {
	p, err := VisiblePerson(ctx, g.Store, r.Person)
	if KindOf(err) == NotFound {
		return 0, &Error{Kind: Conflict, Err: err, Message: fmt.Sprintf("Hồ sơ %s không còn trong cơ sở dữ liệu nên chưa đính chính được. "+
			"Hãy khôi phục hồ sơ rồi đính chính, hoặc từ chối yêu cầu và nêu lý do.", r.Person.Public())}
	}
	if err != nil {
		return 0, err
	}
	return p.ID, nil
}

// withdraw ends every consent on a day and takes the record from the public.
func (p *Person) withdraw(on Date) {
	p.Public = false
	for i, b := range p.Bases {
		if b.Basis == Consent && Lasts(Date{}, b.Until, on) {
			p.Bases[i].Until = on
		}
	}
}

// Grant closes a case of access: the copy of their data (OwnData) was handed out.
func (g Requests) Grant(ctx context.Context, id RequestID) (Receipt, error) {
	r, was, err := g.due(ctx, id, RequestAccess)
	if err != nil {
		return Receipt{}, err
	}
	return g.settle(ctx, r, was, "Đã cung cấp bản sao dữ liệu")
}

// Erase closes a case by erasing the person; see Erasures. Of the case itself
// kind, days and outcome stay. It is a Conflict where the person was merged into
// somebody since: nobody asked for that record to go. Who were merged into the person
// go along.
func (g Requests) Erase(ctx context.Context, e Erasures, id RequestID) (Receipt, error) {
	r, was, err := g.due(ctx, id, RequestErase)
	if err != nil {
		return Receipt{}, err
	}
	r.State, r.Decided, r.Account = RequestDone, g.Now().UTC(), ActorOf(ctx).Account
	why := Why{Reason: fmt.Sprintf("Xóa dữ liệu theo yêu cầu số %d", id)}
	return e.Erase(ctx, &ErasePerson{Why: why, ID: r.Person, Request: id, Itself: true}, &AmendRequest{Why: why, Request: r, Was: was})
}

// open reads a case that waits for a decision.
func (g Requests) open(ctx context.Context, id RequestID) (*Request, int64, error) {
	r, err := g.Store.Request(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	if !r.Open() {
		return nil, 0, Errorf(Conflict, "Yêu cầu số %d đã giải quyết xong ngày %s.", id, DateOf(r.Decided.In(Vietnam)).Vietnamese())
	}
	if g.Seen != 0 && r.Version != g.Seen {
		return nil, 0, Errorf(Stale, "Yêu cầu số %d đã được %s xử lý tiếp sau khi bạn xem (%s). Hãy mở lại yêu cầu rồi làm tiếp.", id, r.Account, r.stands())
	}
	return r, r.Version, nil
}

// stands says where an open case is.
func (r *Request) stands() string {
	switch {
	case !r.Extended.IsZero():
		return "đã gia hạn đến " + r.Extended.Vietnamese()
	case r.State == RequestAcknowledged:
		return "đã xác nhận tiếp nhận lúc " + r.Acknowledged.In(Vietnam).Format("15:04 ngày 02/01/2006")
	}
	return "mới tiếp nhận"
}

// due reads an open case of a kind.
func (g Requests) due(ctx context.Context, id RequestID, kind RequestKind) (*Request, int64, error) {
	r, was, err := g.open(ctx, id)
	if err == nil && r.Kind != kind {
		err = Errorf(Conflict, "Yêu cầu số %d không phải loại này. Hãy mở lại yêu cầu để xem cần làm gì.", id)
	}
	return r, was, err
}

// settle closes a case together with what it led to.
func (g Requests) settle(ctx context.Context, r *Request, was int64, decision string, with ...Change) (Receipt, error) {
	if r.State != RequestRefused {
		r.State = RequestDone
	}
	r.Decided, r.Decision, r.Account = g.Now().UTC(), vietnamese.Clean(decision), ActorOf(ctx).Account
	return commitAs(ctx, g.Store, WriteRequests, append(with, &AmendRequest{Why: Why{Reason: "Giải quyết yêu cầu của chủ thể dữ liệu"}, Request: r, Was: was})...)
}

func (g Requests) amend(ctx context.Context, r *Request, was int64, reason string) (Receipt, error) {
	r.Account = ActorOf(ctx).Account
	return commitAs(ctx, g.Store, WriteRequests, &AmendRequest{Why: Why{Reason: reason}, Request: r, Was: was})
}
