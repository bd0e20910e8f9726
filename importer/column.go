package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// shape is what the values of a column look like, as shares of those present.
type shape struct {
	n                                                   int
	date, email, phone, sex, tick, degree, number, name float64
	place, employer                                     float64
	citizen, ethnic, faith, given, surname, counts      float64
	running                                             float64 // 1, 2, 3 … without zeros before them
	ranks                                               float64 // codes of ranks
	amount                                              float64 // numbers, with a fraction or without
	alike                                               bool    // all of them are the same
	cleared                                             string  // the class that values were of which were not stored
}

// shapeOf looks at up to sampleRows values of a column.
func (s *sheetReader) shapeOf(values []cell) shape {
	var p shape
	t := s.r.titles
	var last int
	begun, first := false, ""
	p.alike = true
	for _, c := range values {
		text := vietnamese.Clean(decoded(c))
		if text == "" || placeholder(text) {
			continue
		}
		if p.n++; p.n == 1 {
			first = text
		}
		if class, ok := strings.CutPrefix(text, clearedText+" "); ok {
			p.cleared = class
		}
		p.alike = p.alike && text == first
		_, ranked := t.ranks[keyOf(tokensOf(text))]
		count(&p.ranks, ranked && hasDigit(text))
		f := vietnamese.Fold(text)
		count(&p.date, datelike(c))
		count(&p.email, strings.Contains(text, "@"))
		_, ok := readPhone(text)
		count(&p.phone, ok && len(text) >= 9)
		count(&p.sex, readSex(text) != "")
		count(&p.tick, tick(text))
		creds := t.ofDegrees(text)
		count(&p.degree, creds.title != "" || len(creds.degrees) > 0)
		count(&p.number, isNumber(text))
		count(&p.amount, strings.Trim(text, "0123456789.,% ") == "" && hasDigit(text))
		count(&p.name, personName(t.beforeName(text).rest))
		count(&p.place, unitLike(text) || employerLike(text))
		count(&p.employer, employerLike(text) || len(s.r.places.keys[placeKey(text)]) > 0 && !unitLike(text))
		count(&p.citizen, len(text) == 12 && text[0] == '0' && strings.Trim(text, "0123456789") == "")
		count(&p.ethnic, f == "kinh" || f == "khmer" || f == "hoa" || f == "cham" || f == "tay" || f == "nung" || f == "muong")
		count(&p.faith, f == "phat giao" || f == "thien chua giao" || f == "cong giao" || f == "cao dai" || f == "phat giao hoa hao" || f == "tin lanh")
		words := strings.Fields(text)
		count(&p.surname, len(words) > 0 && vietnamese.IsSurname(words[0]) && len(words) <= 6)
		count(&p.given, len(words) == 1 && !strings.ContainsAny(text, "0123456789@./"))
		n, err := strconv.Atoi(strings.TrimSuffix(text, ".0"))
		count(&p.counts, err == nil && (n == last+1 || n == 1))
		begun = begun || n == 1
		count(&p.running, err == nil && begun && (n == last+1 || n == 1) && text[0] != '0' && c.look&lookPadded == 0)
		last = n
	}
	p.share()
	return p
}

func count(to *float64, yes bool) {
	if yes {
		*to++
	}
}

// share turns counts into shares.
func (p *shape) share() {
	if p.n == 0 {
		return
	}
	for _, v := range []*float64{&p.date, &p.email, &p.phone, &p.sex, &p.tick, &p.degree, &p.number, &p.name, &p.place, &p.employer, &p.citizen, &p.ethnic, &p.faith, &p.given, &p.surname, &p.counts, &p.running, &p.ranks, &p.amount} {
		*v /= float64(p.n)
	}
}

// datelike says that a cell is plainly a date of some kind.
func datelike(c cell) bool {
	if c.look&lookDates != 0 {
		return true
	}
	s := strings.TrimSpace(c.text)
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return n >= 1930 && n <= 2030 || n > 10000 && n < 50000
	}
	d := readDate(c, false, 2030)
	return d.reason == "" && len(s) >= 4
}

// judge settles what each column is: what its header says, held against what its
// values look like, one column a field where only one can be.
func (t *table) judge(sample []row, s *sheetReader) {
	shapes := map[int]shape{}
	for i := range t.columns {
		c := &t.columns[i]
		col, _, _ := parseCell([]byte(c.Letter + "1"))
		values := c.explained(valuesIn(sample, col))
		shapes[col] = s.shapeOf(values)
		c.weigh(shapes[col])
		c.listNumber = c.Field.chosen() && listNumbered(values)
		if c.Field == FieldField || c.Field == FieldExpertise {
			c.separator = separatorOf(values)
		}
		if c.Field == FieldField && c.mapped == nil {
			c.freeWords(values, s.r)
		}
	}
	t.unlabelled(sample, s)
	t.pairNames(shapes)
	t.settleSeconds(s.main)
	t.settleDuty()
	t.settleYears(shapes)
	t.settlePlaces(shapes)
	t.settleCodes(shapes)
	t.settleMany(shapes)
}

// listNumber is the number in a list that a value was chosen from.
var listNumber = regexp.MustCompile(`^\s*\d{1,2}\s*[.):\-]\s*(\pL)`)

// listNumbered says that nearly all values of a column begin with such a number.
func listNumbered(values []cell) bool {
	n := 0
	for _, v := range values {
		if listNumber.MatchString(decoded(v)) {
			n++
		}
	}
	return n > 1 && n*10 >= len(values)*9
}

// freeWords takes a column called "Lĩnh vực" for what it holds: phrases of one's
// own rather than names of the catalogue's fields.
func (c *Column) freeWords(values []cell, r *reader) {
	known, all := 0, 0
	for _, v := range values {
		for _, item := range r.listItems(vietnamese.Clean(itemLines(decoded(v))), c.separator) {
			all++
			known += len(r.fieldCodes(item))
		}
	}
	if all > 0 && known*2 < all {
		c.Field = FieldExpertise
	}
}

// class gives what the header of a column says of its field: of which language, of which
// training.
func (c *Column) class() string {
	switch c.Field {
	case FieldLanguage, FieldCourse, FieldSupervised, FieldOtherName:
		return c.Note
	}
	return ""
}

// weigh holds a column's header against its values.
func (c *Column) weigh(p shape) {
	if p.n > 0 && p.date == 1 && c.mapped == nil { // as few as there are
		switch c.Field {
		case FieldMale:
			c.Field = FieldBirthMale
		case FieldFemale:
			c.Field = FieldBirthFemale
		}
	}
	if p.n < 3 {
		return
	}
	short := len([]rune(c.Header)) <= 3 || c.Confidence < 0.7
	take := func(f Field, sure float64) { c.Field, c.Confidence = f, sure }
	switch {
	case p.cleared != "":
		take(FieldNever, 0.9)
		c.Note = p.cleared
	case p.ethnic >= 0.7 && c.Confidence < 0.9:
		take(FieldNever, 0.9)
		c.Note = "ethnicity"
	case p.faith >= 0.3 && c.Field == "":
		take(FieldNever, 0.9)
		c.Note = "religion"
	case p.citizen >= 0.7 && (c.Field != FieldCode || strings.Contains(vietnamese.Fold(c.Header), "dinh danh")) && c.Field != FieldPhone:
		take(FieldNever, 0.9)
		c.Note = "citizen"
	case c.mapped != nil: // the form of the system says what it is
	case c.Field == FieldMale && p.date >= 0.5:
		take(FieldBirthMale, 0.9)
	case c.Field == FieldFemale && p.date >= 0.5:
		take(FieldBirthFemale, 0.9)
	case (c.Field == FieldMale || c.Field == FieldFemale) && p.sex >= 0.9 && p.tick < 0.1:
		take(FieldSex, 0.9)
	case p.email >= 0.7 && (c.Field == "" || short):
		take(FieldEmail, 0.9)
	case p.phone >= 0.8 && (c.Field == "" || short && c.Field != FieldCode):
		take(FieldPhone, 0.85)
	case p.sex >= 0.9 && p.n >= 5 && c.Field == "":
		take(FieldSex, 0.85)
	case c.Field == FieldSex && p.tick >= 0.9 && p.sex < 0.1:
		take(FieldFemale, 0.5)
	case c.Field == FieldBirth && p.date < 0.1 && p.place >= 0.2:
		take("", 0) // "Sinh" of where
	case c.Field == FieldDegree && p.number >= 0.8 && p.degree < 0.1:
		take(FieldOther, 0.8) // "Bậc" of a salary
		c.Note = ""
	case p.number >= 0.9 && p.place < 0.1 && p.employer < 0.1 && (c.Field == FieldOrg || c.Field == FieldWorkplace || c.Field == FieldUnit || c.Field == FieldSubunit):
		take(FieldOther, 0.8)
		c.Note = ", vì chỉ ghi số"
	case p.amount >= 0.9 && (c.Field == FieldPost || c.Field == FieldDuty):
		take(FieldOther, 0.8)
		c.Note = ", vì chỉ ghi số"
	case p.degree >= 0.8 && (c.Field == "" || c.Field == FieldExpertise):
		take(FieldDegree, 0.7)
	case p.place >= 0.6 && c.Field == "":
		take(FieldWorkplace, 0.7)
	case p.counts >= 0.9 && c.Field == "":
		take(FieldNumber, 0.7)
	}
}

// unlabelled adds columns that hold values below no header: the given name
// beside a merged "Họ và tên".
func (t *table) unlabelled(sample []row, s *sheetReader) {
	values := map[int][]cell{}
	for _, r := range sample {
		for _, c := range r.cells {
			if _, ok := t.labels[c.col]; !ok && c.text != "" {
				values[c.col] = append(values[c.col], c)
			}
		}
	}
	for _, col := range sortedColumns(values) {
		if _, beside := t.labels[col-1]; len(values[col])*2 < len(sample) || !beside && col > 1 {
			continue
		}
		p := s.shapeOf(values[col])
		c := Column{Letter: registry.ColumnName(col)}
		if prev := t.column(col - 1); prev != nil && (prev.Field == FieldName) && p.given >= 0.8 {
			c.Field, c.Header, c.Confidence = FieldGiven, prev.Header, 0.9
		} else {
			c.weigh(p)
		}
		if c.Field == "" || c.Field == FieldNumber {
			continue
		}
		t.columns = append(t.columns, c)
		t.labels[col] = label{name: c.Header}
	}
}

func (t *table) column(col int) *Column {
	letter := registry.ColumnName(col)
	for i := range t.columns {
		if t.columns[i].Letter == letter {
			return &t.columns[i]
		}
	}
	return nil
}

func (t *table) has(f Field) bool {
	return slices.ContainsFunc(t.columns, func(c Column) bool { return c.Field == f })
}

// pairNames finds family name and given name in two columns whatever they are
// called: "Họ và tên" over both, "Họ" beside "Tên", "Họ tên" beside "Tên".
func (t *table) pairNames(shapes map[int]shape) {
	for i := range t.columns {
		c := &t.columns[i]
		if c.Field != FieldName {
			continue
		}
		col, _, _ := parseCell([]byte(c.Letter + "1"))
		next := t.column(col + 1)
		if next == nil {
			continue
		}
		np := shapes[col+1]
		split := next.Field == FieldGiven || next.Field == FieldName && next.Header == c.Header && np.n > 0
		if split && np.n > 0 && np.given >= 0.6 {
			c.Field, next.Field = FieldFamily, FieldGiven
		}
	}
	if t.has(FieldName) || !t.has(FieldGiven) {
		return
	}
	for i := range t.columns { // "Tên" alone holds whole names
		c := &t.columns[i]
		if c.Field == FieldGiven && !t.has(FieldFamily) {
			c.Field = FieldName
		}
	}
}

// settleDuty decides what "Chức danh" is beside the other columns.
func (t *table) settleDuty() {
	for i := range t.columns {
		c := &t.columns[i]
		if c.Field == FieldDuty && t.has(FieldPost) && !t.has(FieldRank) {
			c.Field = FieldRank
		} else if c.Field == FieldDuty && t.has(FieldRank) && !t.has(FieldPost) {
			c.Field = FieldPost
		}
	}
}

// yearsOf are what a column of years is called that says of what only by where it stands.
var yearsOf = []string{"nam", "nam cong nhan", "nam bo nhiem", "nam nhan", "nam phong", "nam cap", "nam dat", "nam duoc cong nhan", "nam duoc phong", "nam duoc cap", "ngay cong nhan", "ngay nhan bang", "nam quyet dinh", "nam bao ve"}

// yearsOfRank begin the names of such columns that go on: "Năm được bổ nhiệm chức danh".
var yearsOfRank = regexp.MustCompile(`^nam (?:duoc )?(?:cong nhan|bo nhiem|phong|dat|nhan|cap) `)

// settleYears gives a column of years to the title or the degree that the column left of it
// tells.
func (t *table) settleYears(shapes map[int]shape) {
	for i := range t.columns {
		c := &t.columns[i]
		before := t.column(c.number() - 1)
		marked, plain := headerWords(t.labels[c.number()].name)
		loose := c.Confidence < 0.9 && yearsOfRank.MatchString(plain)
		if before == nil || c.mapped != nil || !loose && (c.Field != "" && c.Field != FieldOther && c.Field != FieldDegreeYear && c.Field != FieldTitleYear || !slices.Contains(yearsOf, plain)) || marked == "nam" {
			continue
		}
		if p := shapes[c.number()]; p.n > 0 && p.date < 0.5 {
			continue
		}
		switch before.Field {
		case FieldTitle:
			c.Field, c.Note = FieldTitleYear, ""
		case FieldDegree, FieldSpecialty, FieldInstitution, FieldCountry:
			c.Field, c.Degree, c.Note = FieldDegreeYear, before.Degree, ""
		}
	}
}

// settlePlaces divides what several columns say of where somebody works: one
// that stands alone may name either, of two the one with institutions in it
// names the employer.
func (t *table) settlePlaces(shapes map[int]shape) {
	var all []*Column
	for i := range t.columns {
		switch c := &t.columns[i]; c.Field {
		case FieldOrg, FieldWorkplace, FieldUnit:
			all = append(all, c)
		}
	}
	all = t.setUnitCodesAside(all)
	share := func(c *Column) float64 { col, _, _ := parseCell([]byte(c.Letter + "1")); return shapes[col].employer }
	switch {
	case slices.ContainsFunc(all, func(c *Column) bool { return c.mapped != nil }):
	case len(all) == 1 && all[0].Field == FieldOrg:
		all[0].Field = FieldWorkplace
	case len(all) == 2 && all[0].Field == FieldWorkplace && all[1].Field == FieldWorkplace:
		large, small := all[0], all[1]
		if share(small) > share(large) {
			large, small = small, large
		}
		large.Field, small.Field = FieldOrg, FieldUnit
	case len(all) == 2 && all[0].Field == FieldWorkplace && all[1].Field == FieldOrg && share(all[0]) < share(all[1]):
		all[0].Field = FieldUnit
	case len(all) == 2 && all[1].Field == FieldWorkplace && all[0].Field == FieldOrg && share(all[1]) < share(all[0]):
		all[1].Field = FieldUnit
	}
}

// setUnitCodesAside leaves out the code of a unit that another column names ("Mã ĐV"
// beside "Đơn vị"), and gives the columns of places that are left.
func (t *table) setUnitCodesAside(places []*Column) []*Column {
	for _, c := range places {
		if _, plain := headerWords(c.Header); len(places) > 1 && c.mapped == nil && strings.HasPrefix(plain, "ma ") {
			c.Field = FieldOther
		}
	}
	return slices.DeleteFunc(places, func(c *Column) bool { return c.Field == FieldOther })
}

// oneName says that every row has the same name: one person on several rows has one code.
func (t *table) oneName(shapes map[int]shape) bool {
	for _, c := range t.columns {
		if c.Field == FieldName || c.Field == FieldGiven {
			col, _, _ := parseCell([]byte(c.Letter + "1"))
			return shapes[col].alike
		}
	}
	return false
}

// settleCodes tells staff codes from numbers of rows: what only counts 1, 2, 3 is
// no code, and a bare "id" gives way to a column that says whose code it is.
func (t *table) settleCodes(shapes map[int]shape) {
	var codes []*Column
	for i := range t.columns {
		if t.columns[i].Field == FieldCode && t.columns[i].mapped == nil {
			codes = append(codes, &t.columns[i])
		}
	}
	for _, c := range codes {
		col, _, _ := parseCell([]byte(c.Letter + "1"))
		if p := shapes[col]; p.ranks >= 0.9 {
			c.Field, c.Confidence = FieldRank, 0.9
			continue
		} else if p.n > 2 && p.alike && !t.oneName(shapes) {
			c.Field, c.Note = FieldOther, ", vì mọi dòng ghi cùng một mã"
			continue
		}
		if p := shapes[col]; p.running >= 0.9 && (len(codes) > 1 || p.n > 1) {
			c.Field, c.Confidence = FieldNumber, 0.7
			continue
		}
		if _, plain := headerWords(c.Header); len(codes) > 1 && (plain == "id" || plain == "ma" || plain == "code" || plain == "ma id") {
			c.Confidence = min(c.Confidence, 0.7)
		}
	}
}

// settleMany keeps one column of each field that a person has once: the surest,
// then the fullest, then the first.
func (t *table) settleMany(shapes map[int]shape) {
	best := map[Field]int{}
	fuller := func(i, j int) bool {
		a, b := t.columns[i], t.columns[j]
		if a.Confidence != b.Confidence {
			return a.Confidence > b.Confidence
		}
		ca, _, _ := parseCell([]byte(a.Letter + "1"))
		cb, _, _ := parseCell([]byte(b.Letter + "1"))
		return shapes[ca].n > shapes[cb].n
	}
	for i, c := range t.columns {
		if c.Field == "" || c.Field.repeatable() {
			continue
		}
		if j, ok := best[c.Field]; !ok || fuller(i, j) {
			best[c.Field] = i
		}
	}
	for i := range t.columns {
		c := &t.columns[i]
		if j, ok := best[c.Field]; ok && j != i {
			c.Note = ", vì cột " + t.columns[j].Letter + " đã là " + c.Field.label()
			c.Field = FieldOther
		}
	}
}
