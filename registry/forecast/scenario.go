package forecast

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"trithuc/registry"
)

// Bounds of a scenario.
const (
	DefaultYears = 15
	MaxYears     = 80
	DefaultRuns  = 1000
	maxRuns      = 10_000
	defaultSeed  = 2026
	maxScenario  = 64 << 10 // bytes of a scenario file
	maxName      = 200      // bytes of a name
	maxPeople    = 100_000  // a year in one line of a scenario
	maxLines     = 50       // of recruitment, training or targets
)

// Scenario is what to suppose (phương án). The zero Scenario is the plain one:
// everybody, DefaultYears ahead, things going on as they did.
type Scenario struct {
	Name         string             `json:"name,omitempty"`
	Years        int                `json:"years,omitempty"`        // years after this one; 0 means DefaultYears
	Until        int                `json:"until,omitempty"`        // the last year instead of Years; 0 where Years counts
	Organisation string             `json:"organisation,omitempty"` // name, abbreviation or number; "" for everybody
	Sector       string             `json:"sector,omitempty"`       // ngành quản lý, a code of SchemeSector; "" for all
	Ownership    string             `json:"ownership,omitempty"`    // khu vực, a code of SchemeOwnership; "" for all
	Extension    float64            `json:"extension,omitempty"`    // share, 0 to 1, of the lecturers who may stay on that do, each to the longest (TS 5, PGS 7, GS 10 years)
	Recruit      []Recruit          `json:"recruit,omitempty"`      // beside those who come as they used to
	Train        []Train            `json:"train,omitempty"`
	Targets      []Wanted           `json:"targets,omitempty"` // in place of the catalogue's of the same field and level
	Rates        map[string]float64 `json:"rates,omitempty"`   // leave, doctor, associate, professor, arrive, death, finish: yearly shares, 0 to 1, instead of what is estimated
	Runs         int                `json:"runs,omitempty"`    // 0 means DefaultRuns
	Seed         uint64             `json:"seed,omitempty"`    // 0 means the usual one
}

// Recruit is a number of people a year taken on (tuyển mới).
type Recruit struct {
	Field string `json:"field,omitempty"` // a code of the catalogue; "" or All: in proportion to today's people
	Level string `json:"level,omitempty"` // "" means ThS
	Count int    `json:"count"`           // people a year
	Age   int    `json:"age,omitempty"`   // 0 means 30
	From  int    `json:"from,omitempty"`  // year; 0 means next year
	Until int    `json:"until,omitempty"` // year; 0 means to the end
}

// Train is a number of holders of a ThS a year sent to a doctorate.
type Train struct {
	Field string `json:"field,omitempty"`
	Count int    `json:"count"`
	From  int    `json:"from,omitempty"`
	Until int    `json:"until,omitempty"`
}

// Wanted is a target of the scenario.
type Wanted struct {
	Field string `json:"field,omitempty"` // "" or All: of all fields
	Level string `json:"level,omitempty"` // likewise
	Count int    `json:"count"`           // people
	From  int    `json:"from,omitempty"`  // year; 0 means next year
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

func (s Scenario) runs() int {
	if s.Runs == 0 {
		return DefaultRuns
	}
	return s.Runs
}

func (s Scenario) seed() uint64 {
	if s.Seed == 0 {
		return defaultSeed
	}
	return s.Seed
}
