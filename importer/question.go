package importer

import (
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
)

// ask puts a row in the queue of questions since who it is cannot be told.
func (p *planner) ask(d *draft, row Row, about []*known, evidence ...string) Row {
	return p.question(d, row, about, evidence, registry.IssueIdentity, FieldName)
}

// contradicts puts a row in the queue since its values contradict those of whom it is. Its
// other values are taken all the same, unless it is asked who that is: then all of the row
// waits, and says so.
func (p *planner) contradicts(d *draft, row Row, k *known, m *merge) Row {
	evidence := make([]string, len(m.conflicts))
	whose := false
	for i, c := range m.conflicts {
		evidence[i] = c.text
		whose = whose || c.field == FieldName || c.field == FieldBirth || c.field == FieldSex
	}
	var took Row
	switch {
	case len(m.changes) > 0 && !whose:
		took = p.takes(d, row, k, m)
		evidence = append(evidence, "các ô khác của dòng vẫn được ghi")
	case len(m.changes) > 0:
		evidence = append(evidence, "các ô khác của dòng cũng chờ câu trả lời này")
	}
	asked := p.question(d, row, []*known{k}, evidence, registry.IssueConflict, m.conflicts[0].field)
	if asked.Outcome == registry.RowSame && len(took.Changes) > 0 { // it was answered before
		took.Note = asked.Note
		return took
	}
	asked.Changes = took.Changes
	return asked
}

func (p *planner) question(d *draft, row Row, about []*known, evidence []string, kind registry.IssueKind, field Field) Row {
	row.Outcome = registry.RowReview
	row.Note = strings.Join(evidence, "; ")
	review := &registry.Review{Sheet: row.Sheet, Row: d.row, Proposed: d.person, Evidence: evidence, Import: p.why.Import}
	for _, k := range about {
		k.asked = true
		if k.before != nil && !slices.Contains(review.Candidates, k.person.ID) {
			review.Candidates = append(review.Candidates, k.person.ID)
		}
	}
	if r := p.answered(d, about); r != nil {
		return leftOut(row, r)
	}
	if len(review.Candidates) > 0 {
		row.Person = review.Candidates[0]
	}
	p.issue(d, field, kind, "Cần trả lời: %s.", row.Note)
	p.changes = append(p.changes, &registry.AddReview{Why: p.source(d), Review: review})
	return row
}

func (p *planner) issue(d *draft, f Field, kind registry.IssueKind, format string, args ...any) {
	p.r.issues.add(registry.Issue{Sheet: p.r.sheets[d.sheet].Name, Cell: d.cell(f), Field: string(f), Kind: kind, Message: fmt.Sprintf(format, args...)})
}
