package importer

import (
	"context"
	"slices"

	"trithuc/registry"
)

// Candidates gives whom a review may be about as things stand now: those named
// when it was asked that still exist, and those its name, code, address or birth
// lead to today (two rows of one workbook have nobody to point at until one is
// written).
func (im *Importer) Candidates(ctx context.Context, r *registry.Review) ([]*registry.Person, error) {
	matches, err := im.Store.FindPeople(ctx, []registry.Probe{(&draft{person: r.Proposed}).probe()})
	if err != nil {
		return nil, err
	}
	ids := slices.Clone(r.Candidates)
	for _, m := range matches[0] {
		if !slices.Contains(ids, m.Person) {
			ids = append(ids, m.Person)
		}
	}
	people, err := im.Store.People(ctx, ids)
	if err != nil {
		return nil, err
	}
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(people, func(p *registry.Person) bool {
		return !slices.Contains(r.Candidates, p.ID) && !namesakes(r.Proposed, p) && registry.Compare(r.Proposed, p, ref).Verdict == registry.VerdictDifferent
	}), nil
}

// Answer closes a review: AnswerSame amends the person named, the row's values
// standing over contradicting ones since somebody looked at both; AnswerNew adds
// the person proposed; AnswerReject leaves the row out. All of it is one
// transaction. A review already answered is a Conflict. Where somebody looked at the
// record of the person, seen is its version: another by now makes AnswerSame Stale.
func (im *Importer) Answer(ctx context.Context, id registry.ReviewID, answer registry.Answer, person registry.PersonID, seen ...int64) (registry.Receipt, error) {
	review, err := im.Store.Review(ctx, id)
	if err != nil {
		return registry.Receipt{}, err
	}
	if review.Answer != "" {
		return registry.Receipt{}, registry.Errorf(registry.Conflict, "Câu hỏi này đã được trả lời. Hãy tải lại danh sách.")
	}
	source, err := im.sourceOf(ctx, review)
	if err != nil {
		return registry.Receipt{}, err
	}
	why := registry.Why{Reason: "Trả lời câu hỏi khi nhập", Source: source}
	closing := &registry.AnswerReview{Why: why, ID: id, Answer: answer}
	switch answer {
	case registry.AnswerReject:
		return im.gate().Answer(ctx, closing, nil)
	case registry.AnswerNew:
		closing.Added = review.Proposed
		return im.gate().Answer(ctx, closing, &registry.AddPerson{Why: why, Person: review.Proposed})
	case registry.AnswerSame:
		closing.Person = person
		change, err := im.amendBy(ctx, review, person, seen, why)
		if err != nil {
			return registry.Receipt{}, err
		}
		return im.gate().Answer(ctx, closing, change)
	}
	return registry.Receipt{}, registry.Errorf(registry.Invalid, "Câu trả lời %q không có. Hãy chọn trùng, người mới hoặc bỏ qua.", answer)
}

// sourceOf gives the row that a review was asked about, with its cells as the entry
// of the question keeps them.
func (im *Importer) sourceOf(ctx context.Context, review *registry.Review) (registry.Source, error) {
	s := registry.Source{Import: review.Import, Sheet: review.Sheet, Row: review.Row}
	asked, err := im.Store.EntriesOf(ctx, registry.Subject{Kind: registry.SubjectReview, ID: int64(review.ID)})
	if err != nil || len(asked) == 0 {
		return s, err
	}
	from, err := im.Store.Sources(ctx, []registry.SourceID{asked[0].Source})
	s.Cells = from[asked[0].Source].Cells
	return s, err
}

// amendBy gives the change that puts a review's values into the record of the
// person it was found to be; nil where the record has them all and is as it was seen.
func (im *Importer) amendBy(ctx context.Context, review *registry.Review, id registry.PersonID, seen []int64, why registry.Why) (registry.Change, error) {
	person, err := im.Store.People(ctx, []registry.PersonID{id})
	if err != nil {
		return nil, err
	}
	if len(person) == 0 {
		return nil, registry.Errorf(registry.NotFound, "Không còn hồ sơ %s. Hãy chọn người khác.", id.Public())
	}
	if len(seen) > 0 && person[0].ID != id {
		return nil, registry.Errorf(registry.Stale, "Hồ sơ %s đã được gộp vào %s sau khi bạn xem nên chưa trả lời. Hãy mở lại câu hỏi.", id.Public(), person[0].ID.Public())
	}
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	if e := registry.Compare(review.Proposed, person[0], ref); !slices.Contains(review.Candidates, id) && !namesakes(review.Proposed, person[0]) && e.Verdict == registry.VerdictDifferent {
		return nil, registry.Errorf(registry.Conflict, "Hồ sơ %s (%s) không giống người của dòng này: %s. Hãy chọn một trong các hồ sơ được nêu, hoặc trả lời là người mới.",
			id.Public(), person[0].Name.Full, e.Why())
	}
	r := newReader(ref, 0, "", im.Now().Year())
	r.sheets = []Sheet{{Name: review.Sheet}}
	m := merge{p: newPlanner(im.Store, r, review.Import), d: &draft{row: review.Row, person: review.Proposed}, into: clonePerson(person[0]), override: true}
	m.run()
	was := person[0].Version
	if len(seen) > 0 {
		was = seen[0]
	}
	if len(m.changes) == 0 && was == person[0].Version {
		return nil, nil
	}
	return &registry.AmendPerson{Why: why, Person: m.into, Was: was}, nil
}
