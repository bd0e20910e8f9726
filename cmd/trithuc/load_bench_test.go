package main

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

// The people at their desks: how many, and how long each thinks between two pages.
const (
	loadClients = 200
	loadThought = 5 * time.Second
)

// visited are the pages that they open, in turn as chance will have it.
var visited = []string{"/", "/people?q=nuoi+trong+thuy+san", "/people?q=nguyen+thi+hoa", "/people?sex=female&field=4", "/people?q=tien+si+duoi+45+tuoi&page=2",
	"/organisations", "/organisations/16", "/fields", "/fields/4", "/imports", "/shortlists", "/statistics", "/api/v1/suggest?q=nguyen"}

// BenchmarkLoad lets 200 clients with five seconds of thought open mixed pages, and tells
// how long they waited and how many errors they met. BENCH_SERVED names another number of
// people than 100,000, BENCH_LOAD another time than half a minute ("5m").
func BenchmarkLoad(b *testing.B) {
	span, err := time.ParseDuration(cmp.Or(os.Getenv("BENCH_LOAD"), "30s"))
	if err != nil {
		b.Fatal(err)
	}
	data := b.TempDir()
	must(b, data, "seed", "--people", cmp.Or(os.Getenv("BENCH_SERVED"), "100000"))
	must(b, data, "reindex")
	key := token(b, data)
	s := serve(b, data)
	defer s.stop(b)
	readySoon(b, s.url)
	for b.Loop() {
		waits, wrong := visitors(b, s.url, key, span)
		slices.Sort(waits)
		b.ReportMetric(float64(len(waits)), "pages")
		b.ReportMetric(float64(wrong), "errors")
		for _, p := range []int{50, 95, 99} {
			b.ReportMetric(float64(waits[(len(waits)-1)*p/100].Microseconds())/1000, "ms-p"+strconv.Itoa(p))
		}
	}
}

// visitors lets all of them visit for a while.
func visitors(b *testing.B, url, key string, span time.Duration) (waits []time.Duration, wrong int) {
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: loadClients}}
	var lock sync.Mutex
	var all sync.WaitGroup
	end := time.Now().Add(span)
	for i := range loadClients {
		chance := rand.New(rand.NewPCG(1, uint64(i)))
		all.Go(func() {
			time.Sleep(time.Duration(chance.Int64N(int64(loadThought)))) // they do not all begin at once
			for time.Now().Before(end) {
				start := time.Now()
				err := visit(client, asked(b, url+visited[chance.IntN(len(visited))], key))
				lock.Lock()
				waits = append(waits, time.Since(start))
				if err != nil {
					wrong++
					b.Log(err)
				}
				lock.Unlock()
				time.Sleep(loadThought/2 + time.Duration(chance.Int64N(int64(loadThought))))
			}
		})
	}
	all.Wait()
	return waits, wrong
}

// visit opens one page to its last byte.
func visit(client *http.Client, r *http.Request) error {
	res, err := client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", r.URL.Path, res.Status)
	}
	return nil
}
