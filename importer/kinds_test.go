package importer

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"trithuc/registry"
)

const (
	macroTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n" + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	macroRels  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId3" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`

	strictBook  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n" + `<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:d3p1="http://purl.oclc.org/ooxml/officeDocument/relationships" conformance="strict"><workbookPr dateCompatibility="0"/><bookViews><workbookView xWindow="0"/></bookViews><sheets><sheet name="Khoa Luật &amp; &quot;Kinh tế&quot;" sheetId="1" d3p1:id='rId1'/></sheets></workbook>`
	strictRels  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="worksheets/sheet1.xml" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Id="rId1"/></Relationships>`
	strictRoot  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	strictStyle = `<styleSheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`
)

// TestKindsOfExcel: a workbook with macros and one in Strict Open XML read as any other.
func TestKindsOfExcel(t *testing.T) {
	t.Parallel()
	_, im := testImporter(t)
	dated := inlineRow(1, "STT", "Họ và tên", "Ngày sinh") + `<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Nguyễn Văn An</t></is></c><c r="C2" s="1" t="d"><v>1980-03-25</v></c></row>`
	strict := strings.Replace(sheetXML(dated), "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main", 1)
	for name, file := range map[string][]byte{
		"macros.xlsm": zipped(t, "[Content_Types].xml", macroTypes, "_rels/.rels", rootXML, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels", macroRels,
			"xl/vbaProject.bin", string(compoundOf([]byte("Attribute VB_Name = \"ThisWorkbook\""))), "xl/worksheets/sheet1.xml", sheetXML(dated)),
		"strict.xlsx": zipped(t, "[Content_Types].xml", typeXML, "_rels/.rels", strictRoot, "xl/workbook.xml", strictBook, "xl/_rels/workbook.xml.rels", strictRels, "xl/styles.xml", strictStyle, "xl/worksheets/sheet1.xml", strict),
	} {
		p, err := previewOf(t, im, name, file)
		if err != nil || p.Counts.Added != 1 || len(p.Rows) != 1 || p.Rows[0].Name != "Nguyễn Văn An" {
			t.Errorf("%s: %v %+v", name, err, p)
		}
		if name == "strict.xlsx" && p != nil && p.Sheets[0].Name != `Khoa Luật & "Kinh tế"` {
			t.Errorf("%s: the sheet is called %q", name, p.Sheets[0].Name)
		}
	}
}

// lockedLot is a .zip whose file is encrypted as its entry says.
func lockedLot(t testing.TB) []byte {
	b := stored(t, "a.csv", "STT;Họ và tên;Học vị\n1;Nguyễn Văn An;TS\n")
	for _, at := range []int{bytes.Index(b, zipMagic) + 6, bytes.Index(b, zipEntry) + 8} {
		b[at] |= 1
	}
	return b
}

// TestRefusedKinds: files that come under the name of a workbook and are none that can be
// read, each with what to do.
func TestRefusedKinds(t *testing.T) {
	t.Parallel()
	ctx, im := testImporter(t)
	binaryRoot := strings.Replace(rootXML, "xl/workbook.xml", "xl/workbook.bin", 1)
	old := record8(0x0809, []byte{0, 4, 0x10, 0}) // Excel 4
	binary.LittleEndian.PutUint16(old, 0x0409)
	locked := record8(recFilePass, []byte{1, 0, 1, 0, 1, 0})
	list := "STT;Họ và tên;Học vị\n1;Nguyễn Văn An;TS\n"
	for name, bad := range map[string]badFile{
		".xlsb":                     {zipped(t, "[Content_Types].xml", typeXML, "_rels/.rels", binaryRoot, "xl/workbook.bin", "\x83\x01\x00"), registry.Unreadable, ".xlsb"},
		"a page":                    {[]byte("<meta charset=\"utf-8\">\n<style>td {}</style><table><tr><td>Họ và tên</td></tr></table>"), registry.Unreadable, "trang web (HTML)"},
		"a page with xml before it": {[]byte("<?xml version=\"1.0\"?><!DOCTYPE html><html><table></table></html>"), registry.Unreadable, "trang web (HTML)"},
		"a page with its pictures":  {[]byte("MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>"), registry.Unreadable, "trang web (HTML)"},
		"xml of 2003":               {[]byte("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"></Workbook>"), registry.Unreadable, "XML 2003"},
		"excel 4":                   {old, registry.Unreadable, "đời quá cũ"},
		".xls with a password":      {oldBook(locked, nil), registry.Unreadable, "chỉ mở được mật khẩu của tệp .xlsx"},
		"lot with a password":       {lockedLot(t), registry.Unreadable, "được đặt mật khẩu"},
		"lot, climbing out":         {zipped(t, "a.csv", list, "../../b.csv", list), registry.Unreadable, `"../../b.csv"`},
		"lot, from the root":        {zipped(t, "/etc/b.csv", list), registry.Unreadable, "trỏ ra ngoài gói"},
		"lot, of a drive":           {zipped(t, `C:\b.csv`, list), registry.Unreadable, "trỏ ra ngoài gói"},
		"lot, one bad file":         {zipped(t, "a.csv", list, "khoa/b.xlsx", "PK\x03\x04xx"), registry.Unreadable, "bỏ nó ra khỏi gói"},
	} {
		t.Run(name, func(t *testing.T) { wantRefused(ctx, t, im, t.TempDir(), bad) })
	}
}

// TestFoldersOfLot: files of one name in two folders of a lot are told apart.
func TestFoldersOfLot(t *testing.T) {
	t.Parallel()
	_, im := testImporter(t)
	list := func(name string) string { return "STT;Họ và tên;Học vị\n1;" + name + ";TS\n" }
	p, err := previewOf(t, im, "lot.zip", zipped(t, "Luat/ds.csv", list("Nguyễn Văn An"), "Kinh te/ds.csv", list("Lê Thị Bình"), "Y/y.csv", list("Võ Văn Cảnh")))
	if err != nil || p.Counts.Added != 3 {
		t.Fatalf("%v %+v", err, p)
	}
	var names []string
	for _, s := range p.Sheets {
		names = append(names, s.Name)
	}
	if got := strings.Join(names, "; "); got != "Luat/ds.csv; Kinh te/ds.csv; y.csv" {
		t.Errorf("sheets %s", got)
	}
}

// TestLyingDirectory: a directory is measured by its entries too, not by its word alone.
func TestLyingDirectory(t *testing.T) {
	good := goodBook(t)
	if n := directoryBytes(bytes.NewReader(good), int64(len(good))); n < 46 || n > 4096 {
		t.Errorf("a sound one has %d bytes", n)
	}
	for _, b := range [][]byte{nil, []byte("PK\x05\x06"), append([]byte("PK\x05\x06"), make([]byte, 18)...), append([]byte("PK\x06\x07"), append(make([]byte, 16), append([]byte("PK\x05\x06"), bytes.Repeat([]byte{0xFF}, 18)...)...)...)} {
		directoryBytes(bytes.NewReader(b), int64(len(b))) // finds its way out
	}
	if _, err := openZip(bytes.NewReader(good), int64(len(good))); err != nil {
		t.Error(err)
	}
	if _, err := zip.NewReader(bytes.NewReader(overlapping(t, 3)), int64(len(overlapping(t, 3)))); err != nil {
		t.Errorf("the bomb is no zip: %v", err)
	}
}
