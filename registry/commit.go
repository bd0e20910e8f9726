package registry

import (
	"context"
	"errors"
	"time"
)

// Committer is the one way to write. It belongs to the store; only gates call it.
type Committer interface {
	// Commit writes all the changes or none: rows, row checksums, entries of the
	// trail and their chain in one transaction, durable when it returns. It fills
	// in ids, versions and sources of what the changes carry. A key in the context
	// (WithKey) that was committed before by the same actor writes nothing and
	// gives the first receipt again; used for another digest it is a Conflict.
	// A Was that is no longer the stored version is Stale.
	Commit(ctx context.Context, actor Actor, changes []Change) (Receipt, error)
}

// Receipt says what a Commit wrote. Subjects has one item a change, in order.
type Receipt struct {
	First, Last Seq
	At          time.Time
	Subjects    []Subject
	Repeated    bool // an idempotency key was met again; nothing was written now
}

// Change is one thing to be written; the types below are all there are.
type Change interface{ change() *Why }

// Why is what every change says about itself.
type Why struct {
	Reason string
	Source Source // where the new values come from; zero means the acting account
	Spoken bool   // Reason is in somebody's own words: see Spoken
}

func (w *Why) change() *Why { return w }

// WhyOf gives the reason and source of a change.
func WhyOf(c Change) *Why { return c.change() }

// AddPerson adds Person; its ID must be zero. Organisation ids below zero stand
// for organisations added earlier in the same Commit.
// Sole refuses it as a Conflict where somebody else bears one of the staff codes or
// the ORCID iD.
type AddPerson struct {
	Why
	Person *Person
	Sole   bool
}

// AmendPerson replaces what is stored of Person.ID by Person if the stored
// version is still Was. The trail keeps the former values. A scalar value that
// differs comes from Source unless Sourced says that Person.Sources tells where
// from (0 there meaning Source). Sole is as of AddPerson, for what is new.
type AmendPerson struct {
	Why
	Person  *Person
	Was     int64
	Sourced bool
	Sole    bool
}

// RemovePerson takes a person out if the stored version is still Was; the trail
// keeps the whole record, so that the removal can be undone.
type RemovePerson struct {
	Why
	ID  PersonID
	Was int64
}

// RestorePerson puts a removed person back under their own id, with every source
// as it was, if the version of the removal is still Was. It is a Conflict for
// somebody who was merged.
type RestorePerson struct {
	Why
	Person *Person
	Was    int64
}

// MergePeople makes one person of two: what is stored of Person.ID becomes
// Person (Sources included), Gone leaves, and from then on the id Gone leads to
// Person.ID. Was and GoneWas guard the two versions.
type MergePeople struct {
	Why
	Person  *Person
	Was     int64
	Gone    PersonID
	GoneWas int64
}

// UnmergePeople makes two people of one again: what is stored of Person.ID, into
// which Gone was merged, becomes Person (Sources included), and Gone is put back
// under their own id. GoneWas is the version of Gone's removal.
type UnmergePeople struct {
	Why
	Person  *Person
	Was     int64
	Gone    *Person
	GoneWas int64
}

// AddOrganisation adds Organisation. Its ID is zero, or negative to be pointed
// at by later changes of the same Commit.
type AddOrganisation struct {
	Why
	Organisation *Organisation
}

// AmendOrganisation replaces what is stored of Organisation.ID if the stored version
// is still Was. The trail keeps the organisation as it was. An organisation that would
// stand under itself is Invalid.
type AmendOrganisation struct {
	Why
	Organisation *Organisation
	Was          int64
}

// RemoveOrganisation takes out an organisation that nobody points at any more;
// where somebody does it is a Conflict.
type RemoveOrganisation struct {
	Why
	ID OrganisationID
}

// AddLineage adds a step of lineage. It is an entry about the From organisation.
type AddLineage struct {
	Why
	Lineage Lineage
}

// RemoveLineage takes out a step of lineage that was written by mistake; NotFound
// where there is no such step. It is an entry about the From organisation.
type RemoveLineage struct {
	Why
	Lineage Lineage
}

// LoadCodes puts one version of a code list in place of the same version. Where Was
// says on which codes of that version it was planned (CodesDigest), others meanwhile
// make it Stale; nil asks for nothing.
type LoadCodes struct {
	Why
	Scheme  Scheme
	Version string
	Codes   []Code
	Was     *Digest
}

// AddImport adds Import and gives it its ID.
type AddImport struct {
	Why
	Import *Import
}

// AmendImport replaces what is stored of Import.ID if its version is still Was.
type AmendImport struct {
	Why
	Import *Import
	Was    int64
}

// AddReview puts a row that needs a person's answer in the queue.
type AddReview struct {
	Why
	Review *Review
}

// AnswerReview closes a row of the queue.
type AnswerReview struct {
	Why
	ID     ReviewID
	Answer Answer
	Person PersonID // whom it became, 0 if nobody
	Added  *Person  // whom it became, where an earlier change of the same Commit adds them
}

// PutShortlist adds the list (ID zero) or replaces its name and members (Was as
// for people). Removed true takes it out.
type PutShortlist struct {
	Why
	Shortlist *Shortlist
	Was       int64
	Removed   bool
}

// PutSavedSearch adds the search (ID zero) or replaces it (Was as for people); only its
// account may. Removed true takes it out.
type PutSavedSearch struct {
	Why
	Search  *SavedSearch
	Was     int64
	Removed bool
}

// ErrKeyReused is what the Conflict of a Commit wraps whose key was committed before
// for another request.
var ErrKeyReused = errors.New("idempotency key used for another request")

type idempotencyKey struct{}

// KeyLife is how long a key is remembered: whoever never got an answer asks again
// within minutes, and after a month a value met again means another request.
const KeyLife = 30 * 24 * time.Hour

// Key makes a write over HTTP repeatable, for KeyLife: the client's own key and a
// digest of what was asked.
type Key struct {
	Value  string
	Digest Digest
}

// WithKey gives the context the idempotency key of the request.
func WithKey(ctx context.Context, k Key) context.Context {
	return context.WithValue(ctx, idempotencyKey{}, k)
}

// WithoutKey gives the context without an idempotency key. A key stands for one
// Commit: of a request that makes several, only the one that answers it has it.
func WithoutKey(ctx context.Context) context.Context {
	return WithKey(ctx, Key{})
}

// KeyOf gives the context's idempotency key; false if it has none.
func KeyOf(ctx context.Context) (Key, bool) {
	k, ok := ctx.Value(idempotencyKey{}).(Key)
	return k, ok && k.Value != ""
}
