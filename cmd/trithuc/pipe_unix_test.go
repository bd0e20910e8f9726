//go:build unix

package main

import (
	"syscall"
	"testing"
)

// namedPipe makes a named pipe.
func namedPipe(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
}
