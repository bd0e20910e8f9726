package sqlite

import (
	"encoding/json"
	"errors"
	"slices"

	"trithuc/registry"
)

// forgetElsewhere takes a person's names and numbers out of what officers wrote about
// others: cases of other people, notes of organisations, reasons. It gives the entries to
// be emptied, and those whose reason stands in the trail itself.
func (c *commit) forgetElsewhere(w *registry.Why, ids []registry.PersonID, who *registry.Traces) (seqs []int64, said []registry.Entry, err error) {
	if err := errors.Join(c.forgetInRequests(ids, who), c.forgetInPanels(w, ids, who), c.forgetInSaved(w, ids, who), c.forgetInOpinions(w, who), c.forgetInForecasts(), c.forgetInDisclosures(ids, who), c.forgetInProposals(w, ids, who)); err != nil {
		return nil, nil, err
	}
	if seqs, err = c.forgetInNotes(w, who); err != nil {
		return nil, nil, err
	}
	all, err := entries(c.ctx, c.s, "WHERE kind NOT IN (?, ?, ?) ORDER BY seq",
		string(registry.SubjectPerson), string(registry.SubjectSecret), string(registry.SubjectReview))
	for _, e := range all {
		switch {
		case !who.In(e.Reason):
		case e.Spoken:
			seqs = append(seqs, int64(e.Seq))
		default:
			said = append(said, e)
		}
	}
	return seqs, said, err
}

// forgetInRequests takes the names out of the cases of other people, which stay as they
// are but for that.
func (c *commit) forgetInRequests(ids []registry.PersonID, who *registry.Traces) error {
	all, err := requests.rows(c.ctx, c.s, "")
	for i := 0; i < len(all) && err == nil; i++ {
		r := &all[i]
		if slices.Contains(ids, r.Person) {
			continue // emptied whole
		}
		tells := false
		for _, text := range []*string{&r.Name, &r.Contact, &r.Detail, &r.Decision} {
			if who.In(*text) {
				*text, tells = who.Without(*text), true
			}
		}
		if tells {
			err = requests.update(c.ctx, c.s, r)
		}
	}
	return err
}

// forgetInNotes takes the names out of the notes of organisations, and gives the entries
// that hold a note with one.
func (c *commit) forgetInNotes(w *registry.Why, who *registry.Traces) (seqs []int64, err error) {
	all, err := organisations.rows(c.ctx, c.s, "WHERE note <> ''")
	for i := 0; i < len(all) && err == nil; i++ {
		if o := &all[i]; who.In(o.Note) {
			o.Note = who.Without(o.Note)
			_, err = c.amendOrganisation(&registry.AmendOrganisation{Why: registry.Why{Reason: w.Reason}, Organisation: o, Was: o.Version})
		}
	}
	if err != nil {
		return nil, err
	}
	var seq int64
	var body []byte
	return seqs, c.s.each(c.ctx, "SELECT seq, body FROM entry JOIN payload USING (seq) WHERE kind = ? AND body IS NOT NULL",
		[]any{string(registry.SubjectOrganisation)}, []any{&seq, (*blob)(&body)}, func() error {
			var former struct {
				Note string `json:"note"`
			}
			if err := json.Unmarshal(body, &former); err != nil {
				return err
			}
			if who.In(former.Note) {
				seqs = append(seqs, seq)
			}
			return nil
		})
}
