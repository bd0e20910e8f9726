package importer

import (
	"runtime/debug"
	"testing"
)

// TestLean: memory is spared while a large list is at work, several side by side
// too, and no longer.
func TestLean(t *testing.T) {
	now := func() int {
		percent := debug.SetGCPercent(77)
		debug.SetGCPercent(percent)
		return percent
	}
	before := now()
	var im Importer
	small, one, two := im.lean.begin(1000), im.lean.begin(leanFrom), im.lean.begin(leanFrom)
	one()
	if p := now(); p == before || p < leanLeast || p > leanMost {
		t.Errorf("%d percent while a large list is at work", p)
	}
	if n := im.Holds(); n != leanHolds {
		t.Errorf("holds %d bytes while a large list is at work", n)
	}
	small()
	two()
	if now() != before {
		t.Errorf("%d percent afterwards, want %d as before", now(), before)
	}
	if n := im.Holds(); n != 0 {
		t.Errorf("holds %d bytes afterwards", n)
	}
}

// TestLeanPercent: garbage may pile up to what the program may hold, and to a third of
// what is in use where that is more.
func TestLeanPercent(t *testing.T) {
	for _, c := range []struct {
		name string
		used int64
		want int
	}{
		{"nothing in use", 0, leanMost},
		{"little in use", 10 << 20, leanMost},
		{"half of it", leanHeap / 2, 100},
		{"nearly all of it", leanHeap * 9 / 10, leanLeast},
		{"more than it may", 2 * leanHeap, leanLeast},
	} {
		if got := leanPercent(c.used); got != c.want {
			t.Errorf("%s: %d percent, want %d", c.name, got, c.want)
		}
	}
}
