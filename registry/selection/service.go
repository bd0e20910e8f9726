package selection

import (
	"context"
	"encoding/json"
	"fmt"

	"trithuc/registry"
)

// service is a seat somebody had on a panel that came to be.
type service struct {
	panel string
	work  string // that was judged
	year  int    // of the decision
}

// serve reads who sat where.
func (d *Draw) serve(ctx context.Context, store Reader) error {
	all, err := store.Panels(ctx)
	if err != nil {
		return err
	}
	d.remember(all)
	return nil
}

// remember keeps the seats of panels whose decision was signed.
func (d *Draw) remember(panels []registry.Panel) {
	d.served = map[registry.PersonID][]service{}
	for _, p := range panels {
		if p.State != registry.PanelSigned && p.State != registry.PanelClosed {
			continue
		}
		var need Need // what cannot be read tells of no work
		_ = json.Unmarshal(p.Need, &need)
		for _, i := range p.Members() {
			id := p.Seats[i].Person
			d.served[id] = append(d.served[id], service{p.Name, need.Work.Name, p.Decision.Date.Year})
		}
	}
}

// judgedBefore tells of the panels on the same work that the candidate sat on.
func (d *Draw) judgedBefore(c *candidate) (evidence []string) {
	for _, s := range d.served[c.person] {
		if registry.SameTitle(s.work, d.need.Work.Name) {
			evidence = append(evidence, fmt.Sprintf("%s đã là thành viên «%s» (%d) về chính công trình này.", c.name, s.panel, s.year))
		}
	}
	return evidence
}

// seatsOfYear tells of a candidate who sits on at least as many panels of the year as
// the rule names, or on any where it names none.
func (d *Draw) seatsOfYear(c *candidate, r conflictRule) []string {
	n := 0
	for _, s := range d.served[c.person] {
		if s.year == d.on.Year {
			n++
		}
	}
	if n < max(1, r.value) {
		return nil
	}
	return []string{fmt.Sprintf("%s đã ngồi %d hội đồng trong năm %d.", c.name, n, d.on.Year)}
}
