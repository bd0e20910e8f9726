package importer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// choosable are the fields that somebody may choose for a column, in the order a
// form offers them.
var choosable = []Field{
	FieldName, FieldFamily, FieldMiddle, FieldGiven, FieldBirth, FieldBirthDay, FieldBirthMonth, FieldBirthYear, FieldBirthMale, FieldBirthFemale,
	FieldSex, FieldMale, FieldFemale, FieldCode, FieldPerson, FieldEmail, FieldPhone, FieldTitle, FieldTitleYear, FieldDegree, FieldDegreeYear, FieldSpecialty,
	FieldInstitution, FieldCountry, FieldHonour, FieldRank, FieldDuty, FieldPost, FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit, FieldSecondOrg, FieldSecondPost, FieldField,
	FieldExpertise, FieldStart, FieldContract, FieldORCID, FieldScopus, FieldScholar, FieldOtherName, FieldNationality, FieldAddress, FieldWard, FieldAbroad,
	FieldLanguage, FieldCourse, FieldTask, FieldPublication, FieldWork, FieldSupervised, FieldAward, FieldMembership, FieldNumber, FieldOther, FieldNever,
}

// FieldChoice is one field as a form offers it.
type FieldChoice struct {
	Field Field
	Label string // Vietnamese
}

// FieldChoices gives the fields that somebody may choose for a column.
func FieldChoices() []FieldChoice {
	list := make([]FieldChoice, len(choosable))
	for i, f := range choosable {
		list[i] = FieldChoice{f, f.label()}
	}
	return list
}

// MaxHeader is the last row that somebody may call a header.
const MaxHeader = waitRows - 10

// Bounds of the choices of one import.
const (
	maxFixes      = 20_000
	chosenImports = 500 // earlier imports whose choices are remembered
)

// Choose adds what somebody decided about how a planned workbook is to be read, and
// takes back what they withdraw; of one column, cell or word the last choice holds.
// The import is then to be planned again, from the stored cells. What names no
// sheet, column or cell of the plan is Invalid and changes nothing.
//
// Two people may decide at once: who was later decides about what the other left.
func (im *Importer) Choose(ctx context.Context, id registry.ImportID, add, withdraw registry.Choices) (*registry.Import, error) {
	for attempt := 1; ; attempt++ {
		i, err := im.chooseOnce(ctx, id, add, withdraw)
		if registry.KindOf(err) != registry.Stale || attempt == maxAttempts {
			return i, err
		}
	}
}

func (im *Importer) chooseOnce(ctx context.Context, id registry.ImportID, add, withdraw registry.Choices) (*registry.Import, error) {
	plan, err := im.StoredPlan(ctx, id)
	if err != nil {
		return nil, err
	}
	i := &plan.Import
	if err := correctable(i); err != nil {
		return nil, err
	}
	if err := plan.place(&add); err != nil {
		return nil, err
	}
	c := without(without(i.Choices, withdraw), add)
	i.Choices = registry.Choices{Sheets: append(c.Sheets, add.Sheets...), Columns: append(c.Columns, add.Columns...),
		Cells: append(c.Cells, add.Cells...), Words: append(c.Words, add.Words...), Files: append(c.Files, add.Files...), Dates: c.Dates}
	if c = i.Choices; len(c.Sheets)+len(c.Cells)+len(c.Words)+len(c.Columns)+len(c.Files) > maxFixes {
		return nil, registry.Errorf(registry.TooLarge, "Một lần nhập chỉ sửa được tối đa %d chỗ. Hãy sửa ngay trong tệp rồi tải lên lại.", maxFixes)
	}
	i.State, i.Failure = registry.ImportReceived, ""
	i.Lot.Made(registry.ActorOf(ctx).Account)
	if _, err := im.gate().Amend(ctx, i, "Đã sửa cách hiểu bảng tính"); err != nil {
		return nil, err
	}
	return im.Store.Import(ctx, id)
}

// without gives choices less those about the same sheets, columns, cells and words.
func without(c, less registry.Choices) registry.Choices {
	return registry.Choices{
		Sheets: slices.DeleteFunc(slices.Clone(c.Sheets), func(a registry.SheetChoice) bool {
			return slices.ContainsFunc(less.Sheets, func(b registry.SheetChoice) bool { return a.Sheet == b.Sheet })
		}),
		Columns: slices.DeleteFunc(slices.Clone(c.Columns), func(a registry.ColumnChoice) bool {
			return slices.ContainsFunc(less.Columns, func(b registry.ColumnChoice) bool { return a.Sheet == b.Sheet && a.Letter == b.Letter })
		}),
		Cells: slices.DeleteFunc(slices.Clone(c.Cells), func(a registry.CellFix) bool {
			return slices.ContainsFunc(less.Cells, func(b registry.CellFix) bool { return a.Sheet == b.Sheet && a.Cell == b.Cell })
		}),
		Words: slices.DeleteFunc(slices.Clone(c.Words), func(a registry.WordFix) bool {
			return slices.ContainsFunc(less.Words, func(b registry.WordFix) bool {
				return wordField(Field(a.Field)) == wordField(Field(b.Field)) && wordKey(a.From) == wordKey(b.From)
			})
		}),
		Files: slices.DeleteFunc(slices.Clone(c.Files), func(a registry.FileChoice) bool {
			return slices.ContainsFunc(less.Files, func(b registry.FileChoice) bool { return a.Field == b.Field })
		}),
		Dates: c.Dates,
	}
}

// place holds choices against the plan they are about, and notes whose list it is.
func (p *Plan) place(c *registry.Choices) error {
	for _, s := range c.Sheets {
		if err := p.placeSheet(s); err != nil {
			return err
		}
	}
	for i := range c.Columns {
		if err := p.placeColumn(&c.Columns[i]); err != nil {
			return err
		}
	}
	for i := range c.Cells {
		if err := p.placeCell(&c.Cells[i]); err != nil {
			return err
		}
	}
	for i := range c.Words {
		w := &c.Words[i]
		if !slices.Contains(choosable, Field(w.Field)) || wordKey(w.From) == "" || len(w.To) > maxCellText {
			return registry.Errorf(registry.Invalid, "Chưa rõ “%s” ở loại cột nào nghĩa là gì. Hãy chọn lại.", shorten(w.From, 60))
		}
		w.Organisation = p.employer()
	}
	for i := range c.Files {
		if err := p.placeFiles(&c.Files[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) placeSheet(c registry.SheetChoice) error {
	i := slices.IndexFunc(p.Sheets, func(s Sheet) bool { return s.Name == c.Sheet })
	switch {
	case i < 0:
		return registry.Errorf(registry.Invalid, "Không có trang %q trong tệp. Hãy tải lại bản xem trước.", c.Sheet)
	case c.Use != "" && c.Use != registry.UseSheet && c.Use != registry.LeaveSheet, c.Header < 0 || c.Header > MaxHeader:
		return registry.Errorf(registry.Invalid, "Không đặt được trang %q như vậy. Dòng tiêu đề phải từ 1 đến %d.", c.Sheet, MaxHeader)
	case p.Sheets[i].Last > 0 && c.Header > p.Sheets[i].Last:
		return registry.Errorf(registry.Invalid, "Trang %q chỉ có %d dòng nên tiêu đề không thể ở dòng %d.", c.Sheet, p.Sheets[i].Last, c.Header)
	case p.Sheets[i].Unheaded && c.Header > 0: // it is read again from the upload
	case p.Sheets[i].Skipped != "" && !p.Sheets[i].Kept && c.Use != registry.LeaveSheet:
		return registry.Errorf(registry.Invalid, "Nội dung trang %q không được lưu (%s), nên không nhận lại được. Hãy sửa trang đó trong tệp rồi tải lên lại.", c.Sheet, p.Sheets[i].Skipped)
	}
	return nil
}

func (p *Plan) placeColumn(c *registry.ColumnChoice) error {
	s, err := p.sheet(c.Sheet)
	if err != nil {
		return err
	}
	col, _, ok := parseCell([]byte(c.Letter + "1"))
	if !ok || col > maxColumns || !slices.Contains(choosable, Field(c.Field)) {
		return registry.Errorf(registry.Invalid, "Không đặt được cột %q của trang %q là %q. Hãy chọn lại cột và nội dung.", c.Letter, c.Sheet, c.Field)
	}
	c.Letter = registry.ColumnName(col)
	for _, was := range s.Columns {
		if was.Letter == c.Letter && was.Field == FieldNever && Field(c.Field) != FieldNever {
			return registry.Errorf(registry.Invalid, "Cột %s (%s) thuộc loại không lưu nên các giá trị đã bỏ ngay khi đọc. Nếu nhận nhầm, hãy đổi tiêu đề cột trong tệp rồi tải lên lại.", c.Letter, shorten(was.Header, 60))
		}
	}
	c.Layout, c.Organisation = s.Layout, s.Employer
	return nil
}

func (p *Plan) placeCell(c *registry.CellFix) error {
	s, err := p.sheet(c.Sheet)
	if err != nil {
		return err
	}
	col, row, ok := parseCell([]byte(strings.ToUpper(c.Cell)))
	if !ok || col > maxColumns || row <= s.Header[1] || len(c.Text) > maxCellText {
		return registry.Errorf(registry.Invalid, "Không sửa được ô %q của trang %q: chỉ sửa các ô dưới tiêu đề (từ dòng %d).", c.Cell, c.Sheet, s.Header[1]+1)
	}
	c.Cell = cellName(col, row)
	return nil
}

// sheet gives a sheet that was read.
func (p *Plan) sheet(name string) (*Sheet, error) {
	i := slices.IndexFunc(p.Sheets, func(s Sheet) bool { return s.Name == name && s.Skipped == "" })
	if i < 0 {
		return nil, registry.Errorf(registry.Invalid, "Không có trang %q trong những trang đã đọc. Hãy tải lại bản xem trước.", name)
	}
	return &p.Sheets[i], nil
}

// employer gives whose list a workbook is, 0 where its sheets are of several or of
// somebody whom the registry does not have yet.
func (p *Plan) employer() registry.OrganisationID {
	var all []registry.OrganisationID
	for _, s := range p.Sheets {
		if s.Skipped == "" && !slices.Contains(all, s.Employer) {
			all = append(all, s.Employer)
		}
	}
	if len(all) != 1 || all[0] < 0 {
		return 0
	}
	return all[0]
}

// holds says that one of the lists is of an institution.
func (p *Plan) holds(of registry.OrganisationID) bool {
	return slices.ContainsFunc(p.Sheets, func(s Sheet) bool { return s.Skipped == "" && s.Employer == of })
}

// decided are the choices that hold for a workbook: its own, and what earlier lists
// of an institution are remembered by.
type decided struct {
	sheets  map[string]registry.SheetChoice
	columns map[string]map[string]Field // by sheet and letter
	cells   map[string]map[int][]cell   // by sheet and row
	layouts map[layoutKey]map[string]Field
	headers map[string]bool // layouts of which earlier lists were told where they are
	words   map[wordOf]string
	told    map[wordOf]bool
	files   []registry.FileChoice // the workbook's own
	former  []registry.FileChoice // of earlier lots, newest first
	orders  map[orderOf]dateOrder
}

type layoutKey struct {
	organisation registry.OrganisationID
	layout       string
}

// wordOf is a word in columns of a field; organisation is 0 in a workbook's own.
type wordOf struct {
	organisation registry.OrganisationID
	field        Field
	key          string
}

// decidedBy gathers the choices for a workbook; earlier imports come newest first.
func decidedBy(own registry.Choices, earlier []registry.Import) *decided {
	d := &decided{sheets: map[string]registry.SheetChoice{}, columns: map[string]map[string]Field{}, cells: map[string]map[int][]cell{}, layouts: map[layoutKey]map[string]Field{}, headers: map[string]bool{},
		words: map[wordOf]string{}, told: map[wordOf]bool{}, files: own.Files, orders: map[orderOf]dateOrder{}}
	for _, c := range own.Sheets {
		d.sheets[c.Sheet] = c
	}
	for _, c := range own.Columns {
		put2(d.columns, c.Sheet, c.Letter, Field(c.Field))
	}
	for _, c := range own.Cells {
		if col, row, ok := parseCell([]byte(c.Cell)); ok {
			put2(d.cells, c.Sheet, row, append(d.cells[c.Sheet][row], cell{col: col, text: c.Text}))
		}
	}
	for _, w := range own.Words {
		d.words[wordOf{0, wordField(Field(w.Field)), wordKey(w.From)}] = w.To
	}
	for _, i := range earlier {
		d.remember(i.Choices)
	}
	return d
}

// remember takes in the choices of an earlier import, where no later one said more.
func (d *decided) remember(c registry.Choices) {
	for _, c := range c.Sheets {
		if c.Header > 0 && c.Layout != "" {
			d.headers[c.Layout] = true
		}
	}
	for _, c := range c.Columns {
		k := layoutKey{c.Organisation, c.Layout}
		if _, known := d.layouts[k][c.Letter]; c.Organisation > 0 && !known {
			put2(d.layouts, k, c.Letter, Field(c.Field))
		}
	}
	for _, w := range c.Words {
		k := wordOf{w.Organisation, wordField(Field(w.Field)), wordKey(w.From)}
		if _, known := d.words[k]; w.Organisation > 0 && !known {
			d.words[k] = w.To
		}
	}
	d.former = append(d.former, c.Files...)
	d.rememberDates(c.Dates)
}

// sameFile takes in the cells that were corrected in earlier imports of the same bytes,
// where nobody corrects them anew: the file again changes nothing. It says whether
// there were any.
func (d *decided) sameFile(sha string, earlier []registry.Import) bool {
	some := false
	for _, i := range earlier {
		if sha == "" || i.SHA256 != sha {
			continue
		}
		for _, c := range i.Choices.Cells {
			col, row, ok := parseCell([]byte(c.Cell))
			if !ok || slices.ContainsFunc(d.cells[c.Sheet][row], func(o cell) bool { return o.col == col }) {
				continue
			}
			put2(d.cells, c.Sheet, row, append(d.cells[c.Sheet][row], cell{col: col, text: c.Text}))
			some = true
		}
	}
	return some
}

// drops says that somebody chose a column not to be stored.
func (d *decided) drops() bool {
	for _, columns := range d.columns {
		for _, f := range columns {
			if f == FieldNever {
				return true
			}
		}
	}
	return false
}

func put2[A, B comparable, V any](m map[A]map[B]V, a A, b B, v V) {
	if m[a] == nil {
		m[a] = map[B]V{}
	}
	m[a][b] = v
}

func wordKey(s string) string { return strings.ReplaceAll(vietnamese.Fold(s), " ", "") }

// wordField is the field under which words are remembered: a column of units may be
// understood as one of workplaces in the next list.
func wordField(f Field) Field {
	switch f {
	case FieldOrg, FieldUnit, FieldSubunit:
		return FieldWorkplace
	case FieldExpertise:
		return FieldField
	}
	return f
}

// word gives what a text of a column means to whoever chose so, the text itself
// where nobody did.
func (s *sheetReader) word(f Field, text string, at rowCol) string {
	d := s.r.decided
	if len(d.words) == 0 || text == "" {
		return text
	}
	k := wordOf{0, wordField(f), wordKey(text)}
	to, ok := d.words[k]
	if !ok {
		k.organisation = s.employer
		if to, ok = d.words[k]; !ok || s.employer == 0 {
			return text
		}
	}
	if !d.told[k] {
		d.told[k] = true
		s.say(registry.IssueRepaired, at.row, at.col, string(f), "“%s” được đọc là “%s” như đã chọn, ở đây và ở mọi ô như vậy.", shorten(text, 60), shorten(to, 60))
	}
	return to
}

// corrected gives a row with the cells that somebody corrected.
func (d *decided) corrected(sheet string, one row) row {
	for _, c := range d.cells[sheet][one.n] {
		one.cells = slices.DeleteFunc(slices.Clone(one.cells), func(o cell) bool { return o.col == c.col })
		if c.text != "" {
			one = with(one, c)
		}
	}
	return one
}

// layout tells tables of one head from others: which header stands over which column.
func (t *table) layout() string {
	d := digester{h: sha256.New()}
	for _, c := range t.columns {
		if c.Header == reasonHeader { // our own, of a copy with notes
			continue
		}
		_, plain := headerWords(c.Header)
		d.text(c.Letter, plain)
	}
	return fmt.Sprintf("%x", d.h.Sum(nil)[:8])
}

// remembered gives the columns that earlier lists of the institution with this head
// were told, those chosen for this very sheet aside.
func (s *sheetReader) remembered(layout string) map[string]Field {
	known := maps.Clone(s.r.decided.layouts[layoutKey{s.employer, layout}])
	maps.DeleteFunc(known, func(letter string, f Field) bool {
		_, own := s.chosen[letter]
		return own || s.table.mapped(letter)
	})
	return known
}

// mapped says that the form of another system tells what a column is.
func (t *table) mapped(letter string) bool {
	return slices.ContainsFunc(t.columns, func(c Column) bool { return c.Letter == letter && c.mapped != nil })
}

// choose puts what somebody said that columns hold in place of what they were taken
// for. Of a field that a person has once no other column is kept.
func (t *table) choose(chosen map[string]Field, sample []row) {
	for _, letter := range slices.Sorted(maps.Keys(chosen)) {
		col, _, _ := parseCell([]byte(letter + "1"))
		c := t.column(col)
		if c == nil {
			t.columns = append(t.columns, Column{Letter: letter})
			c = &t.columns[len(t.columns)-1]
		}
		c.Field, c.Degree, c.Confidence, c.Note, c.mapped = chosen[letter], "", 1, chosenNote(chosen[letter]), nil
		if listed(c.Field) {
			var values []cell
			for i := range sample {
				if v := sample[i].at(col); v.text != "" {
					values = append(values, v)
				}
			}
			c.separator = separatorOf(values)
		}
		if !c.Field.repeatable() {
			t.only(letter, chosen[letter])
		}
	}
	slices.SortStableFunc(t.columns, func(a, b Column) int {
		return cmp.Or(cmp.Compare(len(a.Letter), len(b.Letter)), cmp.Compare(a.Letter, b.Letter))
	})
}

// only leaves a field to one column.
func (t *table) only(letter string, f Field) {
	for i := range t.columns {
		if o := &t.columns[i]; o.Field == f && o.Letter != letter {
			o.Field, o.Note = FieldOther, ", vì cột "+letter+" đã được chọn là "+f.label()
		}
	}
}

// chosenNote is why a column is left out by choice.
func chosenNote(f Field) string {
	if f == FieldNever {
		return "chosen"
	}
	return ""
}
