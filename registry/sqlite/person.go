package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
)

const personColumns = "id version name family middle given sex birth title title_year title_discipline rank rank_name email phone source sources nationality public"

// personRow gives the columns of the row of a person, without the derived ones.
func personRow(p *registry.Person) []column {
	return []column{
		(*integer)(&p.ID), (*integer)(&p.Version),
		(*text)(&p.Name.Full), (*text)(&p.Name.Family), (*text)(&p.Name.Middle), (*text)(&p.Name.Given),
		(*text)(&p.Sex), (*date)(&p.Birth),
		(*text)(&p.Title.Code), (*number)(&p.Title.Year), (*text)(&p.Title.Discipline),
		(*text)(&p.Rank.Code), (*text)(&p.Rank.Name), (*text)(&p.Email), (*text)(&p.Phone),
		(*reference)(&p.Source), documentOf(&p.Sources),
		(*text)(&p.Nationality), (*boolean)(&p.Public),
	}
}

// lateRow is how many columns of the row, the last ones, came with a later schema.
const lateRow = 2

// appendPerson gives the canonical form of p: the row and the lists as the first
// schema had them, then, only where they hold something, what came later, each
// behind its number.
func appendPerson(raw []byte, p *registry.Person, row []column) []byte {
	for _, c := range row[:len(row)-lateRow] {
		raw = c.appendTo(raw)
	}
	for _, l := range firstLists {
		raw = l.appendTo(raw, p)
	}
	raw = appendHeld(raw, []byte{0}, row[len(row)-lateRow:])
	for i, l := range firstLists {
		raw = l.appendLate(raw, i+1, p)
	}
	for i, l := range recordLists {
		if l.length(p) > 0 {
			raw = l.appendTo(binary.AppendUvarint(raw, uint64(len(firstLists)+i+1)), p)
		}
	}
	for i, l := range recordLists {
		raw = l.appendLate(raw, len(firstLists)+i+1, p)
	}
	return raw
}

// derived is what the row of a person repeats of its lists.
type derived struct {
	degrees  string // codes of all học vị, blanks between
	field    string // the main one
	employer int64  // of the current main position
	honours  string // codes, blanks between
	lists    int64  // a bit for each of personLists that holds something
}

func derive(p *registry.Person) derived {
	var d derived
	s := p.Standing()
	d.degrees, d.honours = s.Degrees, s.Honours
	if len(p.Fields) > 0 {
		d.field = p.Fields[0].Code
	}
	if q, ok := p.MainPosition(); ok {
		d.employer = int64(q.Organisation)
	}
	for i, l := range personLists {
		if l.length(p) > 0 {
			d.lists |= 1 << i
		}
	}
	return d
}

var (
	personNames     = strings.Fields(personColumns)
	derivedNames    = []string{"degrees", "field", "employer", "honours", "lists"}
	insertPersonSQL = insertSQL("person", slices.Concat(personNames, derivedNames, []string{"checksum"}))
	updatePersonSQL = "UPDATE person SET " + strings.Join(slices.Concat(personNames, derivedNames), " = ?, ") + " = ?, checksum = ? WHERE id = ?"
	selectPersonSQL = "SELECT " + strings.Join(personNames, ", ") + ", lists, checksum FROM person WHERE "
)

// scratch is room that is used again for every person of a commit.
type scratch struct {
	args []any
	raw  []byte
}

// personArgs binds the whole row of p with the checksum of the aggregate.
func (c *commit) personArgs(p *registry.Person) []any {
	args, row := c.scratch.args[:0], personRow(p)
	for _, col := range row {
		args = append(args, col.value())
	}
	raw := appendPerson(c.scratch.raw[:0], p, row)
	d := derive(p)
	args = append(args, d.degrees, d.field, (*reference)(&d.employer).value(), d.honours, d.lists, checksum(raw))
	c.scratch = scratch{args, raw}
	return args
}

func personChecksum(p *registry.Person, raw []byte) (int64, []byte) {
	raw = appendPerson(raw[:0], p, personRow(p))
	return checksum(raw), raw
}

func personSubject(id registry.PersonID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectPerson, ID: int64(id)}
}

// addPerson writes a new person. Its entry has no payload: it points at the
// source, and what the values were is what they are.
func (c *commit) addPerson(a *registry.AddPerson) (registry.Subject, error) {
	p := a.Person
	if p.ID != 0 {
		return registry.Subject{}, registry.Errorf(registry.Invalid, "Hồ sơ %s đã có mã nên không thêm mới được.", p.ID.Public())
	}
	if a.Sole {
		if err := c.sole(p, &registry.Person{}); err != nil {
			return registry.Subject{}, err
		}
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	p.ID, p.Version, p.Source = registry.PersonID(next(&c.counters.person)), 1, source
	if err := c.putIn(p, source); err != nil {
		return registry.Subject{}, err
	}
	subject := personSubject(p.ID)
	return subject, c.enter(&a.Why, subject, registry.Added, p.Version, source, nil)
}

// putIn writes all rows of p, who is not there.
func (c *commit) putIn(p *registry.Person, source registry.SourceID) error {
	if err := c.settle(p, source); err != nil {
		return err
	}
	if err := c.s.exec(c.ctx, insertPersonSQL, c.personArgs(p)...); err != nil {
		return err
	}
	for _, l := range personLists {
		if err := l.insert(c.ctx, c.s, p, c.scratch.args); err != nil {
			return err
		}
	}
	c.counters.people++
	return c.identify(p)
}

// settle fills in the sources of new items and the ids of new organisations,
// and refuses ids that do not exist.
func (c *commit) settle(p *registry.Person, source registry.SourceID) error {
	for field, id := range p.Sources {
		if id == 0 || id == p.Source {
			delete(p.Sources, field)
		}
	}
	unknown := registry.SourceID(0)
	settleOne := func(id *registry.SourceID) {
		if *id == 0 {
			*id = source
		}
		if int64(*id) > c.counters.source || *id < 0 {
			unknown = *id
		}
	}
	for _, l := range personLists {
		l.sources(p, settleOne)
	}
	for _, id := range p.Sources {
		settleOne(&id)
	}
	if unknown != 0 {
		return fmt.Errorf("source %d does not exist", unknown)
	}
	return eachOrganisation(p, c.place)
}

// eachOrganisation calls f with every place in p that points at an organisation.
func eachOrganisation(p *registry.Person, f func(*registry.OrganisationID) error) error {
	for i := range p.Codes {
		if err := f(&p.Codes[i].Organisation); err != nil {
			return err
		}
	}
	for i := range p.Positions {
		if err := f(&p.Positions[i].Organisation); err != nil {
			return err
		}
		if err := f(&p.Positions[i].Unit); err != nil {
			return err
		}
	}
	for i := range p.Memberships {
		if err := f(&p.Memberships[i].Organisation); err != nil {
			return err
		}
	}
	return nil
}

// origin is the version and the sources of a person as a change brought them, before
// a commit filled them in.
type origin struct {
	version int64
	source  registry.SourceID
	named   map[string]registry.SourceID
	items   []registry.SourceID
}

// keepOrigin notes what forgetPerson gives back. Somebody new without any source,
// of whom an import brings a hundred thousand, is told by the ids given out.
func (c *commit) keepOrigin(p *registry.Person) {
	if _, twice := c.origins[p]; twice || p.ID == 0 && p.Source == 0 && len(p.Sources) == 0 {
		return
	}
	o := origin{version: p.Version, source: p.Source, named: maps.Clone(p.Sources)}
	for _, l := range personLists {
		l.sources(p, func(id *registry.SourceID) { o.items = append(o.items, *id) })
	}
	c.origins[p] = o
}

// forgetPerson takes back the sources and organisations that a failed commit
// had filled in.
func (c *commit) forgetPerson(p *registry.Person) {
	back, at := c.forgetSource, 0
	if o, ok := c.origins[p]; ok {
		p.Version, p.Source, p.Sources = o.version, o.source, o.named
		back = func(id *registry.SourceID) {
			*id = o.items[at]
			at++
		}
	} else {
		c.forgetSource(&p.Source)
	}
	for _, l := range personLists {
		l.sources(p, back)
	}
	eachOrganisation(p, func(id *registry.OrganisationID) error {
		c.forgetOrganisation(id)
		return nil
	})
}

// stored reads the person a change is about, if its version is still was.
func (c *commit) stored(id registry.PersonID, was int64) (*registry.Person, error) {
	p, _, err := loadPerson(c.ctx, c.s, id)
	if err != nil {
		return nil, err
	}
	if p == nil || p.Version != was {
		return nil, c.stale("hồ sơ "+id.Public(), personSubject(id))
	}
	return p, nil
}

// amendPerson replaces a stored person and keeps the former values in the
// trail. Nothing is written where nothing differs.
func (c *commit) amendPerson(a *registry.AmendPerson) (registry.Subject, error) {
	p, subject := a.Person, personSubject(a.Person.ID)
	old, err := c.stored(p.ID, a.Was)
	if err != nil {
		return subject, err
	}
	if a.Sole {
		if err := c.sole(p, old); err != nil {
			return subject, err
		}
	}
	for _, l := range personLists {
		l.adopt(p, old)
	}
	err = eachOrganisation(old, func(id *registry.OrganisationID) error {
		c.known[*id] = true // nobody may take out what a stored record points at
		return nil
	})
	if err = errors.Join(err, eachOrganisation(p, c.place)); err != nil {
		return subject, err
	}
	return subject, c.amend(&a.Why, p, old, amendment{sourced: a.Sourced})
}

// amendment says how a person is amended.
type amendment struct {
	sourced bool // Person.Sources is as it shall be, 0 meaning the source of the change
	always  bool // an entry is written even where nothing differs
}

// amend writes p in place of old, and an entry with the former values.
func (c *commit) amend(w *registry.Why, p, old *registry.Person, how amendment) error {
	p.Version, p.Source = old.Version, old.Source
	delta, err := registry.Difference(old, p)
	if err != nil {
		return err
	}
	if len(delta) == 0 && !how.always {
		p.Sources = old.Sources
		return nil
	}
	source, err := c.source(w)
	if err != nil {
		return err
	}
	p.Version++
	if how.sourced {
		fillSources(p, source)
	} else {
		p.Sources = sourcesAfter(old, delta, source)
	}
	if err := c.settle(p, source); err != nil {
		return err
	}
	if err := c.replacePerson(p, old, delta); err != nil {
		return err
	}
	if delta, err = delta.WithSources(old, p); err != nil {
		return err
	}
	body, err := payloadOf(delta)
	if err != nil {
		return err
	}
	return c.enter(w, personSubject(p.ID), registry.Amended, p.Version, source, body)
}

// fillSources gives scalar values of no known source that of the change.
func fillSources(p *registry.Person, source registry.SourceID) {
	for field, id := range p.Sources {
		if id == 0 {
			p.Sources[field] = source
		}
	}
}

// sourcesAfter gives the sources of the scalar fields after an amendment: those
// that changed come from source, the others from where they came before.
func sourcesAfter(old *registry.Person, delta registry.Delta, source registry.SourceID) map[string]registry.SourceID {
	after := maps.Clone(old.Sources)
	for field := range delta {
		if isList(field) {
			continue
		}
		if after == nil {
			after = map[string]registry.SourceID{}
		}
		after[field] = source
	}
	return after
}

func isList(field string) bool {
	return slices.ContainsFunc(personLists, func(l personList) bool { return l.name() == field })
}

// replacePerson writes the row of p and those of its lists that differ from old.
func (c *commit) replacePerson(p, old *registry.Person, delta registry.Delta) error {
	if err := c.s.exec(c.ctx, updatePersonSQL, append(c.personArgs(p), int64(p.ID))...); err != nil {
		return err
	}
	for _, l := range personLists {
		if _, changed := delta[l.name()]; !changed {
			continue
		}
		if err := c.clear(l, p.ID); err != nil {
			return err
		}
		if err := l.insert(c.ctx, c.s, p, c.scratch.args); err != nil {
			return err
		}
	}
	return c.reidentify(p, old)
}

func (c *commit) clear(l personList, id registry.PersonID) error {
	return c.s.exec(c.ctx, "DELETE FROM "+l.tableName()+" WHERE person = ?", int64(id))
}

// removePerson takes a person out; the trail keeps the whole record.
func (c *commit) removePerson(r *registry.RemovePerson) (registry.Subject, error) {
	return personSubject(r.ID), c.takeOut(&r.Why, r.ID, r.Was)
}

func (c *commit) takeOut(w *registry.Why, id registry.PersonID, was int64) error {
	old, err := c.stored(id, was)
	if err != nil {
		return err
	}
	source, err := c.source(w)
	if err != nil {
		return err
	}
	if err := c.deleteRows(old); err != nil {
		return err
	}
	body, err := payloadOf(old)
	if err != nil {
		return err
	}
	return c.enter(w, personSubject(id), registry.Removed, old.Version+1, source, body)
}

// deleteRows deletes all rows of a stored person.
func (c *commit) deleteRows(p *registry.Person) error {
	for _, l := range personLists {
		if err := c.clear(l, p.ID); err != nil {
			return err
		}
	}
	if err := c.unidentify(p); err != nil {
		return err
	}
	c.counters.people--
	return c.s.exec(c.ctx, "DELETE FROM person WHERE id = ?", int64(p.ID))
}

// Which people loadPeople reads, said of the column that holds the id.
const (
	onePerson  = "BETWEEN ? AND ?"
	somePeople = "IN (SELECT value FROM json_each(?))"
)

// loadPeople reads people with all their lists, in the order of their ids, one
// query for each table that holds anything of them. Sums are the stored checksums, not yet verified; rows says how
// many rows each list had.
func loadPeople(ctx context.Context, s *session, which string, bounds []any) (people []*registry.Person, sums []int64, rows map[string]int, err error) {
	var p registry.Person
	var sum, lists, held int64
	dest := append(targets(personRow(&p)), (*integer)(&lists), &sum)
	err = s.each(ctx, selectPersonSQL+"id "+which+" ORDER BY id", bounds, dest, func() error {
		q := p
		people, sums, held = append(people, &q), append(sums, sum), held|lists
		return nil
	})
	if err != nil || len(people) == 0 {
		return nil, nil, nil, err
	}
	rows = make(map[string]int, len(personLists))
	for i, l := range personLists {
		if held&(1<<i) == 0 {
			continue
		}
		if rows[l.tableName()], err = l.load(ctx, s, people, "person "+which, bounds); err != nil {
			return nil, nil, nil, err
		}
	}
	return people, sums, rows, nil
}

// verify compares people with their stored checksums and names the first that
// is damaged.
func verify(people []*registry.Person, sums []int64) error {
	var raw []byte
	var sum int64
	for i, p := range people {
		if sum, raw = personChecksum(p, raw); sum != sums[i] {
			return registry.Errorf(registry.Damaged,
				"Hồ sơ %s trong cơ sở dữ liệu bị hỏng. Hãy chạy trithuc doctor rồi khôi phục từ bản sao lưu.", p.ID.Public())
		}
	}
	return nil
}
