package vietnamese

import "strings"

// readVIQR reads s as VIQR ("Nguye^~n Va(n Ba?ng"). It is believed only if two
// words or more bear marks, one of them a hat, horn, breve or đ, and every word
// with marks is a syllable: the signs are ordinary punctuation elsewhere.
func readVIQR(s string) (string, bool) {
	if !strings.ContainsAny(s, "^(+'`?~.") || strings.ContainsAny(s, "@\\<>{}") || strings.Contains(s, "://") {
		return "", false
	}
	words, shaped := 0, false
	fields := strings.SplitAfter(s, " ")
	for i, f := range fields {
		w := strings.TrimRight(f, " ")
		t, hat := viqrWord(w, i == len(fields)-1)
		if t == w {
			continue
		}
		if !IsSyllable(strings.TrimFunc(t, func(r rune) bool { return !isWord(r) })) {
			return "", false
		}
		words++
		shaped = shaped || hat
		fields[i] = t + f[len(w):]
	}
	if words < 2 || !shaped {
		return "", false
	}
	return strings.Join(fields, ""), true
}

// viqrWord reads one word; hat tells whether it has more than tones. The full
// stop and question mark that end the text are left as such.
func viqrWord(w string, last bool) (text string, hat bool) {
	out := make([]rune, 0, len(w))
	for i := range len(w) {
		c := rune(w[i])
		n := len(out)
		if n == 0 || last && i == len(w)-1 && (c == '.' || c == '?') {
			out = append(out, c)
			continue
		}
		if r, ok := viqrShape(out[n-1], c); ok {
			out[n-1], hat = r, true
			continue
		}
		if t := strings.IndexRune("`?~'.", c); t >= 0 {
			if j := toneless(out); j >= 0 {
				out[j] = info(out[j]).withTone(tone(t + 1))
				continue
			}
		}
		out = append(out, c)
	}
	return string(out), hat
}

// viqrShapes maps a letter and the sign after it to one letter.
var viqrShapes = map[string]rune{
	"a(": 'ă', "A(": 'Ă', "a^": 'â', "A^": 'Â', "e^": 'ê', "E^": 'Ê', "o^": 'ô', "O^": 'Ô',
	"o+": 'ơ', "O+": 'Ơ', "u+": 'ư', "U+": 'Ư', "dd": 'đ', "DD": 'Đ', "Dd": 'Đ',
}

// viqrShape joins a letter with the hat, breve, horn or stroke that follows it.
func viqrShape(base, c rune) (rune, bool) {
	r, ok := viqrShapes[string(base)+string(c)]
	return r, ok
}

// toneless returns the index of the last letter of out if it is a vowel without
// a tone, else -1.
func toneless(out []rune) int {
	n := len(out) - 1
	if l := info(out[n]); l.row >= 0 && l.tone == ngang {
		return n
	}
	return -1
}
