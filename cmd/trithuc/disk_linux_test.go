package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// fill writes into a folder until its disk takes no more, and gives what takes the room.
func fill(t *testing.T, dir string) string {
	t.Helper()
	rest, err := os.Create(filepath.Join(dir, "rest"))
	for err == nil {
		_, err = rest.Write(make([]byte, 1024))
	}
	if err := rest.Close(); err != nil {
		t.Fatal(err)
	}
	return rest.Name()
}

// TestFullDiskUnderTheIndex: where the index stands on a disk of its own that is full,
// nothing that was written is lost, what is wrong is said in words that help, and once
// there is room the index follows by itself.
func TestFullDiskUnderTheIndex(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may mount a small disk")
	}
	data := filepath.Join(t.TempDir(), "data")
	index := filepath.Join(data, "index")
	if err := os.MkdirAll(index, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", index, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("no small disk here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(index, syscall.MNT_DETACH) })
	must(t, data, "import", staff(t), "--yes")
	must(t, data, "search", "nguyen")
	people := len(ids(t, data))
	rest := fill(t, index)
	must(t, data, "seed", "--people", "300")
	for _, args := range [][]string{{"doctor"}, {"search", "nguyen"}} {
		a := trithuc(t, data, args...)
		if said := a.out + a.errout; a.code != 1 || !strings.Contains(said, "Đĩa đã đầy") || strings.Contains(said, "no space left") || strings.Contains(said, "reindex") {
			t.Errorf("%v: %d %s", args, a.code, said)
		}
	}
	if n := len(ids(t, data)); n != people+300 {
		t.Errorf("%d people, want %d", n, people+300)
	}
	remove(t, rest)
	must(t, data, "search", "nguyen")
	if v := decode[verdict](t, must(t, data, "doctor", "--json")); !v.OK {
		t.Errorf("doctor: %v", v.Findings)
	}
}
