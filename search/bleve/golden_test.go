package bleve_test

import (
	"os"
	"testing"

	"trithuc/registry"
	"trithuc/search/bleve"
	"trithuc/search/searchtest"
	"trithuc/seeds"
)

// The floors of the judged queries: no kind may fall below one, nor all kinds
// together below the other.
const (
	floorOfKind = 0.90
	floorOfMean = 0.97
)

func TestJudgedQueries(t *testing.T) {
	ref := furniture(t)
	scores := searchtest.Judged(t, open(t), ref)
	searchtest.Print(t.Output(), scores)
	for _, s := range scores {
		if s.Share() < floorOfKind {
			t.Errorf("%s: %.2f, want at least %.2f", s.Kind, s.Share(), floorOfKind)
		}
	}
	if mean := searchtest.Mean(scores); mean < floorOfMean {
		t.Errorf("mean %.3f, want at least %.2f", mean, floorOfMean)
	}
}

// BenchmarkJudged prints the score of every kind of judged query, for whoever
// measures.
func BenchmarkJudged(b *testing.B) {
	ref := furniture(b)
	for b.Loop() {
		scores := searchtest.Judged(b, open(b), ref)
		searchtest.Print(os.Stdout, scores)
		b.ReportMetric(searchtest.Mean(scores), "mean")
	}
}

// furniture gives the reference that a new registry starts with.
func furniture(t testing.TB) *registry.Reference {
	t.Helper()
	ref, err := seeds.Reference()
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// open opens an empty index that closes with the test.
func open(t testing.TB) *bleve.Index {
	t.Helper()
	x, err := bleve.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}
