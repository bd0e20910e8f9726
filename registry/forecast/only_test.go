package forecast_test

import (
	"testing"

	"trithuc/registry"
	"trithuc/registry/forecast"
)

// TestSectorAndOwnership: a forecast looks at who has a post in a ngành quản lý or a
// khu vực, the post's own or that of what it stands under.
func TestSectorAndOwnership(t *testing.T) {
	ref := registry.NewReference(1, []registry.Organisation{
		{ID: 1, Key: "sở", Name: "Sở Y tế", Sector: "y-te", Ownership: "nha-nuoc"},
		{ID: 2, Key: "bệnh viện", Name: "Bệnh viện", Parent: 1},
		{ID: 3, Key: "công ty", Name: "Công ty", Sector: "y-te", Ownership: "doanh-nghiep"},
	}, nil, append(reference().Codes(registry.SchemeRetirement),
		registry.Code{Scheme: registry.SchemeSector, Code: "y-te", Name: "Y tế"}, registry.Code{Scheme: registry.SchemeSector, Code: "giao-duc", Name: "Giáo dục"},
		registry.Code{Scheme: registry.SchemeOwnership, Code: "nha-nuoc", Name: "Nhà nước"}, registry.Code{Scheme: registry.SchemeOwnership, Code: "doanh-nghiep", Name: "Doanh nghiệp"}))
	at := func(posts ...registry.Spell) registry.Career {
		return registry.Career{Sex: registry.Male, Birth: registry.Date{Year: 1990}, Posts: posts}
	}
	list := []registry.Career{
		at(registry.Spell{Organisation: 1}), at(registry.Spell{Organisation: 1, Unit: 2}),
		at(registry.Spell{Organisation: 1, Sector: "giao-duc"}), at(registry.Spell{Organisation: 3}), at(),
	}
	for _, x := range []struct {
		name string
		s    forecast.Scenario
		want int // -1: refused
	}{
		{"everybody", forecast.Scenario{}, 5},
		{"a sector", forecast.Scenario{Sector: "y-te"}, 3},
		{"the post's own", forecast.Scenario{Sector: "giao-duc"}, 1},
		{"a khu vực", forecast.Scenario{Ownership: "nha-nuoc"}, 3},
		{"both and an organisation", forecast.Scenario{Organisation: "Bệnh viện", Sector: "y-te", Ownership: "nha-nuoc"}, 1},
		{"unknown", forecast.Scenario{Sector: "vu-tru"}, -1},
		{"unknown too", forecast.Scenario{Ownership: "vu-tru"}, -1},
	} {
		in, err := forecast.Gather(t.Context(), careers{ref: ref, list: list}, x.s, registry.DateOf(now))
		got := -1
		if err == nil {
			got = in.People()
		}
		if got != x.want || x.want < 0 && registry.KindOf(err) != registry.Invalid {
			t.Errorf("%s: got %d, %v, want %d", x.name, got, err, x.want)
		}
	}
}
