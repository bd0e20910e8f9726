package importer

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"trithuc/registry"
	"trithuc/registry/vietnamese"
)

// headersTSV is the dictionary of column headers: field, spellings met.
//
//go:embed headers.tsv
var headersTSV string

// meaning is what a header was found to say.
type meaning struct {
	field Field
	class string  // of FieldNever: "religion"
	sure  float64 // 0 to 1
	bare  bool    // the spelling in the dictionary has no marks: "Nam" does not mean "Năm"

	mapped *registry.ExchangeColumn // of the form that says so; nil where the dictionary does
}

type headerDictionary struct {
	marked, plain map[string]meaning
	phrases       []phrase // of two words or more, longest first
}

type phrase struct {
	marked, words string
	meaning
}

// headers is the dictionary, read once.
var headers = sync.OnceValue(func() *headerDictionary {
	d := &headerDictionary{marked: map[string]meaning{}, plain: map[string]meaning{}}
	for line := range strings.Lines(headersTSV) {
		name, list, _ := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		field, class, _ := strings.Cut(name, ":")
		for s := range strings.SplitSeq(list, ";") {
			d.add(s, meaning{field: Field(field), class: class, sure: 1})
		}
	}
	slices.SortStableFunc(d.phrases, func(a, b phrase) int { return len(b.words) - len(a.words) })
	return d
})

func (d *headerDictionary) add(s string, m meaning) {
	marked, plain := headerWords(s)
	m.bare = !vietnamese.HasMarks(marked)
	for _, k := range []string{marked, strings.ReplaceAll(marked, " ", "")} {
		putNew(d.marked, k, m)
	}
	for _, k := range []string{plain, strings.ReplaceAll(plain, " ", "")} {
		putNew(d.plain, k, m)
	}
	if len(plain) >= 7 || len(plain) >= 5 && strings.Contains(plain, " ") {
		d.phrases = append(d.phrases, phrase{marked, plain, m})
	}
}

// headerWords gives a header as words, with its marks and without.
func headerWords(s string) (marked, plain string) {
	marked = onlyWords(vietnamese.Key(s))
	return marked, vietnamese.Fold(marked)
}

func onlyWords(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }), " ")
}

// humps join the words of names that programs give: "fullName".
var humps = regexp.MustCompile(`([a-z])([A-Z])`)

var bracketed = regexp.MustCompile(`[(\[{][^()\[\]{}]*[)\]}]?`)

// lookup says what a header means.
func (d *headerDictionary) lookup(s string) meaning {
	if len(s) > 200 {
		return meaning{}
	}
	if strings.HasPrefix(s, strings.TrimSpace(registry.WholePrefix)) { // our own list: the rest of the record in words
		return meaning{field: FieldOther, sure: 1}
	}
	if m := d.exact(s); m.field != "" {
		return m
	}
	if apart := humps.ReplaceAllString(s, "$1 $2"); apart != s && !strings.Contains(s, " ") { // "positionName"
		return d.lookup(apart)
	}
	if bare := bracketed.ReplaceAllString(s, " "); bare != s {
		if m := d.exact(bare); m.field != "" {
			m.sure = 0.95
			return m
		}
		if _, plain := headerWords(bare); plain != "" {
			s = bare
		}
	}
	marked, plain := headerWords(s)
	if plain == "" {
		return meaning{}
	}
	if f := d.compound(s); f != "" {
		return meaning{field: f, sure: 0.95}
	}
	if class := neverWords(marked); class != "" {
		return meaning{field: FieldNever, class: class, sure: 0.9}
	}
	for _, try := range []func(string) meaning{d.bilingual, d.writtenOut} {
		if m := try(plain); m.field != "" {
			return m
		}
	}
	if m := d.containing(marked, plain); m.field != "" {
		return m
	}
	return d.near(plain)
}

func (d *headerDictionary) exact(s string) meaning {
	marked, plain := headerWords(s)
	for _, k := range []string{marked, strings.ReplaceAll(marked, " ", "")} {
		if m, ok := d.marked[k]; ok {
			return m
		}
	}
	for _, k := range []string{plain, strings.ReplaceAll(plain, " ", "")} {
		if m, ok := d.plain[k]; ok && !(m.bare && vietnamese.HasMarks(marked)) {
			m.sure = 0.97
			return m
		}
	}
	return meaning{}
}

// spelling is words that are looked for within others, with their marks and without.
type spelling struct{ marked, folded, class string }

func spellingOf(words, class string) spelling {
	marked, folded := headerWords(words)
	return spelling{marked, " " + folded + " ", class}
}

// in says that the words stand in a header, which may have lost its marks; folded is the
// header without them and with a blank at each end.
func (w *spelling) in(header, folded string) bool {
	return strings.Contains(folded, w.folded) && sameMarks(header, w.marked)
}

// neverSpellings are words of classes that are not stored.
var neverSpellings = sync.OnceValue(func() (list []spelling) {
	for _, w := range [][2]string{
		{"tôn giáo", "religion"}, {"dân tộc", "ethnicity"}, {"cccd", "citizen"}, {"cmnd", "citizen"}, {"căn cước", "citizen"},
		{"chứng minh", "citizen"}, {"hộ chiếu", "identity"}, {"định danh", "citizen"}, {"vào đảng", "party"}, {"đảng viên", "party"},
		{"đảng csvn", "party"}, {"nhóm máu", "health"}, {"sức khỏe", "health"}, {"kỷ luật", "conduct"}, {"bhxh", "identity"}, {"bảo hiểm xã hội", "identity"},
		{"hôn nhân", "kin"}, {"số con", "kin"}, {"sinh con", "kin"}, {"vợ", "kin"}, {"chồng", "kin"}, {"thẻ đảng", "party"}, {"tài khoản", "identity"}, {"mã số thuế", "identity"}, {"cmt", "citizen"},
		{"lý luận chính trị", "party"}, {"lí luận chính trị", "party"}, {"llct", "party"}, {"thương binh", "health"}, {"khuyết tật", "health"}, {"thai sản", "health"},
		{"người thân", "kin"}, {"thân nhân", "kin"}, {"người nhà", "kin"}, {"khẩn cấp", "kin"}, {"người liên hệ", "kin"}, {"người báo tin", "kin"}, {"người phụ thuộc", "kin"}, {"phụ huynh", "kin"}, {"cha mẹ", "kin"}, {"bố mẹ", "kin"},
	} {
		list = append(list, spellingOf(w[0], w[1]))
	}
	return list
})

// neverWords finds classes that are not stored by a word of theirs anywhere in
// the header, which may have lost its marks.
func neverWords(header string) string {
	folded := " " + vietnamese.Fold(header) + " "
	for _, w := range neverSpellings() {
		if w.in(header, folded) {
			return w.class
		}
	}
	return ""
}

// citizenNumber is a number of a citizen's card, within a text.
var citizenNumber = regexp.MustCompile(`(?:^|\D)0\d{11}(?:\D|$)`)

// neverTexts are words of free texts that tell of a class that is not stored where no
// header does.
var neverTexts = sync.OnceValue(func() (list []spelling) {
	for _, w := range []string{
		"dân tộc thiểu số", "người khmer", "người hoa", "người chăm", "dtts",
		"công giáo", "phật giáo", "thiên chúa", "tin lành", "cao đài", "hòa hảo", "hồi giáo", "theo đạo",
		"chi bộ", "đảng bộ", "đảng ủy", "cấp ủy", "bí thư", "kết nạp đảng", "dự bị đảng",
		"bị bệnh", "mắc bệnh", "chữa bệnh", "bệnh nặng", "bệnh mãn tính", "bệnh hiểm nghèo", "nghỉ bệnh", "nghỉ ốm", "ốm đau", "ung thư", "tâm thần",
		"nghỉ sinh", "mang thai", "bệnh binh", "ly hôn", "độc thân", "đã kết hôn", "chưa kết hôn", "gia đình chính sách", "liệt sĩ", "cảnh cáo", "khiển trách",
	} {
		list = append(list, spellingOf(w, ""))
	}
	return list
})

// tellsNever says that a free text tells of a class that is not stored: "Dân tộc:
// Khmer; đảng viên".
func tellsNever(text string) bool {
	marked, _ := headerWords(text)
	if citizenNumber.MatchString(text) || neverWords(marked) != "" {
		return true
	}
	folded := " " + vietnamese.Fold(marked) + " "
	return slices.ContainsFunc(neverTexts(), func(w spelling) bool { return w.in(marked, folded) })
}

// between stands between the names of a column that holds two things.
var between = regexp.MustCompile(`\s*(?:[,/;&+\n–-]|\s(?:và|and|hoặc)\s)\s*`)

// compound reads a header that names two things which lists write into one cell:
// "ĐT - Email", "Chức vụ/Đơn vị công tác". Cells of either are read for both.
func (d *headerDictionary) compound(s string) Field {
	contact, post, place := 0, 0, 0
	names := between.Split(s, 5)
	for _, name := range names {
		switch d.exact(name).field {
		case FieldEmail, FieldPhone:
			contact++
		case FieldPost, FieldDuty:
			post++
		case FieldOrg, FieldWorkplace, FieldUnit, FieldSubunit:
			place++
		default:
			return ""
		}
	}
	switch {
	case contact > 1 && contact == len(names):
		return FieldPhone
	case post > 0 && place > 0 && post+place == len(names):
		return FieldPost
	}
	return ""
}

// names says that a part of a header, between signs or brackets, means one of
// some fields.
func (d *headerDictionary) names(header string, any ...Field) bool {
	return slices.ContainsFunc(between.Split(strings.NewReplacer("(", ",", ")", ",").Replace(header), 6), func(part string) bool { return slices.Contains(any, d.exact(part).field) })
}

// bilingual reads a header in two languages: "STT No.".
func (d *headerDictionary) bilingual(plain string) meaning {
	words := strings.Fields(plain)
	for i := 1; i < len(words) && len(words) <= 8; i++ {
		a, b := d.plain[strings.Join(words[:i], " ")], d.plain[strings.Join(words[i:], " ")]
		if a.field != "" && a.field == b.field {
			a.sure = 0.95
			return a
		}
	}
	return meaning{}
}

// containing finds the longest known header within a longer one: at its
// beginning more surely than elsewhere, and with the same marks before others.
func (d *headerDictionary) containing(marked, plain string) meaning {
	if len(plain) > 80 {
		return meaning{}
	}
	padded := " " + plain + " "
	for _, try := range []struct {
		sure  float64
		holds func(p phrase) bool
	}{
		{0.8, func(p phrase) bool { return strings.HasPrefix(plain, p.words+" ") && sameMarks(marked, p.marked) }},
		{0.8, func(p phrase) bool { return strings.HasPrefix(plain, p.words+" ") && p.field != FieldNever }},
		{0.6, func(p phrase) bool { return strings.Contains(padded, " "+p.words+" ") && sameMarks(marked, p.marked) }},
		{0.6, func(p phrase) bool { return strings.Contains(padded, " "+p.words+" ") }},
	} {
		if i := slices.IndexFunc(d.phrases, try.holds); i >= 0 {
			m := d.phrases[i].meaning
			m.sure = try.sure
			return m
		}
	}
	return meaning{}
}

// near finds a known header that is one slip of the finger away, two in a long one.
func (d *headerDictionary) near(plain string) meaning {
	if len(plain) < 6 || len(plain) > 40 {
		return meaning{}
	}
	best, cost := meaning{}, 3
	for _, p := range d.phrases {
		allowed := 1
		if len(p.words) >= 12 {
			allowed = 2
		}
		if c := distance(plain, p.words, allowed); c <= allowed && c < cost {
			best, cost = p.meaning, c
		}
	}
	if best.field != "" {
		best.sure = 0.8 - 0.1*float64(cost)
	}
	return best
}

// distance gives the Damerau-Levenshtein distance (neighbours swapped count as
// one), or limit+1 where it is above limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
			least = min(least, cur[j])
		}
		if least > limit {
			return limit + 1
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
