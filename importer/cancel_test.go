package importer

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

// TestCancel drops an import in each state that it can be in.
func TestCancel(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	send := func() registry.ImportID {
		i, err := sendTo(ctx, q, "a.csv", strings.NewReader(fewPeople), Options{})
		if err != nil {
			t.Fatal(err)
		}
		return i.ID
	}
	planned := func() registry.ImportID {
		id := send()
		step(ctx, t, q)
		return id
	}
	approved := func() registry.ImportID {
		id := planned()
		plan, err := q.StoredPlan(ctx, id)
		if err == nil {
			err = q.Approve(ctx, id, plan.Digest)
		}
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	failed := func() registry.ImportID {
		i, err := sendTo(ctx, q, "a.xlsx", strings.NewReader("%PDF-1.7"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		step(ctx, t, q)
		return i.ID
	}
	for name, id := range map[string]registry.ImportID{"failed": failed(), "planned": planned(), "approved": approved(), "received": send()} {
		for range 2 { // the second changes nothing
			if _, err := q.Cancel(ctx, id); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		i, err := im.Store.Import(ctx, id)
		if err != nil || i.State != registry.ImportCancelled || !strings.Contains(i.Failure, "hủy") || i.Plan != "" {
			t.Errorf("%s ends as %+v, %v", name, i, err)
		}
		if _, err := os.Stat(im.folder(id)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: its files: %v", name, err)
		}
		if err := q.Approve(ctx, id, "x"); registry.KindOf(err) != registry.Conflict {
			t.Errorf("%s is approved after: %v", name, err)
		}
	}
	if i, err := q.step(ctx, anyJob); i != nil || err != nil {
		t.Errorf("the queue did %v, %v", i, err)
	}
	applied := approved()
	step(ctx, t, q)
	if _, err := q.Cancel(ctx, applied); registry.KindOf(err) != registry.Conflict || !strings.Contains(err.Error(), "hoàn tác") {
		t.Errorf("one that is written: %v", err)
	}
}

// TestCancelReading drops an import while a child is reading it: the child ends, the
// queue goes on with the next.
func TestCancelReading(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	big := fewPeople + strings.Repeat("3;Trần Văn Cường;27/03/1982;TS\n", 290_000)
	i, err := sendTo(ctx, q, "lon.csv", strings.NewReader(big), Options{})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan *registry.Import, 1)
	go func() {
		did, err := q.step(ctx, anyJob)
		if err != nil {
			t.Error(err)
		}
		done <- did
	}()
	for q.Progress(i.ID).Done == 0 {
		time.Sleep(time.Millisecond)
	}
	if _, err := q.Cancel(ctx, i.ID); err != nil {
		t.Fatal(err)
	}
	if did := <-done; did == nil || did.ID != i.ID {
		t.Errorf("the queue did %v", did)
	}
	now, err := im.Store.Import(ctx, i.ID)
	if err != nil || now.State != registry.ImportCancelled {
		t.Errorf("it ends as %+v, %v", now, err)
	}
	if left, err := filepath.Glob(im.folder(i.ID) + "*"); err != nil || len(left) > 0 || q.Progress(i.ID) != (Progress{}) {
		t.Errorf("left: %v, %v, %+v", left, err, q.Progress(i.ID))
	}
}

// TestSweep: the next start ends a dropping that was cut short.
func TestSweep(t *testing.T) {
	ctx, im := testImporter(t)
	i, _, err := im.Receive(ctx, "a.csv", strings.NewReader(fewPeople), Options{})
	if err == nil {
		_, err = im.gate().Cancel(ctx, i.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	ended, stop := context.WithCancel(ctx)
	stop()
	if err := NewQueue(im).Run(ended); err != nil {
		t.Fatal(err)
	}
	if err := im.sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(im.folder(i.ID)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its files: %v", err)
	}
}

// TestConfirmedBeforeLarge: what somebody confirmed is written beside a large list that
// is being read, and before one that waits; one is written at a time.
func TestConfirmedBeforeLarge(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	small := func() registry.ImportID {
		i, err := sendTo(ctx, q, "nho.csv", strings.NewReader(fewPeople), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if did, err := q.step(ctx, smallJob); err != nil || did == nil {
			t.Fatal(did, err)
		}
		return i.ID
	}
	approve := func(id registry.ImportID) {
		plan, err := q.StoredPlan(ctx, id)
		if err == nil {
			err = q.Approve(ctx, id, plan.Digest)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	first := small()
	large, err := sendTo(ctx, q, "lon.csv", strings.NewReader(fewPeople+strings.Repeat("\n", smallUpload)), Options{})
	if err != nil {
		t.Fatal(err)
	}
	second := small()
	approve(first)
	approve(second)
	if i, err := q.jobs.claim(ctx, im, anyJob); err != nil || i.ID != first {
		t.Fatalf("before the large one: %v, %v", i, err)
	}
	if i, err := q.jobs.claim(ctx, im, smallJob); i != nil || err != nil {
		t.Errorf("two are written at once: %v, %v", i, err)
	}
	if i, err := q.jobs.claim(ctx, im, anyJob); err != nil || i.ID != large.ID {
		t.Errorf("beside writing: %v, %v", i, err)
	}
	q.jobs.release(first)
	if i, err := q.step(ctx, smallJob); err != nil || i == nil || i.ID != first {
		t.Errorf("beside the large one: %v, %v", i, err)
	}
}
