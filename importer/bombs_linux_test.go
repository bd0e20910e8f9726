package importer

import (
	"syscall"
	"testing"
	"time"
)

// workOfChildren is how long the children that ended have worked.
func workOfChildren(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
