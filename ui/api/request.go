package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"trithuc/registry"
)

// Request is a case of somebody about their own data.
type Request struct {
	ID           int64  `json:"id" readOnly:"true"`
	Kind         string `json:"kind" enum:"access,correct,withdraw,erase" doc:"Xem, nhận bản sao; đính chính; rút đồng ý; xóa dữ liệu."`
	Person       string `json:"person" doc:"Mã hồ sơ."`
	Name         string `json:"name" maxLength:"500" doc:"Người yêu cầu."`
	Contact      string `json:"contact,omitempty" maxLength:"500" doc:"Nơi nhận trả lời."`
	Detail       string `json:"detail,omitempty" maxLength:"500" doc:"Nội dung yêu cầu."`
	Received     string `json:"received,omitempty" doc:"Lúc nhận; không ghi thì là bây giờ."`
	State        string `json:"state,omitempty" readOnly:"true" enum:"received,acknowledged,done,refused"`
	Acknowledged string `json:"acknowledged,omitempty" readOnly:"true"`
	Decided      string `json:"decided,omitempty" readOnly:"true"`
	Decision     string `json:"decision,omitempty" readOnly:"true"`
	Account      string `json:"account,omitempty" readOnly:"true" doc:"Ai xử lý gần nhất."`
	Clock        *Clock `json:"clock,omitempty" readOnly:"true"`
	Cleaning     bool   `json:"cleaning,omitempty" readOnly:"true" doc:"Đã xóa hồ sơ; dấu vết trong tệp dữ liệu và chỉ mục còn đang được dọn."`
}

// Clock says by which days a case must be acknowledged and settled.
type Clock struct {
	Acknowledge string `json:"acknowledge" doc:"Báo tiếp nhận trước hết ngày này (2 ngày làm việc)."`
	Settle      string `json:"settle" doc:"Giải quyết trước hết ngày này (NĐ 356/2025/NĐ-CP Điều 5)."`
	Extended    bool   `json:"extended" doc:"Đã gia hạn; chỉ được một lần."`
	Sure        bool   `json:"sure" doc:"Lịch nghỉ dùng để tính đã được kiểm chứng."`
	Overdue     bool   `json:"overdue"`
	Late        bool   `json:"late,omitempty" doc:"Đã giải quyết nhưng sau hạn."`
}

func (s *server) requestOf(r *registry.Request, ref *registry.Reference) Request {
	c := ref.Calendar()
	clock := r.Clock(c)
	return Request{
		ID: int64(r.ID), Kind: string(r.Kind), Person: r.Person.Public(), Name: r.Name, Contact: r.Contact, Detail: r.Detail,
		Received: moment(r.Received), State: string(r.State), Acknowledged: moment(r.Acknowledged), Decided: moment(r.Decided),
		Decision: r.Decision, Account: r.Account,
		Clock: &Clock{clock.Acknowledge.String(), clock.Settle.String(), !r.Extended.IsZero(), clock.Sure,
			r.Overdue(c, s.today()), r.Late(c)},
	}
}

func (s *server) requestsGate() registry.Requests {
	return registry.Requests{Store: s.Store, Now: s.Now}
}

// requestsSeen is the gate for who looked at a case before.
func (s *server) requestsSeen(in Seen) (registry.Requests, error) {
	gate := s.requestsGate()
	seen, err := in.versions(1)
	if len(seen) > 0 {
		gate.Seen = seen[0]
	}
	return gate, err
}

type requestsIn struct {
	All     bool `query:"all" doc:"Cả các yêu cầu đã giải quyết."`
	Overdue bool `query:"overdue" doc:"Chỉ các yêu cầu quá hạn."`
}

type requestsOut struct {
	Body struct {
		Requests []Request `json:"requests" nullable:"false"`
	}
}

// requests serves GET /requests: the open cases, oldest first.
func (s *server) requests(ctx context.Context, in *requestsIn) (*requestsOut, error) {
	list, err := s.Store.Requests(ctx, !in.All)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := &requestsOut{}
	out.Body.Requests = []Request{}
	for i := range list {
		if r := s.requestOf(&list[i], ref); !in.Overdue || r.Clock.Overdue {
			out.Body.Requests = append(out.Body.Requests, r)
		}
	}
	return out, nil
}

// RequestPath names a case.
type RequestPath struct {
	ID int64 `path:"id" minimum:"1"`
}

type requestOut struct {
	ETag string `header:"ETag"`
	Body Request
}

// request serves GET /requests/{id}.
func (s *server) request(ctx context.Context, in *RequestPath) (*requestOut, error) {
	r, err := s.Store.Request(ctx, registry.RequestID(in.ID))
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := &requestOut{etagOf(r.Version), s.requestOf(r, ref)}
	out.Body.Cleaning, err = s.Erasures.Cleaning(ctx, r.ID)
	return out, err
}

type addRequestIn struct {
	Key
	Body Request
}

// addRequest serves POST /requests.
func (s *server) addRequest(ctx context.Context, in *addRequestIn) (*requestOut, error) {
	id, err := registry.ParsePersonID(in.Body.Person)
	if err != nil {
		return nil, err
	}
	r := &registry.Request{Kind: registry.RequestKind(in.Body.Kind), Person: id, Name: in.Body.Name, Contact: in.Body.Contact, Detail: in.Body.Detail}
	if in.Body.Received != "" {
		if r.Received, err = time.Parse(time.RFC3339, in.Body.Received); err != nil {
			return nil, &registry.Error{Kind: registry.Invalid, Message: "Lúc nhận yêu cầu chưa đúng.",
				Problems: []registry.Problem{{Field: "received", Value: in.Body.Received, Reason: "phải có dạng 2026-11-23T09:00:00+07:00"}}}
		}
	}
	receipt, err := s.requestsGate().Open(ctx, r)
	if err != nil {
		return nil, err
	}
	return s.request(ctx, &RequestPath{receipt.Subjects[0].ID})
}

type requestKeyIn struct {
	Key
	Seen
	RequestPath
}

type requestWhyIn struct {
	Key
	RequestPath
	Body struct {
		Why string `json:"why" minLength:"1" maxLength:"500" doc:"Lý do; báo cho người yêu cầu."`
	}
}

type requestExtendIn struct {
	Key
	RequestPath
	Body struct {
		Until string `json:"until" doc:"Hạn mới, YYYY-MM-DD."`
		Why   string `json:"why" minLength:"1" maxLength:"500"`
	}
}

type requestCorrectIn struct {
	Key
	Match
	RequestPath
	Body Person
}

// stepped answers with the case after a step, or after the same step asked before.
func (s *server) stepped(ctx context.Context, id int64, r registry.Receipt, err error) (*requestOut, error) {
	if r, err = registry.Again(ctx, registry.People{Store: s.Store}, r, err); err != nil {
		return nil, err
	}
	s.searchable(ctx, r.Last)
	return s.request(ctx, &RequestPath{id})
}

// acknowledgeRequest serves POST /requests/{id}/acknowledge.
func (s *server) acknowledgeRequest(ctx context.Context, in *requestKeyIn) (*requestOut, error) {
	gate, err := s.requestsSeen(in.Seen)
	if err != nil {
		return nil, err
	}
	r, err := gate.Acknowledge(ctx, registry.RequestID(in.ID))
	return s.stepped(ctx, in.ID, r, err)
}

// extendRequest serves POST /requests/{id}/extend.
func (s *server) extendRequest(ctx context.Context, in *requestExtendIn) (*requestOut, error) {
	until, err := registry.ParseDate(in.Body.Until)
	if err != nil {
		return nil, &registry.Error{Kind: registry.Invalid, Message: "Hạn mới chưa đúng.",
			Problems: []registry.Problem{{Field: "until", Value: in.Body.Until, Reason: "phải là ngày có thật, dạng YYYY-MM-DD"}}}
	}
	r, err := s.requestsGate().Extend(ctx, registry.RequestID(in.ID), until, in.Body.Why)
	return s.stepped(ctx, in.ID, r, err)
}

// refuseRequest serves POST /requests/{id}/refuse.
func (s *server) refuseRequest(ctx context.Context, in *requestWhyIn) (*requestOut, error) {
	r, err := s.requestsGate().Refuse(ctx, registry.RequestID(in.ID), in.Body.Why)
	return s.stepped(ctx, in.ID, r, err)
}

// correctRequest serves POST /requests/{id}/correct: the record as it shall be,
// in place of the version named by If-Match.
func (s *server) correctRequest(ctx context.Context, in *requestCorrectIn) (*requestOut, error) {
	was, err := in.version()
	if err != nil {
		return nil, err
	}
	q, err := s.Store.Request(ctx, registry.RequestID(in.ID))
	if err != nil {
		return nil, err
	}
	about, err := s.requestsGate().About(ctx, q) // the kept one where they were merged
	if err != nil {
		return nil, err
	}
	p, err := s.amended(ctx, about, &in.Body)
	if err != nil {
		return nil, err
	}
	p.Version = was
	r, err := s.requestsGate().Correct(ctx, q.ID, p)
	return s.stepped(ctx, in.ID, r, err)
}

// settleRequest serves POST /requests/{id}/settle: does what a case of access,
// withdrawal or erasure asks for. The copy of their data comes from /data.
func (s *server) settleRequest(ctx context.Context, in *requestKeyIn) (*requestOut, error) {
	q, err := s.Store.Request(ctx, registry.RequestID(in.ID))
	if err != nil {
		return nil, err
	}
	gate, err := s.requestsSeen(in.Seen)
	if err != nil {
		return nil, err
	}
	var r registry.Receipt
	switch q.Kind {
	case registry.RequestErase:
		r, err = gate.Erase(ctx, s.Erasures, q.ID)
	case registry.RequestAccess:
		r, err = gate.Grant(ctx, q.ID)
	case registry.RequestWithdraw:
		r, err = gate.Withdraw(ctx, q.ID)
	default:
		err = registry.Errorf(registry.Conflict, "Yêu cầu đính chính được giải quyết bằng %s/requests/%d/correct, với hồ sơ đã sửa.", prefix, in.ID)
	}
	return s.stepped(ctx, in.ID, r, err)
}

// requestData serves GET /requests/{id}/data: for a case of access, everything
// held about the person, as one HTML file with the same data as JSON in it.
func (s *server) requestData(ctx context.Context, in *RequestPath) (*huma.StreamResponse, error) {
	q, err := s.Store.Request(ctx, registry.RequestID(in.ID))
	if err != nil {
		return nil, err
	}
	if !q.HandsOut() {
		return nil, registry.Errorf(registry.Conflict, "Chỉ xuất bản sao dữ liệu cho một yêu cầu xem không bị từ chối.")
	}
	own, err := registry.Own(ctx, s.Store, s.Sealer, q, s.Now())
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		c.SetHeader("Content-Type", "text/html; charset=utf-8")
		c.SetHeader("Content-Disposition", `attachment; filename="ban-sao-du-lieu.html"`)
		if s.OwnCopy(ctx, c.BodyWriter(), own) != nil {
			panic(http.ErrAbortHandler) // half a copy is none
		}
	}}, nil
}
