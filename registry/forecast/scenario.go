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
	Extensions   map[string]float64 `json:"extensions,omitempty"`   // likewise by level (TS, PGS, GS), in place of Extension
	Recruit      []Recruit          `json:"recruit,omitempty"`      // beside those who come as they used to
	Train        []Train            `json:"train,omitempty"`        // those who study already too: From may be a past year
	Move         []Move             `json:"move,omitempty"`         // from field to field
	Growth       []Growth           `json:"growth,omitempty"`       // of what is needed
	Targets      []Wanted           `json:"targets,omitempty"`      // in place of the catalogue's of the same field and level
	Rates        map[string]float64 `json:"rates,omitempty"`        // leave, doctor, associate, professor, arrive, death, finish: yearly shares, 0 to 1, instead of what is estimated
	Runs         int                `json:"runs,omitempty"`         // 0 means DefaultRuns
	Seed         uint64             `json:"seed,omitempty"`         // 0 means the usual one
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

// Train is a number of holders of a ThS a year sent to a doctorate. From may be up to longestStudy
// years ago: then it speaks of people who study already.
type Train struct {
	Field string `json:"field,omitempty"`
	Count int    `json:"count"`
	From  int    `json:"from,omitempty"`
	Until int    `json:"until,omitempty"`
}

// longestStudy is how many years back somebody may have been sent who still studies.
const longestStudy = 8

// Move is a number of people a year who go over from one field to another (chuyển lĩnh vực), whoever
// they are; where fewer are left, all.
type Move struct {
	Field string `json:"field"`           // that they leave
	To    string `json:"to"`              // that they come to
	Level string `json:"level,omitempty"` // "" or All: of any level
	Count int    `json:"count"`           // people a year
	From  int    `json:"from,omitempty"`
	Until int    `json:"until,omitempty"`
}

// Growth is how fast a need grows from that of today's people on, year on year.
type Growth struct {
	Field string  `json:"field,omitempty"` // "" or All: of all fields
	Level string  `json:"level,omitempty"` // likewise
	Share float64 `json:"share"`           // a year: 0.03 is 3 %; below nought it shrinks
	From  int     `json:"from,omitempty"`  // first year that is held against it; 0 means next year
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

// staying gives the share of those who may stay on that do, by level.
func (s Scenario) staying() (share [3]float64) {
	for i, level := range [3]string{"TS", "PGS", "GS"} {
		share[i] = s.Extension
		if x, ok := s.Extensions[level]; ok {
			share[i] = x
		}
	}
	return share
}

// extends says that anybody stays on.
func (s Scenario) extends() bool { return s.staying() != [3]float64{} }

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
