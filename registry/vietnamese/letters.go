package vietnamese

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tone is one of the six tones, in dictionary order.
type tone uint8

// The tones.
const (
	ngang tone = iota
	huyen
	hoi
	nga
	sac
	nang
)

// vowels holds one row for each vowel letter, its tones in dictionary order.
var vowels = [...][6]rune{
	{'a', 'à', 'ả', 'ã', 'á', 'ạ'}, {'ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'}, {'â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'},
	{'e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'}, {'ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'}, {'i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'},
	{'o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'}, {'ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'}, {'ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'},
	{'u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'}, {'ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'}, {'y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'},
}

// letter is what the package knows of one Latin letter.
type letter struct {
	fold  rune // lower case without any mark, the character itself if not a letter
	shape rune // lower case without the tone: ế → ê; 0 when not a letter of Vietnamese
	row   int8 // index in vowels, -1 for a consonant
	tone  tone
	upper bool
	word  bool // belongs to a word
}

const (
	lowEnd    = 0x0250 // the table covers U+0000–U+024F …
	highStart = 0x1E00 // … and U+1E00–U+1EFF, where the toned letters are
	highEnd   = 0x1F00
)

// letters is indexed by slot and never changes.
var letters = makeLetters()

// slot returns the index of r in letters, or -1.
func slot(r rune) int {
	switch {
	case r < lowEnd:
		return int(r)
	case r >= highStart && r < highEnd:
		return int(r) - highStart + lowEnd
	}
	return -1
}

func makeLetters() *[lowEnd + highEnd - highStart]letter {
	var t [lowEnd + highEnd - highStart]letter
	for i := range t {
		r := rune(i)
		if i >= lowEnd {
			r += highStart - lowEnd
		}
		t[i] = letter{fold: foldRune(r), row: -1, upper: unicode.IsUpper(r), word: unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)}
	}
	for _, c := range "bcdđghklmnpqrstvxfjwz" {
		t[slot(c)].shape, t[slot(unicode.ToUpper(c))].shape = c, c
	}
	for i, row := range vowels {
		for k, c := range row {
			for _, c := range [2]rune{c, unicode.ToUpper(c)} {
				l := &t[slot(c)]
				l.shape, l.row, l.tone = row[0], int8(i), tone(k)
			}
		}
	}
	return &t
}

// foldRune is the slow, exact fold of one character; the table remembers it.
func foldRune(r rune) rune {
	switch r {
	case 'đ', 'Đ', 'ð', 'Ð', 'Ɖ': // eth and African D are what bad fonts leave for đ
		return 'd'
	case 'ø', 'Ø':
		return 'o'
	case 'ł', 'Ł':
		return 'l'
	case 'ı':
		return 'i'
	}
	base := r
	for _, c := range norm.NFD.String(string(r)) {
		base = c
		break
	}
	return unicode.ToLower(base)
}

// isMark reports whether r is a combining mark of the Latin script.
func isMark(r rune) bool { return r >= 0x0300 && r <= 0x036F }

// info returns what is known of r; its shape is 0 if r is no Vietnamese letter.
func info(r rune) letter {
	if i := slot(r); i >= 0 {
		return letters[i]
	}
	return letter{row: -1}
}

// withTone returns the letter of l's row and case that bears t.
func (l letter) withTone(t tone) rune {
	r := vowels[l.row][t]
	if l.upper {
		return unicode.ToUpper(r)
	}
	return r
}
