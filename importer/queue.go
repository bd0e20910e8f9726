package importer

import (
	"context"
	"io"
	"iter"
	"sync"
	"time"

	"trithuc/registry"
)

// Queue does the imports that the store says are waiting, oldest first: those
// received are planned, those approved are applied, these before those. One is done at
// a time, but a small list is planned or applied beside a large one. What the queue was doing when the
// program ended it does again after the next start.
//
// A Queue is also the importer as a server uses it: what waits for the queue
// wakes it.
type Queue struct {
	importer *Importer
	// Applied, where set, is called after an import was written, before anybody is
	// told that it is done: to let the index catch up.
	Applied func(ctx context.Context)
	// Failed, where set, is told of failures that are not the workbook's fault. It
	// may be called from several goroutines.
	Failed func(ctx context.Context, id registry.ImportID, err error)

	lanes []lane
	jobs  jobs

	mu    sync.Mutex
	last  map[registry.ImportID]Progress
	began map[registry.ImportID]time.Time // the stage in last
}

// NewQueue gives the queue of an importer; Run makes it work.
func NewQueue(im *Importer) *Queue {
	return &Queue{importer: im, last: map[registry.ImportID]Progress{}, began: map[registry.ImportID]time.Time{},
		lanes: []lane{{make(chan struct{}, 1), anyJob}, {make(chan struct{}, 1), smallJob}},
		jobs:  jobs{running: map[registry.ImportID]bool{}, faults: map[registry.ImportID]int{}}}
}

// Arrive is Importer.Arrive.
func (q *Queue) Arrive(files iter.Seq2[Upload, error]) (*Arrival, error) {
	return q.importer.Arrive(files)
}

// Record enters an arrival, to be planned by the queue.
func (q *Queue) Record(ctx context.Context, a *Arrival, o Options) (*registry.Import, error) {
	i, _, err := q.importer.Record(ctx, a, o)
	q.Wake()
	return i, err
}

// Approve confirms the preview with this digest, to be written by the queue.
func (q *Queue) Approve(ctx context.Context, id registry.ImportID, digest string) error {
	_, err := q.importer.Approve(ctx, id, digest)
	q.Wake()
	return err
}

// Cancel is Importer.Cancel.
func (q *Queue) Cancel(ctx context.Context, id registry.ImportID) (registry.Receipt, error) {
	r, err := q.importer.Cancel(ctx, id)
	if err == nil {
		q.forget(id)
	}
	return r, err
}

// Choose is Importer.Choose; the queue then plans the import again.
func (q *Queue) Choose(ctx context.Context, id registry.ImportID, add, withdraw registry.Choices) (*registry.Import, error) {
	i, err := q.importer.Choose(ctx, id, add, withdraw)
	q.Wake()
	return i, err
}

// Locked is Importer.Locked.
func (q *Queue) Locked(i *registry.Import) bool { return q.importer.Locked(i) }

// Unlock is Importer.Unlock; the queue then reads the upload.
func (q *Queue) Unlock(ctx context.Context, id registry.ImportID, password string) error {
	err := q.importer.Unlock(ctx, id, password)
	q.Wake()
	return err
}

// Declare is Importer.Declare; the queue then plans the import again.
func (q *Queue) Declare(ctx context.Context, id registry.ImportID, full bool) (*registry.Import, error) {
	i, err := q.importer.Declare(ctx, id, full)
	q.Wake()
	return i, err
}

// Approval is Importer.Approval.
func (q *Queue) Approval(ctx context.Context, p *Plan) (registry.ApprovalRule, error) {
	return q.importer.Approval(ctx, p)
}

// Move is Importer.Move.
func (q *Queue) Move(ctx context.Context, id registry.ImportID, move registry.LotMove, plan, reason string) (registry.Receipt, error) {
	return q.importer.Move(ctx, id, move, plan, reason)
}

// Attach is Importer.Attach.
func (q *Queue) Attach(ctx context.Context, id registry.ImportID, of Upload, number string, on registry.Date) (registry.Receipt, error) {
	return q.importer.Attach(ctx, id, of, number, on)
}

// Signed is Importer.Signed.
func (q *Queue) Signed(ctx context.Context, id registry.ImportID) (*registry.SignedCopy, []byte, error) {
	return q.importer.Signed(ctx, id)
}

// AnswerAbsences is Importer.AnswerAbsences.
func (q *Queue) AnswerAbsences(ctx context.Context, id registry.ImportID, all []registry.Absence) (registry.Receipt, error) {
	return q.importer.AnswerAbsences(ctx, id, all)
}

// StoredPlan is Importer.StoredPlan.
func (q *Queue) StoredPlan(ctx context.Context, id registry.ImportID) (*Plan, error) {
	return q.importer.StoredPlan(ctx, id)
}

// StoredRows is Importer.StoredRows.
func (q *Queue) StoredRows(ctx context.Context, id registry.ImportID, outcome registry.Outcome, limit, offset int) ([]Row, int, error) {
	return q.importer.StoredRows(ctx, id, outcome, limit, offset)
}

// Annotate is Importer.Annotate.
func (q *Queue) Annotate(ctx context.Context, id registry.ImportID, out io.Writer) error {
	return q.importer.Annotate(ctx, id, out)
}

// ColumnValues is Importer.ColumnValues.
func (q *Queue) ColumnValues(ctx context.Context, id registry.ImportID, sheet, letter string, limit int) ([]ValueCount, int, error) {
	return q.importer.ColumnValues(ctx, id, sheet, letter, limit)
}

// Samples is Importer.Samples.
func (q *Queue) Samples(ctx context.Context, p *Plan) (map[string]map[string][]string, error) {
	return q.importer.Samples(ctx, p)
}

// CellTexts is Importer.CellTexts.
func (q *Queue) CellTexts(ctx context.Context, p *Plan, cells []registry.CellFix) (map[registry.CellFix]CellText, error) {
	return q.importer.CellTexts(ctx, p, cells)
}

// RowCells is Importer.RowCells.
func (q *Queue) RowCells(ctx context.Context, p *Plan, sheet string, row int) ([]CellText, error) {
	return q.importer.RowCells(ctx, p, sheet, row)
}

// Confirm is Importer.Confirm.
func (q *Queue) Confirm(ctx context.Context, id registry.ImportID) (*Confirmation, error) {
	return q.importer.Confirm(ctx, id)
}

// Undo is Importer.Undo.
func (q *Queue) Undo(ctx context.Context, id registry.ImportID) (registry.Undoing, registry.Receipt, error) {
	return q.importer.Undo(ctx, id)
}

// Answer is Importer.Answer.
func (q *Queue) Answer(ctx context.Context, id registry.ReviewID, answer registry.Answer, person registry.PersonID, seen ...int64) (registry.Receipt, error) {
	return q.importer.Answer(ctx, id, answer, person, seen...)
}

// Candidates is Importer.Candidates.
func (q *Queue) Candidates(ctx context.Context, r *registry.Review) ([]*registry.Person, error) {
	return q.importer.Candidates(ctx, r)
}

// MaxUpload is the largest upload that is taken, in bytes.
func (q *Queue) MaxUpload() int64 { return q.importer.maxUpload() }

// Progress says how far the job of an import is; the zero Progress where none runs.
func (q *Queue) Progress(id registry.ImportID) Progress {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.last[id]
}

// Wake tells the queue to look at the store now.
func (q *Queue) Wake() {
	for _, l := range q.lanes {
		select {
		case l.wake <- struct{}{}:
		default: // it is about to look anyway
		}
	}
}

// publish says how far the job of an import is.
func (q *Queue) publish(p Progress) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.importer.Now()
	if q.last[p.Import].Stage != p.Stage {
		q.began[p.Import] = now
	}
	q.last[p.Import] = p.since(q.began[p.Import], now)
	if p.Stage == StageDone || p.Stage == StageFailed {
		delete(q.last, p.Import)
		delete(q.began, p.Import)
	}
}

// forget takes back what was said of a job that is put off.
func (q *Queue) forget(id registry.ImportID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.last, id)
	delete(q.began, id)
}

// report tells of a failure that is not the workbook's fault.
func (q *Queue) report(ctx context.Context, id registry.ImportID, err error) {
	if err != nil && q.Failed != nil {
		q.Failed(ctx, id, err)
	}
}
