package bleve_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/search/bleve"
)

// TestMain lets the test's own program be the one that probes an index.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "probe-index" {
		if err := bleve.Probe(os.Args[2]); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestProbedAfterKill: an index that was not closed is opened only if another process
// could open it.
func TestProbedAfterKill(t *testing.T) {
	h := newHouse(t)
	h.add(150)
	h.catchUp()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		probe  []string
		intact bool
	}{
		{"the probe opens it", []string{self, "probe-index"}, true},
		{"the probe dies", []string{"false"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h.closeIndex()
			if err := os.Remove(one(filepath.Join(h.dir, "index"), "*/SEAL")); err != nil {
				t.Fatal(err)
			}
			var err error
			if h.index, err = bleve.Open(filepath.Join(h.dir, "index"), bleve.ProbedBy(c.probe...)); err != nil {
				t.Fatal(err)
			}
			if at, err := h.index.Position(h.ctx); err != nil || (at.Seq > 0) != c.intact {
				t.Errorf("stands at %d, %v; intact: %v", at.Seq, err, c.intact)
			}
			h.catchUp()
			h.agree()
		})
	}
}

// TestProbeTellsDamage: what cannot be opened is an error of the probe.
func TestProbeTellsDamage(t *testing.T) {
	h := newHouse(t)
	h.add(150)
	h.catchUp()
	h.closeIndex()
	defer h.openIndex()
	dir := filepath.Join(h.dir, "index")
	if err := bleve.Probe(dir); err != nil {
		t.Errorf("a whole index: %v", err)
	}
	if err := garbage(one(dir, "*/store/root.bolt")); err != nil {
		t.Fatal(err)
	}
	if err := bleve.Probe(dir); err == nil {
		t.Error("a damaged index is called whole")
	}
}

// TestRotBehindTheSeal flips a bit of a segment and leaves the time of its file, as a
// disk that decays does: the index is opened at once, found out, answers no more, and is
// filled again.
func TestRotBehindTheSeal(t *testing.T) {
	h := newHouse(t)
	h.add(400)
	h.catchUp()
	h.closeIndex()
	path := one(filepath.Join(h.dir, "index"), "*/store/*.zap")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := flip(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	h.openIndex()
	f := search.NewFollower(h.store, h.index)
	for at := (registry.Head{Seq: 1}); at.Seq > 0; time.Sleep(5 * time.Millisecond) {
		if at, err = h.index.Position(h.ctx); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.index.Search(h.ctx, search.Plan{Sight: registry.Reach{Everybody: true}, Limit: 5}); registry.KindOf(err) != registry.Busy {
		t.Errorf("a damaged index answers %v", err)
	}
	if f.CaughtUp() {
		t.Error("nobody filled the index yet")
	}
	if err := f.CatchUp(h.ctx, nil); err != nil {
		t.Fatal(err)
	}
	h.agree()
}

// TestFollowerFallsBack: once an index that had reached the end begins anew, nobody takes
// what it holds for all.
func TestFollowerFallsBack(t *testing.T) {
	h := newHouse(t)
	h.add(20)
	index := &failing{Index: h.index, left: 100}
	f := search.NewFollower(h.store, index)
	for _, c := range []struct {
		what  string
		left  int
		whole bool
	}{{"filled", 100, true}, {"begun anew and interrupted", 0, false}, {"filled again", 100, true}} {
		index.left = c.left
		if err := f.CatchUp(h.ctx, nil); (err == nil) != c.whole || f.CaughtUp() != c.whole {
			t.Errorf("%s: %v, caught up: %v", c.what, err, f.CaughtUp())
		}
		if c.left == 100 {
			if err := h.index.Restart(h.ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	h.catchUp()
	h.agree()
}

// TestKeptFiles damages what is kept beside the segments: it is read from them again.
func TestKeptFiles(t *testing.T) {
	h := newHouse(t)
	h.add(400)
	h.catchUp()
	for name, do := range map[string]func(string) error{"garbage": garbage, "cut short": cutShort, "a bit flipped": flip, "lost": os.Remove} {
		t.Run(name, func(t *testing.T) {
			h.closeIndex()
			if err := do(one(filepath.Join(h.dir, "index"), "*/kept/*")); err != nil {
				t.Fatal(err)
			}
			h.openIndex()
			if at, err := h.index.Position(h.ctx); err != nil || at.Seq == 0 {
				t.Errorf("stands at %d, %v", at.Seq, err)
			}
			h.agree()
		})
	}
}
