package sqlite

import (
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// forgetImports renames uploads and sheets whose name tells of the person, empties what was
// corrected in their rows by hand, and gives the entries that may hold former values.
func (c *commit) forgetImports(who *registry.Traces) (seqs []int64, err error) {
	all, err := imports.rows(c.ctx, c.s, "")
	if err != nil {
		return nil, err
	}
	for i := range all {
		sheets, err := c.forgetSheets(all[i].ID, who)
		if err != nil {
			return nil, err
		}
		if !forgetImport(&all[i], who) && !sheets {
			continue
		}
		if err := imports.update(c.ctx, c.s, &all[i]); err != nil {
			return nil, err
		}
		subject := importSubject(all[i].ID)
		err = eachEntry(c.ctx, c.s, "WHERE kind = ? AND subject = ?", []any{string(subject.Kind), subject.ID}, func(e *registry.Entry) error {
			seqs = append(seqs, int64(e.Seq))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return seqs, nil
}

// forgetImport empties what an import says of somebody; false if nothing.
func forgetImport(i *registry.Import, who *registry.Traces) (found bool) {
	if found = who.In(i.File); found {
		i.File = registry.ErasedFile
	}
	for k, sheet := range i.Sheets {
		if who.In(sheet) {
			i.Sheets[k], found = registry.ErasedSheet, true
		}
	}
	cells, words := len(i.Choices.Cells), len(i.Choices.Words)
	i.Choices.Cells = slices.DeleteFunc(i.Choices.Cells, func(f registry.CellFix) bool {
		row, err := strconv.Atoi(strings.TrimLeft(f.Cell, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		return err == nil && who.Rows[registry.RowRef{Import: i.ID, Sheet: f.Sheet, Row: row}] || who.In(f.Text)
	})
	i.Choices.Words = slices.DeleteFunc(i.Choices.Words, func(f registry.WordFix) bool { return who.In(f.From) || who.In(f.To) })
	return forgetLot(&i.Lot, who) || found || cells != len(i.Choices.Cells) || words != len(i.Choices.Words)
}

// forgetLot empties what reasons and the signed copy of a list say of somebody; false
// if nothing.
func forgetLot(l *registry.Lot, who *registry.Traces) (found bool) {
	for k := range l.Steps {
		if who.In(l.Steps[k].Reason) {
			l.Steps[k].Reason, found = "", true
		}
	}
	if s := l.Signed; s != nil && (who.In(s.File) || who.In(s.Number)) {
		s.File, s.Number, found = registry.ErasedFile, "", true
	}
	return found
}

// forgetSheets renames, where rows and questions say whence they came, the sheets of
// an import whose name tells of somebody; false if there are none.
func (c *commit) forgetSheets(id registry.ImportID, who *registry.Traces) (found bool, err error) {
	for ref := range who.Rows {
		if ref.Import != id || !who.In(ref.Sheet) {
			continue
		}
		found = true
		if err := c.renameSheet(id, ref.Sheet); err != nil {
			return found, err
		}
	}
	return found, nil
}

func (c *commit) renameSheet(id registry.ImportID, sheet string) error {
	from, err := sourceTable.rows(c.ctx, c.s, "WHERE import = ? AND sheet = ?", int64(id), sheet)
	for i := 0; i < len(from) && err == nil; i++ {
		from[i].Sheet = registry.ErasedSheet
		err = sourceTable.update(c.ctx, c.s, &from[i])
	}
	if err != nil {
		return err
	}
	asked, err := reviews.rows(c.ctx, c.s, "WHERE import = ? AND sheet = ?", int64(id), sheet)
	for i := 0; i < len(asked) && err == nil; i++ {
		asked[i].Sheet = registry.ErasedSheet
		err = reviews.update(c.ctx, c.s, &asked[i])
	}
	return err
}

// forgetReviews empties the questions of imports that a person is named in, and
// closes those still open: what they proposed may be the person's.
func (c *commit) forgetReviews(id registry.PersonID) error {
	about, err := reviews.rows(c.ctx, c.s, "WHERE person = $1 OR EXISTS (SELECT 1 FROM json_each(candidates) WHERE value = $1)", int64(id))
	if err != nil {
		return err
	}
	for i := range about {
		r := &about[i]
		r.Proposed, r.Evidence, r.Candidates = nil, nil, nil
		if r.Answer == "" {
			r.Answer = registry.AnswerReject
		}
		if err := reviews.update(c.ctx, c.s, r); err != nil {
			return err
		}
	}
	return nil
}
