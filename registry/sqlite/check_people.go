package sqlite

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"strings"

	"trithuc/registry"
)

// people verifies everybody: the checksum over the row and its lists, what the
// row repeats of the lists, that all sources exist, and that no list has rows
// of nobody.
func (c *check) people(ctx context.Context, s *session) error {
	w := &peopleCheck{sources: math.MaxInt64, items: map[string]int{}, standing: map[registry.Standing]int{}}
	if c.counters != nil {
		w.sources = c.counters.source
	}
	n, err := w.walk(ctx, s)
	if err != nil {
		return err
	}
	if c.counters != nil && n != c.counters.people {
		return brokenf("counter people", "Có %d hồ sơ, đáng lẽ có %d.", n, c.counters.people)
	}
	c.found, c.foundKeys, c.standing = &w.found, &w.keys, w.standing
	return w.strayItems(ctx, s)
}

// peopleCheck is the walk of a check over everybody.
type peopleCheck struct {
	sources  int64          // ids from 1 to this exist
	found    identitySum    // what the people are found by
	keys     identitySum    // and met again by
	items    map[string]int // rows seen in each list
	standing map[registry.Standing]int
}

// walk verifies everybody and says how many there are.
func (c *peopleCheck) walk(ctx context.Context, s *session) (n int64, err error) {
	for after := registry.PersonID(0); ; {
		last, err := strideEnd(ctx, s, after)
		if err != nil || last == 0 {
			return n, err
		}
		people, err := c.stretch(ctx, s, int64(after)+1, int64(last))
		if err != nil {
			return n, err
		}
		n, after = n+int64(people), last
	}
}

// stretch verifies the people of a range of ids; where something is wrong in it
// it goes id by id to name the first.
func (c *peopleCheck) stretch(ctx context.Context, s *session, from, to int64) (int, error) {
	n, err := c.between(ctx, s, from, to)
	if err == nil || ended(err) {
		return n, err
	}
	for id := from; id <= to; id++ {
		if _, one := c.between(ctx, s, id, id); one != nil {
			return 0, brokenf(personLabel(id), "%s", violationOf("", one).Message)
		}
	}
	return 0, err
}

func personLabel(id int64) string { return "person " + registry.PersonID(id).Public() }

// between verifies the people of a range and adds up what they can be found by.
func (c *peopleCheck) between(ctx context.Context, s *session, from, to int64) (int, error) {
	people, sums, rows, err := loadPeople(ctx, s, onePerson, []any{from, to})
	if err != nil {
		return 0, err
	}
	if err := verify(people, sums); err != nil {
		return 0, err
	}
	if err := c.repeated(ctx, s, people, from, to); err != nil {
		return 0, err
	}
	for _, p := range people {
		if err := c.sourcesOf(p); err != nil {
			return 0, err
		}
		for _, i := range identitiesOf(p) {
			c.found.add(i)
		}
		for _, k := range personKeysOf(p) {
			c.keys.addKey(k)
		}
		c.standing[p.Standing()]++
	}
	for table, n := range rows {
		c.items[table] += n
	}
	return len(people), nil
}

// repeated compares the derived columns with the lists they are derived from.
func (c *peopleCheck) repeated(ctx context.Context, s *session, people []*registry.Person, from, to int64) error {
	var d derived
	i := 0
	dest := []any{(*text)(&d.degrees), (*text)(&d.field), (*reference)(&d.employer), (*text)(&d.honours), (*integer)(&d.lists)}
	return s.each(ctx, "SELECT degrees, field, employer, honours, lists FROM person WHERE id BETWEEN ? AND ? ORDER BY id", []any{from, to}, dest, func() error {
		if i >= len(people) {
			return misfit("nobody", d)
		}
		want := derive(people[i])
		if d.lists == -1 { // of an earlier schema
			want.lists = -1
		}
		if d != want {
			return brokenf("", "Cột lặp lại trong hồ sơ không khớp với các danh sách của hồ sơ.")
		}
		i++
		return nil
	})
}

func (c *peopleCheck) sourcesOf(p *registry.Person) error {
	sound := p.Source >= 1 && int64(p.Source) <= c.sources
	see := func(id *registry.SourceID) { sound = sound && *id >= 1 && int64(*id) <= c.sources }
	for _, l := range personLists {
		l.sources(p, see)
	}
	for _, id := range p.Sources {
		see(&id)
	}
	if !sound {
		return brokenf(personLabel(int64(p.ID)), "Hồ sơ chỉ đến một nguồn không có.")
	}
	return nil
}

// strayItems compares how many rows each list has with how many belong to somebody.
func (c *peopleCheck) strayItems(ctx context.Context, s *session) error {
	for _, l := range personLists {
		var n int64
		if _, err := s.row(ctx, "SELECT count(*) FROM "+l.tableName(), nil, (*integer)(&n)); err != nil {
			return err
		}
		if int(n) != c.items[l.tableName()] {
			return brokenf(l.tableName(), "Bảng %s có %d dòng, các hồ sơ có %d.", l.tableName(), n, c.items[l.tableName()])
		}
	}
	return nil
}

// identitySum stands for a set of identities whatever their order: how many
// there are and the sum of their checksums.
type identitySum struct{ n, sum int64 }

func (s *identitySum) add(i identity) {
	raw := binary.AppendVarint(make([]byte, 0, 64), int64(i.kind))
	raw = binary.AppendVarint(appendString(raw, i.value), int64(i.person))
	s.n++
	s.sum += checksum(raw)
}

// identities compares the rows people are found by with the people.
func (c *check) identities(ctx context.Context, s *session) error {
	if c.found == nil {
		return nil
	}
	var i identity
	var stored identitySum
	dest := []any{(*integer)(&i.kind), (*text)(&i.value), (*integer)(&i.person)}
	err := s.each(ctx, "SELECT kind, value, person FROM identity", nil, dest, func() error {
		stored.add(i)
		return nil
	})
	if err != nil || stored == *c.found {
		return err
	}
	return brokenf("identity", "Bảng tra cứu danh tính (%d dòng) không khớp với các hồ sơ (%d dòng).", stored.n, c.found.n)
}

// keyText writes the key of a row for a person to read.
func keyText(key []any) string {
	parts := make([]string, len(key))
	for i, v := range key {
		parts[i] = fmt.Sprint(v)
	}
	return strings.Join(parts, "/")
}
