package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"trithuc/registry"
	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
)

type restoreCommand struct {
	File string `arg:"" help:"Tệp sao lưu." placeholder:"FILE"`
	Key  string `help:"Tệp khóa, nếu bản sao lưu được mã hóa." placeholder:"FILE"`
}

// Run puts what a backup holds in the place of what the folder holds. Everything
// is looked at beside the present data first; what is refused leaves them as they
// are. The index follows by the trail, and whoever was erased since the backup is
// erased again.
func (r *restoreCommand) Run(c *console) (err error) {
	h, err := c.take("restore")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	unlock, err := lockReaders(c.dir)
	if err != nil {
		return err
	}
	h.closers = append(h.closers, unlock)
	m, err := r.stage(c)
	if err != nil {
		return errors.Join(err, archive.Settle(c.dir))
	}
	// Beside a scheduled backup lies who was erased, perhaps after it was made.
	if err := sqlite.MergeErasureLog(c.dir, filepath.Dir(r.File)); err != nil {
		return errors.Join(err, archive.Settle(c.dir))
	}
	if err := archive.Swap(c.dir); err != nil {
		return err
	}
	for _, step := range []func(*console) error{h.openStore, h.openIndex, h.catchUp} {
		if err := step(c); err != nil {
			return err
		}
	}
	if err := archive.Settle(c.dir); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Đã khôi phục %d hồ sơ, đến mục %d của nhật ký, theo bản sao lưu lúc %s.\n",
		m.People, m.Seq, m.At.In(registry.Vietnam).Format("15:04 ngày 02/01/2006"))
	return nil
}

// stage puts the parts of the archive beside the present data, brings them to this
// program's schema and holds them against the manifest and every promise.
func (r *restoreCommand) stage(c *console) (m archive.Manifest, err error) {
	key, err := (&backupCommand{Key: r.Key}).key()
	if err != nil {
		return m, err
	}
	dir, err := archive.Stage(c.dir)
	if err != nil {
		return m, err
	}
	if m, err = archive.Extract(r.File, key, dir); err != nil {
		return m, err
	}
	found, err := inspected(c.ctx, dir, sqlite.Options{NewHead: true, Now: c.now})
	if err != nil {
		return m, aboutArchive(r.File, err)
	}
	if found.Seq != m.Seq || found.Hash != m.Hash || found.People != m.People {
		return m, aboutArchive(r.File, registry.Errorf(registry.Damaged, "Dữ liệu trong đó không phải dữ liệu mà nó ghi."))
	}
	return m, nil
}

// aboutArchive says that a refusal is about the backup, not about the data.
func aboutArchive(file string, err error) error {
	e, ok := errors.AsType[*registry.Error](err)
	if !ok {
		return err
	}
	return &registry.Error{Kind: e.Kind, Err: err, Message: fmt.Sprintf("Không dùng được bản sao lưu %s; dữ liệu hiện có chưa bị thay đổi. %s", file, e.Message)}
}
