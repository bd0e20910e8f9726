package api

import (
	"context"

	"trithuc/registry"
)

// On asks as of a day.
type On struct {
	On string `query:"on" maxLength:"10" doc:"Vào ngày nào (YYYY, YYYY-MM hoặc YYYY-MM-DD); trống là hiện nay."`
}

// day reads the day asked for; the zero one is now.
func (o On) day() (registry.Date, error) {
	d, err := registry.ParseDate(o.On)
	if err != nil {
		return d, &registry.Error{Kind: registry.Invalid, Message: "Ngày cần tra không đúng. Hãy ghi YYYY-MM-DD.",
			Problems: []registry.Problem{{Field: "on", Value: o.On, Reason: "phải là ngày có thật, dạng YYYY, YYYY-MM hoặc YYYY-MM-DD"}}}
	}
	return d, nil
}

type resolveIn struct {
	On
	Name string `query:"name" required:"true" minLength:"1" maxLength:"500" doc:"Tên, tên cũ hoặc tên viết tắt của đơn vị."`
}

// Step is one step of lineage.
type Step struct {
	From     int64  `json:"from"`
	FromName string `json:"from_name"`
	To       int64  `json:"to"`
	ToName   string `json:"to_name"`
	Kind     string `json:"kind" enum:"merged,split,renamed"`
	On       string `json:"on,omitempty"`
	Note     string `json:"note,omitempty"`
}

// Candidate is an organisation a name may stand for.
type Candidate struct {
	Organisation Organisation `json:"organisation"`
	Score        float64      `json:"score" doc:"1 là chắc chắn; nhỏ hơn thì cần người xem chọn."`
	Via          []Step       `json:"via" nullable:"false" doc:"Các lần sáp nhập, chia tách, đổi tên đã đi qua."`
	Ended        bool         `json:"ended,omitempty" doc:"Đã kết thúc trước ngày ấy mà chưa ghi đơn vị kế tục."`
}

type resolveOut struct {
	Body struct {
		Sure       bool        `json:"sure" doc:"Đúng một đơn vị, điểm 1."`
		Candidates []Candidate `json:"candidates" nullable:"false"`
	}
}

// resolve serves GET /organisations/resolve: which organisation a name stood for
// on a day.
func (s *server) resolve(ctx context.Context, in *resolveIn) (*resolveOut, error) {
	ref, on, err := s.referenceAsked(ctx, in.On)
	if err != nil {
		return nil, err
	}
	found := ref.ResolveOrganisation(in.Name, on)
	out := &resolveOut{}
	out.Body.Sure = len(found) == 1 && found[0].Score == 1
	out.Body.Candidates = each(found, func(r registry.Resolved) Candidate {
		o, _ := ref.Organisation(r.ID)
		return Candidate{organisationOf(&o, ref), r.Score, each(r.Via, func(l registry.Lineage) Step { return stepOf(l, ref) }), r.Ended}
	})
	return out, nil
}

func stepOf(l registry.Lineage, ref *registry.Reference) Step {
	return Step{int64(l.From), ref.OrganisationName(l.From), int64(l.To), ref.OrganisationName(l.To), string(l.Kind), l.On.String(), l.Note}
}

type resolveWardIn struct {
	On
	Address string `query:"address" required:"true" minLength:"1" maxLength:"500" doc:"Địa chỉ có tên phường, xã; có thể theo đơn vị hành chính trước ngày 1/7/2025."`
}

// Ward is a ward an address may name.
type Ward struct {
	Code  Code    `json:"code" doc:"Phường, xã vào ngày ấy."`
	Named Code    `json:"named" doc:"Phường, xã mà địa chỉ ghi."`
	Score float64 `json:"score" doc:"1 là chắc chắn; phường, xã bị chia thì nhỏ hơn."`
}

type resolveWardOut struct {
	Body struct {
		Wards []Ward `json:"wards" nullable:"false"`
	}
}

// resolveWard serves GET /wards/resolve.
func (s *server) resolveWard(ctx context.Context, in *resolveWardIn) (*resolveWardOut, error) {
	ref, on, err := s.referenceAsked(ctx, in.On)
	if err != nil {
		return nil, err
	}
	out := &resolveWardOut{}
	out.Body.Wards = each(ref.ResolveWard(in.Address, on), func(w registry.ResolvedWard) Ward {
		return Ward{codeOf(w.Code), codeOf(w.Named), w.Score}
	})
	return out, nil
}
