package sqlite

import (
	"context"

	"trithuc/registry"
)

var opinions = newTable("opinion", "id version run organisation part document day body answer reply account", 1, func(o *registry.Opinion) []column {
	return []column{(*integer)(&o.ID), (*integer)(&o.Version), (*integer)(&o.Run), (*integer)(&o.Organisation), (*text)(&o.Part), (*text)(&o.Document), (*date)(&o.Day), (*text)(&o.Text),
		(*text)(&o.Answer), (*text)(&o.Reply), (*text)(&o.Account)}
})

// putOpinion adds, replaces or takes out an opinion. Former texts are not kept: they may name somebody
// who is erased later.
func (c *commit) putOpinion(p *registry.PutOpinion) (registry.Subject, error) {
	o := p.Opinion
	r := &record[registry.Opinion]{
		table: opinions, kind: registry.SubjectOpinion, what: "ý kiến", counter: &c.counters.opinion, row: o, id: (*int64)(&o.ID), version: &o.Version, account: &o.Account,
		versionOf: func(o *registry.Opinion) int64 { return o.Version }, was: p.Was, removed: p.Removed,
	}
	_, action, source, err := putRecord(c, &p.Why, r)
	if err != nil {
		return r.subject(), err
	}
	return r.subject(), c.enter(&p.Why, r.subject(), action, o.Version, source, nil)
}

// forgetInOpinions takes the names of somebody out of what agencies wrote and were answered.
func (c *commit) forgetInOpinions(w *registry.Why, who *registry.Traces) error {
	all, err := opinions.rows(c.ctx, c.s, "")
	for i := 0; i < len(all) && err == nil; i++ {
		o, tells := &all[i], false
		for _, text := range []*string{&o.Text, &o.Reply, &o.Document} {
			if who.In(*text) {
				*text, tells = who.Without(*text), true
			}
		}
		if !tells {
			continue
		}
		source, sourceErr := c.source(w)
		if err = sourceErr; err != nil {
			break
		}
		o.Version++
		if err = opinions.update(c.ctx, c.s, o); err == nil {
			err = c.enter(w, registry.Subject{Kind: registry.SubjectOpinion, ID: int64(o.ID)}, registry.Amended, o.Version, source, nil)
		}
	}
	return err
}

// Opinions gives all, oldest first.
func (db *DB) Opinions(ctx context.Context) (_ []registry.Opinion, err error) {
	defer wrap(&err, "sqlite.Opinions")
	return many(ctx, db, opinions, "ORDER BY id")
}
