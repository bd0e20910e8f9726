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
}

func panelOf(p *registry.Panel) Panel {
	out := Panel{ID: int64(p.ID), Version: p.Version, State: string(p.State), Name: p.Name, Kind: p.Kind, Need: p.Need, Proposer: p.Proposer, Signer: p.Signer,
		Number: p.Decision.Number, Date: p.Decision.Date.String(), Result: p.Result}
	out.Seats = each(p.Seats, func(s registry.Seat) Seat {
		w := Seat{Name: s.Name, Holder: s.Holder, Agency: s.Agency, Reserve: s.Reserve, Answer: string(s.Invitation.Answer), Commitment: string(s.Commitment.Answer)}
		if s.Person != 0 {
			w.Person = s.Person.Public()
		}
		return w
	})
	return out
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
	r, err := registry.Panels{Store: s.Store, Now: s.Now}.Open(ctx, p)
	if err != nil {
		return nil, err
	}
	out, err := s.panel(ctx, &panelIn{r.Subjects[0].ID})
	if err == nil {
		out.Location = fmt.Sprintf("%s/panels/%d", prefix, out.Body.ID)
	}
	return out, err
}
