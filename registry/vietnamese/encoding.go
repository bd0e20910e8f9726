package vietnamese

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Encoding is how a text was found to be written.
type Encoding uint8

// The encodings. Those before UTF16LE occur in cells, all but VIQR and Mojibake
// also as bytes of files.
const (
	Unicode  Encoding = iota // as it should be, perhaps not composed
	TCVN3                    // fonts .VnTime, .VnArial … (ABC)
	VNI                      // fonts VNI-Times …
	VIQR                     // Nguye^~n, typed for e-mail
	Mojibake                 // UTF-8 read as cp1252: Nguyá»…n
	CP1258                   // Windows-1258, in cells read as cp1252
	UTF16LE
	UTF16BE
)

// String returns the name by which an officer would know the encoding.
func (e Encoding) String() string {
	names := [...]string{"Unicode", "TCVN3 (ABC)", "VNI-Windows", "VIQR", "UTF-8 đọc nhầm", "Windows-1258", "UTF-16 LE", "UTF-16 BE"}
	if int(e) < len(names) {
		return names[e]
	}
	return "?"
}

// Decode returns the text of one cell in Unicode, the encoding it was in, and how
// sure that is from 0 to 1; below 0.8 it is wise to ask. The font's name is
// believed first (.Vn*, VNI-*), then the letters: the reading with the most
// Vietnamese syllables wins, and only if it beats the text as it stands. A short
// cell can be both ("Tó"); who knows the encoding from the cells around it passes
// ".VnTime" or "VNI-Times" as if that were the font.
//
// Correct Unicode, English, French names, e-mail addresses and codes come back
// byte for byte, save for text not in NFC, which is composed. In Unicode text ñ and eth are
// mended to đ where that makes a syllable. A ư lost from TCVN3 (the soft hyphen)
// is put back where the word is no syllable without it. Decode must see the raw
// cell: Clean would remove that letter.
func Decode(s, font string) (text string, enc Encoding, sure float64) {
	if ascii(s) {
		return decodeASCII(s, font)
	}
	s = NFC(s)
	if e := fontEncoding(font); e != Unicode && !hasUnicodeLetter(s) {
		r := read(s, e)
		changes := r.text != s || capitalFont(font)
		if changes && r.valid >= read(s, Unicode).valid {
			return finish(s, r.text, e, font), e, 0.98
		}
	}
	if hasUnicodeLetter(s) {
		return mendLetters(s), Unicode, 1
	}
	if t, ok := unmojibake(s); ok {
		return NFC(t), Mojibake, 0.99
	}
	return decodeByLetters(s, font)
}

// decodeASCII is Decode for text that only a font or VIQR can make other than it is.
func decodeASCII(s, font string) (string, Encoding, float64) {
	if fontEncoding(font) == TCVN3 && !strings.ContainsAny(s, "@/_0123456789") { // no address, no code
		return finish(s, s, TCVN3, font), TCVN3, 0.98
	}
	if t, ok := readVIQR(s); ok {
		return t, VIQR, 0.9
	}
	return s, Unicode, 1
}

// decodeByLetters chooses between the readings of s by their syllables.
func decodeByLetters(s, font string) (string, Encoding, float64) {
	plain := read(s, Unicode)
	best, enc := plain, Unicode
	rival := 0 // the most syllables that a reading other than the best has
	for _, e := range [...]Encoding{TCVN3, VNI, CP1258} {
		r := read(s, e)
		switch {
		case r.valid > best.valid && r.enough():
			rival, best, enc = max(rival, best.valid), r, e
		case r.text != best.text:
			rival = max(rival, r.valid)
		}
	}
	if enc == Unicode {
		if rival > 0 && rival >= plain.valid {
			return plain.text, Unicode, 0.75 // "Tó" is itself, or Tú in TCVN3
		}
		return plain.text, Unicode, 1
	}
	return finish(s, best.text, enc, font), enc, best.sure(rival)
}

// fontEncoding returns the encoding that a font implies, Unicode if none.
func fontEncoding(font string) Encoding {
	f := strings.ToLower(strings.TrimSpace(font))
	switch {
	case strings.HasPrefix(f, ".vn"):
		return TCVN3
	case strings.HasPrefix(f, "vni-"), strings.HasPrefix(f, "vni "):
		return VNI
	}
	return Unicode
}

// capitalFont reports whether the font shows small letters of TCVN3 as capitals.
func capitalFont(font string) bool {
	f := strings.ToLower(strings.TrimSpace(font))
	return strings.HasPrefix(f, ".vn") && strings.HasSuffix(f, "h")
}

// finish completes a reading that was chosen: capitals that the font made or the
// rest of the cell shows, and the ư that was lost.
func finish(raw, text string, enc Encoding, font string) string {
	if enc != TCVN3 {
		return NFC(text)
	}
	text = restoreHorn(text)
	if capitalFont(font) || capitals(raw, text) {
		return NFC(strings.ToUpper(text))
	}
	return NFC(mapWords(text, isWord, func(w, _ string) string { return raiseWord(w) }))
}

// raiseWord puts in capitals a word like NGUYễN, whose only small letters are
// those that TCVN3 has no capital for.
func raiseWord(w string) string {
	capitals := 0
	for _, r := range w {
		switch {
		case r >= 'a' && r <= 'z':
			return w
		case unicode.IsUpper(r):
			capitals++
		}
	}
	if capitals < 2 {
		return w
	}
	return strings.ToUpper(w)
}

// capitals reports whether raw, read as text, is written in capitals as far as
// TCVN3 has any: it has no small letter of ASCII and, abbreviations apart, a word
// that begins with two capitals.
func capitals(raw, text string) bool {
	if strings.ContainsFunc(raw, func(r rune) bool { return r >= 'a' && r <= 'z' }) {
		return false
	}
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !isWord(r) }) {
		r := []rune(w)
		if len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsUpper(r[1]) && IsSyllable(w) {
			return true
		}
	}
	return false
}

// hasUnicodeLetter reports whether s has a letter that only true Unicode text of
// Vietnam holds: those outside Latin-1.
func hasUnicodeLetter(s string) bool {
	for _, r := range s {
		if r > 0xFF && info(r).shape != 0 {
			return true
		}
	}
	return false
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// mendLetters writes đ for ñ and eth in the words that thereby become syllables.
func mendLetters(s string) string {
	if !strings.ContainsAny(s, "ñÑÐð") {
		return s
	}
	return mapWords(s, isWord, func(w, _ string) string { return mendWord(w) })
}

// mapWords returns s with f applied to each run of characters that satisfy in; f
// also sees what stands between the word and the one before.
func mapWords(s string, in func(rune) bool, f func(w, before string) string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := strings.IndexFunc(s, in)
		if n < 0 {
			break
		}
		end := len(s)
		if m := strings.IndexFunc(s[n:], func(r rune) bool { return !in(r) }); m >= 0 {
			end = n + m
		}
		b.WriteString(s[:n])
		b.WriteString(f(s[n:end], s[:n]))
		s = s[end:]
	}
	return b.String() + s
}

var dStroke = strings.NewReplacer("ñ", "đ", "Ñ", "Đ", "Ð", "Đ", "ð", "đ")

func mendWord(w string) string {
	if m := dStroke.Replace(w); m != w && IsSyllable(m) {
		return m
	}
	return w
}

// reading is s read in one encoding, and how its words come out.
type reading struct {
	text          string
	words, valid  int  // words with letters beyond ASCII, and those that are syllables
	strong, large bool // a sign that hardly occurs otherwise; a word of three letters
	beside, alien bool // words that are syllables in any reading; words that are in none
}

// read reads s in e and counts. Only words that bear something beyond ASCII count:
// the others are alike in every reading.
func read(s string, e Encoding) reading {
	var r reading
	r.text = mapWords(s, isCell, func(w, before string) string { return r.word(w, before, e) })
	return r
}

// isCell reports whether r may stand inside a word in an old encoding: any letter
// or mark, and the signs of Latin-1, which are letters in TCVN3.
func isCell(r rune) bool {
	return isASCIILetter(r) || r > 0xA0 && r <= 0xFF || r > 0xFF && (unicode.IsLetter(r) || isMark(r))
}

// word reads one word and counts it; before is what stands between it and the last.
func (r *reading) word(w, before string, e Encoding) string {
	if ascii(w) || isUnit(w, before) {
		r.context(w)
		return w
	}
	out := readWord(w, e)
	strong := strings.ContainsAny(w, "µ¸¶·¹®¬\u00AD«ª©¨¡¢£¤¥¦§")
	if !strings.ContainsFunc(w, isASCIILetter) && !(strong && utf8.RuneCountInString(w) > 1) {
		return out // a sign alone: © is no more a word than â
	}
	r.words++
	if e == Unicode && strings.ContainsAny(w, "ñÑ") {
		return out // mended, but no proof that the rest of the cell is Unicode
	}
	if IsSyllable(out) || e == TCVN3 && restoreWord(out) != out {
		r.valid++
		r.strong = r.strong || strong
		r.large = r.large || utf8.RuneCountInString(w) >= 3
	}
	return out
}

// context notes whether a word that every reading leaves alone is Vietnamese.
// Abbreviations and single letters say nothing.
func (r *reading) context(w string) {
	switch {
	case IsSyllable(w) && len(w) > 1:
		r.beside = true
	case strings.ToUpper(w) != w && len(w) > 3:
		r.alien = true
	}
}

func readWord(w string, e Encoding) string {
	switch e {
	case TCVN3:
		return readTCVN3(w)
	case VNI:
		return readVNI(w)
	case CP1258:
		return readCP1258(w)
	}
	return mendWord(w)
}

func isASCIILetter(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }

// isUnit reports whether w is a small unit of measure after a number, as in 5 µm.
func isUnit(w, before string) bool {
	before = strings.TrimRight(before, " ")
	return strings.HasPrefix(w, "µ") && len(w) <= 5 && before != "" && before[len(before)-1] >= '0' && before[len(before)-1] <= '9'
}

// enough reports whether the reading may overrule the text as it stands.
func (r reading) enough() bool {
	return r.valid*5 >= r.words*3 && (r.strong || r.large || r.valid > 1)
}

// sure grows with the number of words that came out right, among Vietnamese words
// more so, and falls with those that did not and with those that another reading
// would also make right.
func (r reading) sure(rival int) float64 {
	doubt, n := 1.0, r.valid-rival
	if r.strong {
		n++
	}
	if (r.beside || rival > 0) && !r.alien {
		n++
	}
	for range n {
		doubt *= 0.3
	}
	return float64(r.valid) / float64(r.words) * (1 - doubt)
}

// restoreHorn puts back the ư that TCVN3 text loses with its soft hyphens, in the
// words that are no syllable without it and are one with it.
func restoreHorn(s string) string {
	last := ""
	return mapWords(s, isWord, func(w, between string) string {
		before := last
		last = Fold(w)
		if whole, ok := hornless[w]; ok && between == " " && slices.Contains(whole.behind, before) {
			return whole.word
		}
		return restoreWord(w)
	})
}

// hornless are the words of which the soft hyphen was the only vowel, and the words
// behind which they stand: "Kỹ s" is Kỹ sư.
var hornless = map[string]struct {
	word   string
	behind []string
}{
	"s":  {"sư", []string{"ky", "ki", "giao", "luat", "truc", "phap", "dai"}},
	"t":  {"tư", []string{"dau", "vat"}},
	"th": {"thư", []string{"bi", "van"}},
}

// restoreWord is restoreHorn for one word. A word of plain ASCII must have three
// letters and no capital but the first, or ThS would become a word.
func restoreWord(w string) string {
	if len(w) > 3*maxWord || IsSyllable(w) {
		return w
	}
	if ascii(w) && (len(w) < 3 || strings.ToLower(w[1:]) != w[1:]) {
		return w
	}
	found := w
	for i := range w {
		if i == 0 {
			continue
		}
		if t := w[:i] + "ư" + w[i:]; IsSyllable(t) {
			if found != w {
				return w // two places would do
			}
			found = t
		}
	}
	return found
}
