package sqlite

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"trithuc/registry"
	"trithuc/registry/registrytest"
)

// TestTooManyFiles: where the system opens no more files, reading over a further
// connection and the question whether the store can be written to say so and how to mend
// it; once it does again all goes on without a restart.
func TestTooManyFiles(t *testing.T) {
	db := mustOpen(t, t.TempDir())
	defer db.Close()
	furnish := func() error {
		_, err := db.Commit(t.Context(), registrytest.Operator, registrytest.Furniture())
		return err
	}
	if err := furnish(); err != nil {
		t.Fatal(err)
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	none := limit
	none.Cur = 3
	var read, probed error
	err := db.read.with(t.Context(), func(*session) error { // so that another connection is asked for
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &none); err != nil {
			return err
		}
		_, read = db.Totals(t.Context())
		probed = db.Writable()
		return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	})
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"read": read, "probed": probed} {
		if e, ok := errors.AsType[*registry.Error](err); !ok || e.Kind != registry.Busy || !strings.HasSuffix(e.Message, ".") {
			t.Errorf("%s: got %v, want one clear sentence", what, err)
		}
	}
	_, err = db.Totals(t.Context())
	if err := errors.Join(err, db.Writable(), furnish()); err != nil {
		t.Error(err)
	}
}
