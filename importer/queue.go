package importer

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"time"

	"trithuc/registry"
)

// Queue does the imports that the store says are waiting, one at a time, oldest
// first: those received are planned, those approved are applied. What it was
// doing when the program ended it does again after the next start.
//
// A Queue is also the importer as a server uses it: what waits for the queue
// wakes it.
type Queue struct {
	importer *Importer
	// Applied, where set, is called after an import was written, before anybody is
	// told that it is done: to let the index catch up.
	Applied func(ctx context.Context)
	// Failed, where set, is told of failures that are not the workbook's fault.
	Failed func(ctx context.Context, id registry.ImportID, err error)

	wake    chan struct{}
	mu      sync.Mutex
	last    map[registry.ImportID]Progress
	began   map[registry.ImportID]time.Time // the stage in last
	waiting map[registry.ImportID][]chan Progress
}

// idle is how long the queue sleeps when nobody wakes it.
const idle = 30 * time.Second

// NewQueue gives the queue of an importer; Run makes it work.
func NewQueue(im *Importer) *Queue {
	return &Queue{importer: im, wake: make(chan struct{}, 1), last: map[registry.ImportID]Progress{}, began: map[registry.ImportID]time.Time{}, waiting: map[registry.ImportID][]chan Progress{}}
}

// Receive stores an upload, to be planned by the queue.
func (q *Queue) Receive(ctx context.Context, name string, r io.Reader, employer registry.OrganisationID) (*registry.Import, error) {
	return q.ReceiveAs(ctx, name, r, Options{Employer: employer})
}

// ReceiveAs stores an upload with all that is said about it. Several files are one
// upload through Lot.
func (q *Queue) ReceiveAs(ctx context.Context, name string, r io.Reader, o Options) (*registry.Import, error) {
	i, _, err := q.importer.Receive(ctx, name, r, o)
	q.Wake()
	return i, err
}

// Approve confirms the preview with this digest, to be written by the queue.
func (q *Queue) Approve(ctx context.Context, id registry.ImportID, digest string) error {
	_, err := q.importer.Approve(ctx, id, digest)
	q.Wake()
	return err
}

// Choose is Importer.Choose; the queue then plans the import again.
func (q *Queue) Choose(ctx context.Context, id registry.ImportID, add, withdraw registry.Choices) (*registry.Import, error) {
	i, err := q.importer.Choose(ctx, id, add, withdraw)
	q.Wake()
	return i, err
}

// Declare is Importer.Declare; the queue then plans the import again.
func (q *Queue) Declare(ctx context.Context, id registry.ImportID, full bool) (*registry.Import, error) {
	i, err := q.importer.Declare(ctx, id, full)
	q.Wake()
	return i, err
}

// AnswerAbsence is Importer.AnswerAbsence.
func (q *Queue) AnswerAbsence(ctx context.Context, id registry.ImportID, person registry.PersonID, why registry.Leaving, on registry.Date) (registry.Receipt, error) {
	return q.importer.AnswerAbsence(ctx, id, person, why, on)
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

// Confirm is Importer.Confirm.
func (q *Queue) Confirm(ctx context.Context, id registry.ImportID) (*Confirmation, error) {
	return q.importer.Confirm(ctx, id)
}

// Undo is Importer.Undo.
func (q *Queue) Undo(ctx context.Context, id registry.ImportID) (registry.Undoing, registry.Receipt, error) {
	return q.importer.Undo(ctx, id)
}

// Answer is Importer.Answer.
func (q *Queue) Answer(ctx context.Context, id registry.ReviewID, answer registry.Answer, person registry.PersonID) (registry.Receipt, error) {
	return q.importer.Answer(ctx, id, answer, person)
}

// Candidates is Importer.Candidates.
func (q *Queue) Candidates(ctx context.Context, r *registry.Review) ([]*registry.Person, error) {
	return q.importer.Candidates(ctx, r)
}

// Progress says how far the job of an import is; the zero Progress where none runs.
func (q *Queue) Progress(id registry.ImportID) Progress {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.last[id]
}

// Wake tells the queue to look at the store now.
func (q *Queue) Wake() {
	select {
	case q.wake <- struct{}{}:
	default: // it is about to look anyway
	}
}

// Run works until ctx ends. Only one Run may be at work on a data folder.
func (q *Queue) Run(ctx context.Context) error {
	for {
		worked, err := q.step(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && q.Failed != nil {
			q.Failed(ctx, 0, err)
		}
		if worked && err == nil {
			continue
		}
		timer := time.NewTimer(idle)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-q.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// step does the oldest waiting import; false where none waits.
func (q *Queue) step(ctx context.Context) (bool, error) {
	jobs, err := q.importer.Store.ImportsIn(ctx, registry.ImportReceived, registry.ImportApproved)
	if err != nil || len(jobs) == 0 {
		return false, err
	}
	i := jobs[0]
	ctx = registry.WithActor(ctx, registry.Actor{Account: i.Account, Role: registry.System})
	if err := q.do(ctx, &i); err != nil {
		if ctx.Err() != nil {
			return false, nil // the program is ending: the job stays where it was
		}
		if registry.KindOf(err) == registry.Internal && q.Failed != nil {
			q.Failed(ctx, i.ID, err)
		}
		if err := q.importer.fail(ctx, i.ID, err); err != nil {
			return false, err
		}
		q.publish(Progress{Import: i.ID, Stage: StageFailed})
	}
	return true, nil
}

func (q *Queue) do(ctx context.Context, i *registry.Import) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicked(r) // one bad workbook must not end the server
		}
	}()
	if i.State == registry.ImportReceived {
		if _, err := q.importer.Plan(ctx, i.ID, q.publish); err != nil {
			return err
		}
		q.publish(Progress{Import: i.ID, Stage: StageDone})
		return nil
	}
	done := Progress{Import: i.ID, Stage: StageDone}
	_, err = q.importer.Apply(ctx, i.ID, func(p Progress) {
		if p.Stage == StageDone {
			done = p // told when the index has it too
			return
		}
		q.publish(p)
	})
	if err == nil {
		if q.Applied != nil {
			q.Applied(ctx)
		}
		q.publish(done)
	}
	return err
}

// panicked is a panic as an error, with what was thrown and where.
func panicked(r any) error {
	if err, ok := r.(error); ok {
		return fmt.Errorf("importer: panic: %w\n%s", err, debug.Stack())
	}
	return fmt.Errorf("importer: panic: %v\n%s", r, debug.Stack())
}

// publish tells everybody who watches the import. A watcher that does not read
// misses what is in between, never the last word.
func (q *Queue) publish(p Progress) {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := q.importer.Now()
	if q.last[p.Import].Stage != p.Stage {
		q.began[p.Import] = now
	}
	p = p.since(q.began[p.Import], now)
	q.last[p.Import] = p
	if p.Stage == StageDone || p.Stage == StageFailed {
		delete(q.last, p.Import)
		delete(q.began, p.Import)
	}
	for _, c := range q.waiting[p.Import] {
		select {
		case <-c: // what was not read is out of date
		default:
		}
		c <- p
	}
}

// Watch gives the progress of one import as it comes, beginning with the last
// that is known, until stop is called.
func (q *Queue) Watch(id registry.ImportID) (progress <-chan Progress, stop func()) {
	c := make(chan Progress, 1)
	q.mu.Lock()
	defer q.mu.Unlock()
	if p, ok := q.last[id]; ok {
		c <- p
	}
	q.waiting[id] = append(q.waiting[id], c)
	return c, func() { q.forget(id, c) }
}

func (q *Queue) forget(id registry.ImportID, c chan Progress) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var left []chan Progress
	for _, o := range q.waiting[id] {
		if o != c {
			left = append(left, o)
		}
	}
	if q.waiting[id] = left; len(left) == 0 {
		delete(q.waiting, id)
	}
}
