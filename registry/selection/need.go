package selection

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"trithuc/registry"
)

// maxNeed bounds the file of a need, in bytes.
const maxNeed = 256 << 10

// ReadNeed reads a need from JSON. The error is Invalid and names every value at
// once that is of the wrong kind, out of bounds, or not in a need at all. What only
// the registry can answer for, codes and names, Gather checks.
func ReadNeed(r io.Reader) (Need, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxNeed+1))
	switch {
	case err != nil:
		return Need{}, fmt.Errorf("selection.ReadNeed: %w", err)
	case len(text) > maxNeed:
		return Need{}, registry.Errorf(registry.TooLarge, "Tệp yêu cầu hội đồng lớn hơn %d KB. Hãy kiểm tra lại tệp.", maxNeed>>10)
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(text, &values); err != nil {
		return Need{}, &registry.Error{Kind: registry.Invalid, Err: err,
			Message: `Tệp yêu cầu hội đồng không phải JSON hợp lệ. Hãy viết theo dạng {"topic": "xâm nhập mặn", "size": 9}.`}
	}
	n, problems := decode(values)
	if problems = append(problems, n.problems()...); len(problems) > 0 {
		return Need{}, refuse(problems)
	}
	return n, nil
}

func decode(values map[string]json.RawMessage) (n Need, problems []registry.Problem) {
	var quotas, dismissed, declared []json.RawMessage
	var work map[string]json.RawMessage
	problems = into(values, "", map[string]any{
		"topic": &n.Topic, "fields": &n.Fields, "asking": &n.Asking, "date": &n.Date, "size": &n.Size,
		"seed": &n.Seed, "template": &n.Kind, "quotas": &quotas, "max_per_organisation": &n.PerHome, "cover": &n.Cover,
		"exclude_organisations": &n.Exclude, "pin": &n.Pin, "never": &n.Never,
		"work": &work, "dismissed": &dismissed, "declared": &declared,
	})
	problems = append(problems, into(work, "work.", map[string]any{"name": &n.Work.Name, "organisations": &n.Work.Organisations, "people": &n.Work.People})...)
	for i, raw := range dismissed {
		var x Dismissal
		problems = append(problems, decodeItem(raw, fmt.Sprintf("dismissed[%d]", i), map[string]any{"person": &x.Person, "kind": (*string)(&x.Kind), "reason": &x.Reason})...)
		n.Dismissed = append(n.Dismissed, x)
	}
	for i, raw := range declared {
		var x Declaration
		problems = append(problems, decodeItem(raw, fmt.Sprintf("declared[%d]", i), map[string]any{"person": &x.Person, "reason": &x.Reason})...)
		n.Declared = append(n.Declared, x)
	}
	for i, raw := range quotas {
		q, found := decodeQuota(raw, fmt.Sprintf("quotas[%d]", i))
		n.Quotas, problems = append(n.Quotas, q), append(problems, found...)
	}
	return n, problems
}

func decodeQuota(raw json.RawMessage, at string) (q Quota, problems []registry.Problem) {
	var values, where map[string]json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		return q, []registry.Problem{{Field: at, Value: short(raw), Reason: "phải là một quy định có where và min hoặc max"}}
	}
	problems = into(values, at+".", map[string]any{"where": &where, "min": &q.Min, "max": &q.Max, "article": &q.Article})
	return q, append(problems, into(where, at+".where.", map[string]any{
		"sex": &q.Where.Sex, "degree": &q.Where.Degree, "title": &q.Where.Title, "organisation": &q.Where.Organisation,
		"field": &q.Where.Field, "age_min": &q.Where.AgeMin, "age_max": &q.Where.AgeMax,
	})...)
}

// decodeItem reads an item of a list.
func decodeItem(raw json.RawMessage, at string, places map[string]any) []registry.Problem {
	var values map[string]json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		return []registry.Problem{{Field: at, Value: short(raw), Reason: "phải có person và reason"}}
	}
	return into(values, at+".", places)
}

// into reads values into their places, and names those that do not fit or have none.
func into(values map[string]json.RawMessage, prefix string, places map[string]any) (problems []registry.Problem) {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		place, known := places[key]
		switch {
		case !known:
			problems = append(problems, registry.Problem{Field: prefix + key, Value: short(values[key]), Reason: "không có trong yêu cầu hội đồng"})
		case json.Unmarshal(values[key], place) != nil:
			problems = append(problems, registry.Problem{Field: prefix + key, Value: short(values[key]), Reason: wanted(place)})
		}
	}
	return problems
}

// wanted says what kind of value a place takes.
func wanted(place any) string {
	switch place.(type) {
	case *string:
		return "phải là chữ"
	case *int, *int64, **int:
		return "phải là số nguyên"
	case *[]string:
		return "phải là danh sách chữ"
	case *map[string]json.RawMessage:
		return "phải là một đối tượng có các mục được nêu trong hướng dẫn"
	default:
		return "phải là một danh sách"
	}
}

func short(raw json.RawMessage) string {
	if r := []rune(string(raw)); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(raw)
}

// findings are refused values, gathered.
type findings []registry.Problem

func (f *findings) add(bad bool, field string, value any, reason string) {
	if bad {
		*f = append(*f, registry.Problem{Field: field, Value: fmt.Sprint(value), Reason: reason})
	}
}

// negative names a number below zero where there is one.
func (f *findings) negative(field string, v *int) {
	if v != nil {
		f.add(*v < 0, field, *v, "không được âm")
	}
}

// problems names what is out of bounds whatever the registry holds.
func (n *Need) problems() (found findings) {
	found.add(n.Size < 1 || n.Size > MaxSize, "size", n.Size, fmt.Sprintf("phải từ 1 đến %d thành viên", MaxSize))
	found.negative("max_per_organisation", &n.PerHome)
	found.negative("cover", &n.Cover)
	found.add(len(n.Quotas) > MaxQuotas, "quotas", len(n.Quotas), fmt.Sprintf("nhiều quá %d quy định", MaxQuotas))
	_, err := registry.ParseDate(n.Date)
	found.add(n.Date != "" && err != nil, "date", n.Date, "phải là một ngày dạng YYYY-MM-DD")
	for i, q := range n.Quotas {
		found = append(found, q.problems(fmt.Sprintf("quotas[%d].", i))...)
	}
	return append(found, n.workProblems()...)
}

func (q Quota) problems(at string) (found findings) {
	w := q.Where
	found.add(q.Min == nil && q.Max == nil, at+"min", "", "cần min hoặc max")
	found.negative(at+"min", q.Min)
	found.negative(at+"max", q.Max)
	found.add(w == Where{}, at+"where", "", "cần ít nhất một điều kiện")
	found.add(w.Sex != "" && w.Sex != string(registry.Male) && w.Sex != string(registry.Female), at+"where.sex", w.Sex, "phải là male hoặc female")
	found.negative(at+"where.age_min", w.AgeMin)
	found.negative(at+"where.age_max", w.AgeMax)
	return found
}

func refuse(problems []registry.Problem) error {
	return &registry.Error{Kind: registry.Invalid, Problems: problems,
		Message: "Yêu cầu hội đồng có giá trị không dùng được. Hãy sửa các mục được nêu rồi chạy lại."}
}
