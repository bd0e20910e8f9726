package importer

import (
	"runtime/debug"
	"sync"
)

// leanFrom is how many bytes an upload has at least that is read sparing memory
// rather than time: a list of about 20,000 people.
const leanFrom = 2 << 20

// leanPercent is how much garbage may pile up while a large list is at work, in
// percent of what is in use (GOGC).
const leanPercent = 30

// lean counts the large lists at work. While there is one, garbage is collected as
// soon as it is a third of what is in use: what is known of 100,000 people twice over
// would be more memory than a small server has.
type lean struct {
	mu     sync.Mutex
	lists  int
	before int // the percentage to go back to
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
		l.before = debug.SetGCPercent(leanPercent)
	}
	return l.end
}

func (l *lean) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lists--; l.lists == 0 {
		debug.SetGCPercent(l.before)
	}
}
