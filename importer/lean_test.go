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
	var l lean
	small, one, two := l.begin(1000), l.begin(leanFrom), l.begin(leanFrom)
	one()
	if now() != leanPercent {
		t.Errorf("%d percent while a large list is at work, want %d", now(), leanPercent)
	}
	small()
	two()
	if now() != before {
		t.Errorf("%d percent afterwards, want %d as before", now(), before)
	}
}
