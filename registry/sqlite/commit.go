package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"trithuc/registry"
)

// commit is one Commit under way: the transaction and what it has given out so far.
type commit struct {
	ctx     context.Context // cannot be cancelled: see Commit
	s       *session
	db      *DB
	actor   registry.Actor
	at      time.Time
	began   registry.Seq // the last entry before this commit
	head    registry.Head
	receipt registry.Receipt

	counters   counters
	before     counters                                            // as the transaction found them
	sources    map[registry.Source]registry.SourceID               // written by this commit
	placed     map[registry.OrganisationID]registry.OrganisationID // negative id → the one given
	known      map[registry.OrganisationID]bool                    // organisations seen to exist
	keys       []personKey                                         // likewise
	identities []identity                                          // waiting to be written in the order of their key
	standings  map[registry.Standing]int                           // how many more or fewer hold each
	imports    map[registry.ImportID]registry.Import               // that sources of this commit point at
	origins    map[*registry.Person]origin                         // of the people changed, as they came
	former     *registry.Why                                       // of a change that gives former values again, while it is applied
	erased     bool                                                // somebody, so that their tombstones go into the log
	scratch    scratch
}

// Commit keeps the promises of registry.Committer. An amendment that changes
// nothing writes nothing: no version, no entry; where that holds for all of a
// Commit, First and Last of the receipt are 0. An AmendImport to ImportApplied
// with First 0 is given the entries of this Commit as First and Last.
//
// The context is looked at between changes; a statement under way is finished.
// When Commit fails the changes carry again what they carried before.
func (db *DB) Commit(ctx context.Context, actor registry.Actor, changes []registry.Change) (r registry.Receipt, err error) {
	defer wrap(&err, "sqlite.Commit")
	if db.mode != ReadWrite {
		return r, registry.Errorf(registry.Forbidden, "Cơ sở dữ liệu đang được mở chỉ để đọc.")
	}
	c := &commit{
		ctx: context.WithoutCancel(ctx), db: db, actor: actor, at: db.now().UTC().Truncate(time.Microsecond),
		sources: map[registry.Source]registry.SourceID{},
		placed:  map[registry.OrganisationID]registry.OrganisationID{},
		known:   map[registry.OrganisationID]bool{}, standings: map[registry.Standing]int{},
		imports: map[registry.ImportID]registry.Import{}, origins: map[*registry.Person]origin{},
	}
	err = db.writing(ctx, func(s *session) error {
		err := s.transaction(c.ctx, "BEGIN IMMEDIATE", func(s *session) error {
			c.s = s
			return c.run(ctx, changes)
		})
		if err == nil && c.receipt.Last > 0 && !c.receipt.Repeated {
			db.head.put(c.head, c.at)
		}
		return err
	})
	if err != nil {
		c.forget(changes)
		return registry.Receipt{}, err
	}
	if c.erased {
		// It stands, whatever comes of its line in the log: Scrub writes that again, and
		// until it could the erasure is not clean.
		_ = db.LogErasures(c.ctx)
	}
	return c.receipt, nil
}

// run writes the changes and their receipt inside the transaction.
func (c *commit) run(ctx context.Context, changes []registry.Change) error {
	key, keyed := registry.KeyOf(ctx)
	if keyed {
		if done, err := c.repeated(key); done || err != nil {
			return err
		}
	}
	if err := c.begin(); err != nil {
		return err
	}
	c.receipt = registry.Receipt{At: c.at, Subjects: make([]registry.Subject, 0, len(changes))}
	if err := c.all(ctx, changes); err != nil {
		return err
	}
	if err := c.finish(); err != nil || !keyed || len(changes) == 0 { // who only asks binds no key
		return err
	}
	return c.remember(key)
}

// all applies the changes, many of them behind.
func (c *commit) all(ctx context.Context, changes []registry.Change) error {
	if len(changes) < fewestBehind {
		return c.each(ctx, changes)
	}
	return c.s.writeBehind(c.ctx, func() error { return c.each(ctx, changes) })
}

// each applies the changes one after the other.
func (c *commit) each(ctx context.Context, changes []registry.Change) error {
	for i, change := range changes {
		if err := ctx.Err(); err != nil {
			return err
		}
		subject, err := c.apply(change)
		if err != nil {
			return fmt.Errorf("change %d (%T): %w", i, change, err)
		}
		c.receipt.Subjects = append(c.receipt.Subjects, subject)
	}
	return nil
}

// begin reads where the trail and the counters stand.
func (c *commit) begin() error {
	head, err := readHead(c.ctx, c.s)
	if err != nil {
		return err
	}
	c.head, c.began = head, head.Seq
	c.counters, err = readCounters(c.ctx, c.s)
	c.before = c.counters
	return err
}

// finish writes what was held back.
func (c *commit) finish() error {
	if err := c.writeIdentities(); err != nil {
		return err
	}
	if err := c.writeStandings(); err != nil {
		return err
	}
	return c.counters.write(c.ctx, c.s, c.before)
}

// apply sends a change to the method of its kind.
func (c *commit) apply(change registry.Change) (registry.Subject, error) {
	c.former = givesBack(change)
	switch change := change.(type) {
	case *registry.AddPerson:
		c.keepOrigin(change.Person)
		return c.addPerson(change)
	case *registry.AmendPerson:
		c.keepOrigin(change.Person)
		return c.amendPerson(change)
	case *registry.RemovePerson:
		return c.removePerson(change)
	case *registry.RestorePerson:
		c.keepOrigin(change.Person)
		return c.restorePerson(change)
	case *registry.MergePeople:
		c.keepOrigin(change.Person)
		return c.mergePeople(change)
	case *registry.UnmergePeople:
		c.keepOrigin(change.Person)
		c.keepOrigin(change.Gone)
		return c.unmergePeople(change)
	case *registry.AddOrganisation:
		return c.addOrganisation(change)
	case *registry.AmendOrganisation:
		return c.amendOrganisation(change)
	case *registry.RemoveOrganisation:
		return c.removeOrganisation(change)
	case *registry.AddLineage:
		return c.addLineage(change)
	case *registry.RemoveLineage:
		return c.removeLineage(change)
	case *registry.LoadCodes:
		return c.loadCodes(change)
	case *registry.AddImport:
		return c.addImport(change)
	case *registry.AmendImport:
		return c.amendImport(change)
	case *registry.AddReview:
		return c.addReview(change)
	case *registry.AnswerReview:
		return c.answerReview(change)
	case *registry.PutShortlist:
		return c.putShortlist(change)
	case *registry.PutPanel:
		return c.putPanel(change)
	case *registry.PutPaper:
		return c.putPaper(change)
	case *registry.PutSavedSearch:
		return c.putSavedSearch(change)
	case *registry.PutNeed:
		return c.putNeed(change)
	case *registry.PutDisclosure:
		return c.putDisclosure(change)
	case *registry.NoteDisclosed:
		return c.noteDisclosed(change)
	case *registry.PutProposal:
		return c.putProposal(change)
	case *registry.PutOpinion:
		return c.putOpinion(change)
	case *registry.AddRequest:
		return c.addRequest(change)
	case *registry.AmendRequest:
		return c.amendRequest(change)
	case *registry.ErasePerson:
		return c.erasePerson(change)
	case *registry.PutSecret:
		return c.putSecret(change)
	case *registry.NoteOpened:
		return c.noteOpened(change)
	}
	return c.applyAccount(change)
}

// applyAccount does what apply does, for changes of accounts.
func (c *commit) applyAccount(change registry.Change) (registry.Subject, error) {
	switch change := change.(type) {
	case *registry.AddAccount:
		return c.addAccount(change)
	case *registry.AmendAccount:
		return c.amendAccount(change)
	case *registry.OpenSession:
		return c.openSession(change)
	case *registry.PutCredential:
		return c.putCredential(change)
	case *registry.PutSecondStep:
		return c.putSecondStep(change)
	case *registry.LinkAccount:
		return c.linkAccount(change)
	case *registry.AddToken:
		return c.addToken(change)
	case *registry.RemoveToken:
		return c.removeToken(change)
	case *registry.NoteLocked:
		subject := accountSubject(change.Account)
		return subject, c.note(&change.Why, subject, registry.Locked)
	}
	return registry.Subject{}, fmt.Errorf("unknown kind of change")
}

// givesBack says that a change gives former values again, and why; nil for any other.
func givesBack(change registry.Change) *registry.Why {
	switch change := change.(type) {
	case *registry.AmendPerson:
		if change.Sourced {
			return &change.Why
		}
	case *registry.RestorePerson:
		return &change.Why
	case *registry.UnmergePeople:
		return &change.Why
	}
	return nil
}

// forget takes back from the changes what a failed Commit had filled in, so
// that the caller can try again with the same values. Whatever was given out by
// this commit is recognised by being above the counters at its start.
func (c *commit) forget(changes []registry.Change) {
	if c.before == (counters{}) && c.counters == (counters{}) {
		return // nothing had been given out
	}
	for _, change := range changes {
		switch change := change.(type) {
		case *registry.AddPerson:
			if int64(change.Person.ID) > c.before.person {
				change.Person.ID, change.Person.Version = 0, 0
			}
			c.forgetPerson(change.Person)
		case *registry.AmendPerson:
			change.Person.Version = change.Was
			c.forgetPerson(change.Person)
		case *registry.RestorePerson:
			change.Person.Version = change.Was - 1
			c.forgetPerson(change.Person)
		case *registry.MergePeople:
			change.Person.Version = change.Was
			c.forgetPerson(change.Person)
		case *registry.UnmergePeople:
			change.Person.Version, change.Gone.Version = change.Was, change.GoneWas-1
			c.forgetPerson(change.Person)
			c.forgetPerson(change.Gone)
		case *registry.AddOrganisation:
			change.Organisation.Version = 0
			c.forgetSource(&change.Organisation.Source)
			c.forgetOrganisation(&change.Organisation.ID)
			c.forgetOrganisation(&change.Organisation.Parent)
		case *registry.AmendOrganisation:
			change.Organisation.Version = change.Was
			c.forgetOrganisation(&change.Organisation.Parent)
		case *registry.AddLineage:
			c.forgetOrganisation(&change.Lineage.From)
			c.forgetOrganisation(&change.Lineage.To)
		case *registry.AddImport:
			change.Import.ID, change.Import.Version = 0, 0
		case *registry.AmendImport:
			change.Import.Version = change.Was
			if change.Import.Last > c.began {
				change.Import.First, change.Import.Last = 0, 0
			}
		case *registry.AddReview:
			change.Review.ID = 0
			if change.Review.Proposed != nil {
				c.forgetPerson(change.Review.Proposed)
			}
		case *registry.AddRequest:
			change.Request.ID, change.Request.Version = 0, 0
		case *registry.AmendRequest:
			change.Request.Version = change.Was
		case *registry.PutPanel:
			forgetPut(&change.Panel.ID, &change.Panel.Version, change.Was)
		case *registry.AddAccount:
			change.Account.ID, change.Account.Version = 0, 0
		case *registry.AmendAccount:
			change.Account.Version = change.Was
		case *registry.PutSavedSearch:
			forgetPut(&change.Search.ID, &change.Search.Version, change.Was)
		case *registry.PutOpinion:
			forgetPut(&change.Opinion.ID, &change.Opinion.Version, change.Was)
		case *registry.PutNeed:
			forgetPut(&change.Need.ID, &change.Need.Version, change.Was)
		case *registry.PutDisclosure:
			forgetPut(&change.Disclosure.ID, &change.Disclosure.Version, change.Was)
		case *registry.PutProposal:
			forgetPut(&change.Proposal.ID, &change.Proposal.Version, change.Was)
		case *registry.PutShortlist:
			forgetPut(&change.Shortlist.ID, &change.Shortlist.Version, change.Was)
		}
	}
}

// forgetPut takes back what writing one that was of a version gave it: a new one its id too.
func forgetPut[ID ~int64](id *ID, version *int64, was int64) {
	if *version = was; was == 0 {
		*id = 0
	}
}

// receiptRow is what an idempotency key was answered.
type receiptRow struct {
	actor, key string
	digest     []byte
	at         time.Time
	answer     registry.Receipt
}

var receipts = newTable("receipt", "actor key digest at answer", 2, func(r *receiptRow) []column {
	return []column{(*text)(&r.actor), (*text)(&r.key), (*blob)(&r.digest), (*moment)(&r.at), documentOf(&r.answer)}
})

// repeated gives the first receipt again where the key was committed before.
func (c *commit) repeated(key registry.Key) (bool, error) {
	old, ok, err := receipts.one(c.ctx, c.s, "WHERE actor = ? AND key = ?", c.actor.Account, key.Value)
	if err != nil || !ok || c.at.Sub(old.at) > registry.KeyLife {
		return false, err
	}
	if string(old.digest) != string(key.Digest[:]) {
		return false, &registry.Error{Kind: registry.Conflict, Err: registry.ErrKeyReused,
			Message: fmt.Sprintf("Khóa chống gửi trùng %q đã được dùng cho một yêu cầu khác. Hãy gửi lại với khóa mới.", key.Value)}
	}
	c.receipt = old.answer
	c.receipt.Repeated = true
	return true, nil
}

// remember writes the receipt, in place of those that need not be known any more.
func (c *commit) remember(key registry.Key) error {
	if err := receipts.deleteWhere(c.ctx, c.s, "DELETE FROM receipt WHERE at < ?", c.at.Add(-registry.KeyLife).UnixMicro()); err != nil {
		return err
	}
	return receipts.insert(c.ctx, c.s, &receiptRow{c.actor.Account, key.Value, key.Digest[:], c.at, c.receipt})
}

// payloadOf marshals what an entry replaced.
func payloadOf(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	return body, nil
}
