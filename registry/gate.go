package registry

import (
	"context"
	"iter"
)

// PersonReader reads people as they are today.
type PersonReader interface {
	// Person gives one; NotFound if there is none. The id of somebody merged gives
	// the person they were merged into: then the ID differs from what was asked.
	Person(ctx context.Context, id PersonID) (*Person, error)
	// People gives those that exist under these very ids, in their order.
	People(ctx context.Context, ids []PersonID) ([]*Person, error)
	// AllPeople walks over everybody after an id, by id, without holding them all.
	AllPeople(ctx context.Context, after PersonID) iter.Seq2[*Person, error]
	// PeopleOf gives who points at the organisation or unit: by a current or past
	// position, by a staff code or by a membership, in the order of their ids.
	PeopleOf(ctx context.Context, id OrganisationID) ([]PersonID, error)
	// Sources gives where values came from, by id.
	Sources(ctx context.Context, ids []SourceID) (map[SourceID]Source, error)
}

// ReferenceReader reads organisations and code lists.
type ReferenceReader interface {
	Reference(ctx context.Context) (*Reference, error)
}

// TrailReader reads the trail.
type TrailReader interface {
	// Head gives the last entry's number and hash; zero for an empty trail.
	Head(ctx context.Context) (Head, error)
	// Entries gives up to limit entries after a number, in order.
	Entries(ctx context.Context, after Seq, limit int) ([]Entry, error)
	// EntriesOf gives the entries of one subject, oldest first.
	EntriesOf(ctx context.Context, s Subject) ([]Entry, error)
	// Payload gives the former values an entry replaced; nil where it has none
	// or erasure emptied it.
	Payload(ctx context.Context, seq Seq) (Delta, error)
}

// Probe asks who a row of a list may be. Empty parts are not asked for. Staff
// codes are compared without regard to capitals and blanks.
type Probe struct {
	Codes []StaffCode
	Email string
	Name  string // folded full name; other names are met too
	ORCID string
	Born  string   // BornKey: the given name with the day of birth
	Keys  []string // Keys: telephone, and names with births however they are written
}

// Match is a person a Probe met, and by what.
type Match struct {
	Person  PersonID
	ByCode  bool
	ByMail  bool
	ByName  bool
	ByORCID bool
	ByBorn  bool
	ByKey   string // the kinds of Probe.Keys met, their letters in order: "gpy"
}

// IdentityReader finds people by what identifies them.
type IdentityReader interface {
	// FindPeople answers many probes at once, one list of matches a probe.
	FindPeople(ctx context.Context, probes []Probe) ([][]Match, error)
}

// CareerReader walks over the careers of everybody.
type CareerReader interface {
	Careers(ctx context.Context) iter.Seq2[Career, error]
}

// People is the write gate of people: it authorises, validates, then commits.
type People struct {
	Store interface {
		Committer
		PersonReader
	}
}

// Add adds p and fills in its id. It is a Conflict where one of its staff codes or
// its ORCID iD is somebody else's: those decide who somebody is.
func (g People) Add(ctx context.Context, p *Person, why Why) (Receipt, error) {
	return g.commit(ctx, &AddPerson{Why: why, Person: p, Sole: true})
}

// Amend replaces the stored record of p.ID if its version is still p.Version. It is a
// Conflict where it brings in somebody else's staff code or ORCID iD.
func (g People) Amend(ctx context.Context, p *Person, why Why) (Receipt, error) {
	return g.commit(ctx, &AmendPerson{Why: why, Person: p, Was: p.Version, Sole: true})
}

// Remove takes a person out if the version is still was.
func (g People) Remove(ctx context.Context, id PersonID, was int64, why Why) (Receipt, error) {
	return g.commit(ctx, &RemovePerson{why, id, was})
}

// Answered gives the receipt of a request that was answered before under the
// context's idempotency key; false where there is none. For a plan that can no
// longer be made because it was carried out already. It writes nothing: the key of
// a request that was refused is still free for its next try.
func (g People) Answered(ctx context.Context) (Receipt, bool, error) {
	r, err := commitAs(ctx, g.Store, WritePeople)
	return r, r.Repeated && r.Last > 0, err
}

func (g People) commit(ctx context.Context, c Change) (Receipt, error) {
	if err := validateChange(c); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WritePeople, c)
}

// Catalogues is the write gate of code lists and organisations.
type Catalogues struct{ Store Committer }

// Load puts code lists, organisations and lineage in place, all or none.
func (g Catalogues) Load(ctx context.Context, changes []Change) (Receipt, error) {
	return commitAs(ctx, g.Store, WriteCatalogues, changes...)
}

// Answered is what People.Answered is, for loads of code lists.
func (g Catalogues) Answered(ctx context.Context) (Receipt, bool, error) {
	r, err := commitAs(ctx, g.Store, WriteCatalogues)
	return r, r.Repeated && r.Last > 0, err
}

// Again gives the receipt of the same request sent before, where it can no longer
// be carried out because it was; else r and cause as they are.
func Again(ctx context.Context, gate interface {
	Answered(context.Context) (Receipt, bool, error)
}, r Receipt, cause error) (Receipt, error) {
	if kind := KindOf(cause); cause == nil || kind != Conflict && kind != NotFound && kind != Stale {
		return r, cause
	}
	r, repeated, err := gate.Answered(ctx)
	if err == nil && !repeated {
		err = cause
	}
	return r, err
}

// commitAs authorises the context's actor and commits.
func commitAs(ctx context.Context, store Committer, need Permission, changes ...Change) (Receipt, error) {
	actor, err := Authorise(ctx, need)
	if err != nil {
		return Receipt{}, err
	}
	for _, c := range changes {
		if err := WhyOf(c).tidySpoken(); err != nil {
			return Receipt{}, err
		}
	}
	if err := within(ctx, actor, store, changes); err != nil {
		return Receipt{}, err
	}
	return store.Commit(ctx, actor, changes)
}
