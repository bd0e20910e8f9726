package registry

import (
	"context"
	"slices"
	"strings"

	"trithuc/registry/vietnamese"
)

// A panel in force changes by a later decision (kiện toàn, thay thế, giải thể): what is
// meant is prepared first, so that it can be checked and put on paper, and holds from the
// day the decision is signed.

// Pending is what a decision that is being prepared would do to a seat.
type Pending string

// What a later decision does.
const (
	Joins  Pending = "joins"
	Leaves Pending = "leaves"
)

// Replace prepares that the holder of a seat leaves and, where somebody is named, that
// they join in the holder's place. Asked again with nobody named it takes that back.
func (g Panels) Replace(ctx context.Context, id PanelID, seen int64, seat int, to *Seat) (Receipt, error) {
	return g.step(ctx, id, seen, "Chuẩn bị kiện toàn hội đồng", func(p *Panel) error {
		s, err := p.held(seat)
		switch {
		case err != nil:
			return err
		case p.State != PanelSigned:
			return Errorf(Conflict, "Chỉ kiện toàn hội đồng đang hoạt động. Khi chưa ký, hãy đổi người ở ghế.")
		case !s.Left.IsZero():
			return Errorf(Conflict, "Người này đã thôi tham gia hội đồng.")
		case s.Pending == Joins:
			p.Seats = slices.Delete(p.Seats, seat, seat+1)
			return nil
		case s.Pending == Leaves && !to.Taken():
			s.Pending = ""
			return nil
		}
		s.Pending = Leaves
		if to.Taken() {
			in := Seat{Name: s.Name, Person: to.Person, Holder: vietnamese.Clean(to.Holder), Agency: vietnamese.Clean(to.Agency), Pending: Joins}
			p.Seats = append(p.Seats, in)
		}
		return g.check(ctx, p)
	})
}

// Join prepares that somebody joins without anybody leaving.
func (g Panels) Join(ctx context.Context, id PanelID, seen int64, in Seat) (Receipt, error) {
	return g.step(ctx, id, seen, "Chuẩn bị kiện toàn hội đồng", func(p *Panel) error {
		if p.State != PanelSigned {
			return Errorf(Conflict, "Chỉ kiện toàn hội đồng đang hoạt động.")
		}
		if !in.Taken() {
			return Errorf(Invalid, "Hãy ghi mã hồ sơ hoặc họ tên người bổ sung.")
		}
		p.Seats = append(p.Seats, Seat{Name: in.Name, Person: in.Person, Holder: in.Holder, Agency: in.Agency, Pending: Joins})
		return g.check(ctx, p)
	})
}

// Changing says that a later decision is being prepared.
func (p *Panel) Changing() bool {
	return slices.ContainsFunc(p.Seats, func(s Seat) bool { return s.Pending != "" })
}

// Reform writes the signed decision down by which the prepared changes hold. Who joins must
// have committed themselves and have no conflict that nobody looked at.
func (g Panels) Reform(ctx context.Context, id PanelID, seen int64, d Decision, name string, file []byte) (Receipt, error) {
	return g.decide(ctx, id, seen, "Ghi nhận quyết định kiện toàn", d, name, file, func(p *Panel) error {
		if !p.Changing() {
			return Errorf(Conflict, "Chưa có thay đổi nào được chuẩn bị. Hãy chọn người thôi tham gia hoặc người bổ sung trước.")
		}
		if err := g.check(ctx, p); err != nil {
			return err
		}
		for i := range p.Seats {
			s := &p.Seats[i]
			switch s.Pending {
			case Leaves:
				s.Left, s.Invitation.Link = d.Date, nil
			case Joins:
				if err := s.committed(i); err != nil {
					return err
				}
				if err := p.weighed([]int{i}); err != nil {
					return err
				}
				s.Joined = d.Date
			}
			s.Pending = ""
		}
		return nil
	})
}

// Dissolve ends a panel in force by a signed decision, with its result.
func (g Panels) Dissolve(ctx context.Context, id PanelID, seen int64, d Decision, result, name string, file []byte) (Receipt, error) {
	return g.decide(ctx, id, seen, "Ghi nhận quyết định giải thể", d, name, file, func(p *Panel) error {
		p.State, p.Result = PanelClosed, strings.TrimSpace(result)
		return told(result)
	})
}

// decide puts a later decision with its file to a panel in force.
func (g Panels) decide(ctx context.Context, id PanelID, seen int64, reason string, d Decision, name string, file []byte, do func(*Panel) error) (Receipt, error) {
	p, err := g.toChange(ctx, id, seen)
	if err != nil {
		return Receipt{}, err
	}
	if p.State != PanelSigned {
		return Receipt{}, Errorf(Conflict, "Chỉ hội đồng đang hoạt động mới có quyết định kiện toàn hoặc giải thể.")
	}
	if err := d.validate(DateOf(g.Now().In(Vietnam))); err != nil {
		return Receipt{}, err
	}
	if d.Copy, err = g.copyOf(ctx, name, file); err != nil {
		return Receipt{}, err
	}
	if err := do(p); err != nil {
		return Receipt{}, err
	}
	p.Files = append(p.Files, Attachment{Decision: len(p.Later) + 1, DecisionCopy: *d.Copy})
	p.Later = append(p.Later, d)
	p.tidy()
	if err := p.validate(); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WritePanels, &PutPanel{Why: Why{Reason: reason}, Panel: p, Was: seen, File: file})
}

// Evaluation is what is said of a member's work on the panel.
type Evaluation struct {
	Mark string `json:"mark,omitempty"` // of Marks
	Note string `json:"note,omitempty"`
	On   Date   `json:"on,omitzero"`
	By   string `json:"by,omitempty"` // the account
}

// Marks are what a member's work may be called, the best first.
var Marks = []string{"excellent", "good", "fair", "poor"}

// Evaluate writes down how a member worked, once the panel has met or ended.
func (g Panels) Evaluate(ctx context.Context, id PanelID, seen int64, seat int, mark, note string) (Receipt, error) {
	return g.step(ctx, id, seen, "Đánh giá thành viên", func(p *Panel) error {
		met := slices.ContainsFunc(p.Meetings, func(m Meeting) bool { return m.Held })
		switch {
		case seat < 0 || seat >= len(p.Seats) || !p.Seats[seat].Taken():
			return Errorf(NotFound, "Không có ai ở ghế này.")
		case p.State != PanelClosed && (p.State != PanelSigned || !met):
			return Errorf(Conflict, "Chỉ đánh giá thành viên sau khi hội đồng đã họp hoặc đã kết thúc.")
		case mark != "" && !slices.Contains(Marks, mark):
			return Errorf(Invalid, "Hãy chọn một mức đánh giá trong danh sách.")
		}
		p.Seats[seat].Evaluation = Evaluation{Mark: mark, Note: strings.TrimSpace(note), On: DateOf(g.Now().In(Vietnam)), By: ActorOf(ctx).Account}
		if mark == "" {
			p.Seats[seat].Evaluation = Evaluation{}
		}
		return noted(note)
	})
}
