package registry

import (
	"context"
	"time"
)

// ImportID numbers imports.
type ImportID int64

// ImportState is where an import stands. It lives in the store, so that a
// restart can go on.
type ImportState string

// The states, in their usual order.
const (
	ImportReceived ImportState = "received" // the upload is stored
	ImportPlanned  ImportState = "planned"  // read and understood: the preview stands, nothing is written
	ImportApproved ImportState = "approved" // somebody confirmed the preview
	ImportApplied  ImportState = "applied"  // written, in one transaction
	ImportUndone   ImportState = "undone"
	ImportFailed   ImportState = "failed" // Failure says why; nothing was written
	// ImportCancelled: somebody dropped it before it was written, and its files are gone.
	ImportCancelled ImportState = "cancelled"
)

// Unwritten says that nothing of the import is in the registry yet, and that it still may
// come there.
func (s ImportState) Unwritten() bool { return s.Running() || s == ImportPlanned }

// Running says that a job has still to do with the import.
func (s ImportState) Running() bool { return s == ImportReceived || s == ImportApproved }

// Outcome is how one row of a workbook ends.
type Outcome string

// The outcomes: every row of a person has exactly one.
const (
	RowAdded    Outcome = "added"
	RowAmended  Outcome = "amended"
	RowSame     Outcome = "same"
	RowReview   Outcome = "review"   // who it is, or which of two values is right, is a question
	RowRejected Outcome = "rejected" // no name to be found
)

// Counts is the sum of outcomes; Rows = Added + Amended + Same + Review + Rejected.
type Counts struct {
	Rows     int `json:"rows"`
	Added    int `json:"added"`
	Amended  int `json:"amended"`
	Same     int `json:"same"`
	Review   int `json:"review"`
	Rejected int `json:"rejected"`
}

// Count adds one row.
func (c *Counts) Count(o Outcome) {
	c.Rows++
	switch o {
	case RowAdded:
		c.Added++
	case RowAmended:
		c.Amended++
	case RowSame:
		c.Same++
	case RowReview:
		c.Review++
	case RowRejected:
		c.Rejected++
	}
}

// IssueKind sorts what is said about a cell.
type IssueKind string

// The kinds of issue.
const (
	IssueInvalid    IssueKind = "invalid"    // no value of its kind: a date that is none, a formula error
	IssueAmbiguous  IssueKind = "ambiguous"  // two readings, candidates in the message
	IssueUnknown    IssueKind = "unknown"    // not in the catalogue; kept as written where the contract says so
	IssueImprobable IssueKind = "improbable" // a birth year of 2019
	IssueConflict   IssueKind = "conflict"   // another value stands in the registry from a better or newer source
	IssueIdentity   IssueKind = "identity"   // may be the same person as another
	IssueIgnored    IssueKind = "ignored"    // a column or sheet that was left out, and why
	IssueRepaired   IssueKind = "repaired"   // read after mending: old encoding, lost zero
)

// Issue is one thing said about a cell, a row (Cell is then its first cell) or
// a sheet (Cell empty).
type Issue struct {
	Sheet   string    `json:"sheet"`
	Cell    string    `json:"cell"`  // "C12"
	Field   string    `json:"field"` // what the column was understood as, its header otherwise
	Kind    IssueKind `json:"kind"`
	Message string    `json:"message"` // Vietnamese: what is wrong, what was done, what to do

	Candidates []string `json:"candidates,omitempty"` // what an ambiguous cell may mean, each as it is read without doubt
}

// Import is one workbook brought in, and the job that does it.
type Import struct {
	ID           ImportID       `json:"id"`
	Version      int64          `json:"version"`
	File         string         `json:"file"`   // name as uploaded
	SHA256       string         `json:"sha256"` // of the upload, hex
	Size         int64          `json:"size"`
	Organisation OrganisationID `json:"organisation,omitempty"` // the employer where the sheet names none
	State        ImportState    `json:"state"`
	Account      string         `json:"account"`
	At           time.Time      `json:"at"` // when it was received
	Sheets       []string       `json:"sheets,omitempty"`
	Counts       Counts         `json:"counts"`
	Issues       int            `json:"issues"`
	Plan         string         `json:"plan,omitempty"`    // digest of the outcome that was shown, hex
	Failure      string         `json:"failure,omitempty"` // the sentence shown
	First        Seq            `json:"first,omitempty"`   // the entries its application wrote
	Last         Seq            `json:"last,omitempty"`
	System       string         `json:"system,omitempty"` // SchemeSystem: the system that gave the file out, "" for a list of one's own
	Synced       Date           `json:"synced,omitzero"`  // as of which day that system says so
	Choices      Choices        `json:"choices,omitzero"` // how it is to be read
	Full         bool           `json:"full,omitempty"`   // danh sách đầy đủ: who is not in it is absent
	Absent       []Absence      `json:"absent,omitempty"` // as of the plan that was applied
	Lot          Lot            `json:"lot,omitzero"`     // its way through approval
}

// ReviewID numbers the rows that wait for an answer.
type ReviewID int64

// Answer closes a review.
type Answer string

// The answers.
const (
	AnswerSame   Answer = "same"   // it is the candidate: amend them
	AnswerNew    Answer = "new"    // it is somebody else: add them
	AnswerReject Answer = "reject" // leave the row out
)

// Review is a row of an import that a person must decide on, with what the
// importer proposed and why it asks.
type Review struct {
	ID         ReviewID   `json:"id"`
	Import     ImportID   `json:"import"`
	Sheet      string     `json:"sheet"`
	Row        int        `json:"row"`
	Proposed   *Person    `json:"proposed"`
	Candidates []PersonID `json:"candidates,omitempty"`
	Evidence   []string   `json:"evidence"` // Vietnamese, one clause each
	Answer     Answer     `json:"answer,omitempty"`
	Person     PersonID   `json:"person,omitempty"`
}

// ImportReader reads imports and their open questions.
type ImportReader interface {
	Import(ctx context.Context, id ImportID) (*Import, error)
	// Imports gives them newest first.
	Imports(ctx context.Context, limit, offset int) ([]Import, error)
	// ImportsIn gives those in a state, oldest first: the queue of jobs.
	ImportsIn(ctx context.Context, states ...ImportState) ([]Import, error)
	// ImportsChosen gives those that were applied with choices of somebody, newest first.
	ImportsChosen(ctx context.Context, limit int) ([]Import, error)
	Review(ctx context.Context, id ReviewID) (*Review, error)
	// Reviews gives the open questions of one import, or of all (0), oldest first.
	Reviews(ctx context.Context, of ImportID, limit, offset int) ([]Review, error)
	// ReviewsRejected gives the questions of applied imports whose row was left out by
	// the answer, oldest first.
	ReviewsRejected(ctx context.Context) ([]Review, error)
}

// Imports is the write gate of imports.
type Imports struct {
	Store interface {
		Committer
		ImportReader
	}
}

// Receive records an upload, with the system it came from where the context says
// so (WithSystem).
func (g Imports) Receive(ctx context.Context, i *Import) (Receipt, error) {
	i.System, i.Synced = SystemOf(ctx)
	if r := ActorOf(ctx).Reach(); !r.Everybody && i.Organisation == 0 {
		i.Organisation = r.Organisation // whoever works for one brings its lists in
	}
	return commitAs(ctx, g.Store, WriteImports, &AddImport{Import: i})
}

// Amend records where an import stands.
func (g Imports) Amend(ctx context.Context, i *Import, reason string) (Receipt, error) {
	return commitAs(ctx, g.Store, WriteImports, &AmendImport{Why: Why{Reason: reason}, Import: i, Was: i.Version})
}

// Answered is what People.Answered is, for imports.
func (g Imports) Answered(ctx context.Context) (Receipt, bool, error) {
	r, err := commitAs(ctx, g.Store, WriteImports)
	return r, r.Repeated && r.Last > 0, err
}

// Apply writes what an import was planned to change, and the import's own new
// state, in one transaction. Every person is validated first; the importer lets
// no invalid value through, so a problem here is a defect and stops the import.
func (g Imports) Apply(ctx context.Context, i *Import, changes []Change) (Receipt, error) {
	if err := validateChanges(changes); err != nil {
		return Receipt{}, err
	}
	done := *i
	done.State = ImportApplied
	r, err := commitAs(ctx, g.Store, WriteImports,
		append(changes, &AmendImport{Import: &done, Was: i.Version})...)
	if err == nil {
		*i = done
	}
	return r, err
}

// Answer closes a review together with what the answer changes (AddPerson,
// AmendPerson, or nil where the row is left out), in one transaction.
func (g Imports) Answer(ctx context.Context, a *AnswerReview, change Change) (Receipt, error) {
	if change == nil {
		return commitAs(ctx, g.Store, WriteImports, a)
	}
	if err := validateChange(change); err != nil {
		return Receipt{}, err
	}
	return commitAs(ctx, g.Store, WriteImports, change, a)
}
