package importer

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// What stands above a table, or the table itself, says whose list it is.

// readTitles reads what stands above the header: whose list it is.
func (s *sheetReader) readTitles(rows, below []row) {
	var found, listed []string
	for _, r := range rows {
		for _, c := range r.cells {
			for line := range strings.SplitSeq(decoded(c), "\n") {
				line = strings.Trim(vietnamese.Clean(line), " *-:")
				found = append(found, s.toldOf(line, s.placeIn(afterLabel(line)))...)
				listed = append(listed, unitListed(strings.Fields(line))...)
			}
		}
	}
	if s.employer, s.unit = 0, ""; s.follows != nil {
		s.employer = s.follows.employer
	}
	if s.employer == 0 {
		s.employer = s.titleEmployer(found)
	}
	if s.employer == 0 && !s.hasField(FieldOrg) {
		s.employer = s.guessEmployer(below)
	}
	if s.employer == 0 && !s.hasField(FieldOrg) {
		s.employer = s.siblingEmployer()
	}
	s.found, s.listed = found, append(listed, s.officeAlone(rows)...)
	s.titleUnit()
	if s.employer != 0 {
		s.sheet().Default = s.r.places.name(s.employer)
	}
}

// titleUnit takes the unit that the titles, or the names of the sheet and the file, tell.
func (s *sheetReader) titleUnit() {
	if s.employer == 0 {
		return
	}
	for _, name := range s.found {
		if s.unit == "" && !employerLike(name) && (!issuing(name) || slices.Contains(s.listed, name)) && (unitLike(name) || s.r.places.within(s.employer, name) != 0) {
			s.unit = name
		}
	}
	file, own := s.calledAs()
	for _, name := range []string{own, strings.TrimSuffix(file, filepath.Ext(file))} {
		if s.unit == "" && (s.r.places.within(s.employer, name) != 0 || name == own && unitLike(own) && len(strings.Fields(own)) > 1) {
			s.unit = name
		}
	}
}

// siblingEmployer gives whose the sheets of the file before this one are, where all
// are of one: a workbook names its institution once.
func (s *sheetReader) siblingEmployer() registry.OrganisationID {
	file, _ := s.calledAs()
	only := registry.OrganisationID(0)
	for _, o := range s.r.sheets[:s.index] {
		before, _, inLot := strings.Cut(o.Name, lotMark)
		switch {
		case o.Skipped != "" || inLot && before != file:
		case o.Employer == 0 || only != 0 && only != o.Employer:
			return 0
		default:
			only = o.Employer
		}
	}
	if only != 0 {
		s.say(registry.IssueUnknown, s.table.first, 0, string(FieldOrg), "Trang không ghi cơ quan; đã hiểu là %s như các trang trước của tệp. Nếu không phải, hãy tách trang này thành một tệp riêng.", s.r.places.name(only))
	}
	return only
}

// calledAs gives the names of the file and of the sheet, also where the file came
// within a lot.
func (s *sheetReader) calledAs() (file, sheet string) {
	if file, sheet, ok := strings.Cut(s.head.Name, lotMark); ok {
		return file, sheet
	}
	return s.r.file, s.head.Name
}

// afterLabel gives what follows "Đơn vị:" and the like.
func afterLabel(line string) string {
	label, rest, ok := strings.Cut(line, ":")
	if !ok {
		return line
	}
	switch labelled(label).field {
	case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit:
		return ofKind(label, strings.TrimSpace(rest))
	}
	if rest = strings.TrimSpace(rest); ofItsOwn(rest) && tellsWhose(label) {
		return rest
	}
	return line
}

// tellsWhose says that a label before the name of an institution means the one whose list
// follows: "Đơn vị báo cáo", "Tên cơ sở giáo dục".
func tellsWhose(label string) bool {
	k := " " + placeKey(label) + " "
	for _, w := range []string{" chu quan ", " cap tren ", " quan ly truc tiep ", " nhan ", " gui ", " tai tro ", " phoi hop ", " dao tao tai "} {
		if strings.Contains(k, w) {
			return false
		}
	}
	return len(strings.Fields(k)) <= 6 && slices.ContainsFunc([]string{" don vi ", " co quan ", " truong ", " co so ", " to chuc ", " benh vien ", " vien ", " hoc vien "}, func(w string) bool { return strings.Contains(k, w) })
}

// ofKind gives a name with the kind of unit that its label says, where it does not say one
// itself: "KHOA: CẤP CỨU".
func ofKind(label, name string) string {
	k := placeKey(label)
	if k == "don vi" || k == "bo phan" || name == "" || !slices.Contains(unitWords, k) || unitLike(name) || employerLike(name) || hasDigit(name) {
		return name
	}
	return strings.TrimSpace(label) + " " + name
}

// issuing says that a unit named above a list is the one that keeps lists, not
// the one whose people stand in it.
func issuing(name string) bool {
	k := placeKey(name)
	return strings.Contains(k, "to chuc") || strings.Contains(k, "nhan su") || strings.Contains(k, "hanh chinh")
}

// officeAlone gives the office that keeps lists where the sheet is called after it, or nothing
// stands between it and a header without a column of units: it is no sender but the unit.
func (s *sheetReader) officeAlone(above []row) []string {
	last := ""
	for _, r := range above {
		for _, c := range r.cells {
			for line := range strings.SplitSeq(decoded(c), "\n") {
				if line = afterLabel(strings.Trim(vietnamese.Clean(line), " *-:")); line != "" {
					last = line
				}
				if _, own := s.calledAs(); issuing(line) && unitLike(line) && calledAfter(own, line) {
					return []string{line}
				}
			}
		}
	}
	if !issuing(last) || !unitLike(last) || s.hasField(FieldUnit) || s.hasField(FieldWorkplace) || s.hasField(FieldSubunit) {
		return nil
	}
	return []string{last}
}

// calledAfter says that a sheet is called as a unit is, perhaps without the word for its kind
// or cut short.
func calledAfter(sheet, unit string) bool {
	k := placeKey(sheet)
	return len(strings.Fields(k)) > 1 && (strings.HasPrefix(placeKey(unit), k) || strings.HasPrefix(bareUnit(placeKey(unit)), k))
}

// placeIn gives the organisation or unit that a title line names: the line
// itself, or what follows "danh sách cán bộ …".
func (s *sheetReader) placeIn(line string) []string {
	if line == "" || len(line) > 200 || slices.Contains(employerWords, placeKey(line)) {
		return nil
	}
	f := strings.TrimLeft(vietnamese.Fold(line), " -–+*(")
	if strings.Contains(f, "cong hoa xa hoi") || strings.Contains(f, "doc lap") || startsWith(f, refers...) {
		return nil
	}
	if name, ok := cutWords(line, "công đoàn"); ok && ofItsOwn(strings.TrimSpace(name)) {
		return []string{strings.TrimSpace(name)} // whose members work there
	}
	if name, _, ok := strings.Cut(line, " báo cáo "); ok && ofItsOwn(name) {
		return []string{name}
	}
	if unitLike(line) || employerLike(line) || len(s.r.places.named(line)) > 0 {
		return []string{line}
	}
	words := strings.Fields(line)
	for i := 1; i < len(words); i++ {
		tail := strings.Join(words[i:], " ")
		if len(words)-i >= 2 && (employerLike(tail) || unitLike(tail)) && len(s.r.places.named(tail)) > 0 {
			return append(unitListed(words[:i]), tail)
		}
	}
	if name := institutionListed(words); name != "" {
		return append(unitListed(words), name)
	}
	return unitListed(words)
}

// institutionListed gives the institution, not known yet, that the title of a list names:
// "DANH SÁCH NHÂN SỰ TRƯỜNG ĐẠI HỌC TRÀ VINH NĂM 2026".
func institutionListed(title []string) string {
	for i := 1; i+2 < len(title); i++ {
		name := strings.Trim(listDate.ReplaceAllString(strings.Join(title[i:], " "), ""), " ,.:;-–()")
		k := placeKey(name)
		at := slices.IndexFunc(ownWords[:6], func(w string) bool { return strings.HasPrefix(k, w+" ") })
		if before := vietnamese.Fold(title[i-1]); at < 0 || !ofItsOwn(name) || slices.Contains([]string{"cac", "nhung", "sau", "trinh", "bac", "he", "tot", "hoc", "tren", "moi", "truong"}, before) {
			continue
		}
		if rest := strings.TrimPrefix(k, ownWords[at]+" "); aLevel(ownWords[at], rest, name) {
			continue
		}
		switch first, _, _ := strings.Cut(strings.TrimPrefix(k, ownWords[at]+" "), " "); first {
		case "tren", "thuoc", "cua", "trong", "cong", "tu", "nam", "va", "tai", "o", "co", "dang", "dat", "theo":
			if !strings.Contains(k, "nam can tho") {
				return ""
			}
		}
		return name
	}
	return ""
}

// aLevel says that what begins like an institution is a level of study with others behind
// it: "ĐẠI HỌC VÀ SAU ĐẠI HỌC", "đại học, cao đẳng trở lên".
func aLevel(kind, rest, name string) bool {
	if kind != "dai hoc" && kind != "cao dang" {
		return false
	}
	words := strings.Fields(name)
	return startsWith(rest+" ", "sau dai hoc ", "dai hoc ", "cao dang ", "thac si ", "tien si ", "trung cap ", "tro len ", "tro xuong ", "chinh quy ", "tai chuc ", "he ") || len(words) > 1 && strings.ContainsAny(words[1], ",;/+")
}

// refers begin the lines above a list that name others than whose list it is.
var refers = []string{"can cu", "kinh gui", "noi nhan", "theo cong van", "theo quyet dinh", "theo ke hoach", "thuc hien", "kem theo", "ban hanh", "xet de nghi", "phuc dap", "ngay ", "so:", "v/v"}

// listedUnits begin the names of units whose people a list may be of.
var listedUnits = []string{"khoa", "vien", "phong", "bo mon", "trung tam", "to bo mon"}

// listDate is what stands behind the unit in the title of a list: "năm học 2025-2026".
var listDate = regexp.MustCompile(`(?i)[\s,(–-]+(?:năm|tháng|quý|học kỳ|tính đến|đến ngày)\s.*\d.*$`)

// unitListed gives the unit that the title of a list names, known or not: "DANH SÁCH
// GIẢNG VIÊN KHOA CƠ KHÍ NĂM 2026".
func unitListed(title []string) []string {
	if !strings.HasPrefix(vietnamese.Fold(strings.Join(title, " ")), "danh sach ") {
		return nil
	}
	for i := 2; i+1 < len(title); i++ {
		name := strings.Trim(listDate.ReplaceAllString(strings.Join(title[i:], " "), ""), " ,.:;-–()")
		k := placeKey(name)
		j := slices.IndexFunc(listedUnits, func(w string) bool { return strings.HasPrefix(k, w+" ") })
		if j < 0 || !unitLike(name) {
			continue
		}
		switch second, _, _ := strings.Cut(strings.TrimPrefix(k, listedUnits[j]+" "), " "); second {
		case "khoa", "phong", "ban", "vien", "trung", "truc", "thuoc", "va", "don", "bo":
			return nil // units in general
		}
		return []string{name}
	}
	return nil
}

// titleEmployer chooses the employer: the one that the names above the header tell, which
// the caller's gives way to where it is another institution; the caller's where they tell
// none; else the one that alone has a unit named there.
func (s *sheetReader) titleEmployer(found []string) registry.OrganisationID {
	given := s.r.employer
	id, unknown := s.headed(found)
	if given != 0 && !s.another(found, id, unknown) {
		return given
	}
	if unknown != "" {
		id = s.r.employerNamed(unknown, s, rowCol{s.table.first, 0})
	}
	if given != 0 {
		s.say(registry.IssueUnknown, s.table.first, 0, string(FieldOrg), "Tiêu đề trang ghi %s, khác cơ quan đã chọn là %s; đã hiểu theo tiêu đề. Nếu không phải, hãy sửa tiêu đề trong tệp rồi nhập lại.", s.r.places.name(id), s.r.places.name(given))
	}
	if id != 0 {
		return id
	}
	for _, name := range found {
		if having, _ := s.r.places.employersWith(name); len(having) == 1 {
			return having[0]
		}
	}
	return 0
}

// headed gives whose list it is by the names above the header: the last that the registry
// knows and that is no other's superior; one that it does not know, by name, only where it
// knows none or just the authority above it.
func (s *sheetReader) headed(found []string) (id registry.OrganisationID, unknown string) {
	best, at := registry.OrganisationID(0), 0
	for i, name := range found {
		for _, id := range s.r.places.named(name) {
			o, _ := s.r.places.organisation(id)
			was, _ := s.r.places.organisation(best)
			if s.r.places.employer(id) == id && (best == 0 || was.Kind == registry.Government || o.Kind != registry.Government) {
				best, at = id, i
			}
		}
	}
	if own := s.belowSuperior(found, best, at); own != "" {
		return 0, own
	}
	if best != 0 {
		return best, ""
	}
	return 0, headingNames(found)
}

// belowSuperior gives the institution, not known yet, that stands in a letterhead below the
// authority it belongs to: "SỞ Y TẾ" over "BỆNH VIỆN NHI ĐỒNG".
func (s *sheetReader) belowSuperior(found []string, superior registry.OrganisationID, at int) string {
	if o, ok := s.r.places.organisation(superior); !ok || o.Kind != registry.Government {
		return ""
	}
	for _, name := range slices.Backward(found[at+1:]) {
		if ofItsOwn(name) && len(s.r.places.named(name)) == 0 {
			return name
		}
	}
	return ""
}

// ownWords begin the names of institutions that stand under an authority and are employers
// of their own.
var ownWords = []string{"truong dai hoc", "dai hoc", "truong cao dang", "cao dang", "hoc vien", "benh vien", "truong thpt", "truong thcs", "truong trung", "truong tieu hoc", "truong chinh tri", "truong mam non", "cong ty", "tong cong ty", "lien hiep", "hiep hoi", "bao", "dai phat thanh"}

// ofItsOwn says that a name is one of such an institution.
func ofItsOwn(name string) bool { return beginsAs(name, placeKey(name)+" ", ownWords) }

// headingNames gives of the names above a list, none of which is known, the one whose list
// it is: the last that is no authority over others, an institute that stands alone, or
// the authority itself.
func headingNames(found []string) string {
	over := func(name string) bool { return startsWith(placeKey(name), "bo ", "uy ban") }
	for _, any := range []func(name string) bool{
		func(name string) bool { return employerLike(name) && !over(name) },
		func(name string) bool {
			return beginsAs(name, placeKey(name), []string{"vien", "trung tam", "ban quan ly"}) && len(strings.Fields(name)) > 2
		},
		func(name string) bool { return employerLike(name) && over(name) },
	} {
		for _, name := range slices.Backward(found) {
			if any(name) {
				return name
			}
		}
	}
	return ""
}

// guessEmployer finds whose list it is where nothing says so: the institution
// that has most of the units named below the header, or else the one that the
// file is called after. What was found is told. Where the rows name several
// institutions themselves nothing is guessed.
func (s *sheetReader) guessEmployer(below []row) registry.OrganisationID {
	votes, named := s.votes(below)
	if named > 1 {
		return 0
	}
	best, second := registry.OrganisationID(0), 0
	for e, n := range votes {
		switch {
		case n > votes[best] || n == votes[best] && e < best:
			best, second = e, max(second, votes[best])
		default:
			second = max(second, n)
		}
	}
	how := "theo các đơn vị trong bảng"
	if votes[best] < 2 || votes[best] <= second {
		file, _ := s.calledAs()
		stem := strings.TrimSuffix(file, filepath.Ext(file))
		ids := s.r.places.named(strings.NewReplacer("-", " ", "_", " ").Replace(stem))
		if len(ids) != 1 || s.r.places.employer(ids[0]) != ids[0] {
			return 0
		}
		best, how = ids[0], "theo tên tệp"
	}
	s.say(registry.IssueUnknown, s.table.first, 0, string(FieldOrg), "Trang không ghi cơ quan; đã hiểu là %s %s. Nếu không phải, hãy chọn cơ quan khi tải lên.", s.r.places.name(best), how)
	return best
}

// votes counts, for each institution, the different units of it that the rows
// name, and how many institutions they name outright.
func (s *sheetReader) votes(below []row) (votes map[registry.OrganisationID]int, named int) {
	votes = map[registry.OrganisationID]int{}
	seen := map[string]bool{}
	for _, r := range below {
		for _, b := range s.columns {
			name := s.r.places.withoutCode(vietnamese.Clean(s.decode(r.at(b.col))))
			if b.field != FieldWorkplace && b.field != FieldUnit || name == "" || seen[name] {
				continue
			}
			seen[name] = true
			employers, itself := s.r.places.employersWith(name)
			if itself {
				named++
			}
			for _, e := range employers {
				votes[e]++
			}
		}
	}
	return votes, named
}

// employerNamed finds an employer by name or makes it, unsorted.
func (r *reader) employerNamed(name string, s *sheetReader, cell rowCol) registry.OrganisationID {
	if ids := r.places.named(name); len(ids) > 0 {
		return r.places.employer(ids[0])
	}
	name = inVietnamese(name)
	before := len(r.places.created)
	id := r.places.make(0, registry.Unsorted, name)
	if len(r.places.created) > before {
		s.say(registry.IssueUnknown, cell.row, cell.col, string(FieldOrg), "Cơ quan “%s” chưa có trong danh mục, sẽ được thêm ở dạng chưa phân loại%s.", shorten(properPlace(name), 80), r.nearest(name))
	}
	return id
}

// nearest offers a known organisation that is spelled almost alike.
func (r *reader) nearest(name string) string {
	k := placeKey(name)
	best, cost := "", 4
	for other := range r.places.keys {
		if len(other) < 8 {
			continue
		}
		if c := distance(k, other, 3); c < cost || c == cost && cost < 4 && other < best {
			best, cost = other, c
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; gần giống “%s”", r.ref.OrganisationName(r.places.keys[best][0]))
}
