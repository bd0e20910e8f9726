package forecast

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"trithuc/registry"
)

// Reader is what Gather reads of the registry.
type Reader interface {
	registry.CareerReader
	registry.ReferenceReader
	registry.NeedReader
}

// Gather reads the registry's people, one step a person: those who count as
// intellectuals on a day; the others are counted apart. It is
// Invalid for an organisation that does not exist or is ambiguous, Damaged
// where the table of retirement ages is not loaded.
func Gather(ctx context.Context, store Reader, s Scenario, on registry.Date) (Input, error) {
	ref, err := store.Reference(ctx)
	if err != nil {
		return Input{}, fmt.Errorf("forecast.Gather: %w", err)
	}
	g, err := newGathering(ref, s, on)
	if err != nil {
		return Input{}, err
	}
	for c, err := range store.Careers(ctx) {
		if err != nil {
			return Input{}, fmt.Errorf("forecast.Gather: %w", err)
		}
		g.add(c)
	}
	if _, loaded := g.table.Age(registry.Male, firstTableYear); !loaded && len(g.in.people) > 0 {
		return Input{}, registry.Errorf(registry.Damaged,
			"Bảng tuổi nghỉ hưu (Nghị định 135/2020/NĐ-CP) chưa có trong danh mục nên không dự báo được. Hãy nạp lại danh mục rồi chạy lại.")
	}
	for _, r := range s.Recruit {
		if _, known := ref.Code(registry.SchemeDegree, r.Level); known {
			g.level(Level(r.Level, ""))
		}
	}
	g.settle()
	needs, err := store.Needs(ctx)
	if err != nil {
		return Input{}, fmt.Errorf("forecast.Gather: %w", err)
	}
	if g.only.everybody() {
		g.in.Targets = append(g.in.Targets, g.in.grown(on.Year+MaxYears)...)
	}
	g.in.Targets = append(g.in.Targets, g.stated(needs)...)
	g.in.seen = g.in.observe(on.Year - 1)
	g.in.packed = g.in.packer()
	return g.in, g.in.Check(s)
}

// firstTableYear is a year every loaded table answers for.
const firstTableYear = 2021

// gathering makes people of careers. What costs time per career is remembered by
// what it depends on: a million people have some thousand birth months and 372 fields.
type gathering struct {
	in        Input
	ref       *registry.Reference
	table     registry.RetirementTable
	only      only
	scopes    map[registry.Standing]registry.ScopeState
	fields    map[string]int16 // code → place in in.fields
	places    map[place]int16
	levels    map[string]uint8
	within    map[registry.Position]bool // workplaces, by what tells them apart
	teaches   map[registry.OrganisationID]bool
	retiring  map[birth]leaving
	employers map[registry.OrganisationID]registry.OrganisationID
}

type birth struct {
	year, month int
	sex         registry.Sex
}

// leaving is the month of retirement as person keeps it, and whether it is unsure.
type leaving struct {
	month  int32
	unsure bool
}

func newGathering(ref *registry.Reference, s Scenario, on registry.Date) (*gathering, error) {
	only, err := onlyOf(ref, s)
	if err != nil {
		return nil, err
	}
	g := &gathering{
		ref: ref, table: ref.Retirement(), only: only, scopes: map[registry.Standing]registry.ScopeState{},
		fields: map[string]int16{}, places: map[place]int16{}, levels: map[string]uint8{},
		within: map[registry.Position]bool{}, teaches: map[registry.OrganisationID]bool{}, retiring: map[birth]leaving{}, employers: map[registry.OrganisationID]registry.OrganisationID{},
	}
	g.in = Input{on: on, Table: tableSource(ref), rates: ratesOf(ref, on), ref: ref, retirement: ref.Retirement(), Targets: targetsOf(ref, on, only.everybody())}
	g.in.Organisation, g.in.published = only.name(ref), sync.OnceValue(func() []HistoryCheck { return history(ref) })
	g.level("") // so that there is room for it
	for _, l := range []string{"ThS", "TS", "PGS", "GS"} {
		g.level(l)
	}
	return g, nil
}

func (g *gathering) add(c registry.Career) {
	p := person{id: c.Person}
	if !g.spell(c, &p) {
		return
	}
	switch g.scope(c.Standing) {
	case registry.OutOfScope:
		g.in.Outside += there(p)
		return
	case registry.ScopeUnclear:
		g.in.Unclear += there(p)
		return
	}
	r := g.retires(c)
	p.retires, p.unsure = r.month, r.unsure
	p.field, p.sex, p.born, p.since = g.field(cmp.Or(c.Field, c.Derived)), sexOf(c.Sex), int16(c.Birth.Year), int16(c.Since.Year)
	p.level = g.level(Level(c.Degree, c.Title))
	p.held, p.employer = g.held(c), g.employer(c.Organisation)
	p.speaks, p.made, p.ward = c.Languages > 0, c.Outputs > 0, g.ward(c.Ward)
	if p.left != 0 {
		g.in.Left++
	}
	if c.Field == "" && c.Derived != "" {
		g.in.Derived += there(p)
	}
	g.in.people = append(g.in.people, p)
}

// employer gives the institution that somebody works for.
func (g *gathering) employer(id registry.OrganisationID) registry.OrganisationID {
	at, known := g.employers[id]
	if known {
		return at
	}
	at = id
	for _, above := range g.ref.Path(id) { // the lowest that is no unit
		if o, ok := g.ref.Organisation(above); ok && o.Kind != registry.Unit {
			at = above
		}
	}
	g.employers[id] = at
	return at
}

// ward gives the place of a ward in the list of wards, by the one in force on the day; -1 for none.
func (g *gathering) ward(code string) int16 {
	if code == "" {
		return -1
	}
	code = g.ref.CodeInForce(registry.SchemeWard, code, g.in.on)
	i := slices.Index(g.in.wards, code)
	if i < 0 {
		i = len(g.in.wards)
		g.in.wards = append(g.in.wards, code)
	}
	return int16(i)
}

// there is 1 for somebody who has not left.
func there(p person) int {
	if p.left != 0 {
		return 0
	}
	return 1
}

// spell says when somebody came and left; false for somebody who never was at what
// is looked at. Who has no post at all counts as there.
func (g *gathering) spell(c registry.Career, p *person) bool {
	if len(c.Posts) == 0 {
		p.stays = g.teaching(c.Organisation, c.Standing.Rank)
		return g.belongs(registry.Position{Organisation: c.Organisation})
	}
	here, leads := false, false
	for _, q := range c.Posts {
		if !g.belongs(registry.Position{Organisation: q.Organisation, Unit: q.Unit, Sector: q.Sector, Ownership: q.Ownership}) {
			continue
		}
		if y := int16(q.From.Year); y != 0 && (p.from == 0 || y < p.from) {
			p.from = y
		}
		if q.To.IsZero() || q.To.Compare(g.in.on) > 0 {
			here, leads = true, leads || q.Leads
			p.unit = cmp.Or(p.unit, q.Unit)
		} else {
			p.left = max(p.left, int16(q.To.Year))
		}
	}
	if here {
		p.left = 0
		p.leads = leads
		p.stays = !leads && g.teaching(c.Organisation, c.Standing.Rank)
	}
	return here || p.left != 0
}

// teaching says that somebody is a lecturer, whom the law lets stay on: by the rank
// (V.07.01.…), else by an employer that is a university or a college.
func (g *gathering) teaching(employer registry.OrganisationID, rank string) bool {
	if rank != "" {
		return strings.HasPrefix(rank, "V.07.01") || strings.HasPrefix(rank, "15.1")
	}
	does, known := g.teaches[employer]
	if !known {
		for _, id := range g.ref.Path(employer) {
			o, _ := g.ref.Organisation(id)
			does = does || o.Kind == registry.University || o.Kind == registry.Campus || o.Kind == registry.College
		}
		g.teaches[employer] = does
	}
	return does
}

func (g *gathering) scope(s registry.Standing) registry.ScopeState {
	state, known := g.scopes[s]
	if !known {
		state = g.ref.Scope(s, g.in.on).State
		g.scopes[s] = state
	}
	return state
}

// belongs says that a post is at what is looked at.
func (g *gathering) belongs(post registry.Position) bool {
	if g.only.everybody() {
		return true
	}
	in, known := g.within[post]
	if !known {
		in = g.only.holds(g.ref, post)
		g.within[post] = in
	}
	return in
}

// field gives the place of a code in the list of fields, by the version of the
// catalogue in force on the day looked at; the codes that are not in the catalogue have
// one together.
func (g *gathering) field(code string) int16 {
	i, known := g.fields[code]
	if !known {
		i = g.in.place(placeOf(g.ref, g.ref.CodeInForce(registry.SchemeField, code, g.in.on)))
		g.fields[code] = i
	}
	return i
}

// maxLevels bounds the levels a model tells apart; the catalogue has 16.
const maxLevels = 31

// level gives the number of a level; what is beyond maxLevels counts as unknown.
func (g *gathering) level(code string) uint8 {
	i, known := g.levels[code]
	if !known {
		if len(g.in.Levels) == maxLevels {
			return g.level("")
		}
		i = uint8(len(g.in.Levels))
		g.in.Levels, g.levels[code] = append(g.in.Levels, code), i
	}
	return i
}

// settle puts the levels in order, the highest first and the unknown one last.
func (g *gathering) settle() {
	was := slices.Clone(g.in.Levels)
	rank := func(level string) float64 {
		return max(g.ref.Rank(registry.SchemeTitle, level), g.ref.Rank(registry.SchemeDegree, level))
	}
	slices.SortFunc(g.in.Levels, func(a, b string) int { return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(b, a)) })
	now := make([]uint8, len(was))
	for i, l := range was {
		now[i] = uint8(slices.Index(g.in.Levels, l))
	}
	for i := range g.in.people {
		p := &g.in.people[i]
		p.level = now[p.level]
		for j := range p.held {
			p.held[j].level = now[p.held[j].level]
		}
	}
}

// held gives the levels of a career with their years. A GS was a PGS before; where
// nothing says since when, half-way between the doctorate and the title is taken.
func (g *gathering) held(c registry.Career) []standing {
	held := make([]standing, 0, len(c.Degrees)+2)
	listed := false
	for _, d := range c.Degrees {
		held = append(held, standing{g.level(Level(d.Degree, "")), int16(d.Year)})
		listed = listed || d.Degree == c.Degree
	}
	if !listed && c.Degree != "" {
		held = append(held, standing{g.level(Level(c.Degree, "")), 0})
	}
	if c.Title == "" {
		return held
	}
	held = append(held, standing{g.level(c.Title), int16(c.TitleYear)})
	if doctor := (&person{held: held}).heldSince(g.levels["TS"]); c.Title == "GS" && c.TitleYear != 0 && doctor != 0 && doctor < c.TitleYear {
		held = append(held, standing{g.level("PGS"), int16((doctor + c.TitleYear + 1) / 2)})
	}
	return held
}

func (g *gathering) retires(c registry.Career) leaving {
	b := birth{c.Birth.Year, c.Birth.Month, c.Sex}
	l, known := g.retiring[b]
	if !known {
		date := registry.Date{Year: b.year, Month: b.month}
		if m, ok := g.table.Month(date, b.sex); ok {
			_, disputed := g.table.Disputed(date, b.sex)
			l = leaving{int32(m.Year*12 + m.Month - 1), b.month == 0 || disputed}
		}
		g.retiring[b] = l
	}
	return l
}

// tableSource names the table of ages in force, and says so where it was never
// confirmed against the primary text.
func tableSource(ref *registry.Reference) string {
	name := "Nghị định 135/2020/NĐ-CP, phụ lục I"
	if slices.ContainsFunc(ref.Codes(registry.SchemeRetirement), func(c registry.Code) bool { return !c.Confirmed && len(c.Code) == len("M-2026") }) {
		name += " (chưa kiểm chứng với văn bản gốc)"
	}
	return name
}
