package vietnamese

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// particles keep their small letter inside a foreign name in mixed case.
var particles = set("de den der du bin van von")

// Title puts a name in title case, in NFC: "NGUYỄN THỊ MỸ HOA" and "nguyễn thị mỹ
// hoa" → "Nguyễn Thị Mỹ Hoa", "K'SOR H'BIA" → "K'Sor H'Bia". In a name that is
// neither all capitals nor all small it mends only the words that are: it never
// changes a name already well cased, such as Y Bhăm Êban, K'Sor or McDonald, and
// keeps Roman numerals and single capitals. Blanks stay as they are. Idempotent.
func Title(s string) string {
	s = NFC(s)
	mixed := mixedCase(s)
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		n := fieldEnd(s)
		titleWord(&b, s[:n], mixed)
		s = s[n:]
		n = len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
		b.WriteString(s[:n])
		s = s[n:]
	}
	return NFC(b.String())
}

// fieldEnd returns the length of what comes before the first blank in s.
func fieldEnd(s string) int {
	if n := strings.IndexFunc(s, unicode.IsSpace); n >= 0 {
		return n
	}
	return len(s)
}

// mixedCase reports whether s has both capital and small letters.
func mixedCase(s string) bool {
	upper, small := false, false
	for _, r := range s {
		upper = upper || unicode.IsUpper(r)
		small = small || unicode.IsLower(r)
	}
	return upper && small
}

// titleWord writes one word of a name: the first letter of each run of letters
// capital and the rest small, unless the word's own case is to be trusted.
func titleWord(b *strings.Builder, w string, mixed bool) {
	if mixed && (mixedCase(w) || particles[w] || roman(w) > 0 || utf8.RuneCountInString(w) == 1 && isUpper(w)) {
		b.WriteString(w)
		return
	}
	inside := false
	for _, r := range w {
		if inside {
			b.WriteRune(unicode.ToLower(r))
		} else {
			b.WriteRune(unicode.ToTitle(r))
		}
		inside = isWord(r)
	}
}

func isUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}
