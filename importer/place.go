package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// places finds the organisations and units that a workbook names, and makes
// those that the registry does not know yet.
type places struct {
	ref     *registry.Reference
	keys    map[string][]registry.OrganisationID // expanded key of every name
	inside  map[registry.OrganisationID]map[string]registry.OrganisationID
	made    map[string]registry.OrganisationID
	created []*registry.AddOrganisation // the one with ID -n stands at n-1
}

func newPlaces(ref *registry.Reference) *places {
	p := &places{ref: ref, keys: map[string][]registry.OrganisationID{}, made: map[string]registry.OrganisationID{},
		inside: map[registry.OrganisationID]map[string]registry.OrganisationID{}}
	for _, o := range ref.Organisations() {
		for _, name := range namesOf(&o) {
			for _, id := range ref.Successors(o.ID) {
				if k := placeKey(name); !slices.Contains(p.keys[k], id) {
					p.keys[k] = append(p.keys[k], id)
				}
			}
		}
	}
	return p
}

func namesOf(o *registry.Organisation) []string {
	names := slices.Concat([]string{o.Name}, o.Aliases, o.Abbreviations)
	if o.NameEn != "" {
		names = append(names, o.NameEn)
	}
	return names
}

// shortWords are abbreviations inside the names of organisations.
var shortWords = map[string]string{
	"dh": "dai hoc", "cd": "cao dang", "hv": "hoc vien", "bv": "benh vien", "ubnd": "uy ban nhan dan", "tp": "thanh pho",
	"cntt": "cong nghe thong tin", "cnsh": "cong nghe sinh hoc", "cntp": "cong nghe thuc pham", "khtn": "khoa hoc tu nhien", "khxh": "khoa hoc xa hoi",
	"nv": "nhan van", "khmt": "khoa hoc may tinh", "httt": "he thong thong tin", "cnpm": "cong nghe phan mem", "ktcn": "ky thuat cong nghe", "khcn": "khoa hoc cong nghe",
	"khct": "khoa hoc chinh tri", "ptnt": "phat trien nong thon", "gdtc": "giao duc the chat", "gdqp": "giao duc quoc phong", "gddt": "giao duc dao tao",
	"bdkh": "bien doi khi hau", "tnmt": "tai nguyen moi truong", "tntn": "tai nguyen thien nhien", "sdh": "sau dai hoc", "qtkd": "quan tri kinh doanh", "ncpt": "nghien cuu phat trien",
	"dbscl": "dong bang song cuu long", "cnttt": "cong nghe thong tin truyen thong", "cnttvt": "cong nghe thong tin vien thong", "tccb": "to chuc can bo", "tchc": "to chuc hanh chinh",
	"hcqt": "hanh chinh quan tri", "khtc": "ke hoach tai chinh", "ctsv": "cong tac sinh vien", "ctct": "cong tac chinh tri", "qlkh": "quan ly khoa hoc", "htqt": "hop tac quoc te",
	"dbcl": "dam bao chat luong", "pthcm": "", "nc": "nghien cuu", "gd": "giao duc", "dt": "dao tao", "kh": "khoa hoc", "cn": "cong nghe", "tt": "truyen thong", "xd": "xay dung", "kt": "ky thuat", "mt": "moi truong", "tcnh": "tai chinh ngan hang",
}

// firstWords are abbreviations of what a unit is, as its first word.
var firstWords = map[string]string{
	"k": "khoa", "bm": "bo mon", "p": "phong", "tt": "trung tam", "ptn": "phong thi nghiem", "t": "truong", "v": "vien", "vp": "van phong", "bmon": "bo mon",
}

// placeKey is the name of an organisation with its abbreviations written out and
// without "và".
func placeKey(name string) string {
	words := strings.FieldsFunc(vietnamese.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := make([]string, 0, len(words))
	for i, w := range words {
		if long, ok := firstWords[w]; ok && i == 0 && len(words) > 1 {
			w = long
		} else if long, ok := shortWords[w]; ok && len(words) > 1 {
			w = long
		}
		if w != "va" && w != "" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// named gives the organisations and units that answer to a name anywhere.
func (p *places) named(name string) []registry.OrganisationID {
	if found := p.ref.OrganisationsNamed(name); len(found) > 0 {
		return found
	}
	k := placeKey(name)
	if slices.Contains(employerWords, k) || slices.Contains(unitWords, k) {
		return nil // "Đại học" is what an institution is and none
	}
	for _, try := range []string{k, strings.TrimPrefix(k, "truong "), "truong " + k, strings.TrimSuffix(k, " thanh pho can tho"), strings.TrimSuffix(k, " can tho"), k + " thanh pho can tho", k + " can tho"} {
		if found := p.keys[try]; len(found) > 0 && try != "" {
			return found
		}
	}
	if id, ok := p.made[madeKey(0, name)]; ok {
		return []registry.OrganisationID{id}
	}
	if bare := asideBehind.ReplaceAllString(name, ""); bare != name && bare != "" {
		return p.named(bare)
	}
	for _, one := range inLanguages(name) {
		if found := p.named(one); len(found) > 0 {
			return found
		}
	}
	return nil
}

// languages stand between the names of an institution in two languages.
var languages = regexp.MustCompile(`\s*[/|\n()\[\]]\s*|\s+[-–—]\s+`)

// foreignWords are of names of institutions in English.
var foreignWords = []string{"university", "college", "institute", "academy", "hospital", "department", "school", "ministry", "center", "centre", "faculty"}

// inLanguages gives the names of an institution that is written in two languages, the
// Vietnamese first; nil where there are not both.
func inLanguages(name string) []string {
	var ours, theirs []string
	for _, part := range languages.Split(name, maxPieces) {
		words := strings.Fields(vietnamese.Fold(part))
		switch {
		case len(words) < 2:
		case slices.ContainsFunc(words, func(w string) bool { return slices.Contains(foreignWords, w) }):
			theirs = append(theirs, part)
		default:
			ours = append(ours, part)
		}
	}
	if len(ours) == 0 || len(theirs) == 0 {
		return nil
	}
	return append(ours, theirs...)
}

// inVietnamese gives the Vietnamese of the names of an institution; the name itself
// where it is written in one language.
func inVietnamese(name string) string {
	if names := inLanguages(name); len(names) > 0 {
		return names[0]
	}
	return name
}

// asideBehind is what stands behind a name to say that it is an older one.
var asideBehind = regexp.MustCompile(`(?i)\s*\((?:cũ|trước đây|nay là|mới)[^()]*\)?\s*$`)

// employersWith gives the institutions that have a unit called so; itself says
// that one of them is called so.
func (p *places) employersWith(name string) (found []registry.OrganisationID, itself bool) {
	for _, id := range p.named(name) {
		e := p.employer(id)
		itself = itself || e == id
		if !slices.Contains(found, e) {
			found = append(found, e)
		}
	}
	return found, itself
}

// employer gives the nearest organisation at or above id that is no unit.
func (p *places) employer(id registry.OrganisationID) registry.OrganisationID {
	for seen := 0; seen < 20; seen++ {
		o, ok := p.organisation(id)
		if !ok || o.Kind != registry.Unit || o.Parent == 0 {
			return id
		}
		id = o.Parent
	}
	return id
}

// organisation gives one of the registry or one made here.
func (p *places) organisation(id registry.OrganisationID) (registry.Organisation, bool) {
	if id < 0 && int(-id) <= len(p.created) {
		return *p.created[-id-1].Organisation, true
	}
	if o, ok := p.ref.Organisation(id); ok || id == 0 {
		return o, ok
	}
	for _, a := range p.created { // written since, under an id of its own
		if a.Organisation.ID == id {
			return *a.Organisation, true
		}
	}
	return registry.Organisation{}, false
}

func (p *places) name(id registry.OrganisationID) string {
	o, _ := p.organisation(id)
	return o.Name
}

// within gives the unit of an employer with this name; 0 where there is none.
func (p *places) within(employer registry.OrganisationID, name string) registry.OrganisationID {
	var hits []registry.OrganisationID
	for _, id := range p.ref.OrganisationsNamed(name) {
		if id != employer && p.ref.Within(id, employer) {
			hits = append(hits, id)
		}
	}
	if len(hits) == 1 {
		return hits[0]
	}
	units := p.units(employer)
	k := placeKey(name)
	if id, ok := units[k]; ok {
		return id
	}
	if id := units["~"+bareUnit(k)]; id != 0 && alikeUnits(k, placeKey(p.name(id))) {
		return id
	}
	return 0
}

// alikeUnits says that two units which differ in what they call themselves only may
// be one: a khoa may have become a school, a bộ môn or a phòng is never one.
func alikeUnits(a, b string) bool {
	x, y := unitClass(a), unitClass(b)
	return x == y || x == 0 || y == 0
}

// unitClasses are the words for units that stand for one another.
var unitClasses = [][]string{1: {"bo mon", "to bo mon", "to", "nhom", "phong thi nghiem"}, 2: {"khoa", "truong", "vien"}, 3: {"phong", "ban", "van phong", "bo phan"}, 4: {"trung tam"}}

// unitClass gives which of them a name begins with; 0 where it begins with no word
// for a unit.
func unitClass(key string) int {
	best, class := "", 0
	for i, words := range unitClasses {
		for _, w := range words {
			if strings.HasPrefix(key, w+" ") && len(w) > len(best) {
				best, class = w, i
			}
		}
	}
	if best == "" && bareUnit(key) != key {
		return len(unitClasses)
	}
	return class
}

// units indexes everything under an employer: expanded keys, and with "~" the
// keys without the word that says what it is, where that names one unit only.
func (p *places) units(employer registry.OrganisationID) map[string]registry.OrganisationID {
	if m, ok := p.inside[employer]; ok {
		return m
	}
	m := map[string]registry.OrganisationID{}
	twice := map[string]bool{}
	var walk func(id registry.OrganisationID, depth int)
	walk = func(id registry.OrganisationID, depth int) {
		for _, child := range p.ref.Children(id) {
			o, _ := p.ref.Organisation(child)
			if o.Kind != registry.Unit && depth == 0 && o.Kind != registry.School && o.Kind != registry.Institute {
				continue
			}
			for _, name := range namesOf(&o) {
				k := placeKey(name)
				m[k] = child
				bare := "~" + bareUnit(k)
				if old, ok := m[bare]; ok && old != child {
					twice[bare] = true
				}
				m[bare] = child
			}
			if depth < 6 {
				walk(child, depth+1)
			}
		}
	}
	walk(employer, 0)
	for k := range twice {
		delete(m, k)
	}
	p.inside[employer] = m
	return m
}

var unitWords = []string{
	"khoa", "phong", "bo mon", "trung tam", "vien", "ban", "truong", "to bo mon", "to", "van phong", "thu vien", "don vi", "phong thi nghiem", "bo phan",
	"ky tuc xa", "doi", "xuong", "trai", "khoi", "chi nhanh", "hoi dong", "nha xuat ban", "tap chi", "cong doan", "doan thanh nien", "tram", "nhom", "phong kham", "phan hieu", "vu",
}

// bareUnit leaves out the word that says what a unit is.
func bareUnit(key string) string {
	for _, w := range unitWords {
		if rest, ok := strings.CutPrefix(key, w+" "); ok && rest != "" {
			return rest
		}
	}
	return key
}

// unitLike says that a name begins as units inside an institution do.
func unitLike(name string) bool {
	k := placeKey(name)
	switch k {
	case "van phong", "thu vien", "ky tuc xa", "cong doan", "doan thanh nien", "nha xuat ban", "thanh tra so", "thanh tra bo", "thanh tra truong", "thanh tra benh vien":
		return true
	}
	return beginsAs(name, k, unitWords)
}

// subjects begin as the word for a unit or an institution does, and name what one
// is about or who leads it: "Tổ chức" is no tổ, "Khoa học" no khoa, "Viện trưởng" no viện.
var subjects = []string{
	"khoa hoc", "khoa giao", "to chuc", "phong chong", "phong ngua", "phong benh", "so huu", "so hoa", "ban hang", "bo tro", "bao chi", "bao ve", "bao dam", "bao hiem",
	"khoi nganh", "khoi kien thuc", "khoi giang vien", "khoi can bo", "khoi vien chuc", "nhom nganh", "nhom giang vien", "nhom can bo", "nhom vien chuc", "nhom chuc danh", "nhom doi tuong",
	"bao cao", "bao tang", "bao quan", "vien chuc", "vien thong", "vien tham", "khoi nghiep", "doi ngoai", "doi moi", "trai nghiem", "truong hoc", "to hop", "nhom mau", "cuc bo",
	"vien truong", "vien pho", "to truong", "to pho", "doi truong", "doi pho", "nhom truong", "nhom pho", "tram truong", "tram pho", "trai truong", "xuong truong", "khoi truong", "cuc truong", "cuc pho", "chi cuc truong", "chi cuc pho", "bo truong", "so truong",
}

// beginsAs says that a name, of which k is the key, begins with one of the words and
// a blank: by its marks too, where it has any ("Viễn thông" is no viện).
func beginsAs(name, k string, words []string) bool {
	if slices.ContainsFunc(subjects, func(s string) bool { return k == s || strings.HasPrefix(k, s+" ") }) {
		return false
	}
	first, _, _ := strings.Cut(vietnamese.Key(name), " ")
	first = strings.Trim(first, ",;.:/()")
	for _, w := range words {
		if !strings.HasPrefix(k, w+" ") {
			continue
		}
		marked, known := kindWords[strings.Fields(w)[0]]
		if !known || !vietnamese.HasMarks(first) || vietnamese.Fold(first) != strings.Fields(w)[0] || slices.Contains(marked, first) {
			return true
		}
	}
	return false
}

// kindWords gives how the first word of what a unit or an institution is is written,
// of those that other words are like but for their marks.
var kindWords = map[string][]string{
	"vien": {"viện"}, "to": {"tổ"}, "ban": {"ban"}, "bo": {"bộ"}, "doi": {"đội"}, "khoi": {"khối"}, "trai": {"trại"}, "tram": {"trạm"}, "xuong": {"xưởng"}, "truong": {"trường"},
	"so": {"sở"}, "bao": {"báo"}, "cuc": {"cục"}, "nhom": {"nhóm"}, "vu": {"vụ"}, "khoa": {"khoa"}, "toa": {"tòa", "toà"}, "dai": {"đại", "đài"}, "hoc": {"học"}, "benh": {"bệnh"},
}

var employerWords = []string{
	"truong dai hoc", "dai hoc", "truong cao dang", "cao dang", "hoc vien", "benh vien", "so", "uy ban", "cong ty", "lien hiep", "truong thpt", "truong thcs", "truong trung",
	"truong tieu hoc", "truong chinh tri", "tong cong ty", "ngan hang", "chi cuc", "cuc", "thanh tra", "tap doan", "hiep hoi", "bo", "vien kiem sat", "toa an", "bao", "dai phat thanh",
}

// employerLike says that a name begins as institutions do.
func employerLike(name string) bool {
	k := placeKey(name)
	if strings.HasPrefix(k, "bo mon ") || strings.HasPrefix(k, "bo phan ") || strings.HasPrefix(k, "thanh tra ") && unitLike(name) {
		return false
	}
	return beginsAs(name, k+" ", employerWords)
}

func madeKey(parent registry.OrganisationID, name string) string {
	return strconv.FormatInt(int64(parent), 10) + " " + placeKey(name)
}

// make gives the organisation that was or is now made under parent.
func (p *places) make(parent registry.OrganisationID, kind registry.OrganisationKind, name string) registry.OrganisationID {
	k := madeKey(parent, name)
	if id, ok := p.made[k]; ok {
		return id
	}
	id := registry.OrganisationID(-len(p.created) - 1)
	p.created = append(p.created, &registry.AddOrganisation{
		Why:          registry.Why{Reason: "Có trong bảng tính, chưa có trong danh mục"},
		Organisation: &registry.Organisation{ID: id, Kind: kind, Name: properPlace(name), Parent: parent},
	})
	p.made[k] = id
	return id
}

// properPlace takes a name out of capitals: "KHOA CÔNG NGHỆ" → "Khoa Công nghệ".
func properPlace(name string) string {
	name = vietnamese.Clean(name)
	if strings.ToUpper(name) != name || utf8.RuneCountInString(name) < 6 || len(strings.Fields(name)) < 2 {
		return name
	}
	lower := strings.ToLower(name)
	for _, place := range properNames {
		if low := strings.ToLower(place); strings.HasSuffix(lower, " "+low) || strings.Contains(lower, " "+low+" ") {
			lower = strings.ReplaceAll(lower, " "+low, " "+place)
		}
	}
	words := strings.Fields(lower)
	if last := len(words) - 1; strings.Trim(words[last], "ivx") == "" {
		words[last] = strings.ToUpper(words[last]) // "VIỆN NGHIÊN CỨU … II"
	}
	capital := func(i int) {
		if i < len(words) {
			r, n := utf8.DecodeRuneInString(words[i])
			words[i] = string(unicode.ToUpper(r)) + words[i][n:]
		}
	}
	capital(0)
	for i, w := range words {
		if w == "-" || w == "–" {
			capital(i + 1)
		}
	}
	kind := ""
	for _, w := range slices.Concat(employerWords, unitWords) {
		if strings.HasPrefix(placeKey(name), w+" ") && len(w) > len(kind) {
			kind = w
		}
	}
	if kind == "truong dai hoc" || kind == "truong cao dang" {
		capital(1)
	}
	if kind != "" {
		capital(strings.Count(kind, " ") + 1)
	}
	if schoolOfName(kind) { // "Trường THPT chuyên Lý Tự Trọng": schools are called after people and places
		for i := 1; i < len(words); i++ {
			if kinds := []string{"thpt", "thcs", "ptdtnt", "pt", "th"}; slices.Contains(kinds, words[i]) {
				words[i] = strings.ToUpper(words[i])
			} else if !slices.Contains([]string{"tiểu", "học", "mầm", "non", "trung", "phổ", "thông", "cơ", "sở"}, words[i]) || i > 4 {
				capital(i)
			}
			if words[i] == "Chuyên" {
				words[i] = "chuyên"
			}
		}
	}
	return strings.Join(words, " ")
}

// schoolOfName says that a kind of school bears a name of its own.
func schoolOfName(kind string) bool {
	return slices.Contains([]string{"truong thpt", "truong thcs", "truong tieu hoc", "truong mam non"}, kind)
}

// properNames keep their capitals inside the name of an organisation.
var properNames = []string{"Cần Thơ", "Việt Nam", "Sóc Trăng", "Hậu Giang", "Hồ Chí Minh", "Hà Nội", "Cửu Long", "An Giang", "Vĩnh Long", "Tây Đô", "Đồng Tháp", "Cà Mau", "Bạc Liêu", "Nam Cần Thơ", "Võ Trường Toản", "Trà Vinh", "Bến Tre", "Tiền Giang", "Long An", "Kiên Giang", "Tây Ninh", "Bình Dương", "Bình Phước", "Đồng Nai", "Bà Rịa", "Vũng Tàu", "Lâm Đồng", "Đà Lạt", "Ninh Thuận", "Bình Thuận", "Khánh Hòa", "Nha Trang",
	"Phú Yên", "Bình Định", "Quy Nhơn", "Quảng Ngãi", "Quảng Nam", "Đà Nẵng", "Thừa Thiên", "Huế", "Quảng Trị", "Quảng Bình", "Hà Tĩnh", "Nghệ An", "Thanh Hóa", "Ninh Bình", "Nam Định", "Thái Bình", "Hải Phòng", "Hải Dương", "Hưng Yên",
	"Bắc Ninh", "Bắc Giang", "Thái Nguyên", "Vĩnh Phúc", "Phú Thọ", "Quảng Ninh", "Lạng Sơn", "Cao Bằng", "Lào Cai", "Yên Bái", "Sơn La", "Điện Biên", "Lai Châu", "Hòa Bình", "Tuyên Quang", "Hà Giang", "Hà Nam", "Gia Lai", "Kon Tum", "Đắk Lắk", "Đắk Nông", "Tây Nguyên",
	"Sài Gòn", "Nam Bộ", "Tây Nam Bộ", "Bắc Bộ", "Trung Bộ", "Ninh Kiều", "Cái Răng", "Bình Thủy", "Ô Môn", "Thốt Nốt"}
