package bleve

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// fewestShared is from how many people on the parts of an index are read by several
// goroutines: of fewer one is done before others have begun.
const fewestShared = 20_000

// eachPart calls do for every part, several at a time, and gives the first error.
func (a *answering) eachPart(do func(*answer) error) error {
	people := 0
	for _, p := range a.parts {
		people += p.n
	}
	one := func(i int) error {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		return do(a.parts[i])
	}
	if people < fewestShared {
		for i := range a.parts {
			if err := one(i); err != nil {
				return err
			}
		}
		return nil
	}
	return inParallel(len(a.parts), one)
}

// inParallel calls do for the numbers below n, as many at a time as there are
// processors, and gives the first error. A panic is one.
func inParallel(n int, do func(int) error) error {
	var (
		next  atomic.Int64
		wait  sync.WaitGroup
		once  sync.Once
		first error
	)
	work := func() {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			if err := safely(func() error { return do(i) }); err != nil {
				once.Do(func() { first = err })
				return
			}
		}
	}
	for range min(runtime.GOMAXPROCS(0), n) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	return first
}

// safely calls do and makes an error of a panic, and of a fault where a mapped file was
// cut short: what is damaged is not to end the process.
func safely(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("work on the index panicked: %v", p)
		}
	}()
	return do()
}
