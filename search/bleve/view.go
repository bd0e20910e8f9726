package bleve

import (
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segapi "github.com/blevesearch/scorch_segment_api/v2"
)

// view is the index at one moment: its segments with who is deleted in each.
// It holds them open until close.
type view struct {
	snapshot *scorch.IndexSnapshot
	parts    []part
}

// part is one segment as the view sees it.
type part struct {
	*segment
	gone *roaring.Bitmap // deleted documents; nil for none
}

// live gives everybody in the part.
func (p *part) live() *roaring.Bitmap {
	all := roaring.New()
	all.AddRange(0, uint64(p.n))
	if p.gone != nil {
		all.AndNot(p.gone)
	}
	return all
}

// newView reads the index as it is now. Segments that the former view has
// already read are taken over from it.
func newView(idx bleve.Index, former *view, v *vocabulary) (*view, error) {
	advanced, err := idx.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("index is not scorch but %T", reader)
	}
	known := map[segapi.Segment]*segment{}
	if former != nil {
		for _, p := range former.parts {
			known[p.seg] = p.segment
		}
	}
	w := &view{snapshot: snapshot, parts: make([]part, len(snapshot.Segments()))}
	err = inParallel(len(w.parts), func(i int) error {
		ss := snapshot.Segments()[i]
		s := known[ss.Segment()]
		if s == nil {
			var err error
			if s, err = loadSegment(ss.Segment()); err != nil {
				return err
			}
		}
		w.parts[i] = part{s, ss.Deleted()}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	for _, p := range w.parts {
		if known[p.seg] == nil {
			v.names.add(p.words)
			v.topics.add(p.terms)
		}
	}
	if err := sweep(w.parts); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *view) close() error { return w.snapshot.Close() }
