package registry

import "fmt"

// maxLanguageCode is the longest code of a language: ISO 639 has two letters or three.
const maxLanguageCode = 3

// coded names every value of p that is a code: its field, the list it is of and the
// code. Rank, whose codes many lists write in their own way, is not held to one.
func (p *Person) coded(each func(field string, s Scheme, code string)) {
	each("title.code", SchemeTitle, p.Title.Code)
	for i, q := range p.Qualifications {
		each(fmt.Sprintf("qualifications[%d].degree", i), SchemeDegree, q.Degree)
	}
	for i, h := range p.Honours {
		each(fmt.Sprintf("honours[%d].code", i), SchemeHonour, h.Code)
	}
	for i, f := range p.Fields {
		each(fmt.Sprintf("fields[%d].code", i), SchemeField, f.Code)
	}
	for i, l := range p.Languages {
		if len(l.Code) > maxLanguageCode {
			continue // as written, where the list has none
		}
		each(fmt.Sprintf("languages[%d].code", i), SchemeLanguage, l.Code)
	}
	for i, t := range p.Tasks {
		each(fmt.Sprintf("tasks[%d].level", i), SchemeTaskLevel, t.Level)
	}
	for i, s := range p.Supervised {
		each(fmt.Sprintf("supervised[%d].degree", i), SchemeDegree, s.Degree)
	}
	for i, a := range p.Addresses {
		each(fmt.Sprintf("addresses[%d].ward", i), SchemeWard, a.Ward)
	}
	for i, q := range p.Positions {
		each(fmt.Sprintf("positions[%d].sector", i), SchemeSector, q.Sector)
		each(fmt.Sprintf("positions[%d].ownership", i), SchemeOwnership, q.Ownership)
	}
}

// astray names the codes that their lists do not have, where a list is loaded, and
// units that are not within the organisation beside them.
func (r *Reference) astray(p *Person) []Problem {
	v := &validation{}
	p.coded(func(field string, s Scheme, code string) {
		if _, known := r.Code(s, code); code != "" && !known && len(r.every[s]) > 0 {
			v.add(field, code, "không có trong danh mục")
		}
	})
	for i, q := range p.Positions {
		at := fmt.Sprintf("positions[%d].", i)
		_, known := r.Organisation(q.Organisation)
		unit, isUnit := r.Organisation(q.Unit)
		if known && isUnit && !r.Within(q.Unit, q.Organisation) {
			v.add(at+"unit", unit.Name, "không thuộc "+r.OrganisationName(q.Organisation))
		}
	}
	return v.problems
}
