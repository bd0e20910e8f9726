package importer

import (
	"encoding/json"
	"fmt"
	"path/filepath"
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
	decided  bool
	skipped  bool
	table    table
	columns  []bound
	employer registry.OrganisationID // by title rows, the caller, or a section row
	unit     string                  // by title rows or the sheet's name
	section  string                  // the unit that a section row named
	under    string                  // the smaller unit within section
	ended    bool                    // a signature was met
	last     *draft

	texts []string // of the cells of the row at hand, cleaned
	at    []int    // index into columns of each sheet column, -1 for none

	font     string // of the old encoding found in the sheet
	repaired map[int]bool
	pending  []pendingDate
	order    map[Field]dateOrder

	onlyWomenTicked bool   // one column "Nữ" with ticks: a blank one is a man
	spans           []span // values that hold for the rows below them
	mixed           map[Field]bool
}

// bound is a column and what its cells are for.
type bound struct {
	col    int
	field  Field
	degree string // for which degree: of a group or a tick
	header string

	separator string // of lists within its cells
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
	switch {
	case s.skipped:
		return nil
	case s.decided:
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
	s.settleDates()
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
	g := grid{rows: s.waiting, merges: s.head.Merges, titles: s.r.titles}
	s.table = g.findTable(0)
	if s.table.score == 0 {
		return s.skip("không có dòng tiêu đề với cột họ và tên")
	}
	s.decided = true
	rows := s.waiting
	s.waiting = nil
	above := slices.IndexFunc(rows, func(r row) bool { return r.n >= s.table.first })
	below := slices.IndexFunc(rows, func(r row) bool { return r.n > s.table.last })
	if below < 0 {
		below = len(rows)
	}
	s.bind(rows[below:])
	s.readTitles(rows[:above], rows[below:])
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
	s.columns = s.columns[:0]
	sheet := s.sheet()
	sheet.Header = [2]int{s.table.first, s.table.last}
	sheet.Columns = s.table.columns
	for _, c := range s.table.columns {
		col, _, _ := parseCell([]byte(c.Letter + "1"))
		s.columns = append(s.columns, bound{col, c.Field, c.Degree, c.Header, c.separator})
	}
	s.at = s.at[:0]
	for i, b := range s.columns {
		for len(s.at) <= b.col {
			s.at = append(s.at, -1)
		}
		s.at[b.col] = i
	}
	s.onlyWomenTicked = s.hasField(FieldFemale) && !s.hasField(FieldMale) && !s.hasField(FieldSex) && s.someTicked(sample)
	s.findSpans(sample)
	s.reportColumns()
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
		if b, ok := s.boundAt(c.col); ok && b.field == FieldNever {
			s.texts = append(s.texts, "")
			continue
		} else if ok && listed(b.field) && strings.Contains(c.text, "\n") {
			c.text = itemLines(c.text)
		}
		s.texts = append(s.texts, s.clean(one.n, c))
	}
}

// never says that the values of a column must not be kept.
func (s *sheetReader) never(col int) bool {
	b, ok := s.boundAt(col)
	return ok && b.field == FieldNever
}

// take takes in one row below the header.
func (s *sheetReader) take(one row) error {
	if s.keep != nil {
		stored := row{n: one.n, cells: slices.DeleteFunc(slices.Clone(one.cells), func(c cell) bool { return s.never(c.col) })}
		if err := s.keep.row(&stored); err != nil {
			return err
		}
	}
	one = s.carried(one)
	s.cleanRow(one)
	switch kind := s.classify(one); kind {
	case rowPerson:
		s.person(one)
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

// leave notes a row that is nobody.
func (s *sheetReader) leave(what string, n int) {
	sheet := s.sheet()
	for i := range sheet.Left {
		if sheet.Left[i].What == what {
			sheet.Left[i].Rows = append(sheet.Left[i].Rows, n)
			return
		}
	}
	sheet.Left = append(sheet.Left, Left{what, []int{n}})
}

// again meets a header further down: the same one repeated, or another table.
func (s *sheetReader) again(one row) {
	s.leave("tiêu đề lặp lại", one.n)
	s.ended = false
	g := grid{rows: []row{one}, merges: nil, titles: s.r.titles}
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
	k := placeKey(name)
	small := strings.HasPrefix(k, "bo mon ") || strings.HasPrefix(k, "to ") || strings.HasPrefix(k, "nhom ") || strings.HasPrefix(k, "phong thi nghiem ")
	if small && s.section != "" {
		s.under = name
		return
	}
	if employerLike(name) && (s.employer == 0 || !s.unitOfEmployer(name)) {
		s.employer, s.section, s.under = s.r.employerNamed(name, s, rowCol{one.n, 0}), "", ""
		return
	}
	s.section, s.under = name, ""
}

func (s *sheetReader) unitOfEmployer(name string) bool {
	return s.r.places.within(s.employer, name) != 0
}

// reportColumns says which columns are left out, and why.
func (s *sheetReader) reportColumns() {
	for _, c := range s.table.columns {
		col, _, _ := parseCell([]byte(c.Letter + "1"))
		switch c.Field {
		case FieldNever:
			s.say(registry.IssueIgnored, s.table.last, col, c.Header, "Cột “%s” không được lưu (%s); các giá trị đã bỏ ngay khi đọc.", shorten(c.Header, 60), neverReasons[c.Note])
		case FieldOther:
			s.say(registry.IssueIgnored, s.table.last, col, c.Header, "Cột “%s” không thuộc hồ sơ trí thức nên không dùng%s.", shorten(c.Header, 60), c.Note)
		case "":
			s.say(registry.IssueIgnored, s.table.last, col, c.Header, "Cột “%s” chưa hiểu là gì nên không dùng. Nếu cần, hãy đổi tiêu đề cột theo mẫu.", shorten(c.Header, 60))
		}
	}
}

var neverReasons = map[string]string{
	"ethnicity": "dân tộc là dữ liệu cá nhân nhạy cảm", "religion": "tôn giáo là dữ liệu cá nhân nhạy cảm",
	"party": "đảng phái, quan điểm chính trị là dữ liệu cá nhân nhạy cảm", "health": "sức khỏe là dữ liệu cá nhân nhạy cảm",
	"identity": "giấy tờ tùy thân, tài khoản, bảo hiểm", "kin": "thông tin gia đình", "conduct": "kỷ luật, đánh giá, lý lịch",
}

// readTitles reads what stands above the header: whose list it is.
func (s *sheetReader) readTitles(rows, below []row) {
	var found []string
	for _, r := range rows {
		for _, c := range r.cells {
			for line := range strings.SplitSeq(decoded(c), "\n") {
				line = strings.Trim(vietnamese.Clean(line), " *-:")
				found = append(found, s.placeIn(afterLabel(line))...)
			}
		}
	}
	s.employer, s.unit = s.r.employer, ""
	if s.employer == 0 {
		s.employer = s.titleEmployer(found)
	}
	if s.employer == 0 && !s.hasField(FieldOrg) {
		s.employer = s.guessEmployer(below)
	}
	for _, name := range found {
		if s.employer != 0 && s.unit == "" && !employerLike(name) && !issuing(name) && (unitLike(name) || s.r.places.within(s.employer, name) != 0) {
			s.unit = name
		}
	}
	if s.unit == "" && s.employer != 0 && (s.r.places.within(s.employer, s.head.Name) != 0 || unitLike(s.head.Name) && len(strings.Fields(s.head.Name)) > 1) {
		s.unit = s.head.Name
	}
	if s.employer != 0 {
		s.sheet().Default = s.r.places.name(s.employer)
	}
}

// afterLabel gives what follows "Đơn vị:" and the like.
func afterLabel(line string) string {
	label, rest, ok := strings.Cut(line, ":")
	if !ok {
		return line
	}
	switch headers().exact(label).field {
	case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit:
		return strings.TrimSpace(rest)
	}
	return line
}

// issuing says that a unit named above a list is the one that keeps lists, not
// the one whose people stand in it.
func issuing(name string) bool {
	k := placeKey(name)
	return strings.Contains(k, "to chuc") || strings.Contains(k, "nhan su") || strings.Contains(k, "hanh chinh")
}

// placeIn gives the organisation or unit that a title line names: the line
// itself, or what follows "danh sách cán bộ …".
func (s *sheetReader) placeIn(line string) []string {
	if line == "" || len(line) > 200 {
		return nil
	}
	f := vietnamese.Fold(line)
	if strings.Contains(f, "cong hoa xa hoi") || strings.Contains(f, "doc lap") {
		return nil
	}
	if unitLike(line) || employerLike(line) || len(s.r.places.named(line)) > 0 {
		return []string{line}
	}
	words := strings.Fields(line)
	for i := 1; i < len(words); i++ {
		tail := strings.Join(words[i:], " ")
		if len(words)-i >= 2 && (employerLike(tail) || unitLike(tail)) && len(s.r.places.named(tail)) > 0 {
			return []string{tail}
		}
	}
	return nil
}

// titleEmployer chooses the employer among the names above the header: the last
// that the registry knows and that is no other's superior; else the one that
// alone has a unit named there; one it does not know only where it knows none.
func (s *sheetReader) titleEmployer(found []string) registry.OrganisationID {
	best := registry.OrganisationID(0)
	for _, name := range found {
		for _, id := range s.r.places.named(name) {
			o, _ := s.r.places.organisation(id)
			was, _ := s.r.places.organisation(best)
			if s.r.places.employer(id) == id && (best == 0 || was.Kind == registry.Government || o.Kind != registry.Government) {
				best = id
			}
		}
	}
	if best != 0 {
		return best
	}
	for _, name := range slices.Backward(found) {
		if employerLike(name) && !strings.HasPrefix(placeKey(name), "bo ") && !strings.HasPrefix(placeKey(name), "uy ban") {
			return s.r.employerNamed(name, s, rowCol{s.table.first, 0})
		}
	}
	for _, name := range found {
		if having, _ := s.r.places.employersWith(name); len(having) == 1 {
			return having[0]
		}
	}
	return 0
}

// guessEmployer finds whose list it is where nothing says so: the institution
// that has most of the units named below the header, or else the one that the
// file is called after. What was found is told. Where the rows name several
// institutions themselves nothing is guessed.
func (s *sheetReader) guessEmployer(below []row) registry.OrganisationID {
	votes, named := s.votes(below)
	if named > 1 {
		return 0
	}
	best, second := registry.OrganisationID(0), 0
	for e, n := range votes {
		switch {
		case n > votes[best] || n == votes[best] && e < best:
			best, second = e, max(second, votes[best])
		default:
			second = max(second, n)
		}
	}
	how := "theo các đơn vị trong bảng"
	if votes[best] < 2 || votes[best] <= second {
		stem := strings.TrimSuffix(s.r.file, filepath.Ext(s.r.file))
		ids := s.r.places.named(strings.NewReplacer("-", " ", "_", " ").Replace(stem))
		if len(ids) != 1 || s.r.places.employer(ids[0]) != ids[0] {
			return 0
		}
		best, how = ids[0], "theo tên tệp"
	}
	s.say(registry.IssueUnknown, s.table.first, 0, string(FieldOrg), "Trang không ghi cơ quan; đã hiểu là %s %s. Nếu không phải, hãy chọn cơ quan khi tải lên.", s.r.places.name(best), how)
	return best
}

// votes counts, for each institution, the different units of it that the rows
// name, and how many institutions they name outright.
func (s *sheetReader) votes(below []row) (votes map[registry.OrganisationID]int, named int) {
	votes = map[registry.OrganisationID]int{}
	seen := map[string]bool{}
	for _, r := range below {
		for _, b := range s.columns {
			name := vietnamese.Clean(s.decode(r.at(b.col)))
			if b.field != FieldWorkplace && b.field != FieldUnit || name == "" || seen[name] {
				continue
			}
			seen[name] = true
			employers, itself := s.r.places.employersWith(name)
			if itself {
				named++
			}
			for _, e := range employers {
				votes[e]++
			}
		}
	}
	return votes, named
}

// employerNamed finds an employer by name or makes it, unsorted.
func (r *reader) employerNamed(name string, s *sheetReader, cell rowCol) registry.OrganisationID {
	if ids := r.places.named(name); len(ids) > 0 {
		return r.places.employer(ids[0])
	}
	before := len(r.places.created)
	id := r.places.make(0, registry.Unsorted, name)
	if len(r.places.created) > before {
		s.say(registry.IssueUnknown, cell.row, cell.col, string(FieldOrg), "Cơ quan “%s” chưa có trong danh mục, sẽ được thêm ở dạng chưa phân loại%s.", shorten(name, 80), r.nearest(name))
	}
	return id
}

// nearest offers a known organisation that is spelled almost alike.
func (r *reader) nearest(name string) string {
	k := placeKey(name)
	best, cost := "", 4
	for other := range r.places.keys {
		if len(other) < 8 {
			continue
		}
		if c := distance(k, other, 3); c < cost || c == cost && cost < 4 && other < best {
			best, cost = other, c
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; gần giống “%s”", r.ref.OrganisationName(r.places.keys[best][0]))
}
