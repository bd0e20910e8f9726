package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"trithuc/registry/vietnamese"
)

// PanelID numbers panels.
type PanelID int64

// PanelState is where a panel stands.
type PanelState string

// The states, in their usual order.
const (
	PanelDraft    PanelState = "draft"    // being put together
	PanelProposed PanelState = "proposed" // put before whoever signs
	PanelSigned   PanelState = "signed"   // the decision is signed: the panel is in force
	PanelClosed   PanelState = "closed"   // its result is known, or it was dissolved: Result says
	PanelDropped  PanelState = "dropped"  // given up before it was signed
)

// Panel is a council or advisory group (hội đồng, tổ tư vấn), from the need to its
// result. The agency that proposes it and the authority that signs are two.
type Panel struct {
	ID      PanelID    `json:"id"`
	Version int64      `json:"version"`
	State   PanelState `json:"state"`
	Name    string     `json:"name"`
	Kind    string     `json:"kind,omitempty"` // code of SchemePanel
	// Need is what the panel is wanted for, as package selection reads it.
	Need     json.RawMessage `json:"need"`
	Proposer string          `json:"proposer,omitempty"` // cơ quan trình
	Signer   string          `json:"signer,omitempty"`   // cơ quan, người ký quyết định
	Place    string          `json:"place,omitempty"`    // where documents are signed
	Grounds  []string        `json:"grounds,omitempty"`  // căn cứ
	Office   string          `json:"office,omitempty"`   // thường trực, thư ký giúp việc
	Standing bool            `json:"standing,omitempty"` // works on; else for one matter
	Seats    []Seat          `json:"seats,omitempty"`
	Decision Decision        `json:"decision,omitzero"`
	// Later are the decisions after the first, in their order: members replaced, the panel dissolved.
	Later    []Decision   `json:"later,omitempty"`
	Criteria []Criterion  `json:"criteria,omitempty"` // of the scoring sheets; nil for one figure of 100
	Files    []Attachment `json:"files,omitempty"`    // numbered from 1 by their places
	Meetings []Meeting    `json:"meetings,omitempty"`
	Result   string       `json:"result,omitempty"`
	Account  string       `json:"account"` // who changed it last
}

// Seat is one place of a panel.
type Seat struct {
	Name     string   `json:"name"`             // chủ tịch, ủy viên phản biện…
	Person   PersonID `json:"person,omitempty"` // 0 for somebody the registry does not know, or nobody yet
	Holder   string   `json:"holder,omitempty"` // their name then
	Agency   string   `json:"agency,omitempty"` // that sends them, or is asked to name somebody
	Reserve  bool     `json:"reserve,omitempty"`
	Why      []string `json:"why,omitempty"`
	Findings []Found  `json:"findings,omitempty"` // conflicts of interest
	// Nomination is what the agency of the seat was asked about the holder, and replied.
	Nomination Nomination `json:"nomination,omitzero"`
	// Pending says what a decision that is not signed yet would do to the seat of a panel
	// in force; Joined and Left are the days from which and since which the holder is and
	// is no longer a member, by later decisions.
	Pending    Pending    `json:"pending,omitempty"`
	Joined     Date       `json:"joined,omitzero"`
	Left       Date       `json:"left,omitzero"`
	Evaluation Evaluation `json:"evaluation,omitzero"` // of the holder's work on the panel
	// Invitation and Commitment are of the present holder.
	Invitation Invitation `json:"invitation,omitzero"`
	Commitment Commitment `json:"commitment,omitzero"`
}

// Taken says that somebody holds the seat.
func (s *Seat) Taken() bool { return s.Person != 0 || s.Holder != "" }

// Sits says that somebody holds the seat, is no reserve, and is a member today.
func (s *Seat) Sits() bool { return s.Taken() && !s.Reserve && s.Left.IsZero() && s.Pending != Joins }

// Found is a conflict of interest found or declared, and what became of it.
type Found struct {
	Kind      string `json:"kind"` // as package selection names them
	Hard      bool   `json:"hard,omitempty"`
	Evidence  string `json:"evidence"`
	With      string `json:"with,omitempty"`      // the person or organisation it is with
	Dismissed string `json:"dismissed,omitempty"` // why it is not counted
	By        string `json:"by,omitempty"`        // the account that dismissed or added it
}

// InvitationAnswer is what somebody says to an invitation.
type InvitationAnswer string

// The answers; "" while there is none.
const (
	Accepted InvitationAnswer = "accepted"
	Declined InvitationAnswer = "declined"
)

// Invitation is how the holder was asked. Nothing is marked as sent that was not said
// to be sent.
type Invitation struct {
	Sent    Date             `json:"sent,omitzero"`
	Through string           `json:"through,omitempty"` // letter, phone, zalo… as chosen
	Until   Date             `json:"until,omitzero"`    // answer wanted by
	Answer  InvitationAnswer `json:"answer,omitempty"`
	On      Date             `json:"on,omitzero"` // of the answer
	Note    string           `json:"note,omitempty"`
	Link    *AnswerLink      `json:"link,omitempty"` // by which the holder may answer; nil where there is none, or none any more
}

// CommitmentAnswer is what a member commits to.
type CommitmentAnswer string

// The answers; "" where there is none yet (chưa cam kết).
const (
	NoConflict  CommitmentAnswer = "none"
	HasConflict CommitmentAnswer = "conflict"
)

// Commitment is the member's word that no conflict of interest is known (bản cam kết),
// for this panel alone: it never stands in the person's record.
type Commitment struct {
	Answer CommitmentAnswer `json:"answer,omitempty"`
	On     Date             `json:"on,omitzero"`
	By     string           `json:"by,omitempty"`   // the account that wrote it down
	Note   string           `json:"note,omitempty"` // which conflict, in the member's words
}

// Decision is the signed decision. The product invents none of it.
type Decision struct {
	Number string `json:"number"`
	Date   Date   `json:"date"`
	By     string `json:"by"` // who signed
	// Copy is the signed decision as it was scanned; nil until it came.
	Copy *DecisionCopy `json:"copy,omitempty"`
}

// DecisionCopy tells of the file of a signed decision.
type DecisionCopy struct {
	File   string    `json:"file"` // name as uploaded
	Size   int64     `json:"size"`
	SHA256 string    `json:"sha256"`
	By     string    `json:"by"` // the account
	At     time.Time `json:"at"`
	Gone   bool      `json:"gone,omitempty"` // deleted: it named somebody whose data had to be
}

// PanelReader reads panels.
type PanelReader interface {
	// Panel gives one; NotFound if there is none.
	Panel(ctx context.Context, id PanelID) (*Panel, error)
	// Panels gives all, newest first.
	Panels(ctx context.Context) ([]Panel, error)
	// PanelsOf gives those on which the person has or had a seat, newest first.
	PanelsOf(ctx context.Context, id PersonID) ([]Panel, error)
	// PanelPaper gives the signed decision as it came; NotFound where there is none, or
	// none any more.
	PanelPaper(ctx context.Context, id PanelID) ([]byte, error)
	// PanelFile gives what is attached under a number; NotFound as PanelPaper.
	PanelFile(ctx context.Context, id PanelID, number int) ([]byte, error)
}

// PutPanel adds Panel (ID zero) or replaces what is stored of it if the version is
// still Was.
type PutPanel struct {
	Why
	Panel *Panel
	Was   int64
	Copy  []byte // the signed decision, the one time it comes; nil to leave what is there
	File  []byte // what is attached as the last of Files; nil where nothing is
}

// People gives who holds a seat, each once.
func (p *Panel) People() (ids []PersonID) {
	for _, s := range p.Seats {
		if s.Person != 0 && !slices.Contains(ids, s.Person) {
			ids = append(ids, s.Person)
		}
	}
	return ids
}

// Members gives the places of the seats that are held and no reserves.
func (p *Panel) Members() (places []int) {
	for i := range p.Seats {
		if p.Seats[i].Sits() {
			places = append(places, i)
		}
	}
	return places
}

// Invitable gives the places of the seats whose holders have not answered an invitation.
func (p *Panel) Invitable() (places []int) {
	for i := range p.Seats {
		if p.Seats[i].Taken() && p.Seats[i].Left.IsZero() && p.Seats[i].Invitation.Answer == "" {
			places = append(places, i)
		}
	}
	return places
}

// Forming says that members can still be chosen freely.
func (p *Panel) Forming() bool { return p.State == PanelDraft || p.State == PanelProposed }

// Bounds of a panel.
const (
	maxSeats    = 80
	maxMeetings = 200
	maxGrounds  = 40
	maxCriteria = 20
)

// PanelStore is what the gate of panels needs.
type PanelStore interface {
	Committer
	PanelReader
}

// Panels is the write gate of panels.
type Panels struct {
	Store  PanelStore
	Now    func() time.Time
	Random io.Reader // of the secrets of links
	Tries  TryStore  // counts wrong links
	// Check finds conflicts of interest anew, as records are now, and puts them into the
	// seats (Seat.Refind); nil leaves what was found before. It runs whenever members
	// change, and before they are put forward, invited or appointed.
	Check func(context.Context, *Panel) error
}

// check looks for conflicts of interest anew.
func (g Panels) check(ctx context.Context, p *Panel) error {
	if g.Check == nil {
		return nil
	}
	return g.Check(ctx, p)
}

// Open adds a draft.
func (g Panels) Open(ctx context.Context, p *Panel) (Receipt, error) {
	if _, err := Authorise(ctx, WritePanels); err != nil {
		return Receipt{}, err
	}
	p.State = PanelDraft
	if err := g.check(ctx, p); err != nil {
		return Receipt{}, err
	}
	return g.put(ctx, p, 0, "Lập hội đồng")
}

// put validates and commits.
func (g Panels) put(ctx context.Context, p *Panel, was int64, reason string) (Receipt, error) {
	p.tidy()
	if err := p.validate(); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WritePanels, &PutPanel{Why: Why{Reason: reason}, Panel: p, Was: was})
}

// toChange reads a panel that the caller means to change. A version other than seen is
// Stale: two secretaries never overwrite each other.
func (g Panels) toChange(ctx context.Context, id PanelID, seen int64) (*Panel, error) {
	if _, err := Authorise(ctx, WritePanels); err != nil {
		return nil, err
	}
	p, err := g.Store.Panel(ctx, id)
	if err != nil {
		return nil, err
	}
	if p.Version != seen {
		return nil, p.stale(seen)
	}
	return p, nil
}

// step does something to a panel as it was seen and puts it back.
func (g Panels) step(ctx context.Context, id PanelID, seen int64, reason string, do func(*Panel) error) (Receipt, error) {
	p, err := g.toChange(ctx, id, seen)
	if err != nil {
		return Receipt{}, err
	}
	if err := do(p); err != nil {
		return Receipt{}, err
	}
	return g.put(ctx, p, seen, reason)
}

// stale says who changed the panel meanwhile, and which versions there are.
func (p *Panel) stale(seen int64) error {
	return Errorf(Stale, "Hội đồng này vừa được %s sửa sau khi bạn mở: bản bạn mở là %d, bản đang lưu là %d. Phần bạn vừa gửi chưa được ghi. Hãy xem bản đang lưu rồi làm lại.", p.Account, seen, p.Version)
}

func (p *Panel) tidy() {
	for _, text := range []*string{&p.Name, &p.Proposer, &p.Signer, &p.Place, &p.Office, &p.Decision.Number, &p.Decision.By} {
		*text = vietnamese.Clean(*text)
	}
	p.Grounds = slices.DeleteFunc(slices.Clone(p.Grounds), func(g string) bool { return strings.TrimSpace(g) == "" })
	for i := range p.Seats {
		s := &p.Seats[i]
		s.Name, s.Holder, s.Agency = vietnamese.Clean(s.Name), vietnamese.Clean(s.Holder), vietnamese.Clean(s.Agency)
	}
}

func (p *Panel) validate() error {
	v := &validation{}
	v.text("name", p.Name, true)
	for _, x := range []struct{ field, value string }{{"proposer", p.Proposer}, {"signer", p.Signer}, {"place", p.Place}, {"office", p.Office}} {
		v.text(x.field, x.value, false)
	}
	if len(p.Seats) > maxSeats || len(p.Meetings) > maxMeetings || len(p.Grounds) > maxGrounds {
		v.add("seats", fmt.Sprint(len(p.Seats)), fmt.Sprintf("nhiều quá %d ghế, %d căn cứ hoặc %d cuộc họp", maxSeats, maxGrounds, maxMeetings))
	}
	p.validateCriteria(v)
	if len(p.Need) > 0 && !json.Valid(p.Need) {
		v.add("need", "", "không phải JSON")
	}
	held := map[PersonID]bool{}
	for i, s := range p.Seats {
		at := fmt.Sprintf("seats[%d].", i)
		v.text(at+"name", s.Name, true)
		v.text(at+"holder", s.Holder, false)
		v.text(at+"agency", s.Agency, false)
		if !s.Left.IsZero() {
			continue
		}
		if s.Person != 0 && held[s.Person] {
			v.add(at+"person", s.Person.Public(), "giữ hai ghế của hội đồng")
		}
		held[s.Person] = true
	}
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Hội đồng chưa lưu được. Hãy sửa các mục được nêu rồi lưu lại."}
}
