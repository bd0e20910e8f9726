package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"trithuc/registry"
	"trithuc/registry/selection"
	"trithuc/search"
)

// Panel is an advisory panel on the wire.
type Panel struct {
	ID       int64           `json:"id"`
	Version  int64           `json:"version"`
	State    string          `json:"state" enum:"draft,proposed,signed,closed,dropped"`
	Name     string          `json:"name"`
	Kind     string          `json:"template,omitempty" doc:"Mã mẫu hội đồng."`
	Need     json.RawMessage `json:"need,omitempty" doc:"Yêu cầu, như tệp của lệnh panel propose."`
	Proposer string          `json:"proposer,omitempty" doc:"Cơ quan trình."`
	Signer   string          `json:"signer,omitempty" doc:"Cơ quan, người ký quyết định."`
	Number   string          `json:"number,omitempty" doc:"Số quyết định đã ký."`
	Date     string          `json:"date,omitempty" doc:"Ngày ký, YYYY-MM-DD."`
	Result   string          `json:"result,omitempty"`
	Seats    []Seat          `json:"seats" nullable:"false"`
	Place    string          `json:"place,omitempty" doc:"Nơi ký."`
	Grounds  []string        `json:"grounds,omitempty" doc:"Căn cứ."`
	Office   string          `json:"office,omitempty" doc:"Cơ quan thường trực, giúp việc."`
	Standing bool            `json:"standing,omitempty" doc:"Hoạt động thường xuyên."`
}

// Seat is one place of a panel on the wire.
type Seat struct {
	Name       string `json:"name"`
	Person     string `json:"person,omitempty" doc:"Mã hồ sơ; trống với người ngoài cơ sở dữ liệu."`
	Holder     string `json:"holder,omitempty"`
	Agency     string `json:"agency,omitempty"`
	Reserve    bool   `json:"reserve,omitempty"`
	Answer     string `json:"answer,omitempty" enum:"accepted,declined,"`
	Commitment string `json:"commitment,omitempty" enum:"none,conflict,"`
	// Conflicts are of interest, found or added by hand.
	Conflicts []SeatConflict `json:"conflicts,omitempty"`
}

// SeatConflict is a conflict of interest of who holds a seat.
type SeatConflict struct {
	Kind      string `json:"kind"`
	Hard      bool   `json:"hard" doc:"Không được tham gia, trừ khi đã ghi lý do không tính."`
	Evidence  string `json:"evidence"`
	Dismissed string `json:"dismissed,omitempty" doc:"Lý do không tính."`
}

func panelOf(p *registry.Panel) Panel {
	out := Panel{ID: int64(p.ID), Version: p.Version, State: string(p.State), Name: p.Name, Kind: p.Kind, Need: p.Need, Proposer: p.Proposer, Signer: p.Signer,
		Number: p.Decision.Number, Date: p.Decision.Date.String(), Result: p.Result,
		Place: p.Place, Grounds: p.Grounds, Office: p.Office, Standing: p.Standing}
	out.Seats = each(p.Seats, func(s registry.Seat) Seat {
		w := Seat{Name: s.Name, Holder: s.Holder, Agency: s.Agency, Reserve: s.Reserve, Answer: string(s.Invitation.Answer), Commitment: string(s.Commitment.Answer)}
		if s.Person != 0 {
			w.Person = s.Person.Public()
		}
		w.Conflicts = each(s.Findings, func(x registry.Found) SeatConflict { return SeatConflict{x.Kind, x.Hard, x.Evidence, x.Dismissed} })
		return w
	})
	return out
}

func (s *server) panelGate() registry.Panels {
	return registry.Panels{Store: s.Store, Now: s.Now, Check: selection.Checker(s.Store, search.Ranking{By: s.Searcher}, s.Now)}
}

type proposeIn struct {
	RawBody []byte `contentType:"application/json" doc:"Yêu cầu, như tệp của lệnh panel propose."`
}

// proposalOut is the answer of `panel propose --json`; the contract is its wire form.
type proposalOut struct{ Body selection.Proposal }

// propose serves POST /panels/propose: the best lawful panel for a need. It keeps
// nothing.
func (s *server) propose(ctx context.Context, in *proposeIn) (*proposalOut, error) {
	_, p, err := s.proposal(ctx, in.RawBody)
	if err != nil {
		return nil, err
	}
	return &proposalOut{*p}, nil
}

func (s *server) proposal(ctx context.Context, text []byte) (selection.Need, *selection.Proposal, error) {
	need, err := selection.ReadNeed(bytes.NewReader(text))
	if err != nil {
		return need, nil, err
	}
	p, err := selection.Propose(ctx, selection.Visible(s.Store), search.Ranking{By: s.Searcher}, need, s.Now())
	return need, p, err
}

type panelsOut struct {
	Body struct {
		Panels []Panel `json:"panels" nullable:"false"`
	}
}

// panels serves GET /panels, newest first.
func (s *server) panels(ctx context.Context, _ *struct{}) (*panelsOut, error) {
	all, err := s.Store.Panels(ctx)
	if err != nil {
		return nil, err
	}
	out := &panelsOut{}
	out.Body.Panels = each(all, func(p registry.Panel) Panel { return panelOf(&p) })
	return out, nil
}

type panelIn struct {
	ID int64 `path:"id" minimum:"1"`
}

type panelOut struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Panel
}

// panel serves GET /panels/{id}.
func (s *server) panel(ctx context.Context, in *panelIn) (*panelOut, error) {
	p, err := s.Store.Panel(ctx, registry.PanelID(in.ID))
	if err != nil {
		return nil, err
	}
	return &panelOut{ETag: etag(p.Version), Body: panelOf(p)}, nil
}

type openPanelIn struct {
	Key
	Body struct {
		Name string          `json:"name" minLength:"1" maxLength:"300"`
		Need json.RawMessage `json:"need" doc:"Yêu cầu, như tệp của lệnh panel propose."`
	}
}

// openPanel serves POST /panels: keeps the proposal for a need as a draft.
func (s *server) openPanel(ctx context.Context, in *openPanelIn) (*panelOut, error) {
	need, proposal, err := s.proposal(ctx, in.Body.Need)
	if err != nil {
		return nil, err
	}
	p := &registry.Panel{Name: in.Body.Name, Kind: need.Kind, Need: in.Body.Need, Seats: proposal.Seats()}
	r, err := s.panelGate().Open(ctx, p)
	if err != nil {
		return nil, err
	}
	out, err := s.panel(ctx, &panelIn{r.Subjects[0].ID})
	if err == nil {
		out.Location = fmt.Sprintf("%s/panels/%d", prefix, out.Body.ID)
	}
	return out, err
}

// Composition is what of a panel its secretary sets while it is being put together.
type Composition struct {
	Name     string     `json:"name" minLength:"1" maxLength:"300"`
	Proposer string     `json:"proposer,omitempty" maxLength:"300" doc:"Cơ quan trình."`
	Signer   string     `json:"signer,omitempty" maxLength:"300" doc:"Cơ quan, người ký quyết định."`
	Place    string     `json:"place,omitempty" maxLength:"300"`
	Grounds  []string   `json:"grounds,omitempty" maxItems:"40"`
	Office   string     `json:"office,omitempty" maxLength:"300"`
	Standing bool       `json:"standing,omitempty"`
	Seats    []SeatHeld `json:"seats" nullable:"false" maxItems:"80" doc:"Mọi ghế như sẽ có, theo thứ tự. Ai ngồi tiếp giữ lời mời, cam kết và những gì đã xem xét."`
}

// SeatHeld is who shall hold a seat.
type SeatHeld struct {
	Name    string `json:"name" minLength:"1" maxLength:"200"`
	Person  string `json:"person,omitempty" doc:"Mã hồ sơ; trống với người ngoài cơ sở dữ liệu."`
	Holder  string `json:"holder,omitempty" maxLength:"200" doc:"Họ tên người ngoài cơ sở dữ liệu."`
	Agency  string `json:"agency,omitempty" maxLength:"200" doc:"Cơ quan cử người."`
	Reserve bool   `json:"reserve,omitempty"`
}

type composePanelIn struct {
	Key
	Match
	ID   int64 `path:"id" minimum:"1"`
	Body Composition
}

// composePanel serves PUT /panels/{id}: name, offices, grounds and seats as they shall be,
// if the panel is still of the version named by If-Match. Conflicts of interest are looked
// for anew.
func (s *server) composePanel(ctx context.Context, in *composePanelIn) (*panelOut, error) {
	was, err := in.Match.version()
	if err != nil {
		return nil, err
	}
	p, err := s.Store.Panel(ctx, registry.PanelID(in.ID))
	if err != nil {
		return nil, err
	}
	b := &in.Body
	p.Version, p.Name, p.Proposer, p.Signer, p.Place, p.Grounds, p.Office, p.Standing = was, b.Name, b.Proposer, b.Signer, b.Place, b.Grounds, b.Office, b.Standing
	if p.Seats, err = seatsHeld(b.Seats); err != nil {
		return nil, err
	}
	if _, err := s.panelGate().Compose(ctx, p); err != nil {
		return nil, err
	}
	return s.panel(ctx, &panelIn{in.ID})
}

func seatsHeld(held []SeatHeld) (seats []registry.Seat, err error) {
	for i, h := range held {
		seat := registry.Seat{Name: h.Name, Holder: h.Holder, Agency: h.Agency, Reserve: h.Reserve}
		if h.Person != "" {
			if seat.Person, err = registry.ParsePersonID(h.Person); err != nil {
				return nil, &registry.Error{Kind: registry.Invalid, Err: err, Message: "Hội đồng có mã hồ sơ không đúng.",
					Problems: []registry.Problem{{Field: fmt.Sprintf("seats[%d].person", i), Value: h.Person, Reason: "không phải mã hồ sơ"}}}
			}
		}
		seats = append(seats, seat)
	}
	return seats, nil
}

type stepPanelIn struct {
	Key
	Match
	ID   int64 `path:"id" minimum:"1"`
	Body struct {
		Result string `json:"result,omitempty" maxLength:"4000" doc:"Kết quả hoặc lý do, khi kết thúc."`
	}
}

// submitPanel serves POST /panels/{id}/submit: puts the panel before whoever signs.
func (s *server) submitPanel(ctx context.Context, in *stepPanelIn) (*panelOut, error) {
	return s.stepPanel(ctx, in, func(id registry.PanelID, was int64) (registry.Receipt, error) {
		return s.panelGate().Submit(ctx, id, was)
	})
}

// recallPanel serves POST /panels/{id}/recall: takes it back to be changed.
func (s *server) recallPanel(ctx context.Context, in *stepPanelIn) (*panelOut, error) {
	return s.stepPanel(ctx, in, func(id registry.PanelID, was int64) (registry.Receipt, error) {
		return s.panelGate().Recall(ctx, id, was)
	})
}

// closePanel serves POST /panels/{id}/close: ends it with its result.
func (s *server) closePanel(ctx context.Context, in *stepPanelIn) (*panelOut, error) {
	return s.stepPanel(ctx, in, func(id registry.PanelID, was int64) (registry.Receipt, error) {
		return s.panelGate().Close(ctx, id, was, in.Body.Result)
	})
}

func (s *server) stepPanel(ctx context.Context, in *stepPanelIn, do func(registry.PanelID, int64) (registry.Receipt, error)) (*panelOut, error) {
	was, err := in.Match.version()
	if err != nil {
		return nil, err
	}
	if _, err := do(registry.PanelID(in.ID), was); err != nil {
		return nil, err
	}
	return s.panel(ctx, &panelIn{in.ID})
}
