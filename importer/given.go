package importer

import (
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// The caller of an import may say whose lists it holds. That is for lists which do not say
// so themselves: what stands above a list is nearer to it.

// another says that the names above a list tell of another institution than the caller's:
// neither the caller's under another name, nor an authority above it, nor a unit of it.
func (s *sheetReader) another(found []string, id registry.OrganisationID, unknown string) bool {
	given := s.r.employer
	if slices.ContainsFunc(found, func(name string) bool { return slices.Contains(s.r.places.named(name), given) }) {
		return false
	}
	if unknown != "" {
		return ofItsOwn(unknown) && s.r.places.within(given, unknown) == 0 && !meansSame(placeKey(unknown), placeKey(s.r.places.name(given)))
	}
	o, known := s.r.places.organisation(id)
	return known && id != given && (o.Kind != registry.Government || s.governs(given) && !s.r.ref.Within(given, id))
}

// toldOf leaves out of the names in a title the institution at which the caller's people only
// are: "DANH SÁCH VIÊN CHỨC ĐANG HỌC TẠI TRƯỜNG ĐẠI HỌC …".
func (s *sheetReader) toldOf(title string, names []string) []string {
	if s.r.employer == 0 {
		return names
	}
	return slices.DeleteFunc(names, func(name string) bool {
		before, _, _ := strings.Cut(vietnamese.Fold(title), vietnamese.Fold(name))
		words := strings.Fields(before)
		return ofItsOwn(name) && len(words) > 1 && slices.Contains([]string{"tai", "tu", "o", "voi", "sang", "den", "hoc"}, words[len(words)-1])
	})
}

// meansSame says that a heading may be another spelling of a known name: almost its letters,
// or its words with some of them shortened to their initials.
func meansSame(heading, name string) bool {
	if distance(heading, name, 2) <= 2 && !hasDigit(heading+name) {
		return true
	}
	words, initials := strings.Fields(name), ""
	for _, w := range words {
		initials += w[:1]
	}
	return !slices.ContainsFunc(strings.Fields(heading), func(w string) bool {
		return !slices.Contains(words, w) && (len(w) < 2 || !strings.Contains(initials, w))
	})
}
