package main

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestDemoGoesOn: a first start that was killed among the demo workbooks brings
// in the missing ones at the next; a folder with other people is left alone.
func TestDemoGoesOn(t *testing.T) {
	data := t.TempDir()
	killedAfterOneBook(t, data)
	if n := len(exported(t, data)); n == 0 || n > 1500 {
		t.Fatalf("%d people after the kill; want some but not all", n)
	}
	serve(t, data, "--demo").stop(t)
	if n := len(exported(t, data)); n < 2000 {
		t.Errorf("%d people after the next start, want about 2,050", n)
	}
	own := t.TempDir()
	must(t, own, "import", "--yes", "--organisation", "ĐHCT", staff(t))
	before := len(exported(t, own))
	serve(t, own, "--demo").stop(t)
	if after := len(exported(t, own)); after != before {
		t.Errorf("a folder of %d people got the demo's: %d", before, after)
	}
}

// killedAfterOneBook starts a demo and kills it when the first workbook is in.
func killedAfterOneBook(t *testing.T, data string) {
	t.Helper()
	cmd := exec.Command(binary, "--data", data, "serve", "--addr", "127.0.0.1:0", "--demo")
	first := make(chan struct{}, 1)
	cmd.Stderr = writer(func(said string) {
		if strings.Contains(said, "lần nhập 1") {
			first <- struct{}{}
		}
	})
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-first:
	case <-time.After(time.Minute):
		t.Error("the first workbook never came in")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed, as it was to be
}

// writer tells a function what is written.
type writer func(said string)

func (w writer) Write(b []byte) (int, error) {
	w(string(b))
	return len(b), nil
}
