package api

import (
	"strconv"

	"trithuc/registry"
	"trithuc/search"
)

// facets names the values that were counted.
func (s *server) facets(counts map[search.Facet][]search.Count, ref *registry.Reference) map[string][]FacetCount {
	named := map[string][]FacetCount{}
	for f, list := range counts {
		named[string(f)] = each(list, func(c search.Count) FacetCount {
			return FacetCount{c.Value, s.valueName(f, c.Value, ref), c.N}
		})
	}
	return named
}

// valueName gives the Vietnamese name of a facet's value, the value itself
// where it has none.
func (s *server) valueName(f search.Facet, value string, ref *registry.Reference) string {
	switch f {
	case search.FacetLanguage:
		return ref.CodeName(registry.SchemeLanguage, value)
	case search.FacetWard:
		return ref.WardName(value, registry.Date{})
	case search.FacetSector:
		return ref.CodeName(registry.SchemeSector, value)
	case search.FacetOwnership:
		return ref.CodeName(registry.SchemeOwnership, value)
	case search.FacetScope:
		return s.Say("scope." + value)
	case search.FacetReady:
		return "Sẵn sàng tư vấn"
	case search.FacetField, search.FacetBranch:
		return ref.CodeName(registry.SchemeField, value)
	case search.FacetDegree:
		return ref.CodeName(registry.SchemeDegree, value)
	case search.FacetTitle:
		return ref.CodeName(registry.SchemeTitle, value)
	case search.FacetHonour:
		return ref.CodeName(registry.SchemeHonour, value)
	case search.FacetOrganisation, search.FacetUnit:
		return organisationName(value, ref)
	case search.FacetSex:
		return s.Say("sex." + value)
	}
	return value
}

func organisationName(value string, ref *registry.Reference) string {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return value
	}
	return ref.OrganisationName(registry.OrganisationID(id))
}
