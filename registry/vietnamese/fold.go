package vietnamese

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the search key of s without marks: lower case, no tone, hat, horn
// or breve, đ as d, blanks as Clean leaves them. "Đặng  Thị Hòa" → "dang thi hoa".
// It does not care whether s is composed, is idempotent, and returns s itself,
// without allocating, when nothing changes. Punctuation stays.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	var small [128]byte
	out, ok := foldLatin(small[:0], s)
	if !ok {
		return foldAny(s)
	}
	return string(out)
}

// folded reports whether s is ASCII that Fold would not change.
func folded(s string) bool {
	blank := true
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c >= 0x7F || 'A' <= c && c <= 'Z' || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return s == "" || !blank
}

// foldLatin appends the key of s to out. It gives up (false) at a character
// outside the table of Latin letters, where only full normalisation is right.
func foldLatin(out []byte, s string) ([]byte, bool) {
	blank := false
	for _, r := range s {
		if isMark(r) {
			continue
		}
		i := slot(r)
		if i < 0 && (r < 0x2000 || r > 0x206F) {
			return nil, false
		}
		switch classOf(r) {
		case gone:
			continue
		case space:
			blank = true
			continue
		}
		if blank && len(out) > 0 {
			out = append(out, ' ')
		}
		blank = false
		if i >= 0 {
			r = letters[i].fold
		}
		out = utf8.AppendRune(out, r)
	}
	return out, true
}

// foldAny folds text with letters of any script.
func foldAny(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range Clean(norm.NFD.String(s)) {
		for _, r := range norm.NFD.String(string(r)) {
			if isMark(r) {
				continue
			}
			if i := slot(r); i >= 0 {
				r = letters[i].fold
			}
			out = utf8.AppendRune(out, unicode.ToLower(r))
		}
	}
	return Clean(string(out)) // a mark between two blanks leaves them side by side
}
