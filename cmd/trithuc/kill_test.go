package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestKillDuringImport: kill -9 at a random moment of an import leaves all of
// it or none of it, and doctor finds nothing after the restart.
func TestKillDuringImport(t *testing.T) {
	const people, kills = 3000, 20
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	file := many(t, people)
	data := filepath.Join(t.TempDir(), "data")

	start := time.Now()
	must(t, data, "import", file, "--yes")
	whole := time.Since(start)
	for range kills {
		data := filepath.Join(t.TempDir(), "data")
		must(t, data, "doctor")
		cmd := exec.Command(binary, "--data", data, "import", file, "--yes")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(whole))))
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()
		if a := trithuc(t, data, "doctor"); a.code != 0 {
			t.Errorf("doctor after the kill: %s%s", a.out, a.errout)
		}
		if n := len(exported(t, data)); n != 0 && n != people {
			t.Errorf("%d people after the kill, want none or %d", n, people)
		}
	}
}

// TestKillDuringUndo: kill -9 at a random moment of an undo leaves all of the import or
// none of it, and the undo can be asked for again.
func TestKillDuringUndo(t *testing.T) {
	const people, kills = 1500, 6
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	data := filepath.Join(t.TempDir(), "data")
	file := many(t, people)
	again := func() string {
		return fmt.Sprint(decode[report](t, must(t, data, "import", file, "--yes", "--json")).Import)
	}
	last := again()
	start := time.Now()
	must(t, data, "import", "undo", last)
	whole := time.Since(start)
	for range kills {
		if len(exported(t, data)) == 0 {
			last = again()
		}
		cmd := exec.Command(binary, "--data", data, "import", "undo", last)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(whole))))
		_ = cmd.Process.Kill() // it may have ended by itself
		_ = cmd.Wait()
		if a := trithuc(t, data, "doctor"); a.code != 0 {
			t.Errorf("doctor after the kill: %s%s", a.out, a.errout)
		}
		if n := len(exported(t, data)); n != 0 && n != people {
			t.Errorf("%d people after the kill, want none or %d", n, people)
		}
	}
	if len(exported(t, data)) > 0 {
		must(t, data, "import", "undo", last)
	}
	if n := len(exported(t, data)); n != 0 {
		t.Errorf("%d people after the last undo", n)
	}
}

// many is a workbook of n people.
func many(t testing.TB, n int) string {
	rows := [][]any{{"Mã CB", "Họ và tên", "Ngày sinh", "Trình độ", "Email", "Hướng nghiên cứu"}}
	given := []string{"An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khoa", "Lan", "Minh", "Ngân"}
	for i := range n {
		rows = append(rows, []any{fmt.Sprintf("K%05d", i), "Nguyễn Thị " + given[i%10], fmt.Sprintf("%02d/%02d/%d", i%28+1, i%12+1, 1960+i%40),
			"Thạc sĩ", fmt.Sprintf("k%05d@ctu.example", i), "nuôi trồng thủy sản"})
	}
	return workbook(t, rows...)
}

// TestOneAtATime: a second command on the same folder says who has it, at once.
func TestOneAtATime(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	server := serve(t, data)
	for _, args := range [][]string{{"search", "an"}, {"doctor"}, {"serve", "--addr", "127.0.0.1:0"}, {"seed", "--people", "1"}, {"reindex"}, {"import", staff(t)}} {
		start := time.Now()
		a := trithuc(t, data, args...)
		if a.code != 1 || !strings.Contains(a.errout, "serve") || !strings.Contains(a.errout, fmt.Sprint(server.cmd.Process.Pid)) {
			t.Errorf("%v: exit %d, %q; want 1 and the holder named", args, a.code, a.errout)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%v took %v to be refused", args, took)
		}
	}
	for _, args := range [][]string{{"export"}, {"forecast", "--json"}} {
		if a := trithuc(t, data, args...); a.code != 0 {
			t.Errorf("%v beside the server: exit %d, %s", args, a.code, a.errout)
		}
	}
}

// server is a running `serve`.
type server struct {
	cmd  *exec.Cmd
	url  string
	out  io.Reader // what it says after its address
	logs *bytes.Buffer
}

// serve starts the binary on a free port and waits until it is ready; the test's
// end stops it as an operator would.
func serve(t testing.TB, data string, args ...string) *server {
	t.Helper()
	s := &server{logs: &bytes.Buffer{}}
	s.cmd = exec.Command(binary, append([]string{"--data", data, "serve", "--addr", "127.0.0.1:0"}, args...)...)
	s.cmd.Stderr = s.logs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.out = out
	t.Cleanup(func() { s.stop(t) })
	ready := make(chan string, 1)
	go func() {
		var line bytes.Buffer
		b := make([]byte, 1)
		for {
			if _, err := out.Read(b); err != nil {
				ready <- ""
				return
			}
			if line.WriteByte(b[0]); b[0] == '\n' {
				if _, url, ok := strings.Cut(line.String(), "http://"); ok {
					ready <- "http://" + strings.Fields(url)[0]
					return
				}
				line.Reset()
			}
		}
	}()
	select {
	case s.url = <-ready:
	case <-time.After(2 * time.Minute):
	}
	if s.url == "" {
		t.Fatalf("serve never said it was ready\n%s", s.logs)
	}
	return s
}

// stop asks the server to end and checks that it ended well.
func (s *server) stop(t testing.TB) {
	if s.cmd.ProcessState != nil {
		return
	}
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Error(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("serve ended with %v\n%s", err, s.logs)
	}
}

// TestSoundWhenEmpty: a missing, an empty and a just-created folder are sound
// empty registries.
func TestSoundWhenEmpty(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "nowhere")
	for _, data := range []string{missing, t.TempDir(), missing} {
		if v := decode[verdict](t, must(t, data, "doctor", "--json")); !v.OK {
			t.Errorf("%s: %v", data, v.Findings)
		}
		if out := must(t, data, "export"); out != "" {
			t.Errorf("export of nothing gave %q", out)
		}
		var f found
		if err := json.Unmarshal([]byte(must(t, data, "search", "--json", "an")), &f); err != nil || f.Total != 0 {
			t.Errorf("search in nothing: %+v, %v", f, err)
		}
	}
}
