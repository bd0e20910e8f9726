package importer

import (
	"archive/zip"
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"trithuc/registry"
)

// The cells of an .xlsx are read straight from its XML, as a stream: the library of
// workbooks takes four times as long and unpacks sheets to files, which may hold what
// must not be stored. Its tests hold what is read here against what the library reads.

// writeSheet writes the cells of a sheet as frames.
func (s *survey) writeSheet(one *surveyed, out *frameWriter) error {
	if err := out.json(tagSheet, one.sheetHead); err != nil {
		return err
	}
	if one.part != nil {
		w := cellWalk{sheet: one, looks: s.looks, texts: s.texts, out: out}
		if err := eachTag(one.part, maxUnzipped, nil, w.tag); err != nil {
			return err
		}
	}
	return out.frame(tagEnd, nil)
}

// cellWalk follows the tags of a worksheet and writes its rows.
type cellWalk struct {
	sheet *surveyed
	looks []look // by cell format
	texts *sharedTexts
	out   *frameWriter

	row  row
	cell cell
	kind string // how the value of the cell at hand is to be read
	text []byte // of an inline string
	hide bool   // within the reading aid of a string
}

func (w *cellWalk) tag(m *markup, name, attrs []byte, empty bool) error {
	switch string(name) {
	case "row":
		w.startRow(attrs)
	case "/row":
		return w.endRow()
	case "c":
		w.startCell(attrs)
	case "/c":
		w.endCell()
	case "v":
		m.keep = !empty
	case "/v":
		m.keep = false
		return w.value(m.text)
	case "rPh":
		w.hide = !empty
	case "/rPh":
		w.hide = false
	case "t":
		m.keep = !empty && w.kind == "inlineStr" && !w.hide
	case "/t":
		if m.keep && len(w.text) < maxRawText {
			w.text = append(w.text, m.text...)
		}
		m.keep = false
	}
	return nil
}

// startRow notes the number of a row; the survey refused what is out of order.
func (w *cellWalk) startRow(attrs []byte) {
	w.row.n++
	if n, ok := attrInt(attrs, "r"); ok && n > w.row.n {
		w.row.n = n
	}
	w.row.cells, w.cell = w.row.cells[:0], cell{}
}

func (w *cellWalk) endRow() error {
	if len(w.row.cells) == 0 {
		return nil
	}
	return w.out.row(&w.row)
}

func (w *cellWalk) startCell(attrs []byte) {
	w.cell = cell{col: w.cell.col + 1}
	if col, _, ok := parseCell(attr(attrs, "r")); ok {
		w.cell.col = col
	}
	if s, ok := attrInt(attrs, "s"); ok && s < len(w.looks) {
		w.cell.look = w.looks[s]
	}
	w.kind, w.text, w.hide = cellKinds[string(attr(attrs, "t"))], w.text[:0], false
}

// cellKinds are the kinds of cells that are not read as they stand.
var cellKinds = map[string]string{"s": "s", "d": "d", "inlineStr": "inlineStr"}

// value takes the value of the cell at hand.
func (w *cellWalk) value(raw []byte) error {
	switch w.kind {
	case "s":
		n, err := strconv.Atoi(string(bytes.TrimSpace(raw)))
		if len(raw) > 0 && (err != nil || n < 0 || n >= w.texts.count()) {
			return unreadable(err, "Ô %s của trang %q lấy một đoạn chữ không có trong tệp, nên tệp đã hỏng. Hãy mở tệp bằng Excel, kiểm tra ô đó, lưu lại thành .xlsx rồi tải lên.", cellName(w.cell.col, max(w.row.n, 1)), w.sheet.Name)
		}
		if len(raw) > 0 {
			w.cell.text = w.texts.text(n)
		}
	case "d":
		w.cell.text = serialOf(string(bytes.TrimSpace(raw)))
		if w.cell.look&lookDates == 0 {
			w.cell.look |= lookDate
		}
	default:
		w.cell.text = cut(string(raw))
	}
	return nil
}

// endCell puts the cell into its row, unless it is blank or stands out of order.
func (w *cellWalk) endCell() {
	if w.kind == "inlineStr" && w.cell.text == "" {
		w.cell.text = cut(unescaped(string(w.text)))
	}
	last := 0
	if n := len(w.row.cells); n > 0 {
		last = w.row.cells[n-1].col
	}
	if w.cell.text != "" && w.cell.col > last && w.cell.col <= maxColumns {
		w.row.cells = append(w.row.cells, w.cell)
	}
}

// Bounds of the strings that cells refer to, which are in memory.
const (
	maxShared  = 56 << 20  // bytes
	maxStrings = 3_000_000 // of an .xls too

	sharedBlock = 1 << 20 // bytes
	placesBlock = 1 << 14 // strings
)

// sharedTexts are the strings that cells refer to by number, one behind the other in
// blocks: a list that grows in one piece would be in memory twice.
type sharedTexts struct {
	blocks [][]byte
	places [][]sharedText
	n      int // strings
	bytes  int
}

// sharedText is where a string stands.
type sharedText struct {
	from uint32 // of block 0, were all blocks of one piece
	size uint16
}

func (t *sharedTexts) count() int { return t.n }

func (t *sharedTexts) text(n int) string {
	at := t.places[n/placesBlock][n%placesBlock]
	from := at.from % sharedBlock
	if at.size == 0 {
		return ""
	}
	return string(t.blocks[at.from/sharedBlock][from : from+uint32(at.size)])
}

// add takes in a string of at most maxCellText bytes; false where there are too many.
func (t *sharedTexts) add(s string) bool {
	last := len(t.blocks) - 1
	if last < 0 || len(t.blocks[last])+len(s) > sharedBlock {
		t.blocks = append(t.blocks, make([]byte, 0, sharedBlock))
		last++
	}
	if t.n%placesBlock == 0 {
		t.places = append(t.places, make([]sharedText, 0, placesBlock))
	}
	place := &t.places[len(t.places)-1]
	*place = append(*place, sharedText{uint32(last*sharedBlock + len(t.blocks[last])), uint16(len(s))})
	t.blocks[last] = append(t.blocks[last], s...)
	t.n, t.bytes = t.n+1, t.bytes+len(s)
	return t.bytes <= maxShared && t.n <= maxStrings
}

// sharedPart holds the texts that cells refer to by number.
const sharedPart = "xl/sharedstrings.xml"

// readShared reads the shared strings of a workbook.
func readShared(f *zip.File) (*sharedTexts, error) {
	t := &sharedTexts{}
	if f == nil {
		return t, nil
	}
	w := sharedWalk{to: t, on: newCredit()}
	return t, eachTag(f, maxUnzipped, w.on, w.tag)
}

// sharedWalk follows the tags of the shared strings.
type sharedWalk struct {
	to   *sharedTexts
	on   *credit
	text []byte
	hide bool
}

func (w *sharedWalk) tag(m *markup, name, _ []byte, empty bool) error {
	switch string(name) {
	case "si":
		w.text, w.hide = w.text[:0], false
		if empty {
			return w.end()
		}
	case "/si":
		return w.end()
	case "rPh":
		w.hide = !empty
	case "/rPh":
		w.hide = false
	case "t":
		m.keep = !empty && !w.hide
	case "/t":
		if m.keep && len(w.text) < maxRawText {
			w.text = append(w.text, m.text...)
		}
		m.keep = false
	}
	return nil
}

func (w *sharedWalk) end() error {
	w.on.cell()
	if !w.to.add(cut(unescaped(string(w.text)))) {
		return registry.Errorf(registry.TooLarge, "Tệp có quá nhiều chữ khác nhau (hơn %d MB hoặc %d đoạn). Hãy tách thành nhiều tệp nhỏ hơn.", maxShared>>20, maxStrings)
	}
	return nil
}

// unescaped resolves the escapes for characters that XML cannot hold: "_x000D_".
func unescaped(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		b.WriteString(s[:i])
		s = s[i:]
		n, err := strconv.ParseUint(s[min(2, len(s)):min(6, len(s))], 16, 16)
		if len(s) < 7 || s[6] != '_' || err != nil || !utf8.ValidRune(rune(n)) {
			b.WriteString(s[:2])
			s = s[2:]
			continue
		}
		b.WriteRune(rune(n))
		s = s[7:]
	}
	b.WriteString(s)
	return b.String()
}

// cut shortens a text to maxCellText bytes at a whole character.
func cut(s string) string {
	if len(s) <= maxCellText {
		return s
	}
	s = s[:maxCellText]
	for len(s) > 0 {
		if r, n := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || n != 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}
