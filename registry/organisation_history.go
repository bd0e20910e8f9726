package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// Where the trail keeps a step of lineage that an entry added or took out.
const (
	LinkedField   = "linked"
	UnlinkedField = "unlinked"
)

// OrganisationStep is one change of an organisation.
type OrganisationStep struct {
	Entry    Entry
	Before   *Organisation // as it was; nil where it was new, or a step of lineage changed
	Linked   *Lineage      // the step that was added
	Unlinked *Lineage      // the step that was taken out
}

// OrganisationHistory gives the changes of an organisation, the newest first.
func OrganisationHistory(ctx context.Context, store TrailReader, id OrganisationID) ([]OrganisationStep, error) {
	entries, err := store.EntriesOf(ctx, Subject{SubjectOrganisation, int64(id)})
	if err != nil {
		return nil, err
	}
	steps := make([]OrganisationStep, 0, len(entries))
	for _, e := range slices.Backward(entries) {
		s, err := organisationStep(ctx, store, e)
		if err != nil {
			return nil, err
		}
		steps = append(steps, s)
	}
	return steps, nil
}

func organisationStep(ctx context.Context, store TrailReader, e Entry) (OrganisationStep, error) {
	s := OrganisationStep{Entry: e}
	d, err := store.Payload(ctx, e.Seq)
	if err != nil || d == nil {
		return s, err
	}
	var into any = &s.Before
	raw, err := json.Marshal(d)
	for name, at := range map[string]any{LinkedField: &s.Linked, UnlinkedField: &s.Unlinked} {
		if step, ok := d[name]; ok {
			raw, into = step, at
		}
	}
	if err != nil || json.Unmarshal(raw, into) != nil {
		return s, Errorf(Damaged, "Giá trị cũ của đơn vị ở mục %d của nhật ký không đọc được.", e.Seq)
	}
	return s, nil
}

// Undo takes back what the request that wrote entry seq did to organisations, all of
// it in one transaction: a change gives the former values again, a step of lineage goes
// or comes back, an organisation that was added goes. It is a Conflict where one of them
// was changed since, or somebody points at what would go.
func (g Organisations) Undo(ctx context.Context, id OrganisationID, seq Seq) (Receipt, error) {
	u := organisationUndo{why: Why{Reason: fmt.Sprintf("Hoàn tác mục %d của nhật ký", seq)}, versions: map[Subject]int64{}}
	request, err := requestOf(ctx, g.Store, Subject{SubjectOrganisation, int64(id)}, seq)
	if err != nil {
		return Receipt{}, err
	}
	for _, e := range slices.Backward(request) {
		if err := u.take(ctx, g.Store, e, request[len(request)-1].Seq); err != nil {
			return Receipt{}, err
		}
	}
	return commitAs(ctx, g.Store, WriteCatalogues, u.changes...)
}

// mostSteps is how many entries one change of an organisation writes at most: of a
// new name.
const mostSteps = 3

// requestOf gives the entries that were written together with entry seq about an
// organisation. It is NotFound where there is none, a Conflict where it was part of
// something that is taken back as a whole.
func requestOf(ctx context.Context, store TrailReader, s Subject, seq Seq) ([]Entry, error) {
	around, err := store.Entries(ctx, max(seq-mostSteps-1, 0), 2*mostSteps+1)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(around, func(e Entry) bool { return e.Seq == seq && e.Subject == s })
	if i < 0 {
		return nil, Errorf(NotFound, "Nhật ký không có thay đổi nào của đơn vị này ở mục %d.", seq)
	}
	asked := around[i]
	together := slices.DeleteFunc(around, func(e Entry) bool {
		return !e.At.Equal(asked.At) || e.Actor != asked.Actor || e.Reason != asked.Reason
	})
	if len(together) > mostSteps || slices.ContainsFunc(together, func(e Entry) bool { return e.Subject.Kind != SubjectOrganisation }) {
		return nil, Errorf(Conflict, "Mục %d của nhật ký thuộc một lần nhập hoặc nạp danh mục. Hãy hoàn tác cả lần đó.", seq)
	}
	return together, nil
}

// organisationUndo gathers what takes the entries of one request back, the newest first.
type organisationUndo struct {
	why      Why
	versions map[Subject]int64 // of each organisation when the next change comes to it
	changes  []Change
}

// take takes one entry back, last being the last of its request.
func (u *organisationUndo) take(ctx context.Context, store TrailReader, e Entry, last Seq) error {
	if _, known := u.versions[e.Subject]; !known {
		own, err := store.EntriesOf(ctx, e.Subject)
		if err != nil {
			return err
		}
		newest := own[len(own)-1]
		if newest.Seq > last {
			return Errorf(Conflict, "Đơn vị này đã được sửa tiếp sau đó (mục %d của nhật ký). Hãy hoàn tác thay đổi sau trước.", newest.Seq)
		}
		u.versions[e.Subject] = newest.Version
	}
	s, err := organisationStep(ctx, store, e)
	if err != nil {
		return err
	}
	id := OrganisationID(e.Subject.ID)
	switch {
	case s.Linked != nil:
		u.changes = append(u.changes, &RemoveLineage{u.why, *s.Linked})
	case s.Unlinked != nil:
		u.changes = append(u.changes, &AddLineage{u.why, *s.Unlinked})
	case e.Action == Added:
		u.changes = append(u.changes, &RemoveOrganisation{u.why, id})
	case e.Action == Amended && s.Before != nil:
		u.changes = append(u.changes, &AmendOrganisation{u.why, s.Before, u.versions[e.Subject]})
	default:
		return Errorf(Conflict, "Mục %d của nhật ký không giữ giá trị cũ của đơn vị, nên không hoàn tác được.", e.Seq)
	}
	u.versions[e.Subject]++
	return nil
}
