package bleve

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/gofrs/flock"

	"trithuc/registry"
	"trithuc/search"
)

// Index is a search.Index in a folder. One process has it at a time.
type Index struct {
	folder folder
	lock   *flock.Flock
	prober []string // see ProbedBy

	ctx        context.Context // ends with Close
	stop       context.CancelFunc
	background sync.WaitGroup
	verifying  atomic.Bool

	writing sync.Mutex   // Apply, Restart, Ready, Close
	known   known        // emptied by Ready
	mu      sync.RWMutex // the fields below; held for reading while a search runs
	live    *edition     // answers; nil only after Close
	next    *edition     // is being filled to take live's place; nil for none
}

var _ search.Index = (*Index)(nil)

// edition is one index in a subfolder.
type edition struct {
	name       string
	idx        bleve.Index
	vocabulary *vocabulary
	damaged    atomic.Bool // answers no more

	viewing sync.Mutex // making a view, or closing; taken before Index.mu
	view    *view
	applied int // batches written
	viewed  int // batches that view holds; -1 before there is a view
}

// lockWait bounds the wait for another process to let go of the folder.
const lockWait = 2 * time.Second

// Open opens the index in dir, or begins an empty one at position zero where
// there is none, where it is of another version, or where it is damaged: the
// follower fills it. Another process holding it is Busy.
func Open(dir string, how ...Option) (*Index, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, wrap(err, "mở")
	}
	x := &Index{folder: folder(dir), lock: flock.New(filepath.Join(dir, "LOCK"))}
	for _, set := range how {
		set(x)
	}
	x.ctx, x.stop = context.WithCancel(context.Background())
	ctx, cancel := context.WithTimeout(x.ctx, lockWait)
	defer cancel()
	if ok, err := x.lock.TryLockContext(ctx, 50*time.Millisecond); !ok {
		x.stop()
		return nil, &registry.Error{Kind: registry.Busy, Err: err,
			Message: "Chỉ mục tìm kiếm đang do tiến trình khác giữ. Hãy đợi tiến trình đó xong rồi thử lại."}
	}
	if err := x.open(); err != nil {
		x.stop()
		return nil, errors.Join(wrap(err, "mở"), x.lock.Close())
	}
	return x, nil
}

func (x *Index) open() error {
	if name := x.folder.current(); name != "" {
		how, err := x.check(name)
		if err == nil {
			x.live, err = openEdition(x.folder, name)
		}
		if err == nil {
			if how == untouched {
				x.verify()
			}
			return x.folder.clear(name)
		}
	}
	e, err := freshEdition(x.folder)
	if err != nil {
		return err
	}
	x.live = e
	return errors.Join(x.folder.name(e.name), x.folder.clear(e.name))
}

func openEdition(f folder, name string) (*edition, error) {
	idx, err := f.open(name, options())
	if err != nil {
		return nil, err
	}
	e := &edition{name: name, idx: idx, vocabulary: &vocabulary{}, viewed: -1}
	if err := e.probe(); err != nil {
		return nil, errors.Join(err, idx.Close())
	}
	return e, nil
}

// probe reads the position and all that is kept in memory: what a damaged index
// fails in, it fails in here.
func (e *edition) probe() error {
	return safely(func() error {
		if _, err := e.position(); err != nil {
			return err
		}
		return e.refresh()
	})
}

func freshEdition(f folder) (*edition, error) {
	name, idx, err := f.fresh()
	if err != nil {
		return nil, err
	}
	return &edition{name: name, idx: idx, vocabulary: &vocabulary{}, viewed: -1}, nil
}

// filling gives the edition that is written to.
func (x *Index) filling() *edition {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return cmp.Or(x.next, x.live)
}

var positionKey = []byte("position")

// Position gives the entry of the trail that the index being filled stands at.
func (x *Index) Position(context.Context) (registry.Head, error) {
	e := x.filling()
	if e == nil {
		return registry.Head{}, errClosed
	}
	head, err := e.position()
	return head, wrap(err, "đọc")
}

func (e *edition) position() (head registry.Head, err error) {
	b, err := e.idx.GetInternal(positionKey)
	if err != nil || len(b) == 0 {
		return head, err
	}
	if len(b) != 8+len(head.Hash) {
		return head, errors.New("position of the index is damaged")
	}
	head.Seq = registry.Seq(binary.BigEndian.Uint64(b))
	copy(head.Hash[:], b[8:])
	return head, nil
}

// Apply writes a batch with its position. A document that cannot be made is an
// error, not the end of the process that follows the trail.
func (x *Index) Apply(_ context.Context, b search.Batch) (err error) {
	x.writing.Lock()
	defer x.writing.Unlock()
	defer func() {
		if p := recover(); p != nil {
			err = wrap(fmt.Errorf("panic while writing to the index: %v", p), "ghi")
		}
	}()
	e := x.filling()
	if e == nil {
		return errClosed
	}
	batch := e.idx.NewBatch()
	documents := make([]*document.Document, len(b.Put))
	err = inParallel(len(documents), func(i int) error {
		documents[i] = documentOf(&b.Put[i], &x.known)
		return nil
	})
	for i := 0; err == nil && i < len(documents); i++ {
		err = batch.IndexAdvanced(documents[i])
	}
	if err != nil {
		return wrap(err, "ghi")
	}
	for _, id := range b.Remove {
		batch.Delete(documentID(id))
	}
	position := binary.BigEndian.AppendUint64(nil, uint64(b.Position.Seq))
	batch.SetInternal(positionKey, append(position, b.Position.Hash[:]...))
	if err := e.idx.Batch(batch); err != nil {
		return wrap(err, "ghi")
	}
	x.mu.Lock()
	e.applied++
	x.mu.Unlock()
	return nil
}

// Restart begins an empty edition beside the one that answers.
func (x *Index) Restart(context.Context) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.filling() == nil {
		return errClosed
	}
	e, err := freshEdition(x.folder)
	if err != nil {
		return wrap(err, "dựng lại")
	}
	x.mu.Lock()
	former := x.next
	x.next = e
	x.mu.Unlock()
	if former != nil {
		err = errors.Join(former.close(), os.RemoveAll(filepath.Join(string(x.folder), former.name)))
	}
	return wrap(err, "dựng lại")
}

// Ready lets the edition that was being filled answer from now on.
func (x *Index) Ready(context.Context) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	x.known.forget() // whoever filled the index is done for now
	x.mu.RLock()
	e := x.next
	x.mu.RUnlock()
	if e == nil {
		return nil
	}
	if err := errors.Join(x.swapView(e, false), x.folder.name(e.name)); err != nil {
		return wrap(err, "dựng lại")
	}
	x.mu.Lock()
	former := x.live
	x.live, x.next = e, nil
	x.mu.Unlock()
	return wrap(errors.Join(former.close(), x.folder.clear(e.name)), "dựng lại")
}

// Close ends all searches and lets go of the folder. What the next opening reads quickly
// is written first.
func (x *Index) Close() error {
	x.mu.Lock()
	x.stop()
	x.mu.Unlock()
	x.background.Wait()
	x.writing.Lock()
	defer x.writing.Unlock()
	kept := x.absorb()
	x.mu.Lock()
	live, next := x.live, x.next
	x.live, x.next = nil, nil
	x.mu.Unlock()
	if live == nil {
		return nil
	}
	err := errors.Join(kept, live.close())
	if err == nil && !live.damaged.Load() {
		err = x.folder.seal(live.name)
	}
	if next != nil {
		err = errors.Join(err, next.close())
	}
	return wrap(errors.Join(err, x.lock.Close()), "đóng")
}

// close closes an edition that the Index no longer knows, once a view that is
// being made of it is done.
func (e *edition) close() error {
	e.viewing.Lock()
	defer e.viewing.Unlock()
	var err error
	if e.view != nil {
		err = e.view.close()
		e.view = nil
	}
	return errors.Join(err, e.idx.Close())
}

// reading calls do with a view of the edition that answers, which holds all that
// was applied to it before.
func (x *Index) reading(do func(*view, *vocabulary) error) error {
	return x.readingOf(func() *edition { return x.live }, do)
}

// readingOf is reading of the edition that which gives while x.mu is held.
func (x *Index) readingOf(which func() *edition, do func(*view, *vocabulary) error) error {
	err := safely(func() (err error) {
		for done := false; !done && err == nil; {
			if err := x.renew(which); err != nil {
				return err
			}
			done, err = x.viewing(which, do)
		}
		return err
	})
	if err = wrap(err, "đọc"); err != nil && registry.KindOf(err) == registry.Internal && !interrupted(err) {
		x.verify() // what the engine cannot read may be damaged
	}
	return err
}

// viewing calls do with the view of an edition; not where another edition has come
// since, of which there is no view yet.
func (x *Index) viewing(which func() *edition, do func(*view, *vocabulary) error) (done bool, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	switch e := which(); {
	case e == nil:
		return false, errClosed
	case e.damaged.Load():
		return false, errDamaged
	case e.view == nil:
		return false, nil
	default:
		return true, do(e.view, e.vocabulary)
	}
}

// renew makes the view of an edition anew if something was applied since.
func (x *Index) renew(which func() *edition) error {
	x.mu.RLock()
	e := which()
	fresh := e == nil || e.viewed == e.applied
	x.mu.RUnlock()
	if fresh {
		return nil
	}
	return x.swapView(e, false)
}

// swapView makes a view and puts it in place once the searches under way have
// left the former one. Where nothing was applied since that, it does so only if again.
func (x *Index) swapView(e *edition, again bool) error {
	e.viewing.Lock()
	defer e.viewing.Unlock()
	x.mu.RLock()
	former, until := e.view, e.applied
	fresh, gone := e.viewed == until, x.live != e && x.next != e
	x.mu.RUnlock()
	if fresh && !again || gone {
		return nil // where it is gone, close comes or came
	}
	w, err := newView(e.idx, former, e.vocabulary)
	if err != nil {
		return err
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.live != e && x.next != e {
		return w.close()
	}
	e.view, e.viewed = w, until
	if former != nil {
		return former.close()
	}
	return nil
}

// absorb makes the view of the edition that answers anew, so that it reads the segments
// that others were merged into.
func (x *Index) absorb() error {
	x.mu.Lock()
	e := x.live
	if e == nil || e.damaged.Load() {
		x.mu.Unlock()
		return nil
	}
	x.mu.Unlock()
	return safely(func() error { return x.swapView(e, true) })
}

// refresh makes the view of an edition that is opened and known to nobody yet.
func (e *edition) refresh() error {
	w, err := newView(e.idx, e.view, e.vocabulary)
	if err != nil {
		return err
	}
	if e.view != nil {
		err = e.view.close()
	}
	e.view, e.viewed = w, e.applied
	return err
}

// Versions walks over everybody in the edition that Position speaks of, by id.
// The list of ids is held in memory.
func (x *Index) Versions(ctx context.Context) iter.Seq2[search.Held, error] {
	return func(yield func(search.Held, error) bool) {
		all, err := x.versions(ctx)
		for _, h := range all {
			if !yield(h, nil) {
				return
			}
		}
		if err != nil {
			yield(search.Held{}, err)
		}
	}
}

func (x *Index) versions(ctx context.Context) (all []search.Held, err error) {
	filling := func() *edition { return cmp.Or(x.next, x.live) }
	err = x.readingOf(filling, func(w *view, _ *vocabulary) error {
		for i := range w.parts {
			for it := w.parts[i].live().Iterator(); it.HasNext(); {
				held, _, err := w.parts[i].stored(it.Next())
				if err := errors.Join(err, ctx.Err()); err != nil {
					return err
				}
				all = append(all, held)
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b search.Held) int { return cmp.Compare(a.Person, b.Person) })
	return all, err
}

var errClosed = registry.Errorf(registry.Busy, "Chỉ mục tìm kiếm đã đóng.")

// wrap gives an error of the engine the house's form.
func wrap(err error, what string) error {
	if _, ours := errors.AsType[*registry.Error](err); err == nil || ours {
		return err
	}
	if interrupted(err) {
		return err
	}
	if full(err) {
		return &registry.Error{Kind: registry.Busy, Err: fmt.Errorf("search/bleve: %w: %w", syscall.ENOSPC, err),
			Message: fmt.Sprintf("Đĩa đã đầy nên không %s được chỉ mục tìm kiếm. Hãy giải phóng dung lượng; hồ sơ không mất gì, và chỉ mục sẽ tự theo kịp.", what)}
	}
	return &registry.Error{Kind: registry.Internal, Err: fmt.Errorf("search/bleve: %w", err),
		Message: fmt.Sprintf("Không %s được chỉ mục tìm kiếm. Hãy chạy lệnh reindex.", what)}
}

// interrupted says that it was not the engine that failed.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// full says that a disk took no more. The engine passes on some causes as text alone.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), syscall.ENOSPC.Error())
}
