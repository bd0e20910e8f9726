package web

import "trithuc/registry"

// derivedFields gives the fields that a record without one leads to, each with the text
// that leads there: none is stored, and none is the person's own word.
func (t teller) derivedFields(p *registry.Person) []fact {
	var facts []fact
	for _, f := range registry.FieldsOf(p, t.ref) {
		if f.Derived() {
			reason := t.T("field.from."+string(f.Origin), "Text", f.Text)
			facts = append(facts, fact{Field: "fields", Derived: true, line: line{Text: t.codeName(registry.SchemeField, f.Code), Detail: reason}})
		}
	}
	if len(facts) > 0 {
		facts[0].Label = t.T("field.derived")
	}
	return facts
}

// fieldsInShort names the fields that somebody counts under on one line.
func (t teller) fieldsInShort(p *registry.Person) string {
	fields := registry.FieldsOf(p, t.ref)
	names := each(fields, func(f registry.FieldKnown) string { return t.codeName(registry.SchemeField, f.Code) })
	short := joined(" · ", names[:min(len(names), 3)]...)
	if len(fields) > 0 && fields[0].Derived() {
		return t.T("field.short", "Names", short)
	}
	return short
}
