package importer

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// TestPowerCut: an upload is let go only once what was read of it is on the disk
// under its name, and is acknowledged only once it is there itself. Nothing but the
// calls to the kernel tells so, hence strace; the traced process is this test.
func TestPowerCut(t *testing.T) {
	if os.Getenv("TRACED") != "" {
		ctx, im := testImporter(t)
		i, _, err := im.Receive(ctx, "a.csv", strings.NewReader("STT;Họ và tên;Học vị\n1;Nguyễn Văn An;TS\n"), Options{})
		if err == nil {
			_, err = im.Plan(ctx, i.ID, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	if runtime.GOOS != "linux" || exec.Command("strace", "-o", os.DevNull, "true").Run() != nil {
		t.Skip("no strace, or none allowed")
	}
	out := filepath.Join(t.TempDir(), "calls")
	c := exec.Command("strace", "-f", "-y", "-qq", "-e", "trace=fsync,/^rename,/^unlink", "-o", out, os.Args[0], "-test.run", "^TestPowerCut$")
	c.Env = append(os.Environ(), "TRACED=1")
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	calls, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rest := string(calls)
	for _, want := range []string{
		`fsync\(\d+<[^>]*/imports/upload-\d+/upload>`, `fsync\(\d+<[^>]*/imports/upload-\d+>`, `rename.*/imports/upload-\d+".*/imports/1"`, `fsync\(\d+<[^>]*/imports>`,
		`fsync\(\d+<[^>]*/imports/1/cells-\d+>`, `rename.*/imports/1/cells"`, `fsync\(\d+<[^>]*/imports/1>`, `unlink.*/imports/1/upload"`,
		`fsync\(\d+<[^>]*/imports/1/rows.jsonl-\d+>`, `fsync\(\d+<[^>]*/imports/1/plan.json-\d+>`, `rename.*/imports/1/plan.json"`, `fsync\(\d+<[^>]*/imports/1>`,
	} {
		at := regexp.MustCompile(want).FindStringIndex(rest)
		if at == nil {
			t.Fatalf("no %s behind what came before, in\n%s", want, calls)
		}
		rest = rest[at[1]:]
	}
}
