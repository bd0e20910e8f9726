package sqlite

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"

	"trithuc/registry"
)

// personKey is one row of the table person_key.
type personKey struct {
	key    int64
	person registry.PersonID
}

func (k personKey) compare(l personKey) int {
	return cmp.Or(cmp.Compare(k.key, l.key), cmp.Compare(k.person, l.person))
}

// keyed says that a key stands in person_key: staff codes and e-mail addresses
// stand in identity already.
func keyed(key string) bool { return key[0] != 'c' && key[0] != 'e' }

// personKeysOf gives the rows of a person, sorted, each once.
func personKeysOf(p *registry.Person) []personKey {
	keys := make([]personKey, 0, 6)
	for _, k := range registry.Keys(p) {
		if keyed(k) {
			keys = append(keys, personKey{checksum([]byte(k)), p.ID})
		}
	}
	slices.SortFunc(keys, personKey.compare)
	return slices.Compact(keys)
}

// writeKeys writes what identify held back.
func (c *commit) writeKeys() error {
	slices.SortFunc(c.keys, personKey.compare)
	err := insertKeys(c.ctx, c.s, c.keys)
	c.keys = c.keys[:0]
	return err
}

func insertKeys(ctx context.Context, s *session, keys []personKey) error {
	return insertMany(ctx, s, "INSERT INTO person_key (key, person) VALUES ", keys, func(k personKey) []any {
		return []any{k.key, int64(k.person)}
	})
}

func (c *commit) deleteKeys(p *registry.Person) error {
	for _, k := range personKeysOf(p) {
		if err := c.s.exec(c.ctx, "DELETE FROM person_key WHERE key = ? AND person = ?", k.key, int64(k.person)); err != nil {
			return err
		}
	}
	return nil
}

// keyStride is how many people one step of keyEverybody takes.
const keyStride = 2000

// keyEverybody gives keys to who was there before there were any, step by step:
// a crash between two goes on at the next start.
func (db *DB) keyEverybody(ctx context.Context) error {
	for {
		done, err := db.keySome(ctx)
		if err != nil || done {
			return err
		}
	}
}

func (db *DB) keySome(ctx context.Context) (done bool, err error) {
	err = db.write.with(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
			var last int64
			if _, err := s.row(ctx, "SELECT coalesce(max(person), 0) FROM (SELECT person FROM unkeyed ORDER BY person LIMIT ?)", []any{keyStride}, &last); err != nil {
				return err
			}
			if done = last == 0; done {
				return nil
			}
			return keyUpTo(ctx, s, last)
		})
	})
	return done, err
}

// keyUpTo gives keys to the unkeyed up to an id.
func keyUpTo(ctx context.Context, s *session, last int64) error {
	people, _, _, err := loadPeople(ctx, s, "IN (SELECT person FROM unkeyed WHERE person <= ?)", []any{last})
	if err != nil {
		return err
	}
	var keys []personKey
	for _, p := range people {
		keys = append(keys, personKeysOf(p)...)
	}
	slices.SortFunc(keys, personKey.compare)
	if err := insertKeys(ctx, s, keys); err != nil {
		return err
	}
	return s.exec(ctx, "DELETE FROM unkeyed WHERE person <= ?", last)
}

// askedKey is one key of a probe, as the query carries it.
type askedKey struct {
	Probe int   `json:"p"`
	Kind  int   `json:"k"` // the letter
	Key   int64 `json:"v"`
}

// findByKeys adds to matches whom the keys of the probes meet.
func findByKeys(ctx context.Context, s *session, probes []registry.Probe, matches [][]registry.Match) error {
	var asked []askedKey
	for i, p := range probes {
		for _, k := range p.Keys {
			if k != "" && keyed(k) {
				asked = append(asked, askedKey{i, int(k[0]), checksum([]byte(k))})
			}
		}
	}
	if len(asked) == 0 {
		return nil
	}
	list, err := json.Marshal(asked)
	if err != nil {
		return err
	}
	var probe, kind int
	var person registry.PersonID
	return s.each(ctx, `SELECT ask.value ->> 'p', ask.value ->> 'k', person_key.person
		FROM json_each(?) AS ask CROSS JOIN person_key ON person_key.key = ask.value ->> 'v'`,
		[]any{string(list)}, []any{(*number)(&probe), (*number)(&kind), (*integer)(&person)}, func() error {
			matches[probe] = meetByKey(matches[probe], person, string(rune(kind)))
			return nil
		})
}

// meetByKey notes that a person was met by a key of a kind.
func meetByKey(matches []registry.Match, person registry.PersonID, kind string) []registry.Match {
	matches, m := matchOf(matches, person)
	if !strings.Contains(m.ByKey, kind) {
		letters := strings.Split(m.ByKey+kind, "")
		slices.Sort(letters)
		m.ByKey = strings.Join(letters, "")
	}
	return matches
}

// addKey takes one row of person_key into the sum.
func (s *identitySum) addKey(k personKey) {
	raw := binary.AppendVarint(binary.AppendVarint(make([]byte, 0, 20), k.key), int64(k.person))
	s.n++
	s.sum += checksum(raw)
}

// keys compares the keys people are met by with the people.
func (c *check) keys(ctx context.Context, s *session) error {
	if c.foundKeys == nil {
		return nil
	}
	if err := none(ctx, s, "unkeyed", "SELECT person FROM unkeyed LIMIT 1", "Còn hồ sơ chưa có khóa tra cứu."); err != nil {
		return err
	}
	var k personKey
	var stored identitySum
	err := s.each(ctx, "SELECT key, person FROM person_key", nil, []any{&k.key, (*integer)(&k.person)}, func() error {
		stored.addKey(k)
		return nil
	})
	if err != nil || stored == *c.foundKeys {
		return err
	}
	return brokenf("person_key", "Bảng khóa tra cứu (%d dòng) không khớp với các hồ sơ (%d dòng).", stored.n, c.foundKeys.n)
}
