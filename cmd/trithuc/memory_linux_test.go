package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestOutOfMemory: an import that the system kills for want of memory leaves all of it
// or none of it, and the next command opens the folder at once.
func TestOutOfMemory(t *testing.T) {
	group := filepath.Join("/sys/fs/cgroup/memory", fmt.Sprintf("trithuc-test-%d", os.Getpid()))
	if err := os.Mkdir(group, 0o700); err != nil {
		t.Skipf("no control group of memory can be made here: %v", err)
	}
	defer os.Remove(group)
	const people = 3000
	file := many(t, people)
	killed := 0
	for _, MB := range []int{20, 26, 32, 44} {
		if err := os.WriteFile(filepath.Join(group, "memory.limit_in_bytes"), []byte(strconv.Itoa(MB<<20)), 0); err != nil {
			t.Skipf("the group takes no limit: %v", err)
		}
		data := filepath.Join(t.TempDir(), "data")
		must(t, data, "doctor")
		cmd := exec.Command("sh", "-c", `echo $$ > "$1/cgroup.procs" && shift && exec "$@"`, "sh", group, binary, "--data", data, "import", file, "--yes")
		err := cmd.Run()
		if state, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && state.Signaled() && state.Signal() == syscall.SIGKILL {
			killed++
		} else if err != nil && !strings.Contains(err.Error(), "exit status") {
			t.Fatal(err)
		}
		start := time.Now()
		if a := trithuc(t, data, "doctor"); a.code != 0 {
			t.Errorf("doctor after %d MB: %s%s", MB, a.out, a.errout)
		}
		if n := len(exported(t, data)); n != 0 && n != people {
			t.Errorf("%d people after %d MB, want none or %d", n, MB, people)
		}
		t.Logf("%d MB: %v; open again in %s", MB, cmd.ProcessState, time.Since(start).Round(time.Millisecond))
	}
	if killed == 0 {
		t.Error("nothing was killed")
	}
}
