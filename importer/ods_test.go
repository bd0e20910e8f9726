package importer

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// odsBook writes an .ods of the given parts and returns its path.
func odsBook(t testing.TB, parts map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx") // the name is not believed
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// odsContent wraps tables and styles as content.xml does.
func odsContent(styles, tables string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><office:document-content>` + styles + `<office:body><office:spreadsheet>` + tables + `</office:spreadsheet></office:body></office:document-content>`
}

func TestODSCells(t *testing.T) {
	tests := []struct{ name, row, want string }{
		{"text", `<table:table-cell office:value-type="string"><text:p>Nguyễn &amp; An &#x1EC5;</text:p></table:table-cell>`, "A1=Nguyễn & An ễ"},
		{"paragraphs and blanks", `<table:table-cell office:value-type="string"><text:p> a<text:s text:c="2"/>b
			c<text:line-break/>d</text:p><text:p>e<text:tab/>f</text:p></table:table-cell>`, "A1=a  b c\nd\ne\tf"},
		{"spans", `<table:table-cell office:value-type="string"><text:p>Tiến <text:span>sĩ</text:span> <text:a>Y</text:a></text:p></table:table-cell>`, "A1=Tiến sĩ Y"},
		{"note left out", `<table:table-cell office:value-type="string"><office:annotation><dc:date>2020</dc:date><text:p>ghi <text:span>chú</text:span></text:p></office:annotation><text:p>An</text:p></table:table-cell>`, "A1=An"},
		{"cdata", `<table:table-cell office:value-type="string"><text:p><![CDATA[a <b> ]] &amp;]]>c</text:p></table:table-cell>`, "A1=a <b> ]] &amp;c"},
		{"comment", `<table:table-cell office:value-type="string"><text:p>a<!-- > x -->b</text:p></table:table-cell>`, "A1=ab"},
		{"number", `<table:table-cell office:value-type="float" office:value="-3.25"><text:p>-3,25</text:p></table:table-cell>`, "A1=-3.25"},
		{"percentage", `<table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell>`, "A1=0.5"},
		{"boolean", `<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>`, "A1=1"},
		{"date", `<table:table-cell office:value-type="date" office:date-value="1980-03-25"><text:p>25/03/80</text:p></table:table-cell>`, "A1=29305 look 1"},
		{"date and time", `<table:table-cell office:value-type="date" office:date-value="1980-03-25T12:00:00"><text:p>25/03/80</text:p></table:table-cell>`, "A1=29305.5 look 1"},
		{"date before serials", `<table:table-cell office:value-type="date" office:date-value="1890-03-25"><text:p>x</text:p></table:table-cell>`, "A1=1890-03-25 look 1"},
		{"month", `<table:table-cell table:style-name="month" office:value-type="date" office:date-value="1980-03-01"><text:p>03/80</text:p></table:table-cell>`, "A1=29281 look 2"},
		{"font", `<table:table-cell table:style-name="old" office:value-type="string"><text:p>x</text:p></table:table-cell>`, "A1=x look 4"},
		{"font of the parent", `<table:table-cell table:style-name="child" office:value-type="string"><text:p>x</text:p></table:table-cell>`, "A1=x look 16"},
		{"style of the column", `<table:table-cell/><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>`, "B1=x look 16"},
		{"repeated", `<table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/><table:table-cell office:value-type="float" office:value="2"/>`, "C1=1|D1=1|E1=2"},
		{"covered", `<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1" office:value-type="float" office:value="1"/><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="2"/>`, "A1=1|C1=2"},
		{"error", `<table:table-cell table:formula="of:=IF([.A2]&gt;5;1;2)" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>`, "A1=#N/A"},
		{"a > in quotes", `<table:table-cell table:formula="of:=[.A2]>5" office:value-type="float" office:value="1"/>`, "A1=1"},
	}
	styles := `<office:font-face-decls><style:font-face style:name="F1" svg:font-family="&apos;.VnTime&apos;, serif"/></office:font-face-decls>
		<office:automatic-styles><number:date-style style:name="N1"><number:month/><number:text>/</number:text><number:year/></number:date-style>
		<style:style style:name="month" style:family="table-cell" style:data-style-name="N1"/>
		<style:style style:name="old" style:family="table-cell"><style:text-properties style:font-name="F1"/></style:style>
		<style:style style:name="child" style:family="table-cell" style:parent-style-name="common"/></office:automatic-styles>`
	common := `<office:document-styles><style:style style:name="common" style:family="table-cell"><style:text-properties fo:font-family="VNI-Times"/></style:style></office:document-styles>`
	columns := `<table:table-column/><table:table-column table:default-cell-style-name="child"/><table:table-column table:number-columns-repeated="1022"/>`
	for _, test := range tests {
		content := odsContent(styles, `<table:table table:name="A">`+columns+`<table:table-row>`+test.row+`</table:table-row></table:table>`)
		_, sheets, err := bookCells(t, odsBook(t, map[string]string{"content.xml": content, "styles.xml": common}))
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if got := wordsOfSheet(sheets[0]); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func wordsOfSheet(s sheetCells) string {
	var words []string
	for _, r := range s.rows {
		for _, c := range r.cells {
			w := cellName(c.col, r.n) + "=" + c.text
			if c.look != 0 {
				w += fmt.Sprint(" look ", int(c.look))
			}
			words = append(words, w)
		}
	}
	return strings.Join(words, "|")
}

// TestODSSheets: hidden tables, merged ranges, rows that repeat, and a million blank
// rows that cost nothing.
func TestODSSheets(t *testing.T) {
	one := `<table:table-cell office:value-type="float" office:value="1"/>`
	content := odsContent(`<office:automatic-styles><style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>`,
		`<table:table table:name="Khoa &quot;A&quot;"><table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="3"/></table:table-row></table:table-header-rows>
		<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
		<table:table-row-group><table:table-row table:number-rows-repeated="3">`+one+`</table:table-row></table:table-row-group>
		<table:table-row table:number-rows-repeated="99999999999"/></table:table>
		<table:table table:name="B" table:style-name="off"/>
		<table:dde-links><table:dde-link><table:table table:name="link"><table:table-row>`+one+`</table:table-row></table:table></table:dde-link></table:dde-links>`)
	_, sheets, err := bookCells(t, odsBook(t, map[string]string{"content.xml": content}))
	if err != nil {
		t.Fatal(err)
	}
	if len(sheets) != 2 || sheets[0].head.Name != `Khoa "A"` || sheets[0].head.Hidden || !sheets[1].head.Hidden {
		t.Fatalf("sheets %+v", sheets)
	}
	if got := wordsOfSheet(sheets[0]); got != "A1048002=1|A1048003=1|A1048004=1" {
		t.Errorf("cells %s", got)
	}
	if m := sheets[0].head.Merges; len(m) != 1 || m[0] != (rect{1, 1, 2, 3}) {
		t.Errorf("merges %v", m)
	}
}

func manyParts(n int) map[string]string {
	parts := map[string]string{"content.xml": ""}
	for i := range n {
		parts[fmt.Sprint("Pictures/", i)] = ""
	}
	return parts
}

func TestODSRefused(t *testing.T) {
	t.Parallel()
	one := `<table:table-cell office:value-type="float" office:value="1"/>`
	long := `<table:table-cell table:number-columns-repeated="400" office:value-type="string"><text:p>` + strings.Repeat("x", maxCellText) + `</text:p></table:table-cell>`
	times := func(n int, cells string) string {
		return odsContent("", fmt.Sprintf(`<table:table table:name="A"><table:table-row table:number-rows-repeated="%d">%s</table:table-row></table:table>`, n, cells))
	}
	for name, test := range map[string]struct {
		parts map[string]string
		want  string
	}{
		"password":       {map[string]string{"content.xml": "\x01\x02", "META-INF/manifest.xml": `<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>`}, "mật khẩu"},
		"whole password": {map[string]string{"encrypted-package": "\x01", "META-INF/manifest.xml": `<manifest:encryption-data/>`}, "mật khẩu"},
		"a letter":       {map[string]string{"content.xml": `<office:document-content><office:body><office:text><table:table/></office:text></office:body></office:document-content>`}, "không phải bảng tính"},
		"doctype":        {map[string]string{"content.xml": `<!DOCTYPE x [<!ENTITY a "b">]>` + odsContent("", "")}, "DOCTYPE"},
		"cut":            {map[string]string{"content.xml": odsContent("", `<table:table table:name="A">`)[:120]}, "hỏng"},
		"rows bomb":      {map[string]string{"content.xml": times(1_000_000, one)}, "dòng có dữ liệu"},
		"cells bomb":     {map[string]string{"content.xml": times(maxRows, strings.Repeat(one, 30))}, "quá nhiều ô"},
		"too far down":   {map[string]string{"content.xml": odsContent("", `<table:table table:name="A"><table:table-row table:number-rows-repeated="1048576"/><table:table-row>`+one+`</table:table-row></table:table>`)}, "quá dòng"},
		"text bomb":      {map[string]string{"content.xml": times(2000, long)}, "quá nhiều chữ"},
		"zip bomb":       {map[string]string{"content.xml": odsContent("", strings.Repeat(" ", 40<<20))}, "phình ra"},
		"many parts":     {manyParts(maxParts + 1), "phần bên trong"},
		"no content":     {map[string]string{"META-INF/manifest.xml": `<manifest:manifest/>`}, "nội dung"},
	} {
		_, _, err := bookCells(t, odsBook(t, test.parts))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want … %s …", name, err, test.want)
		}
	}
}
