package registry

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Meetings of a panel: when and where, who came, what they gave, what was concluded.

// Meeting is one meeting of a panel.
type Meeting struct {
	At      time.Time `json:"at"`
	Room    string    `json:"room,omitempty"`
	Agenda  string    `json:"agenda,omitempty"`
	Papers  []int     `json:"papers,omitempty"`  // numbers in Files
	Present []int     `json:"present,omitempty"` // places in Seats
	Scores  []Score   `json:"scores,omitempty"`
	Minutes string    `json:"minutes,omitempty"` // kết luận
	Open    bool      `json:"open,omitempty"`    // members send their sheets on line
	Held    bool      `json:"held,omitempty"`    // who came is written down
}

// Criterion is one line of a scoring sheet.
type Criterion struct {
	Name string  `json:"name"`
	Most float64 `json:"most"` // points it gives at most
}

// Score is what one member gave, on line or typed in from a sheet of paper.
type Score struct {
	Seat   int       `json:"seat"`             // place in Seats
	Points float64   `json:"points,omitempty"` // altogether
	Parts  []float64 `json:"parts,omitempty"`  // by Criteria
	Vote   string    `json:"vote,omitempty"`   // đạt, không đạt…, as the sheet says
	Note   string    `json:"note,omitempty"`
	Own    bool      `json:"own,omitempty"` // sent by the member, on line
}

// Most gives how many points a sheet of the panel holds.
func (p *Panel) Most() float64 {
	if len(p.Criteria) == 0 {
		return 100
	}
	sum := 0.0
	for _, c := range p.Criteria {
		sum += c.Most
	}
	return sum
}

func (p *Panel) validateCriteria(v *validation) {
	if len(p.Criteria) > maxCriteria {
		v.add("criteria", fmt.Sprint(len(p.Criteria)), fmt.Sprintf("nhiều quá %d tiêu chí", maxCriteria))
	}
	for i, c := range p.Criteria {
		v.text(fmt.Sprintf("criteria[%d].name", i), c.Name, true)
		if !(c.Most > 0 && c.Most <= 1000) {
			v.add(fmt.Sprintf("criteria[%d].most", i), fmt.Sprint(c.Most), "phải từ trên 0 đến 1000 điểm")
		}
	}
}

// SetCriteria sets the lines of the scoring sheets, as long as nobody filled one in.
func (g Panels) SetCriteria(ctx context.Context, id PanelID, seen int64, criteria []Criterion) (Receipt, error) {
	return g.step(ctx, id, seen, "Đặt tiêu chí chấm điểm", func(p *Panel) error {
		if p.over() {
			return errOver
		}
		if slices.ContainsFunc(p.Meetings, func(m Meeting) bool { return len(m.Scores) > 0 }) {
			return Errorf(Conflict, "Đã có phiếu chấm điểm nên không đổi tiêu chí được.")
		}
		p.Criteria = criteria
		return nil
	})
}

// errOver refuses to write about a panel that has ended.
var errOver = Errorf(Conflict, "Hội đồng đã kết thúc nên không ghi thêm được.")

// over says that the panel has ended.
func (p *Panel) over() bool { return p.State == PanelClosed || p.State == PanelDropped }

// SendScore takes the sheet that a member fills in on line: the member whose account acts,
// for a meeting that takes sheets. Who sends one is present; another replaces it.
func (g Panels) SendScore(ctx context.Context, id PanelID, meeting int, s Score) (Receipt, error) {
	actor, err := Authorise(ctx, OwnAccount)
	if err != nil {
		return Receipt{}, err
	}
	p, err := g.Store.Panel(ctx, id)
	if err != nil && KindOf(err) != NotFound {
		return Receipt{}, err
	}
	if err != nil || meeting < 0 || meeting >= len(p.Meetings) {
		return Receipt{}, errNotMine
	}
	if s.Seat = p.SeatOf(actor.Person); s.Seat < 0 || !p.Seats[s.Seat].Sits() {
		return Receipt{}, errNotMine
	}
	m := &p.Meetings[meeting]
	if p.State != PanelSigned || !m.Open {
		return Receipt{}, Errorf(Conflict, "Cuộc họp này chưa mở hoặc đã đóng phiếu trực tuyến. Hãy hỏi thư ký hội đồng.")
	}
	s.Own = true
	m.take(s)
	if err := m.validate(p); err != nil {
		return Receipt{}, err
	}
	change := &PutPanel{Why: Why{Reason: "Thành viên gửi phiếu chấm điểm"}, Panel: p, Was: p.Version}
	return g.Store.Commit(ctx, actor, []Change{change}) // the sheet is their own
}

var errNotMine = Errorf(NotFound, "Không tìm thấy cuộc họp này trong các hội đồng của bạn.")

// take puts a sheet in place of the one that the member gave before.
func (m *Meeting) take(s Score) {
	if !slices.Contains(m.Present, s.Seat) {
		m.Present = append(m.Present, s.Seat)
		slices.Sort(m.Present)
	}
	m.Scores = append(slices.DeleteFunc(m.Scores, func(old Score) bool { return old.Seat == s.Seat }), s)
	slices.SortFunc(m.Scores, func(a, b Score) int { return a.Seat - b.Seat })
}

// Votes counts what was voted, in the order in which it was met.
func (m *Meeting) Votes() (names []string, counts []int) {
	for _, s := range m.Scores {
		if s.Vote == "" {
			continue
		}
		at := slices.Index(names, s.Vote)
		if at < 0 {
			at, names, counts = len(names), append(names, s.Vote), append(counts, 0)
		}
		counts[at]++
	}
	return names, counts
}

// Meet adds a meeting, or replaces one.
func (g Panels) Meet(ctx context.Context, id PanelID, seen int64, at int, m Meeting) (Receipt, error) {
	return g.step(ctx, id, seen, "Ghi cuộc họp", func(p *Panel) error {
		if p.State != PanelSigned {
			return Errorf(Conflict, "Hội đồng chỉ họp khi quyết định đã ký và chưa kết thúc.")
		}
		if at >= 0 && at < len(p.Meetings) {
			m.Papers = p.Meetings[at].Papers
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
	for _, i := range m.Present {
		if !p.sat(i, DateOf(m.At.In(Vietnam))) {
			v.add("present", fmt.Sprint(i), "không phải thành viên")
		}
	}
	for _, s := range m.Scores {
		if !slices.Contains(m.Present, s.Seat) {
			v.add("scores", fmt.Sprint(s.Seat), "chấm điểm mà không dự họp")
		}
		s.validate(v, p)
	}
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Chưa ghi được cuộc họp. Hãy sửa các mục được nêu."}
}

func (s *Score) validate(v *validation, p *Panel) {
	v.text("scores.vote", s.Vote, false)
	if most := p.Most(); !(s.Points >= 0 && s.Points <= most) {
		v.add("scores", fmt.Sprint(s.Points), fmt.Sprintf("phải từ 0 đến %v điểm", most))
	}
	if len(s.Parts) > len(p.Criteria) {
		v.add("scores", fmt.Sprint(len(s.Parts)), "nhiều điểm hơn số tiêu chí")
		return
	}
	for i, n := range s.Parts {
		if c := p.Criteria[i]; !(n >= 0 && n <= c.Most) {
			v.add("scores", fmt.Sprint(n), fmt.Sprintf("tiêu chí «%s» phải từ 0 đến %v điểm", c.Name, c.Most))
		}
	}
}

// sat says that the holder of a seat was a member on a day.
func (p *Panel) sat(seat int, on Date) bool {
	if seat < 0 || seat >= len(p.Seats) {
		return false
	}
	s := &p.Seats[seat]
	if !s.Joined.IsZero() && on.Compare(s.Joined) < 0 {
		return false
	}
	return s.Sits() || s.Taken() && !s.Left.IsZero() && on.Compare(s.Left) < 0
}

// Quorum says how many members there are, how many came, and whether that is two thirds
// of them: the share that such panels usually ask for (chưa kiểm chứng).
func (m *Meeting) Quorum(p *Panel) (members, present int, enough bool) {
	for i := range p.Seats {
		if p.sat(i, DateOf(m.At.In(Vietnam))) {
			members++
		}
	}
	present = len(m.Present)
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
