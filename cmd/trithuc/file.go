package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"trithuc/registry"
)

// openRegular opens a file that somebody named to be read. A folder, a device or
// a pipe is refused: reading one may never end.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không mở được tệp %s. Hãy kiểm tra đường dẫn và quyền đọc.", path)}
	}
	if !info.Mode().IsRegular() {
		return nil, &registry.Error{Kind: registry.Unreadable,
			Message: fmt.Sprintf("%s không phải là một tệp thường. Hãy chọn một tệp trên đĩa.", path)}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &registry.Error{Kind: registry.NotFound, Err: err,
			Message: fmt.Sprintf("Không mở được tệp %s. Hãy kiểm tra quyền đọc.", path)}
	}
	return f, nil
}

// outside says that a file somebody named to be written is neither in the data folder
// nor the key file: whatever stands there would be lost.
func (c *console) outside(path string) error {
	target := real(path)
	if rel, err := filepath.Rel(real(c.dir), target); err == nil && filepath.IsLocal(rel) {
		return registry.Errorf(registry.Conflict, "%s nằm trong thư mục dữ liệu %s. Hãy ghi ra nơi khác; chưa có gì bị thay đổi.", path, c.dir)
	}
	key := c.keyFile()
	if sameFile(target, key) || target == real(key) {
		return registry.Errorf(registry.Conflict, "%s là tệp khóa của các giá trị bảo mật. Hãy ghi ra tệp khác; chưa có gì bị thay đổi.", path)
	}
	return nil
}

// real gives where a path leads, as far as it exists.
func real(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	for at, rest := path, ""; ; at, rest = filepath.Dir(at), filepath.Join(filepath.Base(at), rest) {
		if there, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(there, rest)
		}
		if at == filepath.Dir(at) {
			return path
		}
	}
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	two, err := os.Stat(b)
	return err == nil && os.SameFile(one, two)
}

// into gives f the output that somebody named: standard output for "" and "-"; a
// device or a pipe as it is; otherwise a file that appears whole or not at all,
// where a link leads if the path is one. Nothing of the registry's own is written over.
func (c *console) into(path string, f func(io.Writer) error) error {
	if path == "" || path == "-" {
		return f(c.out)
	}
	if err := c.outside(path); err != nil {
		return err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return unwritable(path+" là một thư mục; hãy ghi thêm tên tệp", nil)
	case err == nil && !info.Mode().IsRegular():
		return through(path, f)
	}
	return replace(path, f)
}

func unwritable(what string, err error) error {
	return &registry.Error{Kind: registry.Busy, Err: err, Message: fmt.Sprintf("Không ghi được: %s.", what)}
}

// through writes into something that is not a regular file.
func through(path string, f func(io.Writer) error) error {
	w, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return unwritable(path+"; hãy kiểm tra quyền ghi", err)
	}
	return writing(path, errors.Join(f(w), w.Close()))
}

// replace writes beside the file and puts the new one in its place.
func replace(path string, f func(io.Writer) error) error {
	t, err := os.CreateTemp(filepath.Dir(path), ".trithuc-*")
	if err != nil {
		return unwritable(path+"; hãy kiểm tra thư mục và quyền ghi", err)
	}
	defer os.Remove(t.Name())
	if err := errors.Join(f(t), t.Close()); err != nil {
		return writing(path, err)
	}
	return writing(path, os.Rename(t.Name(), path))
}

// writing gives a failed write its sentence, and leaves what is said already.
func writing(path string, err error) error {
	if _, failed := errors.AsType[*os.PathError](err); !failed {
		return err
	}
	if _, said := errors.AsType[*registry.Error](err); said {
		return err
	}
	return unwritable(path+"; hãy kiểm tra chỗ trống trên đĩa và quyền ghi", err)
}
