package importer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"trithuc/registry"
)

const fewPeople = "STT;Họ và tên;Ngày sinh;Học vị\n1;Nguyễn Văn An;25/03/1980;TS\n2;Lê Thị Bình;26/03/1981;ThS\n"

// watched is a store that tells of each commit behind it.
type watched struct {
	Store
	committed func()
}

func (w *watched) Commit(ctx context.Context, a registry.Actor, c []registry.Change) (registry.Receipt, error) {
	defer w.committed()
	return w.Store.Commit(ctx, a, c)
}

// TestQueueWaitsForTheFile: a queue that looks at the store between the record of an
// upload and the move of its folder does not take it for lost.
func TestQueueWaitsForTheFile(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	looked := make(chan error, 1)
	store, first := im.Store, true
	im.Store = &watched{store, func() {
		if !first {
			return
		}
		first = false
		go func() {
			_, err := q.step(ctx, anyJob)
			looked <- err
		}()
		select { // the queue has time to go wrong
		case err := <-looked:
			looked <- err
		case <-time.After(300 * time.Millisecond):
		}
	}}
	i, err := sendTo(ctx, q, "a.csv", strings.NewReader(fewPeople), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-looked; err != nil {
		t.Fatal(err)
	}
	if i, err = store.Import(ctx, i.ID); err != nil || i.State != registry.ImportPlanned {
		t.Errorf("the upload ends as %+v, %v", i, err)
	}
}

// TestPassingFault: where the machine does not let a job be done now, the job and its
// upload stay, others go on, and later it is done.
func TestPassingFault(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	var told []error
	q.Failed = func(_ context.Context, _ registry.ImportID, err error) { told = append(told, err) }
	first, err := sendTo(ctx, q, "a.csv", strings.NewReader(fewPeople), Options{})
	if err != nil {
		t.Fatal(err)
	}
	good := im.Worker
	im.Worker.Command = []string{filepath.Join(t.TempDir(), "none")}
	if i, err := q.step(ctx, anyJob); i != nil || err != nil {
		t.Fatalf("did %v, %v", i, err)
	}
	if now, err := im.Store.Import(ctx, first.ID); err != nil || now.State != registry.ImportReceived || now.Failure != "" || len(told) != 1 || q.Progress(first.ID) != (Progress{}) {
		t.Fatalf("the job is %+v, %v; told %v", now, err, told)
	}
	second, err := sendTo(ctx, q, "b.csv", strings.NewReader(fewPeople), Options{})
	if err != nil {
		t.Fatal(err)
	}
	im.Worker = good
	for _, want := range []registry.ImportID{second.ID, first.ID} {
		if i, err := q.step(ctx, anyJob); err != nil || i == nil || i.ID != want {
			t.Errorf("did %v, %v, want import %d", i, err, want)
		}
	}
	if now, err := im.Store.Import(ctx, first.ID); err != nil || now.State != registry.ImportPlanned {
		t.Errorf("the job ends as %+v, %v", now, err)
	}
}

func TestPassing(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"full disk":     {fmt.Errorf("x: %w", &fs.PathError{Op: "write", Path: "cells", Err: syscall.ENOSPC}), true},
		"too many open": {errors.Join(errors.New("x"), syscall.EMFILE), true},
		"busy store":    {registry.Errorf(registry.Busy, "x"), true},
		"bad file":      {unreadable(fs.ErrNotExist, "x"), false},
		"defect":        {errors.New("x"), false},
	} {
		if got := passing(c.err); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestFullDiskInChild: a disk that is full while the child unpacks is no fault of
// the workbook.
func TestFullDiskInChild(t *testing.T) {
	f := failureOf(unreadable(&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, "Tệp bị hỏng."))
	if f.Kind != registry.Busy || !strings.Contains(f.Message, "đĩa") {
		t.Errorf("got %+v", f)
	}
}

// TestWrittenIsDone: once an import is written nothing makes it a failure, not even
// that its plan cannot be stored anew.
func TestWrittenIsDone(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	applied, told := 0, 0
	q.Applied = func(context.Context) { applied++ }
	q.Failed = func(context.Context, registry.ImportID, error) { told++ }
	i, err := sendTo(ctx, q, "a.csv", strings.NewReader(fewPeople), Options{})
	if err != nil {
		t.Fatal(err)
	}
	step(ctx, t, q)
	plan, err := q.StoredPlan(ctx, i.ID)
	if err == nil {
		err = q.Approve(ctx, i.ID, plan.Digest)
	}
	if err == nil { // nothing can be moved to where a folder with something in it is
		err = errors.Join(os.Remove(im.file(i.ID, planFile)), os.MkdirAll(im.file(i.ID, planFile)+"/x", 0o700))
	}
	if err != nil {
		t.Fatal(err)
	}
	step(ctx, t, q)
	if now, err := im.Store.Import(ctx, i.ID); err != nil || now.State != registry.ImportApplied || applied != 1 || told != 1 {
		t.Errorf("the import is %+v, %v; applied %d times, told of %d", now, err, applied, told)
	}
}

// TestTidy: what a killed process left is gone before anything new is written.
func TestTidy(t *testing.T) {
	ctx, im := testImporter(t)
	i, _, err := im.Receive(ctx, "a.csv", strings.NewReader(fewPeople), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{"upload-123/reading-1", "1/reading-9"} {
		if err := os.MkdirAll(filepath.Join(im.imports(), left), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(im.file(i.ID, cellsFile)+"-77", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	next := &Importer{Store: im.Store, Worker: im.Worker, Files: im.Files, Now: im.Now, Keys: im.Keys} // of the next start
	if _, _, err := next.Receive(ctx, "b.csv", strings.NewReader(fewPeople), Options{}); err != nil {
		t.Fatal(err)
	}
	var there []string
	err = filepath.WalkDir(im.imports(), func(path string, d fs.DirEntry, err error) error {
		if err == nil && path != im.imports() {
			rel, _ := filepath.Rel(im.imports(), path)
			there = append(there, rel)
		}
		return err
	})
	if got := strings.Join(there, " "); err != nil || got != "1 1/upload 2 2/upload" {
		t.Errorf("there are %s, %v", got, err)
	}
}

// TestSmallBesideLarge: a small upload is planned while a large one is.
func TestSmallBesideLarge(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	large := fewPeople + strings.Repeat("\n", smallUpload)
	l, err := sendTo(ctx, q, "large.csv", strings.NewReader(large), Options{})
	if err != nil {
		t.Fatal(err)
	}
	s, err := sendTo(ctx, q, "small.csv", strings.NewReader(fewPeople), Options{})
	if err != nil {
		t.Fatal(err)
	}
	held, err := q.jobs.claim(ctx, im, anyJob) // at work on the large one
	if err != nil || held.ID != l.ID {
		t.Fatalf("%v, %v", held, err)
	}
	if i, err := q.step(ctx, smallJob); err != nil || i == nil || i.ID != s.ID {
		t.Errorf("beside it %v, %v", i, err)
	}
	if i, err := q.step(ctx, anyJob); i != nil || err != nil {
		t.Errorf("the same twice: %v, %v", i, err)
	}
	q.jobs.release(l.ID)
	if i, err := q.step(ctx, smallJob); i != nil || err != nil {
		t.Errorf("%v, %v in the lane of small ones", i, err)
	}
}
