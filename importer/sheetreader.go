package importer

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"

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
	cards    bool // it is of cards: all rows wait
	ending   bool // no more rows come
	decided  bool
	skipped  bool
	left     string           // why the sheet is stored and not taken in; "" where it is
	began    bool             // the first table has its columns
	chosen   map[string]Field // by letter: what somebody said of the columns
	table    table
	columns  []bound
	employer registry.OrganisationID // by title rows, the caller, or a section row
	unit     string                  // by title rows or the sheet's name
	found    []string                // the places that stand above the header
	listed   []string                // those of them whose people a list is said to be of
	main     side                    // what kind of institution they are of
	section  string                  // the unit that a section row named
	under    string                  // the smaller unit within section
	grouped  credentials             // the title or degree that the row of a group named
	paused   [2]string               // section and under, before the employer's name stood in a row again
	office   string                  // that the row above named, with a telephone
	officeAt int                     // that row
	ended    bool                    // a signature was met
	last     *draft
	held     held // what was said of the place of last

	counted map[int]bool // columns of which was said that a number of things is not kept

	credits []byte // which columns told what of the row at hand, see origin

	texts []string // of the cells of the row at hand, cleaned
	at    []int    // index into columns of each sheet column, -1 for none

	font     string // of the old encoding found in the sheet
	written  look   // the encoding that the whole sheet is written in, as a look
	repaired map[int]bool
	cleared  map[int]bool // columns of which cells were not kept, said
	nevers   map[int]bool // columns that a header further down says are not to be stored
	pending  []pendingDate

	bornToo         bool           // the header says that the cell of the name tells the birth
	placedToo       bool           // the header says that the name and the place stand below each other
	addressed       bool           // names in this sheet begin with Ông or Bà
	namesHaveCodes  bool           // the cells of names hold staff codes too
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

	further bool  // the table is not the first of the sheet
	holding bool  // rows are held until its columns can be judged
	hold    []row // those rows
	side    bool  // another reader stores its rows: nothing can be held

	below   []row        // what stands below the header
	follows *sheetReader // of the sheet that this one goes on with; nil for one with a header
}

// bound is a column and what its cells are for.
type bound struct {
	col    int
	field  Field
	degree string // for which degree: of a group or a tick
	class  string // what the header says of the field: of which language, of which training
	header string
	mapped *registry.ExchangeColumn // of the form that the system writes it by; nil for none

	separator string            // of lists within its cells
	legend    map[string]string // what the header says that its values stand for: "1: Nam, 2: Nữ"
	both      bool              // a post and where it is held
	numbered  bool              // values begin with their number in a list
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
	if s.card {
		s.leave("dòng nằm sau phần đọc được của trang phiếu", one.n)
	}
	if s.skipped || s.card {
		return nil
	}
	if one = s.r.decided.corrected(s.head.Name, one); s.decided {
		s.dress(one)
		return s.take(one)
	}
	s.waiting = append(s.waiting, one)
	if len(s.waiting) >= waitRows && (!s.cards || len(s.waiting) >= maxCardRows) {
		return s.decide()
	}
	return nil
}

func (s *sheetReader) end() error {
	s.ending = true
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
		for s.holding {
			if err := s.resume(); err != nil {
				return err
			}
		}
		for _, one := range append(s.beside, s) {
			one.settleDates()
			one.learnDates()
		}
		s.r.before = s
	}
	for _, d := range s.r.drafts {
		if d.sheet == s.index {
			s.sheet().People++
		}
	}
	if s.left == "" && s.sheet().People == 0 {
		s.say(registry.IssueIgnored, s.table.last, 0, "", "Có dòng tiêu đề (dòng %d) nhưng không có dòng nào của người. Hãy kiểm tra đã chọn đúng tệp chưa.", s.table.last)
	}
	if s.keep != nil {
		return s.keep.frame(tagEnd, nil)
	}
	return nil
}

// find finds the table among the waiting rows.
func (s *sheetReader) find() {
	s.table = s.findTable(&grid{rows: s.waiting, merges: mergesNear(s.head.Merges, s.waiting), titles: s.r.titles, mapping: s.r.mapping})
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
		cards := s.readCards(s.waiting)
		if len(cards) > 0 && !s.ending && len(s.waiting) < maxCardRows {
			s.cards = true // further ones may follow
			return nil
		}
		if len(cards) > 0 {
			s.asList(cards)
		}
	}
	s.find()
	if s.rearranged() {
		return nil
	}
	if s.head.Card {
		s.sayCard()
	}
	if len(s.table.columns) == 0 {
		return s.unheaded()
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
		s.table.leaveEmptyNames(rows[below:])
		s.table.leaveCounts(rows[below:])
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

// unheaded takes a sheet without a header for a part of the one before, or leaves it out.
func (s *sheetReader) unheaded() error {
	if before := s.continued(); before != nil {
		return s.follow(before)
	}
	s.sheet().Unheaded = s.left == ""
	why := cmp.Or(s.left, "không có dòng tiêu đề với cột họ và tên")
	if n := s.unheadedPeople(); n > 0 && s.left == "" {
		why += fmt.Sprintf("; %d dòng trông như người chưa được đọc", n)
	}
	return s.skip(why)
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
	s.chosen, s.main = s.choices(), s.sideAbove(above)
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
	s.enterSheet()
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
	looked := sample[:min(len(sample), sampleRows)]
	if s.follows == nil {
		s.table.judge(looked, s)
		s.below = looked
	}
	if !s.began { // a table further down has columns of its own
		s.table.choose(s.chosen, looked)
	}
	for i := range s.table.columns {
		if c := &s.table.columns[i]; c.mapped != nil && mappedField(c.mapped.Field) == c.Field {
			c.System = s.r.mapping.system.Code
		} else {
			c.mapped, c.System = nil, ""
		}
	}
	if !s.further {
		s.showColumns()
	}
	s.bindColumns()
	s.lookBelow(sample)
	s.reportColumns()
}

// showColumns puts the header and its columns into the plan: of the first table, since
// what somebody chooses is about that one.
func (s *sheetReader) showColumns() {
	sheet := s.sheet()
	sheet.Header = [2]int{s.table.first, s.table.last}
	others := slices.DeleteFunc(slices.Clone(sheet.Columns), func(c Column) bool { return s.table.holds(c.number()) })
	sheet.Columns = slices.SortedFunc(slices.Values(append(others, s.table.columns...)), func(a, b Column) int { return a.number() - b.number() })
}

// bindColumns says what the cells of each column are for.
func (s *sheetReader) bindColumns() {
	s.columns = s.columns[:0]
	for _, c := range s.table.columns {
		col := c.number()
		both := c.Field == FieldPost && headers().compound(s.table.labels[col].name) == FieldPost
		s.columns = append(s.columns, bound{col, c.Field, c.Degree, c.class(), c.Header, c.mapped, c.separator, legendOf(c.Header), both, c.listNumber})
	}
	s.at = s.at[:0]
	for i, b := range s.columns {
		for len(s.at) <= b.col {
			s.at = append(s.at, -1)
		}
		s.at[b.col] = i
	}
}

// lookBelow finds out what the values below the header have in common.
func (s *sheetReader) lookBelow(sample []row) {
	s.onlyWomenTicked = s.hasField(FieldFemale) && !s.hasField(FieldMale) && !s.hasField(FieldSex) && (s.someTicked(sample) || s.follows != nil && s.follows.onlyWomenTicked)
	s.dutied = s.degreesInPosts(sample)
	s.findSpans(sample)
	s.addressed = s.someAddressed(sample)
	s.namesHaveCodes = s.namesCoded(sample) || s.follows != nil && s.follows.namesHaveCodes
	s.nameSpans, s.bornToo, s.placedToo = nil, false, false
	for _, b := range s.columns {
		if b.field == FieldName || b.field == FieldFamily {
			s.nameSpans = s.rangesOver(b.col)
			name := s.table.labels[b.col].name
			s.bornToo = headers().names(name, FieldBirth)
			s.placedToo = headers().names(name, FieldWorkplace, FieldOrg, FieldUnit)
		}
	}
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
				text := vietnamese.Clean(s.decode(sample[i].at(b.col)))
				n += len(s.r.ofPosts(text, false).degrees)
				if !s.hasField(FieldDegree) && !s.hasField(FieldTick) && len(segments(text)) == 1 && s.r.titles.studied(text, &credentials{}) {
					n++
				}
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
