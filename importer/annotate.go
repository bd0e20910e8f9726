package importer

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// reasonHeader is what the column of an annotated copy is called that says what to
// look at in each row; lists that come back are not read there.
const reasonHeader = "Nội dung cần xem lại"

// remark is what is said of one cell.
type remark struct {
	kind registry.IssueKind
	text string
}

// remarks are what is said of one sheet, by row and column.
type remarks map[int]map[int]remark

// weights of what is said: the heaviest colours a cell.
var issueWeight = map[registry.IssueKind]int{
	registry.IssueInvalid: 6, registry.IssueImprobable: 6, registry.IssueAmbiguous: 5, registry.IssueConflict: 4, registry.IssueIdentity: 4,
	registry.IssueUnknown: 3, registry.IssueRepaired: 2, registry.IssueIgnored: 1,
}

func (r remarks) add(row, col int, i registry.Issue) {
	old, ok := r[row][col]
	if !ok || issueWeight[i.Kind] > issueWeight[old.kind] {
		old.kind = i.Kind
	}
	if old.text += "\n" + i.Message; !ok {
		old.text = i.Message
	}
	put2(r, row, col, old)
}

// of says what is to be looked at in a row, its cells from left to right.
func (r remarks) of(row, width int) string {
	var all []string
	for col := 1; col <= width; col++ {
		if m, ok := r[row][col]; ok {
			all = append(all, registry.ColumnName(col)+": "+strings.ReplaceAll(m.text, "\n", " "))
		}
	}
	return shorten(strings.Join(all, "\n"), 1500)
}

func remarksOf(p *Plan) map[string]remarks {
	all := map[string]remarks{}
	for _, i := range p.Issues {
		col, row, ok := parseCell([]byte(i.Cell))
		if !ok {
			continue
		}
		if all[i.Sheet] == nil {
			all[i.Sheet] = remarks{}
		}
		all[i.Sheet].add(row, col, i)
	}
	return all
}

// Annotate writes a copy of an import's workbook as .xlsx, its rows, columns and
// merged ranges where they were, to be mended and uploaded again: cells that
// something is said of are coloured and bear a note (in sheets of up to maxNoted
// cells), and a last column says for each row what to look at. Sheets that were left
// out and columns that are not stored are not in it. NotFound where the workbook is
// kept no more.
func (im *Importer) Annotate(ctx context.Context, id registry.ImportID, out io.Writer) (err error) {
	plan, err := im.StoredPlan(ctx, id)
	if err != nil {
		return err
	}
	f, err := os.Open(im.file(id, cellsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return registry.Errorf(registry.NotFound, "Nội dung tệp của lần nhập %d không còn được lưu nên không làm được bản ghi chú.", id)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	size := &measure{}
	if err := walkCells(ctx, f, size); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(im.folder(id), "copy-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	w := newCopyWriter(tmp, plan, size.sheets, decidedBy(plan.Import.Choices, nil))
	if err := walkCells(ctx, f, w); err != nil {
		return errors.Join(err, w.file.Close())
	}
	return errors.Join(w.writeTo(out), w.file.Close())
}

// cellVisitor is told what stands in stored cells, in their order.
type cellVisitor interface {
	book(bookHead) error
	sheet(sheetHead) error
	row(row) error
	end() error
}

// walkCells goes through stored cells.
func walkCells(ctx context.Context, frames io.Reader, v cellVisitor) error {
	in := newFrameReader(frames)
	for ctx.Err() == nil {
		tag, b, err := in.next()
		if err != nil {
			return &cutStream{err}
		}
		switch tag {
		case tagBook:
			var h bookHead
			if err = unmarshal(b, &h); err == nil {
				err = v.book(h)
			}
		case tagSheet:
			var h sheetHead
			if err = unmarshal(b, &h); err == nil {
				err = v.sheet(h)
			}
		case tagRow:
			var r row
			if r, err = in.readRow(b); err == nil {
				err = v.row(r)
			}
		case tagEnd:
			err = v.end()
		case tagDone:
			return nil
		default:
			err = errFrame
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// sheetSize is how large a sheet is and how wide its columns should be.
type sheetSize struct {
	cells, width int
	letters      map[int]int // by column: letters of its longest value, at most maxLetters
}

// maxLetters bounds how wide a column of a copy is made.
const maxLetters = 40

// measure is the first walk.
type measure struct{ sheets []sheetSize }

func (m *measure) book(bookHead) error { return nil }
func (m *measure) end() error          { return nil }

func (m *measure) sheet(sheetHead) error {
	m.sheets = append(m.sheets, sheetSize{letters: map[int]int{}})
	return nil
}

func (m *measure) row(r row) error {
	if len(m.sheets) == 0 {
		return errFrame
	}
	s := &m.sheets[len(m.sheets)-1]
	for _, c := range r.cells {
		s.cells, s.width = s.cells+1, max(s.width, c.col)
		if len(r.cells) > 2 { // a title runs over the columns beside it
			s.letters[c.col] = max(s.letters[c.col], min(len([]rune(decoded(c))), maxLetters))
		}
	}
	return nil
}

// shownText is the text of a cell as a copy shows it.
func shownText(c cell) string {
	if c.look.font() == "" {
		return c.text
	}
	return vietnamese.NFC(decoded(c))
}
