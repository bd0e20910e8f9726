package importer

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strconv"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// walkStored goes through the stored cells of an import; NotFound where they are
// kept no more.
func (im *Importer) walkStored(ctx context.Context, id registry.ImportID, v cellVisitor) error {
	f, err := os.Open(im.file(id, cellsFile))
	if errors.Is(err, fs.ErrNotExist) {
		return registry.Errorf(registry.NotFound, "Nội dung tệp của lần nhập %d không còn được lưu. Hãy tải tệp lên lại.", id)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	return walkCells(ctx, f, v)
}

// readable gives a cell as a person reads it on the sheet: dates as dates.
func readable(c cell, date1904 bool) string {
	c.text = decoded(c)
	if n, err := strconv.ParseFloat(c.text, 64); err == nil && c.look&lookDates != 0 && n >= 1 && n < 200_000 {
		return truncated(serialDate(int(n), date1904), c.look&lookDates).Vietnamese()
	}
	if c.look&lookPadded != 0 {
		c.text = c.padded()
	}
	return vietnamese.Clean(c.text)
}

// place is where a visitor of stored cells stands.
type place struct {
	name     string
	date1904 bool
}

func (p *place) book(h bookHead) error   { p.date1904 = h.Date1904; return nil }
func (p *place) sheet(h sheetHead) error { p.name = h.Name; return nil }
func (p *place) end() error              { return nil }

// Bounds of the values shown of a column.
const (
	shownSamples = 3
	shownLetters = 40
)

// Samples gives, by sheet and letter, a few values of each column of a stored
// import, as they stand in the workbook: to judge what the column holds.
func (im *Importer) Samples(ctx context.Context, p *Plan) (map[string]map[string][]string, error) {
	s := &sampler{of: map[string]map[string][]string{}, below: map[string]int{}}
	for _, one := range p.Sheets {
		s.below[one.Name] = one.Header[1]
	}
	return s.of, im.walkStored(ctx, p.Import.ID, s)
}

type sampler struct {
	place
	below map[string]int
	of    map[string]map[string][]string
}

func (s *sampler) row(r row) error {
	below := s.below[s.name]
	if r.n <= below || r.n > below+sampleRows {
		return nil
	}
	for _, c := range r.cells {
		letter := registry.ColumnName(c.col)
		known := s.of[s.name][letter]
		text := shorten(readable(c, s.date1904), shownLetters)
		if text != "" && len(known) < shownSamples && !slices.Contains(known, text) {
			put2(s.of, s.name, letter, append(known, text))
		}
	}
	return nil
}

// CellText is a cell of a stored import.
type CellText struct {
	Sheet  string `json:"sheet"`
	Cell   string `json:"cell"` // "C12"
	Letter string `json:"column"`
	Header string `json:"header,omitempty"`
	Field  Field  `json:"field,omitempty"`
	Was    string `json:"was"`  // as it stands in the workbook
	Text   string `json:"text"` // as it is read now: corrected, where somebody did
	// Raw and Encoding tell, of a cell in an old encoding, which one and what stood
	// there before it was put right; "" of others.
	Raw      string `json:"raw,omitempty"`
	Encoding string `json:"encoding,omitempty"` // "TCVN3 (ABC)"
}

// Corrected says that somebody wrote another value.
func (c CellText) Corrected() bool { return c.Was != c.Text }

// CellTexts gives the text of some cells of a stored import, by sheet and cell.
func (im *Importer) CellTexts(ctx context.Context, p *Plan, cells []registry.CellFix) (map[registry.CellFix]CellText, error) {
	v := &cellFinder{want: map[string]map[rowCol]bool{}, found: map[string]map[rowCol]foundCell{}}
	for _, c := range cells {
		if col, row, ok := parseCell([]byte(c.Cell)); ok {
			put2(v.want, c.Sheet, rowCol{row, col}, true)
		}
	}
	if err := im.walkStored(ctx, p.Import.ID, v); err != nil {
		return nil, err
	}
	fixed := decidedBy(p.Import.Choices, nil)
	texts := map[registry.CellFix]CellText{}
	for _, c := range cells {
		col, row, ok := parseCell([]byte(c.Cell))
		if !ok {
			continue
		}
		found := v.found[c.Sheet][rowCol{row, col}]
		t := CellText{Sheet: c.Sheet, Cell: cellName(col, row), Letter: registry.ColumnName(col), Was: found.text, Raw: found.raw, Encoding: found.encoding}
		if t.Text = t.Was; fixed.touches(c.Sheet, row, col) {
			t.Text = fixed.text(c.Sheet, row, col)
		}
		if s, err := p.sheet(c.Sheet); err == nil {
			t.Header, t.Field = s.column(t.Letter)
		}
		texts[registry.CellFix{Sheet: c.Sheet, Cell: c.Cell}] = t
	}
	return texts, nil
}

// column gives what stands above a column and what it was taken for.
func (s *Sheet) column(letter string) (header string, f Field) {
	for _, c := range s.Columns {
		if c.Letter == letter {
			return c.Header, c.Field
		}
	}
	return "", ""
}

// touches says that somebody corrected a cell, text what it holds since.
func (d *decided) touches(sheet string, row, col int) bool {
	return slices.ContainsFunc(d.cells[sheet][row], func(c cell) bool { return c.col == col })
}

func (d *decided) text(sheet string, row, col int) (text string) {
	for _, c := range d.cells[sheet][row] {
		if c.col == col {
			text = c.text
		}
	}
	return text
}

// cellFinder looks for some cells.
type cellFinder struct {
	place
	want  map[string]map[rowCol]bool
	found map[string]map[rowCol]foundCell
}

// foundCell is the text of a cell, and what it was made from where it was converted.
type foundCell struct{ text, raw, encoding string }

func (v *cellFinder) row(r row) error {
	want := v.want[v.name]
	if len(want) == 0 {
		return nil
	}
	for _, c := range r.cells {
		if at := (rowCol{r.n, c.col}); want[at] {
			one := foundCell{text: readable(c, v.date1904)}
			if t, enc, _ := vietnamese.Decode(c.text, c.look.font()); t != c.text && enc != vietnamese.Unicode && t == decoded(c) {
				one.raw, one.encoding = shorten(c.text, shownLetters), enc.String()
			}
			put2(v.found, v.name, at, one)
		}
	}
	return nil
}

// RowCells gives the cells of one row of a sheet that is read, a cell for each of
// its columns that is stored.
func (im *Importer) RowCells(ctx context.Context, p *Plan, sheet string, row int) ([]CellText, error) {
	s, err := p.sheet(sheet)
	if err != nil {
		return nil, err
	}
	if row <= s.Header[1] || s.Last > 0 && row > s.Last {
		return nil, registry.Errorf(registry.NotFound, "Trang %q không có dòng %d dưới tiêu đề.", sheet, row)
	}
	var cells []registry.CellFix
	for _, c := range s.Columns {
		if c.Field != FieldNever {
			cells = append(cells, registry.CellFix{Sheet: sheet, Cell: c.Letter + strconv.Itoa(row)})
		}
	}
	texts, err := im.CellTexts(ctx, p, cells)
	if err != nil {
		return nil, err
	}
	list := make([]CellText, len(cells))
	for i, c := range cells {
		list[i] = texts[c]
	}
	return list, nil
}
