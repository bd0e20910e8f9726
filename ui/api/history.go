package api

import (
	"cmp"
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
	Action  string        `json:"action" enum:"added,amended,removed,restored"`
	Version int64         `json:"version" doc:"Phiên bản của hồ sơ sau thay đổi."`
	Reason  string        `json:"reason,omitempty"`
	Source  *Source       `json:"source,omitempty"`
	Changes []ValueChange `json:"changes,omitempty"`
	Field   string        `json:"field,omitempty" doc:"Giá trị bảo mật đã lưu, thay hoặc bỏ; không bao giờ kèm giá trị."`
	Erased  bool          `json:"erased,omitempty" doc:"Giá trị cũ đã được xóa theo yêu cầu, nên không xem được từ đây về trước."`
}

// ValueChange is one field before and after.
type ValueChange struct {
	Field  string `json:"field"`
	Before any    `json:"before"`
	After  any    `json:"after"`

	Cells []string `json:"cells,omitempty" doc:"Các ô của tệp đã nhập mà giá trị mới được đọc ra."`
}

type historyOut struct {
	Body struct {
		Entries []HistoryEntry `json:"entries" nullable:"false"`
	}
}

// history serves GET /people/{id}/history. Somebody removed or merged has one too.
func (s *server) history(ctx context.Context, in *personIn) (*historyOut, error) {
	id, err := registry.ParsePersonID(in.ID)
	if err != nil {
		return nil, err
	}
	steps, err := registry.History(ctx, s.Store, id)
	if err != nil {
		return nil, err
	}
	ref, err := s.Store.Reference(ctx)
	if err != nil {
		return nil, err
	}
	out := &historyOut{}
	if out.Body.Entries, err = s.entries(ctx, steps, ref); err != nil || !registry.ActorOf(ctx).Sees(registry.ClassInternal) {
		return out, err
	}
	sealed, err := registry.SealedChanges(ctx, s.Store, id)
	for _, e := range sealed {
		out.Body.Entries = append(out.Body.Entries, HistoryEntry{Seq: int64(e.Seq), At: moment(e.At), Actor: e.Actor, Action: string(e.Action),
			Version: e.Version, Reason: e.Reason, Field: registry.Citizen})
	}
	slices.SortFunc(out.Body.Entries, func(a, b HistoryEntry) int { return cmp.Compare(b.Seq, a.Seq) })
	return out, err
}

// entries tells the changes from the newest back.
func (s *server) entries(ctx context.Context, steps []registry.Step, ref *registry.Reference) ([]HistoryEntry, error) {
	sources, err := s.Store.Sources(ctx, each(steps, func(t registry.Step) registry.SourceID { return t.Entry.Source }))
	if err != nil {
		return nil, err
	}
	all := make([]HistoryEntry, 0, len(steps))
	for _, t := range steps {
		e := t.Entry
		h := HistoryEntry{Seq: int64(e.Seq), At: moment(e.At), Actor: e.Actor, Action: string(e.Action), Version: e.Version, Reason: e.Reason, Erased: t.Erased}
		if src, ok := sources[e.Source]; ok {
			h.Source = sourceOf(src)
		}
		if e.Action == registry.Amended && !t.Erased {
			if h.Changes, err = differences(wire(t.Before, ref), wire(t.After, ref)); err != nil {
				return nil, err
			}
			for i := range h.Changes {
				src := sources[e.Source]
				h.Changes[i].Cells = src.CellsOf(h.Changes[i].Field)
			}
		}
		all = append(all, h)
	}
	return all, nil
}

// derived are the fields that follow from others, so that their change is no news.
var derived = []string{"id", "version", "display", "scope", "retires", "retires_unsure", "source"}

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
			all = append(all, ValueChange{Field: name, Before: value(old[name]), After: value(now[name])})
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

// shown gives a value of a record as text: what stands alone as it is, else as JSON.
func shown(v any) string {
	raw, _ := v.(json.RawMessage)
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
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
			e.Problems = append(e.Problems, registry.Problem{Field: c.Field, Value: shown(c.After),
				Reason: fmt.Sprintf("%s đã sửa lúc %s; trước đó là %s", h.Actor, h.At, cmp.Or(shown(c.Before), "trống"))})
		}
	}
	e.Message = fmt.Sprintf("Hồ sơ %s đã được %s sửa sau bản bạn đang giữ. Hãy đọc lại rồi sửa trên bản mới nhất.",
		id.Public(), strings.Join(who, ", "))
	if len(who) == 0 {
		e.Message = fmt.Sprintf("Bản bạn đang sửa của hồ sơ %s không phải bản hiện có. Hãy đọc lại rồi sửa trên bản mới nhất.", id.Public())
	}
	return e
}
