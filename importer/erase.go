package importer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// erasedNote stands where something about an erased person stood.
const erasedNote = "Đã xóa theo yêu cầu của chủ thể dữ liệu."

// Erase takes somebody out of the stored imports. A workbook that holds them is
// deleted with everything read of it: no format can be rewritten so that nothing
// is left. Its preview stays without their rows, what it wrote about others stays
// and can be undone as before; one that was not written yet fails and says why.
// It gives the rows that were theirs.
func (im *Importer) Erase(ctx context.Context, who registry.Traces) (rows []registry.RowRef, err error) {
	if err := im.tidy(); err != nil {
		return nil, err
	}
	all, err := im.Store.Imports(ctx, 0, 0)
	if err != nil {
		return nil, err
	}
	for i := range all {
		e := eraser{who: who, of: all[i].ID}
		held, err := e.meets(im)
		if err == nil && held {
			err = im.eraseFrom(ctx, &all[i], &e)
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, slices.Collect(maps.Keys(e.rows))...)
	}
	return rows, nil
}

// eraser knows the rows of one import that are of an erased person.
type eraser struct {
	who  registry.Traces
	of   registry.ImportID
	rows map[registry.RowRef]bool
}

// meets looks whether the import holds them: by a row their values came from, by
// a row of its preview that is theirs, or that is nobody's yet and bears their name.
func (e *eraser) meets(im *Importer) (bool, error) {
	e.rows = map[registry.RowRef]bool{}
	for ref := range e.who.Rows {
		if ref.Import == e.of {
			e.rows[ref] = true
		}
	}
	err := im.eachRow(e.of, func(r *Row) error {
		if slices.Contains(e.who.IDs, r.Person) || r.Person == 0 && e.who.Names[vietnamese.Fold(r.Name)] {
			e.rows[e.ref(r.Sheet, r.Row)] = true
		}
		return nil
	})
	return len(e.rows) > 0, err
}

func (e *eraser) ref(sheet string, row int) registry.RowRef {
	return registry.RowRef{Import: e.of, Sheet: sheet, Row: row}
}

// eachRow reads the rows of a stored plan; none where there is no plan.
func (im *Importer) eachRow(id registry.ImportID, f func(*Row) error) error {
	file, err := os.Open(im.file(id, rowsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	dec := json.NewDecoder(bufio.NewReader(file))
	for dec.More() {
		var r Row
		if err := dec.Decode(&r); err != nil {
			return &registry.Error{Kind: registry.Damaged, Message: "Bản xem trước đã lưu bị hỏng. Hãy tải tệp lên lại.", Err: err}
		}
		if err := f(&r); err != nil {
			return err
		}
	}
	return nil
}

// eraseFrom deletes the workbook and what was read of it, cleans its preview, and
// ends an import that would bring the person back.
func (im *Importer) eraseFrom(ctx context.Context, i *registry.Import, e *eraser) error {
	if err := im.cleanPreview(i.ID, e); err != nil {
		return err
	}
	left, err := os.ReadDir(im.folder(i.ID))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range left {
		if f.Name() == rowsFile || f.Name() == planFile {
			continue
		}
		if err := os.RemoveAll(filepath.Join(im.folder(i.ID), f.Name())); err != nil {
			return err
		}
	}
	corrected := len(i.Choices.Cells) > 0
	i.Choices.Cells = nil
	if i.Lot.Signed != nil && !i.Lot.Signed.Gone {
		gone := *i.Lot.Signed
		gone.Gone, i.Lot.Signed, corrected = true, &gone, true
	}
	switch i.State {
	case registry.ImportReceived, registry.ImportPlanned, registry.ImportApproved:
		corrected, i.State, i.Failure = true, registry.ImportFailed, "Tệp có dữ liệu của một người đã yêu cầu xóa nên đã bị xóa; chưa ghi gì. Hãy bỏ người đó khỏi danh sách rồi tải tệp lên lại."
	}
	if !corrected {
		return nil
	}
	_, err = im.gate().Amend(ctx, i, "Tệp đã xóa theo yêu cầu của chủ thể dữ liệu")
	return err
}

// cleanPreview writes the stored plan anew: their rows keep their place and
// outcome only, and whatever else names them is emptied.
func (im *Importer) cleanPreview(id registry.ImportID, e *eraser) error {
	if _, err := os.Stat(im.file(id, rowsFile)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	raw, err := os.ReadFile(im.file(id, planFile))
	if err != nil {
		return err
	}
	p := &Plan{}
	if err := json.Unmarshal(raw, p); err != nil {
		return &registry.Error{Kind: registry.Damaged, Message: "Bản xem trước đã lưu bị hỏng. Hãy tải tệp lên lại.", Err: err}
	}
	for k := range p.Issues {
		e.cleanIssue(&p.Issues[k])
	}
	if e.who.In(p.Import.File) {
		p.Import.File = registry.ErasedFile
	}
	for k := range p.Import.Sheets {
		p.Import.Sheets[k] = e.sheet(p.Import.Sheets[k])
	}
	for k := range p.Sheets {
		p.Sheets[k].Name = e.sheet(p.Sheets[k].Name)
	}
	err = writeFile(im.file(id, rowsFile), func(w *bufio.Writer) error {
		enc := json.NewEncoder(w)
		return im.eachRow(id, func(r *Row) error { return enc.Encode(e.cleanRow(*r)) })
	})
	if err != nil {
		return err
	}
	return writeFile(im.file(id, planFile), func(w *bufio.Writer) error { return json.NewEncoder(w).Encode(p) })
}

func (e *eraser) cleanRow(r Row) Row {
	if e.rows[e.ref(r.Sheet, r.Row)] {
		return Row{Sheet: e.sheet(r.Sheet), Row: r.Row, Outcome: r.Outcome, Note: erasedNote}
	}
	if r.Sheet = e.sheet(r.Sheet); e.who.In(r.Note) {
		r.Note = erasedNote
	}
	r.Changes = slices.DeleteFunc(r.Changes, func(c ValueChange) bool { return e.who.In(c.Old) || e.who.In(c.New) })
	return r
}

func (e *eraser) cleanIssue(i *registry.Issue) {
	row, err := strconv.Atoi(strings.TrimLeft(i.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err == nil && e.rows[e.ref(i.Sheet, row)] || e.who.In(i.Message) {
		i.Message = erasedNote
	}
	i.Sheet = e.sheet(i.Sheet)
}

// sheet gives the name of a sheet, another where it tells of them.
func (e *eraser) sheet(name string) string {
	if e.who.In(name) {
		return registry.ErasedSheet
	}
	return name
}
