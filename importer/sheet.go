package importer

import (
	"errors"
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"trithuc/registry"
)

// readSheets writes every sheet of the workbook as frames. It is the only user
// of Excelize, and only of its streaming Rows: other parts of its API panic on
// broken files or hold a sheet as a whole.
func readSheets(path, tmp string, s *survey, out *frameWriter) (err error) {
	f, err := excelize.OpenFile(path, excelize.Options{
		RawCellValue:      true,
		UnzipSizeLimit:    maxUnzipped,
		UnzipXMLSizeLimit: 16 << 20,
		TmpDir:            tmp,
	})
	if err != nil {
		return openError(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for i := range s.sheets {
		if err := readSheet(f, &s.sheets[i], out); err != nil {
			return err
		}
	}
	return nil
}

func openError(err error) error {
	if errors.Is(err, excelize.ErrWorkbookPassword) {
		return protected()
	}
	return unreadable(err, "Tệp bị hỏng, không đọc được như bảng tính Excel. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.")
}

func readSheet(f *excelize.File, s *surveyed, out *frameWriter) error {
	if err := out.json(tagSheet, s.sheetHead); err != nil {
		return err
	}
	rows, err := f.Rows(s.Name)
	if err != nil && s.Rows > 0 {
		return damagedPart(s.Name, err)
	}
	if err != nil { // a chart sheet has no rows
		return out.frame(tagEnd, nil)
	}
	defer rows.Close()
	cursor := lookCursor{all: s.looks}
	n := 0
	for rows.Next() {
		n++
		texts, err := rows.Columns()
		if err != nil {
			return damagedPart(s.Name, err)
		}
		if len(texts) == 0 {
			continue
		}
		r := cursor.dress(n, texts)
		if len(r.cells) == 0 {
			continue
		}
		if err := out.row(&r); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil && err != io.EOF {
		return damagedPart(s.Name, err)
	}
	if n < s.last { // the reader stops quietly at broken XML
		return registry.Errorf(registry.Unreadable, "Trang tính %q bị hỏng sau dòng %d. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", s.Name, n)
	}
	return out.frame(tagEnd, nil)
}

// lookCursor walks over the looks of a sheet beside its rows.
type lookCursor struct {
	all   []lookAt
	cells []cell // reused
}

// dress makes a row of its texts. Blank texts are left out, long ones cut.
func (l *lookCursor) dress(n int, texts []string) row {
	l.cells = l.cells[:0]
	for len(l.all) > 0 && int(l.all[0].row) < n {
		l.all = l.all[1:]
	}
	for i, t := range texts[:min(len(texts), maxColumns)] {
		if t == "" {
			continue
		}
		c := cell{col: i + 1, text: cut(t)}
		for len(l.all) > 0 && int(l.all[0].row) == n && int(l.all[0].col) < c.col {
			l.all = l.all[1:]
		}
		if len(l.all) > 0 && int(l.all[0].row) == n && int(l.all[0].col) == c.col {
			c.look = l.all[0].look
		}
		l.cells = append(l.cells, c)
	}
	return row{n: n, cells: l.cells}
}

// cut shortens a text to maxCellText bytes at a whole character.
func cut(s string) string {
	if len(s) <= maxCellText {
		return s
	}
	s = s[:maxCellText]
	for len(s) > 0 {
		if r, n := utf8.DecodeLastRuneInString(s); r != utf8.RuneError || n != 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}
