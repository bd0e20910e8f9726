package office

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// TSV is tab-separated text, the form in which the product keeps its own lists.
const TSV Format = "tsv"

// Bounds of a sheet that is read whole: lists of codes, not of people.
const (
	MaxSheet     = 8 << 20 // bytes of the file
	sheetRows    = 60_000
	sheetColumns = 64
	sheetUnzip   = 128 << 20
)

// SheetRows are the rows of a sheet, the names of its columns first.
type SheetRows = iter.Seq2[[]string, error]

// WriteSheet writes rows as a plain sheet: no heading, every cell text. What it
// gives, ReadSheet reads back as it was. Rows are not held; what w has received
// when it fails is no whole file.
func WriteSheet(w io.Writer, f Format, name string, rows SheetRows) error {
	write := map[Format]func(io.Writer, string, SheetRows) error{TSV: writeTSV, CSV: writeCSV, XLSX: writeXLSX}[f]
	if write == nil {
		return &registry.Error{Kind: registry.Invalid, Message: "Định dạng tệp không có. Hãy chọn tsv, csv hoặc xlsx.",
			Problems: []registry.Problem{{Field: "format", Value: string(f), Reason: "chỉ nhận tsv, csv, xlsx"}}}
	}
	return write(w, name, rows)
}

// RowsOf gives rows that are there already as SheetRows.
func RowsOf(rows [][]string) SheetRows {
	return func(yield func([]string, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

var noTabs = strings.NewReplacer("\t", " ", "\n", " ", "\r", "")

func writeTSV(w io.Writer, _ string, rows SheetRows) error {
	b := bufio.NewWriter(w)
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, cell := range row {
			if i > 0 {
				b.WriteByte('\t')
			}
			noTabs.WriteString(b, cell)
		}
		b.WriteByte('\n') // a failure is kept and given by Flush
	}
	return b.Flush()
}

func writeCSV(w io.Writer, _ string, rows SheetRows) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	for row, err := range rows {
		if err != nil {
			return err
		}
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = Safe(cell)
		}
		c.Write(safe) // a failure is kept and given by Error
	}
	c.Flush()
	return c.Error()
}

func writeXLSX(w io.Writer, name string, rows SheetRows) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.SetSheetName("Sheet1", name); err != nil {
		return fmt.Errorf("office.WriteSheet: %w", err)
	}
	s, err := f.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("office.WriteSheet: %w", err)
	}
	line := 0
	for row, err := range rows {
		if err != nil {
			return err
		}
		line++
		cells := make([]any, len(row))
		for k, cell := range row {
			cells[k] = Safe(cell)
		}
		if err := s.SetRow(fmt.Sprintf("A%d", line), cells); err != nil {
			return fmt.Errorf("office.WriteSheet: row %d: %w", line, err)
		}
	}
	if err := s.Flush(); err != nil {
		return fmt.Errorf("office.WriteSheet: %w", err)
	}
	return deliver(f, w)
}

// ReadSheet reads a file of rows, telling its format from its first bytes: a
// workbook (its first sheet), else text in UTF-8 parted by tabs, commas or
// semicolons. Lines that begin with # are comments. It is Unreadable or TooLarge
// for what it does not take.
func ReadSheet(content []byte) ([]registry.SheetRow, error) {
	switch {
	case len(content) > MaxSheet:
		return nil, registry.Errorf(registry.TooLarge, "Tệp lớn hơn %d MB. Hãy tách thành nhiều tệp nhỏ hơn.", MaxSheet>>20)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readXLSX(content)
	}
	text := bytes.TrimPrefix(content, []byte("\ufeff"))
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return nil, registry.Errorf(registry.Unreadable, "Tệp không phải bảng tính .xlsx, cũng không phải văn bản UTF-8. Hãy lưu lại dạng .xlsx, .tsv hoặc .csv (UTF-8).")
	}
	head, _, _ := strings.Cut(string(text), "\n")
	if strings.HasPrefix(head, "#") {
		_, rest, _ := bytes.Cut(text, []byte("\n"))
		return shifted(rest)
	}
	if strings.Contains(head, "\t") {
		return readTSV(string(text)), nil
	}
	return readCSV(text, head)
}

// shifted reads what follows a first line of comment.
func shifted(text []byte) ([]registry.SheetRow, error) {
	rows, err := ReadSheet(text)
	for i := range rows {
		rows[i].Line++
	}
	return rows, err
}

func readTSV(text string) []registry.SheetRow {
	var rows []registry.SheetRow
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSuffix(line, "\r"); line == "" || line[0] == '#' {
			continue
		}
		rows = append(rows, registry.SheetRow{Line: i + 1, Cells: strings.Split(line, "\t")})
	}
	return rows
}

func readCSV(text []byte, head string) ([]registry.SheetRow, error) {
	c := csv.NewReader(bytes.NewReader(text))
	c.FieldsPerRecord, c.Comment = -1, '#'
	if strings.Count(head, ";") > strings.Count(head, ",") {
		c.Comma = ';'
	}
	var rows []registry.SheetRow
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			line := 0
			if bad, ok := errors.AsType[*csv.ParseError](err); ok {
				line = bad.Line
			}
			return nil, &registry.Error{Kind: registry.Unreadable, Err: err,
				Message: fmt.Sprintf("Tệp CSV hỏng ở dòng %d: dấu nháy không đóng hoặc đặt sai chỗ. Hãy sửa dòng đó rồi gửi lại.", line)}
		}
		line, _ := c.FieldPos(0)
		rows = append(rows, registry.SheetRow{Line: line, Cells: unsafe(cells)})
	}
}

func readXLSX(content []byte) (rows []registry.SheetRow, err error) {
	unreadable := func(err error) error {
		return &registry.Error{Kind: registry.Unreadable, Err: err, Message: "Không đọc được bảng tính. Hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại."}
	}
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true, UnzipSizeLimit: sheetUnzip, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return nil, unreadable(err)
	}
	for line := 1; r.Next(); line++ {
		if line > sheetRows {
			return nil, registry.Errorf(registry.TooLarge, "Bảng tính có quá %d dòng. Hãy tách thành nhiều tệp.", sheetRows)
		}
		cells, err := r.Columns()
		if err != nil {
			return nil, unreadable(err)
		}
		if len(cells) > sheetColumns {
			return nil, registry.Errorf(registry.TooLarge, "Dòng %d của bảng tính có quá %d cột.", line, sheetColumns)
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" && !strings.HasPrefix(cells[0], "#") {
			rows = append(rows, registry.SheetRow{Line: line, Cells: unsafe(cells)})
		}
	}
	return rows, nil
}

// unsafe takes away the apostrophe that Safe put before what looks like a formula.
func unsafe(cells []string) []string {
	for i, cell := range cells {
		if rest, ok := strings.CutPrefix(cell, "'"); ok && Safe(rest) == cell {
			cells[i] = rest
		}
	}
	return cells
}
