package registry

import (
	"slices"
	"strings"
	"unicode/utf8"

	"trithuc/registry/vietnamese"
)

// nameWord is one word of a name in the forms it is compared in.
type nameWord struct {
	text string
	key  string // with marks, one place of tones, one i and y
	fold string // without marks
}

func wordOf(s string) nameWord { return nameWord{s, vietnamese.Key(s), vietnamese.Fold(s)} }

// nameWords is a name taken apart for comparison: titles gone, initials parted.
type nameWords struct {
	words  []nameWord
	family int // how many of the words are the family name
	marked bool
}

func wordsOf(p *Person) nameWords {
	full := vietnamese.Clean(p.Name.Full)
	list := withoutTitles(strings.FieldsFunc(full, func(r rune) bool { return r == ' ' || r == '.' || r == ',' }))
	n := nameWords{words: make([]nameWord, len(list)), marked: vietnamese.HasMarks(full)}
	for i, w := range list {
		n.words[i] = wordOf(w)
	}
	n.family = familyWords(p.Name.Family, list)
	return n
}

// familyWords counts the words of the family name; a name that was only words
// until now, or began with a title, is parted first.
func familyWords(family string, list []string) int {
	if len(list) < 2 {
		return 0
	}
	parts := strings.Fields(family)
	if len(parts) == 0 || len(parts) >= len(list) || !slices.Equal(parts, list[:len(parts)]) {
		parts = strings.Fields(vietnamese.ParseName(strings.Join(list, " ")).Family)
	}
	return min(len(parts), len(list)-1)
}

// titlesBefore are the titles that lists write before a name, folded, without
// points and blanks. Whatever is not among them stays part of the name.
var titlesBefore = map[string]bool{
	"gs": true, "pgs": true, "gsts": true, "pgsts": true, "gstskh": true, "pgstskh": true, "tskh": true, "ts": true, "ths": true, "thsbs": true,
	"bs": true, "bscki": true, "bsckii": true, "bsck1": true, "bsck2": true, "cki": true, "ckii": true, "bsnt": true, "bscc": true,
	"ds": true, "bsty": true, "ks": true, "kts": true, "cn": true, "ncs": true, "dr": true, "phd": true, "msc": true, "prof": true,
	"ngut": true, "ngnd": true, "ttut": true, "ttnd": true, "nsut": true, "nsnd": true,
	"mr": true, "mrs": true, "giaosu": true, "phogiaosu": true, "tiensi": true, "tiensy": true,
	"thacsi": true, "thacsy": true, "bacsi": true, "bacsy": true, "kysu": true, "cunhan": true,
}

// withoutTitles drops titles before a name, at most until two words are left.
func withoutTitles(words []string) []string {
	for len(words) > 2 {
		n := titleLen(words[:len(words)-2])
		if n == 0 {
			return words
		}
		words = words[n:]
	}
	return words
}

// titleLen is how many of the first words are one title: "Th.S" comes as two.
func titleLen(words []string) int {
	joined, found := "", 0
	for i, w := range words[:min(len(words), 3)] {
		if i == 0 && len(words) > 1 && utf8.RuneCountInString(w) > 1 && vietnamese.HasMarks(w) && vietnamese.IsSurname(w) {
			return 0 // Bá, Cổ, Ông written as family names
		}
		joined += vietnamese.Fold(w)
		if titlesBefore[joined] {
			found = i + 1
		}
	}
	return found
}

// name compares the parts of the two names.
func (c *comparison) name() {
	a, b := wordsOf(c.a), wordsOf(c.b)
	if len(a.words) == 0 || len(b.words) == 0 {
		return
	}
	if likelierFamily(b.words[0].key, a.words[0].key) {
		a, b = b, a // so that the one in the usual order is first
	}
	if turned, ok := inverted(a, b); ok {
		b = turned
		c.found(orderInverted)
	}
	marks := a.marked && b.marked
	last := func(n nameWords) nameWord { return n.words[len(n.words)-1] }
	c.given(last(a), last(b), marks)
	if a.family == 0 || b.family == 0 {
		return
	}
	c.family(a.words[:a.family], b.words[:b.family], marks)
	c.middle(a.words[a.family:len(a.words)-1], b.words[b.family:len(b.words)-1], marks)
}

// likelierFamily reports whether a is more of a family name than b is; of two
// that are none one is chosen, so that the order of the records does not matter.
func likelierFamily(a, b string) bool {
	if x, y := vietnamese.IsSurname(a), vietnamese.IsSurname(b); x != y {
		return x
	}
	if x, y := vietnamese.SurnameShare(a), vietnamese.SurnameShare(b); x != y {
		return x > y
	}
	return a > b
}

// inverted reports whether two names are the same words with the family name in
// another place ("An Nguyễn Văn"), and gives b in the order of a.
func inverted(a, b nameWords) (nameWords, bool) {
	if len(a.words) != len(b.words) || len(a.words) < 2 || a.words[0].fold == b.words[0].fold {
		return b, false
	}
	turned := nameWords{family: a.family, marked: b.marked}
	rest := slices.Clone(b.words)
	for _, w := range a.words {
		i := slices.IndexFunc(rest, func(o nameWord) bool { return o.fold == w.fold })
		if i < 0 {
			return b, false
		}
		turned.words = append(turned.words, rest[i])
		rest = slices.Delete(rest, i, i+1)
	}
	return turned, true
}

// likeness is how two words of a name stand to each other.
type likeness int

const (
	equalWords likeness = iota
	unmarked            // equal but for marks that one name does not write at all
	toneSlip            // only hỏi and ngã differ, which most of the South says alike
	initial             // one is the first letter of the other
	slip                // one letter, or two spellings of one sound, or another mark
	unlike
)

// alike compares two words; marks says that both names are written with marks.
func alike(a, b nameWord, marks bool) likeness {
	switch {
	case a.key == b.key:
		return equalWords
	case a.fold == b.fold && !marks:
		return unmarked
	case oneTone.Replace(a.key) == oneTone.Replace(b.key):
		return toneSlip
	case initialOf(a, b) || initialOf(b, a):
		return initial
	case a.fold == b.fold || oneEdit(a.fold, b.fold) || vietnamese.SoundKey(a.fold) == vietnamese.SoundKey(b.fold):
		return slip
	}
	return unlike
}

// oneTone writes every ngã as hỏi.
var oneTone = strings.NewReplacer("ã", "ả", "ẵ", "ẳ", "ẫ", "ẩ", "ẽ", "ẻ", "ễ", "ể", "ĩ", "ỉ",
	"õ", "ỏ", "ỗ", "ổ", "ỡ", "ở", "ũ", "ủ", "ữ", "ử", "ỹ", "ỷ")

// initialOf reports whether a is the initial of b. A vowel that bears a mark is a
// name of its own: Ý, Ơ.
func initialOf(a, b nameWord) bool {
	return len(a.fold) == 1 && (len(a.key) == 1 || a.key == "đ") && len(b.fold) > 1 && strings.HasPrefix(b.fold, a.fold) && (a.key != "đ" || strings.HasPrefix(b.key, "đ"))
}

// oneEdit reports whether one letter put in, left out or changed, or two
// neighbours swapped, makes a into b. Words of fewer than three letters are too
// short to be told from other names so.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 2 || len(b) < 3 || len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i == len(a) || a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func (c *comparison) family(a, b []nameWord, marks bool) {
	worst, share, shown := alikeAll(a, b, marks, familyShare)
	switch worst {
	case equalWords:
		c.value(familyEqual, share, shown)
	case unmarked:
		c.value(familyMarks, share, shown)
	case toneSlip, slip, initial:
		c.found(familySlip)
	default:
		c.found(familyDifferent)
	}
}

func (c *comparison) given(a, b nameWord, marks bool) {
	switch alike(a, b, marks) {
	case equalWords:
		c.value(givenEqual, givenShare(a.key), longer(a.text, b.text))
	case unmarked:
		c.value(givenMarks, givenShare(a.fold), longer(a.text, b.text))
	case toneSlip:
		c.found(givenTone)
	case slip:
		c.givenDoubtful = true
		c.found(givenSlip)
	case initial:
		c.givenDoubtful = true
		c.found(givenInitial)
	default:
		c.found(givenDifferent)
	}
}

func (c *comparison) middle(a, b []nameWord, marks bool) {
	if len(a) == 0 && len(b) == 0 {
		return // lists without middle names are common: that both are silent says nothing
	}
	if len(a) == 0 || len(b) == 0 {
		c.found(middleDropped)
		return
	}
	worst, share, shown := alikeAll(a, b, marks, middleShare)
	switch worst {
	case equalWords:
		c.value(middleEqual, share, shown)
	case unmarked:
		c.value(middleMarks, share, shown)
	case toneSlip:
		c.found(middleTone)
	case slip:
		c.found(middleSlip)
	case initial:
		c.found(middleInitial)
	default:
		c.middleParts(a, b, marks)
	}
}

// middleParts compares middle names of which one may leave out words of the other.
func (c *comparison) middleParts(a, b []nameWord, marks bool) {
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, w := range a {
		if len(a) == len(b) || !slices.ContainsFunc(b, func(o nameWord) bool { return alike(w, o, marks) <= initial }) {
			c.found(middleDifferent)
			return
		}
	}
	c.found(middlePart)
}

// alikeAll compares two lists of words one by one and gives the worst likeness,
// the share of people who bear all of them, and the words to show.
func alikeAll(a, b []nameWord, marks bool, share func(string) float64) (worst likeness, all float64, shown string) {
	if len(a) != len(b) {
		return unlike, 0, ""
	}
	all = 1
	words := make([]string, len(a))
	for i := range a {
		l := alike(a[i], b[i], marks)
		worst = max(worst, l)
		words[i] = longer(a[i].text, b[i].text)
		if l == unmarked {
			all *= share(a[i].fold)
		} else {
			all *= share(a[i].key)
		}
	}
	return worst, max(all, rarest), strings.Join(words, " ")
}

// longer gives the one written with more marks.
func longer(a, b string) string {
	if len(b) > len(a) {
		return b
	}
	return a
}

// value notes that both bear a value which a share of people bear.
func (c *comparison) value(l level, share float64, shown string) {
	c.note(l, l.bitsOf(share), strings.ReplaceAll(l.clause, "%s", shown))
}
