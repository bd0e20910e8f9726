package sqlite

import (
	"context"
	"encoding/json"
	"slices"

	"trithuc/registry"
)

// redirects lead from the ids of merged people to whom they were merged into.
var redirects = newTable("redirect", "gone kept seq", 1, func(m *registry.Merged) []column {
	return []column{(*integer)(&m.Gone), (*integer)(&m.Kept), (*integer)(&m.Seq)}
})

// mostMerges bounds how often somebody may have been merged on: a circle in a
// damaged file ends there.
const mostMerges = 1000

// leadsTo follows the redirects of an id to their end; id itself where it has none.
func leadsTo(ctx context.Context, s *session, id registry.PersonID) (registry.PersonID, error) {
	for range mostMerges {
		m, ok, err := redirects.one(ctx, s, "WHERE gone = ?", int64(id))
		if err != nil || !ok {
			return id, err
		}
		id = m.Kept
	}
	return 0, registry.Errorf(registry.Damaged, "Các mã hồ sơ đã gộp dẫn vòng tròn. Hãy chạy trithuc doctor.")
}

// ledOn gives the ids that the ids of a list lead to, each once, in their order.
func ledOn(ctx context.Context, s *session, ids []registry.PersonID) ([]registry.PersonID, error) {
	list, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return ids, err
	}
	merged, err := redirects.rows(ctx, s, "WHERE gone "+somePeople, string(list))
	if err != nil || len(merged) == 0 {
		return ids, err
	}
	leads := map[registry.PersonID]registry.PersonID{}
	for _, m := range merged {
		if leads[m.Gone], err = leadsTo(ctx, s, m.Kept); err != nil {
			return nil, err
		}
	}
	var found []registry.PersonID
	for _, id := range ids {
		if to, ok := leads[id]; ok {
			id = to
		}
		if !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	return found, nil
}

// here says that somebody is there under this very id, or why they are not: erased,
// or removed or merged while the change was being made.
func (c *commit) here(id registry.PersonID) error {
	var one int64
	found, err := c.s.row(c.ctx, "SELECT 1 FROM person WHERE id = ?", []any{int64(id)}, &one)
	if err != nil || found {
		return err
	}
	if err := erased(c.ctx, c.s, id); err != nil {
		return err
	}
	return c.stale("hồ sơ", personSubject(id))
}

// restorePerson puts a removed person back.
func (c *commit) restorePerson(r *registry.RestorePerson) (registry.Subject, error) {
	subject := personSubject(r.Person.ID)
	m, merged, err := redirects.one(c.ctx, c.s, "WHERE gone = ?", int64(r.Person.ID))
	if err != nil {
		return subject, err
	}
	if merged {
		return subject, registry.Errorf(registry.Conflict, "Hồ sơ %s đã được gộp vào %s. Hãy tách hai hồ sơ thay vì khôi phục.", m.Gone.Public(), m.Kept.Public())
	}
	return subject, c.restore(&r.Why, r.Person, r.Was)
}

// restore writes p, whose removal has the version was, as they were.
func (c *commit) restore(w *registry.Why, p *registry.Person, was int64) error {
	subject := personSubject(p.ID)
	last, err := entries(c.ctx, c.s, "WHERE kind = ? AND subject = ? ORDER BY seq DESC LIMIT 1", string(subject.Kind), subject.ID)
	if err != nil {
		return err
	}
	if len(last) == 0 || last[0].Action != registry.Removed || last[0].Version != was {
		return c.stale("hồ sơ "+p.ID.Public(), subject)
	}
	source, err := c.source(w)
	if err != nil {
		return err
	}
	p.Version = was + 1
	if err := c.putIn(p, source); err != nil {
		return err
	}
	return c.enter(w, subject, registry.Restored, p.Version, source, nil)
}

// mergePeople writes both sides of a merge and the redirect. The subject is the
// one who stays.
func (c *commit) mergePeople(m *registry.MergePeople) (registry.Subject, error) {
	subject := personSubject(m.Person.ID)
	if m.Gone == m.Person.ID {
		return subject, registry.Errorf(registry.Invalid, "Không gộp được hồ sơ %s với chính nó.", m.Gone.Public())
	}
	old, err := c.stored(m.Person.ID, m.Was)
	if err != nil {
		return subject, err
	}
	if err := eachOrganisation(m.Person, c.place); err != nil {
		return subject, err
	}
	if err := c.amend(&m.Why, m.Person, old, amendment{sourced: true, always: true}); err != nil {
		return subject, err
	}
	row := registry.Merged{Gone: m.Gone, Kept: m.Person.ID, Seq: c.head.Seq}
	if err := c.takeOut(&m.Why, m.Gone, m.GoneWas); err != nil {
		return subject, err
	}
	return subject, redirects.insert(c.ctx, c.s, &row)
}

// unmergePeople writes both sides apart again and takes the redirect out.
func (c *commit) unmergePeople(u *registry.UnmergePeople) (registry.Subject, error) {
	subject := personSubject(u.Person.ID)
	row, ok, err := redirects.one(c.ctx, c.s, "WHERE gone = ?", int64(u.Gone.ID))
	if err != nil {
		return subject, err
	}
	if !ok || row.Kept != u.Person.ID {
		return subject, registry.Errorf(registry.Conflict, "Hồ sơ %s không còn gộp trong %s.", u.Gone.ID.Public(), u.Person.ID.Public())
	}
	old, err := c.stored(u.Person.ID, u.Was)
	if err != nil {
		return subject, err
	}
	if err := eachOrganisation(u.Person, c.place); err != nil {
		return subject, err
	}
	if err := c.amend(&u.Why, u.Person, old, amendment{sourced: true, always: true}); err != nil {
		return subject, err
	}
	if err := c.restore(&u.Why, u.Gone, u.GoneWas); err != nil {
		return subject, err
	}
	return subject, redirects.delete(c.ctx, c.s, &row)
}

// Merged says whom somebody was merged into; NotFound for who was not.
func (db *DB) Merged(ctx context.Context, gone registry.PersonID) (m registry.Merged, err error) {
	defer wrap(&err, "sqlite.Merged(%d)", gone)
	var ok bool
	err = db.read.with(ctx, func(s *session) error {
		m, ok, err = redirects.one(ctx, s, "WHERE gone = ?", int64(gone))
		return err
	})
	if err == nil && !ok {
		err = registry.Errorf(registry.NotFound, "Hồ sơ %s không gộp vào hồ sơ nào.", gone.Public())
	}
	return m, err
}

// MergedInto gives who was merged into a person, by id.
func (db *DB) MergedInto(ctx context.Context, kept registry.PersonID) (_ []registry.Merged, err error) {
	defer wrap(&err, "sqlite.MergedInto(%d)", kept)
	return many(ctx, db, redirects, "WHERE kept = ? ORDER BY gone", int64(kept))
}

// redirects looks for rows whose checksum fails, for merged people who are there
// all the same, and for ids that lead nowhere.
func (c *check) redirects(ctx context.Context, s *session) error {
	if err := none(ctx, s, "redirect", "SELECT gone FROM redirect JOIN person ON person.id = gone LIMIT 1", "Hồ sơ đã gộp vẫn còn trong bảng hồ sơ."); err != nil {
		return err
	}
	return none(ctx, s, "redirect", `SELECT gone FROM redirect LEFT JOIN entry ON entry.seq = redirect.seq AND entry.kind = 'person' AND entry.subject = kept
		WHERE entry.seq IS NULL LIMIT 1`, "Mã hồ sơ đã gộp không dẫn đến mục nhật ký của lần gộp.")
}
