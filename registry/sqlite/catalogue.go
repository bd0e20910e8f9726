package sqlite

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"trithuc/registry"
)

var codes = newTable("code",
	"scheme version code parent name name_en abbreviation variants value valid_from valid_to confirmed note source replaces", 3,
	func(c *registry.Code) []column {
		return []column{
			(*text)(&c.Scheme), (*text)(&c.Version), (*text)(&c.Code), (*text)(&c.Parent), (*text)(&c.Name), (*text)(&c.NameEn),
			(*text)(&c.Abbreviation), documentOf(&c.Variants), (*real)(&c.Value),
			(*date)(&c.ValidFrom), (*date)(&c.ValidTo), (*boolean)(&c.Confirmed), (*text)(&c.Note), (*text)(&c.Source),
			documentOf(&c.Replaces),
		}
	}).withLate(1)

// loadCodes puts one version of a list in place of the same version; the trail
// keeps the former codes. The same list again writes nothing.
func (c *commit) loadCodes(l *registry.LoadCodes) (registry.Subject, error) {
	subject := registry.Subject{Kind: registry.SubjectCatalogue}
	list, err := ofVersion(l)
	if err != nil {
		return subject, err
	}
	old, err := codes.rows(c.ctx, c.s, "WHERE scheme = ? AND version = ? ORDER BY code", string(l.Scheme), l.Version)
	if err == nil && l.Was != nil && *l.Was != *registry.CodesDigest(old) {
		err = registry.Errorf(registry.Stale, "Danh mục %s, phiên bản %s, đã được người khác thay đổi trong lúc bạn xem trước. Hãy xem trước lại rồi mới nạp.", l.Scheme, l.Version)
	}
	if err != nil || len(old) == 0 && len(list) == 0 || reflect.DeepEqual(old, list) {
		return subject, err
	}
	if err := codes.deleteWhere(c.ctx, c.s, "DELETE FROM code WHERE scheme = ? AND version = ?", string(l.Scheme), l.Version); err != nil {
		return subject, err
	}
	for i := range list {
		if err := codes.insert(c.ctx, c.s, &list[i]); err != nil {
			return subject, err
		}
	}
	source, err := c.source(&l.Why)
	if err != nil {
		return subject, err
	}
	why := l.Why
	if why.Reason == "" {
		why.Reason = fmt.Sprintf("Nạp danh mục %s, phiên bản %s", l.Scheme, l.Version)
	}
	action := registry.Added
	if len(old) > 0 {
		action = registry.Amended
	}
	body, err := payloadOf(map[string]any{"scheme": l.Scheme, "version": l.Version, "codes": old})
	if err != nil {
		return subject, err
	}
	return subject, c.enterReference(&why, subject, action, 0, source, body)
}

// ofVersion gives the codes of a change in the order of the store, each of the
// scheme and version that the change names; the caller's own stay as they are.
func ofVersion(l *registry.LoadCodes) ([]registry.Code, error) {
	if l.Scheme == "" || l.Version == "" {
		return nil, registry.Errorf(registry.Invalid, "Danh mục phải có tên và phiên bản.")
	}
	list := slices.Clone(l.Codes)
	for i := range list {
		list[i].Scheme, list[i].Version = l.Scheme, l.Version
		if len(list[i].Variants) == 0 {
			list[i].Variants = nil
		}
		if len(list[i].Replaces) == 0 {
			list[i].Replaces = nil
		}
	}
	slices.SortFunc(list, func(a, b registry.Code) int { return strings.Compare(a.Code, b.Code) })
	for i := 1; i < len(list); i++ {
		if list[i].Code == list[i-1].Code {
			return nil, registry.Errorf(registry.Invalid, "Danh mục %s có mã %q hai lần.", l.Scheme, list[i].Code)
		}
	}
	return list, nil
}

// Reference gives organisations and code lists. The snapshot is kept and given
// again until an entry of the trail, by whatever process, changes either.
func (db *DB) Reference(ctx context.Context) (ref *registry.Reference, err error) {
	defer wrap(&err, "sqlite.Reference")
	err = db.read.snapshot(ctx, func(s *session) error {
		counters, err := readCounters(ctx, s)
		if err != nil {
			return err
		}
		if ref = db.reference.Load(); ref != nil && ref.Seq == registry.Seq(counters.reference) {
			return nil
		}
		ref, err = readReference(ctx, s, registry.Seq(counters.reference))
		return err
	})
	if err != nil {
		return nil, err
	}
	db.reference.Store(ref)
	return ref, nil
}

func readReference(ctx context.Context, s *session, seq registry.Seq) (*registry.Reference, error) {
	orgs, err := organisations.rows(ctx, s, "ORDER BY id")
	if err != nil {
		return nil, err
	}
	lines, err := lineages.rows(ctx, s, "")
	if err != nil {
		return nil, err
	}
	list, err := codes.rows(ctx, s, "ORDER BY scheme, version, code")
	if err != nil {
		return nil, err
	}
	return registry.NewReference(seq, orgs, lines, list), nil
}
