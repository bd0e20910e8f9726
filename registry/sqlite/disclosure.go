package sqlite

import (
	"context"
	"slices"

	"trithuc/registry"
)

// disclosureRow is a disclosure and how many people stand beside it.
type disclosureRow struct {
	registry.Disclosure
	people int
}

var disclosures = newTable("disclosure", "id version asker owner document dated purpose fields search until state asked account decided decider decision people", 1,
	func(d *disclosureRow) []column {
		return []column{
			(*integer)(&d.ID), (*integer)(&d.Version), (*integer)(&d.Asker), (*reference)(&d.Owner), (*text)(&d.Document), (*date)(&d.Dated),
			(*text)(&d.Purpose), documentOf(&d.Fields), (*text)(&d.Search), (*date)(&d.Until), (*text)(&d.State), (*moment)(&d.Asked), (*text)(&d.Account),
			(*moment)(&d.Decided), (*text)(&d.Decider), (*text)(&d.Decision), (*number)(&d.people),
		}
	})

// disclosedPerson is somebody whom a disclosure names.
type disclosedPerson struct {
	disclosure registry.DisclosureID
	person     registry.PersonID
}

var disclosedPeople = newTable("disclosed", "disclosure person", 2, func(v *disclosedPerson) []column {
	return []column{(*integer)(&v.disclosure), (*integer)(&v.person)}
})

func disclosureSubject(id registry.DisclosureID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectDisclosure, ID: int64(id)}
}

// putDisclosure adds or replaces one with its people. Its former values are not kept: what
// was written stands in the row alone, where erasure empties it.
func (c *commit) putDisclosure(p *registry.PutDisclosure) (registry.Subject, error) {
	d, action := p.Disclosure, registry.Added
	if d.ID != 0 {
		action = registry.Amended
		if _, err := c.disclosure(d.ID, p.Was); err != nil {
			return disclosureSubject(d.ID), err
		}
	}
	source, err := c.source(&p.Why)
	if err != nil {
		return disclosureSubject(d.ID), err
	}
	if d.People, err = c.unerased(d.People); err != nil {
		return disclosureSubject(d.ID), err
	}
	d.Version = p.Was + 1
	row := &disclosureRow{*d, len(d.People)}
	if action == registry.Added {
		d.ID = registry.DisclosureID(next(&c.counters.disclosure))
		row.ID = d.ID
		err = disclosures.insert(c.ctx, c.s, row)
	} else {
		err = disclosures.update(c.ctx, c.s, row)
	}
	if err == nil {
		err = c.putDisclosed(d)
	}
	if err != nil {
		return disclosureSubject(d.ID), err
	}
	return disclosureSubject(d.ID), c.enter(&p.Why, disclosureSubject(d.ID), action, d.Version, source, nil)
}

// disclosure reads the stored one if its version is still was.
func (c *commit) disclosure(id registry.DisclosureID, was int64) (disclosureRow, error) {
	old, ok, err := disclosures.one(c.ctx, c.s, "WHERE id = ?", int64(id))
	if err == nil && (!ok || old.Version != was) {
		err = c.stale("đề nghị khai thác dữ liệu", disclosureSubject(id))
	}
	return old, err
}

// unerased gives those of whom something may be held.
func (c *commit) unerased(people []registry.PersonID) ([]registry.PersonID, error) {
	gone, err := erasures.rows(c.ctx, c.s, "")
	return slices.DeleteFunc(slices.Clone(people), func(id registry.PersonID) bool {
		return slices.ContainsFunc(gone, func(e registry.Erasure) bool { return e.Person == id })
	}), err
}

func (c *commit) putDisclosed(d *registry.Disclosure) error {
	err := disclosedPeople.deleteWhere(c.ctx, c.s, "DELETE FROM disclosed WHERE disclosure = ?", int64(d.ID))
	for i := 0; i < len(d.People) && err == nil; i++ {
		err = disclosedPeople.insert(c.ctx, c.s, &disclosedPerson{d.ID, d.People[i]})
	}
	return err
}

// noteDisclosed writes that the data was fetched.
func (c *commit) noteDisclosed(n *registry.NoteDisclosed) (registry.Subject, error) {
	subject := disclosureSubject(n.ID)
	d, ok, err := disclosures.one(c.ctx, c.s, "WHERE id = ?", subject.ID)
	if err != nil {
		return subject, err
	}
	if !ok || d.State != registry.DisclosureApproved {
		return subject, c.stale("đề nghị khai thác dữ liệu", subject)
	}
	source, err := c.source(&n.Why)
	if err != nil {
		return subject, err
	}
	return subject, c.enter(&n.Why, subject, registry.Opened, d.Version, source, nil)
}

// forgetInDisclosures takes people out of what was asked and let out, and their names out
// of the words beside it.
func (c *commit) forgetInDisclosures(ids []registry.PersonID, who *registry.Traces) error {
	all, err := disclosures.rows(c.ctx, c.s, "")
	for i := 0; i < len(all) && err == nil; i++ {
		d := &all[i]
		n := d.people
		if d.People, err = c.disclosed(d.ID); err != nil {
			return err
		}
		d.People = slices.DeleteFunc(d.People, func(id registry.PersonID) bool { return slices.Contains(ids, id) })
		d.people = len(d.People)
		tells := d.people != n
		for _, text := range []*string{&d.Document, &d.Purpose, &d.Search, &d.Decision} {
			if who.In(*text) {
				*text, tells = who.Without(*text), true
			}
		}
		if !tells {
			continue
		}
		if err = disclosures.update(c.ctx, c.s, d); err == nil {
			err = c.putDisclosed(&d.Disclosure)
		}
	}
	return err
}

func (c *commit) disclosed(id registry.DisclosureID) ([]registry.PersonID, error) {
	return disclosedOf(c.ctx, c.s, id)
}

func disclosedOf(ctx context.Context, s *session, id registry.DisclosureID) ([]registry.PersonID, error) {
	rows, err := disclosedPeople.rows(ctx, s, "WHERE disclosure = ? ORDER BY person", int64(id))
	people := make([]registry.PersonID, len(rows))
	for i, r := range rows {
		people[i] = r.person
	}
	return people, err
}

// Disclosure gives one with its people; NotFound if there is none, Damaged where people of
// it are missing.
func (db *DB) Disclosure(ctx context.Context, id registry.DisclosureID) (_ *registry.Disclosure, err error) {
	defer wrap(&err, "sqlite.Disclosure(%d)", id)
	var row disclosureRow
	err = db.read.with(ctx, func(s *session) error {
		var ok bool
		if row, ok, err = disclosures.one(ctx, s, "WHERE id = ?", int64(id)); err != nil {
			return err
		}
		if !ok {
			return registry.Errorf(registry.NotFound, "Không tìm thấy đề nghị khai thác dữ liệu số %d.", id)
		}
		if row.People, err = disclosedOf(ctx, s, id); err == nil && len(row.People) != row.people {
			err = disclosures.damaged(&row)
		}
		return err
	})
	return &row.Disclosure, err
}

// Disclosures gives all, newest first, without the people.
func (db *DB) Disclosures(ctx context.Context) (_ []registry.Disclosure, err error) {
	defer wrap(&err, "sqlite.Disclosures")
	rows, err := many(ctx, db, disclosures, "ORDER BY id DESC")
	return plainDisclosures(rows), err
}

// DisclosuresOf gives those that name a person, oldest first.
func (db *DB) DisclosuresOf(ctx context.Context, id registry.PersonID) (_ []registry.Disclosure, err error) {
	defer wrap(&err, "sqlite.DisclosuresOf(%d)", id)
	rows, err := many(ctx, db, disclosures, "WHERE id IN (SELECT disclosure FROM disclosed WHERE person = ?) ORDER BY id", int64(id))
	return plainDisclosures(rows), err
}

func plainDisclosures(rows []disclosureRow) []registry.Disclosure {
	all := make([]registry.Disclosure, len(rows))
	for i := range rows {
		all[i] = rows[i].Disclosure
	}
	return all
}
