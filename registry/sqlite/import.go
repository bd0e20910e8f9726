package sqlite

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"slices"

	"trithuc/registry"
)

var imports = newTable("import",
	"id version file sha256 size organisation state account at sheets counts issues plan failure first_seq last_seq system synced choices full_list absent lot", 1,
	func(i *registry.Import) []column {
		return []column{
			(*integer)(&i.ID), (*integer)(&i.Version), (*text)(&i.File), (*text)(&i.SHA256), (*integer)(&i.Size), (*reference)(&i.Organisation),
			(*text)(&i.State), (*text)(&i.Account), (*moment)(&i.At), documentOf(&i.Sheets), documentOf(&i.Counts), (*number)(&i.Issues),
			(*text)(&i.Plan), (*text)(&i.Failure), (*integer)(&i.First), (*integer)(&i.Last),
			(*text)(&i.System), (*date)(&i.Synced), documentOf(&i.Choices), (*boolean)(&i.Full), documentOf(&i.Absent), documentOf(&i.Lot),
		}
	}).withLate(6)

var reviews = newTable("review", "id import sheet row proposed candidates evidence answer person", 1, func(r *registry.Review) []column {
	return []column{
		(*integer)(&r.ID), (*reference)(&r.Import), (*text)(&r.Sheet), (*number)(&r.Row), documentOf(&r.Proposed),
		documentOf(&r.Candidates), documentOf(&r.Evidence), (*text)(&r.Answer), (*reference)(&r.Person),
	}
})

func importSubject(id registry.ImportID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectImport, ID: int64(id)}
}

// addImport records a workbook. At and Account are the commit's where the
// import does not say.
func (c *commit) addImport(a *registry.AddImport) (registry.Subject, error) {
	i := a.Import
	if i.ID != 0 {
		return importSubject(i.ID), registry.Errorf(registry.Invalid, "Lần nhập %d đã có mã nên không thêm mới được.", i.ID)
	}
	if err := c.place(&i.Organisation); err != nil {
		return registry.Subject{}, err
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	i.ID, i.Version = registry.ImportID(next(&c.counters.imports)), 1
	if i.At.IsZero() {
		i.At = c.at
	}
	if i.Account == "" {
		i.Account = c.actor.Account
	}
	if err := imports.insert(c.ctx, c.s, i); err != nil {
		return registry.Subject{}, err
	}
	return importSubject(i.ID), c.enter(&a.Why, importSubject(i.ID), registry.Added, 1, source, nil)
}

func (c *commit) amendImport(a *registry.AmendImport) (registry.Subject, error) {
	i, subject := a.Import, importSubject(a.Import.ID)
	old, ok, err := imports.one(c.ctx, c.s, "WHERE id = ?", int64(i.ID))
	if err != nil {
		return subject, err
	}
	if !ok || old.Version != a.Was {
		return subject, c.stale("lần nhập", subject)
	}
	if err := c.place(&i.Organisation); err != nil {
		return subject, err
	}
	if i.State == registry.ImportApplied && i.First == 0 {
		i.First, i.Last = max(c.receipt.First, 1), c.head.Seq+1 // up to this entry
		if c.receipt.First == 0 {
			i.First = i.Last
		}
	}
	i.Version = old.Version
	delta, err := jsonDifference(old, i)
	if err != nil || len(delta) == 0 {
		return subject, err
	}
	if _, ok := delta["choices"]; ok { // corrected cells hold what people's records hold: erasure must reach them
		old.Choices.Cells = nil
		if delta["choices"], err = json.Marshal(old.Choices); err != nil {
			return subject, err
		}
	}
	if _, ok := delta["lot"]; ok { // likewise the words of its steps, which stand with the row and in the reasons
		if delta["lot"], err = json.Marshal(wordless(old.Lot)); err != nil {
			return subject, err
		}
	}
	i.Version++
	source, err := c.source(&a.Why)
	if err != nil {
		return subject, err
	}
	if err := imports.update(c.ctx, c.s, i); err != nil {
		return subject, err
	}
	body, err := payloadOf(delta)
	if err != nil {
		return subject, err
	}
	return subject, c.enter(&a.Why, subject, registry.Amended, i.Version, source, body)
}

// wordless gives the way of a list without what people wrote.
func wordless(l registry.Lot) registry.Lot {
	l.Steps = slices.Clone(l.Steps)
	for k := range l.Steps {
		l.Steps[k].Reason = ""
	}
	if l.Signed != nil {
		c := *l.Signed
		c.File, c.Number, l.Signed = "", "", &c
	}
	return l
}

// jsonDifference gives the former values of the fields in which two records differ.
func jsonDifference(before, after any) (registry.Delta, error) {
	var old, now registry.Delta
	for _, side := range []struct {
		of any
		to *registry.Delta
	}{{before, &old}, {after, &now}} {
		raw, err := json.Marshal(side.of)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, side.to); err != nil {
			return nil, err
		}
	}
	for field := range now {
		if _, ok := old[field]; !ok {
			old[field] = json.RawMessage("null")
		}
	}
	for field, raw := range old {
		if string(raw) == string(now[field]) {
			delete(old, field)
		}
	}
	return old, nil
}

// ImportsChosen gives those that were applied with choices of somebody, newest first.
func (db *DB) ImportsChosen(ctx context.Context, limit int) (_ []registry.Import, err error) {
	defer wrap(&err, "sqlite.ImportsChosen")
	return many(ctx, db, imports, "WHERE choices IS NOT NULL AND state = ? ORDER BY id DESC LIMIT ?", string(registry.ImportApplied), atMost(limit))
}

func reviewSubject(id registry.ReviewID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectReview, ID: int64(id)}
}

func (c *commit) addReview(a *registry.AddReview) (registry.Subject, error) {
	r := a.Review
	if r.ID != 0 {
		return reviewSubject(r.ID), registry.Errorf(registry.Invalid, "Câu hỏi %d đã có mã nên không thêm mới được.", r.ID)
	}
	if r.Proposed != nil {
		if err := eachOrganisation(r.Proposed, c.place); err != nil {
			return registry.Subject{}, err
		}
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	r.ID = registry.ReviewID(next(&c.counters.review))
	if err := reviews.insert(c.ctx, c.s, r); err != nil {
		return registry.Subject{}, err
	}
	return reviewSubject(r.ID), c.enter(&a.Why, reviewSubject(r.ID), registry.Added, 1, source, nil)
}

func (c *commit) answerReview(a *registry.AnswerReview) (registry.Subject, error) {
	subject := reviewSubject(a.ID)
	r, ok, err := reviews.one(c.ctx, c.s, "WHERE id = ?", int64(a.ID))
	switch {
	case err != nil:
		return subject, err
	case !ok:
		return subject, registry.Errorf(registry.NotFound, "Không tìm thấy câu hỏi số %d.", a.ID)
	case r.Answer != "":
		happened, err := c.lastChange(subject)
		if err != nil {
			return subject, err
		}
		return subject, registry.Errorf(registry.Conflict, "Câu hỏi số %d %s rồi. Hãy tải lại danh sách.", a.ID, happened)
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return subject, err
	}
	r.Answer, r.Person = a.Answer, a.Person
	if a.Added != nil {
		r.Person = a.Added.ID
	}
	if err := reviews.update(c.ctx, c.s, &r); err != nil {
		return subject, err
	}
	return subject, c.enter(&a.Why, subject, registry.Amended, 2, source, nil)
}

// Import gives one; NotFound if there is none.
func (db *DB) Import(ctx context.Context, id registry.ImportID) (_ *registry.Import, err error) {
	defer wrap(&err, "sqlite.Import(%d)", id)
	return one(ctx, db, imports, registry.Errorf(registry.NotFound, "Không tìm thấy lần nhập %d.", id), int64(id))
}

// Imports gives them newest first; all of them for a limit of 0.
func (db *DB) Imports(ctx context.Context, limit, offset int) (_ []registry.Import, err error) {
	defer wrap(&err, "sqlite.Imports")
	return many(ctx, db, imports, "ORDER BY id DESC LIMIT ? OFFSET ?", atMost(limit), offset)
}

// ImportsIn gives those in one of the states, oldest first: the queue of jobs.
func (db *DB) ImportsIn(ctx context.Context, states ...registry.ImportState) (_ []registry.Import, err error) {
	defer wrap(&err, "sqlite.ImportsIn")
	list, err := json.Marshal(states)
	if err != nil {
		return nil, err
	}
	return many(ctx, db, imports, "WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id", string(list))
}

// Review gives one, open or answered; NotFound if there is none. Candidates who
// were merged stand as whom they were merged into.
func (db *DB) Review(ctx context.Context, id registry.ReviewID) (_ *registry.Review, err error) {
	defer wrap(&err, "sqlite.Review(%d)", id)
	var r registry.Review
	err = db.read.snapshot(ctx, func(s *session) error {
		found, ok, err := reviews.one(ctx, s, "WHERE id = ?", int64(id))
		if err != nil || !ok {
			return cmp.Or[error](err, registry.Errorf(registry.NotFound, "Không tìm thấy câu hỏi số %d.", id))
		}
		r = found
		return leadOn(ctx, s, &r)
	})
	if err != nil {
		return nil, err
	}
	return &r, nil
}

// leadOn leads the people of a review on to whom they were merged into.
func leadOn(ctx context.Context, s *session, r *registry.Review) (err error) {
	if r.Candidates, err = ledOn(ctx, s, r.Candidates); err != nil || r.Person == 0 {
		return err
	}
	r.Person, err = leadsTo(ctx, s, r.Person)
	return err
}

// Reviews gives the open questions of one import, or of all (0), oldest first;
// all of them for a limit of 0.
func (db *DB) Reviews(ctx context.Context, of registry.ImportID, limit, offset int) (found []registry.Review, err error) {
	defer wrap(&err, "sqlite.Reviews(%d)", of)
	where, args := "WHERE answer = ''", []any{}
	if of != 0 {
		where, args = where+" AND import = ?", append(args, int64(of))
	}
	err = db.read.snapshot(ctx, func(s *session) (err error) {
		found, err = reviews.rows(ctx, s, where+" ORDER BY id LIMIT ? OFFSET ?", append(args, atMost(limit), offset)...)
		for i := range found {
			err = cmp.Or(err, leadOn(ctx, s, &found[i]))
		}
		return err
	})
	return found, err
}

// ReviewsRejected gives the questions of applied imports whose row was left out by the
// answer, oldest first.
func (db *DB) ReviewsRejected(ctx context.Context) (found []registry.Review, err error) {
	defer wrap(&err, "sqlite.ReviewsRejected")
	err = db.read.snapshot(ctx, func(s *session) (err error) {
		found, err = reviews.rows(ctx, s, "WHERE answer = ? AND import IN (SELECT id FROM import WHERE state = ?) ORDER BY id",
			string(registry.AnswerReject), string(registry.ImportApplied))
		for i := range found {
			err = cmp.Or(err, leadOn(ctx, s, &found[i]))
		}
		return err
	})
	return found, err
}

func atMost(limit int) int64 {
	if limit <= 0 {
		return math.MaxInt64
	}
	return int64(limit)
}

// one reads the row of an id, or gives the error missing.
func one[T any](ctx context.Context, db *DB, t *table[T], missing *registry.Error, id int64) (*T, error) {
	var row T
	var ok bool
	err := db.read.with(ctx, func(s *session) (err error) {
		row, ok, err = t.one(ctx, s, "WHERE id = ?", id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, missing
	}
	return &row, nil
}

func many[T any](ctx context.Context, db *DB, t *table[T], where string, args ...any) (found []T, err error) {
	err = db.read.with(ctx, func(s *session) error {
		found, err = t.rows(ctx, s, where, args...)
		return err
	})
	return found, err
}
