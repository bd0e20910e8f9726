// Package searchtest is the suite of promises that every search engine keeps, and
// the queries it is judged by. testdata/people.tsv holds invented people,
// testdata/queries.txt what officers type and whom they mean; both are for
// librarians to read and to add to. An engine runs
//
//	func TestIndex(t *testing.T) { searchtest.Run(t, open) }
//
// and asks Judged for its scores.
package searchtest

import (
	"testing"

	"trithuc/search"
)

// Open opens the index that is kept in dir, an empty one where dir is empty.
type Open func(dir string) (search.Index, error)

// Run holds an engine to the promises of search.Index, one a sub-test.
func Run(t *testing.T, open Open) {
	for _, p := range []struct {
		promise string
		test    func(*testing.T, *room)
	}{
		{"a new index stands at zero and finds nobody", emptyFindsNobody},
		{"what is applied is found, and the position with it", appliedIsFound},
		{"a document put again replaces the former", putReplaces},
		{"a removed person is found no more", removedIsGone},
		{"a reopened index has everything", reopenedIsSame},
		{"versions come by id, each person once", versionsById},
		{"filters and counts are those of a plain scan", countsAreTrue},
		{"a facet's own filter leaves its counts alone", multiSelect},
		{"pages by name cover everybody once, in order", pagesCover},
		{"pages by relevance cover everybody once", pagesOfHits},
		{"people of one name come in the order of their ids", namesakesById},
		{"the same plan has the same answer", sameAnswer},
		{"an index being rebuilt answers as before until it is ready", rebuiltBeside},
		{"an interrupted rebuild loses nothing", rebuildInterrupted},
		{"searches run while batches are applied", searchWhileApplying},
		{"searches run while the index is rebuilt", searchWhileRebuilding},
		{"a document is taken whatever its texts hold", anyTextIsTaken},
		{"a value chosen finds as many as were counted", chosenIsCounted},
		{"who may not be seen is neither found nor counted", outOfSight},
		{"an ended context ends a search", endedContext},
		{"a closed index says so", closedSaysSo},
	} {
		t.Run(p.promise, func(t *testing.T) {
			r := &room{t: t, open: open, dir: t.TempDir()}
			r.reopen()
			t.Cleanup(r.close)
			p.test(t, r)
		})
	}
}

// room is where one promise is tried: an index in a folder.
type room struct {
	t     *testing.T
	open  Open
	dir   string
	index search.Index
}

func (r *room) reopen() {
	r.t.Helper()
	r.close()
	index, err := r.open(r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	r.index = index
}

func (r *room) close() {
	if r.index == nil {
		return
	}
	if err := r.index.Close(); err != nil {
		r.t.Error(err)
	}
	r.index = nil
}
