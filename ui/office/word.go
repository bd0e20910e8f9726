package office

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WordType is the MIME type of a Word file.
const WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// wordFile is a Word document being written, laid out as Nghị định 30/2020/NĐ-CP,
// Phụ lục I asks: A4, Times New Roman, the number of the page in the middle of the
// top margin from the second page on. What is put in comes out in that order.
type wordFile struct {
	body   bytes.Buffer
	across bool // the section being written lies across

	pictures [][]byte // PNG files, in the order of the text
}

// Lengths in twentieths of a point, as Word counts: the paper, its margins (top and
// bottom 20 mm, left 30 mm, right 20 mm) and what they leave.
const (
	paperWidth  = 11906
	paperHeight = 16838
	marginLeft  = 1701
	marginOther = 1134
	firstIndent = 567 // 1 cm
)

// width is how wide a line of the present section is.
func (d *wordFile) width() int {
	if d.across {
		return paperHeight - marginLeft - marginOther
	}
	return paperWidth - marginLeft - marginOther
}

// face is how letters look.
type face struct {
	points int // 0 for 14
	bold   bool
	italic bool
}

// run is a piece of text in one face.
type run struct {
	text string
	face face
}

// shape is how a paragraph stands. Lengths are in twentieths of a point.
type shape struct {
	align         string // "both", "center", "left", "right"; "" for left
	first         int    // indent of the first line
	sides         int    // indent of both sides
	before, after int
	ruled         bool // a line below it
	kept          bool // on one page with what follows
}

// bodyShape is that of running text.
var bodyShape = shape{align: "both", first: firstIndent, after: 120}

// paragraph writes runs in a shape; line breaks in a text are kept.
func (d *wordFile) paragraph(s shape, runs ...run) {
	d.body.WriteString("<w:p><w:pPr>")
	if s.kept {
		d.body.WriteString("<w:keepNext/>")
	}
	if s.ruled {
		d.body.WriteString(`<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>`)
	}
	fmt.Fprintf(&d.body, `<w:spacing w:before="%d" w:after="%d"/><w:ind w:left="%d" w:right="%d" w:firstLine="%d"/><w:jc w:val="%s"/>`,
		s.before, s.after, s.sides, s.sides, s.first, cmp.Or(s.align, "left"))
	if s.ruled { // as low as Word lets it be
		d.body.WriteString(`<w:rPr><w:sz w:val="2"/></w:rPr>`)
	}
	d.body.WriteString("</w:pPr>")
	for _, r := range runs {
		d.run(r)
	}
	d.body.WriteString("</w:p>")
}

func (d *wordFile) run(r run) {
	d.body.WriteString("<w:r><w:rPr>")
	if r.face.bold {
		d.body.WriteString("<w:b/>")
	}
	if r.face.italic {
		d.body.WriteString("<w:i/>")
	}
	if n := 2 * r.face.points; n > 0 {
		fmt.Fprintf(&d.body, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, n, n)
	}
	d.body.WriteString("</w:rPr>")
	for i, line := range strings.Split(r.text, "\n") {
		if i > 0 {
			d.body.WriteString("<w:br/>")
		}
		d.body.WriteString(`<w:t xml:space="preserve">` + escaped(line) + "</w:t>")
	}
	d.body.WriteString("</w:r>")
}

// escaped makes any text sound XML; what XML cannot hold is replaced.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

// wordColumn is a column of a table.
type wordColumn struct {
	title string
	share int    // of the width, beside the shares of the others
	align string // as of shape; "" for left
}

// Faces of tables.
var (
	cellFace = face{points: 12}
	headFace = face{points: 12, bold: true}
)

// table writes a table with lines, its head repeated on every page.
func (d *wordFile) table(columns []wordColumn, rows [][]string) {
	widths := d.shares(columns)
	d.open(widths, true)
	d.body.WriteString("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
	for i, c := range columns {
		d.cell(widths[i], func() { d.paragraph(shape{align: "center"}, run{c.title, headFace}) })
	}
	d.body.WriteString("</w:tr>")
	for _, row := range rows {
		d.body.WriteString("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for i, c := range columns {
			d.cell(widths[i], func() { d.paragraph(shape{align: c.align}, run{row[i], cellFace}) })
		}
		d.body.WriteString("</w:tr>")
	}
	d.body.WriteString("</w:tbl>")
	d.paragraph(shape{})
}

// beside writes blocks beside each other, without lines.
func (d *wordFile) beside(shares []int, blocks ...func()) {
	columns := make([]wordColumn, len(shares))
	for i, n := range shares {
		columns[i].share = n
	}
	widths := d.shares(columns)
	d.open(widths, false)
	d.body.WriteString("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
	for i, block := range blocks {
		d.cell(widths[i], block)
	}
	d.body.WriteString("</w:tr></w:tbl>")
}

func (d *wordFile) shares(columns []wordColumn) []int {
	sum := 0
	for _, c := range columns {
		sum += c.share
	}
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = d.width() * c.share / sum
	}
	return widths
}

// open begins a table.
func (d *wordFile) open(widths []int, ruled bool) {
	kind := "nil"
	if ruled {
		kind = "single"
	}
	fmt.Fprintf(&d.body, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>`, d.width())
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&d.body, `<w:%s w:val="%s" w:sz="4" w:space="0" w:color="000000"/>`, side, kind)
	}
	d.body.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, n := range widths {
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, n)
	}
	d.body.WriteString("</w:tblGrid>")
}

func (d *wordFile) cell(width int, block func()) {
	fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, width)
	block()
	d.body.WriteString("</w:tc>")
}

// turn ends the section; what follows begins on a new page that stands upright or
// lies across.
func (d *wordFile) turn(across bool) {
	d.body.WriteString("<w:p><w:pPr>" + d.section() + "</w:pPr></w:p>")
	d.across = across
}

// section gives the paper of the present section.
func (d *wordFile) section() string {
	width, height, orient := paperWidth, paperHeight, ""
	if d.across {
		width, height, orient = paperHeight, paperWidth, ` w:orient="landscape"`
	}
	return fmt.Sprintf(`<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/>`+
		`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="567" w:footer="567" w:gutter="0"/>%s</w:sectPr>`,
		width, height, orient, marginOther, marginOther, marginOther, marginLeft, "<w:titlePg/>")
}

// WriteTo writes the whole file.
func (d *wordFile) WriteTo(w io.Writer) (int64, error) {
	document := wordXML + `<w:document ` + wordSpaces + "><w:body>" + d.body.String() + d.section() + "</w:body></w:document>"
	count := &counted{w: w}
	z := zip.NewWriter(count)
	for _, part := range append(d.parts(), wordPart{"word/document.xml", document}) {
		f, err := z.Create(part.name)
		if err == nil {
			_, err = io.WriteString(f, part.content)
		}
		if err != nil {
			return count.n, fmt.Errorf("office.WriteTo: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return count.n, fmt.Errorf("office.WriteTo: %w", err)
	}
	return count.n, nil
}

// counted counts what goes through.
type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
