package importer

import (
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
// would hold people's data.
func limitSelf(memory int64) {
	set := func(what int, n uint64) { _ = unix.Setrlimit(what, &unix.Rlimit{Cur: n, Max: n}) }
	set(unix.RLIMIT_DATA, uint64(memory)+256<<20) // the runtime's own tables and stacks on top
	set(unix.RLIMIT_CPU, 300)
	set(unix.RLIMIT_FSIZE, 0)
	set(unix.RLIMIT_CORE, 0)
}
