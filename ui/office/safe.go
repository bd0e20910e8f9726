package office

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Safe gives text that no spreadsheet program takes for a formula, whatever a
// stranger wrote into it: a leading = + - @ (also in full width or small, also
// after blanks) gets an apostrophe before it, and control characters are taken out,
// line ends inside excepted. Text that is none of these stays as it is.
func Safe(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || r == '\ufeff' || r == '\ufffe' || r == '\uffff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	s = strings.TrimLeft(s, "\n ")
	if begins := strings.TrimLeftFunc(s, unicode.IsSpace); begins != "" && startsFormula(begins) {
		return "'" + s
	}
	return s
}

// startsFormula looks at the first letter in its plain form: ＝, ﹦ and ⁼ are =.
func startsFormula(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsAny(norm.NFKC.String(string(first)), "=+-@\u2212")
}
