package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
)

// HistoryEntry is one change of a record, newest first.
type HistoryEntry struct {
	Seq     int64         `json:"seq" doc:"Số thứ tự trong nhật ký chung."`
	At      string        `json:"at"`
	Actor   string        `json:"actor"`
	Action  string        `json:"action" enum:"added,amended,removed"`
	Version int64         `json:"version" doc:"Phiên bản của hồ sơ sau thay đổi."`
	Reason  string        `json:"reason,omitempty"`
	Source  *Source       `json:"source,omitempty"`
	Changes []ValueChange `json:"changes,omitempty"`
	Erased  bool          `json:"erased,omitempty" doc:"Giá trị cũ đã được xóa theo yêu cầu, nên không xem được từ đây về trước."`
}

// ValueChange is one field before and after.
type ValueChange struct {
	Field  string `json:"field"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

type historyOut struct {
	Body struct {
		Entries []HistoryEntry `json:"entries" nullable:"false"`
	}
}

// history serves GET /people/{id}/history.
func (s *server) history(ctx context.Context, in *personIn) (*historyOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	now, err := s.Store.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	entries, err := s.Store.EntriesOf(ctx, registry.Subject{Kind: registry.SubjectPerson, ID: int64(id)})
	if err != nil {
		return nil, err
	}
	out := &historyOut{}
	if out.Body.Entries, err = s.entries(ctx, entries, &past{person: now, ref: ref}); err != nil {
		return nil, err
	}
	return out, nil
}

// entries tells the changes from the newest back.
func (s *server) entries(ctx context.Context, entries []registry.Entry, p *past) ([]HistoryEntry, error) {
	sources, err := s.Store.Sources(ctx, each(entries, func(e registry.Entry) registry.SourceID { return e.Source }))
	if err != nil {
		return nil, err
	}
	all := []HistoryEntry{}
	for _, e := range slices.Backward(entries) {
		h := HistoryEntry{Seq: int64(e.Seq), At: moment(e.At), Actor: e.Actor, Action: string(e.Action), Version: e.Version, Reason: e.Reason}
		if src, ok := sources[e.Source]; ok {
			h.Source = sourceOf(src)
		}
		if e.Action == registry.Amended && !p.lost {
			if h.Changes, err = s.changes(ctx, e, p); err != nil {
				return nil, err
			}
			h.Erased = p.lost
		}
		all = append(all, h)
	}
	return all, nil
}

// past is a record on its way back in time.
type past struct {
	person *registry.Person
	ref    *registry.Reference
	lost   bool // a former value was erased: what was before cannot be said
}

// changes takes one amendment back and says what it did.
func (s *server) changes(ctx context.Context, e registry.Entry, p *past) ([]ValueChange, error) {
	former, err := s.Store.Payload(ctx, e.Seq)
	if err != nil {
		return nil, err
	}
	if former == nil {
		p.lost = true
		return nil, nil
	}
	before, err := copyOf(p.person)
	if err != nil {
		return nil, err
	}
	if err := former.Apply(before); err != nil {
		return nil, fmt.Errorf("api.changes: %w", err)
	}
	after := p.person
	p.person = before
	return differences(wire(before, p.ref), wire(after, p.ref))
}

func copyOf(p *registry.Person) (*registry.Person, error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("api.copyOf: %w", err)
	}
	var c registry.Person
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, fmt.Errorf("api.copyOf: %w", err)
	}
	return &c, nil
}

// derived are the fields that follow from others, so that their change is no news.
var derived = []string{"id", "version", "display", "retires", "retires_unsure", "source"}

// differences names the fields of two states that differ, in alphabetical order.
func differences(before, after Person) ([]ValueChange, error) {
	old, err := fieldsOf(before)
	if err != nil {
		return nil, err
	}
	now, err := fieldsOf(after)
	if err != nil {
		return nil, err
	}
	names := maps.Clone(old)
	maps.Copy(names, now)
	var all []ValueChange
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if string(old[name]) != string(now[name]) && !slices.Contains(derived, name) {
			all = append(all, ValueChange{name, value(old[name]), value(now[name])})
		}
	}
	return all, nil
}

func fieldsOf(p Person) (fields map[string]json.RawMessage, err error) {
	raw, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("api.fieldsOf: %w", err)
	}
	return fields, json.Unmarshal(raw, &fields)
}

// value keeps an absent field null.
func value(raw json.RawMessage) any {
	if raw == nil {
		return nil
	}
	return raw
}

// stale says what others changed since version was.
func (s *server) stale(ctx context.Context, id registry.PersonID, was int64, cause error) error {
	out, err := s.history(ctx, &personIn{ID: id.Public()})
	if err != nil {
		return cause
	}
	e := &registry.Error{Kind: registry.Stale, Err: cause}
	var who []string
	for _, h := range out.Body.Entries {
		if h.Version <= was {
			continue
		}
		if !slices.Contains(who, h.Actor) {
			who = append(who, h.Actor)
		}
		for _, c := range h.Changes {
			e.Problems = append(e.Problems, registry.Problem{Field: c.Field, Reason: fmt.Sprintf("%s đã sửa lúc %s", h.Actor, h.At)})
		}
	}
	e.Message = fmt.Sprintf("Hồ sơ %s đã được %s sửa sau bản bạn đang giữ. Hãy đọc lại rồi sửa trên bản mới nhất.",
		id.Public(), strings.Join(who, ", "))
	if len(who) == 0 {
		e.Message = fmt.Sprintf("Bản bạn đang sửa của hồ sơ %s không phải bản hiện có. Hãy đọc lại rồi sửa trên bản mới nhất.", id.Public())
	}
	return e
}
