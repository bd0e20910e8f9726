package importer

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
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

func surveyFile(r io.ReaderAt, size int64) (*survey, error) {
	zr, err := zip.NewReader(r, size)
	if err != nil {
		return nil, unreadable(err, "Tệp bị hỏng hoặc bị cắt cụt, không mở được. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.")
	}
	parts, err := listParts(zr)
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
	total := &tally{}
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

// checkSheets refuses more sheets than any list has, and two sheets of one part: a
// small file would be read over and over.
func checkSheets(names []sheetName) error {
	if len(names) > maxSheets {
		return registry.Errorf(registry.TooLarge, "Tệp có %d trang, nhiều hơn %d trang. Hãy tách thành nhiều tệp.", len(names), maxSheets)
	}
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

// tally counts over all sheets.
type tally struct{ cells, widths int }

func (t *tally) add(cells, width int) error {
	t.cells += cells
	t.widths += width
	if t.cells > maxCells || t.widths > maxWidths {
		return registry.Errorf(registry.TooLarge, "Tệp có quá nhiều ô (hơn %d ô có dữ liệu hoặc trải quá rộng). Hãy tách thành nhiều tệp nhỏ hơn.", maxCells)
	}
	return nil
}

// listParts lists the parts by lower-case name and refuses what no spreadsheet
// program writes.
func listParts(zr *zip.Reader) (map[string]*zip.File, error) {
	if len(zr.File) > maxParts {
		return nil, registry.Errorf(registry.TooLarge, "Tệp có %d phần bên trong, quá nhiều đối với một bảng tính (tối đa %d). Hãy lưu lại tệp bằng Excel rồi tải lên.", len(zr.File), maxParts)
	}
	parts := make(map[string]*zip.File, len(zr.File))
	var sum uint64
	for _, f := range zr.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if parts[name] != nil {
			return nil, unreadable(nil, "Tệp có hai phần bên trong trùng tên %q nên không đáng tin. Hãy lưu lại tệp bằng Excel rồi tải lên.", f.Name)
		}
		parts[name] = f
		sum += f.UncompressedSize64
		if sum > maxUnzipped || f.UncompressedSize64 > maxUnzipped || bursting(f.UncompressedSize64, f.CompressedSize64) {
			return nil, bomb()
		}
	}
	return parts, nil
}

func bursting(unzipped, zipped uint64) bool {
	return unzipped > freeRatio && unzipped/max(zipped, 1) > maxRatio
}

func bomb() error {
	return registry.Errorf(registry.TooLarge, "Tệp phình ra quá lớn khi giải nén (giới hạn %d MB, gấp %d lần), giống một tệp phá hoại nên không đọc. Hãy xóa vùng trống đã định dạng thừa, lưu lại rồi tải lên.", maxUnzipped>>20, maxRatio)
}

func unreadable(cause error, format string, args ...any) error {
	e := registry.Errorf(registry.Unreadable, format, args...)
	e.Err = cause
	return e
}

func damagedPart(name string, cause error) error {
	return unreadable(cause, "Phần %q trong tệp bị hỏng. Hãy mở tệp bằng Excel, lưu lại thành .xlsx rồi tải lên.", name)
}

// part opens a part for reading with a bound on what comes out of it.
func part(f *zip.File, limit int64) (io.ReadCloser, error) {
	rc, err := f.Open()
	if err != nil {
		return nil, damagedPart(f.Name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{&bounded{r: rc, left: limit, zipped: f.CompressedSize64}, rc}, nil
}

// bounded fails, rather than ends, when more comes than allowed.
type bounded struct {
	r      io.Reader
	left   int64
	got    uint64
	zipped uint64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.left -= int64(n)
	b.got += uint64(n)
	if b.left < 0 || bursting(b.got, b.zipped) {
		return 0, bomb()
	}
	return n, err
}

// decodeSmall reads a small XML part whole. A missing one leaves v as it is.
func decodeSmall(f *zip.File, v any) error {
	if f == nil {
		return nil
	}
	rc, err := part(f, maxSmall)
	if err != nil {
		return err
	}
	defer rc.Close()
	raw, err := io.ReadAll(rc)
	if err != nil {
		return partError(f.Name, err)
	}
	if bytes.Contains(raw, []byte("<!DOCTYPE")) {
		return doctype()
	}
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	if err := d.Decode(v); err != nil && !errors.Is(err, io.EOF) {
		return damagedPart(f.Name, err)
	}
	return nil
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

// relation is one line of a .rels part.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

func relations(parts map[string]*zip.File, name string) ([]relation, error) {
	var all struct {
		Items []relation `xml:"Relationship"`
	}
	err := decodeSmall(parts[strings.ToLower(name)], &all)
	return all.Items, err
}

// inside gives the name of a part that another, in folder, points at.
func inside(folder, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if !strings.HasPrefix(target, "/") {
		target = path.Join(folder, target)
	}
	return strings.TrimPrefix(target, "/")
}

// mainPart gives the name of the part that lists the sheets.
func mainPart(parts map[string]*zip.File) (string, error) {
	top, err := relations(parts, "_rels/.rels")
	if err != nil {
		return "", err
	}
	for _, r := range top {
		if name := strings.ToLower(inside("", r.Target)); strings.HasSuffix(r.Type, "/officeDocument") && strings.Contains(name, "workbook") && parts[name] != nil {
			if strings.HasSuffix(name, ".bin") {
				return "", unreadable(nil, "Tệp ở dạng nhị phân .xlsb, bản này chưa đọc được. Hãy mở bằng Excel, chọn Lưu thành .xlsx rồi tải lên.")
			}
			return name, nil
		}
	}
	if parts["xl/workbook.xml"] == nil {
		return "", unreadable(nil, "Tệp là một tệp nén nhưng không phải bảng tính (.xlsx, .ods). Hãy chọn đúng tệp bảng tính.")
	}
	return "xl/workbook.xml", nil
}

type sheetName struct {
	name, part string
	hidden     bool
}

// readBook gives the sheets in the order of their tabs.
func readBook(parts map[string]*zip.File) ([]sheetName, bookHead, error) {
	var book struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	main, err := mainPart(parts)
	if err != nil {
		return nil, bookHead{}, err
	}
	if err := decodeSmall(parts[main], &book); err != nil {
		return nil, bookHead{}, err
	}
	target := map[string]string{}
	rels, err := relations(parts, path.Join(path.Dir(main), "_rels", path.Base(main)+".rels"))
	if err != nil {
		return nil, bookHead{}, err
	}
	for _, r := range rels {
		target[r.ID] = inside(path.Dir(main), r.Target)
	}
	var names []sheetName
	for _, s := range book.Sheets {
		n := sheetName{name: s.Name, hidden: strings.Contains(strings.ToLower(s.State), "hidden")}
		for _, a := range s.Attrs {
			if a.Name.Local == "id" && a.Name.Space != "" {
				n.part = target[a.Value]
			}
		}
		names = append(names, n)
	}
	d := strings.ToLower(book.Pr.Date1904)
	return names, bookHead{Date1904: d == "1" || d == "true"}, nil
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
	rc, err := part(f, maxUnzipped)
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
		w.col, w.cells, w.widest = 0, 0, 0
	case "/row":
		if w.cells > 0 {
			w.s.Rows++
		}
		return w.total.add(w.cells, w.widest)
	case "c":
		w.cell(attrs, empty)
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
	if len(w.s.Merges) == maxMerges {
		return registry.Errorf(registry.TooLarge, "Trang tính %q có hơn %d vùng ô gộp. Hãy bỏ gộp ô (Merge & Center), lưu lại rồi tải lên.", w.s.Name, maxMerges)
	}
	w.s.Merges = append(w.s.Merges, m)
	return nil
}

func (w *sheetWalk) cell(attrs []byte, empty bool) {
	w.col++
	if ref := attr(attrs, "r"); len(ref) > 0 {
		if col, _, ok := parseCell(ref); ok {
			w.col = col
		}
	}
	if empty {
		return
	}
	w.cells++
	w.widest = max(w.widest, w.col)
}
