package sqlite

import (
	"context"
	"encoding/json"

	"trithuc/registry"
)

var sourceTable = newTable("source", "id import sheet row account at system synced file cells", 1, func(r *registry.Source) []column {
	return []column{(*integer)(&r.ID), (*reference)(&r.Import), (*text)(&r.Sheet), (*number)(&r.Row), (*text)(&r.Account), (*moment)(&r.At),
		(*text)(&r.System), (*date)(&r.Synced), (*text)(&r.File), (*text)(&r.Cells)}
}).withLate(4)

// source gives the id of where a change's values come from: one row for each
// source of the commit, the acting account where the change names none.
func (c *commit) source(w *registry.Why) (registry.SourceID, error) {
	src := w.Source
	if src.ID != 0 {
		return src.ID, nil
	}
	src.At = c.at
	if src.Import == 0 && src.Account == "" {
		src.Account = c.actor.Account
	}
	if err := c.sync(&src); err != nil {
		return 0, err
	}
	if id, ok := c.sources[src]; ok {
		return id, nil
	}
	row := src
	row.ID = registry.SourceID(next(&c.counters.source))
	if err := sourceTable.insert(c.ctx, c.s, &row); err != nil {
		return 0, err
	}
	c.sources[src] = row.ID
	return row.ID, nil
}

// sync names the system whose file the source's import was, unless it names one.
func (c *commit) sync(src *registry.Source) error {
	if src.Import == 0 || src.System != "" {
		return nil
	}
	i, known := c.imports[src.Import]
	if !known {
		var err error
		if i, _, err = imports.one(c.ctx, c.s, "WHERE id = ?", int64(src.Import)); err != nil {
			return err
		}
		c.imports[src.Import] = i
	}
	src.System, src.Synced = i.System, i.Synced
	return nil
}

// forgetSource takes back a source that a failed commit had filled in.
func (c *commit) forgetSource(id *registry.SourceID) {
	if int64(*id) > c.before.source {
		*id = 0
	}
}

// Sources gives where values came from, by id; unknown ids are left out.
func (db *DB) Sources(ctx context.Context, ids []registry.SourceID) (found map[registry.SourceID]registry.Source, err error) {
	defer wrap(&err, "sqlite.Sources")
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	var rows []registry.Source
	err = db.read.with(ctx, func(s *session) error {
		rows, err = sourceTable.rows(ctx, s, "WHERE id IN (SELECT value FROM json_each(?))", string(list))
		return err
	})
	found = make(map[registry.SourceID]registry.Source, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}
