package importer

import (
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
)

// resolveKey is everything that decides where a row's person works.
type resolveKey struct {
	placeTexts
	employer registry.OrganisationID
}

// resolvedPlace is an employer and the lowest unit within it.
type resolvedPlace struct{ employer, unit registry.OrganisationID }

// held is what a row says of where somebody works and what they are there.
type held struct {
	where                            placeTexts
	post, secondPost, contract, code string
	row, codeCol                     int
}

// settlePlace gives the person their position and code; later where the sheet does not
// say whose list it is.
func (p *parts) settlePlace() {
	h := held{p.where, p.post, p.secondPost, p.contract, p.code, p.row, p.codeCol}
	p.s.held = h
	if p.s.employer == 0 && !p.s.hasField(FieldOrg) {
		p.s.r.later = append(p.s.r.later, placing{p.s, p.d, p.s.r.kept(h)})
		return
	}
	p.s.position(p.d, h)
}

// placeMore adds what a further row says of the place and the post of the person above.
func (p *parts) placeMore() {
	h, s := p.s.held, p.s
	if s.placedToo && p.name != "" {
		p.where.workplace = joinText(p.where.workplace, p.name, ", ")
	}
	fill := func(into *string, with string) {
		if *into == "" {
			*into = with
		}
	}
	fill(&h.where.org, p.where.org)
	fill(&h.where.workplace, p.where.workplace)
	fill(&h.where.unit, p.where.unit)
	fill(&h.where.subunit, p.where.subunit)
	fill(&h.where.second, p.where.second)
	fill(&h.secondPost, p.secondPost)
	fill(&h.contract, p.contract)
	if post := s.r.ofPosts(p.post, s.dutied).rest; post != "" && post != h.post {
		h.post = joinText(h.post, post, ", ")
	}
	if h == s.held {
		return
	}
	s.held = h
	if n := len(s.r.later); n > 0 && s.r.later[n-1].d == p.d {
		s.r.later[n-1].held = s.r.kept(h)
		return
	}
	s.position(p.d, h)
}

// position gives somebody a position and a code.
func (s *sheetReader) position(d *draft, h held) {
	second := h.where.second
	h.where.second = ""
	at := s.resolve(h.where, h.row)
	if h.where.second = second; at.employer == 0 && second != "" { // the only place that the row names
		at = s.resolve(placeTexts{second: second}, h.row)
		h.post, h.where.second, h.secondPost = joinText(h.post, h.secondPost, ", "), "", ""
	}
	if at.employer == 0 && (h.code != "" || h.post != "" || h.contract != "" || !d.start.IsZero()) {
		at.employer = s.nobodys(h.row)
	}
	if at.employer == 0 {
		return
	}
	person := d.person
	person.Positions = []registry.Position{{Organisation: at.employer, Unit: at.unit, Post: s.r.intern(shorten(h.post, 400)),
		Contract: s.r.intern(shorten(h.contract, 200)), From: d.start, Main: true}}
	for _, text := range []string{h.where.org, h.where.workplace} {
		if text != "" && s.r.ref.FormerName(text) {
			person.Positions[0].Written = s.r.intern(shorten(text, 400))
			break
		}
	}
	if h.code != "" {
		person.Codes = []registry.StaffCode{{Organisation: at.employer, Code: strings.Clone(shorten(h.code, 100))}}
		d.cells.code = uint16(h.codeCol)
	}
	s.secondPosition(d, h)
}

// resolve finds where the texts of a row place somebody, once for each set of texts.
func (s *sheetReader) resolve(w placeTexts, row int) resolvedPlace {
	k := resolveKey{w, s.employer}
	if at, ok := s.r.resolved[k]; ok {
		return at
	}
	at := s.locate(w, row)
	if at.unit == at.employer {
		at.unit = 0
	}
	s.r.resolved[k] = at
	return at
}

// rowCol is where something was read; col 0 where no column holds it.
type rowCol struct{ row, col int }

// cellOf gives the cell of a field in a row.
func (s *sheetReader) cellOf(f Field, row int) rowCol {
	for _, b := range s.columns {
		if b.field == f || b.both && f == FieldWorkplace {
			return rowCol{row, b.col}
		}
	}
	return rowCol{row, 0}
}

func (s *sheetReader) locate(w placeTexts, row int) resolvedPlace {
	at := resolvedPlace{employer: s.employer}
	if w.org != "" {
		at = s.place(at, w.org, s.cellOf(FieldOrg, row), at.employer == 0 || !unitLike(w.org) || employerLike(w.org))
	}
	if w.workplace != "" {
		at = s.place(at, w.workplace, s.cellOf(FieldWorkplace, row), false)
		if own := s.r.places.employer(at.unit); at.unit != 0 && s.governs(at.employer) && own != at.employer {
			at.employer = own // "UBND" that manages, and the school that employs
		}
	}
	if w.second != "" {
		at = s.place(at, w.second, s.cellOf(FieldSecondOrg, row), false)
	}
	if w.unit != "" {
		at = s.place(at, w.unit, s.cellOf(FieldUnit, row), false)
	}
	if w.subunit != "" {
		at = s.place(at, w.subunit, s.cellOf(FieldSubunit, row), false)
	}
	return at
}

// place goes from a place to the one a text names: another employer, or a unit
// inside. "Bộ môn A - Khoa B, Trường C" is read from its end, "Khoa B - Bộ môn A" as
// it stands.
func (s *sheetReader) place(at resolvedPlace, text string, cell rowCol, employer bool) resolvedPlace {
	if found, ok := s.known(at, text, cell, employer); ok {
		return found
	}
	names := placeParts(text)
	if len(names) > 1 {
		if !smallUnit(names[len(names)-1]) || smallUnit(names[0]) {
			slices.Reverse(names)
		}
		slices.SortStableFunc(names, func(a, b string) int { return s.level(a) - s.level(b) })
		for _, name := range names {
			next := s.place(at, name, cell, false)
			if next.employer != at.employer || next.unit != 0 {
				at = next // "Sở B" behind "Chi cục A" says nothing more
			}
		}
		return at
	}
	if at.employer == 0 && !employer && unitOnly(s.r.places.named(text), text) {
		at = s.ambiguous(text, cell)
		if id := s.r.places.within(at.employer, text); id != 0 {
			return resolvedPlace{at.employer, id} // as an earlier list that named nobody left it
		}
		return s.newUnit(at, text, cell)
	}
	school := s.governs(at.employer) && strings.HasPrefix(placeKey(text), "truong ")
	if employer || at.employer == 0 || school || s.ofMember(at, text) || employerLike(text) && !s.ownSchool(at, text) && !s.ofMinistry(text) {
		return resolvedPlace{employer: s.r.employerNamed(text, s, cell)}
	}
	return s.newUnit(at, text, cell)
}

// ofMember says that a list of an association's people names where one of them works: its
// members are not its employees.
func (s *sheetReader) ofMember(at resolvedPlace, text string) bool {
	o, _ := s.r.places.organisation(at.employer)
	if o.Kind != registry.Association && !startsWith(placeKey(o.Name), "lien hiep ", "hoi ", "hiep hoi ") || at.unit != 0 {
		return false
	}
	return !startsWith(placeKey(text)+" ", withinOnly...) && !startsWith(placeKey(text), "van phong", "ban ") && (unitLike(text) || employerLike(text))
}

// level orders the parts of a place: institutions before their units, bộ môn last.
func (s *sheetReader) level(name string) int {
	p := s.r.places
	switch {
	case smallUnit(name):
		return 2
	case employerLike(name) || slices.ContainsFunc(p.named(name), func(id registry.OrganisationID) bool { return p.employer(id) == id }):
		return 0
	}
	return 1
}

// withinOnly begin the names of units that never stand on their own.
var withinOnly = []string{"khoa ", "phong ", "bo mon ", "to ", "nhom ", "bo phan ", "phong thi nghiem "}

// unitOnly says that a text names a unit inside some institution: one that several
// have (ids), or one that is called as only units are.
func unitOnly(ids []registry.OrganisationID, text string) bool {
	return unitLike(text) && !employerLike(text) && (len(ids) > 1 || startsWith(placeKey(text)+" ", withinOnly...))
}

// ambiguous stands for the employer of a unit that nobody says whose it is.
func (s *sheetReader) ambiguous(text string, cell rowCol) resolvedPlace {
	if having, _ := s.r.places.employersWith(text); len(having) > 1 {
		s.say(registry.IssueAmbiguous, cell.row, cell.col, string(FieldOrg), "“%s” có ở %d cơ quan trong danh mục (%s, %s…) nên không đoán là của cơ quan nào. Hãy chọn cơ quan khi tải lên.",
			shorten(text, 60), len(having), s.r.places.name(having[0]), s.r.places.name(having[1]))
	}
	return resolvedPlace{employer: s.nobodys(cell.row)}
}

// guessed says, once for each employer, that a unit alone told it.
func (s *sheetReader) guessed(text string, employer registry.OrganisationID) {
	if s.told[employer] {
		return
	}
	if s.told == nil {
		s.told = map[registry.OrganisationID]bool{}
	}
	s.told[employer] = true
	s.say(registry.IssueUnknown, s.table.last, s.cellOf(FieldWorkplace, 0).col, string(FieldOrg), "Trang không ghi cơ quan; trong danh mục chỉ %s có “%s” nên đã hiểu là của cơ quan này. Nếu không phải, hãy chọn cơ quan khi tải lên.", s.r.places.name(employer), shorten(text, 60))
}

// ownSchool says that "Trường …" may well be a school inside the employer: some
// universities have them.
func (s *sheetReader) ownSchool(at resolvedPlace, text string) bool {
	return !s.governs(at.employer) && !strings.HasPrefix(placeKey(text), "truong dai hoc") && !strings.HasPrefix(placeKey(text), "truong cao dang") &&
		!strings.HasPrefix(placeKey(text), "truong thpt") && strings.HasPrefix(placeKey(text), "truong ")
}

// known finds a text among the units of the employer, then among all
// organisations.
func (s *sheetReader) known(at resolvedPlace, text string, cell rowCol, employer bool) (resolvedPlace, bool) {
	p := s.r.places
	if at.employer != 0 && !employer {
		if at.unit != 0 {
			if id, ok := p.made[madeKey(at.unit, text)]; ok {
				return resolvedPlace{at.employer, id}, true
			}
		}
		if at.unit > 0 {
			if id := p.within(at.unit, text); id != 0 {
				return resolvedPlace{at.employer, id}, true // of several called so the one in this unit
			}
		}
		if id := p.within(at.employer, text); id != 0 {
			s.sayUnit(text, id, cell)
			return s.standing(at.employer, id), true
		}
	}
	ids := p.named(text)
	if len(ids) == 0 {
		return at, false
	}
	if slices.Contains(ids, at.employer) {
		return resolvedPlace{employer: at.employer}, true
	}
	for _, id := range ids {
		e := p.employer(id)
		if e == at.employer {
			return resolvedPlace{e, id}, true
		}
	}
	having, _ := p.employersWith(text)
	if len(ids) > 1 && at.employer != 0 || len(having) > 1 && unitLike(text) && !employer {
		return at, false // a unit of several others is none of them
	}
	e := p.employer(ids[0])
	if at.employer != 0 && e != ids[0] && !employer && (unitLike(text) || !s.governs(at.employer)) {
		return at, false // a unit called like one of another institution
	}
	if at.employer == 0 && e != ids[0] {
		s.guessed(text, e)
	}
	return resolvedPlace{e, ids[0]}, true
}

// sayUnit says, once for each text, that a unit is known by another name than the one
// written: two wards of a hospital may be called nearly the same.
func (s *sheetReader) sayUnit(text string, id registry.OrganisationID, cell rowCol) {
	o, ok := s.r.places.organisation(id)
	key := placeKey(text)
	if !ok || key == placeKey(o.Name) || slices.ContainsFunc(append(o.Abbreviations, o.NameEn), func(short string) bool { return placeKey(short) == key }) {
		return
	}
	if s.r.renamed[text] == id {
		return
	}
	if s.r.renamed == nil {
		s.r.renamed = map[string]registry.OrganisationID{}
	}
	s.r.renamed[text] = id
	s.say(registry.IssueRepaired, cell.row, cell.col, string(FieldUnit), "Đơn vị “%s” được hiểu là “%s” có trong danh mục. Nếu là hai đơn vị khác nhau, hãy thêm đơn vị này vào danh mục rồi nhập lại.", shorten(text, 60), o.Name)
}

// standing gives the place of something found under an employer. Below a people's
// committee stand institutions of their own, and those are the employers.
func (s *sheetReader) standing(employer, id registry.OrganisationID) resolvedPlace {
	if s.governs(employer) {
		employer = s.r.places.employer(id)
	}
	return resolvedPlace{employer, id}
}

// governs says that an organisation is one of government, which others stand under.
func (s *sheetReader) governs(id registry.OrganisationID) bool {
	o, _ := s.r.places.organisation(id)
	return o.Kind == registry.Government
}

// newUnit makes a unit that the employer was not known to have.
func (s *sheetReader) newUnit(at resolvedPlace, text string, cell rowCol) resolvedPlace {
	text = inVietnamese(text)
	parent := at.employer
	if at.unit != 0 {
		parent = at.unit
	}
	before := len(s.r.places.created)
	id := s.r.places.make(parent, registry.Unit, shorten(text, 300))
	if len(s.r.places.created) > before {
		s.say(registry.IssueUnknown, cell.row, cell.col, string(FieldUnit), "Đơn vị “%s” chưa có trong danh mục của %s, sẽ được thêm%s.", shorten(properPlace(text), 80), s.r.places.name(at.employer), s.r.nearUnit(at.employer, text))
	}
	return resolvedPlace{at.employer, id}
}

// nearUnit offers a unit of the employer that is spelled almost alike.
func (r *reader) nearUnit(employer registry.OrganisationID, name string) string {
	k := placeKey(name)
	best, cost := registry.OrganisationID(0), 4
	for other, id := range r.places.units(employer) {
		if c := distance(k, other, 3); len(other) >= 8 && other[0] != '~' && (c < cost || c == cost && c < 4 && id < best) {
			best, cost = id, c
		}
	}
	if best == 0 {
		return ""
	}
	return fmt.Sprintf("; gần giống “%s”", r.ref.OrganisationName(best))
}
