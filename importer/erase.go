package importer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// erasedNote stands where something about an erased person stood.
const erasedNote = "Đã xóa theo yêu cầu của chủ thể dữ liệu."

// searchTime bounds how long an erasure reads uploads that nobody has read yet.
const searchTime = 20 * time.Second

// Search looks which of the stored imports tell of somebody, and changes nothing but that
// uploads are read that wait for it: what they hold is not known before. Jobs are sent
// away and begin again once leave is called.
func (im *Importer) Search(ctx context.Context, who registry.Traces) (*registry.Searched, func(), error) {
	if err := im.tidy(); err != nil {
		return nil, nil, err
	}
	leave, err := im.desk.hold(ctx)
	if err != nil {
		return nil, nil, err
	}
	found, err := im.search(ctx, who)
	if err != nil {
		leave()
		return nil, nil, err
	}
	return found, leave, nil
}

func (im *Importer) search(ctx context.Context, who registry.Traces) (*registry.Searched, error) {
	all, err := im.placed(ctx)
	if err != nil {
		return nil, err
	}
	bounded, stop := context.WithTimeout(ctx, searchTime)
	defer stop()
	found := &registry.Searched{Seen: map[registry.ImportID]int64{}}
	for i := range all {
		if all[i].State.Unwritten() {
			found.Seen[all[i].ID] = all[i].Version
		}
		known, err := im.readWaiting(bounded, &all[i])
		if err = errors.Join(ctx.Err(), err); err != nil {
			return nil, err
		}
		e := newEraser(all[i].ID, who)
		held, err := e.meets(ctx, im, &all[i])
		if err != nil {
			return nil, err
		}
		if held || !known {
			found.Held = append(found.Held, all[i].ID)
			found.Rows = append(found.Rows, slices.Collect(maps.Keys(e.rows))...)
		}
	}
	return found, nil
}

// placed gives all imports; the folders of all of them are in their places.
func (im *Importer) placed(ctx context.Context) ([]registry.Import, error) {
	im.placing.Lock()
	defer im.placing.Unlock()
	return im.Store.Imports(ctx, 0, 0)
}

// readWaiting reads an upload that nobody has read yet, as planning it would; known is
// false where it cannot be read, or not in time.
func (im *Importer) readWaiting(ctx context.Context, i *registry.Import) (known bool, err error) {
	if im.Locked(i) { // nobody can tell whom it holds
		return false, nil
	}
	if !i.State.Unwritten() || !there(im.file(i.ID, uploadFile)) {
		return true, nil
	}
	if there(im.file(i.ID, cellsFile)) { // read without a header: nobody can tell whom it holds
		return false, nil
	}
	if ctx.Err() != nil { // the time is spent on others
		return false, nil
	}
	r, err := im.newReader(ctx, i)
	if err == nil {
		if err = im.understand(ctx, im.folder(i.ID), r, func(_, _ int) {}); err != nil {
			im.secrets.put(i.ID, r.password) // should the erasure be refused, it is read again
		}
	}
	if err != nil && passing(err) && ctx.Err() == nil {
		return false, err
	}
	return err == nil, nil
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// eraser knows the rows of one import that are of an erased person.
type eraser struct {
	who  registry.Traces
	of   registry.ImportID
	rows map[registry.RowRef]bool
	// namesakes are rows of others of their name.
	namesakes map[registry.RowRef]bool
}

func newEraser(of registry.ImportID, who registry.Traces) *eraser {
	e := &eraser{who: who, of: of, rows: map[registry.RowRef]bool{}, namesakes: map[registry.RowRef]bool{}}
	for ref := range who.Rows {
		if ref.Import == of {
			e.rows[ref] = true
		}
	}
	return e
}

// meets looks whether the import tells of them: by a row their values came from, a row of
// its preview that is theirs, or that is nobody's yet and bears their name, a cell that
// holds a name or number of theirs, in whosever row, or by its own name.
func (e *eraser) meets(ctx context.Context, im *Importer, i *registry.Import) (bool, error) {
	err := im.eachRow(e.of, func(r *Row) error {
		switch ref := e.ref(r.Sheet, r.Row); {
		case slices.Contains(e.who.IDs, r.Person) || r.Person == 0 && e.who.Names[vietnamese.Fold(r.Name)]:
			e.rows[ref] = true
		case e.who.Names[vietnamese.Fold(r.Name)]:
			e.namesakes[ref] = true
		}
		return nil
	})
	if registry.KindOf(err) == registry.Damaged || len(e.rows) > 0 || e.named(i) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return e.inCells(ctx, im)
}

// named says that what the registry itself knows of an import tells of them.
func (e *eraser) named(i *registry.Import) bool {
	return e.who.In(i.File) || slices.ContainsFunc(i.Sheets, e.who.In) ||
		slices.ContainsFunc(i.Choices.Cells, func(f registry.CellFix) bool { return e.who.In(f.Text) }) ||
		slices.ContainsFunc(i.Choices.Words, func(f registry.WordFix) bool { return e.who.In(f.From) || e.who.In(f.To) })
}

// inCells looks through the stored cells of an import; cells that cannot be read may tell
// of anybody.
func (e *eraser) inCells(ctx context.Context, im *Importer) (bool, error) {
	v := &tellers{of: e, numbers: e.who.Numbers(), not: map[string]bool{}}
	err := im.walkStored(ctx, e.of, v)
	switch {
	case err == nil || registry.KindOf(err) == registry.NotFound: // there are none
		return false, nil
	case ctx.Err() != nil || passing(err):
		return false, err
	}
	return true, nil
}

// tellers looks for a cell that tells of somebody.
type tellers struct {
	place
	of      *eraser
	numbers registry.Traces
	not     map[string]bool // texts that do not
}

// errTells ends the walk at the first such cell.
var errTells = errors.New("importer: a cell tells of them")

// rememberedTexts bounds tellers.not: lists say the same again and again.
const rememberedTexts = 100_000

func (v *tellers) row(r row) error {
	who := &v.of.who
	if v.of.namesakes[v.of.ref(v.name, r.n)] {
		who = &v.numbers
	}
	for _, c := range r.cells {
		if c.text == "" || v.not[c.text] {
			continue
		}
		if who.In(readable(c, v.date1904)) {
			return errTells
		}
		if len(v.not) < rememberedTexts && who == &v.of.who {
			v.not[c.text] = true
		}
	}
	return nil
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

// Clean takes somebody who was erased out of the files of imports. A workbook that tells
// of them is deleted with everything read of it: no format can be rewritten so that
// nothing is left. Its preview stays without their rows; without who it goes too, unless
// it was cleaned of who was erased then.
func (im *Importer) Clean(_ context.Context, of []registry.ImportID, at registry.Seq, who *registry.Traces) error {
	for _, id := range of {
		if err := errors.Join(im.cleanPreview(id, at, who), im.deleteRead(id)); err != nil {
			return err
		}
	}
	return nil
}

// deleteRead deletes the files of an import but its preview.
func (im *Importer) deleteRead(id registry.ImportID) error {
	return eachIn(im.folder(id), func(path, name string) error {
		if name == rowsFile || name == planFile {
			return nil
		}
		return os.RemoveAll(path)
	})
}

// cleanPreview writes the stored plan anew: their rows keep their place and outcome only,
// and whatever else names them is emptied. Where nobody knows them any more nothing stays
// of a plan but that there was one.
func (im *Importer) cleanPreview(id registry.ImportID, at registry.Seq, who *registry.Traces) error {
	raw, err := os.ReadFile(im.file(id, planFile))
	if errors.Is(err, fs.ErrNotExist) {
		return removeIfThere(im.file(id, rowsFile))
	}
	if err != nil {
		return err
	}
	p := &Plan{}
	if json.Unmarshal(raw, p) != nil {
		who = nil // a damaged plan is not cleaned: it goes
	} else if p.Erased >= at {
		return nil
	}
	if who != nil {
		err = im.writeClean(id, at, p, newEraser(id, *who), im.eachRow)
	}
	if who == nil || registry.KindOf(err) == registry.Damaged {
		err = im.writeClean(id, at, &Plan{}, &eraser{}, func(registry.ImportID, func(*Row) error) error { return nil })
	}
	return err
}

// writeClean puts a plan and its rows in place of the stored ones, without what is of an
// erased person.
func (im *Importer) writeClean(id registry.ImportID, at registry.Seq, p *Plan, e *eraser, rows func(registry.ImportID, func(*Row) error) error) error {
	e.cleanPlan(p)
	p.Erased = at
	err := writeFile(im.file(id, rowsFile), func(w *bufio.Writer) error {
		enc := json.NewEncoder(w)
		return rows(id, func(r *Row) error { return enc.Encode(e.cleanRow(*r)) })
	})
	if err != nil {
		return err
	}
	return writeFile(im.file(id, planFile), func(w *bufio.Writer) error { return json.NewEncoder(w).Encode(p) })
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// cleanPlan empties what a plan says of them beside its rows; the registry knows the
// import itself.
func (e *eraser) cleanPlan(p *Plan) {
	for k := range p.Issues {
		e.cleanIssue(&p.Issues[k])
	}
	p.Import = registry.Import{}
	if p.Figures != nil {
		for k := range p.Figures.Units {
			p.Figures.Units[k].Name = e.unit(p.Figures.Units[k].Name)
		}
	}
	for k := range p.Sheets {
		p.Sheets[k].Name = e.sheet(p.Sheets[k].Name)
		p.Sheets[k].File = e.sheet(p.Sheets[k].File)
	}
	for k := range p.Disputes {
		for n, file := range p.Disputes[k].Files {
			p.Disputes[k].Files[n] = e.sheet(file)
		}
	}
}

func (e *eraser) cleanRow(r Row) Row {
	if e.rows[e.ref(r.Sheet, r.Row)] {
		return Row{Sheet: e.sheet(r.Sheet), Row: r.Row, Outcome: r.Outcome, Note: erasedNote}
	}
	if r.Sheet = e.sheet(r.Sheet); e.who.In(r.Note) {
		r.Note = erasedNote
	}
	r.Changes = slices.DeleteFunc(r.Changes, func(c ValueChange) bool { return e.tells(c.Field, c.Old) || e.tells(c.Field, c.New) })
	return r
}

// tells says that a value of somebody else names them; in words that are no name, by
// half a name too.
func (e *eraser) tells(field, text string) bool {
	return e.who.In(text) || field != "name" && e.who.InTitle(text, false)
}

func (e *eraser) cleanIssue(i *registry.Issue) {
	row, err := strconv.Atoi(strings.TrimLeft(i.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err == nil && e.rows[e.ref(i.Sheet, row)] || e.who.In(i.Message) {
		i.Message = erasedNote
	}
	i.Sheet = e.sheet(i.Sheet)
}

// unit gives the name of a unit that the import would have added, none where it tells of
// them.
func (e *eraser) unit(name string) string {
	if e.who.In(name) {
		return ""
	}
	return name
}

// sheet gives the name of a sheet, another where it tells of them.
func (e *eraser) sheet(name string) string {
	if e.who.In(name) {
		return registry.ErasedSheet
	}
	return name
}
