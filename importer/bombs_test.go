package importer

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"

	"trithuc/registry"
)

// stored makes a zip file whose parts are not packed: the file is as large as what it
// says, so that no ratio gives it away.
func stored(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(f, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// storedBook is bookOf without packing.
func storedBook(t testing.TB, sheet string, more ...string) []byte {
	t.Helper()
	return stored(t, append([]string{"[Content_Types].xml", typeXML, "_rels/.rels", rootXML, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels", relsXML, "xl/worksheets/sheet1.xml", sheet}, more...)...)
}

// manySheets makes a workbook of n sheets that all hold this.
func manySheets(t testing.TB, n int, sheet string) []byte {
	t.Helper()
	var tabs, rels strings.Builder
	var sheets []string
	for i := range n {
		fmt.Fprintf(&tabs, `<sheet name="S%d" sheetId="%d" r:id="r%d"/>`, i, i+1, i)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s%d.xml"/>`, i, i)
		sheets = append(sheets, fmt.Sprintf("xl/worksheets/s%d.xml", i), sheet)
	}
	book := strings.Replace(bookXML, `<sheet name="A" sheetId="1" r:id="rId1"/>`, tabs.String(), 1)
	return zipped(t, append([]string{"[Content_Types].xml", typeXML, "_rels/.rels", rootXML, "xl/workbook.xml", book,
		"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() + `</Relationships>`}, sheets...)...)
}

// goodRows are a header and one person.
func goodRows() string {
	return inlineRow(1, "STT", "Họ và tên", "Học vị") + inlineRow(2, "1", "Nguyễn Văn An", "TS")
}

// endlessDirectory is a zip file with more entries in its directory than its end says.
func endlessDirectory(n int) []byte {
	b := append([]byte("PK\x03\x04"), make([]byte, 26)...)
	from := len(b)
	entry := append([]byte("PK\x01\x02"), make([]byte, 42)...)
	for i := range n {
		name := fmt.Sprint(i)
		binary.LittleEndian.PutUint16(entry[28:], uint16(len(name)))
		b = append(append(b, entry...), name...)
	}
	end := append([]byte("PK\x05\x06"), make([]byte, 18)...)
	binary.LittleEndian.PutUint16(end[10:], uint16(n))
	binary.LittleEndian.PutUint32(end[12:], 10) // its length, a lie
	binary.LittleEndian.PutUint32(end[16:], uint32(from))
	return append(b, end...)
}

// overlapping is a lot whose members are all the same bytes.
func overlapping(t testing.TB, n int) []byte {
	t.Helper()
	b := stored(t, "0.csv", "STT;Họ và tên;Học vị\n"+strings.Repeat("1;Nguyễn Văn An;TS\n", 10_000))
	at := bytes.Index(b, zipEntry)
	end := bytes.LastIndex(b, zipEnd)
	entry, tail := bytes.Clone(b[at:end]), bytes.Clone(b[end:])
	b = b[:at]
	for i := range n {
		entry[46] = byte('0' + i) // its name
		b = append(b, entry...)
	}
	binary.LittleEndian.PutUint16(tail[8:], uint16(n))
	binary.LittleEndian.PutUint16(tail[10:], uint16(n))
	binary.LittleEndian.PutUint32(tail[12:], uint32(n*len(entry)))
	return append(b, tail...)
}

// record8 writes a record of BIFF.
func record8(kind uint16, body []byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, kind)
	return append(binary.LittleEndian.AppendUint16(b, uint16(len(body))), body...)
}

// oldBook is an .xls of one sheet with these records, and more before the sheets.
func oldBook(globals, sheet []byte) []byte {
	begin := func(kind byte) []byte {
		return record8(recBOF, append([]byte{0, 6, kind, 0}, make([]byte, 12)...))
	}
	end := record8(recEOF, nil)
	b := append(begin(5), globals...)
	tab := append(make([]byte, 6), 1, 0, 'A')
	binary.LittleEndian.PutUint32(tab, uint32(len(b)+4+len(tab)+len(end)))
	b = append(append(b, record8(recBoundSheet, tab)...), end...)
	return compoundOf(append(append(append(b, begin(0x10)...), sheet...), end...))
}

// compoundOf is a compound file with one stream, the workbook.
func compoundOf(stream []byte) []byte {
	const sector, free, last = 512, 0xFFFFFFFF, 0xFFFFFFFE
	stream = append(stream, make([]byte, max(smallCutoff-len(stream), 0))...)
	size := len(stream)
	stream = append(stream, make([]byte, (sector-size%sector)%sector)...)
	n := len(stream) / sector
	tables := n/127 + 2
	list := make([]byte, 0, tables*sector)
	put := func(v uint32) { list = binary.LittleEndian.AppendUint32(list, v) }
	for i := range n - 1 {
		put(uint32(i + 1))
	}
	put(last) // of the stream
	put(last) // of the directory
	for len(list) < tables*sector {
		put(free)
	}
	more := max(tables-109, 0)
	chained := (more + 126) / 127 // sectors that name further sectors of the table
	head := make([]byte, sector)
	copy(head, oleMagic)
	for at, v := range map[int]uint16{24: 0x3e, 26: 3, 28: 0xfffe, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], v)
	}
	first := n + 1 // of the table, behind the stream and the directory
	for at, v := range map[int]uint32{44: uint32(tables), 48: uint32(n), 56: smallCutoff, 60: last, 68: last, 72: uint32(chained)} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	if chained > 0 {
		binary.LittleEndian.PutUint32(head[68:], uint32(first+tables))
	}
	for i := range 109 {
		v := uint32(free)
		if i < tables {
			v = uint32(first + i)
		}
		binary.LittleEndian.PutUint32(head[76+4*i:], v)
	}
	out := append(append(append(head, stream...), directoryOf(size)...), list...)
	for i := range chained {
		for k := range 127 {
			v := uint32(free)
			if at := 109 + i*127 + k; at < tables {
				v = uint32(first + at)
			}
			out = binary.LittleEndian.AppendUint32(out, v)
		}
		next := uint32(last)
		if i+1 < chained {
			next = uint32(first + tables + i + 1)
		}
		out = binary.LittleEndian.AppendUint32(out, next)
	}
	return out
}

// directoryOf is the directory of a compound file: its root and the workbook.
func directoryOf(size int) []byte {
	b := make([]byte, 512)
	for i, name := range []string{"Root Entry", "Workbook"} {
		e := b[i*compoundEntryN:]
		copy(e, utf16le(name))
		binary.LittleEndian.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66] = []byte{5, compoundStream}[i]
		for _, at := range []int{68, 72, 76} {
			binary.LittleEndian.PutUint32(e[at:], 0xFFFFFFFF)
		}
	}
	binary.LittleEndian.PutUint32(b[76:], 1)
	binary.LittleEndian.PutUint32(b[116:], 0xFFFFFFFE)
	binary.LittleEndian.PutUint32(b[compoundEntryN+120:], uint32(size))
	return b
}

// bombs are files that cost more than they say, beside those of badFiles.
func bombs(t testing.TB) map[string]badFile {
	junk := strings.Repeat("<a/>", freeTags+100_000)
	person := goodRows()
	styles := func(s string) string { return "<styleSheet>" + s + "</styleSheet>" }
	strs := func(s string) string { return "<sst>" + s + "</sst>" }
	large := registry.TooLarge
	return map[string]badFile{
		"cells of one place":      {storedBook(t, sheetXML(`<row r="3">`+strings.Repeat(`<c r="A3"><v>1</v></c>`, 100_000)+`</row>`)), large, "16384"},
		"blank cells":             {storedBook(t, sheetXML(person+`<row r="3">`+strings.Repeat(strings.Repeat(`<c/>`, 16000)+`</row><row>`, 260)+`</row>`)), large, "hầu như không có ô"},
		"runs of a string":        {storedBook(t, sheetXML(person), sharedPart, strs("<si>"+strings.Repeat("<r><t>a</t></r>", 1_100_000)+"</si>")), large, "hầu như không có ô"},
		"runs of a cell":          {storedBook(t, sheetXML(person+`<row r="3"><c r="B3" t="inlineStr"><is>`+strings.Repeat("<r><t>a</t></r>", 1_100_000)+`</is></c></row>`)), large, "hầu như không có ô"},
		"values of a cell":        {storedBook(t, sheetXML(person+`<row r="3"><c r="B3">`+strings.Repeat("<v>1</v>", 2_100_000)+`</c></row>`)), large, "hầu như không có ô"},
		"tags before the cells":   {storedBook(t, `<worksheet>`+junk+`<sheetData/></worksheet>`), large, "hầu như không có ô"},
		"tags behind the cells":   {storedBook(t, `<worksheet><sheetData>`+person+`</sheetData>`+junk+`</worksheet>`), large, "hầu như không có ô"},
		"text between cells":      {storedBook(t, sheetXML(person+strings.Repeat("x", freeBytes+1<<20))), large, "hầu như không có ô"},
		"a comment":               {storedBook(t, sheetXML(person+"<!--"+strings.Repeat("x", freeBytes+1<<20)+"-->")), large, "hầu như không có ô"},
		"blank strings":           {storedBook(t, sheetXML(person), sharedPart, strs(strings.Repeat("<si/>", maxStrings+1))), large, "chữ khác nhau"},
		"long strings":            {storedBook(t, sheetXML(person), sharedPart, strs(strings.Repeat("<si><t>"+strings.Repeat("x", maxCellText)+"</t></si>", maxShared/maxCellText+1))), large, "chữ khác nhau"},
		"formats of cells":        {storedBook(t, sheetXML(person), "xl/styles.xml", styles("<cellXfs>"+strings.Repeat("<xf/>", maxLooks+2)+"</cellXfs>")), large, "kiểu định dạng"},
		"fonts":                   {storedBook(t, sheetXML(person), "xl/styles.xml", styles("<fonts>"+strings.Repeat("<font/>", maxLooks+2)+"</fonts>")), large, "kiểu định dạng"},
		"tags of styles":          {storedBook(t, sheetXML(person), "xl/styles.xml", styles(junk)), large, "hầu như không có ô"},
		"deep styles":             {storedBook(t, sheetXML(person), "xl/styles.xml", styles(strings.Repeat("<a>", 1_000_000))), registry.Unreadable, "hỏng"},
		"tags of the book":        {stored(t, "_rels/.rels", rootXML, "xl/workbook.xml", "<workbook>"+junk+"</workbook>", "[Content_Types].xml", typeXML), large, "hầu như không có ô"},
		"an attribute of MBs":     {stored(t, "_rels/.rels", rootXML, "xl/workbook.xml", `<workbook a="`+strings.Repeat("x", 20<<20)+`"/>`, "[Content_Types].xml", typeXML), registry.Unreadable, "hỏng"},
		"relations":               {stored(t, "_rels/.rels", rootXML, "xl/workbook.xml", bookXML, "[Content_Types].xml", typeXML, "xl/_rels/workbook.xml.rels", "<Relationships>"+strings.Repeat(`<Relationship Id="a"/>`, maxParts+2)+"</Relationships>"), large, "dẫn đến"},
		"merged ranges of sheets": {manySheets(t, 3, `<worksheet><sheetData/><mergeCells>`+strings.Repeat(`<mergeCell ref="A1:B2"/>`, maxMerges/2)+`</mergeCells></worksheet>`), large, "vùng ô gộp"},
		"forty small bombs":       {manySheets(t, 10, sheetXML(strings.Repeat(" ", freeRatio-1000))), large, "phình"},
		"rows beyond all lists":   {storedBook(t, sheetXML(strings.Repeat("<row><c><v>1</v></c></row>", maxRows+1))), large, "dòng có dữ liệu"},
		"a long directory":        {endlessDirectory(200_000), large, "phần bên trong"},
		"parts over each other":   {overlapping(t, 9), registry.Unreadable, "chồng lên nhau"},
		"quotes of no end":        {append([]byte("STT,Họ và tên,Học vị\n1,Nguyễn Văn An,TS\n"), bytes.Repeat([]byte(`""x,`), 200_000)...), registry.Unreadable, "ngoặc kép"},
		"quotes, line by line":    {append([]byte("STT,Họ và tên,Học vị\n1,Nguyễn Văn An,TS\n"), bytes.Repeat([]byte("\"\"x,\n"), 200_000)...), registry.Unreadable, "ngoặc kép"},
		"csv of a million rows":   {append([]byte("STT,Họ và tên,Học vị\n"), bytes.Repeat([]byte("1,A B,TS\n"), 1_000_000)...), large, "dòng có dữ liệu"},

		"ods: tags":           {stored(t, "content.xml", "<office:document-content>"+junk+"</office:document-content>"), large, "hầu như không có ô"},
		"ods: blank cells":    {odsStored(t, "<table:table-row>"+strings.Repeat("<table:table-cell/>", freeTags+1)+"</table:table-row>"), large, "hầu như không có ô"},
		"ods: notes of cells": {odsStored(t, "<table:table-row>"+strings.Repeat("<table:table-cell><office:annotation>"+strings.Repeat("<text:p/>", 90_000)+"</office:annotation></table:table-cell>", 50)+"</table:table-row>"), large, "hầu như không có ô"},
		"ods: merged ranges":  {odsStored(t, "<table:table-row>"+strings.Repeat(`<table:table-cell table:number-columns-spanned="1" table:number-rows-spanned="2"/>`, 300)+strings.Repeat(`</table:table-row><table:table-row>`+strings.Repeat(`<table:table-cell table:number-rows-spanned="2"/>`, 400), 600)+"</table:table-row>"), large, "vùng ô gộp"},

		"xls: blank records":      {oldBook(nil, bytes.Repeat(record8(0x27F, nil), freeTags+1)), large, "hầu như không có ô"},
		"xls: records of no use":  {oldBook(bytes.Repeat(record8(0x27F, nil), freeTags+1), nil), large, "hầu như không có ô"},
		"xls: formats":            {oldBook(bytes.Repeat(record8(recXF, make([]byte, 4)), maxLooks+2), nil), registry.Unreadable, "hỏng"},
		"xls: charts in charts":   {oldBook(nil, bytes.Repeat(record8(recBOF, make([]byte, 16)), 1_000_000)), registry.Unreadable, "hỏng"},
		"xls: cells of one place": {oldBook(nil, bytes.Repeat(record8(recRK, make([]byte, 10)), 100_000)), registry.Unreadable, "hỏng"},
		"xls: merged ranges":      {oldBook(nil, bytes.Repeat(record8(recMergeCells, append([]byte{0, 4}, bytes.Repeat([]byte{1, 0, 2, 0, 1, 0, 2, 0}, 1024)...)), maxMerges/1024+1)), large, "vùng ô gộp"},
		"xls: strings":            {oldBook(append(record8(recSST, append([]byte{0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F}, make([]byte, 3000)...)), bytes.Repeat(record8(recContinue, make([]byte, 8190)), maxStrings/2730+1)...), nil), large, "chuỗi chữ"},
		"xls: too large":          {oldBook(nil, make([]byte, maxBIFF)), large, "lớn quá"},
	}
}

func odsStored(t testing.TB, rows string) []byte {
	t.Helper()
	return stored(t, "content.xml", `<office:document-content><office:body><office:spreadsheet><table:table table:name="A">`+rows+`</table:table></office:spreadsheet></office:body></office:document-content>`)
}

// TestBombs: each is refused with its sentence, by a child that may take 100 MB and has
// worked for less than a second where nothing else runs; three are allowed here.
func TestBombs(t *testing.T) {
	ctx, im := testImporter(t)
	if testMemory == 0 {
		im.Worker.Memory = 100 << 20
	}
	for name, bad := range bombs(t) {
		t.Run(name, func(t *testing.T) {
			before := workOfChildren(t)
			wantRefused(ctx, t, im, t.TempDir(), bad)
			if took := workOfChildren(t) - before; testMemory == 0 && took.Seconds() > 3 {
				t.Errorf("the child worked for %v", took)
			}
		})
	}
}
