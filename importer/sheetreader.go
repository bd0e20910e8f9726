package importer

import (
	"cmp"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// sheetReader understands one sheet, row by row. Rows wait until enough are
// there to find the header and to look at the values below it.
type sheetReader struct {
	r     *reader
	keep  *frameWriter
	index int
	head  sheetHead

	waiting  []row
	card     bool // all that the sheet tells was read
	decided  bool
	skipped  bool
	left     string           // why the sheet is stored and not taken in; "" where it is
	began    bool             // the first table has its columns
	chosen   map[string]Field // by letter: what somebody said of the columns
	table    table
	columns  []bound
	employer registry.OrganisationID // by title rows, the caller, or a section row
	unit     string                  // by title rows or the sheet's name
	section  string                  // the unit that a section row named
	under    string                  // the smaller unit within section
	ended    bool                    // a signature was met
	last     *draft

	counted map[int]bool // columns of which was said that a number of things is not kept

	credits []byte // which columns told what of the row at hand, see origin

	texts []string // of the cells of the row at hand, cleaned
	at    []int    // index into columns of each sheet column, -1 for none

	font     string // of the old encoding found in the sheet
	written  look   // the encoding that the whole sheet is written in, as a look
	repaired map[int]bool
	cleared  map[int]bool // columns of which cells were not kept, said
	pending  []pendingDate

	addressed       bool           // names in this sheet begin with Ông or Bà
	nameSpans       []rect         // merged ranges of several rows over the column of the name
	onlyWomenTicked bool           // one column "Nữ" with ticks: a blank one is a man
	dutied          bool           // the column of posts holds degrees too
	beside          []*sheetReader // of further tables to the right
	shares          bool           // a table to the right: rows of one cell are of it too
	spans           []span         // values that hold for the rows below them
	heads           []row          // the rows of the header
	values          []cell         // by column, the last value that stood in it
	proved          map[Field]proof
	told            map[registry.OrganisationID]bool // employers that a unit alone told
}

// bound is a column and what its cells are for.
type bound struct {
	col    int
	field  Field
	degree string // for which degree: of a group or a tick
	class  string // what the header says of the field: of which language, of which training
	header string
	mapped *registry.ExchangeColumn // of the form that the system writes it by; nil for none

	separator string // of lists within its cells
	both      bool   // a post and where it is held
}

// waitRows is how many rows are held back before a sheet is judged.
const waitRows = 260

func unmarshal(b []byte, v any) error {
	if err := json.Unmarshal(b, v); err != nil {
		return errFrame
	}
	return nil
}

func (s *sheetReader) sheet() *Sheet { return &s.r.sheets[s.index] }

func (s *sheetReader) header(col int) string { return s.table.labels[col].String() }

// skip leaves the sheet out and says so.
func (s *sheetReader) skip(why string) error {
	s.skipped, s.waiting = true, nil
	s.sheet().Skipped = why
	s.say(registry.IssueIgnored, 0, 0, "", "Không đọc trang %q: %s.", s.head.Name, why)
	if s.keep == nil {
		return nil
	}
	return s.keep.json(tagSheet, sheetHead{Name: s.head.Name, Hidden: s.head.Hidden, Skipped: why})
}

func (s *sheetReader) row(one row) error {
	s.sheet().Last = one.n
	if s.skipped || s.card {
		return nil
	}
	if one = s.r.decided.corrected(s.head.Name, one); s.decided {
		s.dress(one)
		return s.take(one)
	}
	s.waiting = append(s.waiting, one)
	if len(s.waiting) >= waitRows {
		return s.decide()
	}
	return nil
}

func (s *sheetReader) end() error {
	if !s.decided && !s.skipped {
		if err := s.decide(); err != nil {
			return err
		}
	}
	if s.skipped {
		if s.keep != nil {
			return s.keep.frame(tagEnd, nil)
		}
		return nil
	}
	if s.left == "" {
		for _, one := range append(s.beside, s) {
			one.settleDates()
			one.learnDates()
		}
	}
	for _, d := range s.r.drafts {
		if d.sheet == s.index {
			s.sheet().People++
		}
	}
	if s.keep != nil {
		return s.keep.frame(tagEnd, nil)
	}
	return nil
}

// decide finds the table among the waiting rows and takes them in.
func (s *sheetReader) decide() error {
	if len(s.waiting) == 0 {
		return s.skip("trang trống")
	}
	s.written = writtenIn(s.waiting)
	for _, r := range s.waiting {
		s.dress(r)
	}
	if s.head.Form == "" {
		if c := s.readCard(s.waiting); c != nil {
			s.asList(c)
		}
	}
	if s.head.Card {
		s.sayCard()
	}
	g := grid{rows: s.waiting, merges: mergesNear(s.head.Merges, s.waiting), titles: s.r.titles, mapping: s.r.mapping}
	if s.table = s.findTable(&g); len(s.table.columns) == 0 {
		s.sheet().Unheaded = s.left == ""
		return s.skip(cmp.Or(s.left, "không có dòng tiêu đề với cột họ và tên"))
	}
	s.decided = true
	rows := s.waiting
	s.waiting = nil
	above := slices.IndexFunc(rows, func(r row) bool { return r.n >= s.table.first })
	below := slices.IndexFunc(rows, func(r row) bool { return r.n > s.table.last })
	if below < 0 {
		below = len(rows)
	}
	if s.ofMembers(rows[:above]) {
		return s.skip("danh sách đảng viên là dữ liệu cá nhân nhạy cảm, không lưu")
	}
	if s.ofParts() {
		return s.skip("mỗi dòng là một phần của hồ sơ, không phải một người; danh sách ở trang khác")
	}
	s.learnHead(rows[above:below])
	if s.left == "" {
		sides := s.table.cutSides()
		s.table.leaveOthers()
		s.begin(rows[:above], partsOf(rows[below:], &s.table))
		s.readBeside(sides, rows[below:])
	} else {
		s.beginLeft(rows[below:])
	}
	if err := s.keepHead(rows[:below]); err != nil {
		return err
	}
	for _, r := range rows[below:] {
		if err := s.take(r); err != nil {
			return err
		}
	}
	return nil
}

// memberList finds a list that tells of its people that they are members of the Party:
// where they stand would be kept with each of them.
var memberList = regexp.MustCompile(`^(?:ds|danh sach)? ?dang vien\b|danh sach .*\bdang vien\b`)

// ofMembers says that the sheet lists members of the Party, by its name or its title.
func (s *sheetReader) ofMembers(above []row) bool {
	_, own := s.calledAs()
	if memberList.MatchString(vietnamese.Fold(own)) {
		return true
	}
	for _, r := range above {
		for _, c := range r.cells {
			if memberList.MatchString(vietnamese.Fold(vietnamese.Clean(decoded(c)))) {
				return true
			}
		}
	}
	return false
}

// ofParts says that the rows of the sheet are parts of records, as exports of whole
// records have them behind the list.
func (s *sheetReader) ofParts() bool {
	for _, l := range s.table.labels {
		if l.name == registry.WholePart {
			return true
		}
	}
	return false
}

// begin binds the columns and finds whose list it is; once more where lists of that
// institution with this head were read by somebody's choice before.
func (s *sheetReader) begin(above, below []row) {
	table, layout, said := s.table.copy(), s.table.layout(), len(s.r.issues.list)
	s.chosen = s.r.decided.columns[s.head.Name]
	s.bind(below)
	s.readTitles(above, below)
	if again := s.remembered(layout); len(again) > 0 {
		maps.Copy(again, s.chosen)
		s.table, s.chosen, s.r.issues.list = table, again, s.r.issues.list[:said]
		s.say(registry.IssueRepaired, s.table.last, 0, "", "Các cột của trang này được hiểu như lần nhập trước của %s.", s.r.places.name(s.employer))
		s.bind(below)
		s.readTitles(above, below)
	}
	s.began = true
	s.sayMapped()
	if s.head.Form == "" {
		s.head.Form = s.tableForm(above)
	}
	s.sheet().Form = s.head.Form
	s.sheet().Layout, s.sheet().Employer = layout, s.employer
}

// beginLeft binds the columns of a sheet that is left out, to know which of them are
// not to be stored, and says why it is.
func (s *sheetReader) beginLeft(below []row) {
	said := len(s.r.issues.list)
	s.chosen = s.r.decided.columns[s.head.Name]
	s.bind(below)
	s.r.issues.list = s.r.issues.list[:said]
	s.sheet().Skipped, s.sheet().Kept, s.sheet().Layout = s.left, true, s.table.layout()
	s.say(registry.IssueIgnored, 0, 0, "", "Không đọc trang %q: %s.", s.head.Name, s.left)
}

// headerMerges bounds the merged ranges that are looked at for a header.
const headerMerges = 500

// mergesNear gives the merged ranges that may belong to a header.
func mergesNear(all []rect, rows []row) []rect {
	var near []rect
	for _, m := range all {
		if m.Top <= rows[0].n+headerWithin+headerHeight && m.Bottom >= rows[0].n && len(near) < headerMerges {
			near = append(near, m)
		}
	}
	return near
}

// keepHead stores the head of the sheet and the rows down to its header.
func (s *sheetReader) keepHead(rows []row) error {
	if s.keep == nil {
		return nil
	}
	if err := s.keep.json(tagSheet, s.head); err != nil {
		return err
	}
	for i := range rows {
		if err := s.keep.row(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

// bind makes the columns of the header ready, looking at the values below.
func (s *sheetReader) bind(sample []row) {
	s.table.judge(sample[:min(len(sample), sampleRows)], s)
	if !s.began { // a table further down has columns of its own
		s.table.choose(s.chosen, sample[:min(len(sample), sampleRows)])
	}
	s.columns = s.columns[:0]
	sheet := s.sheet()
	sheet.Header = [2]int{s.table.first, s.table.last}
	for i := range s.table.columns {
		if c := &s.table.columns[i]; c.mapped != nil && mappedField(c.mapped.Field) == c.Field {
			c.System = s.r.mapping.system.Code
		} else {
			c.mapped, c.System = nil, ""
		}
	}
	others := slices.DeleteFunc(slices.Clone(sheet.Columns), func(c Column) bool { return s.table.holds(c.number()) })
	sheet.Columns = slices.SortedFunc(slices.Values(append(others, s.table.columns...)), func(a, b Column) int { return a.number() - b.number() })
	for _, c := range s.table.columns {
		col, _, _ := parseCell([]byte(c.Letter + "1"))
		both := c.Field == FieldPost && headers().compound(s.table.labels[col].name) == FieldPost
		s.columns = append(s.columns, bound{col, c.Field, c.Degree, c.class(), c.Header, c.mapped, c.separator, both})
	}
	s.at = s.at[:0]
	for i, b := range s.columns {
		for len(s.at) <= b.col {
			s.at = append(s.at, -1)
		}
		s.at[b.col] = i
	}
	s.onlyWomenTicked = s.hasField(FieldFemale) && !s.hasField(FieldMale) && !s.hasField(FieldSex) && s.someTicked(sample)
	s.dutied = s.degreesInPosts(sample)
	s.findSpans(sample)
	s.addressed = s.someAddressed(sample)
	s.nameSpans = nil
	for _, b := range s.columns {
		if b.field == FieldName || b.field == FieldFamily {
			s.nameSpans = s.rangesOver(b.col)
		}
	}
	s.reportColumns()
}

// someAddressed says that names of the sheet begin with a way of addressing: one
// surely, or a fair part of them with Ông; a single one bears the surname Ông.
func (s *sheetReader) someAddressed(sample []row) bool {
	n := 0
	for _, b := range s.columns {
		for i := range sample {
			if b.field != FieldName && b.field != FieldFamily {
				continue
			}
			name := vietnamese.Clean(s.decode(sample[i].at(b.col)))
			if b.field == FieldFamily {
				name += " x"
			}
			yes, sure := s.r.titles.addressed(s.bare(name))
			if sure {
				return true
			}
			if yes {
				n++
			}
		}
	}
	return n > 1 && n*5 > len(sample)
}

// degreesInPosts says that cells of posts begin with degrees, several of them: the
// sheet has no other place for those.
func (s *sheetReader) degreesInPosts(sample []row) bool {
	n := 0
	for _, b := range s.columns {
		for i := range sample {
			if b.field == FieldPost || b.field == FieldDuty {
				n += len(s.r.ofPosts(vietnamese.Clean(s.decode(sample[i].at(b.col))), false).degrees)
			}
		}
	}
	return n > 1
}

// someTicked says that some but not all rows below have a tick for women.
func (s *sheetReader) someTicked(sample []row) bool {
	ticked := 0
	for _, b := range s.columns {
		for i := range sample {
			if b.field == FieldFemale && tick(sample[i].at(b.col).text) {
				ticked++
			}
		}
	}
	return ticked > 0 && ticked < len(sample)
}

// boundAt gives the column that a cell stands in; false where none is known.
func (s *sheetReader) boundAt(col int) (bound, bool) {
	if col >= len(s.at) || s.at[col] < 0 {
		return bound{}, false
	}
	return s.columns[s.at[col]], true
}

// cleanRow cleans the texts of a row once for all who look at it.
func (s *sheetReader) cleanRow(one row) {
	s.texts = s.texts[:0]
	for _, c := range one.cells {
		b, ok := s.boundAt(c.col)
		if s.dropped(one, c) {
			s.sayDropped(one.n, c)
			s.texts = append(s.texts, "")
			continue
		} else if ok && (listed(b.field) || b.field == FieldPhone || b.field == FieldEmail) && strings.Contains(c.text, "\n") {
			c.text = itemLines(c.text)
		}
		text := s.clean(one.n, c)
		if ok {
			s.sayCut(one.n, c, b)
			if b.mapped != nil {
				text = b.mapped.Read(text)
			}
			text = s.word(b.field, text, rowCol{one.n, c.col})
		}
		s.texts = append(s.texts, text)
	}
}

// dropped says that a cell must not be kept: it is of a class that is not stored, and
// not the name of a unit that stands alone in its row; it tells of one among what else
// the sheet has; or nothing says what it is, right of the last header.
func (s *sheetReader) dropped(one row, c cell) bool {
	b, ok := s.boundAt(c.col)
	switch {
	case ok && b.field == FieldNever:
		return len(one.cells) > 2 || !startsLikeSection(s.decode(c))
	case ok && (b.field == "" || b.field == FieldOther):
		return c.text == clearedText || tellsNever(s.decode(c)) && !headerLike(one)
	}
	return !ok && c.col >= len(s.at) && len(one.cells) > 2 && !headerLike(one)
}

// clearedText stands for a cell that was not kept, so that this is said whenever the
// list is read again.
const clearedText = "[không lưu]"

// stored gives what is kept of a row.
func (s *sheetReader) stored(one row) row {
	kept := row{n: one.n, cells: make([]cell, 0, len(one.cells))}
	for _, c := range one.cells {
		if of := s.owner(c.col); of.dropped(one, c) {
			if b, ok := of.boundAt(c.col); ok && b.field == FieldNever {
				continue
			}
			c.text, c.look = clearedText, 0
		}
		kept.cells = append(kept.cells, c)
	}
	return kept
}

// headerLike says that a row may be the header of another table.
func headerLike(one row) bool {
	n := 0
	for _, c := range one.cells {
		if len(c.text) < maxHeader && headers().exact(decoded(c)).field != "" {
			n++
		}
	}
	return n > 2
}

// sayDropped says, once a column, that a cell of no class of its own was not kept.
func (s *sheetReader) sayDropped(n int, c cell) {
	b, ok := s.boundAt(c.col)
	if b.field == FieldNever || s.cleared[c.col] {
		return
	}
	if s.cleared == nil {
		s.cleared = map[int]bool{}
	}
	s.cleared[c.col] = true
	if ok {
		s.say(registry.IssueIgnored, n, c.col, b.header, "Ô này nói đến điều không được lưu (dân tộc, tôn giáo, đảng phái, sức khỏe, giấy tờ tùy thân, gia đình…) nên đã bỏ ngay khi đọc; các ô như vậy ở cột này cũng thế.")
		return
	}
	s.say(registry.IssueIgnored, n, c.col, "", "Ô này ở bên phải cột cuối cùng có tiêu đề nên không lưu. Nếu dòng bị lệch cột, hãy sửa lại tệp; nếu là một cột, hãy ghi tiêu đề.")
}

// take takes in one row below the header.
func (s *sheetReader) take(one row) error {
	if s.keep != nil {
		stored := s.stored(one)
		if err := s.keep.row(&stored); err != nil {
			return err
		}
	}
	if s.left != "" {
		return nil
	}
	if s.headRepeated(one) {
		return nil
	}
	whole := one
	if one = one.within(&s.table); len(one.cells) > 0 {
		if err := s.takePart(one); err != nil {
			return err
		}
	}
	return s.takeBeside(whole)
}

// takePart takes in what stands of a row in the columns of the reader's own table.
func (s *sheetReader) takePart(one row) error {
	one = s.filled(s.carried(one))
	s.cleanRow(one)
	switch kind := s.classify(one); kind {
	case rowPerson:
		return s.person(one)
	case rowMore:
		s.more(one)
	case rowSection:
		s.enter(one)
	case rowHeader:
		s.again(one)
	case rowBlank:
	default:
		s.leave(string(kind), one.n)
	}
	return nil
}

// again meets a header further down: the same one repeated, or another table.
func (s *sheetReader) again(one row) {
	s.leave("tiêu đề lặp lại", one.n)
	s.ended = false
	g := grid{rows: []row{one}, merges: nil, titles: s.r.titles, mapping: s.r.mapping}
	t := g.try(0, 1)
	if t.score == 0 || s.sameColumns(t) {
		return
	}
	s.settleDates()
	s.table = t
	s.bind(nil)
}

// sameColumns says that a header found again means what the first one did.
func (s *sheetReader) sameColumns(t table) bool {
	for _, c := range t.columns {
		i := slices.IndexFunc(s.table.columns, func(o Column) bool { return o.Letter == c.Letter })
		if i < 0 {
			return false
		}
		if now := s.table.columns[i]; now.Header != c.Header && !strings.HasSuffix(now.Header, c.Header) && now.Field != c.Field {
			return false
		}
	}
	return true
}

// enter takes the name of a section as the unit of the rows below it.
func (s *sheetReader) enter(one row) {
	name := sectionName(s.wordsOf(one))
	s.leave("dòng tên đơn vị", one.n)
	if smallUnit(name) && s.section != "" {
		s.under = name
		return
	}
	if employerLike(name) && (s.employer == 0 || !s.unitOfEmployer(name)) {
		s.employer, s.section, s.under = s.r.employerNamed(name, s, rowCol{one.n, 0}), "", ""
		return
	}
	s.section, s.under = name, ""
}

// smallUnit says that a unit stands inside a khoa or a viện.
func smallUnit(name string) bool {
	return unitLike(name) && startsWith(placeKey(name), "bo mon ", "to ", "nhom ", "phong thi nghiem ")
}

func (s *sheetReader) unitOfEmployer(name string) bool {
	return s.r.places.within(s.employer, name) != 0
}
