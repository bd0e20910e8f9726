package importer

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"syscall"
	"time"

	"trithuc/registry"
)

// idle is how long the queue sleeps when nobody wakes it, and how long it rests
// after a fault of the machine.
const idle = 30 * time.Second

// smallUpload is how many bytes an upload has at most that is planned beside
// others: a list of about 2,000 people.
const smallUpload = 256 << 10

// lane does jobs one after the other.
type lane struct {
	wake  chan struct{}
	takes func(*registry.Import) bool
}

func anyJob(*registry.Import) bool { return true }

// smallJob is what need not wait for a large list to be read: to read a small one, and
// to write a small one that somebody confirmed.
func smallJob(i *registry.Import) bool { return i.Size <= smallUpload }

// Run works until ctx ends. Only one Run may be at work on a data folder.
func (q *Queue) Run(ctx context.Context) error {
	q.report(ctx, 0, errors.Join(q.importer.tidy(), q.importer.sweep(ctx)))
	var all sync.WaitGroup
	for _, l := range q.lanes {
		all.Go(func() { q.run(ctx, l) })
	}
	all.Wait()
	return nil
}

func (q *Queue) run(ctx context.Context, l lane) {
	for large := false; ; {
		i, err := q.step(ctx, l.takes)
		if ctx.Err() != nil {
			return
		}
		q.report(ctx, 0, err)
		if i != nil && err == nil {
			large = large || i.Size > smallUpload
			continue
		}
		if large { // a large list took much memory that nothing needs now
			debug.FreeOSMemory()
			large = false
		}
		timer := time.NewTimer(idle)
		select {
		case <-ctx.Done():
		case <-l.wake:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// step does the oldest waiting import of those that a lane takes, and gives it; nil
// where there is none, or where the machine does not allow it now.
func (q *Queue) step(ctx context.Context, takes func(*registry.Import) bool) (*registry.Import, error) {
	i, err := q.jobs.claim(ctx, q.importer, takes)
	if i == nil {
		return nil, err
	}
	defer q.jobs.release(i.ID)
	ctx = registry.WithActor(ctx, registry.Actor{Account: i.Account, Role: registry.System})
	err = q.do(ctx, i)
	switch {
	case err == nil:
		if i.State == registry.ImportApproved {
			q.Wake() // another lane may have waited to write
		}
		return i, nil
	case ctx.Err() != nil: // the program is ending: the job stays where it was
		return nil, nil
	case errors.Is(err, errHeld), errors.Is(err, errDropped): // the store knows what is left to do
		q.forget(i.ID)
		return i, nil
	case passing(err):
		q.jobs.putOff(i.ID)
		q.forget(i.ID)
		q.report(ctx, i.ID, err)
		return nil, nil
	}
	return i, q.giveUp(ctx, i.ID, err)
}

// giveUp ends a job that another try would not help.
func (q *Queue) giveUp(ctx context.Context, id registry.ImportID, cause error) error {
	if registry.KindOf(cause) == registry.Internal {
		q.report(ctx, id, cause)
	}
	state, err := q.importer.fail(ctx, id, cause)
	if err != nil {
		return err
	}
	stage := StageFailed
	if state == registry.ImportApplied { // what went wrong did so behind the writing
		stage = StageDone
	}
	q.publish(Progress{Import: id, Stage: stage})
	return nil
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
	p, err := q.importer.Apply(ctx, i.ID, func(p Progress) {
		if p.Stage == StageDone {
			done = p // told when the index has it too
			return
		}
		q.publish(p)
	})
	if err != nil {
		return err
	}
	q.report(ctx, i.ID, p.Unsaved)
	if q.Applied != nil {
		q.Applied(ctx)
	}
	q.publish(done)
	return nil
}

// panicked is a panic as an error, with what was thrown and where.
func panicked(r any) error {
	if err, ok := r.(error); ok {
		return fmt.Errorf("importer: panic: %w\n%s", err, debug.Stack())
	}
	return fmt.Errorf("importer: panic: %v\n%s", r, debug.Stack())
}

// passing says that an error is the machine's and no fault of a workbook: once there
// is room, or somebody else is done, the same may go well.
func passing(err error) bool {
	return registry.KindOf(err) == registry.Busy ||
		slices.ContainsFunc([]error{syscall.ENOSPC, syscall.EDQUOT, syscall.EMFILE, syscall.ENFILE, syscall.EAGAIN}, func(e error) bool { return errors.Is(err, e) })
}

// jobs knows which imports are being done, and which met a fault that may pass.
type jobs struct {
	mu      sync.Mutex
	running map[registry.ImportID]bool
	faults  map[registry.ImportID]int
}

// claim takes the import to be done next: of those that met the fewest faults one that
// is to be written, else the oldest, so that one that cannot be done holds up no other.
// One is written at a time, so that none is refused for what another writes. Nobody
// else's claim or release comes between the look at the store and the choice.
func (j *jobs) claim(ctx context.Context, im *Importer, takes func(*registry.Import) bool) (*registry.Import, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	waiting, err := im.waiting(ctx)
	if err != nil {
		return nil, err
	}
	writing := slices.ContainsFunc(waiting, func(i registry.Import) bool { return j.running[i.ID] && i.State == registry.ImportApproved })
	var next *registry.Import
	for k := range waiting {
		i := &waiting[k]
		if j.running[i.ID] || !takes(i) || writing && i.State == registry.ImportApproved {
			continue
		}
		if next == nil || j.before(i, next) {
			next = i
		}
	}
	if next != nil {
		j.running[next.ID] = true
	}
	return next, nil
}

// before says that an import is done before one that came earlier.
func (j *jobs) before(i, earlier *registry.Import) bool {
	if n, m := j.faults[i.ID], j.faults[earlier.ID]; n != m {
		return n < m
	}
	return i.State == registry.ImportApproved && earlier.State != registry.ImportApproved
}

func (j *jobs) release(id registry.ImportID) {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.running, id)
}

func (j *jobs) putOff(id registry.ImportID) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.faults[id]++
}
