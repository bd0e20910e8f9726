package importer

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// recordList is one of the lists of a record beside degrees, posts and fields: how
// what a draft says is put to what is stored. One table serves all that the importer
// does with them.
type recordList struct {
	field string // JSON name
	size  func(*registry.Person) int
	clone func(*registry.Person)
	text  func(*registry.Person) string // all of it, to tell one plan from another
	merge func(*merge)
}

// recordListOf describes a list: which items are one (same), what becomes of a stored
// item about which a list says something (tell, true if it changed), and an item
// in words.
func recordListOf[T any](field string, at func(*registry.Person) *[]T, same func(a, b *T) bool, tell func(m *merge, old *T, now T) bool, say func(*registry.Reference, T) string) recordList {
	return recordList{field: field,
		size:  func(p *registry.Person) int { return len(*at(p)) },
		clone: func(p *registry.Person) { *at(p) = slices.Clone(*at(p)) },
		text: func(p *registry.Person) string {
			raw, err := json.Marshal(*at(p))
			if err != nil { // made of texts, numbers and dates
				panic(err)
			}
			return string(raw)
		},
		merge: func(m *merge) {
			for _, now := range *at(m.d.person) {
				mergeItem(m, at(m.into), now, same, tell, func(old, item *T) {
					was := ""
					if old != nil {
						was = say(m.p.r.ref, *old)
					}
					m.put(field, was, say(m.p.r.ref, *item))
				})
			}
		},
	}
}

// mergeItem puts one item of a list to those stored: beside them, or into the one it is,
// of several that it may be into one that says it already.
func mergeItem[T any](m *merge, into *[]T, now T, same func(a, b *T) bool, tell func(m *merge, old *T, now T) bool, put func(old, item *T)) {
	at := -1
	var told T
	for i, old := range *into {
		if !same(&old, &now) {
			continue
		}
		if !tell(m, &old, now) {
			return
		}
		if at < 0 {
			at, told = i, old
		}
	}
	if at < 0 {
		*into = append(*into, now)
		put(nil, &now)
		return
	}
	*sourceOf(&told) = 0
	put(&(*into)[at], &told)
	(*into)[at] = told
}

// sourceOf gives where an item of a list keeps its source.
func sourceOf[T any](item *T) *registry.SourceID {
	return reflect.ValueOf(item).Elem().FieldByName("Source").Addr().Interface().(*registry.SourceID)
}

// fill gives an item what a list says of it that is blank.
func fill[T any](_ *merge, old *T, now T) bool { return fillBlanks(old, now) }

// fillBlanks gives an item what another one says and it does not; true if anything.
func fillBlanks[T any](old *T, now T) bool {
	changed := false
	to, from := reflect.ValueOf(old).Elem(), reflect.ValueOf(now)
	for i := range to.NumField() {
		if to.Type().Field(i).Name != "Source" && to.Field(i).IsZero() && !from.Field(i).IsZero() {
			to.Field(i).Set(from.Field(i))
			changed = true
		}
	}
	return changed
}

// recordLists are those that cells can tell.
var recordLists = []recordList{
	recordListOf("names", func(p *registry.Person) *[]registry.OtherName { return &p.Names },
		func(a, b *registry.OtherName) bool { return alike(a.Name, b.Name) }, fill,
		func(_ *registry.Reference, x registry.OtherName) string { return x.Name }),
	recordListOf("identifiers", func(p *registry.Person) *[]registry.Identifier { return &p.Identifiers },
		func(a, b *registry.Identifier) bool { return a.Kind == b.Kind && a.Value == b.Value }, fill,
		func(_ *registry.Reference, x registry.Identifier) string { return string(x.Kind) + " " + x.Value }),
	recordListOf("languages", func(p *registry.Person) *[]registry.Language { return &p.Languages },
		func(a, b *registry.Language) bool { return a.Code == b.Code }, tellLanguage,
		func(ref *registry.Reference, x registry.Language) string {
			return strings.TrimSpace(ref.CodeName(registry.SchemeLanguage, x.Code) + " " + x.Level)
		}),
	recordListOf("publications", func(p *registry.Person) *[]registry.Publication { return &p.Publications },
		func(a, b *registry.Publication) bool { return a.Repeats(b) }, fill,
		func(_ *registry.Reference, x registry.Publication) string { return x.Title }),
	recordListOf("works", func(p *registry.Person) *[]registry.Work { return &p.Works },
		func(a, b *registry.Work) bool { return alike(a.Title, b.Title) }, fill,
		func(_ *registry.Reference, x registry.Work) string { return x.Title }),
	recordListOf("tasks", func(p *registry.Person) *[]registry.Task { return &p.Tasks },
		func(a, b *registry.Task) bool {
			return alike(a.Name, b.Name) && agree(a.Code, b.Code) || a.Code != "" && alike(a.Code, b.Code)
		}, fill,
		func(_ *registry.Reference, x registry.Task) string { return x.Name }),
	recordListOf("supervised", func(p *registry.Person) *[]registry.Supervision { return &p.Supervised },
		func(a, b *registry.Supervision) bool { return a.Degree == b.Degree }, tellSupervision,
		func(_ *registry.Reference, x registry.Supervision) string {
			return fmt.Sprintf("%s: %d", x.Degree, x.Done)
		}),
	recordListOf("awards", func(p *registry.Person) *[]registry.Award { return &p.Awards },
		func(a, b *registry.Award) bool { return alike(a.Name, b.Name) && agreeDates(a.Date, b.Date) }, fill,
		func(_ *registry.Reference, x registry.Award) string { return dated(x.Name, x.Date) }),
	recordListOf("training", func(p *registry.Person) *[]registry.Training { return &p.Training },
		func(a, b *registry.Training) bool { return alike(a.Name, b.Name) && agreeDates(a.From, b.From) }, fill,
		func(_ *registry.Reference, x registry.Training) string { return dated(x.Name, x.From) }),
	recordListOf("memberships", func(p *registry.Person) *[]registry.Membership { return &p.Memberships },
		func(a, b *registry.Membership) bool {
			if a.Organisation != 0 && b.Organisation != 0 {
				return a.Organisation == b.Organisation
			}
			return a.Name != "" && alike(a.Name, b.Name)
		}, tellMembership,
		func(ref *registry.Reference, x registry.Membership) string {
			return strings.Trim(x.Role+", "+ref.OrganisationName(x.Organisation)+x.Name, ", ")
		}),
	recordListOf("abroad", func(p *registry.Person) *[]registry.Stay { return &p.Abroad },
		func(a, b *registry.Stay) bool {
			return alike(a.Country, b.Country) && agree(a.Place, b.Place) && agreeDates(a.From, b.From)
		}, fill,
		func(_ *registry.Reference, x registry.Stay) string { return strings.Trim(x.Place+", "+x.Country, ", ") }),
	recordListOf("addresses", func(p *registry.Person) *[]registry.Address { return &p.Addresses },
		func(a, b *registry.Address) bool { return a.To.IsZero() }, tellAddress,
		func(ref *registry.Reference, x registry.Address) string { return ref.AddressText(x) }),
}

// alike says that two texts are one but for marks, case and signs.
func alike(a, b string) bool {
	return onlyWords(vietnamese.Fold(a)) == onlyWords(vietnamese.Fold(b))
}

// agree says that two texts do not contradict each other.
func agree(a, b string) bool { return a == "" || b == "" || alike(a, b) }

func agreeDates(a, b registry.Date) bool { return a.IsZero() || b.IsZero() || a.Agrees(b) }

func dated(name string, d registry.Date) string {
	if d.IsZero() {
		return name
	}
	return name + " (" + d.Vietnamese() + ")"
}

// tellLanguage takes a level that a list says anew.
func tellLanguage(m *merge, old *registry.Language, now registry.Language) bool {
	if old.Level == "" || now.Level == "" || alike(old.Level, now.Level) {
		return fillBlanks(old, now)
	}
	if m.keepsNewer(!m.override && m.p.newer(old.Source), FieldLanguage, old.Level, now.Level) {
		return false
	}
	old.Level, old.Certificate, old.Date = now.Level, now.Certificate, now.Date
	return true
}

// tellMembership fills what is blank; that an association is one of the registry's
// organisations, or how a list writes its name, changes nothing.
func tellMembership(_ *merge, old *registry.Membership, now registry.Membership) bool {
	now.Organisation, now.Name = old.Organisation, old.Name
	return fillBlanks(old, now)
}

// tellSupervision takes a count that went up: a list that knows less takes nothing back.
func tellSupervision(_ *merge, old *registry.Supervision, now registry.Supervision) bool {
	if now.Done <= old.Done && (now.Ongoing == 0 || now.Ongoing == old.Ongoing) {
		return false
	}
	old.Done = max(old.Done, now.Done)
	if now.Ongoing != 0 {
		old.Ongoing = now.Ongoing
	}
	old.AsOf = now.AsOf
	return true
}

// tellAddress puts an address in place of the present one that it contradicts.
func tellAddress(m *merge, old *registry.Address, now registry.Address) bool {
	ref := m.p.r.ref
	before, after := ref.AddressText(*old), ref.AddressText(now)
	switch {
	case alike(before, after):
		return old.Ward == "" && fillBlanks(old, now)
	case strings.HasPrefix(onlyWords(vietnamese.Fold(before)), onlyWords(vietnamese.Fold(after))), now.Line == "" && now.Ward == old.Ward:
		return false // less of the same
	case m.keepsNewer(!m.override && m.p.newer(old.Source), FieldAddress, before, after):
		return false
	}
	*old = registry.Address{Line: now.Line, Ward: now.Ward}
	return true
}
