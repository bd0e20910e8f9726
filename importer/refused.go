package importer

import (
	"strings"

	"trithuc/registry"
)

// refused says that the registry would not take a person as the row would leave
// them, and names every value that stands in the way. Asked of each row before
// anything is written: one row must not fail the whole import at its commit.
func (p *planner) refused(d *draft, row *Row, person *registry.Person) bool {
	problems := person.Validate()
	if len(problems) == 0 {
		return false
	}
	for _, x := range problems {
		f := columnOf(x.Field)
		p.issue(d, f, registry.IssueInvalid, "Bỏ qua dòng này: %s “%s” %s. Hãy sửa rồi nhập lại.", f.label(), shorten(x.Value, 60), x.Reason)
	}
	f := columnOf(problems[0].Field)
	row.Note = f.label() + " “" + shorten(problems[0].Value, 60) + "” " + problems[0].Reason
	return true
}

// columnOf names the column that a value of a person comes from, by the path that
// Person.Validate gives: "qualifications[0].year".
func columnOf(path string) Field {
	field, _, _ := strings.Cut(path, ".")
	field, _, _ = strings.Cut(field, "[")
	switch field {
	case "birth", "sex", "email", "phone", "title", "rank", "expertise":
		return Field(field)
	case "codes":
		return FieldCode
	case "qualifications":
		return FieldDegree
	case "honours":
		return FieldHonour
	case "positions":
		return FieldPost
	case "fields":
		return FieldField
	}
	return FieldName
}
