package importer

import (
	"bufio"
	"bytes"
	"io"
	"math"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

const (
	csvSample = 64 << 10  // bytes looked at to tell encoding and separator
	csvWindow = 128 << 10 // bytes within which a quoted cell must end
	csvName   = "CSV"     // a text file has no sheets with names
)

// csvFile is a text file of cells and how it is written.
type csvFile struct {
	r    io.ReaderAt
	size int64
	enc  vietnamese.Encoding
	mark int64 // bytes of the byte order mark
	sep  byte
	says bool // the first line is "sep=;" and no row
}

// readCSV reads a file of separated values in any encoding.
func readCSV(_ job, f io.ReaderAt, size int64, out *frameWriter) error {
	return writeCSV(f, size, out)
}

// writeCSV writes the cells of a file of separated values. Two passes over the
// file need no more memory than its longest row: the first counts, since the head
// comes before the rows.
func writeCSV(f io.ReaderAt, size int64, out *frameWriter) error {
	c, err := sniffCSV(f, size)
	if err != nil {
		return err
	}
	head := sheetHead{Name: csvName}
	err = c.rows(func(r *row) error {
		head.Rows++
		return out.total.add(1, len(r.cells), r.cells[len(r.cells)-1].col)
	})
	if err != nil {
		return err
	}
	if err := out.json(tagBook, bookHead{Rows: head.Rows}); err != nil {
		return err
	}
	if err := out.json(tagSheet, head); err != nil {
		return err
	}
	if err := c.rows(out.row); err != nil {
		return err
	}
	if err := out.frame(tagEnd, nil); err != nil {
		return err
	}
	return out.frame(tagDone, nil)
}

// sniffCSV tells how the file is written, or that it is no table.
func sniffCSV(r io.ReaderAt, size int64) (*csvFile, error) {
	c := &csvFile{r: r, size: size}
	head := make([]byte, min(size, csvSample))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	c.mark = int64(len(head) - len(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))))
	if err := c.sniffEncoding(head); err != nil {
		return nil, err
	}
	text := head[c.mark:]
	if c.wide() {
		s, _ := vietnamese.DecodeBytes(head[:len(head)&^1])
		text = []byte(s)
	}
	if looksBinary(text) {
		return nil, unreadable(nil, "Tệp không phải bảng tính (.xlsx, .xls, .ods, .csv). Hãy chọn đúng tệp danh sách.")
	}
	whole := size <= csvSample
	if sep, ok := separatorLine(text); ok {
		c.sep, c.says = sep, true
	} else if c.sep = bestSeparator(text, whole); c.sep == 0 {
		return nil, unreadable(nil, "Tệp là văn bản thường, không chia thành cột (không thấy dấu phẩy, chấm phẩy, tab hay gạch đứng đều nhau giữa các dòng). Hãy chọn đúng tệp danh sách.")
	}
	return c, nil
}

func (c *csvFile) wide() bool { return c.enc == vietnamese.UTF16LE || c.enc == vietnamese.UTF16BE }

// sniffEncoding looks at the first bytes that are not plain ASCII, wherever they
// are: the head may be English and the names Vietnamese.
func (c *csvFile) sniffEncoding(head []byte) error {
	sample, buf := head, []byte(nil)
	for at := int64(len(head)); plain(sample) && at < c.size; at += int64(len(sample)) {
		if buf == nil {
			buf = make([]byte, csvSample)
		}
		n, err := c.r.ReadAt(buf, at)
		if n == 0 || err != nil && err != io.EOF {
			return err
		}
		sample = buf[:n]
	}
	if mostlyUTF8(sample) {
		return nil
	}
	_, c.enc = vietnamese.DecodeBytes(sample)
	return nil
}

// plain says that b is ASCII in one byte a letter.
func plain(b []byte) bool {
	for _, x := range b {
		if x == 0 || x >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mostlyUTF8 says that b has letters in UTF-8 and at most here and there a byte
// that is none: a cell pasted from another file, or the letter that the sample cuts.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	if bytes.Count(b, []byte{0}) > len(b)/16 { // UTF-16
		return false
	}
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > 3*bad
}

// looksBinary says that a text is none: too many characters that no text has.
func looksBinary(b []byte) bool {
	zeros, odd := 0, 0
	for _, x := range b {
		switch {
		case x == 0:
			zeros++
		case x < ' ' && x != '\t' && x != '\n' && x != '\r' && x != '\f' && x != '\v' && x != 0x1A:
			odd++
		}
	}
	return zeros > len(b)/4 || odd > 2 && odd > len(b)/50
}

// separatorLine reads the first line "sep=;", which some programs write for Excel.
func separatorLine(b []byte) (byte, bool) {
	line := bytes.Trim(b[:min(len(b), 16)], "\x00")
	if i := bytes.IndexAny(line, "\r\n"); i >= 0 {
		line = bytes.Trim(line[:i], `"`)
	}
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4], true
	}
	return 0, false
}

// bestSeparator chooses the separator that cuts most lines into the same number of
// cells, the more the better; 0 where none does. The comma counts for less: in lists
// with another separator every line may have as many decimal commas, while in lists
// with commas nothing else is regular.
func bestSeparator(text []byte, whole bool) byte {
	best, score := byte(0), 0.0
	for _, sep := range []byte("\t;,|") {
		s := regularity(text, sep, whole)
		if sep == ',' {
			s *= 0.4
		}
		if s > score {
			best, score = sep, s
		}
	}
	return best
}

// regularity scores a separator; 0 where the text is no table by it. The last line
// of a sample that was cut does not count. Lines are as wide as their last value or
// as their separators say, whichever is the more regular: a last column that is
// mostly blank makes the one uneven, lines without blank cells at their end the other.
func regularity(text []byte, sep byte, whole bool) float64 {
	lines := &csvLines{r: bufio.NewReaderSize(bytes.NewReader(text), csvSample), sep: sep}
	var filled, written []int
	for lines.next() == nil {
		if !lines.blank() {
			filled, written = append(filled, lines.width), append(written, lines.seen)
		}
	}
	if n := len(filled); !whole && n > 1 {
		filled, written = filled[:n-1], written[:n-1]
	}
	return max(evenness(filled), evenness(written))
}

// evenness scores how many lines share one width, and how wide they are.
func evenness(widths []int) float64 {
	lines := map[int]int{}
	for _, w := range widths {
		lines[w]++
	}
	width, most := 0, 0
	for w, n := range lines {
		if w > 1 && (n > most || n == most && w > width) {
			width, most = w, n
		}
	}
	share := float64(most) / float64(max(len(widths), 1))
	if most == 0 || share < 0.4 && (most < 3 || width < 3) {
		return 0
	}
	return share * share * math.Log2(float64(width))
}

// rows gives every row that holds something. Rows are numbered as a spreadsheet
// program does: blank ones count.
func (c *csvFile) rows(use func(*row) error) error {
	var in io.Reader = io.NewSectionReader(c.r, c.mark, c.size-c.mark)
	switch c.enc {
	case vietnamese.UTF16LE:
		in = transform.NewReader(in, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case vietnamese.UTF16BE:
		in = transform.NewReader(in, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	}
	lines := &csvLines{r: bufio.NewReaderSize(in, csvWindow), sep: c.sep}
	var r row
	for skip := c.says; ; skip = false {
		err := lines.next()
		if err == io.EOF {
			return nil
		}
		if err == errRecord {
			return registry.Errorf(registry.TooLarge, "Dòng %d của tệp CSV dài hơn %d MB hoặc có hơn %d ô, không giống một danh sách. Hãy kiểm tra dấu ngoặc kép và dấu xuống dòng, lưu lại tệp rồi tải lên.", r.n+1, csvRecord>>20, csvWidth)
		}
		if err == errQuotes {
			return unreadable(err, "Tệp CSV có rất nhiều dấu ngoặc kép không khép lại, đến dòng %d. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", r.n+1)
		}
		if err != nil {
			return unreadable(err, "Tệp CSV bị hỏng sau dòng %d. Hãy lưu lại tệp rồi tải lên.", r.n)
		}
		if skip {
			continue
		}
		if r.n++; r.n > maxRow {
			return registry.Errorf(registry.TooLarge, "Tệp CSV có hơn %d dòng. Hãy tách thành nhiều tệp nhỏ hơn.", maxRow)
		}
		if c.fill(&r, lines); len(r.cells) == 0 {
			continue
		}
		if err := use(&r); err != nil {
			return err
		}
	}
}

// fill reads the fields of a line into a row.
func (c *csvFile) fill(r *row, lines *csvLines) {
	r.cells = r.cells[:0]
	for i := range lines.fields() {
		if b := unwrapped(lines.field(i)); len(b) > 0 {
			r.cells = append(r.cells, cell{col: i + 1, text: cut(c.decode(b))})
		}
	}
}

// unwrapped gives x of ="x", which programs write so that Excel keeps the zeros in
// front of a number.
func unwrapped(b []byte) []byte {
	if len(b) > 3 && b[0] == '=' && b[1] == '"' && b[len(b)-1] == '"' && bytes.Count(b, []byte{'"'}) == 2 {
		return b[2 : len(b)-1]
	}
	return b
}

// decode gives a cell in Unicode. The encoding is that of the file: single cells
// are too short to tell. Only in a file of UTF-8 a cell that is not must tell itself.
func (c *csvFile) decode(b []byte) string {
	switch {
	case plain(b):
		return string(b)
	case c.enc == vietnamese.TCVN3:
		s, _, _ := vietnamese.Decode(cp1252(b), ".VnTime")
		return s
	case c.enc == vietnamese.VNI:
		s, _, _ := vietnamese.Decode(cp1252(b), "VNI-Times")
		return s
	case c.enc == vietnamese.CP1258:
		s, _ := charmap.Windows1258.NewDecoder().Bytes(b)
		return vietnamese.NFC(string(s))
	case len(b) == csvField:
		b = wholeRunes(b)
	}
	if utf8.Valid(b) {
		return string(b)
	}
	s, _ := vietnamese.DecodeBytes(b)
	return s
}

// wholeRunes leaves out the letter that the end of a field cut.
func wholeRunes(b []byte) []byte {
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return b[:i]
			}
			break
		}
	}
	return b
}

// cp1252 shows the bytes of an old encoding as the letters that stand for them. The
// five that cp1252 leaves open stay control characters.
func cp1252(b []byte) string {
	out := make([]rune, len(b))
	for i, x := range b {
		if out[i] = charmap.Windows1252.DecodeByte(x); out[i] == utf8.RuneError {
			out[i] = rune(x)
		}
	}
	return string(out)
}
