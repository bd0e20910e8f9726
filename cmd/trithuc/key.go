package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"

	"trithuc/registry"
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
	return filepath.Clean(c.dir) + ".key"
}

// ring opens the key file. It is made where there is none and nothing was sealed
// before.
func (h *house) ring(c *console) (*vault.Ring, error) {
	r, err := vault.Open(c.keyFile(), rand.Reader)
	if registry.KindOf(err) != registry.NotFound {
		return r, err
	}
	sealed, sealedErr := h.store.SealedBefore(c.ctx, "", 1)
	if sealedErr != nil || len(sealed) > 0 {
		return nil, errors.Join(err, sealedErr)
	}
	return vault.Make(c.keyFile(), rand.Reader)
}

// sealer gives what seals restricted values; without a usable key file everything
// else goes on, and what needs the key says what is wrong.
func (h *house) sealer(c *console) registry.Sealer {
	r, err := h.ring(c)
	if err != nil {
		return registry.NoSealer{Reason: err}
	}
	return r
}

// Run makes a new key, or goes on with the one an interrupted run made.
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
	gate := registry.Secrets{Store: h.store, Sealer: r}
	left, err := h.store.SealedBefore(c.ctx, r.Sealer(), 1)
	if err != nil {
		return err
	}
	if len(left) == 0 {
		if err := r.Grow(); err != nil {
			return err
		}
	}
	n, err := gate.Rotate(c.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Đã niêm phong lại %d giá trị bằng khóa mới %s.\n", n, r.Sealer())
	if !k.Drop {
		return nil
	}
	dropped, err := r.Drop()
	if err == nil {
		fmt.Fprintf(c.out, "Đã bỏ %d khóa cũ.\n", dropped)
	}
	return err
}
