package bleve

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	segapi "github.com/blevesearch/scorch_segment_api/v2"

	"trithuc/registry"
)

// Option says how an index is opened.
type Option func(*Index)

// ProbedBy has an index that was not closed looked at by another process first: command
// is run with the folder of the index behind it and calls Probe. What the engine cannot
// bear in a damaged index, in goroutines of its own or in mapped memory, ends that
// process and not this one.
func ProbedBy(command ...string) Option { return func(x *Index) { x.prober = command } }

// probeTime bounds how long a probe may take: more than reading an index of a million
// people from a slow disk.
const probeTime = 2 * time.Minute

// Probe opens the current edition of the index in dir, changing nothing, and reads all
// that is kept in memory. It is for a process of its own (ProbedBy).
func Probe(dir string) error {
	f := folder(dir)
	name := f.current()
	if name == "" {
		return registry.Errorf(registry.NotFound, "Không có chỉ mục nào ở %s.", dir)
	}
	settings := options()
	settings["read_only"] = true
	idx, err := f.open(name, settings)
	if err != nil {
		return wrap(err, "đọc")
	}
	e := &edition{name: name, idx: idx, vocabulary: &vocabulary{}, viewed: -1}
	return wrap(errors.Join(e.probe(), e.close()), "đọc")
}

// check says whether an edition may be opened, and how far it is to be trusted: what its
// seal does not vouch for is read through, and one that was not closed is probed.
func (x *Index) check(name string) (trust, error) {
	how, err := x.folder.unseal(name)
	if err != nil || how == untouched {
		return how, err
	}
	files, err := x.folder.segmentFiles(name)
	if err == nil {
		err = checkSums(files)
	}
	if err != nil || how == closed || len(x.prober) == 0 {
		return how, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), probeTime)
	defer cancel()
	if out, err := exec.CommandContext(ctx, x.prober[0], append(x.prober[1:], string(x.folder))...).CombinedOutput(); err != nil {
		return how, fmt.Errorf("a probe of the index in %s: %w: %.200s", filepath.Base(string(x.folder)), err, out)
	}
	return how, nil
}

// verify reads the segments of the edition that answers through, beside the searches.
// Where one is not as it was written the edition answers no more, and an empty one is
// there to be filled.
func (x *Index) verify() {
	x.mu.RLock()
	defer x.mu.RUnlock()
	e := x.live
	if e == nil || x.ctx.Err() != nil || e.damaged.Load() || !x.verifying.CompareAndSwap(false, true) {
		return
	}
	files := e.files()
	x.background.Go(func() {
		defer x.verifying.Store(false)
		if err := checkAtLeisure(x.ctx, files); err != nil && x.ctx.Err() == nil {
			x.giveUp(e)
		}
	})
}

// files lists the files that the view of an edition reads. Index.mu is held.
func (e *edition) files() (files []string) {
	if e.view == nil {
		return nil
	}
	for _, p := range e.view.parts {
		if s, ok := p.seg.(segapi.PersistedSegment); ok {
			files = append(files, s.Path())
		}
	}
	return files
}

// giveUp lets an edition that is damaged answer no more.
func (x *Index) giveUp(e *edition) {
	x.writing.Lock()
	defer x.writing.Unlock()
	if e == nil || x.answering() != e {
		return
	}
	e.damaged.Store(true)
	x.mu.RLock()
	filling := x.next != nil
	x.mu.RUnlock()
	if filling {
		return
	}
	if next, err := freshEdition(x.folder); err == nil {
		x.mu.Lock()
		x.next = next
		x.mu.Unlock()
	} // where there is no room for one, the next failing search comes here again
}

// answering gives the edition that answers; nil after Close.
func (x *Index) answering() *edition {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live
}

var errDamaged = registry.Errorf(registry.Busy, "Chỉ mục tìm kiếm bị hỏng và đang được lập lại. Hãy thử lại sau ít phút.")
