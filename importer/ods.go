package importer

import (
	"archive/zip"
	"bytes"
	"io"
)

// odsParts opens an OpenDocument file within the bounds of any workbook; nil, nil
// where the zip file is none, or is a workbook of Excel.
func odsParts(r io.ReaderAt, size int64) (map[string]*zip.File, error) {
	zr, err := openZip(r, size)
	if err != nil {
		return nil, nil // the reader of .xlsx says what is wrong with it
	}
	parts, err := listParts(zr, size)
	if err != nil {
		return nil, err
	}
	if parts["xl/workbook.xml"] != nil || parts["content.xml"] == nil && parts["meta-inf/manifest.xml"] == nil {
		return nil, nil
	}
	return parts, nil
}

// readODS reads an OpenDocument spreadsheet.
func readODS(_ job, f io.ReaderAt, size int64, out *frameWriter) error {
	return writeODS(f, size, out)
}

// writeODS writes the cells of an OpenDocument spreadsheet. Its content is walked over twice: the
// first time to count and to find merged ranges, since the heads come before the
// cells, the second time to write the cells.
func writeODS(f io.ReaderAt, size int64, out *frameWriter) error {
	parts, err := odsParts(f, size)
	if err != nil {
		return err
	}
	if err := refuseLocked(parts["meta-inf/manifest.xml"]); err != nil {
		return err
	}
	content := parts["content.xml"]
	if content == nil {
		return unreadable(nil, "Tệp OpenDocument không có phần nội dung nên không đọc được. Hãy mở bằng LibreOffice, lưu lại rồi tải lên.")
	}
	styles := newODSStyles()
	if common := parts["styles.xml"]; common != nil {
		if err := eachTag(common, maxSmall, newCredit(), styles.tag); err != nil {
			return err
		}
	}
	s := &odsSurvey{total: out.total}
	w := &odsWalk{styles: styles, sink: s}
	if err := eachTag(content, maxUnzipped, out.total.credit, w.tag); err != nil {
		return err
	}
	if !w.sheets {
		return unreadable(nil, "Tệp OpenDocument không phải bảng tính (.ods). Hãy chọn đúng tệp danh sách.")
	}
	if err := out.json(tagBook, s.book); err != nil {
		return err
	}
	w = &odsWalk{styles: styles, sink: &odsWriter{heads: s.heads, out: out}}
	if err := eachTag(content, maxUnzipped, nil, w.tag); err != nil {
		return err
	}
	return out.frame(tagDone, nil)
}

// refuseLocked looks into the manifest for parts that are encrypted.
func refuseLocked(manifest *zip.File) error {
	if manifest == nil {
		return nil
	}
	rc, err := part(manifest, maxSmall, nil)
	if err != nil {
		return err
	}
	defer rc.Close()
	raw, err := io.ReadAll(rc)
	if err != nil {
		return partError(manifest.Name, err)
	}
	if bytes.Contains(raw, []byte("encryption-data")) {
		return unreadable(nil, "Tệp được bảo vệ bằng mật khẩu nên không mở được. Hãy mở bằng LibreOffice, lưu lại mà không đặt mật khẩu rồi tải lên.")
	}
	return nil
}

// odsSink takes what stands in the tables of an .ods, in its order.
type odsSink interface {
	table(name string, hidden bool) error
	merge(rect) error
	row(r *row, times int) error
	end() error
}

// odsSurvey counts.
type odsSurvey struct {
	book  bookHead
	heads []sheetHead
	total *tally
	text  int // bytes
}

func (s *odsSurvey) table(name string, hidden bool) error {
	if len(s.heads) == maxParts {
		return bomb()
	}
	s.heads = append(s.heads, sheetHead{Name: name, Hidden: hidden})
	return nil
}

func (s *odsSurvey) merge(m rect) error {
	h := &s.heads[len(s.heads)-1]
	h.Merges = append(h.Merges, m)
	return s.total.merge(h.Name)
}

func (s *odsSurvey) row(r *row, times int) error {
	s.heads[len(s.heads)-1].Rows += times
	s.book.Rows += times
	for _, c := range r.cells {
		s.text += times * len(c.text)
	}
	if s.text > maxText {
		return tooMuchText()
	}
	for range r.cells {
		s.total.credit.cell()
	}
	return s.total.add(times, len(r.cells), r.cells[len(r.cells)-1].col)
}

func (s *odsSurvey) end() error { return nil }

// odsWriter writes frames.
type odsWriter struct {
	heads []sheetHead // still to come
	out   *frameWriter
}

func (w *odsWriter) table(string, bool) error {
	h := w.heads[0]
	w.heads = w.heads[1:]
	return w.out.json(tagSheet, h)
}

func (w *odsWriter) merge(rect) error { return nil }

func (w *odsWriter) row(r *row, times int) error {
	for ; times > 0; times-- {
		if err := w.out.row(r); err != nil {
			return err
		}
		r.n++
	}
	return nil
}

func (w *odsWriter) end() error { return w.out.frame(tagEnd, nil) }
