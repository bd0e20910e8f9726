package forecast

import (
	"strconv"
	"strings"

	"trithuc/registry"
)

// only is whom a forecast looks at: who has a post that meets all of it.
type only struct {
	organisation      registry.OrganisationID // 0 for any
	sector, ownership string                  // "" for any
}

// onlyOf reads a scenario; it is Invalid for what the registry does not know.
func onlyOf(ref *registry.Reference, s Scenario) (only, error) {
	o := only{sector: s.Sector, ownership: s.Ownership}
	if _, known := ref.Code(registry.SchemeSector, s.Sector); s.Sector != "" && !known {
		return o, refused("sector", s.Sector, "không có ngành quản lý mang mã này")
	}
	if _, known := ref.Code(registry.SchemeOwnership, s.Ownership); s.Ownership != "" && !known {
		return o, refused("ownership", s.Ownership, "không có khu vực mang mã này")
	}
	var err error
	o.organisation, err = findOrganisation(ref, s.Organisation)
	return o, err
}

func (o only) everybody() bool { return o == only{} }

// holds says that a post meets it.
func (o only) holds(ref *registry.Reference, post registry.Position) bool {
	at := func(id registry.OrganisationID) bool { return id != 0 && ref.Within(id, o.organisation) }
	return (o.organisation == 0 || at(post.Organisation) || at(post.Unit)) &&
		(o.sector == "" || ref.Sector(post) == o.sector) &&
		(o.ownership == "" || ref.Ownership(post) == o.ownership)
}

// name says it in words, "" for everybody.
func (o only) name(ref *registry.Reference) string {
	var parts []string
	if o.organisation != 0 {
		parts = append(parts, ref.OrganisationName(o.organisation))
	}
	if o.sector != "" {
		parts = append(parts, "ngành "+ref.CodeName(registry.SchemeSector, o.sector))
	}
	if o.ownership != "" {
		parts = append(parts, "khu vực "+ref.CodeName(registry.SchemeOwnership, o.ownership))
	}
	return strings.Join(parts, ", ")
}

// findOrganisation resolves a name, abbreviation or number; 0 for "".
func findOrganisation(ref *registry.Reference, name string) (registry.OrganisationID, error) {
	if name == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		if _, ok := ref.Organisation(registry.OrganisationID(n)); ok {
			return registry.OrganisationID(n), nil
		}
	}
	switch found := ref.OrganisationsNamed(name); len(found) {
	case 1:
		return found[0], nil
	case 0:
		return 0, refused("organisation", name, "không có đơn vị nào mang tên hoặc tên viết tắt này")
	default:
		return 0, refused("organisation", name, "có nhiều đơn vị cùng tên này, hãy ghi tên đầy đủ")
	}
}
