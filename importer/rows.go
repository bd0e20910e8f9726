package importer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"trithuc/registry/vietnamese"
)

// rowKind is what a row below the header is. The kinds that are told to the
// user are Vietnamese words.
type rowKind string

const (
	rowPerson    rowKind = "person"
	rowMore      rowKind = "more" // goes on with the person above
	rowSection   rowKind = "section"
	rowHeader    rowKind = "header"
	rowBlank     rowKind = "blank"
	rowNumbering rowKind = "dòng đánh số cột"
	rowTotal     rowKind = "dòng tổng cộng"
	rowSignature rowKind = "phần chữ ký"
	rowNote      rowKind = "ghi chú"
	rowGroup     rowKind = "dòng tên nhóm"
	rowRoom      rowKind = "dòng của một phòng, bộ phận"
	rowEmptyLine rowKind = "dòng chỉ có số thứ tự"
)

// sight is what a row shows at first look.
type sight struct {
	name     string // the cell of the name, or family and given name together
	filled   int    // cells under a known column, the number not counting
	identity int    // of those: birth, code, e-mail, sex, phone
	own      int    // of those, and of degrees and titles: what no room has
	number   string
	words    []string // all texts in order, each once
}

// classify says what a row below the header is.
func (s *sheetReader) classify(one row) rowKind {
	v := s.look(one)
	if len(v.words) == 0 {
		return rowBlank
	}
	if numbering(one) && !personName(v.name) {
		return rowNumbering
	}
	if kind := s.plainly(one, v); kind != "" {
		return kind
	}
	switch named := v.name != ""; {
	case !named && v.number != "" && v.own == 0 && v.filled == v.identity && startsLikeSection(v.number):
		return rowSection // with the telephone of the office
	case !named && v.filled == 0 && v.number != "" && len(v.words) == 1 && isNumber(v.number):
		return rowEmptyLine
	case !named && s.continues(one, v), named && s.placeBelow(v):
		return rowMore
	case named && v.filled > 1 && v.own == 0 && (s.room(v) || roomName(v.name)):
		return rowRoom
	case v.filled <= 2 && v.identity == 0, !named && len(v.words) <= 2 && startsLikeSection(v.words[len(v.words)-1]):
		return s.lonely(one, v) // the name of a unit may stand under "Mã cán bộ"
	}
	return rowPerson
}

// plainly knows headers, totals, notes and signatures by their words.
func (s *sheetReader) plainly(one row, v sight) rowKind {
	if s.headerAgain(one, v) {
		return rowHeader
	}
	if s.ended && !isNumber(v.number) && len(one.cells) <= 3 {
		return rowSignature
	}
	if personName(s.bare(v.name)) && (v.identity > 0 || isNumber(v.number) || v.filled > 2) || v.filled > 3 && isNumber(v.number) {
		return ""
	}
	first := vietnamese.Fold(strings.Trim(v.words[0], " *-+–(."))
	if isNumber(first) && len(v.words) > 1 {
		first = vietnamese.Fold(strings.Trim(v.words[1], " *-+–(."))
	}
	switch {
	case startsWith(first, "tong cong", "tong so", "cong:", "cong ", "tong:", "an dinh", "danh sach nay co", "danh sach gom", "danh sach co", "tong") || first == "cong":
		return rowTotal
	case signature(first) || slices.ContainsFunc(v.words, func(w string) bool { return v.filled <= 3 && !personName(v.name) && signature(vietnamese.Fold(w)) }):
		s.ended = true
		return rowSignature
	case startsWith(first, "ghi chu", "luu y", "chu thich", "noi nhan", "chu y", "note:", "nguon:", "huong dan", "giai thich", "trang "):
		return rowNote
	case s.ended && v.filled <= 2 && !isNumber(v.number):
		return rowSignature
	}
	return ""
}

func startsWith(s string, heads ...string) bool {
	return slices.ContainsFunc(heads, func(h string) bool { return strings.HasPrefix(s, h) })
}

var dateline = regexp.MustCompile(`ngay\s*[\d.… ]*\s*thang\s*[\d.… ]*\s*nam`)

// signature says that a folded text belongs to the signatures below a list.
func signature(f string) bool {
	if dateline.MatchString(f) && !strings.Contains(f, "sinh") {
		return true
	}
	for _, w := range []string{"nguoi lap", "lap bieu", "hieu truong", "thu truong", "thu truong don vi", "giam doc", "truong phong tccb", "truong phong to chuc", "(ky", "ky ten", "ky, ghi", "ky va ghi", "xac nhan cua", "chu tich", "kt. ", "tm. ", "tl. ", "q. ", "can bo lap", "ke toan truong", "truong don vi", "pho hieu truong"} {
		if strings.HasPrefix(f, w) && len(f) < 60 {
			return true
		}
	}
	return false
}

// headerAgain says that the row repeats a header.
func (s *sheetReader) headerAgain(one row, v sight) bool {
	if personName(v.name) && isNumber(v.number) {
		return false
	}
	same, other := 0, 0
	for i, c := range one.cells {
		text := s.texts[i]
		l, ok := s.table.labels[c.col]
		switch {
		case ok && (strings.EqualFold(text, l.name) || strings.HasSuffix(l.group, text) && text != ""):
			same++
		case headers().exact(text).field != "":
			other++
		}
	}
	return same >= 2 && same*2 >= len(one.cells) || same+other >= 3 && (same+other)*3 >= len(one.cells)*2 && headers().exact(v.name).field != ""
}

// continues says that a row without a name belongs to the person above it.
func (s *sheetReader) continues(one row, v sight) bool {
	if s.last == nil || v.filled == 0 || v.identity > 0 || v.number != "" && isNumber(v.number) {
		return false
	}
	if m, ok := spanOf(s.nameSpans, one.n); ok && m.Top < one.n && m.Top >= s.last.row {
		return true
	}
	lists := 0
	for _, b := range s.columns {
		if one.at(b.col).text != "" && b.field != "" && b.field != FieldOther && b.field != FieldNever {
			if !listed(b.field) {
				return false
			}
			lists++
		}
	}
	return lists > 0 && (lists > 1 || len(one.cells) > 1 || !startsLikeSection(v.words[0]))
}

// placeBelow says that what stands where names stand is the place of the person above:
// their header names both, and the row has no number of its own.
func (s *sheetReader) placeBelow(v sight) bool {
	return s.last != nil && s.placedToo && v.number == "" && s.placeName(v.name)
}

// employerNamed says that a text is the name of an institution as they begin, whole, and
// known.
func (s *sheetReader) employerNamed(text string) bool {
	return employerLike(text) && len(s.r.places.named(text)) > 0
}

// room says that a row without a number, where others have one, tells of a room or an
// office: "Văn phòng Khoa" in a list of telephones.
func (s *sheetReader) room(v sight) bool {
	return v.number == "" && s.hasField(FieldNumber) && v.identity <= 1 && unitLike(v.name) && !addressedName(v.name)
}

// roomWords begin what telephone lists name between the people, with their marks: none is
// how a name begins.
var roomWords = []string{
	"văn phòng", "phòng họp", "phòng trực", "phòng khách", "phòng máy", "phòng tổ chức", "phòng đào tạo", "phòng hành chính", "bộ môn", "trung tâm", "thư viện", "hội trường", "ký túc xá", "kí túc xá", "phòng thí nghiệm", "bộ phận", "nhà xe", "nhà khách", "nhà ăn", "căn tin",
	"ban giám hiệu", "ban giám đốc", "ban chủ nhiệm", "ban quản lý", "ban quản lí", "ban lãnh đạo", "bảo vệ", "trực ban", "trực bảo vệ", "tổng đài", "đường dây nóng", "lễ tân", "tiếp dân", "một cửa", "bộ phận một cửa",
}

// roomName says that a text names a room or an office and nobody: "Văn phòng Khoa".
func roomName(s string) bool {
	k := vietnamese.Key(vietnamese.Clean(s)) + " "
	return !employerLike(s) && slices.ContainsFunc(roomWords, func(w string) bool { return strings.HasPrefix(k, w+" ") })
}

// addressedName says that the second word of a text begins with a capital, as those of
// names do and those of units do not.
func addressedName(s string) bool {
	words := strings.Fields(s)
	return len(words) < 2 || strings.ToUpper(s) == s || unicode.IsUpper([]rune(words[1])[0]) && vietnamese.IsSurname(words[0])
}

// placeName says that a text names an institution or a unit and nobody.
func (s *sheetReader) placeName(text string) bool {
	return !personName(s.bare(text)) && (employerLike(text) || unitLike(text) || len(s.r.places.named(text)) > 0)
}

func listed(f Field) bool {
	switch f {
	case FieldDegree, FieldDegreeYear, FieldSpecialty, FieldInstitution, FieldCountry, FieldExpertise, FieldField, FieldHonour, FieldTick,
		FieldLanguage, FieldCourse, FieldTask, FieldAward, FieldPublication, FieldWork, FieldMembership, FieldAbroad, FieldOtherName:
		return true
	}
	return false
}

func startsLikeSection(s string) bool {
	name := sectionName(s)
	return unitLike(name) || employerLike(name)
}

// lonely judges a row with almost nothing in it: the name of a unit or of a
// group, or a person of whom only the name is known.
func (s *sheetReader) lonely(one row, v sight) rowKind {
	name := sectionName(strings.Join(v.words, " "))
	if v.number != "" && len(v.words) > 1 && (!isNumber(v.number) || len(v.words) == 2 && s.onlyUnit(v.words[1])) {
		name = sectionName(strings.Join(v.words[1:], " "))
	}
	known := len(s.r.places.named(name)) > 0 || s.employer != 0 && s.r.places.within(s.employer, name) != 0
	switch {
	case known && !personName(v.name), (unitLike(name) || employerLike(name)) && len(v.words) <= 2:
		return rowSection
	case personName(s.bare(v.name)), len(v.name) >= maxCellText/2: // a name beyond all bounds: rejected, and said so
		return rowPerson
	case v.name != "" && isNumber(v.number):
		return rowPerson
	case v.name == "" && v.filled > 0 && isNumber(v.number):
		return rowPerson // somebody without a name: rejected, and said so
	case len(v.words) == 1 || len(v.words) == 2 && !isNumber(v.number):
		return rowGroup
	case v.filled > 0:
		return rowPerson
	}
	return rowNote
}

// onlyUnit says that a text names a unit and cannot be anybody's name.
func (s *sheetReader) onlyUnit(text string) bool {
	name := sectionName(text)
	return roomName(name) || startsPart(name) && !personName(s.bare(name))
}

// bare gives a name without titles.
func (s *sheetReader) bare(name string) string {
	if name == "" {
		return ""
	}
	return s.r.titles.beforeName(name).rest
}

var sectionNumber = regexp.MustCompile(`^\s*\d{1,2}(?:\.\d{1,2})+\s+|^\s*(?:[IVXLivxl]{1,5}|[A-ZĐa-zđ]|\d{1,3}(?:\.\d{1,3})*)\s*[.)\-/:]\s*`)
var sectionCount = regexp.MustCompile(`\s*[(\[:–-]?\s*\d+\s*(?:người|nguoi|cán bộ|can bo|CB|NV|GV|giảng viên|viên chức|đ/c)?\s*[)\]]?\s*$`)

// sectionName takes the number before and the head count behind off the name of
// a section: "II. KHOA LUẬT (25 người)".
func sectionName(s string) string {
	s = strings.TrimLeft(vietnamese.Clean(s), "+*•▪–- ")
	s = sectionNumber.ReplaceAllString(s, "")
	if _, name, ok := codedName(s); ok && strings.HasSuffix(s, name) && startsPart(name) {
		s = name // "KL - KHOA LUẬT"
	}
	if short := sectionCount.ReplaceAllString(s, ""); len(short) > 4 {
		s = short
	}
	if label, rest, ok := strings.Cut(s, ":"); ok && strings.TrimSpace(rest) != "" {
		switch headers().exact(label).field {
		case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit:
			s = ofKind(label, strings.TrimSpace(rest))
		}
	}
	return strings.Trim(s, " .:-–*")
}

// look reads the cells of a row by their columns, once.
func (s *sheetReader) look(one row) sight {
	var v sight
	for k, c := range one.cells {
		text := s.texts[k]
		if text == "" {
			continue
		}
		if len(v.words) == 0 || v.words[len(v.words)-1] != text {
			v.words = append(v.words, text)
		}
		b, ok := s.boundAt(c.col)
		if !ok {
			continue
		}
		switch b.field {
		case FieldNumber:
			v.number = text
			continue
		case FieldName, FieldFamily, FieldMiddle, FieldGiven:
			v.name = strings.TrimSpace(v.name + " " + text)
		case FieldBirth, FieldBirthMale, FieldBirthFemale, FieldBirthYear, FieldCode, FieldEmail, FieldSex, FieldMale, FieldFemale, FieldPhone:
			v.identity++
			if b.field != FieldPhone && b.field != FieldEmail {
				v.own++
			}
		case FieldDegree, FieldTitle, FieldTick, FieldRank, FieldBirthDay, FieldBirthMonth, FieldSpecialty:
			v.own++
		case "", FieldNever, FieldOther:
			continue
		}
		v.filled++
	}
	return v
}

// decode is decoded with what is known of the sheet's encoding.
func (s *sheetReader) decode(c cell) string {
	c.text = unmarked(bare(c.text))
	if asciiText(c.text) && c.look.font() == "" {
		return c.text
	}
	font := c.look.font()
	t, _, sure := vietnamese.Decode(c.text, font)
	if font == "" && sure < 0.8 && s.font != "" {
		t, _, _ = vietnamese.Decode(c.text, s.font)
	}
	return t
}

func (s *sheetReader) wordsOf(one row) string {
	v := s.look(one)
	if v.number != "" && len(v.words) > 1 && v.words[0] == v.number {
		return strings.Join(v.words[1:], " ")
	}
	return strings.Join(v.words, " ")
}

func isNumber(s string) bool {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".0")
	s = strings.Trim(s, " .)")
	return s != "" && len(s) < 8 && strings.Trim(s, "0123456789") == ""
}

// personName says that a text looks like the name of a person: two to seven
// words of letters, a surname first.
func personName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 8 || len(s) > 80 {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" .'’-", r) {
			return false
		}
	}
	return vietnamese.IsSurname(words[0])
}
