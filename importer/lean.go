package importer

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// leanFrom is how many bytes an upload has at least for which it matters when garbage is
// collected: a list of about 2,000 people.
const leanFrom = 256 << 10

const (
	// leanHeap is how many bytes the program may use before garbage is collected while a
	// large list is at work: what the reader beside it needs comes on top.
	leanHeap = 160 << 20
	// leanLeast and leanMost bound how much garbage may pile up, in percent of what is
	// in use (GOGC).
	leanLeast, leanMost = 30, 400
	// leanEvery is how often that is weighed anew.
	leanEvery = 100 * time.Millisecond
	// leanHolds is what the program may need for a large list besides, in bytes.
	leanHolds = 240 << 20
)

// lean counts the large lists at work. While there is one, garbage may pile up to
// leanHeap, and beyond that to a third of what is in use: what is known of 100,000
// people twice over would be more memory than a small server has, and collecting more
// often than needed would take half of the time.
type lean struct {
	mu      sync.Mutex
	lists   int
	before  int           // the percentage to go back to
	weighed chan struct{} // closed when weigh is to end
}

// begin takes a list of so many bytes to work; the caller calls what comes back when
// it is done.
func (l *lean) begin(size int64) (done func()) {
	if size < leanFrom {
		return func() {}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lists++; l.lists == 1 {
		l.before, l.weighed = debug.SetGCPercent(leanPercent(used())), make(chan struct{})
		go l.weigh(l.weighed)
	}
	return l.end
}

func (l *lean) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lists--; l.lists == 0 {
		close(l.weighed)
		debug.SetGCPercent(l.before)
	}
}

// weigh sets the percentage as what is in use grows, until the last list is done.
func (l *lean) weigh(until chan struct{}) {
	now := 0
	for tick := time.NewTicker(leanEvery); ; {
		select {
		case <-until:
			tick.Stop()
			return
		case <-tick.C:
		}
		if p := leanPercent(used()); p != now {
			now = p
			l.set(p, until)
		}
	}
}

// set sets the percentage unless the lists that it is for are done.
func (l *lean) set(percent int, until chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lists > 0 && l.weighed == until {
		debug.SetGCPercent(percent)
	}
}

// leanPercent gives how much garbage may pile up where so many bytes are in use.
func leanPercent(used int64) int {
	return int(min(max((leanHeap-used)*100/max(used, 1), leanLeast), leanMost))
}

// used gives how many bytes were in use when garbage was last collected.
func used() int64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

// Holds gives how many bytes the large lists at work may need, over what the program
// needs otherwise; 0 while there is none.
func (im *Importer) Holds() int64 {
	im.lean.mu.Lock()
	defer im.lean.mu.Unlock()
	return int64(min(im.lean.lists, 1)) * leanHolds
}
