package bleve

import (
	"bytes"
	"cmp"
	"context"
	"sort"
)

// run is the places of one part in order, read from some place on. People of two parts
// with the same score are compared by their sort keys, which are read from the segment
// where that is needed.
type run struct {
	*answer
	places []place
	from   int
	keys   map[int][]byte // by index into places
}

// joined is the places of all parts as one order.
type joined struct {
	ctx  context.Context
	runs []*run
	err  error // the first failure to read a key
}

func join(ctx context.Context, parts []*answer) *joined {
	j := &joined{ctx: ctx}
	for _, p := range parts {
		if len(p.best) > 0 {
			j.runs = append(j.runs, &run{answer: p, places: p.best, keys: map[int][]byte{}})
		}
	}
	return j
}

// key gives the sort key of the person at index i.
func (j *joined) key(r *run, i int) []byte {
	key, known := r.keys[i]
	if !known && j.err == nil {
		if key, j.err = r.sortKey(r.doc(i)); j.err == nil {
			j.err = j.ctx.Err()
		}
		r.keys[i] = key
	}
	return key
}

// doc gives the document at index i.
func (r *run) doc(i int) uint32 { return r.order.docs[r.places[i].rank()] }

// compare orders two people of two parts.
func (j *joined) compare(a *run, at int, b *run, bt int) int {
	if a == b {
		return cmp.Compare(at, bt)
	}
	if c := cmp.Compare(b.places[bt].score(), a.places[at].score()); c != 0 {
		return c
	}
	return bytes.Compare(j.key(a, at), j.key(b, bt))
}

// skip passes over the first n of all. It cuts every run at the middle of the longest
// stretch that is open, so that a page far back costs some thousand keys and not one for
// everybody before it.
func (j *joined) skip(n int) {
	until := make([]int, len(j.runs)) // nobody from there on is among the first n
	left := n
	for i, r := range j.runs {
		until[i] = min(len(r.places), n)
	}
	for left > 0 && j.err == nil {
		p := j.longest(until)
		if p < 0 {
			return // fewer than n are there
		}
		middle := (j.runs[p].from + until[p]) / 2
		cuts, before := j.cut(p, middle, until)
		if before > left {
			copy(until, cuts)
			continue
		}
		for i, c := range cuts {
			j.runs[i].from = c
		}
		if left -= before; left > 0 {
			j.runs[p].from, left = middle+1, left-1
		}
	}
}

// longest gives the run with the longest open stretch; -1 where none is open.
func (j *joined) longest(until []int) int {
	best, open := -1, 0
	for i, r := range j.runs {
		if until[i]-r.from > open {
			best, open = i, until[i]-r.from
		}
	}
	return best
}

// cut gives for each run where those begin who do not stand before the person at an index
// of run p, and how many of the open ones do.
func (j *joined) cut(p, middle int, until []int) (cuts []int, before int) {
	cuts = make([]int, len(j.runs))
	for i, r := range j.runs {
		cuts[i] = r.from + sort.Search(until[i]-r.from, func(k int) bool {
			return j.compare(r, r.from+k, j.runs[p], middle) >= 0
		})
		before += cuts[i] - r.from
	}
	return cuts, before
}

// next gives the run whose next person is the first of all, and moves on; nil at the end.
func (j *joined) next() (r *run, doc uint32, score int) {
	for _, other := range j.runs {
		if other.from < len(other.places) && (r == nil || j.compare(other, other.from, r, r.from) < 0) {
			r = other
		}
	}
	if r == nil {
		return nil, 0, 0
	}
	r.from++
	return r, r.doc(r.from - 1), r.places[r.from-1].score()
}
