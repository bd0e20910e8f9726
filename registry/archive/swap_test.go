package archive

import (
	"errors"
	"maps"
	"os"
	"strings"
	"testing"
)

var (
	former = map[string]string{
		"registry.db": "cũ", "registry.db-wal": "cũ", "registry.head": "cũ", "files/imports/1/upload": "cũ", "files/imports/2/upload": "cũ",
		"erasures.log": "mọi", "index/at": "chỉ mục",
	}
	fresh = map[string]string{"registry.db": "mới", "registry.head": "mới", "files/imports/1/upload": "mới"}
	after = map[string]string{
		"registry.db": "mới", "registry.head": "mới", "files/imports/1/upload": "mới", "erasures.log": "mọi", "index/at": "chỉ mục",
	}
)

// staged makes a folder with a restore that is ready to be swapped in.
func staged(t *testing.T, fresh map[string]string) string {
	t.Helper()
	dir := folder(t, t.TempDir(), former)
	stage, err := Stage(dir)
	must(t, err)
	folder(t, stage, fresh)
	return dir
}

func TestSwap(t *testing.T) {
	dir := staged(t, fresh)
	must(t, Swap(dir))
	if got := contents(t, dir); got[".restore/old/registry.db-wal"] != "cũ" || got["registry.db"] != "mới" {
		t.Errorf("got %v, want the former data beside the new", got)
	}
	must(t, Settle(dir))
	if got := contents(t, dir); !maps.Equal(got, after) {
		t.Errorf("got %v, want %v", got, after)
	}
}

func TestSwapWithoutFiles(t *testing.T) {
	dir := staged(t, map[string]string{"registry.db": "mới"})
	must(t, Swap(dir))
	must(t, Settle(dir))
	if got := contents(t, dir); len(got) != 3 || got["registry.db"] != "mới" {
		t.Errorf("got %v", got)
	}
}

// killed is where a test ends the process.
var errKilled = errors.New("killed")

// killAt ends a swap before its n-th step.
func killAt(n int) swapper {
	return swapper{func(string) error {
		if n--; n < 0 {
			return errKilled
		}
		return nil
	}}
}

// TestKilledSwap ends a swap before each of its steps, and what the next start
// does about it before each of its own: the folder is the former or the new one,
// never neither, and never the former again once the new one was seen.
func TestKilledSwap(t *testing.T) {
	steps := 0
	for first := 0; ; first++ {
		dir := staged(t, fresh)
		err := killAt(first).swap(dir)
		if err == nil {
			break
		}
		steps++
		if !errors.Is(err, errKilled) && !strings.Contains(err.Error(), "killed") {
			t.Fatal(err)
		}
		forward := Underway(dir)
		for second := 0; forward && second < 12; second++ {
			if killAt(second).forward(dir) == nil {
				break
			}
			if !Underway(dir) {
				t.Fatalf("killed before %d, then %d: the marker is gone", first, second)
			}
		}
		must(t, Settle(dir))
		want := former
		if forward {
			want = after
		}
		if got := contents(t, dir); !maps.Equal(got, want) {
			t.Errorf("killed before step %d: got %v, want %v", first, got, want)
		}
		if _, err := os.Stat(dir + "/" + underway); err == nil {
			t.Errorf("killed before step %d: the restore's folder is left", first)
		}
	}
	if steps < 10 {
		t.Errorf("killed at %d steps only", steps)
	}
}
