package selection

import (
	"context"
	"fmt"
	"slices"
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

// Assess holds a panel filled by hand to the rules of the need: Lawful says that none
// is broken, Blocked names those that are. Members come in the order of the places,
// those the registry does not know left out.
func Assess(ctx context.Context, store Reader, rank Ranker, need Need, places []Place, now time.Time) (*Proposal, error) {
	d, err := Gather(ctx, store, rank, need, now)
	if err != nil {
		return nil, err
	}
	return d.assess(places), nil
}

func (d *Draw) assess(places []Place) *Proposal {
	p := &Proposal{Members: []Member{}, Blocked: []Block{}, Coverage: map[string]int{}, Candidates: len(d.candidates),
		Seed: d.need.Seed, Barred: d.barredBest(), Warnings: slices.Concat([]string{}, d.warnings)}
	var members []*candidate
	var seats []seat
	for _, place := range places {
		i := slices.IndexFunc(d.candidates, func(c candidate) bool { return c.person == place.Person })
		if i < 0 {
			continue
		}
		members, seats = append(members, &d.candidates[i]), append(seats, d.seatNamed(place.Seat))
		p.Score += share(d.candidates[i].score)
	}
	d.describe(p, members, seats)
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
