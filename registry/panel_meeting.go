package registry

import (
	"context"
	"fmt"
	"slices"
)

// Meetings of a panel: when and where, who came, what they gave, what was concluded.

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
