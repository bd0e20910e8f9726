package main

import (
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"trithuc/registry"
	"trithuc/registry/selection"
	"trithuc/search"
)

// benchQuotas are twelve quotas that bind and can all be met.
const benchQuotas = `[{"where":{"sex":"female"},"min":3},{"where":{"sex":"male"},"min":2},{"where":{"degree":"TS"},"min":5},{"where":{"title":"PGS"},"min":1},
	{"where":{"title":"GS"},"max":2},{"where":{"age_max":45},"min":2},{"where":{"age_min":60},"max":2},{"where":{"field":"4"},"min":3},{"where":{"field":"1"},"min":2},
	{"where":{"field":"5"},"min":1},{"where":{"degree":"ThS"},"min":7},{"where":{"organisation":"Đại học Cần Thơ"},"max":4}]`

// BenchmarkPanel measures a proposal as an officer waits for it: the topic searched,
// everybody read and weighed, conflicts with the people of the judged work looked for, the
// best panel proven, alternatives and reasons. 9 of 5,000 may take a second, 15 of 20,000
// five.
func BenchmarkPanel(b *testing.B) {
	for _, size := range []struct{ members, people int }{{9, 5_000}, {15, 20_000}} {
		b.Run(fmt.Sprintf("%dOf%d", size.members, size.people), func(b *testing.B) {
			data := b.TempDir()
			must(b, data, "seed", "--people", fmt.Sprint(size.people), "--seed", "3")
			ctx := registry.WithActor(b.Context(), registry.Actor{Account: "bench", Role: registry.Operator})
			c := &console{ctx: ctx, dir: data, out: io.Discard, errout: io.Discard, now: time.Now}
			h, err := c.openIndexed("panel propose")
			if err != nil {
				b.Fatal(err)
			}
			defer h.Close()
			first, second := registry.PersonID(1).Public(), registry.PersonID(2).Public()
			need, err := selection.ReadNeed(strings.NewReader(fmt.Sprintf(`{"topic":"biến đổi khí hậu và sản xuất lúa","fields":["401","105"],"size":%d,"max_per_organisation":3,"quotas":%s,
				"work":{"name":"Giống lúa mới","organisations":["Viện Lúa Đồng bằng sông Cửu Long"],"people":["%s","%s"]}}`, size.members, benchQuotas, first, second)))
			if err != nil {
				b.Fatal(err)
			}
			runs, spent := 0, processor()
			for b.Loop() {
				runs++
				p, err := selection.Propose(ctx, h.store, search.Ranking{By: h.searcher}, need, time.Now())
				if err != nil || !p.Lawful || !p.Optimal || len(p.Barred) == 0 {
					b.Fatalf("%v: %+v", err, p)
				}
			}
			b.ReportMetric(float64((processor()-spent).Milliseconds())/float64(runs), "cpu-ms")
		})
	}
}

// processor gives the time that processors worked for this process: on a machine that
// others use too it tells more than the clock.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
