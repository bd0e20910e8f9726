package main

import (
	"context"
	"errors"
	"fmt"

	"trithuc/registry"
	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
)

type backupCommand struct {
	File   string `arg:"" help:"Tệp sao lưu." placeholder:"FILE"`
	Key    string `help:"Tệp khóa: bản sao lưu được mã hóa (age)." placeholder:"FILE"`
	NewKey bool   `help:"Tạo tệp khóa nêu ở --key trước khi sao lưu."`
}

// Run makes a backup. It reads beside a running server.
func (b *backupCommand) Run(c *console) (err error) {
	for _, path := range []string{b.File, b.Key} {
		if err := c.outside(path); err != nil && path != "" {
			return err
		}
	}
	key, err := b.key()
	if err != nil {
		return err
	}
	store, err := c.neighbour()
	if registry.KindOf(err) == registry.NotFound {
		return registry.Errorf(registry.NotFound, "Thư mục %s chưa có dữ liệu để sao lưu.", c.dir)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	m, err := takeBackup(c.ctx, c, store.DB, b.File, key)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Đã sao lưu vào %s: %d hồ sơ, đến mục %d của nhật ký, %d tệp.\n", b.File, m.People, m.Seq, len(m.Parts))
	return nil
}

func (b *backupCommand) key() (*archive.Key, error) {
	if b.Key == "" {
		if b.NewKey {
			return nil, registry.Errorf(registry.Invalid, "Hãy nêu tệp khóa cần tạo bằng --key.")
		}
		return nil, nil
	}
	if b.NewKey {
		if err := archive.MakeKey(b.Key); err != nil {
			return nil, err
		}
	}
	return archive.ReadKey(b.Key)
}

// takeBackup makes an archive of the folder of a store that is open. What it holds
// was checked as doctor checks: a damaged registry gives no backup, so that none
// ever takes the place of a sound one.
func takeBackup(ctx context.Context, c *console, store *sqlite.DB, path string, key *archive.Key) (archive.Manifest, error) {
	return archive.Take(ctx, c.dir, path, key, func(ctx context.Context, to string) (m archive.Manifest, err error) {
		if err := store.Copy(ctx, to); err != nil {
			return m, err
		}
		return inspected(ctx, to, sqlite.Options{Mode: sqlite.Inspect, Now: c.now})
	})
}

// inspected opens the database in a folder, checks every promise and says what it
// holds. It is Damaged where a promise is broken.
func inspected(ctx context.Context, dir string, opt sqlite.Options) (m archive.Manifest, err error) {
	store, err := sqlite.Open(ctx, dir, opt)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	for v, err := range store.Check(ctx) {
		if err != nil {
			return m, err
		}
		return m, registry.Errorf(registry.Damaged, "Dữ liệu không còn nguyên vẹn (%s). Hãy chạy trithuc doctor; bản sao lưu đã có không bị thay.", finding(v))
	}
	head, err := store.Head(ctx)
	if err != nil {
		return m, err
	}
	totals, err := store.Totals(ctx)
	return archive.Manifest{At: opt.Now().UTC(), Seq: head.Seq, Hash: fmt.Sprintf("%x", head.Hash), People: totals.People}, err
}
