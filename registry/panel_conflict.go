package registry

import (
	"context"
	"slices"
	"strings"
)

// Conflicts of interest of who holds a seat: found in the records, or added by hand.

// AddedByHand is the kind of a conflict that a person added, which no record tells.
const AddedByHand = "added"

// Refind puts what was found in the records in place of what was found before. Whoever
// looked at the very same finding need not look again; what was added by hand stays.
func (s *Seat) Refind(found []Found) {
	before := s.Findings
	s.Findings = slices.Clone(found)
	s.recall(before)
}

// recall takes over what was decided about findings before, and those added by hand.
func (s *Seat) recall(before []Found) {
	for _, old := range before {
		at := slices.IndexFunc(s.Findings, func(f Found) bool { return f.Kind == old.Kind && f.Evidence == old.Evidence })
		switch {
		case at >= 0 && s.Findings[at].Dismissed == "":
			s.Findings[at].Dismissed, s.Findings[at].By = old.Dismissed, old.By
		case at < 0 && old.Kind == AddedByHand:
			s.Findings = append(s.Findings, old)
		}
	}
}

// keep takes over what a former list of seats holds of the same person.
func (s *Seat) keep(former []Seat) {
	at := slices.IndexFunc(former, func(f Seat) bool {
		return s.Taken() && f.Person == s.Person && (s.Person != 0 || f.Holder == s.Holder)
	})
	if at < 0 {
		return
	}
	s.Invitation, s.Commitment, s.Nomination = former[at].Invitation, former[at].Commitment, former[at].Nomination
	s.recall(former[at].Findings)
}

// Weigh says why a conflict of a seat's holder does not count, or with no reason that
// it counts again.
func (g Panels) Weigh(ctx context.Context, id PanelID, seen int64, seat, finding int, why string) (Receipt, error) {
	return g.step(ctx, id, seen, "Xem xét xung đột lợi ích", func(p *Panel) error {
		s, err := p.held(seat)
		if err == nil {
			err = g.check(ctx, p) // findings are told by their places as they are now
		}
		if err != nil {
			return err
		}
		if finding < 0 || finding >= len(s.Findings) {
			return Errorf(NotFound, "Không tìm thấy xung đột này.")
		}
		x := &s.Findings[finding]
		x.Dismissed, x.By = strings.TrimSpace(why), ActorOf(ctx).Account
		return noted(why)
	})
}

// Oppose adds a conflict of interest that no record tells, with what it is. It bars where
// hard is set, until somebody dismisses it with a reason.
func (g Panels) Oppose(ctx context.Context, id PanelID, seen int64, seat int, evidence string, hard bool) (Receipt, error) {
	return g.seat(ctx, id, seen, seat, "Thêm xung đột lợi ích", func(s *Seat) error {
		x := Found{Kind: AddedByHand, Hard: hard, Evidence: strings.TrimSpace(evidence), By: ActorOf(ctx).Account}
		if slices.ContainsFunc(s.Findings, func(f Found) bool { return f.Kind == x.Kind && f.Evidence == x.Evidence }) {
			return Errorf(Conflict, "Xung đột này đã có ở ghế này.")
		}
		s.Findings = append(s.Findings, x)
		return told(evidence)
	})
}

// barring gives the evidence of hard conflicts of the holder that nobody dismissed.
func (s *Seat) barring() (evidence []string) {
	for _, x := range s.Findings {
		if x.Hard && x.Dismissed == "" {
			evidence = append(evidence, x.Evidence)
		}
	}
	return evidence
}

// weighed refuses hard conflicts of who holds these seats that nobody dismissed.
func (p *Panel) weighed(seats []int) error {
	var open []string
	for _, i := range seats {
		open = append(open, p.Seats[i].barring()...)
	}
	if len(open) == 0 {
		return nil
	}
	return Errorf(Conflict, "Còn xung đột lợi ích chưa xem xét: %s Hãy thay người, hoặc ghi lý do không tính.", strings.Join(open, " "))
}
