package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// person makes a draft of a row.
func (s *sheetReader) person(one row) {
	d := &draft{sheet: s.index, row: one.n, person: &registry.Person{}}
	p := parts{s: s, d: d, row: one.n, where: placeTexts{unit: s.section, subunit: s.under}}
	if s.section == "" {
		p.where.unit = s.unit
	}
	p.read(one)
	p.settle()
	s.r.drafts = append(s.r.drafts, d)
	s.last = d
}

// more adds what a row without a name says to the person above it.
func (s *sheetReader) more(one row) {
	p := parts{s: s, d: s.last, row: one.n}
	p.read(one)
	p.addQualifications(false)
	s.leave("dòng nối tiếp của người ở trên", one.n)
}

// parts gathers the cells of one row until all of them are known.
type parts struct {
	s   *sheetReader
	d   *draft
	row int

	where                       placeTexts
	name, family, middle, given string
	nameCol                     int
	birth                       [3]string // day, month, year in columns of their own
	birthCol                    int
	training                    []training // degrees with what belongs to them, in order
	loose                       training   // specialty, place and year beside no degree of their own
	title                       registry.Title
	post, duty, rank            string
	contract                    string
	start                       registry.Date
	code                        string
	codeCol                     int
	ownUnit                     bool
}

// training is a degree and what stands in columns beside it.
type training struct {
	degree string
	q      registry.Qualification
}

func (p *parts) person() *registry.Person { return p.d.person }

// read takes in every cell of the row.
func (p *parts) read(one row) {
	for i, c := range one.cells {
		b, ok := p.s.boundAt(c.col)
		if !ok || b.field == "" || b.field == FieldNever || b.field == FieldOther || b.field == FieldNumber {
			continue
		}
		text := p.s.texts[i]
		switch {
		case text == "":
		case formulaError(text):
			p.s.say(registry.IssueInvalid, one.n, b.col, string(b.field), "Ô có lỗi công thức %s nên để trống %s. Hãy sửa công thức rồi nhập lại.", text, b.field.label())
		case placeholder(text) && !nameField(b.field) && b.field != FieldSex:
		default:
			p.cell(b, c, text)
		}
	}
}

// nameField says that a column holds a name or a part of one: no word is a
// placeholder there but a name.
func nameField(f Field) bool {
	return f == FieldName || f == FieldFamily || f == FieldMiddle || f == FieldGiven
}

// cell takes in one cell that holds something.
func (p *parts) cell(b bound, c cell, text string) {
	switch b.field {
	case FieldName, FieldFamily, FieldMiddle, FieldGiven:
		p.nameCell(b, c, text)
	case FieldBirth, FieldBirthMale, FieldBirthFemale, FieldBirthDay, FieldBirthMonth, FieldBirthYear, FieldStart:
		p.dateCell(b, c, text)
	case FieldSex, FieldMale, FieldFemale:
		p.sexCell(b, text)
	case FieldCode:
		p.code, p.codeCol = plainNumber(strings.Trim(text, "'")), b.col
	case FieldTitle, FieldDegree, FieldHonour, FieldTick:
		p.titleCell(b, text)
	case FieldRank:
		p.rank = joinText(p.rank, text, " - ")
	case FieldDuty:
		p.duty = joinText(p.duty, text, ", ")
	case FieldPost:
		p.post = joinText(p.post, text, ", ")
	case FieldContract:
		p.contract = text
	case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit:
		p.placeCell(b, text)
	case FieldSpecialty, FieldInstitution, FieldCountry, FieldDegreeYear, FieldTitleYear:
		p.trainingCell(b, text)
	case FieldField:
		p.fieldCell(b, text)
	case FieldExpertise:
		p.expertiseCell(b, text)
	case FieldEmail, FieldPhone:
		p.contactCell(b, text)
	}
}

func joinText(a, b, with string) string {
	if a == "" || a == b {
		return b
	}
	return a + with + b
}

func (p *parts) nameCell(b bound, c cell, text string) {
	if raw := strings.ReplaceAll(p.s.decode(c), "\n", " "); b.field == FieldName && strings.Contains(raw, "<") {
		text = vietnamese.Clean(htmlTag.ReplaceAllString(raw, " "))
	}
	switch b.field {
	case FieldName:
		p.name = joinText(p.name, text, " ")
	case FieldFamily:
		p.family = joinText(p.family, text, " ")
	case FieldMiddle:
		p.middle = text
	case FieldGiven:
		p.given = text
	}
	if p.nameCol == 0 {
		p.nameCol = b.col
	}
}

func (p *parts) sexCell(b bound, text string) {
	sex := registry.Sex("")
	switch {
	case b.field == FieldSex:
		sex = readSex(text)
	case tick(text) || readSex(text) != "":
		sex = map[Field]registry.Sex{FieldMale: registry.Male, FieldFemale: registry.Female}[b.field]
		if said := readSex(text); said != "" && text != "m" && text != "n" {
			sex = said
		}
	}
	if sex == "" {
		p.s.say(registry.IssueUnknown, p.row, b.col, string(FieldSex), "“%s” không cho biết là nam hay nữ nên để trống giới tính.", shorten(text, 30))
		return
	}
	p.person().Sex = sex
	p.d.cells.sex = uint16(b.col)
}

func (p *parts) titleCell(b bound, text string) {
	if b.field == FieldTick {
		p.tickCell(b, text)
		return
	}
	c := p.s.r.titles.ofDegrees(text)
	p.takeCredentials(c)
	if c.rest == "" {
		return
	}
	if year, err := strconv.Atoi(strings.Trim(c.rest, " ()")); err == nil && year >= 1940 && year <= p.s.r.year {
		p.yearOf(c, year)
		return
	}
	if rank, ok := p.s.r.titles.rankOf(c.rest); ok {
		if p.person().Rank.Code == "" {
			p.person().Rank = rank
		}
		return
	}
	p.s.say(registry.IssueUnknown, p.row, b.col, string(b.field), "“%s” không có trong danh mục %s nên không lưu phần này.", shorten(c.rest, 60), b.field.label())
}

// yearOf gives a year behind a title, degree or honour to it: "NGƯT (2014)".
func (p *parts) yearOf(c credentials, year int) {
	switch {
	case len(c.degrees) > 0:
		p.addTraining(registry.Qualification{Degree: c.degrees[len(c.degrees)-1].Degree, Year: year})
	case c.title != "":
		p.title.Year = year
	case len(c.honours) > 0:
		for i := range p.person().Honours {
			if h := &p.person().Honours[i]; h.Code == c.honours[len(c.honours)-1] {
				h.Year = year
			}
		}
	}
}

// tickCell reads a cell below a degree's own name: a tick, a year, or the
// specialty.
func (p *parts) tickCell(b bound, text string) {
	words, _ := p.s.r.titles.match(tokensOf(b.degree), true)
	c := credentials{}
	c.take(words, p.s.r.titles)
	year := 0
	if d := readDate(cell{text: text}, false, p.s.r.year); d.reason == "" && !d.date.IsZero() && !tick(text) {
		year = d.date.Year
	}
	for i := range c.degrees {
		switch {
		case year > 0:
			c.degrees[i].Year = year
		case !tick(text):
			c.degrees[i].Field = p.s.r.intern(text)
		}
	}
	if vietnamese.Fold(text) == "khong" || text == "0" {
		return
	}
	p.takeCredentials(c)
}

// takeCredentials puts what a cell of titles said into the draft.
func (p *parts) takeCredentials(c credentials) {
	if c.title != "" && (p.title.Code == "" || c.title == "GS") {
		p.title.Code = c.title
	}
	for _, q := range c.degrees {
		p.addTraining(q)
	}
	for _, h := range c.honours {
		if !slices.ContainsFunc(p.person().Honours, func(o registry.Honour) bool { return o.Code == h }) {
			p.person().Honours = append(p.person().Honours, registry.Honour{Code: h})
		}
	}
	if c.sex != "" && p.person().Sex == "" {
		p.person().Sex = c.sex
	}
	if c.rank.Code != "" && p.person().Rank.Code == "" {
		p.person().Rank = c.rank
	}
}

func (p *parts) addTraining(q registry.Qualification) {
	q.Field = p.s.r.intern(q.Field)
	for i := range p.training {
		if t := &p.training[i]; t.q.Degree == q.Degree {
			if t.q.Field == "" {
				t.q.Field = q.Field
			}
			if t.q.Year == 0 {
				t.q.Year = q.Year
			}
			return
		}
	}
	p.training = append(p.training, training{q.Degree, q})
}

// trainingCell reads specialty, institution, country and years.
func (p *parts) trainingCell(b bound, text string) {
	t := &p.loose
	if b.degree != "" {
		p.addTraining(registry.Qualification{Degree: b.degree})
		i := slices.IndexFunc(p.training, func(t training) bool { return t.q.Degree == b.degree })
		t = &p.training[i]
	}
	text = p.s.r.intern(text)
	switch b.field {
	case FieldSpecialty:
		t.q.Field = joinText(t.q.Field, text, "; ")
	case FieldInstitution:
		t.q.Institution = joinText(t.q.Institution, text, "; ")
	case FieldCountry:
		t.q.Country = joinText(t.q.Country, text, "; ")
	default:
		d := readDate(cell{text: text}, p.s.r.book.Date1904, p.s.r.year)
		y := d.date.Year
		if d.reason != "" || y < 1940 || y > p.s.r.year+1 {
			p.s.say(registry.IssueInvalid, p.row, b.col, string(b.field), "“%s” không phải năm hợp lệ nên để trống %s.", shorten(text, 30), b.field.label())
			return
		}
		if b.field == FieldTitleYear {
			p.title.Year = y
		} else {
			t.q.Year = y
		}
	}
}

func (p *parts) contactCell(b bound, text string) {
	if b.field == FieldEmail {
		e, ok := readEmail(text)
		switch {
		case !ok:
			p.s.say(registry.IssueInvalid, p.row, b.col, string(FieldEmail), "“%s” không phải địa chỉ thư điện tử nên để trống.", shorten(text, 60))
		case p.person().Email == "":
			p.person().Email = strings.Clone(e) // not the whole row with it
			p.d.cells.email = uint16(b.col)
		}
		return
	}
	n, _, ok := readPhone(text)
	switch {
	case !ok:
		p.s.say(registry.IssueInvalid, p.row, b.col, string(FieldPhone), "“%s” không phải số điện thoại nên để trống.", shorten(text, 40))
	case p.person().Phone == "" || p.person().Phone[1] == '2' && n[1] != '2': // a mobile rather than a desk
		p.person().Phone = strings.Clone(n)
	}
}

func (p *parts) placeCell(b bound, text string) {
	w := &p.where
	switch b.field {
	case FieldOrg:
		w.org = text
	case FieldWorkplace:
		if w.workplace = joinText(w.workplace, text, ", "); !p.ownUnit {
			w.unit, w.subunit = "", "" // the row says more than the section it stands in
		}
		p.ownUnit = true
	case FieldUnit:
		if !p.ownUnit {
			w.subunit = ""
		}
		w.unit, p.ownUnit = text, true
	case FieldSubunit:
		w.subunit = text
	}
}

// settle makes the person of all the cells.
func (p *parts) settle() {
	p.settleName()
	p.settleBirth()
	if p.person().Sex == "" && p.s.onlyWomenTicked {
		p.person().Sex = registry.Male
	}
	p.settlePost()
	p.addQualifications(true)
	p.person().Title = p.title
	if p.title.Code == "" {
		p.person().Title = registry.Title{}
	}
	p.settlePlace()
}

// settleName reads the name, and the titles that stand in its cell.
func (p *parts) settleName() {
	whole := p.name
	joined := p.name == "" && p.given != ""
	if joined {
		whole = strings.TrimSpace(p.family + " " + p.middle)
		p.takeNameTitles(&whole)
		if whole == "" && len(strings.Fields(p.given)) > 1 {
			whole, joined = p.given, false
		}
	} else if p.name == "" {
		whole = strings.TrimSpace(p.family + " " + p.middle)
	}
	if !joined {
		p.takeNameTitles(&whole)
	}
	p.d.cells.name = uint16(max(p.nameCol, 1))
	name := vietnamese.ParseName(whole)
	if joined {
		name = vietnamese.JoinName(whole, p.given)
	}
	p.person().Name = name
	switch {
	case name.Full == "":
		p.reject("dòng không có họ tên")
	case strings.ContainsAny(name.Full, "0123456789@=<>") || len(name.Full) > 200:
		p.reject("“" + shorten(name.Full, 60) + "” không phải tên người")
	}
}

func (p *parts) reject(why string) {
	p.d.reject, p.d.note = true, why
	p.s.say(registry.IssueInvalid, p.row, max(p.nameCol, 1), string(FieldName), "Bỏ qua dòng này: %s. Hãy ghi họ tên rồi nhập lại.", why)
}

// takeNameTitles takes titles and remarks off a name.
func (p *parts) takeNameTitles(name *string) {
	c := p.s.r.titles.beforeName(p.remarks(*name))
	*name = c.rest
	if *name == "" {
		return
	}
	p.takeCredentials(c)
	for _, u := range c.unknown {
		p.s.say(registry.IssueUnknown, p.row, max(p.nameCol, 1), string(FieldName), "“%s” đứng trước họ tên không phải học hàm, học vị hay danh hiệu đã biết nên không lưu.", shorten(u, 40))
	}
}

// nameNumber is the number that some lists write into the cell of the name.
var nameNumber = regexp.MustCompile(`^\s*\d{1,5}\s*[.)\-/]\s*`)

// remarks takes what stands in brackets out of a name and says so, unless it is
// a title, which beforeName will read, or the sex.
func (p *parts) remarks(name string) string {
	name = strings.TrimLeft(nameNumber.ReplaceAllString(name, ""), " *-+–•")
	for _, m := range bracketed.FindAllString(name, 3) {
		inner := strings.Trim(m, "()[]{} ")
		if p.s.r.titles.allTitles(tokensOf(inner)) {
			continue
		}
		name = strings.Replace(name, m, " ", 1)
		if sex := readSex(inner); sex != "" {
			p.person().Sex = sex
		} else if inner != "" {
			p.s.say(registry.IssueUnknown, p.row, max(p.nameCol, 1), string(FieldName), "Phần “%s” trong ô họ tên không lưu vì không phải một phần của tên.", shorten(m, 40))
		}
	}
	return vietnamese.Clean(strings.Trim(name, " *"))
}

// settlePost divides post, duty and rank.
func (p *parts) settlePost() {
	post := p.s.r.titles.ofPosts(p.post)
	p.takeCredentials(post)
	duty := p.s.r.titles.ofPosts(p.duty)
	p.takeCredentials(duty)
	p.post = post.rest
	person := p.person()
	if r, ok := p.s.r.titles.rankOf(p.rank); ok {
		person.Rank = r
	} else if p.rank != "" {
		c := p.s.r.titles.ofPosts(p.rank)
		p.takeCredentials(c)
		person.Rank = registry.Rank{Name: p.s.r.intern(c.rest)}
	}
	for _, text := range []string{duty.rest, post.rest} {
		if r, ok := p.s.r.titles.rankOf(text); ok && person.Rank == (registry.Rank{}) && !p.s.r.titles.allTitles(tokensOf(text)) {
			person.Rank = r
		}
	}
	if p.post == "" {
		p.post = duty.rest
	}
	if p.post == "" && p.rank != "" && !p.s.hasField(FieldPost) && !strings.ContainsAny(p.rank, "0123456789") {
		p.post = person.Rank.Name
	}
}

func (s *sheetReader) hasField(f Field) bool {
	return slices.ContainsFunc(s.columns, func(b bound) bool { return b.field == f })
}

// addQualifications gives the person the degrees; what stands beside no degree
// of its own belongs to the first one named, the highest where the sheet has a
// column for it.
func (p *parts) addQualifications(first bool) {
	if best := p.highest(); best != nil {
		fillQualification(&best.q, p.loose.q)
	}
	for _, t := range p.training {
		i := slices.IndexFunc(p.person().Qualifications, func(q registry.Qualification) bool { return sameQualification(q, t.q) })
		if i >= 0 {
			fillQualification(&p.person().Qualifications[i], t.q)
		} else {
			p.person().Qualifications = append(p.person().Qualifications, t.q)
		}
	}
	if text := p.loose.q.Field; text != "" && (first || p.highest() == nil) {
		if !p.s.hasField(FieldField) {
			p.addFields(p.s.r.fieldCodes(text))
		}
		if !p.s.hasField(FieldExpertise) && !p.s.hasField(FieldField) || p.highest() == nil {
			p.expertiseCell(bound{}, text)
		}
	}
}

func (p *parts) highest() *training {
	var best *training
	for i := range p.training {
		t := &p.training[i]
		if best == nil || p.s.r.ref.Rank(registry.SchemeDegree, t.q.Degree) > p.s.r.ref.Rank(registry.SchemeDegree, best.q.Degree) {
			best = t
		}
	}
	return best
}

// fillQualification gives q what more knows and q does not; true if anything.
func fillQualification(q *registry.Qualification, more registry.Qualification) bool {
	before := *q
	if q.Field == "" {
		q.Field = more.Field
	}
	if q.Institution == "" {
		q.Institution = more.Institution
	}
	if q.Country == "" {
		q.Country = more.Country
	}
	if q.Year == 0 {
		q.Year = more.Year
	}
	return *q != before
}

// sameQualification says that two may be one: the same degree and nothing that
// both say differently.
func sameQualification(a, b registry.Qualification) bool {
	agree := func(x, y string) bool { return x == "" || y == "" || vietnamese.Fold(x) == vietnamese.Fold(y) }
	return a.Degree == b.Degree && agree(a.Field, b.Field) && agree(a.Institution, b.Institution) &&
		agree(a.Country, b.Country) && (a.Year == 0 || b.Year == 0 || a.Year == b.Year)
}
