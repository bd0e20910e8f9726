package forecast

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"trithuc/registry"
)

// Bounds of a scenario.
const (
	DefaultYears = 15
	MaxYears     = 80
	maxScenario  = 64 << 10 // bytes of a scenario file
	maxName      = 200      // bytes of a name
)

// Scenario is what to suppose (phương án). The zero Scenario is the plain one:
// everybody, DefaultYears ahead.
type Scenario struct {
	Name         string `json:"name"`
	Years        int    `json:"years"`        // years after this one; 0 means DefaultYears
	Until        int    `json:"until"`        // the last year instead of Years; 0 where Years counts
	Organisation string `json:"organisation"` // name, abbreviation or number; "" for everybody
}

// ReadScenario reads a scenario from JSON and checks it as of now. The error is
// Invalid and names every refused value at once.
func ReadScenario(r io.Reader, now time.Time) (Scenario, error) {
	var values map[string]json.RawMessage
	text, err := io.ReadAll(io.LimitReader(r, maxScenario+1))
	switch {
	case err != nil:
		return Scenario{}, fmt.Errorf("forecast.ReadScenario: %w", err)
	case len(text) > maxScenario:
		return Scenario{}, registry.Errorf(registry.TooLarge, "Tệp phương án lớn hơn %d KB. Hãy kiểm tra lại tệp.", maxScenario>>10)
	}
	if err := json.Unmarshal(text, &values); err != nil {
		return Scenario{}, &registry.Error{Kind: registry.Invalid, Err: err,
			Message: `Tệp phương án không phải JSON hợp lệ. Hãy viết theo dạng {"name": "Cơ sở", "years": 15}.`}
	}
	s, problems := decode(values)
	if problems = append(problems, s.problems(now)...); len(problems) > 0 {
		return Scenario{}, invalid(problems)
	}
	return s, nil
}

func decode(values map[string]json.RawMessage) (s Scenario, problems []registry.Problem) {
	known := map[string]struct {
		into any
		want string
	}{
		"name": {&s.Name, "phải là chữ"}, "organisation": {&s.Organisation, "phải là chữ"},
		"years": {&s.Years, "phải là số nguyên"}, "until": {&s.Until, "phải là một năm"},
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		k, ok := known[key]
		if !ok {
			problems = append(problems, registry.Problem{Field: key, Value: short(values[key]), Reason: "không có trong phương án"})
		} else if json.Unmarshal(values[key], k.into) != nil {
			problems = append(problems, registry.Problem{Field: key, Value: short(values[key]), Reason: k.want})
		}
	}
	return s, problems
}

func short(raw json.RawMessage) string {
	if r := []rune(string(raw)); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(raw)
}

// Check refuses a scenario that cannot be projected from now; the error is
// Invalid and names every refused value.
func (s Scenario) Check(now time.Time) error {
	if problems := s.problems(now); len(problems) > 0 {
		return invalid(problems)
	}
	return nil
}

func (s Scenario) problems(now time.Time) (found []registry.Problem) {
	add := func(field string, value any, reason string) {
		found = append(found, registry.Problem{Field: field, Value: fmt.Sprint(value), Reason: reason})
	}
	if len(s.Name) > maxName {
		add("name", short(json.RawMessage(s.Name)), fmt.Sprintf("dài quá %d ký tự", maxName))
	}
	if s.Years < 0 || s.Years > MaxYears {
		add("years", s.Years, fmt.Sprintf("phải từ 1 đến %d năm", MaxYears))
	}
	if last := now.Year() + MaxYears; s.Until != 0 && (s.Until < now.Year() || s.Until > last) {
		add("until", s.Until, fmt.Sprintf("phải từ năm %d đến năm %d", now.Year(), last))
	}
	if s.Years != 0 && s.Until != 0 {
		add("until", s.Until, "chỉ ghi một trong hai mục years và until")
	}
	return found
}

// span gives the first and the last year of the projection.
func (s Scenario) span(now time.Time) (first, last int) {
	first = now.Year()
	switch {
	case s.Until >= first:
		return first, min(s.Until, first+MaxYears)
	case s.Years > 0:
		return first, first + min(s.Years, MaxYears)
	}
	return first, first + DefaultYears
}

func (s Scenario) name() string {
	if s.Name == "" {
		return "Giữ nguyên hiện trạng"
	}
	return s.Name
}

func invalid(problems []registry.Problem) error {
	return &registry.Error{Kind: registry.Invalid, Problems: problems,
		Message: "Phương án dự báo có giá trị không dùng được. Hãy sửa các mục được nêu rồi chạy lại."}
}

func refused(field, value, reason string) error {
	return invalid([]registry.Problem{{Field: field, Value: value, Reason: reason}})
}
