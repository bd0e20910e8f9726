package importer

import (
	"context"
	"slices"

	"trithuc/registry"
)

// AbsentPerson is somebody who works at the institution of a full list as far as
// the registry knows, and does not stand in it. Whose row is a question is not
// absent: it may be theirs.
type AbsentPerson struct {
	ID       registry.PersonID `json:"-"`
	Public   string            `json:"id"`
	Codes    []string          `json:"codes"`
	Name     string            `json:"name"`
	Position string            `json:"position"` // post, unit, institution

	Organisation registry.OrganisationID `json:"organisation"` // whose list it is
}

// absences finds who is absent from a full list. A list that says of whom it is not
// has nobody absent, and that is said.
func (im *Importer) absences(ctx context.Context, i *registry.Import, w *work, seen func(registry.PersonID) bool) error {
	of := i.Organisation
	if of == 0 || !w.plan.holds(of) { // none of its lists is of whom the caller named
		of = w.plan.employer()
	}
	w.plan.Absent = []AbsentPerson{}
	if of == 0 {
		w.plan.Issues = append(w.plan.Issues, registry.Issue{Kind: registry.IssueUnknown, Field: string(FieldOrg),
			Message: "Danh sách được khai là đầy đủ nhưng không rõ của cơ quan nào, nên không tìm được ai vắng mặt. Hãy chọn cơ quan của danh sách."})
		return nil
	}
	ids, err := im.peopleWithin(ctx, w.reader.ref, of)
	if err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, seen)
	for batch := range slices.Chunk(ids, matchAtOnce) {
		people, err := im.Store.People(ctx, batch)
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.WorksAt(w.reader.ref, of) {
				w.plan.Absent = append(w.plan.Absent, absentPerson(p, of, w.reader.ref))
			}
		}
	}
	return nil
}

// withoutNames gives a plan as it is stored: of the absent no more than who they
// are, since they stand in no workbook that could be erased with them.
func (p *Plan) withoutNames() *Plan {
	lean := *p
	if p.Absent != nil {
		lean.Absent = []AbsentPerson{}
	}
	for _, a := range p.Absent {
		lean.Absent = append(lean.Absent, AbsentPerson{Public: a.Public, Organisation: a.Organisation})
	}
	return &lean
}

// nameAbsent says of the absent of a stored plan what is known today; who is gone
// is left out.
func (im *Importer) nameAbsent(ctx context.Context, p *Plan) error {
	if len(p.Absent) == 0 {
		return nil
	}
	at := map[registry.PersonID]registry.OrganisationID{}
	var ids []registry.PersonID
	for _, a := range p.Absent {
		id, err := registry.ParsePersonID(a.Public)
		if err != nil {
			return err
		}
		ids, at[id] = append(ids, id), a.Organisation
	}
	people, err := im.Store.People(ctx, ids)
	if err != nil {
		return err
	}
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return err
	}
	p.Absent = p.Absent[:0]
	for _, person := range people {
		p.Absent = append(p.Absent, absentPerson(person, at[person.ID], ref))
	}
	return nil
}

// peopleWithin gives everybody who ever had a post at an organisation or in what
// stands under it.
func (im *Importer) peopleWithin(ctx context.Context, ref *registry.Reference, of registry.OrganisationID) ([]registry.PersonID, error) {
	ids, err := im.Store.PeopleOf(ctx, of)
	if err != nil {
		return nil, err
	}
	for _, child := range ref.Children(of) {
		below, err := im.peopleWithin(ctx, ref, child)
		if err != nil {
			return nil, err
		}
		ids = append(ids, below...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

func absentPerson(p *registry.Person, of registry.OrganisationID, ref *registry.Reference) AbsentPerson {
	a := AbsentPerson{ID: p.ID, Public: p.ID.Public(), Name: p.Name.Full, Codes: []string{}, Organisation: of}
	for _, c := range p.Codes {
		a.Codes = append(a.Codes, c.Code)
	}
	m := merge{p: &planner{r: &reader{ref: ref, places: &places{ref: ref}}}}
	for _, q := range p.Positions {
		if one := (&registry.Person{Positions: []registry.Position{q}}); one.WorksAt(ref, of) {
			a.Position = m.positionWords(q)
			break
		}
	}
	return a
}

// absentOf gives the absent as the import keeps them.
func absentOf(list []AbsentPerson) []registry.Absence {
	var kept []registry.Absence
	for _, a := range list {
		kept = append(kept, registry.Absence{Person: a.ID, Organisation: a.Organisation})
	}
	return kept
}

// Declare says whether a planned list is a full one (danh sách đầy đủ), so that who
// does not stand in it is named, or one that only adds (bổ sung). The import is then
// to be planned again.
func (im *Importer) Declare(ctx context.Context, id registry.ImportID, full bool) (*registry.Import, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := correctable(i); err != nil {
		return nil, err
	}
	if i.Full == full {
		return i, nil
	}
	i.Full, i.State, i.Failure = full, registry.ImportReceived, ""
	i.Lot.Made(registry.ActorOf(ctx).Account)
	reason := "Khai là danh sách bổ sung"
	if full {
		reason = "Khai là danh sách đầy đủ"
	}
	if _, err := im.gate().Amend(ctx, i, reason); err != nil {
		return nil, err
	}
	return im.Store.Import(ctx, id)
}

// AnswerAbsences says why people are absent from the full list of an applied import;
// see registry.Imports.AnswerAbsences. Without a day a post ends today.
func (im *Importer) AnswerAbsences(ctx context.Context, id registry.ImportID, all []registry.Absence) (registry.Receipt, error) {
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return registry.Receipt{}, err
	}
	all = slices.Clone(all)
	for i := range all {
		if all[i].On.IsZero() && all[i].Answer != registry.Missed {
			all[i].On = registry.DateOf(im.Now())
		}
	}
	return im.gate().AnswerAbsences(ctx, im.Store, ref, id, all)
}
