package registry_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"trithuc/registry"
)

// TestResolveAnyLineage: whatever the steps say, circles too, resolving ends, says
// the same each time and names each organisation once, with a score up to 1.
func TestResolveAnyLineage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "organisations")
		orgs := make([]registry.Organisation, n)
		for i := range orgs {
			orgs[i] = registry.Organisation{ID: registry.OrganisationID(i + 1), Name: fmt.Sprint("Sở Mẫu số ", i+1),
				ValidTo: registry.Date{Year: rapid.SampledFrom([]int{0, 2010, 2025}).Draw(t, "until")}}
		}
		id := rapid.IntRange(1, n)
		lineage := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) registry.Lineage {
			return registry.Lineage{From: registry.OrganisationID(id.Draw(t, "from")), To: registry.OrganisationID(id.Draw(t, "to")),
				Kind: rapid.SampledFrom([]registry.LineageKind{registry.MergedInto, registry.SplitInto, registry.RenamedTo}).Draw(t, "kind"),
				On:   registry.Date{Year: rapid.IntRange(2000, 2026).Draw(t, "year"), Month: rapid.IntRange(0, 12).Draw(t, "month")}}
		}), 0, 20).Draw(t, "steps")
		ref := registry.NewReference(0, orgs, lineage, nil)
		on := registry.Date{Year: rapid.IntRange(1999, 2027).Draw(t, "on"), Month: 6, Day: 15}
		name := orgs[0].Name
		first := ref.ResolveOrganisation(name, on)
		if again := ref.ResolveOrganisation(name, on); fmt.Sprint(first) != fmt.Sprint(again) {
			t.Fatalf("%v, then %v", first, again)
		}
		seen := map[registry.OrganisationID]bool{}
		for _, f := range first {
			if seen[f.ID] || f.Score <= 0 || f.Score > 1 {
				t.Fatalf("%+v among %v", f, first)
			}
			seen[f.ID] = true
		}
		if len(first) == 0 {
			t.Fatalf("%q leads nowhere", name)
		}
	})
}
