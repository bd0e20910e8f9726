package vietnamese

import (
	"strings"
	"unicode"
)

// Untype undoes the keys of Telex or VNI that were typed with the input method
// off: "nguyeenx" → "nguyễn", "Nguye6n4" → "Nguyễn", "ddaij hocj" → "đại học". It
// returns s and false unless what comes out are syllables and s does not read as
// ordinary text: "cas", "boss", "max tax", "http", "CO2", "2023" stay. One word
// that could be nothing else (hocj, dduwowngf, nguye6n4) settles the whole text;
// without one, a lone word must have four letters, every word must be typed so or
// be a syllable as it is, and no typed word may be English.
func Untype(s string) (string, bool) {
	for _, method := range [...]func(string) typed{telex, vniKeys} {
		if t, ok := untype(s, method); ok {
			return t, true
		}
	}
	return s, false
}

// typed is a word with its keys undone.
type typed struct {
	text string
	sure bool // could hardly be anything but typing
	free bool // has a key far from its letter, which proves nothing by itself
}

// untype is Untype for one input method, which returns a typed without text for
// a word that has no keys or that makes no syllable.
func untype(s string, method func(string) typed) (string, bool) {
	var e evidence
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !isWord(r) }) {
		e.add(w, method(w))
	}
	if !e.enough() {
		return s, false
	}
	return mapWords(s, isWord, func(w, _ string) string {
		if t := method(w); t.text != "" && (e.sure > 0 || e.weak > 1 || !IsSyllable(w)) {
			return t.text
		}
		return w
	}), true
}

// evidence is what the words of a text say about whether it was typed with keys.
type evidence struct{ sure, weak, against, longest int }

func (e *evidence) add(w string, t typed) {
	english := englishTyped[strings.ToLower(w)]
	switch {
	case t.sure && !english:
		e.sure++
	case IsSyllable(w): // also coong, which may be công, but only beside words that tell
	case t.text == "" || t.free || english:
		e.against++
	default:
		e.weak++
		e.longest = max(e.longest, len(w))
	}
}

func (e *evidence) enough() bool {
	return e.sure > 0 || e.against == 0 && (e.weak > 1 || e.longest >= 4)
}

// keys is a word being typed: bare letters in, marks as they come.
type keys struct {
	r            []rune
	tone         tone
	toned        bool
	shaped, horn bool // a hat, breve, horn or stroke was typed; by w
	free         bool // it was typed away from its letter
	inside       bool // a tone stands before the last letter
}

// telex undoes Telex in one word.
func telex(w string) typed {
	if !ascii(w) || len(w) > 2*maxWord {
		return typed{}
	}
	var k keys
	for i := range len(w) {
		if !k.telexKey(rune(w[i])) {
			return typed{}
		}
	}
	t := k.finish()
	t.sure = t.text != "" && len(w) > 3 && (w[len(w)-1]|0x20 == 'j' ||
		k.shaped && k.toned && !k.free || strings.EqualFold(w[:2], "dd") || k.horn && k.pair())
	return t
}

// telexKey takes one key; false if no Vietnamese word has it there.
func (k *keys) telexKey(c rune) bool {
	n := len(k.r)
	low := unicode.ToLower(c)
	if t := strings.IndexRune("frxsj", low); t >= 0 && k.hasVowel() {
		if k.toned {
			return false
		}
		k.tone, k.toned = tone(t+1), true
		return true
	}
	switch {
	case low == 'w' && n > 0:
		return k.hornKey()
	case strings.ContainsRune("aeo", low) && k.hat(low):
		return true
	case low == 'd' && n > 0 && unicode.ToLower(k.r[0]) == 'd' && (n == 1 || k.hasVowel()):
		k.r[0] = likeCase('đ', k.r[0])
		k.shaped, k.free = true, k.free || n > 1
		return true
	}
	return k.letter(c)
}

// hornKey is the w of Telex: horn or breve for the vowel before, both of uo.
func (k *keys) hornKey() bool {
	for i := len(k.r) - 1; i >= 0; i-- {
		if !k.mark(i, "uoa", "ươă") {
			continue
		}
		if i > 0 && unicode.ToLower(k.r[i]) == 'ơ' && !k.afterQ(i-1) {
			k.mark(i-1, "u", "ư")
		}
		k.horn = true
		return true
	}
	return false
}

// afterQ reports whether the letter at i is the u of qu.
func (k *keys) afterQ(i int) bool { return i > 0 && unicode.ToLower(k.r[i-1]) == 'q' }

// hat gives the last vowel c of the word its hat, if the word has one.
func (k *keys) hat(c rune) bool {
	for i := len(k.r) - 1; i >= 0; i-- {
		if unicode.ToLower(k.r[i]) == c {
			k.free = k.free || i < len(k.r)-1
			return k.mark(i, "aeo", "âêô")
		}
	}
	return false
}

// mark replaces the letter at i, one of from, by the one of to in its place.
func (k *keys) mark(i int, from, to string) bool {
	j := strings.IndexRune(from, unicode.ToLower(k.r[i]))
	if j < 0 {
		return false
	}
	k.r[i] = likeCase([]rune(to)[j], k.r[i])
	k.shaped = true
	return true
}

// letter takes c as it is.
func (k *keys) letter(c rune) bool {
	if k.toned {
		k.inside = true
	}
	k.r = append(k.r, c)
	return info(c).shape != 0
}

func (k *keys) hasVowel() bool {
	for _, r := range k.r {
		if info(r).row >= 0 {
			return true
		}
	}
	return false
}

// pair reports whether the word has ươ, which no English spelling with w gives.
func (k *keys) pair() bool { return strings.Contains(strings.ToLower(string(k.r)), "ươ") }

// finish puts the tone on its letter and returns the word if it is a syllable.
func (k *keys) finish() typed {
	if !k.toned && !k.shaped || len(k.r) > maxWord {
		return typed{}
	}
	var w word
	if !w.read(string(k.r)) {
		return typed{}
	}
	p, ok := w.parts()
	if !ok || !toneFits(p.rime, k.tone) || !onsetFits(p.onset, p.rime) {
		return typed{}
	}
	w.r[p.seat] = info(w.r[p.seat]).withTone(k.tone)
	return typed{text: string(w.r[:w.n]), free: k.free}
}

// vniKeys undoes VNI typing in one word: 1–5 tones, 6 hat, 7 horn, 8 breve, 9 đ.
func vniKeys(w string) typed {
	if !ascii(w) || len(w) > 2*maxWord || !strings.ContainsAny(w, "123456789") {
		return typed{}
	}
	var k keys
	for i := range len(w) {
		if !k.vniKey(rune(w[i])) {
			return typed{}
		}
	}
	t := k.finish()
	t.sure = t.text != "" && (k.shaped && len(w) > 2 || k.toned && k.inside && len(w) > 3)
	t.free = !t.sure // phong3 is room 3 and CO2 a gas, however many there are
	return t
}

// vniTones are the tones in the order of their keys: sắc huyền hỏi ngã nặng.
var vniTones = [...]tone{sac, huyen, hoi, nga, nang}

func (k *keys) vniKey(c rune) bool {
	switch {
	case c < '0' || c > '9':
		return k.letter(c)
	case c == '0' || !k.hasVowel() && c != '9':
		return false
	case c <= '5':
		if k.toned {
			return false
		}
		k.tone, k.toned = vniTones[c-'1'], true
		return true
	case c == '6':
		return k.lastMark("aeo", "âêô")
	case c == '7':
		return k.hornKey()
	case c == '8':
		return k.lastMark("a", "ă")
	}
	return len(k.r) > 0 && k.mark(0, "d", "đ")
}

// lastMark marks the last letter that takes the mark.
func (k *keys) lastMark(from, to string) bool {
	for i := len(k.r) - 1; i >= 0; i-- {
		if k.mark(i, from, to) {
			return true
		}
	}
	return false
}

// likeCase returns r in the case of model.
func likeCase(r, model rune) rune {
	if unicode.IsUpper(model) {
		return unicode.ToUpper(r)
	}
	return r
}
