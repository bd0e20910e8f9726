package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
	"trithuc/registry/sqlite"
)

// small gives a disk of its own of so many kB, or skips the test.
func small(t *testing.T, kB int) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root may mount a small disk")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", kB)); err != nil {
		t.Skipf("no small disk here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// TestFullDisk fills a small disk by commits until one is refused: what was
// acknowledged stays, the refusal says what to do, reads go on, and once there is
// room again writing goes on without a restart.
func TestFullDisk(t *testing.T) {
	dir := small(t, 4096)
	db := opened(t, filepath.Join(dir, "data"), sqlite.Options{})
	write(t, db, registrytest.Furniture()...)
	people, err := 0, error(nil)
	for ; err == nil && people < 100_000; people += 50 {
		_, err = db.Commit(context.Background(), registrytest.Operator, crowd(50))
	}
	people -= 50
	e, ok := errors.AsType[*registry.Error](err)
	if !ok || e.Kind != registry.Busy || !strings.Contains(e.Message, "đầy") {
		t.Fatalf("got %v, want a full disk named", err)
	}
	holds := func(want int) {
		t.Helper()
		totals, err := db.Totals(t.Context())
		if err != nil || totals.People != want {
			t.Errorf("got %+v, %v, want %d people", totals, err, want)
		}
		if _, err := db.Person(t.Context(), registry.PersonID(want)); err != nil {
			t.Errorf("the last acknowledged person: %v", err)
		}
	}
	holds(people)
	if err := db.Writable(); registry.KindOf(err) != registry.Busy || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a full disk is called writable: %v", err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	must(t, db.Writable())
	write(t, db, crowd(50)...)
	holds(people + 50)
	must(t, db.Close())
	db = opened(t, filepath.Join(dir, "data"), sqlite.Options{})
	defer db.Close()
	holds(people + 50)
	for _, v := range violations(t, db) {
		t.Errorf("%+v", v)
	}
}

// TestFullDiskAtTheEnd: a disk that is full when the store closes and when it is
// opened again loses nothing.
func TestFullDiskAtTheEnd(t *testing.T) {
	dir := small(t, 4096)
	data := filepath.Join(dir, "data")
	db := opened(t, data, sqlite.Options{})
	write(t, db, registrytest.Furniture()...)
	write(t, db, crowd(100)...)
	rest, err := os.Create(filepath.Join(dir, "rest"))
	must(t, err)
	for err == nil {
		_, err = rest.Write(make([]byte, 1024))
	}
	must(t, rest.Close())
	for _, n := range []int{400, 4000} {
		if _, err := db.Commit(context.Background(), registrytest.Operator, crowd(n)); registry.KindOf(err) != registry.Busy {
			t.Errorf("got %v from a full disk for %d people", err, n)
		}
	}
	closed := db.Close() // may have to say that the disk is full
	must(t, os.Remove(rest.Name()))
	db = opened(t, data, sqlite.Options{})
	defer db.Close()
	if totals, err := db.Totals(t.Context()); err != nil || totals.People != 100 {
		t.Errorf("got %+v, %v after closing gave %v, want 100 people", totals, err, closed)
	}
	for _, v := range violations(t, db) {
		t.Errorf("%+v", v)
	}
}

// TestReadOnlyDisk: a disk that became read-only refuses writes and is read.
func TestReadOnlyDisk(t *testing.T) {
	dir := small(t, 8192)
	data := filepath.Join(dir, "data")
	db := opened(t, data, sqlite.Options{})
	write(t, db, registrytest.Furniture()...)
	write(t, db, crowd(20)...)
	must(t, db.Close())
	if err := syscall.Mount("", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("cannot make the disk read-only: %v", err)
	}
	_, err := sqlite.Open(t.Context(), data, sqlite.Options{})
	if e, ok := errors.AsType[*registry.Error](err); !ok || e.Kind != registry.Busy || !strings.HasSuffix(e.Message, ".") {
		t.Errorf("got %v, want one clear sentence", err)
	}
	must(t, syscall.Mount("", dir, "tmpfs", syscall.MS_REMOUNT, ""))
	db = opened(t, data, sqlite.Options{})
	defer db.Close()
	if totals, err := db.Totals(t.Context()); err != nil || totals.People != 20 {
		t.Errorf("got %+v, %v, want 20 people", totals, err)
	}
}

// TestFailingDisk has the system fail the n-th force to the disk of a process that
// writes: it acknowledges nothing from there on, and what it acknowledged before
// is there.
func TestFailingDisk(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("no strace to make system calls fail")
	}
	for n := 1; n <= 40; n += 3 {
		dir := t.TempDir()
		cmd := exec.Command(strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace=fsync,fdatasync",
			"-e", fmt.Sprintf("inject=fsync,fdatasync:error=EIO:when=%d+", n), os.Args[0])
		cmd.Env = append(os.Environ(), writerDir+"="+dir)
		var said strings.Builder
		cmd.Stderr = &said
		out, err := cmd.Output()
		if err == nil {
			t.Fatal("the writer never ended")
		}
		if strings.Contains(said.String(), "ptrace") {
			t.Skipf("strace may not look on here: %s", said.String())
		}
		var seq int64
		var people int
		for line := range strings.Lines(string(out)) {
			fmt.Sscan(line, &seq, &people)
		}
		if !strings.Contains(said.String(), "Đĩa báo lỗi") {
			t.Errorf("fsync %d fails: the writer ended with %s", n, said.String())
		}
		db, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
		if err != nil {
			t.Errorf("fsync %d fails: %v", n, err)
			continue
		}
		totals, err := db.Totals(t.Context())
		must(t, err)
		if int64(totals.Last) < seq || totals.People < people || totals.People > people+2 {
			t.Errorf("fsync %d fails: acknowledged entry %d with %d people, found %+v", n, seq, people, totals)
		}
		for _, v := range violations(t, db) {
			t.Errorf("fsync %d fails: %+v", n, v)
		}
		must(t, db.Close())
	}
}

// TestFullDiskAtTheStart: a disk without room when a store is opened is called full.
func TestFullDiskAtTheStart(t *testing.T) {
	dir := small(t, 4096)
	data := filepath.Join(dir, "data")
	db := opened(t, data, sqlite.Options{})
	write(t, db, registrytest.Furniture()...)
	must(t, db.Close())
	rest, err := os.Create(filepath.Join(dir, "rest"))
	must(t, err)
	for err == nil {
		_, err = rest.Write(make([]byte, 1024))
	}
	must(t, rest.Close())
	for _, mode := range []sqlite.Mode{sqlite.ReadWrite, sqlite.ReadOnly} {
		db, err := sqlite.Open(t.Context(), data, sqlite.Options{Mode: mode})
		if err == nil {
			must(t, db.Close())
			continue
		}
		if e, ok := errors.AsType[*registry.Error](err); !ok || !strings.Contains(e.Message, "đầy") {
			t.Errorf("mode %d: got %v, want a full disk named", mode, err)
		}
	}
}

// TestNotWritableAfterError: once a write failed otherwise than for want of room, nothing
// is written until a restart, and who asks whether the store can be written to is told.
func TestNotWritableAfterError(t *testing.T) {
	dir := t.TempDir()
	db := opened(t, dir, sqlite.Options{})
	defer db.Close()
	write(t, db, registrytest.Furniture()...)
	must(t, db.Writable())
	var limit syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit))
	low := limit
	low.Cur = 16 << 10
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &low))
	_, err := db.Commit(t.Context(), registrytest.Operator, crowd(200))
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit))
	if err == nil {
		t.Fatal("the file grew beyond its bound")
	}
	_, again := db.Commit(t.Context(), registrytest.Operator, crowd(1))
	if ready := db.Writable(); (ready == nil) != (again == nil) || ready == nil {
		t.Errorf("after %v the store is called writable: %v; a commit gives %v", err, ready, again)
	}
	if totals, err := db.Totals(t.Context()); err != nil || totals.People != 0 {
		t.Errorf("read: %+v, %v", totals, err)
	}
}
