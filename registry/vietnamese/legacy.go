package vietnamese

import (
	"strings"
	"unicode"
)

// tcvn3Codes holds the TCVN3 (ABC) code of each letter of vowels. A code is the
// same number in cp1252 and in Unicode, so it is also the character that shows
// when the font is missing. Zero stands for the ASCII letter.
var tcvn3Codes = [len(vowels)][6]rune{
	{0, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9}, {0xA8, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6}, {0xA9, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB},
	{0, 0xCC, 0xCE, 0xCF, 0xD0, 0xD1}, {0xAA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6}, {0, 0xD7, 0xD8, 0xDC, 0xDD, 0xDE},
	{0, 0xDF, 0xE1, 0xE2, 0xE3, 0xE4}, {0xAB, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9}, {0xAC, 0xEA, 0xEB, 0xEC, 0xED, 0xEE},
	{0, 0xEF, 0xF1, 0xF2, 0xF3, 0xF4}, {0xAD, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9}, {0, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE},
}

// tcvn3Capitals are the only capitals that TCVN3 has a code for.
var tcvn3Capitals = map[rune]rune{'Ă': 0xA1, 'Â': 0xA2, 'Ê': 0xA3, 'Ô': 0xA4, 'Ơ': 0xA5, 'Ư': 0xA6, 'Đ': 0xA7}

// vniMarks holds, for each row of vowels and each tone, the mark that VNI-Windows
// writes after the bare letter; vniAlone the letters that have a code of their own.
var (
	vniPlain = [6]rune{0, 'ø', 'û', 'õ', 'ù', 'ï'}
	vniHat   = [6]rune{'â', 'à', 'å', 'ã', 'á', 'ä'}
	vniBreve = [6]rune{'ê', 'è', 'ú', 'ü', 'é', 'ë'}
	vniMarks = map[rune][6]rune{
		'a': vniPlain, 'e': vniPlain, 'o': vniPlain, 'u': vniPlain, 'y': vniPlain, 'ơ': vniPlain, 'ư': vniPlain,
		'â': vniHat, 'ê': vniHat, 'ô': vniHat, 'ă': vniBreve,
	}
	vniAlone = map[rune]rune{
		'ơ': 'ô', 'ư': 'ö', 'đ': 'ñ', 'ì': 'ì', 'ỉ': 'æ', 'ĩ': 'ó', 'í': 'í', 'ị': 'ò', 'ỵ': 'î',
	}
)

// cp1258 holds what Windows-1258 has where cp1252 has another letter.
var cp1258 = map[rune]rune{
	0xC3: 'Ă', 0xCC: '\u0300', 0xD0: 'Đ', 0xD2: '\u0309', 0xD5: 'Ơ', 0xDD: 'Ư', 0xDE: '\u0303',
	0xE3: 'ă', 0xEC: '\u0301', 0xF0: 'đ', 0xF2: '\u0323', 0xF5: 'ơ', 0xFD: 'ư', 0xFE: '₫',
}

var (
	fromTCVN3, toTCVN3    = makeTCVN3()
	fromVNI, toVNI        = makeVNI()
	vniSingles, vniLetter = makeVNIAlone()
)

func makeTCVN3() (from map[rune]rune, to map[rune]string) {
	from, to = map[rune]rune{0xAE: 'đ'}, map[rune]string{'đ': "\u00AE"}
	for upper, code := range tcvn3Capitals {
		from[code], to[upper] = upper, string(code)
	}
	for i, row := range vowels {
		for t, r := range row {
			code := tcvn3Codes[i][t]
			if code == 0 {
				continue
			}
			from[code], to[r] = r, string(code)
			if up := unicode.ToUpper(r); tcvn3Capitals[up] == 0 {
				base := unicode.ToUpper(row[0])
				if c := tcvn3Capitals[base]; c != 0 {
					base = c
				}
				to[up] = string(base) + string(code)
			}
		}
	}
	return from, to
}

// vniPair is a bare letter and the mark after it, both small.
type vniPair struct{ base, mark rune }

func makeVNI() (from map[vniPair]rune, to map[rune]string) {
	from, to = make(map[vniPair]rune), make(map[rune]string)
	for _, row := range vowels {
		marks, ok := vniMarks[row[0]]
		for t, r := range row {
			if !ok || marks[t] == 0 || vniAlone[r] != 0 {
				continue
			}
			base := vniBase(row[0])
			from[vniPair{base, marks[t]}] = r
			to[r] = string(vniCode(base)) + string(marks[t])
			to[unicode.ToUpper(r)] = strings.ToUpper(to[r])
		}
	}
	return from, to
}

// vniBase is the letter that bears the marks: ă and â are an a with one mark more.
func vniBase(r rune) rune {
	switch r {
	case 'ă', 'â':
		return 'a'
	case 'ê':
		return 'e'
	case 'ô':
		return 'o'
	}
	return r
}

// vniCode is how VNI writes the letter r by itself.
func vniCode(r rune) rune {
	if c := vniAlone[r]; c != 0 {
		return c
	}
	return r
}

func makeVNIAlone() (from, to map[rune]rune) {
	from, to = make(map[rune]rune), make(map[rune]rune)
	for r, c := range vniAlone {
		from[c], to[r] = r, c
		from[unicode.ToUpper(c)], to[unicode.ToUpper(r)] = unicode.ToUpper(r), unicode.ToUpper(c)
	}
	return from, to
}

// readTCVN3 returns s, TCVN3 shown in cp1252, as Unicode letter by letter. Some
// converters write a capital with a tone as the bare capital and the small toned
// letter ("NGUY£ÔN"); such a pair is one capital.
func readTCVN3(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		u, coded := fromTCVN3[r]
		if coded {
			r = u
		}
		if n := len(out); n > 0 && coded {
			last, cur := info(out[n-1]), info(r)
			if last.upper && last.tone == ngang && cur.tone != ngang && last.shape == cur.shape {
				out[n-1] = last.withTone(cur.tone)
				continue
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// readVNI returns s, VNI-Windows shown in cp1252, as Unicode letter by letter. A
// mark that follows no letter it can belong to stays what it is.
func readVNI(s string) string {
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if n := len(out); n > 0 {
			base := info(out[n-1])
			if u, ok := fromVNI[vniPair{base.shape, unicode.ToLower(r)}]; ok && base.tone == ngang {
				if base.upper {
					u = unicode.ToUpper(u)
				}
				out[n-1] = u
				continue
			}
		}
		if u, ok := vniSingles[r]; ok {
			r = u
		}
		out = append(out, r)
	}
	return string(out)
}

// readCP1258 returns s, Windows-1258 shown in cp1252, as Unicode.
func readCP1258(s string) string {
	return NFC(strings.Map(func(r rune) rune {
		if u, ok := cp1258[r]; ok {
			return u
		}
		return r
	}, s))
}

// Encode writes s in an old encoding, as it shows without its font: the inverse
// of Decode for TCVN3 and VNI. A capital with a tone, for which TCVN3 has no
// code, is written as converters do, the capital and then the small letter. Typists
// instead wrote small letters and set a capital font: Encode(strings.ToLower(s),
// TCVN3) under ".VnTimeH" is that. Any other encoding returns s in NFC.
func Encode(s string, enc Encoding) string {
	s = NFC(s)
	if enc != TCVN3 && enc != VNI {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case enc == TCVN3 && toTCVN3[r] != "":
			b.WriteString(toTCVN3[r])
		case enc == VNI && vniLetter[r] != 0:
			b.WriteRune(vniLetter[r])
		case enc == VNI && toVNI[r] != "":
			b.WriteString(toVNI[r])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
