package main

import (
	"fmt"
	"strings"
	"time"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// How lists write what they say: small functions from a person to a cell.

func number(e *entry) any { return e.number }
func code(e *entry) any   { return e.person.Codes[0].Code }
func email(e *entry) any  { return e.person.Email }
func name(e *entry) any   { return e.person.Name.Full }
func post(e *entry) any   { return e.person.Positions[0].Post }
func lead(e *entry) any   { return e.lead() }
func study(e *entry) any  { return e.highest().Field }
func unit(e *entry) any   { return e.cast.ref.OrganisationName(e.unit) }
func branch(e *entry) any { return e.cast.ref.OrganisationName(e.branch()) }

// below gives the unit within the branch, where there is one.
func below(e *entry) any {
	if e.unit == e.branch() {
		return nil
	}
	return unit(e)
}

func title(e *entry) any { return e.person.Title.Code }

// capitals is the name in capitals.
func capitals(e *entry) any { return strings.ToUpper(e.person.Name.Full) }

// family is all of the name but the given name.
func family(e *entry) any {
	return strings.TrimSpace(strings.TrimSuffix(e.person.Name.Full, e.person.Name.Given))
}

func given(e *entry) any { return e.person.Name.Given }

// prefixed puts honours, học hàm and học vị before the name, joined in one of
// the ways met.
func prefixed(dot string, upper bool) func(*entry) any {
	return func(e *entry) any {
		full := e.person.Name.Full
		if upper {
			full = strings.ToUpper(full)
		}
		var parts []string
		for _, h := range e.person.Honours {
			parts = append(parts, e.cast.ref.Abbreviation(registry.SchemeHonour, h.Code))
		}
		parts = append(parts, e.scholarly()...)
		if len(parts) == 0 {
			return full
		}
		return strings.Join(parts, ".") + dot + full
	}
}

// scholarly gives học hàm and the degrees that stand before a name: a physician
// keeps BS beside a higher degree, and specialists write it as one word.
func (e *entry) scholarly() []string {
	var parts []string
	if t := e.person.Title.Code; t != "" {
		parts = append(parts, t)
	}
	d := e.degree()
	switch {
	case d == "CKI" || d == "CKII":
		parts = append(parts, e.first()+d)
	case shown(d) != "":
		parts = append(parts, d)
		if first := e.first(); d != first && (first == "BS" || first == "DS") {
			parts = append(parts, first)
		}
	}
	return parts
}

// first gives the first degree.
func (e *entry) first() string {
	q := e.person.Qualifications
	if f := q[len(q)-1].Degree; f == "BS" || f == "DS" {
		return f
	}
	if e.degree() == "CKI" || e.degree() == "CKII" {
		return "BS"
	}
	return ""
}

// sexed says a man and a woman in the list's own words.
func sexed(male, female any) func(*entry) any {
	return func(e *entry) any {
		if e.person.Sex == registry.Male {
			return male
		}
		return female
	}
}

// under fills a column only for one sex, as "Năm sinh: Nam | Nữ" does.
func under(sex registry.Sex, cell func(*entry) any) func(*entry) any {
	return func(e *entry) any {
		if e.person.Sex != sex {
			return nil
		}
		return cell(e)
	}
}

// birthYear gives the year alone, as a number.
func birthYear(e *entry) any { return e.person.Birth.Year }

// birthText writes the date with this separator, day and month with two digits
// or as few as possible; what is unknown is left out.
func birthText(separator string, padded bool) func(*entry) any {
	return func(e *entry) any { return dateText(e.person.Birth, separator, padded) }
}

func dateText(d registry.Date, separator string, padded bool) string {
	format := "%d"
	if padded {
		format = "%02d"
	}
	var parts []string
	for _, n := range []int{d.Day, d.Month} {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(format, n))
		}
	}
	return strings.Join(append(parts, fmt.Sprint(d.Year)), separator)
}

// birthISO writes YYYY-MM-DD, as databases do.
func birthISO(e *entry) any { return e.person.Birth.String() }

// birthSerial gives the number a spreadsheet stores, shown as a date or bare.
// A year alone stays a number, a month text.
func birthSerial(bare bool) func(*entry) any {
	return func(e *entry) any { return dateSerial(e.person.Birth, bare) }
}

func dateSerial(d registry.Date, bare bool) any {
	switch {
	case d.IsZero():
		return nil
	case d.Month == 0:
		return d.Year
	case d.Day == 0:
		return fmt.Sprintf("%02d/%d", d.Month, d.Year)
	}
	days := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
	if bare {
		return int(days)
	}
	return serial(days)
}

func started(e *entry) any { return dateSerial(e.person.Positions[0].From, false) }

// degreeText writes the highest degree in full words, or short ones.
func degreeText(words map[string]string) func(*entry) any {
	return func(e *entry) any {
		d := e.degree()
		if w, ok := words[d]; ok {
			if e.first() == "DS" {
				return strings.Replace(w, "Bác sĩ chuyên khoa", "Dược sĩ chuyên khoa", 1)
			}
			return w
		}
		return e.cast.ref.Abbreviation(registry.SchemeDegree, d)
	}
}

// short writes every degree by its abbreviation.
func short(e *entry) any { return degreeText(nil)(e) }

// The words of two kinds of list: one that names every degree, one that knows levels only.
var (
	inWords = map[string]string{"TSKH": "Tiến sĩ khoa học", "TS": "Tiến sĩ", "ThS": "Thạc sĩ", "CKII": "Bác sĩ chuyên khoa cấp II",
		"CKI": "Bác sĩ chuyên khoa cấp I", "BSNT": "Bác sĩ nội trú", "BS": "Bác sĩ", "DS": "Dược sĩ", "BSTY": "Bác sĩ thú y",
		"KS": "Kỹ sư", "KTS": "Kiến trúc sư", "CN": "Cử nhân", "CD": "Cao đẳng", "TC": "Trung cấp"}
	inLevels = map[string]string{"TSKH": "Tiến sỹ khoa học", "TS": "Tiến sỹ", "ThS": "Thạc sỹ", "CKII": "CKII", "CKI": "CKI",
		"BSNT": "Bác sĩ nội trú", "BS": "Bác sỹ", "DS": "Dược sỹ", "BSTY": "Bác sĩ thú y", "KS": "Đại học", "KTS": "Đại học", "CN": "Đại học", "CD": "Cao đẳng", "TC": "Trung cấp"}
)

// postOrDegree is the column of a list that writes a scholar's degree where the
// post should stand.
func postOrDegree(e *entry) any {
	if d := e.misplaced(); d != "" {
		return inWords[d]
	}
	return e.mixed()
}

// phones as spreadsheets keep them: text, text in groups, or a number that has
// lost its leading zero.
func phone(e *entry) any { return e.person.Phone }

func phoneGrouped(e *entry) any {
	p := e.person.Phone
	if p == "" {
		return ""
	}
	return p[:4] + "." + p[4:7] + "." + p[7:]
}

func phoneNumber(e *entry) any {
	if e.person.Phone == "" {
		return nil
	}
	n := 0
	for _, r := range e.person.Phone {
		n = n*10 + int(r-'0')
	}
	return n
}

// joined writes phrases of expertise with this between them.
func joined(separator string) func(*entry) any {
	return func(e *entry) any { return strings.Join(e.expertise(), separator) }
}

// fieldNames writes the fields of research by code and name, or code alone.
func fieldNames(e *entry) any {
	var parts []string
	for _, c := range e.fields() {
		parts = append(parts, c+" - "+e.cast.ref.CodeName(registry.SchemeField, c))
	}
	return strings.Join(parts, "\n")
}

// rank writes the code of the rank, or its name with the code behind it.
func rank(e *entry) any { return e.person.Rank.Code }

func rankNamed(e *entry) any {
	if c := e.person.Rank.Code; c != "" {
		return e.cast.ref.CodeName(registry.SchemeRank, c) + " (" + c + ")"
	}
	return e.person.Rank.Name
}

func honour(e *entry) any {
	var parts []string
	for _, h := range e.person.Honours {
		parts = append(parts, e.cast.ref.CodeName(registry.SchemeHonour, h.Code))
	}
	return strings.Join(parts, "; ")
}

// usualName writes the employer as others call it: one of its aliases,
// abbreviations or its name, always the same for one person.
func usualName(e *entry) any {
	o, _ := e.cast.ref.Organisation(e.employer)
	names := append([]string{o.Name}, o.Aliases...)
	if len(o.Abbreviations) > 0 {
		names = append(names, o.Abbreviations[0])
	}
	return names[(len(e.person.Name.Full)+e.person.Birth.Year)%len(names)]
}

// usualUnit writes the unit by its first alias where it has one.
func usualUnit(e *entry) any {
	o, _ := e.cast.ref.Organisation(e.unit)
	if len(o.Aliases) > 0 && e.number%3 == 0 {
		return o.Aliases[0]
	}
	return o.Name
}

// year of the highest degree, and of the học hàm.
func degreeYear(e *entry) any { return e.highest().Year }

func titleYear(e *entry) any {
	if e.person.Title.Year == 0 {
		return nil
	}
	return e.person.Title.Year
}

func school(e *entry) any  { return e.highest().Institution }
func country(e *entry) any { return e.highest().Country }

// nothing leaves a column of a form empty.
func nothing(*entry) any { return nil }

// always says the same of everybody.
func always(s string) func(*entry) any { return func(*entry) any { return s } }

func vni(s string) string   { return vietnamese.Encode(s, vietnamese.VNI) }
func tcvn3(s string) string { return vietnamese.Encode(s, vietnamese.TCVN3) }

func inUnit(e *entry) string   { return e.cast.ref.OrganisationName(e.unit) }
func inUnitUp(e *entry) string { return strings.ToUpper(inUnit(e)) }
