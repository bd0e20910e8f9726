package importer

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"trithuc/registry"
)

// desk is where imports are worked on: each by one job at a time. Whoever drops an
// import sends its job away; an erasure sends all away and lets nobody begin before it
// is over.
type desk struct {
	mu   sync.Mutex
	at   map[registry.ImportID]*sitting
	shut chan struct{} // closed when the desk opens again; nil while it is open
}

// sitting is one job at work.
type sitting struct {
	stop context.CancelCauseFunc
	left chan struct{} // closed when it has left
}

// Why a job was sent away before it was done.
var (
	errHeld    = errors.New("importer: somebody is being erased")
	errDropped = errors.New("importer: the import was dropped")
)

// work does a job on an import once nobody else is at it. A job that was sent away
// fails with the reason: errHeld, errDropped.
func (d *desk) work(ctx context.Context, id registry.ImportID, do func(context.Context) (*Plan, error)) (*Plan, error) {
	at, leave, err := d.sit(ctx, id)
	if err != nil {
		return nil, err
	}
	defer leave()
	p, err := do(at)
	if err != nil && at.Err() != nil && ctx.Err() == nil {
		return nil, context.Cause(at)
	}
	return p, err
}

// sit waits until the desk is open and nobody is at the import, and takes the place.
func (d *desk) sit(ctx context.Context, id registry.ImportID) (context.Context, func(), error) {
	at, stop := context.WithCancelCause(ctx)
	me := &sitting{stop, make(chan struct{})}
	for {
		busy := d.take(id, me)
		if busy == nil {
			return at, func() { d.leave(id, me) }, nil
		}
		select {
		case <-ctx.Done():
			stop(nil)
			return nil, nil, ctx.Err()
		case <-busy:
		}
	}
}

// take takes the place at an import, or gives what to wait for before asking again.
func (d *desk) take(id registry.ImportID, me *sitting) (busy <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut != nil {
		return d.shut
	}
	if other := d.at[id]; other != nil {
		return other.left
	}
	if d.at == nil {
		d.at = map[registry.ImportID]*sitting{}
	}
	d.at[id] = me
	return nil
}

func (d *desk) leave(id registry.ImportID, me *sitting) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.at, id)
	close(me.left)
	me.stop(nil)
}

// send sends away whoever is at an import, and returns when they have left.
func (d *desk) send(id registry.ImportID) {
	d.mu.Lock()
	job := d.at[id]
	d.mu.Unlock()
	if job != nil {
		job.stop(errDropped)
		<-job.left
	}
}

// hold shuts the desk and returns when all have left; open opens it again.
func (d *desk) hold(ctx context.Context) (open func(), err error) {
	for {
		jobs, before := d.close()
		if before == nil {
			for _, job := range jobs {
				job.stop(errHeld)
			}
			for _, job := range jobs { // what is being committed is finished first
				<-job.left
			}
			return d.open, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-before:
		}
	}
}

// close shuts the desk and gives who is at it, or when it opens again where somebody
// else has shut it.
func (d *desk) close() (jobs []*sitting, before <-chan struct{}) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shut != nil {
		return nil, d.shut
	}
	d.shut = make(chan struct{})
	return slices.Collect(maps.Values(d.at)), nil
}

func (d *desk) open() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.shut)
	d.shut = nil
}
