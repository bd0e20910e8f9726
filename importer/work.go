package importer

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"trithuc/registry"
)

// work is a plan with the changes it stands for.
type work struct {
	plan    *Plan
	changes []registry.Change
	added   []*registry.Person // of the rows that add somebody, in order
	asked   []*registry.Person // of the rows that are questions, in order
	reader  *reader            // to say values in words
}

// work reads an import, from its stored cells where there are any, and plans it.
func (im *Importer) work(ctx context.Context, i *registry.Import, progress func(Progress)) (*work, error) {
	r, err := im.newReader(ctx, i)
	if err != nil {
		return nil, err
	}
	r.lenient = true // what is missing can be said on the page
	password := r.password
	if err := im.understand(ctx, im.folder(i.ID), r, reading(i.ID, progress)); err != nil {
		return nil, err
	}
	if r.unheaded() { // the upload is read again once its header is named
		im.secrets.put(i.ID, password)
	}
	return im.match(ctx, i, r, progress)
}

func (im *Importer) newReader(ctx context.Context, i *registry.Import) (*reader, error) {
	ref, err := im.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	earlier, err := im.Store.ImportsChosen(ctx, chosenImports)
	if err != nil {
		return nil, err
	}
	r := newReader(ref, i.Organisation, i.File, im.Now().Year())
	r.english = englishPhrases(ref)
	r.decided = decidedBy(i.Choices, earlier)
	if r.decided.sameFile(i.SHA256, earlier) {
		r.issues.add(registry.Issue{Kind: registry.IssueRepaired, Message: "Tệp này đã nhập trước đây: các ô đã sửa khi đó được đọc như đã sửa."})
	}
	r.password = im.secrets.take(i.ID)
	r.mapping, r.synced, r.today = mappingOf(ref, i.System, i.Synced), i.Synced, registry.DateOf(im.Now())
	return r, nil
}

func reading(id registry.ImportID, progress func(Progress)) func(done, total int) {
	return func(done, total int) { progress(Progress{Import: id, Stage: StageReading, Done: done, Total: total}) }
}

// understand fills the reader from the cells stored in the folder of an upload,
// or from the child, whose cells are stored on the way: reading and understanding
// overlap. Once the cells are stored the upload goes: it may hold what must not be
// kept, and nothing is read from it again. Only while a sheet waits for somebody to
// say where its header is does it stay, sealed, and is read again.
func (im *Importer) understand(ctx context.Context, dir string, r *reader, progress func(done, total int)) error {
	upload, err := uploadIn(dir)
	if f, failing := os.Open(filepath.Join(dir, cellsFile)); err != nil && failing == nil {
		defer f.Close()
		if !r.decided.drops() {
			return r.read(f, nil, progress)
		}
		return storeCells(dir, func(keep *frameWriter) error { return r.read(f, keep, progress) })
	}
	if err != nil {
		return err
	}
	key, err := uploadKey(upload, im.Keys)
	if err != nil {
		return err
	}
	err = storeCells(dir, func(keep *frameWriter) error {
		return im.Worker.read(ctx, job{Path: upload, Key: key, Password: r.password}, func(frames io.Reader) error { return r.read(frames, keep, progress) })
	})
	if err != nil || r.unheaded() {
		return err
	}
	return os.Remove(upload)
}

// storeCells puts what write keeps in place of the cells stored in a folder.
func storeCells(dir string, write func(keep *frameWriter) error) error {
	return writeFile(filepath.Join(dir, cellsFile), func(w *bufio.Writer) error { return write(&frameWriter{w: w}) })
}

// match asks the registry who the drafts are and makes the plan.
func (im *Importer) match(ctx context.Context, i *registry.Import, r *reader, progress func(Progress)) (*work, error) {
	p := newPlanner(im.Store, r, i.ID)
	p.synced, p.sheets = r.synced, im.layoutsOf
	err := p.plan(ctx, func(done, total int) {
		progress(Progress{Import: i.ID, Stage: StageMatching, Done: done, Total: total})
	})
	if err != nil {
		return nil, err
	}
	w := &work{changes: p.changes, reader: r}
	for _, c := range p.changes {
		switch c := c.(type) {
		case *registry.AddPerson:
			w.added = append(w.added, c.Person)
		case *registry.AddReview:
			w.asked = append(w.asked, c.Review.Proposed)
		}
	}
	w.plan = &Plan{Import: *i, Sheets: r.sheets, Rows: p.rows, Counts: p.counts, Issues: r.issues.list, Disputes: p.settleDisputes(), Figures: p.figures(i.Organisation)}
	if i.Full {
		if err := im.absences(ctx, i, w, p.saw); err != nil {
			return nil, err
		}
	}
	w.plan.Digest = digest(w)
	return w, nil
}

// nameAdded writes into the plan's rows whom they added, once the store has
// given them their ids.
func (w *work) nameAdded() {
	next := 0
	for i := range w.plan.Rows {
		if w.plan.Rows[i].Outcome == registry.RowAdded && next < len(w.added) {
			w.plan.Rows[i].Person = w.added[next].ID
			next++
		}
	}
}

// Bounds of what a stored row shows of somebody new or asked about.
const (
	maxValues    = 10
	maxValueText = 160 // letters
)

// rowsAtOnce is how many rows are made ready to be stored before they are.
const rowsAtOnce = 2048

// rows gives the rows as they are stored: those that add somebody or ask with the
// first of the values that were understood, which Plan.Rows does not hold.
func (w *work) rows(yield func(*Row) bool) {
	added, asked := w.added, w.asked
	for chunk := range slices.Chunk(w.plan.Rows, rowsAtOnce) {
		rows, about := slices.Clone(chunk), make([]*registry.Person, len(chunk))
		for i, r := range rows {
			switch {
			case r.Outcome == registry.RowAdded && len(added) > 0:
				about[i], added = added[0], added[1:]
			case r.Outcome == registry.RowReview && len(asked) > 0:
				if len(r.Changes) == 0 { // else those that are written all the same
					about[i] = asked[0]
				}
				asked = asked[1:]
			}
		}
		w.tell(rows, about)
		for i := range rows {
			if !yield(&rows[i]) {
				return
			}
		}
	}
}

// tell puts into each row the values of the person it is about, on all cores.
func (w *work) tell(rows []Row, about []*registry.Person) {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for n := range workers {
		wait.Go(func() {
			for i := n * len(rows) / workers; i < (n+1)*len(rows)/workers; i++ {
				if about[i] != nil {
					rows[i].Changes = w.values(about[i])
				}
			}
		})
	}
	wait.Wait()
}

// values says what is known of somebody as if it came to an empty record, without
// the name.
func (w *work) values(p *registry.Person) []ValueChange {
	m := merge{p: &planner{r: w.reader}, d: &draft{person: p}, into: &registry.Person{Name: p.Name}, quiet: true}
	m.run()
	list := m.changes[:min(len(m.changes), maxValues)]
	for i := range list {
		list[i].New = shorten(list[i].New, maxValueText)
	}
	return list
}

// digest covers every outcome and every value that would be written, so that
// two plans with one digest do the same.
func digest(w *work) string {
	d := digester{h: sha256.New()}
	next := 0
	for _, r := range w.plan.Rows {
		d.text(r.Sheet, string(r.Outcome), r.Name, r.Note)
		d.number(int64(r.Row), int64(r.Person))
		for _, c := range r.Changes {
			d.text(c.Field, c.Old, c.New)
		}
		if r.Outcome == registry.RowAdded {
			d.person(w.added[next])
			next++
		}
	}
	for _, a := range w.plan.Absent {
		d.number(int64(a.ID))
	}
	for _, c := range w.changes {
		switch c := c.(type) {
		case *registry.AmendPerson:
			d.person(c.Person)
		case *registry.AddReview:
			d.person(c.Review.Proposed)
		case *registry.AddOrganisation:
			d.text(c.Organisation.Name, string(c.Organisation.Kind))
			d.number(int64(c.Organisation.Parent))
		}
	}
	return hex.EncodeToString(d.h.Sum(nil))
}

// digester writes values with their lengths, so that no two lists read alike.
type digester struct {
	h   hash.Hash
	buf []byte
}

func (d *digester) text(list ...string) {
	for _, s := range list {
		d.buf = binary.AppendUvarint(d.buf[:0], uint64(len(s)))
		d.buf = append(d.buf, s...)
		d.h.Write(d.buf)
	}
}

func (d *digester) number(list ...int64) {
	for _, n := range list {
		d.buf = binary.AppendVarint(d.buf[:0], n)
		d.h.Write(d.buf)
	}
}

// personDigest tells the values of somebody that an import may write from others.
func personDigest(p *registry.Person) string {
	d := digester{h: sha256.New()}
	d.person(p)
	return string(d.h.Sum(nil))
}

func (d *digester) person(p *registry.Person) {
	d.text(p.Name.Full, string(p.Sex), p.Birth.String(), p.Title.Code, p.Title.Discipline, p.Rank.Code, p.Rank.Name, p.Email, p.Phone)
	d.number(int64(p.Title.Year), int64(len(p.Codes)), int64(len(p.Qualifications)), int64(len(p.Honours)), int64(len(p.Positions)), int64(len(p.Fields)), int64(len(p.Expertise)))
	for _, c := range p.Codes {
		d.number(int64(c.Organisation))
		d.text(c.Code)
	}
	for _, q := range p.Qualifications {
		d.text(q.Degree, q.Field, q.Institution, q.Country)
		d.number(int64(q.Year))
	}
	for _, h := range p.Honours {
		d.text(h.Code)
	}
	for _, q := range p.Positions {
		d.number(int64(q.Organisation), int64(q.Unit))
		d.text(q.Post, q.Contract, q.From.String(), q.To.String(), q.Written)
	}
	for _, f := range p.Fields {
		d.text(f.Code)
	}
	for _, e := range p.Expertise {
		d.text(e.Phrase, string(e.Language))
	}
	d.text(p.Nationality)
	for _, l := range recordLists {
		if l.size(p) > 0 {
			d.text(l.field, l.text(p))
		}
	}
}
