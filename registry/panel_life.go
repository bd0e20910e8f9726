package registry

import (
	"context"
	"slices"
	"strings"
)

// What becomes of a panel after it was opened. Every step takes the version that its
// reader saw.

// Compose replaces name, offices, grounds and seats while the panel is not signed. A
// holder who stays keeps invitation, commitment and what was decided of conflicts.
func (g Panels) Compose(ctx context.Context, to *Panel) (Receipt, error) {
	return g.step(ctx, to.ID, to.Version, "Sửa thành phần hội đồng", func(p *Panel) error {
		if !p.Forming() {
			return Errorf(Conflict, "Hội đồng đã ký hoặc đã kết thúc nên không đổi thành phần được. Hãy thay thế từng người, hoặc lập hội đồng mới.")
		}
		seats := slices.Clone(to.Seats)
		for i := range seats {
			seats[i].keep(p.Seats)
		}
		p.Name, p.Kind, p.Need, p.Proposer, p.Signer, p.Place = to.Name, to.Kind, to.Need, to.Proposer, to.Signer, to.Place
		p.Grounds, p.Office, p.Standing, p.Seats = to.Grounds, to.Office, to.Standing, seats
		p.State = PanelDraft // what was put before somebody is no longer this
		return g.check(ctx, p)
	})
}

// Submit puts the panel before whoever signs.
func (g Panels) Submit(ctx context.Context, id PanelID, seen int64) (Receipt, error) {
	return g.step(ctx, id, seen, "Trình hội đồng", func(p *Panel) error {
		if p.State != PanelDraft {
			return Errorf(Conflict, "Chỉ trình được hội đồng đang soạn.")
		}
		if p.Proposer == "" || p.Signer == "" {
			return &Error{Kind: Invalid, Message: "Hãy ghi cơ quan trình và người hoặc cơ quan ký quyết định trước khi trình.",
				Problems: []Problem{{"proposer", p.Proposer, "cần có"}, {"signer", p.Signer, "cần có"}}}
		}
		if len(p.Members()) == 0 {
			return Errorf(Invalid, "Hội đồng chưa có thành viên nào. Hãy chọn thành viên trước khi trình.")
		}
		if err := g.check(ctx, p); err != nil {
			return err
		}
		p.State = PanelProposed
		return p.weighed(p.Members())
	})
}

// Recall takes a proposed panel back to be changed.
func (g Panels) Recall(ctx context.Context, id PanelID, seen int64) (Receipt, error) {
	return g.step(ctx, id, seen, "Rút tờ trình để sửa", func(p *Panel) error {
		if p.State != PanelProposed {
			return Errorf(Conflict, "Chỉ rút lại được hội đồng đã trình và chưa ký.")
		}
		p.State = PanelDraft
		return nil
	})
}

// Commit writes a member's commitment down.
func (g Panels) Commit(ctx context.Context, id PanelID, seen int64, seat int, answer CommitmentAnswer) (Receipt, error) {
	return g.seat(ctx, id, seen, seat, "Ghi nhận bản cam kết", func(s *Seat) error {
		if answer != NoConflict && answer != HasConflict && answer != "" {
			return Errorf(Invalid, "Hãy chọn có hay không có xung đột lợi ích.")
		}
		s.Commitment = Commitment{Answer: answer, On: DateOf(g.Now().In(Vietnam)), By: ActorOf(ctx).Account}
		if answer == "" {
			s.Commitment = Commitment{}
		}
		return nil
	})
}

// seat does something to one seat that is held, of a panel that goes on.
func (g Panels) seat(ctx context.Context, id PanelID, seen int64, seat int, reason string, do func(*Seat) error) (Receipt, error) {
	return g.step(ctx, id, seen, reason, func(p *Panel) error {
		s, err := p.held(seat)
		if err != nil {
			return err
		}
		return do(s)
	})
}

// held gives a seat that is held, of a panel that goes on.
func (p *Panel) held(seat int) (*Seat, error) {
	switch {
	case seat < 0 || seat >= len(p.Seats) || !p.Seats[seat].Taken():
		return nil, Errorf(NotFound, "Không có ai ở ghế này.")
	case p.over():
		return nil, Errorf(Conflict, "Hội đồng đã kết thúc nên không ghi thêm được.")
	}
	return &p.Seats[seat], nil
}

// StepIn puts a reserve in the place of a member who declined or leaves; the member
// becomes nobody's seat and the reserve's own seat is empty no more.
func (g Panels) StepIn(ctx context.Context, id PanelID, seen int64, seat, reserve int) (Receipt, error) {
	return g.step(ctx, id, seen, "Thành viên dự phòng thay thế", func(p *Panel) error {
		n := len(p.Seats)
		if seat < 0 || seat >= n || reserve < 0 || reserve >= n || p.Seats[seat].Reserve || !p.Seats[reserve].Reserve || !p.Seats[reserve].Taken() {
			return Errorf(NotFound, "Không tìm thấy ghế hoặc người dự phòng này.")
		}
		if p.over() {
			return Errorf(Conflict, "Hội đồng đã kết thúc nên không thay người được.")
		}
		if len(p.Meetings) > 0 && slices.ContainsFunc(p.Meetings, func(m Meeting) bool { return m.Held }) {
			return Errorf(Conflict, "Hội đồng đã họp nên thay người cần một quyết định mới.")
		}
		in := p.Seats[reserve]
		in.Name, in.Reserve = p.Seats[seat].Name, false
		p.Seats[seat] = in
		p.Seats = slices.Delete(p.Seats, reserve, reserve+1)
		return nil
	})
}

// Close ends a panel in force with its result, or one that never came to be.
func (g Panels) Close(ctx context.Context, id PanelID, seen int64, result string) (Receipt, error) {
	return g.step(ctx, id, seen, "Kết thúc hội đồng", func(p *Panel) error {
		if err := told(result); err != nil {
			return err
		}
		switch p.State {
		case PanelSigned:
			p.State = PanelClosed
		case PanelDraft, PanelProposed:
			p.State = PanelDropped
		default:
			return Errorf(Conflict, "Hội đồng đã kết thúc.")
		}
		p.Result = strings.TrimSpace(result)
		return nil
	})
}

// noted says what cannot be taken of a note that may be left out.
func noted(note string) error {
	if strings.TrimSpace(note) == "" {
		return nil
	}
	return told(note)
}
