package importer

import (
	"context"

	"trithuc/registry"
)

// loadSources loads where the values of people came from, where the file tells of a
// day in the past: then what is stored may be newer than it. Where it was chosen for an
// earlier lot which file goes before, the files that they stood in are loaded too.
func (p *planner) loadSources(ctx context.Context, people []*registry.Person) error {
	if p.synced.IsZero() && len(p.r.decided.former) == 0 {
		return nil
	}
	if p.sources == nil {
		p.sources = map[registry.SourceID]registry.Source{}
	}
	var ids []registry.SourceID
	ask := func(id registry.SourceID) {
		if _, known := p.sources[id]; id != 0 && !known {
			ids = append(ids, id)
		}
	}
	for _, person := range people {
		ask(person.Source)
		for _, f := range person.Facts() {
			ask(f.Source)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := p.store.Sources(ctx, ids)
	for id, s := range found {
		p.sources[id] = s
		if err == nil {
			err = p.loadLayouts(ctx, s.Import)
		}
	}
	return err
}

// loadLayouts loads the layouts of the sheets of an import, where orders of files are
// remembered by them.
func (p *planner) loadLayouts(ctx context.Context, of registry.ImportID) error {
	if _, known := p.layouts[of]; of == 0 || known || p.sheets == nil || len(p.r.decided.former) == 0 {
		return nil
	}
	if p.layouts == nil {
		p.layouts = map[registry.ImportID]map[string]string{}
	}
	sheets, err := p.sheets(ctx, of)
	p.layouts[of] = sheets
	return err
}

// newer says that a source tells of a later day than the file does: another system's
// file of a later day, or whatever was written here after it.
func (p *planner) newer(id registry.SourceID) bool {
	s, known := p.sources[id]
	if p.synced.IsZero() || !known {
		return false
	}
	day := s.Synced
	if day.IsZero() {
		day = registry.DateOf(s.At.In(registry.Vietnam))
	}
	return day.Compare(p.synced) > 0 && !day.Agrees(p.synced)
}

// newerValue says that the stored value of a scalar field is newer than the file.
func (m *merge) newerValue(field string) bool {
	id, own := m.into.Sources[field]
	if !own {
		id = m.into.Source
	}
	return !m.override && m.p.newer(id)
}

// keepsNewer asks about a stored value that the file, being older, would replace;
// true where it does.
func (m *merge) keepsNewer(newer bool, f Field, stored, now string) bool {
	if !newer || stored == "" {
		return false
	}
	m.conflict(f, stored+" (mới hơn tệp)", now)
	return true
}
