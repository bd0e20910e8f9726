package sqlite

import (
	"fmt"

	"trithuc/registry"
)

var lineages = newTable("lineage", "former successor kind since note", 4, func(l *registry.Lineage) []column {
	return []column{(*reference)(&l.From), (*reference)(&l.To), (*text)(&l.Kind), (*date)(&l.On), (*text)(&l.Note)}
})

// addLineage adds a step; its entry counts as a change of the former organisation.
func (c *commit) addLineage(a *registry.AddLineage) (registry.Subject, error) {
	l := &a.Lineage
	if err := c.place(&l.From); err != nil {
		return registry.Subject{}, err
	}
	if err := c.place(&l.To); err != nil {
		return registry.Subject{}, err
	}
	subject := organisationSubject(l.From)
	if l.From == 0 || l.To == 0 || l.From == l.To {
		return subject, registry.Errorf(registry.Invalid, "Quan hệ sáp nhập, chia tách phải nối hai đơn vị khác nhau.")
	}
	same, ok, err := c.storedLineage(l)
	if err != nil || ok && same == *l {
		return subject, err
	}
	if ok {
		return subject, registry.Errorf(registry.Conflict, "Quan hệ giữa hai đơn vị này đã được ghi với chú thích khác.")
	}
	if err := lineages.insert(c.ctx, c.s, l); err != nil {
		return subject, err
	}
	return subject, c.enterLineage(&a.Why, registry.LinkedField, l)
}

// removeLineage takes a step out; the trail keeps it.
func (c *commit) removeLineage(r *registry.RemoveLineage) (registry.Subject, error) {
	subject := organisationSubject(r.Lineage.From)
	stored, ok, err := c.storedLineage(&r.Lineage)
	if err != nil {
		return subject, err
	}
	if !ok {
		return subject, registry.Errorf(registry.NotFound, "Không có quan hệ này giữa hai đơn vị, hoặc quan hệ đã được bỏ.")
	}
	if err := lineages.delete(c.ctx, c.s, &stored); err != nil {
		return subject, err
	}
	return subject, c.enterLineage(&r.Why, registry.UnlinkedField, &stored)
}

func (c *commit) storedLineage(l *registry.Lineage) (registry.Lineage, bool, error) {
	return lineages.one(c.ctx, c.s, "WHERE former = ? AND successor = ? AND kind = ? AND since = ?",
		int64(l.From), int64(l.To), string(l.Kind), l.On.String())
}

// enterLineage writes the entry of a step that was added or taken out.
func (c *commit) enterLineage(w *registry.Why, what string, l *registry.Lineage) error {
	source, err := c.source(w)
	if err != nil {
		return err
	}
	version, err := c.touch(l.From)
	if err != nil {
		return err
	}
	body, err := payloadOf(map[string]any{what: l})
	if err != nil {
		return err
	}
	return c.enterReference(w, organisationSubject(l.From), registry.Amended, version, source, body)
}

// touch gives an organisation its next version.
func (c *commit) touch(id registry.OrganisationID) (int64, error) {
	o, ok, err := organisations.one(c.ctx, c.s, "WHERE id = ?", int64(id))
	if err != nil {
		return 0, err
	}
	if !ok {
		return 0, fmt.Errorf("organisation %d is gone", id)
	}
	o.Version++
	return o.Version, organisations.update(c.ctx, c.s, &o)
}
