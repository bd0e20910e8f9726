package forecast

import (
	"fmt"
	"time"

	"trithuc/registry"
)

// Input is what the registry says, ready to be projected many times; it never
// changes.
type Input struct {
	Levels       []string // the levels of the catalogue and those met, highest first, the unknown one last
	Organisation string   // names of the organisation, ngành quản lý and khu vực looked at, "" for all
	Table        string   // where the retirement ages come from
	Outside      int      // people who do not count as intellectuals
	Unclear      int      // people of whom it cannot be said
	Derived      int      // people whose field no record names, and which was derived from speciality or expertise
	Left         int      // people whose last post ended: their years tell how often people leave
	Targets      []Target // that somebody set for what is looked at

	on     registry.Date
	people []person
	fields []place
	wards  []string // codes, of the present addresses
	rates  rates
	seen   *evidence // up to the end of last year

	retirement registry.RetirementTable
	ref        *registry.Reference
	published  func() []HistoryCheck
	packed     func() ([]byte, error) // as it is kept
}

// History holds the way of reckoning against the figures that institutions published; it is
// reckoned once.
func (in *Input) History() []HistoryCheck { return in.published() }

// People gives how many are there today and count, whatever is known of them.
func (in *Input) People() int {
	n := 0
	for i := range in.people {
		n += there(in.people[i])
	}
	return n
}

// place is where somebody stands in the catalogue of fields: level-1 code, "" if
// unknown, and the level-2 code under it, "" if no more than the area is known.
type place struct{ area, field string }

func placeOf(ref *registry.Reference, code string) place {
	path := append(ref.FieldPath(code), "", "")
	return place{path[0], path[1]}
}

// placeNamed gives the place of a field code of any version of the catalogue; false
// where none has it.
func (in *Input) placeNamed(code string) (place, bool) {
	code = in.ref.CodeInForce(registry.SchemeField, code, in.on)
	_, known := in.ref.Code(registry.SchemeField, code)
	return placeOf(in.ref, code), known
}

// maxDrawn bounds the numbers that all runs of a projection leave, of 4 bytes each.
const maxDrawn = 200_000_000

// Check refuses a scenario that names a field or a level the registry does not
// know, or asks for more runs than fit the memory for its years; the error is
// Invalid and names every refused value.
func (in *Input) Check(s Scenario) error {
	c := scenarioCheck{}
	name := func(at, field, level string) {
		_, known := in.placeNamed(field)
		c.refuse(!known && field != "" && field != All, at+".field", field, "không có lĩnh vực mang mã này")
		c.refuse(level != "" && level != All && in.levelNamed(level) < 0, at+".level", level, "không có trình độ này trong danh mục")
	}
	for i, r := range s.Recruit {
		name(fmt.Sprintf("recruit[%d]", i), r.Field, r.Level)
	}
	for i, t := range s.Train {
		name(fmt.Sprintf("train[%d]", i), t.Field, "")
	}
	for i, m := range s.Move {
		name(fmt.Sprintf("move[%d]", i), m.Field, m.Level)
		name(fmt.Sprintf("move[%d].to", i), m.To, "")
	}
	for i, g := range s.Growth {
		name(fmt.Sprintf("growth[%d]", i), g.Field, g.Level)
	}
	for i, t := range s.Targets {
		name(fmt.Sprintf("targets[%d]", i), t.Field, t.Level)
	}
	first, last := s.span(time.Date(in.on.Year, time.January, 1, 0, 0, 0, 0, time.UTC))
	most := maxDrawn / ((last - first + 1) * max(len(in.fields), 1) * max(len(in.Levels), 1))
	c.refuse(s.runs() > most, "runs", s.runs(), "nhiều nhất %d lần với chừng ấy năm và lĩnh vực", most)
	if len(c.found) > 0 {
		return invalid(c.found)
	}
	return nil
}

// place gives the number of a place, a new one if need be.
func (in *Input) place(p place) int16 {
	for i, q := range in.fields {
		if p == q {
			return int16(i)
		}
	}
	in.fields = append(in.fields, p)
	return int16(len(in.fields) - 1)
}

// levelNamed gives the number of a level, -1 where there is none.
func (in *Input) levelNamed(name string) int {
	for i, l := range in.Levels {
		if l == name {
			return i
		}
	}
	return -1
}
