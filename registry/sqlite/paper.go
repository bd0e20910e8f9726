package sqlite

import (
	"context"

	"trithuc/registry"
)

// paperRow is the template of a kind of document.
type paperRow struct {
	registry.PaperTemplate
	content []byte
}

var paperTemplates = newTable("paper_template", "paper version file account content", 1, func(p *paperRow) []column {
	return []column{(*text)(&p.Paper), (*integer)(&p.Version), (*text)(&p.File), (*text)(&p.Account), (*blob)(&p.content)}
})

var paperSubject = registry.Subject{Kind: registry.SubjectPaper}

// putPaper sets a template or takes it out. A row without content keeps the version of one
// that was taken out, so that no version comes twice.
func (c *commit) putPaper(change *registry.PutPaper) (registry.Subject, error) {
	t := change.Template
	old, ok, err := paperTemplates.one(c.ctx, c.s, "WHERE paper = ?", t.Paper)
	if err != nil {
		return paperSubject, err
	}
	if old.Version != change.Was {
		return paperSubject, c.stale("mẫu văn bản", paperSubject)
	}
	source, err := c.source(&change.Why)
	if err != nil {
		return paperSubject, err
	}
	t.Version, t.Account = change.Was+1, c.actor.Account
	row, action := &paperRow{*t, change.Content}, registry.Amended
	if ok {
		err = paperTemplates.update(c.ctx, c.s, row)
	} else {
		action, err = registry.Added, paperTemplates.insert(c.ctx, c.s, row)
	}
	if err != nil {
		return paperSubject, err
	}
	return paperSubject, c.enter(&change.Why, paperSubject, action, t.Version, source, nil)
}

// PaperTemplates gives the templates that were set or taken back, by kind.
func (db *DB) PaperTemplates(ctx context.Context) (_ []registry.PaperTemplate, err error) {
	defer wrap(&err, "sqlite.PaperTemplates")
	rows, err := many(ctx, db, paperTemplates, "ORDER BY paper")
	if err != nil {
		return nil, err
	}
	all := make([]registry.PaperTemplate, len(rows))
	for i := range rows {
		all[i] = rows[i].PaperTemplate
	}
	return all, nil
}

// PaperTemplate gives the Word file of a kind of document; NotFound where the shipped one
// holds.
func (db *DB) PaperTemplate(ctx context.Context, paper string) (_ *registry.PaperTemplate, _ []byte, err error) {
	defer wrap(&err, "sqlite.PaperTemplate(%q)", paper)
	rows, err := many(ctx, db, paperTemplates, "WHERE paper = ?", paper)
	if err != nil {
		return nil, nil, err
	}
	if len(rows) == 0 || len(rows[0].content) == 0 {
		return nil, nil, registry.Errorf(registry.NotFound, "Loại văn bản này đang dùng mẫu có sẵn.")
	}
	return &rows[0].PaperTemplate, rows[0].content, nil
}
