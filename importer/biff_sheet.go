package importer

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"

	"trithuc/registry"
)

// An entry stands for one cell in the index of a sheet: row, column, kind and the
// place of its value in one number, so that entries sort as cells are read and a
// sheet of any size needs eight bytes a cell.
type entry uint64

type entryKind int

const (
	entryRK entryKind = iota
	entryNumber
	entryShared
	entryLabel
	entryFormula
	entryBool
)

func newEntry(row, col int, kind entryKind, at int) entry {
	return entry(row)<<48 | entry(col)<<39 | entry(kind)<<35 | entry(at)
}

func (e entry) row() int        { return int(e >> 48) }
func (e entry) col() int        { return int(e >> 39 & 0x1FF) }
func (e entry) kind() entryKind { return entryKind(e >> 35 & 0xF) }
func (e entry) at() int         { return int(e & (1<<35 - 1)) } // of the XF number, which the value follows

// biffColumns is how many columns a sheet of an .xls can have.
const biffColumns = 256

// biffIndex lists the cells of one sheet.
type biffIndex struct {
	cells  []entry
	merges []rect
	end    int
}

// survey counts the sheets. What one sheet takes up cannot be taken up by another,
// or a few records could stand for thousands of sheets.
func (b *biff) survey(total *tally) ([]sheetHead, bookHead, error) {
	book := bookHead{Date1904: b.date1904}
	var heads []sheetHead
	taken, text := 0, 0
	for _, t := range b.tabs {
		h := sheetHead{Name: t.name, Hidden: t.hidden}
		x, err := b.index(t, total.credit)
		if err != nil {
			return nil, book, err
		}
		if taken += x.end - t.at; taken > len(b.data) {
			return nil, book, damagedXLS(errBIFF)
		}
		h.Merges = x.merges
		for range h.Merges {
			if err := total.merge(t.name); err != nil {
				return nil, book, err
			}
		}
		for i, from := 0, 0; i < len(x.cells); i++ {
			text += b.bytesOf(x.cells[i])
			if i+1 < len(x.cells) && x.cells[i+1].row() == x.cells[i].row() {
				continue
			}
			h.Rows++
			if i-from > 4*biffColumns { // cells that stand there again and again
				return nil, book, damagedTab(t.name)
			}
			if err := total.add(1, i+1-from, i+1-from); err != nil {
				return nil, book, err
			}
			from = i + 1
		}
		if text > maxText {
			return nil, book, tooMuchText()
		}
		book.Rows += h.Rows
		heads = append(heads, h)
	}
	return heads, book, nil
}

// bytesOf is about how long the text of a cell is, where it could be long out of
// proportion to the file: many cells may share one string.
func (b *biff) bytesOf(e entry) int {
	if e.kind() != entryShared {
		return 0
	}
	n := binary.LittleEndian.Uint32(b.data[e.at()+2:])
	if uint64(n) >= uint64(len(b.shared)) {
		return 0
	}
	return min(int(binary.LittleEndian.Uint16(b.data[b.shared[n][0]:])), maxCellText)
}

// index walks over the records of a sheet. Charts that lie in it have a BOF and an
// EOF of their own.
func (b *biff) index(t biffTab, on *credit) (biffIndex, error) {
	x := biffIndex{end: t.at}
	if !t.cells {
		return x, nil
	}
	r, ok := recordAt(b.data, t.at)
	if !ok || r.kind != recBOF {
		return x, damagedTab(t.name)
	}
	n, err := b.cellsFrom(r, on)
	if err != nil {
		return x, err
	}
	x.cells = make([]entry, 0, n)
	for depth := 1; depth > 0; {
		if r, ok = recordAt(b.data, r.next()); !ok {
			return x, damagedTab(t.name)
		}
		switch r.kind {
		case recBOF:
			depth++
		case recEOF:
			depth--
		default:
			if depth == 1 {
				x.add(r)
			}
		}
	}
	x.end = r.next()
	if !slices.IsSorted(x.cells) {
		slices.Sort(x.cells)
	}
	return x, nil
}

// cellsFrom counts the cells of the records behind r, to the end of its sheet or of the
// stream; a few too many where charts lie in the sheet.
func (b *biff) cellsFrom(r record, on *credit) (n int, err error) {
	for depth := 1; depth > 0 && n <= maxBIFFCells; {
		var ok bool
		if r, ok = recordAt(b.data, r.next()); !ok {
			break
		}
		if err := on.tag(); err != nil {
			return 0, err
		}
		switch r.kind {
		case recBOF:
			depth++
		case recEOF:
			depth--
		default:
			for range cellsIn(r) {
				n++
				on.cell()
			}
		}
	}
	if n > maxBIFFCells {
		return 0, registry.Errorf(registry.TooLarge, "Tệp .xls có hơn %d ô trong một trang tính. Hãy tách thành nhiều tệp nhỏ hơn.", maxBIFFCells)
	}
	return n, nil
}

// cellsIn is how many cells a record tells of.
func cellsIn(r record) int {
	if r.kind == recMulRK {
		return max(len(r.body)-6, 0) / 6
	}
	if k, ok := entryOf[r.kind]; ok && len(r.body) >= k.size {
		return 1
	}
	return 0
}

func damagedTab(name string) error {
	return unreadable(errBIFF, "Trang tính %q trong tệp .xls bị hỏng hoặc bị cắt cụt. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", name)
}

// entryOf holds the kind of each record of one cell and the least size of its body.
var entryOf = map[uint16]struct {
	kind entryKind
	size int
}{
	recRK: {entryRK, 10}, recNumber: {entryNumber, 14}, recLabelSST: {entryShared, 10}, recLabel: {entryLabel, 8},
	recRString: {entryLabel, 8}, recFormula: {entryFormula, 14}, recBoolErr: {entryBool, 8},
}

func (x *biffIndex) add(r record) {
	switch r.kind {
	case recMulRK:
		for i, col := 4, r.u16(2); i+6 <= len(r.body)-2; i, col = i+6, col+1 {
			x.cell(r.u16(0), col, entryRK, r.at+i)
		}
	case recMergeCells:
		x.merge(r)
	default:
		if k, ok := entryOf[r.kind]; ok && len(r.body) >= k.size {
			x.cell(r.u16(0), r.u16(2), k.kind, r.at+4)
		}
	}
}

func (x *biffIndex) cell(row, col int, kind entryKind, at int) {
	if col < maxColumns {
		x.cells = append(x.cells, newEntry(row, col, kind, at))
	}
}

func (x *biffIndex) merge(r record) {
	for i := 2; i+8 <= len(r.body) && len(x.merges) <= maxMerges; i += 8 {
		m := rect{r.u16(i) + 1, r.u16(i+4) + 1, r.u16(i+2) + 1, r.u16(i+6) + 1}
		if m.Top <= m.Bottom && m.Left <= m.Right && (m.Top < m.Bottom || m.Left < m.Right) {
			x.merges = append(x.merges, m)
		}
	}
}

// writeSheet writes the head and the rows of one sheet.
func (b *biff) writeSheet(t biffTab, h sheetHead, out *frameWriter) error {
	if err := out.json(tagSheet, h); err != nil {
		return err
	}
	x, err := b.index(t, nil)
	if err != nil {
		return err
	}
	var cells []cell // reused
	for i := 0; i < len(x.cells); {
		r := row{n: x.cells[i].row() + 1, cells: cells[:0]}
		for ; i < len(x.cells) && x.cells[i].row()+1 == r.n; i++ {
			if err := b.addCell(&r, x.cells[i], t); err != nil {
				return err
			}
		}
		if cells = r.cells; len(cells) == 0 {
			continue
		}
		if err := out.row(&r); err != nil {
			return err
		}
	}
	return out.frame(tagEnd, nil)
}

// addCell reads a cell into its row. Of two records for one cell, which only a
// broken writer makes, the last one stands.
func (b *biff) addCell(r *row, e entry, t biffTab) error {
	text, err := b.value(e)
	if err != nil {
		return unreadable(err, "Ô %s của trang tính %q trong tệp .xls bị hỏng. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", cellName(e.col()+1, r.n), t.name)
	}
	if text == "" {
		return nil
	}
	c := cell{col: e.col() + 1, text: cut(text)}
	if xf := int(binary.LittleEndian.Uint16(b.data[e.at():])); xf < len(b.looks) {
		c.look = b.looks[xf]
	}
	if n := len(r.cells); n > 0 && r.cells[n-1].col == c.col {
		r.cells = r.cells[:n-1]
	}
	r.cells = append(r.cells, c)
	return nil
}

// value gives the text of a cell as a raw value of .xlsx would read. The index
// holds only cells whose record is long enough.
func (b *biff) value(e entry) (string, error) {
	v := b.data[e.at()+2:]
	switch e.kind() {
	case entryRK:
		return number(rk(binary.LittleEndian.Uint32(v))), nil
	case entryNumber:
		return number(math.Float64frombits(binary.LittleEndian.Uint64(v))), nil
	case entryShared:
		return b.sharedText(binary.LittleEndian.Uint32(v))
	case entryBool:
		return boolOrError(v[0], v[1] != 0), nil
	case entryLabel:
		r, _ := recordAt(b.data, e.at()-8)
		return b.longText(r, 6)
	}
	return b.formula(e, v[:8])
}

// formula gives the value that a formula had when the file was saved.
func (b *biff) formula(e entry, v []byte) (string, error) {
	if v[6] != 0xFF || v[7] != 0xFF {
		return number(math.Float64frombits(binary.LittleEndian.Uint64(v))), nil
	}
	switch v[0] {
	case 0:
		return b.formulaText(e)
	case 1, 2:
		return boolOrError(v[2], v[0] == 2), nil
	}
	return "", nil
}

// formulaText finds the text behind a formula; a shared or array formula, or one
// of a table, may stand between.
func (b *biff) formulaText(e entry) (string, error) {
	r, ok := recordAt(b.data, e.at()-8)
	for range 8 {
		if ok {
			r, ok = recordAt(b.data, r.next())
		}
		if !ok || r.kind == recFormula || r.kind == recEOF {
			break
		}
		if r.kind == recString {
			return b.longText(r, 0)
		}
	}
	return "", errBIFF
}

// rk reads a number packed in four bytes ([MS-XLS] 2.5.218): thirty bits of a whole
// number with its sign or of the head of a float, perhaps a hundredfold.
func rk(n uint32) float64 {
	v := math.Float64frombits(uint64(n&^3) << 32)
	if n&2 != 0 {
		v = float64(int32(n) >> 2)
	}
	if n&1 != 0 {
		v /= 100
	}
	return v
}

// number writes a number in as few digits as tell it from all others.
func number(v float64) string {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return ""
	case v == 0: // minus zero too
		return "0"
	case math.Abs(v) >= 1e21 || math.Abs(v) < 1e-9:
		return strconv.FormatFloat(v, 'E', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

var errorNames = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

func boolOrError(v byte, isError bool) string {
	switch {
	case isError && errorNames[v] != "":
		return errorNames[v]
	case isError:
		return "#N/A"
	case v != 0:
		return "1"
	}
	return "0"
}
