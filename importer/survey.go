package importer

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"strings"

	"trithuc/registry"
)

// A survey walks over the parts of a workbook once before anything is built
// from them: it counts what is really there (headers lie), finds merged ranges, which
// stand behind the cells, and refuses what is beyond the bounds while it has cost
// nothing yet.

// Bounds of a workbook. A staff list of 100,000 people × 25 columns has 2.5
// million cells in about 200 MB of XML.
const (
	maxParts    = 3000
	maxUnzipped = 1 << 30 // bytes of all parts together
	maxSmall    = 24 << 20
	maxRatio    = 250      // unzipped to zipped, above freeRatio bytes
	freeRatio   = 24 << 20 // unzipped bytes that any part may have
	maxCells    = 8_000_000
	maxWidths   = 60_000_000 // cells counting blanks to the left of the last one
	maxMerges   = 200_000
	maxRows     = maxPeople // that hold something: nobody stands in less than one
	maxRowCells = 16384     // the last column a spreadsheet can have
	maxSheets   = 1_000
	maxRow      = 1 << 20 // the last row a spreadsheet can have
	maxTag      = 64 << 10
)

type survey struct {
	book   bookHead
	sheets []surveyed
	looks  []look // by cell format
	texts  *sharedTexts
}

type surveyed struct {
	sheetHead
	part *zip.File // nil for a sheet without one
}

// surveyFile surveys a workbook; what it counts comes on top of total.
func surveyFile(r io.ReaderAt, size int64, total *tally) (*survey, error) {
	zr, err := openZip(r, size)
	if err != nil {
		if _, ours := errors.AsType[*registry.Error](err); ours {
			return nil, err
		}
		return nil, unreadable(err, "Tệp bị hỏng hoặc bị cắt cụt, không mở được. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.")
	}
	parts, err := listParts(zr, size)
	if err != nil {
		return nil, err
	}
	names, book, err := readBook(parts)
	if err != nil {
		return nil, err
	}
	s := &survey{book: book}
	if s.looks, err = readStyles(parts); err != nil {
		return nil, err
	}
	if s.texts, err = readShared(parts[sharedPart]); err != nil {
		return nil, err
	}
	if err := checkSheets(names); err != nil {
		return nil, err
	}
	for _, n := range names {
		one := surveyed{sheetHead: sheetHead{Name: n.name, Hidden: n.hidden}, part: parts[strings.ToLower(n.part)]}
		if one.part != nil {
			if err := one.scan(total); err != nil {
				return nil, err
			}
		}
		s.book.Rows += one.Rows
		s.sheets = append(s.sheets, one)
	}
	return s, nil
}

// checkSheets refuses two sheets of one part: a small file would be read over and over.
func checkSheets(names []sheetName) error {
	seen := map[string]bool{}
	for _, n := range names {
		part := strings.ToLower(n.part)
		if part != "" && seen[part] {
			return unreadable(nil, "Hai trang của tệp (%q và một trang khác) là cùng một phần bên trong, nên tệp không đáng tin. Hãy mở bằng Excel, lưu lại thành .xlsx rồi tải lên.", n.name)
		}
		seen[part] = true
	}
	return nil
}

// tally counts over all sheets, of all files of a lot.
type tally struct {
	rows, cells, widths, merges int
	credit                      *credit
}

func newTally() *tally { return &tally{credit: newCredit()} }

// add takes in so many like rows that hold something.
func (t *tally) add(rows, cells, width int) error {
	t.rows += rows
	t.cells += rows * cells
	t.widths += rows * width
	if t.rows > maxRows {
		return registry.Errorf(registry.TooLarge, "Tệp có hơn %d dòng có dữ liệu. Hãy xóa các trang và vùng không thuộc danh sách, hoặc tách thành nhiều tệp nhỏ hơn.", maxRows)
	}
	if t.cells > maxCells || t.widths > maxWidths {
		return registry.Errorf(registry.TooLarge, "Tệp có quá nhiều ô (hơn %d ô có dữ liệu hoặc trải quá rộng). Hãy tách thành nhiều tệp nhỏ hơn.", maxCells)
	}
	return nil
}

// merge takes in a merged range of a sheet.
func (t *tally) merge(sheet string) error {
	if t.merges++; t.merges > maxMerges {
		return registry.Errorf(registry.TooLarge, "Trang tính %q có hơn %d vùng ô gộp. Hãy bỏ gộp ô (Merge & Center), lưu lại rồi tải lên.", sheet, maxMerges)
	}
	return nil
}

func unreadable(cause error, format string, args ...any) error {
	e := registry.Errorf(registry.Unreadable, format, args...)
	e.Err = cause
	return e
}

func damagedPart(name string, cause error) error {
	return unreadable(cause, "Phần %q trong tệp bị hỏng. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", name)
}

func doctype() error {
	return unreadable(nil, "Tệp có khai báo DOCTYPE mà bảng tính không bao giờ dùng, giống một tệp phá hoại nên không đọc. Nếu tệp đáng tin, hãy mở bằng Excel, lưu lại thành .xlsx rồi tải lên.")
}

// partError keeps our own errors and names the part in others.
func partError(name string, err error) error {
	if _, ok := errors.AsType[*registry.Error](err); ok {
		return err
	}
	return damagedPart(name, err)
}

// refuseWide refuses a part in two bytes a letter, which no spreadsheet program
// writes and in which no tag would be found.
func refuseWide(r *bufio.Reader, name string) error {
	head, _ := r.Peek(2)
	if len(head) == 2 && (head[0] == 0 || head[1] == 0 || head[0] >= 0xFE && head[1] >= 0xFE) {
		return unreadable(nil, "Phần %q trong tệp viết bằng mã UTF-16, không phải UTF-8 như mọi bảng tính. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", name)
	}
	return nil
}

// scan walks over one worksheet.
func (s *surveyed) scan(total *tally) error {
	f := s.part
	rc, err := part(f, maxUnzipped, total.credit)
	if err != nil {
		return err
	}
	defer rc.Close()
	t := tagReader{r: bufio.NewReaderSize(rc, maxTag)}
	if err := refuseWide(t.r, f.Name); err != nil {
		return err
	}
	w := sheetWalk{s: s, total: total}
	for {
		name, attrs, empty, err := t.next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = total.credit.tag()
		}
		if err == nil {
			err = w.tag(name, attrs, empty)
		}
		if err != nil {
			return partError(f.Name, err)
		}
	}
}

// sheetWalk follows the tags of a worksheet.
type sheetWalk struct {
	s             *surveyed
	total         *tally
	row, col      int
	met           int // cells of the current row, blank ones too
	cells, widest int // of the current row
	depth         int // of elements
}

func (w *sheetWalk) tag(name, attrs []byte, empty bool) error {
	switch {
	case len(name) > 0 && name[0] == '/':
		w.depth--
	case !empty && len(name) > 0 && name[0] != '!':
		if w.depth++; w.depth > maxDepth {
			return errNesting
		}
	}
	switch string(name) {
	case "row":
		w.row++
		if n, ok := attrInt(attrs, "r"); ok && n >= w.row {
			w.row = n
		} else if ok || w.row > maxRow {
			return unreadable(nil, "Trang tính %q có số dòng lộn xộn sau dòng %d nên không đáng tin. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", w.s.Name, w.row-1)
		}
		w.col, w.met, w.cells, w.widest = 0, 0, 0, 0
	case "/row":
		if w.cells > 0 {
			w.s.Rows++
			return w.total.add(1, w.cells, w.widest)
		}
	case "c":
		return w.cell(attrs, empty)
	case "mergeCell":
		return w.merge(attrs)
	case "!DOCTYPE", "!doctype":
		return doctype()
	}
	return nil
}

func (w *sheetWalk) merge(attrs []byte) error {
	m, ok := parseRange(attr(attrs, "ref"))
	if !ok {
		return nil
	}
	w.s.Merges = append(w.s.Merges, m)
	return w.total.merge(w.s.Name)
}

func (w *sheetWalk) cell(attrs []byte, empty bool) error {
	if w.met++; w.met > maxRowCells {
		return registry.Errorf(registry.TooLarge, "Dòng %d của trang tính %q có hơn %d ô, nhiều hơn một bảng tính có thể có. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", w.row, w.s.Name, maxRowCells)
	}
	w.col++
	if ref := attr(attrs, "r"); len(ref) > 0 {
		if col, _, ok := parseCell(ref); ok {
			w.col = col
		}
	}
	if empty {
		return nil
	}
	w.total.credit.cell()
	w.cells++
	w.widest = max(w.widest, w.col)
	return nil
}
