package importer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
)

// Several files of a lot may tell different things of one person. Which of them goes
// before is chosen field by field and remembered; where nobody chose, a contradiction
// is a question.

// Dispute is a field of which files of a lot say different things. It names nobody:
// a plan outlasts the people whom an erasure takes out.
type Dispute struct {
	Field Field    `json:"field"`
	Files []string `json:"files"` // those that contradict each other; in their order where it is known
	Rows  int      `json:"rows"`  // that contradict what another file said
	Open  int      `json:"open"`  // of them, questions: nobody said which file goes before
	// Remembered says that the order is that of an earlier lot of the institution.
	Remembered bool `json:"remembered,omitempty"`
}

// disputable are the fields for which somebody may say which file goes before.
var disputable = []Field{FieldName, FieldBirth, FieldSex, FieldTitle, FieldEmail, FieldPhone, FieldRank, FieldPost, FieldUnit, FieldContract, FieldStart}

// nameFiles notes of each sheet of a lot in which file it stands.
func (r *reader) nameFiles() {
	if r.books < 2 {
		return
	}
	for i := range r.sheets {
		r.sheets[i].File, _, _ = strings.Cut(r.sheets[i].Name, lotMark)
	}
}

// layoutsOf gives the layouts of the sheets of an import by their names; none of one whose
// plan is gone.
func (im *Importer) layoutsOf(ctx context.Context, id registry.ImportID) (map[string]string, error) {
	plan, err := im.StoredPlan(ctx, id)
	if registry.KindOf(err) == registry.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	layouts := map[string]string{}
	for _, s := range plan.Sheets {
		layouts[s.Name] = s.Layout
	}
	return layouts, nil
}

// files gives the files of a lot that were read, with the layouts of their sheets.
func (p *Plan) files() []registry.LotFile {
	var all []registry.LotFile
	for _, s := range p.Sheets {
		if s.File == "" || s.Skipped != "" {
			continue
		}
		i := slices.IndexFunc(all, func(f registry.LotFile) bool { return f.Name == s.File })
		if i < 0 {
			i, all = len(all), append(all, registry.LotFile{Name: s.File})
		}
		if !slices.Contains(all[i].Layouts, s.Layout) {
			all[i].Layouts = append(all[i].Layouts, s.Layout)
		}
	}
	return all
}

// placeFiles holds a choice of files against the plan, and notes by what they are
// known again and whose lot it is.
func (p *Plan) placeFiles(c *registry.FileChoice) error {
	if !slices.Contains(disputable, Field(c.Field)) || len(c.Files) == 0 {
		return registry.Errorf(registry.Invalid, "Không chọn được tệp đi trước cho %q. Hãy chọn một trong các loại thông tin của bản xem trước.", c.Field)
	}
	known, placed := p.files(), make([]registry.LotFile, len(c.Files))
	for i, f := range c.Files {
		at := slices.IndexFunc(known, func(k registry.LotFile) bool { return k.Name == f.Name })
		if at < 0 || slices.ContainsFunc(placed[:i], func(k registry.LotFile) bool { return k.Name == f.Name }) {
			return registry.Errorf(registry.Invalid, "Không có tệp %q trong gói, hoặc tệp được kể hai lần. Hãy tải lại bản xem trước.", f.Name)
		}
		placed[i] = known[at]
	}
	c.Files, c.Organisation = placed, p.employer()
	return nil
}

// claim is a value of somebody that a file of the lot told: a field, of a post also
// where it is held.
type claim struct {
	field Field
	at    registry.OrganisationID
}

// claims gives what a draft tells in the fields that files may contradict each other in.
func (d *draft) claims() []claim {
	p := d.person
	told := []claim{{field: FieldName}}
	add := func(f Field, at registry.OrganisationID, tells bool) {
		if tells {
			told = append(told, claim{f, at})
		}
	}
	add(FieldBirth, 0, !p.Birth.IsZero())
	add(FieldSex, 0, p.Sex != "")
	add(FieldTitle, 0, p.Title.Code != "")
	add(FieldEmail, 0, p.Email != "")
	add(FieldPhone, 0, p.Phone != "")
	add(FieldRank, 0, p.Rank != registry.Rank{} && !d.rankByPost)
	for _, q := range p.Positions {
		add(FieldPost, q.Organisation, q.Post != "")
		add(FieldUnit, q.Organisation, q.Unit != 0)
		add(FieldContract, q.Organisation, q.Contract != "")
		add(FieldStart, q.Organisation, !q.From.IsZero())
	}
	return told
}

// tell notes that a draft told what it tells of k, where no other file did before; of
// what it won over another file it is the teller from now on.
func (p *planner) tell(k *known, d *draft, won []claim) {
	if p.r.sheets[d.sheet].File == "" {
		return
	}
	if k.told == nil {
		k.told = map[claim]int{}
	}
	for _, c := range d.claims() {
		if _, before := k.told[c]; !before || slices.Contains(won, c) {
			k.told[c] = d.sheet
		}
	}
}

// standing is what becomes of a stored value that a draft contradicts.
type standing int

const (
	unclaimed standing = iota // no other file of the lot told it: the usual rules hold
	stays                     // the file that told it goes before, or which goes before is asked
	gives                     // the draft's file goes before
)

// rival settles a value that the draft contradicts and that another file of the lot
// may have told.
func (m *merge) rival(c claim, stored, now string) standing {
	if m.k == nil {
		return unclaimed
	}
	from, told := m.k.told[c]
	p, mine := m.p, m.d.sheet
	if !told {
		return m.elder(c)
	}
	if p.r.sheets[from].File == p.r.sheets[mine].File {
		return unclaimed
	}
	first, by := p.goesFirst(c.field, from, mine)
	if !m.quiet {
		p.dispute(c.field, from, mine, first, by)
	}
	switch {
	case by == byNobody:
		m.ask(c.field, fmt.Sprintf("%s: tệp %s ghi %s, tệp %s ghi %s", c.field.label(), p.r.sheets[from].File, stored, p.r.sheets[mine].File, now))
		return stays
	case first == mine:
		m.won = append(m.won, c)
		return gives
	}
	return stays
}

// elder settles a stored value that a list which comes alone contradicts: it stays where it
// came from a file that was chosen, for an earlier lot of the institution, to go before
// files like this one.
func (m *merge) elder(c claim) standing {
	p, mine := m.p, &m.p.r.sheets[m.d.sheet]
	if m.override || m.k.before == nil || len(p.r.decided.former) == 0 {
		return unclaimed
	}
	of := m.layoutsOf(c)
	if len(of) == 0 {
		return unclaimed
	}
	for _, choice := range p.r.decided.former {
		if Field(choice.Field) != c.field || choice.Organisation <= 0 || choice.Organisation != mine.Employer {
			continue
		}
		was, now := len(choice.Files), placeIn(choice.Files, mine, true)
		for _, layout := range of {
			was = min(was, placeIn(choice.Files, &Sheet{Layout: layout}, true))
		}
		if was == now {
			continue
		}
		if slices.ContainsFunc(p.r.sheets, func(s Sheet) bool { return s.Skipped == "" && placeIn(choice.Files, &s, true) == was }) {
			return unclaimed // that file is here again, and says what it says today
		}
		if was < now && !m.quiet {
			p.sayElder(c.field, m.d.sheet, choice.Files[was].Name)
		}
		return map[bool]standing{true: stays, false: unclaimed}[was < now]
	}
	return unclaimed
}

// layoutsOf gives the layouts of the sheets that a stored value may have come from: of its
// own, or of the others of the lot where that one's cells do not tell it.
func (m *merge) layoutsOf(c claim) []string {
	from := m.p.sources[m.sourceOf(c)]
	sheets := m.p.layouts[from.Import]
	field := string(c.field)
	if c.at != 0 {
		field = "positions"
	}
	if len(from.CellsOf(field)) > 0 || from.Cells == "" {
		return slices.DeleteFunc([]string{sheets[from.Sheet]}, func(layout string) bool { return layout == "" })
	}
	var others []string
	for name, layout := range sheets {
		if name != from.Sheet && layout != "" {
			others = append(others, layout)
		}
	}
	return others
}

// sourceOf gives the source of a stored value.
func (m *merge) sourceOf(c claim) registry.SourceID {
	if c.at != 0 {
		for _, q := range m.into.Positions {
			if q.Organisation == c.at && q.To.IsZero() {
				return cmp.Or(q.Source, m.into.Source)
			}
		}
	}
	return cmp.Or(m.into.Sources[string(c.field)], m.into.Source)
}

// sayElder says, once for each field of a sheet, that stored values stay.
func (p *planner) sayElder(f Field, sheet int, file string) {
	pair := disputed{f, file, p.r.sheets[sheet].Name}
	if p.saidFirst[pair] {
		return
	}
	p.saidFirst[pair] = true
	p.r.issues.add(registry.Issue{Sheet: p.r.sheets[sheet].Name, Field: string(f), Kind: registry.IssueRepaired,
		Message: fmt.Sprintf("%s khác với giá trị đang lưu: giữ giá trị lấy từ tệp %s như đã chọn ở lần nhập trước, ở mọi người như vậy.", capital(f.label()), file)})
}

// chooser is who said which file goes before.
type chooser int

const (
	byNobody chooser = iota
	byChoice
	byMemory
)

// goesFirst gives which of two sheets goes before in a field, and who said so: first
// what was chosen for this lot, then what was for earlier ones of the institution.
func (p *planner) goesFirst(f Field, a, b int) (first int, by chooser) {
	for _, c := range p.r.decided.files {
		if first, ok := p.before(c, f, a, b, false); ok {
			return first, byChoice
		}
	}
	for _, c := range p.r.decided.former {
		if c.Organisation <= 0 || c.Organisation != p.r.sheets[b].Employer {
			continue
		}
		if first, ok := p.before(c, f, a, b, true); ok {
			return first, byMemory
		}
	}
	return a, byNobody
}

// before says what one choice says of two sheets; false where that is nothing.
func (p *planner) before(c registry.FileChoice, f Field, a, b int, byLayout bool) (first int, ok bool) {
	if Field(c.Field) != f {
		return 0, false
	}
	ra, rb := placeIn(c.Files, &p.r.sheets[a], byLayout), placeIn(c.Files, &p.r.sheets[b], byLayout)
	if ra < rb {
		return a, true
	}
	return b, rb < ra
}

// placeIn gives at which place of an order the file of a sheet stands; behind all where
// the order does not name it.
func placeIn(order []registry.LotFile, s *Sheet, byLayout bool) int {
	i := slices.IndexFunc(order, func(f registry.LotFile) bool { return f.Name == s.File })
	if i < 0 && byLayout {
		i = slices.IndexFunc(order, func(f registry.LotFile) bool { return slices.Contains(f.Layouts, s.Layout) })
	}
	if i < 0 {
		return len(order)
	}
	return i
}

// dispute counts a contradiction between files; how those that are no questions end
// is said once for each field and pair of files.
func (p *planner) dispute(f Field, a, b, first int, by chooser) {
	i := slices.IndexFunc(p.disputes, func(d Dispute) bool { return d.Field == f })
	if i < 0 {
		i, p.disputes = len(p.disputes), append(p.disputes, Dispute{Field: f})
	}
	d := &p.disputes[i]
	d.Rows++
	second := a + b - first
	before, behind := p.r.sheets[first].File, p.r.sheets[second].File
	for _, name := range []string{before, behind} {
		if !slices.Contains(d.Files, name) {
			d.Files = append(d.Files, name)
		}
	}
	if by == byNobody {
		d.Open++
		return
	}
	d.Remembered = d.Remembered || by == byMemory
	if pair := (disputed{f, before, behind}); !p.saidFirst[pair] {
		p.saidFirst[pair] = true
		p.r.issues.add(registry.Issue{Sheet: p.r.sheets[b].Name, Field: string(f), Kind: registry.IssueRepaired,
			Message: fmt.Sprintf("%s ở tệp %s và tệp %s khác nhau: lấy theo tệp %s như đã chọn, ở mọi người như vậy.", capital(f.label()), before, behind, before)})
	}
}

// disputed is a field and the files that contradict each other in it.
type disputed struct {
	field          Field
	before, behind string
}

// settleDisputes gives the disputes by field, their files in the order that holds.
func (p *planner) settleDisputes() []Dispute {
	for i := range p.disputes {
		d := &p.disputes[i]
		sheets := map[string]int{}
		for n, s := range p.r.sheets {
			if _, known := sheets[s.File]; !known && s.Skipped == "" {
				sheets[s.File] = n
			}
		}
		slices.SortStableFunc(d.Files, func(a, b string) int {
			switch first, by := p.goesFirst(d.Field, sheets[a], sheets[b]); {
			case a == b || by == byNobody:
				return 0
			case first == sheets[a]:
				return -1
			}
			return 1
		})
	}
	slices.SortFunc(p.disputes, func(a, b Dispute) int { return slices.Index(disputable, a.Field) - slices.Index(disputable, b.Field) })
	return p.disputes
}

// amends notes that the row at hand amends somebody of whom files of a lot tell.
func (p *planner) amends(k *known) {
	if p.r.books > 1 {
		k.rows = append(k.rows, len(p.rows))
	}
}

// dropIdle takes out the changes of those of whom one file of the lot told what
// another, which goes before, told back as it stands in the registry.
func (p *planner) dropIdle() {
	p.changes = slices.DeleteFunc(p.changes, func(c registry.Change) bool {
		amend, ok := c.(*registry.AmendPerson)
		if !ok {
			return false
		}
		k := p.stored[amend.Person.ID]
		if k == nil || len(k.rows) < 2 || personDigest(k.person) != personDigest(k.before) {
			return false
		}
		for _, i := range k.rows {
			row := &p.rows[i]
			row.Outcome, row.Changes, row.Note = registry.RowSame, nil, "tệp khác của gói đi trước nên không thay đổi gì"
			p.counts.Amended--
			p.counts.Same++
		}
		return true
	})
}
