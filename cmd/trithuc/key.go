package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/sqlite"
	"trithuc/registry/vault"
)

// keyCommands are what an operator does with the key of restricted values.
type keyCommands struct {
	Rotate rotateCommand `cmd:"" help:"Tạo khóa mới và niêm phong lại mọi giá trị bảo mật; bị ngắt thì chạy lại."`
}

type rotateCommand struct {
	Drop bool `help:"Xong thì bỏ các khóa cũ; bản sao lưu trước đó không còn đọc được các giá trị bảo mật."`
}

// keyFile is where the key of restricted values stands: beside the data folder,
// never in it.
func (c *console) keyFile() string {
	if c.vaultKey != "" {
		return c.vaultKey
	}
	dir := filepath.Clean(c.dir)
	if base := filepath.Base(dir); base == "." || base == ".." { // their names say nothing
		if abs, err := filepath.Abs(dir); err == nil {
			dir = abs
		}
	}
	return dir + ".key"
}

// keyApart says that the key file is in the data folder, where whoever takes the
// folder has the key with it.
func (c *console) keyApart() error {
	if rel, err := filepath.Rel(real(c.dir), real(c.keyFile())); err == nil && filepath.IsLocal(rel) {
		return registry.Errorf(registry.Conflict, "Tệp khóa %s nằm trong thư mục dữ liệu %s. Khóa phải để riêng: hãy chuyển tệp ra ngoài rồi chỉ ra bằng --vault-key.", c.keyFile(), c.dir)
	}
	return nil
}

// ring opens the key file. It is made where there is none and nothing was sealed
// before.
func (h *house) ring(c *console) (*vault.Ring, error) {
	if err := c.keyApart(); err != nil {
		return nil, err
	}
	r, err := vault.Open(c.keyFile(), rand.Reader)
	if registry.KindOf(err) != registry.NotFound {
		return r, err
	}
	sealed, sealedErr := h.store.Sealers(c.ctx)
	if sealedErr != nil || len(sealed) > 0 {
		return nil, errors.Join(err, sealedErr)
	}
	return vault.Make(c.keyFile(), rand.Reader)
}

// sealer gives what seals restricted values, and what is wrong with the key file, if
// anything is: without a usable one everything else goes on, and what needs the key
// says why not; with one that lacks keys nothing is sealed.
func (h *house) sealer(c *console) (registry.Sealer, error) {
	r, err := h.ring(c)
	if err != nil {
		return registry.NoSealer{Reason: err}, err
	}
	names, err := h.store.Sealers(c.ctx)
	if err == nil {
		err = lacking(c.keyFile(), r, names)
	}
	if err != nil {
		return registry.OpeningSealer{Keys: r, Reason: err}, err
	}
	return r, exposed(c.keyFile())
}

// opener gives what opens the values that are stored; where there are none it asks for
// no key. What is wrong with the key file the command says, and goes on.
func (h *house) opener(c *console) (registry.Sealer, error) {
	names, err := h.store.Sealers(c.ctx)
	if err != nil || len(names) == 0 {
		return registry.NoSealer{}, err
	}
	sealer, wrong := h.sealer(c)
	if wrong != nil {
		fmt.Fprintln(c.errout, "trithuc: "+sentence(wrong))
	}
	return sealer, nil
}

// lacking says that a ring has not all the keys that values are sealed with.
func lacking(path string, r *vault.Ring, names []string) error {
	for _, name := range names {
		if !r.Has(name) {
			return registry.Errorf(registry.Busy, "Tệp khóa %s không có khóa %s mà các giá trị bảo mật đang lưu cần đến; có lẽ đây là tệp khóa khác. "+
				"Hãy chép đúng tệp khóa về chỗ cũ hoặc chỉ ra bằng --vault-key; cho đến lúc đó không lưu thêm và không tra cứu giá trị bảo mật nào.", path, name)
		}
	}
	return nil
}

// exposed says that others than its owner may read or change a key file.
func exposed(path string) error {
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return registry.Errorf(registry.Forbidden, "Tệp khóa %s để người khác đọc hoặc sửa được. Hãy chạy: chmod 600 %[1]s", path)
}

// keyFindings says what is wrong with the key of the values that a store holds; it
// opens every one of them.
func keyFindings(c *console, store *sqlite.DB) ([]string, error) {
	names, err := store.Sealers(c.ctx)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	if err := c.keyApart(); err != nil {
		return []string{sentence(err)}, nil
	}
	r, err := vault.Open(c.keyFile(), rand.Reader)
	if err != nil {
		return []string{sentence(err)}, nil
	}
	left, first, err := registry.Sealings{Store: store, Sealer: r}.Unopened(c.ctx)
	if err != nil {
		return nil, err
	}
	var found []string
	if len(left) > 0 {
		found = append(found, fmt.Sprintf("%d giá trị bảo mật không mở được (%s). %s", len(left), some(left), sentence(first)))
	}
	if err := exposed(c.keyFile()); err != nil {
		found = append(found, sentence(err))
	}
	return found, nil
}

// some gives the first few of many names.
func some(names []string) string {
	const most = 20
	text := strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		text += ", …"
	}
	return text
}

// Run makes a new key, or goes on with the one an interrupted run made. What no key
// opens stays as it is and is named.
func (k *rotateCommand) Run(c *console) (err error) {
	h, err := c.open("key rotate")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	r, err := h.ring(c)
	if err != nil {
		return err
	}
	gate := registry.Sealings{Store: h.store, Sealer: r}
	if err := h.grow(c, r); err != nil {
		return err
	}
	n, left, err := gate.Rotate(c.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Đã niêm phong lại %d giá trị bằng khóa mới %s.\n", n, r.Sealer())
	if len(left) > 0 {
		return registry.Errorf(registry.Damaged, "%d giá trị không khóa nào trong tệp %s mở được nên còn nguyên như cũ (%s). "+
			"Hãy tìm tệp khóa đã niêm phong chúng; các khóa cũ chưa bị bỏ.", len(left), c.keyFile(), some(left))
	}
	if !k.Drop {
		return nil
	}
	dropped, err := r.Drop()
	if err == nil {
		fmt.Fprintf(c.out, "Đã bỏ %d khóa cũ.\n", dropped)
	}
	return err
}

// grow makes a new key, unless an interrupted rotation made one: then some of what the
// ring opens is not sealed with its newest yet.
func (h *house) grow(c *console, r *vault.Ring) error {
	names, err := h.store.Sealers(c.ctx)
	if err != nil || slices.ContainsFunc(names, func(name string) bool { return name != r.Sealer() && r.Has(name) }) {
		return err
	}
	return r.Grow()
}
