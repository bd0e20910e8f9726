package sqlite_test

import (
	"context"
	"flag"
	"sync/atomic"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

var copies = flag.Int("copies", 8, "how many copies TestCopyBesideWriter takes")

// TestCopyBesideWriter takes copies while another goroutine commits: each is sound,
// of one moment, and holds all that was acknowledged before it was begun.
func TestCopyBesideWriter(t *testing.T) {
	dir := furnished(t, 300)
	writer := opened(t, dir, sqlite.Options{})
	defer writer.Close()
	beside := opened(t, dir, sqlite.Options{Mode: sqlite.ReadOnly}) // as another process
	defer beside.Close()
	ctx, stop := context.WithCancel(t.Context())
	start, err := writer.Head(t.Context())
	must(t, err)
	var last atomic.Int64
	last.Store(int64(start.Seq))
	done := make(chan error, 1)
	go func() {
		for i := 0; ctx.Err() == nil; i++ {
			r, err := writer.Commit(context.Background(), registrytest.Operator, []registry.Change{
				&registry.AddPerson{Person: registrytest.Person(i, 0, 0)}, &registry.AddPerson{Person: registrytest.Person(i+1, 1, 2)},
			})
			if err != nil {
				done <- err
				return
			}
			last.Store(int64(r.Last))
		}
		done <- nil
	}()
	for i := range *copies {
		from := []*sqlite.DB{writer, beside}[i%2]
		before, to := last.Load(), t.TempDir()
		must(t, from.Copy(t.Context(), to))
		after := last.Load()
		c := opened(t, to, sqlite.Options{Mode: sqlite.Inspect})
		for _, v := range violations(t, c) {
			t.Errorf("copy %d: %+v", i, v)
		}
		head, err := c.Head(t.Context())
		must(t, err)
		if int64(head.Seq) < before || int64(head.Seq) > after+2 {
			t.Errorf("copy %d: entry %d, want between %d and %d", i, head.Seq, before, after+2)
		}
		must(t, c.Close())
	}
	stop()
	must(t, <-done)
}

func TestCopyStops(t *testing.T) {
	db := opened(t, furnished(t, 20), sqlite.Options{})
	defer db.Close()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := db.Copy(ctx, t.TempDir()); err == nil {
		t.Error("a copy went on after its context ended")
	}
	must(t, db.Copy(t.Context(), t.TempDir())) // the session is free again
}
