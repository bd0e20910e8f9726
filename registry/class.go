package registry

import (
	"cmp"
	"encoding"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Class says who a value may be shown to (docs/decisions/0004).
type Class string

// The classes.
const (
	ClassPublic      Class = "public"       // on the published profile of who agreed to one
	ClassInternal    Class = "internal"     // to who works with the record, and to the person
	ClassRestricted  Class = "restricted"   // sealed at rest; opened one by one, for a stated purpose, with an entry in the trail
	ClassNeverStored Class = "never-stored" // has no place in the registry at all
)

// The classes of all values, by their JSON names in Person from the outside in.
// What may be public follows the official forms (lý lịch khoa học, ba công khai);
// what they keep to the employer is internal. "*.source" stands for where an item
// of any list came from.
var fieldClasses = classes(map[Class]string{
	ClassPublic: `
		id version name.Full name.Family name.Middle name.Given sex public
		title.code title.year title.discipline rank.code rank.name
		qualifications.degree qualifications.field qualifications.institution qualifications.country qualifications.year
		honours.code honours.year fields.code expertise.phrase expertise.language
		positions.organisation positions.unit positions.post positions.main positions.sector positions.ownership positions.written
		names.name names.kind identifiers.kind identifiers.value
		publications.kind publications.title publications.authors publications.venue publications.publisher publications.year
		publications.volume publications.issue publications.pages publications.doi publications.isbn publications.author
		patents.kind patents.title patents.number patents.holder patents.country patents.filed patents.granted
		works.kind works.title works.role works.place works.date
		exhibitions.title exhibitions.place exhibitions.role exhibitions.from exhibitions.to
		tasks.code tasks.name tasks.level tasks.role tasks.from tasks.to tasks.result
		supervised.degree supervised.done supervised.ongoing supervised.as_of
		awards.name awards.by awards.level awards.date`,
	ClassInternal: `
		birth email phone nationality source sources *.source
		codes.organisation codes.code qualifications.mode
		positions.contract positions.from positions.to names.from names.to
		languages.code languages.level languages.certificate languages.date
		training.name training.institution training.country training.certificate training.from training.to
		memberships.organisation memberships.name memberships.role memberships.from memberships.to
		abroad.country abroad.place abroad.work abroad.from abroad.to
		addresses.line addresses.ward addresses.from addresses.to
		advice.topic advice.limit advice.from advice.to
		bases.purpose bases.basis bases.document bases.date bases.until`,
	ClassRestricted: "citizen",
	// Sensitive by NĐ 356/2025/NĐ-CP Điều 4, or no business of a registry of experts.
	ClassNeverStored: "ethnicity religion party health kin sanctions planning insurance salary",
})

func classes(lists map[Class]string) map[string]Class {
	all := map[string]Class{}
	for class, names := range lists {
		for _, name := range strings.Fields(names) {
			all[name] = class
		}
	}
	return all
}

// ClassOf gives the class of a value by its JSON name, "email" or
// "positions.post". A list or a group has the most private class of its parts;
// what nobody classed is restricted.
func ClassOf(field string) Class {
	if c, ok := fieldClasses[field]; ok {
		return c
	}
	if strings.HasSuffix(field, ".source") {
		return fieldClasses["*.source"]
	}
	parts := slices.DeleteFunc(slices.Collect(maps.Keys(fieldClasses)), func(name string) bool { return !strings.HasPrefix(name, field+".") })
	switch {
	case len(parts) == 0:
		return ClassRestricted
	case slices.ContainsFunc(parts, func(name string) bool { return fieldClasses[name] != ClassPublic }):
		return ClassInternal
	}
	return ClassPublic
}

// published gives the part of p that is public, as a record that shares nothing
// with p that could be changed through it. Of the birth date the year is public,
// of the positions the present ones are.
func (p *Person) published() *Person {
	q := &Person{}
	keepPublic(reflect.ValueOf(q).Elem(), reflect.ValueOf(p).Elem(), "")
	q.Birth = Date{Year: p.Birth.Year}
	for i, post := range p.Positions {
		if !post.To.IsZero() {
			q.Positions[i] = Position{}
		}
	}
	q.Positions = slices.DeleteFunc(q.Positions, func(post Position) bool { return post == Position{} })
	return q
}

// keepPublic copies the public values of a struct.
func keepPublic(to, from reflect.Value, path string) {
	for i, field := range structFields(from.Type()) {
		at, value := path+field, from.Field(i)
		switch {
		case isGroup(value.Type()):
			keepPublic(to.Field(i), value, at+".")
		case isList(value.Type()):
			keepPublicItems(to.Field(i), value, at)
		case ClassOf(at) == ClassPublic:
			to.Field(i).Set(value)
		}
	}
}

// keepPublicItems copies the public values of a list's items; a list with
// nothing public in it stays empty.
func keepPublicItems(to, from reflect.Value, path string) {
	public := slices.ContainsFunc(structFields(from.Type().Elem()), func(name string) bool { return ClassOf(path+"."+name) == ClassPublic })
	if !public || from.Len() == 0 {
		return
	}
	to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
	for i := range from.Len() {
		keepPublic(to.Index(i), from.Index(i), path+".")
	}
}

// structFields gives the JSON names of the fields of a struct, in their order.
func structFields(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names[i] = cmp.Or(name, t.Field(i).Name)
	}
	return names
}

var textual = reflect.TypeFor[encoding.TextMarshaler]()

// isGroup says that a value is made of named parts of its own.
func isGroup(t reflect.Type) bool { return t.Kind() == reflect.Struct && !t.Implements(textual) }

func isList(t reflect.Type) bool { return t.Kind() == reflect.Slice && isGroup(t.Elem()) }
