package importer

import (
	"context"
	"fmt"
	"slices"

	"trithuc/registry"
)

// settled are the questions that somebody answered by leaving their row out, by what
// was proposed: the same row of a later list is not asked about again.
type settled map[string][]registry.Review

// loadSettled loads them.
func (p *planner) loadSettled(ctx context.Context) error {
	rejected, err := p.store.ReviewsRejected(ctx)
	if err != nil {
		return err
	}
	p.settled = settled{}
	for _, r := range rejected {
		if r.Proposed != nil {
			k := personDigest(r.Proposed)
			p.settled[k] = append(p.settled[k], r)
		}
	}
	return nil
}

// answered gives the earlier question of which a new one is the same: the row proposes
// the same values, and whoever it may be was a candidate then; one about another row
// of the file named nobody, and is known by the name. nil where there is none.
func (p *planner) answered(d *draft, about []*known) *registry.Review {
	for _, r := range p.settled[personDigest(d.person)] {
		same := func(k *known) bool {
			return k.before != nil && (slices.Contains(r.Candidates, k.person.ID) || len(r.Candidates) == 0 && k.before.Name.Full == d.person.Name.Full)
		}
		if !slices.ContainsFunc(about, func(k *known) bool { return !same(k) }) {
			return &r
		}
	}
	return nil
}

// leftOut ends a row as it was answered before.
func leftOut(row Row, r *registry.Review) Row {
	row.Outcome, row.Note = registry.RowSame, fmt.Sprintf("đã trả lời “bỏ qua” ở lần nhập %d", r.Import)
	return row
}
