package importer

import (
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// Bounds of an .xls beyond those of any workbook.
const (
	maxBIFF     = 48 << 20 // bytes of its stream, held in memory
	maxBIFFTabs = 2000

	maxBIFFCells = 4_000_000 // of one sheet
)

// biff is a workbook of Excel 5 to 2003: a stream of records, first the globals,
// then a run of records for each sheet.
type biff struct {
	data     []byte
	v8       bool // Excel 97 and later: text in Unicode
	codePage int  // of text in bytes
	date1904 bool
	tabs     []biffTab
	fonts    []look
	formats  map[int]look
	codes    int        // formats met
	xfs      [][2]int   // font, format
	looks    []look     // by XF, once the globals are read
	shared   [][2]int32 // where each shared string begins and its record ends
}

type biffTab struct {
	name   string
	hidden bool
	cells  bool // a worksheet, not a chart or macros
	at     int
}

// readBIFF reads an .xls.
func readBIFF(_ job, f io.ReaderAt, size int64, out *frameWriter) error {
	data, err := biffStream(f, size)
	if err != nil {
		return err
	}
	return writeBIFF(data, out)
}

// writeBIFF writes the cells of the stream of a workbook. It counts all sheets
// first, since the heads come before the cells.
func writeBIFF(data []byte, out *frameWriter) error {
	b := &biff{data: data}
	if err := b.readGlobals(out.total.credit); err != nil {
		return err
	}
	heads, book, err := b.survey(out.total)
	if err != nil {
		return err
	}
	if err := out.json(tagBook, book); err != nil {
		return err
	}
	for i, t := range b.tabs {
		if err := b.writeSheet(t, heads[i], out); err != nil {
			return err
		}
	}
	return out.frame(tagDone, nil)
}

// biffStream takes the stream of the workbook out of the compound file.
func biffStream(f io.ReaderAt, size int64) ([]byte, error) {
	doc, err := openCompound(f, size)
	if err != nil {
		return nil, damagedXLS(err)
	}
	var found *compoundEntry
	for _, e := range doc.streams() {
		switch strings.ToLower(e.name) {
		case "encryptedpackage":
			return nil, protected()
		case "workbook":
			found = &e
		case "book":
			if found == nil {
				found = &e
			}
		}
	}
	switch {
	case found == nil:
		return nil, unreadable(nil, "Tệp là tài liệu Office kiểu cũ nhưng không phải bảng tính Excel (có thể là Word hoặc PowerPoint). Hãy chọn đúng tệp bảng tính.")
	case found.size > size:
		return nil, damagedXLS(nil)
	case found.size > maxBIFF:
		return nil, registry.Errorf(registry.TooLarge, "Tệp .xls lớn quá %d MB. Hãy lưu lại thành .xlsx hoặc tách thành nhiều tệp nhỏ hơn.", maxBIFF>>20)
	}
	data, err := doc.stream(*found)
	if err != nil {
		return nil, damagedXLS(err)
	}
	return data, nil
}

func damagedXLS(cause error) error {
	return unreadable(cause, "Tệp .xls bị hỏng hoặc bị cắt cụt, không đọc được. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.")
}

// readGlobals reads what holds for all sheets.
func (b *biff) readGlobals(on *credit) error {
	r, ok := recordAt(b.data, 0)
	if !ok {
		return damagedXLS(errBIFF)
	}
	switch version := r.u16(0); {
	case r.kind != recBOF, version != 0x0600 && version != 0x0500:
		return tooOld()
	default:
		b.v8 = version == 0x0600
	}
	b.formats = map[int]look{}
	for r.kind != recEOF {
		if r, ok = recordAt(b.data, r.next()); !ok {
			return damagedXLS(errBIFF)
		}
		if err := on.tag(); err != nil {
			return err
		}
		if err := b.global(r); err != nil {
			return err
		}
		if max(len(b.fonts), len(b.xfs), b.codes) > maxLooks {
			return damagedXLS(errBIFF)
		}
	}
	b.looks = make([]look, len(b.xfs))
	for i, x := range b.xfs {
		known, own := b.formats[x[1]]
		if !own {
			known = formatLook(x[1], "")
		}
		b.looks[i] = b.fontLook(x[0]) | known
	}
	return nil
}

// veryOld knows the bare records of Excel 2 to 4.
func veryOld(head []byte) bool {
	r, ok := recordAt(head, 0)
	return ok && (r.kind == 0x0009 || r.kind == 0x0209 || r.kind == 0x0409) && len(r.body) >= 4 && len(r.body) <= 16
}

func tooOld() error {
	return unreadable(nil, "Tệp do Excel đời quá cũ (trước Excel 5.0) ghi nên không đọc được. Hãy mở bằng Excel hoặc LibreOffice, lưu lại thành .xlsx rồi tải lên.")
}

// lockedXLS says that no password opens an .xls here: its ciphers are of the nineties,
// and whoever has the password has a program that saves the file without it.
func lockedXLS() error {
	return unreadable(nil, "Tệp .xls được bảo vệ bằng mật khẩu; ở đây chỉ mở được mật khẩu của tệp .xlsx. Hãy mở bằng Excel hoặc LibreOffice bằng mật khẩu đó, lưu lại thành .xlsx rồi tải lên.")
}

func (b *biff) global(r record) error {
	switch r.kind {
	case recFilePass:
		return lockedXLS()
	case recCodePage:
		b.codePage = r.u16(0)
	case recDateMode:
		b.date1904 = r.u16(0) == 1
	case recFont:
		b.fonts = append(b.fonts, fontLook(b.shortText(r, 14)))
	case recFormat:
		b.codes++
		b.formats[r.u16(0)] = formatLook(r.u16(0), b.formatText(r))
	case recXF:
		b.xfs = append(b.xfs, [2]int{r.u16(0), r.u16(2)})
	case recBoundSheet:
		return b.boundSheet(r)
	case recSST:
		return b.indexShared(r)
	}
	return nil
}

// fontLook gives the look of a font by its number, in which there is no 4.
func (b *biff) fontLook(n int) look {
	if n > 4 {
		n--
	}
	if n >= len(b.fonts) {
		return 0
	}
	return b.fonts[n]
}

func (b *biff) boundSheet(r record) error {
	t := biffTab{at: int(r.u32(0)), name: b.shortText(r, 6)}
	if len(r.body) < 6 || len(b.tabs) == maxBIFFTabs {
		return damagedXLS(errBIFF)
	}
	t.hidden, t.cells = r.body[4]&3 != 0, r.body[5] == 0
	b.tabs = append(b.tabs, t)
	return nil
}

// indexShared notes where each shared string stands; they are read when a cell
// asks for them.
func (b *biff) indexShared(r record) error {
	count := int(r.u32(4))
	c := chainOf(b.data, r, 8)
	b.shared = make([][2]int32, 0, min(count, len(b.data)/3, maxStrings))
	for range count {
		if len(b.shared) == maxStrings {
			return registry.Errorf(registry.TooLarge, "Tệp có hơn %d chuỗi chữ khác nhau. Hãy tách thành nhiều tệp nhỏ hơn.", maxStrings)
		}
		if !c.more() {
			break // fewer than promised: a cell that asks for the rest fails
		}
		at := [2]int32{int32(c.pos), int32(c.end)}
		if c.text(c.u16(), 0); c.broken {
			break
		}
		b.shared = append(b.shared, at)
	}
	return nil
}

func (b *biff) sharedText(n uint32) (string, error) {
	if uint64(n) >= uint64(len(b.shared)) {
		return "", errBIFF
	}
	at := b.shared[n]
	c := chain{data: b.data, pos: int(at[0]), end: int(at[1])}
	return c.text(c.u16(), maxCellText), nil
}

// shortText reads a string whose length is one byte.
func (b *biff) shortText(r record, at int) string {
	c := chainOf(b.data, r, at)
	n := c.byte()
	if b.v8 {
		return c.text(n, 255)
	}
	return b.bytesText(r, at+1, n)
}

func (b *biff) formatText(r record) string {
	if !b.v8 {
		return b.shortText(r, 2)
	}
	c := chainOf(b.data, r, 2)
	return c.text(c.u16(), 255)
}

// longText reads a string whose length is two bytes.
func (b *biff) longText(r record, at int) (string, error) {
	c := chainOf(b.data, r, at)
	n := c.u16()
	if !b.v8 {
		return b.bytesText(r, at+2, n), nil
	}
	s := c.text(n, maxCellText)
	if c.broken {
		return "", errBIFF
	}
	return s, nil
}

// bytesText reads text of Excel 5 and 95 in its code page. Old Vietnamese fonts
// stand in cp1252, as Decode wants to see them.
func (b *biff) bytesText(r record, at, n int) string {
	if at >= len(r.body) {
		return ""
	}
	raw := r.body[at:min(at+min(n, maxCellText), len(r.body))]
	if b.codePage == 1258 {
		s, _ := charmap.Windows1258.NewDecoder().Bytes(raw)
		return vietnamese.NFC(string(s))
	}
	return cp1252(raw)
}
