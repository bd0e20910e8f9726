package registry_test

import (
	"testing"

	"trithuc/registry"
)

// TestScopeByMembership: a rule names associations by key, by kind or by number; what
// stands under one belongs to it, and a seat that was left no longer counts.
func TestScopeByMembership(t *testing.T) {
	orgs := []registry.Organisation{
		{ID: 1, Key: "van", Kind: registry.Association, Name: "Liên hiệp Mẫu"},
		{ID: 2, Kind: registry.Unit, Parent: 1, Name: "Hội Mẫu"},
		{ID: 3, Kind: registry.Unit, Name: "Hội Cũ"},
		{ID: 4, Key: "so", Kind: registry.Government, Name: "Sở Mẫu"},
	}
	lineage := []registry.Lineage{{From: 3, To: 2, Kind: registry.MergedInto}}
	seat := func(id registry.OrganisationID) registry.Membership { return registry.Membership{Organisation: id} }
	left := registry.Membership{Organisation: 1, To: registry.Date{Year: 2020}}
	begins := registry.Membership{Organisation: 1, From: registry.Date{Year: 2025}}
	rule := func(code string, variants ...string) registry.Code {
		return registry.Code{Scheme: registry.SchemeScope, Version: "1", Code: code, Name: "hội viên", Variants: variants}
	}
	ended := rule("membership:van")
	ended.ValidTo = registry.Date{Year: 2019}
	for _, c := range []struct {
		name string
		rule registry.Code
		in   registry.Membership
		year int
		want registry.ScopeState
	}{
		{"by key", rule("membership:van"), seat(1), 2026, registry.InScope},
		{"under it", rule("membership:van"), seat(2), 2026, registry.InScope},
		{"merged into it", rule("membership:van"), seat(3), 2026, registry.InScope},
		{"by kind", rule("membership:assoc"), seat(2), 2026, registry.InScope},
		{"by number", rule("membership:2"), seat(2), 2026, registry.InScope},
		{"one of several", rule("membership:hoi", "so", "van"), seat(1), 2026, registry.InScope},
		{"elsewhere", rule("membership:van"), seat(4), 2026, registry.ScopeUnclear},
		{"left", rule("membership:van"), left, 2026, registry.ScopeUnclear},
		{"not yet", rule("membership:van"), begins, 2024, registry.ScopeUnclear},
		{"since then", rule("membership:van"), begins, 2025, registry.InScope},
		{"by name alone", rule("membership:van"), registry.Membership{Name: "Liên hiệp Mẫu"}, 2026, registry.ScopeUnclear},
		{"while the rule holds", ended, seat(1), 2019, registry.InScope},
	} {
		ref := registry.NewReference(1, orgs, lineage, []registry.Code{c.rule, {Scheme: registry.SchemeScope, Version: "1", Code: "honour:x", Name: "x"}})
		p := &registry.Person{Memberships: []registry.Membership{c.in}}
		if got := registry.ScopeOf(p, ref, registry.Date{Year: c.year, Month: 6, Day: 1}); got.State != c.want {
			t.Errorf("%s: got %+v, want %s", c.name, got, c.want)
		}
	}
}
