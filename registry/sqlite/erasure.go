package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"trithuc/registry"
)

// erasures are the tombstones.
var erasures = newTable("erasure", "person at seq first origin request clean", 1, func(e *registry.Erasure) []column {
	return []column{(*integer)(&e.Person), (*moment)(&e.At), (*integer)(&e.Seq), (*integer)(&e.First), (*digestColumn)(&e.Origin),
		(*reference)(&e.Request), (*boolean)(&e.Clean)}
})

// erasePerson empties everything held of a person and of those merged into them.
// The subject is the person; the entries of the others stand before theirs.
func (c *commit) erasePerson(e *registry.ErasePerson) (registry.Subject, error) {
	subject := personSubject(e.ID)
	if err := c.unmoved(e); err != nil {
		return subject, err
	}
	ids, err := c.withMerged(e.ID)
	if err != nil {
		return subject, err
	}
	slices.Reverse(ids)
	if err := c.dropHeld(e); err != nil {
		return subject, err
	}
	var held []registry.ImportID
	if e.Searched != nil {
		held = e.Searched.Held
	}
	named, err := c.forgetImports(&e.Traces, held)
	if err != nil {
		return subject, err
	}
	listed, err := c.forgetShortlists(ids, &e.Traces)
	if err != nil {
		return subject, err
	}
	if err := errors.Join(c.forgetFiles(&e.Traces), c.forgetAsked(&e.Traces)); err != nil {
		return subject, err
	}
	units, err := c.forgetOrganisations(&e.Why, ids, &e.Traces)
	if err != nil {
		return subject, err
	}
	elsewhere, said, err := c.forgetElsewhere(&e.Why, ids, &e.Traces)
	if err != nil {
		return subject, err
	}
	if err := c.forgetAccounts(&e.Why, ids); err != nil {
		return subject, err
	}
	named = slices.Concat(named, listed, units, elsewhere)
	for _, id := range ids {
		if err := c.eraseOne(e, id, named, said); err != nil {
			return subject, err
		}
	}
	return subject, nil
}

// unmoved looks whether the traces of an erasure still are all there are: whoever
// was merged or changed since they were gathered may have left values elsewhere.
func (c *commit) unmoved(e *registry.ErasePerson) error {
	for _, id := range e.Traces.IDs {
		subject := personSubject(id)
		later, err := entries(c.ctx, c.s, "WHERE kind = ? AND subject = ? AND seq > ? AND seq <= ? LIMIT 1",
			string(subject.Kind), subject.ID, int64(e.Traces.As), int64(c.began))
		if err != nil {
			return err
		}
		if len(later) > 0 {
			return registry.Errorf(registry.Stale, "Hồ sơ %s vừa được sửa hoặc gộp trong lúc xóa nên chưa xóa. Hãy làm lại.", id.Public())
		}
	}
	m, merged, err := redirects.one(c.ctx, c.s, "WHERE gone = ?", int64(e.ID))
	if err != nil || !merged {
		return err
	}
	return registry.Errorf(registry.Stale, "Hồ sơ %s vừa được gộp vào %s nên chưa xóa. Hãy làm lại.", m.Gone.Public(), m.Kept.Public())
}

// withMerged gives an id and those of everybody who was merged into it, however
// often they were merged on.
func (c *commit) withMerged(id registry.PersonID) ([]registry.PersonID, error) {
	ids := []registry.PersonID{id}
	for i := 0; i < len(ids); i++ {
		merged, err := redirects.rows(c.ctx, c.s, "WHERE kept = ? ORDER BY gone", int64(ids[i]))
		if err != nil {
			return nil, err
		}
		for _, m := range merged {
			if !slices.Contains(ids, m.Gone) {
				ids = append(ids, m.Gone)
			}
		}
	}
	return ids, nil
}

// eraseOne empties what is held under one id, with the entries that named tells
// of, takes the reasons out of those that said tells of, and puts the tombstone.
func (c *commit) eraseOne(e *registry.ErasePerson, id registry.PersonID, named []int64, said []registry.Entry) error {
	subject := personSubject(id)
	mine, err := entries(c.ctx, c.s, "WHERE kind = ? AND subject = ? ORDER BY seq", string(subject.Kind), subject.ID)
	if err != nil {
		return err
	}
	if len(mine) == 0 || mine[len(mine)-1].Action == registry.Erased {
		return registry.ErasedPerson(id)
	}
	if err := c.takeRows(id); err != nil {
		return err
	}
	if err := errors.Join(c.forgetReviews(id), c.forgetRequests(&e.Why, id), c.forgetSecrets(id)); err != nil {
		return err
	}
	about, err := entries(c.ctx, c.s, "WHERE kind = ? AND subject = ? ORDER BY seq", string(registry.SubjectSecret), int64(id))
	if err != nil {
		return err
	}
	for _, e := range about { // what they were opened for
		named = append(named, int64(e.Seq))
	}
	emptied, err := c.emptyTrail(mine, named)
	if err != nil {
		return err
	}
	unsaid, err := c.unsay(slices.Concat(mine, about, said), &e.Traces)
	if err != nil {
		return err
	}
	source, err := c.source(&e.Why)
	if err != nil {
		return err
	}
	kept := erasedPayload{Emptied: emptied, Unsaid: unsaid}
	if e.Searched != nil {
		kept.Imports = e.Searched.Held
	}
	body, err := payloadOf(kept)
	if err != nil {
		return err
	}
	if err := c.enter(&e.Why, subject, registry.Erased, mine[len(mine)-1].Version+1, source, body); err != nil {
		return err
	}
	c.erased = true
	return erasures.insert(c.ctx, c.s, &registry.Erasure{Person: id, At: c.at, Seq: c.head.Seq, First: mine[0].Seq, Origin: mine[0].Hash, Request: e.Request})
}

// takeRows deletes the rows of a person, if they are there.
func (c *commit) takeRows(id registry.PersonID) error {
	p, _, err := loadPerson(c.ctx, c.s, id)
	if err != nil || p == nil {
		return err
	}
	return c.deleteRows(p)
}

// emptyTrail empties the payloads of seqs, of a person's entries, and of entries about
// somebody they were merged into that hold the two as one, and gives their numbers.
func (c *commit) emptyTrail(mine []registry.Entry, seqs []int64) ([]int64, error) {
	seqs = slices.Clone(seqs)
	for _, e := range mine {
		seqs = append(seqs, int64(e.Seq))
	}
	joint, err := c.jointEntries(mine)
	if err != nil {
		return nil, err
	}
	return c.empty(append(seqs, joint...))
}

// jointEntries gives, of entries about one person, those about whoever they were merged
// into while the two were one, and about whoever these were merged into then, and so on:
// what those entries replaced may be values of all of them.
func (c *commit) jointEntries(of []registry.Entry) (seqs []int64, err error) {
	for i, e := range of {
		if e.Action != registry.Removed {
			continue
		}
		until := registry.Seq(1 << 62)
		if i+1 < len(of) {
			until = of[i+1].Seq
		}
		with, err := c.whileMerged(e, until)
		if err != nil {
			return nil, err
		}
		for _, w := range with {
			seqs = append(seqs, int64(w.Seq))
		}
		on, err := c.jointEntries(with)
		if err != nil {
			return nil, err
		}
		seqs = append(seqs, on...)
	}
	return seqs, nil
}

// whileMerged gives the entries about whoever the removal e merged its person into, from
// behind that merge to before the person came back. None where the removal was no merge:
// a merge writes its two entries one behind the other, for one reason.
func (c *commit) whileMerged(e registry.Entry, until registry.Seq) ([]registry.Entry, error) {
	before, err := entries(c.ctx, c.s, "WHERE seq = ?", int64(e.Seq-1))
	if err != nil || len(before) == 0 {
		return nil, err
	}
	m := before[0]
	if m.Subject.Kind != registry.SubjectPerson || m.Action != registry.Amended || m.Reason != e.Reason || !m.At.Equal(e.At) {
		return nil, nil
	}
	return entries(c.ctx, c.s, "WHERE kind = ? AND subject = ? AND seq > ? AND seq < ? ORDER BY seq",
		string(m.Subject.Kind), m.Subject.ID, int64(m.Seq), int64(until))
}

// empty empties the payloads of entries and gives the numbers of those that had one.
func (c *commit) empty(seqs []int64) ([]int64, error) {
	list, err := json.Marshal(seqs)
	if err != nil {
		return nil, err
	}
	var seq int64
	emptied := []int64{}
	err = c.s.each(c.ctx, "SELECT seq FROM payload WHERE body IS NOT NULL AND seq "+somePeople+" ORDER BY seq", []any{string(list)}, []any{&seq}, func() error {
		emptied = append(emptied, seq)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return emptied, c.s.exec(c.ctx, "UPDATE payload SET salt = NULL, body = NULL WHERE seq "+somePeople, string(list))
}

// Erasures gives everybody erased from this store, by id.
func (db *DB) Erasures(ctx context.Context) (_ []registry.Erasure, err error) {
	defer wrap(&err, "sqlite.Erasures")
	return many(ctx, db, erasures, "ORDER BY person")
}

// erased gives the error for an id that was erased, nil for any other.
func erased(ctx context.Context, s *session, id registry.PersonID) error {
	_, ok, err := erasures.one(ctx, s, "WHERE person = ?", int64(id))
	if err != nil || !ok {
		return err
	}
	return registry.ErasedPerson(id)
}

// Cleaned records that nothing is left anywhere of those erased up to an entry.
func (db *DB) Cleaned(ctx context.Context, upTo registry.Seq) (err error) {
	defer wrap(&err, "sqlite.Cleaned")
	return db.writing(ctx, func(s *session) error {
		return s.transaction(ctx, "BEGIN IMMEDIATE", func(s *session) error {
			left, err := erasures.rows(ctx, s, "WHERE clean = 0 AND seq <= ?", int64(upTo))
			for i := 0; i < len(left) && err == nil; i++ {
				left[i].Clean = true
				err = erasures.update(ctx, s, &left[i])
			}
			return err
		})
	})
}

// emptied looks whether every payload without a body was emptied by an erasure,
// whose own payload, under the chain, lists it; and whether every erasure has its
// tombstone and no rows.
func (c *check) emptied(ctx context.Context, s *session) error {
	var seq int64
	var body []byte
	listed := map[int64]bool{}
	err := s.each(ctx, "SELECT seq, body FROM entry JOIN payload USING (seq) WHERE action = ?", []any{string(registry.Erased)}, []any{&seq, (*blob)(&body)}, func() error {
		var list erasedPayload
		if err := json.Unmarshal(body, &list); err != nil {
			return brokenf(fmt.Sprintf("payload %d", seq), "Danh sách mục đã xóa trắng của lần xóa dữ liệu ở mục %d không đọc được.", seq)
		}
		for _, n := range list.Emptied {
			listed[n] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = s.each(ctx, "SELECT seq FROM payload WHERE body IS NULL ORDER BY seq", nil, []any{&seq}, func() error {
		if !listed[seq] {
			return brokenf(fmt.Sprintf("payload %d", seq), "Giá trị cũ của mục %d trong nhật ký bị xóa trắng mà không do lần xóa dữ liệu nào.", seq)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.tombstones(ctx, s)
}

// tombstones compares the erasures of the trail with the tombstones and the people.
func (c *check) tombstones(ctx context.Context, s *session) error {
	for _, left := range []struct{ table, query, message string }{
		{"person", "SELECT erasure.person FROM erasure JOIN person ON person.id = erasure.person LIMIT 1",
			"Hồ sơ đã xóa theo yêu cầu vẫn còn trong bảng hồ sơ."},
		{"secret", "SELECT person FROM erasure JOIN secret USING (person) LIMIT 1", "Hồ sơ đã xóa theo yêu cầu vẫn còn giá trị bảo mật."},
		{"request", "SELECT id FROM erasure JOIN request USING (person) WHERE name <> '' OR contact <> '' OR detail <> '' LIMIT 1",
			"Yêu cầu của người đã được xóa vẫn còn tên hoặc nội dung."},
		{"review", `SELECT id FROM review WHERE (proposed IS NOT NULL OR evidence IS NOT NULL) AND (person IN (SELECT person FROM erasure)
			OR EXISTS (SELECT 1 FROM json_each(candidates) WHERE value IN (SELECT person FROM erasure))) LIMIT 1`,
			"Câu hỏi khi nhập vẫn nói về người đã được xóa."},
		{"identity", "SELECT person FROM identity WHERE person IN (SELECT person FROM erasure) LIMIT 1", "Vẫn còn tra được người đã xóa theo yêu cầu."},
		{"person_key", "SELECT person FROM person_key WHERE person IN (SELECT person FROM erasure) LIMIT 1", "Vẫn còn khóa tra cứu của người đã xóa theo yêu cầu."},
	} {
		if err := none(ctx, s, left.table, left.query, left.message); err != nil {
			return err
		}
	}
	return none(ctx, s, "erasure", `SELECT entry.subject FROM entry LEFT JOIN erasure ON erasure.seq = entry.seq AND erasure.person = entry.subject
		WHERE entry.kind = 'person' AND entry.action = 'erased' AND erasure.person IS NULL
		UNION ALL SELECT erasure.person FROM erasure LEFT JOIN entry ON entry.seq = erasure.seq AND entry.action = 'erased' AND entry.subject = erasure.person
		WHERE entry.seq IS NULL LIMIT 1`, "Các lần xóa dữ liệu không khớp với nhật ký.")
}

func (c *digestColumn) value() any                 { return c[:] }
func (c *digestColumn) appendTo(raw []byte) []byte { return append(raw, c[:]...) }
