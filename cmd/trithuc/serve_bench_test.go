package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

// BenchmarkServe measures what an idle server over a large registry holds and how
// long a start over existing data takes. BENCH_SERVED names another size.
func BenchmarkServe(b *testing.B) {
	people := cmp.Or(os.Getenv("BENCH_SERVED"), "100000")
	data := b.TempDir()
	must(b, data, "seed", "--people", people)
	must(b, data, "reindex")
	for b.Loop() {
		start := time.Now()
		s := serve(b, data)
		up := time.Since(start)
		asked := timed(b, s.url+"/people?q=nuoi+trong+thuy+san")
		again := timed(b, s.url+"/people?q=nuoi+trong+thuy+san")
		anonymous, resident := memory(b, s.cmd.Process.Pid)
		s.stop(b)
		b.ReportMetric(float64(up.Milliseconds()), "ms-up")
		b.ReportMetric(float64(asked.Milliseconds()), "ms-first-search")
		b.ReportMetric(float64(again.Milliseconds()), "ms-second-search")
		b.ReportMetric(anonymous, "MB-anonymous")
		b.ReportMetric(resident, "MB-resident")
	}
}

// timed asks for a page and gives how long its last byte took.
func timed(b *testing.B, url string) time.Duration {
	b.Helper()
	start := time.Now()
	res, err := http.Get(url)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
		b.Fatalf("%s: %s, %v", url, res.Status, err)
	}
	return time.Since(start)
}

// memory gives what the system says a process holds, in MB: what is its own
// alone, and all that is resident, the mapped files of the index included.
func memory(b *testing.B, pid int) (anonymous, resident float64) {
	b.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("only where /proc tells what a process holds")
	}
	defer f.Close()
	kB := map[string]float64{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ":")
		var n float64
		if _, err := fmt.Sscan(value, &n); err == nil {
			kB[name] = n
		}
	}
	return kB["RssAnon"] / 1024, kB["VmRSS"] / 1024
}
