package sqlite

import (
	"context"

	"trithuc/registry"
)

// panelRow is a panel as it is stored: what it is found by beside the whole. What
// stands twice is read twice, so that damage to either is noticed.
type panelRow struct {
	registry.Panel
	beside struct {
		id                   registry.PanelID
		version              int64
		state, name, account string
		people               []registry.PersonID
	}
}

func panelRowOf(p *registry.Panel) *panelRow {
	row := &panelRow{Panel: *p}
	b := &row.beside
	b.id, b.version, b.state, b.name, b.account, b.people = p.ID, p.Version, string(p.State), p.Name, p.Account, p.People()
	return row
}

var panels = newTable("panel", "id version state name account people body", 1, func(p *panelRow) []column {
	b := &p.beside
	return []column{(*integer)(&b.id), (*integer)(&b.version), (*text)(&b.state), (*text)(&b.name), (*text)(&b.account), documentOf(&b.people), documentOf(&p.Panel)}
})

// panelPaper is the signed decision of a panel.
type panelPaper struct {
	panel   registry.PanelID
	content []byte
}

var panelPapers = newTable("panel_paper", "id content", 1, func(p *panelPaper) []column {
	return []column{(*integer)(&p.panel), (*blob)(&p.content)}
})

// panelFile is what is attached to a panel under a number.
type panelFile struct {
	panel   registry.PanelID
	number  int
	content []byte
}

var panelFiles = newTable("panel_file", "panel number content", 2, func(f *panelFile) []column {
	return []column{(*integer)(&f.panel), (*number)(&f.number), (*blob)(&f.content)}
})

func panelSubject(id registry.PanelID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectPanel, ID: int64(id)}
}

// putPanel adds or replaces a panel. Former states are not kept: what is said of
// members stands in the row alone, where erasure takes it out.
func (c *commit) putPanel(change *registry.PutPanel) (registry.Subject, error) {
	p, action := change.Panel, registry.Amended
	for _, id := range p.People() {
		if err := c.here(id); err != nil {
			return panelSubject(p.ID), err
		}
	}
	if p.ID == 0 {
		action = registry.Added
	} else if old, ok, err := panels.one(c.ctx, c.s, "WHERE id = ?", int64(p.ID)); err != nil {
		return panelSubject(p.ID), err
	} else if !ok || old.Version != change.Was {
		return panelSubject(p.ID), c.stale("hội đồng", panelSubject(p.ID))
	}
	source, err := c.source(&change.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	if p.Version, p.Account = change.Was+1, c.actor.Account; action == registry.Added {
		p.ID = registry.PanelID(next(&c.counters.panel))
		err = panels.insert(c.ctx, c.s, panelRowOf(p))
	} else {
		err = panels.update(c.ctx, c.s, panelRowOf(p))
	}
	if err == nil && len(change.Copy) > 0 {
		err = panelPapers.insert(c.ctx, c.s, &panelPaper{p.ID, change.Copy})
	}
	if err == nil && len(change.File) > 0 {
		err = panelFiles.insert(c.ctx, c.s, &panelFile{p.ID, len(p.Files), change.File})
	}
	if err != nil {
		return panelSubject(p.ID), err
	}
	return panelSubject(p.ID), c.enter(&change.Why, panelSubject(p.ID), action, p.Version, source, nil)
}

// forgetInPanels takes people out of panels: their seats are empty, and what was
// written of them anywhere in a panel goes.
func (c *commit) forgetInPanels(w *registry.Why, ids []registry.PersonID, who *registry.Traces) error {
	all, err := panels.rows(c.ctx, c.s, "")
	for i := 0; i < len(all) && err == nil; i++ {
		p := &all[i].Panel
		sat := p.Forget(ids)
		told, forgetErr := p.Untold(who)
		if err = forgetErr; err != nil || !sat && !told {
			continue
		}
		source, sourceErr := c.source(w)
		if err = sourceErr; err != nil {
			break
		}
		if err = c.unpaper(p); err != nil {
			break
		}
		p.Version++
		if err = panels.update(c.ctx, c.s, panelRowOf(p)); err == nil {
			err = c.enter(w, panelSubject(p.ID), registry.Amended, p.Version, source, nil)
		}
	}
	return err
}

// unpaper takes the files of a panel out.
func (c *commit) unpaper(p *registry.Panel) error {
	var err error
	if p.Decision.Copy != nil && !p.Decision.Copy.Gone {
		err = panelPapers.delete(c.ctx, c.s, &panelPaper{panel: p.ID})
	}
	for i := 0; i < len(p.Files) && err == nil; i++ {
		if !p.Files[i].Gone {
			err = panelFiles.delete(c.ctx, c.s, &panelFile{panel: p.ID, number: i + 1})
		}
	}
	p.Unpapered()
	return err
}

// PanelFile gives what is attached to a panel under a number; NotFound where there is
// nothing, or nothing any more.
func (db *DB) PanelFile(ctx context.Context, id registry.PanelID, number int) (_ []byte, err error) {
	defer wrap(&err, "sqlite.PanelFile(%d, %d)", id, number)
	rows, err := many(ctx, db, panelFiles, "WHERE panel = ? AND number = ?", int64(id), int64(number))
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, registry.Errorf(registry.NotFound, "Tệp này không có, hoặc đã được xóa theo yêu cầu của chủ thể dữ liệu.")
	}
	return rows[0].content, nil
}

// Panel gives one; NotFound if there is none. Who was merged since is who they were
// merged into; the seat of who was removed is empty.
func (db *DB) Panel(ctx context.Context, id registry.PanelID) (_ *registry.Panel, err error) {
	defer wrap(&err, "sqlite.Panel(%d)", id)
	row, err := one(ctx, db, panels, registry.Errorf(registry.NotFound, "Không tìm thấy hội đồng này."), int64(id))
	if err != nil {
		return nil, err
	}
	return &row.Panel, db.seatedToday(ctx, &row.Panel)
}

// PanelPaper gives the signed decision of a panel as it came; NotFound where there is
// none, or none any more.
func (db *DB) PanelPaper(ctx context.Context, id registry.PanelID) (_ []byte, err error) {
	defer wrap(&err, "sqlite.PanelPaper(%d)", id)
	row, err := one(ctx, db, panelPapers, registry.Errorf(registry.NotFound, "Hội đồng này chưa có bản quyết định đã ký, hoặc bản ấy đã được xóa theo yêu cầu của chủ thể dữ liệu."), int64(id))
	if err != nil {
		return nil, err
	}
	return row.content, nil
}

// Panels gives all, newest first, as Panel does.
func (db *DB) Panels(ctx context.Context) (_ []registry.Panel, err error) {
	defer wrap(&err, "sqlite.Panels")
	return db.panelsWhere(ctx, "ORDER BY id DESC")
}

// PanelsOf gives those on which the person has a seat, also under the id of somebody
// merged into them, newest first.
func (db *DB) PanelsOf(ctx context.Context, id registry.PersonID) (_ []registry.Panel, err error) {
	defer wrap(&err, "sqlite.PanelsOf(%d)", id)
	return db.panelsWhere(ctx, "WHERE EXISTS (SELECT 1 FROM json_each(panel.people) AS seated WHERE seated.value = ?1 "+
		"OR seated.value IN (SELECT gone FROM redirect WHERE kept = ?1)) ORDER BY id DESC", int64(id))
}

func (db *DB) panelsWhere(ctx context.Context, where string, args ...any) ([]registry.Panel, error) {
	rows, err := many(ctx, db, panels, where, args...)
	if err != nil {
		return nil, err
	}
	all := make([]registry.Panel, len(rows))
	for i := range rows {
		all[i] = rows[i].Panel
		if err := db.seatedToday(ctx, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// seatedToday leads the ids of merged people on, and empties the seats of those who are
// no longer there.
func (db *DB) seatedToday(ctx context.Context, p *registry.Panel) error {
	for i := range p.Seats {
		s := &p.Seats[i]
		if s.Person == 0 {
			continue
		}
		now, err := db.existing(ctx, []registry.PersonID{s.Person})
		if err != nil {
			return err
		}
		if len(now) == 0 {
			p.Forget([]registry.PersonID{s.Person})
			continue
		}
		s.Person = now[0]
	}
	return nil
}
