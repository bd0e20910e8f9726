package bleve_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"trithuc/registry"
	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/search/searchtest"
)

// damages says how many damaged copies are opened; DAMAGES names another number.
func damages(t *testing.T) int {
	if n, err := strconv.Atoi(os.Getenv("DAMAGES")); err == nil {
		return n
	}
	if testing.Short() {
		return 10
	}
	return 20
}

// TestDamagedCopies opens copies of an index, each with a file cut short, lost or
// with a bit flipped: it either answers as before, or stands at zero to be filled
// anew. No copy ends the process, and none answers wrongly.
func TestDamagedCopies(t *testing.T) {
	ref := furniture(t)
	people, err := searchtest.People(ref)
	if err != nil {
		t.Fatal(err)
	}
	whole := t.TempDir()
	index, err := bleve.Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	searchtest.Fill(t, index, people[:150], ref)
	want, at := answers(t, index, ref)
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	same, anew := 0, 0
	for seed := range damages(t) {
		dir := filepath.Join(t.TempDir(), "index")
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		what := damage(t, dir, rand.New(rand.NewPCG(uint64(seed), 1)))
		x, err := bleve.Open(dir)
		if err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		switch got, stands := answers(t, x, ref); {
		case stands == (registry.Head{}):
			anew++
		case stands == at && slices.Equal(got, want):
			same++
		default:
			t.Errorf("%s: answers as %v, want %v", what, got, want)
		}
		if err := x.Close(); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		os.RemoveAll(dir)
	}
	t.Logf("%d copies answered as before, %d stand at zero to be filled anew", same, anew)
}

// answers gives what an index says to a few questions, and where it stands.
func answers(t *testing.T, index search.Index, ref *registry.Reference) ([]string, registry.Head) {
	t.Helper()
	at, err := index.Position(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := searchtest.NewSearcher(index, ref)
	var all []string
	for _, q := range []string{"", "nguyen", "kế toán", "tiến sĩ", "lúa"} {
		a, err := s.Search(searchtest.Officer(t.Context()), search.Query{Text: q, Limit: 1000, Facets: []search.Facet{search.FacetDegree, search.FacetBranch}})
		line := fmt.Sprint(q, a.Total, err, a.Facets)
		for _, h := range a.Hits {
			line += fmt.Sprint(" ", h.Person, h.Score)
		}
		all = append(all, line)
	}
	return all, at
}

// damage spoils one file of an index and says how.
func damage(t *testing.T, dir string, rnd *rand.Rand) string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && e.Name() != "LOCK" {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	path := files[rnd.IntN(len(files))]
	name := filepath.Base(path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	switch kind := rnd.IntN(3); {
	case kind == 0 || len(b) == 0:
		err, name = os.Remove(path), name+" lost"
	case kind == 1:
		n := rnd.IntN(len(b))
		err, name = os.Truncate(path, int64(n)), fmt.Sprintf("%s cut to %d of %d bytes", name, n, len(b))
	default:
		i := rnd.IntN(len(b))
		b[i] ^= 1 << rnd.IntN(8)
		err, name = os.WriteFile(path, b, 0o600), fmt.Sprintf("%s with byte %d of %d flipped", name, i, len(b))
	}
	if err != nil {
		t.Fatal(err)
	}
	return name
}
