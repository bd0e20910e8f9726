package sqlite

import (
	"context"
	"slices"

	"trithuc/registry"
)

var proposals = newTable("proposal", "id version person field was value note at state account decided decider decision", 1,
	func(p *registry.Proposal) []column {
		return []column{
			(*integer)(&p.ID), (*integer)(&p.Version), (*integer)(&p.Person), (*text)(&p.Field), (*text)(&p.Was), (*text)(&p.Value), (*text)(&p.Note),
			(*moment)(&p.At), (*text)(&p.State), (*text)(&p.Account), (*moment)(&p.Decided), (*text)(&p.Decider), (*text)(&p.Decision),
		}
	})

func proposalSubject(id registry.ProposalID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectProposal, ID: int64(id)}
}

// putProposal adds or replaces a proposal. Its former values are not kept: they stand in
// the row alone, where erasure takes them.
func (c *commit) putProposal(p *registry.PutProposal) (registry.Subject, error) {
	q, action := p.Proposal, registry.Added
	if q.ID != 0 {
		action = registry.Amended
		old, ok, err := proposals.one(c.ctx, c.s, "WHERE id = ?", int64(q.ID))
		if err != nil {
			return proposalSubject(q.ID), err
		}
		if !ok || old.Version != p.Was {
			return proposalSubject(q.ID), c.stale("đề nghị đính chính", proposalSubject(q.ID))
		}
	} else if err := c.here(q.Person); err != nil {
		return registry.Subject{}, err
	}
	source, err := c.source(&p.Why)
	if err != nil {
		return proposalSubject(q.ID), err
	}
	if q.Version = p.Was + 1; action == registry.Added {
		q.ID = registry.ProposalID(next(&c.counters.proposal))
		err = proposals.insert(c.ctx, c.s, q)
	} else {
		err = proposals.update(c.ctx, c.s, q)
	}
	if err != nil {
		return proposalSubject(q.ID), err
	}
	return proposalSubject(q.ID), c.enter(&p.Why, proposalSubject(q.ID), action, q.Version, source, nil)
}

// forgetInProposals takes out what people proposed, and what others wrote of them.
func (c *commit) forgetInProposals(w *registry.Why, ids []registry.PersonID, who *registry.Traces) error {
	all, err := proposals.rows(c.ctx, c.s, "")
	for i := 0; i < len(all) && err == nil; i++ {
		p := &all[i]
		tells := func(text string) bool { return who.In(text) }
		if !slices.Contains(ids, p.Person) && !slices.ContainsFunc([]string{p.Was, p.Value, p.Note, p.Decision}, tells) {
			continue
		}
		source, sourceErr := c.source(w)
		if sourceErr != nil {
			return sourceErr
		}
		if err = proposals.delete(c.ctx, c.s, p); err == nil {
			err = c.enter(w, proposalSubject(p.ID), registry.Removed, p.Version+1, source, nil)
		}
	}
	return err
}

// Proposal gives one; NotFound if there is none.
func (db *DB) Proposal(ctx context.Context, id registry.ProposalID) (_ *registry.Proposal, err error) {
	defer wrap(&err, "sqlite.Proposal(%d)", id)
	return one(ctx, db, proposals, registry.Errorf(registry.NotFound, "Không tìm thấy đề nghị đính chính số %d.", id), int64(id))
}

// Proposals gives those that wait for an answer, oldest first.
func (db *DB) Proposals(ctx context.Context) (_ []registry.Proposal, err error) {
	defer wrap(&err, "sqlite.Proposals")
	return many(ctx, db, proposals, "WHERE state = ? ORDER BY id", string(registry.ProposalOpen))
}

// ProposalsOf gives those about a person under an id, oldest first.
func (db *DB) ProposalsOf(ctx context.Context, id registry.PersonID) (_ []registry.Proposal, err error) {
	defer wrap(&err, "sqlite.ProposalsOf(%d)", id)
	return many(ctx, db, proposals, "WHERE person = ? ORDER BY id", int64(id))
}
