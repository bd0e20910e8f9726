package forecast

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"trithuc/registry"
)

func decode(values map[string]json.RawMessage) (s Scenario, problems []registry.Problem) {
	known := map[string]struct {
		into any
		want string
	}{
		"name": {&s.Name, "phải là chữ"}, "organisation": {&s.Organisation, "phải là chữ"},
		"sector": {&s.Sector, "phải là một mã ngành quản lý"}, "ownership": {&s.Ownership, "phải là một mã khu vực"},
		"years": {&s.Years, "phải là số nguyên"}, "until": {&s.Until, "phải là một năm"},
		"extension": {&s.Extension, "phải là số từ 0 đến 1"}, "extensions": {&s.Extensions, `phải theo dạng {"TS": 0.2, "PGS": 0.5, "GS": 1}`},
		"rates":   {&s.Rates, `phải theo dạng {"leave": 0.02}`},
		"recruit": {&s.Recruit, `phải theo dạng [{"field": "405", "level": "TS", "count": 3}]`},
		"train":   {&s.Train, `phải theo dạng [{"field": "405", "count": 3}]`},
		"move":    {&s.Move, `phải theo dạng [{"field": "401", "to": "405", "count": 2}]`},
		"growth":  {&s.Growth, `phải theo dạng [{"field": "405", "share": 0.03}]`},
		"targets": {&s.Targets, `phải theo dạng [{"field": "405", "level": "TS", "count": 30, "from": 2030}]`},
		"runs":    {&s.Runs, "phải là số nguyên"}, "seed": {&s.Seed, "phải là số nguyên không âm"},
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

// scenarioCheck gathers what is refused.
type scenarioCheck struct {
	now   time.Time
	found []registry.Problem
}

func (c *scenarioCheck) refuse(bad bool, field string, value any, reason string, args ...any) {
	if bad {
		c.found = append(c.found, registry.Problem{Field: field, Value: fmt.Sprint(value), Reason: fmt.Sprintf(reason, args...)})
	}
}

func (s Scenario) problems(now time.Time) []registry.Problem {
	c := scenarioCheck{now: now}
	c.refuse(len(s.Name) > maxName, "name", short(json.RawMessage(s.Name)), "dài quá %d ký tự", maxName)
	c.refuse(s.Years < 0 || s.Years > MaxYears, "years", s.Years, "phải từ 1 đến %d năm", MaxYears)
	c.refuse(s.Until != 0 && c.never(s.Until), "until", s.Until, "phải từ năm %d đến năm %d", now.Year(), now.Year()+MaxYears)
	c.refuse(s.Years != 0 && s.Until != 0, "until", s.Until, "chỉ ghi một trong hai mục years và until")
	c.refuse(!isShare(s.Extension), "extension", s.Extension, "phải từ 0 đến 1")
	for _, level := range slices.Sorted(maps.Keys(s.Extensions)) {
		c.refuse(!isShare(s.Extensions[level]), "extensions."+level, s.Extensions[level], "phải từ 0 đến 1")
		c.refuse(level != "TS" && level != "PGS" && level != "GS", "extensions."+level, s.Extensions[level], "chỉ có TS, PGS và GS")
	}
	c.refuse(s.Runs < 0 || s.Runs > maxRuns, "runs", s.Runs, "phải từ 1 đến %d lần", maxRuns)
	for _, name := range slices.Sorted(maps.Keys(s.Rates)) {
		c.refuse(!isShare(s.Rates[name]), "rates."+name, s.Rates[name], "phải từ 0 đến 1")
		c.refuse(!slices.Contains(processNames[:], name) && name != "death" && name != "finish", "rates."+name, s.Rates[name], "không có tỷ lệ này")
	}
	c.lines(s)
	return c.found
}

func (c *scenarioCheck) lines(s Scenario) {
	c.refuse(max(len(s.Recruit), len(s.Train), len(s.Targets), len(s.Move), len(s.Growth)) > maxLines, "recruit", len(s.Recruit), "mỗi mục nhiều nhất %d dòng", maxLines)
	for i, r := range s.Recruit {
		at := fmt.Sprintf("recruit[%d]", i)
		c.line(at, r.Count, r.From, r.Until)
		c.refuse(r.Age != 0 && (r.Age < youngest || r.Age > 60), at+".age", r.Age, "phải từ %d đến 60 tuổi", youngest)
	}
	for i, t := range s.Train {
		c.line(fmt.Sprintf("train[%d]", i), t.Count, c.studying(t.From), c.studying(t.Until))
		c.refuse(t.Until != 0 && t.Until < t.From, fmt.Sprintf("train[%d].until", i), t.Until, "phải từ năm bắt đầu")
	}
	for i, m := range s.Move {
		at := fmt.Sprintf("move[%d]", i)
		c.line(at, m.Count, m.From, m.Until)
		c.refuse(m.Field == m.To, at+".to", m.To, "phải khác lĩnh vực chuyển đi")
		c.refuse(m.Field == "" || m.Field == All || m.To == "" || m.To == All, at+".field", m.Field, "phải ghi rõ lĩnh vực đi và lĩnh vực đến")
	}
	for i, g := range s.Growth {
		at := fmt.Sprintf("growth[%d]", i)
		c.line(at, 0, g.From, 0)
		c.refuse(!(g.Share >= -maxGrowth && g.Share <= maxGrowth), at+".share", g.Share, "phải từ -%v đến %v", maxGrowth, maxGrowth)
	}
	for i, t := range s.Targets {
		c.line(fmt.Sprintf("targets[%d]", i), t.Count, t.From, 0)
	}
}

func (c *scenarioCheck) line(at string, count, from, until int) {
	c.refuse(count < 0 || count > maxPeople, at+".count", count, "phải từ 0 đến %d người", maxPeople)
	c.refuse(from != 0 && c.never(from), at+".from", from, "phải từ năm %d đến năm %d", c.now.Year(), c.now.Year()+MaxYears)
	c.refuse(until != 0 && (c.never(until) || until < from), at+".until", until, "phải từ năm bắt đầu đến năm %d", c.now.Year()+MaxYears)
}

// maxGrowth bounds a growth, a year.
const maxGrowth = 0.5

// studying lets pass a year of the past in which somebody may have been sent who still studies.
func (c *scenarioCheck) studying(year int) int {
	if now := c.now.Year(); year < now && year >= now-longestStudy {
		return now
	}
	return year
}

// never says that no projection from now reaches a year.
func (c *scenarioCheck) never(year int) bool {
	return year < c.now.Year() || year > c.now.Year()+MaxYears
}

func isShare(x float64) bool { return x >= 0 && x <= 1 && !math.IsNaN(x) }

func invalid(problems []registry.Problem) error {
	return &registry.Error{Kind: registry.Invalid, Problems: problems,
		Message: "Phương án dự báo có giá trị không dùng được. Hãy sửa các mục được nêu rồi chạy lại."}
}

func refused(field, value, reason string) error {
	return invalid([]registry.Problem{{Field: field, Value: value, Reason: reason}})
}
