package selection

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"trithuc/registry"
)

// Place is a seat filled by hand.
type Place struct {
	Seat   string            // its name
	Person registry.PersonID // 0 for somebody the registry does not know
}

// Instead is somebody who could take a member's seat, all others staying.
type Instead struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Cost  float64  `json:"cost"` // what the panel's score would lose; below 0 it would gain
	Why   []string `json:"why"`
	Minds int      `json:"conflicts"` // conflicts that weigh on them
}

// maxInstead is how many alternatives a member has.
const maxInstead = 3

// NeedOf reads the need a panel was made for; what cannot be read asks for nothing but as
// many members as it has.
func NeedOf(p *registry.Panel) Need {
	need, err := ReadNeed(bytes.NewReader(p.Need))
	if err != nil {
		return Need{Size: max(1, len(p.Members()))}
	}
	return need
}

// Recheck holds the members of a panel to its need as the registry is now, and puts the
// reasons and conflicts of interest of everybody seated, reserves too, in place of those
// found before. A need that names what is no longer there, somebody erased or a kind of
// panel that ended, is held without quotas and names, and a warning says so.
func Recheck(ctx context.Context, store Reader, rank Ranker, p *registry.Panel, now time.Time) (*Proposal, error) {
	need := NeedOf(p)
	d, err := gather(ctx, store, rank, need, p.People(), now)
	lost, invalid := errors.AsType[*registry.Error](err)
	if invalid = invalid && lost.Kind == registry.Invalid; invalid {
		d, err = gather(ctx, store, rank, Need{Topic: need.Topic, Size: need.Size, Work: need.Work}, p.People(), now)
	}
	if err != nil {
		return nil, err
	}
	if invalid {
		d.warnings = append(d.warnings, lostSaid(lost))
	}
	var places []Place
	for i := range p.Seats {
		s := &p.Seats[i]
		if s.Sits() {
			places = append(places, Place{Seat: s.Name, Person: s.Person})
		}
		if c := d.who(s.Person); c != nil {
			if len(s.Why) == 0 { // what the search said stays
				s.Why = d.why(c)
			}
			s.Refind(FoundOf(c.conflicts))
		}
	}
	check := d.assess(places)
	return check, errors.Join(d.explain(ctx, rank, check.Members, idsOf(check.Members)), d.explain(ctx, rank, check.Next, idsOf(check.Next)))
}

// idsOf gives the ids of members.
func idsOf(members []Member) (ids []registry.PersonID) {
	for _, m := range members {
		id, _ := registry.ParsePersonID(m.ID) // made of an id
		ids = append(ids, id)
	}
	return ids
}

// lostSaid says what of a need can no longer be used.
func lostSaid(lost *registry.Error) string {
	said := "Yêu cầu ban đầu có mục không còn dùng được, nên chỉ kiểm tra xung đột lợi ích và số thành viên:"
	for _, x := range lost.Problems {
		said += fmt.Sprintf(" «%s» %s;", x.Value, x.Reason)
	}
	return strings.TrimRight(said, ";") + "."
}

// who gives a candidate by their id; nil where they are none.
func (d *Draw) who(id registry.PersonID) *candidate {
	i := slices.IndexFunc(d.candidates, func(c candidate) bool { return id != 0 && c.person == id })
	if i < 0 {
		return nil
	}
	return &d.candidates[i]
}

// assess holds members to the rules of the need: Lawful says that none is broken, Blocked
// names those that are. Members come in the order of the places, those the registry does
// not know left out.
func (d *Draw) assess(places []Place) *Proposal {
	p := &Proposal{Members: []Member{}, Blocked: []Block{}, Coverage: map[string]int{}, Candidates: len(d.candidates),
		Seed: d.need.Seed, Barred: d.barredBest(), Warnings: listed(d.warnings)}
	var members []*candidate
	var seats []seat
	for _, place := range places {
		c := d.who(place.Person)
		if c == nil {
			continue
		}
		members, seats = append(members, c), append(seats, d.seatNamed(place.Seat))
		p.Score += share(c.score)
	}
	d.describe(p, members, seats)
	p.Next = d.next(members)
	if n := len(places); n != d.need.Size {
		p.Blocked = append(p.Blocked, Block{Rule: fmt.Sprintf("Số thành viên: %d", d.need.Size), Relax: fmt.Sprintf("hiện có %d", n)})
	}
	for i, s := range seats {
		if s.fits != nil && !s.fits(members[i]) {
			p.Blocked = append(p.Blocked, Block{Rule: fmt.Sprintf("Ghế %s cần người %s", s.name, s.said), Article: s.article, Relax: "đổi người hoặc đổi ghế của " + members[i].name})
		}
	}
	for _, r := range d.broken(members) {
		p.Blocked = append(p.Blocked, Block{Rule: r.name, Article: r.article})
	}
	p.Lawful = len(p.Blocked) == 0
	return p
}

// maxNext is how many of who could be added an assessment names.
const maxNext = 12

// next gives the best who have no seat and whom no rule bars.
func (d *Draw) next(members []*candidate) (best []Member) {
	for i := range d.candidates {
		c := &d.candidates[i]
		barred := func(r rule) bool { return r.kind == barred && r.counts(c) }
		if len(best) == maxNext || c.score == 0 {
			break
		}
		if !slices.Contains(members, c) && !slices.Contains(d.sitting, c.person) && !slices.ContainsFunc(d.rules, barred) {
			best = append(best, Member{ID: c.person.Public(), Codes: listed(c.codes), Name: c.name, Why: d.why(c), Score: share(c.score), Conflicts: listed(c.conflicts), Fields: d.knows(c)})
		}
	}
	return best
}

// seatNamed gives a seat of the kind of panel by its name; a plain one where it has none.
func (d *Draw) seatNamed(name string) seat {
	for _, s := range d.places {
		if s.name == name {
			return s
		}
	}
	return seat{name: name}
}

// broken gives the rules that members break.
func (d *Draw) broken(members []*candidate) (rules []rule) {
	homes := map[registry.OrganisationID]int{}
	for _, c := range members {
		homes[c.home]++
	}
	for _, r := range d.rules {
		if d.breaks(r, members, homes) {
			rules = append(rules, r)
		}
	}
	return rules
}

func (d *Draw) breaks(r rule, members []*candidate, homes map[registry.OrganisationID]int) bool {
	if r.kind == perHome {
		for home, n := range homes {
			if home != 0 && n > r.bound {
				return true
			}
		}
		return false
	}
	if r.kind == sized {
		return true
	}
	n := 0
	for _, c := range members {
		if r.counts(c) {
			n++
		}
	}
	return (r.kind == atLeast || r.kind == pinned) && n < r.bound || r.kind == atMost && n > r.bound || r.kind == barred && n > 0
}

// instead gives the best who could take a member's seat without breaking a rule that
// the panel keeps.
func (d *Draw) instead(members []*candidate, i int, s seat) []Instead {
	found := []Instead{}
	before := len(d.broken(members))
	tried := slices.Clone(members)
	for k := range d.candidates {
		c := &d.candidates[k]
		if slices.Contains(members, c) || s.fits != nil && !s.fits(c) {
			continue
		}
		if tried[i] = c; len(d.broken(tried)) > before {
			continue
		}
		found = append(found, Instead{c.person.Public(), c.name, share(members[i].score - c.score), d.why(c), len(c.conflicts)})
		if len(found) == maxInstead {
			break
		}
	}
	return found
}
