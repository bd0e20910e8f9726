package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"trithuc/registry"
)

type reindexCommand struct{}

// Run builds the index again from the store alone.
func (reindexCommand) Run(c *console) (err error) {
	h, err := c.open("reindex")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := os.RemoveAll(filepath.Join(h.dir, "index")); err != nil {
		return &registry.Error{Kind: registry.Busy, Err: err,
			Message: fmt.Sprintf("Không xóa được chỉ mục cũ trong %s. Hãy kiểm tra quyền ghi.", h.dir)}
	}
	if err := errors.Join(h.openIndex(c), h.catchUp(c)); err != nil {
		return err
	}
	fmt.Fprintln(c.out, "Đã dựng lại chỉ mục tìm kiếm.")
	return nil
}
