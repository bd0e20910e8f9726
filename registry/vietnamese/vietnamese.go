// Package vietnamese is pure text: normal forms, search keys, syllables, names
// and their order, and the repair of text that was typed or stored the old way.
//
// It knows neither people nor search engines. Every function is safe for use by
// several goroutines and depends on nothing but its arguments.
//
// The usual path of a cell is Decode (old encodings), then Clean, then ParseName
// or a key. Decode comes first because Clean throws away the soft hyphen, which
// is the letter ư in TCVN3.
package vietnamese

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NFC returns s in canonical composition, the only form the registry stores.
func NFC(s string) string {
	if composed(s) {
		return s
	}
	return norm.NFC.String(s)
}

// composed says that s has letters of the table alone, none of which composition
// changes or joins with its neighbours: most text of staff lists.
func composed(s string) bool {
	for _, r := range s {
		if slot(r) < 0 {
			return false
		}
	}
	return true
}

// Clean returns s as one line of text fit to store: NFC and valid UTF-8, every
// kind of blank (newline, tab, NBSP) one plain blank, none at the ends, and
// nothing that cannot be seen (BOM, zero-width characters, soft hyphen, control
// characters). Clean is idempotent and returns s itself when nothing changes.
func Clean(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch classOf(r) {
		case gone:
			continue
		case space:
			blank = true
			continue
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r) // an invalid byte arrives as U+FFFD and leaves as such
	}
	return NFC(b.String())
}

// clean reports whether Clean would not change s.
func clean(s string) bool {
	blank := true
	for i, r := range s {
		if r == ' ' && blank || r != ' ' && classOf(r) != seen || r == utf8.RuneError && s[i] != 0xEF {
			return false
		}
		blank = r == ' '
	}
	return (s == "" || !blank) && (composed(s) || norm.NFC.IsNormalString(s))
}

// Classes of characters that Clean and Fold treat alike.
const (
	seen = iota
	space
	gone
)

func classOf(r rune) int {
	switch {
	case r < 0x7F && r > ' ':
		return seen
	case unicode.IsSpace(r):
		return space
	case r < ' ', r >= 0x7F && r < 0xA0, r == 0xAD,
		r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E,
		r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r == 0x180E, r == 0x034F:
		return gone
	}
	return seen
}

// HasMarks reports whether s bears any mark that Fold removes: a tone, a hat, a
// horn, a breve, đ, or a mark of another Latin language. A query without marks
// says nothing about the marks of what it looks for.
func HasMarks(s string) bool {
	for _, r := range s {
		if r < utf8.RuneSelf {
			continue
		}
		if isMark(r) {
			return true
		}
		if i := slot(r); i >= 0 && letters[i].fold != unicode.ToLower(r) {
			return true
		}
	}
	return false
}

// Syllables returns the words of s in NFC: runs of letters, marks and digits,
// in their order and their case. Everything else separates.
func Syllables(s string) []string {
	return strings.FieldsFunc(NFC(s), func(r rune) bool { return !isWord(r) })
}

// isWord reports whether r belongs to a word.
func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	if i := slot(r); i >= 0 {
		return letters[i].word
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
