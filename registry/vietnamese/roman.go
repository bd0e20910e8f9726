package vietnamese

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
