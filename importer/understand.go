package importer

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// draft is one row of a person as it was understood, before anybody asked who
// it is.
type draft struct {
	sheet  int
	row    int
	person *registry.Person
	id     registry.PersonID // whom the row names by the registry's own id; 0 where it does not
	cells  valueColumns
	from   registry.Cells // where its values stood
	born   string         // see bornKey; once it was asked about
	start  registry.Date  // of the position
	note   string
	reject bool

	rankByPost bool // the rank was read off the post
}

// valueColumns says in which column a value stands, of the fields that identify
// somebody or may conflict with what is stored.
type valueColumns struct{ name, birth, sex, code, email uint16 }

// cell names the cell of a field; the name's where the field has none.
func (d *draft) cell(f Field) string {
	at := d.cells.name
	switch f {
	case FieldBirth:
		at = d.cells.birth
	case FieldSex:
		at = d.cells.sex
	case FieldCode:
		at = d.cells.code
	case FieldEmail:
		at = d.cells.email
	}
	return cellName(max(int(at), 1), d.row)
}

// placeTexts is what a row says of where somebody works.
type placeTexts struct{ org, workplace, unit, subunit, second string }

// reader understands the cells of one workbook.
type reader struct {
	ref        *registry.Reference
	titles     *titleReader
	places     *places
	employer   registry.OrganisationID // the caller's
	file       string
	year       int // this year
	book       bookHead
	books      int // read so far: a lot has several
	sheets     []Sheet
	before     *sheetReader // of the last sheet that was read; nil before the first
	drafts     []*draft
	issues     issueList
	words      map[string]string // one copy of each repeated text
	resolved   map[resolveKey]resolvedPlace
	renamed    map[string]registry.OrganisationID // units written by another name of theirs, said
	pending    []pendingDate                      // whose own sheet does not tell
	proved     map[string]proof                   // by file, of all its dates
	later      []placing                          // of sheets that do not say whose list they are
	unplaced   registry.OrganisationID            // stands for the employer nobody names
	decided    *decided
	password   string
	lenient    bool                      // a workbook of which nothing is read yet is no failure
	english    map[string]bool           // keys of phrases that are English
	fieldNames map[string]string         // key of a name → code of SchemeField
	fieldsNow  map[string]bool           // codes of SchemeField that the catalogue of today has
	origins    map[string]registry.Cells // by credits of a row: one copy of each
	learned    []registry.DateOrder      // what the dates proved and no earlier list did
	posts      credentialMemo            // see ofPosts
	dutied     credentialMemo            // likewise, of columns that hold degrees too
	degrees    credentialMemo            // see ofDegrees

	mapping *mapping      // of the system that gave the workbook out; nil for a list of one's own
	synced  registry.Date // as of which day it did
	today   registry.Date

	languages map[string]string // folded name → code of SchemeLanguage
	wards     map[string]ward   // by the ending of an address
}

// maxIssues bounds the list of one import; what is beyond it is counted.
const maxIssues = 50_000

// maxPeople bounds the people of one workbook, and so the memory of a plan.
const maxPeople = 300_000

type issueList struct {
	list []registry.Issue
	more int
}

func (l *issueList) add(i registry.Issue) {
	if len(l.list) >= maxIssues {
		l.more++
		return
	}
	l.list = append(l.list, i)
}

func newReader(ref *registry.Reference, employer registry.OrganisationID, file string, year int) *reader {
	return &reader{ref: ref, titles: newTitleReader(ref), places: newPlaces(ref), employer: employer, file: file, year: year,
		posts: credentialMemo{}, dutied: credentialMemo{}, degrees: credentialMemo{}, words: map[string]string{}, origins: map[string]registry.Cells{}, proved: map[string]proof{}, resolved: map[resolveKey]resolvedPlace{}, decided: decidedBy(registry.Choices{}, nil)}
}

// ofPosts reads a cell of posts once; proven says that others of its column hold degrees.
func (r *reader) ofPosts(text string, proven bool) credentials {
	memo := r.posts
	if proven {
		memo = r.dutied
	}
	return memo.of(text, func(s string) credentials { return r.titles.ofPosts(s, proven) })
}

func (r *reader) ofDegrees(text string) credentials { return r.degrees.of(text, r.titles.ofDegrees) }

// intern gives one copy of a text that many rows share.
func (r *reader) intern(s string) string {
	if known, ok := r.words[s]; ok {
		return known
	}
	if len(r.words) > 200_000 {
		return s
	}
	s = strings.Clone(s)
	r.words[s] = s
	return s
}

// read takes in the frames of a workbook. keep, where it is not nil, receives the
// same frames without the values of classes that are not stored.
func (r *reader) read(frames io.Reader, keep *frameWriter, progress func(done, total int)) error {
	in := newFrameReader(frames)
	var s *sheetReader
	done := 0
	for {
		tag, b, err := in.next()
		if err != nil {
			return &cutStream{err}
		}
		switch tag {
		case tagBook:
			err = r.begin(b, keep)
		case tagSheet:
			if s != nil {
				return errFrame
			}
			s, err = r.beginSheet(b, keep)
		case tagRow:
			var one row
			if one, err = in.readRow(b); err == nil && s == nil {
				err = errFrame
			}
			if err == nil {
				err = s.row(one)
			}
			if done++; done%1000 == 0 {
				progress(done, r.book.Rows)
			}
		case tagEnd:
			if s == nil {
				return errFrame
			}
			err, s = s.end(), nil
		case tagFailure:
			return failed(b)
		case tagDone:
			progress(done, r.book.Rows)
			return r.finish(keep)
		default:
			err = errFrame
		}
		if err != nil {
			return err
		}
	}
}

func failed(b []byte) error {
	var f failure
	if err := unmarshal(b, &f); err != nil {
		return err
	}
	e := &registry.Error{Kind: f.Kind, Message: f.Message}
	if f.Cause != "" {
		e.Err = fmt.Errorf("%s", f.Cause)
	}
	if f.Locked {
		e.Err = errLocked
	}
	return e
}

func (r *reader) begin(b []byte, keep *frameWriter) error {
	var head bookHead
	if err := unmarshal(b, &head); err != nil {
		return err
	}
	r.books++
	r.book = bookHead{Date1904: head.Date1904, Rows: r.book.Rows + head.Rows} // a lot has several books
	if keep != nil {
		return keep.json(tagBook, head)
	}
	return nil
}

func (r *reader) beginSheet(b []byte, keep *frameWriter) (*sheetReader, error) {
	s := &sheetReader{r: r, keep: keep, index: len(r.sheets), proved: map[Field]proof{}, repaired: map[int]bool{}}
	if err := unmarshal(b, &s.head); err != nil {
		return nil, err
	}
	r.sheets = append(r.sheets, Sheet{Name: s.head.Name})
	switch {
	case s.head.Skipped != "":
		return s, s.skip(s.head.Skipped)
	case r.decided.sheets[s.head.Name].Use == registry.LeaveSheet:
		s.left = "đã chọn không nhập trang này"
	case s.head.Hidden && r.decided.sheets[s.head.Name].Use != registry.UseSheet:
		s.left = "trang tính bị ẩn"
	}
	return s, nil
}

// finish ends the workbook: somebody must have been found in it.
func (r *reader) finish(keep *frameWriter) error {
	if keep != nil {
		if err := keep.frame(tagDone, nil); err != nil {
			return err
		}
	}
	r.settlePlaces()
	r.settleDates()
	r.nameFiles()
	if r.issues.more > 0 {
		r.issues.list = append(r.issues.list, registry.Issue{Kind: registry.IssueIgnored, Message: fmt.Sprintf("Còn %d vấn đề khác không liệt kê ở đây.", r.issues.more)})
	}
	if slices.ContainsFunc(r.sheets, func(s Sheet) bool { return s.Skipped == "" }) {
		r.leaveUnheaded(keep)
		return nil
	}
	if r.lenient && slices.ContainsFunc(r.sheets, func(s Sheet) bool { return s.Unheaded || s.Kept }) {
		return nil
	}
	return r.nothing()
}

// nothing says why no sheet could be read.
func (r *reader) nothing() error {
	if r.book.Rows == 0 {
		return registry.Errorf(registry.Unreadable, "Tệp không có dữ liệu: mọi trang tính đều trống. Hãy kiểm tra lại tệp đã chọn.")
	}
	var names []string
	for _, s := range r.sheets {
		names = append(names, fmt.Sprintf("%q (%s)", s.Name, s.Skipped))
	}
	return registry.Errorf(registry.Unreadable, "Không tìm thấy dòng tiêu đề của danh sách cán bộ. Đã tìm trong %d dòng đầu của các trang %s một dòng có cột “Họ và tên” (hoặc “Họ” và “Tên”) cùng ít nhất một cột như “Ngày sinh”, “Học vị”, “Đơn vị”, “Mã cán bộ”. Hãy thêm dòng tiêu đề rồi tải lên lại.",
		headerWithin, shorten(strings.Join(names, ", "), 300))
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// say adds an issue about a cell; col 0 is the row's first cell.
func (s *sheetReader) say(kind registry.IssueKind, row, col int, field, format string, args ...any) {
	s.r.issues.add(s.issue(kind, row, col, field, format, args...))
}

// ask notes a cell that may mean any of the candidates.
func (s *sheetReader) ask(row, col int, field string, candidates []string, format string, args ...any) {
	i := s.issue(registry.IssueAmbiguous, row, col, field, format, args...)
	i.Candidates = candidates
	s.r.issues.add(i)
}

func (s *sheetReader) issue(kind registry.IssueKind, row, col int, field, format string, args ...any) registry.Issue {
	i := registry.Issue{Sheet: s.head.Name, Field: field, Kind: kind, Message: fmt.Sprintf(format, args...)}
	if row > 0 {
		i.Cell = cellName(max(col, 1), row)
	}
	return i
}

// clean gives the text of a cell as it will be used, noting a repaired encoding
// once a column.
func (s *sheetReader) clean(row int, c cell) string {
	if c.look&lookPadded != 0 {
		c.text = c.padded()
	}
	c.text = unmarked(bare(c.text))
	if asciiText(c.text) && c.look.font() == "" && !strings.ContainsAny(c.text, "^`~'") {
		return vietnamese.Clean(c.text)
	}
	font := c.look.font()
	t, enc, sure := vietnamese.Decode(c.text, font)
	if font == "" && sure < 0.8 && s.font != "" {
		t, enc, sure = vietnamese.Decode(c.text, s.font)
	}
	if enc != vietnamese.Unicode && t != c.text {
		if font == "" && sure >= 0.8 && (enc == vietnamese.TCVN3 || enc == vietnamese.VNI) {
			s.font = legacyFonts[enc]
		}
		if !s.repaired[c.col] {
			s.repaired[c.col] = true
			s.say(registry.IssueRepaired, row, c.col, s.header(c.col), "Cột này viết bằng mã %s, đã chuyển sang Unicode: “%s” → “%s”. Hãy xem lại vài ô.", enc, shorten(c.text, 40), shorten(vietnamese.Clean(t), 40))
		}
	}
	return vietnamese.Clean(t)
}

func asciiText(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
