package importer

import (
	"errors"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// bind makes the child die with the parent.
func bind(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// limitSelf asks the kernel to hold the bounds that the watchdog cannot: memory
// that is asked for at once, processor time, no file at all and no core dump, which
// would hold people's data. Where it refuses, no workbook may be read.
func limitSelf(memory int64) error {
	return errors.Join(
		limit(unix.RLIMIT_DATA, uint64(memory)+256<<20), // the runtime's own tables and stacks on top
		limit(unix.RLIMIT_CPU, 300),
		limit(unix.RLIMIT_FSIZE, 0),
		limit(unix.RLIMIT_CORE, 0))
}

// limit sets one bound; a lower one that somebody set already stays.
func limit(what int, n uint64) error {
	var set unix.Rlimit
	if err := unix.Getrlimit(what, &set); err != nil {
		return err
	}
	n = min(n, set.Max)
	return unix.Setrlimit(what, &unix.Rlimit{Cur: n, Max: n})
}
