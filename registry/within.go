package registry

import "context"

// Whole says that the actor sees the record of p whole, and may change it where they may
// change records: everybody's, those of their own organisation, or their own.
func (a Actor) Whole(p *Person) bool {
	r := a.Reach()
	return r.Everybody || p.worksAt(r.Organisation) || r.Person != 0 && p.ID == r.Person
}

// WholePerson reads a person whom the context's actor sees whole; NotFound for who is
// not there for that actor, Forbidden for who is there with published values alone.
func WholePerson(ctx context.Context, store PersonReader, id PersonID) (*Person, error) {
	p, err := VisiblePerson(ctx, store, id)
	if err == nil && !ActorOf(ctx).Whole(p) {
		err = Errorf(Forbidden, "Hồ sơ %s không thuộc phạm vi của bạn nên chỉ xem được phần công khai. Hãy liên hệ cơ quan quản lý người này.", id.Public())
	}
	return p, err
}

// reaches says that the actor works with the imports of an organisation (0: of none).
func (a Actor) reaches(id OrganisationID) bool {
	r := a.Reach()
	return a.May(ReadImports) && (r.Everybody || id != 0 && id == r.Organisation)
}

// BoundImports reads imports as the context's actor may see them: all, those of their
// own organisation, or none.
type BoundImports struct{ ImportReader }

// Import gives one; Forbidden for one that is not the actor's: its number tells nothing.
func (b BoundImports) Import(ctx context.Context, id ImportID) (*Import, error) {
	i, err := b.ImportReader.Import(ctx, id)
	if err == nil && !ActorOf(ctx).reaches(i.Organisation) {
		return nil, Errorf(Forbidden, "Lần nhập %d không thuộc phạm vi của bạn. Hãy chọn một lần nhập của đơn vị mình.", id)
	}
	return i, err
}

// Imports gives them newest first.
func (b BoundImports) Imports(ctx context.Context, limit, offset int) ([]Import, error) {
	if ActorOf(ctx).Reach().Everybody {
		return b.ImportReader.Imports(ctx, limit, offset)
	}
	all, err := b.ImportReader.Imports(ctx, 0, 0)
	return part(reached(ActorOf(ctx), all), limit, offset), err
}

// ImportsIn gives those in a state, oldest first.
func (b BoundImports) ImportsIn(ctx context.Context, states ...ImportState) ([]Import, error) {
	all, err := b.ImportReader.ImportsIn(ctx, states...)
	return reached(ActorOf(ctx), all), err
}

// Review gives one question; Forbidden for one that is not the actor's.
func (b BoundImports) Review(ctx context.Context, id ReviewID) (*Review, error) {
	r, err := b.ImportReader.Review(ctx, id)
	if err != nil || ActorOf(ctx).Reach().Everybody {
		return r, err
	}
	_, err = b.Import(ctx, r.Import)
	return r, err
}

// Reviews gives the open questions, oldest first.
func (b BoundImports) Reviews(ctx context.Context, of ImportID, limit, offset int) ([]Review, error) {
	if ActorOf(ctx).Reach().Everybody {
		return b.ImportReader.Reviews(ctx, of, limit, offset)
	}
	all, err := b.ImportReader.Reviews(ctx, of, 0, 0)
	if err != nil {
		return nil, err
	}
	mine, known := all[:0], map[ImportID]bool{}
	for _, r := range all {
		own, seen := known[r.Import]
		if !seen {
			_, err := b.Import(ctx, r.Import)
			if err != nil && KindOf(err) != Forbidden {
				return nil, err
			}
			own = err == nil
			known[r.Import] = own
		}
		if own {
			mine = append(mine, r)
		}
	}
	return part(mine, limit, offset), nil
}

func reached(a Actor, all []Import) []Import {
	mine := all[:0]
	for _, i := range all {
		if a.reaches(i.Organisation) {
			mine = append(mine, i)
		}
	}
	return mine
}

// part cuts a page out of a list; a limit of 0 is none.
func part[T any](list []T, limit, offset int) []T {
	from := min(offset, len(list))
	if limit <= 0 {
		return list[from:]
	}
	return list[from:min(from+limit, len(list))]
}

// boundStore tells whose a record is that is to be changed.
type boundStore interface {
	PersonReader
	ImportReader
}

// within refuses a change of what the actor does not reach. Whoever reaches everybody is
// asked nothing; where a store cannot tell whose something is, nobody else changes it.
func within(ctx context.Context, a Actor, store Committer, changes []Change) error {
	if a.Reach().Everybody {
		return nil
	}
	reader, ok := store.(boundStore)
	for _, c := range changes {
		if !ok || !a.mayChange(ctx, reader, c) {
			return Errorf(Forbidden, "Việc này chạm đến hồ sơ hoặc danh sách ngoài phạm vi của tài khoản %s nên không làm được. Hãy liên hệ Sở nếu cần.", a.Account)
		}
	}
	return nil
}

// mayChange says that a change stays within the actor's reach.
func (a Actor) mayChange(ctx context.Context, store boundStore, c Change) bool {
	stored := func(id PersonID) bool {
		p, err := store.Person(ctx, id)
		return err == nil && p.ID == id && a.Whole(p)
	}
	own := func(id ImportID) bool {
		i, err := store.Import(ctx, id)
		return err == nil && a.reaches(i.Organisation)
	}
	switch c := c.(type) {
	case *PutSavedSearch: // one's own, as its gate asks
		return true
	case *PutDisclosure:
		return c.Disclosure.Involves(a)
	case *NoteDisclosed: // one's own, as its gate asks
		return true
	case *PutProposal: // of an expert their own; of others what they look after
		return a.Person != 0 && c.Proposal.Person == a.Person || stored(c.Proposal.Person)
	case *PutNeed:
		return a.MayState(c.Need.Organisation) // whose the stored one is its gate asks
	case *PutOpinion: // likewise
		return a.MayState(c.Opinion.Organisation)
	case *AddRequest: // an expert's own, as its gate asks
		return a.Person != 0 && c.Request.Person == a.Person
	case *AddPerson:
		return a.Whole(c.Person)
	case *AmendPerson:
		return stored(c.Person.ID)
	case *RemovePerson:
		return stored(c.ID)
	case *PutSecret:
		return stored(c.Sealed.Person)
	case *AddImport:
		return a.reaches(c.Import.Organisation)
	case *AmendImport:
		return own(c.Import.ID) && a.reaches(c.Import.Organisation)
	case *AddReview:
		return own(c.Review.Import)
	case *AnswerReview:
		r, err := store.Review(ctx, c.ID)
		return err == nil && own(r.Import)
	}
	return false
}
