package registry

import (
	"context"
	"fmt"
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
		return nil
	})
}

// keep takes over what a former list of seats holds of the same person.
func (s *Seat) keep(former []Seat) {
	at := slices.IndexFunc(former, func(f Seat) bool {
		return s.Taken() && f.Person == s.Person && (s.Person != 0 || f.Holder == s.Holder)
	})
	if at < 0 {
		return
	}
	s.Invitation, s.Commitment = former[at].Invitation, former[at].Commitment
	for i, x := range s.Findings {
		k := slices.IndexFunc(former[at].Findings, func(f Found) bool { return f.Kind == x.Kind })
		if k >= 0 && x.Dismissed == "" {
			s.Findings[i].Dismissed, s.Findings[i].By = former[at].Findings[k].Dismissed, former[at].Findings[k].By
		}
	}
}

// Weigh says why a conflict of a seat's holder does not count, or with no reason that
// it counts again.
func (g Panels) Weigh(ctx context.Context, id PanelID, seen int64, seat, finding int, why string) (Receipt, error) {
	return g.step(ctx, id, seen, "Xem xét xung đột lợi ích", func(p *Panel) error {
		if seat < 0 || seat >= len(p.Seats) || finding < 0 || finding >= len(p.Seats[seat].Findings) {
			return Errorf(NotFound, "Không tìm thấy xung đột này.")
		}
		if err := noted(why); err != nil {
			return err
		}
		x := &p.Seats[seat].Findings[finding]
		x.Dismissed, x.By = strings.TrimSpace(why), ActorOf(ctx).Account
		return nil
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
		if open := p.barring(); len(open) > 0 {
			return Errorf(Conflict, "Còn xung đột lợi ích chưa xem xét: %s Hãy thay người, hoặc ghi lý do không tính.", strings.Join(open, " "))
		}
		p.State = PanelProposed
		return nil
	})
}

// barring gives the evidence of hard conflicts of members that nobody dismissed.
func (p *Panel) barring() (evidence []string) {
	for _, i := range p.Members() {
		for _, x := range p.Seats[i].Findings {
			if x.Hard && x.Dismissed == "" {
				evidence = append(evidence, x.Evidence)
			}
		}
	}
	return evidence
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
		switch {
		case seat < 0 || seat >= len(p.Seats) || !p.Seats[seat].Taken():
			return Errorf(NotFound, "Không có ai ở ghế này.")
		case p.State == PanelClosed || p.State == PanelDropped:
			return Errorf(Conflict, "Hội đồng đã kết thúc nên không ghi thêm được.")
		}
		return do(&p.Seats[seat])
	})
}

// StepIn puts a reserve in the place of a member who declined or leaves; the member
// becomes nobody's seat and the reserve's own seat is empty no more.
func (g Panels) StepIn(ctx context.Context, id PanelID, seen int64, seat, reserve int) (Receipt, error) {
	return g.step(ctx, id, seen, "Thành viên dự phòng thay thế", func(p *Panel) error {
		n := len(p.Seats)
		if seat < 0 || seat >= n || reserve < 0 || reserve >= n || p.Seats[seat].Reserve || !p.Seats[reserve].Reserve || !p.Seats[reserve].Taken() {
			return Errorf(NotFound, "Không tìm thấy ghế hoặc người dự phòng này.")
		}
		if p.State == PanelClosed || p.State == PanelDropped {
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

// Meet adds a meeting, or replaces one.
func (g Panels) Meet(ctx context.Context, id PanelID, seen int64, at int, m Meeting) (Receipt, error) {
	return g.step(ctx, id, seen, "Ghi cuộc họp", func(p *Panel) error {
		if p.State != PanelSigned {
			return Errorf(Conflict, "Hội đồng chỉ họp khi quyết định đã ký và chưa kết thúc.")
		}
		if err := m.validate(p); err != nil {
			return err
		}
		switch {
		case at == len(p.Meetings):
			p.Meetings = append(p.Meetings, m)
		case at >= 0 && at < len(p.Meetings):
			p.Meetings[at] = m
		default:
			return Errorf(NotFound, "Không tìm thấy cuộc họp này.")
		}
		return nil
	})
}

func (m *Meeting) validate(p *Panel) error {
	v := &validation{}
	if m.At.IsZero() {
		v.add("at", "", "cần ngày và giờ họp")
	}
	v.text("room", m.Room, false)
	members := p.Members()
	for _, i := range m.Present {
		if !slices.Contains(members, i) {
			v.add("present", fmt.Sprint(i), "không phải thành viên")
		}
	}
	for _, s := range m.Scores {
		if !slices.Contains(m.Present, s.Seat) {
			v.add("scores", fmt.Sprint(s.Seat), "chấm điểm mà không dự họp")
		}
		if s.Points < 0 || s.Points > 100 {
			v.add("scores", fmt.Sprint(s.Points), "phải từ 0 đến 100 điểm")
		}
	}
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Chưa ghi được cuộc họp. Hãy sửa các mục được nêu."}
}

// Quorum says how many members there are, how many came, and whether that is two thirds
// of them: the share that such panels usually ask for (chưa kiểm chứng).
func (m *Meeting) Quorum(p *Panel) (members, present int, enough bool) {
	members, present = len(p.Members()), len(m.Present)
	return members, present, members > 0 && 3*present >= 2*members
}

// Average gives the mean of the points given, and how many gave some.
func (m *Meeting) Average() (mean float64, n int) {
	for _, s := range m.Scores {
		mean += s.Points
		n++
	}
	if n == 0 {
		return 0, 0
	}
	return mean / float64(n), n
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
