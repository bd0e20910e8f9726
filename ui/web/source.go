package web

import (
	"context"
	"maps"
	"slices"
	"strings"

	"trithuc/registry"
)

// sourceReader is what telling sources reads.
type sourceReader interface {
	Sources(ctx context.Context, ids []registry.SourceID) (map[registry.SourceID]registry.Source, error)
	Import(ctx context.Context, id registry.ImportID) (*registry.Import, error)
}

// origin is where values came from, in words without the cells.
type origin struct {
	words string
	registry.Source
}

// origin says where the value of a field came from, to the cell; "" of none.
func (t teller) origin(o origin, field string) string {
	return joined(" – ", o.words, t.cells(&o.Source, field))
}

// cells names the cells of an imported file that a field was read from, "" of none.
func (t teller) cells(s *registry.Source, field string) string {
	if all := s.CellsOf(field); len(all) > 0 {
		return t.T("source.cells", "Cells", strings.Join(all, ", "))
	}
	return ""
}

// sources puts where the record's values came from into words.
func (t teller) sources(ctx context.Context, store sourceReader, p *registry.Person) (map[registry.SourceID]origin, error) {
	found, err := store.Sources(ctx, sourceIDs(p))
	if err != nil {
		return nil, err
	}
	files := map[registry.ImportID]string{}
	said := make(map[registry.SourceID]origin, len(found))
	for id, s := range found {
		if _, known := files[s.Import]; !known && s.Import != 0 {
			i, err := store.Import(ctx, s.Import)
			if err != nil {
				return nil, err
			}
			files[s.Import] = i.File
		}
		said[id] = origin{t.source(s, files[s.Import]), s}
	}
	return said, nil
}

// source says where a value came from: the row of an import with that file, the
// citations it was taken from, or who wrote it; and which system gave the file out,
// as of which day.
func (t teller) source(s registry.Source, file string) string {
	var text string
	switch {
	case s.Import != 0:
		text = t.T("source.import", "File", file, "Sheet", s.Sheet, "Row", year(s.Row), "When", t.Day(s.At))
	case s.File != "":
		text = t.T("source.file", "File", s.File, "Account", s.Account, "When", t.Day(s.At))
	default:
		text = t.T("source.account", "Account", s.Account, "When", t.Day(s.At))
	}
	if s.System == "" {
		return text
	}
	return t.T("source.system", "Source", text, "System", t.codeName(registry.SchemeSystem, s.System), "Date", t.Date(s.Synced))
}

// sourceIDs gives every source the record names, each once.
func sourceIDs(p *registry.Person) []registry.SourceID {
	ids := append(slices.Collect(maps.Values(p.Sources)), p.Source)
	for _, l := range recordLists {
		for i := range l.items.size(p) {
			ids = append(ids, *l.items.source(p, i))
		}
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id registry.SourceID) bool { return id == 0 })
}

// sourceDays gives the days on which values came in.
func sourceDays(from map[registry.SourceID]origin) map[registry.SourceID]registry.Date {
	days := make(map[registry.SourceID]registry.Date, len(from))
	for id, o := range from {
		days[id] = registry.DateOf(o.At.In(registry.Vietnam))
	}
	return days
}

// meantThen tells the fields of a record as their codes were meant when they came
// in, since a later version of the list may have given a code another meaning, and
// what took them over by a day.
func (t teller) meantThen(sections []section, p *registry.Person, days map[registry.SourceID]registry.Date, today registry.Date) {
	place := 0
	for _, s := range sections {
		for i := range s.Facts {
			if s.Facts[i].Field != "fields" || place >= len(p.Fields) {
				continue
			}
			f := p.Fields[place]
			place++
			if c, ok := t.ref.CodeOn(registry.SchemeField, f.Code, days[f.Source]); ok && !days[f.Source].IsZero() {
				l := t.codeLine(c, today)
				s.Facts[i].Text, s.Facts[i].Detail, s.Facts[i].Doubt = l.Name, l.Becomes, t.doubtful(!c.Confirmed)
			}
		}
	}
}

// doubt says that a code was not held against its official text; "" where it was, or
// where there is no such code.
func (t teller) doubt(s registry.Scheme, code string) string {
	c, ok := t.ref.Code(s, code)
	return t.doubtful(ok && !c.Confirmed)
}

// doubtOf says the same of an organisation.
func (t teller) doubtOf(id registry.OrganisationID) string {
	o, ok := t.ref.Organisation(id)
	return t.doubtful(ok && !o.Confirmed)
}

func (t teller) doubtful(is bool) string {
	if !is {
		return ""
	}
	return t.T("unconfirmed")
}
