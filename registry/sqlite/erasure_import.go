package sqlite

import (
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// dropHeld ends the imports that are not written and tell of the person, so that no job
// and nobody's confirming brings them back; it is Stale where the files of an import were
// not searched as it stands.
func (c *commit) dropHeld(e *registry.ErasePerson) error {
	if e.Searched == nil {
		return nil
	}
	all, err := imports.rows(c.ctx, c.s, "")
	for k := 0; k < len(all) && err == nil; k++ {
		i := &all[k]
		held := slices.Contains(e.Searched.Held, i.ID)
		if i.State.Unwritten() && e.Searched.Seen[i.ID] != i.Version {
			return registry.Errorf(registry.Stale, "Lần nhập %d vừa thay đổi trong lúc xóa nên chưa xóa. Hãy làm lại.", i.ID)
		}
		if held {
			err = c.dropOne(&e.Why, i)
		}
	}
	return err
}

// dropOne takes out what was corrected of an import by hand, and fails it where it is not
// written.
func (c *commit) dropOne(w *registry.Why, i *registry.Import) error {
	if i.State.Unwritten() {
		i.State, i.Failure = registry.ImportFailed, registry.ErasedImport
	}
	i.Choices.Cells = nil
	i.Lot.Signed = i.Lot.Signed.Deleted()
	_, err := c.amendImport(&registry.AmendImport{Why: registry.Why{Reason: w.Reason}, Import: i, Was: i.Version})
	return err
}

// forgetImports renames uploads and sheets whose name tells of the person, empties what was
// corrected in their rows by hand, and gives the entries that may hold former values.
func (c *commit) forgetImports(who *registry.Traces, held []registry.ImportID) (seqs []int64, err error) {
	all, err := imports.rows(c.ctx, c.s, "")
	if err != nil {
		return nil, err
	}
	for i := range all {
		sheets, err := c.forgetSheets(all[i].ID, who)
		if err != nil {
			return nil, err
		}
		if !forgetImport(&all[i], who, holds(who, all[i].ID) || slices.Contains(held, all[i].ID)) && !sheets {
			continue
		}
		if err := imports.update(c.ctx, c.s, &all[i]); err != nil {
			return nil, err
		}
		if seqs, err = c.entriesOf(importSubject(all[i].ID), seqs); err != nil {
			return nil, err
		}
	}
	return seqs, nil
}

// holds says that a row of an import is theirs.
func holds(who *registry.Traces, id registry.ImportID) bool {
	for ref := range who.Rows {
		if ref.Import == id {
			return true
		}
	}
	return false
}

// aboutFew is how many rows a file has at most that is about somebody and hardly anybody else.
const aboutFew = 3

// forgetImport empties what an import says of somebody; false if nothing. The name of a
// file in which they stand may tell of them by half a name.
func forgetImport(i *registry.Import, who *registry.Traces, theirs bool) (found bool) {
	tells := who.In
	if theirs {
		tells = func(s string) bool { return who.InTitle(s, i.Counts.Rows <= aboutFew) }
	}
	if found = tells(i.File); found {
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
	return forgetLot(&i.Lot, tells) || found || cells != len(i.Choices.Cells) || words != len(i.Choices.Words)
}

// forgetLot empties what reasons and the signed copy of a list say of somebody; false
// if nothing.
func forgetLot(l *registry.Lot, tells func(string) bool) (found bool) {
	for k := range l.Steps {
		if tells(l.Steps[k].Reason) {
			l.Steps[k].Reason, found = "", true
		}
	}
	if s := l.Signed; s != nil && (tells(s.File) || tells(s.Number)) {
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

// forgetAsked empties and closes the questions about rows that are theirs, or that
// propose somebody of their name, number or address who is in the registry nowhere.
func (c *commit) forgetAsked(who *registry.Traces) error {
	asked, err := reviews.rows(c.ctx, c.s, "WHERE proposed IS NOT NULL AND person IS NULL")
	for i := 0; i < len(asked) && err == nil; i++ {
		r := &asked[i]
		if who.Rows[registry.RowRef{Import: r.Import, Sheet: r.Sheet, Row: r.Row}] || who.Of(r.Proposed) {
			err = c.forgetReview(r)
		}
	}
	return err
}

func (c *commit) forgetReview(r *registry.Review) error {
	r.Proposed, r.Evidence, r.Candidates = nil, nil, nil
	if r.Answer == "" {
		r.Answer = registry.AnswerReject
	}
	return reviews.update(c.ctx, c.s, r)
}

// forgetReviews empties the questions of imports that a person is named in, and
// closes those still open: what they proposed may be the person's.
func (c *commit) forgetReviews(id registry.PersonID) error {
	about, err := reviews.rows(c.ctx, c.s, "WHERE person = $1 OR EXISTS (SELECT 1 FROM json_each(candidates) WHERE value = $1)", int64(id))
	if err != nil {
		return err
	}
	for i := range about {
		if err := c.forgetReview(&about[i]); err != nil {
			return err
		}
	}
	return nil
}
