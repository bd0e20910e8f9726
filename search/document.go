package search

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// DocumentOf gives what an index may hold of p: everything that is found by,
// and nothing restricted (no e-mail, no phone).
func DocumentOf(p *registry.Person, ref *registry.Reference) Document {
	d := Document{
		Person: p.ID, Version: p.Version,
		Name: p.Name.Full, SortKey: vietnamese.SortKey(p.Name),
		Public: p.Public, Sex: p.Sex, BirthYear: p.Birth.Year, Also: map[Facet][]string{},
	}
	d.Degree = d.newest(ref, FacetDegree, p.Degree(ref))
	d.Title = d.newest(ref, FacetTitle, p.Title.Code)
	for _, c := range p.Codes {
		d.Codes = addOnce(d.Codes, c.Code)
	}
	for _, e := range p.Expertise {
		d.Expertise = addOnce(d.Expertise, e.Phrase)
	}
	for _, h := range p.Honours {
		d.Honours = addOnce(d.Honours, d.newest(ref, FacetHonour, h.Code))
		d.HonourNames = addOnce(d.HonourNames, ref.CodeName(registry.SchemeHonour, h.Code))
	}
	d.Professions = professionsOf(p)
	if month, ok := ref.Retirement().Month(p.Birth, p.Sex); ok {
		d.Retires = month.Year
	}
	for _, n := range p.Names {
		d.Aliases = addOnce(d.Aliases, n.Name)
	}
	d.addStudy(p)
	d.addStanding(p, ref)
	d.addOutput(p)
	d.addNumbers(p)
	d.addMemberships(p, ref)
	d.addFields(p, ref)
	d.addPositions(p, ref)
	d.addScopes(p, ref)
	return d
}

func (d *Document) addStudy(p *registry.Person) {
	for _, q := range p.Qualifications {
		d.Degrees = addOnce(d.Degrees, q.Degree)
		d.Study = addOnce(d.Study, q.Field)
	}
	d.Study = addOnce(d.Study, p.Title.Discipline)
}

// addStanding adds languages, countries and readiness.
func (d *Document) addStanding(p *registry.Person, ref *registry.Reference) {
	for _, l := range p.Languages {
		d.Languages = addOnce(d.Languages, d.newest(ref, FacetLanguage, l.Code))
	}
	d.addWards(p, ref)
	for _, q := range p.Qualifications {
		d.addCountry(q.Country)
	}
	for _, s := range p.Abroad {
		d.addCountry(s.Country)
	}
	for _, a := range p.Advice {
		d.Advice = addOnce(d.Advice, a.Topic)
		until := ""
		if !a.To.IsZero() {
			until = strconv.Itoa(a.To.Year)
		}
		if !slices.Contains(d.Ready, until) {
			d.Ready = append(d.Ready, until)
		}
	}
}

// addWards adds the wards of today in which the person lives now.
func (d *Document) addWards(p *registry.Person, ref *registry.Reference) {
	for _, a := range p.Addresses {
		if !a.To.IsZero() || a.Ward == "" {
			continue
		}
		for _, c := range ref.WardsNow(a.Ward) {
			d.Wards = addOnce(d.Wards, c.Code)
		}
	}
}

// addCountry adds a country other than this one.
func (d *Document) addCountry(country string) {
	if folded := vietnamese.Fold(country); folded != "viet nam" && folded != "vietnam" && folded != "vn" {
		d.Abroad = addOnce(d.Abroad, country)
	}
}

// maxOutput bounds the titles of one kind that are searched: the newest.
const maxOutput = 40

// addOutput adds what the person published and worked on, the newest first.
func (d *Document) addOutput(p *registry.Person) {
	type dated struct {
		year int
		text string
	}
	newest := func(all []dated) (texts []string) {
		slices.SortStableFunc(all, func(a, b dated) int { return b.year - a.year })
		for _, t := range all[:min(len(all), maxOutput)] {
			texts = addOnce(texts, t.text)
		}
		return texts
	}
	var published, tasks []dated
	for _, x := range p.Publications {
		published = append(published, dated{x.Year, x.Title})
	}
	for _, x := range p.Patents {
		published = append(published, dated{x.Granted.Year, x.Title})
	}
	for _, x := range p.Works {
		published = append(published, dated{x.Date.Year, x.Title})
	}
	for _, x := range p.Tasks {
		tasks = append(tasks, dated{x.From.Year, x.Name})
	}
	d.Publications, d.Tasks = newest(published), newest(tasks)
	for _, t := range slices.Concat(published, tasks) {
		d.Active = max(d.Active, t.year)
	}
}

func (d *Document) addFields(p *registry.Person, ref *registry.Reference) {
	for _, f := range registry.FieldsOf(p, ref) {
		own, names := &d.OwnFields, &d.FieldNames
		if f.Derived() {
			own, names = &d.Derived, &d.DerivedNames
		}
		now, others := ref.CodeEverywhere(registry.SchemeField, f.Code)
		*own = addOnce(*own, now)
		path := fieldPath(ref, now)
		for _, code := range path {
			d.Fields = addOnce(d.Fields, code)
			addFieldName(names, code, ref)
		}
		if len(path) > 1 {
			d.MainFields = addOnce(d.MainFields, path[1])
		}
		for _, other := range others {
			for _, code := range fieldPath(ref, other) {
				d.Also[FacetField] = addOnce(d.Also[FacetField], code)
				addFieldName(names, code, ref)
			}
		}
	}
}

// fieldPath leads down to a code. One the catalogue no longer has can still be filtered by.
func fieldPath(ref *registry.Reference, code string) []string {
	if path := ref.FieldPath(code); len(path) > 0 {
		return path
	}
	return []string{code}
}

func addFieldName(names *[]string, code string, ref *registry.Reference) {
	if c, ok := ref.Code(registry.SchemeField, code); ok {
		*names = addOnce(addOnce(*names, c.Name), c.NameEn)
	}
}

// schemes are the code lists of facets.
var schemes = map[Facet]registry.Scheme{
	FacetDegree: registry.SchemeDegree, FacetTitle: registry.SchemeTitle, FacetHonour: registry.SchemeHonour,
	FacetLanguage: registry.SchemeLanguage, FacetSector: registry.SchemeSector, FacetOwnership: registry.SchemeOwnership,
}

// newest gives the code that stands for one by the newest version of a facet's list,
// and keeps the others by which the person is found.
func (d *Document) newest(ref *registry.Reference, f Facet, code string) string {
	now, others := ref.CodeEverywhere(schemes[f], code)
	for _, other := range others {
		d.Also[f] = addOnce(d.Also[f], other)
	}
	return now
}

// addNumbers adds the numbers that registers outside gave the person and what they made.
func (d *Document) addNumbers(p *registry.Person) {
	for _, x := range p.Identifiers {
		d.Numbers = addOnce(d.Numbers, x.Value)
	}
	for _, x := range p.Publications {
		d.Numbers = addOnce(addOnce(d.Numbers, x.DOI), x.ISBN)
	}
	for _, x := range p.Patents {
		d.Numbers = addOnce(d.Numbers, x.Number)
	}
	for _, x := range p.Tasks {
		d.Numbers = addOnce(d.Numbers, x.Code)
	}
}

// addMemberships adds the associations that the person has not left.
func (d *Document) addMemberships(p *registry.Person, ref *registry.Reference) {
	for _, m := range p.Memberships {
		if !m.To.IsZero() {
			continue
		}
		d.Memberships = addOnce(d.Memberships, m.Name)
		for _, id := range ref.Successors(m.Organisation) {
			o, _ := ref.Organisation(id)
			for _, name := range slices.Concat([]string{o.Name, o.NameEn}, o.Abbreviations, o.Aliases) {
				d.Memberships = addOnce(d.Memberships, name)
			}
			for _, above := range ref.Path(id) {
				d.Members = addOnce(d.Members, organisationValue(above))
			}
		}
	}
}

func (d *Document) addPositions(p *registry.Person, ref *registry.Reference) {
	if main, ok := p.MainPosition(); ok && main.Organisation != 0 {
		d.Employer = organisationValue(standing(main.Organisation, ref))
	}
	if main, ok := p.MainPosition(); ok {
		d.Sector, d.Ownership = d.newest(ref, FacetSector, ref.Sector(main)), d.newest(ref, FacetOwnership, ref.Ownership(main))
	}
	for _, q := range p.Positions {
		if !q.To.IsZero() {
			continue
		}
		d.Posts = addOnce(d.Posts, q.Post)
		if q.Organisation != 0 {
			d.Employers = addOnce(d.Employers, organisationValue(standing(q.Organisation, ref)))
		}
		for _, id := range slices.Concat(ref.Path(q.Organisation), ref.Path(q.Unit)) {
			d.addOrganisation(id, ref)
			for _, heir := range ref.Successors(id) { // of a body that ended: found under what it became
				for _, above := range ref.Path(heir) {
					d.addOrganisation(above, ref)
				}
			}
		}
	}
	d.Posts = addOnce(d.Posts, p.Rank.Name)
	if c, ok := ref.Code(registry.SchemeRank, p.Rank.Code); ok {
		d.Posts = addOnce(d.Posts, c.Name)
	}
}

// standing gives under which organisation somebody counts: what theirs became, where
// that is one; else theirs.
func standing(id registry.OrganisationID, ref *registry.Reference) registry.OrganisationID {
	if heirs := ref.Successors(id); len(heirs) == 1 {
		return heirs[0]
	}
	return id
}

func (d *Document) addOrganisation(id registry.OrganisationID, ref *registry.Reference) {
	value := organisationValue(id)
	if slices.Contains(d.Organisations, value) {
		return
	}
	d.Organisations = append(d.Organisations, value)
	o, _ := ref.Organisation(id)
	for _, name := range slices.Concat([]string{o.Name, o.NameEn}, o.Abbreviations, o.Aliases) {
		d.OrgNames = addOnce(d.OrgNames, name)
	}
	before, _ := ref.LineageOf(id)
	for _, l := range before {
		if l.Kind == registry.RenamedTo { // the same body, as it was called
			d.OrgNames = addOnce(d.OrgNames, ref.OrganisationName(l.From))
		}
	}
}

// organisationValue gives the value of FacetOrganisation for an organisation.
func organisationValue(id registry.OrganisationID) string { return strconv.FormatInt(int64(id), 10) }

func addOnce(list []string, s string) []string {
	if s = strings.TrimSpace(s); s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// Folded gives the form in which a word is compared without marks: as
// vietnamese.Fold, and i as y where both spell the same word, so that "tien si"
// is "tiến sỹ" and "mi" is "Mỹ". Vi and Vy, Thi and Thy stay two.
func Folded(word string) string {
	s := vietnamese.Fold(word)
	switch {
	case len(s) == 2 && s[1] == 'i' && strings.IndexByte("hklmst", s[0]) >= 0:
		return s[:1] + "y"
	case s == "qui":
		return "quy"
	}
	return s
}

// Toneless takes the tones off a word and leaves hats, horns and đ.
func Toneless(s string) string {
	out := strings.Map(func(r rune) rune {
		switch r {
		case 0x300, 0x301, 0x303, 0x309, 0x323:
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return norm.NFC.String(out)
}

// CodeKey gives the form in which codes are compared: letters without marks and
// digits, nothing between: "CB-0012/a" → "cb0012a".
func CodeKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, vietnamese.Fold(s))
}
