package sqlite

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"slices"

	"trithuc/registry"
)

const entryColumns = "seq, at, actor, kind, subject, action, version, reason, source, payload, hash"

var insertEntrySQL = "INSERT INTO entry (" + entryColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

// enter writes one entry of the trail with what it replaced (nil for nothing).
func (c *commit) enter(w *registry.Why, subject registry.Subject, action registry.Action, version int64, source registry.SourceID, payload []byte) error {
	e := registry.Entry{
		Seq: c.head.Seq + 1, At: c.at, Actor: c.actor.Account, Subject: subject,
		Action: action, Version: version, Reason: w.Reason, Source: source,
	}
	if w.Spoken && w.Reason != "" {
		e.Reason = registry.SpokenReason
	}
	payload, err := registry.WithReason(payload, w)
	if err != nil {
		return err
	}
	if payload != nil {
		if err := c.enterPayload(&e, payload); err != nil {
			return err
		}
	}
	e.Hash = e.Chain(c.head.Hash)
	if err := c.s.exec(c.ctx, insertEntrySQL, entryArgs(&e)...); err != nil {
		return err
	}
	c.head = registry.Head{Seq: e.Seq, Hash: e.Hash}
	if c.receipt.First == 0 {
		c.receipt.First = e.Seq
	}
	c.receipt.Last = e.Seq
	return nil
}

func (c *commit) enterPayload(e *registry.Entry, payload []byte) error {
	salt := make([]byte, 16)
	if _, err := io.ReadFull(c.db.rand, salt); err != nil {
		return err
	}
	e.Payload = registry.PayloadDigest(salt, payload)
	return c.s.exec(c.ctx, "INSERT INTO payload (seq, salt, body) VALUES (?, ?, ?)", int64(e.Seq), salt, payload)
}

func entryArgs(e *registry.Entry) []any {
	var payload, source any
	if e.Payload != (registry.Digest{}) {
		payload = e.Payload[:]
	}
	if e.Source != 0 {
		source = int64(e.Source)
	}
	return []any{int64(e.Seq), e.At.UnixMicro(), e.Actor, string(e.Subject.Kind), e.Subject.ID,
		string(e.Action), e.Version, e.Reason, source, payload, e.Hash[:]}
}

// digestColumn is a SHA-256 value; NULL for the zero one.
type digestColumn registry.Digest

func (c *digestColumn) Scan(src any) error {
	*c = digestColumn{}
	b, ok := src.([]byte)
	if src == nil {
		return nil
	}
	if !ok || copy(c[:], b) != len(c) || len(b) != len(c) {
		return misfit("digest", src)
	}
	return nil
}

// eachEntry calls f with the entries that where selects.
func eachEntry(ctx context.Context, s *session, where string, args []any, f func(*registry.Entry) error) error {
	var e registry.Entry
	dest := []any{(*integer)(&e.Seq), (*moment)(&e.At), (*text)(&e.Actor), (*text)(&e.Subject.Kind), (*integer)(&e.Subject.ID),
		(*text)(&e.Action), (*integer)(&e.Version), (*text)(&e.Reason), (*reference)(&e.Source),
		(*digestColumn)(&e.Payload), (*digestColumn)(&e.Hash)}
	return s.each(ctx, "SELECT "+entryColumns+" FROM entry "+where, args, dest, func() error { return f(&e) })
}

// entries gives the entries that where selects, with the reasons that stand in their
// payloads.
func entries(ctx context.Context, s *session, where string, args ...any) ([]registry.Entry, error) {
	var found []registry.Entry
	spoken := map[registry.Seq]int{}
	err := eachEntry(ctx, s, where, args, func(e *registry.Entry) error {
		if e.Reason == registry.SpokenReason {
			spoken[e.Seq] = len(found)
			e.Reason, e.Spoken = "", true
		}
		found = append(found, *e)
		e.Spoken = false // one place serves them all
		return nil
	})
	if err != nil || len(spoken) == 0 {
		return found, err
	}
	list, err := json.Marshal(slices.Collect(maps.Keys(spoken)))
	if err != nil {
		return nil, err
	}
	var seq registry.Seq
	var body []byte
	return found, s.each(ctx, "SELECT seq, body FROM payload WHERE body IS NOT NULL AND seq "+somePeople, []any{string(list)}, []any{(*integer)(&seq), (*blob)(&body)}, func() error {
		found[spoken[seq]].Reason, err = registry.ReasonIn(body)
		return err
	})
}

func readHead(ctx context.Context, s *session) (registry.Head, error) {
	last, err := entries(ctx, s, "ORDER BY seq DESC LIMIT 1")
	if err != nil || len(last) == 0 {
		return registry.Head{}, err
	}
	return registry.Head{Seq: last[0].Seq, Hash: last[0].Hash}, nil
}

// Head gives the last entry's number and hash; zero for an empty trail.
func (db *DB) Head(ctx context.Context) (h registry.Head, err error) {
	defer wrap(&err, "sqlite.Head")
	err = db.read.with(ctx, func(s *session) error {
		h, err = readHead(ctx, s)
		return err
	})
	return h, err
}

// Entries gives up to limit entries after a number, in order.
func (db *DB) Entries(ctx context.Context, after registry.Seq, limit int) (found []registry.Entry, err error) {
	defer wrap(&err, "sqlite.Entries(%d)", after)
	err = db.read.with(ctx, func(s *session) error {
		found, err = entries(ctx, s, "WHERE seq > ? ORDER BY seq LIMIT ?", int64(after), limit)
		return err
	})
	return found, err
}

// EntriesOf gives the entries of one subject, oldest first.
func (db *DB) EntriesOf(ctx context.Context, subject registry.Subject) (found []registry.Entry, err error) {
	defer wrap(&err, "sqlite.EntriesOf(%s %d)", subject.Kind, subject.ID)
	err = db.read.with(ctx, func(s *session) error {
		found, err = entries(ctx, s, "WHERE kind = ? AND subject = ? ORDER BY seq", string(subject.Kind), subject.ID)
		return err
	})
	return found, err
}

// Payload gives the former values an entry replaced, as JSON by field; nil where
// it has none or erasure emptied it. One that no longer fits its digest is Damaged.
func (db *DB) Payload(ctx context.Context, seq registry.Seq) (d registry.Delta, err error) {
	defer wrap(&err, "sqlite.Payload(%d)", seq)
	var digest registry.Digest
	var salt, body []byte
	var found bool
	err = db.read.with(ctx, func(s *session) error {
		found, err = s.row(ctx, "SELECT entry.payload, payload.salt, payload.body FROM entry LEFT JOIN payload USING (seq) WHERE seq = ?",
			[]any{int64(seq)}, (*digestColumn)(&digest), (*blob)(&salt), (*blob)(&body))
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, registry.Errorf(registry.NotFound, "Nhật ký không có mục %d.", seq)
	case len(body) == 0:
		return nil, nil
	case registry.PayloadDigest(salt, body) != digest:
		return nil, registry.Errorf(registry.Damaged, "Giá trị cũ của mục %d trong nhật ký bị hỏng. Hãy chạy trithuc doctor.", seq)
	}
	return d, json.Unmarshal(body, &d)
}

// lastChange says in Vietnamese who changed a subject last and when; "" where
// the trail does not know it.
func (c *commit) lastChange(subject registry.Subject) (string, error) {
	last, err := entries(c.ctx, c.s, "WHERE kind = ? AND subject = ? ORDER BY seq DESC LIMIT 1", string(subject.Kind), subject.ID)
	if err != nil || len(last) == 0 {
		return "", err
	}
	did := map[registry.Action]string{registry.Added: "thêm", registry.Amended: "sửa", registry.Removed: "xóa", registry.Restored: "khôi phục"}[last[0].Action]
	return "đã được " + last[0].Actor + " " + did + " lúc " + last[0].At.In(registry.Vietnam).Format("15:04 ngày 02/01/2006"), nil
}

// stale is the error for a subject whose version is no longer what the caller
// saw; NotFound for one that never was.
func (c *commit) stale(what string, subject registry.Subject) error {
	happened, err := c.lastChange(subject)
	if err != nil {
		return err
	}
	if happened == "" {
		return registry.Errorf(registry.NotFound, "Không tìm thấy %s này.", what)
	}
	return registry.Errorf(registry.Stale, "Trong lúc bạn sửa, %s này %s. Hãy mở lại rồi sửa tiếp.", what, happened)
}
