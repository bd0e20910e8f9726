package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"trithuc/registry"
)

// zipped makes a zip file of parts, name and content in turn.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i])
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

const (
	bookXML = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`
	relsXML = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	rootXML = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	typeXML = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`
)

// bookOf makes a workbook of one sheet with this XML, and more parts.
func bookOf(t testing.TB, sheet string, more ...string) []byte {
	t.Helper()
	return zipped(t, append([]string{"[Content_Types].xml", typeXML, "_rels/.rels", rootXML, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels", relsXML, "xl/worksheets/sheet1.xml", sheet}, more...)...)
}

func sheetXML(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

// goodBook is a small workbook that reads well.
func goodBook(t testing.TB) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "good.xlsx")
	d := drawing{sheets: []drawnSheet{{name: "A", rows: [][]string{
		{"STT", "Họ và tên", "Ngày sinh", "Mã cán bộ", "Học vị"},
		{"1", "Nguyễn Văn An", "25/03/1980", "001", "Tiến sĩ"},
		{"2", "Lê Thị Bình", "26/03/1981", "002", "Thạc sĩ"},
	}}}}
	d.save(t, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// badFile is an upload that must be refused, with a word of its sentence.
type badFile struct {
	content []byte
	kind    registry.Kind
	says    string
}

func badFiles(t testing.TB) map[string]badFile {
	good := goodBook(t)
	manyParts := []string{}
	for i := range 100_000 {
		manyParts = append(manyParts, fmt.Sprintf("xl/media/%d", i), "")
	}
	blank := strings.Repeat(" ", 1<<20)
	lying := bytes.Clone(good)
	for i := 0; ; i += 4 {
		next := bytes.Index(lying[i:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		if i += next; bytes.HasPrefix(lying[i+46:], []byte("xl/worksheets/")) {
			binary.LittleEndian.PutUint32(lying[i+24:], 7) // the unzipped size in the directory
		}
	}
	return map[string]badFile{
		"empty":               {nil, registry.Unreadable, "rỗng"},
		"encrypted":           {append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"+strings.Repeat("\x00", 600)), utf16le("EncryptedPackage")...), registry.Unreadable, "mật khẩu"},
		"truncated":           {good[:len(good)*2/3], registry.Unreadable, "hỏng"},
		"html":                {[]byte("<html><table><tr><td>Họ và tên</td></tr></table></html>"), registry.Unreadable, "HTML"},
		"pdf":                 {[]byte("%PDF-1.7 ..."), registry.Unreadable, "PDF"},
		"lot of a broken one": {zipped(t, "a.csv", "STT;Họ và tên;Học vị\n1;Nguyễn Văn An;TS\n2;Lê Thị Bình;ThS\n", "b.xlsx", "PK\x03\x04xx"), registry.Unreadable, "Tệp b.xlsx trong gói"},
		"lot of a lot":        {zipped(t, "a.csv", "STT;Họ và tên;Học vị\n1;Nguyễn Văn An;TS\n2;Lê Thị Bình;ThS\n", "b.xlsx", string(zipped(t, "c.csv", "a;b\n"))), registry.Unreadable, "trong gói"},
		"other zip":           {zipped(t, "a.txt", "hello"), registry.Unreadable, "không phải bảng tính"},
		"no rows":             {bookOf(t, sheetXML("")), registry.Unreadable, "trống"},
		"no header":           {bookOf(t, sheetXML(`<row r="1"><c r="A1" t="inlineStr"><is><t>xin chào</t></is></c></row>`)), registry.Unreadable, "Họ và tên"},
		"cut sheet":           {bookOf(t, `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2" t="in`), registry.Unreadable, "hỏng"},
		"bad xml":             {bookOf(t, sheetXML(`<row r="1"><c r="A1"><v>1</v></b></c></row><row r="2"><c r="A2"><v>2</v></c></row>`)), registry.Unreadable, "hỏng"},
		"bomb":                {bookOf(t, sheetXML(strings.Repeat(blank, 300))), registry.TooLarge, "phình"},
		"100k parts":          {bookOf(t, sheetXML(""), manyParts...), registry.TooLarge, "phần"},
		"lying size":          {lying, registry.Unreadable, "hỏng"},
		"entities":            {bookOf(t, `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>`+sheetXML(`<row><c><v>&b;</v></c></row>`)), registry.Unreadable, "DOCTYPE"},
		"row 2^31":            {bookOf(t, sheetXML(`<row r="2147483648"><c r="A2147483648"><v>1</v></c></row>`)), registry.Unreadable, ""},
		"rows twice":          {bookOf(t, sheetXML(`<row r="5"><c r="A5"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>`)), registry.Unreadable, "lộn xộn"},
		"sparse":              {bookOf(t, sheetXML(sparse(5000))), registry.TooLarge, "quá nhiều ô"},
		"same part":           {bookOf(t, sheetXML(""), "xl/workbook.xml", bookXML), registry.Unreadable, "trùng tên"},

		"deep":                {bookOf(t, strings.Repeat("<a>", 100_000)), registry.Unreadable, "hỏng"},
		"strings for nobody":  {bookOf(t, sheetXML(""), "xl/sharedStrings.xml", "<sst>"+strings.Repeat("<si><t>x</t></si>", 100)+"</sst>"), registry.Unreadable, "trống"},
		"bomb of strings":     {bookOf(t, sheetXML(""), "xl/sharedStrings.xml", "<sst><si><t>"+strings.Repeat(blank, 100)+"</t></si></sst>"), registry.TooLarge, "phình"},
		"bomb of styles":      {bookOf(t, sheetXML(""), "xl/styles.xml", "<styleSheet>"+strings.Repeat(blank, 30)+"</styleSheet>"), registry.TooLarge, ""},
		"entities of strings": {bookOf(t, sheetXML(""), "xl/sharedStrings.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>`), registry.Unreadable, "DOCTYPE"},
		"entities of styles":  {bookOf(t, sheetXML(""), "xl/styles.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><styleSheet/>`), registry.Unreadable, "DOCTYPE"},
		"outside entity":      {bookOf(t, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+sheetXML(`<row><c><v>&a;</v></c></row>`)), registry.Unreadable, "DOCTYPE"},
		"wide rows":           {bookOf(t, sheetXML(strings.Repeat(`<row>`+strings.Repeat("<c><v>1</v></c>", 16384)+`</row>`, 4000)[:60<<20])), registry.TooLarge, ""},
		"lying dimension":     {bookOf(t, `<worksheet><dimension ref="A1:XFD1048576"/><sheetData></sheetData></worksheet>`), registry.Unreadable, "trống"},
		"unclosed tag":        {bookOf(t, "<worksheet "+strings.Repeat("x", 1<<20)), registry.Unreadable, "hỏng"},
		"unclosed comment":    {bookOf(t, "<worksheet><!-- "+strings.Repeat("x", 1<<20)), registry.Unreadable, "hỏng"},
		"outside sheet":       {zipped(t, "[Content_Types].xml", typeXML, "_rels/.rels", rootXML, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels", strings.Replace(relsXML, `Target="`, `TargetMode="External" Target="https://example.test/`, 1)), registry.Unreadable, "trống"},
		"many sheets":         {zipped(t, "[Content_Types].xml", typeXML, "_rels/.rels", rootXML, "xl/workbook.xml", strings.Replace(bookXML, `<sheet name="A" sheetId="1" r:id="rId1"/>`, strings.Repeat(`<sheet name="A" sheetId="1" r:id="rId1"/>`, 100_000), 1), "xl/_rels/workbook.xml.rels", relsXML), registry.TooLarge, "100000 trang"},
		"one part twice":      {zipped(t, "[Content_Types].xml", typeXML, "_rels/.rels", rootXML, "xl/workbook.xml", strings.Replace(bookXML, `<sheet name="A" sheetId="1" r:id="rId1"/>`, `<sheet name="A" sheetId="1" r:id="rId1"/><sheet name="B" sheetId="2" r:id="rId1"/>`, 1), "xl/_rels/workbook.xml.rels", relsXML), registry.Unreadable, "cùng một phần"},
		"climbing out":        {zipped(t, "[Content_Types].xml", typeXML, "_rels/.rels", rootXML, "xl/workbook.xml", bookXML, "xl/_rels/workbook.xml.rels", strings.Replace(relsXML, "worksheets/sheet1.xml", "../../../etc/passwd", 1)), registry.Unreadable, "trống"},
		"xls of circles":      {circularFAT(), registry.Unreadable, "hỏng"},
		"ods of many rows":    {odsTable(t, `<table:table-row table:number-rows-repeated="1000000000"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>`), registry.TooLarge, "dòng có dữ liệu"},
		"ods of many cells":   {odsTable(t, strings.Repeat(`<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>`, 3)), registry.TooLarge, ""},
		"ods of entities":     {zipped(t, "content.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><office:document-content/>`), registry.Unreadable, "DOCTYPE"},
		"deep elements":       {bookOf(t, sheetXML(strings.Repeat("<a>", 3_000_000))), registry.Unreadable, "hỏng"},
		"deep in an ods":      {zipped(t, "content.xml", strings.Repeat("<a>", 3_000_000)), registry.Unreadable, "hỏng"},
		"blanks of an ods":    {odsTable(t, `<table:table-row><table:table-cell office:value-type="string"><text:p>`+strings.Repeat("<text:s/>", 3_000_000)+`</text:p></table:table-cell></table:table-row>`), registry.TooLarge, "ô"},
		"a line of commas":    {append([]byte("STT,Họ và tên,Học vị\n1,Nguyễn Văn An,TS\n"), bytes.Repeat([]byte(","), 80<<20)...), registry.TooLarge, "Dòng 3"},
		"a quote over 90 MB":  {append([]byte("STT,Họ và tên,Học vị\n1,Nguyễn Văn An,TS\n2,\""), bytes.Repeat([]byte("x"), 90<<20)...), registry.TooLarge, "Dòng 3"},
		"one line":            {bytes.Repeat([]byte("Nguyen Van An "), 4<<20), registry.Unreadable, "không chia thành cột"},
		"one open quote":      {[]byte("STT;Họ và tên\n1;\"" + strings.Repeat("x;\n", 1<<20)), registry.TooLarge, "dòng"},
	}
}

// circularFAT is a compound file whose chains of sectors never end.
func circularFAT() []byte {
	b := make([]byte, 512*4)
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	put16 := func(at int, n uint16) { binary.LittleEndian.PutUint16(b[at:], n) }
	put32 := func(at int, n uint32) { binary.LittleEndian.PutUint32(b[at:], n) }
	put16(24, 0x3e)
	put16(26, 3)
	put16(28, 0xfffe)
	put16(30, 9)
	put16(32, 6)
	put32(44, 1)          // sectors of the table
	put32(48, 1)          // the directory
	put32(56, 4096)       // small streams
	put32(60, 0xfffffffe) // no small table
	put32(68, 0xfffffffe)
	put32(76, 0) // the table stands in sector 0
	for at := 80; at < 512; at += 4 {
		put32(at, 0xffffffff)
	}
	put32(512, 0xfffffffd)
	put32(516, 1) // the directory goes on with itself
	put32(520, 2)
	return b
}

func odsTable(t testing.TB, rows string) []byte {
	t.Helper()
	return zipped(t, "content.xml", `<office:document-content><office:body><office:spreadsheet><table:table table:name="A">`+rows+`</table:table></office:spreadsheet></office:body></office:document-content>`)
}

// sparse gives rows whose only cell stands in the last column of all.
func sparse(rows int) string {
	var b strings.Builder
	for i := 1; i <= rows; i++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i, i)
	}
	return b.String()
}

// TestBadFiles: one clear sentence each, soon, and nothing is left or changed.
func TestBadFiles(t *testing.T) {
	ctx, im := testImporter(t)
	head, err := im.Store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	if testMemory == 0 {
		im.Worker.Memory = 100 << 20
	}
	for name, bad := range badFiles(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("TMPDIR", tmp)
			wantRefused(ctx, t, im, dir, bad)
			if left, _ := os.ReadDir(tmp); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	if now, err := im.Store.Head(ctx); err != nil || now != head {
		t.Errorf("the trail moved from %v to %v (%v)", head, now, err)
	}
}

// wantRefused previews a file, which is put into dir, and wants it refused.
func wantRefused(ctx context.Context, t *testing.T, im *Importer, dir string, bad badFile) {
	t.Helper()
	path := filepath.Join(dir, "tep.xlsx")
	if err := os.WriteFile(path, bad.content, 0o600); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	_, err := im.Preview(ctx, path, Options{}, nil)
	t.Logf("%4d ms: %v", time.Since(start).Milliseconds(), err)
	e, ok := errors.AsType[*registry.Error](err)
	if !ok || e.Kind != bad.kind || !strings.Contains(e.Message, bad.says) || strings.Contains(e.Message, "\n") {
		t.Errorf("%v, want kind %d and %q", err, bad.kind, bad.says)
	}
}

// TestFailedImportSaysSo: through the queue a bad file ends as failed, with the
// sentence, and writes nobody.
func TestFailedImportSaysSo(t *testing.T) {
	ctx, im := testImporter(t)
	q := NewQueue(im)
	i, err := sendTo(ctx, q, "x.xlsx", strings.NewReader("%PDF-1.7"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := q.step(ctx, anyJob); err != nil {
		t.Fatal(err)
	}
	i, err = im.Store.Import(ctx, i.ID)
	if err != nil || i.State != registry.ImportFailed || !strings.Contains(i.Failure, "PDF") {
		t.Errorf("%+v, %v", i, err)
	}
}

func TestTooLargeUpload(t *testing.T) {
	ctx, im := testImporter(t)
	im.MaxUpload = 10
	_, _, err := im.Receive(ctx, "x.xlsx", strings.NewReader("01234567890"), Options{})
	if registry.KindOf(err) != registry.TooLarge {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(im.imports()); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestChildThatDies: a child killed from outside, one that says nothing and one
// that never ends each become one sentence.
func TestChildThatDies(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.xlsx")
	if err := os.WriteFile(path, goodBook(t), 0o600); err != nil {
		t.Fatal(err)
	}
	ignore := func(r io.Reader) error {
		in := newFrameReader(r)
		for {
			if _, _, err := in.next(); err != nil {
				return &cutStream{err}
			}
		}
	}
	for name, c := range map[string]struct {
		script string
		kind   registry.Kind
		says   string
	}{
		"killed":  {"kill -9 $$", registry.Unreadable, "giữa chừng"},
		"silent":  {"exit 0", registry.Unreadable, "giữa chừng"},
		"garbage": {"head -c 100 /dev/zero", registry.Unreadable, "giữa chừng"},
		"memory":  {"exit 21", registry.TooLarge, "bộ nhớ"},
		"endless": {"exec sleep 60", registry.TooLarge, "quá lâu"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath("sh"); err != nil {
				t.Skip("no sh")
			}
			w := Worker{Command: []string{"sh", "-c", c.script}, Timeout: 300 * time.Millisecond}
			if name != "endless" {
				w.Timeout = 20 * time.Second
			}
			err := w.read(context.Background(), job{Path: path}, ignore)
			e, ok := errors.AsType[*registry.Error](err)
			if !ok || e.Kind != c.kind || !strings.Contains(e.Message, c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}

// TestChildMemory: a workbook that needs more memory than allowed is refused and
// the parent is none the worse.
func TestChildMemory(t *testing.T) {
	if testMemory != 0 {
		t.Skip("the race detector takes more memory than the bound under test")
	}
	path := filepath.Join(t.TempDir(), "x.xlsx")
	var shared strings.Builder
	for i := range 120_000 {
		fmt.Fprintf(&shared, "<si><t>%d %s</t></si>", i, strings.Repeat("x", 80))
	}
	book := bookOf(t, sheetXML(`<row r="1"><c r="A1" t="s"><v>1</v></c></row>`), "xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+shared.String()+"</sst>")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	w := testWorker(t)
	w.Memory = 8 << 20
	err := w.read(t.Context(), job{Path: path}, func(r io.Reader) error {
		return newReader(mustReference(t), 0, "", 2026).read(r, nil, func(int, int) {})
	})
	if registry.KindOf(err) != registry.TooLarge {
		t.Errorf("got %v", err)
	}
}
