package importer

import (
	"regexp"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// person makes a draft of a row.
func (s *sheetReader) person(one row) error {
	if len(s.r.drafts) == maxPeople {
		return registry.Errorf(registry.TooLarge, "Tệp có hơn %d người. Hãy tách thành nhiều tệp nhỏ hơn rồi tải lên.", maxPeople)
	}
	d := &draft{sheet: s.index, row: one.n, person: &registry.Person{}}
	p := parts{s: s, d: d, row: one.n, where: placeTexts{unit: s.section, subunit: s.under}}
	if s.section == "" {
		p.where.unit = s.unit
	}
	p.read(one)
	p.settle()
	d.from = s.origin()
	s.r.drafts = append(s.r.drafts, d)
	s.last = d
	return nil
}

// more adds what a row without a name says to the person above it.
func (s *sheetReader) more(one row) {
	p := parts{s: s, d: s.last, row: one.n}
	p.read(one)
	p.addQualifications()
	p.placeMore()
	s.last.from = s.last.from.With(s.origin(), one.n-s.last.row)
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
	latest                      int        // of training, from 1: the degree named last; 0 for none
	title                       registry.Title
	post, duty, rank            string
	secondPost                  string
	contract                    string
	code                        string
	codeCol                     int
	ownUnit, ownSubunit         bool // the row itself names them
	address                     string
	wards                       []string // ward, district, province in columns of their own
}

// training is a degree and what stands in columns beside it.
type training struct {
	degree string
	q      registry.Qualification
}

func (p *parts) person() *registry.Person { return p.d.person }

// read takes in every cell of the row.
func (p *parts) read(one row) {
	p.s.credits = p.s.credits[:0]
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
			before := p.amounts()
			p.cell(b, c, text)
			if what, ok := b.field.tells(); ok {
				p.note(what, b.col)
			}
			p.credit(before, b.col)
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
	case FieldPerson:
		p.personCell(b, text)
	case FieldTitle, FieldDegree, FieldHonour, FieldTick:
		p.titleCell(b, text)
	case FieldRank:
		p.rank = joinText(p.rank, text, " - ")
	case FieldDuty:
		p.duty = joinText(p.duty, ourPost(text), ", ")
	case FieldPost:
		post := ourPost(text)
		if b.both || p.s.unplacedPosts(post) {
			var place string
			if post, place = postAndPlace(post); place != "" {
				p.placeCell(bound{field: FieldWorkplace}, place)
			}
		}
		p.post = joinText(p.post, post, ", ")
	case FieldContract:
		if p.contract = text; tick(text) {
			p.contract = lastPart(b.header)
		}
	case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit:
		p.placeCell(b, text)
	case FieldSecondOrg, FieldSecondPost:
		p.secondCell(b, text)
	case FieldSpecialty, FieldInstitution, FieldCountry, FieldDegreeYear, FieldTitleYear:
		p.trainingCell(b, text)
	case FieldField:
		p.fieldCell(b, text)
	case FieldExpertise:
		p.expertiseCell(b, text)
	case FieldEmail, FieldPhone:
		p.contactCell(b, text)
	default:
		p.recordCell(b, text)
	}
}

// recordCell takes in one cell of what the record has beside career and degrees.
func (p *parts) recordCell(b bound, text string) {
	if at := strings.LastIndexByte(text, ';'); at > 0 && len(text) >= maxCellText-100 && listed(b.field) {
		text = text[:at] // of a cell that was cut the last item is a part of one
	}
	switch b.field {
	case FieldORCID, FieldScopus, FieldScholar:
		p.identifierCell(b, text)
	case FieldOtherName:
		p.otherNameCell(b, text)
	case FieldNationality:
		p.nationalityCell(text)
	case FieldLanguage:
		p.languageCell(b, text)
	case FieldCourse:
		p.courseCell(b, text)
	case FieldTask:
		p.taskCell(b, text)
	case FieldAward:
		p.awardCell(b, text)
	case FieldPublication:
		p.publicationCell(b, text)
	case FieldWork:
		p.workCell(text)
	case FieldSupervised:
		p.supervisedCell(b, text)
	case FieldMembership:
		p.membershipCell(text)
	case FieldAbroad:
		p.abroadCell(b, text)
	case FieldAddress:
		p.address = text
	case FieldWard:
		p.wards = append(p.wards, text)
	}
}

// unplacedPosts says that a post has its unit behind a comma and no column names units:
// "Trưởng khoa, Khoa Nội".
func (s *sheetReader) unplacedPosts(text string) bool {
	if s.hasField(FieldOrg) || s.hasField(FieldWorkplace) || s.hasField(FieldUnit) || s.hasField(FieldSubunit) {
		return false
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	return len(parts) == 2 && !startsPart(strings.TrimSpace(parts[0])) && startsPart(strings.TrimSpace(parts[1]))
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
	if raw := p.s.decode(c); b.field == FieldName && strings.Contains(raw, "\n") {
		text = nameLines(raw, text)
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

// personCell reads the registry's own id, as its exports write it.
func (p *parts) personCell(b bound, text string) {
	id, err := registry.ParsePersonID(text)
	if err != nil {
		p.s.say(registry.IssueInvalid, p.row, b.col, string(FieldPerson), "“%s” không phải mã trí thức (dạng TT-0000013) nên không dùng.", shorten(text, 40))
		return
	}
	p.d.id = id
}

func (p *parts) placeCell(b bound, text string) {
	w := &p.where
	text = p.s.r.places.withoutCode(text)
	switch b.field {
	case FieldOrg:
		w.org = text
	case FieldWorkplace:
		p.leaveSection()
		w.workplace = joinText(w.workplace, text, ", ")
	case FieldUnit:
		p.leaveSection()
		w.unit = text
	case FieldSubunit:
		w.subunit, p.ownSubunit = text, true
	}
}

// leaveSection takes away the unit of the section above: the row says more than that.
func (p *parts) leaveSection() {
	if p.ownUnit {
		return
	}
	p.ownUnit, p.where.unit = true, ""
	if !p.ownSubunit {
		p.where.subunit = ""
	}
}

// settle makes the person of all the cells.
func (p *parts) settle() {
	before := p.amounts()
	p.settleName()
	p.credit(before, p.nameCol)
	p.settleBirth()
	if p.person().Sex == "" && p.s.onlyWomenTicked {
		p.person().Sex = registry.Male
	}
	p.settleFrom(p.settlePost, FieldPost, FieldDuty)
	p.takeGroup()
	p.settleFrom(p.addQualifications, FieldSpecialty)
	p.person().Title = p.title
	if p.title.Code == "" {
		p.person().Title = registry.Title{}
	}
	p.settlePlace()
	p.settleAddress()
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
	if p.nameCol == 0 {
		p.nameCol = p.s.nameColumn(p.row)
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
	case p.s.employerNamed(whole):
		p.reject("“" + shorten(name.Full, 60) + "” là tên một cơ quan, không phải tên người")
	case len(name.Full) > 200:
		p.reject("“" + shorten(name.Full, 60) + "” không phải tên người")
	default:
		if why := registry.NameRefused(name.Full); why != "" {
			p.reject("“" + shorten(name.Full, 60) + "” " + why)
		}
	}
}

// nameColumn gives where the name of a row should stand; 0 where no column holds it.
func (s *sheetReader) nameColumn(row int) int {
	for _, f := range []Field{FieldName, FieldFamily, FieldGiven} {
		if at := s.cellOf(f, row); at.col > 0 {
			return at.col
		}
	}
	return 0
}

func (p *parts) reject(why string) {
	p.d.reject, p.d.note = true, why
	p.s.say(registry.IssueInvalid, p.row, max(p.nameCol, 1), string(FieldName), "Bỏ qua dòng này: %s. Hãy ghi họ tên rồi nhập lại.", why)
}

// takeNameTitles takes titles and remarks off a name.
func (p *parts) takeNameTitles(name *string) {
	c := p.s.r.titles.beforeName(p.remarks(p.takeAddress(*name)))
	*name = p.takeAddress(c.rest)
	if *name == "" {
		return
	}
	p.takeCredentials(c)
	for _, u := range c.unknown {
		p.s.say(registry.IssueUnknown, p.row, max(p.nameCol, 1), string(FieldName), "“%s” đứng trước họ tên không phải học hàm, học vị hay danh hiệu đã biết nên không lưu.", shorten(u, 40))
	}
}

// takeAddress takes the way of addressing off a name. It tells the sex where no
// column does.
func (p *parts) takeAddress(name string) string {
	yes, sure := p.s.r.titles.addressed(name)
	if !yes || !sure && !p.s.addressed {
		return name
	}
	tokens := tokensOf(name)
	switch sex := addresses[tokens[0].marked]; p.person().Sex {
	case "":
		p.person().Sex = sex
	case sex:
	default:
		p.s.say(registry.IssueImprobable, p.row, max(p.nameCol, 1), string(FieldSex), "“%s” trước họ tên không khớp với giới tính đã ghi, đã giữ giới tính ở cột riêng. Hãy kiểm tra lại.", name[tokens[0].from:tokens[0].to])
	}
	return strings.TrimLeft(name[tokens[0].to:], " .,:-–/")
}

// nameNumber is the number that some lists write into the cell of the name.
var nameNumber = regexp.MustCompile(`^\s*\d{1,5}\s*[.)\-/]\s*`)

// nameLines sets a post below a name apart from it; a name that is broken over lines stays
// whole, and a line of one word is the rest of it.
func nameLines(raw, text string) string {
	first, below, _ := strings.Cut(raw, "\n")
	if below = vietnamese.Clean(below); startsPost(below) && strings.Contains(below, " ") {
		return vietnamese.Clean(first) + " - " + below
	}
	return text
}

// nameTail is what stands apart behind a name.
var nameTail = regexp.MustCompile(`\s*(?:\s[-–]\s|[,;])\s*`)

// takeTail takes a post that stands behind a name for the post, where no column has
// posts, and leaves out what else stands apart behind it.
func (p *parts) takeTail(name string) string {
	if !strings.ContainsAny(name, "-–,;") {
		return name
	}
	at := nameTail.FindStringIndex(name)
	if at == nil || !personName(p.s.bare(name[:at[0]])) {
		return name
	}
	tail := strings.TrimSpace(name[at[1]:])
	switch {
	case tail == "" || p.s.r.titles.allTitles(tokensOf(tail)):
		return name
	case startsPost(tail) && p.post == "" && p.duty == "":
		p.post = tail
	default:
		p.s.say(registry.IssueUnknown, p.row, max(p.nameCol, 1), string(FieldName), "Phần “%s” sau họ tên không lưu vì không phải một phần của tên.", shorten(tail, 60))
	}
	return name[:at[0]]
}

// remarks takes what stands in brackets out of a name and says so, unless it is
// a title, which beforeName will read, or the sex.
func (p *parts) remarks(name string) string {
	name = p.takeBorn(strings.TrimLeft(nameNumber.ReplaceAllString(p.takeCode(name), ""), " *-+–•"))
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
	return vietnamese.Clean(p.takeTail(strings.Trim(name, " *")))
}

// settlePost divides post, duty and rank.
func (p *parts) settlePost() {
	post := p.s.r.ofPosts(withoutAbbreviation(p.post), p.s.dutied)
	p.takeCredentials(post)
	duty := p.s.r.ofPosts(p.rankOfDuty(withoutAbbreviation(p.duty)), p.s.dutied)
	p.takeCredentials(duty)
	p.post = post.rest
	person := p.person()
	if r, ok := p.s.r.titles.rankOf(p.rank); ok {
		person.Rank = r
	} else if p.rank != "" {
		c := p.s.r.ofPosts(p.rank, false)
		p.takeCredentials(c)
		person.Rank = registry.Rank{Name: p.s.r.intern(c.rest)}
	}
	for _, text := range []string{duty.rest, post.rest} { // a column of ranks that says nothing says so
		if r, ok := p.s.r.titles.rankOf(text); ok && person.Rank == (registry.Rank{}) && !p.s.hasField(FieldRank) && !p.s.r.titles.allTitles(tokensOf(text)) {
			person.Rank, p.d.rankByPost = r, true
		}
	}
	if p.post == "" {
		p.post = duty.rest
	}
	if p.post == "" && p.rank != "" && !p.s.hasField(FieldPost) && !hasDigit(p.rank) {
		p.post = person.Rank.Name
	}
}

// rankOfDuty takes the rank out of a cell that names a post beside it: "GVC, Trưởng BM".
func (p *parts) rankOfDuty(text string) string {
	all := segments(text)
	if len(all) != 2 || p.person().Rank.Code != "" || p.rank != "" {
		return text
	}
	for i, seg := range all {
		other := strings.TrimSpace(all[1-i])
		if degreeOnly(tokensOf(seg)) {
			continue
		}
		if r, ok := p.s.r.titles.rankOf(p.s.teaching(strings.TrimSpace(seg))); ok && startsPost(other) {
			if _, ranked := p.s.r.titles.rankOf(other); !ranked {
				p.person().Rank = r
				return other
			}
		}
	}
	return text
}

func (s *sheetReader) hasField(f Field) bool {
	return slices.ContainsFunc(s.columns, func(b bound) bool { return b.field == f })
}
