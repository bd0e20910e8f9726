package importer

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"trithuc/registry"
)

// biffMaker builds a stream of records.
type biffMaker struct{ b []byte }

// add appends a record of parts: int is two bytes, uint32 four, float64 eight,
// string and []byte themselves.
func (m *biffMaker) add(kind int, parts ...any) *biffMaker {
	var body []byte
	for _, p := range parts {
		switch v := p.(type) {
		case int:
			body = binary.LittleEndian.AppendUint16(body, uint16(v))
		case uint32:
			body = binary.LittleEndian.AppendUint32(body, v)
		case float64:
			body = binary.LittleEndian.AppendUint64(body, math.Float64bits(v))
		case string:
			body = append(body, v...)
		case []byte:
			body = append(body, v...)
		}
	}
	m.b = binary.LittleEndian.AppendUint16(m.b, uint16(kind))
	m.b = binary.LittleEndian.AppendUint16(m.b, uint16(len(body)))
	m.b = append(m.b, body...)
	return m
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// biffBook puts the sheets behind the globals and their places into the
// BOUNDSHEET records.
func biffBook(version int, globals func(*biffMaker), sheets ...func(*biffMaker)) []byte {
	m := &biffMaker{}
	m.add(recBOF, version, 5)
	var places []int
	for i := range sheets {
		name := []byte{1, 0, byte('A' + i)}
		if version < 0x0600 {
			name = []byte{1, byte('A' + i)}
		}
		places = append(places, len(m.b)+4)
		m.add(recBoundSheet, uint32(0), i, name) // the second sheet is hidden, the third very hidden
	}
	globals(m)
	m.add(recEOF)
	for i, fill := range sheets {
		binary.LittleEndian.PutUint32(m.b[places[i]:], uint32(len(m.b)))
		m.add(recBOF, version, 0x10)
		fill(m)
		m.add(recEOF)
	}
	return m.b
}

func biffCells(data []byte) ([]sheetCells, bookHead, error) {
	var out bytes.Buffer
	w := newFrameWriter(&out)
	if err := writeBIFF(data, w); err != nil {
		return nil, bookHead{}, err
	}
	w.w.Flush()
	book, sheets, err := framesOf(&out)
	return sheets, book, err
}

// rkOf packs a number as RK: whole tells an integer, hundred a hundredfold.
func rkOf(v float64, whole, hundred bool) uint32 {
	var flags uint32
	if hundred {
		v *= 100
		flags |= 1
	}
	if whole {
		return uint32(int32(v))<<2 | flags | 2
	}
	return uint32(math.Float64bits(v)>>32)&^3 | flags
}

func TestBIFFCells(t *testing.T) {
	formulaText := []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}
	data := biffBook(0x0600, func(m *biffMaker) {
		m.add(recDateMode, 1)
		for _, name := range []string{"Arial", "Arial", "Arial", "Arial", ".VnTimeH"} { // the fifth is number 5
			m.add(recFont, make([]byte, 14), []byte{byte(len(name)), 0}, name)
		}
		m.add(recFormat, 164, 10, []byte{0}, "dd/mm/yyyy")
		m.add(recXF, 0, 0).add(recXF, 0, 164).add(recXF, 5, 0).add(recXF, 0, 17)
	}, func(m *biffMaker) {
		m.add(recNumber, 3, 1, 0, 0.1)                                              // B4, before what stands above it
		m.add(recRK, 0, 0, 0, rkOf(-3, true, false))                                // A1
		m.add(recRK, 0, 1, 1, rkOf(-3.25, true, true))                              // B1
		m.add(recRK, 0, 2, 0, rkOf(-0.5, false, false))                             // C1
		m.add(recRK, 0, 3, 3, rkOf(12.34, true, true))                              // D1
		m.add(recRK, 0, 4, 0, rkOf(-536870912, true, false))                        // E1
		m.add(recMulRK, 1, 2, 0, rkOf(7, true, false), 2, rkOf(-8, true, false), 3) // C2 D2
		m.add(0x0201, 1, 5, 0).add(0x00BE, 1, 6, 0, 0, 7)                           // blanks
		m.add(recFormula, 2, 0, 0, formulaText, 0, uint32(0), 0).add(0x04BC, make([]byte, 10)).add(recString, 2, []byte{1}, wide("Đỗ"))
		m.add(recFormula, 2, 1, 0, []byte{1, 0, 1, 0, 0, 0, 0xFF, 0xFF}, 0, uint32(0), 0)
		m.add(recFormula, 2, 2, 0, []byte{2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF}, 0, uint32(0), 0)
		m.add(recFormula, 2, 3, 0, []byte{3, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0, uint32(0), 0)
		m.add(recFormula, 2, 4, 0, 2.5, 0, uint32(0), 0)
		m.add(recBoolErr, 2, 5, 0, []byte{1, 0}).add(recBoolErr, 2, 6, 0, []byte{7, 1})
		m.add(recLabel, 2, 7, 0, 3, []byte{0}, "abc").add(recRString, 2, 8, 0, 2, []byte{1}, wide("sĩ"), 1, 0, 0)
		m.add(recBOF, 0x0600, 0x20).add(recNumber, 90, 0, 0, 1.0).add(recEOF) // a chart in the sheet
		m.add(recMergeCells, 2, 0, 1, 2, 2, 3, 3, 3, 3)
	}, func(m *biffMaker) { m.add(recNumber, 0, 0, 0, 1.0) })
	sheets, book, err := biffCells(data)
	if err != nil {
		t.Fatal(err)
	}
	if !book.Date1904 || book.Rows != 5 || len(sheets) != 2 || sheets[0].head.Hidden || !sheets[1].head.Hidden {
		t.Errorf("book %+v, %d sheets", book, len(sheets))
	}
	if m := sheets[0].head.Merges; len(m) != 1 || m[0] != (rect{1, 3, 2, 3}) {
		t.Errorf("merges %v", m)
	}
	got := cellsByName(sheets[0], false)
	want := map[string]cell{
		"A1": {text: "-3"}, "B1": {text: "-3.25", look: lookDate}, "C1": {text: "-0.5"}, "D1": {text: "12.34", look: lookMonth},
		"E1": {text: "-536870912"}, "C2": {text: "7"}, "D2": {text: "-8", look: lookTCVN3 | lookUpper}, "A3": {text: "Đỗ"},
		"B3": {text: "1"}, "C3": {text: "#N/A"}, "E3": {text: "2.5"}, "F3": {text: "1"}, "G3": {text: "#DIV/0!"}, "H3": {text: "abc"},
		"I3": {text: "sĩ"}, "B4": {text: "0.1"},
	}
	for name, w := range want {
		if g := got[name]; g.text != w.text || g.look != w.look {
			t.Errorf("%s = %+v, want %+v", name, g, w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d cells, want %d: %v", len(got), len(want), got)
	}
}

// TestBIFFContinue: a shared string goes on in the next record, where it may change
// between one and two bytes a letter; formatting and phonetics are passed over.
func TestBIFFContinue(t *testing.T) {
	want := []string{"Trường đại học", "plain then ế", "ế then plain", "phông", "cuối"}
	data := biffBook(0x0600, func(m *biffMaker) {
		m.add(recSST, uint32(5), uint32(5), 14, []byte{1}, wide("Trường"))
		m.add(recContinue, []byte{1}, wide(" đại học"), 12, []byte{0}, "plain then ")
		m.add(recContinue, []byte{1}, wide("ế"), 12, []byte{1}, wide("ế "))
		m.add(recContinue, []byte{0}, "then")
		m.add(recContinue, []byte{0})
		m.add(recContinue, []byte{0}, " plain", 5, []byte{0x0D}, 2, uint32(6), wide("phông"), "1234")
		m.add(recContinue, "5678ext")
		m.add(recContinue, "ext", 4, []byte{1})
		m.add(recContinue, []byte{1}, wide("cuối"))
	}, func(m *biffMaker) {
		for i := range want {
			m.add(recLabelSST, i, 0, 0, uint32(i))
		}
	})
	sheets, _, err := biffCells(data)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range sheets[0].rows {
		if r.cells[0].text != want[i] {
			t.Errorf("%d: %q, want %q", i, r.cells[0].text, want[i])
		}
	}
	if len(sheets[0].rows) != len(want) {
		t.Errorf("%d rows", len(sheets[0].rows))
	}
}

// TestExcel95: text in bytes, as Excel 5 and 95 wrote it.
func TestExcel95(t *testing.T) {
	for page, want := range map[int]string{1252: "NguyÔn", 1258: "Thúy"} {
		raw := map[int]string{1252: "Nguy\xd4n", 1258: "Thu\xecy"}[page]
		data := biffBook(0x0500, func(m *biffMaker) {
			m.add(recCodePage, page)
			m.add(recFont, make([]byte, 14), []byte{7}, ".VnTime")
			m.add(recFormat, 164, []byte{10}, "dd/mm/yyyy")
			m.add(recXF, 0, 164)
		}, func(m *biffMaker) {
			m.add(recLabel, 0, 0, 0, len(raw), raw)
			m.add(recFormula, 0, 1, 0, []byte{0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 0, uint32(0), 0).add(recString, 3, "abc")
		})
		sheets, _, err := biffCells(data)
		if err != nil {
			t.Fatal(err)
		}
		got := cellsByName(sheets[0], false)
		if got["A1"].text != want || got["A1"].look != lookTCVN3|lookDate || got["B1"].text != "abc" || sheets[0].head.Name != "A" {
			t.Errorf("%d: %+v in %q", page, got, sheets[0].head.Name)
		}
	}
}

func TestBIFFRefused(t *testing.T) {
	none := func(*biffMaker) {}
	sheet := func(m *biffMaker) { m.add(recLabelSST, 0, 0, 0, uint32(9)) }
	twice := biffBook(0x0600, none, none, none)
	copy(twice[8+4+9+4:], twice[8+4:8+8]) // the second sheet stands where the first does
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"password":          {biffBook(0x0600, func(m *biffMaker) { m.add(recFilePass, 1, 1, 1) }), "mật khẩu"},
		"excel 4":           {(&biffMaker{}).add(0x0409, 0, 0x10).b, "quá cũ"},
		"no record":         {[]byte{9, 8}, "hỏng"},
		"missing string":    {biffBook(0x0600, none, sheet), "Ô A1"},
		"cut in the sheet":  {biffBook(0x0600, none, sheet)[:60], "hỏng"},
		"cut in the global": {biffBook(0x0600, none, sheet)[:20], "hỏng"},
	} {
		_, _, err := biffCells(test.data)
		if err == nil || !strings.Contains(err.Error(), test.want) || registry.KindOf(err) != registry.Unreadable {
			t.Errorf("%s: %v, want … %s …", name, err, test.want)
		}
	}
}

// TestLockedXLS turns a record of a real workbook into the one of a password.
func TestLockedXLS(t *testing.T) {
	content, err := os.ReadFile(fixture("staff.xls"))
	if err != nil {
		t.Fatal(err)
	}
	page := []byte{recCodePage, 0, 2, 0, 0xB0, 0x04}
	if !bytes.Contains(content, page) {
		t.Fatal("no CODEPAGE record")
	}
	locked := bytes.Replace(content, page, []byte{recFilePass, 0, 2, 0, 0xB0, 0x04}, 1)
	path := filepath.Join(t.TempDir(), "khoa.xls")
	if err := os.WriteFile(path, locked, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := bookCells(t, path); err == nil || !strings.Contains(err.Error(), "mật khẩu") {
		t.Errorf("got %v, want a word about the password", err)
	}
}
