package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"trithuc/importer"
	"trithuc/registry"
	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
	"trithuc/registry/vault"
	"trithuc/search"
	"trithuc/search/bleve"
	"trithuc/seeds"
)

// house is one data folder, opened: the store, the index derived from it and
// what joins them. It closes in the opposite order.
type house struct {
	dir      string
	store    *sqlite.DB
	index    *bleve.Index
	follower *search.Follower
	searcher *search.Searcher
	imports  *importer.Importer // once it is asked for
	closers  []func() error
}

// take takes the folder for this command alone and settles what a restore or a
// backup that was killed left in it. Close gives it back.
func (c *console) take(command string) (*house, error) {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return nil, &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không tạo được thư mục dữ liệu %s. Hãy kiểm tra đường dẫn và quyền ghi.", c.dir)}
	}
	if err := inPlace(c.dir); err != nil {
		return nil, err
	}
	unlock, err := lock(c.dir, command, c.now())
	if err != nil {
		return nil, err
	}
	h := &house{dir: c.dir, closers: []func() error{unlock}}
	if err := errors.Join(archive.Settle(c.dir), archive.Sweep(c.dir)); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// ours are the files of a data folder that a command opens at once.
var ours = []string{"registry.db", "registry.head", "erasures.log", "lock", reading, ".backup.lock"}

// inPlace says where something else stands in the place of a file or a folder of ours:
// opening a pipe might never end.
func inPlace(dir string) error {
	for _, name := range ours {
		path := filepath.Join(dir, name)
		if i, err := os.Stat(path); err == nil && !i.Mode().IsRegular() {
			return registry.Errorf(registry.Conflict, "%s không phải là một tệp thường. Hãy chuyển nó đi nơi khác rồi chạy lại.", path)
		}
	}
	for _, name := range []string{"files", "index"} {
		path := filepath.Join(dir, name)
		if i, err := os.Stat(path); err == nil && !i.IsDir() {
			return registry.Errorf(registry.Conflict, "%s là một tệp, đáng lẽ phải là thư mục. Hãy chuyển tệp đó đi nơi khác rồi chạy lại.", path)
		}
	}
	return nil
}

// open takes the folder for this command alone and opens its store; the first
// start fills in the catalogues. Close it.
func (c *console) open(command string) (*house, error) {
	h, err := c.take(command)
	if err != nil {
		return nil, err
	}
	if err := h.openStore(c); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *house) openStore(c *console) (err error) {
	if h.store, err = sqlite.Open(c.ctx, c.dir, sqlite.Options{Now: c.now}); err != nil {
		return err
	}
	h.closers = append(h.closers, h.store.Close)
	if err := firstStart(c.ctx, h.store); err != nil {
		return err
	}
	return h.replay(c)
}

// opened runs f with the folder opened for it alone.
func (c *console) opened(command string, f func(*house) error) (err error) {
	h, err := c.open(command)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	return f(h)
}

// elsewhere runs f with a registry as its first start makes it, in a folder that is gone
// afterwards.
func (c *console) elsewhere(command string, f func(*house) error) (err error) {
	dir, err := os.MkdirTemp("", "trithuc-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	fresh := *c
	fresh.dir = dir
	return fresh.opened(command, f)
}

// openIndexed opens the folder with its index, which has caught up with the
// trail when it returns.
func (c *console) openIndexed(command string) (*house, error) {
	h, err := c.open(command)
	if err != nil {
		return nil, err
	}
	if err := h.openIndex(c); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	if err := h.catchUp(c); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *house) openIndex(c *console) (err error) {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if h.index, err = bleve.Open(filepath.Join(h.dir, "index"), bleve.ProbedBy(self, "probe-index")); err != nil {
		return err
	}
	h.closers = append(h.closers, h.index.Close)
	h.follower = search.NewFollower(h.store, h.index)
	h.searcher = &search.Searcher{Index: h.index, References: h.store, Exact: h.store, Now: c.now}
	return h.finish(c)
}

// catchUpPercent is how far the heap may grow while a command fills the index: that makes
// much garbage and keeps little.
const catchUpPercent = 200

// catchUp brings the index to the end of the trail, with a bar where it is long.
func (h *house) catchUp(c *console) error {
	defer debug.SetGCPercent(debug.SetGCPercent(catchUpPercent))
	bar := c.bar("Lập chỉ mục")
	defer bar.close()
	return h.follower.CatchUp(c.ctx, bar.report)
}

// importer gives the one importer of this folder; its reader is this same program.
func (h *house) importer(c *console) (*importer.Importer, error) {
	if h.imports != nil {
		return h.imports, nil
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	keys, err := c.uploadKeys()
	if err != nil {
		return nil, err
	}
	h.imports = &importer.Importer{
		Store: h.store, Files: filepath.Join(h.dir, "files"), Now: c.now, Keys: keys,
		Worker: importer.Worker{Command: []string{self, "read-workbook"}},
	}
	return h.imports, nil
}

// uploadKeys gives the keys that open uploads which wait, where there is a key file; keys
// that last as long as this process otherwise.
func (c *console) uploadKeys() (importer.Keeper, error) {
	if ring, err := vault.Open(c.keyFile(), rand.Reader); err == nil {
		return ring, nil
	}
	return vault.Temporary(rand.Reader)
}

// Close closes what was opened, last first.
func (h *house) Close() error {
	var all []error
	for i := len(h.closers) - 1; i >= 0; i-- {
		all = append(all, h.closers[i]())
	}
	h.closers = nil
	return errors.Join(all...)
}

// firstStart puts the embedded catalogues and organisations into an empty registry, and
// the thesaurus into one that an older program left without it.
func firstStart(ctx context.Context, store *sqlite.DB) error {
	head, err := store.Head(ctx)
	if err != nil {
		return err
	}
	var changes []registry.Change
	if head.Seq == 0 {
		changes, err = seeds.Changes()
	} else {
		changes, err = missingTerms(ctx, store)
	}
	if err != nil || len(changes) == 0 {
		return err
	}
	ctx = registry.WithActor(ctx, registry.Actor{Account: "trithuc", Role: registry.System})
	_, err = registry.Catalogues{Store: store}.Load(ctx, changes)
	return err
}

// missingTerms gives what brings the embedded thesaurus into a registry that has none of it.
func missingTerms(ctx context.Context, store *sqlite.DB) ([]registry.Change, error) {
	ref, err := store.Reference(ctx)
	if err != nil || len(ref.Versions(registry.SchemeTerm)[seeds.TermVersion]) > 0 {
		return nil, err
	}
	terms, err := seeds.Thesaurus()
	if err != nil {
		return nil, err
	}
	terms.Reason = "Nạp từ điển chuyên môn của phần mềm"
	return []registry.Change{terms}, nil
}

// neighbour is a store that is read while another process may write to it.
type neighbour struct {
	*sqlite.DB
	unlock func() error
}

// Close closes the store; from then on the folder may be restored.
func (n *neighbour) Close() error { return errors.Join(n.DB.Close(), n.unlock()) }

// beside reads while another process may write; where there is no registry yet
// there is nothing to read.
func (c *console) beside(read func(*neighbour) error) (err error) {
	n, err := c.neighbour()
	if registry.KindOf(err) == registry.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	return read(n)
}

// besideReference is beside for what needs the code lists too.
func (c *console) besideReference(read func(*neighbour, *registry.Reference) error) error {
	return c.beside(func(n *neighbour) error {
		ref, err := n.Reference(c.ctx)
		if err != nil {
			return err
		}
		return read(n, ref)
	})
}

// neighbour opens the store only to read, whoever else has the folder; NotFound
// where there is no registry yet. A folder that an older program left is refused
// with what to run first, and so is one whose restore was interrupted. Close it.
func (c *console) neighbour() (_ *neighbour, err error) {
	if err := inPlace(c.dir); err != nil {
		return nil, err
	}
	unlock, err := lockReading(c.dir)
	if err != nil {
		return nil, err
	}
	if archive.Underway(c.dir) {
		return nil, errors.Join(registry.Errorf(registry.Busy, "Lần khôi phục trước chưa xong. Hãy chạy trithuc doctor để làm nốt."), unlock())
	}
	store, err := sqlite.Open(c.ctx, c.dir, sqlite.Options{Mode: sqlite.ReadOnly, Now: c.now})
	if err != nil {
		return nil, errors.Join(err, unlock())
	}
	return &neighbour{store, unlock}, nil
}
