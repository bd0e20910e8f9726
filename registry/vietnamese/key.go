package vietnamese

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Key returns the search key of s with its marks ("key A"): Clean, lower case,
// the tone in its old place (hoà → hòa), eth as đ, and one spelling where i and y
// are the same word. It chooses y: sĩ, kĩ, lí, mĩ, tỉ, hỉ with any tone, and the
// toneless qui, hi, ti, become sỹ, kỹ, lý, mỹ, tỷ, hỷ, quy, hy, ty. Given names in which i and y
// tell people apart (Vi/Vy, Thi/Thy, Mi/My, Li/Ly) stay two. Key is idempotent.
// The key without marks is FoldKey(s), not Fold(Key(s)), in which a query typed
// without marks would miss ("tien si" is not "tien sy").
func Key(s string) string {
	return eachWord(lower(Clean(s)), func(w word) (word, bool) {
		moved := w.placeTone()
		return w, w.foldIY() || moved
	})
}

// FoldKey returns the search key without marks ("key B"): Fold, and y for every i
// that ends a syllable after h, k, l, m, s, t or qu, since without marks nothing
// tells the safe words from the others: "tiến sĩ", "tien si", "tien sy" → "tien sy".
// It joins Mi and My, Li and Ly, which Key keeps apart. FoldKey is idempotent.
func FoldKey(s string) string {
	return eachWord(Fold(s), func(w word) (word, bool) {
		if w.r[w.n-1] != 'i' || !w.iyOnset() {
			return w, false
		}
		w.r[w.n-1] = 'y'
		return w, true
	})
}

// PlaceTone returns s in NFC with each tone where the old style puts it, the style
// of the South and of most names: Hoà → Hòa, Thuý → Thúy, and the slips of old
// keyboards too: Hùynh → Huỳnh, Tóan → Toán. Quý and Hoàn are right as they are.
// Case is kept, and words that are no Vietnamese syllable are left alone.
func PlaceTone(s string) string {
	return eachWord(NFC(s), func(w word) (word, bool) {
		moved := w.placeTone()
		return w, moved
	})
}

// lower puts s in lower case, and reads eth as the đ it stands for.
func lower(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return NFC(strings.Map(lowerRune, s)) // Ĳ and others may lower to a pair
		}
	}
	return s
}

func lowerRune(r rune) rune {
	switch r {
	case 'Ð', 'ð', 'Ɖ':
		return 'đ'
	}
	return unicode.ToLower(r)
}

// maxWord is the length of the longest Vietnamese syllable, nghiêng.
const maxWord = 7

// word is a run of letters short enough to be a syllable.
type word struct {
	r    [maxWord]rune
	n    int
	tone tone
	at   int // index of the toned letter, -1 without one
	vow  int // number of vowels
}

// eachWord gives change each run of letters that may be a syllable, and returns
// s with the runs that it changed; s itself when there is none.
func eachWord(s string, change func(word) (word, bool)) string {
	var out []byte
	var w word
	done := 0 // s[:done] is in out
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isWord(r) {
			i += size
			continue
		}
		end := wordEnd(s, i)
		if w.read(s[i:end]) {
			if changed, yes := change(w); yes {
				out = append(out, s[done:i]...)
				out = changed.append(out)
				done = end
			}
		}
		i = end
	}
	if done == 0 {
		return s
	}
	return string(append(out, s[done:]...))
}

// wordEnd returns the end of the word that begins at s[i].
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !isWord(r) {
			break
		}
		i += size
	}
	return i
}

// read takes in s; false if s has a character that is no Vietnamese letter, more
// than one tone, or more letters than a syllable can have.
func (w *word) read(s string) bool {
	if len(s) > 3*maxWord {
		return false
	}
	*w = word{at: -1}
	for _, r := range s {
		l := info(r)
		if l.shape == 0 || w.n == maxWord || l.tone != ngang && w.at >= 0 {
			return false
		}
		if l.tone != ngang {
			w.tone, w.at = l.tone, w.n
		}
		if l.row >= 0 {
			w.vow++
		}
		w.r[w.n] = r
		w.n++
	}
	return w.n > 0
}

func (w *word) append(out []byte) []byte {
	for _, r := range w.r[:w.n] {
		out = utf8.AppendRune(out, r)
	}
	return out
}

// placeTone moves the tone to its place and reports whether it was elsewhere.
func (w *word) placeTone() bool {
	if w.at < 0 || w.vow < 2 || strings.ContainsRune("ăâêôơ", info(w.r[w.at]).shape) {
		return false // nowhere else to go
	}
	p, ok := w.parts()
	if !ok || p.seat == w.at {
		return false
	}
	w.r[w.at] = info(w.r[w.at]).withTone(ngang)
	w.r[p.seat] = info(w.r[p.seat]).withTone(w.tone)
	w.at = p.seat
	return true
}

// foldIY writes y for the i of a syllable in which both are the same word.
func (w *word) foldIY() bool {
	last := info(w.r[w.n-1])
	if last.shape != 'i' || !w.iyOnset() {
		return false
	}
	if last.tone == ngang && strings.ContainsRune("klms", w.r[0]) {
		return false // ki, li, mi, si without a tone are other words, or names
	}
	w.r[w.n-1] = letter{row: info('y').row, upper: last.upper}.withTone(last.tone)
	return true
}

// iyOnset reports whether w is one of the onsets after which i and y are one
// sound, with one letter after it.
func (w *word) iyOnset() bool {
	switch w.n {
	case 2:
		return strings.ContainsRune("hklmst", w.r[0])
	case 3:
		return w.r[0] == 'q' && w.r[1] == 'u'
	}
	return false
}
