package sqlite_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// call is one call to the kernel as strace writes it: its name, the file it is about, and
// the rest of the line.
var call = regexp.MustCompile(`^\d+ +(pwrite64|write|fsync|fdatasync)\(\d+<([^>]*)>(.*)`)

// TestPowerCut: a cut of the power loses what was not forced to the disk, so a commit is
// acknowledged only once the log holds it on the disk; a page goes into the database only
// once the log that has it does; and the log begins again only once the database does.
// Nothing but the calls to the kernel tells so; what is traced is the writer that
// TestKilledWriter kills.
func TestPowerCut(t *testing.T) {
	if exec.Command("strace", "-o", os.DevNull, "true").Run() != nil {
		t.Skip("no strace, or none allowed")
	}
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "calls")
	cmd := exec.Command("strace", "-f", "-y", "-qq", "-s", "8", "-e", "trace=pwrite64,write,fsync,fdatasync", "-o", out, os.Args[0])
	cmd.Env = append(os.Environ(), writerDir+"="+dir)
	said, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(said)
	for n := 0; n < 400 && lines.Scan(); n++ {
	}
	must(t, said.Close()) // which ends the writer
	cmd.Wait()
	raw, err := os.ReadFile(out)
	must(t, err)
	loose := map[string]bool{} // files with writes that are not forced to the disk
	acknowledged, begun := 0, 0
	for line := range strings.Lines(string(raw)) {
		c := call.FindStringSubmatch(line)
		if c == nil {
			continue
		}
		name, file, rest := c[1], filepath.Base(c[2]), c[3]
		switch {
		case name == "fsync" || name == "fdatasync":
			delete(loose, file)
		case name == "write" && strings.HasPrefix(c[2], "pipe:"):
			if acknowledged++; loose["registry.db-wal"] {
				t.Fatalf("acknowledged before the log is on the disk: %s", line)
			}
		case file == "registry.db":
			if loose["registry.db-wal"] {
				t.Fatalf("a page before the log that has it: %s", line)
			}
			loose[file] = true
		case file == "registry.db-wal":
			if strings.Contains(rest, ", 32, 0") {
				if begun++; loose["registry.db"] {
					t.Fatalf("the log begins again before the database is on the disk: %s", line)
				}
			}
			loose[file] = true
		}
	}
	if acknowledged < 400 || begun < 2 {
		t.Errorf("saw %d commits and the log begin %d times", acknowledged, begun)
	}
}
