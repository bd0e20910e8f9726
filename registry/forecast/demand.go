package forecast

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// Target is how many people of a field and level are needed from a year on.
type Target struct {
	Field  string // as in Series
	Level  string
	People int
	From   int    // year
	Until  int    // the last year, 0 for open
	Name   string // what asks for them, in Vietnamese
	Source string
}

// targetsOf reads the needs out of the catalogue (registry.SchemeTarget). Its
// entries need:FIELD:LEVEL:YEAR are numbers of people; of the indicators only the
// R&D workforce per 10,000 inhabitants is one of the whole registry's people.
func targetsOf(ref *registry.Reference, on registry.Date, whole bool) []Target {
	if !whole {
		return nil // what the city needs is no need of one organisation
	}
	var all []Target
	codes := map[string]registry.Code{}
	for _, c := range ref.Codes(registry.SchemeTarget) {
		codes[c.Code] = c
		if c.ValidTo.IsZero() || c.ValidTo.Compare(on) >= 0 {
			all = append(all, needOf(ref, c, on)...)
		}
	}
	if rd, ok := codes["rd-workforce"]; ok {
		if people, ok := codes["base-population"]; ok {
			all = append(all, Target{
				Field: All, Level: All, People: int(math.Ceil(rd.Value * people.Value / 10_000)), From: rd.ValidFrom.Year, Until: rd.ValidTo.Year,
				Name: rd.Name + " × " + people.Name, Source: rd.Note,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b Target) int { return cmp.Compare(a.From, b.From) })
	return all
}

// needOf reads an entry need:FIELD:LEVEL:YEAR, its field by the version of the catalogue in force; none for
// any other.
func needOf(ref *registry.Reference, c registry.Code, on registry.Date) []Target {
	parts := strings.Split(c.Code, ":")
	if len(parts) != 4 || parts[0] != "need" || c.Value < 0 {
		return nil
	}
	year, err := strconv.Atoi(parts[3])
	if err != nil {
		return nil
	}
	return []Target{{Field: ref.CodeInForce(registry.SchemeField, parts[1], on), Level: parts[2], People: int(c.Value), From: year, Until: c.ValidTo.Year, Name: c.Name, Source: cmp.Or(c.Source, c.Note)}}
}

// named gives the code of a field in the version of the catalogue in force, All for "".
func (in *Input) named(field string) string {
	return in.ref.CodeInForce(registry.SchemeField, cmp.Or(field, All), in.on)
}

// growing makes a target of every year in which a need grows from today's people on.
func (in *Input) growing(g Growth, now, last int, name, source string) (all []Target) {
	of := group{in.named(g.Field), cmp.Or(g.Level, All)}
	today := float64(in.now(of, func(registry.OrganisationID) bool { return true }))
	for year := cmp.Or(g.From, now+1); year <= last; year++ {
		all = append(all, Target{Field: of.field, Level: of.level, From: year, Name: name, Source: source,
			People: int(math.Round(today * math.Pow(1+g.Share, float64(year-now))))})
	}
	return all
}

// grown makes targets of the catalogue's entries growth:FIELD:LEVEL, a yearly growth in percent
// from the year from which they hold. What somebody set as a number goes before.
func (in *Input) grown(until int) (all []Target) {
	for _, c := range in.ref.CodesOn(registry.SchemeTarget, registry.Date{Year: in.on.Year + MaxYears, Month: 1, Day: 1}) {
		parts := strings.Split(c.Code, ":")
		if len(parts) != 3 || parts[0] != "growth" || math.Abs(c.Value) > 100*maxGrowth {
			continue
		}
		g := Growth{Field: parts[1], Level: parts[2], Share: c.Value / 100, From: max(c.ValidFrom.Year, in.on.Year+1)}
		if !slices.ContainsFunc(in.Targets, func(t Target) bool { return t.Field == in.named(g.Field) && t.Level == g.Level }) {
			all = append(all, in.growing(g, in.on.Year, until, c.Name, cmp.Or(c.Source, c.Note))...)
		}
	}
	return all
}

// need gives how many people of a series are needed in a year: what the latest
// target that has begun by then says; false where none has.
func need(targets []Target, field, level string, year int) (people int, ok bool) {
	for _, t := range targets {
		if t.Field == field && t.Level == level && t.From <= year && (t.Until == 0 || year <= t.Until) {
			people, ok = t.People, true
		}
	}
	return people, ok
}
