package sqlite

import (
	"context"
	"encoding/json"
	"iter"

	"trithuc/registry"
)

// Person gives one; NotFound if there is none, Damaged if its checksum fails. The
// id of somebody merged gives the person it leads to.
func (db *DB) Person(ctx context.Context, id registry.PersonID) (p *registry.Person, err error) {
	defer wrap(&err, "sqlite.Person(%d)", id)
	err = db.read.snapshot(ctx, func(s *session) error {
		if p, err = personOf(ctx, s, id); err != nil || p != nil {
			return err
		}
		kept, err := leadsTo(ctx, s, id)
		if err != nil {
			return err
		}
		if kept != id {
			p, err = personOf(ctx, s, kept)
		}
		if err != nil || p != nil {
			return err
		}
		return erased(ctx, s, id)
	})
	if err == nil && p == nil {
		err = registry.Errorf(registry.NotFound, "Không tìm thấy hồ sơ %s.", id.Public())
	}
	return p, err
}

// personOf reads and verifies the person under this very id, nil if there is none.
func personOf(ctx context.Context, s *session, id registry.PersonID) (*registry.Person, error) {
	p, sum, err := loadPerson(ctx, s, id)
	if err != nil || p == nil {
		return nil, err
	}
	return p, verify([]*registry.Person{p}, []int64{sum})
}

// people reads and verifies, all as of one moment.
func (db *DB) people(ctx context.Context, which string, bounds ...any) (people []*registry.Person, err error) {
	err = db.read.snapshot(ctx, func(s *session) error {
		var sums []int64
		if people, sums, _, err = loadPeople(ctx, s, which, bounds); err != nil {
			return err
		}
		return verify(people, sums)
	})
	return people, err
}

// People gives those that exist under these very ids, in their order.
func (db *DB) People(ctx context.Context, ids []registry.PersonID) (_ []*registry.Person, err error) {
	defer wrap(&err, "sqlite.People")
	list, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	people, err := db.people(ctx, somePeople, string(list))
	if err != nil {
		return nil, err
	}
	byID := make(map[registry.PersonID]*registry.Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	found := make([]*registry.Person, 0, len(people))
	for _, id := range ids {
		if p := byID[id]; p != nil {
			found = append(found, p)
		}
	}
	return found, nil
}

// stride is how many ids one step of a walk over everybody takes: enough that
// the queries cost little, few enough to hold.
const stride = 512

// AllPeople walks over everybody after an id, by id, without holding them all.
// Each step is of one moment, the walk as a whole is not: who is added or
// amended meanwhile may come as before or as after. No transaction stays open
// between steps.
func (db *DB) AllPeople(ctx context.Context, after registry.PersonID) iter.Seq2[*registry.Person, error] {
	return func(yield func(*registry.Person, error) bool) {
		for {
			people, last, err := db.step(ctx, after)
			for _, p := range people {
				if !yield(p, nil) {
					return
				}
			}
			if err != nil {
				wrap(&err, "sqlite.AllPeople")
				yield(nil, err)
				return
			}
			if last == 0 {
				return
			}
			after = last
		}
	}
}

// step reads the next people after an id and gives the id to go on from, 0 at the end.
func (db *DB) step(ctx context.Context, after registry.PersonID) (people []*registry.Person, last registry.PersonID, err error) {
	err = db.read.snapshot(ctx, func(s *session) error {
		last, err = strideEnd(ctx, s, after)
		if err != nil || last == 0 {
			return err
		}
		var sums []int64
		people, sums, _, err = loadPeople(ctx, s, onePerson, []any{int64(after) + 1, int64(last)})
		if err != nil {
			return err
		}
		return verify(people, sums)
	})
	return people, last, err
}

// strideEnd gives the last id of the next step after an id, 0 if nobody is left.
func strideEnd(ctx context.Context, s *session, after registry.PersonID) (registry.PersonID, error) {
	var last registry.PersonID
	_, err := s.row(ctx, "SELECT coalesce(max(id), 0) FROM (SELECT id FROM person WHERE id > ? ORDER BY id LIMIT ?)",
		[]any{int64(after), stride}, (*integer)(&last))
	return last, err
}

// PeopleOf gives who has a current or past position at the organisation or
// unit, or a staff code of it, in the order of their ids.
func (db *DB) PeopleOf(ctx context.Context, id registry.OrganisationID) (found []registry.PersonID, err error) {
	defer wrap(&err, "sqlite.PeopleOf(%d)", id)
	err = db.read.with(ctx, func(s *session) error {
		found, err = peopleAt(ctx, s, id)
		return err
	})
	return found, err
}

func peopleAt(ctx context.Context, s *session, id registry.OrganisationID) ([]registry.PersonID, error) {
	var found []registry.PersonID
	var person registry.PersonID
	err := s.each(ctx, `SELECT person FROM position WHERE organisation = $1
		UNION SELECT person FROM position WHERE unit = $1
		UNION SELECT person FROM person_code WHERE organisation = $1
		UNION SELECT person FROM membership WHERE organisation = $1 ORDER BY 1`,
		[]any{int64(id)}, []any{(*integer)(&person)}, func() error {
			found = append(found, person)
			return nil
		})
	return found, err
}
