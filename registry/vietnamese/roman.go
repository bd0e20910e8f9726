package vietnamese

import "strings"

// romans are the numerals that titles, grades and ordinals use.
var romans = []string{"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}

// roman returns the value of s, a Roman numeral in capitals up to XII, or 0.
func roman(s string) int {
	for n, r := range romans {
		if n > 0 && r == s {
			return n
		}
	}
	return 0
}

// Arabic writes a Roman numeral that ends a code or stands alone in Arabic
// digits, so that CKII and CK2, "hạng III" and "hạng 3" are one: "BSCKII" →
// "BSCK2", "CK I" → "CK 1". A lone I, V or X counts only after another word, and
// a numeral glued to letters only after "CK" and only I or II. Case and all else stay.
func Arabic(s string) string {
	fields := strings.Fields(s)
	changed := false
	for i, f := range fields {
		if n := arabicWord(f, i > 0); n != f {
			fields[i], changed = n, true
		}
	}
	if !changed {
		return s
	}
	return strings.Join(fields, " ")
}

// arabicWord is Arabic for one word; after tells whether a word precedes it.
func arabicWord(f string, after bool) string {
	core := strings.TrimRight(f, ".,;:)")
	tail := f[len(core):]
	up := strings.ToUpper(core)
	if n := roman(up); n > 0 && core == up && (after || len(up) > 1) {
		return digits(n) + tail
	}
	for n := 2; n > 0; n-- {
		if strings.HasSuffix(up, "CK"+romans[n]) && len(up) == len(core) {
			return core[:len(core)-n] + digits(n) + tail
		}
	}
	return f
}

// digits writes n, which is at most 12.
func digits(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return "1" + digits(n-10)
}
