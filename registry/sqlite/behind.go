package sqlite

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// fewestBehind is from how many changes on a commit is written behind: of fewer one is
// done before it pays.
const fewestBehind = 512

// behind carries out the statements of a session in their order while the next ones are
// made ready. Whoever reads waits for all of them first (settle) and so sees what was
// written. The error of a statement comes with a later one, or with settle; after it
// none is carried out any more.
type behind struct {
	ctx     context.Context // does not end before all is settled
	s       *session
	taken   *statements // are made ready
	carried *statements // are carried out
	flight  sync.WaitGroup

	// Of what was carried out; to be read after flight.Wait.
	failed   error
	panicked any
}

// statements are some to be carried out one after the other.
type statements struct {
	queries []string
	args    []any
	ends    []int // of the arguments of each
}

// statementsAtOnce is how many are carried out together.
const statementsAtOnce = 128

// writeBehind runs f while what it writes is carried out behind it. When it returns
// without an error all is carried out; when it returns nothing is under way any more.
func (s *session) writeBehind(ctx context.Context, f func() error) error {
	b := &behind{ctx: ctx, s: s, taken: &statements{}, carried: &statements{}}
	s.behind = b
	defer func() {
		b.flight.Wait() // also where f panics
		s.behind = nil
	}()
	if err := f(); err != nil {
		return err
	}
	return b.settle()
}

// put takes a statement. Its arguments are copied; bytes that they point at must stay
// as they are.
func (b *behind) put(query string, args []any) error {
	b.taken.add(query, args)
	if len(b.taken.queries) < statementsAtOnce {
		return nil
	}
	return b.hand()
}

// hand lets what was taken be carried out once what is under way is done.
func (b *behind) hand() error {
	if err := b.wait(); err != nil {
		return err
	}
	b.taken, b.carried = b.carried, b.taken
	b.taken.clear()
	b.flight.Go(b.carryOut)
	return nil
}

func (b *behind) carryOut() {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() { b.panicked = recover() }()
	from := 0
	for i, query := range b.carried.queries {
		if b.failed = b.s.execNow(b.ctx, query, b.carried.args[from:b.carried.ends[i]]); b.failed != nil {
			b.failed = fmt.Errorf("written behind: %w", b.failed)
			return
		}
		from = b.carried.ends[i]
	}
}

// wait waits for what is under way.
func (b *behind) wait() error {
	b.flight.Wait()
	if b.panicked != nil {
		panic(b.panicked)
	}
	return b.failed
}

// settle carries out all that was taken.
func (b *behind) settle() error {
	if len(b.taken.queries) > 0 {
		if err := b.hand(); err != nil {
			return err
		}
	}
	return b.wait()
}

func (s *statements) add(query string, args []any) {
	s.queries = append(s.queries, query)
	s.args = append(s.args, args...)
	s.ends = append(s.ends, len(s.args))
}

func (s *statements) clear() {
	clear(s.args) // what they point at is not kept
	s.queries, s.args, s.ends = s.queries[:0], s.args[:0], s.ends[:0]
}
