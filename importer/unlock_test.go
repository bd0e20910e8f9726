package importer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"trithuc/registry"
)

// TestUnlock: an upload that could not be read for want of its password waits for it and is
// read with it, as often as it takes; one that is damaged waits for nothing.
func TestUnlock(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	q := NewQueue(im)
	f, err := os.Open(filepath.Join("testdata", "locked", "aes256.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sent, err := sendTo(ctx, q, "danh-sach.zip", f, Options{})
	if err != nil {
		t.Fatal(err)
	}
	read := func() *registry.Import {
		t.Helper()
		if _, err := q.step(ctx, anyJob); err != nil {
			t.Fatal(err)
		}
		i, err := im.Store.Import(ctx, sent.ID)
		if err != nil {
			t.Fatal(err)
		}
		return i
	}
	if i := read(); !q.Locked(i) || !strings.Contains(i.Failure, "Hãy nhập mật khẩu") {
		t.Errorf("without a password: %+v", i)
	}
	if err := q.Unlock(ctx, sent.ID, ""); registry.KindOf(err) != registry.Invalid {
		t.Errorf("no password given: %v", err)
	}
	if err := q.Unlock(ctx, sent.ID, "mat-khau-2"); err != nil {
		t.Error(err)
	}
	if i := read(); !q.Locked(i) || !strings.Contains(i.Failure, "không đúng") {
		t.Errorf("with another password: %+v", i)
	}
	if err := q.Unlock(ctx, sent.ID, "mat-khau-1"); err != nil {
		t.Error(err)
	}
	if i := read(); i.State != registry.ImportPlanned || i.Counts.Added != 4 || there(im.file(sent.ID, uploadFile)) {
		t.Errorf("with its password: %+v", i)
	}
	if err := q.Unlock(ctx, sent.ID, "mat-khau-1"); registry.KindOf(err) != registry.Conflict {
		t.Errorf("read already: %v", err)
	}
	if sent, err = sendTo(ctx, q, "hong.xlsx", strings.NewReader("PK\x03\x04 cut"), Options{}); err != nil {
		t.Fatal(err)
	}
	if i := read(); i.State != registry.ImportFailed || q.Locked(i) {
		t.Errorf("damaged: %+v", i)
	}
}
