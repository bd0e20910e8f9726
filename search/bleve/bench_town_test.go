package bleve_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/search/searchtest"
	"trithuc/seeds/synthetic"
)

// town is one set of people and everything that is measured over them, in a folder.
// BENCH_INDEX names a folder in which towns are kept from one run to the next.
type town struct {
	n        int
	dir      string
	ref      *registry.Reference
	index    *bleve.Index
	searcher *search.Searcher
	opened   time.Duration
	built    map[string]time.Duration // by engine
}

// newTown builds a town of n people, or opens what is left of it.
func newTown(b *testing.B, n int) *town {
	b.Helper()
	dir := os.Getenv("BENCH_INDEX")
	if dir == "" {
		dir = b.TempDir()
	}
	ref := furniture(b)
	t := &town{n: n, dir: filepath.Join(dir, strconv.Itoa(n)), ref: ref, built: map[string]time.Duration{}}
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		b.Fatal(err)
	}
	t.fill(b)
	start := time.Now()
	var err error
	if t.index, err = bleve.Open(t.path("index")); err != nil {
		b.Fatal(err)
	}
	t.opened = time.Since(start)
	b.Cleanup(func() {
		if err := t.index.Close(); err != nil {
			b.Error(err)
		}
	})
	t.searcher = searchtest.NewSearcher(t.index, ref)
	return t
}

func (t *town) path(name string) string { return filepath.Join(t.dir, name) }

// people gives everybody of the town in parts of a thousand, the same in every run.
func (t *town) people(do func([]search.Document)) {
	g := synthetic.New(1, t.ref)
	part := make([]search.Document, 0, 1000)
	for i := range t.n {
		p := g.Person()
		p.ID, p.Version = registry.PersonID(i+1), 1
		if part = append(part, search.DocumentOf(p, t.ref)); len(part) == cap(part) || i == t.n-1 {
			do(part)
			part = part[:0]
		}
	}
}

// fill builds the index where it is not whole.
func (t *town) fill(b *testing.B) {
	b.Helper()
	x, err := bleve.Open(t.path("index"))
	if err != nil {
		b.Fatal(err)
	}
	head, err := x.Position(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if int(head.Seq) >= t.n {
		t.built["index"] = t.remembered(b, "index")
	} else {
		t.build(b, "index", func(part []search.Document) error {
			head.Seq += registry.Seq(len(part))
			return x.Apply(context.Background(), search.Batch{Put: part, Position: head})
		}, func() error { return x.Ready(b.Context()) })
	}
	if err := x.Close(); err != nil {
		b.Fatal(err)
	}
}

// build has an engine take everybody in, and remembers how long it took. The time in
// which people are made up is not counted.
func (t *town) build(b *testing.B, engine string, apply func([]search.Document) error, end func() error) {
	b.Helper()
	var took time.Duration
	timed := func(do func() error) {
		start := time.Now()
		if err := do(); err != nil {
			b.Fatal(err)
		}
		took += time.Since(start)
	}
	t.people(func(part []search.Document) { timed(func() error { return apply(part) }) })
	timed(end)
	t.built[engine] = took
	js, err := json.Marshal(took)
	if err == nil {
		err = os.WriteFile(t.path(engine+".took"), js, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// remembered gives how long an engine took to build in a former run; zero for none.
func (t *town) remembered(b *testing.B, engine string) (took time.Duration) {
	b.Helper()
	js, err := os.ReadFile(t.path(engine + ".took"))
	if err != nil {
		return 0
	}
	if err := json.Unmarshal(js, &took); err != nil {
		b.Fatal(err)
	}
	return took
}

func folderSize(b *testing.B, dir string) (size int64) {
	b.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			size += info.Size()
		}
		return nil // a segment may have been merged away meanwhile
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}
