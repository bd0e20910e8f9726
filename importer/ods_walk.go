package importer

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"trithuc/registry"
)

// odsWalk follows the tags of content.xml. Blank rows and cells are written as one
// with a count, and cost nothing.
type odsWalk struct {
	styles *odsStyles
	sink   odsSink
	sheets bool // an office:spreadsheet was met
	links  int  // depth of dde-link, which holds tables that are no sheets
	inside bool // a sheet

	row      row
	rowTimes int
	rowStyle string
	columns  []odsColumn // default styles of the sheet's columns
	col      int         // of the current cell, from 1

	cell  odsCell
	level int // of elements within the current cell; 0 outside of cells
}

// odsColumn is a run of columns with one default style.
type odsColumn struct {
	last  int
	style string
}

// maxCellTags bounds the elements within one cell: its longest text has one a letter.
const maxCellTags = 100_000

// odsCell is the cell being read.
type odsCell struct {
	kind, value, style string // kind: the attribute that held the value
	times              int
	text               []byte
	paragraphs         int
	blank              bool // a space is due before the next letter
	tags               int  // met within it
	hide               int  // the level of a note or a drawing, whose text is not the cell's
}

func (w *odsWalk) tag(m *markup, name, attrs []byte, empty bool) error {
	if w.level > 0 {
		return w.within(m, name, attrs, empty)
	}
	switch string(name) {
	case "spreadsheet":
		w.sheets = true
	case "dde-link":
		w.links++
	case "/dde-link":
		w.links--
	case "table":
		return w.open(attrs, empty)
	case "/table":
		if w.inside {
			w.inside = false
			return w.sink.end()
		}
	}
	if w.inside {
		return w.inTable(m, name, attrs, empty)
	}
	if !w.sheets {
		return w.styles.tag(m, name, attrs, empty)
	}
	return nil
}

func (w *odsWalk) open(attrs []byte, empty bool) error {
	if !w.sheets || w.links > 0 || w.inside {
		return nil
	}
	w.row, w.columns = row{cells: w.row.cells[:0]}, w.columns[:0]
	style := attrText(attrs, "table:style-name")
	if err := w.sink.table(attrText(attrs, "table:name"), w.styles.hidden[style]); err != nil {
		return err
	}
	if empty {
		return w.sink.end()
	}
	w.inside = true
	return nil
}

func (w *odsWalk) inTable(m *markup, name, attrs []byte, empty bool) error {
	switch string(name) {
	case "table-column":
		w.column(attrs)
	case "table-row":
		w.row.n += max(w.rowTimes, 1)
		if w.row.n > 2*maxRow {
			w.row.n = 2 * maxRow // beyond any sheet; only blank rows may stand there
		}
		w.row.cells, w.col = w.row.cells[:0], 0
		w.rowTimes, w.rowStyle = attrCount(attrs, "table:number-rows-repeated"), w.styles.nameIn(attrs, "table:default-cell-style-name")
	case "/table-row":
		return w.endRow()
	case "table-cell", "covered-table-cell":
		return w.openCell(m, attrs, empty)
	}
	return nil
}

func (w *odsWalk) column(attrs []byte) {
	last := 0
	if n := len(w.columns); n > 0 {
		last = w.columns[n-1].last
	}
	if last < maxColumns {
		w.columns = append(w.columns, odsColumn{last + attrCount(attrs, "table:number-columns-repeated"), attrText(attrs, "table:default-cell-style-name")})
	}
}

func (w *odsWalk) endRow() error {
	if len(w.row.cells) == 0 {
		return nil
	}
	if w.row.n+w.rowTimes-1 > maxRow {
		return registry.Errorf(registry.TooLarge, "Trang tính có dữ liệu quá dòng %d. Hãy xóa vùng thừa ở cuối trang, lưu lại rồi tải lên.", maxRow)
	}
	r := w.row
	return w.sink.row(&r, w.rowTimes)
}

func (w *odsWalk) openCell(m *markup, attrs []byte, empty bool) (err error) {
	w.col++
	c := odsCell{kind: valueOf[string(attr(attrs, "office:value-type"))], style: w.styles.nameIn(attrs, "table:style-name"), times: 1, text: w.cell.text[:0]}
	if c.kind != "" {
		c.value = attrText(attrs, c.kind)
	}
	if bytes.Contains(attrs, []byte("table:number-")) {
		c.times = attrCount(attrs, "table:number-columns-repeated")
		err = w.merge(attrCount(attrs, "table:number-columns-spanned"), attrCount(attrs, "table:number-rows-spanned"))
	}
	w.cell = c
	if empty {
		w.endCell()
		return err
	}
	w.level, m.keep = 1, true
	return err
}

// merge notes that the current cell spans several.
func (w *odsWalk) merge(across, down int) error {
	if across <= 1 && down <= 1 || w.col > maxColumns || w.row.n > maxRow {
		return nil
	}
	return w.sink.merge(rect{w.row.n, w.col, min(w.row.n+down-1, maxRow), w.col + across - 1})
}

const (
	odsDate    = "office:date-value"
	odsBoolean = "office:boolean-value"
)

// valueOf names the attribute that holds the value of each type; of the others the
// text is the value.
var valueOf = map[string]string{
	"float": "office:value", "percentage": "office:value", "currency": "office:value",
	"date": odsDate, "boolean": odsBoolean, "string": "office:string-value",
}

// within follows the tags inside a cell: paragraphs and what they hold.
func (w *odsWalk) within(m *markup, name, attrs []byte, empty bool) error {
	c := &w.cell
	if c.tags++; c.tags > maxCellTags {
		return registry.Errorf(registry.TooLarge, "Một ô ở dòng %d của trang tính có hơn %d thành phần bên trong, không giống một danh sách. Hãy chép giá trị sang tệp mới rồi tải lên.", w.row.n, maxCellTags)
	}
	shown := c.hide == 0 && w.level > 1
	if shown {
		c.write(m.text)
	}
	if name[0] == '/' {
		if w.level--; w.level < c.hide {
			c.hide = 0
		}
		if w.level == 0 {
			m.keep = false
			w.endCell()
		}
		return nil
	}
	switch {
	case c.hide > 0:
	case w.level == 1 && string(name) == "p":
		c.paragraph()
	case w.level == 1, notText[string(name)]:
		if !empty {
			c.hide = w.level + 1
		}
	case string(name) == "s":
		c.space(attrCount(attrs, "text:c"))
	case string(name) == "tab":
		c.put("\t")
	case string(name) == "line-break":
		c.put("\n")
	}
	if !empty {
		w.level++
	}
	return nil
}

// notText are elements within a paragraph whose text is not part of it.
var notText = map[string]bool{"annotation": true, "frame": true, "note": true, "ruby-text": true, "custom-shape": true}

func (c *odsCell) paragraph() {
	if c.paragraphs++; c.paragraphs > 1 {
		c.blank = false
		c.put("\n")
	}
}

func (c *odsCell) put(s string) {
	if c.blank {
		c.blank = false
		c.text = append(c.text, ' ')
	}
	if len(c.text)+len(s) <= maxRawText {
		c.text = append(c.text, s...)
	}
}

func (c *odsCell) space(n int) { c.put(strings.Repeat(" ", min(n, 256))) }

// write adds text of a paragraph. Blanks are one each, and none at its start
// (ODF 1.3 part 3, 6.1.2).
func (c *odsCell) write(b []byte) {
	for _, x := range b {
		switch x {
		case ' ', '\t', '\r', '\n':
			c.blank = c.blank || len(c.text) > 0 && c.text[len(c.text)-1] != '\n'
			continue
		}
		if c.blank {
			c.blank = false
			c.text = append(c.text, ' ')
		}
		if len(c.text) < maxRawText {
			c.text = append(c.text, x)
		}
	}
}

// endCell puts the cell into its row, as often as it is repeated.
func (w *odsWalk) endCell() {
	c := &w.cell
	text, look := c.read(), w.styles.look(w.styleAt(w.col))
	if c.kind == odsDate && look&lookDates == 0 {
		look |= lookDate
	}
	if text != "" {
		for i := range min(c.times, maxColumns) {
			if w.col+i <= maxColumns {
				w.row.cells = append(w.row.cells, cell{col: w.col + i, look: look, text: text})
			}
		}
	}
	w.col = min(w.col+c.times-1, maxRow)
}

// styleAt names the style of the current cell: its own, its row's or its column's.
func (w *odsWalk) styleAt(col int) string {
	switch {
	case w.cell.style != "":
		return w.cell.style
	case w.rowStyle != "":
		return w.rowStyle
	}
	for _, c := range w.columns {
		if col <= c.last {
			return c.style
		}
	}
	return ""
}

// read gives the text of a cell as a raw value of .xlsx would read.
func (c *odsCell) read() string {
	switch {
	case c.value == "":
		return cut(string(c.text))
	case c.kind == odsDate:
		return cut(serialOf(c.value))
	case c.kind == odsBoolean && c.value == "true":
		return "1"
	case c.kind == odsBoolean:
		return "0"
	}
	return cut(c.value)
}

// serialOf writes an ISO date as the serial number that .xlsx would hold, so that
// what the cell's format hides of it is hidden here too. Days that such a number
// cannot tell stay as they are written.
func serialOf(iso string) string {
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04:05", "2006-01-02T15:04:05.999999999"} {
		t, err := time.Parse(layout, iso)
		if err != nil || t.Year() < 1901 || t.Year() > 2100 {
			continue
		}
		days := t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
		return strconv.FormatFloat(days, 'f', -1, 64)
	}
	return iso
}
