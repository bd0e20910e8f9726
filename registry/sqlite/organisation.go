package sqlite

import (
	"encoding/json"
	"reflect"

	"trithuc/registry"
)

var organisations = newTable("organisation",
	"id version key kind name name_en abbreviations aliases parent valid_from valid_to confirmed note source sector ownership approvals", 1,
	func(o *registry.Organisation) []column {
		return []column{
			(*integer)(&o.ID), (*integer)(&o.Version), (*text)(&o.Key), (*text)(&o.Kind), (*text)(&o.Name), (*text)(&o.NameEn),
			documentOf(&o.Abbreviations), documentOf(&o.Aliases), (*reference)(&o.Parent),
			(*date)(&o.ValidFrom), (*date)(&o.ValidTo), (*boolean)(&o.Confirmed), (*text)(&o.Note), (*reference)(&o.Source),
			(*text)(&o.Sector), (*text)(&o.Ownership), documentOf(&o.Approvals),
		}
	}).withLate(3)

func organisationSubject(id registry.OrganisationID) registry.Subject {
	return registry.Subject{Kind: registry.SubjectOrganisation, ID: int64(id)}
}

// place puts the real id in place of one that stands for an organisation added
// earlier in the same Commit, and refuses one that does not exist. 0 stays.
func (c *commit) place(id *registry.OrganisationID) error {
	switch {
	case *id == 0 || c.known[*id]:
		return nil
	case *id < 0:
		given, ok := c.placed[*id]
		if !ok {
			return registry.Errorf(registry.Invalid, "Có giá trị chỉ đến một đơn vị chưa được thêm (%d).", *id)
		}
		*id = given
		return nil
	}
	_, ok, err := organisations.one(c.ctx, c.s, "WHERE id = ?", int64(*id))
	if err != nil {
		return err
	}
	if !ok {
		if ok, err = c.bringBack(*id); err != nil {
			return err
		}
	}
	if !ok {
		return registry.Errorf(registry.Invalid, "Không có đơn vị số %d. Hãy chọn lại đơn vị.", *id)
	}
	c.known[*id] = true
	return nil
}

// bringBack puts a removed organisation back under its id, out of the trail, where the
// change under way gives former values again: they may point at it. False where it
// does not, or there never was one.
func (c *commit) bringBack(id registry.OrganisationID) (bool, error) {
	if c.former == nil {
		return false, nil
	}
	subject := organisationSubject(id)
	last, err := entries(c.ctx, c.s, "WHERE kind = ? AND subject = ? ORDER BY seq DESC LIMIT 1", string(subject.Kind), subject.ID)
	if err != nil || len(last) == 0 || last[0].Action != registry.Removed {
		return false, err
	}
	var body []byte
	if _, err := c.s.row(c.ctx, "SELECT body FROM payload WHERE seq = ?", []any{int64(last[0].Seq)}, (*blob)(&body)); err != nil || body == nil {
		return false, err
	}
	var o registry.Organisation
	if err := json.Unmarshal(body, &o); err != nil {
		return false, err
	}
	if err := c.place(&o.Parent); err != nil {
		return false, err
	}
	o.Version = last[0].Version + 1
	if err := organisations.insert(c.ctx, c.s, &o); err != nil {
		return false, err
	}
	source, err := c.source(c.former)
	if err != nil {
		return false, err
	}
	return true, c.enterReference(c.former, subject, registry.Restored, o.Version, source, nil)
}

// forgetOrganisation puts back the negative id that place had replaced.
func (c *commit) forgetOrganisation(id *registry.OrganisationID) {
	if int64(*id) <= c.before.organisation {
		return
	}
	for negative, given := range c.placed {
		if given == *id {
			*id = negative
			return
		}
	}
	*id = 0
}

func (c *commit) addOrganisation(a *registry.AddOrganisation) (registry.Subject, error) {
	o := a.Organisation
	if o.ID > 0 {
		return organisationSubject(o.ID), registry.Errorf(registry.Invalid, "Đơn vị %q đã có mã nên không thêm mới được.", o.Name)
	}
	if err := c.place(&o.Parent); err != nil {
		return registry.Subject{}, err
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return registry.Subject{}, err
	}
	given := registry.OrganisationID(next(&c.counters.organisation))
	if o.ID < 0 {
		c.placed[o.ID] = given
	}
	c.known[given] = true
	o.ID, o.Version, o.Source = given, 1, source
	if err := organisations.insert(c.ctx, c.s, o); err != nil {
		return registry.Subject{}, err
	}
	subject := organisationSubject(given)
	return subject, c.enterReference(&a.Why, subject, registry.Added, 1, source, nil)
}

// enterReference writes an entry that makes every Reference read before old.
func (c *commit) enterReference(w *registry.Why, subject registry.Subject, action registry.Action, version int64, source registry.SourceID, payload []byte) error {
	err := c.enter(w, subject, action, version, source, payload)
	c.counters.reference = int64(c.head.Seq)
	return err
}

// inUse are the questions whether anybody points at an organisation, and who.
var inUse = []struct{ who, query string }{
	{"hồ sơ", "SELECT 1 FROM position WHERE organisation = $1 OR unit = $1 LIMIT 1"},
	{"mã cán bộ", "SELECT 1 FROM person_code WHERE organisation = $1 LIMIT 1"},
	{"hội viên", "SELECT 1 FROM membership WHERE organisation = $1 LIMIT 1"},
	{"đơn vị trực thuộc", "SELECT 1 FROM organisation WHERE parent = $1 LIMIT 1"},
	{"quan hệ sáp nhập, chia tách", "SELECT 1 FROM lineage WHERE former = $1 OR successor = $1 LIMIT 1"},
	{"tài khoản", "SELECT 1 FROM account WHERE organisation = $1 LIMIT 1"},
	{"lần nhập", "SELECT 1 FROM import WHERE organisation = $1 LIMIT 1"},
}

func (c *commit) removeOrganisation(r *registry.RemoveOrganisation) (registry.Subject, error) {
	subject := organisationSubject(r.ID)
	o, ok, err := organisations.one(c.ctx, c.s, "WHERE id = ?", int64(r.ID))
	if err != nil {
		return subject, err
	}
	if !ok {
		return subject, registry.Errorf(registry.NotFound, "Không tìm thấy đơn vị số %d.", r.ID)
	}
	for _, use := range inUse {
		var one int64
		if used, err := c.s.row(c.ctx, use.query, []any{int64(r.ID)}, &one); err != nil || used {
			if err == nil {
				err = registry.Errorf(registry.Conflict, "Đơn vị %q còn %s chỉ đến nên chưa xóa được.", o.Name, use.who)
			}
			return subject, err
		}
	}
	source, err := c.source(&r.Why)
	if err != nil {
		return subject, err
	}
	if err := organisations.delete(c.ctx, c.s, &o); err != nil {
		return subject, err
	}
	delete(c.known, r.ID)
	body, err := payloadOf(o)
	if err != nil {
		return subject, err
	}
	return subject, c.enterReference(&r.Why, subject, registry.Removed, o.Version+1, source, body)
}

// amendOrganisation replaces an organisation. What changes nothing writes nothing.
func (c *commit) amendOrganisation(a *registry.AmendOrganisation) (registry.Subject, error) {
	o := a.Organisation
	subject := organisationSubject(o.ID)
	old, ok, err := organisations.one(c.ctx, c.s, "WHERE id = ?", int64(o.ID))
	switch {
	case err != nil:
		return subject, err
	case !ok:
		return subject, registry.Errorf(registry.NotFound, "Không tìm thấy đơn vị số %d.", o.ID)
	case old.Version != a.Was:
		return subject, registry.Errorf(registry.Stale, "Đơn vị %q đã được người khác sửa trong lúc bạn sửa. Hãy xem lại bản mới rồi sửa tiếp.", old.Name)
	}
	if err := c.place(&o.Parent); err != nil {
		return subject, err
	}
	if err := c.noCircle(o); err != nil {
		return subject, err
	}
	o.Version, o.Source = old.Version, old.Source
	if reflect.DeepEqual(*o, old) {
		return subject, nil
	}
	source, err := c.source(&a.Why)
	if err != nil {
		return subject, err
	}
	o.Version, o.Source = a.Was+1, source
	if err := organisations.update(c.ctx, c.s, o); err != nil {
		return subject, err
	}
	body, err := payloadOf(old)
	if err != nil {
		return subject, err
	}
	return subject, c.enterReference(&a.Why, subject, registry.Amended, o.Version, source, body)
}

// noCircle refuses an organisation that would stand under itself.
func (c *commit) noCircle(o *registry.Organisation) error {
	for above, seen := o.Parent, 0; above != 0; seen++ {
		up, ok, err := organisations.one(c.ctx, c.s, "WHERE id = ?", int64(above))
		if err != nil || !ok {
			return err
		}
		if above == o.ID || seen > maxDepth {
			return &registry.Error{Kind: registry.Invalid, Message: "Một đơn vị không thể trực thuộc chính nó hay đơn vị bên dưới nó. Hãy chọn lại đơn vị cấp trên.",
				Problems: []registry.Problem{{Field: "parent", Value: up.Name, Reason: "đứng dưới chính đơn vị này"}}}
		}
		above = up.Parent
	}
	return nil
}

// maxDepth is deeper than any tree of organisations.
const maxDepth = 100
