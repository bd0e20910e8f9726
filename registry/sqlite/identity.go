package sqlite

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// identityKind is by what a person can be found.
type identityKind int64

const (
	byCode identityKind = iota + 1
	byMail
	byName
	byORCID
	byBorn
)

// identity is one row of the table of that name.
type identity struct {
	kind   identityKind
	value  string
	person registry.PersonID
}

func (i identity) compare(j identity) int {
	return cmp.Or(cmp.Compare(i.kind, j.kind), strings.Compare(i.value, j.value), cmp.Compare(i.person, j.person))
}

// identitiesOf gives what a person can be found by, sorted, each once.
func identitiesOf(p *registry.Person) []identity {
	all := make([]identity, 0, len(p.Codes)+3)
	for _, c := range p.Codes {
		all = append(all, identity{byCode, c.Key(), p.ID})
	}
	if p.Email != "" {
		all = append(all, identity{byMail, p.Email, p.ID})
	}
	all = appendNames(all, p, p.Name.Full)
	for _, o := range p.Names {
		all = appendNames(all, p, o.Name)
	}
	for _, i := range p.Identifiers {
		if i.Kind == registry.ORCID {
			all = append(all, identity{byORCID, i.Value, p.ID})
		}
	}
	slices.SortFunc(all, identity.compare)
	return slices.Compact(all)
}

// appendNames adds what a name of somebody leads to them by.
func appendNames(all []identity, p *registry.Person, name string) []identity {
	folded := vietnamese.Fold(name)
	if folded == "" {
		return all
	}
	all = append(all, identity{byName, folded, p.ID})
	if born := registry.BornKey(folded, p.Birth); born != "" {
		all = append(all, identity{byBorn, born, p.ID})
	}
	return all
}

// heldBack is how many rows of identity wait to be written together in the
// order of their keys, which spares the tree most of its page changes.
const heldBack = 1 << 14

func (c *commit) identify(p *registry.Person) error {
	c.stand(p, +1)
	c.identities = append(c.identities, identitiesOf(p)...)
	c.keys = append(c.keys, personKeysOf(p)...)
	if len(c.identities) < heldBack {
		return nil
	}
	return c.writeIdentities()
}

// writeIdentities writes what identify held back.
func (c *commit) writeIdentities() error {
	slices.SortFunc(c.identities, identity.compare)
	err := insertMany(c.ctx, c.s, "INSERT INTO identity (kind, value, person) VALUES ", c.identities, func(i identity) []any {
		return []any{int64(i.kind), i.value, int64(i.person)}
	})
	if err != nil {
		return err
	}
	c.identities = c.identities[:0]
	return c.writeKeys()
}

// sole refuses a staff code or an ORCID iD of p that old has not and somebody else
// has.
func (c *commit) sole(p, old *registry.Person) error {
	if err := c.writeIdentities(); err != nil {
		return err
	}
	had := identitiesOf(old)
	for _, i := range identitiesOf(p) {
		if i.kind != byCode && i.kind != byORCID || slices.Contains(had, i) {
			continue
		}
		var other registry.PersonID
		found, err := c.s.row(c.ctx, "SELECT person FROM identity WHERE kind = ? AND value = ? AND person <> ? LIMIT 1",
			[]any{int64(i.kind), i.value, int64(p.ID)}, (*integer)(&other))
		if err != nil {
			return err
		}
		if found {
			_, value, _ := strings.Cut(i.value, "/")
			return soleOf(i.kind, cmp.Or(value, i.value), other)
		}
	}
	return nil
}

// soleOf says that a value is somebody else's.
func soleOf(kind identityKind, value string, other registry.PersonID) error {
	name, field := "Mã cán bộ", "codes"
	if kind == byORCID {
		name, field = "Mã ORCID", "identifiers"
	}
	return &registry.Error{Kind: registry.Conflict,
		Message:  fmt.Sprintf("%s %s đã là của hồ sơ %s. Hãy mở hồ sơ đó: nếu là cùng một người thì sửa ở đó, nếu không thì kiểm tra lại mã.", name, value, other.Public()),
		Problems: []registry.Problem{{Field: field, Value: value, Reason: "đã là của hồ sơ " + other.Public()}}}
}

// unidentify takes out what a stored person could be found by.
func (c *commit) unidentify(p *registry.Person) error {
	c.stand(p, -1)
	if err := c.writeIdentities(); err != nil {
		return err
	}
	for _, i := range identitiesOf(p) {
		if err := c.s.exec(c.ctx, "DELETE FROM identity WHERE kind = ? AND value = ? AND person = ?", int64(i.kind), i.value, int64(i.person)); err != nil {
			return err
		}
	}
	return c.deleteKeys(p)
}

func (c *commit) reidentify(p, old *registry.Person) error {
	if slices.Equal(identitiesOf(p), identitiesOf(old)) && slices.Equal(personKeysOf(p), personKeysOf(old)) {
		c.stand(old, -1)
		c.stand(p, +1)
		return nil
	}
	if err := c.unidentify(old); err != nil {
		return err
	}
	return c.identify(p)
}

// probeKey is one question of FindPeople, as the query carries it.
type probeKey struct {
	Probe int          `json:"p"`
	Kind  identityKind `json:"k"`
	Value string       `json:"v"`
}

// probesAtOnce bounds one query of FindPeople.
const probesAtOnce = 1000

// FindPeople answers many probes at once, one list of matches a probe, by the
// id of the person. Staff codes are compared without regard to capitals and blanks.
func (db *DB) FindPeople(ctx context.Context, probes []registry.Probe) (_ [][]registry.Match, err error) {
	defer wrap(&err, "sqlite.FindPeople")
	matches := make([][]registry.Match, len(probes))
	err = db.read.with(ctx, func(s *session) error {
		for from := 0; from < len(probes); from += probesAtOnce {
			to := min(from+probesAtOnce, len(probes))
			if err := findPeople(ctx, s, probes[from:to], matches[from:to]); err != nil {
				return err
			}
		}
		return nil
	})
	return matches, err
}

func findPeople(ctx context.Context, s *session, probes []registry.Probe, matches [][]registry.Match) error {
	keys, err := json.Marshal(keysOf(probes))
	if err != nil {
		return err
	}
	var probe int
	var kind identityKind
	var person registry.PersonID
	err = s.each(ctx, `SELECT ask.value ->> 'p', identity.kind, identity.person
		FROM json_each(?) AS ask CROSS JOIN identity ON identity.kind = ask.value ->> 'k' AND identity.value = ask.value ->> 'v'`,
		[]any{string(keys)}, []any{(*number)(&probe), (*integer)(&kind), (*integer)(&person)}, func() error {
			matches[probe] = meet(matches[probe], person, kind)
			return nil
		})
	if err != nil {
		return err
	}
	return findByKeys(ctx, s, probes, matches)
}

func keysOf(probes []registry.Probe) []probeKey {
	keys := make([]probeKey, 0, 3*len(probes))
	for i, p := range probes {
		for _, c := range p.Codes {
			keys = append(keys, probeKey{i, byCode, c.Key()})
		}
		if p.Email != "" {
			keys = append(keys, probeKey{i, byMail, p.Email})
		}
		if p.Name != "" {
			keys = append(keys, probeKey{i, byName, p.Name})
		}
		if p.Born != "" {
			keys = append(keys, probeKey{i, byBorn, p.Born})
		}
		if p.ORCID != "" {
			keys = append(keys, probeKey{i, byORCID, p.ORCID})
		}
	}
	return keys
}

// meet notes that a person was met by one kind of identity.
func meet(matches []registry.Match, person registry.PersonID, kind identityKind) []registry.Match {
	matches, m := matchOf(matches, person)
	switch kind {
	case byCode:
		m.ByCode = true
	case byMail:
		m.ByMail = true
	case byName:
		m.ByName = true
	case byORCID:
		m.ByORCID = true
	case byBorn:
		m.ByBorn = true
	}
	return matches
}

// matchOf gives the match of a person among matches, which stand in the order of
// the ids; a new one where there is none.
func matchOf(matches []registry.Match, person registry.PersonID) ([]registry.Match, *registry.Match) {
	i, ok := slices.BinarySearchFunc(matches, person, func(m registry.Match, id registry.PersonID) int { return cmp.Compare(m.Person, id) })
	if !ok {
		matches = slices.Insert(matches, i, registry.Match{Person: person})
	}
	return matches, &matches[i]
}
