package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"trithuc/registry"
	"trithuc/registry/archive"
	"trithuc/registry/sqlite"
	"trithuc/registry/vault"
)

type restoreCommand struct {
	File string `arg:"" help:"Tệp sao lưu." placeholder:"FILE"`
	Key  string `help:"Tệp khóa, nếu bản sao lưu được mã hóa." placeholder:"FILE"`
	Yes  bool   `help:"Khôi phục cả khi tệp khóa hiện có không mở được các giá trị bảo mật trong bản sao lưu."`
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
	known, err := r.knowsErasures(c)
	if err != nil {
		return err
	}
	m, err := r.stage(c)
	if err == nil {
		err = r.carryOver(c)
	}
	if err != nil {
		return errors.Join(err, archive.Settle(c.dir))
	}
	if err := archive.Swap(c.dir); err != nil {
		return err
	}
	settle := func(c *console) error { return archive.Settle(c.dir) }
	for _, step := range []func(*console) error{h.openStore, h.openIndex, h.catchUp, settle} {
		if err := step(c); err != nil {
			return afterSwap(r.File, err)
		}
	}
	fmt.Fprintf(c.out, "Đã khôi phục %d hồ sơ, đến mục %d của nhật ký, theo bản sao lưu lúc %s.\n",
		m.People, m.Seq, m.At.In(registry.Vietnam).Format("15:04 ngày 02/01/2006"))
	if !known {
		fmt.Fprintf(c.errout, "trithuc: Không có erasures.log ở %s hay cạnh %s, nên người được xóa theo yêu cầu sau lúc sao lưu, nếu có, nay trở lại trong dữ liệu. "+
			"Hãy chép erasures.log của máy cũ vào %[1]s: lần chạy trithuc serve kế tiếp xóa lại những người đó; không còn tệp ấy thì xóa lại theo sổ yêu cầu trước khi dùng.\n", c.dir, r.File)
	}
	return nil
}

// knowsErasures says that somebody here can tell who was erased since the backup: the
// present data, or a log of erasures in the folder or beside the backup.
func (r *restoreCommand) knowsErasures(c *console) (bool, error) {
	for _, path := range []string{filepath.Join(c.dir, "registry.db"), filepath.Join(c.dir, "erasures.log"), filepath.Join(filepath.Dir(r.File), "erasures.log")} {
		if _, err := os.Lstat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return err == nil, err
		}
	}
	return false, nil
}

// remember makes sure, before anything is taken away, that the log of erasures names
// everybody who must be erased again: those of the present database, and of the log
// beside a scheduled backup, perhaps made after it. A present database that cannot be
// read has only its log to speak for it. It gives the highest id that somebody was given.
func (r *restoreCommand) remember(c *console) (last registry.PersonID, err error) {
	beside := filepath.Dir(r.File)
	if err := errors.Join(sqlite.SoundErasureLog(c.dir), sqlite.SoundErasureLog(beside)); err != nil {
		return 0, err
	}
	if err := sqlite.MergeErasureLog(c.dir, beside); err != nil {
		return 0, err
	}
	switch info, err := os.Lstat(filepath.Join(c.dir, "registry.db")); {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil // nothing to take away
	case err != nil:
		return 0, err
	case info.Mode()&os.ModeSymlink != 0:
		return 0, registry.Errorf(registry.Conflict, "%s là một liên kết: khôi phục sẽ bỏ lại dữ liệu cũ ở nơi nó dẫn đến. Hãy đặt chính tệp vào thư mục dữ liệu.", filepath.Join(c.dir, "registry.db"))
	}
	store, err := sqlite.Open(c.ctx, c.dir, sqlite.Options{Mode: sqlite.Inspect, Now: c.now})
	if err == nil {
		last, err = store.LastGiven(c.ctx)
		err = errors.Join(err, store.LogErasures(c.ctx), store.Close())
	}
	if err != nil {
		fmt.Fprintf(c.errout, "trithuc: Không đọc được ai đã được xóa trong dữ liệu hiện có, nên chỉ theo tệp erasures.log. %s\n", sentence(err))
	}
	return last, nil
}

// carryOver brings over what the present data know and the backup does not: who was
// erased, and which ids were given. An id may stand on paper; it never leads to somebody
// else.
func (r *restoreCommand) carryOver(c *console) error {
	last, err := r.remember(c)
	if err != nil {
		return err
	}
	staged, err := sqlite.Open(c.ctx, archive.Staged(c.dir), sqlite.Options{Now: c.now})
	if err != nil {
		return err
	}
	return errors.Join(staged.PassOver(c.ctx, last), staged.Close())
}

// opens says that the key file opens the sealed values of what was staged, unless it
// is restored all the same.
func (r *restoreCommand) opens(c *console, store *sqlite.DB) error {
	names, err := store.Sealers(c.ctx)
	if err != nil || len(names) == 0 || r.Yes {
		return err
	}
	ring, err := vault.Open(c.keyFile(), rand.Reader)
	if err == nil {
		err = lacking(c.keyFile(), ring, names)
	}
	if err != nil {
		return registry.Errorf(registry.Conflict, "Các giá trị bảo mật trong bản sao lưu %s sẽ không mở được: %s Dữ liệu hiện có chưa bị thay đổi; vẫn muốn khôi phục thì thêm --yes.", r.File, sentence(err))
	}
	return nil
}

// afterSwap says that a failure came when the data had been restored already.
func afterSwap(file string, err error) error {
	return &registry.Error{Kind: registry.KindOf(err), Err: err,
		Message: fmt.Sprintf("Dữ liệu đã được thay bằng bản sao lưu %s, nhưng còn việc chưa xong; hãy chạy trithuc doctor. %s", file, sentence(err))}
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
	store, err := sqlite.Open(c.ctx, dir, sqlite.Options{Mode: sqlite.Inspect, Now: c.now})
	if err != nil {
		return m, aboutArchive(r.File, err)
	}
	return m, errors.Join(r.opens(c, store), store.Close())
}

// aboutArchive says that a refusal is about the backup, not about the data.
func aboutArchive(file string, err error) error {
	e, ok := errors.AsType[*registry.Error](err)
	if !ok {
		return err
	}
	return &registry.Error{Kind: e.Kind, Err: err, Message: fmt.Sprintf("Không dùng được bản sao lưu %s; dữ liệu hiện có chưa bị thay đổi. %s", file, e.Message)}
}
