package selection

import (
	"slices"

	"trithuc/registry"
)

// maxReserves is how many reserves a draft begins with.
const maxReserves = 2

// Seats turns a proposal into the seats of a draft, with the cheapest alternatives as
// reserves.
func (p *Proposal) Seats() (seats []registry.Seat) {
	var reserves []registry.PersonID
	for _, m := range p.Members {
		id, err := registry.ParsePersonID(m.ID)
		if err != nil {
			continue // a proposal names people by ids of the registry's own
		}
		seats = append(seats, registry.Seat{Name: m.Seat, Person: id, Why: m.Why, Findings: FoundOf(m.Conflicts)})
		for _, x := range m.Instead {
			if other, err := registry.ParsePersonID(x.ID); err == nil && len(reserves) < maxReserves && !slices.Contains(reserves, other) {
				reserves = append(reserves, other)
			}
		}
	}
	for _, id := range reserves {
		seats = append(seats, registry.Seat{Name: PlainSeat, Person: id, Reserve: true})
	}
	return seats
}

// FoundOf gives conflicts as they are kept with a seat.
func FoundOf(conflicts []Conflict) (found []registry.Found) {
	for _, x := range conflicts {
		found = append(found, registry.Found{Kind: string(x.Kind), Hard: x.Hard, Evidence: x.Evidence, With: x.With, Dismissed: x.Dismissed})
	}
	return found
}
