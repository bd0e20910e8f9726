package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
)

// input is one value a form asks for. Its name is that of the record's JSON, so
// that a refusal finds its way back to it.
type input struct {
	Name     string // within the person or the item: "birth", "title.year", "from"
	Kind     inputKind
	Required bool
	value    value
	options  func(teller) []option // of a choice
}

// inputKind says how a value is asked for.
type inputKind string

const (
	asText   inputKind = "text"
	asDate   inputKind = "date"
	asYear   inputKind = "year"
	asNumber inputKind = "number"
	asChoice inputKind = "choice"
	asPlace  inputKind = "place" // an organisation, by name
	asYes    inputKind = "yes"
	asLines  inputKind = "lines" // one value a line
)

// value is a place in a record that a form writes.
type value interface {
	// show gives the value as a form has it.
	show(teller) string
	// read takes what a form has; the result is the id of a message that says why
	// it cannot, "" where it can. What the record refuses is told by its Validate.
	read(teller, string) string
}

// textValue is a free text; parse, where set, brings it into the form kept.
type textValue struct {
	at    *string
	parse func(string) (string, bool)
}

func (v textValue) show(teller) string { return *v.at }

func (v textValue) read(_ teller, s string) string {
	*v.at = strings.TrimSpace(s)
	if v.parse != nil {
		if kept, ok := v.parse(*v.at); ok {
			*v.at = kept
		}
	}
	return ""
}

type dateValue struct{ at *registry.Date }

func (v dateValue) show(t teller) string { return t.Date(*v.at) }

func (v dateValue) read(_ teller, s string) string {
	d, ok := readDate(s)
	if !ok {
		return "form.notdate"
	}
	*v.at = d
	return ""
}

// readDate reads what Words.Date writes, with any of / - . between the parts,
// and YYYY-MM-DD.
func readDate(s string) (registry.Date, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/-. ", r) })
	if len(parts) > 1 && len(parts[0]) == 4 {
		slices.Reverse(parts)
	}
	numbers := [3]int{}
	if len(parts) > len(numbers) {
		return registry.Date{}, false
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n <= 0 || len(p) > 4 {
			return registry.Date{}, false
		}
		numbers[len(numbers)-len(parts)+i] = n
	}
	d := registry.Date{Year: numbers[2], Month: numbers[1], Day: numbers[0]}
	return d, d.Valid()
}

// numberValue is a whole number that is not below nought; 0 shows as nothing.
type numberValue struct {
	at  *int
	not string // message for what is none
}

func (v numberValue) show(teller) string { return year(*v.at) }

func (v numberValue) read(_ teller, s string) string {
	n, err := strconv.Atoi(cmp.Or(strings.TrimSpace(s), "0"))
	if err != nil || n < 0 {
		return v.not
	}
	*v.at = n
	return ""
}

// choiceValue is one of several values.
type choiceValue[T ~string] struct{ at *T }

func (v choiceValue[T]) show(teller) string { return string(*v.at) }

func (v choiceValue[T]) read(_ teller, s string) string {
	*v.at = T(strings.TrimSpace(s))
	return ""
}

// placeValue is an organisation by its name; within, where it is not nil, the
// one that the named one must stand in.
type placeValue struct{ at, within *registry.OrganisationID }

func (v placeValue) show(t teller) string { return t.ref.OrganisationName(*v.at) }

func (v placeValue) read(t teller, s string) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		*v.at = 0
		return ""
	case s == v.show(t) && (v.within == nil || t.ref.Within(*v.at, *v.within)):
		return ""
	}
	found := t.ref.OrganisationsNamed(s)
	if v.within != nil {
		found = slices.DeleteFunc(slices.Clone(found), func(id registry.OrganisationID) bool { return !t.ref.Within(id, *v.within) })
	}
	switch len(found) {
	case 0:
		return "form.noplace"
	case 1:
		*v.at = found[0]
		return ""
	}
	return "form.manyplaces"
}

type yesValue struct{ at *bool }

func (v yesValue) show(teller) string {
	if *v.at {
		return "yes"
	}
	return ""
}

func (v yesValue) read(_ teller, s string) string {
	*v.at = s == "yes"
	return ""
}

type linesValue struct{ at *[]string }

func (v linesValue) show(teller) string { return strings.Join(*v.at, "\n") }

func (v linesValue) read(_ teller, s string) string {
	*v.at = nil
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			*v.at = append(*v.at, line)
		}
	}
	return ""
}

// nameValue is the full name; its parts follow.
type nameValue struct{ of *registry.Person }

func (v nameValue) show(teller) string { return v.of.Name.Full }

func (v nameValue) read(_ teller, s string) string {
	v.of.Rename(s)
	return ""
}

// required marks a value without which nothing is saved.
func required(i input) input {
	i.Required = true
	return i
}

func textIn(name string, at *string) input {
	return input{Name: name, Kind: asText, value: textValue{at, nil}}
}

func parsedIn(name string, at *string, parse func(string) (string, bool)) input {
	return input{Name: name, Kind: asText, value: textValue{at, parse}}
}

func dateIn(name string, at *registry.Date) input {
	return input{Name: name, Kind: asDate, value: dateValue{at}}
}

// spanIn asks for a beginning and an end.
func spanIn(from, to *registry.Date) []input { return []input{dateIn("from", from), dateIn("to", to)} }

func yearIn(name string, at *int) input {
	return input{Name: name, Kind: asYear, value: numberValue{at, "form.notyear"}}
}

func numberIn(name string, at *int) input {
	return input{Name: name, Kind: asNumber, value: numberValue{at, "form.notnumber"}}
}

func placeIn(name string, at, within *registry.OrganisationID) input {
	return input{Name: name, Kind: asPlace, value: placeValue{at, within}, options: func(t teller) []option {
		if within == nil {
			return each(t.employers(""), func(o option) option { return option{Value: o.Label} })
		}
		return t.units(*within)
	}}
}

// codeIn asks for a code of a scheme.
func codeIn(name string, at *string, scheme registry.Scheme) input {
	return input{Name: name, Kind: asChoice, value: choiceValue[string]{at}, options: func(t teller) []option { return t.codeOptions(scheme, *at) }}
}

// choiceIn asks for one of a few values, named by the catalogue under a prefix.
func choiceIn[T ~string](name string, at *T, prefix string, values ...T) input {
	return input{Name: name, Kind: asChoice, value: choiceValue[T]{at}, options: func(t teller) []option {
		return each(values, func(v T) option { return option{Value: string(v), Label: t.T(prefix + string(v)), On: v == *at} })
	}}
}

// codeOptions gives the codes of a scheme, the highest rank first where they
// have one, fields as a tree. A code the catalogue does not know stays.
func (t teller) codeOptions(scheme registry.Scheme, chosen string) []option {
	codes := slices.Clone(t.ref.Codes(scheme))
	if scheme != registry.SchemeField && scheme != registry.SchemeRank {
		slices.SortStableFunc(codes, func(a, b registry.Code) int { return cmp.Compare(b.Value, a.Value) })
	}
	options := make([]option, 0, len(codes)+1)
	for _, c := range codes {
		label := t.codeName(scheme, c.Code)
		if scheme == registry.SchemeField {
			label = strings.Repeat("\u00a0\u00a0", max(0, len(t.ref.FieldPath(c.Code))-1)) + c.Code + " " + label
		}
		if scheme == registry.SchemeRank {
			label = joined(" ", label, bracketed(c.Code))
		}
		options = append(options, option{Value: c.Code, Label: label, On: c.Code == chosen})
	}
	if _, known := t.ref.Code(scheme, chosen); chosen != "" && !known {
		options = append(options, option{Value: chosen, Label: chosen, On: true})
	}
	return options
}

// spokenValue is a code that people write by its name; what no code is called
// is kept as written.
type spokenValue struct {
	at     *string
	scheme registry.Scheme
}

func (v spokenValue) show(t teller) string { return t.codeName(v.scheme, *v.at) }

func (v spokenValue) read(t teller, s string) string {
	*v.at = strings.TrimSpace(s)
	if c, ok := t.ref.CodeNamed(v.scheme, s); ok {
		*v.at = c.Code
	}
	return ""
}

// spokenIn asks for a code by its name and suggests the names there are.
func spokenIn(name string, at *string, scheme registry.Scheme) input {
	return input{Name: name, Kind: asText, value: spokenValue{at, scheme}, options: func(t teller) []option {
		return each(t.ref.Codes(scheme), func(c registry.Code) option { return option{Value: t.codeName(scheme, c.Code)} })
	}}
}
