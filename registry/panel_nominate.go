package registry

import (
	"context"
	"strings"

	"trithuc/registry/vietnamese"
)

// Agencies are asked by letter (công văn đề nghị cử người) to let somebody sit or to name
// somebody, by a day; what they reply is written down seat by seat.

// NominationReply is what an agency says.
type NominationReply string

// The replies; "" while there is none.
const (
	AgencyAgrees  NominationReply = "agreed"  // to who holds the seat
	AgencyNames   NominationReply = "instead" // somebody else, who holds the seat since
	AgencyRefuses NominationReply = "refused" // to send anybody
)

// Nomination is what an agency was asked about a seat, and what it replied.
type Nomination struct {
	Agency string          `json:"agency,omitempty"`
	Number string          `json:"number,omitempty"` // of the letter, as the office numbered it
	Sent   Date            `json:"sent,omitzero"`
	Until  Date            `json:"until,omitzero"` // reply wanted by
	Reply  NominationReply `json:"reply,omitempty"`
	On     Date            `json:"on,omitzero"`      // of the reply
	Note   string          `json:"note,omitempty"`   // number of the agency's letter, reasons
	Before string          `json:"before,omitempty"` // who was asked for, where another was named
}

// Late says that the agency has not replied by the day that was named.
func (n *Nomination) Late(today Date) bool {
	return n.Agency != "" && n.Reply == "" && !n.Until.IsZero() && n.Until.Compare(today) < 0
}

// Letter is a letter that went to agencies, as the office numbered it.
type Letter struct {
	Number string
	Sent   Date // zero for today
	Until  Date
}

// Ask writes down that agencies were asked about seats: which one by the place of the
// seat. Seats about which an agency has replied are left as they are.
func (g Panels) Ask(ctx context.Context, id PanelID, seen int64, agencies map[int]string, l Letter) (Receipt, error) {
	return g.step(ctx, id, seen, "Ghi nhận công văn đề nghị cử người", func(p *Panel) error {
		if !p.Forming() {
			return Errorf(Conflict, "Chỉ đề nghị cử người khi hội đồng chưa ký.")
		}
		if l.Sent.IsZero() {
			l.Sent = DateOf(g.Now().In(Vietnam))
		}
		if err := l.validate(DateOf(g.Now().In(Vietnam))); err != nil {
			return err
		}
		asked := 0
		for at, agency := range agencies {
			if at < 0 || at >= len(p.Seats) || p.Seats[at].Nomination.Reply != "" {
				continue
			}
			p.Seats[at].Nomination = Nomination{Agency: vietnamese.Clean(agency), Number: vietnamese.Clean(l.Number), Sent: l.Sent, Until: l.Until}
			asked++
		}
		if asked == 0 {
			return Errorf(Conflict, "Không còn ghế nào chờ cơ quan trả lời.")
		}
		return nil
	})
}

func (l Letter) validate(today Date) error {
	v := &validation{}
	v.text("number", l.Number, false)
	if l.Sent.Day == 0 || !l.Sent.Valid() || l.Sent.Compare(today) > 0 {
		v.add("sent", l.Sent.Vietnamese(), "cần ngày gửi, không ở tương lai")
	}
	if l.Until.Day == 0 || !l.Until.Valid() || l.Until.Compare(l.Sent) < 0 {
		v.add("until", l.Until.Vietnamese(), "cần hạn trả lời, không trước ngày gửi")
	}
	if len(v.problems) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Problems: v.problems, Message: "Chưa ghi được công văn. Hãy sửa các mục được nêu."}
}

// AgencyAnswer is a reply of an agency about one seat.
type AgencyAnswer struct {
	Reply  NominationReply
	Person PersonID // somebody else, of the registry
	Holder string   // or by name
	Note   string
}

// AgencyReply writes down what an agency says about a seat. Whom it names instead takes the
// seat, is checked like anybody proposed, and has committed themselves to nothing yet.
func (g Panels) AgencyReply(ctx context.Context, id PanelID, seen int64, seat int, a AgencyAnswer) (Receipt, error) {
	return g.step(ctx, id, seen, "Ghi nhận trả lời của cơ quan được đề nghị cử người", func(p *Panel) error {
		switch {
		case !p.Forming():
			return Errorf(Conflict, "Hội đồng đã ký hoặc đã kết thúc nên không ghi trả lời của cơ quan được nữa.")
		case seat < 0 || seat >= len(p.Seats) || p.Seats[seat].Nomination.Agency == "":
			return Errorf(NotFound, "Ghế này chưa được đề nghị cơ quan nào cử người.")
		}
		if err := noted(a.Note); err != nil {
			return err
		}
		if err := p.Seats[seat].replied(a); err != nil {
			return err
		}
		n := &p.Seats[seat].Nomination
		n.Reply, n.On, n.Note = a.Reply, DateOf(g.Now().In(Vietnam)), strings.TrimSpace(a.Note)
		if a.Reply != AgencyNames {
			return nil
		}
		p.State = PanelDraft // what was put before somebody is no longer this
		return g.check(ctx, p)
	})
}

// replied changes who holds the seat as the agency says.
func (s *Seat) replied(a AgencyAnswer) error {
	switch a.Reply {
	case AgencyAgrees:
		if !s.Taken() {
			return Errorf(Invalid, "Ghế này chưa có ai để cơ quan đồng ý. Hãy ghi người được cử.")
		}
	case AgencyNames:
		holder := vietnamese.Clean(a.Holder)
		if a.Person == 0 && holder == "" {
			return Errorf(Invalid, "Hãy ghi mã hồ sơ hoặc họ tên người được cử.")
		}
		n := s.Nomination
		n.Before = s.Holder
		if s.Person != 0 {
			n.Before = s.Person.Public()
		}
		*s = Seat{Name: s.Name, Person: a.Person, Holder: holder, Agency: n.Agency, Reserve: s.Reserve, Nomination: n}
	case AgencyRefuses:
		if strings.TrimSpace(a.Note) == "" {
			return Errorf(Invalid, "Hãy ghi lý do cơ quan không cử người, hoặc số văn bản trả lời.")
		}
	default:
		return Errorf(Invalid, "Hãy chọn cơ quan đồng ý, cử người khác hay không cử.")
	}
	return nil
}

// Late gives the places of the seats about which an agency is late with its reply.
func (p *Panel) Late(today Date) (places []int) {
	for i := range p.Seats {
		if p.Forming() && p.Seats[i].Nomination.Late(today) {
			places = append(places, i)
		}
	}
	return places
}
