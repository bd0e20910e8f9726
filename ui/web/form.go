package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"trithuc/registry"
)

// formView is a form that changes a record.
type formView struct {
	Name     string // whose record
	Person   string // their public id
	Heading  string
	Action   string // where the form is sent
	Back     string // where to go without saving
	Version  int64  // of the record the form is based on
	Groups   []formGroup
	Problems []formProblem
	Reason   string
	Send     string      // what the button says, "" for saving
	Known    []candidate // of a new person: who it may be already
	Lists    []option    // the lists of the record, and how long each is
	Meanwhile
}

// Meanwhile tells of a change that somebody else made since a form was opened.
type Meanwhile struct {
	Who, When string   // "" where nobody did, or it does not matter
	Replaces  bool     // saving a row puts it in place of what they wrote
	Base      string   // the row as it was when the form was opened
	Theirs    []string // what they made of the list
}

// formGroup is a part of a form.
type formGroup struct {
	Legend string
	Fields []formField
}

// formField is one value as a form shows it.
type formField struct {
	Name, Label, Help, Value string
	Kind                     inputKind
	Required                 bool
	Options                  []option
	Problem                  string
	Sides                    []formSide // where two people wrote different values: which one to keep
}

// formSide is one of the values two people wrote.
type formSide struct {
	Label, Value, Shown string
	On                  bool
}

// formProblem is a refusal, and the field it is about ("" for none of the form).
type formProblem struct{ Field, Label, Reason string }

// ID gives the element's id.
func (f formField) ID() string { return "f-" + strings.ReplaceAll(f.Name, ".", "-") }

// fields puts inputs into the form; sent, where it is not nil, is what was sent
// and stands there instead of what the record has.
func (t teller) fields(list string, inputs []input, sent url.Values, refused map[string]string) []formField {
	return each(inputs, func(i input) formField {
		f := formField{
			Name: i.Name, Label: t.inputLabel(list, i.Name), Help: t.inputHelp(i.Kind), Value: i.value.show(t),
			Kind: i.Kind, Required: i.Required, Problem: refused[i.Name],
		}
		if i.options != nil {
			f.Options = i.options(t)
		}
		if f.Kind == asPlace && len(f.Options) == 0 { // no organisation is chosen yet, so none of its units can be suggested
			f.Help = t.T("form.help.unit")
		}
		if sent != nil {
			f.Value = sent.Get(i.Name)
			for k := range f.Options {
				f.Options[k].On = f.Options[k].Value == f.Value
			}
		}
		return f
	})
}

// inputLabel names a value of a list's items, or ("" for the list) of the record.
func (t teller) inputLabel(list, name string) string {
	for _, id := range []string{"input." + list + "." + name, "input." + name} {
		if text := t.T(id); text != id {
			return text
		}
	}
	return t.fieldName(name)
}

func (t teller) inputHelp(kind inputKind) string {
	switch kind {
	case asDate, asPlace, asLines:
		return t.T("form.help." + string(kind))
	}
	return ""
}

// readForm writes what was sent into the record behind the inputs. The result
// tells by name what could not be read.
func (t teller) readForm(inputs []input, sent url.Values) map[string]string {
	refused := map[string]string{}
	for _, i := range inputs {
		if why := i.value.read(t, sent.Get(i.Name)); why != "" {
			refused[i.Name] = t.T(why)
		}
	}
	return refused
}

// refuse adds what the record itself refuses of the inputs, whose names stand
// behind prefix; what could not even be read keeps its own reason. The rest is
// refused elsewhere in the record.
func refuse(refused map[string]string, problems []registry.Problem, inputs []input, prefix string) (elsewhere []registry.Problem) {
	for _, p := range problems {
		name, mine := strings.CutPrefix(p.Field, prefix)
		if !mine || !slices.ContainsFunc(inputs, func(i input) bool { return i.Name == name }) {
			elsewhere = append(elsewhere, p)
			continue
		}
		refused[name] = cmp.Or(refused[name], p.Reason)
	}
	return elsewhere
}

// problems lists what is refused in the order of the fields, then what is
// refused elsewhere in the record.
func (t teller) problems(groups []formGroup, elsewhere []registry.Problem) []formProblem {
	var all []formProblem
	for _, g := range groups {
		for _, f := range g.Fields {
			if f.Problem != "" {
				all = append(all, formProblem{f.ID(), f.Label, f.Problem})
			}
		}
	}
	for _, p := range elsewhere {
		all = append(all, formProblem{"", t.fieldName(p.Field), p.Reason})
	}
	return all
}

// itemPrefix is how refusals name the values of an item.
func itemPrefix(list string, i int) string { return fmt.Sprintf("%s[%d].", list, i) }

// shown gives a value as people read it: the label of a choice, yes or no.
func (t teller) shown(f formField, value string) string {
	if f.Kind == asYes {
		return t.T("form.yes." + cmp.Or(value, "no"))
	}
	if f.Kind == asChoice {
		if i := slices.IndexFunc(f.Options, func(o option) bool { return o.Value == value }); i >= 0 {
			return strings.TrimLeft(f.Options[i].Label, "\u00a0")
		}
	}
	return cmp.Or(value, t.T("value.none"))
}

// units gives the units below an organisation, by their names.
func (t teller) units(of registry.OrganisationID) []option {
	var all []option
	below := []registry.OrganisationID{of}
	for i := 0; of != 0 && i < len(below); i++ {
		for _, id := range t.ref.Children(below[i]) {
			if !slices.Contains(below, id) { // a circle in the data must not go on for ever
				below = append(below, id)
				all = append(all, option{Value: t.ref.OrganisationName(id)})
			}
		}
	}
	return all
}

// described gives the attributes that tie a field to what is said about it.
func (f formField) described() templ.Attributes {
	var by []string
	all := templ.Attributes{}
	if f.Problem != "" {
		by = append(by, f.ID()+"-problem")
		all["aria-invalid"] = "true"
	}
	if f.Help != "" {
		by = append(by, f.ID()+"-help")
	}
	if len(by) > 0 {
		all["aria-describedby"] = strings.Join(by, " ")
	}
	if f.Required {
		all["aria-required"] = "true"
	}
	if f.Kind != asChoice && len(f.Options) > 0 {
		all["list"] = f.ID() + "-list"
	}
	if f.Kind == asYear || f.Kind == asNumber {
		all["inputmode"] = "numeric"
	}
	return all
}
