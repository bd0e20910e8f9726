package forecast

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"trithuc/registry"
)

// Reader is what Gather reads of the registry.
type Reader interface {
	registry.CareerReader
	registry.ReferenceReader
}

// Gather counts the registry's people into cells, one step a person: those who
// count as intellectuals on a day; the others are counted apart. It is
// Invalid for an organisation that does not exist or is ambiguous, Damaged
// where the table of retirement ages is not loaded.
func Gather(ctx context.Context, store Reader, s Scenario, on registry.Date) (Input, error) {
	ref, err := store.Reference(ctx)
	if err != nil {
		return Input{}, fmt.Errorf("forecast.Gather: %w", err)
	}
	g, err := newGathering(ref, s.Organisation, on)
	if err != nil {
		return Input{}, err
	}
	for c, err := range store.Careers(ctx) {
		if err != nil {
			return Input{}, fmt.Errorf("forecast.Gather: %w", err)
		}
		g.add(c)
	}
	if _, loaded := g.table.Age(registry.Male, firstTableYear); !loaded && len(g.cells) > 0 {
		return Input{}, registry.Errorf(registry.Damaged,
			"Bảng tuổi nghỉ hưu (Nghị định 135/2020/NĐ-CP) chưa có trong danh mục nên không dự báo được. Hãy nạp lại danh mục rồi chạy lại.")
	}
	return g.input(), nil
}

// firstTableYear is a year every loaded table answers for.
const firstTableYear = 2021

// gathering counts careers. What costs time per career is remembered by what it
// depends on: a million people have some thousand birth months and 372 fields.
type gathering struct {
	ref      *registry.Reference
	table    registry.RetirementTable
	only     registry.OrganisationID // 0 for everybody
	on       registry.Date           // the day whose rules say who counts
	scopes   map[registry.Standing]registry.ScopeState
	outside  int
	unclear  int
	cells    map[Cell]int
	fields   map[string][2]string // code → area, level-2 field
	within   map[registry.OrganisationID]bool
	retiring map[birth]registry.Date
}

type birth struct {
	year, month int
	sex         registry.Sex
}

func newGathering(ref *registry.Reference, organisation string, on registry.Date) (*gathering, error) {
	only, err := findOrganisation(ref, organisation)
	if err != nil {
		return nil, err
	}
	return &gathering{
		ref: ref, table: ref.Retirement(), only: only, on: on, scopes: map[registry.Standing]registry.ScopeState{},
		cells: map[Cell]int{}, fields: map[string][2]string{},
		within: map[registry.OrganisationID]bool{}, retiring: map[birth]registry.Date{},
	}, nil
}

// findOrganisation resolves a name, abbreviation or number; 0 for "".
func findOrganisation(ref *registry.Reference, name string) (registry.OrganisationID, error) {
	if name == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		if _, ok := ref.Organisation(registry.OrganisationID(n)); ok {
			return registry.OrganisationID(n), nil
		}
	}
	switch found := ref.OrganisationsNamed(name); len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, refused("organisation", name, "không có đơn vị nào mang tên hoặc tên viết tắt này")
	default:
		return 0, refused("organisation", name, "có nhiều đơn vị cùng tên này, hãy ghi tên đầy đủ")
	}
}

func (g *gathering) add(c registry.Career) {
	if g.only != 0 && !g.belongs(c.Organisation) {
		return
	}
	switch g.scope(c.Standing) {
	case registry.OutOfScope:
		g.outside++
		return
	case registry.ScopeUnclear:
		g.unclear++
		return
	}
	field := g.field(c.Field)
	g.cells[Cell{
		Area: field[0], Field: field[1], Level: Level(c.Degree, c.Title),
		Sex: c.Sex, BirthYear: c.Birth.Year, Retires: g.retires(c),
		YearOnly: c.Birth.Year != 0 && c.Birth.Month == 0,
	}]++
}

func (g *gathering) scope(s registry.Standing) registry.ScopeState {
	state, known := g.scopes[s]
	if !known {
		state = g.ref.Scope(s, g.on).State
		g.scopes[s] = state
	}
	return state
}

func (g *gathering) belongs(id registry.OrganisationID) bool {
	in, known := g.within[id]
	if !known {
		in = g.ref.Within(id, g.only)
		g.within[id] = in
	}
	return in
}

// field gives the area and the level-2 field of a code; both "" for a code that
// is not in the catalogue.
func (g *gathering) field(code string) [2]string {
	f, known := g.fields[code]
	if !known {
		copy(f[:], g.ref.FieldPath(code))
		g.fields[code] = f
	}
	return f
}

func (g *gathering) retires(c registry.Career) registry.Date {
	b := birth{c.Birth.Year, c.Birth.Month, c.Sex}
	m, known := g.retiring[b]
	if !known {
		m, _ = g.table.Month(registry.Date{Year: b.year, Month: b.month}, b.sex)
		g.retiring[b] = m
	}
	return m
}

func (g *gathering) input() Input {
	in := Input{Organisation: g.ref.OrganisationName(g.only), Table: g.source(), Outside: g.outside, Unclear: g.unclear}
	for c, n := range g.cells {
		c.People = n
		in.Cells = append(in.Cells, c)
		if !slices.Contains(in.Levels, c.Level) {
			in.Levels = append(in.Levels, c.Level)
		}
	}
	slices.SortFunc(in.Cells, compareCells)
	slices.SortFunc(in.Levels, g.compareLevels)
	return in
}

func compareCells(a, b Cell) int {
	return cmp.Or(
		cmp.Compare(a.Area, b.Area), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Level, b.Level),
		cmp.Compare(a.Sex, b.Sex), cmp.Compare(a.BirthYear, b.BirthYear), a.Retires.Compare(b.Retires),
		boolOrder(a.YearOnly)-boolOrder(b.YearOnly))
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compareLevels puts the higher standing first, and the unknown one last since
// its rank is 0.
func (g *gathering) compareLevels(a, b string) int {
	rank := func(level string) float64 {
		return max(g.ref.Rank(registry.SchemeTitle, level), g.ref.Rank(registry.SchemeDegree, level))
	}
	return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(b, a))
}

// source names the table of ages in force, and says so where it was never
// confirmed against the primary text.
func (g *gathering) source() string {
	codes := g.ref.Codes(registry.SchemeRetirement)
	name := "Nghị định 135/2020/NĐ-CP, phụ lục I"
	if slices.ContainsFunc(codes, func(c registry.Code) bool { return !c.Confirmed }) {
		name += " (chưa kiểm chứng với văn bản gốc)"
	}
	return name
}
