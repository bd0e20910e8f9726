package archive

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trithuc/registry"
)

// small gives a disk of its own of so many kB, or skips the test.
func small(t *testing.T, size string) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root may mount a small disk")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no small disk here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// noise is a text that cannot be compressed.
func noise(n int) string {
	b := make([]byte, n)
	x := uint64(88172645463325252)
	for i := range b {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		b[i] = byte(x)
	}
	return string(b)
}

// TestFullDisk: a backup onto a full disk leaves the former one, a restore onto one
// leaves the former data; both say what is wrong.
func TestFullDisk(t *testing.T) {
	big := map[string]string{"registry.db": noise(1 << 20)}
	source := folder(t, t.TempDir(), big)
	path := filepath.Join(folder(t, small(t, "512k"), map[string]string{"a": magic + "cũ"}), "a")
	_, err := Take(t.Context(), source, path, nil, copyOf(source))
	if registry.KindOf(err) != registry.Busy || !strings.Contains(err.Error(), "chỗ trống") {
		t.Errorf("got %v, want a full disk named", err)
	}
	if got := contents(t, filepath.Dir(path)); !maps.Equal(got, map[string]string{"a": magic + "cũ"}) {
		t.Errorf("the disk holds %d files, want the former backup alone", len(got))
	}
	whole := filepath.Join(t.TempDir(), "whole")
	_, err = Take(t.Context(), source, whole, nil, copyOf(source))
	must(t, err)
	dir := folder(t, small(t, "768k"), former)
	stage, err := Stage(dir)
	must(t, err)
	if _, err := Extract(whole, nil, stage); registry.KindOf(err) != registry.Busy || !strings.Contains(err.Error(), "chỗ trống") {
		t.Errorf("got %v, want a full disk named", err)
	}
	must(t, Settle(dir))
	if got := contents(t, dir); !maps.Equal(got, former) {
		t.Errorf("got %v, want the former data", got)
	}
}

// TestBackupOfFullDisk: a full disk of the data, the moment a backup is wanted, lets one
// be made elsewhere, and nothing of it but the archive stays there.
func TestBackupOfFullDisk(t *testing.T) {
	dir := folder(t, small(t, "512k"), map[string]string{"registry.db": noise(400 << 10)})
	rest, err := os.Create(filepath.Join(dir, "rest"))
	must(t, err)
	for err == nil {
		_, err = rest.Write(make([]byte, 1024))
	}
	must(t, rest.Close())
	to := t.TempDir()
	path := filepath.Join(to, "a")
	if _, err := Take(t.Context(), dir, path, nil, copyOf(dir)); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, to); len(got) != 1 {
		t.Errorf("beside the archive: %d files", len(got)-1)
	}
	_, err = Extract(path, nil, t.TempDir())
	must(t, err)
}

// TestUnpackedTooLarge: an archive whose parts are larger than the disk is refused by
// what they say of themselves, before anything of them is written.
func TestUnpackedTooLarge(t *testing.T) {
	source := folder(t, t.TempDir(), map[string]string{"registry.db": strings.Repeat("\x00", 8<<20)})
	path := filepath.Join(t.TempDir(), "a")
	_, err := Take(t.Context(), source, path, nil, copyOf(source))
	must(t, err)
	dir := small(t, "4m")
	if _, err := Extract(path, nil, dir); registry.KindOf(err) != registry.Busy {
		t.Errorf("got %v, want a disk too small named", err)
	}
	if left := contents(t, dir); len(left) > 0 {
		t.Errorf("%d files were begun", len(left))
	}
}
