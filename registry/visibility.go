package registry

import (
	"context"
	"iter"
	"slices"
)

// VisibleTo gives what of p an actor may see: the record itself, a copy with the
// published values alone, or false for somebody the actor may not even know of.
// It is the one place that decides it; restricted values are in no record (see
// Secrets). Whoever may change a record sees all of it, so that nothing hidden is
// lost by an edit.
func (p *Person) VisibleTo(a Actor) (*Person, bool) {
	switch {
	case a.Whole(p):
		return p, true
	case a.Reach().Published && p.Public:
		return p.published(), true
	}
	return nil, false
}

// Reach says whose records an actor may see, for whoever counts or searches
// without loading them. The zero Reach is nobody's.
type Reach struct {
	Everybody    bool           // all records, whole
	Organisation OrganisationID // and who works there today, whole
	Person       PersonID       // and this one, whole
	Published    bool           // and who is public, in what is public of them
}

// Reach gives whose records the actor may see.
func (a Actor) Reach() Reach {
	switch {
	case a.Role == Planner: // counts, no names
		return Reach{}
	case a.seesAll():
		return Reach{Everybody: true}
	case a.Role == DataOfficer:
		return Reach{Organisation: a.Organisation, Published: true}
	case a.Role == Expert:
		return Reach{Person: a.Person, Published: true}
	}
	return Reach{Published: true}
}

// seesAll says that the role works with the records of everybody.
func (a Actor) seesAll() bool {
	switch a.Role {
	case Operator, System, Administrator, Officer, Secretary:
		return true
	}
	return false
}

// worksAt says that the organisation is an employer of today.
func (p *Person) worksAt(id OrganisationID) bool {
	return id != 0 && slices.ContainsFunc(p.Positions, func(q Position) bool { return q.To.IsZero() && q.Organisation == id })
}

// Sees says whether the actor may see values of the class in a record that is
// shown to them whole: former values in a history, values of an import's preview.
func (a Actor) Sees(c Class) bool {
	switch c {
	case ClassPublic:
		return true
	case ClassInternal:
		return a.seesAll() || a.Role == DataOfficer
	}
	return false
}

// SeesField says whether the actor may see the value of a field, by its JSON name,
// in an import's preview.
func (a Actor) SeesField(field string) bool { return a.Sees(ClassOf(field)) }

// VisiblePerson reads a person as the context's actor may see them; NotFound for
// who is not there for that actor.
func VisiblePerson(ctx context.Context, store PersonReader, id PersonID) (*Person, error) {
	p, err := store.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	if seen, ok := p.VisibleTo(ActorOf(ctx)); ok {
		return seen, nil
	}
	return nil, Errorf(NotFound, "Không tìm thấy hồ sơ %s.", id.Public())
}

// VisiblePeople reads people as VisiblePerson does; who is not there for the
// actor is left out.
func VisiblePeople(ctx context.Context, store PersonReader, ids []PersonID) ([]*Person, error) {
	people, err := store.People(ctx, ids)
	if err != nil {
		return nil, err
	}
	return visibleOf(ActorOf(ctx), people), nil
}

// EachVisible walks over the people of a list as VisiblePeople reads them.
func EachVisible(ctx context.Context, store PersonReader, ids []PersonID) iter.Seq2[*Person, error] {
	return func(yield func(*Person, error) bool) {
		people, err := VisiblePeople(ctx, store, ids)
		if err != nil {
			yield(nil, err)
		}
		for _, p := range people {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func visibleOf(a Actor, people []*Person) []*Person {
	seen := people[:0]
	for _, p := range people {
		if q, ok := p.VisibleTo(a); ok {
			seen = append(seen, q)
		}
	}
	return seen
}

// AllVisible walks over everybody as VisiblePeople reads them.
func AllVisible(ctx context.Context, store PersonReader) iter.Seq2[*Person, error] {
	actor := ActorOf(ctx)
	return func(yield func(*Person, error) bool) {
		for p, err := range store.AllPeople(ctx, 0) {
			if err == nil {
				var ok bool
				if p, ok = p.VisibleTo(actor); !ok {
					continue
				}
			}
			if !yield(p, err) {
				return
			}
		}
	}
}
