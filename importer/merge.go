package importer

import (
	"fmt"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// merge puts what a draft says into the record of the person it was found to be.
// A blank never erases; items of lists are added; a birth date, a sex or a name
// that contradicts the stored one is a question.
type merge struct {
	p         *planner
	d         *draft
	into      *registry.Person
	quiet     bool // only asks whether anything would change
	override  bool // somebody looked at both values: the new one stands
	changes   []ValueChange
	conflicts []conflict

	k   *known  // whom the draft is within the plan; nil outside one
	won []claim // what the draft tells in place of another file of the lot
}

// conflict is a value that contradicts another, and what is asked about it.
type conflict struct {
	field Field
	text  string
}

func (m *merge) run() {
	from := m.d.person
	m.name(from.Name)
	m.birth(from.Birth)
	m.sex(from.Sex)
	m.title(from.Title)
	m.text("email", &m.into.Email, from.Email)
	m.text("phone", &m.into.Phone, from.Phone)
	m.rank(from.Rank)
	m.codes(from.Codes)
	m.qualifications(from.Qualifications)
	m.honours(from.Honours)
	m.positions(from.Positions)
	m.fields(from.Fields)
	m.expertise(from.Expertise)
	m.text("nationality", &m.into.Nationality, from.Nationality)
	for _, l := range recordLists {
		if l.size(from) > 0 {
			l.merge(m)
		}
	}
}

func (m *merge) put(field, old, now string) {
	m.changes = append(m.changes, ValueChange{field, old, now})
}

// conflict asks about a value that contradicts the stored one.
func (m *merge) conflict(f Field, stored, now string) {
	m.ask(f, fmt.Sprintf("%s đang lưu là %s, bảng tính ghi %s", f.label(), stored, now))
}

func (m *merge) ask(f Field, text string) { m.conflicts = append(m.conflicts, conflict{f, text}) }

// name takes the marks that the stored name lacks; who it is was settled before.
func (m *merge) name(n vietnamese.Name) {
	old := m.into.Name
	alike := vietnamese.Fold(old.Full) == vietnamese.Fold(n.Full)
	if vietnamese.Key(old.Full) == vietnamese.Key(n.Full) || alike && !vietnamese.HasMarks(n.Full) {
		return
	}
	contradicts := vietnamese.HasMarks(old.Full) || !alike
	if contradicts && !m.replaces(FieldName, old.Full, n.Full) {
		return
	}
	m.into.Name = n
	m.put("name", old.Full, n.Full)
}

func (m *merge) birth(d registry.Date) {
	old := m.into.Birth
	switch {
	case d.IsZero() || d == old:
	case !d.Agrees(old) && !m.replaces(FieldBirth, old.Vietnamese(), d.Vietnamese()):
	case !d.Agrees(old) || d.Finer(old):
		m.into.Birth = d
		m.put("birth", old.Vietnamese(), d.Vietnamese())
	}
}

// replaces says that a value that identifies somebody takes the place of one that it
// contradicts: where somebody saw both, or its file goes before. Otherwise it is asked.
func (m *merge) replaces(f Field, stored, now string) bool {
	switch m.rival(claim{field: f}, stored, now) {
	case stays:
		return false
	case gives:
		return true
	}
	if !m.override {
		m.conflict(f, stored, now)
	}
	return m.override
}

func (m *merge) sex(s registry.Sex) {
	old := m.into.Sex
	switch {
	case s == "" || s == old:
	case old != "" && !m.replaces(FieldSex, sexWord(old), sexWord(s)):
	default:
		m.into.Sex = s
		m.put("sex", sexWord(old), sexWord(s))
	}
}

func sexWord(s registry.Sex) string {
	return map[registry.Sex]string{registry.Male: "nam", registry.Female: "nữ"}[s]
}

// title goes up only: a list that does not know yet that somebody became GS
// takes nothing back.
func (m *merge) title(t registry.Title) {
	old, ref := m.into.Title, m.p.r.ref
	if t.Code == "" {
		return
	}
	if old.Code != "" && old.Code != t.Code {
		switch m.rival(claim{field: FieldTitle}, old.Code, t.Code) {
		case gives:
			m.into.Title = t
			m.put("title", m.titleWord(old.Code), m.titleWord(t.Code))
			return
		case stays:
			return
		}
	}
	switch {
	case old.Code == "" || ref.Rank(registry.SchemeTitle, t.Code) > ref.Rank(registry.SchemeTitle, old.Code) || old.Code == "PGS" && t.Code == "GS":
		m.into.Title = t
		m.put("title", m.titleWord(old.Code), m.titleWord(t.Code))
	case old.Code == t.Code && old.Year == 0 && t.Year != 0:
		m.into.Title.Year = t.Year
		m.put("title", m.titleWord(old.Code), fmt.Sprintf("%s (%d)", m.titleWord(t.Code), t.Year))
	case old.Code != t.Code && !m.quiet:
		m.p.issue(m.d, FieldTitle, registry.IssueConflict, "Đang lưu học hàm %s, bảng tính ghi %s: giữ học hàm cao hơn.", m.titleWord(old.Code), m.titleWord(t.Code))
	}
}

func (m *merge) text(field string, to *string, now string) {
	if now == "" || now == *to || *to != "" && m.stands(claim{field: Field(field)}, m.newerValue(field), *to, now) {
		return
	}
	m.put(field, *to, now)
	*to = now
}

func (m *merge) rank(r registry.Rank) {
	old := m.into.Rank
	if m.d.rankByPost && old != (registry.Rank{}) && !m.readOffPost(old) {
		return // a post says less than the list that named the rank
	}
	if r == (registry.Rank{}) || r == old || r.Code != "" && r.Code == old.Code || r.Code == "" && (old.Code != "" || vietnamese.Fold(old.Name) == vietnamese.Fold(r.Name)) {
		return
	}
	if old != (registry.Rank{}) && m.stands(claim{field: FieldRank}, m.newerValue("rank"), old.Name, r.Name) {
		return
	}
	m.into.Rank = r
	m.put("rank", old.Name, r.Name)
}

// readOffPost says that a stored rank is the one that a stored post tells.
func (m *merge) readOffPost(r registry.Rank) bool {
	return slices.ContainsFunc(m.into.Positions, func(q registry.Position) bool {
		told, ok := m.p.r.titles.rankOf(q.Post)
		return ok && told == r
	})
}

func (m *merge) codes(codes []registry.StaffCode) {
	for _, c := range codes {
		if !slices.ContainsFunc(m.into.Codes, func(o registry.StaffCode) bool { return codeKey(o) == codeKey(c) }) {
			m.into.Codes = append(m.into.Codes, c)
			m.put("codes", "", c.Code)
		}
	}
}

func (m *merge) qualifications(list []registry.Qualification) {
	for _, q := range list {
		i := slices.IndexFunc(m.into.Qualifications, func(o registry.Qualification) bool { return sameQualification(o, q) })
		if i < 0 {
			m.into.Qualifications = append(m.into.Qualifications, q)
			m.put("qualifications", "", m.qualificationWords(q))
			continue
		}
		old := m.into.Qualifications[i]
		if fillQualification(&m.into.Qualifications[i], q) {
			m.into.Qualifications[i].Source = 0
			m.put("qualifications", m.qualificationWords(old), m.qualificationWords(m.into.Qualifications[i]))
		}
	}
}

// titleWord is a title in the words of the catalogue.
func (m *merge) titleWord(code string) string { return m.p.r.ref.CodeName(registry.SchemeTitle, code) }

// qualificationWords tells of a degree in the words of the catalogue.
func (m *merge) qualificationWords(q registry.Qualification) string {
	return qualificationWords(m.p.r.ref.CodeName(registry.SchemeDegree, q.Degree), q)
}

// qualificationWords tells of a degree, which is called so.
func qualificationWords(words string, q registry.Qualification) string {
	for _, w := range []string{q.Field, q.Institution, q.Country} {
		if w != "" {
			words += ", " + w
		}
	}
	if q.Year != 0 {
		words += fmt.Sprintf(", %d", q.Year)
	}
	return words
}

func (m *merge) honours(list []registry.Honour) {
	for _, h := range list {
		if !slices.ContainsFunc(m.into.Honours, func(o registry.Honour) bool { return o.Code == h.Code }) {
			m.into.Honours = append(m.into.Honours, h)
			m.put("honours", "", m.p.r.ref.CodeName(registry.SchemeHonour, h.Code))
		}
	}
}

// positions takes a post at an employer in place of the current main one there,
// inheriting what the list leaves blank; another employer's comes beside it.
func (m *merge) positions(list []registry.Position) {
	for _, q := range list {
		i := slices.IndexFunc(m.into.Positions, func(o registry.Position) bool { return o.Organisation == q.Organisation && o.To.IsZero() })
		if i < 0 {
			q.Main = len(m.into.Positions) == 0
			m.into.Positions = append(m.into.Positions, q)
			m.put("positions", "", m.positionWords(q))
			continue
		}
		old := m.into.Positions[i]
		now := m.position(old, q)
		if now != old && !m.keepsNewer(!m.override && m.p.newer(old.Source), FieldPost, m.positionWords(old), m.positionWords(now)) {
			now.Source = 0
			m.into.Positions[i] = now
			m.put("positions", m.positionWords(old), m.positionWords(now))
		}
	}
}

// position gives a post with what a list says of it anew.
func (m *merge) position(old, q registry.Position) registry.Position {
	now, at := old, q.Organisation
	if q.Unit != 0 && !m.above(q.Unit, old.Unit) && !(old.Unit != 0 && !m.above(old.Unit, q.Unit) && m.outranks(FieldUnit, at, m.p.r.places.name(old.Unit), m.p.r.places.name(q.Unit))) {
		now.Unit = q.Unit
	}
	if differs(old.Post, q.Post) && !(old.Post != "" && m.outranks(FieldPost, at, old.Post, q.Post)) {
		now.Post = q.Post
	}
	if differs(old.Contract, q.Contract) && !(old.Contract != "" && m.outranks(FieldContract, at, old.Contract, q.Contract)) {
		now.Contract = q.Contract
	}
	if old.Written == "" {
		now.Written = q.Written
	}
	switch {
	case q.From.IsZero():
	case q.From.Agrees(old.From):
		if q.From.Finer(old.From) {
			now.From = q.From
		}
	case old.From.IsZero() || !m.outranks(FieldStart, at, old.From.Vietnamese(), q.From.Vietnamese()):
		now.From = q.From
	}
	return now
}

// differs says that a list names something else than what is stored.
func differs(old, now string) bool {
	return now != "" && vietnamese.Fold(now) != vietnamese.Fold(old)
}

// outranks says that what is stored of a post stands against another file's.
func (m *merge) outranks(f Field, at registry.OrganisationID, stored, now string) bool {
	return m.rival(claim{f, at}, stored, now) == stays
}

// stands says that a stored value is not replaced: another file of the lot that told
// it goes before, or it is newer than the file.
func (m *merge) stands(c claim, newer bool, stored, now string) bool {
	switch m.rival(c, stored, now) {
	case stays:
		return true
	case gives:
		return false
	}
	return m.keepsNewer(newer, c.field, stored, now)
}

// above says that a unit contains another, so that naming it says less.
func (m *merge) above(unit, of registry.OrganisationID) bool {
	for of < 0 && of != unit { // one that the import would add
		o, _ := m.p.r.places.organisation(of)
		of = o.Parent
	}
	return unit == of || unit > 0 && of > 0 && m.p.r.ref.Within(of, unit)
}

func (m *merge) positionWords(q registry.Position) string {
	var words []string
	for _, w := range []string{q.Post, m.p.r.places.name(q.Unit), m.p.r.places.name(q.Organisation), q.Contract} {
		if w != "" {
			words = append(words, w)
		}
	}
	if !q.From.IsZero() {
		words = append(words, "từ "+q.From.Vietnamese())
	}
	return strings.Join(words, ", ")
}

func (m *merge) fields(list []registry.FieldOf) {
	for _, f := range list {
		if !slices.ContainsFunc(m.into.Fields, func(o registry.FieldOf) bool { return o.Code == f.Code }) {
			m.into.Fields = append(m.into.Fields, f)
			m.put("fields", "", m.p.r.ref.CodeName(registry.SchemeField, f.Code))
		}
	}
}

func (m *merge) expertise(list []registry.Expertise) {
	for _, e := range list {
		if !m.knows(e.Phrase) {
			m.into.Expertise = append(m.into.Expertise, e)
			m.put("expertise", "", e.Phrase)
		}
	}
}

// knows says that the record has the phrase, or each part of one that is a list.
func (m *merge) knows(phrase string) bool {
	for part := range strings.SplitSeq(phrase, ";") {
		k := vietnamese.Key(vietnamese.Clean(part))
		same := func(o registry.Expertise) bool {
			key := vietnamese.Key(o.Phrase)
			return key == k || key == vietnamese.Key(phrase)
		}
		if !slices.ContainsFunc(m.into.Expertise, same) {
			return false
		}
	}
	return true
}
