package importer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// What stands in the folder of an import.
const (
	uploadFile = "upload"     // as it came, sealed, until it was read
	cellsFile  = "cells"      // what was read of it, without the classes that are not stored
	planFile   = "plan.json"  // Plan without its rows
	rowsFile   = "rows.jsonl" // its rows, one a line
)

func (im *Importer) imports() string { return filepath.Join(im.Files, "imports") }

func (im *Importer) folder(id registry.ImportID) string {
	return filepath.Join(im.imports(), strconv.FormatInt(int64(id), 10))
}

func (im *Importer) file(id registry.ImportID, name string) string {
	return filepath.Join(im.folder(id), name)
}

// uploadIn gives the absolute path of the upload in a folder.
func uploadIn(dir string) (string, error) {
	path, err := filepath.Abs(filepath.Join(dir, uploadFile))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", &registry.Error{Kind: registry.Damaged, Message: "Không còn tệp của lần nhập này trong thư mục dữ liệu. Hãy tải tệp lên lại.", Err: err}
	}
	return path, nil
}

// fileName is the last part of an uploaded file's name, fit to be shown.
func fileName(name string) string {
	name = vietnamese.Clean(name)
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	if name == "" || name == "." {
		return "bảng tính.xlsx"
	}
	return shorten(name, 200)
}

// How the names of folders begin that are gone before their maker ends.
const (
	arriving  = "upload-"  // an upload that nothing recorded yet
	unpacking = "reading-" // what children of former versions unpacked
)

// tidy takes away, once, what a process that was killed left behind. It comes
// before whatever writes here; only one process at a time does.
func (im *Importer) tidy() (err error) {
	im.tidied.Do(func() {
		err = eachIn(im.imports(), func(path, name string) error {
			if strings.HasPrefix(name, arriving) {
				return os.RemoveAll(path)
			}
			return eachIn(path, func(path, name string) error {
				if unfinished(name) {
					return os.RemoveAll(path)
				}
				return nil
			})
		})
	})
	return err
}

// unfinished says that what stands in the folder of an import is no whole file.
func unfinished(name string) bool {
	return startsWith(name, unpacking, signing, cellsFile+"-", planFile+"-", rowsFile+"-")
}

// eachIn gives what stands in a folder, nothing where there is none.
func eachIn(folder string, use func(path, name string) error) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		err = errors.Join(err, use(filepath.Join(folder, e.Name()), e.Name()))
	}
	return err
}

// replaceFolder moves a finished folder to its place, where a power cut leaves it.
func replaceFolder(from, to string) error {
	if err := os.RemoveAll(to); err != nil { // left by a crash before its import was recorded
		return err
	}
	if err := syncFolder(from); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

// syncFolder brings the names in a folder to the disk.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" { // folders cannot be synced there, and need not be
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// writeFile writes a file beside its place and moves it there. When it returns the
// file is on the disk under its name.
func writeFile(path string, write func(*bufio.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	w := bufio.NewWriter(f)
	if err := errors.Join(write(w), w.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// storePlan keeps the plan of a work beside its upload.
func (im *Importer) storePlan(id registry.ImportID, of *work) error {
	err := writeFile(im.file(id, rowsFile), func(w *bufio.Writer) error {
		enc := json.NewEncoder(w)
		for r := range of.rows {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return im.storeOutline(id, of)
}

// storeOutline keeps the plan of a work without its rows.
func (im *Importer) storeOutline(id registry.ImportID, of *work) error {
	return writeFile(im.file(id, planFile), func(w *bufio.Writer) error { return json.NewEncoder(w).Encode(of.plan.withoutNames()) })
}

// outcomeMark is how an outcome stands in a stored row; no text of a row can hold it.
func outcomeMark(outcome registry.Outcome) []byte {
	return append([]byte(`"outcome":"`+string(outcome)), '"')
}

// nameStored writes into the stored rows of a plan whom they added.
func (im *Importer) nameStored(id registry.ImportID, added []*registry.Person) error {
	rows, err := os.Open(im.file(id, rowsFile))
	if err != nil {
		return err
	}
	defer rows.Close()
	mark := outcomeMark(registry.RowAdded)
	return writeFile(im.file(id, rowsFile), func(w *bufio.Writer) error {
		lines := rowLines(rows)
		for lines.Scan() {
			before, after, ok := bytes.Cut(lines.Bytes(), mark)
			w.Write(before)
			if ok {
				w.Write(mark)
			}
			if ok && len(added) > 0 {
				fmt.Fprintf(w, `,"person":%d`, added[0].ID)
				added = added[1:]
			}
			w.Write(after)
			w.WriteByte('\n')
		}
		return lines.Err()
	})
}

// rowLines gives the stored rows, one after the other.
func rowLines(f *os.File) *bufio.Scanner {
	lines := bufio.NewScanner(f)
	lines.Buffer(make([]byte, 1<<16), 1<<24)
	return lines
}

// StoredPlan gives what Plan or Apply last stored of an import, without its
// rows. NotFound while it was never planned.
func (im *Importer) StoredPlan(ctx context.Context, id registry.ImportID) (*Plan, error) {
	i, err := im.Store.Import(ctx, id)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(im.file(id, planFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, registry.Errorf(registry.NotFound, "Lần nhập %d chưa có bản xem trước.", id)
	}
	if err != nil {
		return nil, err
	}
	p := &Plan{}
	if err := json.Unmarshal(b, p); err != nil {
		return nil, &registry.Error{Kind: registry.Damaged, Message: "Bản xem trước đã lưu bị hỏng. Hãy tải tệp lên lại.", Err: err}
	}
	p.Import = *i // where it stands now
	return p, im.nameAbsent(ctx, p)
}

// StoredRows gives a page of the rows of a stored plan in the order of the
// workbook, and how many there are of that outcome; "" means all.
func (im *Importer) StoredRows(ctx context.Context, id registry.ImportID, outcome registry.Outcome, limit, offset int) (rows []Row, total int, err error) {
	f, err := os.Open(im.file(id, rowsFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, 0, registry.Errorf(registry.NotFound, "Lần nhập %d chưa có bản xem trước.", id)
	}
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	lines, mark := rowLines(f), outcomeMark(outcome)
	for ctx.Err() == nil && lines.Scan() {
		if outcome != "" && !bytes.Contains(lines.Bytes(), mark) {
			continue
		}
		if total++; total <= offset || len(rows) >= limit {
			continue
		}
		var r Row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, 0, &registry.Error{Kind: registry.Damaged, Message: "Bản xem trước đã lưu bị hỏng. Hãy tải tệp lên lại.", Err: err}
		}
		rows = append(rows, r)
	}
	return rows, total, errors.Join(ctx.Err(), lines.Err())
}
