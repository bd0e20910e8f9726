package importer

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"trithuc/registry"
)

// The child and the parent speak in frames, and the stored cells are the same
// frames again: a tag, a length, a payload. Rows are binary since there are
// many; the rest is JSON.
const (
	tagBook    = 'B' // bookHead
	tagSheet   = 'S' // sheetHead
	tagRow     = 'R' // row
	tagEnd     = 'E' // of a sheet
	tagDone    = 'Z' // of the workbook: without it the stream was cut
	tagFailure = 'X' // failure
)

// Bounds of what is taken from one workbook.
const (
	maxColumns  = 400       // columns read of a sheet
	maxCellText = 4000      // bytes read of one cell
	maxText     = 512 << 20 // bytes of all cells together
	maxFrame    = 4 << 20   // bytes of one frame: maxColumns × maxCellText, and room
)

// look is what the style of a cell says about its value.
type look uint8

// The looks: how much of a date the number format shows, the old encoding that
// the font stands for, and, in the last three bits, how many digits a number is
// shown with ("000000").
const (
	lookDate  look = 1 + iota // day, month and year
	lookMonth                 // month and year
	lookYear

	lookDates look = 0x03
	lookTCVN3 look = 0x04
	lookUpper look = 0x08 // a TCVN3 capitals font: .VnTimeH
	lookVNI   look = 0x10

	lookPadded look = 0xe0
)

// padShift is where the bits of lookPadded begin.
const padShift = 5

// padWidths are the numbers of digits that a look can tell.
var padWidths = [8]int{0, 3, 4, 5, 6, 7, 8, 10}

// padded gives a number as its format shows it, with zeros before it.
func (c cell) padded() string {
	width := padWidths[c.look>>padShift]
	if len(c.text) >= width || strings.Trim(c.text, "0123456789") != "" {
		return c.text
	}
	return strings.Repeat("0", width-len(c.text)) + c.text
}

// rect is a merged range: rows and columns from 1, ends included.
type rect struct{ Top, Left, Bottom, Right int }

// rects are merged ranges. A sheet may have as many as maxMerges, and all must fit
// in one frame: they are written as numbers, each range from the top of the one before.
type rects []rect

// MarshalJSON writes the ranges as one text.
func (all rects) MarshalJSON() ([]byte, error) {
	var b []byte
	top := 0
	for _, m := range all {
		b = binary.AppendVarint(b, int64(m.Top-top))
		b = binary.AppendVarint(b, int64(m.Left))
		b = binary.AppendVarint(b, int64(m.Bottom-m.Top))
		b = binary.AppendVarint(b, int64(m.Right-m.Left))
		top = m.Top
	}
	return json.Marshal(b)
}

// UnmarshalJSON reads them, and the objects of cells that were stored earlier.
func (all *rects) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte("[")) {
		return json.Unmarshal(raw, (*[]rect)(all))
	}
	var b []byte
	if err := json.Unmarshal(raw, &b); err != nil {
		return err
	}
	for top := 0; len(b) > 0; {
		var n [4]int
		for i := range n {
			v, size := binary.Varint(b)
			if size <= 0 {
				return errFrame
			}
			n[i], b = int(v), b[size:]
		}
		top += n[0]
		*all = append(*all, rect{top, n[1], top + n[2], n[1] + n[3]})
	}
	return nil
}

// cell is a cell that holds something; col counts from 1.
type cell struct {
	col  int
	look look
	text string
}

// row is one row of a sheet: only its cells that hold something, by column.
type row struct {
	n     int // from 1, as the spreadsheet program numbers it
	cells []cell
}

// at gives the cell of a column, an empty one where there is none.
func (r *row) at(col int) cell {
	for _, c := range r.cells {
		if c.col >= col {
			if c.col == col {
				return c
			}
			break
		}
	}
	return cell{col: col}
}

type bookHead struct {
	Date1904 bool `json:"date1904,omitempty"`
	Rows     int  `json:"rows"` // of all sheets, for progress
}

type sheetHead struct {
	Name   string `json:"name"`
	Hidden bool   `json:"hidden,omitempty"`
	Rows   int    `json:"rows"` // that hold something
	Merges rects  `json:"merges,omitempty"`
	// Form names the official form that the sheet follows, once that was told.
	Form string `json:"form,omitempty"`
	// Card says that the sheet told of one person and was made a list of one.
	Card bool `json:"card,omitempty"`
	// Skipped says why the sheet was left out when the cells were stored.
	Skipped string `json:"skipped,omitempty"`
}

// failure is a registry.Error on its way out of the child.
type failure struct {
	Kind    registry.Kind `json:"kind"`
	Message string        `json:"message"`
	Cause   string        `json:"cause,omitempty"`
	Locked  bool          `json:"locked,omitempty"` // a password, or another one, may open it
}

type frameWriter struct {
	w     *bufio.Writer
	buf   []byte
	taken int // bytes of all rows

	inside string // the file of a lot that is being read
	total  *tally // of all files of the lot
}

func newFrameWriter(w io.Writer) *frameWriter {
	return &frameWriter{w: bufio.NewWriterSize(w, 1<<16), total: newTally()}
}

func (f *frameWriter) frame(tag byte, payload []byte) error {
	if tag == tagDone && f.inside != "" { // of one file, not of the lot
		return nil
	}
	if len(payload) > maxFrame { // the reader would take it for broken
		return registry.Errorf(registry.TooLarge, "Một trang hoặc một dòng của tệp quá lớn (hơn %d MB). Hãy tách thành nhiều tệp nhỏ hơn.", maxFrame>>20)
	}
	var head [1 + binary.MaxVarintLen64]byte
	head[0] = tag
	n := binary.PutUvarint(head[1:], uint64(len(payload)))
	f.w.Write(head[:1+n]) // bufio keeps the error for the next call
	_, err := f.w.Write(payload)
	return err
}

func (f *frameWriter) json(tag byte, v any) error {
	if h, ok := v.(sheetHead); ok && f.inside != "" {
		if h.Name == csvName {
			h.Name = f.inside
		} else {
			h.Name = f.inside + lotMark + h.Name
		}
		v = h
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return f.frame(tag, b)
}

func (f *frameWriter) row(r *row) error {
	b := binary.AppendUvarint(f.buf[:0], uint64(r.n))
	for _, c := range r.cells {
		b = binary.AppendUvarint(b, uint64(c.col))
		b = append(b, byte(c.look))
		b = binary.AppendUvarint(b, uint64(len(c.text)))
		b = append(b, c.text...)
	}
	f.buf = b
	if f.taken += len(b); f.taken > maxText { // one text of the file may stand in a million cells
		return tooMuchText()
	}
	return f.frame(tagRow, b)
}

func tooMuchText() error {
	return registry.Errorf(registry.TooLarge, "Tệp có quá nhiều chữ (hơn %d MB). Hãy tách thành nhiều tệp nhỏ hơn.", maxText>>20)
}

type frameReader struct {
	r     *bufio.Reader
	buf   []byte
	spare []cell // room of rows to come
}

func newFrameReader(r io.Reader) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, 1<<16)}
}

var errFrame = errors.New("importer: broken frame")

// next gives a tag and its payload, which the following call overwrites.
func (f *frameReader) next() (byte, []byte, error) {
	tag, err := f.r.ReadByte()
	if err != nil {
		return 0, nil, err
	}
	n, err := binary.ReadUvarint(f.r)
	if err != nil || n > maxFrame {
		return 0, nil, errFrame
	}
	if uint64(cap(f.buf)) < n {
		f.buf = make([]byte, n, n+n/2)
	}
	f.buf = f.buf[:n]
	if _, err := io.ReadFull(f.r, f.buf); err != nil {
		return 0, nil, errFrame
	}
	return tag, f.buf, nil
}

// readRow reads the payload of a row. The texts share one string.
func (f *frameReader) readRow(b []byte) (row, error) {
	s := string(b)
	n, i := uvarint(s)
	r := row{n: int(n)}
	start := len(f.spare)
	for i >= 0 && i < len(s) {
		col, k := uvarint(s[i:])
		if k < 0 || i+k >= len(s) {
			return row{}, errFrame
		}
		at := look(s[i+k])
		i += k + 1
		size, k := uvarint(s[i:])
		if k < 0 || uint64(len(s)-i-k) < size {
			return row{}, errFrame
		}
		i += k
		f.spare = append(f.spare, cell{int(col), at, s[i : i+int(size)]})
		i += int(size)
	}
	if i < 0 {
		return row{}, errFrame
	}
	r.cells = f.spare[start:len(f.spare):len(f.spare)]
	if len(f.spare) > 4096 {
		f.spare = make([]cell, 0, 8192)
	}
	return r, nil
}

// uvarint reads a number from a string; -1 where there is none.
func uvarint(s string) (uint64, int) {
	var x uint64
	for i := 0; i < len(s) && i < binary.MaxVarintLen64; i++ {
		x |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return x, i + 1
		}
	}
	return 0, -1
}

// cellName gives "C12".
func cellName(col, row int) string {
	b := []byte(registry.ColumnName(col))
	for d, digits := row, []byte{}; ; d /= 10 {
		digits = append(digits, byte('0'+d%10))
		if d < 10 {
			for i := len(digits) - 1; i >= 0; i-- {
				b = append(b, digits[i])
			}
			return string(b)
		}
	}
}
