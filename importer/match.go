package importer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// planner asks who each draft is and gathers what would change.
type planner struct {
	store Store
	r     *reader
	why   registry.Source // of every change; sheet and row are filled in

	rows    []Row
	counts  registry.Counts
	changes []registry.Change

	stored map[registry.PersonID]*known
	byCode map[registry.StaffCode]*known
	byMail map[string]*known
	byName map[string][]*known // of this file only
	byKey  map[string][]*known // likewise, by the keys that tell given name and day of birth

	settled   settled
	disputes  []Dispute
	saidFirst map[disputed]bool

	layouts map[registry.ImportID]map[string]string // of the sheets of imports that stored values came from
	sheets  func(context.Context, registry.ImportID) (map[string]string, error)

	synced  registry.Date // as of which day another system says so; zero for a list of today
	sources map[registry.SourceID]registry.Source
}

// known is somebody a draft may be: stored, or met earlier in the same file.
type known struct {
	person  *registry.Person // as they will be
	before  *registry.Person // as stored; nil for somebody new
	row     int              // of the draft that touched them first
	sheet   int
	touched bool // a draft of this file was found to be them
	amended bool // their change stands in the plan
	asked   bool // a question names them

	why  *registry.Why // of their change in the plan; nil where there is none
	told map[claim]int // by the sheet of which file of a lot; nil where there is one file
	rows []int         // of the plan that amend them, likewise
}

// alsoFrom adds the cells of a further row of theirs to the source of their change,
// for the values it changed. Only of the same sheet can they be told: what a row of
// another one replaced is known to come from none of this one's.
func (k *known) alsoFrom(row Row, d *draft) {
	if k.why == nil {
		return
	}
	s := &k.why.Source
	fields := make([]string, 0, len(row.Changes))
	for _, c := range row.Changes {
		if s.Sheet == row.Sheet || c.Old != "" && !slices.Contains([]string{"qualifications", "honours", "fields", "expertise"}, c.Field) {
			fields = append(fields, c.Field)
		}
	}
	if s.Sheet != row.Sheet {
		s.Cells = s.Cells.Without(fields...)
		return
	}
	s.Cells = s.Cells.With(d.from, d.row-s.Row, fields...)
}

// matchAtOnce is how many drafts are asked about together.
const matchAtOnce = 1000

func newPlanner(store Store, r *reader, of registry.ImportID) *planner {
	return &planner{store: store, r: r, why: registry.Source{Import: of},
		stored: map[registry.PersonID]*known{}, byCode: map[registry.StaffCode]*known{},
		byMail: map[string]*known{}, byName: map[string][]*known{}, byKey: map[string][]*known{}, saidFirst: map[disputed]bool{}}
}

// plan decides every draft.
func (p *planner) plan(ctx context.Context, progress func(done, total int)) error {
	total := len(p.r.drafts)
	p.rows = make([]Row, 0, total)
	if err := p.loadSettled(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	found := p.findAhead(ctx)
	defer func() {
		stop()
		for range found { // nobody asks the registry when this returns
		}
	}()
	for b := range found {
		if b.err == nil {
			b.err = p.load(ctx, b)
		}
		if b.err != nil {
			return b.err
		}
		for i, d := range b.drafts {
			row := p.decide(d, b.matches[i])
			p.counts.Count(row.Outcome)
			b.drafts[i] = nil // whom it stands for is all that is needed from here
			p.rows = append(p.rows, row)
		}
		progress(len(p.rows), total)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.dropIdle()
	p.placeChanges()
	return nil
}

// found is a batch of drafts and whom the registry met for each.
type found struct {
	drafts  []*draft
	matches [][]registry.Match
	err     error
}

// findAhead asks the registry about batch after batch, the next one while the one
// before is decided. It ends with the drafts, an error or ctx.
func (p *planner) findAhead(ctx context.Context) <-chan found {
	batches := make(chan found)
	go func() {
		defer close(batches)
		for batch := range slices.Chunk(p.r.drafts, matchAtOnce) {
			b := found{drafts: batch}
			b.matches, b.err = p.find(ctx, batch)
			select {
			case batches <- b:
			case <-ctx.Done():
				return
			}
			if b.err != nil {
				return
			}
		}
	}()
	return batches
}

// find asks the registry about a batch.
func (p *planner) find(ctx context.Context, batch []*draft) ([][]registry.Match, error) {
	probes := make([]registry.Probe, len(batch))
	for i, d := range batch {
		if !d.reject {
			probes[i] = d.probe()
		}
	}
	return p.store.FindPeople(ctx, probes)
}

// load loads whoever was met for a batch.
func (p *planner) load(ctx context.Context, b found) error {
	var ids []registry.PersonID
	for _, d := range b.drafts {
		if d.id != 0 && p.stored[d.id] == nil {
			ids = append(ids, d.id)
		}
	}
	for _, list := range b.matches {
		for _, m := range list {
			if p.stored[m.Person] == nil {
				ids = append(ids, m.Person)
			}
		}
	}
	slices.Sort(ids)
	people, err := p.store.People(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	if err := p.loadSources(ctx, people); err != nil {
		return err
	}
	for _, person := range people {
		p.stored[person.ID] = &known{person: clonePerson(person), before: person}
	}
	return nil
}

// probe asks for everybody that the draft may be, and notes its key of birth.
func (d *draft) probe() registry.Probe {
	p := d.person
	ask := registry.Probe{Email: p.Email, Name: vietnamese.Fold(p.Name.Full), ORCID: p.Probe().ORCID}
	for _, c := range p.Codes {
		if c.Organisation > 0 {
			ask.Codes = append(ask.Codes, c)
		}
	}
	kinds := "gp"
	switch {
	case len(ask.Codes) > 0 || p.Email != "": // who bears neither is looked for further
	case p.Birth.Day != 0:
		kinds = "gpfn"
	default:
		kinds = "gpny"
	}
	for _, k := range registry.Keys(p) {
		if k[0] == 'g' {
			d.born = k
		}
		if strings.IndexByte(kinds, k[0]) >= 0 {
			ask.Keys = append(ask.Keys, k)
		}
	}
	return ask
}

func clonePerson(p *registry.Person) *registry.Person {
	c := *p
	c.Codes, c.Qualifications, c.Honours = slices.Clone(p.Codes), slices.Clone(p.Qualifications), slices.Clone(p.Honours)
	c.Positions, c.Fields, c.Expertise = slices.Clone(p.Positions), slices.Clone(p.Fields), slices.Clone(p.Expertise)
	for _, l := range recordLists {
		l.clone(&c)
	}
	c.Sources = maps.Clone(p.Sources)
	return &c
}

// decide settles one draft: whom it is, and so how its row ends.
func (p *planner) decide(d *draft, matches []registry.Match) Row {
	row := Row{Sheet: p.r.sheets[d.sheet].Name, Row: d.row, Name: d.person.Name.Full, Note: d.note}
	if d.reject || p.refused(d, &row, d.person) {
		row.Outcome = registry.RowRejected
		return row
	}
	code, mail := p.deciding(d, matches)
	if mail != nil && mail != code && p.otherCode(d, mail) {
		if code == nil {
			p.issue(d, FieldEmail, registry.IssueIdentity, "Thư điện tử %s cũng là của %s nhưng mã cán bộ khác nhau, nên coi là hai người.", d.person.Email, p.nameOf(mail))
		}
		mail = nil
	}
	switch {
	case code != nil && mail != nil && code != mail:
		return p.ask(d, row, []*known{code, mail}, fmt.Sprintf("mã cán bộ là của %s nhưng thư điện tử là của %s", p.nameOf(code), p.nameOf(mail)))
	case code != nil && !sameName(d.person, code.person):
		return p.ask(d, row, []*known{code}, fmt.Sprintf("mã cán bộ trùng với %s nhưng họ tên khác", p.nameOf(code)))
	case code != nil:
		return p.is(d, row, code)
	case mail != nil && !sameName(d.person, mail.person):
		return p.ask(d, row, []*known{mail}, fmt.Sprintf("thư điện tử trùng với %s nhưng họ tên khác", p.nameOf(mail)))
	case mail != nil:
		return p.is(d, row, mail)
	}
	return p.byLikeness(d, row, matches)
}

// deciding gives who bears the draft's code, or the registry's own id that it names,
// and who its e-mail address.
func (p *planner) deciding(d *draft, matches []registry.Match) (code, mail *known) {
	if code = p.stored[d.id]; code != nil && p.otherCode(d, code) {
		code = nil
	}
	named := code != nil
	for _, m := range matches {
		k := p.stored[m.Person]
		if k == nil {
			continue
		}
		// Two bear one code or address where somebody answered that they are two.
		if m.ByCode && !named && (code == nil || closeness(d.person, k.person) > closeness(d.person, code.person)) {
			code = k
		}
		if m.ByMail && (mail == nil || closeness(d.person, k.person) > closeness(d.person, mail.person)) {
			mail = k
		}
	}
	for _, c := range d.person.Codes {
		if k := p.byCode[codeKey(c)]; k != nil && code == nil {
			code = k
		}
	}
	if k := p.byMail[d.person.Email]; k != nil && mail == nil {
		mail = k
	}
	return code, mail
}

// closeness orders those who bear one code by how much they are like a draft: by name,
// then day of birth, then address.
func closeness(a, b *registry.Person) (n int) {
	if sameName(a, b) {
		n += 4
	}
	if !a.Birth.IsZero() && a.Birth == b.Birth {
		n += 2
	}
	if a.Email != "" && a.Email == b.Email {
		n++
	}
	return n
}

// codeKey is a code as it is compared: capitals and blanks aside.
func codeKey(c registry.StaffCode) registry.StaffCode {
	return registry.StaffCode{Organisation: c.Organisation, Code: strings.ToUpper(strings.Join(strings.Fields(c.Code), ""))}
}

// otherCode says that both have a code of one organisation, and not the same.
func (p *planner) otherCode(d *draft, k *known) bool {
	for _, a := range d.person.Codes {
		other := false
		for _, b := range k.person.Codes {
			if a.Organisation == b.Organisation {
				if codeKey(a) == codeKey(b) {
					return false
				}
				other = true
			}
		}
		if other {
			return true
		}
	}
	return false
}

// sameName says that two names are one but for marks, case and the place of tones.
func sameName(a, b *registry.Person) bool {
	return vietnamese.Fold(a.Name.Full) == vietnamese.Fold(b.Name.Full)
}

func (p *planner) nameOf(k *known) string {
	if k.before != nil {
		return fmt.Sprintf("%s (%s)", k.person.Name.Full, k.person.ID.Public())
	}
	return fmt.Sprintf("%s (dòng %d, trang %q)", k.person.Name.Full, k.row, p.r.sheets[k.sheet].Name)
}

// isNew adds the draft's person.
func (p *planner) isNew(d *draft, row Row) Row {
	row.Outcome = registry.RowAdded
	k := &known{person: d.person, row: d.row, sheet: d.sheet, touched: true}
	p.remember(k, d.born)
	p.tell(k, d, nil)
	change := &registry.AddPerson{Why: p.source(d), Person: d.person}
	k.why = &change.Why
	p.changes = append(p.changes, change)
	return row
}

// remember lets later rows of the file find k, who has this key of birth.
func (p *planner) remember(k *known, born string) {
	for _, c := range k.person.Codes {
		p.byCode[codeKey(c)] = k
	}
	if k.person.Email != "" && p.byMail[k.person.Email] == nil {
		p.byMail[k.person.Email] = k
	}
	if k.before == nil {
		name := vietnamese.Fold(k.person.Name.Full)
		p.byName[name] = append(p.byName[name], k)
		if born != "" {
			p.byKey[born] = append(p.byKey[born], k)
		}
	}
}

func (p *planner) source(d *draft) registry.Why {
	s := p.why
	s.Sheet, s.Row, s.Cells = p.r.sheets[d.sheet].Name, d.row, d.from
	return registry.Why{Source: s}
}

// is settles that the draft is k: what it adds is added, what contradicts is asked.
func (p *planner) is(d *draft, row Row, k *known) Row {
	m := merge{p: p, d: d, k: k, into: clonePerson(k.person)}
	m.run()
	if len(m.conflicts) > 0 {
		return p.contradicts(d, row, k, &m)
	}
	return p.takes(d, row, k, &m)
}

// takes puts what a merge made of k into the plan.
func (p *planner) takes(d *draft, row Row, k *known, m *merge) Row {
	row.Person = k.person.ID
	if len(m.changes) > 0 && p.refused(d, &row, m.into) {
		row.Outcome = registry.RowRejected
		return row
	}
	row.Changes = m.changes
	switch {
	case len(m.changes) == 0:
		row.Outcome = registry.RowSame
	default:
		row.Outcome = registry.RowAmended
		*k.person = *m.into
		p.amends(k)
	}
	if k.touched && k.before == nil || k.touched && k.row > 0 {
		row.Note = fmt.Sprintf("gộp với dòng %d, trang %q", k.row, p.r.sheets[k.sheet].Name)
	}
	p.tell(k, d, m.won)
	if !k.touched {
		k.touched, k.row, k.sheet = true, d.row, d.sheet
	}
	if k.before != nil && row.Outcome == registry.RowAmended && !k.amended {
		k.amended = true
		change := &registry.AmendPerson{Why: p.source(d), Person: k.person, Was: k.before.Version}
		k.why = &change.Why
		p.changes = append(p.changes, change)
	} else if len(row.Changes) > 0 {
		k.alsoFrom(row, d)
	}
	born := ""
	if k.before == nil {
		born = bornKey(k.person)
	}
	p.remember(k, born)
	return row
}

// saw says that a row of the file is somebody stored, or may be.
func (p *planner) saw(id registry.PersonID) bool {
	k := p.stored[id]
	return k != nil && (k.touched || k.asked)
}

// placeChanges puts the organisations that the changes point at before them, the
// upper ones first.
func (p *planner) placeChanges() {
	used := map[registry.OrganisationID]bool{}
	var use func(id registry.OrganisationID)
	use = func(id registry.OrganisationID) {
		if id < 0 && !used[id] {
			used[id] = true
			use(p.r.places.created[-id-1].Organisation.Parent)
		}
	}
	for _, c := range p.changes {
		person := personOf(c)
		for _, q := range person.Positions {
			use(q.Organisation)
			use(q.Unit)
		}
		for _, q := range person.Codes {
			use(q.Organisation)
		}
	}
	var first []registry.Change
	for _, a := range p.r.places.created {
		if used[a.Organisation.ID] {
			a.Why.Source = p.why
			first = append(first, a)
		}
	}
	p.changes = append(first, p.changes...)
}

func personOf(c registry.Change) *registry.Person {
	switch c := c.(type) {
	case *registry.AddPerson:
		return c.Person
	case *registry.AmendPerson:
		return c.Person
	case *registry.AddReview:
		return c.Review.Proposed
	}
	return &registry.Person{}
}
