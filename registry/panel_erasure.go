package registry

import (
	"encoding/json"
	"fmt"
	"slices"
)

// ErasedSeat stands in place of who held a seat and was erased or removed.
const ErasedSeat = "(đã xóa khỏi cơ sở dữ liệu)"

// Forget empties the seats of people; true where they had one. That the seat was held
// and what was decided stays.
func (p *Panel) Forget(ids []PersonID) (sat bool) {
	for i := range p.Seats {
		if s := &p.Seats[i]; s.Person != 0 && slices.Contains(ids, s.Person) {
			*s = Seat{Name: s.Name, Agency: s.Agency, Reserve: s.Reserve, Holder: ErasedSeat}
			sat = true
		}
	}
	return sat
}

// Papered says that files are kept with the panel; after Unpapered each of them is said to
// be gone.
func (p *Panel) Papered() bool { return p.Decision.Copy != nil || len(p.Files) > 0 }

// Unpapered says of every file kept with the panel that it is gone: a scan cannot be read
// for whom it names.
func (p *Panel) Unpapered() {
	if p.Decision.Copy != nil {
		p.Decision.Copy.Gone = true
	}
	for i := range p.Later {
		p.Later[i].Copy.Gone = true
	}
	for i := range p.Files {
		p.Files[i].Gone = true
	}
}

// Untold takes every word that tells of somebody out of all texts of the panel; true
// where there was one.
func (p *Panel) Untold(who *Traces) (told bool, err error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return false, fmt.Errorf("panel: %w", err)
	}
	var values any
	if err := json.Unmarshal(raw, &values); err != nil {
		return false, fmt.Errorf("panel: %w", err)
	}
	if values = untold(values, who, &told); !told {
		return false, nil
	}
	if raw, err = json.Marshal(values); err != nil {
		return false, fmt.Errorf("panel: %w", err)
	}
	*p = Panel{}
	if err := json.Unmarshal(raw, p); err != nil {
		return false, fmt.Errorf("panel: %w", err)
	}
	return true, nil
}

func untold(value any, who *Traces, told *bool) any {
	switch v := value.(type) {
	case string:
		if who.In(v) {
			*told = true
			return who.Without(v)
		}
	case []any:
		for i := range v {
			v[i] = untold(v[i], who, told)
		}
	case map[string]any:
		for key := range v {
			v[key] = untold(v[key], who, told)
		}
	}
	return value
}
