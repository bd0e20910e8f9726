package sqlite

import (
	"encoding/json"
	"fmt"
	"slices"

	"trithuc/registry"
)

// forgetOrganisations renames organisations that an import made for somebody, by a name
// that tells of them and that nobody else's record points at, and gives the entries that
// may hold the former name. What is named after somebody and known from elsewhere stays.
func (c *commit) forgetOrganisations(w *registry.Why, ids []registry.PersonID, who *registry.Traces) (seqs []int64, err error) {
	all, err := organisations.rows(c.ctx, c.s, "WHERE key = '' AND confirmed = 0")
	if err != nil {
		return nil, err
	}
	for i := range all {
		o := &all[i]
		if !organisationTells(o, who) {
			continue
		}
		theirs, err := c.madeFor(o, ids)
		if err != nil || !theirs {
			if err != nil {
				return nil, err
			}
			continue
		}
		if err := c.renameOrganisation(w, o); err != nil {
			return nil, err
		}
		if seqs, err = c.entriesOf(organisationSubject(o.ID), seqs); err != nil {
			return nil, err
		}
	}
	return c.removedTelling(who, seqs)
}

func organisationTells(o *registry.Organisation, who *registry.Traces) bool {
	tells := func(s string) bool { return who.InTitle(s, false) }
	return tells(o.Name) || tells(o.NameEn) || tells(o.Note) || slices.ContainsFunc(o.Aliases, tells)
}

// madeFor says that an import made the organisation, and that whoever points at it is one
// of ids.
func (c *commit) madeFor(o *registry.Organisation, ids []registry.PersonID) (bool, error) {
	source, ok, err := sourceTable.one(c.ctx, c.s, "WHERE id = ?", int64(o.Source))
	if err != nil || !ok || source.Import == 0 {
		return false, err
	}
	people, err := peopleAt(c.ctx, c.s, o.ID)
	return !slices.ContainsFunc(people, func(id registry.PersonID) bool { return !slices.Contains(ids, id) }), err
}

func (c *commit) renameOrganisation(w *registry.Why, o *registry.Organisation) error {
	o.Name, o.NameEn, o.Note, o.Aliases, o.Abbreviations = fmt.Sprintf(registry.ErasedOrganisation, o.ID), "", "", nil, nil
	_, err := c.amendOrganisation(&registry.AmendOrganisation{Why: registry.Why{Reason: w.Reason}, Organisation: o, Was: o.Version})
	return err
}

// removedTelling adds the entries of organisations that are there no more and whose
// name told of somebody.
func (c *commit) removedTelling(who *registry.Traces, seqs []int64) ([]int64, error) {
	var gone []registry.OrganisationID
	var body []byte
	err := c.s.each(c.ctx, "SELECT body FROM entry JOIN payload USING (seq) WHERE kind = ? AND action = ? AND body IS NOT NULL",
		[]any{string(registry.SubjectOrganisation), string(registry.Removed)}, []any{(*blob)(&body)}, func() error {
			var o registry.Organisation
			if err := json.Unmarshal(body, &o); err != nil {
				return err
			}
			if organisationTells(&o, who) {
				gone = append(gone, o.ID)
			}
			return nil
		})
	for i := 0; i < len(gone) && err == nil; i++ {
		seqs, err = c.entriesOf(organisationSubject(gone[i]), seqs)
	}
	return seqs, err
}

// entriesOf adds the numbers of the entries about a subject.
func (c *commit) entriesOf(subject registry.Subject, seqs []int64) ([]int64, error) {
	err := eachEntry(c.ctx, c.s, "WHERE kind = ? AND subject = ?", []any{string(subject.Kind), subject.ID}, func(e *registry.Entry) error {
		seqs = append(seqs, int64(e.Seq))
		return nil
	})
	return seqs, err
}
