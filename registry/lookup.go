package registry

import (
	"bytes"
	"slices"

	"trithuc/registry/vietnamese"
)

// CodeNamed gives the code of a scheme that answers to a text: the code itself, a
// name of it in either language, or a variant, marks and case aside.
func (r *Reference) CodeNamed(s Scheme, text string) (Code, bool) {
	wanted := vietnamese.Fold(text)
	for _, c := range r.ordered[s] {
		if wanted != "" && slices.ContainsFunc(append([]string{c.Code, c.Name, c.NameEn}, c.Variants...), func(name string) bool { return vietnamese.Fold(name) == wanted }) {
			return *c, true
		}
	}
	return Code{}, false
}

// SortOrganisations puts organisations into the Vietnamese order of their names,
// those that exist before those that do not any more.
func SortOrganisations(list []Organisation) {
	keys := make(map[OrganisationID][]byte, len(list))
	for _, o := range list {
		keys[o.ID] = vietnamese.SortKey(vietnamese.Name{Given: o.Name})
	}
	slices.SortStableFunc(list, func(a, b Organisation) int {
		switch gone := !a.ValidTo.IsZero(); {
		case gone == !b.ValidTo.IsZero():
			return bytes.Compare(keys[a.ID], keys[b.ID])
		case gone:
			return 1
		}
		return -1
	})
}

// Probe asks for everybody p may be, by whatever the record says of who they are.
func (p *Person) Probe() Probe {
	probe := Probe{Codes: p.Codes, Email: p.Email, Name: vietnamese.Fold(p.Name.Full), Keys: Keys(p)}
	for _, i := range p.Identifiers {
		if i.Kind == ORCID {
			probe.ORCID = i.Value
		}
	}
	return probe
}
