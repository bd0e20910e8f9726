package web

import (
	"strings"

	"trithuc/registry"
)

// wardName names a ward as it is called today, "" for none.
func (t teller) wardName(code string) string {
	if code == "" {
		return ""
	}
	return t.ref.WardName(code, registry.Date{})
}

// wardValue is a ward by its name, a former one too.
type wardValue struct{ at *string }

func (v wardValue) show(t teller) string { return t.wardName(*v.at) }

func (v wardValue) read(t teller, s string) string {
	s = strings.TrimSpace(s)
	if s == v.show(t) {
		return ""
	}
	found := t.ref.ResolveWard(s, registry.Date{})
	switch {
	case s == "":
		*v.at = ""
	case len(found) == 0:
		return "form.noward"
	case found[0].Score < 1:
		return "form.manywards"
	default:
		*v.at = found[0].Code.Code
	}
	return ""
}

// wardIn asks for a ward by its name and suggests those of today.
func wardIn(name string, at *string) input {
	return input{Name: name, Kind: asText, value: wardValue{at}, options: func(t teller) []option {
		return each(t.ref.Wards(), func(c registry.Code) option { return option{Value: t.wardName(c.Code)} })
	}}
}
