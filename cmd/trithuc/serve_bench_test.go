package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
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
	key := token(b, data)
	for b.Loop() {
		start := time.Now()
		s := serve(b, data)
		up := time.Since(start)
		asked := timed(b, s.url+"/people?q=nuoi+trong+thuy+san", key)
		again := timed(b, s.url+"/people?q=nuoi+trong+thuy+san", key)
		anonymous, resident := memory(b, s.cmd.Process.Pid)
		s.stop(b)
		b.ReportMetric(float64(up.Milliseconds()), "ms-up")
		b.ReportMetric(float64(asked.Milliseconds()), "ms-first-search")
		b.ReportMetric(float64(again.Milliseconds()), "ms-second-search")
		b.ReportMetric(anonymous, "MB-anonymous")
		b.ReportMetric(resident, "MB-resident")
	}
}

// BenchmarkServeAtWork measures the most that a server holds of its own while it fills
// the index, forecasts, and writes everybody into files, and what it holds a while after.
// What it may hold is 100 MB and 300 bytes a person.
func BenchmarkServeAtWork(b *testing.B) {
	people := cmp.Or(os.Getenv("BENCH_SERVED"), "100000")
	data := b.TempDir()
	must(b, data, "seed", "--people", people)
	key := token(b, data)
	n, err := strconv.Atoi(people)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s := serve(b, data)
		memory(b, s.cmd.Process.Pid) // or there is nothing to measure by
		highest := func(work func()) float64 { return highestWhile(b, s.cmd.Process.Pid, work) }
		b.ReportMetric(highest(func() { readySoon(b, s.url) }), "MB-indexing")
		b.ReportMetric(highest(func() { timed(b, s.url+"/forecast", key) }), "MB-forecast")
		b.ReportMetric(highest(func() { timed(b, s.url+"/api/v1/export?format=jsonl", key) }), "MB-jsonl")
		b.ReportMetric(highest(func() { timed(b, s.url+"/api/v1/exchange/hemis/file", key) }), "MB-hemis-xlsx")
		time.Sleep(3 * thriftEvery)
		after, _ := memory(b, s.cmd.Process.Pid)
		s.stop(b)
		b.ReportMetric(after, "MB-after")
		b.ReportMetric(float64(memoryBase+memoryEach*n)/(1<<20), "MB-bound")
	}
}

// highestWhile gives the most MB of its own that a process held while something was done.
func highestWhile(b *testing.B, pid int, work func()) (most float64) {
	b.Helper()
	done, seen := make(chan struct{}), make(chan float64)
	go func() {
		for {
			held, _ := memory(b, pid)
			most = max(most, held)
			select {
			case <-done:
				seen <- most
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	work()
	close(done)
	return <-seen
}

// readySoon waits until the server says that its index holds everybody.
func readySoon(b *testing.B, url string) {
	for range 6000 {
		res, err := http.Get(url + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Error("never ready")
}

// timed asks for a page and gives how long its last byte took.
func timed(b *testing.B, url, token string) time.Duration {
	b.Helper()
	start := time.Now()
	res, err := http.DefaultClient.Do(asked(b, url, token))
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
