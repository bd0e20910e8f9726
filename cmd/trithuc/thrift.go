package main

import (
	"context"
	"math"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/registry/sqlite"
)

// What a server may hold of its own: memoryBase, and memoryEach for each person
// (forecasts, lists of ids, the index's tables). cachesHold of the base is for the pages
// that SQLite keeps outside of what Go counts.
const (
	memoryBase = 100 << 20
	memoryEach = 300
	cachesHold = 40 << 20
)

// thrift keeps the server within what it may hold: the collector works harder towards
// the bound, and what a forecast or a large export needed is given back once it is quiet.
type thrift struct {
	people interface {
		Totals(ctx context.Context) (registry.Totals, error)
	}
	work interface {
		Holds() int64 // bytes that what is at work may need beside
	}
	asked bool // the operator set a bound of their own (GOMEMLIMIT)
}

func newThrift(store *sqlite.DB, work *importer.Importer) thrift {
	return thrift{store, work, debug.SetMemoryLimit(-1) != math.MaxInt64}
}

// thriftEvery is how often it looks; thriftFree how many free bytes it minds, and
// thriftQuiet how many new ones since the last look make the server busy.
const (
	thriftEvery = 5 * time.Second
	thriftFree  = 8 << 20
	thriftQuiet = 8 << 20
)

// run looks until the context ends.
func (t thrift) run(ctx context.Context) {
	used, _ := heap()
	for tick := time.NewTicker(thriftEvery); ; {
		t.bound(ctx)
		before, free := used, uint64(0)
		if used, free = heap(); used-before < thriftQuiet && free > thriftFree {
			debug.FreeOSMemory()
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}

// bound sets the bound for as many people as there are now.
func (t thrift) bound(ctx context.Context) {
	if t.asked {
		return
	}
	if totals, err := t.people.Totals(ctx); err == nil { // or at the next look
		debug.SetMemoryLimit(memoryBase - cachesHold + memoryEach*int64(totals.People) + t.work.Holds())
	}
}

// heap gives how many bytes were ever asked of it, and how many it keeps that nobody uses.
func heap() (used, free uint64) {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/memory/classes/heap/free:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64(), s[1].Value.Uint64()
}
